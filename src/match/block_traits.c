/* block_traits.c: traits of the characters of a block, one by one or those of a page at once.
 *
 * The characters of a text come from few pages of 64: one for each first byte of two-byte characters, one for each
 * first two bytes of the others. With vectors, the row of a page's traits is looked up for all places of a block, and
 * taken where the page's first bytes stand. Ideographs and Hangul have thousands of characters with the same traits;
 * they are told by their range. */
#include "match/block_traits.h"

#include "match/chars.h"
#include "match/traits.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define SMALL_IOTA 0x3B9
#define LETTER (WN_TRAIT_STILL | WN_TRAIT_SAME | WN_TRAIT_LETTER)

/* Of two or three bytes, as the first one says. */
static inline uint32_t decode(const char *data)
{
    const unsigned char *p = (const unsigned char *)data;
    if (p[0] < 0xE0)
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

static inline uint64_t bit_if(unsigned traits, unsigned trait, uint64_t bit)
{
    return traits & trait ? bit : 0;
}

static bool read_one_by_one(const char *data, uint64_t leads, wn_block_traits *t)
{
    for (; leads; leads &= leads - 1) {
        unsigned at = wn_bits_lowest(leads);
        uint64_t bit = (uint64_t)1 << at;
        uint32_t code = decode(data + at);
        unsigned traits = wn_traits(code), first = (unsigned char)data[at];
        if (first >= 0xF0 || (first >= 0xE0 && code < 0x800))
            return false;
        t->still |= bit_if(traits, WN_TRAIT_STILL, bit);
        t->ordered |= bit_if(traits, WN_TRAIT_ORDERED, bit);
        t->mark |= bit_if(traits, WN_TRAIT_MARK, bit);
        t->same |= bit_if(traits, WN_TRAIT_SAME, bit);
        t->letter |= bit_if(traits, WN_TRAIT_LETTER, bit);
        t->unspaced |= bit_if(traits, WN_TRAIT_UNSPACED, bit);
        t->iotas |= code == SMALL_IOTA ? bit : 0;
        t->three |= first >= 0xE0 ? bit : 0;
        t->scripts |= wn_char_script(code);
    }
    return true;
}

#if defined(__x86_64__) && defined(__GNUC__)

#define WIDE __attribute__((target("avx2")))

/* A block. */
typedef struct wide {
    __m256i half[2];
} wide;

/* Last bytes of characters, as indices into a row of traits. */
typedef struct wide_index {
    wide low;    /* four bits */
    wide odd;    /* the highest bit of each byte: the bit above them */
    wide latter; /* likewise the one above that */
} wide_index;

WIDE static inline wide load(const char *data)
{
    return (wide){{_mm256_loadu_si256((const __m256i *)(const void *)data),
                   _mm256_loadu_si256((const __m256i *)(const void *)(data + 32))}};
}

WIDE static inline uint64_t bits_of(wide truth)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(truth.half[1]) << 32 |
           (uint32_t)_mm256_movemask_epi8(truth.half[0]);
}

WIDE static inline wide equal(wide bytes, unsigned char byte)
{
    __m256i all = _mm256_set1_epi8((char)byte);
    return (wide){{_mm256_cmpeq_epi8(bytes.half[0], all), _mm256_cmpeq_epi8(bytes.half[1], all)}};
}

/* Among bytes over 0x7F. */
WIDE static inline wide above(wide bytes, unsigned char byte)
{
    __m256i all = _mm256_set1_epi8((char)byte);
    return (wide){{_mm256_cmpgt_epi8(bytes.half[0], all), _mm256_cmpgt_epi8(bytes.half[1], all)}};
}

WIDE static inline wide below(wide bytes, unsigned char byte)
{
    __m256i all = _mm256_set1_epi8((char)byte);
    return (wide){{_mm256_cmpgt_epi8(all, bytes.half[0]), _mm256_cmpgt_epi8(all, bytes.half[1])}};
}

WIDE static inline wide both(wide a, wide b)
{
    return (wide){{_mm256_and_si256(a.half[0], b.half[0]), _mm256_and_si256(a.half[1], b.half[1])}};
}

WIDE static inline wide either(wide a, wide b)
{
    return (wide){{_mm256_or_si256(a.half[0], b.half[0]), _mm256_or_si256(a.half[1], b.half[1])}};
}

