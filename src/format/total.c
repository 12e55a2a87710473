/* total.c: sums of results. What a sum costs depends on the rules that did something, not on how many there are. */
#include "format/total.h"

#include <stdlib.h>

/* ---- sets of rules ---- */

static bool make_set(wn_rule_set *set, size_t rule_count)
{
    *set = (wn_rule_set){.has = calloc(rule_count + 1, sizeof *set->has),
                         .list = calloc(rule_count + 1, sizeof *set->list),
                         .is_sorted = true};
    return set->has && set->list;
}

static void free_set(wn_rule_set *set)
{
    free(set->has);
    free(set->list);
}

static void clear_set(wn_rule_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        set->has[set->list[i]] = false;
    set->count = 0;
    set->is_sorted = true;
}

static void add_rule(wn_rule_set *set, int rule)
{
    if (set->has[rule])
        return;
    set->is_sorted &= !set->count || set->list[set->count - 1] < rule;
    set->has[rule] = true;
    set->list[set->count++] = rule;
}

static void add_rules(wn_rule_set *set, const int *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_rule(set, rules[i]);
}

static int compare_rules(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

static const int *sort_set(wn_rule_set *set)
{
    if (!set->is_sorted)
        qsort(set->list, set->count, sizeof *set->list, compare_rules);
    set->is_sorted = true;
    return set->list;
}

/* ---- sums ---- */

void wn_total_clear(wn_total *total)
{
    total->result = (wn_result){.verdict_rule = -1};
    clear_set(&total->fired);
    clear_set(&total->limited);
}

wn_status wn_total_new(size_t rule_count, wn_total *total)
{
    *total = (wn_total){.result.verdict_rule = -1};
    if (make_set(&total->fired, rule_count) && make_set(&total->limited, rule_count))
        return WN_OK;
    wn_total_free(total);
    return WN_NO_MEMORY;
}

void wn_total_free(wn_total *total)
{
    free_set(&total->fired);
    free_set(&total->limited);
    *total = (wn_total){0};
}

void wn_limits_add(wn_limits *sum, const wn_limits *more)
{
    sum->long_lines += more->long_lines;
    sum->match_limits += more->match_limits;
    sum->hold_full += more->hold_full;
    sum->invalid_bytes += more->invalid_bytes;
}

void wn_total_add(wn_total *total, const wn_result *result)
{
    wn_result *sum = &total->result;
    sum->bytes_in += result->bytes_in;
    sum->bytes_out += result->bytes_out;
    sum->lines_in += result->lines_in;
    sum->lines_cut += result->lines_cut;
    sum->prose_words_in += result->prose_words_in;
    sum->prose_words_cut += result->prose_words_cut;
    sum->spans += result->spans;
    wn_limits_add(&sum->limits, &result->limits);
    add_rules(&total->fired, result->rules, result->rule_count);
    add_rules(&total->limited, result->limited_rules, result->limited_rule_count);
    if (result->verdict <= sum->verdict)
        return;
    sum->verdict = result->verdict;
    sum->verdict_rule = result->verdict_rule;
}

void wn_total_spare(wn_total *total, int rule)
{
    wn_result *sum = &total->result;
    sum->lines_cut = sum->spans = sum->prose_words_cut = 0;
    clear_set(&total->fired);
    if (rule >= 0)
        add_rule(&total->fired, rule);
}

const wn_result *wn_total_result(wn_total *total)
{
    total->result.rules = sort_set(&total->fired);
    total->result.rule_count = total->fired.count;
    total->result.limited_rules = sort_set(&total->limited);
    total->result.limited_rule_count = total->limited.count;
    return &total->result;
}
