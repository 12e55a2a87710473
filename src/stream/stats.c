/* stats.c: counters, and two ways to write them down. */
#include "stream/stats.h"

#include "format/json.h"
#include "stream/profile.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const wn_stats_column wn_stats_columns[WN_STATS_COLUMNS] = {
    {"documents", "winnow_rule_documents_total", "Documents in which a rule took, flagged, kept or marked something.",
     offsetof(wn_stats_row, documents)},
    {"lines", "winnow_removed_lines_total", "Lines removed, replaced or extracted.", offsetof(wn_stats_row, lines)},
    {"spans", "winnow_removed_spans_total", "Parts of lines removed or replaced.", offsetof(wn_stats_row, spans)},
    {"bytes", "winnow_removed_bytes_total", "Input bytes that are not in the output.", offsetof(wn_stats_row, bytes)},
    {"prose-words", "winnow_removed_prose_words_total", "Words of prose in removed lines.",
     offsetof(wn_stats_row, prose_words)},
    {"shadow", "winnow_shadow_total", "Times a shadow rule would have removed something.",
     offsetof(wn_stats_row, shadows)},
    {"limited", "winnow_rule_limited_documents_total", "Documents in which a limit kept a rule from deciding.",
     offsetof(wn_stats_row, limited)},
};

const wn_stats_limit wn_stats_limits[WN_STATS_LIMITS] = {
    {"long-lines", offsetof(wn_limits, long_lines)},
    {"match-limits", offsetof(wn_limits, match_limits)},
    {"hold-full", offsetof(wn_limits, hold_full)},
    {"invalid-bytes", offsetof(wn_limits, invalid_bytes)},
};

#define COLUMN_WIDTH 12

uint64_t wn_stats_limit_at(const wn_stats *stats, size_t index)
{
    const char *limits = (const char *)&stats->sum.limits;
    return *(const uint64_t *)(const void *)(limits + wn_stats_limits[index].offset);
}

uint64_t wn_stats_cell(const wn_stats_row *row, size_t column)
{
    return *(const uint64_t *)(const void *)((const char *)row + wn_stats_columns[column].offset);
}

static uint64_t *cell_at(wn_stats_row *row, size_t column)
{
    return (uint64_t *)(void *)((char *)row + wn_stats_columns[column].offset);
}

/* ---- counting ---- */

wn_status wn_stats_new(const wn_policy *policy, bool profiles, wn_stats *stats)
{
    size_t count = wn_policy_rule_count(policy);
    *stats = (wn_stats){.policy = policy, .rule_count = count, .profiles = profiles};
    stats->rules = calloc(count + 1, sizeof *stats->rules);
    stats->uses = calloc(count + 1, sizeof *stats->uses);
    if (stats->rules && stats->uses)
        return WN_OK;
    wn_stats_free(stats);
    return WN_NO_MEMORY;
}

void wn_stats_free(wn_stats *stats)
{
    free(stats->rules);
    free(stats->uses);
    stats->rules = NULL;
    stats->uses = NULL;
}

wn_rule_info wn_stats_rule(const wn_stats *stats, size_t index)
{
    wn_rule_info rule = {.id = "", .category = "", .unit = ""};
    (void)wn_policy_rule(stats->policy, index, &rule);
    return rule;
}

wn_stats_row wn_stats_row_at(const wn_stats *stats, size_t index)
{
    wn_stats_row row = stats->rules[index];
    row.documents += stats->uses[index].documents;
    return row;
}

bool wn_stats_has_row(const wn_stats *stats, size_t index)
{
    wn_stats_row row = wn_stats_row_at(stats, index);
    for (size_t i = 0; i < WN_STATS_COLUMNS; i++)
        if (wn_stats_cell(&row, i))
            return true;
    return false;
}

