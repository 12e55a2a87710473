/* edit.h: what the text filter decided about the strings of a record, carried over to their source.
 *
 * The text filter speaks of decoded bytes. Its decisions are noted, and when the whole record is decided
 * they are read again, walking the string's source and its text in step: what stays is copied from the
 * source with the escapes it has there. */
#ifndef WN_FORMAT_EDIT_H
#define WN_FORMAT_EDIT_H

#include "format/json.h"

/* A decision of the text filter, without its bytes: they follow those of the decision before. */
typedef struct wn_edit {
    uint64_t    line;
    size_t      size; /* bytes of text that it decides */
    size_t      put;  /* where its `put` begins in wn_edits.puts */
    size_t      put_size;
    size_t      claimants; /* where its claimants begin in wn_edits.claimants */
    size_t      claimant_count;
    const char *field; /* as in wn_decision; lives as long as the policy */
    wn_fate     fate;
    int         rule;
    uint32_t    prose_words;
    bool        is_blank;
    bool        is_shadow;
} wn_edit;

typedef struct wn_edits {
    wn_edit *items;
    size_t   count;
    size_t   capacity;
    wn_buf   puts;
    int     *claimants;
    size_t   claimant_count;
    size_t   claimant_capacity;
} wn_edits;

/* Notes a decision; it may not come from wn_edits_decision. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_edits_note(wn_edits *edits, const wn_decision *decision);

void wn_edits_clear(wn_edits *edits); /* keeps the memory */
void wn_edits_free(wn_edits *edits);

/* The noted decision again, without document, offset and bytes; valid until the next note. */
wn_decision wn_edits_decision(const wn_edits *edits, size_t index);

/* Whether the edits [first, first + count) leave the string as it is. */
bool wn_edits_are_idle(const wn_edits *edits, size_t first, size_t count);

/* A place in a scanned string's source. */
typedef struct wn_walk {
    wn_bytes string;
    size_t   at;
    size_t   ahead; /* bytes of text by which an escape reached over the last piece */
    bool     has_escapes;
} wn_walk;

/* The source of the next `size` bytes of text. An escape belongs to the piece in which its text begins. */
wn_bytes wn_walk_take(wn_walk *walk, size_t size);

/* Appends what an edit leaves of its piece of source; false when there is no memory. */
bool wn_edit_put(wn_buf *out, const wn_decision *edit, wn_bytes source);

#endif
