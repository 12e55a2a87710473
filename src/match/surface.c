/* surface.c: 64 bytes at a time.
 *
 * What must be known of each byte becomes a bit in a mask: spaces, letters and digits. What must be known
 * of the line is gathered in vectors and asked at its end. A word is a stretch without spaces that has a letter or
 * digit; how they are counted is told in words.c. Characters beyond ASCII are put into the masks one by one, between
 * the two halves of the work on a block; a line of ASCII alone never comes there. */
#include "match/surface.h"

#include "match/block.h"
#include "match/chars.h"
#include "match/traits.h"

#include <string.h>

#define SMALL_IOTA 0x3B9 /* may be the fold of a mark (U+0345) */

/* What is gathered while a line is read, and what one block hands to the next. */
typedef struct progress {
    uint64_t letter_before; /* bit 0: the byte before the block is a letter or digit */
    uint64_t space_before;  /* likewise a space */
    uint64_t word_before;   /* a word with a letter or digit goes on into the block */
    uint64_t twice;         /* not 0: a space after a space */
    unsigned tail_bytes;    /* bytes in the block of a character that began in the one before */
    bool     tail_letter;   /* and it is a letter */
    char     tail[2];       /* their fold */
    size_t   missed;        /* bytes over 0x7F that belong to no character that was read */
} progress;

/* The masks of one block. */
typedef struct masks {
    uint64_t spaces;
    uint64_t letters; /* and digits */
    uint64_t high;    /* over 0x7F */
    uint64_t leads;   /* first bytes of characters beyond ASCII */
    uint64_t apart;   /* of them, those at which a word may begin whatever stands before */
} masks;

/* Counts the words of a block and finds where they begin. */
static inline void follow_words(wn_surface *s, progress *p, size_t block, const masks *m, uint64_t words)
{
    uint64_t starts = m->letters | m->leads;
    s->begins[block] = (starts & ~(m->letters << 1 | p->letter_before)) | m->apart;
    p->letter_before = m->letters >> 63;
    p->twice |= m->spaces & (m->spaces << 1 | p->space_before);
    p->space_before = m->spaces >> 63;
    uint64_t sum = ~m->spaces + words, total = sum + p->word_before;
    p->word_before = sum < ~m->spaces || total < sum;
    s->counts.words += wn_bits_count(total & m->spaces);
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

/* Notes a character of `size` bytes at bit `at` of a block; false when its fold is not as long as itself or not known
 * here. `words` are the masks' letters as far as words go. */
static inline bool note_character(wn_surface *s, uint32_t code, unsigned at, char *fold, masks *m, uint64_t *words)
{
    unsigned traits = wn_traits(code);
    uint64_t bit = (uint64_t)1 << at;
    if (!(traits & WN_TRAIT_STILL))
        return false;
    if (!(traits & WN_TRAIT_SAME)) {
        uint32_t small = fold_capital(code);
        if (!small)
            return false;
        fold[0] = (char)(small < 0x800 ? 0xC0 | small >> 6 : 0xE0 | small >> 12);
        fold[1] = (char)(0x80 | (small < 0x800 ? small & 0x3F : small >> 6 & 0x3F));
        if (small >= 0x800)
            fold[2] = (char)(0x80 | (small & 0x3F));
    }
    s->counts.scripts |= wn_char_script(code);
    if ((traits & (WN_TRAIT_LETTER | WN_TRAIT_UNSPACED)) == WN_TRAIT_LETTER) {
        s->counts.has_letters = true;
        *words |= bit;
        return true;
    }
    unsigned bits = wn_char_bits(code);
    s->counts.has_letters = s->counts.has_letters || bits & WN_CHAR_LETTER;
    s->counts.has_quotes = s->counts.has_quotes || bits & (WN_CHAR_OPEN | WN_CHAR_CLOSE);
    if (bits & WN_CHAR_UNSPACED)
        s->counts.unspaced++;
    else if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT))
        *words |= bit;
    m->apart |= bit;
    return true;
}

/* Takes what the block before has left of a character. */
static void take_tail(progress *p, char *fold, masks *m)
{
    memcpy(fold, p->tail, p->tail_bytes);
    if (p->tail_letter)
        m->letters |= ((uint64_t)1 << p->tail_bytes) - 1;
    p->missed -= p->tail_bytes;
    p->tail_bytes = 0;
}

/* Puts the characters beyond ASCII of a block into its masks; false when there is one that is not read here. `data` and
 * `fold` are at the block, of which and of what follows `left` bytes are text. */
static bool read_high(wn_surface *s, progress *p, const char *data, size_t left, char *fold, masks *m, uint64_t *words)
{
    p->missed += wn_bits_count(m->high);
    take_tail(p, fold, m);
    for (uint64_t leads = m->leads; leads; leads &= leads - 1) {
        unsigned at = wn_bits_lowest(leads);
        char     bytes[4] = {0};
        uint32_t code = 0;
        size_t   size = wn_read_character((const unsigned char *)data + at, left - at, &code);
        if (!size)
            return false;
        memcpy(bytes, data + at, size);
        uint64_t apart = m->apart;
        if (!note_character(s, code, at, bytes, m, words))
            return false;
        size_t here = size < WN_BLOCK_BYTES - at ? size : WN_BLOCK_BYTES - at;
        bool   is_letter = m->apart == apart && code != SMALL_IOTA;
        memcpy(fold + at, bytes, here);
        if (is_letter)
            m->letters |= (((uint64_t)1 << here) - 1) << at;
        p->missed -= here;
        if (here < size) {
            p->tail_bytes = (unsigned)(size - here);
            p->tail_letter = is_letter;
            memcpy(p->tail, bytes + here, size - here);
        }
        s->counts.chars -= (uint32_t)size - 1;
    }
    return true;
}

