/* sha1.h: the SHA-1 of FIPS 180-4, of bytes at once. It stands in the headers of WARC records; it guards nothing. */
#ifndef WN_BASE_SHA1_H
#define WN_BASE_SHA1_H

#include "winnow.h"

#define WN_SHA1_BASE32_SIZE 33 /* 32 letters and NUL */

/* Writes the sum in base32 (RFC 4648). */
void wn_sha1_base32(wn_bytes bytes, char text[WN_SHA1_BASE32_SIZE]);

#endif
