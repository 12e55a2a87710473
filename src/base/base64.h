/* base64.h: bytes as letters, the alphabet of RFC 4648 with padding. */
#ifndef WN_BASE_BASE64_H
#define WN_BASE_BASE64_H

#include "base/buf.h"

/* Appends the letters; false when there is no memory. */
bool wn_base64_put(wn_buf *out, wn_bytes bytes);

/* Appends the bytes that the letters stand for; false when they are not the one way to write them, or there is
 * no memory (then out->failed says so). */
bool wn_base64_read(wn_buf *out, wn_bytes letters);

#endif
