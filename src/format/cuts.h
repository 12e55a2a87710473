/* cuts.h: what is taken out of a source and put into it, as stretches of its bytes.
 *
 * Cuts are made for a text, carried over by maps to what the text was made from, and so on to the bytes that were fed.
 * There they are written out: whatever lies between two cuts is copied. */
#ifndef WN_FORMAT_CUTS_H
#define WN_FORMAT_CUTS_H

#include "format/map.h"

#define WN_NO_REASON SIZE_MAX

typedef struct wn_cut {
    wn_range range;
    size_t   put; /* where its `put` begins in wn_cuts.puts */
    size_t   put_size;
    size_t   reason;      /* the number of the decision it comes from; WN_NO_REASON: the format's own */
    bool     is_follower; /* an earlier cut has the same reason */
} wn_cut;

typedef struct wn_cuts {
    wn_cut *items;
    size_t  count;
    size_t  capacity;
    wn_buf  puts;
} wn_cuts;

/* Adds a cut; range, reason and flags are those of `cut`. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_cuts_add(wn_cuts *cuts, wn_cut cut, wn_bytes put);

void wn_cuts_clear(wn_cuts *cuts); /* keeps the memory */
void wn_cuts_free(wn_cuts *cuts);

static inline wn_bytes wn_cut_put(const wn_cuts *cuts, const wn_cut *cut)
{
    return (wn_bytes){cut->put_size ? cuts->puts.data + cut->put : NULL, cut->put_size};
}

/* Puts the cuts in the order of the source, and drops those that lie in another. */
void wn_cuts_sort(wn_cuts *cuts);

/* Appends `put` in the form that it must have in the source; false when there is no memory. */
typedef bool wn_put_form(const void *user, wn_bytes put, wn_buf *out);

/* Carries sorted cuts of a text over to its source. Each `put` takes the place of the first byte that its cut takes,
 * and a cut of which nothing is in the source is dropped. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_cuts_carry(const wn_cuts *cuts, const wn_map *map, wn_put_form *form, const void *user, wn_cuts *out);

/* Appends the source[range] as the cuts in it leave it; false when there is no memory. *next is the first of the
 * sorted cuts that may lie in it, and moves on. */
bool wn_cuts_apply(const wn_cuts *cuts, wn_bytes source, wn_range range, size_t *next, wn_buf *out);

#endif
