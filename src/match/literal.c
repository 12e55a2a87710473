/* literal.c: which literals a line has.
 *
 * IS literals stand in a hash table. All others stand in an index: sorted bytewise, each knowing the
 * longest other literal that begins it, so that one binary search finds every literal that begins a
 * text. STARTS literals need two such searches a line.
 *
 * For CONTAINS literals a search at every byte would be slow, so filters in front of it say where
 * one could succeed. A long literal is looked for at every fourth byte only: whichever the alignment,
 * one of the four windows of four bytes at its start falls on such a place, and a table says for the
 * hash of a window which of the four it can be. A bitmap of the hashes of whole heads, the first
 * seven bytes, then stops nearly all that is left. Middling literals have windows of three bytes at
 * every second place and heads of four; the shortest have bitmaps of their first two and three bytes.
 *
 * The work at one place is bounded by the longest literal, whatever the text and however many
 * literals share a start. */
#include "match/literal.h"

#include "base/hash.h"
#include "match/fold.h"

#include <stdlib.h>
#include <string.h>

#define KEY_BYTES 8
#define WINDOW_BITS 16
#define HEAD_BITS 18
#define PAIR_BITS 16
#define TRIPLE_BITS 17

_Static_assert(1 << WINDOW_BITS == WN_LITERAL_WINDOWS_BYTES, "a byte for each hash of a window");
_Static_assert(1 << HEAD_BITS == 8 * WN_LITERAL_HEADS_BYTES, "a bit for each hash of a head");
_Static_assert(1 << PAIR_BITS == 8 * WN_LITERAL_PAIRS_BYTES, "a bit for each pair");
_Static_assert(1 << TRIPLE_BITS == 8 * WN_LITERAL_TRIPLES_BYTES, "a bit for each hash of a triple");

/* A literal of `window + stride - 1` bytes, the head, has a whole window at each of `stride` places. */
enum {
    LONG_WINDOW = 4,
    LONG_STRIDE = 4,
    LONG_HEAD = LONG_WINDOW + LONG_STRIDE - 1,
    MIDDLE_WINDOW = 3,
    MIDDLE_STRIDE = 2,
    MIDDLE_HEAD = MIDDLE_WINDOW + MIDDLE_STRIDE - 1
};

#define NO_PREFIX WN_LITERAL_ABSENT

/* ---- the index of prefixes ---- */

static uint64_t read_key(const char *data, size_t size)
{
    const unsigned char *p = (const unsigned char *)data;
    if (size >= KEY_BYTES)
        return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 |
               (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 | (uint64_t)p[6] << 8 | p[7];
    uint64_t key = 0;
    for (size_t i = 0; i < KEY_BYTES; i++)
        key = key << 8 | (i < size ? p[i] : 0);
    return key;
}

static int compare_bytes(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t common = a_size < b_size ? a_size : b_size;
    int    order = common ? memcmp(a, b, common) : 0;
    return order ? order : (a_size > b_size) - (a_size < b_size);
}

/* A prefix while its index is made. */
typedef struct sortable {
    const char *text;
    wn_prefix   prefix;
} sortable;

static int compare_sortables(const void *left, const void *right)
{
    const sortable *a = left, *b = right;
    return compare_bytes(a->text, a->prefix.size, b->text, b->prefix.size);
}

static bool is_prefix(const sortable *s, const sortable *of)
{
    return s->prefix.size <= of->prefix.size && !memcmp(s->text, of->text, s->prefix.size);
}

/* The parents, with the chain of open prefixes of a sorted list as a stack: a prefix's parent is its
 * predecessor or one of that one's ancestors. */
static void link_parents(sortable *sorted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t parent = i ? (uint32_t)(i - 1) : NO_PREFIX;
        while (parent != NO_PREFIX && !is_prefix(&sorted[parent], &sorted[i]))
            parent = sorted[parent].prefix.parent;
        sorted[i].prefix.parent = parent;
    }
}

static void fill_directory(const sortable *sorted, size_t count, uint32_t first[257])
{
    size_t i = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        first[byte] = (uint32_t)i;
        while (i < count && (unsigned char)sorted[i].text[0] == byte)
            i++;
    }
    first[256] = (uint32_t)count;
}