WIDE static inline wide each(unsigned char byte)
{
    return (wide){{_mm256_set1_epi8((char)byte), _mm256_set1_epi8((char)byte)}};
}

/* Moves bits up within each byte; what comes in from its neighbour stays below them. */
WIDE static inline wide raise(wide bytes, int places)
{
    return (wide){{_mm256_slli_epi16(bytes.half[0], places), _mm256_slli_epi16(bytes.half[1], places)}};
}

WIDE static inline wide_index index_of(wide last)
{
    return (wide_index){both(last, each(15)), raise(last, 3), raise(last, 2)};
}

WIDE static inline __m256i quarter(const uint8_t *row)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)row));
}

WIDE static inline wide look_up(const uint8_t row[64], const wide_index *index)
{
    __m256i part[4] = {quarter(row), quarter(row + 16), quarter(row + 32), quarter(row + 48)};
    wide    found;
    for (int i = 0; i < 2; i++) {
        __m256i low = index->low.half[i], odd = index->odd.half[i];
        __m256i former = _mm256_blendv_epi8(_mm256_shuffle_epi8(part[0], low), _mm256_shuffle_epi8(part[1], low), odd);
        __m256i latter = _mm256_blendv_epi8(_mm256_shuffle_epi8(part[2], low), _mm256_shuffle_epi8(part[3], low), odd);
        found.half[i] = _mm256_blendv_epi8(former, latter, index->latter.half[i]);
    }
    return found;
}

/* Groups of the characters of a page that stand at `places`. */
static uint32_t scripts_of(const char *data, uint32_t page, uint64_t places)
{
    uint32_t code = page << 6, groups, scripts = 0;
    if (code < 0x0400)
        return 1;
    if (code < 0x1000) {
        memcpy(&groups, wn_near_scripts + (code - 0x0400) / 16, sizeof groups);
        if (groups == (groups & 0xFF) * 0x01010101u)
            return (uint32_t)1 << (groups & 0xFF);
    }
    if (code >= 0x3040 && code < 0x3100)
        return (uint32_t)1 << WN_SCRIPT_KANA;
    for (; places; places &= places - 1)
        scripts |= wn_char_script(decode(data + wn_bits_lowest(places)));
    return scripts;
}

/* ---- ranges with the same traits ---- */

/* Where the first two bytes are from `first` to before `end`. */
WIDE static inline wide range(wide bytes, wide next, unsigned first, unsigned end)
{
    unsigned char low = (unsigned char)(first >> 8), high = (unsigned char)(end >> 8);
    wide          inside = both(above(bytes, low), below(bytes, high));
    wide          at_begin = both(equal(bytes, low), above(next, (unsigned char)((first & 0xFF) - 1)));
    wide          at_end = both(equal(bytes, high), below(next, (unsigned char)(end & 0xFF)));
    return either(inside, either(at_begin, at_end));
}

WIDE static inline unsigned fold_bytes(wide bytes)
{
    __m256i all = _mm256_or_si256(bytes.half[0], bytes.half[1]);
    __m128i half = _mm_or_si128(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    half = _mm_or_si128(half, _mm_srli_si128(half, 8));
    half = _mm_or_si128(half, _mm_srli_si128(half, 4));
    uint32_t last = (uint32_t)_mm_cvtsi128_si32(half);
    last |= last >> 16;
    return (last | last >> 8) & 0xFF;
}

/* The groups of ideographs, which follow from the lowest four bits. */
WIDE static inline uint32_t ideograph_scripts(wide last, wide places)
{
    const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201u), none = _mm256_setzero_si256();
    wide          low = both(last, each(15)), former, latter;
    for (int i = 0; i < 2; i++) {
        __m256i is_latter = _mm256_cmpgt_epi8(low.half[i], _mm256_set1_epi8(7));
        __m256i bit = _mm256_shuffle_epi8(bits, low.half[i]);
        former.half[i] = _mm256_blendv_epi8(bit, none, is_latter);
        latter.half[i] = _mm256_blendv_epi8(none, bit, is_latter);
    }
    return (fold_bytes(both(former, places)) | fold_bytes(both(latter, places)) << 8) << WN_SCRIPT_IDEOGRAPHS;
}

