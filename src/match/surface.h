/* surface.h: one look at a line, which tells most lines through and through.
 *
 * Most lines have single spaces between words and no character that their view would change, nor one whose fold
 * has another length. Their view is themselves, and one pass in large blocks gives all that is asked of every line:
 * its fold, how many words it has, whether there are letters, colons, quotes, and where its words begin, so that
 * literals can be looked for. Any other line is left to view.c, fold.c and words.c, which know all of Unicode; where
 * both can read a line they agree. */
#ifndef WN_MATCH_SURFACE_H
#define WN_MATCH_SURFACE_H

#include "match/words.h"

#define WN_SURFACE_BYTES_MAX 16384 /* as WN_LINE_BYTES_MAX: no longer line is judged */
#define WN_SURFACE_PAD 64          /* zeros behind the fold, so that it can be read in blocks */
#define WN_SURFACE_BLOCKS (WN_SURFACE_BYTES_MAX / 64 + 1)

/* What one line looked like; it lasts until the next is read. */
typedef struct wn_surface {
    size_t    size;
    wn_counts counts;
    bool      is_ascii;
    uint64_t  begins[WN_SURFACE_BLOCKS]; /* a bit for each byte: a letter or digit after none; a character beyond ASCII
                                            that is no letter, or one of a script without spaces */
    char fold[WN_SURFACE_BYTES_MAX + WN_SURFACE_PAD];
} wn_surface;

/* Reads a line of at most WN_SURFACE_BYTES_MAX bytes. False when it is of another kind: not ASCII, with control
 * characters, with two spaces in a row or one at either end, or empty. */
bool wn_surface_read(wn_bytes line, wn_surface *surface);

/* How many bytes at a time this processor reads at most: 16, 32 or 64. */
unsigned wn_surface_width(void);

/* The same with a width that is no more than that; what is read does not depend on it. */
bool wn_surface_read_by(unsigned width, wn_bytes line, wn_surface *surface);

#endif
