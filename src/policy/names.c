/* names.c: open addressing with linear probing, at most half full. */
#include "policy/names.h"

#include "base/hash.h"

#include <stdlib.h>

/* Where a name is, or the free slot where it would go. */
static wn_name *slot_of(const wn_names *names, uint32_t tag, wn_bytes bytes)
{
    size_t at = (wn_hash(bytes) + tag * (size_t)0x9E3779B1u) & (names->capacity - 1);
    for (;; at = (at + 1) & (names->capacity - 1)) {
        wn_name *slot = &names->slots[at];
        if (!slot->bytes.data)
            return slot;
        if (slot->tag == tag && slot->bytes.size == bytes.size && !memcmp(slot->bytes.data, bytes.data, bytes.size))
            return slot;
    }
}

/* An empty name has bytes too, so that its slot does not look free. */
static wn_bytes with_data(wn_bytes bytes)
{
    return bytes.data ? bytes : (wn_bytes){"", 0};
}

uint32_t wn_names_find(const wn_names *names, uint32_t tag, wn_bytes bytes)
{
    if (!names->capacity)
        return WN_NAME_ABSENT;
    const wn_name *slot = slot_of(names, tag, with_data(bytes));
    return slot->bytes.data ? slot->index : WN_NAME_ABSENT;
}

static bool grow(wn_names *names)
{
    wn_names larger = {.capacity = names->capacity ? names->capacity * 2 : 64, .count = names->count};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < names->capacity; i++)
        if (names->slots[i].bytes.data)
            *slot_of(&larger, names->slots[i].tag, names->slots[i].bytes) = names->slots[i];
    free(names->slots);
    *names = larger;
    return true;
}

bool wn_names_add(wn_names *names, uint32_t tag, wn_bytes bytes, uint32_t index)
{
    if ((names->count + 1) * 2 > names->capacity && !grow(names))
        return false;
    bytes = with_data(bytes);
    wn_name *slot = slot_of(names, tag, bytes);
    if (!slot->bytes.data)
        names->count++;
    *slot = (wn_name){bytes, tag, index};
    return true;
}

void wn_names_free(wn_names *names)
{
    free(names->slots);
    *names = (wn_names){0};
}
