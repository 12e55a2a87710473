/* encoding.c: UTF-8, UTF-16 and windows-1252. Used by paper.c. */
#include "format/encoding.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

/* ---- names ---- */

static const struct {
    const char *name;
    wn_encoding encoding;
} names[] = {
    {"utf-8", WN_UTF_8},
    {"utf8", WN_UTF_8},
    {"utf-16", WN_UTF_8},
    {"utf-16le", WN_UTF_8},
    {"utf-16be", WN_UTF_8},
    {"windows-1252", WN_WINDOWS_1252},
    {"cp1252", WN_WINDOWS_1252},
    {"x-cp1252", WN_WINDOWS_1252},
    {"iso-8859-1", WN_WINDOWS_1252},
    {"iso8859-1", WN_WINDOWS_1252},
    {"iso_8859-1", WN_WINDOWS_1252},
    {"latin1", WN_WINDOWS_1252},
    {"l1", WN_WINDOWS_1252},
    {"us-ascii", WN_WINDOWS_1252},
    {"ascii", WN_WINDOWS_1252},
};

wn_encoding wn_encoding_named(wn_bytes name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == name.size && strncasecmp(names[i].name, name.data, name.size) == 0)
            return names[i].encoding;
    return WN_ENCODING_UNKNOWN;
}

static bool begins_with(wn_bytes source, const char *bytes, size_t size)
{
    return source.size >= size && memcmp(source.data, bytes, size) == 0;
}

wn_encoding wn_encoding_of_mark(wn_bytes source, size_t *mark)
{
    *mark = 0;
    if (begins_with(source, "\xEF\xBB\xBF", 3)) {
        *mark = 3;
        return WN_UTF_8;
    }
    if (begins_with(source, "\xFF\xFE", 2) || begins_with(source, "\xFE\xFF", 2)) {
        *mark = 2;
        return (unsigned char)*source.data == 0xFF ? WN_UTF_16_LE : WN_UTF_16_BE;
    }
    if (begins_with(source, "<\0", 2))
        return WN_UTF_16_LE;
    return begins_with(source, "\0<", 2) ? WN_UTF_16_BE : WN_ENCODING_UNKNOWN;
}

/* Encodings in which a byte below 0x80 may be something else than ASCII have escapes or pairs of bytes. */
static bool has_escape(wn_bytes source)
{
    return source.size && (memchr(source.data, 0x1B, source.size) || memchr(source.data, 0x0E, source.size));
}

wn_encoding wn_encoding_settle(wn_bytes source, wn_bytes declared)
{
    wn_encoding said = declared.size ? wn_encoding_named(declared) : WN_WINDOWS_1252;
    if (said == WN_UTF_8)
        return WN_UTF_8;
    if (wn_utf8_check(source) == source.size && (said == WN_WINDOWS_1252 || !has_escape(source)))
        return WN_UTF_8;
    return said;
}

/* ---- windows-1252 ---- */

/* 0x80 to 0x9F; the five that are not assigned are controls, as in ISO 8859-1. */
static const uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                  0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static uint32_t code_of(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

/* The byte for a character, or -1. */
static int byte_of(uint32_t code)
{
    if (code < 0x80 || (code >= 0xA0 && code <= 0xFF))
        return (int)code;
    for (int i = 0; i < 32; i++)
        if (high[i] == code)
            return 0x80 + i;
    return -1;
}

static wn_status add_character(uint32_t code, size_t source, size_t source_size, wn_buf *text, wn_map *map)
{
    char       bytes[4];
    size_t     size = wn_utf8_encode(code, bytes);
    wn_map_run run = {.text = text->size, source, 1, size, source_size};
    return wn_buf_append(text, bytes, size) ? wn_map_add(map, run) : WN_NO_MEMORY;
}

static wn_status add_copied(wn_bytes source, size_t begin, size_t size, wn_buf *text, wn_map *map)
{
    wn_map_run run = {.text = text->size, begin, size, 1, 1};
    return wn_buf_append(text, source.data + begin, size) ? wn_map_add(map, run) : WN_NO_MEMORY;
}

static wn_status read_1252(wn_bytes source, size_t at, wn_buf *text, wn_map *map)
{
    wn_status status = WN_OK;
    while (at < source.size && status == WN_OK) {
        size_t plain = wn_ascii_prefix((wn_bytes){source.data + at, source.size - at});
        if (plain)
            status = add_copied(source, at, plain, text, map);
        at += plain;
        if (at < source.size && status == WN_OK)
            status = add_character(code_of((unsigned char)source.data[at]), at, 1, text, map);
        at++;
    }
    return status;
}

/* ---- UTF-16 ---- */

static uint32_t unit_at(wn_bytes source, size_t at, bool is_big)
{
    unsigned char one = (unsigned char)source.data[at], two = (unsigned char)source.data[at + 1];
    return is_big ? (uint32_t)one << 8 | two : (uint32_t)two << 8 | one;
}

static wn_status read_utf16(wn_bytes source, size_t at, bool is_big, wn_buf *text, wn_map *map)
{
    wn_status status = WN_OK;
    while (at + 1 < source.size && status == WN_OK) {
        uint32_t code = unit_at(source, at, is_big);
        size_t   size = 2;
        if (code >= 0xD800 && code < 0xDC00 && at + 3 < source.size) {
            uint32_t low = unit_at(source, at + 2, is_big);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                size = 4;
            }
        }
        if (code >= 0xD800 && code < 0xE000)
            code = 0xFFFD;
        status = add_character(code, at, size, text, map);
        at += size;
    }
    return status;
}

wn_status wn_encoding_read(wn_encoding encoding, wn_bytes source, size_t begin, wn_buf *text, wn_map *map)
{
    if (begin >= source.size)
        return WN_OK;
    if (encoding == WN_WINDOWS_1252)
        return read_1252(source, begin, text, map);
    if (encoding == WN_UTF_16_LE || encoding == WN_UTF_16_BE)
        return read_utf16(source, begin, encoding == WN_UTF_16_BE, text, map);
    return add_copied(source, begin, source.size - begin, text, map);
}

/* ---- the other way ---- */

static void put_unit(wn_buf *out, uint32_t unit, bool is_big)
{
    char high_byte = (char)(unit >> 8), low_byte = (char)(unit & 0xFF);
    wn_buf_put(out, is_big ? high_byte : low_byte);
    wn_buf_put(out, is_big ? low_byte : high_byte);
}

static void put_utf16(wn_buf *out, uint32_t code, bool is_big)
{
    if (code < 0x10000) {
        put_unit(out, code, is_big);
        return;
    }
    put_unit(out, 0xD800 + ((code - 0x10000) >> 10), is_big);
    put_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF), is_big);
}

bool wn_encoding_put(wn_encoding encoding, wn_bytes text, wn_buf *out)
{
    if (encoding == WN_UTF_8)
        return wn_buf_append(out, text.data, text.size);
    for (size_t at = 0; at < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        int          byte = byte_of(c.code);
        if (encoding != WN_WINDOWS_1252)
            put_utf16(out, c.code, encoding == WN_UTF_16_BE);
        else if (byte >= 0)
            wn_buf_put(out, (char)byte);
        else
            wn_buf_printf(out, "&#%u;", (unsigned)c.code);
        at += c.size;
    }
    return !out->failed;
}
