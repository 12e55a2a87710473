/* glance.c: 64 bytes at a time, across the ends of lines.
 *
 * Line feeds count as spaces, so that a word ends at them too, and one addition finds the ends of all words of a block
 * (see words.c); those of each line are then counted between its line feeds. */
#include "match/glance.h"

#include "match/block.h"
#include "match/surface.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#if defined(__GNUC__)
#define ALWAYS __attribute__((always_inline)) /* or the compiler makes one for all processors */
#else
#define ALWAYS
#define __builtin_popcountll wn_bits_count
#endif

_Static_assert(WN_GLANCE_ROOM == WN_BLOCK_BYTES, "room for the line feeds of a block");

/* A bit for each byte of a block. */
typedef struct masks {
    uint64_t feeds;
    uint64_t spaces;  /* and line feeds */
    uint64_t letters; /* and digits */
    uint64_t odd;     /* all but printable ASCII and line feeds */
} masks;

typedef masks read_masks(const char *data);

/* ---- masks, on each kind of processor ---- */

#ifdef __SSE2__

static inline masks read_masks_plain(const char *data)
{
    masks m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
        __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i odd = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
                                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
        m.feeds |= wn_block_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), at);
        m.spaces |= wn_block_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')), at);
        m.letters |= wn_block_bits(_mm_or_si128(wn_block_range(folded, 'a', 26), wn_block_range(bytes, '0', 10)), at);
        m.odd |= wn_block_bits(odd, at); /* bytes over 0x7F are less than a space, as numbers with a sign */
    }
    m.spaces |= m.feeds;
    m.odd &= ~m.feeds;
    return m;
}

#else

static inline masks read_masks_plain(const char *data)
{
    masks m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++) {
        unsigned char byte = (unsigned char)data[at];
        bool          is_letter = (byte | 0x20u) - 'a' < 26, is_digit = byte - (unsigned)'0' < 10;
        m.feeds |= (uint64_t)(byte == '\n') << at;
        m.spaces |= (uint64_t)(byte == ' ' || byte == '\n') << at;
        m.letters |= (uint64_t)(is_letter || is_digit) << at;
        m.odd |= (uint64_t)((byte < 0x20 && byte != '\n') || byte >= 0x7F) << at;
    }
    return m;
}

#endif

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_WIDE

#define TARGET_32 "avx2,bmi,bmi2,popcnt"
#define TARGET_64 "avx512f,avx512bw,avx2,bmi,bmi2,popcnt"

/* The masks of half a block. */
typedef struct half {
    uint32_t feeds;
    uint32_t spaces;
    uint32_t letters;
    uint32_t odd;
} half;

__attribute__((target(TARGET_32))) static inline uint32_t bits_32(__m256i truth)
{
    return (uint32_t)_mm256_movemask_epi8(truth);
}

__attribute__((target(TARGET_32))) static inline __m256i range_32(__m256i bytes, char first, int count)
{
    __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)(first - 128)));
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(count - 128)), moved);
}

__attribute__((target(TARGET_32))) static inline half read_half(const char *data)
{
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)data);
    __m256i folded = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    /* What is odd is over 0x5E then, as a number without sign, and over 0x7F with so much more. */
    __m256i odd = _mm256_adds_epu8(_mm256_sub_epi8(bytes, _mm256_set1_epi8(' ')), _mm256_set1_epi8(0x21));
    return (half){bits_32(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'))),
                  bits_32(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' '))),
                  bits_32(_mm256_or_si256(range_32(folded, 'a', 26), range_32(bytes, '0', 10))), bits_32(odd)};
}

__attribute__((target(TARGET_32))) static inline masks read_masks_32(const char *data)
{
    half     a = read_half(data), b = read_half(data + 32);
    uint64_t feeds = a.feeds | (uint64_t)b.feeds << 32;
    return (masks){.feeds = feeds,
                   .spaces = a.spaces | (uint64_t)b.spaces << 32 | feeds,
                   .letters = a.letters | (uint64_t)b.letters << 32,
                   .odd = (a.odd | (uint64_t)b.odd << 32) ^ feeds};
}

__attribute__((target(TARGET_64))) static inline uint64_t range_64(__m512i bytes, char first, char count)
{
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)), _mm512_set1_epi8(count));
}

__attribute__((target(TARGET_64))) static inline masks read_masks_64(const char *data)
{
    __m512i bytes = _mm512_loadu_si512(data);
    __m512i folded = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    masks   m = {.feeds = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
                 .spaces = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' ')),
                 .letters = range_64(folded, 'a', 26) | range_64(bytes, '0', 10),
                 .odd = ~range_64(bytes, ' ', 0x7F - ' ')};
    m.spaces |= m.feeds;
    m.odd &= ~m.feeds;
    return m;
}

#endif

/* ---- lines ---- */

/* The last block, filled up with a mark that is no letter and no space. */
static const char *fill_block(const char *data, size_t size, char block[WN_BLOCK_BYTES])
{
    memset(block, '.', WN_BLOCK_BYTES);
    return memcpy(block, data, size);
}

