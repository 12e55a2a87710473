/* surface.c: 64 bytes at a time.
 *
 * What must be known of each byte becomes a bit in a mask: spaces, letters and digits. What must be known
 * of the line is gathered in vectors and asked at its end. A word is a stretch without spaces that has a letter or
 * digit; how they are counted is told in words.c. Characters beyond ASCII are put into the masks one by one, between
 * the two halves of the work on a block; a line of ASCII alone never comes there. */
#include "match/surface.h"

#include "match/block_traits.h"
#include "match/chars.h"
#include "match/traits.h"

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

#define SHARP_S 0xDF /* folds to two letters of a byte each */

/* What is gathered while a line is read, and what one block hands to the next. */
typedef struct progress {
    uint64_t letter_before; /* bit 0: the byte before the block is a letter or digit */
    uint64_t space_before;  /* likewise a space */
    uint64_t word_before;   /* a word with a letter or digit goes on into the block */
    uint64_t twice;         /* not 0: a space after a space */
    unsigned tail_bytes;    /* bytes in the block of a character that began in the one before */
    bool     tail_folds;    /* they change with the fold */
    char     tail[2];       /* and become these */
    bool     ends_ordered;  /* the block before ends with a mark that might change places with the next */
} progress;

/* The masks of one block, and whether bytes of other kinds were met. */
typedef struct masks {
    uint64_t spaces;
    uint64_t letters; /* and digits */
    uint64_t high;    /* over 0x7F */
    uint64_t leads;   /* first bytes of characters beyond ASCII */
    uint64_t apart;   /* of them, those at which a word may begin whatever stands before */
    uint64_t odd;     /* not 0: there are control characters */
    uint64_t alphas;  /* likewise ASCII letters */
    uint64_t colons;
    uint64_t quotes;
} masks;

/* Reads the masks of a block but for `apart`, and writes its fold. */
typedef masks read_masks(const char *data, char *fold);

/* Counts the words of a block and finds where they begin. */
static inline ALWAYS void follow_words(wn_surface *s, progress *p, size_t block, const masks *m, uint64_t words,
                                       bool counts)
{
    uint64_t starts = m->letters | m->leads;
    s->begins[block] = (starts & ~(m->letters << 1 | p->letter_before)) | m->apart;
    p->letter_before = m->letters >> 63;
    p->twice |= m->spaces & (m->spaces << 1 | p->space_before);
    p->space_before = m->spaces >> 63;
    uint64_t sum = ~m->spaces + words, total = sum + p->word_before;
    p->word_before = sum < ~m->spaces || total < sum;
    s->counts.words += counts ? (unsigned)__builtin_popcountll(total & m->spaces) : wn_bits_count(total & m->spaces);
}

/* ---- characters beyond ASCII ---- */

/* The fold of a capital that is as long as itself; 0: there is none that is known here. */
static uint32_t fold_capital(uint32_t code)
{
    bool is_even = code % 2 == 0;
    if (code < 0x0100)
        return code >= 0xC0 && code <= 0xDE && code != 0xD7 ? code + 32 : 0;
    if (code < 0x0180) {
        bool has_odd_capitals = (code >= 0x0139 && code <= 0x0148) || code >= 0x0179;
        if (code == 0x0130 || code == 0x0131 || code == 0x0138 || code == 0x0149 || code == 0x0178 || code == 0x017F)
            return 0;
        return is_even != has_odd_capitals ? code + 1 : 0;
    }
    if (code >= 0x0391 && code <= 0x03A9 && code != 0x03A2)
        return code + 32;
    if (code == 0x03C2) /* the sigma at the end of a word */
        return 0x03C3;
    if (code >= 0x0400 && code <= 0x042F)
        return code < 0x0410 ? code + 80 : code + 32;
    return code >= 0x1EA0 && code <= 0x1EFF && is_even ? code + 1 : 0; /* of Vietnamese */
}

