/* attack_report.c: findings as people read them, as programs do, and as a file of test cases. */
#include "author/attack.h"

#include "author/words.h"
#include "base/plain.h"

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

static void put_words(wn_buf *out, const wn_finding *found)
{
    if (found->file)
        wn_plain_put(out, (wn_bytes){found->file, strlen(found->file)});
    wn_buf_printf(out, ":%lu:%lu: %s: ", (unsigned long)found->line, (unsigned long)found->column, found->id);
    wn_plain_put(out, (wn_bytes){found->message, strlen(found->message)});
    wn_buf_put(out, '\n');
    if (found->source)
        wn_buf_printf(out, "    %s\n    %*s^\n", found->source, (int)found->caret, "");
    if (found->test) {
        wn_buf_text(out, found->is_case ? "  under tests:\n" : "  in the rule:\n");
        put_indented(out, found->test);
    }
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
    wn_words_json(out, "witness", found->witness ? found->witness : "");
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

void wn_attack_put_cases(const wn_findings *findings, const char *extends, wn_buf *out)
{
    wn_buf_text(out, "winnow: 1\nextends: ['");
    for (const char *c = extends; *c; c++)
        wn_buf_printf(out, *c == '\'' ? "''" : "%c", *c);
    wn_buf_text(out, "']\ntests:\n");
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].is_case && findings->items[i].test)
            wn_buf_text(out, findings->items[i].test);
}
