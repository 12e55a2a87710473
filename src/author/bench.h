/* bench.h: a policy on the workbench: documents go in, and what became of each line comes out.
 *
 * A document can be seen by the whole policy, as a filter would, or by one rule alone. Alone means:
 * no guard, no level, no `when`, no other rule cuts or keeps. What a section, run, tail or head rule
 * asks of other lines by `marked` still holds, since the line and block rules of the policy mark
 * what they would take. */
#ifndef WN_AUTHOR_BENCH_H
#define WN_AUTHOR_BENCH_H

#include "engine/observer.h"
#include "policy/definitions.h"
#include "policy/policy.h"

/* What became of a line. */
typedef struct wn_fortune {
    wn_bytes text;     /* as it came in, without its terminator */
    wn_mark  mark;     /* WN_MARK_STAYS, WN_MARK_GOES, or WN_MARK_BECOMES: a part of it was changed or went */
    wn_bytes becomes;  /* for WN_MARK_BECOMES: what is left */
    int      rule;     /* the rule that did it; -1: none */
    bool     is_blank; /* nothing but spaces */
} wn_fortune;

/* What became of a document; valid until the next one. */
typedef struct wn_trial {
    const wn_fortune *lines;
    size_t            line_count;
    wn_result         result;    /* without result.rules */
    const bool       *has_acted; /* per rule: it took or flagged something */
} wn_trial;

typedef struct wn_bench wn_bench;

/* Makes a bench for the policy, which must outlive it, as must the observer. With an observer every rule is asked about
 * every line; NULL: rules whose literals a line has not are spared. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_bench_new(const wn_policy *policy, const wn_observer *observer, wn_bench **bench);
/* The same for rules alone, over a rule set that differs from the policy's in its conditions and patterns; it may be
 * changed between trials, and every rule is asked about every line. It must outlive the bench. */
wn_status wn_bench_new_over(const wn_policy *policy, const wn_ruleset *set, wn_bench **bench);
void      wn_bench_free(wn_bench *bench);

/* Which other rules of the policy are there when one is tried. */
typedef enum wn_company {
    WN_COMPANY_NONE,    /* it is alone */
    WN_COMPANY_KEEPERS, /* keep rules keep */
    WN_COMPANY_AWAKE,   /* all rules act, whatever their level and `when`, for an observer to see */
    WN_COMPANY_OTHERS   /* all others of its level or below act, and the rule itself does not */
} wn_company;

/* What one rule does to a text, without guard. The rule must not be switched off. What it marks or keeps is seen as
 * lines that go. Returns WN_OK or WN_NO_MEMORY; the latter, too, when a pattern found no memory and a filter would have
 * kept a line for that. */
wn_status wn_bench_try(wn_bench *bench, uint32_t rule, wn_company company, wn_bytes text, wn_trial *trial);

/* What the whole policy does to a text at a level from 1 to 3; `document` may be NULL. Returns as wn_bench_try does. */
wn_status wn_bench_whole(wn_bench *bench, int level, const wn_document *document, wn_bytes text, wn_trial *trial);

/* Whether the rule alone takes what an example of it must show: in `hits` every line that is not blank, of a span
 * something, of a document rule the document; in `misses` the contrary of any. */
bool wn_trial_hits(const wn_policy *policy, uint32_t rule, const wn_trial *trial);
bool wn_trial_misses(const wn_policy *policy, uint32_t rule, const wn_trial *trial);

#endif
