/* tally.c: the lines of -v, the line about a rejected document, and the line about limits. */
#include "cli/tally.h"

#include "base/buf.h"

#include <stddef.h>

#define RULES_SHOWN_MAX 8 /* names of rules in one message */

static const struct {
    const char *name;
    size_t      offset; /* in wn_limits */
} limit_table[] = {
    {"long-lines", offsetof(wn_limits, long_lines)},
    {"match-limits", offsetof(wn_limits, match_limits)},
    {"hold-full", offsetof(wn_limits, hold_full)},
    {"invalid-bytes", offsetof(wn_limits, invalid_bytes)},
};

#define LIMIT_COUNT (sizeof limit_table / sizeof *limit_table)

static uint64_t *limit_at(wn_limits *limits, size_t index)
{
    return (uint64_t *)(void *)((char *)limits + limit_table[index].offset);
}

/* "long-lines 3, hold-full 1", of those that are not 0. */
static void put_limits(wn_buf *text, wn_limits limits, const char *before)
{
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        uint64_t count = *limit_at(&limits, i);
        if (!count)
            continue;
        wn_buf_printf(text, "%s%s %llu", before, limit_table[i].name, (unsigned long long)count);
        before = ", ";
    }
}

static void put_rules(wn_buf *text, const wn_policy *policy, const wn_result *result)
{
    size_t       shown = result->rule_count > RULES_SHOWN_MAX ? RULES_SHOWN_MAX - 1 : result->rule_count;
    wn_rule_info rule;
    for (size_t i = 0; i < shown; i++)
        if (wn_policy_rule(policy, (size_t)result->rules[i], &rule))
            wn_buf_printf(text, "%s%s", i ? ", " : "; by ", rule.id);
    if (shown < result->rule_count)
        wn_buf_printf(text, " and %zu more", result->rule_count - shown);
}

static void put_document(wn_buf *text, const wn_policy *policy, const wn_result *result)
{
    wn_buf_printf(text, "%s: %llu of %llu lines", wn_verdict_name(result->verdict),
                  (unsigned long long)result->lines_cut, (unsigned long long)result->lines_in);
    if (result->spans)
        wn_buf_printf(text, " and %llu span%s", (unsigned long long)result->spans, result->spans > 1 ? "s" : "");
    wn_buf_printf(text, " cut, with %llu of %llu prose words", (unsigned long long)result->prose_words_cut,
                  (unsigned long long)result->prose_words_in);
    put_rules(text, policy, result);
    put_limits(text, result->limits, "; ");
}

/* Shows a note and frees its text. */
static void note(const wn_messages *messages, const char *place, wn_buf *text)
{
    if (!text->failed)
        wn_messages_note(messages, place, "%.*s", (int)text->size, text->data);
    wn_buf_free(text);
}

static void put_rejection(wn_buf *text, const wn_policy *policy, const wn_result *result, const char *consequence)
{
    wn_rule_info rule = {.id = "a rule"};
    if (result->verdict_rule >= 0)
        (void)wn_policy_rule(policy, (size_t)result->verdict_rule, &rule);
    wn_buf_printf(text, "rejected by %s", rule.id);
    if (rule.why)
        wn_buf_printf(text, " (%s)", rule.why);
    wn_buf_printf(text, "; %s", consequence);
}

void wn_tally_add(wn_tally *tally, const wn_messages *messages, const wn_policy *policy, const char *place,
                  const wn_result *result, const char *consequence)
{
    wn_limits limits = result->limits;
    wn_buf    text = {0};
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        *limit_at(&tally->limits, i) += *limit_at(&limits, i);
    if (messages->is_verbose) {
        put_document(&text, policy, result);
        note(messages, place, &text);
    }
    if (result->verdict == WN_REJECTED && consequence) {
        tally->rejected++;
        put_rejection(&text, policy, result, consequence);
        note(messages, place, &text);
    }
}

static bool has_limits(wn_limits limits)
{
    bool answer = false;
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        answer |= *limit_at(&limits, i) > 0;
    return answer;
}

bool wn_limits_tell(const wn_limits *limits, const wn_messages *messages, const char *place)
{
    wn_buf text = {0};
    if (!has_limits(*limits))
        return false;
    put_limits(&text, *limits, "text was kept in doubt: ");
    note(messages, place, &text);
    return true;
}

bool wn_tally_has_doubt(const wn_tally *tally)
{
    return tally->unsplit_lines || has_limits(tally->limits);
}

void wn_tally_tell(const wn_tally *tally, const wn_messages *messages)
{
    wn_buf text = {0};
    if (!wn_tally_has_doubt(tally))
        return;
    put_limits(&text, tally->limits, "text was kept in doubt: ");
    if (tally->unsplit_lines)
        wn_buf_printf(&text, "%sunsplit-lines %llu", text.size ? ", " : "lines could not be tried for --split: ",
                      (unsigned long long)tally->unsplit_lines);
    wn_buf_text(&text, "; -v says where");
    note(messages, NULL, &text);
}
