/* utf8.h: reading and writing UTF-8, one character at a time, trusting nothing. */
#ifndef WN_BASE_UTF8_H
#define WN_BASE_UTF8_H

#include "winnow.h"

typedef struct wn_utf8_char {
    uint32_t code; /* U+FFFD when the byte is not valid */
    uint8_t  size; /* bytes it takes: 1 for an invalid byte */
    bool     is_valid;
} wn_utf8_char;

/* The character at `at`, which must be below text.size. Overlong forms, surrogates and codes over
 * U+10FFFF are invalid (Unicode 15, table 3-7). */
wn_utf8_char wn_utf8_decode(wn_bytes text, size_t at);

/* Writes the character to `out`, which has room for 4 bytes; returns how many it wrote. */
size_t wn_utf8_encode(uint32_t code, char *out);

/* The offset of the first byte that is not part of a valid character; text.size when there is none. */
size_t wn_utf8_check(wn_bytes text);

/* The length of the part before the first byte over 0x7F. */
size_t wn_ascii_prefix(wn_bytes text);

/* Whether a terminal might act on it: C0, DEL, C1, and the bidirectional and line controls. */
bool wn_utf8_is_control(uint32_t code);

#endif
