/* words.c: words as sums of bit masks.
 *
 * Blocks of 64 bytes become masks: where spaces are, where letters and digits are. A word is a stretch
 * without spaces that has a letter or digit. Adding the mask of letters to the mask of all that is no
 * space makes a carry run through each such stretch that has a letter and fall on the space behind it:
 * the spaces that are hit are counted. The carry out of a block goes into the next one, so words may
 * lie across. Characters beyond ASCII are put into the masks one by one. */
#include "match/words.h"

#include "match/chars.h"
#include "match/traits.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK_BYTES 64

/* A bit for each byte of a block. */
typedef struct masks {
    uint64_t spaces;
    uint64_t letters; /* ASCII, and those beyond that stand in words */
    uint64_t digits;  /* ASCII */
    uint64_t high;    /* over 0x7F */
    uint64_t leads;   /* first bytes of characters beyond ASCII */
    uint64_t colons;
    uint64_t quotes; /* ASCII */
} masks;

#ifdef __SSE2__

/* Bytes from `first` on that are less than `count` away, as 0xFF. */
static inline __m128i in_range(__m128i bytes, char first, int count)
{
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8((char)(first - 128)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(count - 128)));
}

static inline uint64_t bits_of(__m128i truth, unsigned at)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(truth) << at;
}

static inline masks read_block(const char *data)
{
    masks m = {0};
    for (unsigned at = 0; at < BLOCK_BYTES; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
        m.spaces |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')), at);
        m.letters |= bits_of(in_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26), at);
        m.digits |= bits_of(in_range(bytes, '0', 10), at);
        m.colons |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')), at);
        m.quotes |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), at);
        m.high |= bits_of(bytes, at);
        m.leads |= bits_of(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), at); /* 0x00 to 0x7F as well */
    }
    m.leads &= m.high;
    return m;
}

#else

static inline masks read_block(const char *data)
{
    masks m = {0};
    for (unsigned at = 0; at < BLOCK_BYTES; at++) {
        unsigned char byte = (unsigned char)data[at];
        m.spaces |= (uint64_t)(byte == ' ') << at;
        m.letters |= (uint64_t)((byte | 0x20u) - 'a' < 26) << at;
        m.digits |= (uint64_t)(byte - (unsigned)'0' < 10) << at;
        m.colons |= (uint64_t)(byte == ':') << at;
        m.quotes |= (uint64_t)(byte == '"') << at;
        m.high |= (uint64_t)(byte >= 0x80) << at;
        m.leads |= (uint64_t)(byte >= 0xC0) << at;
    }
    return m;
}

#endif

static inline unsigned count_bits(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (unsigned)(bits * 0x0101010101010101u >> 56);
}

static inline unsigned lowest_bit(uint64_t bits)
{
    return count_bits((bits & (0 - bits)) - 1);
}

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
static void add_high(const char *data, masks *m, wn_counts *counts)
{
    for (uint64_t left = m->leads; left; left &= left - 1) {
        unsigned at = lowest_bit(left);
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
    for (size_t at = 0; at < view.size; at += BLOCK_BYTES) {
        char        end[BLOCK_BYTES] = {0}; /* no space, so that the last word carries out */
        const char *data = view.data + at;
        if (view.size - at < BLOCK_BYTES)
            data = memcpy(end, data, view.size - at);
        masks m = read_block(data);
        counts.has_colon = counts.has_colon || m.colons;
        counts.has_quotes = counts.has_quotes || m.quotes;
        if (m.high) {
            add_high(view.data + at, &m, &counts);
            counts.chars -= count_bits(m.high & ~m.leads);
        }
        counts.has_letters = counts.has_letters || m.letters;
        uint64_t sum = ~m.spaces + (m.letters | m.digits);
        uint64_t total = sum + carry;
        carry = sum < ~m.spaces || total < sum;
        counts.words += count_bits(total & m.spaces);
    }
    counts.words += (uint32_t)carry;
    return counts;
}
