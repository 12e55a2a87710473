/* regex_sample.c: invents texts that a pattern may match, by chance: which alternative, how many copies, which of the
 * characters that are allowed. Where a pattern lets characters open, words are put that fit. */
#include "match/regex_tree.h"

#include "base/utf8.h"

#include <string.h>

#define MORE_COPIES_MAX 3 /* of a group, beyond its minimum */
#define OPEN_CHARS_MAX 40 /* of a repeat of one character, beyond its minimum */
#define WORD_CHARS_MAX 14 /* where it takes no spaces, and is a word */
#define SAMPLE_BYTES_MAX 4096
#define KNOWN_MAX 24      /* members of a range that are tried */
#define NAMED_CODES_MAX 6 /* a set of so few characters names them */

struct wn_regex_sampler {
    const wn_rx_node *root;
};

typedef enum length {
    LEAN, /* nothing that may be left out */
    SOME,
    LONG
} length;

typedef struct sample {
    uint64_t state;
    wn_bytes filler;
    size_t   filled; /* where in the filler */
    wn_buf  *text, *mask;
    size_t   begin;
    length   length;
    uint32_t beyond; /* the letter beyond ASCII that is tried first */
    char     named;  /* '#' or '%' */
    bool     has_named;
    bool     has_spaces; /* what is open may be several words */
} sample;

/* Letters of many scripts: which of them a set has cannot be told, only tried. */
static const uint32_t letters_beyond[] = {0xE9,   0x430, 0x3B1, 0x627, 0x5D0, 0x915, 0x4E2D, 0x306E,
                                          0xAC00, 0xE4,  0x31,  0x9A7, 0xE01, 0x561, 0x10D0, 0xB95};

static uint64_t next(sample *s)
{
    uint64_t z = s->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static size_t below(sample *s, size_t bound)
{
    return (size_t)(next(s) % bound);
}

static bool is_full(const sample *s)
{
    return s->text->size - s->begin >= SAMPLE_BYTES_MAX;
}

/* What is named after this is apart from what was named before. */
static void part(sample *s)
{
    if (s->has_named)
        s->named = s->named == '#' ? '%' : '#';
    s->has_named = false;
}

static void put(sample *s, uint32_t code, bool is_named)
{
    char mark = is_named ? s->named : '.';
    s->has_named |= is_named;
    char   bytes[4];
    size_t size = wn_utf8_encode(code, bytes);
    wn_buf_append(s->text, bytes, size);
    for (size_t i = 0; i < size; i++)
        wn_buf_put(s->mask, mark);
}

/* ---- one of a set ---- */

static size_t ascii_count(const wn_rx_set *set)
{
    size_t count = 0;
    for (unsigned code = 0x20; code < 0x7F; code++)
        count += wn_rx_set_has_ascii(set, code);
    return count;
}

static char next_filler(sample *s)
{
    return s->filler.size ? s->filler.data[s->filled++ % s->filler.size] : 'a';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c;
}

/* One of the members that are known, not too far into their range: it may leave its script. */
static uint32_t pick_known(sample *s, const wn_rx_set *set)
{
    if (s->beyond >= set->some_first && s->beyond <= set->some_last)
        return s->beyond;
    size_t   room = set->some_last - set->some_first + 1;
    uint32_t code = set->some_first + (uint32_t)below(s, room < KNOWN_MAX ? room : KNOWN_MAX);
    return code >= 0xD800 && code < 0xE000 ? set->some_first : code; /* no surrogates */
}

/* A member of the set beyond ASCII, if it may have one. */
static uint32_t pick_beyond(sample *s, const wn_rx_node *node)
{
    static const uint32_t others[] = {0, 0x301, 0x2003, 0x2026}; /* in the order of the heaps' bits */
    if (node->code_count)
        return node->codes[below(s, node->code_count)];
    if (node->set.some_first)
        return pick_known(s, &node->set);
    if (node->set.touched & WN_RX_WORDS)
        return s->beyond;
    for (unsigned heap = 1; heap < 4; heap++)
        if (node->set.touched >> heap & 1)
            return others[heap];
    return s->beyond;
}

static uint32_t pick_member(sample *s, const wn_rx_node *node)
{
    size_t count = ascii_count(&node->set), number = count ? below(s, count) : 0;
    if (node->code_count)
        return node->codes[below(s, node->code_count)];
    for (size_t tries = 0; count && tries < 8; tries++) {
        char c = next_filler(s);
        if (c == ' ' && !s->has_spaces)
            continue;
        if (wn_rx_set_has_ascii(&node->set, (unsigned char)c))
            return (unsigned char)c;
        if (wn_rx_set_has_ascii(&node->set, (unsigned char)upper(c)))
            return (unsigned char)upper(c);
    }
    for (unsigned code = 0x20; code < 0x7F; code++)
        if (wn_rx_set_has_ascii(&node->set, code) && !number--)
            return code;
    return pick_beyond(s, node);
}

static bool names_few(const wn_rx_node *node)
{
    return (node->code_count && node->code_count <= NAMED_CODES_MAX) ||
           (!node->set.touched && ascii_count(&node->set) <= NAMED_CODES_MAX);
}

/* Whether the set is about letters beyond ASCII: it has few in ASCII, and no digits, which are words as well. */
static bool is_foreign(const wn_rx_set *set)
{
    return ascii_count(set) < 26 && !wn_rx_set_has_ascii(set, '0');
}

static void put_member(sample *s, const wn_rx_node *node)
{
    bool wants_beyond = node->set.touched & WN_RX_WORDS && s->beyond > 0x7F && !node->is_any && !node->code_count &&
                        (is_foreign(&node->set) || below(s, 8) == 0);
    if (!names_few(node))
        part(s);
    put(s, wants_beyond ? pick_beyond(s, node) : pick_member(s, node), names_few(node));
}

/* ---- repeats ---- */

static size_t pick_count(sample *s, const wn_rx_node *node, size_t more_max)
{
    size_t room = node->max == WN_RX_MANY ? more_max : node->max - node->min;
    size_t more = room < more_max ? room : more_max;
    if (s->length == LEAN || !more)
        return node->min;
    if (s->length == SOME && more > 12)
        more = 12;
    return node->min + below(s, more + 1);
}

static bool takes_spaces(const wn_rx_node *node)
{
    return wn_rx_set_has_ascii(&node->set, ' ') && wn_rx_set_has_ascii(&node->set, 'a') && !names_few(node);
}

static bool is_single(const wn_rx_node *node)
{
    return node->kind == WN_RX_CHAR || node->kind == WN_RX_SET;
}

/* Words, with a space at either end so that what stands beside them is a word of its own. */
static void put_words(sample *s, const wn_rx_node *kid, size_t count)
{
    bool is_edged = s->has_spaces && count > 2 && below(s, 4);
    for (size_t i = 0; i < count && !is_full(s); i++)
        if (is_edged && ((i == 0 && s->text->size > s->begin) || i + 1 == count))
            put(s, ' ', false);
        else
            put_member(s, kid);
}

static void put_node(sample *s, const wn_rx_node *node);

static void put_repeat(sample *s, const wn_rx_node *node)
{
    bool   is_word = is_single(node->kids) && !takes_spaces(node->kids);
    size_t count = pick_count(s, node,
                              is_word                 ? WORD_CHARS_MAX
                              : is_single(node->kids) ? OPEN_CHARS_MAX
                                                      : MORE_COPIES_MAX);
    if (is_single(node->kids) && !names_few(node->kids))
        part(s);
    if (is_single(node->kids) && takes_spaces(node->kids)) {
        put_words(s, node->kids, count);
        return;
    }
    for (size_t i = 0; i < count && !is_full(s); i++)
        put_node(s, node->kids);
}

/* ---- the walk ---- */

static const wn_rx_node *pick_kid(sample *s, const wn_rx_node *node)
{
    size_t count = 0;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next)
        count++;
    const wn_rx_node *kid = node->kids;
    for (size_t number = count ? below(s, count) : 0; number; number--)
        kid = kid->next;
    return kid;
}

