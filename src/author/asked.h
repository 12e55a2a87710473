/* asked.h: which rules are asked about lines whatever these have, for want of a literal, and why. */
#ifndef WN_AUTHOR_ASKED_H
#define WN_AUTHOR_ASKED_H

#include "policy/bounds.h"
#include "policy/definition.h"

typedef struct wn_asked {
    bool                 is_always; /* lines within the bounds are asked whatever they have */
    wn_bounds            bounds;
    const wn_expression *pattern; /* that runs on them, best one without a literal; NULL: none does */
    const wn_node       *node;    /* it stands in; NULL: unknown */
    bool                 is_rare; /* what is asked before the pattern, or its first character, leaves few lines */
} wn_asked;

/* Of all parts of the rule that are asked so the one that is asked on most lines. */
wn_asked wn_asked_of(const wn_definition *definition);

/* What is wrong with its pattern, such as "has no literal"; NULL when there is none. */
const char *wn_asked_reason(const wn_asked *asked);

#define WN_ASKED_KB 1024 /* bytes of the line for which authors are told the steps */

/* The beginning of a text, whole characters of at most so many bytes. */
wn_bytes wn_asked_shorten(wn_bytes text, size_t bytes);

/* Whether a pattern runs on most lines of an article, long ones among them. */
bool wn_asked_is_costly(const wn_asked *asked);

#endif
