/* firsts.c: the first 16 bytes of a line against the hashes of literals.
 *
 * The fold of the beginning is two words of eight bytes. One bitmap has the hashes of the first 1, 4, 8 or 16 bytes of
 * each literal, whatever it has of them, and those of the whole of it, or of its first 16 bytes: a few of the former
 * stop nearly all lines, and the latter, for each size that there is, nearly all others. A wrong guess costs time only.
 */
#include "match/firsts.h"

#include "base/utf8.h"
#include "match/block.h"
#include "match/chars.h"
#include "match/filters.h"
#include "match/fold.h"
#include "match/traits.h"
#include "match/words.h"

#define HEAD 16
#define BITS 17
#define WHOLE_BYTES 256 /* no IS literal is longer */

/* The first bytes of a text, folded. */
typedef struct head {
    uint64_t words[2];
} head;

static const uint64_t masks[9] = {0,          0xFF,         0xFFFF,         0xFFFFFF,
                                  0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
                                  UINT64_MAX};

/* Of `size` bytes of the head; `salt` tells hashes of different kinds apart. */
static inline unsigned hash_head(const head *h, unsigned size, unsigned salt)
{
    uint64_t first = h->words[0] & masks[size < 8 ? size : 8], second = h->words[1] & masks[size < 8 ? 0 : size - 8];
    uint64_t hash = (first ^ salt) * WN_HASH_64 + (second ^ size) * 0xD6E8FEB86659FD93u;
    return (unsigned)((hash ^ hash >> 29) * WN_HASH_64 >> (64 - BITS));
}

enum {
    SALT_STEP = 1,
    SALT_WHOLE = 2
};

/* ---- making ---- */

static unsigned step_of(unsigned size)
{
    return size >= 16 ? 16 : size >= 8 ? 8 : size >= 4 ? 4 : 1;
}

static void note_start(wn_firsts *firsts, uint8_t *bits, wn_bytes text)
{
    head     h = {{0}};
    char     bytes[HEAD] = {0};
    unsigned size = text.size < HEAD ? (unsigned)text.size : HEAD;
    memcpy(bytes, text.data, size);
    memcpy(h.words, bytes, sizeof bytes);
    firsts->steps |= 1u << step_of(size);
    firsts->sizes |= 1u << size;
    wn_set_bit(bits, hash_head(&h, step_of(size), SALT_STEP));
    wn_set_bit(bits, hash_head(&h, size, SALT_WHOLE));
}

static void note_pair(uint8_t *pairs, unsigned char first, unsigned char second)
{
    wn_set_bit(pairs, first | (unsigned)second << 8);
}

static unsigned char capital_of(char byte)
{
    return (unsigned char)(byte >= 'a' && byte <= 'z' ? byte & ~0x20 : byte);
}

/* A line may have capitals. */
static void note_either(uint8_t *pairs, char first, unsigned char second)
{
    note_pair(pairs, (unsigned char)first, second);
    note_pair(pairs, capital_of(first), second);
}

/* What follows a literal of one byte may be anything. */
static void note_pairs(uint8_t *pairs, wn_bytes text)
{
    for (unsigned second = 0; text.size == 1 && second < 256; second++)
        note_either(pairs, text.data[0], (unsigned char)second);
    if (text.size == 1)
        return;
    note_either(pairs, text.data[0], (unsigned char)text.data[1]);
    note_either(pairs, text.data[0], capital_of(text.data[1]));
}

static void note_starts(wn_firsts *firsts, uint8_t *bits, uint8_t *pairs, const wn_prefix_index *index)
{
    for (uint32_t i = 0; i < index->count; i++)
        note_pairs(pairs, (wn_bytes){firsts->tables->pool + index->prefixes[i].text, index->prefixes[i].size});
    for (uint32_t i = 0; i < index->count; i++)
        note_start(firsts, bits, (wn_bytes){firsts->tables->pool + index->prefixes[i].text, index->prefixes[i].size});
}

/* ---- literals that are alone ---- */

static size_t count_slots(size_t count)
{
    size_t size = 8;
    while (size < count * 2)
        size *= 2;
    return size;
}