/* Sorts the prefixes and lays them out in the arena. */
static wn_status lay_out_index(sortable *sorted, size_t count, wn_arena *arena, wn_prefix_index *index)
{
    *index = (wn_prefix_index){.count = (uint32_t)count};
    if (!count)
        return WN_OK;
    uint64_t  *keys = wn_arena_alloc(arena, count * sizeof *keys);
    wn_prefix *prefixes = wn_arena_alloc(arena, count * sizeof *prefixes);
    uint32_t  *first = wn_arena_alloc(arena, 257 * sizeof *first);
    if (!keys || !prefixes || !first)
        return WN_NO_MEMORY;
    qsort(sorted, count, sizeof *sorted, compare_sortables);
    link_parents(sorted, count);
    fill_directory(sorted, count, first);
    for (size_t i = 0; i < count; i++) {
        keys[i] = read_key(sorted[i].text, sorted[i].prefix.size);
        prefixes[i] = sorted[i].prefix;
    }
    index->keys = keys;
    index->prefixes = prefixes;
    index->first = first;
    return WN_OK;
}

/* Whether the prefix with this number stands behind the text in the order of bytes. */
static bool is_behind(const wn_prefix_index *index, const char *pool, size_t i, uint64_t key, wn_bytes text)
{
    if (index->keys[i] != key)
        return index->keys[i] > key;
    const wn_prefix *p = &index->prefixes[i];
    return compare_bytes(pool + p->text, p->size, text.data, text.size) > 0;
}

static size_t common_bytes(const char *a, size_t a_size, wn_bytes b)
{
    size_t limit = a_size < b.size ? a_size : b.size, i = 0;
    while (i < limit && a[i] == b.data[i])
        i++;
    return i;
}

typedef void (*found_function)(void *user, uint32_t literal);

/* Reports every prefix that begins the text, which is not empty. The last one not behind the text
 * has them all among itself and its ancestors. */
static void report_prefixes(const wn_prefix_index *index, const char *pool, wn_bytes text, found_function found,
                            void *user)
{
    unsigned byte = (unsigned char)text.data[0];
    size_t   low = index->first[byte], high = index->first[byte + 1], begin = low;
    if (low == high)
        return;
    uint64_t key = read_key(text.data, text.size);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_behind(index, pool, middle, key, text))
            high = middle;
        else
            low = middle + 1;
    }
    if (low == begin)
        return;
    const wn_prefix *p = &index->prefixes[low - 1];
    size_t           common = common_bytes(pool + p->text, p->size, text);
    for (;;) {
        if (p->size <= common)
            found(user, p->literal);
        if (p->parent == NO_PREFIX)
            return;
        p = &index->prefixes[p->parent];
    }
}

/* ---- filters ---- */

#define HASH_32 0x9E3779B1u
#define HASH_64 0x9E3779B97F4A7C15u

static uint32_t read_four(const char *data)
{
    uint32_t four;
    memcpy(&four, data, 4);
    return four;
}

static unsigned pair_at(const char *data)
{
    return (unsigned)(unsigned char)data[0] << 8 | (unsigned char)data[1];
}

static unsigned triple_at(const char *data)
{
    return pair_at(data) << 8 | (unsigned char)data[2];
}

static unsigned hash_triple(const char *data)
{
    return triple_at(data) * HASH_32 >> (32 - TRIPLE_BITS);
}

/* Of 3 or 4 bytes. */
static inline unsigned hash_window(const char *data, size_t size)
{
    return (size == 4 ? read_four(data) : triple_at(data)) * HASH_32 >> (32 - WINDOW_BITS);
}

/* Of 4 to 8 bytes, in two steps that may overlap. */
static inline unsigned hash_head(const char *data, size_t size)
{
    uint64_t head = (uint64_t)read_four(data) << 32 | read_four(data + size - 4);
    return (unsigned)(head * HASH_64 >> (64 - HEAD_BITS));
}

static bool has_bit(const uint8_t *bits, unsigned at)
{
    return bits[at >> 3] >> (at & 7) & 1;
}

static void set_bit(uint8_t *bits, unsigned at)
{
    bits[at >> 3] = (uint8_t)(bits[at >> 3] | 1u << (at & 7));
}

static wn_status make_windowed(wn_windowed *w, const char *pool, size_t window, size_t stride, wn_arena *arena)
{
    if (!w->index.count)
        return WN_OK;
    uint8_t *windows = wn_arena_alloc(arena, WN_LITERAL_WINDOWS_BYTES);
    uint8_t *heads = wn_arena_alloc(arena, WN_LITERAL_HEADS_BYTES);
    if (!windows || !heads)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < w->index.count; i++) {
        const char *text = pool + w->index.prefixes[i].text;
        for (size_t k = 0; k < stride; k++) {
            uint8_t *mask = &windows[hash_window(text + k, window)];
            *mask = (uint8_t)(*mask | 1u << k);
        }
        set_bit(heads, hash_head(text, window + stride - 1));
    }
    w->windows = windows;
    w->heads = heads;
    return WN_OK;
}