/* Ideographs and Hangul: adds their traits and says where they stand. */
WIDE static uint64_t add_ranges(wide bytes, wide next, wide last, wide *traits, wn_block_traits *t)
{
    wide     ideographs = range(bytes, next, 0xE4B8, 0xE9BF), hangul = range(bytes, next, 0xEAB0, 0xED9E);
    uint64_t ideograph_bits = bits_of(ideographs), hangul_bits = bits_of(hangul);
    if (ideograph_bits)
        t->scripts |= ideograph_scripts(last, ideographs);
    if (hangul_bits)
        t->scripts |= (uint32_t)1 << WN_SCRIPT_HANGUL;
    *traits = either(both(ideographs, each(LETTER | WN_TRAIT_UNSPACED)), both(hangul, each(LETTER)));
    return ideograph_bits | hangul_bits;
}

/* ---- pages ---- */

WIDE static void add_two(const char *data, wide bytes, wide next, uint64_t leads, wide *traits, wn_block_traits *t)
{
    wide_index index = index_of(next);
    while (leads) {
        unsigned char first = (unsigned char)data[wn_bits_lowest(leads)];
        uint32_t      page = first & 0x1Fu;
        wide          here = equal(bytes, first);
        uint64_t      places = bits_of(here) & leads;
        *traits = either(*traits, both(here, look_up(wn_trait_rows[wn_trait_pages[page]], &index)));
        t->scripts |= scripts_of(data, page, places);
        if (page == SMALL_IOTA >> 6)
            t->iotas = bits_of(both(here, equal(next, 0x80 | (SMALL_IOTA & 0x3F))));
        leads &= ~places;
    }
}

WIDE static bool add_three(const char *data, wide bytes, wide next, wide last, uint64_t leads, wide *traits,
                           wn_block_traits *t)
{
    wide_index index = index_of(last);
    while (leads) {
        unsigned      at = wn_bits_lowest(leads);
        unsigned char first = (unsigned char)data[at], second = (unsigned char)data[at + 1];
        uint32_t      page = (first & 0x0Fu) << 6 | (second & 0x3Fu);
        wide          here = both(equal(bytes, first), equal(next, second));
        uint64_t      places = bits_of(here) & leads;
        if (page < 0x800 >> 6)
            return false;
        *traits = either(*traits, both(here, look_up(wn_trait_rows[wn_trait_pages[page]], &index)));
        t->scripts |= scripts_of(data, page, places);
        leads &= ~places;
    }
    return true;
}

WIDE static bool read_wide(const char *data, uint64_t high, uint64_t leads, wn_block_traits *t)
{
    wide     bytes = load(data), next = load(data + 1), last = load(data + 2), traits = each(0);
    uint64_t rest = leads;
    if (bits_of(above(bytes, 0xEF)) & high)
        return false;
    t->three = bits_of(above(bytes, 0xDF)) & high;
    if (bits_of(above(bytes, 0xE3)) & high)
        rest &= ~add_ranges(bytes, next, last, &traits, t);
    if (rest & ~t->three)
        add_two(data, bytes, next, rest & ~t->three, &traits, t);
    if (rest & t->three && !add_three(data, bytes, next, last, rest & t->three, &traits, t))
        return false;
    t->still = bits_of(raise(traits, 7));
    t->ordered = bits_of(raise(traits, 6));
    t->mark = bits_of(raise(traits, 5));
    t->same = bits_of(raise(traits, 4));
    t->letter = bits_of(raise(traits, 3));
    t->unspaced = bits_of(raise(traits, 2));
    return true;
}

#else

static bool read_wide(const char *data, uint64_t high, uint64_t leads, wn_block_traits *t)
{
    (void)high;
    return read_one_by_one(data, leads, t);
}

#endif

/* Whether there are more than two. */
static bool are_many(uint64_t bits)
{
    bits &= bits - 1;
    return bits & (bits - 1);
}

bool wn_block_traits_read(bool by_vectors, const char *data, uint64_t high, uint64_t leads, wn_block_traits *traits)
{
    *traits = (wn_block_traits){0};
    if (by_vectors && are_many(leads))
        return read_wide(data, high, leads, traits);
    return read_one_by_one(data, leads, traits);
}
