/* record_parts.h: the record at hand, for the files that share the work on it: record.c, which filters it,
 * record_known.c, which reads what is known of it, record_build.c, which tells and builds what it becomes, and
 * record_extras.c, which makes the members that are added. Used by no other. */
#ifndef WN_FORMAT_RECORD_PARTS_H
#define WN_FORMAT_RECORD_PARTS_H

#include "engine/text.h"
#include "format/edit.h"
#include "format/record.h"
#include "format/total.h"

/* A chosen string and the edits it came to. */
typedef struct wn_record_part {
    size_t item;
    size_t first_edit;
    size_t edit_count;
} wn_record_part;

/* The name of a field that was extracted from the record at hand. */
typedef struct wn_extracted {
    const char *name;
    size_t      edit;     /* the one that fills the new member */
    bool        is_taken; /* the record has a member of this name already */
} wn_extracted;

struct wn_record {
    const wn_policy  *policy;
    wn_sink           sink;
    wn_filter_options options; /* without its strings */
    wn_arena          strings;
    wn_bytes          lang_field;
    wn_bytes          source_field;
    bool              wants_fields; /* a rule may ask for members of the record */
    wn_text          *text;
    wn_json           json;

    /* of the record at hand */
    wn_bytes        line; /* the record with its line end */
    wn_record_place place;
    wn_bytes       *texts; /* per item: the text it stands for, once it was made */
    size_t          text_capacity;
    wn_buf          store; /* holds them; has room for all beforehand, so that it never moves */
    wn_field       *fields;
    size_t          field_capacity;
    wn_document     known;
    size_t          title; /* the item that is the headline, or SIZE_MAX */
    wn_bytes        id;    /* as in wn_result */
    wn_record_part *parts;
    size_t          part_count;
    size_t          part_capacity;
    wn_edits        edits;
    bool            has_shadows; /* among the edits */
    wn_extracted   *extracts;    /* room for as many as there are rules */
    size_t          extract_count;
    wn_total        total;
    wn_buf          extras; /* members to add */
    wn_buf          out;
    size_t          members_size; /* of the part of `out` before them */
    wn_status       status;

    wn_total stream;
};

/* ---- record_known.c ---- */

/* Room for the texts and names of all items. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_record_prepare_texts(wn_record *record);

/* The text of a string, a slice of the source where it has no escapes. */
wn_bytes wn_record_text(wn_record *record, size_t index);

/* Reads the members that say something about the texts, and those that rules may ask for. */
void      wn_record_read_known(wn_record *record);
wn_status wn_record_read_fields(wn_record *record);

/* Whether the record has a member of this name. */
bool wn_record_has_member(wn_record *record, const char *name);

/* ---- record.c ---- */

bool wn_record_is_rejected(const wn_record *record);

/* Whether the record has a line in the output. */
bool wn_record_has_output(const wn_record *record);

/* ---- record_build.c ---- */

/* Tells the decisions and builds the record up to the end of its last member. Returns WN_OK, WN_NO_MEMORY or
 * WN_STOPPED. */
wn_status wn_record_build_members(wn_record *record);

/* Appends what is added, and the rest of the line. */
void wn_record_build_end(wn_record *record);

/* Tells what is added after the last member, or the whole record that is rejected. */
bool wn_record_tell_rest(wn_record *record, bool has_changed);

/* ---- record_extras.c ---- */

/* Puts the members that are added, each after a comma, into `extras`. */
void wn_record_put_extras(wn_record *record);

#endif
