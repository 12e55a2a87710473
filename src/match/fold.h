/* fold.h: case folding, so that literals are compared byte by byte.
 *
 * Full Unicode case folding, and the dotted and dotless I as i. Any two characters that PCRE2 holds
 * equal under PCRE2_CASELESS fold to the same bytes (K and U+212A, s and U+017F among them), so a
 * pattern cannot match where the fold of its literal does not occur. */
#ifndef WN_MATCH_FOLD_H
#define WN_MATCH_FOLD_H

#include "base/buf.h"

/* Appends the fold of `text`, which is valid UTF-8. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_fold(wn_bytes text, wn_buf *out);

/* The core of a view or of its fold: what `is` compares. Leading and trailing characters that are
 * neither letters nor digits go, and so does a counter in brackets at either end, such as "(12)";
 * combining marks stay with their letter. A slice of `text`; empty when nothing is left. */
wn_bytes wn_core(wn_bytes text);

/* What `starts` looks at: `text` from its first letter or digit on. */
wn_bytes wn_lead(wn_bytes text);

#endif
