/* literal_pairs.c: literals that may stand anywhere, found by their rarest pairs of bytes.
 *
 * Each literal is looked for by one of its pairs, one that news seldom have. The pairs are dealt out to eight groups,
 * and for each group there are four sets of half bytes: what its pairs can have in the halves of their first byte and
 * of their second. Four looks at small tables, for 32 places at once, tell for each place which groups a pair of it
 * could be of; a bitmap of all pairs then knows whether it is one. Other processors ask the bitmap at every place. */
#include "match/literal_pairs.h"

#include "match/filters.h"

#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define GROUPS 8

/* ---- which pair ---- */

/* How frequent a byte is in folded news, roughly. */
static unsigned weight_of(unsigned char byte)
{
    static const char frequent[] = " etaoinsrhldcumfpgwybvk"; /* most frequent first */
    const char       *place = byte && byte < 0x80 ? strchr(frequent, byte) : NULL;
    if (place)
        return (unsigned)(sizeof frequent - (size_t)(place - frequent)) * 2;
    return byte < 0x80 ? 1 : byte < 0xC0 ? 12 : 24;
}

size_t wn_paired_anchor(const wn_literal *literal, const char *pool)
{
    const char *text = pool + literal->text;
    size_t      best = 0;
    unsigned    least = UINT32_MAX;
    for (size_t i = 0; i + 1 < literal->size; i++) {
        unsigned weight = weight_of((unsigned char)text[i]) * weight_of((unsigned char)text[i + 1]);
        if (weight < least) {
            least = weight;
            best = i;
        }
    }
    return best;
}

/* ---- making ---- */

static bool is_new_pair(const wn_paired *p, const char *pool, size_t i)
{
    return !i || memcmp(pool + p->index.prefixes[i].text, pool + p->index.prefixes[i - 1].text, 2) != 0;
}

static size_t count_pairs(const wn_paired *p, const char *pool)
{
    size_t count = 0;
    for (size_t i = 0; i < p->index.count; i++)
        count += is_new_pair(p, pool, i);
    return count;
}

/* What follows a literal of two bytes may be anything. */
static void add_triples(uint8_t *triples, wn_bytes literal)
{
    char text[3] = {literal.data[0], literal.data[1], 0};
    for (unsigned third = 0; third < 256; third++) {
        text[2] = literal.size > 2 ? literal.data[2] : (char)third;
        wn_set_bit(triples, wn_hash_triple(text));
        if (literal.size > 2)
            return;
    }
}

static void add_half(uint8_t *half, uint8_t group)
{
    *half = (uint8_t)(*half | group);
}

static void add_halves(uint8_t *halves, wn_bytes literal, uint8_t group)
{
    for (size_t k = 0; k < 3; k++, halves += 32)
        if (k < literal.size) {
            add_half(&halves[(unsigned char)literal.data[k] & 15], group);
            add_half(&halves[16 + ((unsigned char)literal.data[k] >> 4)], group);
        } else {
            for (size_t i = 0; i < 32; i++)
                add_half(&halves[i], group);
        }
}

/* Pairs that stand together in the order of bytes share a group. */
wn_status wn_paired_make(wn_paired *paired, const char *pool, wn_arena *arena)
{
    if (!paired->index.count)
        return WN_OK;
    uint8_t *pairs = wn_arena_alloc(arena, WN_LITERAL_PAIRS_BYTES);
    uint8_t *triples = wn_arena_alloc(arena, WN_LITERAL_TRIPLES_BYTES);
    uint8_t *halves = wn_arena_alloc(arena, WN_LITERAL_HALVES_BYTES);
    if (!pairs || !triples || !halves)
        return WN_NO_MEMORY;
    size_t total = count_pairs(paired, pool), seen = 0;
    for (size_t i = 0; i < paired->index.count; i++) {
        const char *text = pool + paired->index.prefixes[i].text;
        seen += is_new_pair(paired, pool, i);
        uint8_t group = (uint8_t)(1u << (seen - 1) * GROUPS / total);
        wn_set_bit(pairs, wn_pair_at(text));
        add_triples(triples, (wn_bytes){text, paired->index.prefixes[i].size});
        add_halves(halves, (wn_bytes){text, paired->index.prefixes[i].size}, group);
    }
    paired->pairs = pairs;
    paired->triples = triples;
    paired->halves = halves;
    return WN_OK;
}

/* ---- scanning ---- */

static void look_at(const wn_literals *tables, const wn_surface *surface, size_t at, wn_found_literal *found,
                    void *user)
{
    const wn_paired *p = &tables->paired;
    const char      *data = surface->fold + at;
    if (!wn_has_bit(p->pairs, wn_pair_at(data)) || !wn_has_bit(p->triples, wn_hash_triple(data)) ||
        at + 1 >= surface->size)
        return;
    wn_prefixes_report_parts(&p->index, tables, (wn_bytes){surface->fold, surface->size}, at, found, user);
}

static void scan_plainly(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user)
{
    for (size_t at = 0; at + 1 < surface->size; at++)
        look_at(tables, surface, at, found, user);
}

#if defined(__x86_64__) && defined(__GNUC__)

__attribute__((target("avx2"))) static __m256i twice(const uint8_t *table)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

/* The groups whose sets have both halves of each byte. */
__attribute__((target("avx2"))) static inline __m256i groups_of(__m256i bytes, __m256i low, __m256i high)
{
    __m256i half = _mm256_set1_epi8(15);
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
                            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

/* The fold is followed by enough zeros to be read in blocks. */
__attribute__((target("avx2"))) static void scan_by_32(const wn_literals *tables, const wn_surface *surface,
                                                       wn_found_literal *found, void *user)
{
    const uint8_t *halves = tables->paired.halves;
    __m256i        low = twice(halves), high = twice(halves + 16);
    __m256i        next_low = twice(halves + 32), next_high = twice(halves + 48);
    __m256i        third_low = twice(halves + 64), third_high = twice(halves + 80);
    for (size_t block = 0; block + 1 < surface->size; block += 32) {
        const char *data = surface->fold + block;
        __m256i     bytes = _mm256_loadu_si256((const __m256i *)(const void *)data);
        __m256i     next = _mm256_loadu_si256((const __m256i *)(const void *)(data + 1));
        __m256i     third = _mm256_loadu_si256((const __m256i *)(const void *)(data + 2));
        __m256i     both = _mm256_and_si256(groups_of(bytes, low, high), groups_of(next, next_low, next_high));
        __m256i     all = _mm256_and_si256(both, groups_of(third, third_low, third_high));
        __m256i     none = _mm256_cmpeq_epi8(all, _mm256_setzero_si256());
        for (uint32_t places = ~(uint32_t)_mm256_movemask_epi8(none); places; places &= places - 1)
            look_at(tables, surface, block + (size_t)__builtin_ctz(places), found, user);
    }
}

void wn_paired_scan_by(bool by_vectors, const wn_literals *tables, const wn_surface *surface, wn_found_literal *found,
                       void *user)
{
    if (by_vectors && __builtin_cpu_supports("avx2"))
        scan_by_32(tables, surface, found, user);
    else
        scan_plainly(tables, surface, found, user);
}

#else

void wn_paired_scan_by(bool by_vectors, const wn_literals *tables, const wn_surface *surface, wn_found_literal *found,
                       void *user)
{
    (void)by_vectors;
    scan_plainly(tables, surface, found, user);
}

#endif

void wn_paired_scan(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user)
{
    wn_paired_scan_by(true, tables, surface, found, user);
}