#ifdef __SSE2__

/* Bytes of each kind that were met, as vectors. */
typedef struct gathered {
    __m128i odd; /* control characters */
    __m128i letters, colons, quotes;
} gathered;

static inline void read_part(const char *data, unsigned at, char *fold, gathered *g, masks *m)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + at));
    __m128i capitals = wn_block_range(bytes, 'A', 26);
    __m128i folded = _mm_or_si128(bytes, _mm_and_si128(capitals, _mm_set1_epi8(0x20)));
    __m128i letters = wn_block_range(folded, 'a', 26);
    __m128i space = _mm_set1_epi8(' ');
    _mm_storeu_si128((__m128i *)(void *)(fold + at), folded);
    g->letters = _mm_or_si128(g->letters, letters);
    g->colons = _mm_or_si128(g->colons, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(':')));
    g->quotes = _mm_or_si128(g->quotes, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    g->odd = _mm_or_si128(g->odd,
                          _mm_or_si128(wn_block_range(bytes, 0, ' '), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
    m->high |= wn_block_bits(bytes, at);
    m->leads |= wn_block_bits(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), at); /* 0x00 to 0x7F as well */
    m->letters |= wn_block_bits(_mm_or_si128(letters, wn_block_range(bytes, '0', 10)), at);
    m->spaces |= wn_block_bits(_mm_cmpeq_epi8(bytes, space), at);
}

static inline masks read_masks(const char *data, char *fold, gathered *g)
{
    masks m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16)
        read_part(data, at, fold, g, &m);
    m.leads &= m.high;
    return m;
}

static inline bool tell(const gathered *g, wn_surface *s)
{
    s->counts.has_letters = s->counts.has_letters || _mm_movemask_epi8(g->letters);
    s->counts.has_colon = _mm_movemask_epi8(g->colons);
    s->counts.has_quotes = s->counts.has_quotes || _mm_movemask_epi8(g->quotes);
    return !_mm_movemask_epi8(g->odd);
}

#else

typedef struct gathered {
    bool odd;
    bool letters, colons, quotes;
} gathered;

static inline masks read_masks(const char *data, char *fold, gathered *g)
{
    masks m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++) {
        unsigned char byte = (unsigned char)data[at];
        bool          is_letter = (byte | 0x20u) - 'a' < 26, is_digit = byte - (unsigned)'0' < 10;
        fold[at] = (char)(byte | (byte - (unsigned)'A' < 26 ? 0x20 : 0));
        g->odd |= byte < 0x20 || byte == 0x7F;
        g->letters |= is_letter;
        g->colons |= byte == ':';
        g->quotes |= byte == '"';
        m.letters |= (uint64_t)(is_letter || is_digit) << at;
        m.spaces |= (uint64_t)(byte == ' ') << at;
        m.high |= (uint64_t)(byte >= 0x80) << at;
        m.leads |= (uint64_t)(byte >= 0xC0) << at;
    }
    return m;
}

static inline bool tell(const gathered *g, wn_surface *s)
{
    s->counts.has_letters = s->counts.has_letters || g->letters;
    s->counts.has_colon = g->colons;
    s->counts.has_quotes = s->counts.has_quotes || g->quotes;
    return !g->odd;
}

#endif

/* The last block, filled up with a mark that is no letter, no space and no part of a word. */
static const char *fill_block(const char *data, size_t size, char block[WN_BLOCK_BYTES])
{
    memset(block, '.', WN_BLOCK_BYTES);
    return memcpy(block, data, size);
}

/* Reads the block at `data`, of which and of what follows `left` bytes are text; false when it is of another kind. */
static inline bool read_block(wn_surface *s, size_t block, const char *data, size_t left, progress *p, gathered *g)
{
    char    *fold = s->fold + block * WN_BLOCK_BYTES;
    masks    m = read_masks(data, fold, g);
    uint64_t words = m.letters;
    if (m.high || p->tail_bytes) {
        s->is_ascii = false;
        if (!read_high(s, p, data, left, fold, &m, &words))
            return false;
    }
    follow_words(s, p, block, &m, words);
    return true;
}

bool wn_surface_read(wn_bytes line, wn_surface *surface)
{
    progress p = {0};
    gathered g = {0};
    size_t   blocks = line.size / WN_BLOCK_BYTES, rest = line.size % WN_BLOCK_BYTES;
    if (!line.size || line.data[0] == ' ' || line.data[line.size - 1] == ' ')
        return false;
    surface->size = line.size;
    surface->counts = (wn_counts){.chars = (uint32_t)line.size};
    surface->is_ascii = true;
    for (size_t i = 0; i < blocks; i++) {
        size_t at = i * WN_BLOCK_BYTES;
        if (!read_block(surface, i, line.data + at, line.size - at, &p, &g))
            return false;
    }
    if (rest) {
        char        block[WN_BLOCK_BYTES];
        const char *data = fill_block(line.data + blocks * WN_BLOCK_BYTES, rest, block);
        if (!read_block(surface, blocks, data, rest, &p, &g))
            return false;
    }
    surface->counts.words += (uint32_t)p.word_before;
    memset(surface->fold + line.size, 0, WN_SURFACE_PAD);
    return tell(&g, surface) && !p.twice && !p.missed;
}
