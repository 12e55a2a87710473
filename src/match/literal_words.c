/* literal_words.c: literals that are looked for where words begin.
 *
 * Blocks of 64 bytes become masks of the letters and digits; a word begins at each that has none before it.
 * A letter is what the table of characters calls so: PCRE2's \w has all of them and more, so that its
 * words begin nowhere else. An i that came of a view beyond ASCII is called none, for the fold drops a dot above
 * after it, and behind that dot a word may begin. At a word's beginning the hash of its first three bytes tells whether
 * short literals or longer ones begin so, and a bitmap of the hashes of six bytes stops nearly all the others. */
#include "match/literal_words.h"

#include "match/block.h"
#include "match/filters.h"
#include "match/traits.h"

#define HEAD 6           /* bytes of a longer literal that are hashed */
#define SMALL_IOTA 0x3B9 /* may be the fold of a mark (U+0345) */

enum {
    SHORT = 1, /* a literal of less than HEAD bytes begins so */
    LONG = 2
};

/* ---- making ---- */

static unsigned hash_start(const char *data)
{
    return wn_triple_at(data) * WN_HASH_32 >> (32 - WN_WORDED_BITS);
}

static void add_triples(uint8_t *triples, wn_bytes literal, uint8_t bit)
{
    char text[3] = {literal.data[0], 0, 0};
    for (unsigned second = 0; second < 256; second++) {
        if (literal.size > 1 && (unsigned char)literal.data[1] != second)
            continue;
        text[1] = (char)second;
        for (unsigned third = 0; third < 256; third++) {
            if (literal.size > 2 && (unsigned char)literal.data[2] != third)
                continue;
            text[2] = (char)third;
            uint8_t *entry = &triples[hash_start(text)];
            *entry = (uint8_t)(*entry | bit);
        }
    }
}

wn_status wn_words_make(wn_worded *words, const char *pool, wn_arena *arena)
{
    if (!words->index.count)
        return WN_OK;
    uint8_t *triples = wn_arena_alloc(arena, WN_LITERAL_WORDED_BYTES);
    uint8_t *heads = wn_arena_alloc(arena, WN_LITERAL_HEADS_BYTES);
    if (!triples || !heads)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < words->index.count; i++) {
        wn_bytes text = {pool + words->index.prefixes[i].text, words->index.prefixes[i].size};
        add_triples(triples, text, text.size < HEAD ? SHORT : LONG);
        if (text.size >= HEAD)
            wn_set_bit(heads, wn_hash_head(text.data, HEAD));
    }
    words->triples = triples;
    words->heads = heads;
    return WN_OK;
}

/* ---- scanning ---- */

/* What one block hands to the next. */
typedef struct progress {
    bool     is_ascii;     /* the view is */
    bool     after_letter; /* the byte before is of a letter or digit */
    unsigned letter_bytes; /* so many first bytes belong to a letter that began before */
} progress;

/* The bytes of letters beyond ASCII that begin in the block at `data`, of which `left` bytes of text remain. */
static uint64_t find_letters(const char *data, size_t left, uint64_t leads, progress *p)
{
    uint64_t letters = 0;
    for (; leads; leads &= leads - 1) {
        unsigned at = wn_bits_lowest(leads);
        uint32_t code = 0;
        size_t   size = wn_read_character((const unsigned char *)data + at, left - at, &code);
        if (!size || !(wn_traits(code) & WN_TRAIT_LETTER) || code == SMALL_IOTA)
            continue;
        letters |= (((uint64_t)1 << size) - 1) << at;
        p->letter_bytes = at + size > WN_BLOCK_BYTES ? (unsigned)(at + size - WN_BLOCK_BYTES) : 0;
    }
    return letters;
}

/* The places in the block at `data` where words begin. */
static uint64_t find_beginnings(const char *data, size_t left, progress *p)
{
    char        end[WN_BLOCK_BYTES] = {0};
    const char *block = left < WN_BLOCK_BYTES ? memcpy(end, data, left) : data;
    wn_block    m = wn_block_read(block);
    uint64_t    letters = m.letters | m.digits, begins = letters | m.leads;
    if (!p->is_ascii)
        letters &= ~wn_block_find(block, 'i');
    if (m.high) {
        letters |= ((uint64_t)1 << p->letter_bytes) - 1;
        p->letter_bytes = 0;
        letters |= find_letters(data, left, m.leads, p);
    }
    uint64_t words = begins & ~(letters << 1 | (uint64_t)p->after_letter);
    p->after_letter = letters >> (WN_BLOCK_BYTES - 1);
    return words;
}

static inline bool may_begin(const wn_worded *words, const char *data)
{
    unsigned sizes = words->triples[hash_start(data)];
    return sizes && (sizes & SHORT || wn_has_bit(words->heads, wn_hash_head(data, HEAD)));
}

void wn_words_scan(const wn_worded *words, const char *pool, wn_bytes text, bool is_ascii, wn_found_literal *found,
                   void *user)
{
    progress p = {.is_ascii = is_ascii};
    for (size_t block = 0; block < text.size; block += WN_BLOCK_BYTES) {
        uint64_t begins = find_beginnings(text.data + block, text.size - block, &p);
        for (; begins; begins &= begins - 1) {
            size_t at = block + wn_bits_lowest(begins);
            if (text.size - at < HEAD || may_begin(words, text.data + at))
                wn_prefixes_report(&words->index, pool, (wn_bytes){text.data + at, text.size - at}, found, user);
        }
    }
}
