/* page.c: fills in the page. The data are a block of JSON in which "<" is written as an escape, so that nothing in
 * them can end the block; the page's script reads it and makes text nodes only. And the page says by its hash which
 * script may run, so that no other does. */
#include "author/page.h"

#include "author/report/page_text.h"
#include "base/base64.h"
#include "base/lzma.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "format/json.h"

#include <string.h>

#define STAY_HEAD ((size_t)8 << 10)  /* bytes shown of a long stretch that stayed: at its beginning, */
#define STAY_TAIL ((size_t)24 << 10) /* and at its end */

/* ---- the template ---- */

/* Empty when it is packed and there is no memory for it. */
static wn_bytes template(const wn_page *page)
{
    return wn_page_packed ? wn_buf_bytes(&page->unpacked) : (wn_bytes){(const char *)wn_page_text, wn_page_size};
}

static void unpack(wn_page *page)
{
    wn_bytes packed = {(const char *)wn_page_text, wn_page_packed};
    if (packed.size && wn_buf_reserve(&page->unpacked, wn_page_size) &&
        wn_lzma_unpack(packed, page->unpacked.data, wn_page_size) == WN_OK)
        page->unpacked.size = wn_page_size;
    page->out.failed |= !template(page).size;
}

/* What stands before the word, and in *rest what stands behind it. The template has the word. */
static wn_bytes cut_at(wn_bytes text, const char *word, wn_bytes *rest)
{
    size_t size = strlen(word), at = 0;
    while (at + size < text.size && memcmp(text.data + at, word, size) != 0)
        at++;
    *rest = wn_bytes_after(text, at + size);
    return (wn_bytes){text.data, at};
}

static void put_text(wn_page *page, wn_bytes text)
{
    wn_buf_append(&page->out, text.data, text.size);
}

static unsigned read_digit(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* 'sha256-...' of what stands between two words of the template. */
static void put_hash(wn_page *page, const char *begin, const char *end)
{
    wn_bytes  inner, after;
    wn_sha256 sum;
    char      hex[WN_SHA256_HEX_SIZE], bytes[32];
    cut_at(template(page), begin, &inner);
    inner = cut_at(inner, end, &after);
    wn_sha256_begin(&sum);
    wn_sha256_feed(&sum, inner);
    wn_sha256_end(&sum, hex);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(read_digit(hex[2 * i]) << 4 | read_digit(hex[2 * i + 1]));
    wn_buf_text(&page->out, " 'sha256-");
    wn_base64_put(&page->out, (wn_bytes){bytes, sizeof bytes});
    wn_buf_text(&page->out, "'");
}

void wn_page_begin(wn_page *page)
{
    wn_bytes rest;
    *page = (wn_page){0};
    unpack(page);
    if (page->out.failed)
        return;
    put_text(page, cut_at(template(page), "{{policy}}", &rest));
    wn_buf_text(&page->out, "default-src 'none'; style-src");
    put_hash(page, "<style>", "</style>");
    wn_buf_text(&page->out, "; script-src");
    put_hash(page, "<script>", "</script>");
    put_text(page, cut_at(rest, "{{data}}", &rest));
}

/* ---- data ---- */

static void begin_item(wn_page *page)
{
    wn_buf_text(&page->out, page->has_data ? ",\n" : "");
    page->has_data = true;
}

/* In JSON "<" stands in strings only, where it may be an escape as well. */
static void put_json(wn_page *page, wn_bytes json)
{
    while (json.size) {
        const char *found = memchr(json.data, '<', json.size);
        size_t      size = found ? (size_t)(found - json.data) : json.size;
        wn_buf_append(&page->out, json.data, size);
        if (found)
            wn_buf_text(&page->out, "\\u003c");
        size += found != NULL;
        json = wn_bytes_after(json, size);
    }
}

/* The text with U+FFFD for what is not UTF-8, as a string of JSON. */
static void put_string(wn_page *page, wn_bytes text)
{
    wn_buf json = {0};
    wn_buf_put(&json, '"');
    while (text.size) {
        size_t size = wn_utf8_check(text);
        wn_json_put_escaped(&json, (wn_bytes){text.data, size});
        if (size < text.size) {
            wn_buf_text(&json, "\xEF\xBF\xBD");
            size++;
        }
        text = wn_bytes_after(text, size);
    }
    wn_buf_put(&json, '"');
    put_json(page, wn_buf_bytes(&json));
    page->out.failed |= json.failed;
    wn_buf_free(&json);
}

static void put_stay(wn_page *page, wn_bytes text, uint64_t left)
{
    begin_item(page);
    wn_buf_text(&page->out, "{\"stay\":");
    put_string(page, text);
    if (left)
        wn_buf_printf(&page->out, ",\"left\":%llu", (unsigned long long)left);
    wn_buf_put(&page->out, '}');
}

static void flush_stay(wn_page *page)
{
    wn_bytes stay = wn_buf_bytes(&page->stay);
    size_t   head = page->left ? STAY_HEAD : stay.size;
    if (stay.size)
        put_stay(page, (wn_bytes){stay.data, head}, 0);
    if (page->left)
        put_stay(page, wn_bytes_after(stay, head), page->left);
    wn_buf_clear(&page->stay);
    page->left = 0;
}

/* Drops the middle, up to a line end when there is one near. */
static void shorten_stay(wn_page *page)
{
    char       *middle = page->stay.data + STAY_HEAD;
    size_t      drop = page->stay.size - STAY_HEAD - STAY_TAIL;
    const char *feed = memchr(middle + drop, '\n', STAY_TAIL / 2);
    drop = feed ? (size_t)(feed - middle) + 1 : drop;
    memmove(middle, middle + drop, page->stay.size - STAY_HEAD - drop);
    page->stay.size -= drop;
    page->left += drop;
}

void wn_page_stay(wn_page *page, wn_bytes text)
{
    wn_buf_append(&page->stay, text.data, text.size);
    if (page->stay.size > 4 * (STAY_HEAD + STAY_TAIL))
        shorten_stay(page);
}

void wn_page_line(wn_page *page, wn_bytes json)
{
    flush_stay(page);
    begin_item(page);
    put_json(page, json);
}

void wn_page_end(wn_page *page)
{
    wn_bytes rest;
    if (page->out.failed)
        return;
    cut_at(template(page), "{{data}}", &rest);
    put_text(page, rest);
}

bool wn_page_is_whole(const wn_page *page)
{
    return !page->out.failed && !page->stay.failed;
}

void wn_page_free(wn_page *page)
{
    wn_buf_free(&page->out);
    wn_buf_free(&page->unpacked);
    wn_buf_free(&page->stay);
}
