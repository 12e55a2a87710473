/* words.c: words as sums of bit masks.
 *
 * Blocks of 64 bytes become masks: where spaces are, where letters and digits are. A word is a stretch
 * without spaces that has a letter or digit. Adding the mask of letters to the mask of all that is no
 * space makes a carry run through each such stretch that has a letter and fall on the space behind it:
 * the spaces that are hit are counted. The carry out of a block goes into the next one, so words may
 * lie across. Characters beyond ASCII are put into the masks one by one. */
#include "match/words.h"

#include "match/block.h"
#include "match/chars.h"
#include "match/traits.h"

#include <string.h>

/* Valid UTF-8 beyond ASCII. */
static inline uint32_t decode(const unsigned char *p)
{
    if (p[0] < 0xE0)
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (p[0] < 0xF0)
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

/* Puts the characters beyond ASCII that begin in the block, which is at `data`, into counts and masks. */
static void add_high(const char *data, wn_block *m, wn_counts *counts)
{
    for (uint64_t left = m->leads; left; left &= left - 1) {
        unsigned at = wn_bits_lowest(left);
        uint32_t code = decode((const unsigned char *)data + at);
        unsigned traits = wn_traits(code);
        counts->scripts |= wn_char_script(code);
        if ((traits & (WN_TRAIT_LETTER | WN_TRAIT_UNSPACED)) == WN_TRAIT_LETTER) {
            m->letters |= (uint64_t)1 << at;
            continue;
        }
        unsigned bits = wn_char_bits(code);
        counts->has_letters = counts->has_letters || bits & WN_CHAR_LETTER;
        counts->has_quotes = counts->has_quotes || bits & (WN_CHAR_OPEN | WN_CHAR_CLOSE);
        if (bits & WN_CHAR_UNSPACED)
            counts->unspaced++;
        else if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT))
            m->digits |= (uint64_t)1 << at;
    }
}

wn_counts wn_count_words(wn_bytes view)
{
    wn_counts counts = {.chars = (uint32_t)view.size};
    uint64_t  carry = 0;
    for (size_t at = 0; at < view.size; at += WN_BLOCK_BYTES) {
        char        end[WN_BLOCK_BYTES] = {0}; /* no space, so that the last word carries out */
        const char *data = view.data + at;
        if (view.size - at < WN_BLOCK_BYTES)
            data = memcpy(end, data, view.size - at);
        wn_block m = wn_block_read(data);
        counts.has_colon = counts.has_colon || m.colons;
        counts.has_quotes = counts.has_quotes || m.quotes;
        if (m.high) {
            add_high(view.data + at, &m, &counts);
            counts.chars -= wn_bits_count(m.high & ~m.leads);
        }
        counts.has_letters = counts.has_letters || m.letters;
        uint64_t sum = ~m.spaces + (m.letters | m.digits);
        uint64_t total = sum + carry;
        carry = sum < ~m.spaces || total < sum;
        counts.words += wn_bits_count(total & m.spaces);
    }
    counts.words += (uint32_t)carry;
    return counts;
}
