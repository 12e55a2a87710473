/* width.c: adds up what utf8proc knows of each character. */
#include "match/width.h"

#include "base/utf8.h"

#include <utf8proc.h>

size_t wn_width(wn_bytes text, size_t chars)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.size && chars; chars--) {
        wn_utf8_char c = wn_utf8_decode(text, i);
        int          width = utf8proc_charwidth((utf8proc_int32_t)c.code);
        columns += width > 0 ? (size_t)width : 0;
        i += c.size;
    }
    return columns;
}
