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
#include "base/utf8.h"
#include "match/filters.h"
#include "match/fold.h"
#include "match/literal_pairs.h"
#include "match/literal_surface.h"
#include "match/literal_words.h"
#include "match/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* A literal of `window + stride - 1` bytes, the head, has a whole window at each of `stride` places. */
enum {
    LONG_WINDOW = 4,
    LONG_STRIDE = 4,
    LONG_HEAD = LONG_WINDOW + LONG_STRIDE - 1,
    MIDDLE_WINDOW = 3,
    MIDDLE_STRIDE = 2,
    MIDDLE_HEAD = MIDDLE_WINDOW + MIDDLE_STRIDE - 1,
    ASCII_STRIDE = 2, /* of the pairs that tell of shorter ASCII literals */
    ASCII_BITS = 4    /* the bits of a window's mask for ASCII literals are so many places higher */
};

/* ---- filters ---- */

static bool is_ascii(wn_bytes text)
{
    return wn_ascii_prefix(text) == text.size;
}

static wn_bytes prefix_text(const char *pool, const wn_prefix_index *index, size_t i)
{
    return (wn_bytes){pool + index->prefixes[i].text, index->prefixes[i].size};
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
        unsigned    bit = is_ascii(prefix_text(pool, &w->index, i)) ? 1u << ASCII_BITS | 1u : 1u;
        for (size_t k = 0; k < stride; k++) {
            uint8_t *mask = &windows[wn_hash_window(text + k, window)];
            *mask = (uint8_t)(*mask | bit << k);
        }
        wn_set_bit(heads, wn_hash_head(text, window + stride - 1));
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
        wn_set_bit(pairs, wn_pair_at(text));
        for (unsigned third = 0; third < 256; third++) {
            if (literal.size > 2 && (unsigned char)literal.data[2] != third)
                continue;
            text[2] = (char)third;
            wn_set_bit(triples, wn_hash_triple(text));
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
        add_tiny(pairs, triples, prefix_text(pool, &t->index, i));
    t->pairs = pairs;
    t->triples = triples;
    return WN_OK;
}

static unsigned ascii_pair(unsigned first, unsigned second)
{
    return first << 7 | second;
}

/* Of a literal of one character or two, what follows may be anything. */
static void add_ascii_pairs(uint8_t *pairs, wn_bytes literal, unsigned k, uint8_t bit)
{
    for (unsigned first = 0; first < 128; first++) {
        if (literal.size > k && (unsigned char)literal.data[k] != first)
            continue;
        for (unsigned second = 0; second < 128; second++) {
            uint8_t *entry = &pairs[ascii_pair(first, second)];
            if (literal.size <= k + 1 || (unsigned char)literal.data[k + 1] == second)
                *entry = (uint8_t)(*entry | bit);
        }
    }
}

static bool add_index_pairs(uint8_t *pairs, const char *pool, const wn_prefix_index *index, unsigned shift)
{
    bool any = false;
    for (size_t i = 0; i < index->count; i++) {
        wn_bytes text = prefix_text(pool, index, i);
        if (!is_ascii(text))
            continue;
        any = true;
        for (unsigned k = 0; k < ASCII_STRIDE; k++)
            add_ascii_pairs(pairs, text, k, (uint8_t)(1u << (k + shift)));
    }
    return any;
}

static wn_status make_ascii_pairs(wn_literals *tables, wn_arena *arena)
{
    if (!tables->tiny.index.count && !tables->middle.index.count)
        return WN_OK;
    uint8_t *pairs = wn_arena_alloc(arena, WN_LITERAL_ASCII_PAIRS_BYTES);
    if (!pairs)
        return WN_NO_MEMORY;
    bool any = add_index_pairs(pairs, tables->pool, &tables->tiny.index, 0);
    if (add_index_pairs(pairs, tables->pool, &tables->middle.index, ASCII_STRIDE) || any)
        tables->ascii_pairs = pairs;
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
    if (literal->size == 1)
        return &tables->signs;
    if (literal->at_word)
        return &tables->words.index;
    if (literal->size < MIDDLE_HEAD)
        return &tables->tiny.index;
    return literal->size < LONG_HEAD ? &tables->middle.index : &tables->longer.index;
}

/* Whether, and from which byte on, a literal is in an index. */
typedef bool finds_anchor(const wn_literals *tables, const wn_literal *literal, size_t *anchor);

static bool is_surfaced(const wn_literals *tables, const wn_literal *literal, size_t *anchor)
{
    if (literal->kind != WN_LITERAL_CONTAINS || literal->size < WN_SURFACE_REST_MIN)
        return false;
    *anchor = wn_surface_anchor(literal, tables->pool);
    return *anchor != SIZE_MAX && literal->size - *anchor >= WN_SURFACE_REST_MIN;
}

static bool is_paired(const wn_literals *tables, const wn_literal *literal, size_t *anchor)
{
    if (literal->kind != WN_LITERAL_CONTAINS || literal->size < 2 || is_surfaced(tables, literal, anchor))
        return false;
    *anchor = wn_paired_anchor(literal, tables->pool);
    return true;
}

static wn_status make_anchored(const wn_literals *tables, size_t count, const bool *chosen, finds_anchor *finds,
                               wn_sortable_prefix *room, wn_arena *arena, wn_prefix_index *index)
{
    size_t have = 0, anchor;
    for (size_t i = 0; i < count; i++) {
        const wn_literal *literal = &tables->literals[i];
        if ((chosen && !chosen[i]) || !finds(tables, literal, &anchor))
            continue;
        uint32_t text = literal->text + (uint32_t)anchor;
        room[have++] = (wn_sortable_prefix){tables->pool + text,
                                            {text, literal->size - (uint32_t)anchor, (uint32_t)i, WN_LITERAL_ABSENT}};
    }
    return wn_prefixes_make(room, have, arena, index);
}

static void note_others(wn_literals *tables)
{
    for (uint32_t i = 0; i < tables->paired.index.count; i++)
        wn_surfaced_note(&tables->surfaced, &tables->literals[tables->paired.index.prefixes[i].literal], tables->pool);
}

static wn_status make_index(wn_literals *tables, size_t count, const bool *chosen, wn_sortable_prefix *room,
                            wn_arena *arena, wn_prefix_index *index)
{
    size_t have = 0;
    for (size_t i = 0; i < count; i++) {
        const wn_literal *literal = &tables->literals[i];
        if ((!chosen || chosen[i]) && index_of(tables, literal) == index)
            room[have++] = (wn_sortable_prefix){tables->pool + literal->text,
                                                {literal->text, literal->size, (uint32_t)i, WN_LITERAL_ABSENT}};
    }
    return wn_prefixes_make(room, have, arena, index);
}

static wn_status make_indexes(wn_literals *tables, size_t count, const bool *chosen, wn_arena *arena)
{
    wn_prefix_index *all[] = {&tables->starts,       &tables->starts_lead, &tables->tiny.index, &tables->middle.index,
                              &tables->longer.index, &tables->words.index, &tables->signs};
    wn_sortable_prefix *room = malloc((count + 1) * sizeof *room);
    wn_status           status = room ? WN_OK : WN_NO_MEMORY;
    for (size_t i = 0; i < sizeof all / sizeof *all && status == WN_OK; i++)
        status = make_index(tables, count, chosen, room, arena, all[i]);
    if (status == WN_OK)
        status = make_anchored(tables, count, chosen, is_surfaced, room, arena, &tables->surfaced.index);
    if (status == WN_OK)
        status = make_anchored(tables, count, chosen, is_paired, room, arena, &tables->paired.index);
    if (status == WN_OK)
        note_others(tables);
    free(room);
    return status;
}

static bool is_slotted(const wn_literals *tables, size_t i, const bool *chosen)
{
    return tables->literals[i].kind == WN_LITERAL_IS && (!chosen || chosen[i]);
}

static size_t hash_mark(const wn_literals *tables, uint64_t hash)
{
    return hash >> 32 & (((size_t)tables->slot_mask + 1) * WN_LITERAL_MARKS - 1);
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
    uint8_t  *marks = wn_arena_alloc(arena, size * WN_LITERAL_MARKS / 8);
    if (!slots || !marks)
        return WN_NO_MEMORY;
    memset(slots, 0xFF, size * sizeof *slots);
    tables->slot_mask = (uint32_t)(size - 1);
    for (size_t i = 0; i < count; i++) {
        if (!is_slotted(tables, i, chosen))
            continue;
        const wn_literal *literal = &tables->literals[i];
        tables->is_bytes = literal->size > tables->is_bytes ? literal->size : tables->is_bytes;
        uint64_t hash = wn_hash((wn_bytes){tables->pool + literal->text, literal->size});
        size_t   slot = hash & (size - 1);
        wn_set_bit(marks, (unsigned)hash_mark(tables, hash));
        while (slots[slot] != WN_LITERAL_ABSENT)
            slot = (slot + 1) & (size - 1);
        slots[slot] = (uint32_t)i;
    }
    tables->slots = slots;
    tables->slot_marks = marks;
    return WN_OK;
}

static wn_status make_filters(wn_literals *tables, wn_arena *arena)
{
    wn_status status = make_tiny(&tables->tiny, tables->pool, arena);
    if (status == WN_OK)
        status = make_windowed(&tables->middle, tables->pool, MIDDLE_WINDOW, MIDDLE_STRIDE, arena);
    if (status == WN_OK)
        status = make_windowed(&tables->longer, tables->pool, LONG_WINDOW, LONG_STRIDE, arena);
    if (status == WN_OK)
        status = make_ascii_pairs(tables, arena);
    if (status == WN_OK)
        status = wn_words_make(&tables->words, tables->pool, arena);
    if (status == WN_OK)
        status = wn_surfaced_make(&tables->surfaced, tables, arena);
    if (status == WN_OK)
        status = wn_paired_make(&tables->paired, tables, arena);
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
    uint64_t hash = wn_hash(core);
    if (!wn_has_bit(tables->slot_marks, (unsigned)hash_mark(tables, hash)))
        return WN_LITERAL_ABSENT;
    for (size_t slot = hash & tables->slot_mask;; slot = (slot + 1) & tables->slot_mask) {
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
    return wn_bytes_after(text, at);
}

/* A literal begins where the window at `at` is, or up to `stride` - 1 bytes before, as the mask says. */
static void look_around(const wn_windowed *w, const char *pool, unsigned mask, size_t at, size_t head, wn_bytes text,
                        wn_found_literal *found, void *user)
{
    for (size_t k = 0; mask; k++, mask >>= 1) {
        if (!(mask & 1) || k > at || text.size - at + k < head)
            continue;
        if (wn_has_bit(w->heads, wn_hash_head(text.data + at - k, head)))
            wn_prefixes_report(&w->index, pool, from(text, at - k), found, user);
    }
}

/* Inlined, so that the sizes are constants. */
static inline void scan_windows(const wn_windowed *w, const char *pool, size_t window, size_t stride, bool in_ascii,
                                wn_bytes text, wn_found_literal *found, void *user)
{
    unsigned shift = in_ascii ? ASCII_BITS : 0, bits = (1u << stride) - 1;
    for (size_t at = 0; at + window <= text.size; at += stride) {
        unsigned mask = w->windows[wn_hash_window(text.data + at, window)] & bits << shift;
        if (mask)
            look_around(w, pool, mask >> shift, at, window + stride - 1, text, found, user);
    }
}

static void scan_tiny(const wn_tiny *t, const char *pool, wn_bytes text, wn_found_literal *found, void *user)
{
    size_t at = 0;
    for (; at + 3 <= text.size; at++) {
        if (wn_has_bit(t->pairs, wn_pair_at(text.data + at)) && wn_has_bit(t->triples, wn_hash_triple(text.data + at)))
            wn_prefixes_report(&t->index, pool, from(text, at), found, user);
    }
    for (; at < text.size; at++)
        wn_prefixes_report(&t->index, pool, from(text, at), found, user);
}

/* What the mask of a pair promises `k` bytes before it. */
static void look_for_shorter(const wn_literals *tables, unsigned mask, wn_bytes text, wn_found_literal *found,
                             void *user)
{
    const wn_tiny     *tiny = &tables->tiny;
    const wn_windowed *middle = &tables->middle;
    if (mask & 1 && (text.size < 3 || wn_has_bit(tiny->triples, wn_hash_triple(text.data))))
        wn_prefixes_report(&tiny->index, tables->pool, text, found, user);
    if (mask & 1 << ASCII_STRIDE && text.size >= MIDDLE_HEAD &&
        wn_has_bit(middle->heads, wn_hash_head(text.data, MIDDLE_HEAD)))
        wn_prefixes_report(&middle->index, tables->pool, text, found, user);
}

static void look_at_pair(const wn_literals *tables, unsigned mask, wn_bytes text, size_t at, wn_found_literal *found,
                         void *user)
{
    look_for_shorter(tables, mask, from(text, at), found, user);
    if (at)
        look_for_shorter(tables, mask >> 1, from(text, at - 1), found, user);
}

/* Looks for ASCII literals of less than LONG_HEAD bytes in ASCII text. */
static void scan_ascii_pairs(const wn_literals *tables, wn_bytes text, wn_found_literal *found, void *user)
{
    const unsigned char *p = (const unsigned char *)text.data;
    const uint8_t       *pairs = tables->ascii_pairs;
    for (size_t at = 0; at + 1 < text.size; at += ASCII_STRIDE)
        if (pairs[ascii_pair(p[at], p[at + 1])])
            look_at_pair(tables, pairs[ascii_pair(p[at], p[at + 1])], text, at, found, user);
    if (text.size % ASCII_STRIDE)
        look_at_pair(tables, pairs[ascii_pair(p[text.size - 1], 0)], text, text.size - 1, found, user);
    if (tables->tiny.index.count && text.size % ASCII_STRIDE == 0) /* of the last character alone */
        look_for_shorter(tables, 1, from(text, text.size - 1), found, user);
}

void wn_literals_scan_signs(const wn_literals *tables, wn_bytes text, wn_found_literal *found, void *user)
{
    for (size_t i = 0; i < tables->signs.count; i++) {
        const wn_prefix *sign = &tables->signs.prefixes[i];
        if (memchr(text.data, (unsigned char)tables->pool[sign->text], text.size))
            found(user, sign->literal);
    }
}

void wn_literals_scan(const wn_literals *tables, wn_bytes folded, bool is_ascii,
                      void (*found)(void *user, uint32_t literal), void *user)
{
    if (!folded.size)
        return;
    wn_literals_scan_signs(tables, folded, found, user);
    if (tables->starts.count)
        wn_prefixes_report(&tables->starts, tables->pool, folded, found, user);
    if (tables->starts_lead.count) {
        wn_bytes lead = wn_lead(folded);
        if (lead.size)
            wn_prefixes_report(&tables->starts_lead, tables->pool, lead, found, user);
    }
    if (tables->longer.index.count && is_ascii)
        scan_windows(&tables->longer, tables->pool, LONG_WINDOW, LONG_STRIDE, true, folded, found, user);
    else if (tables->longer.index.count)
        scan_windows(&tables->longer, tables->pool, LONG_WINDOW, LONG_STRIDE, false, folded, found, user);
    if (is_ascii && tables->ascii_pairs)
        scan_ascii_pairs(tables, folded, found, user);
    if (!is_ascii && tables->middle.index.count)
        scan_windows(&tables->middle, tables->pool, MIDDLE_WINDOW, MIDDLE_STRIDE, false, folded, found, user);
    if (!is_ascii && tables->tiny.index.count)
        scan_tiny(&tables->tiny, tables->pool, folded, found, user);
    if (tables->words.index.count)
        wn_words_scan(&tables->words, tables->pool, folded, is_ascii, found, user);
}