static void put_slot(const wn_firsts *firsts, uint32_t *slots, const wn_prefix *prefix)
{
    head     h = {{0}};
    char     bytes[HEAD] = {0};
    unsigned size = prefix->size < HEAD ? prefix->size : HEAD;
    memcpy(bytes, firsts->tables->pool + prefix->text, size);
    memcpy(h.words, bytes, sizeof bytes);
    size_t at = hash_head(&h, size, SALT_WHOLE) & firsts->slot_mask;
    while (slots[at] != WN_LITERAL_ABSENT)
        at = (at + 1) & firsts->slot_mask;
    slots[at] = prefix->literal;
}

/* Of literals that begin another, or are begun by one, a line may have both. */
static void put_alone(const wn_firsts *firsts, uint32_t *slots, const wn_prefix_index *index)
{
    for (uint32_t i = 0; i < index->count; i++) {
        bool is_parent = i + 1 < index->count && index->prefixes[i + 1].parent == i;
        if (index->prefixes[i].parent == WN_LITERAL_ABSENT && !is_parent)
            put_slot(firsts, slots, &index->prefixes[i]);
    }
}

/* Only where all literals stand in one index. */
static wn_status make_slots(wn_firsts *firsts, wn_arena *arena)
{
    const wn_literals     *t = firsts->tables;
    const wn_prefix_index *index = t->starts.count ? &t->starts : &t->starts_lead;
    if ((t->starts.count && t->starts_lead.count) || t->slots || !index->count)
        return WN_OK;
    size_t    count = count_slots(index->count);
    uint32_t *slots = wn_arena_alloc(arena, count * sizeof *slots);
    if (!slots)
        return WN_NO_MEMORY;
    memset(slots, 0xFF, count * sizeof *slots);
    firsts->slot_mask = (uint32_t)(count - 1);
    firsts->slots = slots;
    put_alone(firsts, slots, index);
    return WN_OK;
}

static void count_wholes(wn_firsts *firsts)
{
    const wn_literals *t = firsts->tables;
    for (size_t slot = 0; t->slots && slot <= t->slot_mask; slot++) {
        if (t->slots[slot] == WN_LITERAL_ABSENT)
            continue;
        const wn_literal *literal = &t->literals[t->slots[slot]];
        uint32_t          words = wn_count_words((wn_bytes){t->pool + literal->text, literal->size}).words;
        firsts->whole_words = words > firsts->whole_words ? words : firsts->whole_words;
    }
}

static bool has_others(const wn_literals *t)
{
    return t->signs.count || t->tiny.index.count || t->middle.index.count || t->longer.index.count ||
           t->words.index.count || t->surfaced.index.count || t->paired.index.count || t->is_bytes > WHOLE_BYTES;
}

wn_status wn_firsts_make(const wn_literals *tables, wn_arena *arena, wn_firsts *firsts, bool *fits)
{
    *firsts = (wn_firsts){.tables = tables};
    *fits = !has_others(tables);
    if (!*fits)
        return WN_OK;
    uint8_t *bits = wn_arena_alloc(arena, (size_t)1 << (BITS - 3)),
            *pairs = wn_arena_alloc(arena, WN_LITERAL_PAIRS_BYTES);
    if (!bits || !pairs)
        return WN_NO_MEMORY;
    note_starts(firsts, bits, pairs, &tables->starts);
    note_starts(firsts, bits, pairs, &tables->starts_lead);
    count_wholes(firsts);
    firsts->bits = bits;
    firsts->pairs = pairs;
    return make_slots(firsts, arena);
}

/* ---- asking ---- */

static char fold_byte(char byte)
{
    return (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
}

#ifdef __SSE2__

/* Folds 16 bytes; a bit for each that is a space. */
static inline unsigned fold_block(const char *data, char *fold)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)data);
    __m128i capitals = wn_block_range(bytes, 'A', 26);
    _mm_storeu_si128((__m128i *)(void *)fold, _mm_or_si128(bytes, _mm_and_si128(capitals, _mm_set1_epi8(0x20))));
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
}

#else

static inline unsigned fold_block(const char *data, char *fold)
{
    unsigned spaces = 0;
    for (unsigned i = 0; i < HEAD; i++) {
        fold[i] = fold_byte(data[i]);
        spaces |= (unsigned)(data[i] == ' ') << i;
    }
    return spaces;
}

#endif

/* Folds the beginning of a text; false when its view is another, for two spaces stand in a row. What stands behind the
 * end of a short text is not looked at, for no literal that it has is longer. */
