/* total.c: sums of results. */
#include "format/total.h"

#include <stdlib.h>
#include <string.h>

void wn_total_clear(wn_total *total)
{
    total->result = (wn_result){.verdict_rule = -1};
    memset(total->fired, 0, total->rule_limit * sizeof *total->fired);
    memset(total->limited, 0, total->rule_limit * sizeof *total->limited);
}

wn_status wn_total_new(size_t rule_count, wn_total *total)
{
    *total = (wn_total){.rule_limit = rule_count};
    total->fired = calloc(rule_count + 1, sizeof *total->fired);
    total->limited = calloc(rule_count + 1, sizeof *total->limited);
    total->rules = calloc(rule_count + 1, sizeof *total->rules);
    total->limited_rules = calloc(rule_count + 1, sizeof *total->limited_rules);
    if (!total->fired || !total->limited || !total->rules || !total->limited_rules) {
        wn_total_free(total);
        return WN_NO_MEMORY;
    }
    wn_total_clear(total);
    return WN_OK;
}

void wn_total_free(wn_total *total)
{
    free(total->fired);
    free(total->limited);
    free(total->rules);
    free(total->limited_rules);
    *total = (wn_total){0};
}

static void add_limits(wn_limits *sum, const wn_limits *more)
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
    add_limits(&sum->limits, &result->limits);
    for (size_t i = 0; i < result->rule_count; i++)
        total->fired[result->rules[i]] = true;
    for (size_t i = 0; i < result->limited_rule_count; i++)
        total->limited[result->limited_rules[i]] = true;
    if (result->verdict <= sum->verdict)
        return;
    sum->verdict = result->verdict;
    sum->verdict_rule = result->verdict_rule;
}

static size_t list_rules(const bool *chosen, size_t limit, int *rules)
{
    size_t count = 0;
    for (size_t i = 0; i < limit; i++)
        if (chosen[i])
            rules[count++] = (int)i;
    return count;
}

const wn_result *wn_total_result(wn_total *total)
{
    total->result.rules = total->rules;
    total->result.rule_count = list_rules(total->fired, total->rule_limit, total->rules);
    total->result.limited_rules = total->limited_rules;
    total->result.limited_rule_count = list_rules(total->limited, total->rule_limit, total->limited_rules);
    return &total->result;
}
