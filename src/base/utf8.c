/* utf8.c: the decoder of Unicode 15, table 3-7, written out as a ladder of first bytes. */
#include "base/utf8.h"

#include <string.h>

static bool is_tail(wn_bytes text, size_t at, unsigned low, unsigned high)
{
    return at < text.size && (unsigned char)text.data[at] >= low && (unsigned char)text.data[at] <= high;
}

wn_utf8_char wn_utf8_decode(wn_bytes text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.data + at;
    if (p[0] < 0x80)
        return (wn_utf8_char){p[0], 1, true};
    if (p[0] >= 0xC2 && p[0] <= 0xDF && is_tail(text, at + 1, 0x80, 0xBF))
        return (wn_utf8_char){(p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu), 2, true};
    if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        unsigned low = p[0] == 0xE0 ? 0xA0 : 0x80, high = p[0] == 0xED ? 0x9F : 0xBF;
        if (is_tail(text, at + 1, low, high) && is_tail(text, at + 2, 0x80, 0xBF))
            return (wn_utf8_char){(p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu), 3, true};
    }
    if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        unsigned low = p[0] == 0xF0 ? 0x90 : 0x80, high = p[0] == 0xF4 ? 0x8F : 0xBF;
        if (is_tail(text, at + 1, low, high) && is_tail(text, at + 2, 0x80, 0xBF) && is_tail(text, at + 3, 0x80, 0xBF))
            return (wn_utf8_char){(p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu), 4,
                                  true};
    }
    return (wn_utf8_char){0xFFFD, 1, false};
}

size_t wn_utf8_encode(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t wn_ascii_prefix(wn_bytes text)
{
    size_t i = 0;
    for (; i + 8 <= text.size; i += 8) {
        uint64_t word;
        memcpy(&word, text.data + i, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < text.size && (unsigned char)text.data[i] < 0x80)
        i++;
    return i;
}

size_t wn_utf8_check(wn_bytes text)
{
    size_t i = 0;
    while (i < text.size) {
        i += wn_ascii_prefix((wn_bytes){text.data + i, text.size - i});
        if (i == text.size)
            break;
        wn_utf8_char c = wn_utf8_decode(text, i);
        if (!c.is_valid)
            return i;
        i += c.size;
    }
    return text.size;
}

bool wn_utf8_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x61C || (code >= 0x200E && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}
