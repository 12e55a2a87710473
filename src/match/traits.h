/* traits.h: what the readers of text need to know of a character beyond ASCII, in one byte.
 *
 * A table of the characters below U+10000, so that passing over text costs a look at it and not a search
 * through Unicode's properties. A trait that is not set promises nothing: then the properties are asked.
 * Unicode promises in turn that what the table says of its characters will not change. */
#ifndef WN_MATCH_TRAITS_H
#define WN_MATCH_TRAITS_H

#include <stddef.h>
#include <stdint.h>

enum {
    WN_TRAIT_STILL = 1,    /* the view has it as it is, whatever stands before it */
    WN_TRAIT_ORDERED = 2,  /* the same, unless it follows a mark that is ordered, as it is */
    WN_TRAIT_MARK = 4,     /* what stands before it may be part of its segment; with one of the above */
    WN_TRAIT_SAME = 8,     /* it is its own fold */
    WN_TRAIT_LETTER = 16,  /* and with no other bits of wn_char_bits than: */
    WN_TRAIT_UNSPACED = 32 /* WN_CHAR_UNSPACED, with the above */
};

/* One for each 64 characters: which of the rows is theirs. */
extern const uint8_t wn_trait_pages[1024];
extern const uint8_t wn_trait_rows[][64];

static inline unsigned wn_traits(uint32_t code)
{
    return code < 0x10000 ? wn_trait_rows[wn_trait_pages[code >> 6]][code & 63] : 0;
}

/* Reads a character of two or three bytes at `p`, of which `left` are there: its size, or 0 when it is of another size
 * or not valid. */
static inline size_t wn_read_character(const unsigned char *p, size_t left, uint32_t *code)
{
    if (p[0] >= 0xC2 && p[0] < 0xE0 && left > 1 && (p[1] & 0xC0) == 0x80) {
        *code = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if ((p[0] & 0xF0) != 0xE0 || left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
        return 0;
    *code = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return *code >= 0x800 && (*code < 0xD800 || *code > 0xDFFF) ? 3 : 0;
}

#endif
