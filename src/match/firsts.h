/* firsts.h: literals of which the beginning of a line tells whether it has them: those that begin a line or are the
 * whole of it.
 *
 * Where a rule set has no others, most lines are told by their first bytes and by how many words they have, see
 * glance.h, and no fold is made of them. */
#ifndef WN_MATCH_FIRSTS_H
#define WN_MATCH_FIRSTS_H

#include "match/chars.h"
#include "match/literal.h"

typedef struct wn_firsts {
    const wn_literals *tables;      /* borrowed */
    const uint8_t     *pairs;       /* bitmap of two bytes, the first one lowest, with which a line may begin */
    uint32_t           whole_words; /* of the IS literal that has most */
    uint32_t           steps;       /* bits: sizes that are looked at first */
    uint32_t           sizes;       /* bits: sizes of literals, or of what is hashed of them */
    const uint8_t     *bits;        /* bitmap of the hashes of both */
    const uint32_t    *slots;       /* hash table of literals that never stand in a line together; WN_LITERAL_ABSENT
                                       where free; NULL: there are none */
    uint32_t slot_mask;             /* one less than the number of slots */
} wn_firsts;

/* What it needs is made in the arena. *fits is false when some of the literals are of another kind. Returns WN_OK or
 * WN_NO_MEMORY. */
wn_status wn_firsts_make(const wn_literals *tables, wn_arena *arena, wn_firsts *firsts, bool *fits);

/* Whether words must be counted for the questions below. */
static inline bool wn_firsts_need_words(const wn_firsts *firsts)
{
    return firsts->tables->slots;
}

/* Whether the first two bytes alone say that the line has none of them. The line is printable ASCII, not empty, has no
 * space at either end, and is followed by a byte. */
static inline bool wn_firsts_are_clear(const wn_firsts *firsts, wn_bytes line)
{
    unsigned pair = (unsigned char)line.data[0] | (unsigned)(unsigned char)line.data[1] << 8;
    return !(firsts->pairs[pair >> 3] >> (pair & 7) & 1) && wn_is_ascii_word(line.data[0]) &&
           !wn_firsts_need_words(firsts);
}

/* Whether a line may have one of them; false only when it has none. The line is as above and has so many words (see
 * wn_counts), or perhaps others when none must be counted. */
bool wn_firsts_may_have(const wn_firsts *firsts, wn_bytes line, uint32_t words);

/* The literal that the line begins with, and which is the only one that it has; WN_LITERAL_ABSENT when that is not
 * known. The line is as above. */
uint32_t wn_firsts_find_only(const wn_firsts *firsts, wn_bytes line);

/* As wn_firsts_may_have, of a line that has other characters, but no control characters. *counts is what its view has
 * of words and `unspaced`; NULL: they are not wanted, and need not be counted. True too when there are bytes that are
 * not UTF-8. */
bool wn_firsts_may_have_high(const wn_firsts *firsts, wn_bytes line, wn_counts *counts);

#endif
