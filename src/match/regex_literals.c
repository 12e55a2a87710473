/* regex_literals.c: the literals without which a pattern cannot match.
 *
 * For each part of the tree four sets of folded strings are derived: `exact`, all the texts it can
 * match, as long as they are few and short; else `prefix` and `suffix`, with one of which every
 * match begins and ends, and `best`, one of which every match has somewhere. A sequence multiplies
 * exact sets, and where that ends it joins the suffix of what came with the prefix of what comes.
 *
 * Folding is by character, so it goes with concatenation, but for one rule of wn_fold: a dot above
 * (U+0307) vanishes after an i. The joining of strings follows it, and a literal that may have an i
 * before it does not begin with the dot. *
 * Where \b stands, a string begins with WORD_MARK, a character that no view has, so that what comes of it
 * need be looked for only where a word begins. Inside of strings the mark means nothing and is left out. Behind an
 * ASCII letter or digit it becomes END_MARK, which is left out in its turn when more follows. An i gets none, for it
 * may have a dot behind it, which is no letter, and in the fold the next character stands beside it.
 */
#include "match/regex_tree.h"

#include "base/utf8.h"
#include "match/chars.h"
#include "match/fold.h"

#include <stdlib.h>
#include <string.h>

#define STRING_BYTES_MAX 48 /* a longer literal selects no better */
#define REPEAT_EXACT_MAX 8  /* repeats of a fixed number that are written out */
#define LITERAL_BYTES_MIN 2
#define RARE_SIGNS "#@|~^{}<>=\\" /* one of these will do */
#define STARTS_BONUS 14 /* a literal at the start of the line is cheap to look for and rarely there by chance */

static const char dot_above[] = "\xCC\x87";

#define WORD_MARK '\x01'
#define END_MARK '\x02'
#define SMALL_IOTA 0x03B9u
#define TRIMMED_BYTES_MIN 3 /* of a string that lost what stands before its first word */
#define TRIMMED_WORDS_MIN 6 /* of one that lost its first word */

typedef struct strings {
    bool    is_known; /* else nothing is said */
    uint8_t count;
    uint8_t sizes[WN_REGEX_LITERALS_MAX]; /* with the mark */
    char    text[WN_REGEX_LITERALS_MAX][STRING_BYTES_MAX];
} strings;

typedef struct facts_of {
    strings exact; /* when it is known, the next three follow from it and are not filled in */
    strings prefix;
    strings suffix;
    strings best;
    strings ahead; /* what positive look-around asks for besides */
} facts_of;

/* What becomes of a joined string that is too long. */
typedef enum overflow {
    FAIL,
    KEEP_HEAD,
    KEEP_TAIL
} overflow;

typedef struct workspace {
    strings  a, b, c;
    facts_of kid;
} workspace;

/* What a part needs while it is looked at. */
union wn_rx_desk {
    union wn_rx_desk *next; /* of those that nobody uses */
    workspace         space;
    struct {
        facts_of branch;
        strings  united;
    } alternatives;
    struct {
        facts_of all;
        strings  led;
    } answer;
};

typedef union wn_rx_desk desk;

static wn_status find(const wn_rx_node *node, facts_of *facts, wn_rx_desks *desks);

/* NULL when there is no memory. */
static desk *take_desk(wn_rx_desks *desks)
{
    desk *taken = desks->spare;
    if (!taken)
        return malloc(sizeof *taken);
    desks->spare = taken->next;
    return taken;
}

static void give_desk(wn_rx_desks *desks, desk *given)
{
    if (!given)
        return;
    given->next = desks->spare;
    desks->spare = given;
}

void wn_rx_desks_free(wn_rx_desks *desks)
{
    while (desks->spare)
        free(take_desk(desks));
}

/* ---- sets of strings ---- */

static void forget_strings(strings *set)
{
    set->is_known = false;
    set->count = 0;
}

/* The sets are large and mostly empty: what is not counted is neither set nor copied. */
static void copy_strings(strings *to, const strings *from)
{
    if (to == from)
        return;
    to->is_known = from->is_known;
    to->count = from->count;
    memcpy(to->sizes, from->sizes, from->count);
    memcpy(to->text, from->text, from->count * sizeof from->text[0]);
}

