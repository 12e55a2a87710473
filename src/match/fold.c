/* fold.c: case folding, and the parts of a line that are compared.
 *
 * The dotted capital I, the dotless i and a dot above an i all become a plain i: Turkish text in
 * capitals and in small letters then folds alike, whichever way it was typed. */
#include "match/fold.h"

#include "base/utf8.h"
#include "match/chars.h"
#include "match/traits.h"
#include "match/unicode.h"

#include <string.h>

#define DOT_ABOVE 0x0307u
#define DOTTED_CAPITAL_I 0x0130u
#define DOTLESS_I 0x0131u

/* ---- folding ---- */

/* Eight bytes at a time: adding 0x3F to a byte below 0x80 sets its high bit from 'A' on, adding
 * 0x25 from beyond 'Z' on; what only the first sets is a capital, and a quarter of that bit is the
 * difference to its small letter. */
static void fold_ascii(const char *data, size_t size, char *out)
{
    const uint64_t each = 0x0101010101010101u;
    size_t         i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        uint64_t capitals = (word + 0x3F * each) & ~(word + 0x25 * each) & 0x80 * each;
        word |= capitals >> 2;
        memcpy(out + i, &word, 8);
    }
    for (; i < size; i++)
        out[i] = data[i] >= 'A' && data[i] <= 'Z' ? (char)(data[i] | 0x20) : data[i];
}

static size_t fold_code(uint32_t code, uint32_t out[WN_UNICODE_FOLD_MAX])
{
    return wn_unicode_fold(code == DOTTED_CAPITAL_I || code == DOTLESS_I ? 'i' : code, out);
}

/* Characters of frequent scripts that fold to one character: its code, or 0 for a character of another kind. */
static uint32_t fold_frequent(uint32_t code)
{
    if (code < 0x0590) {
        if (code >= 0x0430 && code <= 0x045F)
            return code;
        if (code >= 0x0400 && code <= 0x042F)
            return code < 0x0410 ? code + 0x50 : code + 0x20;
        return 0;
    }
    bool has_no_case = (code >= 0x05D0 && code <= 0x06FF) || (code >= 0x0900 && code <= 0x0E5B) ||
                       (code >= 0x2010 && code <= 0x2027) || (code >= 0x3000 && code <= 0x9FFF) ||
                       (code >= 0xAC00 && code <= 0xD7A3);
    return has_no_case ? code : 0;
}

static void fold_character(uint32_t code, wn_buf *out)
{
    uint32_t frequent = fold_frequent(code);
    if (frequent && wn_buf_reserve(out, 4)) {
        out->size += wn_utf8_encode(frequent, out->data + out->size);
        return;
    }
    uint32_t codes[WN_UNICODE_FOLD_MAX];
    char     bytes[4];
    size_t   count = fold_code(code, codes);
    for (size_t i = 0; i < count; i++)
        wn_buf_append(out, bytes, wn_utf8_encode(codes[i], bytes));
}

/* How many bytes from `at` on are characters beyond ASCII that fold to themselves, and spaces and points between
 * them. */
static size_t same_prefix(wn_bytes text, size_t at)
{
    const unsigned char *p = (const unsigned char *)text.data;
    size_t               i = at;
    while (i < text.size) {
        uint32_t code = 0;
        size_t   size = p[i] < 'A' ? 1 : wn_read_character(p + i, text.size - i, &code);
        if (!size || (size > 1 && !(wn_traits(code) & WN_TRAIT_SAME)))
            break;
        i += size;
    }
    return i - at;
}

wn_status wn_fold(wn_bytes text, wn_buf *out)
{
    if (!wn_buf_reserve(out, text.size))
        return WN_NO_MEMORY;
    size_t begin = out->size;
    for (size_t at = 0; at < text.size;) {
        size_t ascii = wn_ascii_prefix((wn_bytes){text.data + at, text.size - at});
        if (ascii && wn_buf_reserve(out, ascii)) {
            fold_ascii(text.data + at, ascii, out->data + out->size);
            out->size += ascii;
        }
        at += ascii;
        if (at == text.size)
            break;
        size_t same = same_prefix(text, at);
        if (same) {
            wn_buf_append(out, text.data + at, same);
            at += same;
            continue;
        }
        wn_utf8_char c = wn_utf8_decode(text, at);
        bool         is_after_i = out->size > begin && out->data[out->size - 1] == 'i';
        if (c.code != DOT_ABOVE || !is_after_i)
            fold_character(c.code, out);
        at += c.size;
    }
    return out->failed ? WN_NO_MEMORY : WN_OK;
}

