/* literal_surface.c: literals in lines whose words are known (surface.h).
 *
 * Nearly all literals have a place where a word must begin, at their start or behind a sign or space inside; they
 * are looked for there alone. A bit for the hash of a word's first four bytes says whether a literal of less than
 * HEAD bytes goes on so, another whether a longer one does, and a bitmap of the hashes of HEAD bytes stops nearly all
 * the others. Starts are looked for once in a line, behind a bitmap of three bytes. What has no such place is looked
 * for by literal_pairs.c. */
#include "match/literal_surface.h"

#include "base/utf8.h"
#include "match/block.h"
#include "match/chars.h"
#include "match/filters.h"
#include "match/fold.h"
#include "match/literal_pairs.h"
#include "match/traits.h"

#include <string.h>

#define HEAD 8
#define QUAD_BITS 16
#define OTHER_HASH_32 0x85EBCA6Bu

_Static_assert((1 << QUAD_BITS) == 4 * WN_LITERAL_QUADS_BYTES, "two bits for each hash of four bytes");

enum {
    SHORT = 1, /* a literal of less than HEAD bytes begins so */
    LONG = 2
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

static unsigned hash_quad(const char *data)
{
    return wn_read_four(data) * WN_HASH_32 >> (32 - QUAD_BITS);
}

static unsigned hash_quad_again(const char *data)
{
    return wn_read_four(data) * OTHER_HASH_32 >> (32 - WN_HEAD_BITS);
}

/* Sets what tells of a literal with these first bytes, whatever follows it. */
static void add_quads(uint8_t *quads, uint8_t *heads, wn_bytes literal, unsigned bit)
{
    char     text[4] = {0};
    unsigned last = literal.size == 3 ? 256 : 1;
    memcpy(text, literal.data, literal.size < 4 ? literal.size : 4);
    for (unsigned i = 0; i < last; i++) {
        if (literal.size == 3)
            text[3] = (char)i;
        unsigned hash = hash_quad(text);
        quads[hash >> 2] = (uint8_t)(quads[hash >> 2] | bit << (hash & 3) * 2);
        if (bit == SHORT)
            wn_set_bit(heads, hash_quad_again(text));
    }
}

static void add_pairs(uint8_t *pairs, wn_bytes literal)
{
    char text[2] = {literal.data[0], 0};
    for (unsigned second = 0; second < 256; second++) {
        text[1] = literal.size > 1 ? literal.data[1] : (char)second;
        wn_set_bit(pairs, wn_pair_at(text));
    }
}

static void add_triples(uint8_t *triples, wn_bytes literal)
{
    char text[3] = {literal.data[0], 0, 0};
    for (unsigned second = 0; second < 256; second++) {
        text[1] = literal.size > 1 ? literal.data[1] : (char)second;
        for (unsigned third = 0; third < 256; third++) {
            text[2] = literal.size > 2 ? literal.data[2] : (char)third;
            wn_set_bit(triples, wn_hash_triple(text));
            if (literal.size > 2)
                break;
        }
        if (literal.size > 1)
            break;
    }
}

static wn_status make_triples(const wn_prefix_index *index, const char *pool, wn_arena *arena, const uint8_t **triples)
{
    if (!index->count)
        return WN_OK;
    uint8_t *made = wn_arena_alloc(arena, WN_LITERAL_TRIPLES_BYTES);
    if (!made)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < index->count; i++)
        add_triples(made, (wn_bytes){pool + index->prefixes[i].text, index->prefixes[i].size});
    *triples = made;
    return WN_OK;
}

static wn_status make_word_filters(wn_surfaced *s, const char *pool, wn_arena *arena)
{
    uint8_t *quads = wn_arena_alloc(arena, WN_LITERAL_QUADS_BYTES);
    uint8_t *heads = wn_arena_alloc(arena, WN_LITERAL_HEADS_BYTES);
    uint8_t *pairs = wn_arena_alloc(arena, WN_LITERAL_PAIRS_BYTES);
    if (!quads || !heads || !pairs)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < s->index.count; i++) {
        wn_bytes text = {pool + s->index.prefixes[i].text, s->index.prefixes[i].size};
        if (text.size < 3) {
            add_pairs(pairs, text);
            s->pairs = pairs;
        } else {
            add_quads(quads, heads, text, text.size < HEAD ? SHORT : LONG);
        }
        if (text.size >= HEAD)
            wn_set_bit(heads, wn_hash_head(text.data, HEAD));
    }
    s->quads = quads;
    s->heads = heads;
    return WN_OK;
}

wn_status wn_surfaced_make(wn_surfaced *s, const wn_literals *tables, wn_arena *arena)
{
    wn_status status = make_triples(&tables->starts, tables->pool, arena, &s->start_triples);
    if (status == WN_OK)
        status = make_triples(&tables->starts_lead, tables->pool, arena, &s->lead_triples);
    return status == WN_OK && s->index.count ? make_word_filters(s, tables->pool, arena) : status;
}

/* ---- scanning ---- */

static inline bool may_begin(const wn_surfaced *s, const char *data)
{
    unsigned hash = hash_quad(data), sizes = s->quads[hash >> 2] >> (hash & 3) * 2 & (SHORT | LONG);
    if (sizes)
        return (sizes & SHORT && wn_has_bit(s->heads, hash_quad_again(data))) ||
               (sizes & LONG && wn_has_bit(s->heads, wn_hash_head(data, HEAD)));
    return s->pairs && wn_has_bit(s->pairs, wn_pair_at(data));
}

static void scan_words(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user)
{
    wn_bytes fold = {surface->fold, surface->size};
    for (size_t block = 0; block * WN_BLOCK_BYTES < surface->size; block++)
        for (uint64_t begins = surface->begins[block]; begins; begins &= begins - 1) {
            size_t at = block * WN_BLOCK_BYTES + wn_bits_lowest(begins);
            if (may_begin(&tables->surfaced, surface->fold + at))
                wn_prefixes_report_parts(&tables->surfaced.index, tables, fold, at, found, user);
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

static void scan_start(const wn_prefix_index *index, const uint8_t *triples, const char *pool,
                       const wn_surface *surface, size_t at, wn_found_literal *found, void *user)
{
    if (index->count && at < surface->size && wn_has_bit(triples, wn_hash_triple(surface->fold + at)))
        wn_prefixes_report(index, pool, (wn_bytes){surface->fold + at, surface->size - at}, found, user);
}

void wn_literals_scan_surface(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user)
{
    const wn_surfaced *s = &tables->surfaced;
    scan_start(&tables->starts, s->start_triples, tables->pool, surface, 0, found, user);
    scan_start(&tables->starts_lead, s->lead_triples, tables->pool, surface, find_lead(surface), found, user);
    if (s->index.count)
        scan_words(tables, surface, found, user);
    wn_bytes fold = {surface->fold, surface->size};
    wn_literals_scan_signs(tables, fold, found, user);
    if (s->has_others || s->scripts & surface->counts.scripts)
        wn_paired_scan(tables, surface, found, user);
}