static void set_empty_string(strings *set)
{
    set->is_known = true;
    set->count = 1;
    set->sizes[0] = 0;
}

static void set_word_mark(strings *set)
{
    set_empty_string(set);
    set->sizes[0] = 1;
    set->text[0][0] = WORD_MARK;
}

static bool has_mark(const strings *set, size_t i)
{
    return set->sizes[i] && set->text[i][0] == WORD_MARK;
}

static bool has_end_mark(const strings *set, size_t i)
{
    return set->sizes[i] && set->text[i][set->sizes[i] - 1] == END_MARK;
}

/* Without its marks. */
static size_t text_size(const strings *set, size_t i)
{
    return (size_t)set->sizes[i] - has_mark(set, i) - has_end_mark(set, i);
}

static bool has_string(const strings *set, const char *text, size_t size)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->sizes[i] == size && !memcmp(set->text[i], text, size))
            return true;
    }
    return false;
}

static bool add_string(strings *set, const char *text, size_t size)
{
    if (has_string(set, text, size))
        return true;
    if (set->count == WN_REGEX_LITERALS_MAX || size > STRING_BYTES_MAX)
        return false;
    memcpy(set->text[set->count], text, size);
    set->sizes[set->count++] = (uint8_t)size;
    return true;
}

static bool add_strings(strings *set, const strings *more)
{
    for (size_t i = 0; i < more->count; i++) {
        if (!add_string(set, more->text[i], more->sizes[i]))
            return false;
    }
    return true;
}

static bool is_inside_character(const char *text, size_t size, size_t at)
{
    return at < size && ((unsigned char)text[at] & 0xC0) == 0x80;
}

/* Adds what the overflow rule leaves of a text of up to twice the longest. */
static bool add_shortened(strings *set, const char *text, size_t size, overflow rule)
{
    if (size <= STRING_BYTES_MAX)
        return add_string(set, text, size);
    if (rule == FAIL)
        return false;
    size_t cut = rule == KEEP_HEAD ? STRING_BYTES_MAX : size - STRING_BYTES_MAX;
    while (is_inside_character(text, size, cut))
        cut = rule == KEEP_HEAD ? cut - 1 : cut + 1;
    return rule == KEEP_HEAD ? add_string(set, text, cut) : add_string(set, text + cut, size - cut);
}

static bool can_end_word(char last)
{
    return wn_is_ascii_word(last) && last != 'i';
}

/* A string before a word's end. */
static bool add_ended(strings *set, const strings *a, size_t i, overflow rule)
{
    char   ended[STRING_BYTES_MAX + 1];
    size_t size = a->sizes[i];
    memcpy(ended, a->text[i], size);
    ended[size] = END_MARK;
    return add_shortened(set, ended, size + 1, rule);
}

static bool add_joined(strings *set, const strings *a, size_t i, const strings *b, size_t j, overflow rule)
{
    char        joined[2 * STRING_BYTES_MAX];
    const char *right = b->text[j];
    size_t      left_size = a->sizes[i], right_size = b->sizes[j];
    if (left_size && right_size == 1 && has_mark(b, j) && can_end_word(a->text[i][left_size - 1]))
        return add_ended(set, a, i, rule);
    if (left_size && has_mark(b, j)) {
        right++;
        right_size--;
    }
    left_size -= right_size && has_end_mark(a, i);
    while (left_size && a->text[i][left_size - 1] == 'i' && right_size >= 2 && !memcmp(right, dot_above, 2)) {
        right += 2;
        right_size -= 2;
    }
    memcpy(joined, a->text[i], left_size);
    memcpy(joined + left_size, right, right_size);
    return add_shortened(set, joined, left_size + right_size, rule);
}

/* Every string of `a` with every string of `b` after it; false when they are too many or too long.
 * `result` may be neither. */
static bool multiply(const strings *a, const strings *b, overflow rule, strings *result)
{
    result->count = 0;
    result->is_known = false;
    if (!a->is_known || !b->is_known)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (!add_joined(result, a, i, b, j, rule))
                return false;
        }
    }
    result->is_known = true;
    return true;
}

static size_t shortest(const strings *set)
{
    size_t size = set->is_known && set->count ? STRING_BYTES_MAX : 0;
    for (size_t i = 0; i < set->count && set->is_known; i++)
        size = text_size(set, i) < size ? text_size(set, i) : size;
    return size;
}

