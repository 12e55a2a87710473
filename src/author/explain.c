/* explain.c: every line of a document with its verdict. One line alone is answer.c's. */
#include "author/explain.h"

#include "author/explained.h"
#include "author/words.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "format/json.h"

const char *const wn_explained_fates[] = {
    [WN_MARK_STAYS] = "stays", [WN_MARK_GOES] = "goes", [WN_MARK_BECOMES] = "changes", [WN_MARK_ANY] = ""};

void wn_explained_colour(const wn_explain *e, wn_buf *out, const char *code)
{
    if (e->has_colour)
        wn_buf_printf(out, "\033[%sm", code);
}

/* A colour for each category, the same wherever it appears. */
static const char *colour_of(const char *category)
{
    static const char *const colours[] = {"31", "33", "35", "36", "34", "91", "93", "95"};
    unsigned                 sum = 0;
    for (; *category; category++)
        sum = sum * 31 + (unsigned char)*category;
    return colours[sum % (sizeof colours / sizeof *colours)];
}

void wn_explained_string(wn_buf *out, const char *name, const char *text)
{
    wn_buf_put(out, ',');
    wn_words_json(out, name, text);
}

static void put_bytes(wn_buf *out, const char *name, wn_bytes text)
{
    wn_buf_printf(out, ",\"%s\":\"", name);
    if (wn_utf8_check(text) == text.size) {
        wn_json_put_escaped(out, text);
    } else {
        wn_buf plain = {0};
        wn_plain_put(&plain, text);
        wn_json_put_escaped(out, wn_buf_bytes(&plain));
        wn_buf_free(&plain);
    }
    wn_buf_put(out, '"');
}

bool wn_explained_rule(const wn_explain *e, const wn_fortune *line, wn_rule_info *rule)
{
    return line->rule >= 0 && wn_policy_rule(e->policy, (size_t)line->rule, rule);
}

/* The members that a line has in both forms of JSON. */
void wn_explained_members(const wn_explain *e, const wn_fortune *line, size_t number, wn_buf *out)
{
    wn_rule_info rule;
    wn_buf_printf(out, "{\"line\":%zu", number);
    wn_explained_string(out, "fate", wn_explained_fates[line->mark]);
    put_bytes(out, "text", line->text);
    if (line->mark == WN_MARK_BECOMES)
        put_bytes(out, "becomes", line->becomes);
    if (!wn_explained_rule(e, line, &rule))
        return;
    wn_explained_string(out, "rule", rule.id);
    wn_explained_string(out, "category", rule.category);
    wn_buf_printf(out, ",\"level\":%d", rule.level);
    wn_explained_string(out, "unit", rule.unit);
    wn_explained_string(out, "action", wn_action_name(rule.action));
    wn_explained_string(out, "file", rule.file);
    wn_buf_printf(out, ",\"defined\":%lu", (unsigned long)rule.line);
    if (rule.why)
        wn_explained_string(out, "why", rule.why);
}

/* "   12 - ADVERTISEMENT  [ad.label]" */
void wn_explained_line(const wn_explain *e, const wn_fortune *line, size_t number, wn_buf *out)
{
    wn_rule_info rule;
    bool         has_rule = wn_explained_rule(e, line, &rule);
    bool         stays = line->mark == WN_MARK_STAYS;
    wn_buf_printf(out, "%6zu ", number);
    if (!stays)
        wn_explained_colour(e, out, has_rule ? colour_of(rule.category) : "2");
    wn_buf_text(out, stays ? "  " : line->mark == WN_MARK_GOES ? "- " : "~ ");
    wn_plain_put(out, line->text);
    if (has_rule)
        wn_buf_printf(out, "  [%s: %s]", rule.category, rule.id);
    if (!stays)
        wn_explained_colour(e, out, "0");
    if (line->mark == WN_MARK_BECOMES) {
        wn_buf_printf(out, "\n%6s + ", "");
        wn_plain_put(out, line->becomes);
    }
    wn_buf_put(out, '\n');
}

/* ---- all lines ---- */

static void put_json_line(const wn_explain *e, const wn_fortune *line, size_t number, wn_buf *out)
{
    wn_explained_members(e, line, number, out);
    wn_buf_text(out, "}\n");
}

static void put_verdict(const wn_explain *e, const wn_trial *trial, wn_buf *out)
{
    const wn_result *result = &trial->result;
    wn_rule_info     rule;
    bool has_rule = result->verdict_rule >= 0 && wn_policy_rule(e->policy, (size_t)result->verdict_rule, &rule);
    if (e->as_json) {
        wn_buf_printf(out, "{\"verdict\":\"%s\",\"lines\":%zu,\"removed\":%llu", wn_verdict_name(result->verdict),
                      trial->line_count, (unsigned long long)result->lines_cut);
        if (has_rule)
            wn_explained_string(out, "rule", rule.id);
        wn_buf_text(out, "}\n");
        return;
    }
    wn_buf_printf(out, "\n%s%s%s: %llu of %zu lines removed, with %llu of %llu prose words\n",
                  wn_verdict_name(result->verdict), has_rule ? " by " : "", has_rule ? rule.id : "",
                  (unsigned long long)result->lines_cut, trial->line_count, (unsigned long long)result->prose_words_cut,
                  (unsigned long long)result->prose_words_in);
    if (result->verdict == WN_GUARDED)
        wn_buf_text(
            out,
            "The rules would have taken too much of the article, so all of it stays; --line N names those that want "
            "a line.\n");
}

wn_status wn_explain_document(const wn_explain *e, wn_buf *out)
{
    wn_bench *bench = NULL;
    wn_trial  trial;
    wn_status status = wn_bench_new(e->policy, NULL, &bench);
    if (status == WN_OK)
        status = wn_bench_whole(bench, e->level, e->document, e->text, &trial);
    for (size_t i = 0; status == WN_OK && i < trial.line_count; i++)
        if (e->as_json)
            put_json_line(e, &trial.lines[i], i + 1, out);
        else
            wn_explained_line(e, &trial.lines[i], i + 1, out);
    if (status == WN_OK)
        put_verdict(e, &trial, out);
    if (e->limits)
        *e->limits = trial.result.limits;
    wn_bench_free(bench);
    return status == WN_OK && out->failed ? WN_NO_MEMORY : status;
}
