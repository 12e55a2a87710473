/* lzma.c: a decoder for LZMA streams, as small as it can be.
 *
 * Used where the program must be small: there the policies are packed, in one stream, so that what
 * the packs have in common is there once. A stream is a header of 13 bytes and then the output of a
 * range coder: bits, each with a probability that follows those that came before in the same place.
 * They say whether a literal or a match comes next, and which. */
#include "base/lzma.h"

#include <stdlib.h>

enum {
    HEADER_BYTES = 13, /* properties, size of the dictionary, size of what is packed; the last is not needed */
    CODE_BYTES = 5,    /* of the range coder's beginning; the first is 0 */
    EVEN = 1024,       /* a probability of a half, of 2048 */
    POSITIONS_MAX = 16,
    STATES = 12,
    LITERAL_STATES = 7, /* the states after a literal */
    LITERAL_PROBABILITIES = 0x300,
    LENGTH_STATES = 4, /* distances of short matches have probabilities of their own */
    SLOT_BITS = 6,
    ALIGN_BITS = 4,
    MODELLED_SLOTS = 14, /* of these all bits of a distance have probabilities */
    MODELLED_PLACES = 115,
    MATCH_MIN = 2
};

typedef uint16_t probability;

typedef struct lengths {
    probability is_long, is_longest;
    probability low[POSITIONS_MAX][8], middle[POSITIONS_MAX][8], high[256];
} lengths;

typedef struct model {
    probability is_match[STATES][POSITIONS_MAX];
    probability is_repeat[STATES];
    probability is_older[STATES];                 /* not the last distance */
    probability is_older2[STATES];                /* nor the one before */
    probability is_oldest[STATES];                /* but the fourth */
    probability is_longer[STATES][POSITIONS_MAX]; /* than one byte, at the last distance */
    probability slots[LENGTH_STATES][1 << SLOT_BITS];
    probability places[MODELLED_PLACES];
    probability align[1 << ALIGN_BITS];
    lengths     match, repeat;
    probability literals[];
} model;

typedef struct decoder {
    const unsigned char *in, *in_end;
    uint32_t             range, code;
    char                *out;
    size_t               size, at;
    unsigned             literal_bits, literal_position_mask, position_mask;
    unsigned             state;
    size_t               distances[4]; /* the last ones, the newest first, less one */
    bool                 is_bad;
    model               *m;
} decoder;

/* ---- bits ---- */

static void refill(decoder *d)
{
    if (d->range >= 1u << 24)
        return;
    d->is_bad |= d->in == d->in_end;
    d->range <<= 8;
    d->code = d->code << 8 | (d->in < d->in_end ? *d->in++ : 0u);
}

static unsigned read_bit(decoder *d, probability *p)
{
    refill(d);
    uint32_t bound = (d->range >> 11) * *p;
    if (d->code < bound) {
        d->range = bound;
        *p = (probability)(*p + ((2048 - *p) >> 5));
        return 0;
    }
    d->range -= bound;
    d->code -= bound;
    *p = (probability)(*p - (*p >> 5));
    return 1;
}

static uint32_t read_even_bits(decoder *d, unsigned count)
{
    uint32_t number = 0;
    while (count--) {
        refill(d);
        d->range >>= 1;
        uint32_t bit = d->code >= d->range;
        d->code -= bit ? d->range : 0;
        number = number << 1 | bit;
    }
    return number;
}

/* The highest bit first. */
static unsigned read_tree(decoder *d, probability *tree, unsigned bits)
{
    unsigned node = 1;
    for (unsigned i = 0; i < bits; i++)
        node = node << 1 | read_bit(d, &tree[node]);
    return node - (1u << bits);
}

/* The lowest bit first. */
static unsigned read_tree_back(decoder *d, probability *tree, unsigned bits)
{
    unsigned node = 1, number = 0;
    for (unsigned i = 0; i < bits; i++) {
        unsigned bit = read_bit(d, &tree[node]);
        node = node << 1 | bit;
        number |= bit << i;
    }
    return number;
}

/* ---- literals ---- */

static unsigned char byte_before(const decoder *d, size_t distance)
{
    return d->at > distance ? (unsigned char)d->out[d->at - distance - 1] : 0;
}

static probability *literal_tree(const decoder *d)
{
    unsigned high = byte_before(d, 0) >> (8 - d->literal_bits);
    unsigned place = (unsigned)(d->at & d->literal_position_mask) << d->literal_bits;
    return d->m->literals + (size_t)LITERAL_PROBABILITIES * (place + high);
}

/* After a match the byte is likely to differ from the one at the match's distance, which guides as long as it is right.
 */
static void read_literal(decoder *d)
{
    probability *tree = literal_tree(d);
    unsigned     node = 1, guide = d->state < LITERAL_STATES ? 0 : byte_before(d, d->distances[0]);
    bool         is_guided = d->state >= LITERAL_STATES;
    while (node < 0x100) {
        unsigned guess = guide >> 7 & 1;
        unsigned bit = read_bit(d, &tree[is_guided ? 0x100 + (guess << 8) + node : node]);
        guide <<= 1;
        is_guided = is_guided && bit == guess;
        node = node << 1 | bit;
    }
    d->out[d->at++] = (char)node;
    d->state = d->state < 4 ? 0 : d->state < 10 ? d->state - 3 : d->state - 6;
}

