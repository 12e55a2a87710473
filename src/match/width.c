/* width.c: adds up the widths of characters. */
#include "match/width.h"

#include "base/utf8.h"
#include "match/unicode.h"

size_t wn_width(wn_bytes text, size_t chars)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.size && chars; chars--) {
        wn_utf8_char c = wn_utf8_decode(text, i);
        columns += wn_unicode_width(c.code);
        i += c.size;
    }
    return columns;
}
