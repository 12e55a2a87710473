/* attack_report.c: findings as people read them, as programs do, and as a file of test cases. */
#include "author/fuzz/attack.h"

#include "author/words.h"
#include "base/plain.h"
#include "base/utf8.h"

#include <string.h>

static void put_indented(wn_buf *out, const char *text)
{
    for (const char *line = text; *line;) {
        size_t size = strcspn(line, "\n");
        wn_buf_text(out, "    ");
        wn_plain_put(out, (wn_bytes){line, size});
        wn_buf_put(out, '\n');
        line += size + (line[size] == '\n');
    }
}

/* Where the entry belongs, or why it is shown. */
static const char *label_of(const wn_finding *found)
{
    if (strcmp(found->id, wn_attack_words[WN_ATTACK_UNTESTED]) == 0)
        return found->is_case ? "  to be added to tests:" : "  to be added to the rule:";
    if (found->passes)
        return "  what it is about; no entry fails:";
    return found->is_case ? "  under tests:" : "  in the rule:";
}

static void put_words(wn_buf *out, const wn_finding *found)
{
    if (found->file)
        wn_plain_put(out, (wn_bytes){found->file, strlen(found->file)});
    wn_buf_printf(out, ":%lu:%lu: %s: ", (unsigned long)found->line, (unsigned long)found->column, found->id);
    wn_plain_put(out, (wn_bytes){found->message, strlen(found->message)});
    wn_buf_put(out, '\n');
    if (found->source)
        wn_words_source(out, found->source, found->caret);
    if (found->test) {
        wn_buf_text(out, label_of(found));
        wn_buf_put(out, '\n');
        put_indented(out, found->test);
    }
}

/* As conditions see it: bytes that are not UTF-8 as U+FFFD. */
static void put_witness(wn_buf *out, const wn_finding *found)
{
    wn_buf   valid = {0};
    wn_bytes text = {found->witness, found->witness ? strlen(found->witness) : 0};
    for (size_t at = 0; at < text.size;) {
        char         bytes[4];
        wn_utf8_char c = wn_utf8_decode(text, at);
        wn_buf_append(&valid, bytes, wn_utf8_encode(c.is_valid ? c.code : 0xFFFD, bytes));
        at += c.size;
    }
    wn_buf_put(&valid, '\0');
    wn_words_json(out, "witness", valid.data ? valid.data : "");
    out->failed |= valid.failed;
    wn_buf_free(&valid);
}

static void put_json(wn_buf *out, const wn_finding *found)
{
    wn_buf_put(out, '{');
    wn_words_json(out, "rule", found->rule ? found->rule : "");
    wn_buf_put(out, ',');
    wn_words_json(out, "kind", found->id);
    wn_buf_put(out, ',');
    wn_words_json(out, "file", found->file ? found->file : "");
    wn_buf_printf(out, ",\"line\":%lu,\"column\":%lu,", (unsigned long)found->line, (unsigned long)found->column);
    wn_words_json(out, "message", found->message);
    wn_buf_put(out, ',');
    put_witness(out, found);
    wn_buf_put(out, ',');
    wn_words_json(out, "test", found->test ? found->test : "");
    wn_buf_text(out, "}\n");
}

void wn_attack_report(const wn_findings *findings, wn_buf *out, bool as_json)
{
    for (size_t i = 0; i < findings->count; i++)
        if (as_json)
            put_json(out, &findings->items[i]);
        else
            put_words(out, &findings->items[i]);
}

/* What belongs into a rule of the other file, line by line. */
static void put_comment(const wn_finding *found, wn_buf *out)
{
    wn_buf_printf(out, "# %s: %s; into the rule:\n", found->rule, found->id);
    for (const char *line = found->test; *line;) {
        size_t size = strcspn(line, "\n");
        wn_buf_text(out, "#   ");
        wn_buf_append(out, line, size);
        wn_buf_put(out, '\n');
        line += size + (line[size] == '\n');
    }
}

void wn_attack_put_cases(const wn_findings *findings, const char *extends, wn_buf *out)
{
    wn_buf_text(out, "winnow: 1\nextends: ['");
    for (const char *c = extends; *c; c++)
        wn_buf_printf(out, *c == '\'' ? "''" : "%c", *c);
    wn_buf_text(out, "']\n");
    size_t cases = 0;
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].is_case && findings->items[i].test) {
            wn_buf_text(out, cases++ ? "" : "tests:\n");
            wn_buf_text(out, findings->items[i].test);
        }
    for (size_t i = 0; i < findings->count; i++)
        if (!findings->items[i].is_case && findings->items[i].test)
            put_comment(&findings->items[i], out);
}