void wn_stats_note(wn_stats *stats, const wn_change *change)
{
    const wn_decision *decision = change->decision;
    if (!decision || decision->rule < 0)
        return;
    wn_stats_row *row = &stats->rules[decision->rule];
    wn_rule_info  rule = wn_stats_rule(stats, (size_t)decision->rule);
    row->shadows += decision->is_shadow;
    row->bytes += change->removed.size;
    row->prose_words += decision->prose_words;
    if (decision->is_shadow || decision->is_blank || rule.action == WN_REJECT)
        return;
    *(strcmp(rule.unit, "span") == 0 ? &row->spans : &row->lines) += 1;
}

void wn_stats_add(wn_stats *stats, const wn_result *result)
{
    wn_result *sum = &stats->sum;
    stats->verdicts[result->verdict]++;
    sum->bytes_in += result->bytes_in;
    sum->bytes_out += result->bytes_out;
    sum->lines_in += result->lines_in;
    sum->lines_cut += result->lines_cut;
    sum->prose_words_in += result->prose_words_in;
    sum->prose_words_cut += result->prose_words_cut;
    sum->spans += result->spans;
    sum->limits.long_lines += result->limits.long_lines;
    sum->limits.match_limits += result->limits.match_limits;
    sum->limits.hold_full += result->limits.hold_full;
    sum->limits.invalid_bytes += result->limits.invalid_bytes;
    for (size_t i = 0; i < result->rule_count; i++)
        stats->rules[result->rules[i]].documents++;
    for (size_t i = 0; i < result->limited_rule_count; i++)
        stats->rules[result->limited_rules[i]].limited++;
}

uint64_t wn_stats_documents(const wn_stats *stats)
{
    uint64_t count = 0;
    for (size_t i = 0; i < WN_VERDICT_COUNT; i++)
        count += stats->verdicts[i];
    return count;
}

/* A rule that could have acted, and never did. */
static bool is_silent(const wn_stats *stats, size_t index)
{
    return stats->uses[index].could_act && !wn_stats_has_row(stats, index);
}

/* A rule that no document let act. Before the first document nothing is known. */
static bool is_asleep(const wn_stats *stats, size_t index)
{
    return !stats->uses[index].could_act && wn_stats_documents(stats);
}

static size_t count_rules(const wn_stats *stats, bool (*answer)(const wn_stats *, size_t))
{
    size_t count = 0;
    for (size_t i = 0; i < stats->rule_count; i++)
        count += answer(stats, i);
    return count;
}

/* ---- by category ---- */

static bool is_of_category(const wn_stats *stats, size_t index, const char *category)
{
    return wn_stats_has_row(stats, index) && strcmp(wn_stats_rule(stats, index).category, category) == 0;
}

/* The first rule of a category that has counts stands for it. */
static bool stands_for_category(const wn_stats *stats, size_t index)
{
    const char *category = wn_stats_rule(stats, index).category;
    if (!wn_stats_has_row(stats, index))
        return false;
    for (size_t i = 0; i < index; i++)
        if (is_of_category(stats, i, category))
            return false;
    return true;
}

static wn_stats_row sum_category(const wn_stats *stats, const char *category)
{
    wn_stats_row sum = {0};
    for (size_t i = 0; i < stats->rule_count; i++) {
        wn_stats_row row = wn_stats_row_at(stats, i);
        for (size_t k = 0; k < WN_STATS_COLUMNS && is_of_category(stats, i, category); k++)
            *cell_at(&sum, k) += wn_stats_cell(&row, k);
    }
    sum.documents = sum.limited = WN_STATS_UNKNOWN; /* two of its rules may have taken from one document */
    if (stats->no_prose)
        sum.prose_words = WN_STATS_UNKNOWN;
    return sum;
}

/* Calls `put` for each category that has something to show. */
static void each_category(const wn_stats *stats, wn_buf *out,
                          void (*put)(wn_buf *out, const char *name, const wn_stats_row *row))
{
    for (size_t i = 0; i < stats->rule_count; i++) {
        if (!stands_for_category(stats, i))
            continue;
        const char  *category = wn_stats_rule(stats, i).category;
        wn_stats_row sum = sum_category(stats, category);
        put(out, category, &sum);
    }
}

