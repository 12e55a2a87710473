/* literal_pairs.c: literals that may stand anywhere, found by their rarest bytes.
 *
 * Each literal is looked for by one of its places, where bytes stand together that news seldom have. The literals are
 * dealt out to groups, and for each group there are six sets of half bytes: what its literals can have in the halves of
 * their first three bytes from that place on. Six looks at small tables, for 32 places at once, tell for each place
 * which groups a literal of it could be of; a bitmap of the hashes of four bytes then knows nearly always whether it is
 * one. One group is of short literals that count only where words begin. Lines in ASCII have sets of their own, without
 * what cannot be in them. Other processors ask the bitmap at every place. */
#include "match/literal_pairs.h"

#include "base/utf8.h"
#include "match/filters.h"
#include "match/literal_surface.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define GROUPS 7       /* of literals that may stand anywhere */
#define AT_WORDS 0x80u /* the bit of the group of those that may not, which is the last */
#define FOUR_BITS 17
#define SETS 6
#define SET_BYTES 16

_Static_assert(1 << FOUR_BITS == 8 * WN_LITERAL_PAIRED_BYTES, "a bit for each hash of four bytes");
_Static_assert(2 * SETS * SET_BYTES == WN_LITERAL_HALVES_BYTES, "sets for all lines, and for those in ASCII");

static unsigned hash_four(const char *data)
{
    return wn_read_four(data) * WN_HASH_32 >> (32 - FOUR_BITS);
}

/* ---- where ---- */

/* How frequent a byte is in folded news, roughly. */
static unsigned weight_of(unsigned char byte)
{
    static const char frequent[] = " etaoinsrhldcumfpgwybvk"; /* most frequent first */
    const char       *place = byte && byte < 0x80 ? strchr(frequent, byte) : NULL;
    if (place)
        return (unsigned)(sizeof frequent - (size_t)(place - frequent)) * 2;
    return byte < 0x80 ? 1 : byte < 0xC0 ? 12 : 24;
}

/* How many times more frequent they are together than their frequencies let expect. */
static unsigned attraction(const char *pair)
{
    static const char frequent[] =
        "th he in er an re nd on en at ou ed ha to or it is hi es ng as te et of al de se le "
        "sa si ar ve ra ld ur st ic nt ti io co me ch el ri ll ro li la ma om ce ca il ne us "
        "ei ie un ge be qu ta ns di no wi ss um ty up ly ";
    for (size_t i = 0; i + 3 < sizeof frequent; i += 3)
        if (frequent[i] == pair[0] && frequent[i + 1] == pair[1])
            return 4;
    return 1;
}

/* How frequent the bytes at `text`, of which `left` are there, may be, as a guess. */
static unsigned guess_frequency(const char *text, size_t left)
{
    unsigned pair = weight_of((unsigned char)text[0]) * weight_of((unsigned char)text[1]) * attraction(text);
    return pair * (left > 2 ? weight_of((unsigned char)text[2]) * attraction(text + 1) : 4 * weight_of(' '));
}

/* The end of a literal that counts only where a word begins, of two bytes; SIZE_MAX when it is another kind. */
static size_t find_short_word(const wn_literal *literal, const char *pool)
{
    size_t anchor = literal->size < 4 ? wn_surface_anchor(literal, pool) : SIZE_MAX;
    return anchor != SIZE_MAX && literal->size - anchor == 2 ? anchor : SIZE_MAX;
}

size_t wn_paired_anchor(const wn_literal *literal, const char *pool)
{
    const char *text = pool + literal->text;
    size_t      best = find_short_word(literal, pool);
    unsigned    least = UINT32_MAX;
    if (best != SIZE_MAX)
        return best;
    for (size_t i = 0; i + 1 < literal->size; i++) {
        unsigned frequency = guess_frequency(text + i, literal->size - i);
        if (frequency < least) {
            least = frequency;
            best = i;
        }
    }
    return best;
}

/* ---- making ---- */

/* The literals of one of the two kinds of sets. */
typedef struct selection {
    const wn_literals *tables;
    bool               in_ascii;
} selection;

static bool is_selected(const selection *s, size_t i, bool at_words)
{
    const wn_prefix  *prefix = &s->tables->paired.index.prefixes[i];
    const wn_literal *literal = &s->tables->literals[prefix->literal];
    wn_bytes          text = {s->tables->pool + literal->text, literal->size};
    bool              is_short_word = find_short_word(literal, s->tables->pool) != SIZE_MAX;
    return is_short_word == at_words && (!s->in_ascii || wn_ascii_prefix(text) == text.size);
}

static const char *text_at(const wn_literals *tables, size_t i)
{
    return tables->pool + tables->paired.index.prefixes[i].text;
}

/* The bytes that a group lets through, as the halves they may have. */
typedef struct group {
    uint16_t low[SETS / 2];
    uint16_t high[SETS / 2];
    uint64_t frequency; /* of what it lets through, as a guess */
} group;

static unsigned half_bit(unsigned half)
{
    return 1u << half;
}

static uint64_t frequency_of(unsigned low, unsigned high)
{
    uint64_t sum = 0;
    for (unsigned byte = 0; byte < 256; byte++)
        if (low & half_bit(byte & 15) && high & half_bit(byte >> 4))
            sum += weight_of((unsigned char)byte);
    return sum;
}

