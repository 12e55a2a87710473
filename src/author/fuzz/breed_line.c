/* breed_line.c: reads conditions as wishes and writes lines that grant them. */
#include "author/fuzz/breed_line.h"

#include "base/utf8.h"
#include "match/regex.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 12 /* marks that ask for marks */

/* ---- texts with masks ---- */

/* Text and mask stay in step, also when memory runs out. */
static bool reserve(wn_masked *masked, size_t size)
{
    return wn_buf_reserve(&masked->text, size) && wn_buf_reserve(&masked->mask, size);
}

void wn_masked_put(wn_masked *masked, const char *text, size_t size, char mark)
{
    if (!reserve(masked, size))
        return;
    wn_buf_append(&masked->text, text, size);
    for (size_t i = 0; i < size; i++)
        wn_buf_put(&masked->mask, mark);
}

static void add(wn_masked *masked, wn_bytes text, wn_bytes mask)
{
    if (!reserve(masked, text.size))
        return;
    wn_buf_append(&masked->text, text.data, text.size);
    wn_buf_append(&masked->mask, mask.data, mask.size);
}

void wn_masked_add(wn_masked *masked, const wn_masked *other)
{
    masked->text.failed |= other->text.failed;
    masked->mask.failed |= other->mask.failed;
    add(masked, wn_buf_bytes(&other->text), wn_buf_bytes(&other->mask));
}

void wn_masked_clear(wn_masked *masked)
{
    wn_buf_clear(&masked->text);
    wn_buf_clear(&masked->mask);
}

void wn_masked_free(wn_masked *masked)
{
    wn_buf_free(&masked->text);
    wn_buf_free(&masked->mask);
}

/* ---- samplers, made once for each pattern of the rule at work ---- */

typedef struct known {
    const wn_expression *expression;
    wn_regex_sampler    *sampler;
} known;

struct wn_samplers {
    wn_arena arena;
    known   *items;
    size_t   count, capacity;
};

wn_samplers *wn_samplers_new(void)
{
    return calloc(1, sizeof(wn_samplers));
}

void wn_samplers_clear(wn_samplers *samplers)
{
    samplers->count = 0;
    wn_arena_free(&samplers->arena);
    samplers->arena = (wn_arena){0};
}

void wn_samplers_free(wn_samplers *samplers)
{
    if (!samplers)
        return;
    free(samplers->items);
    wn_arena_free(&samplers->arena);
    free(samplers);
}

/* The sampler of a pattern; NULL when it is not understood, or memory ran out. */
static const wn_regex_sampler *sampler_of(wn_grantor *g, const wn_expression *e)
{
    wn_samplers *all = g->samplers;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].expression == e)
            return all->items[i].sampler;
    known new = {.expression = e};
    if (!wn_array_grow(&all->items, &all->capacity, all->count + 1, sizeof *all->items) ||
        wn_regex_sampler_new(e->text, !e->is_exact, &all->arena, &new.sampler) != WN_OK) {
        g->failed = true;
        return NULL;
    }
    all->items[all->count++] = new;
    return new.sampler;
}

/* ---- wishes ---- */

wn_wish wn_wish_new(void)
{
    return (wn_wish){.words_max = WN_NONE,
                     .chars_max = WN_NONE,
                     .first = WN_NONE,
                     .last = WN_NONE,
                     .before_max = WN_NONE,
                     .after_max = WN_NONE};
}

void wn_wish_free(wn_wish *wish)
{
    for (size_t i = 0; i < WN_PIECES; i++)
        wn_masked_free(&wish->pieces[i]);
}

static void raise(uint32_t *min, uint32_t value)
{
    *min = value > *min ? value : *min;
}

static void lower(uint32_t *max, uint32_t value)
{
    *max = value < *max ? value : *max;
}

static void add_piece(wn_wish *wish, wn_wish_piece place, wn_bytes text, wn_bytes mask)
{
    wn_masked *piece = &wish->pieces[place];
    if (piece->text.size)
        wn_masked_put(piece, " ", 1, '.');
    size_t before = piece->mask.size;
    add(piece, text, mask);
    if (wish->has_named)
        for (size_t i = before; i < piece->mask.size; i++)
            piece->mask.data[i] = piece->mask.data[i] == '#' ? '%' : piece->mask.data[i];
    wish->has_named = true;
}

static void add_text(wn_wish *wish, wn_wish_piece place, wn_bytes text)
{
    wn_masked *piece = &wish->pieces[place];
    if (piece->text.size)
        wn_masked_put(piece, " ", 1, '.');
    wn_masked_put(piece, text.data, text.size, wish->has_named ? '%' : '#');
    wish->has_named = true;
}

