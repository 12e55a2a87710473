/* lint_sentences.c: tries rules on lines that should stay. Keep rules keep, as they would in earnest. */
#include "author/bank.h"
#include "author/lint_checks.h"

#include <string.h>

#define SHOWN_BYTES 60 /* of a line that is taken */

static bool removes(const wn_definition *d)
{
    return d->action == WN_STRIP || d->action == WN_REPLACE || d->action == WN_EXTRACT || d->action == WN_REJECT;
}

/* How much of a line is shown, whole characters only. */
static int shown_size(wn_bytes line)
{
    size_t size = line.size < SHOWN_BYTES ? line.size : SHOWN_BYTES;
    while (size < line.size && size && ((unsigned char)line.data[size] & 0xC0) == 0x80)
        size--;
    return (int)size;
}

/* ---- ordinary lines ---- */

typedef struct loss {
    const char *lang;
    wn_bytes    line; /* the first one taken, of the bank */
    size_t      count;
} loss;

/* The line as it stands in the bank, which outlives the trial. `index` counts lines that are not blank. */
static wn_bytes bank_line(const char *article, size_t index)
{
    for (; index; index--)
        article = strchr(article, '\n') + 1;
    return (wn_bytes){article, (size_t)(strchr(article, '\n') - article)};
}

static void note_losses(const wn_bank_article *article, const wn_trial *trial, loss *lost)
{
    size_t index = 0;
    for (size_t i = 0; i < trial->line_count; i++) {
        if (trial->lines[i].is_blank)
            continue;
        bool is_lost = trial->lines[i].mark != WN_MARK_STAYS || trial->result.verdict == WN_REJECTED;
        if (is_lost && !lost->count++) {
            lost->lang = article->lang;
            lost->line = bank_line(article->text, index);
        }
        index++;
    }
}

/* The article as the rule would meet it: for block rules each line is a paragraph. */
static bool put_article(const wn_lint_rule *rule, const char *article, wn_buf *text)
{
    wn_buf_clear(text);
    for (const char *c = article; *c; c++) {
        wn_buf_put(text, *c);
        if (*c == '\n' && rule->definition->unit == WN_UNIT_BLOCK)
            wn_buf_put(text, '\n');
    }
    return !text->failed;
}

static wn_status find_losses(const wn_lint_rule *rule, loss *lost)
{
    wn_buf    text = {0};
    wn_status status = WN_OK;
    for (const wn_bank_article *article = wn_bank_articles; article->lang && status == WN_OK; article++) {
        wn_trial trial;
        status = put_article(rule, article->text, &text) ? WN_OK : WN_NO_MEMORY;
        if (status == WN_OK)
            status = wn_bench_try(rule->bench, rule->index, WN_COMPANY_KEEPERS, wn_buf_bytes(&text), &trial);
        if (status == WN_OK)
            note_losses(article, &trial, lost);
    }
    wn_buf_free(&text);
    return status;
}

wn_status wn_lint_takes_sentences(const wn_lint_rule *rule)
{
    loss      lost = {0};
    wn_status status = removes(rule->definition) ? find_losses(rule, &lost) : WN_OK;
    if (status != WN_OK || !lost.count)
        return status;
    const char *more = lost.count > 1 ? " and others" : "";
    return wn_lint_warn(rule, &rule->definition->place,
                        "rule \"%s\" takes ordinary lines such as \"%.*s\" (%s)%s; narrow it, or add an exception",
                        rule->source->id, shown_size(lost.line), lost.line.data, lost.lang, more);
}

/* ---- credits ---- */

/* Whether the last line of the document goes. */
static bool is_last_taken(const wn_trial *trial)
{
    return trial->line_count && trial->lines[trial->line_count - 1].mark != WN_MARK_STAYS;
}

static wn_status try_credit(const wn_lint_rule *rule, const char *credit, bool *is_taken)
{
    wn_trial trial;
    wn_buf   text = {0};
    wn_buf_text(&text, wn_bank_credit_article);
    wn_buf_text(&text, credit);
    wn_status status = text.failed ? WN_NO_MEMORY : WN_OK;
    if (status == WN_OK)
        status = wn_bench_try(rule->bench, rule->index, WN_COMPANY_KEEPERS, wn_buf_bytes(&text), &trial);
    *is_taken = status == WN_OK && is_last_taken(&trial);
    wn_buf_free(&text);
    return status;
}

wn_status wn_lint_strips_credit(const wn_lint_rule *rule)
{
    if (rule->definition->action != WN_STRIP || rule->definition->unit == WN_UNIT_SPAN)
        return WN_OK;
    for (const char *const *credit = wn_bank_credits; *credit; credit++) {
        bool      is_taken;
        wn_status status = try_credit(rule, *credit, &is_taken);
        if (status != WN_OK)
            return status;
        if (is_taken)
            return wn_lint_warn(
                rule, &rule->definition->place,
                "rule \"%s\" takes credits such as \"%s\"; contracts require them to stay: narrow it, or "
                "add a keep rule",
                rule->source->id, *credit);
    }
    return WN_OK;
}
