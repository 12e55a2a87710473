/* prefixes.c: sorted prefixes, each of which knows the longest other one that begins it. */
#include "match/prefixes.h"

#include "match/chars.h"

#include <stdlib.h>
#include <string.h>

#define KEY_BYTES 8

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

static int compare_sortables(const void *left, const void *right)
{
    const wn_sortable_prefix *a = left, *b = right;
    int                       order = compare_bytes(a->text, a->prefix.size, b->text, b->prefix.size);
    return order ? order : (a->prefix.literal > b->prefix.literal) - (a->prefix.literal < b->prefix.literal);
}

static bool is_prefix(const wn_sortable_prefix *s, const wn_sortable_prefix *of)
{
    return s->prefix.size <= of->prefix.size && !memcmp(s->text, of->text, s->prefix.size);
}

/* The parents, with the chain of open prefixes of a sorted list as a stack: a prefix's parent is its
 * predecessor or one of that one's ancestors. */
static void link_parents(wn_sortable_prefix *sorted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t parent = i ? (uint32_t)(i - 1) : WN_LITERAL_ABSENT;
        while (parent != WN_LITERAL_ABSENT && !is_prefix(&sorted[parent], &sorted[i]))
            parent = sorted[parent].prefix.parent;
        sorted[i].prefix.parent = parent;
    }
}

static void fill_directory(const wn_sortable_prefix *sorted, size_t count, uint32_t first[257])
{
    size_t i = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        first[byte] = (uint32_t)i;
        while (i < count && (unsigned char)sorted[i].text[0] == byte)
            i++;
    }
    first[256] = (uint32_t)count;
}

wn_status wn_prefixes_make(wn_sortable_prefix *sorted, size_t count, wn_arena *arena, wn_prefix_index *index)
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

/* The last prefix that is not behind the text, which has among itself and its ancestors all that begin the text; NULL
 * when there is none. */
static const wn_prefix *find_last(const wn_prefix_index *index, const char *pool, wn_bytes text)
{
    unsigned byte = (unsigned char)text.data[0];
    size_t   low = index->first[byte], high = index->first[byte + 1], begin = low;
    if (low == high)
        return NULL;
    uint64_t key = read_key(text.data, text.size);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_behind(index, pool, middle, key, text))
            high = middle;
        else
            low = middle + 1;
    }
    return low == begin ? NULL : &index->prefixes[low - 1];
}

static const wn_prefix *parent_of(const wn_prefix_index *index, const wn_prefix *p)
{
    return p->parent == WN_LITERAL_ABSENT ? NULL : &index->prefixes[p->parent];
}

void wn_prefixes_report(const wn_prefix_index *index, const char *pool, wn_bytes text, wn_found_literal *found,
                        void *user)
{
    const wn_prefix *p = find_last(index, pool, text);
    size_t           common = p ? common_bytes(pool + p->text, p->size, text) : 0;
    for (; p; p = parent_of(index, p))
        if (p->size <= common)
            found(user, p->literal);
}

/* Whether the text from a prefix on lets its literal count; `size` bytes of it are the prefix. */
static bool is_ended(const wn_literal *literal, wn_bytes text, size_t size)
{
    return !literal->at_end || size == text.size || !wn_is_ascii_word(text.data[size]);
}

void wn_prefixes_report_parts(const wn_prefix_index *index, const wn_literals *tables, wn_bytes text, size_t at,
                              wn_found_literal *found, void *user)
{
    wn_bytes         rest = {text.data + at, text.size - at};
    const wn_prefix *p = find_last(index, tables->pool, rest);
    size_t           common = p ? common_bytes(tables->pool + p->text, p->size, rest) : 0;
    for (; p; p = parent_of(index, p)) {
        const wn_literal *literal = &tables->literals[p->literal];
        size_t            before = p->text - literal->text;
        if (p->size <= common && is_ended(literal, rest, p->size) && before <= at &&
            !memcmp(rest.data - before, tables->pool + literal->text, before))
            found(user, p->literal);
    }
}