/* ---- matches ---- */

static size_t read_length(decoder *d, lengths *l)
{
    size_t position = d->at & d->position_mask;
    if (!read_bit(d, &l->is_long))
        return MATCH_MIN + read_tree(d, l->low[position], 3);
    if (!read_bit(d, &l->is_longest))
        return MATCH_MIN + 8 + read_tree(d, l->middle[position], 3);
    return MATCH_MIN + 16 + read_tree(d, l->high, 8);
}

static size_t read_distance(decoder *d, size_t length)
{
    size_t   set = length - MATCH_MIN < LENGTH_STATES ? length - MATCH_MIN : LENGTH_STATES - 1;
    unsigned slot = read_tree(d, d->m->slots[set], SLOT_BITS);
    if (slot < 4)
        return slot;
    unsigned bits = (slot >> 1) - 1;
    uint32_t distance = (2 | (slot & 1)) << bits;
    if (slot < MODELLED_SLOTS)
        return distance + read_tree_back(d, d->m->places + distance - slot, bits);
    distance += read_even_bits(d, bits - ALIGN_BITS) << ALIGN_BITS;
    return distance + read_tree_back(d, d->m->align, ALIGN_BITS);
}

static void copy_match(decoder *d, size_t length)
{
    size_t distance = d->distances[0];
    d->is_bad |= distance >= d->at;
    for (; length && d->at < d->size && !d->is_bad; length--, d->at++)
        d->out[d->at] = d->out[d->at - distance - 1];
}

/* Makes the distance number `index` the newest. */
static void recall_distance(decoder *d, unsigned index)
{
    size_t distance = d->distances[index];
    for (; index; index--)
        d->distances[index] = d->distances[index - 1];
    d->distances[0] = distance;
}

static unsigned read_index(decoder *d)
{
    if (!read_bit(d, &d->m->is_older[d->state]))
        return 0;
    if (!read_bit(d, &d->m->is_older2[d->state]))
        return 1;
    return 2 + read_bit(d, &d->m->is_oldest[d->state]);
}

static void read_repeat(decoder *d, size_t position)
{
    bool     is_after_literal = d->state < LITERAL_STATES;
    unsigned index = read_index(d);
    if (!index && !read_bit(d, &d->m->is_longer[d->state][position])) {
        d->state = is_after_literal ? 9 : 11;
        copy_match(d, 1);
        return;
    }
    recall_distance(d, index);
    size_t length = read_length(d, &d->m->repeat);
    d->state = is_after_literal ? 8 : 11;
    copy_match(d, length);
}

static void read_match(decoder *d)
{
    size_t length = read_length(d, &d->m->match);
    d->state = d->state < LITERAL_STATES ? 7 : 10;
    recall_distance(d, 3);
    d->distances[0] = read_distance(d, length);
    copy_match(d, length);
}

static void read_step(decoder *d)
{
    size_t position = d->at & d->position_mask;
    if (!read_bit(d, &d->m->is_match[d->state][position]))
        read_literal(d);
    else if (read_bit(d, &d->m->is_repeat[d->state]))
        read_repeat(d, position);
    else
        read_match(d);
}

/* ---- the stream ---- */

static model *new_model(unsigned literal_bits)
{
    size_t       count = (sizeof(model) / sizeof(probability)) + ((size_t)LITERAL_PROBABILITIES << literal_bits);
    probability *all = malloc(count * sizeof *all);
    for (size_t i = 0; all && i < count; i++)
        all[i] = EVEN;
    return (model *)all;
}

static wn_status begin(decoder *d, wn_bytes packed)
{
    const unsigned char *in = (const unsigned char *)packed.data;
    if (packed.size < HEADER_BYTES + CODE_BYTES || in[0] >= 9 * 5 * 5 || in[HEADER_BYTES])
        return WN_BAD_INPUT;
    unsigned literal_position_bits = in[0] / 9 % 5;
    d->literal_bits = in[0] % 9;
    d->literal_position_mask = (1u << literal_position_bits) - 1;
    d->position_mask = (1u << in[0] / 9 / 5) - 1;
    d->in = in + HEADER_BYTES + CODE_BYTES;
    d->in_end = in + packed.size;
    for (unsigned i = 1; i < CODE_BYTES; i++)
        d->code = d->code << 8 | in[HEADER_BYTES + i];
    d->m = new_model(d->literal_bits + literal_position_bits);
    return d->m ? WN_OK : WN_NO_MEMORY;
}

wn_status wn_lzma_unpack(wn_bytes packed, char *out, size_t size)
{
    decoder d = {.range = UINT32_MAX, .size = size};
    d.out = out;
    wn_status status = begin(&d, packed);
    while (status == WN_OK && d.at < size && !d.is_bad)
        read_step(&d);
    free(d.m);
    return status == WN_OK && d.is_bad ? WN_BAD_INPUT : status;
}
