/* when.h: the conditions that a rule or an override puts on the document: its source, its language,
 * its fields, and how much prose it has. */
#ifndef WN_POLICY_WHEN_H
#define WN_POLICY_WHEN_H

#include "policy/node.h"
#include "policy/reader.h"

/* As read; everything that is present must hold. */
typedef struct wn_when_def {
    const wn_node *node;
    wn_bytes      *sources; /* globs */
    size_t         source_count;
    wn_bytes      *langs; /* lower case */
    size_t         lang_count;
    wn_bytes      *fields; /* pairs of name and glob */
    size_t         field_count;
    uint32_t       prose_lines_min, prose_lines_max; /* 0 and UINT32_MAX: not asked */
    uint32_t       prose_words_min, prose_words_max;
} wn_when_def;

/* Reads a `when` map of the right shape; NULL when there is no memory. */
const wn_when_def *wn_when_read(wn_reader *reader, const wn_node *map);

/* Whether it asks for how much prose the document has, which only its end tells. */
bool wn_when_asks_prose(const wn_when_def *when);

#endif
