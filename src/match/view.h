/* view.h: the normalised copy of a line that conditions see.
 *
 * Trimmed; every Unicode space or run of spaces is one U+0020; zero-width and bidirectional marks,
 * soft hyphens and other controls are dropped; typographic apostrophes become U+0027 and full-width
 * ASCII its ordinary form; composed to NFC; a byte that is not UTF-8 becomes U+FFFD. An ordinary
 * line needs no copy: its view is a slice of itself. */
#ifndef WN_MATCH_VIEW_H
#define WN_MATCH_VIEW_H

#include "base/buf.h"

typedef struct wn_view {
    wn_bytes text;          /* valid UTF-8; a slice of the line, or of the storage until that changes */
    bool     is_ascii;      /* every byte of `text` is below 0x80 */
    bool     is_copy;       /* `text` is in the storage */
    uint32_t invalid_bytes; /* bytes of the line that are not UTF-8 */
} wn_view;

/* Makes the view of a line (without its terminator). A copy is appended to `storage`, whose earlier
 * content stays; a caller that keeps several views must know that appending may move it.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_view_make(wn_bytes line, wn_buf *storage, wn_view *view);

/* For each byte of the line's view the offset in the line it came from, and one entry more for the
 * end: `offsets` has room for view->text.size + 1 entries. A view byte made from several line bytes
 * (a run of spaces, a composed character) has the offset of the first; the entry after it is the
 * offset of what follows, so that a slice of the view maps to a slice of the line.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_view_map(wn_bytes line, const wn_view *view, uint32_t *offsets);

/* Folds text as the view does, for literals a policy's author wrote: the same normalisation,
 * appended to `out`, but not trimmed: a literal such as "by " means its space.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_view_literal(wn_bytes text, wn_buf *out);

/* The same for the source of a regular expression: apostrophes, full-width characters (escaped where
 * they become special) and NFC; ASCII spaces and controls stay as they are, for they may be syntax,
 * and any other space becomes \x20. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_view_pattern(wn_bytes source, wn_buf *out);

#endif
