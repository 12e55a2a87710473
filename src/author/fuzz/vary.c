/* vary.c: the changes, one function for each. */
#include "author/fuzz/vary.h"

#include "base/utf8.h"
#include "match/chars.h"

#include <string.h>

/* ---- harmless ---- */

static bool ends_in_mark(wn_bytes line)
{
    size_t at = line.size;
    while (at && ((unsigned char)line.data[--at] & 0xC0) == 0x80)
        continue;
    return !line.size ||
           !(wn_char_bits(wn_utf8_decode(line, at).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT | WN_CHAR_MARK));
}

static bool put_replaced(wn_bytes line, const char *text, const char *with, wn_buf *out)
{
    size_t size = strlen(text), count = 0, before = out->size;
    for (size_t i = 0; i < line.size;)
        if (line.size - i >= size && memcmp(line.data + i, text, size) == 0) {
            wn_buf_text(out, with);
            i += size;
            count++;
        } else
            wn_buf_put(out, line.data[i++]);
    if (!count)
        out->size = before;
    return count;
}

bool wn_vary_harmless(wn_harmless kind, wn_bytes line, wn_buf *out)
{
    switch (kind) {
    case WN_HARMLESS_SPACE:
        return put_replaced(line, " ", "  ", out);
    case WN_HARMLESS_SIGNS:
        return put_replaced(line, "'", "\xE2\x80\x99", out);
    case WN_HARMLESS_DASHES:
        return put_replaced(line, " - ", " \xE2\x80\x93 ", out);
    case WN_HARMLESS_DOTS:
        return put_replaced(line, "...", "\xE2\x80\xA6", out);
    case WN_HARMLESS_NARROW:
        return put_replaced(line, " ", "\xC2\xA0", out);
    default:
        if (ends_in_mark(line))
            return false;
        wn_buf_append(out, line.data, line.size);
        wn_buf_put(out, ':');
        return true;
    }
}

static const char *const harmless_names[WN_HARMLESS_KINDS] = {
    [WN_HARMLESS_COLON] = "a colon at the end",     [WN_HARMLESS_SPACE] = "double spaces",
    [WN_HARMLESS_NARROW] = "no-break spaces",       [WN_HARMLESS_SIGNS] = "typographic apostrophes",
    [WN_HARMLESS_DASHES] = "a dash for its hyphen", [WN_HARMLESS_DOTS] = "one sign for its three dots",
};

const char *wn_harmless_name(wn_harmless kind)
{
    return harmless_names[kind];
}

/* ---- odd ---- */

typedef struct lookalike {
    uint32_t code, other;
} lookalike;

static const lookalike lookalikes[] = {
    {'a', 0x430}, {'c', 0x441}, {'e', 0x435}, {'i', 0x456}, {'j', 0x458}, {'o', 0x43E}, {'p', 0x440},
    {'s', 0x455}, {'x', 0x445}, {'y', 0x443}, {'v', 0x3BD}, {'u', 0x57D}, {'n', 0x578}, {'h', 0x4BB},
    {'A', 0x410}, {'B', 0x412}, {'C', 0x421}, {'E', 0x415}, {'H', 0x41D}, {'I', 0x406}, {'K', 0x41A},
    {'M', 0x41C}, {'O', 0x41E}, {'P', 0x420}, {'S', 0x405}, {'T', 0x422}, {'X', 0x425}, {'Y', 0x3A5},
    {'N', 0x39D}, {'Z', 0x396}, {0x430, 'a'}, {0x441, 'c'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'},
    {0x445, 'x'}, {0x443, 'y'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x41E, 'O'}, {0x420, 'P'},
    {0x421, 'C'}, {0x422, 'T'}, {0x3BF, 'o'}, {0x3BD, 'v'}, {0x391, 'A'}, {0x395, 'E'}, {0x39F, 'O'},
};

static uint32_t lookalike_of(uint32_t code)
{
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
        if (lookalikes[i].code == code)
            return lookalikes[i].other;
    return 0;
}

bool wn_vary_odd(wn_odd kind, wn_bytes line, size_t at, wn_buf *out)
{
    char         bytes[4];
    wn_utf8_char c = wn_utf8_decode(line, at);
    uint32_t     other = kind == WN_ODD_LOOKALIKE ? lookalike_of(c.code) : 0;
    if (kind == WN_ODD_LOOKALIKE && !other)
        return false;
    wn_buf_append(out, line.data, kind == WN_ODD_NOTHING ? at + c.size : at);
    if (kind == WN_ODD_LOOKALIKE)
        wn_buf_append(out, bytes, wn_utf8_encode(other, bytes));
    else
        wn_buf_text(out, kind == WN_ODD_BYTE ? "\xFF" : "\xE2\x80\x8B");
    wn_buf_append(out, line.data + at + c.size, line.size - at - c.size);
    return true;
}

static const char *const odd_names[WN_ODD_KINDS] = {
    [WN_ODD_LOOKALIKE] = "a look-alike letter",
    [WN_ODD_BYTE] = "an invalid byte",
    [WN_ODD_NOTHING] = "a zero-width character",
};

const char *wn_odd_name(wn_odd kind)
{
    return odd_names[kind];
}

/* ---- rough ---- */

/* The lines of a text, ends included, taken at random. */
static wn_bytes pick_line(wn_breeder *breeder, wn_bytes text)
{
    size_t at = text.size ? wn_breeder_below(breeder, text.size) : 0, end = at;
    while (at && text.data[at - 1] != '\n')
        at--;
    while (end < text.size && text.data[end++] != '\n')
        continue;
    return (wn_bytes){wn_bytes_after(text, at).data, end - at};
}

static void put_without(wn_bytes text, wn_bytes part, wn_buf *out)
{
    size_t before = (size_t)(part.data - text.data);
    wn_buf_append(out, text.data, before);
    wn_buf_append(out, part.data + part.size, text.size - before - part.size);
}

static void put_with(wn_bytes text, size_t at, wn_bytes part, wn_buf *out)
{
    wn_buf_append(out, text.data, at);
    wn_buf_append(out, part.data, part.size);
    wn_buf_append(out, text.data + at, text.size - at);
}

static wn_bytes pick_piece(wn_breeder *breeder, wn_bytes text)
{
    size_t begin = text.size ? wn_breeder_below(breeder, text.size) : 0;
    size_t size = text.size ? 1 + wn_breeder_below(breeder, text.size - begin) : 0;
    return (wn_bytes){text.data + begin, size};
}

/* Turns the case of the ASCII letters of one line: all big, all small, or the contrary. */
static void put_other_case(wn_breeder *breeder, wn_bytes text, wn_buf *out)
{
    wn_bytes line = pick_line(breeder, text);
    size_t   way = wn_breeder_below(breeder, 3), begin = (size_t)(line.data - text.data);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_letter && i >= begin && i < begin + line.size)
            c = way == 0 ? (char)(c & ~0x20) : way == 1 ? (char)(c | 0x20) : (char)(c ^ 0x20);
        wn_buf_put(out, c);
    }
}