static inline bool read_head(wn_bytes text, head *h)
{
    char        fold[HEAD], end[HEAD] = {0};
    const char *data = text.size < HEAD ? memcpy(end, text.data, text.size) : text.data;
    unsigned    spaces = fold_block(data, fold);
    memcpy(h->words, fold, sizeof fold);
    return !(spaces & spaces << 1);
}

static bool has_one(const wn_firsts *firsts, const head *h, unsigned sizes, unsigned salt)
{
    for (; sizes; sizes &= sizes - 1)
        if (wn_has_bit(firsts->bits, hash_head(h, wn_bits_lowest(sizes), salt)))
            return true;
    return false;
}

/* A text of one byte is followed by another. */
static inline bool has_pair(const wn_firsts *firsts, wn_bytes text)
{
    return wn_has_bit(firsts->pairs, (unsigned char)text.data[0] | (unsigned)(unsigned char)text.data[1] << 8);
}

static inline bool may_have_start(const wn_firsts *firsts, wn_bytes text)
{
    head h;
    if (!text.size || !has_pair(firsts, text))
        return false;
    return !read_head(text, &h) ||
           (has_one(firsts, &h, firsts->steps, SALT_STEP) && has_one(firsts, &h, firsts->sizes, SALT_WHOLE));
}

static bool is_bracket(char byte)
{
    return byte == '(' || byte == '[' || byte == '{' || byte == ')' || byte == ']' || byte == '}';
}

/* Whether a counter may stand before the first letter or digit or behind the last, so that it has words that the core
 * has not. */
static bool may_have_counter(wn_bytes line)
{
    size_t begin = 0, end = line.size;
    while (begin < end && !wn_is_ascii_word(line.data[begin]) && !is_bracket(line.data[begin]))
        begin++;
    while (end > begin && !wn_is_ascii_word(line.data[end - 1]) && !is_bracket(line.data[end - 1]))
        end--;
    return begin < end && (is_bracket(line.data[begin]) || is_bracket(line.data[end - 1]));
}

/* Folds a line of at most WHOLE_BYTES bytes; false when its view is another. */
static bool fold_line(wn_bytes line, char fold[WHOLE_BYTES])
{
    unsigned before = 0;
    for (size_t at = 0; at < line.size; at += HEAD) {
        char        end[HEAD] = {0};
        size_t      left = line.size - at;
        const char *data = left < HEAD ? memcpy(end, line.data + at, left) : line.data + at;
        unsigned    spaces = fold_block(data, fold + at);
        if (spaces & (spaces << 1 | before))
            return false;
        before = spaces >> (HEAD - 1);
    }
    return true;
}

/* Whether a line has few enough words to be an IS literal. */
static bool is_short_enough(const wn_firsts *firsts, wn_bytes line, uint32_t words)
{
    return firsts->tables->slots && (words <= firsts->whole_words || may_have_counter(line));
}

static bool may_be_whole(const wn_firsts *firsts, wn_bytes line)
{
    char fold[WHOLE_BYTES];
    if (line.size > WHOLE_BYTES || !fold_line(line, fold))
        return true;
    wn_bytes core = wn_core((wn_bytes){fold, line.size});
    return core.size && wn_literals_is(firsts->tables, core) != WN_LITERAL_ABSENT;
}

bool wn_firsts_may_have(const wn_firsts *firsts, wn_bytes line, uint32_t words)
{
    size_t at = 0;
    if (may_have_start(firsts, line))
        return true;
    while (at < line.size && !wn_is_ascii_word(line.data[at]))
        at++;
    if (at && may_have_start(firsts, (wn_bytes){line.data + at, line.size - at}))
        return true;
    return is_short_enough(firsts, line, words) && may_be_whole(firsts, line);
}

/* Whether the line begins with the literal, of which the head is known to agree. */
static bool has_rest(wn_bytes line, const char *literal, size_t size)
{
    for (size_t i = HEAD; i < size; i++)
        if (fold_byte(line.data[i]) != literal[i] || (line.data[i] == ' ' && line.data[i - 1] == ' '))
            return false;
    return true;
}