/* How well the strings select: length counts, and few are better than many. */
static int rate_from(const strings *set, size_t least_bytes)
{
    size_t size = shortest(set);
    if (size < least_bytes)
        return 0;
    int rating = 8 + 4 * (int)(size < 20 ? size : 20);
    for (size_t count = set->count; count > 1; count /= 2)
        rating--;
    return rating;
}

/* Whether strings of one byte are of a sign that text seldom has. */
static bool are_rare(const strings *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (text_size(set, i) < LITERAL_BYTES_MIN && !strchr(RARE_SIGNS, set->text[i][has_mark(set, i)]))
            return false;
    return true;
}

static int rate(const strings *set)
{
    return rate_from(set, shortest(set) == 1 && are_rare(set) ? 1 : LITERAL_BYTES_MIN);
}

/* At the start even a single letter selects. */
static int rate_starts(const strings *set)
{
    int rating = rate_from(set, 1);
    return rating ? rating + STARTS_BONUS : 0;
}

static const strings *better(const strings *a, const strings *b)
{
    return rate(b) > rate(a) ? b : a;
}

/* ---- the sets of a part ---- */

static const strings *prefix_of(const facts_of *f)
{
    return f->exact.is_known ? &f->exact : &f->prefix;
}

static const strings *suffix_of(const facts_of *f)
{
    return f->exact.is_known ? &f->exact : &f->suffix;
}

static const strings *best_of(const facts_of *f)
{
    const strings *best = f->exact.is_known ? &f->exact : better(&f->best, better(&f->prefix, &f->suffix));
    return better(best, &f->ahead);
}

static void forget(facts_of *f)
{
    forget_strings(&f->exact);
    forget_strings(&f->prefix);
    forget_strings(&f->suffix);
    forget_strings(&f->best);
    forget_strings(&f->ahead);
}

static void copy_facts(facts_of *to, const facts_of *from)
{
    copy_strings(&to->exact, &from->exact);
    copy_strings(&to->prefix, &from->prefix);
    copy_strings(&to->suffix, &from->suffix);
    copy_strings(&to->best, &from->best);
    copy_strings(&to->ahead, &from->ahead);
}

/* ---- sequences ---- */

/* Whether it takes characters alone, and none of these. */
static bool takes_none_of(const wn_rx_node *node, const wn_rx_set *set)
{
    switch (node->kind) {
    case WN_RX_CHAR:
    case WN_RX_SET:
        return !wn_rx_set_meets(&node->set, set);
    case WN_RX_SEQ:
    case WN_RX_ALT:
    case WN_RX_REPEAT:
    case WN_RX_GROUP:
        break;
    default:
        return false;
    }
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next)
        if (!takes_none_of(kid, set))
            return false;
    return true;
}

#define ASCII_WORDS                                                                                                    \
    {                                                                                                                  \
        0x03FF000000000000u, 0x07FFFFFE07FFFFFEu                                                                       \
    }

/* Whether it takes nothing but characters that wn_lead skips. */
static bool is_junk(const wn_rx_node *node)
{
    static const wn_rx_set letters = {ASCII_WORDS, WN_RX_WORDS | WN_RX_MARKS, 0, false, 0, 0, 0};
    return takes_none_of(node, &letters);
}

/* Whether what it takes has no letters or digits; marks may be there. */
static bool has_no_letters(const wn_rx_node *node)
{
    static const wn_rx_set letters = {ASCII_WORDS, WN_RX_WORDS, 0, false, 0, 0, 0};
    return takes_none_of(node, &letters);
}

