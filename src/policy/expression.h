/* expression.h: a pattern of a policy, ready to be compiled: its defines put in, its characters folded
 * as the view does, read, and accepted by PCRE2. Equal patterns are one expression. */
#ifndef WN_POLICY_EXPRESSION_H
#define WN_POLICY_EXPRESSION_H

#include "match/regex.h"
#include "policy/node.h"
#include "policy/reader.h"

typedef struct wn_expression {
    wn_bytes       text;
    bool           is_exact; /* respects case */
    wn_regex_facts facts;
    const wn_node *node; /* where it was first met */
} wn_expression;

/* Reads a pattern from a scalar; NULL after a complaint, at the place of the fault. */
const wn_expression *wn_expression_read(wn_reader *reader, const wn_node *scalar, bool is_exact);

/* The same for a pattern that was made from something else in `node`, such as exact literals. */
const wn_expression *wn_expression_make(wn_reader *reader, const wn_node *node, wn_bytes text, bool is_exact);

#endif