/* The CRs before line feeds, which belong to the line's end. `left` bytes of the text stand at `data`. */
static uint64_t find_returns(uint64_t odd, uint64_t feeds, const char *data, size_t left)
{
    bool     has_next = left > WN_BLOCK_BYTES && data[WN_BLOCK_BYTES] == '\n';
    uint64_t before_feed = feeds >> 1 | (uint64_t)has_next << (WN_BLOCK_BYTES - 1), returns = 0;
    for (uint64_t rest = odd & before_feed; rest; rest &= rest - 1)
        returns |= (uint64_t)(data[wn_bits_lowest(rest)] == '\r') << wn_bits_lowest(rest);
    return returns;
}

/* The bytes over 0x7F. */
static uint64_t find_high(const char *data)
{
    uint64_t high = 0;
#ifdef __SSE2__
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16)
        high |= wn_block_bits(_mm_loadu_si128((const __m128i *)(const void *)(data + at)), at);
#else
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++)
        high |= (uint64_t)((unsigned char)data[at] >> 7) << at;
#endif
    return high;
}

/* How a text is looked at; constant wherever it is inlined. */
typedef struct manner {
    read_masks *reader;
    bool        counts_bits; /* the processor does */
    bool        counts;      /* words */
} manner;

static inline ALWAYS unsigned count_bits(manner how, uint64_t bits)
{
    return how.counts_bits ? (unsigned)__builtin_popcountll(bits) : wn_bits_count(bits);
}

static inline ALWAYS size_t glance(wn_bytes text, size_t at, wn_glanced_line *lines, size_t room, manner how)
{
    size_t   count = 0;
    uint64_t word_before = 0;                 /* a word goes on into the block */
    uint64_t odd_before = 0, high_before = 0; /* such bytes of the line stand before the block */
    uint32_t words = 0;
    for (; at < text.size && room - count >= WN_BLOCK_BYTES; at += WN_BLOCK_BYTES) {
        char        end[WN_BLOCK_BYTES];
        size_t      left = text.size - at;
        const char *data = left < WN_BLOCK_BYTES ? fill_block(text.data + at, left, end) : text.data + at;
        masks       m = how.reader(data);
        uint64_t    high = 0, ends = 0;
        if (m.odd) {
            high = find_high(data);
            uint64_t returns = find_returns(m.odd, m.feeds, data, left);
            m.odd &= ~(returns | high);
            m.spaces |= returns;
        }
        if (how.counts) {
            uint64_t sum = ~m.spaces + m.letters, total = sum + word_before;
            ends = total & m.spaces;
            word_before = sum < ~m.spaces || total < sum;
        }
        for (; m.feeds; m.feeds &= m.feeds - 1) {
            uint64_t line = m.feeds ^ (m.feeds - 1); /* all up to the line feed */
            bool     is_odd = odd_before | (m.odd & line), is_high = high_before | (high & line);
            words += how.counts ? count_bits(how, ends & line) : 0;
            lines[count++] = (wn_glanced_line){(uint32_t)at + wn_bits_lowest(m.feeds), is_odd    ? WN_GLANCE_ODD
                                                                                       : is_high ? WN_GLANCE_HIGH
                                                                                                 : words};
            ends &= ~line;
            m.odd &= ~line;
            high &= ~line;
            odd_before = high_before = words = 0;
        }
        words += how.counts ? count_bits(how, ends) : 0;
        odd_before |= m.odd;
        high_before |= high;
    }
    return count;
}

static size_t glance_plainly(wn_bytes text, size_t at, bool counts, wn_glanced_line *lines, size_t room)
{
    return counts ? glance(text, at, lines, room, (manner){read_masks_plain, false, true})
                  : glance(text, at, lines, room, (manner){read_masks_plain, false, false});
}

#ifdef HAS_WIDE

__attribute__((target(TARGET_32))) static size_t glance_by_32(wn_bytes text, size_t at, bool counts,
                                                              wn_glanced_line *lines, size_t room)
{
    return counts ? glance(text, at, lines, room, (manner){read_masks_32, true, true})
                  : glance(text, at, lines, room, (manner){read_masks_32, true, false});
}

__attribute__((target(TARGET_64))) static size_t glance_by_64(wn_bytes text, size_t at, bool counts,
                                                              wn_glanced_line *lines, size_t room)
{
    return counts ? glance(text, at, lines, room, (manner){read_masks_64, true, true})
                  : glance(text, at, lines, room, (manner){read_masks_64, true, false});
}

size_t wn_glance_by(unsigned width, wn_bytes text, size_t at, bool counts, wn_glanced_line *lines, size_t room)
{
    return width == 64   ? glance_by_64(text, at, counts, lines, room)
           : width == 32 ? glance_by_32(text, at, counts, lines, room)
                         : glance_plainly(text, at, counts, lines, room);
}

#else

size_t wn_glance_by(unsigned width, wn_bytes text, size_t at, bool counts, wn_glanced_line *lines, size_t room)
{
    (void)width;
    return glance_plainly(text, at, counts, lines, room);
}

#endif

size_t wn_glance(wn_bytes text, size_t at, bool counts, wn_glanced_line *lines, size_t room)
{
    return wn_glance_by(wn_surface_width(), text, at, counts, lines, room);
}
