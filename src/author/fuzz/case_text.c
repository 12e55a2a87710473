/* case_text.c: one line as a plain or quoted scalar, several as a literal block, and what YAML cannot carry as it is
 * as a double-quoted scalar with escapes. */
#include "author/fuzz/case_text.h"

#include "base/utf8.h"

#include <string.h>

/* Whether YAML lets the character stand in a block and reads it back as it is. */
static bool is_plain(uint32_t code)
{
    if (code == '\n')
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
    if (code == '\n' || code == '\t')
        wn_buf_text(out, code == '\t' ? "\\t" : "\\n");
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

/* Whether a plain scalar says it, in a block and between commas alike: letters and digits, and few signs. */
static bool needs_no_quotes(wn_bytes line)
{
    for (size_t i = 0; i < line.size; i++) {
        unsigned char c = (unsigned char)line.data[i];
        bool          is_letter = c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!is_letter && (i == 0 || !strchr("0123456789 .;/()+=-_!?", c)))
            return false;
    }
    return line.size && line.data[line.size - 1] != ' ';
}

static void put_scalar(wn_bytes line, wn_buf *out)
{
    const char *quote = needs_no_quotes(line) ? "" : "'";
    wn_buf_text(out, quote);
    for (size_t at = 0; at < line.size;) {
        wn_utf8_char c = wn_utf8_decode(line, at);
        if (line.data[at] == '\'')
            wn_buf_put(out, '\'');
        put_character(c, out);
        at += c.size;
    }
    wn_buf_text(out, quote);
    wn_buf_put(out, '\n');
}

/* The text without its line feed, if it is but one line. */
static wn_bytes only_line(wn_bytes text)
{
    size_t size = text.size && text.data[text.size - 1] == '\n' ? text.size - 1 : text.size;
    return (wn_bytes){text.data, size && memchr(text.data, '\n', size) ? text.size : size};
}

void wn_case_put_example(const wn_case_text *test, wn_buf *out)
{
    wn_case_text shown = *test;
    shown.text = only_line(test->text);
    bool is_one = shown.text.size && !memchr(shown.text.data, '\n', shown.text.size);
    wn_buf_text(out, any_goes(test) ? "hits:\n- " : "misses:\n- ");
    if (is_one && is_all_plain(shown.text))
        put_scalar(shown.text, out);
    else
        put_value(&shown, false, "  ", out);
}