/* ---- the table ---- */

static void put_heading(wn_buf *out, const char *what)
{
    wn_buf_printf(out, "\n%-28s", what);
    for (size_t i = 0; i < WN_STATS_COLUMNS; i++)
        wn_buf_printf(out, "%*s", COLUMN_WIDTH, wn_stats_columns[i].name);
    wn_buf_put(out, '\n');
}

static void put_table_row(wn_buf *out, const char *name, const wn_stats_row *row)
{
    wn_buf_printf(out, "%-28s", name);
    for (size_t i = 0; i < WN_STATS_COLUMNS; i++)
        if (wn_stats_cell(row, i) == WN_STATS_UNKNOWN)
            wn_buf_printf(out, "%*s", COLUMN_WIDTH, "-");
        else
            wn_buf_printf(out, "%*llu", COLUMN_WIDTH, (unsigned long long)wn_stats_cell(row, i));
    wn_buf_put(out, '\n');
}

static void put_totals(const wn_stats *stats, wn_buf *out)
{
    const wn_result *sum = &stats->sum;
    wn_buf_printf(out, "documents    %llu:", (unsigned long long)wn_stats_documents(stats));
    for (int i = WN_VERDICT_COUNT - 1; i >= 0; i--)
        wn_buf_printf(out, " %llu %s%s", (unsigned long long)stats->verdicts[i], wn_verdict_name((wn_verdict)i),
                      i ? "," : "\n");
    if (stats->malformed)
        wn_buf_printf(out, "malformed    %llu records\n", (unsigned long long)stats->malformed);
    wn_buf_printf(out, "lines        %llu of %llu removed, and %llu spans\n", (unsigned long long)sum->lines_cut,
                  (unsigned long long)sum->lines_in, (unsigned long long)sum->spans);
    wn_buf_printf(out, "bytes        %llu in, %llu out\n", (unsigned long long)sum->bytes_in,
                  (unsigned long long)sum->bytes_out);
    if (stats->no_prose)
        wn_buf_text(out, "prose words  are counted with --stats\n");
    else
        wn_buf_printf(out, "prose words  %llu of %llu removed\n", (unsigned long long)sum->prose_words_cut,
                      (unsigned long long)sum->prose_words_in);
    for (size_t i = 0; i < WN_STATS_LIMITS; i++)
        if (wn_stats_limit_at(stats, i))
            wn_buf_printf(out, "%-12s %llu\n", wn_stats_limits[i].name,
                          (unsigned long long)wn_stats_limit_at(stats, i));
}

/* How many rules there are for which the answer is yes, and which. */
static void put_rules(const wn_stats *stats, bool (*answer)(const wn_stats *, size_t), const char *what, bool lists,
                      wn_buf *out)
{
    size_t count = count_rules(stats, answer);
    if (!count)
        return;
    wn_buf_printf(out, "%zu of %zu rules %s%s\n", count, stats->rule_count, what,
                  lists ? ":" : "; -v or --stats=json names them");
    for (size_t i = 0; lists && i < stats->rule_count; i++)
        if (answer(stats, i))
            wn_buf_printf(out, "  %s\n", wn_stats_rule(stats, i).id);
}

void wn_stats_put_table(const wn_stats *stats, bool lists_all, wn_buf *out)
{
    put_totals(stats, out);
    put_heading(out, "category");
    each_category(stats, out, put_table_row);
    put_heading(out, "rule");
    for (size_t i = 0; i < stats->rule_count; i++) {
        wn_stats_row row = wn_stats_row_at(stats, i);
        if (stats->no_prose)
            row.prose_words = WN_STATS_UNKNOWN;
        if (wn_stats_has_row(stats, i))
            put_table_row(out, wn_stats_rule(stats, i).id, &row);
    }
    wn_buf_put(out, '\n');
    put_rules(stats, is_silent, "never fired", lists_all, out);
    put_rules(stats, is_asleep, "could not act here (level, --only, --disable, `when`)", lists_all, out);
}

