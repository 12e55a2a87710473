/* observer.h: looking on while conditions are asked, for the tools that explain and measure policies. An observer
 * changes nothing. */
#ifndef WN_ENGINE_OBSERVER_H
#define WN_ENGINE_OBSERVER_H

#include "policy/ruleset.h"

typedef enum wn_truth {
    WN_FALSE,
    WN_TRUE,
    WN_DOUBT /* a limit was hit, or the document's end is not known yet: the line stays */
} wn_truth;

/* What became of a section or a run, or how far the ends of the document were peeled. */
typedef enum wn_event {
    WN_EVENT_CLAIMED,      /* lines first to last were claimed */
    WN_EVENT_MIN_LINES,    /* they were not: there are too few of them */
    WN_EVENT_MAX_LINES,    /* too many */
    WN_EVENT_MARKED_LINES, /* too few are marked */
    WN_EVENT_MARKED_SHARE, /* too small a share of them is */
    WN_EVENT_REACHES_END,  /* they do not reach the document's end */
    WN_EVENT_ABOVE,        /* what stands above speaks against it */
    WN_EVENT_BELOW,        /* likewise below */
    WN_EVENT_SPARED,       /* this one line stays: keeps-last */
    WN_EVENT_ENDED,        /* this line ended the section that begins at `first` */
    WN_EVENT_LIMIT,        /* a rule of the ends accepts this line, but its limit is used up */
    WN_EVENT_TAIL_STOPPED, /* peeling upwards stopped at this line; `rule` is WN_NONE */
    WN_EVENT_HEAD_STOPPED  /* likewise downwards */
} wn_event;

typedef struct wn_observer {
    void *user;
    /* Condition `cond` of the set was asked on behalf of a rule. */
    void (*see)(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth);
    /* Likewise, with the first and the last line it was asked about, from 1; both 0: a field. */
    void (*see_at)(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth, uint64_t first,
                   uint64_t last);
    /* Lines count from 1. */
    void (*happen)(void *user, uint32_t rule, wn_event event, uint64_t first, uint64_t last);
    bool is_thorough; /* conditions that must all hold are all asked, even where one has failed already; and
                         the rules of the ends are asked about all lines */
} wn_observer;

#endif