void wn_wish_match(wn_grantor *g, wn_wish *wish, const wn_expression *e)
{
    const wn_regex_sampler *sampler = sampler_of(g, e);
    wn_masked               sample = {0};
    wish->is_exact |= e->is_exact;
    if (!sampler)
        return;
    if (!wn_regex_sample(sampler, wn_breeder_next(g->chance), g->filler, &sample.text, &sample.mask))
        g->failed = true;
    if (g->failed) {
        wn_masked_free(&sample);
        return;
    }
    bool          ends = wn_regex_sampler_ends(sampler);
    wn_wish_piece place = e->facts.is_anchored ? ends ? WN_PIECE_WHOLE : WN_PIECE_START
                          : ends               ? WN_PIECE_END
                                               : WN_PIECE_MIDDLE;
    if (sample.text.size && !(place == WN_PIECE_WHOLE && wish->pieces[place].text.size))
        add_piece(wish, place, wn_buf_bytes(&sample.text), wn_buf_bytes(&sample.mask));
    wn_masked_free(&sample);
}

static void grant(wn_grantor *g, wn_wish *wish, const wn_condition *c, int depth);

static void grant_phrase(wn_grantor *g, wn_wish *wish, const wn_condition *c)
{
    wn_wish_piece place = c->op == WN_OP_IS ? WN_PIECE_WHOLE : c->op == WN_OP_STARTS ? WN_PIECE_START : WN_PIECE_MIDDLE;
    const wn_phrase *phrase = &c->phrases[wn_breeder_below(g->chance, c->phrase_count)];
    if (!(place == WN_PIECE_WHOLE && wish->pieces[place].text.size))
        add_text(wish, place, phrase->exact);
}

/* Points in a random order until the sum is reached. */
static void grant_score(wn_grantor *g, wn_wish *wish, const wn_condition *c, int depth)
{
    int    sum = 0;
    size_t first = wn_breeder_below(g->chance, c->kid_count);
    for (size_t i = 0; i < c->kid_count && sum < c->n; i++) {
        const wn_condition *point = c->kids[(first + i) % c->kid_count];
        if (point->n <= 0 || (wn_breeder_one_in(g->chance, 4) && i + 1 < c->kid_count))
            continue;
        grant(g, wish, point->kids[0], depth);
        sum += point->n;
    }
}

static bool can_mark(const wn_rule_source *rule, const char *category)
{
    const wn_definition *d = rule->base;
    return !d->is_off && (d->unit == WN_UNIT_LINE || d->unit == WN_UNIT_BLOCK) && d->action != WN_KEEP &&
           d->action != WN_FLAG && !d->is_shadow && (!category || strcmp(d->category, category) == 0);
}

bool wn_category_is_marked(const wn_definitions *all, const char *category)
{
    for (size_t i = 0; i < all->rule_count; i++)
        if (can_mark(&all->rules[i], category))
            return true;
    return false;
}

/* A line that some rule of the category marks. */
static void grant_mark(wn_grantor *g, wn_wish *wish, const char *category, int depth)
{
    const wn_definitions *all = wn_policy_definitions(g->policy);
    size_t                first = all->rule_count ? wn_breeder_below(g->chance, all->rule_count) : 0;
    for (size_t i = 0; i < all->rule_count; i++) {
        const wn_rule_source *rule = &all->rules[(first + i) % all->rule_count];
        if (can_mark(rule, category)) {
            grant(g, wish, rule->base->cond, depth);
            return;
        }
    }
}

static void grant_not(wn_wish *wish, const wn_condition *c)
{
    if (c->op == WN_OP_FEATURE && !wish->features[c->a])
        wish->features[c->a] = c->flag ? -1 : 1;
    if (c->op == WN_OP_WORDS && c->b == WN_NONE && c->a)
        lower(&wish->words_max, c->a - 1);
    if (c->op == WN_OP_WORDS && c->b != WN_NONE && !c->a)
        raise(&wish->words_min, c->b + 1);
    for (size_t i = 0; c->op == WN_OP_ANY && i < c->kid_count; i++)
        grant_not(wish, c->kids[i]);
}

