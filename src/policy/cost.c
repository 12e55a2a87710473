/* cost.c: adds up what the patterns of a rule can take. */
#include "policy/cost.h"

/* What has been added up for one rule. */
typedef struct tally {
    const wn_ruleset *set;
    size_t            bytes; /* of the line */
    uint64_t          steps;
    bool              is_costly;
} tally;

static uint64_t add(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t multiply(uint64_t a, uint64_t b)
{
    return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

static void add_pattern(tally *t, uint32_t pattern, uint32_t times)
{
    if (pattern == WN_NONE)
        return;
    const wn_pattern_def *def = &t->set->patterns[pattern];
    t->steps = add(t->steps, multiply(times, wn_pattern_step_bound(def, t->bytes)));
    t->is_costly |= def->cost > WN_COST_LINEAR;
}

/* `times` is how many lines the condition is asked about for one line of the rule. */
static void add_cond(tally *t, uint32_t index, uint32_t times)
{
    if (index == WN_NONE)
        return;
    const wn_cond *cond = &t->set->conds[index];
    switch ((wn_op)cond->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_SCORE:
        for (uint32_t i = 0; i < cond->b; i++)
            add_cond(t, t->set->kids[cond->a + i], times);
        break;
    case WN_OP_NOT:
    case WN_OP_POINT:
        add_cond(t, cond->a, times);
        break;
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        add_cond(t, cond->a, times > UINT32_MAX / cond->b ? UINT32_MAX : times * cond->b);
        break;
    case WN_OP_MATCH:
        add_pattern(t, cond->a, times);
        break;
    default:
        break;
    }
}

static tally tally_rule(const wn_ruleset *set, uint32_t index, size_t bytes)
{
    const wn_rule *rule = &set->rules[index];
    tally          t = {.set = set, .bytes = bytes};
    if (rule->is_off)
        return t;
    add_cond(&t, rule->cond, 1);
    add_cond(&t, rule->until_cond, 1);
    add_cond(&t, rule->takes, 1);
    add_cond(&t, rule->above, 1);
    add_cond(&t, rule->below, 1);
    add_pattern(&t, rule->span_pattern, 1);
    return t;
}

uint64_t wn_rule_step_bound(const wn_ruleset *set, uint32_t rule, size_t bytes)
{
    return tally_rule(set, rule, bytes).steps;
}

bool wn_rule_is_costly(const wn_ruleset *set, uint32_t rule)
{
    return tally_rule(set, rule, WN_LINE_BYTES_MAX).is_costly;
}

/* Puts a rule at its rank, if it has one. */
static void rank(wn_cost_sum *sum, uint64_t steps[WN_COST_RANKS], uint32_t rule, uint64_t own)
{
    uint32_t at = sum->ranked;
    if (at == WN_COST_RANKS && steps[at - 1] >= own)
        return;
    if (at == WN_COST_RANKS)
        at--;
    else
        sum->ranked++;
    for (; at > 0 && steps[at - 1] < own; at--) {
        steps[at] = steps[at - 1];
        sum->ranking[at] = sum->ranking[at - 1];
    }
    steps[at] = own;
    sum->ranking[at] = rule;
}

wn_cost_sum wn_cost_of(const wn_ruleset *set)
{
    wn_cost_sum sum = {0};
    uint64_t    steps[WN_COST_RANKS] = {0};
    for (uint32_t i = 0; i < set->rule_count; i++) {
        tally t = tally_rule(set, i, WN_LINE_BYTES_MAX);
        if (!t.is_costly)
            continue;
        sum.steps = add(sum.steps, t.steps);
        rank(&sum, steps, i, t.steps);
    }
    return sum;
}
