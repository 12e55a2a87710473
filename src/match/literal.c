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

/* A literal of `window + stride - 1` bytes, the head, has a whole window at each of `stride` places. */
enum {
    LONG_WINDOW = 4,
    LONG_STRIDE = 4,
    LONG_HEAD = LONG_WINDOW + LONG_STRIDE - 1,
    MIDDLE_WINDOW = 3,
    MIDDLE_STRIDE = 2,
    MIDDLE_HEAD = MIDDLE_WINDOW + MIDDLE_STRIDE - 1
};

#define NO_ENTRY UINT32_MAX

/* ---- the index of prefixes ---- */

typedef struct entry {
    const char *text;
    uint32_t    size;
    uint32_t    literal;
    uint32_t    parent; /* the longest other entry that begins this one, or NO_ENTRY */
} entry;

typedef struct prefix_index {
    uint64_t *keys; /* the first bytes of each entry, big-endian, filled up with 0; ascending */
    entry    *entries;
    size_t    count;
    uint32_t  first[257]; /* entries whose first byte is b: first[b] to first[b + 1] */
} prefix_index;

/* CONTAINS literals that are looked for by windows. */
typedef struct windowed {
    prefix_index index;
    uint8_t     *windows; /* bit k: a window with this hash can stand k bytes after a literal's start */
    uint8_t     *heads;   /* bitmap */
} windowed;

/* CONTAINS literals of less than MIDDLE_HEAD bytes. */
typedef struct tiny {
    prefix_index index;
    uint8_t     *pairs;   /* bitmap */
    uint8_t     *triples; /* bitmap */
} tiny;

struct wn_literals {
    const wn_literal *literals;
    const char       *pool;
    uint32_t         *slots; /* of IS literals; NO_ENTRY where free */
    size_t            slot_mask;
    prefix_index      starts;      /* from the first byte */
    prefix_index      starts_lead; /* from the first letter or digit */
    tiny              tiny;
    windowed          middle;
    windowed          longer;
};

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

static int compare_entries(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    return compare_bytes(a->text, a->size, b->text, b->size);
}

static bool is_prefix(const entry *e, const char *text, size_t size)
{
    return e->size <= size && !memcmp(e->text, text, e->size);
}

/* The parents, with the chain of open prefixes of a sorted list as a stack: an entry's parent is its
 * predecessor or one of that one's ancestors. */
static void link_parents(prefix_index *index)
{
    for (size_t i = 0; i < index->count; i++) {
        entry   *e = &index->entries[i];
        uint32_t parent = i ? (uint32_t)(i - 1) : NO_ENTRY;
        while (parent != NO_ENTRY && !is_prefix(&index->entries[parent], e->text, e->size))
            parent = index->entries[parent].parent;
        e->parent = parent;
    }
}

static void fill_directory(prefix_index *index)
{
    size_t i = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        index->first[byte] = (uint32_t)i;
        while (i < index->count && (unsigned char)index->entries[i].text[0] == byte)
            i++;
    }
    index->first[256] = (uint32_t)index->count;
}

static void sort_index(prefix_index *index)
{
    if (!index->count)
        return;
    qsort(index->entries, index->count, sizeof *index->entries, compare_entries);
    for (size_t i = 0; i < index->count; i++)
        index->keys[i] = read_key(index->entries[i].text, index->entries[i].size);
    link_parents(index);
    fill_directory(index);
}

static bool is_entry_after(const prefix_index *index, size_t i, uint64_t key, const char *text, size_t size)
{
    if (index->keys[i] != key)
        return index->keys[i] > key;
    const entry *e = &index->entries[i];
    return compare_bytes(e->text, e->size, text, size) > 0;
}

static size_t common_bytes(const entry *e, const char *text, size_t size)
{
    size_t limit = e->size < size ? e->size : size, i = 0;
    while (i < limit && e->text[i] == text[i])
        i++;
    return i;
}

typedef void (*found_function)(void *user, uint32_t literal);

/* Reports every entry that begins the text, which is not empty. The last entry not above the text
 * has them all among itself and its ancestors. */