static void grant_place(wn_wish *wish, const wn_condition *c)
{
    switch (c->op) {
    case WN_OP_ZONE:
        wish->zones = wish->zones && wish->zones & c->a ? wish->zones & c->a : c->a;
        break;
    case WN_OP_FIRST:
        lower(&wish->first, c->a);
        break;
    case WN_OP_LAST:
        lower(&wish->last, c->a);
        break;
    case WN_OP_PROSE_BEFORE:
        raise(&wish->before_min, c->a);
        lower(&wish->before_max, c->b);
        break;
    case WN_OP_PROSE_AFTER:
        raise(&wish->after_min, c->a);
        lower(&wish->after_max, c->b);
        break;
    case WN_OP_REPEATS:
        wish->repeats[c->a] = true;
        break;
    case WN_OP_ABOVE:
        wish->none_above |= !c->kid_count;
        wish->above = c->kid_count ? c->kids[0] : wish->above;
        break;
    case WN_OP_BELOW:
        wish->none_below |= !c->kid_count;
        wish->below = c->kid_count ? c->kids[0] : wish->below;
        break;
    default:
        break;
    }
}

static void grant(wn_grantor *g, wn_wish *wish, const wn_condition *c, int depth)
{
    if (!c || c == g->dropped || depth > DEPTH_MAX)
        return;
    switch (c->op) {
    case WN_OP_ALL:
        for (size_t i = 0; i < c->kid_count; i++)
            grant(g, wish, c->kids[i], depth + 1);
        break;
    case WN_OP_ANY:
        if (c->kid_count)
            grant(g, wish, c->kids[wn_breeder_below(g->chance, c->kid_count)], depth + 1);
        break;
    case WN_OP_NOT:
        grant_not(wish, c->kids[0]);
        break;
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
        if (c->phrase_count)
            grant_phrase(g, wish, c);
        break;
    case WN_OP_MATCH:
        wn_wish_match(g, wish, c->expression);
        break;
    case WN_OP_WORDS:
        raise(&wish->words_min, c->a);
        lower(&wish->words_max, c->b);
        break;
    case WN_OP_CHARS:
        raise(&wish->chars_min, c->a);
        lower(&wish->chars_max, c->b);
        break;
    case WN_OP_FEATURE:
        wish->features[c->a] = c->flag ? 1 : -1;
        break;
    case WN_OP_MARKED:
        grant_mark(g, wish, c->category, depth + 1);
        break;
    case WN_OP_SCORE:
        if (c->kid_count)
            grant_score(g, wish, c, depth + 1);
        break;
    case WN_OP_POINT:
        grant(g, wish, c->kids[0], depth + 1);
        break;
    default:
        grant_place(wish, c);
        break;
    }
}

void wn_wish_grant(wn_grantor *g, wn_wish *wish, const wn_condition *c)
{
    grant(g, wish, c, 0);
}

/* ---- writing the line ---- */

static size_t count_words(const wn_buf *text)
{
    size_t words = 0;
    for (size_t i = 0; i < text->size; i++)
        words += text->data[i] != ' ' && (i == 0 || text->data[i - 1] == ' ');
    return words;
}

static bool wants(const wn_wish *wish, wn_feature feature)
{
    return wish->features[feature] > 0;
}

/* How many words to have, at least. */
static size_t pick_words(wn_grantor *g, const wn_wish *wish, size_t has)
{
    size_t min = wish->words_min, more = wn_breeder_one_in(g->chance, 2) ? 0 : wn_breeder_below(g->chance, 8);
    if (wants(wish, WN_FEATURE_PROSE))
        min = min < 14 ? 14 : min;
    else if (wants(wish, WN_FEATURE_SENTENCE))
        min = min < 6 ? 6 : min;
    min = min < wish->chars_min / 7 ? wish->chars_min / 7 : min;
    if (!has && !min)
        min = 1;
    size_t most = wish->words_max != WN_NONE ? wish->words_max : min + more;
    if (wish->chars_max != WN_NONE && most > wish->chars_max / 8 && min < wish->chars_max / 8)
        most = wish->chars_max / 8;
    size_t words = (has > min ? has : min) + more;
    return words > most ? (most > has ? most : has) : words;
}

static void put_plain_words(wn_grantor *g, wn_masked *line, size_t count)
{
    wn_buf words = {0};
    wn_breed_words(g->chance, count, &words);
    if (line->text.size && count)
        wn_masked_put(line, " ", 1, '.');
    wn_masked_put(line, words.data, words.size, '.');
    g->failed |= words.failed;
    wn_buf_free(&words);
}

static void put_piece(wn_masked *line, const wn_masked *piece)
{
    if (line->text.size && piece->text.size)
        wn_masked_put(line, " ", 1, '.');
    wn_masked_add(line, piece);
}