/* ---- letters, digits and marks ---- */

typedef enum sort_of {
    SORT_OTHER,
    SORT_LETTER, /* or a digit */
    SORT_MARK
} sort_of;

static sort_of sort_character(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z') ? SORT_LETTER
                                                                                              : SORT_OTHER;
    switch (wn_unicode_sort(code)) {
    case WN_SORT_LETTER:
    case WN_SORT_NUMBER:
        return SORT_LETTER;
    case WN_SORT_MARK:
        return SORT_MARK;
    default:
        return SORT_OTHER;
    }
}

/* The offset of the character before `at`, which is above 0. */
static size_t step_back(wn_bytes text, size_t at)
{
    do
        at--;
    while (at && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    return at;
}

/* ---- counters ---- */

/* What may stand in a counter besides digits: "(1,200)", "( 3 )", "(12+)". */
static bool is_counter_sign(char byte)
{
    return byte == ' ' || byte == ',' || byte == '.' || byte == '+';
}

static char closing_of(char opening)
{
    return opening == '(' ? ')' : opening == '[' ? ']' : opening == '{' ? '}' : '\0';
}

/* The offset after a counter that begins at `at`, or `at` when there is none. */
static size_t pass_counter(wn_bytes text, size_t at)
{
    char   closing = closing_of(text.data[at]);
    size_t i = at + 1, digits = 0;
    while (closing && i < text.size && ((text.data[i] >= '0' && text.data[i] <= '9') || is_counter_sign(text.data[i])))
        digits += text.data[i++] >= '0';
    return closing && digits && i < text.size && text.data[i] == closing ? i + 1 : at;
}

/* The offset where a counter begins that ends at `end`, or `end` when there is none. */
static size_t pass_counter_back(wn_bytes text, size_t end)
{
    size_t i = end - 1;
    char   last = text.data[i];
    if (last != ')' && last != ']' && last != '}')
        return end;
    while (i && ((text.data[i - 1] >= '0' && text.data[i - 1] <= '9') || is_counter_sign(text.data[i - 1])))
        i--;
    if (!i)
        return end;
    return pass_counter((wn_bytes){text.data, end}, i - 1) == end ? i - 1 : end;
}

/* ---- the parts ---- */

/* The offset of the first letter or digit that is not in a counter. */
static size_t find_core_begin(wn_bytes text)
{
    size_t at = 0;
    while (at < text.size && !wn_is_ascii_word(text.data[at])) {
        size_t after = pass_counter(text, at);
        if (after == at) {
            wn_utf8_char c = wn_utf8_decode(text, at);
            if (sort_character(c.code) == SORT_LETTER)
                return at;
            after = at + c.size;
        }
        at = after;
    }
    return at;
}

/* The offset after the last letter or digit, with its marks, that is not in a counter. */
static size_t find_core_end(wn_bytes text)
{
    size_t at = text.data ? text.size : 0, marked_end = 0;
    while (at) {
        if (!marked_end && wn_is_ascii_word(text.data[at - 1]))
            return at;
        size_t before = pass_counter_back(text, at);
        if (before != at) {
            at = before;
            marked_end = 0;
            continue;
        }
        before = step_back(text, at);
        sort_of sort = sort_character(wn_utf8_decode(text, before).code);
        if (sort == SORT_LETTER)
            return marked_end ? marked_end : at;
        if (sort == SORT_OTHER)
            marked_end = 0;
        else if (!marked_end)
            marked_end = at;
        at = before;
    }
    return 0;
}

wn_bytes wn_core(wn_bytes text)
{
    size_t   begin = find_core_begin(text);
    wn_bytes rest = wn_bytes_after(text, begin);
    return (wn_bytes){rest.data, find_core_end(rest)};
}

wn_bytes wn_lead(wn_bytes text)
{
    size_t at = 0;
    while (at < text.size && !wn_is_ascii_word(text.data[at])) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        if (sort_character(c.code) == SORT_LETTER)
            break;
        at += c.size;
    }
    return wn_bytes_after(text, at);
}
