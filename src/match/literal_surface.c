/* literal_surface.c: literals in lines whose words are known (surface.h).
 *
 * Nearly all literals have a place where a word must begin, at their start or behind a sign or space inside; they
 * are looked for there alone. A table tells for the hash of a word's first four bytes how long the literals are that
 * begin so, and a bitmap of the hashes of their first six bytes, or eight, stops nearly all the others. Starts are in
 * the same table, and looked for once in a line. What has no such place, or is too short, is looked for by
 * literal_pairs.c. */
#include "match/literal_surface.h"

#include "base/utf8.h"
#include "match/block.h"
#include "match/chars.h"
#include "match/filters.h"
#include "match/fold.h"
#include "match/literal_pairs.h"
#include "match/traits.h"

#include <string.h>

#define OTHER_HASH_32 0x85EBCA6Bu
#define MIDDLE_HEAD 6
#define LONG_HEAD 8

/* What begins with four bytes. */
enum {
    THREE = 1,  /* a literal of three bytes */
    SHORT = 2,  /* of less than MIDDLE_HEAD */
    MIDDLE = 4, /* of less than LONG_HEAD */
    LONG = 8,
    AT_WORDS = THREE | SHORT | MIDDLE | LONG,
    STARTS_SHIFT = 4 /* the same of STARTS literals */
};

/* ---- making ---- */

/* What a character of a literal says of the beginnings of words. */
typedef enum place {
    PLACE_NOWHERE, /* it is no letter, and no word begins at it */
    PLACE_LETTER,  /* a word begins at it if none stands before it */
    PLACE_APART    /* a word may begin at it whatever stands before, and behind it */
} place;

static place place_of(uint32_t code)
{
    if (code < 0x80)
        return wn_char_bits(code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT) ? PLACE_LETTER : PLACE_NOWHERE;
    return (wn_traits(code) & (WN_TRAIT_LETTER | WN_TRAIT_UNSPACED)) == WN_TRAIT_LETTER ? PLACE_LETTER : PLACE_APART;
}

size_t wn_surface_anchor(const wn_literal *literal, const char *pool)
{
    wn_bytes text = {pool + literal->text, literal->size};
    bool     is_apart = literal->at_word;
    for (size_t at = 0; at < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        place        here = place_of(c.code);
        if (here == PLACE_APART || (here == PLACE_LETTER && is_apart))
            return at;
        is_apart = here == PLACE_NOWHERE;
        at += c.size;
    }
    return SIZE_MAX;
}

void wn_surfaced_note(wn_surfaced *s, const wn_literal *literal, const char *pool)
{
    wn_bytes text = {pool + literal->text, literal->size};
    uint32_t scripts = 0;
    for (size_t at = 0; at < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        scripts |= c.code < 0x80 ? 0 : wn_char_script(c.code);
        at += c.size;
    }
    s->has_others |= !scripts;
    s->scripts |= scripts;
}

static unsigned length_of(size_t size)
{
    return size == 3 ? THREE : size < MIDDLE_HEAD ? SHORT : size < LONG_HEAD ? MIDDLE : LONG;
}

/* Of as many first bytes as all literals of this length have. */
static inline unsigned hash_start(const char *data, unsigned length)
{
    if (length == THREE)
        return wn_triple_at(data) * OTHER_HASH_32 >> (32 - WN_HEAD_BITS);
    return wn_hash_head(data, length == SHORT ? 4 : length == MIDDLE ? MIDDLE_HEAD : LONG_HEAD);
}

/* Sets what tells of a literal of three bytes or more, whatever follows it. */
static void add_literal(uint8_t *fours, uint8_t *heads, wn_bytes literal, unsigned shift)
{
    char     text[4] = {0};
    unsigned length = length_of(literal.size), last = length == THREE ? 8 : 1;
    memcpy(text, literal.data, length == THREE ? 3 : 4);
    for (unsigned i = 0; i < last; i++) {
        if (length == THREE)
            text[3] = (char)i; /* for all that have these lowest bits */
        uint8_t *four = &fours[wn_hash_four(text)];
        *four = (uint8_t)(*four | length << shift);
    }
    wn_set_bit(heads, hash_start(literal.data, length));
}

static void add_pairs(uint8_t *pairs, wn_bytes literal)
{
    char text[2] = {literal.data[0], 0};
    for (unsigned second = 0; second < 256; second++) {
        text[1] = literal.size > 1 ? literal.data[1] : (char)second;
        wn_set_bit(pairs, wn_pair_at(text));
    }
}

