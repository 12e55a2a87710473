/* sha256.h: the SHA-256 of FIPS 180-4, fed in pieces. It names a policy's sources; it guards nothing. */
#ifndef WN_BASE_SHA256_H
#define WN_BASE_SHA256_H

#include "winnow.h"

#define WN_SHA256_HEX_SIZE 65 /* 64 digits and NUL */

typedef struct wn_sha256 {
    uint32_t      state[8];
    uint64_t      size; /* bytes fed so far */
    unsigned char block[64];
} wn_sha256;

void wn_sha256_begin(wn_sha256 *sum);
void wn_sha256_feed(wn_sha256 *sum, wn_bytes bytes);

/* Writes the sum in lower-case hexadecimal digits; the next use needs wn_sha256_begin. */
void wn_sha256_end(wn_sha256 *sum, char hex[WN_SHA256_HEX_SIZE]);

#endif