/* The pieces in their order, with words where there is room. */
static void put_pieces(wn_grantor *g, const wn_wish *wish, wn_masked *line)
{
    const wn_masked *pieces = wish->pieces;
    size_t           has = 0;
    for (size_t i = WN_PIECE_START; i < WN_PIECES; i++)
        has += count_words(&pieces[i].text);
    size_t words = pick_words(g, wish, has) - has;
    size_t before = pieces[WN_PIECE_START].text.size || wn_breeder_one_in(g->chance, 2)
                        ? 0
                        : wn_breeder_below(g->chance, words + 1);
    put_plain_words(g, line, before);
    put_piece(line, &pieces[WN_PIECE_START]);
    put_piece(line, &pieces[WN_PIECE_MIDDLE]);
    put_plain_words(g, line, words - before);
    put_piece(line, &pieces[WN_PIECE_END]);
}

static void capitalise(wn_masked *line)
{
    char *c = line->text.data;
    if (line->text.size && *c >= 'a' && *c <= 'z' && line->mask.data[0] == '.')
        *c = (char)(*c - 0x20);
}

/* What a rule names it mostly takes in capitals, too. */
static void change_case(wn_grantor *g, wn_masked *line)
{
    size_t way = wn_breeder_below(g->chance, 8), end = way == 0 ? line->text.size : way < 3 ? 1 : 0;
    for (size_t i = 0; i < end && i < line->text.size; i++)
        if (line->text.data[i] >= 'a' && line->text.data[i] <= 'z')
            line->text.data[i] = (char)(line->text.data[i] - 0x20);
}

static bool ends_in(const wn_masked *line, const char *marks)
{
    return line->text.size && strchr(marks, line->text.data[line->text.size - 1]) != NULL;
}

static void put_front(wn_masked *line, const char *text)
{
    wn_masked new = {0};
    wn_masked_put(&new, text, strlen(text), '.');
    wn_masked_add(&new, line);
    wn_masked_free(line);
    *line = new;
}

static void shape(const wn_wish *wish, wn_masked *line)
{
    bool ends = wants(wish, WN_FEATURE_ENDS_SENTENCE) || wants(wish, WN_FEATURE_SENTENCE) ||
                wants(wish, WN_FEATURE_PROSE);
    if (wants(wish, WN_FEATURE_KEY_VALUE) && !(line->text.size && memchr(line->text.data, ':', line->text.size)))
        put_front(line, "Harbour: ");
    if (wants(wish, WN_FEATURE_QUOTED)) {
        put_front(line, "\xE2\x80\x9C");
        wn_masked_put(line, "\xE2\x80\x9D", 3, '.');
    }
    if (wants(wish, WN_FEATURE_BULLETED) && !ends_in(line, "\n") && line->text.data && line->text.data[0] != '-')
        put_front(line, "- ");
    if (ends && !ends_in(line, ".!?"))
        wn_masked_put(line, ".", 1, '.');
    while (wish->features[WN_FEATURE_ENDS_SENTENCE] < 0 && ends_in(line, ".!?") && line->text.size > 1) {
        line->text.size--;
        line->mask.size--;
    }
}

static const char *const letterless[] = {"12:30", "* * *", "3/4", "2026", "---", "1 2 3 4 5", "10.30 11.30"};

void wn_wish_write(wn_grantor *g, const wn_wish *wish, wn_masked *line)
{
    const wn_masked *whole = &wish->pieces[WN_PIECE_WHOLE];
    bool             has_others = wish->pieces[WN_PIECE_START].text.size || wish->pieces[WN_PIECE_MIDDLE].text.size ||
                      wish->pieces[WN_PIECE_END].text.size;
    wn_masked made = {0};
    if (whole->text.size && !(has_others && wn_breeder_one_in(g->chance, 3)))
        wn_masked_add(&made, whole);
    else if (wish->repeats[WN_REPEAT_HEADLINE])
        wn_masked_put(&made, g->headline.data, g->headline.size, '.');
    else if (wish->features[WN_FEATURE_LETTERS] < 0 && !has_others) {
        const char *text = WN_BREED_PICK(g->chance, letterless);
        wn_masked_put(&made, text, strlen(text), '.');
    } else
        put_pieces(g, wish, &made);
    if (!wn_breeder_one_in(g->chance, 3))
        capitalise(&made);
    if (!wish->is_exact)
        change_case(g, &made);
    shape(wish, &made);
    g->failed |= made.text.failed || made.mask.failed;
    wn_masked_add(line, &made);
    wn_masked_free(&made);
}
