/* breed_rule.c: documents for rules, unit by unit. */
#include "author/fuzz/breed_rule.h"

#include "author/fuzz/breed_line.h"

#include <stdlib.h>
#include <string.h>

#define REST_LINES 2      /* that are no prose, below all prose */
#define BLOCK_SPLIT_MIN 3 /* words of a block that is split over two lines */

struct wn_rule_breeder {
    const wn_policy *policy;
    wn_samplers     *samplers;
    uint32_t         rule; /* that the samplers are for */
    wn_buf           filler, headline;
};

/* What is being put together. */
typedef struct work {
    wn_grantor           grantor;
    const wn_definition *d;
    const wn_condition  *extra; /* wished of each line as well; NULL: nothing */
    wn_masked            aim;   /* the lines for the rule */
    wn_wish              place; /* where they are wished */
    size_t               aim_count;
} work;

void wn_bred_free(wn_bred *bred)
{
    wn_buf_free(&bred->text);
    wn_buf_free(&bred->mask);
}

wn_status wn_rule_breeder_new(const wn_policy *policy, wn_rule_breeder **breeder)
{
    wn_breeder chance = {1};
    *breeder = calloc(1, sizeof **breeder);
    if (!*breeder)
        return WN_NO_MEMORY;
    (*breeder)->policy = policy;
    (*breeder)->rule = WN_NONE;
    (*breeder)->samplers = wn_samplers_new();
    wn_breed_words(&chance, 60, &(*breeder)->filler);
    if ((*breeder)->samplers && !(*breeder)->filler.failed)
        return WN_OK;
    wn_rule_breeder_free(*breeder);
    *breeder = NULL;
    return WN_NO_MEMORY;
}

void wn_rule_breeder_free(wn_rule_breeder *breeder)
{
    if (!breeder)
        return;
    wn_samplers_free(breeder->samplers);
    wn_buf_free(&breeder->filler);
    wn_buf_free(&breeder->headline);
    free(breeder);
}

/* ---- lines ---- */

static void end_line(work *w)
{
    wn_masked_put(&w->aim, "\n", 1, ' ');
    w->aim_count++;
}

/* A line as the conditions wish it; what they say of its place is remembered. */
static void put_line(work *w, const wn_condition *condition, const wn_expression *expression)
{
    wn_wish wish = wn_wish_new();
    wn_wish_grant(&w->grantor, &wish, condition);
    wn_wish_grant(&w->grantor, &wish, w->extra);
    if (expression)
        wn_wish_match(&w->grantor, &wish, expression);
    wn_wish_write(&w->grantor, &wish, &w->aim);
    end_line(w);
    for (size_t i = 0; i < WN_PIECES; i++) {
        w->grantor.failed |= wish.pieces[i].text.failed || wish.pieces[i].mask.failed;
        wn_masked_free(&wish.pieces[i]);
    }
    memset(wish.pieces, 0, sizeof wish.pieces);
    w->place = wish;
}

/* A title such as lists of links have. */
static void put_title(work *w)
{
    wn_buf words = {0};
    wn_breed_words(w->grantor.chance, 3 + wn_breeder_below(w->grantor.chance, 4), &words);
    if (words.size && wn_breeder_one_in(w->grantor.chance, 3))
        wn_masked_put(&w->aim, "- ", 2, '.');
    if (words.size)
        words.data[0] = (char)(words.data[0] & ~0x20);
    wn_masked_put(&w->aim, words.data, words.size, '.');
    end_line(w);
    w->grantor.failed |= words.failed;
    wn_buf_free(&words);
}

static size_t at_most(size_t count, uint32_t max)
{
    return max != WN_NONE && count > max ? max : count;
}

/* ---- units ---- */

static const wn_condition any_mark = {.op = WN_OP_MARKED};

/* A line that the condition takes and that is marked. */
static void put_marked_line(work *w, const wn_condition *condition)
{
    const wn_condition *extra = w->extra;
    w->extra = &any_mark;
    put_line(w, condition, NULL);
    w->extra = extra;
}

static void put_section(work *w)
{
    const wn_definition *d = w->d;
    size_t               below = d->min_lines > d->marked_lines ? d->min_lines : d->marked_lines;
    below = at_most(below + wn_breeder_below(w->grantor.chance, 4), d->limit == WN_NONE ? WN_NONE : d->limit - 1);
    put_line(w, d->cond, NULL);
    wn_wish place = w->place;
    for (size_t i = 0; i < below; i++)
        if (d->takes)
            put_line(w, d->takes, NULL);
        else if (i < d->marked_lines || (d->marked_share && !wn_breeder_one_in(w->grantor.chance, 4)))
            put_line(w, &any_mark, NULL);
        else
            put_title(w);
    if (d->until == WN_UNTIL_BLANK)
        end_line(w);
    if (d->until == WN_UNTIL_COND && !d->reaches_end && wn_breeder_one_in(w->grantor.chance, 2))
        put_line(w, d->until_cond, NULL);
    w->place = place;
}

