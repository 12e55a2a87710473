/* literal.c: which literals a line has.
 *
 * IS literals stand in a hash table. All others stand in an index: sorted bytewise, each knowing the
 * longest other literal that begins it, so that one binary search finds every literal that begins a
 * text. STARTS literals need two such searches a line.
 *
 * For CONTAINS literals a search at every byte would be slow, so filters in front of it say where
 * one could succeed. Literals of STRIDE_SIZE_MIN bytes and more are looked for at every fourth byte
 * only: whichever the alignment, one of the four windows of four bytes at a literal's start falls on
 * such a place, and a table of 64 KiB says for the hash of a window which of the four it can be. The
 * shorter ones have a bitmap of their first two bytes and one of their first three.
 *
 * The work at one place is bounded by the longest literal, whatever the text and however many
 * literals share a start. */
#include "match/literal.h"

#include "base/hash.h"
#include "match/fold.h"

#include <stdlib.h>
#include <string.h>

#define KEY_BYTES 8
#define WINDOW_BYTES 4
#define STRIDE 4
#define STRIDE_SIZE_MIN (WINDOW_BYTES + STRIDE - 1)
#define WINDOW_BITS 16
#define PAIR_BYTES (65536 / 8)
#define TRIPLE_BITS 17

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

struct wn_literals {
    uint32_t    *slots; /* of IS literals; NO_ENTRY where free */
    size_t       slot_mask;
    const wn_literal *literals;
    const char  *pool;
    prefix_index starts;      /* from the first byte */
    prefix_index starts_lead; /* from the first letter or digit */
    prefix_index shorter;     /* CONTAINS literals below STRIDE_SIZE_MIN bytes */
    prefix_index longer;
    uint8_t     *windows; /* bit k: a window with this hash can stand k bytes after a literal's start */
    uint8_t     *pairs;
    uint8_t     *triples;
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
    if (literal->kind == WN_LITERAL_CONTAINS)
        return literal->size < STRIDE_SIZE_MIN ? &tables->shorter : &tables->longer;
    return NULL;
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
    prefix_index *all[] = {&tables->starts, &tables->starts_lead, &tables->shorter, &tables->longer};
    for (size_t i = 0; i < count; i++) {
        prefix_index *index = index_of(tables, &tables->literals[i]);
        if (index)
            index->count++;
    }
    for (size_t i = 0; i < 4; i++) {
        if (!reserve_index(all[i]))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        const wn_literal *literal = &tables->literals[i];
        prefix_index     *index = index_of(tables, literal);
        if (index)
            index->entries[index->count++] =
                (entry){tables->pool + literal->text, literal->size, (uint32_t)i, NO_ENTRY};
    }
    for (size_t i = 0; i < 4; i++)
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

static uint32_t hash_window(const char *data)
{
    uint32_t window;
    memcpy(&window, data, WINDOW_BYTES);
    return window * 0x9E3779B1u >> (32 - WINDOW_BITS);
}

static unsigned pair_at(const char *data)
{
    return (unsigned)(unsigned char)data[0] << 8 | (unsigned char)data[1];
}

static unsigned hash_triple(const char *data)
{
    return (pair_at(data) << 8 | (unsigned char)data[2]) * 0x9E3779B1u >> (32 - TRIPLE_BITS);
}

static bool has_bit(const uint8_t *bits, unsigned at)
{
    return bits[at >> 3] >> (at & 7) & 1;
}

static void set_bit(uint8_t *bits, unsigned at)
{
    bits[at >> 3] = (uint8_t)(bits[at >> 3] | 1u << (at & 7));
}

static bool make_windows(wn_literals *tables)
{
    if (!tables->longer.count)
        return true;
    tables->windows = calloc((size_t)1 << WINDOW_BITS, 1);
    if (!tables->windows)
        return false;
    for (size_t i = 0; i < tables->longer.count; i++) {
        for (unsigned k = 0; k < STRIDE; k++) {
            uint8_t *mask = &tables->windows[hash_window(tables->longer.entries[i].text + k)];
            *mask = (uint8_t)(*mask | 1u << k);
        }
    }
    return true;
}

/* A literal shorter than a filter's window stands in it with every possible continuation. */
static void add_shorter(wn_literals *tables, const entry *e)
{
    char text[3] = {e->text[0], 0, 0};
    for (unsigned second = 0; second < 256; second++) {
        if (e->size > 1 && (unsigned char)e->text[1] != second)
            continue;
        text[1] = (char)second;
        set_bit(tables->pairs, pair_at(text));
        for (unsigned third = 0; third < 256; third++) {
            if (e->size > 2 && (unsigned char)e->text[2] != third)
                continue;
            text[2] = (char)third;
            set_bit(tables->triples, hash_triple(text));
        }
    }
}

static bool make_shorter(wn_literals *tables)
{
    if (!tables->shorter.count)
        return true;
    tables->pairs = calloc(PAIR_BYTES, 1);
    tables->triples = calloc(((size_t)1 << TRIPLE_BITS) / 8, 1);
    if (!tables->pairs || !tables->triples)
        return false;
    for (size_t i = 0; i < tables->shorter.count; i++)
        add_shorter(tables, &tables->shorter.entries[i]);
    return true;
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
    if (!make_slots(tables, count) || !make_indexes(tables, count) || !make_windows(tables) || !make_shorter(tables)) {
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

void wn_literals_free(wn_literals *tables)
{
    if (!tables)
        return;
    free_index(&tables->starts);
    free_index(&tables->starts_lead);
    free_index(&tables->shorter);
    free_index(&tables->longer);
    free(tables->slots);
    free(tables->windows);
    free(tables->pairs);
    free(tables->triples);
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

/* Windows are read at every STRIDE-th byte; the literal begins where the window is, or up to three
 * bytes before. */
static void scan_longer(const wn_literals *tables, wn_bytes text, found_function found, void *user)
{
    for (size_t at = 0; at + WINDOW_BYTES <= text.size; at += STRIDE) {
        unsigned mask = tables->windows[hash_window(text.data + at)];
        for (size_t k = 0; mask; k++, mask >>= 1) {
            if ((mask & 1) && k <= at)
                report_prefixes(&tables->longer, text.data + at - k, text.size - at + k, found, user);
        }
    }
}

static void scan_shorter(const wn_literals *tables, wn_bytes text, found_function found, void *user)
{
    size_t at = 0;
    for (; at + 3 <= text.size; at++) {
        if (has_bit(tables->pairs, pair_at(text.data + at)) && has_bit(tables->triples, hash_triple(text.data + at)))
            report_prefixes(&tables->shorter, text.data + at, text.size - at, found, user);
    }
    for (; at < text.size; at++)
        report_prefixes(&tables->shorter, text.data + at, text.size - at, found, user);
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
    if (tables->longer.count)
        scan_longer(tables, folded, found, user);
    if (tables->shorter.count)
        scan_shorter(tables, folded, found, user);
}