/* What must be known of the characters beyond ASCII of one block. Bits stand at first bytes. */
typedef struct others {
    uint64_t signs;    /* no letters */
    uint64_t unspaced; /* letters of scripts without spaces */
    uint64_t numbers;  /* signs that make a word */
} others;

/* Writes the fold of a character that is not its own; false when it has another length or is not known here. */
static bool write_fold(uint32_t code, char *fold)
{
    uint32_t small = fold_capital(code);
    if (code == SHARP_S)
        memcpy(fold, "ss", 2);
    if (!small)
        return code == SHARP_S;
    fold[0] = (char)(small < 0x800 ? 0xC0 | small >> 6 : 0xE0 | small >> 12);
    fold[1] = (char)(0x80 | (small < 0x800 ? small & 0x3F : small >> 6 & 0x3F));
    if (small >= 0x800)
        fold[2] = (char)(0x80 | (small & 0x3F));
    return true;
}

/* Notes a character at bit `at` that is neither a small letter nor a mark; false when it is of a kind that is not read
 * here. */
static bool note_odd(wn_surface *s, progress *p, uint32_t code, unsigned at, char *fold, others *o)
{
    unsigned traits = wn_traits(code), end = at + (code < 0x800 ? 2 : 3);
    uint64_t bit = (uint64_t)1 << at;
    if (!(traits & WN_TRAIT_STILL))
        return false;
    if (!(traits & WN_TRAIT_SAME)) {
        if (!write_fold(code, fold + at))
            return false;
        p->tail_folds = end > WN_BLOCK_BYTES;
        if (p->tail_folds)
            memcpy(p->tail, fold + WN_BLOCK_BYTES, end - WN_BLOCK_BYTES);
    }
    if ((traits & (WN_TRAIT_LETTER | WN_TRAIT_UNSPACED)) == WN_TRAIT_LETTER)
        return true;
    unsigned bits = wn_char_bits(code);
    s->counts.has_letters = s->counts.has_letters || bits & WN_CHAR_LETTER;
    s->counts.has_quotes = s->counts.has_quotes || bits & (WN_CHAR_OPEN | WN_CHAR_CLOSE);
    if (bits & WN_CHAR_UNSPACED)
        s->counts.unspaced++;
    else if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT))
        o->numbers |= bit;
    o->signs |= bit;
    return true;
}

/* Notes the characters at `odd`, one by one. */
static bool note_all_odd(wn_surface *s, progress *p, const char *data, uint64_t odd, char *fold, others *o)
{
    for (; odd; odd &= odd - 1) {
        unsigned at = wn_bits_lowest(odd);
        uint32_t code = 0;
        if (!wn_read_character((const unsigned char *)data + at, 3, &code) || !note_odd(s, p, code, at, fold, o))
            return false;
    }
    return true;
}

/* All bytes of the characters whose first bytes are given; `rest` are all that are no first ones. */
static uint64_t spread(uint64_t leads, uint64_t rest)
{
    leads |= leads << 1 & rest;
    return leads | (leads << 1 & rest);
}

/* Tells the masks of a block what is known of its characters beyond ASCII. `tail` are bytes of one that began before.
 */
static void add_others(wn_surface *s, progress *p, const others *o, uint64_t iotas, uint64_t tail, masks *m,
                       uint64_t *words)
{
    uint64_t rest = m->high & ~m->leads, apart = o->signs | o->unspaced;
    uint64_t letters = m->high & ~spread(apart | iotas, rest);
    m->letters |= p->letter_before ? letters : letters & ~tail;
    m->apart = apart;
    *words |= (m->leads & ~apart) | o->numbers;
    s->counts.has_letters = s->counts.has_letters || m->leads & ~o->signs;
    s->counts.unspaced += wn_bits_count(o->unspaced);
    s->counts.chars -= wn_bits_count(rest);
}

