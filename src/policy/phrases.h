/* phrases.h: the literals of `is`, `starts` and `contains`, in the form in which lines are compared. */
#ifndef WN_POLICY_PHRASES_H
#define WN_POLICY_PHRASES_H

#include "policy/expression.h"
#include "policy/ruleset.h"

/* A literal: its fold, and what its author wrote in the form of the view. */
typedef struct wn_phrase {
    wn_bytes folded;
    wn_bytes exact;
} wn_phrase;

/* Reads a text or a list of texts for `op`, which is IS, STARTS or CONTAINS. NULL after a complaint,
 * such as about a literal of which nothing is left. */
const wn_phrase *wn_phrases_read(wn_reader *reader, wn_op op, const wn_node *texts, size_t *count);

/* The pattern that tells, of a line that has one of the phrases in any case, whether it has one in the
 * case in which it was written. NULL after a complaint. */
const wn_expression *wn_phrases_exactly(wn_reader *reader, wn_op op, const wn_node *texts, const wn_phrase *phrases,
                                        size_t count);

#endif