static void put_node(sample *s, const wn_rx_node *node)
{
    if (!node || is_full(s))
        return;
    switch (node->kind) {
    case WN_RX_CHAR:
        put(s, node->code, true);
        break;
    case WN_RX_SET:
        put_member(s, node);
        break;
    case WN_RX_SEQ:
        for (const wn_rx_node *kid = node->kids; kid; kid = kid->next)
            put_node(s, kid);
        break;
    case WN_RX_ALT:
        put_node(s, pick_kid(s, node));
        break;
    case WN_RX_REPEAT:
        put_repeat(s, node);
        break;
    case WN_RX_GROUP:
        put_node(s, node->kids);
        break;
    default:
        break;
    }
}

bool wn_regex_sample(const wn_regex_sampler *sampler, uint64_t seed, wn_bytes filler, wn_buf *text, wn_buf *mask)
{
    sample s = {.state = seed, .filler = filler, .text = text, .mask = mask, .begin = text->size, .named = '#'};
    s.length = (length)below(&s, 3);
    s.has_spaces = below(&s, 4) > 0;
    s.beyond = letters_beyond[below(&s, sizeof letters_beyond / sizeof *letters_beyond)];
    s.filled = filler.size ? below(&s, filler.size) : 0;
    put_node(&s, sampler->root);
    return !text->failed && !mask->failed;
}

/* ---- ends ---- */

static bool must_end(const wn_rx_node *node)
{
    const wn_rx_node *last = node ? node->kids : NULL;
    switch (node ? node->kind : WN_RX_OPAQUE) {
    case WN_RX_END:
        return true;
    case WN_RX_SEQ:
        while (last && last->next)
            last = last->next;
        return must_end(last);
    case WN_RX_GROUP:
        return must_end(last);
    case WN_RX_ALT:
        for (; last; last = last->next)
            if (!must_end(last))
                return false;
        return node->kids != NULL;
    default:
        return false;
    }
}

bool wn_regex_sampler_ends(const wn_regex_sampler *sampler)
{
    return must_end(sampler->root);
}

wn_status wn_regex_sampler_new(wn_bytes pattern, bool caseless, wn_arena *arena, wn_regex_sampler **sampler)
{
    wn_rx_tree     tree = {0};
    wn_regex_fault fault = {0};
    *sampler = NULL;
    wn_status status = wn_rx_parse(pattern, caseless, arena, &tree, &fault);
    if (status == WN_BAD_POLICY || (status == WN_OK && !tree.root))
        return WN_OK;
    if (status != WN_OK)
        return status;
    wn_rx_describe(tree.root);
    *sampler = wn_arena_alloc(arena, sizeof **sampler);
    if (!*sampler)
        return WN_NO_MEMORY;
    (*sampler)->root = tree.root;
    return WN_OK;
}