/* Takes what the block before has left of a character; the bits of its bytes. */
static uint64_t take_tail(progress *p, char *fold)
{
    uint64_t tail = ((uint64_t)1 << p->tail_bytes) - 1;
    if (p->tail_folds)
        memcpy(fold, p->tail, p->tail_bytes);
    p->tail_folds = false;
    return tail;
}

/* Whether marks that have a place among marks follow each other; they could change their places. */
static bool has_row_of_marks(progress *p, uint64_t ordered, uint64_t three)
{
    uint64_t two = ordered & ~three, behind = two << 2 | (ordered & three) << 3;
    uint64_t before = (uint64_t)p->ends_ordered << p->tail_bytes;
    bool     at_border = two >> 62 || (ordered & three) >> 61; /* they end at the block's end or behind it */
    p->ends_ordered = at_border;
    return ordered & (behind | before);
}

/* Bytes in the next block of the last character, of those that begin at `leads`. */
static unsigned count_tail(uint64_t leads, uint64_t three)
{
    return leads & three & (uint64_t)1 << 63 ? 2 : leads >> 63 || (leads & three) >> 62 ? 1 : 0;
}

/* Puts the characters beyond ASCII of a block into its masks; false when there is one that is not read here. By
 * vectors where `by_vectors` says that there are some of 32 bytes. WN_BLOCK_MORE bytes behind the block can be read. */
static bool read_high(wn_surface *s, progress *p, const char *data, char *fold, masks *m, uint64_t *words,
                      bool by_vectors)
{
    uint64_t        tail = take_tail(p, fold), leads = m->leads;
    wn_block_traits t;
    if (!wn_block_traits_read(by_vectors, data, m->high, leads, &t))
        return false;
    uint64_t small = t.still & t.same & t.letter, marks = t.mark & t.same & ~t.letter & (t.still | t.ordered);
    others   o = {.signs = marks, .unspaced = small & t.unspaced};
    if ((tail | leads << 1 | t.three << 2) != (m->high & ~leads) || has_row_of_marks(p, marks & t.ordered, t.three) ||
        !note_all_odd(s, p, data, leads & ~(small | marks), fold, &o))
        return false;
    s->counts.scripts |= t.scripts;
    add_others(s, p, &o, t.iotas, tail, m, words);
    p->tail_bytes = count_tail(leads, t.three);
    return true;
}

/* ---- masks, on each kind of processor ---- */

#ifdef __SSE2__

static inline masks read_masks_16(const char *data, char *fold)
{
    masks   m = {0};
    __m128i odd = _mm_setzero_si128(), alphas = odd, colons = odd, quotes = odd, space = _mm_set1_epi8(' ');
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
        __m128i capitals = wn_block_range(bytes, 'A', 26);
        __m128i folded = _mm_or_si128(bytes, _mm_and_si128(capitals, _mm_set1_epi8(0x20)));
        __m128i letters = wn_block_range(folded, 'a', 26);
        _mm_storeu_si128((__m128i *)(void *)(fold + at), folded);
        alphas = _mm_or_si128(alphas, letters);
        colons = _mm_or_si128(colons, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')));
        quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
        odd = _mm_or_si128(odd,
                           _mm_or_si128(wn_block_range(bytes, 0, ' '), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
        m.high |= wn_block_bits(bytes, at);
        m.leads |= wn_block_bits(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), at); /* 0x00 to 0x7F as well */
        m.letters |= wn_block_bits(_mm_or_si128(letters, wn_block_range(bytes, '0', 10)), at);
        m.spaces |= wn_block_bits(_mm_cmpeq_epi8(bytes, space), at);
    }
    m.leads &= m.high;
    m.odd = wn_block_bits(odd, 0);
    m.alphas = wn_block_bits(alphas, 0);
    m.colons = wn_block_bits(colons, 0);
    m.quotes = wn_block_bits(quotes, 0);
    return m;
}

#define read_masks_plain read_masks_16

#else

static inline masks read_masks_plain(const char *data, char *fold)
{
    masks m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++) {
        unsigned char byte = (unsigned char)data[at];
        bool          is_letter = (byte | 0x20u) - 'a' < 26, is_digit = byte - (unsigned)'0' < 10;
        fold[at] = (char)(byte | (byte - (unsigned)'A' < 26 ? 0x20 : 0));
        m.odd |= byte < 0x20 || byte == 0x7F;
        m.alphas |= is_letter;
        m.colons |= byte == ':';
        m.quotes |= byte == '"';
        m.letters |= (uint64_t)(is_letter || is_digit) << at;
        m.spaces |= (uint64_t)(byte == ' ') << at;
        m.high |= (uint64_t)(byte >= 0x80) << at;
        m.leads |= (uint64_t)(byte >= 0xC0) << at;
    }
    return m;
}