static void put_run(work *w)
{
    const wn_definition *d = w->d;
    static const size_t  rooms[] = {3, 3, 8, 24};
    size_t               more = WN_BREED_PICK(w->grantor.chance, rooms);
    size_t               count = d->min_lines + wn_breeder_below(w->grantor.chance, more);
    count = at_most(count < d->marked_lines ? d->marked_lines : count, d->max_lines);
    for (size_t i = 0; i < count; i++)
        if (i < d->marked_lines || (d->marked_share && wn_breeder_one_in(w->grantor.chance, 2)))
            put_marked_line(w, d->cond);
        else
            put_line(w, d->cond, NULL);
    wn_wish around = wn_wish_new();
    wn_wish_grant(&w->grantor, &around, d->above);
    wn_wish_grant(&w->grantor, &around, d->below);
    w->place.above = around.above;
    w->place.below = around.below;
    w->place.none_above |= around.none_above;
    w->place.none_below |= around.none_below;
    wn_wish_free(&around);
}

static void put_peeled(work *w)
{
    size_t count = at_most(1 + wn_breeder_below(w->grantor.chance, 3), w->d->limit);
    for (size_t i = 0; i < count; i++)
        put_line(w, w->d->cond, NULL);
}

/* Sometimes over two lines. */
static void put_block(work *w)
{
    put_line(w, w->d->cond, NULL);
    size_t spaces = 0;
    for (size_t i = 0; i < w->aim.text.size; i++)
        spaces += w->aim.text.data[i] == ' ';
    if (spaces < BLOCK_SPLIT_MIN || wn_breeder_one_in(w->grantor.chance, 2))
        return;
    size_t chosen = wn_breeder_below(w->grantor.chance, spaces);
    for (size_t i = 0; i < w->aim.text.size; i++)
        if (w->aim.text.data[i] == ' ' && !chosen--) {
            w->aim.text.data[i] = '\n';
            w->aim.mask.data[i] = ' ';
            w->aim_count++;
            return;
        }
}

static void put_aim(work *w)
{
    switch (w->d->unit) {
    case WN_UNIT_SECTION:
        put_section(w);
        break;
    case WN_UNIT_RUN:
        put_run(w);
        break;
    case WN_UNIT_TAIL:
    case WN_UNIT_HEAD:
        put_peeled(w);
        break;
    case WN_UNIT_BLOCK:
        put_block(w);
        break;
    default:
        put_line(w, w->d->cond, w->d->span);
        break;
    }
}

/* ---- the document around ---- */

/* How many paragraphs stand around what is aimed at. */
typedef struct surroundings {
    bool   has_headline;
    size_t before, after;
    bool   has_rest; /* lines that are no prose stand below */
} surroundings;

static bool is_below_half(uint32_t max)
{
    return max != WN_NONE && max < 500;
}

static surroundings choose_surroundings(const work *w)
{
    const wn_wish *p = &w->place;
    wn_breeder    *chance = w->grantor.chance;
    surroundings   s = {!wn_breeder_one_in(chance, 3), wn_breeder_below(chance, 4), wn_breeder_below(chance, 4), false};
    bool           is_tail = w->d->unit == WN_UNIT_TAIL, is_head = w->d->unit == WN_UNIT_HEAD;
    if (p->zones == WN_ZONE_HEAD || is_below_half(p->before_max) || p->after_min >= 500)
        s = (surroundings){s.has_headline, wn_breeder_below(chance, 2), 3, false};
    if (p->zones == WN_ZONE_BODY)
        s = (surroundings){s.has_headline, 2, 2, false};
    if (p->zones == WN_ZONE_TAIL || is_below_half(p->after_max) || p->before_min >= 500)
        s = (surroundings){s.has_headline, 4, p->zones == WN_ZONE_TAIL || p->before_min > 800 ? 0 : s.after / 2, false};
    if (p->none_above || p->first == 1 || is_head)
        s.before = s.has_headline = 0;
    else if (p->first != WN_NONE)
        s.before = 0;
    s.has_rest = !s.after && wn_breeder_one_in(chance, 2);
    if (p->none_below || p->last != WN_NONE || is_tail || w->d->reaches_end)
        s.after = s.has_rest = 0;
    if (w->d->unit == WN_UNIT_SECTION && w->d->until == WN_UNTIL_PROSE && !w->d->reaches_end)
        s.after += w->d->until_lines;
    return s;
}

static void put_prose(work *w, wn_masked *out, size_t count)
{
    wn_buf prose = {0};
    for (size_t i = 0; i < count; i++) {
        wn_breed_prose(w->grantor.chance, 0, &prose);
        wn_buf_put(&prose, '\n');
    }
    wn_masked_put(out, prose.data, prose.size, ' ');
    w->grantor.failed |= prose.failed;
    wn_buf_free(&prose);
}

