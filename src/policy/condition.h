/* condition.h: a checked condition, as a tree whose leaves have literals and expressions. */
#ifndef WN_POLICY_CONDITION_H
#define WN_POLICY_CONDITION_H

#include "policy/expression.h"
#include "policy/phrases.h"
#include "policy/vocabulary.h"

#define WN_POINTS_MAX 1000 /* entries of one `points`: their sum fits an int */

typedef struct wn_condition {
    wn_op                       op;
    uint8_t                     flag; /* n, flag, a, b: as in wn_cond, where they are numbers */
    int16_t                     n;
    uint32_t                    a;
    uint32_t                    b;
    const wn_node              *node; /* the value that says so */
    const struct wn_condition **kids; /* of ALL, ANY, NOT, SCORE, POINT, and of ABOVE, BELOW when they ask */
    size_t                      kid_count;
    const wn_phrase            *phrases; /* of IS, STARTS, CONTAINS */
    size_t                      phrase_count;
    const wn_expression        *expression; /* of MATCH */
    const char                 *category;   /* of MARKED; NULL: any */
} wn_condition;

/* Which lines a condition is asked about, and so what it may ask. */
typedef enum wn_stratum {
    WN_STRATUM_LINES = 1, /* line, block, span, document: the document as it came in */
    WN_STRATUM_PLACES = 2 /* section, run, tail, head: also what the first stratum marked */
} wn_stratum;

/* Reads a condition: a map of kind `map`, a pattern, or a list of conditions, of the right shape. Keys
 * that the kind of map has for itself, such as `within`, are passed over. NULL after a complaint. */
const wn_condition *wn_condition_read(wn_reader *reader, wn_map_id map, const wn_node *node, wn_stratum stratum);

/* Likewise for the keys of a map, of which there may be none: then *condition is NULL. False after a
 * complaint. */
bool wn_condition_read_keys(wn_reader *reader, wn_map_id map, const wn_node *node, wn_stratum stratum,
                            const wn_condition **condition);

/* `above` or `below`: a condition on neighbours. */
const wn_condition *wn_condition_read_neighbour(wn_reader *reader, wn_op op, const wn_node *node, wn_stratum stratum);

/* The sum over `points` that must reach `score`. */
const wn_condition *wn_condition_read_score(wn_reader *reader, const wn_node *points, uint32_t score,
                                            wn_stratum stratum);

/* Both hold; either may be NULL. NULL when both are, or when there is no memory. */
const wn_condition *wn_condition_both(wn_reader *reader, const wn_condition *one, const wn_condition *other);

/* Whether only the end of the document tells if it holds. */
bool wn_condition_needs_end(const wn_condition *condition);

/* Calls `visit` for the condition and all below it. */
void wn_condition_walk(const wn_condition *condition, void (*visit)(void *user, const wn_condition *condition),
                       void               *user);

#endif
