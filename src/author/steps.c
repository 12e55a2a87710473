/* steps.c: tries texts that put the slow part of a pattern to work, and counts the engine's steps on the worst of them
 * at three sizes. */
#include "author/steps.h"

#include "match/pattern.h"
#include "match/view.h"

#define GROWTH 3.0 /* from one size to its double: 2 is linear, 4 quadratic */

static const wn_bytes unwanted = {"\xC2\xAC", 2}; /* a character that hardly a pattern asks for */

typedef struct probe {
    wn_matcher *matcher;
    wn_buf      text, view;
    wn_steps   *worst;
    wn_status   status;
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
    *is_limited = wn_matcher_find(p->matcher, 0, view.text, 0, NULL) == WN_MATCH_LIMIT;
    return wn_matcher_steps(p->matcher);
}

/* Keeps the text if it is the worst so far. */
static void try_text(probe *p, wn_bytes before, wn_bytes again, wn_bytes after)
{
    wn_steps tried = {before, again, after, {0}, {false}};
    size_t   last = WN_STEPS_SIZES - 1;
    if (!again.size)
        return;
    tried.counts[last] = count_steps(p, &tried, (size_t)WN_STEPS_ROUNDS << last, &tried.is_limited[last]);
    if (tried.counts[last] > p->worst->counts[last])
        *p->worst = tried;
}

/* What follows the repeats: nothing, what the pattern does not want, and that before all that it needs. */
static void try_texts(probe *p, const wn_expression *e, wn_arena *arena)
{
    static const wn_bytes nothing = {"", 0};
    for (unsigned taste = 0; taste < WN_SAMPLE_TASTES && p->status == WN_OK; taste++) {
        wn_regex_pump found;
        p->status = wn_regex_pump_find(e->text, !e->is_exact, taste, arena, &found);
        const wn_bytes afters[] = {nothing, unwanted, found.all};
        for (size_t i = 0; i < sizeof afters / sizeof *afters && p->status == WN_OK; i++) {
            try_text(p, found.before, found.again, afters[i]);
            try_text(p, nothing, found.again, afters[i]);
            try_text(p, nothing, found.before, afters[i]);
        }
    }
}

/* The pattern alone, as one whose steps are counted on every text. */
wn_status wn_steps_measure(const wn_expression *e, wn_arena *arena, wn_steps *steps)
{
    wn_pattern_def def = {.size = (uint32_t)e->text.size, .is_exact = e->is_exact, .cost = WN_COST_COSTLY, .factor = 1};
    probe          p = {.worst = steps};
    wn_patterns   *patterns = NULL;
    *steps = (wn_steps){0};
    if (e->facts.cost < WN_COST_QUADRATIC)
        return WN_OK;
    p.status = wn_patterns_new(&def, 1, e->text.data, &patterns);
    if (p.status == WN_OK)
        p.status = wn_matcher_new(patterns, true, &p.matcher);
    if (p.status == WN_OK)
        try_texts(&p, e, arena);
    for (size_t i = 0; i + 1 < WN_STEPS_SIZES && p.status == WN_OK && steps->again.size; i++)
        steps->counts[i] = count_steps(&p, steps, (size_t)WN_STEPS_ROUNDS << i, &steps->is_limited[i]);
    wn_matcher_free(p.matcher);
    wn_patterns_free(patterns);
    wn_buf_free(&p.text);
    wn_buf_free(&p.view);
    return p.status;
}

static bool grows(const wn_steps *s, size_t size, double factor)
{
    return s->counts[size - 1] && (double)s->counts[size] >= factor * (double)s->counts[size - 1];
}

bool wn_steps_are_slow(const wn_steps *s)
{
    size_t last = WN_STEPS_SIZES - 1;
    bool   grows_last = s->is_limited[last] || grows(s, last, GROWTH);
    return s->is_limited[0] || (grows_last && grows(s, 1, s->is_limited[last] ? GROWTH : 2.0));
}