static void report_prefixes(const prefix_index *index, const char *text, size_t size, found_function found, void *user)
{
    unsigned byte = (unsigned char)text[0];
    size_t   low = index->first[byte], high = index->first[byte + 1], begin = low;
    if (low == high)
        return;
    uint64_t key = read_key(text, size);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_entry_after(index, middle, key, text, size))
            high = middle;
        else
            low = middle + 1;
    }
    if (low == begin)
        return;
    const entry *e = &index->entries[low - 1];
    size_t       common = common_bytes(e, text, size);
    for (;;) {
        if (e->size <= common)
            found(user, e->literal);
        if (e->parent == NO_ENTRY)
            return;
        e = &index->entries[e->parent];
    }
}

/* ---- making the tables ---- */

/* The index a literal belongs to; NULL for IS literals and for empty ones, which are nowhere. */
static prefix_index *index_of(wn_literals *tables, const wn_literal *literal)
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

static bool reserve_index(prefix_index *index)
{
    if (!index->count)
        return true;
    index->keys = calloc(index->count, sizeof *index->keys);
    index->entries = calloc(index->count, sizeof *index->entries);
    index->count = 0;
    return index->keys && index->entries;
}

static bool make_indexes(wn_literals *tables, size_t count)
{
    prefix_index *all[] = {&tables->starts, &tables->starts_lead, &tables->tiny.index, &tables->middle.index,
                           &tables->longer.index};
    size_t        all_count = sizeof all / sizeof *all;
    for (size_t i = 0; i < count; i++) {
        prefix_index *index = index_of(tables, &tables->literals[i]);
        if (index)
            index->count++;
    }
    for (size_t i = 0; i < all_count; i++) {
        if (!reserve_index(all[i]))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        const wn_literal *literal = &tables->literals[i];
        prefix_index     *index = index_of(tables, literal);
        if (index)
            index->entries[index->count++] = (entry){tables->pool + literal->text, literal->size, (uint32_t)i,
                                                     NO_ENTRY};
    }
    for (size_t i = 0; i < all_count; i++)
        sort_index(all[i]);
    return true;
}