static bool ends_apart(const strings *set, size_t i)
{
    wn_bytes text = {set->text[i], set->sizes[i]};
    size_t   at = text.size;
    if (!text_size(set, i))
        return has_mark(set, i);
    do
        at--;
    while (at && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    return !(wn_char_bits(wn_utf8_decode(text, at).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT));
}

/* Whether a letter that follows begins a word, so far as the last strings tell. */
static bool all_end_apart(const strings *set)
{
    for (size_t i = 0; set->is_known && i < set->count; i++)
        if (!ends_apart(set, i))
            return false;
    return set->is_known;
}

/* Whether it looks back for something that no letter or digit is. */
static bool looks_apart(const wn_rx_node *node)
{
    const wn_rx_node *kid = node->kids;
    if (!node->is_negative || !node->is_behind || !kid || kid->kind != WN_RX_SET || kid->set.is_rough)
        return false;
    for (unsigned code = '0'; code <= 'z'; code++)
        if (wn_char_bits(code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT) && !wn_rx_set_has_ascii(&kid->set, code))
            return false;
    return kid->set.full & WN_RX_WORDS;
}

/* Whether a letter after it begins a word: when one before it does not, and when it does. Both at once, as asking a
 * repeat for each would ask for those within it four times. */
typedef struct apart {
    bool if_not;
    bool if_apart;
} apart;

static bool comes_apart(apart node, bool is_apart)
{
    return is_apart ? node.if_apart : node.if_not;
}

static apart stays_apart(const wn_rx_node *node)
{
    apart all = {true, true}, kid;
    switch (node->kind) {
    case WN_RX_START:
        return all;
    case WN_RX_LOOK:
        return (apart){looks_apart(node), true};
    case WN_RX_SEQ:
        all.if_not = false;
        for (const wn_rx_node *next = node->kids; next; next = next->next) {
            kid = stays_apart(next);
            all = (apart){comes_apart(kid, all.if_not), comes_apart(kid, all.if_apart)};
        }
        return all;
    case WN_RX_ALT:
    case WN_RX_GROUP:
        for (const wn_rx_node *next = node->kids; next; next = next->next) {
            kid = stays_apart(next);
            all = (apart){all.if_not && kid.if_not, all.if_apart && kid.if_apart};
        }
        return all;
    case WN_RX_REPEAT:
        if (has_no_letters(node))
            return (apart){node->min_chars, true};
        kid = stays_apart(node->kids);
        if (node->max != 1 && !kid.if_apart)
            return (apart){false, false};
        return (apart){kid.if_not && node->min, kid.if_apart};
    default:
        return (apart){has_no_letters(node) && node->min_chars, has_no_letters(node)};
    }
}

/* What is known when `next` follows `f` and the product of their exact sets is not small. */
static void join_inexact(facts_of *f, const facts_of *next, strings *middle, strings *prefix, strings *suffix)
{
    if (!multiply(suffix_of(f), prefix_of(next), KEEP_HEAD, middle))
        copy_strings(middle, better(suffix_of(f), prefix_of(next)));
    copy_strings(prefix, prefix_of(f));
    if (f->exact.is_known && !multiply(&f->exact, prefix_of(next), KEEP_HEAD, prefix))
        copy_strings(prefix, &f->exact);
    copy_strings(suffix, suffix_of(next));
    if (next->exact.is_known && !multiply(suffix_of(f), &next->exact, KEEP_TAIL, suffix))
        copy_strings(suffix, &next->exact);
    copy_strings(&f->best, better(middle, better(best_of(f), best_of(next))));
    copy_strings(&f->prefix, prefix);
    copy_strings(&f->suffix, suffix);
    f->exact.is_known = false;
}

static void append(facts_of *f, const facts_of *next, workspace *w)
{
    if (rate(&next->ahead) > rate(&f->ahead))
        copy_strings(&f->ahead, &next->ahead);
    if (f->exact.is_known && next->exact.is_known && multiply(&f->exact, &next->exact, FAIL, &w->a))
        copy_strings(&f->exact, &w->a);
    else
        join_inexact(f, next, &w->a, &w->b, &w->c);
}

static void mark_strings(strings *set)
{
    for (size_t i = 0; set->is_known && i < set->count; i++) {
        if (has_mark(set, i) || set->sizes[i] == STRING_BYTES_MAX)
            continue;
        memmove(set->text[i] + 1, set->text[i], set->sizes[i]++);
        set->text[i][0] = WORD_MARK;
    }
}

/* `is_apart`: a letter at its start begins a word. */
static wn_status append_kid(facts_of *f, const wn_rx_node *kid, bool is_apart, workspace *w, wn_rx_desks *desks)
{
    forget(&w->kid);
    wn_status status = find(kid, &w->kid, desks);
    if (status != WN_OK)
        return status;
    if (is_apart)
        mark_strings(w->kid.exact.is_known ? &w->kid.exact : &w->kid.prefix);
    append(f, &w->kid, w);
    return WN_OK;
}

static wn_status find_sequence(const wn_rx_node *node, facts_of *f, wn_rx_desks *desks)
{
    desk     *own = take_desk(desks);
    wn_status status = own ? WN_OK : WN_NO_MEMORY;
    bool      is_apart = false;
    set_empty_string(&f->exact);
    for (const wn_rx_node *kid = node->kids; kid && status == WN_OK; kid = kid->next) {
        status = append_kid(f, kid, is_apart, &own->space, desks);
        is_apart = comes_apart(stays_apart(kid), is_apart) || all_end_apart(suffix_of(f));
    }
    give_desk(desks, own);
    return status;
}

/* ---- alternatives ---- */

static size_t shortened(const char *text, size_t size, size_t most)
{
    size_t cut = size < most ? size : most;
    while (is_inside_character(text, size, cut))
        cut--;
    return cut;
}

/* Adds the heads of the strings, cut to `most` bytes. */
static bool add_heads(strings *set, const strings *from, size_t most)
{
    for (size_t i = 0; i < from->count; i++) {
        if (!add_string(set, from->text[i], shortened(from->text[i], from->sizes[i], most + has_mark(from, i))))
            return false;
    }
    return true;
}

/* Many strings become few when only their heads are kept. */
static bool unite_heads(strings *set, const strings *more, strings *room)
{
    static const size_t sizes[] = {12, 8, 6, 5, 4, 3, 2};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        room->count = 0;
        if (!add_heads(room, set, sizes[i]) || !add_heads(room, more, sizes[i]))
            continue;
        room->is_known = true;
        copy_strings(set, room);
        return true;
    }
    return false;
}

