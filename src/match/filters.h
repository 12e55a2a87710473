/* filters.h: hashes and bitmaps that say where a literal can begin. Private to the literal tables. */
#ifndef WN_MATCH_FILTERS_H
#define WN_MATCH_FILTERS_H

#include "match/literal.h"

#include <string.h>

#define WN_WINDOW_BITS 16
#define WN_HEAD_BITS 18
#define WN_PAIR_BITS 16
#define WN_TRIPLE_BITS 17

#define WN_FOUR_BITS 14
#define WN_WORDED_BITS 14

_Static_assert(1 << WN_WORDED_BITS == WN_LITERAL_WORDED_BYTES, "a byte for each hash of three bytes");
_Static_assert(1 << WN_FOUR_BITS == WN_LITERAL_FOURS_BYTES, "a byte for each hash of four bytes");
_Static_assert(1 << WN_WINDOW_BITS == WN_LITERAL_WINDOWS_BYTES, "a byte for each hash of a window");
_Static_assert(1 << WN_HEAD_BITS == 8 * WN_LITERAL_HEADS_BYTES, "a bit for each hash of a head");
_Static_assert(1 << WN_PAIR_BITS == 8 * WN_LITERAL_PAIRS_BYTES, "a bit for each pair");
_Static_assert(1 << WN_TRIPLE_BITS == 8 * WN_LITERAL_TRIPLES_BYTES, "a bit for each hash of a triple");

#define WN_HASH_32 0x9E3779B1u
#define WN_HASH_64 0x9E3779B97F4A7C15u

static inline uint32_t wn_read_four(const char *data)
{
    uint32_t four;
    memcpy(&four, data, 4);
    return four;
}

static inline unsigned wn_pair_at(const char *data)
{
    return (unsigned)(unsigned char)data[0] << 8 | (unsigned char)data[1];
}

static inline unsigned wn_triple_at(const char *data)
{
    return wn_pair_at(data) << 8 | (unsigned char)data[2];
}

/* Of four bytes; the last one counts with its lowest three bits alone. */
static inline unsigned wn_hash_four(const char *data)
{
    return wn_read_four(data) * (WN_HASH_32 << 5) >> (32 - WN_FOUR_BITS);
}

static inline unsigned wn_hash_triple(const char *data)
{
    return wn_triple_at(data) * WN_HASH_32 >> (32 - WN_TRIPLE_BITS);
}

/* Of 3 or 4 bytes. */
static inline unsigned wn_hash_window(const char *data, size_t size)
{
    return (size == 4 ? wn_read_four(data) : wn_triple_at(data)) * WN_HASH_32 >> (32 - WN_WINDOW_BITS);
}

/* Of 4 to 8 bytes, in two steps that may overlap. */
static inline unsigned wn_hash_head(const char *data, size_t size)
{
    uint64_t head = (uint64_t)wn_read_four(data) << 32 | wn_read_four(data + size - 4);
    return (unsigned)(head * WN_HASH_64 >> (64 - WN_HEAD_BITS));
}

static inline bool wn_has_bit(const uint8_t *bits, unsigned at)
{
    return bits[at >> 3] >> (at & 7) & 1;
}

static inline void wn_set_bit(uint8_t *bits, unsigned at)
{
    bits[at >> 3] = (uint8_t)(bits[at >> 3] | 1u << (at & 7));
}

#endif