#endif

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_WIDE

#define TARGET_32 "avx2,bmi,bmi2,popcnt"
#define TARGET_64 "avx512f,avx512bw,avx2,bmi,bmi2,popcnt"

__attribute__((target(TARGET_32))) static inline uint64_t bits_32(__m256i truth, unsigned at)
{
    return (uint64_t)(unsigned)_mm256_movemask_epi8(truth) << at;
}

__attribute__((target(TARGET_32))) static inline __m256i range_32(__m256i bytes, char first, int count)
{
    __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8((char)(first - 128)));
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(count - 128)), moved);
}

__attribute__((target(TARGET_32))) static inline masks read_masks_32(const char *data, char *fold)
{
    masks   m = {0};
    __m256i odd = _mm256_setzero_si256(), alphas = odd, colons = odd, quotes = odd, space = _mm256_set1_epi8(' ');
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(data + at));
        __m256i capitals = range_32(bytes, 'A', 26);
        __m256i folded = _mm256_or_si256(bytes, _mm256_and_si256(capitals, _mm256_set1_epi8(0x20)));
        __m256i letters = range_32(folded, 'a', 26);
        _mm256_storeu_si256((__m256i *)(void *)(fold + at), folded);
        alphas = _mm256_or_si256(alphas, letters);
        colons = _mm256_or_si256(colons, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(':')));
        quotes = _mm256_or_si256(quotes, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')));
        odd = _mm256_or_si256(odd, _mm256_or_si256(range_32(bytes, 0, ' '),
                                                   _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7F))));
        m.high |= bits_32(bytes, at);
        m.leads |= bits_32(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(-65)), at);
        m.letters |= bits_32(_mm256_or_si256(letters, range_32(bytes, '0', 10)), at);
        m.spaces |= bits_32(_mm256_cmpeq_epi8(bytes, space), at);
    }
    m.leads &= m.high;
    m.odd = bits_32(odd, 0);
    m.alphas = bits_32(alphas, 0);
    m.colons = bits_32(colons, 0);
    m.quotes = bits_32(quotes, 0);
    return m;
}

__attribute__((target(TARGET_64))) static inline uint64_t range_64(__m512i bytes, char first, char count)
{
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)), _mm512_set1_epi8(count));
}

__attribute__((target(TARGET_64))) static inline masks read_masks_64(const char *data, char *fold)
{
    __m512i  bytes = _mm512_loadu_si512(data);
    uint64_t capitals = range_64(bytes, 'A', 26);
    __m512i  folded = _mm512_mask_add_epi8(bytes, capitals, bytes, _mm512_set1_epi8(0x20));
    masks    m = {.alphas = range_64(folded, 'a', 26),
                  .spaces = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' ')),
                  .colons = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(':')),
                  .quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
                  .odd = range_64(bytes, 0, ' ') | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(0x7F)),
                  .high = _mm512_movepi8_mask(bytes)};
    m.leads = m.high & _mm512_cmpgt_epi8_mask(bytes, _mm512_set1_epi8(-65));
    m.letters = m.alphas | range_64(bytes, '0', 10);
    _mm512_storeu_si512(fold, folded);
    return m;
}

#endif

/* ---- lines ---- */

/* A block that ends the line or all but ends it, filled up with a mark that is no letter, no space and no part of a
 * word. */