/* A short sentence or a title. */
static void put_short(work *w, wn_masked *out)
{
    wn_buf line = {0};
    if (wn_breeder_one_in(w->grantor.chance, 2))
        wn_buf_text(&line, "Then the rain began.");
    else
        wn_breed_words(w->grantor.chance, 3, &line);
    wn_buf_put(&line, '\n');
    wn_masked_put(out, line.data, line.size, ' ');
    w->grantor.failed |= line.failed;
    wn_buf_free(&line);
}

static void put_neighbour(work *w, const wn_condition *condition, wn_masked *out)
{
    wn_wish   wish = wn_wish_new();
    wn_masked line = {0};
    wn_wish_grant(&w->grantor, &wish, condition);
    wn_wish_write(&w->grantor, &wish, &line);
    wn_masked_put(&line, "\n", 1, ' ');
    for (size_t i = 0; i < line.mask.size; i++)
        line.mask.data[i] = ' ';
    wn_masked_add(out, &line);
    wn_masked_free(&line);
    wn_wish_free(&wish);
}

static void put_copy(const work *w, wn_masked *out)
{
    size_t size = 0;
    while (size < w->aim.text.size && w->aim.text.data[size++] != '\n')
        continue;
    wn_masked_put(out, w->aim.text.data, size, ' ');
}

static size_t count_lines(const wn_buf *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->size; i++)
        count += text->data[i] == '\n';
    return count;
}

static void put_around(work *w, wn_masked *out, wn_bred *bred)
{
    const wn_wish *p = &w->place;
    surroundings   s = choose_surroundings(w);
    bool           has_blanks = w->d->unit == WN_UNIT_BLOCK;
    if (s.has_headline || p->repeats[WN_REPEAT_HEADLINE]) {
        wn_masked_put(out, w->grantor.headline.data, w->grantor.headline.size, ' ');
        wn_masked_put(out, "\n", 1, ' ');
    }
    if (p->repeats[WN_REPEAT_EARLIER])
        put_copy(w, out);
    put_prose(w, out, s.before);
    if (p->above && !p->none_above)
        put_neighbour(w, p->above, out);
    if (p->repeats[WN_REPEAT_ABOVE])
        put_copy(w, out);
    if (has_blanks)
        wn_masked_put(out, "\n", 1, ' ');
    bred->aim = count_lines(&out->text);
    wn_masked_add(out, &w->aim);
    if (has_blanks)
        wn_masked_put(out, "\n", 1, ' ');
    if (p->below && !p->none_below)
        put_neighbour(w, p->below, out);
    put_prose(w, out, s.after);
    for (size_t i = 0; i < REST_LINES && s.has_rest; i++)
        put_short(w, out);
    bred->prose_before = s.before;
    bred->prose_after = s.after;
}

/* Sometimes a long one. */
static void put_headline(wn_breeder *chance, wn_buf *out)
{
    wn_breed_headline(chance, 0, out);
    if (!wn_breeder_one_in(chance, 5))
        return;
    wn_buf_text(out, " after ");
    wn_breed_words(chance, 5, out);
}

wn_status wn_rule_breed(wn_rule_breeder *b, wn_breeder *chance, uint32_t rule, wn_bred *bred)
{
    return wn_rule_breed_twisted(b, chance, rule, (wn_twist){NULL, NULL}, bred);
}

wn_status wn_rule_breed_twisted(wn_rule_breeder *b, wn_breeder *chance, uint32_t rule, wn_twist twist, wn_bred *bred)
{
    work      w = {.d = wn_policy_definitions(b->policy)->rules[rule].base, .extra = twist.extra};
    wn_masked out = {bred->text, bred->mask};
    if (b->rule != rule)
        wn_samplers_clear(b->samplers);
    b->rule = rule;
    wn_buf_clear(&b->headline);
    put_headline(chance, &b->headline);
    w.grantor = (wn_grantor){.policy = b->policy,
                             .chance = chance,
                             .samplers = b->samplers,
                             .headline = wn_buf_bytes(&b->headline),
                             .filler = wn_buf_bytes(&b->filler),
                             .dropped = twist.dropped};
    wn_masked_clear(&out);
    put_aim(&w);
    put_around(&w, &out, bred);
    bred->aim_count = w.aim_count;
    bred->text = out.text;
    bred->mask = out.mask;
    bool failed = w.grantor.failed || b->headline.failed || out.text.failed || out.mask.failed || w.aim.text.failed ||
                  w.aim.mask.failed;
    wn_masked_free(&w.aim);
    return failed ? WN_NO_MEMORY : WN_OK;
}

/* ---- what cannot be bred ---- */

typedef struct survey {
    const wn_definitions *all;
    bool                  can_breed;
} survey;

static void look(void *user, const wn_condition *c)
{
    survey *s = user;
    if (c->op == WN_OP_MARKED && !wn_category_is_marked(s->all, c->category))
        s->can_breed = false;
}

bool wn_rule_can_breed(const wn_rule_breeder *b, uint32_t rule)
{
    survey               s = {wn_policy_definitions(b->policy), true};
    const wn_definition *d = s.all->rules[rule].base;
    wn_definition_walk(d, look, &s);
    return s.can_breed && !(d->unit == WN_UNIT_DOCUMENT && d->field);
}
