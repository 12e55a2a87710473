/* case_text.c: a literal block where YAML can carry the text as it is, else a double-quoted scalar with escapes. */
#include "author/fuzz/case_text.h"

#include "base/utf8.h"

#include <string.h>

/* Whether YAML lets the character stand in a block and reads it back as it is. */
static bool is_plain(uint32_t code)
{
    if (code == '\t' || code == '\n')
        return true;
    return code >= 0x20 && code != 0x7F && !(code >= 0x80 && code < 0xA0) && code != 0x2028 && code != 0x2029 &&
           code != 0xFEFF && code < 0x10000 && code != 0xFFFE && code != 0xFFFF;
}

static bool is_all_plain(wn_bytes text)
{
    for (size_t at = 0; at < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        if (c.is_valid && !is_plain(c.code))
            return false;
        at += c.size;
    }
    return true;
}

static void put_character(wn_utf8_char c, wn_buf *out)
{
    char     bytes[4];
    uint32_t code = c.is_valid ? c.code : 0xFFFD;
    wn_buf_append(out, bytes, wn_utf8_encode(code, bytes));
}

static void put_escaped(wn_utf8_char c, wn_buf *out)
{
    uint32_t code = c.is_valid ? c.code : 0xFFFD;
    if (code == '\n')
        wn_buf_text(out, "\\n");
    else if (code == '"' || code == '\\')
        wn_buf_printf(out, "\\%c", (char)code);
    else if (code >= 0x10000)
        wn_buf_printf(out, "\\U%08lX", (unsigned long)code);
    else if (!is_plain(code))
        wn_buf_printf(out, "\\u%04lX", (unsigned long)code);
    else
        put_character((wn_utf8_char){.code = code, .is_valid = true}, out);
}

static const char *mark_of(const wn_case_text *test, size_t line)
{
    return test->takes_any ? "?|" : test->goes && test->goes[line] ? "-|" : "=|";
}

/* The text with `marks` before its lines, if wanted, as a value behind a key. */
static void put_value(const wn_case_text *test, bool has_marks, const char *indent, wn_buf *out)
{
    bool   is_block = is_all_plain(test->text), begins = true;
    size_t line = 0;
    wn_buf_text(out, is_block ? has_marks ? "|\n" : "|2-\n" : "\"");
    for (size_t at = 0; at < test->text.size;) {
        wn_utf8_char c = wn_utf8_decode(test->text, at);
        if (begins && is_block)
            wn_buf_text(out, indent);
        if (begins && has_marks)
            wn_buf_text(out, mark_of(test, line++));
        begins = c.is_valid && c.code == '\n';
        if (is_block)
            put_character(c, out);
        else
            put_escaped(c, out);
        at += c.size;
    }
    wn_buf_text(out, is_block ? "" : "\"\n");
}

static void put_quoted(const char *text, wn_buf *out)
{
    wn_buf_put(out, '\'');
    for (const char *c = text; *c; c++)
        wn_buf_printf(out, *c == '\'' ? "''" : "%c", *c);
    wn_buf_put(out, '\'');
}

void wn_case_put(const wn_case_text *test, wn_buf *out)
{
    wn_buf_printf(out, "- name: '%s: %s'\n", test->rule, test->kind);
    if (test->level > 2)
        wn_buf_printf(out, "  level: %d\n", test->level);
    if (test->lang) {
        wn_buf_text(out, "  lang: ");
        put_quoted(test->lang, out);
        wn_buf_put(out, '\n');
    }
    if (test->source) {
        wn_buf_text(out, "  source: ");
        put_quoted(test->source, out);
        wn_buf_put(out, '\n');
    }
    wn_buf_text(out, "  text: ");
    put_value(test, true, "    ", out);
}

static bool any_goes(const wn_case_text *test)
{
    size_t line = 0;
    for (size_t i = 0; test->goes && i < test->text.size; i++)
        if (test->text.data[i] == '\n' && test->goes[line++])
            return true;
    return false;
}

void wn_case_put_example(const wn_case_text *test, wn_buf *out)
{
    wn_buf_text(out, any_goes(test) ? "hits:\n- " : "misses:\n- ");
    put_value(test, false, "  ", out);
}
