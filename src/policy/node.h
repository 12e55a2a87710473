/* node.h: a policy file as a tree of scalars, lists and maps with their places.
 *
 * What YAML allows and a policy does not need is refused while reading: anchors, aliases, tags, a
 * second document, duplicate keys, NUL, deep nesting, large files. Scalars are text; what they mean
 * is the schema's business, never YAML's.
 *
 * YAML ends a plain scalar at " #" and drops the rest of the line, so `is: Puzzle #12` means Puzzle.
 * What may be such a loss is refused: a plain scalar with exactly one space before the #, if it has a
 * space or one of \ ^ $ | ? * + ( ) [ ] { } in it, or if a letter or digit follows the # at once. Numbers
 * and shares (40%) are never text, so `level: 1 # certain` is fine; so are two spaces before the #.
 *
 * Until a text has shown that it is a policy, by a key `winnow` at its top, errors tell line and column
 * but show nothing of it: `extends: /etc/passwd` must not print passwords. */
#ifndef WN_POLICY_NODE_H
#define WN_POLICY_NODE_H

#include "base/arena.h"
#include "base/error.h"

#define WN_POLICY_BYTES_MAX ((size_t)4 << 20) /* of one file */
#define WN_POLICY_NESTING_MAX 32              /* lists and maps within each other */

typedef enum wn_node_kind {
    WN_NODE_SCALAR,
    WN_NODE_LIST,
    WN_NODE_MAP
} wn_node_kind;

typedef enum wn_node_style {
    WN_STYLE_PLAIN,
    WN_STYLE_SINGLE_QUOTED,
    WN_STYLE_DOUBLE_QUOTED,
    WN_STYLE_BLOCK /* literal or folded */
} wn_node_style;

typedef struct wn_node {
    wn_node_kind     kind;
    wn_node_style    style;  /* of a scalar */
    wn_bytes         text;   /* of a scalar; NUL follows */
    wn_place         place;  /* of its first character, the opening quote included */
    struct wn_node **keys;   /* of a map: scalars */
    struct wn_node **values; /* of a map, in step with keys; of a list, its items */
    size_t           count;  /* entries of the map or items of the list */
} wn_node;

/* Reads a YAML text. `file` is what messages call it and must live as long as the arena, as must the
 * text. An empty or comment-only text is an error. Several errors may be added; *root is NULL then.
 * Returns WN_OK, WN_BAD_POLICY or WN_NO_MEMORY. */
wn_status wn_node_read(const char *file, wn_bytes text, wn_arena *arena, wn_node **root, wn_error **error);

/* An entry of a map. */
typedef struct wn_entry {
    wn_node *key;
    wn_node *value;
} wn_entry;

/* The entries of a map, map->count of them, in an order that puts equal keys next to each other, the
 * earlier one first; NULL when there is no memory. */
wn_entry *wn_node_sorted(wn_arena *arena, const wn_node *map);

/* The value under `key` of a map, or NULL. */
wn_node *wn_node_get(const wn_node *map, const char *key);

/* A copy of `base` with `patch` laid over it, for overrides: maps merge key by key, lists and scalars
 * replace. Shares what does not change. NULL when there is no memory. */
wn_node *wn_node_merge(wn_arena *arena, wn_node *base, wn_node *patch);

/* The place of byte `offset` of the scalar's text, as near as the YAML style allows: exact for plain and
 * quoted scalars on one line up to a double-quoted one's first escape, and for literal blocks (|); else
 * the scalar's first character. */
wn_place wn_node_place_in(const wn_node *scalar, size_t offset);

/* "0.2.5", of the loaded YAML library. */
const char *wn_node_yaml_version(void);

#endif
