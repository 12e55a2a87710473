/* vary.h: changes texts as copying, editing and malice do.
 *
 * Harmless changes leave a line what it is for any reader. Odd ones do, too, but put a character there that no rule
 * expects. Rough ones cut and join whole texts; what they make need not mean anything. */
#ifndef WN_AUTHOR_FUZZ_VARY_H
#define WN_AUTHOR_FUZZ_VARY_H

#include "author/fuzz/breed.h"

/* Changes of a line that mean nothing. */
typedef enum wn_harmless {
    WN_HARMLESS_COLON,  /* one more colon at the end */
    WN_HARMLESS_SPACE,  /* each space doubled */
    WN_HARMLESS_NARROW, /* each space a no-break space, and one at either end */
    WN_HARMLESS_SIGNS,  /* typographic apostrophes */
    WN_HARMLESS_DASHES, /* a dash for a hyphen between spaces */
    WN_HARMLESS_DOTS,   /* one sign for three dots */
    WN_HARMLESS_KINDS
} wn_harmless;

/* Appends the changed line; false, with nothing appended, when it would be the same or something else. */
bool wn_vary_harmless(wn_harmless kind, wn_bytes line, wn_buf *out);

/* What to call the change, such as "a colon at the end". */
const char *wn_harmless_name(wn_harmless kind);

/* Characters that look like another one, or like nothing. */
typedef enum wn_odd {
    WN_ODD_LOOKALIKE, /* a letter of another script that looks the same */
    WN_ODD_BYTE,      /* a byte that is not UTF-8 instead of the character */
    WN_ODD_NOTHING,   /* a character without width behind it */
    WN_ODD_KINDS
} wn_odd;

/* Appends the line with the character at byte `at` made odd; false, with nothing appended, when it has no look-alike.
 */
bool wn_vary_odd(wn_odd kind, wn_bytes line, size_t at, wn_buf *out);

const char *wn_odd_name(wn_odd kind);

/* Appends a text made of `text` by one rough change: a line doubled, dropped or moved, a piece of `other` put in, bytes
 * cut, case or Unicode form or white space or quotes changed, an invalid byte put in. `other` may be `text`. */
void wn_vary_text(wn_breeder *breeder, wn_bytes text, wn_bytes other, wn_buf *out);

#endif
