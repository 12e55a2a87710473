/* block_traits.h: the traits of the characters beyond ASCII in a block of text, as bit masks. */
#ifndef WN_MATCH_BLOCK_TRAITS_H
#define WN_MATCH_BLOCK_TRAITS_H

#include "match/block.h"

#include <stdbool.h>

#define WN_BLOCK_MORE 2 /* bytes behind a block that are read for a character that begins in it */

/* A bit for the first byte of each character that has the trait (traits.h). */
typedef struct wn_block_traits {
    uint64_t still;
    uint64_t ordered;
    uint64_t mark;
    uint64_t same;
    uint64_t letter;
    uint64_t unspaced;
    uint64_t iotas;   /* U+03B9, which may be the fold of a mark (U+0345) */
    uint64_t three;   /* those of three bytes; the others have two */
    uint32_t scripts; /* wn_char_script of all */
} wn_block_traits;

/* Reads the block at `data`, which has bytes over 0x7F where `high` has bits, of which `leads` are first ones. False
 * when one of them cannot be read: it begins a character of another size, or a longer one than it would need. Whether
 * each is followed by what it needs is for the caller to see. `by_vectors`: the processor has
 * such of 32 bytes; what is read is the same without. */
bool wn_block_traits_read(bool by_vectors, const char *data, uint64_t high, uint64_t leads, wn_block_traits *traits);

#endif
