/* unicode.c: looking up what unicode/make.c made of utf8proc's tables. Hangul is reckoned, as Unicode
 * says how. */
#include "match/unicode.h"

#include "match/unicode_tables.h"

#define MASK ((UINT64_C(1) << WN_UNICODE_BITS) - 1)
#define NONE SIZE_MAX

enum {
    L_FIRST = 0x1100,
    V_FIRST = 0x1161,
    T_BEFORE = 0x11A7, /* the first final stands after it */
    S_FIRST = 0xAC00,
    L_COUNT = 19,
    V_COUNT = 21,
    T_COUNT = 28,
    S_COUNT = L_COUNT * V_COUNT * T_COUNT
};

/* ---- records ---- */

static const wn_unicode_record *record_of(uint32_t code)
{
    code = code < WN_UNICODE_CODES ? code : WN_UNICODE_CODES - 1;
    size_t stretch = wn_unicode_stretches[code / WN_UNICODE_BLOCK / WN_UNICODE_STRETCH];
    size_t block = wn_unicode_blocks[stretch * WN_UNICODE_STRETCH + code / WN_UNICODE_BLOCK % WN_UNICODE_STRETCH];
    return &wn_unicode_records[wn_unicode_items[block * WN_UNICODE_BLOCK + code % WN_UNICODE_BLOCK]];
}

wn_sort wn_unicode_sort(uint32_t code)
{
    return (wn_sort)record_of(code)->sort;
}

unsigned wn_unicode_rank(uint32_t code)
{
    return record_of(code)->rank;
}

unsigned wn_unicode_width(uint32_t code)
{
    return record_of(code)->width;
}

/* ---- folding ---- */

static const wn_unicode_fold_many *find_many(uint32_t code)
{
    size_t low = 0, high = wn_unicode_fold_many_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (wn_unicode_fold_many_list[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_found = low < wn_unicode_fold_many_count && wn_unicode_fold_many_list[low].code == code;
    return is_found ? &wn_unicode_fold_many_list[low] : NULL;
}

static uint32_t fold_by_range(uint32_t code)
{
    size_t low = 0, high = wn_unicode_fold_range_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (wn_unicode_fold_ranges[middle].first <= code)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low)
        return code;
    const wn_unicode_fold_range *range = &wn_unicode_fold_ranges[low - 1];
    uint32_t                     distance = code - range->first;
    bool                         is_in = distance % range->step == 0 && distance / range->step < range->count;
    return is_in ? (uint32_t)((int32_t)code + range->delta) : code;
}

size_t wn_unicode_fold(uint32_t code, uint32_t out[WN_UNICODE_FOLD_MAX])
{
    const wn_unicode_fold_many *many = find_many(code);
    size_t                      count = 0;
    if (!many) {
        out[0] = fold_by_range(code);
        return 1;
    }
    while (count < WN_UNICODE_FOLD_MAX && many->codes[count]) {
        out[count] = many->codes[count];
        count++;
    }
    return count;
}

/* ---- decomposing ---- */

static uint32_t code_in(uint64_t parts, unsigned place)
{
    return (uint32_t)(parts >> (2 - place) * WN_UNICODE_BITS & MASK);
}

static size_t find_parts(uint32_t code)
{
    size_t low = 0, high = wn_unicode_parts_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code_in(wn_unicode_parts[middle], 0) < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < wn_unicode_parts_count && code_in(wn_unicode_parts[low], 0) == code ? low : NONE;
}

static size_t decompose_hangul(uint32_t code, uint32_t *out)
{
    uint32_t syllable = code - S_FIRST, final = syllable % T_COUNT;
    out[0] = L_FIRST + syllable / (V_COUNT * T_COUNT);
    out[1] = V_FIRST + syllable / T_COUNT % V_COUNT;
    out[2] = T_BEFORE + final;
    return final ? 3 : 2;
}

/* The last code is in front of those that were found before it. */
size_t wn_unicode_decompose(uint32_t code, uint32_t out[WN_UNICODE_PARTS_MAX])
{
    uint32_t last[WN_UNICODE_PARTS_MAX];
    size_t   count = 0, taken = 0;
    if (code >= S_FIRST && code < S_FIRST + S_COUNT)
        return decompose_hangul(code, out);
    for (size_t at = find_parts(code); at != NONE && taken < WN_UNICODE_PARTS_MAX - 1; at = find_parts(code)) {
        code = code_in(wn_unicode_parts[at], 1);
        if (code_in(wn_unicode_parts[at], 2))
            last[taken++] = code_in(wn_unicode_parts[at], 2);
    }
    out[count++] = code;
    while (taken)
        out[count++] = last[--taken];
    return count;
}

/* ---- composing ---- */

static uint32_t compose_hangul(uint32_t first, uint32_t second)
{
    if (first >= L_FIRST && first < L_FIRST + L_COUNT && second >= V_FIRST && second < V_FIRST + V_COUNT)
        return S_FIRST + ((first - L_FIRST) * V_COUNT + second - V_FIRST) * T_COUNT;
    bool is_open = first >= S_FIRST && first < S_FIRST + S_COUNT && (first - S_FIRST) % T_COUNT == 0;
    return is_open && second > T_BEFORE && second < T_BEFORE + T_COUNT ? first + second - T_BEFORE : 0;
}

/* The character that two make, or 0. */
static uint32_t compose_two(uint32_t first, uint32_t second)
{
    const uint64_t all = (UINT64_C(1) << 2 * WN_UNICODE_BITS) - 1, wanted = (uint64_t)first << WN_UNICODE_BITS | second;
    size_t         low = 0, high = wn_unicode_pairs_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((wn_unicode_parts[wn_unicode_pairs[middle]] & all) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == wn_unicode_pairs_count || (wn_unicode_parts[wn_unicode_pairs[low]] & all) != wanted)
        return compose_hangul(first, second);
    return code_in(wn_unicode_parts[wn_unicode_pairs[low]], 0);
}

/* A code composes with the last starter unless one of its rank or a higher one stands between them. */
size_t wn_unicode_compose(uint32_t *codes, size_t count)
{
    size_t kept = 0, starter = NONE;
    int    highest = -1; /* rank since the starter */
    for (size_t i = 0; i < count; i++) {
        int      rank = (int)wn_unicode_rank(codes[i]);
        uint32_t made = starter != NONE && rank > highest ? compose_two(codes[starter], codes[i]) : 0;
        if (made) {
            codes[starter] = made;
            continue;
        }
        codes[kept] = codes[i];
        if (!rank)
            starter = kept;
        highest = !rank ? -1 : rank > highest ? rank : highest;
        kept++;
    }
    return kept;
}

const char *wn_unicode_version(void)
{
    return wn_unicode_source;
}
