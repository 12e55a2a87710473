/* lint_checks.h: what lint's checks share. Each looks at one rule; the table of checks is in lint.c. */
#ifndef WN_AUTHOR_LINT_CHECKS_H
#define WN_AUTHOR_LINT_CHECKS_H

#include "author/bench.h"
#include "author/finding.h"

/* A rule being checked. */
typedef struct wn_lint_rule {
    const wn_policy      *policy;
    wn_bench             *bench;
    uint32_t              index;
    const wn_rule_source *source;
    const wn_definition  *definition; /* with unconditional overrides; never one that is off */
    bool                  acts_in_tests;
    const char           *id; /* of the check at work */
    wn_findings          *findings;
} wn_lint_rule;

/* A check returns WN_OK or WN_NO_MEMORY. */
typedef wn_status (*wn_lint_check_run)(const wn_lint_rule *rule);

/* Adds a warning of the check at work. Returns WN_OK or WN_NO_MEMORY. */
#define wn_lint_warn(rule_, place_, ...)                                                                               \
    wn_findings_warn((rule_)->findings, (rule_)->id, (rule_)->source->id, (place_), __VA_ARGS__)

/* ---- lint_examples.c ---- */
wn_status wn_lint_no_hits(const wn_lint_rule *rule);
wn_status wn_lint_no_misses(const wn_lint_rule *rule);
wn_status wn_lint_shadowed(const wn_lint_rule *rule);

/* ---- lint_sentences.c ---- */
wn_status wn_lint_takes_sentences(const wn_lint_rule *rule);
wn_status wn_lint_strips_credit(const wn_lint_rule *rule);

/* ---- lint_conditions.c ---- */
wn_status wn_lint_never_matches(const wn_lint_rule *rule);

/* ---- lint_patterns.c ---- */
wn_status wn_lint_slow(const wn_lint_rule *rule);
wn_status wn_lint_better_literal(const wn_lint_rule *rule);
wn_status wn_lint_no_literal(const wn_lint_rule *rule);

#endif
