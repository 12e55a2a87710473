/* steps.c: tries texts that put the slow part of a pattern to work, and counts the engine's steps on the worst of them
 * at three sizes. */
#include "author/steps.h"

#include "match/fold.h"
#include "match/pattern.h"
#include "match/view.h"

#include <string.h>

#define STEPS 8192 /* and as many a byte, more than any line may take: growth is to be seen, not the limit */
#define STEPS_PER_BYTE 16
#define ORDINARY_BYTES 80 /* of a line */
#define GROWTH 3.0        /* from one size to its double: 2 is linear, 4 quadratic */

/* A character that hardly a pattern asks for, and one that some classes leave out. */
static const wn_bytes unwanted = {"\xC2\xAC", 2}, letter = {"x", 1};

typedef struct probe {
    wn_matcher *matcher;
    wn_buf      text, view;
    wn_steps   *worst;

    bool      is_thorough;
    wn_status status;
} probe;

bool wn_steps_put(const wn_steps *steps, size_t rounds, wn_buf *out)
{
    wn_buf_append(out, steps->before.data, steps->before.size);
    for (size_t i = 0; i < rounds; i++)
        wn_buf_append(out, steps->again.data, steps->again.size);
    wn_buf_append(out, steps->after.data, steps->after.size);
    return !out->failed;
}

/* Steps on the text as a line of a document would be seen: with single spaces, for one. */
static uint64_t count_steps(probe *p, const wn_steps *tried, size_t rounds, bool *is_limited)
{
    wn_view view;
    wn_buf_clear(&p->text);
    wn_buf_clear(&p->view);
    if (!wn_steps_put(tried, rounds, &p->text) || wn_view_make(wn_buf_bytes(&p->text), &p->view, &view) != WN_OK) {
        p->status = WN_NO_MEMORY;
        return 0;
    }
    wn_allowance left = {.steps = STEPS + STEPS_PER_BYTE * view.text.size};
    *is_limited = wn_matcher_find_within(p->matcher, 0, view.text, 0, &left, NULL) == WN_MATCH_LIMIT;
    return wn_matcher_steps(p->matcher);
}

static bool grows(const wn_steps *s, size_t size, double factor)
{
    return s->counts[size - 1] && (double)s->counts[size] >= factor * (double)s->counts[size - 1];
}

/* What does not grow at all, such as the steps at the end of the text, is left out: the growth itself is compared. */
static bool grows_faster(uint64_t first, uint64_t second, uint64_t third)
{
    return second > first && third > second && (double)(third - second) >= GROWTH * (double)(second - first);
}

/* Whether the engine gave up on a text no longer than an ordinary line: that is no mere weight. */
static bool gives_up_early(const wn_steps *s)
{
    for (size_t i = 0; i < WN_STEPS_SIZES; i++)
        if (s->is_limited[i] && s->before.size + (s->rounds << i) * s->again.size + s->after.size <= ORDINARY_BYTES)
            return true;
    return false;
}

static bool is_superlinear(const wn_steps *s)
{
    if (gives_up_early(s))
        return true;
    size_t last = WN_STEPS_SIZES - 1;
    bool   grows_last = s->is_limited[last] || grows_faster(s->counts[0], s->counts[1], s->counts[last]);
    if (s->is_limited[last] && s->counts[0] < s->rounds * s->again.size) /* the first text was hardly looked at */
        return s->is_limited[0];
    return s->is_limited[0] || (grows_last && grows(s, 1, s->is_limited[last] ? GROWTH : 2.0));
}

/* Counts at all sizes. Where the first two are at the limit already, smaller ones tell growth from mere weight. */
static void count_sizes(probe *p, wn_steps *tried)
{
    tried->rounds = WN_STEPS_ROUNDS * 2;
    do {
        tried->rounds /= 2;
        for (size_t i = 0; i < WN_STEPS_SIZES && p->status == WN_OK; i++)
            tried->counts[i] = count_steps(p, tried, tried->rounds << i, &tried->is_limited[i]);
    } while ((tried->is_limited[0] || tried->is_limited[1]) && tried->rounds > 1 && p->status == WN_OK);
}

/* Whether the next doubling grows as fast: where repeats are bounded, even large ones, it does not. */
static bool goes_on_growing(probe *p, const wn_steps *tried)
{
    bool     is_limited = true;
    uint64_t last = tried->counts[WN_STEPS_SIZES - 1];
    if (tried->is_limited[WN_STEPS_SIZES - 1])
        return true;
    uint64_t next = count_steps(p, tried, tried->rounds << WN_STEPS_SIZES, &is_limited);
    return is_limited || grows_faster(tried->counts[WN_STEPS_SIZES - 2], last, next);
}

static bool contains(wn_bytes text, wn_bytes part)
{
    for (size_t at = 0; at + part.size <= text.size; at++)
        if (memcmp(text.data + at, part.data, part.size) == 0)
            return true;
    return false;
}