/* A literal shorter than a filter's bytes stands in it with every possible continuation. */
static void add_tiny(uint8_t *pairs, uint8_t *triples, wn_bytes literal)
{
    char text[3] = {literal.data[0], 0, 0};
    for (unsigned second = 0; second < 256; second++) {
        if (literal.size > 1 && (unsigned char)literal.data[1] != second)
            continue;
        text[1] = (char)second;
        set_bit(pairs, pair_at(text));
        for (unsigned third = 0; third < 256; third++) {
            if (literal.size > 2 && (unsigned char)literal.data[2] != third)
                continue;
            text[2] = (char)third;
            set_bit(triples, hash_triple(text));
        }
    }
}

static wn_status make_tiny(wn_tiny *t, const char *pool, wn_arena *arena)
{
    if (!t->index.count)
        return WN_OK;
    uint8_t *pairs = wn_arena_alloc(arena, WN_LITERAL_PAIRS_BYTES);
    uint8_t *triples = wn_arena_alloc(arena, WN_LITERAL_TRIPLES_BYTES);
    if (!pairs || !triples)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < t->index.count; i++)
        add_tiny(pairs, triples, (wn_bytes){pool + t->index.prefixes[i].text, t->index.prefixes[i].size});
    t->pairs = pairs;
    t->triples = triples;
    return WN_OK;
}

/* ---- making the tables ---- */

/* The index a literal belongs to; NULL for IS literals and for empty ones, which are nowhere. */
static wn_prefix_index *index_of(wn_literals *tables, const wn_literal *literal)
{
    if (!literal->size)
        return NULL;
    if (literal->kind == WN_LITERAL_STARTS)
        return literal->after_lead ? &tables->starts_lead : &tables->starts;
    if (literal->kind != WN_LITERAL_CONTAINS)
        return NULL;
    if (literal->size < MIDDLE_HEAD)
        return &tables->tiny.index;
    return literal->size < LONG_HEAD ? &tables->middle.index : &tables->longer.index;
}

static wn_status make_index(wn_literals *tables, size_t count, const bool *chosen, sortable *room, wn_arena *arena,
                            wn_prefix_index *index)
{
    size_t have = 0;
    for (size_t i = 0; i < count; i++) {
        const wn_literal *literal = &tables->literals[i];
        if ((!chosen || chosen[i]) && index_of(tables, literal) == index)
            room[have++] = (sortable){tables->pool + literal->text,
                                      {literal->text, literal->size, (uint32_t)i, NO_PREFIX}};
    }
    return lay_out_index(room, have, arena, index);
}

static wn_status make_indexes(wn_literals *tables, size_t count, const bool *chosen, wn_arena *arena)
{
    wn_prefix_index *all[] = {&tables->starts, &tables->starts_lead, &tables->tiny.index, &tables->middle.index,
                              &tables->longer.index};
    sortable        *room = malloc((count + 1) * sizeof *room);
    wn_status        status = room ? WN_OK : WN_NO_MEMORY;
    for (size_t i = 0; i < sizeof all / sizeof *all && status == WN_OK; i++)
        status = make_index(tables, count, chosen, room, arena, all[i]);
    free(room);
    return status;
}

static bool is_slotted(const wn_literals *tables, size_t i, const bool *chosen)
{
    return tables->literals[i].kind == WN_LITERAL_IS && (!chosen || chosen[i]);
}

static wn_status make_slots(wn_literals *tables, size_t count, const bool *chosen, wn_arena *arena)
{
    size_t is_count = 0, size = 8;
    for (size_t i = 0; i < count; i++)
        is_count += is_slotted(tables, i, chosen);
    if (!is_count)
        return WN_OK;
    while (size < is_count * 2)
        size *= 2;
    uint32_t *slots = wn_arena_alloc(arena, size * sizeof *slots);
    if (!slots)
        return WN_NO_MEMORY;
    memset(slots, 0xFF, size * sizeof *slots);
    for (size_t i = 0; i < count; i++) {
        if (!is_slotted(tables, i, chosen))
            continue;
        const wn_literal *literal = &tables->literals[i];
        tables->is_bytes = literal->size > tables->is_bytes ? literal->size : tables->is_bytes;
        size_t slot = wn_hash((wn_bytes){tables->pool + literal->text, literal->size}) & (size - 1);
        while (slots[slot] != WN_LITERAL_ABSENT)
            slot = (slot + 1) & (size - 1);
        slots[slot] = (uint32_t)i;
    }
    tables->slots = slots;
    tables->slot_mask = (uint32_t)(size - 1);
    return WN_OK;
}

