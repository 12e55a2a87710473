/* html_text.c: from HTML to text and back. Used by html_lines.c, html_links.c and feed.c. */
#include "format/html_text.h"

#include "base/utf8.h"
#include "format/html_entities.h"
#include "format/html_token.h"

#include <string.h>

static wn_status add_run(wn_buf *text, wn_map *map, const char *bytes, size_t size, size_t source, size_t source_size)
{
    wn_map_run run = {.text = text->size, source, 1, size, source_size};
    if (size == source_size)
        run = (wn_map_run){text->size, source, size, 1, 1};
    if (!wn_buf_append(text, bytes, size))
        return WN_NO_MEMORY;
    return map ? wn_map_add(map, run) : WN_OK;
}

/* A reference, or an '&' that is none. *at moves behind it. */
static wn_status add_reference(wn_bytes source, size_t *at, bool in_attribute, wn_buf *text, wn_map *map)
{
    char           bytes[4] = "&";
    size_t         size = 1;
    wn_html_entity entity = wn_html_entity_read(source, *at, in_attribute);
    if (entity.size) /* a line end as a reference ends no line */
        size = wn_utf8_encode(entity.code == '\n' || entity.code == '\r' ? ' ' : entity.code, bytes);
    else
        entity.size = 1;
    wn_status status = add_run(text, map, bytes, size, *at, entity.size);
    *at += entity.size;
    return status;
}

static bool is_plain(char c)
{
    return c != '&' && !wn_html_is_space(c);
}

wn_status wn_html_text_add(wn_bytes source, wn_range range, size_t line_begin, wn_buf *text, wn_map *map)
{
    wn_status status = WN_OK;
    source.size = range.end;
    for (size_t at = range.begin; at < range.end && status == WN_OK;) {
        size_t plain = at;
        while (plain < range.end && is_plain(source.data[plain]))
            plain++;
        if (plain > at) {
            status = add_run(text, map, source.data + at, plain - at, at, plain - at);
            at = plain;
        } else if (source.data[at] == '&') {
            status = add_reference(source, &at, false, text, map);
        } else {
            if (text->size > line_begin && text->data[text->size - 1] != ' ')
                status = add_run(text, map, " ", 1, at, 1);
            at++;
        }
    }
    return status;
}

wn_status wn_html_value_add(wn_bytes source, wn_range range, wn_buf *text, wn_map *map)
{
    wn_status status = WN_OK;
    source.size = range.end;
    for (size_t at = range.begin; at < range.end && status == WN_OK;) {
        size_t plain = at;
        while (plain < range.end && source.data[plain] != '&' && source.data[plain] != '\n')
            plain++;
        if (plain > at) {
            status = add_run(text, map, source.data + at, plain - at, at, plain - at);
            at = plain;
        } else if (source.data[at] == '&') {
            status = add_reference(source, &at, true, text, map);
        } else {
            at++;
        }
    }
    return status;
}

bool wn_html_put_text(const void *user, wn_bytes text, wn_buf *out)
{
    (void)user;
    for (size_t i = 0; i < text.size; i++)
        switch (text.data[i]) {
        case '&':
            wn_buf_text(out, "&amp;");
            break;
        case '<':
            wn_buf_text(out, "&lt;");
            break;
        case '>':
            wn_buf_text(out, "&gt;");
            break;
        default:
            wn_buf_put(out, text.data[i]);
        }
    return !out->failed;
}

bool wn_html_put_value(const void *user, wn_bytes value, wn_buf *out)
{
    (void)user;
    for (size_t i = 0; i < value.size; i++) {
        char c = value.data[i];
        if (c == '&' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '=' || c == '`' || wn_html_is_space(c))
            wn_buf_printf(out, "&#%d;", c);
        else
            wn_buf_put(out, c);
    }
    return !out->failed;
}