/* Makes `set` the union with `more`; unknown when either is or when they are too many, unless heads will do: then
 * there is `room`. */
static void unite(strings *set, const strings *more, strings *room)
{
    if (set->is_known && more->is_known) {
        size_t before = set->count;
        if (add_strings(set, more))
            return;
        set->count = (uint8_t)before;
        if (room && unite_heads(set, more, room))
            return;
    }
    set->is_known = false;
    set->count = 0;
}

static void add_alternative(facts_of *f, const facts_of *branch, bool is_first, strings *room)
{
    if (is_first) {
        copy_strings(&f->exact, &branch->exact);
        copy_strings(&f->prefix, prefix_of(branch));
        copy_strings(&f->suffix, suffix_of(branch));
        copy_strings(&f->best, best_of(branch));
        return;
    }
    unite(&f->exact, &branch->exact, NULL);
    unite(&f->prefix, prefix_of(branch), room);
    unite(&f->suffix, suffix_of(branch), NULL);
    unite(&f->best, best_of(branch), room);
}

static wn_status find_alternatives(const wn_rx_node *node, facts_of *f, wn_rx_desks *desks)
{
    desk     *own = take_desk(desks);
    wn_status status = own ? WN_OK : WN_NO_MEMORY;
    for (const wn_rx_node *kid = node->kids; kid && status == WN_OK; kid = kid->next) {
        forget(&own->alternatives.branch);
        status = find(kid, &own->alternatives.branch, desks);
        if (status == WN_OK)
            add_alternative(f, &own->alternatives.branch, kid == node->kids, &own->alternatives.united);
    }
    give_desk(desks, own);
    return status;
}

/* ---- repeats ---- */

static wn_status write_out(facts_of *f, uint32_t times, wn_rx_desks *desks)
{
    desk *own = take_desk(desks);
    if (!own)
        return WN_NO_MEMORY;
    copy_facts(&own->space.kid, f);
    for (uint32_t i = 1; i < times; i++)
        append(f, &own->space.kid, &own->space);
    give_desk(desks, own);
    return WN_OK;
}

static wn_status find_repeat(const wn_rx_node *node, facts_of *f, wn_rx_desks *desks)
{
    wn_status status = find(node->kids, f, desks);
    if (status != WN_OK)
        return status;
    bool is_optional = !node->min && node->max == 1 && f->exact.is_known;
    if (is_optional && add_string(&f->exact, "", 0)) {
        f->ahead.is_known = false;
        return WN_OK;
    }
    if (!node->min) {
        forget(f);
        return WN_OK;
    }
    if (node->min == node->max && node->max <= REPEAT_EXACT_MAX)
        return write_out(f, node->max, desks);
    copy_strings(&f->prefix, prefix_of(f));
    copy_strings(&f->suffix, suffix_of(f));
    copy_strings(&f->best, best_of(f));
    f->exact.is_known = false;
    return WN_OK;
}

