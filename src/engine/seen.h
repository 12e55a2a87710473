/* seen.h: which cores a document has had so far, for `repeats: earlier`.
 *
 * A core is remembered by its 64-bit hash and the number of the line it first stood in. The set is
 * bounded: when it is full, later cores are not remembered, and nothing counts as their repetition. */
#ifndef WN_ENGINE_SEEN_H
#define WN_ENGINE_SEEN_H

#include "winnow.h"

#define WN_SEEN_MAX ((size_t)1 << 17) /* cores of one document; 4 MiB */

typedef struct wn_seen {
    struct wn_seen_entry *entries;
    size_t                capacity; /* a power of two, or 0 */
    size_t                count;
} wn_seen;

/* Whether `core` stood in a line before `line`; remembers it when it is new. *repeated is false for an
 * empty core. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_seen_note(wn_seen *seen, wn_bytes core, uint64_t line, bool *repeated);

void wn_seen_clear(wn_seen *seen);
void wn_seen_free(wn_seen *seen);

#endif