/* Of the literals of an index; the bitmap of pairs, once it is needed, is `*pairs`. */
static wn_status add_index(const wn_prefix_index *index, const char *pool, unsigned shift, wn_arena *arena,
                           uint8_t *fours, uint8_t *heads, uint8_t **pairs)
{
    for (size_t i = 0; i < index->count; i++) {
        wn_bytes text = {pool + index->prefixes[i].text, index->prefixes[i].size};
        if (text.size >= WN_SURFACE_REST_MIN) {
            add_literal(fours, heads, text, shift);
            continue;
        }
        if (!*pairs && !(*pairs = wn_arena_alloc(arena, WN_LITERAL_PAIRS_BYTES)))
            return WN_NO_MEMORY;
        add_pairs(*pairs, text);
    }
    return WN_OK;
}

wn_status wn_surfaced_make(wn_surfaced *s, const wn_literals *tables, wn_arena *arena)
{
    const wn_prefix_index *starts[] = {&tables->starts, &tables->starts_lead};
    if (!s->index.count && !starts[0]->count && !starts[1]->count)
        return WN_OK;
    uint8_t *fours = wn_arena_alloc(arena, WN_LITERAL_FOURS_BYTES), *pairs = NULL;
    uint8_t *heads = wn_arena_alloc(arena, WN_LITERAL_HEADS_BYTES);
    if (!fours || !heads)
        return WN_NO_MEMORY;
    wn_status status = add_index(&s->index, tables->pool, 0, arena, fours, heads, &pairs);
    for (size_t i = 0; i < 2 && status == WN_OK; i++)
        status = add_index(starts[i], tables->pool, STARTS_SHIFT, arena, fours, heads, &pairs);
    s->fours = fours;
    s->heads = heads;
    s->pairs = pairs;
    return status;
}

/* ---- scanning ---- */

/* Whether a literal of these lengths may begin here, as far as the bitmap tells. */
static inline bool has_head(const wn_surfaced *s, const char *data, unsigned lengths)
{
    return (lengths & LONG && wn_has_bit(s->heads, hash_start(data, LONG))) ||
           (lengths & MIDDLE && wn_has_bit(s->heads, hash_start(data, MIDDLE))) ||
           (lengths & SHORT && wn_has_bit(s->heads, hash_start(data, SHORT))) ||
           (lengths & THREE && wn_has_bit(s->heads, hash_start(data, THREE)));
}

static void scan_words(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user)
{
    const wn_surfaced *s = &tables->surfaced;
    const uint8_t     *fours = s->fours;
    wn_bytes           fold = {surface->fold, surface->size};
    for (size_t block = 0; block * WN_BLOCK_BYTES < surface->size; block++) {
        const char *data = surface->fold + block * WN_BLOCK_BYTES;
        for (uint64_t begins = surface->begins[block]; begins; begins &= begins - 1) {
            const char *word = data + (size_t)wn_bits_lowest(begins);
            unsigned    lengths = fours[wn_hash_four(word)] & AT_WORDS;
            if (lengths && has_head(s, word, lengths))
                wn_prefixes_report_parts(&s->index, tables, fold, (size_t)(word - surface->fold), found, user);
        }
    }
}

/* Where wn_lead begins. */
static size_t find_lead(const wn_surface *surface)
{
    if (!surface->is_ascii)
        return surface->size - wn_lead((wn_bytes){surface->fold, surface->size}).size;
    for (size_t block = 0; block * WN_BLOCK_BYTES < surface->size; block++)
        if (surface->begins[block])
            return block * WN_BLOCK_BYTES + wn_bits_lowest(surface->begins[block]);
    return surface->size;
}

static void scan_start(const wn_literals *tables, const wn_prefix_index *index, const wn_surface *surface, size_t at,
                       wn_found_literal *found, void *user)
{
    const wn_surfaced *s = &tables->surfaced;
    const char        *data = surface->fold + at;
    if (!index->count || at >= surface->size)
        return;
    unsigned lengths = s->fours[wn_hash_four(data)] >> STARTS_SHIFT;
    if ((lengths && has_head(s, data, lengths)) || (s->pairs && wn_has_bit(s->pairs, wn_pair_at(data))))
        wn_prefixes_report_parts(index, tables, (wn_bytes){surface->fold, surface->size}, at, found, user);
}

void wn_literals_scan_surface(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user)
{
    const wn_surfaced *s = &tables->surfaced;
    scan_start(tables, &tables->starts, surface, 0, found, user);
    scan_start(tables, &tables->starts_lead, surface, find_lead(surface), found, user);
    if (s->index.count)
        scan_words(tables, surface, found, user);
    wn_bytes fold = {surface->fold, surface->size};
    wn_literals_scan_signs(tables, fold, found, user);
    if (s->has_others || s->scripts & surface->counts.scripts)
        wn_paired_scan(tables, surface, found, user);
}