static uint32_t find_slot(const wn_firsts *firsts, const head *h, unsigned size, wn_bytes line)
{
    for (size_t at = hash_head(h, size, SALT_WHOLE) & firsts->slot_mask;; at = (at + 1) & firsts->slot_mask) {
        uint32_t index = firsts->slots[at];
        if (index == WN_LITERAL_ABSENT)
            return WN_LITERAL_ABSENT;
        const wn_literal *literal = &firsts->tables->literals[index];
        const char       *text = firsts->tables->pool + literal->text;
        bool              fits = literal->size >= HEAD ? size == HEAD : size == literal->size;
        if (fits && line.size >= literal->size && !memcmp(h->words, text, size) && has_rest(line, text, literal->size))
            return index;
    }
}

uint32_t wn_firsts_find_only(const wn_firsts *firsts, wn_bytes line)
{
    head h;
    if (!firsts->slots || !line.size || !wn_is_ascii_word(line.data[0]) || !read_head(line, &h))
        return WN_LITERAL_ABSENT;
    for (unsigned sizes = firsts->sizes; sizes; sizes &= sizes - 1) {
        unsigned size = wn_bits_lowest(sizes);
        uint32_t literal = find_slot(firsts, &h, size, line);
        if (literal != WN_LITERAL_ABSENT)
            return literal;
    }
    return WN_LITERAL_ABSENT;
}

/* ---- lines beyond ASCII ---- */

/* The view has an ASCII apostrophe instead. */
static bool is_apostrophe(uint32_t code)
{
    return code == 0x2018 || code == 0x2019 || code == 0x201B;
}

/* Reads the character at `at`; 0 when it is of another kind than those that the view has as they are, and apostrophes
 * inside words, of which it makes no difference whether they close a quotation. */
static size_t read_still(wn_bytes line, size_t at, uint32_t *code)
{
    size_t size = wn_read_character((const unsigned char *)line.data + at, line.size - at, code), end = at + size;
    if (size && wn_traits(*code) & WN_TRAIT_STILL)
        return size;
    return size && is_apostrophe(*code) && end < line.size && wn_is_ascii_word(line.data[end]) ? size : 0;
}

/* Whether the view has the words of the line. */
static bool is_still(wn_bytes line)
{
    for (size_t at = 0, size; at < line.size; at += size) {
        uint32_t code = 0;
        at += wn_ascii_prefix((wn_bytes){line.data + at, line.size - at});
        if (at == line.size)
            break;
        if (!(size = read_still(line, at, &code)))
            return false;
    }
    return true;
}

/* Whether the fold of a line begins as the line does, but for capitals in ASCII, as far as a head goes. */
static bool has_same_head(wn_bytes line)
{
    for (size_t at = 0, size; at < HEAD && at < line.size; at += size) {
        uint32_t code = 0;
        size = (unsigned char)line.data[at] < 0x80 ? 1 : read_still(line, at, &code);
        if (!size || (size > 1 && (is_apostrophe(code) || !(wn_traits(code) & WN_TRAIT_SAME))))
            return false;
    }
    return true;
}

/* Where wn_lead begins; SIZE_MAX when there is a character before it that the view may not have as it is. */
static size_t find_lead(wn_bytes line)
{
    size_t at = 0, size;
    for (; at < line.size && !wn_is_ascii_word(line.data[at]); at += size) {
        uint32_t code = 0;
        size = (unsigned char)line.data[at] < 0x80 ? 1 : read_still(line, at, &code);
        if (!size)
            return SIZE_MAX;
        if (size > 1 && wn_char_bits(code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT))
            break;
    }
    return at;
}

static bool begins_in_ascii(wn_bytes text)
{
    return text.size > 2 &&
           !(((unsigned char)text.data[0] | (unsigned char)text.data[1] | (unsigned char)text.data[2]) & 0x80);
}

/* Two characters of ASCII before a third are themselves in the view. */
static bool may_begin_high(const wn_firsts *firsts, wn_bytes text)
{
    if (begins_in_ascii(text) && !has_pair(firsts, text))
        return false;
    return !has_same_head(text) || may_have_start(firsts, text);
}

bool wn_firsts_may_have_high(const wn_firsts *firsts, wn_bytes line, wn_counts *counts)
{
    if (counts ? !is_still(line) : wn_utf8_check(line) != line.size)
        return true;
    if (counts)
        *counts = wn_count_words(line);
    if (firsts->tables->slots && (!counts || is_short_enough(firsts, line, counts->words)))
        return true;
    size_t lead = find_lead(line);
    return lead == SIZE_MAX || may_begin_high(firsts, line) ||
           (lead && lead < line.size && may_begin_high(firsts, (wn_bytes){line.data + lead, line.size - lead}));
}
