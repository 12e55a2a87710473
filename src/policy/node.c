/* node.c: looking things up in a policy file's tree, laying one tree over another, and finding the
 * place of a byte again. The schema and the layers use it; the tree itself is read in yaml.c. */
#include "policy/node.h"

#include <stdlib.h>
#include <string.h>

/* By size first: cheap, and any order will do. */
static int compare_texts(wn_bytes a, wn_bytes b)
{
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    return a.size ? memcmp(a.data, b.data, a.size) : 0;
}

static int compare_entries(const void *a, const void *b)
{
    const wn_node *x = ((const wn_entry *)a)->key, *y = ((const wn_entry *)b)->key;
    int            order = compare_texts(x->text, y->text);
    if (order || x->place.offset == y->place.offset)
        return order;
    return x->place.offset < y->place.offset ? -1 : 1;
}

wn_entry *wn_node_sorted(wn_arena *arena, const wn_node *map)
{
    wn_entry *entries = wn_arena_alloc(arena, map->count * sizeof *entries);
    for (size_t i = 0; entries && i < map->count; i++)
        entries[i] = (wn_entry){map->keys[i], map->values[i]};
    if (entries && map->count > 1)
        qsort(entries, map->count, sizeof *entries, compare_entries);
    return entries;
}

static int compare_key(const void *key, const void *entry)
{
    return compare_texts(((const wn_node *)key)->text, ((const wn_entry *)entry)->key->text);
}

static wn_entry *find_entry(wn_entry *sorted, size_t count, const wn_node *key)
{
    return count ? bsearch(key, sorted, count, sizeof *sorted, compare_key) : NULL;
}

wn_node *wn_node_get(const wn_node *map, const char *key)
{
    wn_bytes wanted = {key, strlen(key)};
    if (!map || map->kind != WN_NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (compare_texts(map->keys[i]->text, wanted) == 0)
            return map->values[i];
    return NULL;
}

/* An empty map with room for `count` entries. */
static wn_node *new_map(wn_arena *arena, const wn_node *like, size_t count)
{
    wn_node *map = wn_arena_alloc(arena, sizeof *map);
    if (!map)
        return NULL;
    *map = *like;
    map->count = 0;
    map->keys = wn_arena_alloc(arena, count * sizeof(wn_node *));
    map->values = wn_arena_alloc(arena, count * sizeof(wn_node *));
    return map->keys && map->values ? map : NULL;
}

static void put_entry(wn_node *map, wn_node *key, wn_node *value)
{
    map->keys[map->count] = key;
    map->values[map->count++] = value;
}

/* The entries of `base`, in its order, with the patch's values where it has any. */
static bool put_patched(wn_arena *arena, wn_node *map, const wn_node *base, const wn_node *patch)
{
    wn_entry *patches = wn_node_sorted(arena, patch);
    if (!patches)
        return false;
    for (size_t i = 0; i < base->count; i++) {
        wn_entry *entry = find_entry(patches, patch->count, base->keys[i]);
        wn_node  *value = entry ? wn_node_merge(arena, base->values[i], entry->value) : base->values[i];
        if (!value)
            return false;
        put_entry(map, entry ? entry->key : base->keys[i], value);
    }
    return true;
}

/* The entries of `patch` that `base` does not have. */
static bool put_added(wn_arena *arena, wn_node *map, const wn_node *base, const wn_node *patch)
{
    wn_entry *bases = wn_node_sorted(arena, base);
    if (!bases)
        return false;
    for (size_t i = 0; i < patch->count; i++)
        if (!find_entry(bases, base->count, patch->keys[i]))
            put_entry(map, patch->keys[i], patch->values[i]);
    return true;
}

wn_node *wn_node_merge(wn_arena *arena, wn_node *base, wn_node *patch)
{
    if (base->kind != WN_NODE_MAP || patch->kind != WN_NODE_MAP)
        return patch;
    wn_node *map = new_map(arena, base, base->count + patch->count);
    if (!map || !put_patched(arena, map, base, patch) || !put_added(arena, map, base, patch))
        return NULL;
    return map;
}

/* How far source[at..] goes on one line and stands for itself as the first `offset` bytes of `text`, an
 * escaped quote counting once. Returns the source offset, or SIZE_MAX when it does not. */
static size_t follow_line(wn_bytes source, size_t at, wn_bytes text, size_t offset, bool doubles_quotes)
{
    for (size_t i = 0; i < offset; i++, at++) {
        if (at >= source.size || source.data[at] != text.data[i] || text.data[i] == '\n')
            return SIZE_MAX;
        if (doubles_quotes && source.data[at] == '\'')
            at++;
    }
    return at;
}

static size_t line_end(wn_bytes text, size_t at)
{
    const char *end = at < text.size ? memchr(text.data + at, '\n', text.size - at) : NULL;
    return end ? (size_t)(end - text.data) : text.size;
}

/* A literal block: its lines stand below the |, each after an indentation. `skipped` gets the number of
 * lines between the | and the place. */
static size_t follow_block(wn_bytes source, size_t at, wn_bytes text, size_t offset, uint32_t *skipped)
{
    size_t line = 0; /* in the text */
    for (;;) {
        size_t head = line_end(source, at) + 1, end = line_end(text, line);
        if (head >= source.size)
            return SIZE_MAX;
        size_t tail = line_end(source, head), size = end - line;
        if (tail > head && source.data[tail - 1] == '\r')
            tail--;
        ++*skipped;
        if (offset > end) {
            line = end + 1;
            at = head;
            continue;
        }
        if (tail - head < size || (size && memcmp(source.data + tail - size, text.data + line, size) != 0))
            return SIZE_MAX;
        return tail - size + (offset - line);
    }
}

wn_place wn_node_place_in(const wn_node *scalar, size_t offset)
{
    wn_place place = scalar->place;
    wn_bytes source = place.text;
    size_t   start = place.offset, at = SIZE_MAX;
    uint32_t skipped = 0;
    if (scalar->kind != WN_NODE_SCALAR || offset > scalar->text.size || start >= source.size)
        return place;
    if (scalar->style == WN_STYLE_BLOCK)
        at = source.data[start] == '|' ? follow_block(source, start, scalar->text, offset, &skipped) : SIZE_MAX;
    else if (scalar->style == WN_STYLE_PLAIN)
        at = follow_line(source, start, scalar->text, offset, false);
    else
        at = follow_line(source, start + 1, scalar->text, offset, scalar->style == WN_STYLE_SINGLE_QUOTED);
    if (at == SIZE_MAX)
        return place;
    place.offset = at;
    place.line += skipped;
    return place;
}