/* ---- characters and the rest ---- */

static wn_status add_folded(strings *set, uint32_t code)
{
    wn_buf    fold = {0};
    char      bytes[4];
    size_t    size = wn_utf8_encode(code, bytes);
    wn_status status = wn_fold((wn_bytes){bytes, size}, &fold);
    if (status == WN_OK)
        set->is_known = add_string(set, fold.data, fold.size);
    wn_buf_free(&fold);
    return status;
}

static wn_status find_character(uint32_t code, facts_of *f)
{
    if (code >= 0x80)
        return add_folded(&f->exact, code);
    char byte = (char)(code >= 'A' && code <= 'Z' ? code | 0x20 : code);
    f->exact.is_known = byte != WORD_MARK && byte != END_MARK && add_string(&f->exact, &byte, 1);
    return WN_OK;
}

static wn_status find_set(const wn_rx_node *node, facts_of *f)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < node->code_count && status == WN_OK; i++)
        status = find_character(node->codes[i], f);
    return status;
}

static wn_status find_look(const wn_rx_node *node, facts_of *f, wn_rx_desks *desks)
{
    wn_status status = WN_OK;
    if (!node->is_negative) {
        status = find(node->kids, f, desks);
        copy_strings(&f->best, best_of(f));
        copy_strings(&f->ahead, &f->best);
    }
    set_empty_string(&f->exact);
    return status;
}

/* `facts` begins as forgotten. */
static wn_status find(const wn_rx_node *node, facts_of *f, wn_rx_desks *desks)
{
    switch (node->kind) {
    case WN_RX_CHAR:
        return find_character(node->code, f);
    case WN_RX_SET:
        return find_set(node, f);
    case WN_RX_SEQ:
        return find_sequence(node, f, desks);
    case WN_RX_ALT:
        return find_alternatives(node, f, desks);
    case WN_RX_REPEAT:
        return find_repeat(node, f, desks);
    case WN_RX_GROUP:
        return find(node->kids, f, desks);
    case WN_RX_LOOK:
        return find_look(node, f, desks);
    case WN_RX_OPAQUE:
        return WN_OK;
    case WN_RX_ASSERT:
        if (node->is_boundary) {
            set_word_mark(&f->exact);
            return WN_OK;
        }
        set_empty_string(&f->exact);
        return WN_OK;
    default:
        set_empty_string(&f->exact);
        return WN_OK;
    }
}

/* ---- the answer ---- */

/* A match may follow an i, whose dot is not in the fold. */
static void drop_leading_dots(strings *set)
{
    for (size_t i = 0; i < set->count; i++) {
        char *text = set->text[i] + has_mark(set, i);
        while (text_size(set, i) >= 2 && !memcmp(text, dot_above, 2)) {
            memmove(text, text + 2, text_size(set, i) - 2);
            set->sizes[i] = (uint8_t)(set->sizes[i] - 2);
        }
    }
}

static void drop_head(strings *set, size_t i, size_t size)
{
    set->sizes[i] = (uint8_t)(set->sizes[i] - size);
    memmove(set->text[i], set->text[i] + size, set->sizes[i]);
}

static bool is_letter_at(wn_bytes text, size_t at)
{
    return wn_char_bits(wn_utf8_decode(text, at).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
}

/* The offset of the first letter or digit that has none before it in the text; text.size when there is none. A mark
 * before it may belong to a letter that is not in the text. */
static size_t find_word(wn_bytes text)
{
    bool after_letter = true;
    for (size_t at = 0; at < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        unsigned     bits = wn_char_bits(c.code);
        if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT) && !after_letter)
            return at;
        if (!(bits & WN_CHAR_MARK))
            after_letter = bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
        at += c.size;
    }
    return text.size;
}