/* ---- JSON ---- */

static void put_string(wn_buf *out, const char *text)
{
    wn_buf_put(out, '"');
    wn_json_put_escaped(out, (wn_bytes){text, strlen(text)});
    wn_buf_put(out, '"');
}

static void put_number(wn_buf *out, const char *name, uint64_t number)
{
    wn_buf_printf(out, ",\"%s\":%llu", name, (unsigned long long)number);
}

static void put_json_row(wn_buf *out, const char *name, const wn_stats_row *row)
{
    if (out->size && out->data[out->size - 1] == '}')
        wn_buf_put(out, ',');
    put_string(out, name);
    wn_buf_text(out, ":{");
    size_t begin = out->size;
    for (size_t i = 0; i < WN_STATS_COLUMNS; i++) {
        if (wn_stats_cell(row, i) == WN_STATS_UNKNOWN)
            continue;
        wn_buf_text(out, out->size > begin ? "," : "");
        wn_buf_printf(out, "\"%s\":%llu", wn_stats_columns[i].name, (unsigned long long)wn_stats_cell(row, i));
    }
    wn_buf_put(out, '}');
}

/* The ids of the rules for which the answer is yes. */
static void put_ids(const wn_stats *stats, wn_buf *out, const char *name, bool (*answer)(const wn_stats *, size_t))
{
    const char *between = "";
    wn_buf_printf(out, ",\"%s\":[", name);
    for (size_t i = 0; i < stats->rule_count; i++) {
        if (!answer(stats, i))
            continue;
        wn_buf_text(out, between);
        put_string(out, wn_stats_rule(stats, i).id);
        between = ",";
    }
    wn_buf_put(out, ']');
}

static bool is_limited(const wn_stats *stats, size_t index)
{
    return stats->rules[index].limited != 0;
}

static void put_json_totals(const wn_stats *stats, wn_buf *out)
{
    const wn_result *sum = &stats->sum;
    const char      *version = wn_policy_version(stats->policy);
    wn_buf_text(out, "{\"policy\":");
    put_string(out, wn_policy_name(stats->policy));
    wn_buf_text(out, ",\"version\":");
    put_string(out, version ? version : "");
    put_number(out, "documents", wn_stats_documents(stats));
    for (int i = 0; i < WN_VERDICT_COUNT; i++)
        put_number(out, wn_verdict_name((wn_verdict)i), stats->verdicts[i]);
    put_number(out, "malformed", stats->malformed);
    put_number(out, "bytes-in", sum->bytes_in);
    put_number(out, "bytes-out", sum->bytes_out);
    put_number(out, "lines-in", sum->lines_in);
    put_number(out, "lines-removed", sum->lines_cut);
    put_number(out, "spans-removed", sum->spans);
    put_number(out, "prose-words-in", sum->prose_words_in);
    put_number(out, "prose-words-removed", sum->prose_words_cut);
    for (size_t i = 0; i < WN_STATS_LIMITS; i++)
        put_number(out, wn_stats_limits[i].name, wn_stats_limit_at(stats, i));
}

void wn_stats_put_json(const wn_stats *stats, wn_buf *out)
{
    put_json_totals(stats, out);
    wn_buf_text(out, ",\"categories\":{");
    each_category(stats, out, put_json_row);
    wn_buf_text(out, "},\"rules\":{");
    for (size_t i = 0; i < stats->rule_count; i++) {
        wn_stats_row row = wn_stats_row_at(stats, i);
        if (wn_stats_has_row(stats, i))
            put_json_row(out, wn_stats_rule(stats, i).id, &row);
    }
    wn_buf_put(out, '}');
    put_ids(stats, out, "never-fired", is_silent);
    put_ids(stats, out, "could-not-act", is_asleep);
    put_ids(stats, out, "limited", is_limited);
    if (stats->profiles)
        wn_profile_put_json(stats, out);
    wn_buf_text(out, "}\n");
}
