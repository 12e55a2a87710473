/* parts.c: a bitmap of a line's pairs of bytes, before any search.
 *
 * Of many literals that a line might have, most have a pair of bytes that it has not. */
#include "engine/parts.h"

#include <string.h>

#define PAIRS_ASKED 3 /* of a literal */
#define PARTS_FEW 4   /* fewer literals are looked for at once */

static unsigned hash_pair(wn_bytes text, size_t at)
{
    unsigned pair = (unsigned)(unsigned char)text.data[at] << 8 | (unsigned char)text.data[at + 1];
    return pair * 0x9E3779B1u >> (32 - WN_PAIR_BITS);
}

static void note_pairs(wn_pairs *pairs, wn_bytes fold)
{
    if (pairs->text.data == fold.data && pairs->text.size == fold.size)
        return;
    memset(pairs->bits, 0, sizeof pairs->bits);
    for (size_t i = 0; i + 1 < fold.size; i++) {
        unsigned bit = hash_pair(fold, i);
        pairs->bits[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
    pairs->text = fold;
}

/* Whether the first pairs of a literal are all there. */
static bool has_pairs(const wn_pairs *pairs, wn_bytes part)
{
    for (size_t i = 0; i + 1 < part.size && i < PAIRS_ASKED; i++) {
        unsigned bit = hash_pair(part, i);
        if (!(pairs->bits[bit >> 6] >> (bit & 63) & 1))
            return false;
    }
    return true;
}

static bool search(wn_bytes text, wn_bytes part)
{
    const char *end = text.data + text.size - part.size + 1;
    for (const char *p = text.data; (p = memchr(p, part.data[0], (size_t)(end - p))); p++) {
        if (p[part.size - 1] == part.data[part.size - 1] && memcmp(p, part.data, part.size) == 0)
            return true;
        if (p + 1 >= end)
            break;
    }
    return false;
}

bool wn_has_part(wn_pairs *pairs, wn_bytes fold, wn_bytes part, size_t parts)
{
    if (!part.size || part.size > fold.size || !fold.data)
        return !part.size;
    if (parts < PARTS_FEW)
        return search(fold, part);
    note_pairs(pairs, fold);
    return has_pairs(pairs, part) && search(fold, part);
}