/* Drops what stands before the first word that begins in the string; false when too little would be left. */
static bool trim(strings *set, size_t i)
{
    wn_bytes text = {set->text[i], text_size(set, i)};
    if (!text.size || has_mark(set, i))
        return false;
    size_t word = find_word(text);
    if (text.size - word < (is_letter_at(text, 0) ? TRIMMED_WORDS_MIN : TRIMMED_BYTES_MIN))
        return false;
    drop_head(set, i, word);
    return true;
}

/* Which strings are to be looked for at the beginnings of words alone. The marks go, and what they need not have. What
 * folds to a small iota may be no letter but a mark (U+0345), and then no word begins there. */
static void take_marks(strings *set, wn_literal_kind kind, bool is_all, bool at_word[WN_REGEX_LITERALS_MAX],
                       bool at_end[WN_REGEX_LITERALS_MAX])
{
    for (size_t i = 0; i < set->count; i++) {
        at_word[i] = false;
        at_end[i] = has_end_mark(set, i);
        bool was_trimmed = kind == WN_LITERAL_CONTAINS && !is_all && trim(set, i);
        bool is_marked = was_trimmed || has_mark(set, i);
        drop_head(set, i, has_mark(set, i));
        set->sizes[i] = (uint8_t)(set->sizes[i] - at_end[i]);
        if (kind != WN_LITERAL_CONTAINS || !is_marked)
            continue;
        wn_bytes text = {set->text[i], set->sizes[i]};
        uint32_t first = text.size ? wn_utf8_decode(text, 0).code : 0;
        at_word[i] = wn_char_bits(first) & (WN_CHAR_LETTER | WN_CHAR_DIGIT) && first != SMALL_IOTA;
    }
}

/* Whether another string of the set is found wherever this one is. */
static bool is_covered(const strings *set, const bool *at_word, const bool *at_end, size_t i)
{
    for (size_t j = 0; j < set->count; j++) {
        bool is_same = set->sizes[j] == set->sizes[i];
        bool is_prefix = set->sizes[j] <= set->sizes[i] && !memcmp(set->text[i], set->text[j], set->sizes[j]);
        if (j != i && is_prefix && (!at_word[j] || at_word[i]) && (!at_end[j] || (is_same && at_end[i])) &&
            (!is_same || at_word[j] != at_word[i] || at_end[j] != at_end[i] || j < i))
            return true;
    }
    return false;
}

/* `is_all`: the pattern is nothing but these strings. */
static wn_status publish(strings *set, wn_literal_kind kind, bool is_all, wn_arena *arena, wn_regex_facts *facts)
{
    bool at_word[WN_REGEX_LITERALS_MAX] = {false}, at_end[WN_REGEX_LITERALS_MAX] = {false};
    facts->literals = wn_arena_alloc(arena, set->count * sizeof *facts->literals);
    facts->at_word = wn_arena_alloc(arena, set->count * sizeof *facts->at_word);
    facts->at_end = wn_arena_alloc(arena, set->count * sizeof *facts->at_end);
    if (!facts->literals || !facts->at_word || !facts->at_end)
        return WN_NO_MEMORY;
    take_marks(set, kind, is_all, at_word, at_end);
    facts->kind = kind;
    for (size_t i = 0; i < set->count; i++) {
        if (is_covered(set, at_word, at_end, i))
            continue;
        facts->at_word[facts->literal_count] = at_word[i];
        facts->at_end[facts->literal_count] = at_end[i];
        char *copy = wn_arena_copy(arena, (wn_bytes){set->text[i], set->sizes[i]});
        if (!copy)
            return WN_NO_MEMORY;
        facts->literals[facts->literal_count++] = (wn_bytes){copy, set->sizes[i]};
    }
    return WN_OK;
}

static bool is_plain_code(const wn_rx_node *node, uint32_t code)
{
    bool is_letter = (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    return code < 0x80 && (node->is_caseless || !is_letter);
}

/* Whether the node takes nothing but ASCII characters of either case, and every way of matching its
 * texts counts. */
static bool is_plain(const wn_rx_node *node)
{
    bool is_plain_node = true;
    switch (node->kind) {
    case WN_RX_CHAR:
        return is_plain_code(node, node->code);
    case WN_RX_SET:
        for (size_t i = 0; i < node->code_count; i++)
            is_plain_node = is_plain_node && is_plain_code(node, node->codes[i]);
        return is_plain_node && node->code_count;
    case WN_RX_REPEAT:
    case WN_RX_GROUP:
        if (node->is_possessive)
            return false;
        break;
    case WN_RX_SEQ:
    case WN_RX_ALT:
        break;
    default:
        return false;
    }
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next)
        is_plain_node = is_plain_node && is_plain(kid);
    return is_plain_node;
}

