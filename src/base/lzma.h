/* lzma.h: reading what `xz --format=lzma` wrote. */
#ifndef WN_BASE_LZMA_H
#define WN_BASE_LZMA_H

#include "winnow.h"

/* Unpacks exactly `size` bytes to `out`, all of them or WN_BAD_INPUT: what is packed is damaged, ends early, or holds
 * less. What follows in it is not looked at. Otherwise WN_OK or WN_NO_MEMORY (some 30 KiB are needed). */
wn_status wn_lzma_unpack(wn_bytes packed, char *out, size_t size);

#endif
