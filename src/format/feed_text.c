/* feed_text.c: reads references and CDATA sections. Used by feed.c. */
#include "format/feed_text.h"

#include "base/utf8.h"
#include "format/html_token.h"

#include <string.h>

static bool begins(wn_bytes xml, size_t at, const char *word)
{
    size_t size = strlen(word);
    return xml.size - at >= size && memcmp(xml.data + at, word, size) == 0;
}

/* Where `word` begins, from `at`; the end when it is not there. */
static size_t find(wn_bytes xml, size_t at, const char *word)
{
    for (; at < xml.size; at++) {
        const char *found = memchr(xml.data + at, *word, xml.size - at);
        at = found ? (size_t)(found - xml.data) : xml.size;
        if (!found || begins(xml, at, word))
            break;
    }
    return at;
}

/* ---- references ---- */

typedef struct reference {
    size_t   size; /* with '&' and ';'; 0: it is none that XML has */
    uint32_t code;
} reference;

static reference read_number(wn_bytes xml, size_t begin)
{
    size_t   at = begin + 2;
    bool     is_hex = at < xml.size && xml.data[at] == 'x';
    uint32_t code = 0, digits = 0;
    for (at += is_hex; at < xml.size && code <= 0x10FFFF; at++, digits++) {
        char c = xml.data[at], low = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            code = code * (is_hex ? 16 : 10) + (uint32_t)(c - '0');
        else if (is_hex && low >= 'a' && low <= 'f')
            code = code * 16 + (uint32_t)(low - 'a') + 10;
        else
            break;
    }
    bool is_character = code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code < 0xD800) ||
                        (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
    if (!digits || !is_character || at >= xml.size || xml.data[at] != ';')
        return (reference){0};
    return (reference){at + 1 - begin, code};
}

static reference read_reference(wn_bytes xml, size_t at)
{
    static const struct {
        const char *text;
        uint32_t    code;
    } names[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    if (begins(xml, at, "&#"))
        return read_number(xml, at);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(xml, at, names[i].text))
            return (reference){strlen(names[i].text), names[i].code};
    return (reference){0};
}

/* ---- what feeds get wrong ---- */

/* The end of what holds no references: a CDATA section, a comment, an instruction, a doctype; `at` when nothing of it
 * begins there. */
static size_t skip_verbatim(wn_bytes xml, size_t at)
{
    static const char *const ends[][2] = {{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}, {"<!DOCTYPE", ">"}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (begins(xml, at, ends[i][0])) {
            size_t end = find(xml, at + strlen(ends[i][0]), ends[i][1]);
            return end < xml.size ? end + strlen(ends[i][1]) : end;
        }
    return at;
}

static void mask_references(wn_bytes xml, char *masked)
{
    for (size_t at = 0; at < xml.size;) {
        size_t end = xml.data[at] == '<' ? skip_verbatim(xml, at) : at;
        if (end > at) {
            at = end;
            continue;
        }
        if (xml.data[at] == '&' && !read_reference(xml, at).size)
            masked[at] = '+';
        at++;
    }
}

static void mask_characters(wn_bytes xml, char *masked)
{
    for (size_t at = 0; at < xml.size;) {
        wn_utf8_char c = wn_utf8_decode(xml, at);
        bool         is_control = c.code < 0x20 && !wn_html_is_space((char)c.code);
        if (!c.is_valid || is_control || c.code == '\f' || c.code == 0xFFFE || c.code == 0xFFFF)
            memset(masked + at, ' ', c.size);
        at += c.size;
    }
}

bool wn_feed_mask(wn_bytes xml, wn_buf *masked)
{
    size_t begin = masked->size, space = 0;
    if (!wn_buf_append(masked, xml.data, xml.size))
        return false;
    if (!xml.size)
        return true;
    mask_references(xml, masked->data + begin);
    mask_characters(xml, masked->data + begin);
    while (space < xml.size && wn_html_is_space(xml.data[space]))
        space++;
    if (space && begins(xml, space, "<?xml")) { /* it must stand first, and then says only what is known */
        size_t end = find(xml, space, ">");
        memset(masked->data + begin, ' ', end < xml.size ? end + 1 : end);
    }
    return true;
}

wn_bytes wn_feed_encoding(wn_bytes xml)
{
    size_t at = 0;
    if (begins(xml, 0, "\xEF\xBB\xBF"))
        at = 3;
    while (at < xml.size && wn_html_is_space(xml.data[at]))
        at++;
    if (at >= xml.size || !begins(xml, at, "<?xml"))
        return (wn_bytes){0};
    wn_bytes head = {xml.data, find(xml, at, ">")};
    at = find(head, at, "encoding");
    at = find(head, at, "=") + 1;
    while (at < head.size && wn_html_is_space(head.data[at]))
        at++;
    if (at >= head.size)
        return (wn_bytes){0};
    const char *end = memchr(head.data + at + 1, head.data[at], head.size - at - 1);
    return end ? (wn_bytes){head.data + at + 1, (size_t)(end - head.data) - at - 1} : (wn_bytes){0};
}

/* ---- reading ---- */

static wn_status add_copied(wn_bytes xml, size_t begin, size_t end, wn_buf *text, wn_map *map)
{
    wn_map_run run = {text->size, begin, end - begin, 1, 1};
    if (!wn_buf_append(text, xml.data + begin, end - begin))
        return WN_NO_MEMORY;
    return map ? wn_map_add(map, run) : WN_OK;
}

static wn_status add_reference(size_t at, reference found, wn_buf *text, wn_map *map)
{
    char       bytes[4];
    size_t     size = wn_utf8_encode(found.code, bytes);
    wn_map_run run = {text->size, at, 1, size, found.size};
    if (!wn_buf_append(text, bytes, size))
        return WN_NO_MEMORY;
    return map ? wn_map_add(map, run) : WN_OK;
}

/* A CDATA section, whose marks have no text, or a comment or instruction, which has none at all. */
static wn_status add_section(wn_bytes xml, size_t at, size_t end, wn_buf *text, wn_map *map, bool *is_raw)
{
    if (!begins(xml, at, "<![CDATA["))
        return WN_OK;
    *is_raw = true;
    return end - at >= 12 ? add_copied(xml, at + 9, end - 3, text, map) : WN_OK;
}

wn_status wn_feed_text_read(wn_bytes xml, wn_range range, wn_buf *text, wn_map *map, bool *is_raw)
{
    wn_status status = WN_OK;
    *is_raw = false;
    xml.size = range.end;
    for (size_t at = range.begin; at < range.end && status == WN_OK;) {
        size_t    plain = at;
        reference found = {0};
        while (plain < range.end && xml.data[plain] != '&' && xml.data[plain] != '<')
            plain++;
        if (plain > at) {
            status = add_copied(xml, at, plain, text, map);
            at = plain;
            continue;
        }
        size_t end = skip_verbatim(xml, at);
        if (end > at) {
            status = add_section(xml, at, end, text, map, is_raw);
        } else if (xml.data[at] == '&' && (found = read_reference(xml, at)).size) {
            status = add_reference(at, found, text, map);
            end = at + found.size;
        } else {
            status = add_copied(xml, at, at + 1, text, map);
            end = at + 1;
        }
        at = end;
    }
    return status;
}

size_t wn_feed_count_ends(wn_bytes text)
{
    size_t count = 0;
    for (size_t at = find(text, 0, "]]>"); at < text.size; at = find(text, at + 3, "]]>"))
        count++;
    return count;
}