/* Whether the pattern says nothing but its literals, perhaps after a ^. */
static bool is_literal_only(const wn_rx_node *root)
{
    wn_rx_node rest = *root;
    if (root->kind == WN_RX_SEQ && root->kids && root->kids->kind == WN_RX_START)
        rest.kids = root->kids->next;
    return is_plain(&rest);
}

/* ---- after bullets ---- */

/* What comes after ^ and, perhaps, bullets and brackets; NULL when the pattern is not made so. */
static wn_rx_node *skip_junk(const wn_rx_node *root)
{
    if (root->kind != WN_RX_SEQ || !root->kids || root->kids->kind != WN_RX_START)
        return NULL;
    wn_rx_node *kid = root->kids->next;
    if (!kid || !is_junk(kid))
        return NULL;
    while (kid && is_junk(kid))
        kid = kid->next;
    return kid;
}

static bool begin_with_letters(const strings *set)
{
    for (size_t i = 0; i < set->count; i++) {
        wn_bytes text = {set->text[i] + has_mark(set, i), text_size(set, i)};
        if (!text.size || !(wn_char_bits(wn_utf8_decode(text, 0).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT)))
            return false;
    }
    return true;
}

/* The texts with one of which what follows the bullets begins. */
static wn_status find_after_lead(const wn_rx_node *root, strings *starts, wn_rx_desks *desks)
{
    wn_rx_node *first = skip_junk(root);
    wn_rx_node  rest = {.kind = WN_RX_SEQ, .kids = first};
    desk       *own = first ? take_desk(desks) : NULL;
    forget_strings(starts);
    if (!first)
        return WN_OK;
    if (!own)
        return WN_NO_MEMORY;
    facts_of *f = &own->answer.all;
    forget(f);
    wn_status status = find(&rest, f, desks);
    if (status == WN_OK)
        copy_strings(starts, prefix_of(f));
    if (!begin_with_letters(starts))
        starts->is_known = false;
    give_desk(desks, own);
    return status;
}

static wn_status answer(const wn_rx_node *root, facts_of *f, strings *led, wn_rx_desks *desks, wn_arena *arena,
                        wn_regex_facts *facts)
{
    wn_status status = find(root, f, desks);
    if (status == WN_OK)
        status = find_after_lead(root, led, desks);
    if (status != WN_OK)
        return status;
    strings *starts = &f->prefix, *contains = &f->suffix;
    bool     is_complete = f->exact.is_known;
    copy_strings(&f->best, best_of(f));
    copy_strings(starts, prefix_of(f));
    copy_strings(contains, &f->best);
    drop_leading_dots(contains);
    int starts_rating = facts->is_anchored ? rate_starts(starts) : 0;
    int led_rating = rate_starts(led);
    facts->after_lead = led_rating > starts_rating && led_rating > rate(contains);
    bool is_all = is_complete && is_literal_only(root);
    if (facts->after_lead)
        status = publish(led, WN_LITERAL_STARTS, false, arena, facts);
    else if (starts_rating && starts_rating >= rate(contains))
        status = publish(starts, WN_LITERAL_STARTS, is_all, arena, facts);
    else if (rate(contains))
        status = publish(contains, WN_LITERAL_CONTAINS, is_all, arena, facts);
    bool is_whole = facts->kind == (facts->is_anchored ? WN_LITERAL_STARTS : WN_LITERAL_CONTAINS);
    if (status == WN_OK && is_all && is_whole && !facts->after_lead)
        facts->cost = WN_COST_LITERAL;
    return status;
}

wn_status wn_rx_find_literals(const wn_rx_node *root, wn_rx_desks *desks, wn_arena *arena, wn_regex_facts *facts)
{
    desk *own = take_desk(desks);
    if (!own)
        return WN_NO_MEMORY;
    forget(&own->answer.all);
    wn_status status = answer(root, &own->answer.all, &own->answer.led, desks, arena, facts);
    give_desk(desks, own);
    return status;
}