static bool make_slots(wn_literals *tables, size_t count)
{
    size_t is_count = 0, size = 8;
    for (size_t i = 0; i < count; i++)
        is_count += tables->literals[i].kind == WN_LITERAL_IS;
    while (size < is_count * 2)
        size *= 2;
    tables->slots = malloc(size * sizeof *tables->slots);
    if (!tables->slots)
        return false;
    tables->slot_mask = size - 1;
    memset(tables->slots, 0xFF, size * sizeof *tables->slots);
    for (size_t i = 0; i < count; i++) {
        const wn_literal *literal = &tables->literals[i];
        if (literal->kind != WN_LITERAL_IS)
            continue;
        size_t slot = wn_hash((wn_bytes){tables->pool + literal->text, literal->size}) & tables->slot_mask;
        while (tables->slots[slot] != NO_ENTRY)
            slot = (slot + 1) & tables->slot_mask;
        tables->slots[slot] = (uint32_t)i;
    }
    return true;
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

static uint8_t *new_bitmap(unsigned bits)
{
    return calloc(((size_t)1 << bits) / 8, 1);
}

static bool make_windowed(windowed *w, size_t window, size_t stride)
{
    if (!w->index.count)
        return true;
    w->windows = calloc((size_t)1 << WINDOW_BITS, 1);
    w->heads = new_bitmap(HEAD_BITS);
    if (!w->windows || !w->heads)
        return false;
    for (size_t i = 0; i < w->index.count; i++) {
        const char *text = w->index.entries[i].text;
        for (size_t k = 0; k < stride; k++) {
            uint8_t *mask = &w->windows[hash_window(text + k, window)];
            *mask = (uint8_t)(*mask | 1u << k);
        }
        set_bit(w->heads, hash_head(text, window + stride - 1));
    }
    return true;
}

/* A literal shorter than a filter's bytes stands in it with every possible continuation. */
static void add_tiny(tiny *t, const entry *e)
{
    char text[3] = {e->text[0], 0, 0};
    for (unsigned second = 0; second < 256; second++) {
        if (e->size > 1 && (unsigned char)e->text[1] != second)
            continue;
        text[1] = (char)second;
        set_bit(t->pairs, pair_at(text));
        for (unsigned third = 0; third < 256; third++) {
            if (e->size > 2 && (unsigned char)e->text[2] != third)
                continue;
            text[2] = (char)third;
            set_bit(t->triples, hash_triple(text));
        }
    }
}

static bool make_tiny(tiny *t)
{
    if (!t->index.count)
        return true;
    t->pairs = new_bitmap(PAIR_BITS);
    t->triples = new_bitmap(TRIPLE_BITS);
    if (!t->pairs || !t->triples)
        return false;
    for (size_t i = 0; i < t->index.count; i++)
        add_tiny(t, &t->index.entries[i]);
    return true;
}

static bool make_filters(wn_literals *tables)
{
    return make_tiny(&tables->tiny) && make_windowed(&tables->middle, MIDDLE_WINDOW, MIDDLE_STRIDE) &&
           make_windowed(&tables->longer, LONG_WINDOW, LONG_STRIDE);
}

/* ---- the public functions ---- */

wn_status wn_literals_new(const wn_literal *literals, size_t count, const char *pool, wn_literals **result)
{
    *result = NULL;
    wn_literals *tables = calloc(1, sizeof *tables);
    if (!tables)
        return WN_NO_MEMORY;
    tables->literals = literals;
    tables->pool = pool;
    if (!make_slots(tables, count) || !make_indexes(tables, count) || !make_filters(tables)) {
        wn_literals_free(tables);
        return WN_NO_MEMORY;
    }
    *result = tables;
    return WN_OK;
}

static void free_index(prefix_index *index)
{
    free(index->keys);
    free(index->entries);
}

static void free_windowed(windowed *w)
{
    free_index(&w->index);
    free(w->windows);
    free(w->heads);
}

void wn_literals_free(wn_literals *tables)
{
    if (!tables)
        return;
    free_index(&tables->starts);
    free_index(&tables->starts_lead);
    free_index(&tables->tiny.index);
    free(tables->tiny.pairs);
    free(tables->tiny.triples);
    free_windowed(&tables->middle);
    free_windowed(&tables->longer);
    free(tables->slots);
    free(tables);
}

uint32_t wn_literals_is(const wn_literals *tables, wn_bytes core)
{
    for (size_t slot = wn_hash(core) & tables->slot_mask;; slot = (slot + 1) & tables->slot_mask) {
        uint32_t index = tables->slots[slot];
        if (index == NO_ENTRY)
            return WN_LITERAL_ABSENT;
        const wn_literal *literal = &tables->literals[index];
        if (literal->size == core.size && (!core.size || !memcmp(tables->pool + literal->text, core.data, core.size)))
            return index;
    }
}

/* The literal begins where the window is, or up to `stride` - 1 bytes before. Inlined, so that the
 * sizes are constants. */
static inline void scan_windows(const windowed *w, size_t window, size_t stride, wn_bytes text, found_function found,
                                void *user)
{
    size_t head = window + stride - 1;
    for (size_t at = 0; at + window <= text.size; at += stride) {
        unsigned mask = w->windows[hash_window(text.data + at, window)];
        for (size_t k = 0; mask; k++, mask >>= 1) {
            if (!(mask & 1) || k > at || text.size - at + k < head)
                continue;
            if (has_bit(w->heads, hash_head(text.data + at - k, head)))
                report_prefixes(&w->index, text.data + at - k, text.size - at + k, found, user);
        }
    }
}

static void scan_tiny(const tiny *t, wn_bytes text, found_function found, void *user)
{
    size_t at = 0;
    for (; at + 3 <= text.size; at++) {
        if (has_bit(t->pairs, pair_at(text.data + at)) && has_bit(t->triples, hash_triple(text.data + at)))
            report_prefixes(&t->index, text.data + at, text.size - at, found, user);
    }
    for (; at < text.size; at++)
        report_prefixes(&t->index, text.data + at, text.size - at, found, user);
}

void wn_literals_scan(const wn_literals *tables, wn_bytes folded, void (*found)(void *user, uint32_t literal),
                      void *user)
{
    if (!folded.size)
        return;
    if (tables->starts.count)
        report_prefixes(&tables->starts, folded.data, folded.size, found, user);
    if (tables->starts_lead.count) {
        wn_bytes lead = wn_lead(folded);
        if (lead.size)
            report_prefixes(&tables->starts_lead, lead.data, lead.size, found, user);
    }
    if (tables->longer.index.count)
        scan_windows(&tables->longer, LONG_WINDOW, LONG_STRIDE, folded, found, user);
    if (tables->middle.index.count)
        scan_windows(&tables->middle, MIDDLE_WINDOW, MIDDLE_STRIDE, folded, found, user);
    if (tables->tiny.index.count)
        scan_tiny(&tables->tiny, folded, found, user);
}
