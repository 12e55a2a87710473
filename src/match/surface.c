/* surface.c: 64 bytes at a time.
 *
 * What must be known of each byte becomes a bit in a mask: spaces, letters and digits. What must be known
 * of the line is gathered in vectors and asked at its end. A word is a stretch without spaces that has a letter or
 * digit; how they are counted is told in words.c. */
#include "match/surface.h"

#include "match/block.h"

#include <string.h>

/* What is gathered while a line is read, and what one block hands to the next. */
typedef struct progress {
    uint64_t letter_before; /* bit 0: the byte before the block is a letter or digit */
    uint64_t space_before;  /* likewise a space */
    uint64_t word_before;   /* a word with a letter or digit goes on into the block */
    uint64_t twice;         /* not 0: a space after a space */
} progress;

/* The masks of one block: its words and where they begin. */
static inline void follow_words(wn_surface *s, progress *p, size_t block, uint64_t spaces, uint64_t letters)
{
    s->begins[block] = letters & ~(letters << 1 | p->letter_before);
    p->letter_before = letters >> 63;
    p->twice |= spaces & (spaces << 1 | p->space_before);
    p->space_before = spaces >> 63;
    uint64_t sum = ~spaces + letters, total = sum + p->word_before;
    p->word_before = sum < ~spaces || total < sum;
    s->words += wn_bits_count(total & spaces);
}

#ifdef __SSE2__

/* Bytes of each kind that were met, as vectors. */
typedef struct gathered {
    __m128i odd; /* not printable ASCII */
    __m128i letters, colons, quotes;
} gathered;

typedef struct masks {
    uint64_t spaces, letters;
} masks;

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
    /* as numbers with a sign, bytes over 0x7F are less than a space */
    g->odd = _mm_or_si128(g->odd,
                          _mm_or_si128(_mm_cmplt_epi8(bytes, space), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
    m->letters |= wn_block_bits(_mm_or_si128(letters, wn_block_range(bytes, '0', 10)), at);
    m->spaces |= wn_block_bits(_mm_cmpeq_epi8(bytes, space), at);
}

static inline void read_block(const char *data, size_t block, wn_surface *s, progress *p, gathered *g)
{
    masks m = {0};
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at += 16)
        read_part(data, at, s->fold + block * WN_BLOCK_BYTES, g, &m);
    follow_words(s, p, block, m.spaces, m.letters);
}

static inline bool tell(const gathered *g, wn_surface *s)
{
    s->has_letters = _mm_movemask_epi8(g->letters);
    s->has_colon = _mm_movemask_epi8(g->colons);
    s->has_quotes = _mm_movemask_epi8(g->quotes);
    return !_mm_movemask_epi8(g->odd);
}

#else

typedef struct gathered {
    bool odd;
    bool letters, colons, quotes;
} gathered;

static inline void read_block(const char *data, size_t block, wn_surface *s, progress *p, gathered *g)
{
    uint64_t spaces = 0, letters = 0;
    char    *fold = s->fold + block * WN_BLOCK_BYTES;
    for (unsigned at = 0; at < WN_BLOCK_BYTES; at++) {
        unsigned char byte = (unsigned char)data[at];
        bool          is_letter = (byte | 0x20u) - 'a' < 26, is_digit = byte - (unsigned)'0' < 10;
        fold[at] = (char)(byte | (byte - (unsigned)'A' < 26 ? 0x20 : 0));
        g->odd |= byte < 0x20 || byte > 0x7E;
        g->letters |= is_letter;
        g->colons |= byte == ':';
        g->quotes |= byte == '"';
        letters |= (uint64_t)(is_letter || is_digit) << at;
        spaces |= (uint64_t)(byte == ' ') << at;
    }
    follow_words(s, p, block, spaces, letters);
}

static inline bool tell(const gathered *g, wn_surface *s)
{
    s->has_letters = g->letters;
    s->has_colon = g->colons;
    s->has_quotes = g->quotes;
    return !g->odd;
}

#endif

/* The last block, filled up with a mark that is no letter, no space and no part of a word. */
static const char *fill_block(const char *data, size_t size, char block[WN_BLOCK_BYTES])
{
    memset(block, '.', WN_BLOCK_BYTES);
    return memcpy(block, data, size);
}

bool wn_surface_read(wn_bytes line, wn_surface *surface)
{
    progress p = {0};
    gathered g = {0};
    size_t   blocks = line.size / WN_BLOCK_BYTES, rest = line.size % WN_BLOCK_BYTES;
    if (!line.size || line.data[0] == ' ' || line.data[line.size - 1] == ' ')
        return false;
    surface->size = line.size;
    surface->words = 0;
    for (size_t i = 0; i < blocks; i++)
        read_block(line.data + i * WN_BLOCK_BYTES, i, surface, &p, &g);
    if (rest) {
        char block[WN_BLOCK_BYTES];
        read_block(fill_block(line.data + blocks * WN_BLOCK_BYTES, rest, block), blocks, surface, &p, &g);
    }
    surface->words += (uint32_t)p.word_before;
    memset(surface->fold + line.size, 0, WN_SURFACE_PAD);
    return tell(&g, surface) && !p.twice;
}
