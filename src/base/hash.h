/* hash.h: the hash of short byte strings that the literal tables use. */
#ifndef WN_BASE_HASH_H
#define WN_BASE_HASH_H

#include "winnow.h"

#include <string.h>

/* Eight bytes, the first one lowest. */
static inline uint64_t wn_hash_word(const unsigned char *p)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
#else
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
#endif
}

/* 64 bits, the same on every machine; not for untrusted keys without a second look at the bytes. */
static inline uint64_t wn_hash(wn_bytes bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.data;
    uint64_t             hash = 0x9E3779B97F4A7C15u ^ bytes.size;
    size_t               left = bytes.size;
    for (; left >= 8; left -= 8, p += 8) {
        hash = (hash ^ wn_hash_word(p)) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    while (left)
        rest = rest << 8 | p[--left];
    hash = (hash ^ rest) * 0xD6E8FEB86659FD93u;
    hash ^= hash >> 29;
    hash *= 0xD6E8FEB86659FD93u;
    return hash ^ hash >> 32;
}

#endif
