/* seen.c: an open-addressing table of hashes, at most half full. */
#include "engine/seen.h"

#include "base/hash.h"

#include <stdlib.h>

struct wn_seen_entry {
    uint64_t hash;
    uint64_t line; /* plus 1; 0: free */
};

static struct wn_seen_entry *find_place(const wn_seen *seen, uint64_t hash)
{
    size_t mask = seen->capacity - 1;
    size_t at = (size_t)hash & mask;
    while (seen->entries[at].line && seen->entries[at].hash != hash)
        at = (at + 1) & mask;
    return &seen->entries[at];
}

static wn_status grow(wn_seen *seen)
{
    wn_seen bigger = {.capacity = seen->capacity ? seen->capacity * 2 : 256, .count = seen->count};
    bigger.entries = calloc(bigger.capacity, sizeof *bigger.entries);
    if (!bigger.entries)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < seen->capacity; i++)
        if (seen->entries[i].line)
            *find_place(&bigger, seen->entries[i].hash) = seen->entries[i];
    free(seen->entries);
    *seen = bigger;
    return WN_OK;
}

wn_status wn_seen_note(wn_seen *seen, wn_bytes core, uint64_t line, bool *repeated)
{
    *repeated = false;
    if (!core.size)
        return WN_OK;
    if ((seen->count + 1) * 2 > seen->capacity && seen->capacity < WN_SEEN_MAX * 2 && grow(seen) != WN_OK)
        return WN_NO_MEMORY;
    uint64_t              hash = wn_hash(core);
    struct wn_seen_entry *entry = find_place(seen, hash);
    if (entry->line) {
        *repeated = entry->line - 1 < line;
    } else if (seen->count < WN_SEEN_MAX) {
        *entry = (struct wn_seen_entry){hash, line + 1};
        seen->count++;
    }
    return WN_OK;
}

void wn_seen_clear(wn_seen *seen)
{
    if (seen->count)
        memset(seen->entries, 0, seen->capacity * sizeof *seen->entries);
    seen->count = 0;
}

void wn_seen_free(wn_seen *seen)
{
    free(seen->entries);
    *seen = (wn_seen){0};
}