/* Whether the engine would ask the pattern at all: one of its literals is there. */
static bool is_asked(probe *p, const wn_expression *e, const wn_steps *tried)
{
    bool has = !e->facts.literal_count;
    wn_buf_clear(&p->text);
    wn_buf_clear(&p->view);
    if (!wn_steps_put(tried, 1, &p->text) || wn_fold(wn_buf_bytes(&p->text), &p->view) != WN_OK)
        p->status = WN_NO_MEMORY;
    for (size_t i = 0; i < e->facts.literal_count && !has && p->status == WN_OK; i++)
        has = contains(wn_buf_bytes(&p->view), e->facts.literals[i]);
    return has;
}

/* Keeps the text if it is slow, or else if it is the worst so far. */
static void try_text(probe *p, const wn_expression *e, wn_bytes before, wn_bytes again, wn_bytes after)
{
    wn_steps tried = {.before = before, .again = again, .after = after, .rounds = WN_STEPS_ROUNDS};
    size_t   last = WN_STEPS_SIZES - 1;
    if (!again.size || p->worst->is_slow || !is_asked(p, e, &tried))
        return;
    tried.counts[last] = count_steps(p, &tried, (size_t)WN_STEPS_ROUNDS << last, &tried.is_limited[last]);
    if (!tried.is_limited[last] && tried.counts[last] <= p->worst->counts[last])
        return;
    count_sizes(p, &tried);
    tried.is_slow = is_superlinear(&tried) && goes_on_growing(p, &tried);
    if (tried.is_slow || tried.counts[last] > p->worst->counts[last])
        *p->worst = tried;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* What stands before the repeats: nothing, what comes before the slow part, a text that the whole may match, a literal
 * without which nobody asks. What is repeated: the slow part, what is around it, all. What follows: nothing, what the
 * pattern does not want, and all that it needs, also spoilt. */
static void try_taste_thoroughly(probe *p, const wn_expression *e, const wn_regex_pump *found)
{
    static const wn_bytes nothing = {"", 0};
    const wn_bytes        literal = e->facts.literal_count ? e->facts.literals[0] : nothing;
    const wn_bytes        befores[] = {nothing, found->before, found->looks, literal};
    const wn_bytes cut = {found->looks.data, found->looks.size ? found->looks.size - 1 : 0}; /* no match any more */
    const wn_bytes agains[] = {found->again, found->widest, found->outer, found->before, found->looks, cut};
    const wn_bytes afters[] = {nothing, unwanted, found->all, letter, found->broken};
    for (size_t i = 0; i < COUNT(befores); i++)
        for (size_t k = 0; k < COUNT(agains); k++)
            for (size_t m = 0; m < COUNT(afters) && p->status == WN_OK; m++)
                if (!(i && !befores[i].size) && !p->worst->is_slow)
                    try_text(p, e, befores[i], agains[k], afters[m]);
}

static void try_taste(probe *p, const wn_expression *e, const wn_regex_pump *found)
{
    static const wn_bytes nothing = {"", 0};
    const wn_bytes        afters[] = {nothing, unwanted, found->all};
    for (size_t i = 0; i < COUNT(afters) && p->status == WN_OK && !p->worst->is_slow; i++) {
        try_text(p, e, found->before, found->again, afters[i]);
        try_text(p, e, nothing, found->again, afters[i]);
        try_text(p, e, found->before, found->widest, afters[i]);
        try_text(p, e, nothing, found->before, afters[i]);
    }
}

/* Stops at the first text that is slow. */
static void try_texts(probe *p, const wn_expression *e, wn_arena *arena)
{
    for (unsigned taste = 0; taste < WN_SAMPLE_TASTES && p->status == WN_OK && !p->worst->is_slow; taste++) {
        wn_regex_pump found;
        p->status = wn_regex_pump_find(e->text, !e->is_exact, taste, arena, &found);
        if (p->status == WN_OK && p->is_thorough)
            try_taste_thoroughly(p, e, &found);
        else if (p->status == WN_OK)
            try_taste(p, e, &found);
    }
}

/* The pattern alone, as one whose steps are counted on every text. */
wn_status wn_steps_measure(const wn_expression *e, bool is_thorough, wn_arena *arena, wn_steps *steps)
{
    wn_pattern_def def = {.size = (uint32_t)e->text.size, .is_exact = e->is_exact, .cost = WN_COST_COSTLY, .factor = 1};
    probe          p = {.worst = steps, .is_thorough = is_thorough};
    wn_patterns   *patterns = NULL;
    *steps = (wn_steps){0};
    if (e->facts.cost < WN_COST_QUADRATIC)
        return WN_OK;
    p.status = wn_patterns_new(&def, 1, e->text.data, &patterns);
    if (p.status == WN_OK)
        p.status = wn_matcher_new(patterns, true, &p.matcher);
    if (p.status == WN_OK)
        try_texts(&p, e, arena);
    wn_matcher_free(p.matcher);
    wn_patterns_free(patterns);
    wn_buf_free(&p.text);
    wn_buf_free(&p.view);
    return p.status;
}