static const char *fill_block(const char *data, size_t size, char block[WN_BLOCK_BYTES + WN_BLOCK_MORE])
{
    memset(block, '.', WN_BLOCK_BYTES + WN_BLOCK_MORE);
    return memcpy(block, data, size);
}

/* Reads the block at `data`; false when it is of another kind. */
static inline ALWAYS bool read_block(wn_surface *s, size_t block, const char *data, progress *p, read_masks *reader,
                                     bool counts)
{
    char    *fold = s->fold + block * WN_BLOCK_BYTES;
    masks    m = reader(data, fold);
    uint64_t words = m.letters;
    s->counts.has_letters = s->counts.has_letters || m.alphas;
    s->counts.has_colon = s->counts.has_colon || m.colons;
    s->counts.has_quotes = s->counts.has_quotes || m.quotes;
    if (m.odd)
        return false;
    if (m.high || p->tail_bytes) {
        s->is_ascii = false;
        if (!read_high(s, p, data, fold, &m, &words, counts))
            return false;
    }
    follow_words(s, p, block, &m, words, counts);
    return true;
}

/* `counts`: the processor counts bits, and has vectors of 32 bytes. */
static inline ALWAYS bool read_line(wn_bytes line, wn_surface *surface, read_masks *reader, bool counts)
{
    progress p = {0};
    size_t   blocks = (line.size - 1) / WN_BLOCK_BYTES, rest = line.size - blocks * WN_BLOCK_BYTES;
    char     last[WN_BLOCK_BYTES + WN_BLOCK_MORE];
    surface->size = line.size;
    surface->counts = (wn_counts){.chars = (uint32_t)line.size};
    surface->is_ascii = true;
    size_t direct = blocks && rest < WN_BLOCK_MORE ? blocks - 1 : blocks;
    for (size_t i = 0; i < direct; i++)
        if (!read_block(surface, i, line.data + i * WN_BLOCK_BYTES, &p, reader, counts))
            return false;
    for (size_t i = direct, at = i * WN_BLOCK_BYTES; i <= blocks; i++, at += WN_BLOCK_BYTES)
        if (!read_block(surface, i, fill_block(line.data + at, line.size - at, last), &p, reader, counts))
            return false;
    surface->counts.words += (uint32_t)p.word_before;
    memset(surface->fold + line.size, 0, WN_SURFACE_PAD);
    return !p.twice && !p.tail_bytes;
}

static bool read_plainly(wn_bytes line, wn_surface *surface)
{
    return read_line(line, surface, read_masks_plain, false);
}

#ifdef HAS_WIDE

__attribute__((target(TARGET_32))) static bool read_by_32(wn_bytes line, wn_surface *surface)
{
    return read_line(line, surface, read_masks_32, true);
}

__attribute__((target(TARGET_64))) static bool read_by_64(wn_bytes line, wn_surface *surface)
{
    return read_line(line, surface, read_masks_64, true);
}

static bool has_bits(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt");
}

unsigned wn_surface_width(void)
{
    if (!has_bits())
        return 16;
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") ? 64 : 32;
}

bool wn_surface_read_by(unsigned width, wn_bytes line, wn_surface *surface)
{
    if (!line.size || line.data[0] == ' ' || line.data[line.size - 1] == ' ')
        return false;
    return width == 64   ? read_by_64(line, surface)
           : width == 32 ? read_by_32(line, surface)
                         : read_plainly(line, surface);
}

#else

unsigned wn_surface_width(void)
{
    return 16;
}

bool wn_surface_read_by(unsigned width, wn_bytes line, wn_surface *surface)
{
    (void)width;
    if (!line.size || line.data[0] == ' ' || line.data[line.size - 1] == ' ')
        return false;
    return read_plainly(line, surface);
}

#endif

bool wn_surface_read(wn_bytes line, wn_surface *surface)
{
    return wn_surface_read_by(wn_surface_width(), line, surface);
}
