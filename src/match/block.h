/* block.h: 64 bytes of text as bit masks, one for each thing a byte can be. */
#ifndef WN_MATCH_BLOCK_H
#define WN_MATCH_BLOCK_H

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WN_BLOCK_BYTES 64

/* A bit for each byte of a block. */
typedef struct wn_block {
    uint64_t spaces;
    uint64_t letters; /* ASCII, and those beyond that stand in words */
    uint64_t digits;  /* ASCII */
    uint64_t high;    /* over 0x7F */
    uint64_t leads;   /* first bytes of characters beyond ASCII */
    uint64_t colons;
    uint64_t quotes; /* ASCII */
} wn_block;

#ifdef __SSE2__

/* Bytes from `first` on that are less than `count` away, as 0xFF. */
static inline __m128i wn_block_range(__m128i bytes, char first, int count)
{
    __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8((char)(first - 128)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(count - 128)));
}

static inline uint64_t wn_block_bits(__m128i truth, unsigned at)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(truth) << at;
}

static inline wn_block wn_block_read(const char *data)
{
    wn_block m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
        m.spaces |= wn_block_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')), at);
        m.letters |= wn_block_bits(wn_block_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26), at);
        m.digits |= wn_block_bits(wn_block_range(bytes, '0', 10), at);
        m.colons |= wn_block_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')), at);
        m.quotes |= wn_block_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), at);
        m.high |= wn_block_bits(bytes, at);
        m.leads |= wn_block_bits(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), at); /* 0x00 to 0x7F as well */
    }
    m.leads &= m.high;
    return m;
}

/* Where this byte stands. */
static inline uint64_t wn_block_find(const char *data, char byte)
{
    uint64_t found = 0;
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
        found |= wn_block_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)), at);
    }
    return found;
}

#else

static inline uint64_t wn_block_find(const char *data, char byte)
{
    uint64_t found = 0;
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++)
        found |= (uint64_t)(data[at] == byte) << at;
    return found;
}

static inline wn_block wn_block_read(const char *data)
{
    wn_block m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++) {
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

static inline unsigned wn_bits_count(uint64_t bits)
{
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (unsigned)(bits * 0x0101010101010101u >> 56);
}

static inline unsigned wn_bits_lowest(uint64_t bits)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(bits);
#endif
    return wn_bits_count((bits & (0 - bits)) - 1);
}

#endif