/* The group with one more literal. */
static group widen(group g, wn_bytes literal)
{
    g.frequency = 1;
    for (size_t k = 0; k < SETS / 2; k++) {
        unsigned byte = k < literal.size ? (unsigned char)literal.data[k] : 0;
        g.low[k] = (uint16_t)(k < literal.size ? g.low[k] | half_bit(byte & 15) : UINT16_MAX);
        g.high[k] = (uint16_t)(k < literal.size ? g.high[k] | half_bit(byte >> 4) : UINT16_MAX);
        g.frequency *= frequency_of(g.low[k], g.high[k]);
    }
    return g;
}

/* Gives the literal to the group that lets little more through with it. */
static void deal_out(group *groups, wn_bytes literal)
{
    size_t   best = 0;
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < GROUPS; i++) {
        uint64_t more = widen(groups[i], literal).frequency - groups[i].frequency;
        if (more < least) {
            least = more;
            best = i;
        }
    }
    groups[best] = widen(groups[best], literal);
}

static void add_halves(uint8_t *halves, const group *g, unsigned bit)
{
    for (size_t k = 0; k < SETS / 2; k++, halves += (size_t)2 * SET_BYTES)
        for (unsigned half = 0; half < SET_BYTES; half++) {
            halves[half] = (uint8_t)(halves[half] | (g->low[k] & half_bit(half) ? bit : 0));
            halves[SET_BYTES + half] = (uint8_t)(halves[SET_BYTES + half] | (g->high[k] & half_bit(half) ? bit : 0));
        }
}

static void fill_halves(uint8_t *halves, const selection *s)
{
    const wn_prefix_index *index = &s->tables->paired.index;
    group                  groups[GROUPS + 1] = {0};
    for (size_t i = 0; i < index->count; i++) {
        wn_bytes text = {text_at(s->tables, i), index->prefixes[i].size};
        if (is_selected(s, i, true))
            groups[GROUPS] = widen(groups[GROUPS], text);
        if (is_selected(s, i, false))
            deal_out(groups, text);
    }
    for (unsigned i = 0; i <= GROUPS; i++)
        add_halves(halves, &groups[i], 1u << i);
}

/* What follows a literal of three bytes may be anything. */
static void add_four(uint8_t *fours, wn_bytes literal)
{
    char text[4] = {0};
    memcpy(text, literal.data, literal.size < 4 ? literal.size : 4);
    for (unsigned fourth = 0; fourth < 256; fourth++) {
        if (literal.size == 3)
            text[3] = (char)fourth;
        wn_set_bit(fours, hash_four(text));
        if (literal.size > 3)
            return;
    }
}

wn_status wn_paired_make(wn_paired *paired, const wn_literals *tables, wn_arena *arena)
{
    if (!paired->index.count)
        return WN_OK;
    uint8_t *fours = wn_arena_alloc(arena, WN_LITERAL_PAIRED_BYTES);
    uint8_t *pairs = wn_arena_alloc(arena, WN_LITERAL_PAIRS_BYTES);
    uint8_t *halves = wn_arena_alloc(arena, WN_LITERAL_HALVES_BYTES);
    if (!fours || !pairs || !halves)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < paired->index.count; i++) {
        wn_bytes text = {text_at(tables, i), paired->index.prefixes[i].size};
        if (text.size > 2)
            add_four(fours, text);
        else
            wn_set_bit(pairs, wn_pair_at(text.data));
    }
    fill_halves(halves, &(selection){tables, false});
    fill_halves(halves + SETS * SET_BYTES, &(selection){tables, true});
    paired->fours = fours;
    paired->pairs = pairs;
    paired->halves = halves;
    return WN_OK;
}

/* ---- scanning ---- */

static void look_at(const wn_literals *tables, const wn_surface *surface, size_t at, wn_found_literal *found,
                    void *user)
{
    const wn_paired *p = &tables->paired;
    const char      *data = surface->fold + at;
    if (wn_has_bit(p->fours, hash_four(data)) || (wn_has_bit(p->pairs, wn_pair_at(data)) && at + 1 < surface->size))
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
    const uint8_t *halves = tables->paired.halves + (surface->is_ascii ? SETS * SET_BYTES : 0);
    __m256i        low = twice(halves), high = twice(halves + SET_BYTES);
    __m256i        next_low = twice(halves + 2 * SET_BYTES), next_high = twice(halves + 3 * SET_BYTES);
    __m256i        third_low = twice(halves + 4 * SET_BYTES), third_high = twice(halves + 5 * SET_BYTES);
    __m256i        anywhere = _mm256_set1_epi8((char)~AT_WORDS);
    for (size_t block = 0; block + 1 < surface->size; block += 32) {
        const char *data = surface->fold + block;
        __m256i     bytes = _mm256_loadu_si256((const __m256i *)(const void *)data);
        __m256i     next = _mm256_loadu_si256((const __m256i *)(const void *)(data + 1));
        __m256i     third = _mm256_loadu_si256((const __m256i *)(const void *)(data + 2));
        __m256i     both = _mm256_and_si256(groups_of(bytes, low, high), groups_of(next, next_low, next_high));
        __m256i     all = _mm256_and_si256(both, groups_of(third, third_low, third_high));
        __m256i     none = _mm256_cmpeq_epi8(_mm256_and_si256(all, anywhere), _mm256_setzero_si256());
        uint32_t    at_words = (uint32_t)_mm256_movemask_epi8(all); /* whose bit is the highest */
        uint32_t    places = at_words & (uint32_t)(surface->begins[block / 64] >> block % 64);
        for (places |= ~(uint32_t)_mm256_movemask_epi8(none); places; places &= places - 1)
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
