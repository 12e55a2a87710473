/* sha1.c: SHA-1, and base32. Used by wet_record.c. */
#include "base/sha1.h"

#include <string.h>

#define BLOCK_BYTES 64
#define SUM_BYTES 20

static uint32_t rotate(uint32_t word, unsigned bits)
{
    return word << bits | word >> (32 - bits);
}

static uint32_t mix(int round, const uint32_t s[5])
{
    if (round < 20)
        return ((s[1] & s[2]) | (~s[1] & s[3])) + 0x5A827999;
    if (round < 40)
        return (s[1] ^ s[2] ^ s[3]) + 0x6ED9EBA1;
    if (round < 60)
        return ((s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3])) + 0x8F1BBCDC;
    return (s[1] ^ s[2] ^ s[3]) + 0xCA62C1D6;
}

static void add_block(uint32_t state[5], const unsigned char *block)
{
    uint32_t words[80], s[5];
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
                   block[4 * i + 3];
    for (int i = 16; i < 80; i++)
        words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 80; i++) {
        uint32_t next = rotate(s[0], 5) + mix(i, s) + s[4] + words[i];
        s[4] = s[3];
        s[3] = s[2];
        s[2] = rotate(s[1], 30);
        s[1] = s[0];
        s[0] = next;
    }
    for (int i = 0; i < 5; i++)
        state[i] += s[i];
}

/* What is left after whole blocks, padded, with the length in bits at its end. */
static void add_rest(uint32_t state[5], const unsigned char *rest, size_t size, uint64_t bits)
{
    unsigned char last[2 * BLOCK_BYTES] = {0};
    size_t        end = size < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
    if (size)
        memcpy(last, rest, size);
    last[size] = 0x80;
    for (int i = 0; i < 8; i++)
        last[end - 1 - (size_t)i] = (unsigned char)(bits >> 8 * i);
    for (size_t at = 0; at < end; at += BLOCK_BYTES)
        add_block(state, last + at);
}

void wn_sha1_base32(wn_bytes bytes, char text[WN_SHA1_BASE32_SIZE])
{
    static const char    letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t             state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    const unsigned char *data = (const unsigned char *)bytes.data;
    size_t               at = 0;
    for (; bytes.size - at >= BLOCK_BYTES; at += BLOCK_BYTES)
        add_block(state, data + at);
    add_rest(state, bytes.size ? data + at : data, bytes.size - at, (uint64_t)bytes.size * 8);
    for (size_t i = 0; i < SUM_BYTES * 8 / 5; i++) {
        size_t   bit = 5 * i;
        uint64_t pair = (uint64_t)state[bit / 32] << 32 | (bit / 32 < 4 ? state[bit / 32 + 1] : 0);
        text[i] = letters[pair >> (59 - bit % 32) & 31];
    }
    text[WN_SHA1_BASE32_SIZE - 1] = '\0';
}