typedef struct swap {
    const char *from, *to;
} swap;

/* White space, quotes, Unicode forms. */
static const swap swaps[] = {
    {" ", "  "},
    {" ", "\t"},
    {" ", "\xC2\xA0"},
    {" ", "\xE2\x80\xAF"},
    {" ", "\xE3\x80\x80"},
    {"'", "\xE2\x80\x99"},
    {"\"", "\xE2\x80\x9C"},
    {"\xE2\x80\x9C", "\xC2\xAB"},
    {"-", "\xE2\x80\x94"},
    {"\n", "\r\n"},
    {"\r\n", "\n"},
    {"\n", "\n\n"},
    {"\xC3\xA9", "e\xCC\x81"},
    {"\xC3\xA4", "a\xCC\x88"},
    {"a", "\xEF\xBD\x81"},
    {"e", "\xE2\x80\x8B"
          "e"},
    {"o", "\xD0\xBE"},
    {"f", "\xEF\xAC\x81"},
    {"s", "\xC5\xBF"},
    {"k", "\xE2\x84\xAA"},
};

static void put_swapped(wn_breeder *breeder, wn_bytes text, wn_buf *out)
{
    const swap *chosen = &swaps[wn_breeder_below(breeder, sizeof swaps / sizeof *swaps)];
    size_t      size = strlen(chosen->from), rate = 1 + wn_breeder_below(breeder, 4);
    for (size_t i = 0; i < text.size;) {
        bool is_here = text.size - i >= size && memcmp(text.data + i, chosen->from, size) == 0;
        if (is_here && wn_breeder_one_in(breeder, rate))
            wn_buf_text(out, chosen->to);
        else
            wn_buf_append(out, text.data + i, is_here ? size : 1);
        i += is_here ? size : 1;
    }
}

static const char *const odd_pieces[] = {
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): that it misleads is what it is for */
    "\xFF",     "\xC3", "\xE2\x80\x8B",    "\xEF\xBF\xBD", "\xE2\x80\xAE", "\xCC\x81", "\r", "\n", "\t",
    "\xC2\xAD", ":",    "\xF0\x9F\x98\x80"};

void wn_vary_text(wn_breeder *breeder, wn_bytes text, wn_bytes other, wn_buf *out)
{
    size_t   at = text.size ? wn_breeder_below(breeder, text.size + 1) : 0;
    wn_bytes line = pick_line(breeder, text);
    if (!text.size) {
        wn_buf_append(out, other.data, other.size);
        return;
    }
    switch (wn_breeder_below(breeder, 10)) {
    case 0: /* a line doubled */
        put_with(text, (size_t)(line.data - text.data), line, out);
        break;
    case 1: /* a line of the other text put in */
        put_with(text, (size_t)(line.data - text.data), pick_line(breeder, other), out);
        break;
    case 2: /* a piece of it, anywhere */
        put_with(text, at, pick_piece(breeder, other), out);
        break;
    case 3: /* a line dropped */
        put_without(text, line, out);
        break;
    case 4: /* a piece dropped */
        put_without(text, pick_piece(breeder, text), out);
        break;
    case 5: /* a line moved to the end */
        put_without(text, line, out);
        wn_buf_append(out, line.data, line.size);
        break;
    case 6:
        put_other_case(breeder, text, out);
        break;
    case 7: /* a line once more at the end */
        put_with(text, text.size, line, out);
        break;
    case 8: {
        const char *piece = WN_BREED_PICK(breeder, odd_pieces);
        put_with(text, at, (wn_bytes){piece, strlen(piece)}, out);
        break;
    }
    default:
        put_swapped(breeder, text, out);
        break;
    }
}
