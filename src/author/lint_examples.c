/* lint_examples.c: rules that nobody would miss, or whose examples are missing. */
#include "author/lint_checks.h"

#include <string.h>

/* A rule that needs other lines around it is shown by a test. */
wn_status wn_lint_no_hits(const wn_lint_rule *rule)
{
    if (rule->source->hits.count || rule->acts_in_tests)
        return WN_OK;
    return wn_lint_warn(rule, &rule->definition->place,
                        "no example shows what rule \"%s\" takes; add hits, or a test in which it acts",
                        rule->source->id);
}

wn_status wn_lint_no_misses(const wn_lint_rule *rule)
{
    if (rule->source->misses.count || rule->acts_in_tests)
        return WN_OK;
    return wn_lint_warn(
        rule, &rule->definition->place,
        "no example shows what rule \"%s\" leaves; add misses: lines like those it takes that an article "
        "may have",
        rule->source->id);
}

/* ---- shadowed ---- */

/* Whether the rule's work shows in lines that go. */
static bool cuts_lines(const wn_definition *d)
{
    return d->action == WN_STRIP && d->unit != WN_UNIT_SPAN && !d->is_shadow;
}

/* A rule whose category other rules may ask for is missed unless the others are of that category. */
static bool stands_in(const wn_lint_rule *rule, int other)
{
    const wn_ruleset *set = wn_policy_ruleset(rule->policy);
    bool              marks = rule->definition->unit == WN_UNIT_LINE || rule->definition->unit == WN_UNIT_BLOCK;
    return other >= 0 && (!marks || set->rules[other].category == set->rules[rule->index].category);
}

/* Whether all lines of a hit go without the rule; notes one of the rules that take them. */
static bool is_taken(const wn_lint_rule *rule, const wn_trial *trial, int *by)
{
    for (size_t i = 0; i < trial->line_count; i++) {
        const wn_fortune *line = &trial->lines[i];
        if (line->is_blank)
            continue;
        if (line->mark != WN_MARK_GOES || !stands_in(rule, line->rule))
            return false;
        *by = line->rule;
    }
    return true;
}

wn_status wn_lint_shadowed(const wn_lint_rule *rule)
{
    const wn_examples *hits = &rule->source->hits;
    int                by = -1;
    if (!cuts_lines(rule->definition) || rule->definition->when || rule->acts_in_tests)
        return WN_OK;
    for (size_t i = 0; i < hits->count; i++) {
        wn_trial  trial;
        wn_status status = wn_bench_try(rule->bench, rule->index, WN_COMPANY_OTHERS, hits->items[i].text, &trial);
        if (status != WN_OK)
            return status;
        if (!is_taken(rule, &trial, &by))
            return WN_OK;
    }
    if (by < 0)
        return WN_OK;
    return wn_lint_warn(rule, &rule->definition->place,
                        "without rule \"%s\" all its hits go as well, by rule \"%s\" for one; remove it, or add a hit "
                        "that only it takes",
                        rule->source->id, wn_policy_definitions(rule->policy)->rules[by].id);
}
