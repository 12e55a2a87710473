/* glance.h: where the lines of a text end, and how many words they have, as far as one look at large blocks tells.
 *
 * It is for policies that ask of most lines only how they begin: of such a line nothing else is read. A line of
 * printable ASCII is told through and through; what else there may be in a line is for surface.c and view.c. */
#ifndef WN_MATCH_GLANCE_H
#define WN_MATCH_GLANCE_H

#include "winnow.h"

/* Instead of words. */
enum wn_glance {
    WN_GLANCE_HIGH = 0x7FFFFFFE, /* it has bytes over 0x7F */
    WN_GLANCE_ODD                /* it has control characters, a CR before the line feed not counted */
};

#define WN_GLANCE_ROOM 64

typedef struct wn_glanced_line {
    uint32_t end;   /* where its line feed stands */
    uint32_t words; /* as in wn_counts, of a line of printable ASCII; else WN_GLANCE_* */
} wn_glanced_line;

/* Looks at the lines from `at` on, where one begins, of a text of less than 4 GiB. Without `counts` no words are
 * counted. Returns how many it has put into `lines`: at most `room`, which is no less than WN_GLANCE_ROOM, and only
 * those with a line feed. */
size_t wn_glance(wn_bytes text, size_t at, bool counts, wn_glanced_line *lines, size_t room);

/* The same with blocks of a width (see wn_surface_width) that the processor has; what is told does not depend on it. */
size_t wn_glance_by(unsigned width, wn_bytes text, size_t at, bool counts, wn_glanced_line *lines, size_t room);

#endif
