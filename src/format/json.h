/* json.h: finds strings in the JSON text of one record, without building anything.
 *
 * The scanner checks that the text is JSON as RFC 8259 has it and names the strings that were asked
 * for as slices of the source. It is lenient in one point: bytes in strings that are not UTF-8 are
 * taken as they are. It does not recurse; a text nested deeper than WN_JSON_DEPTH_MAX is refused. */
#ifndef WN_FORMAT_JSON_H
#define WN_FORMAT_JSON_H

#include "base/arena.h"
#include "base/buf.h"

#define WN_JSON_DEPTH_MAX 10000            /* what is nested deeper is an attack or an accident, no article */
#define WN_JSON_SIZE_MAX ((size_t)1 << 31) /* of a text: places in it are kept in 32 bits */
#define WN_JSON_NONE UINT32_MAX

/* A slice of the source. */
typedef struct wn_json_slice {
    uint32_t begin;
    uint32_t size;
} wn_json_slice;

/* A member of the topmost object, or a string that a path has chosen, or both. */
typedef struct wn_json_item {
    wn_json_slice name;  /* of a member: what stands between the quotes */
    wn_json_slice value; /* of a string: what stands between the quotes; else empty */
    uint32_t      path;  /* the first path that chose it, or WN_JSON_NONE */
    uint32_t      place; /* of a path with '*': its pointer in `places`, else WN_JSON_NONE */
    bool          is_member;
    bool          is_string;
    bool          has_escapes; /* in the value */
    bool          name_has_escapes;
} wn_json_item;

/* One step of a path. */
typedef struct wn_json_step {
    wn_bytes name;
    size_t   index;  /* what it means in an array; SIZE_MAX: nothing */
    bool     is_any; /* '*' in an array: every element */
} wn_json_step;

#define WN_JSON_STEPS_MAX 64 /* of a path; more are a mistake */

/* A way from the topmost value to strings. */
typedef struct wn_json_path {
    const char   *pointer; /* as RFC 6901 writes it */
    wn_json_step *steps;
    size_t        step_count;
    bool          has_any;
} wn_json_path;

/* Reads the name of a top-level member, or a pointer, which begins with '/'. The path lives in the arena.
 * Returns WN_OK, WN_NO_MEMORY, or WN_BAD_ARGUMENT with an error when it is no pointer. */
wn_status wn_json_path_read(const char *text, wn_arena *arena, wn_json_path *path, wn_error **error);

typedef struct wn_json {
    const wn_json_path *paths; /* borrowed; the caller sets them before the first scan */
    size_t              path_count;

    /* what the last scan found */
    wn_bytes      text;  /* borrowed */
    wn_json_item *items; /* in the order of the source */
    size_t        count;
    size_t        capacity;
    wn_buf        places;
    const char   *fault;        /* what is wrong with the text; NULL: it is JSON */
    size_t        fault_offset; /* where */
    bool          is_object;
    size_t        members_end; /* of an object: after its last member, or after its opening brace */
    bool          has_members;
    bool          has_choice; /* a path has chosen a string */

    size_t *matched; /* scratch, per path: steps that the open containers fit */
    wn_buf  name;    /* scratch: a member's name without escapes */
} wn_json;

/* Scans one text of at most WN_JSON_SIZE_MAX bytes; what it finds is valid until the next scan. A fault is no
 * failure. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_json_scan(wn_json *json, wn_bytes text);

/* Frees what scans needed; the paths are the caller's. */
void wn_json_free(wn_json *json);

/* The bytes of a slice; valid as long as the text. */
static inline wn_bytes wn_json_bytes(const wn_json *json, wn_json_slice slice)
{
    return (wn_bytes){json->text.data + slice.begin, slice.size};
}

/* The JSON pointer of a chosen string; valid until the next scan. */
const char *wn_json_place(const wn_json *json, const wn_json_item *item);

/* An escape in a string that was scanned, and the text it stands for. */
typedef struct wn_json_escape {
    uint8_t source_bytes;
    uint8_t text_bytes;
    char    text[4];
} wn_json_escape;

/* Reads the escape whose backslash stands at `at`; a surrogate pair is one escape. Half a pair stands for the
 * byte 0xFF, which is not UTF-8, just as the half is no character. */
wn_json_escape wn_json_read_escape(wn_bytes string, size_t at);

/* The same; most escapes are ends of lines, which are read in place. */
static inline wn_json_escape wn_json_escape_at(wn_bytes string, size_t at)
{
    if (string.data[at + 1] == 'n')
        return (wn_json_escape){.source_bytes = 2, .text_bytes = 1, .text = {'\n'}};
    return wn_json_read_escape(string, at);
}

#define WN_JSON_LONE_SURROGATE '\xFF'

/* Appends the text that a scanned string stands for; false when there is no memory. It is never longer than the
 * string. */
bool wn_json_unescape(wn_bytes string, wn_buf *text);

/* Appends the text as the inside of a JSON string; false when there is no memory. */
bool wn_json_put_escaped(wn_buf *out, wn_bytes text);

#endif
