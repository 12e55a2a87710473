/* defines.h: the named parts of patterns, and putting them in.
 *
 * A file sees its own defines and those of the files it extends; the nearest wins. A define's own
 * `%{...}` are resolved where it stands, once, when the policy is loaded; after that the table never
 * changes. */
#ifndef WN_POLICY_DEFINES_H
#define WN_POLICY_DEFINES_H

#include "base/buf.h"
#include "policy/complaint.h"
#include "policy/layers.h"
#include "policy/names.h"

#define WN_DEFINES_MAX 1000 /* in all files of a policy; they nest, and each is one level of a call */

#define WN_DEFINE_NAME_MAX 80 /* bytes */

typedef enum wn_define_state {
    WN_DEFINE_WRITTEN,
    WN_DEFINE_OPEN, /* being resolved: meeting it again is a circle */
    WN_DEFINE_RESOLVED,
    WN_DEFINE_BAD
} wn_define_state;

typedef struct wn_define {
    const wn_node  *name, *value;
    uint32_t        source; /* index of its file */
    wn_define_state state;
    wn_bytes        text; /* resolved */
} wn_define;

typedef struct wn_defines {
    const wn_sources *sources;
    wn_define        *items;
    size_t            count;
    wn_names          names; /* tag: the source */
    uint64_t         *sees;  /* a row of bits for each source: the sources whose defines it sees */
    size_t            row_words;
} wn_defines;

/* Reads and resolves the defines of all sources, whose `define` maps have the right shape. Complains
 * about unknown names and circles. wn_defines_free in any case. */
void wn_defines_read(wn_defines *defines, const wn_sources *sources, wn_complaints *complaints);
void wn_defines_free(wn_defines *defines);

/* A stretch of resolved text: from `resolved` on it is what the scalar has from `written` on, or, when
 * `is_define`, what stands for the `%{...}` there. */
typedef struct wn_stretch {
    size_t resolved, written;
    bool   is_define;
} wn_stretch;

typedef struct wn_stretches {
    wn_stretch *items;
    size_t      count, capacity;
} wn_stretches;

/* Appends the scalar's text with its defines put in; `stretches`, which may be NULL, tells what came
 * from where. False when there was something to complain about. */
bool wn_defines_put_in(const wn_defines *defines, const wn_node *scalar, wn_complaints *complaints, wn_buf *out,
                       wn_stretches *stretches);

#endif
