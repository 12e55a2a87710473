/* pile.h: bytes that pile up and are dropped together, or back to a mark; they never move. */
#ifndef WN_BASE_PILE_H
#define WN_BASE_PILE_H

#include <stddef.h>

typedef struct wn_pile {
    struct wn_pile_block *first;
    struct wn_pile_block *top; /* the one that is being filled; those above it are empty */
} wn_pile;

typedef struct wn_pile_mark {
    struct wn_pile_block *top;
    size_t                used;
} wn_pile_mark;

/* Room for `size` bytes, aligned for no type but char; NULL when there is no memory. Valid until the pile is cleared,
 * rewound to a mark before it, or freed. */
char *wn_pile_take(wn_pile *pile, size_t size);

wn_pile_mark wn_pile_mark_top(const wn_pile *pile);
void         wn_pile_rewind(wn_pile *pile, wn_pile_mark mark);

void wn_pile_clear(wn_pile *pile); /* keeps the memory */
void wn_pile_free(wn_pile *pile);

#endif