static wn_status make_filters(wn_literals *tables, wn_arena *arena)
{
    wn_status status = make_tiny(&tables->tiny, tables->pool, arena);
    if (status == WN_OK)
        status = make_windowed(&tables->middle, tables->pool, MIDDLE_WINDOW, MIDDLE_STRIDE, arena);
    if (status == WN_OK)
        status = make_windowed(&tables->longer, tables->pool, LONG_WINDOW, LONG_STRIDE, arena);
    return status;
}

/* ---- the public functions ---- */

wn_status wn_literals_make(const wn_literal *literals, size_t count, const char *pool, const bool *chosen,
                           wn_arena *arena, wn_literals *tables)
{
    *tables = (wn_literals){.literals = literals, .pool = pool};
    wn_status status = make_slots(tables, count, chosen, arena);
    if (status == WN_OK)
        status = make_indexes(tables, count, chosen, arena);
    return status == WN_OK ? make_filters(tables, arena) : status;
}

uint32_t wn_literals_is(const wn_literals *tables, wn_bytes core)
{
    if (!tables->slots || core.size > tables->is_bytes)
        return WN_LITERAL_ABSENT;
    for (size_t slot = wn_hash(core) & tables->slot_mask;; slot = (slot + 1) & tables->slot_mask) {
        uint32_t index = tables->slots[slot];
        if (index == WN_LITERAL_ABSENT)
            return WN_LITERAL_ABSENT;
        const wn_literal *literal = &tables->literals[index];
        if (literal->size == core.size && (!core.size || !memcmp(tables->pool + literal->text, core.data, core.size)))
            return index;
    }
}

static wn_bytes from(wn_bytes text, size_t at)
{
    return (wn_bytes){text.data + at, text.size - at};
}

/* The literal begins where the window is, or up to `stride` - 1 bytes before. Inlined, so that the
 * sizes are constants. */
static inline void scan_windows(const wn_windowed *w, const char *pool, size_t window, size_t stride, wn_bytes text,
                                found_function found, void *user)
{
    size_t head = window + stride - 1;
    for (size_t at = 0; at + window <= text.size; at += stride) {
        unsigned mask = w->windows[hash_window(text.data + at, window)];
        for (size_t k = 0; mask; k++, mask >>= 1) {
            if (!(mask & 1) || k > at || text.size - at + k < head)
                continue;
            if (has_bit(w->heads, hash_head(text.data + at - k, head)))
                report_prefixes(&w->index, pool, from(text, at - k), found, user);
        }
    }
}

static void scan_tiny(const wn_tiny *t, const char *pool, wn_bytes text, found_function found, void *user)
{
    size_t at = 0;
    for (; at + 3 <= text.size; at++) {
        if (has_bit(t->pairs, pair_at(text.data + at)) && has_bit(t->triples, hash_triple(text.data + at)))
            report_prefixes(&t->index, pool, from(text, at), found, user);
    }
    for (; at < text.size; at++)
        report_prefixes(&t->index, pool, from(text, at), found, user);
}

void wn_literals_scan(const wn_literals *tables, wn_bytes folded, void (*found)(void *user, uint32_t literal),
                      void *user)
{
    if (!folded.size)
        return;
    if (tables->starts.count)
        report_prefixes(&tables->starts, tables->pool, folded, found, user);
    if (tables->starts_lead.count) {
        wn_bytes lead = wn_lead(folded);
        if (lead.size)
            report_prefixes(&tables->starts_lead, tables->pool, lead, found, user);
    }
    if (tables->longer.index.count)
        scan_windows(&tables->longer, tables->pool, LONG_WINDOW, LONG_STRIDE, folded, found, user);
    if (tables->middle.index.count)
        scan_windows(&tables->middle, tables->pool, MIDDLE_WINDOW, MIDDLE_STRIDE, folded, found, user);
    if (tables->tiny.index.count)
        scan_tiny(&tables->tiny, tables->pool, folded, found, user);
}
