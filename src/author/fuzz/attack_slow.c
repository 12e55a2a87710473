/* attack_slow.c: patterns whose steps grow faster than the line, on texts made for them; and rules that meet the limit
 * of steps on texts of any kind. */
#include "author/fuzz/prey.h"
#include "author/fuzz/vary.h"
#include "author/steps.h"
#include "policy/bounds.h"

#include <string.h>

#define VARIED_TEXTS 60
#define CORPUS_TEXTS_MAX 500
#define SHORT_CHARS 200 /* a rule that asks for so few is never asked about long lines */

typedef struct walk {
    wn_prey  *prey;
    bool      is_found;
    wn_status status;
} walk;

/* Where the slow text stands: alone, or with a line that the rule takes, for it may ask more of the line than the slow
 * pattern, or have that pattern for a neighbour. */
typedef enum way {
    ALONE,
    BEHIND,
    BEFORE,
    ABOVE,
    BELOW,
    WAYS
} way;

static bool put_text(const wn_pup *pup, const wn_steps *steps, size_t rounds, way where, wn_buf *out)
{
    wn_bytes line = pup ? wn_text_line(pup->text, pup->aim) : (wn_bytes){"", 0};
    wn_buf_clear(out);
    if (where == BEHIND || where == BELOW) {
        wn_buf_append(out, line.data, line.size);
        wn_buf_put(out, where == BEHIND ? ' ' : '\n');
    }
    wn_steps_put(steps, rounds, out);
    if (where == BEFORE || where == ABOVE) {
        wn_buf_put(out, where == BEFORE ? ' ' : '\n');
        wn_buf_append(out, line.data, line.size);
    }
    return wn_buf_put(out, '\n');
}

/* The text long enough for the engine to give up on it, if any is. */
static wn_status find_text(wn_prey *prey, const wn_steps *steps, wn_buf *text)
{
    const wn_pup *pup = prey->litter_count ? &prey->litter[0] : NULL;
    for (int where = ALONE; where < (pup ? WAYS : BEHIND); where++)
        for (size_t rounds = WN_STEPS_ROUNDS; rounds <= 1 << 14; rounds *= 2) {
            wn_trial trial;
            if (!put_text(pup, steps, rounds, (way)where, text))
                return WN_NO_MEMORY;
            if (text->size > WN_LINE_BYTES_MAX)
                break;
            wn_status status = wn_prey_try(prey, wn_buf_bytes(text), &trial);
            if (status != WN_OK || trial.result.limits.match_limits)
                return status;
        }
    return put_text(NULL, steps, WN_STEPS_ROUNDS << 2, ALONE, text) ? WN_OK : WN_NO_MEMORY;
}

static wn_status show_limit(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    wn_trial trial;
    (void)user;
    wn_status status = wn_prey_try(prey, w->text, &trial);
    *shows = status == WN_OK && trial.result.limits.match_limits;
    return status;
}

/* A line on which the engine gives up can be shorter; one on which it only takes its time shows how it grows. */
static wn_status minimise_line(wn_prey *prey, wn_witness *w)
{
    bool      is_limited = false;
    wn_status status = show_limit(prey, NULL, w, &is_limited);
    return status == WN_OK && is_limited ? wn_minimise(prey, WN_GRAIN_CHARS, show_limit, NULL, w) : status;
}

static wn_status report(walk *w, const wn_expression *e, const wn_node *node, const wn_steps *s)
{
    wn_buf      line = {0};
    wn_status   status = find_text(w->prey, s, &line);
    const char *part = e->facts.slow_part ? e->facts.slow_part : "the pattern";
    wn_witness  found = {.text = status == WN_OK ? wn_prey_keep(w->prey, wn_buf_bytes(&line)) : (wn_bytes){0}};
    wn_buf_free(&line);
    if (status == WN_OK)
        status = found.text.data ? minimise_line(w->prey, &found) : WN_NO_MEMORY;
    if (status != WN_OK)
        return status;
    return wn_prey_report(
        w->prey, node ? &node->place : NULL, &(wn_expectation){.text = found.text, .takes_any = true},
        "`%s` is slow, in rule \"%s\": %llu, %llu, %llu%s steps for %d, %d, %d times \"%.*s\"; bound its "
        "repeats, anchor it, or make them possessive",
        part, w->prey->source->id, (unsigned long long)s->counts[0], (unsigned long long)s->counts[1],
        (unsigned long long)s->counts[2], s->is_limited[WN_STEPS_SIZES - 1] ? " (the limit)" : "", (int)s->rounds,
        (int)s->rounds * 2, (int)s->rounds * 4, wn_shown_size(s->again), s->again.data);
}

static void check(walk *w, const wn_expression *e, const wn_node *node)
{
    wn_steps steps;
    if (w->status != WN_OK || w->is_found)
        return;
    w->status = wn_steps_measure(e, true, &w->prey->arena, &steps);
    if (w->status != WN_OK || !steps.is_slow)
        return;
    w->is_found = true;
    w->status = report(w, e, node, &steps);
}

static void check_condition(void *user, const wn_condition *c)
{
    if (c->op == WN_OP_MATCH)
        check(user, c->expression, c->node);
}

/* ---- texts that nobody made to be slow ---- */

static wn_status report_limit(walk *w, wn_bytes text)
{
    wn_witness found = {.text = wn_prey_keep(w->prey, text)};
    wn_status  status = found.text.data ? wn_minimise(w->prey, WN_GRAIN_CHARS, show_limit, NULL, &found) : WN_NO_MEMORY;
    if (status != WN_OK)
        return status;
    w->is_found = true;
    wn_bytes line = wn_text_line(found.text, 0);
    return wn_prey_report(
        w->prey, NULL, &(wn_expectation){.text = found.text, .takes_any = true},
        "rule \"%s\" runs into the limit of steps on \"%.*s\"; bound the repeats of its patterns, anchor "
        "them, or make them possessive",
        w->prey->source->id, wn_shown_size(line), line.data);
}

static void try_text(walk *w, wn_bytes text)
{
    bool is_limited = false;
    if (w->status == WN_OK && !w->is_found)
        w->status = show_limit(w->prey, NULL, &(wn_witness){.text = text}, &is_limited);
    if (w->status == WN_OK && is_limited)
        w->status = report_limit(w, text);
}

/* What the rule takes, changed twice by chance, with pieces of articles in it. */
static void try_varied(walk *w)
{
    wn_prey *prey = w->prey;
    wn_buf   once = {0}, twice = {0};
    for (size_t i = 0; i < VARIED_TEXTS && prey->litter_count && w->status == WN_OK && !w->is_found; i++) {
        wn_bytes other = prey->articles[wn_breeder_below(&prey->chance, prey->article_count)];
        wn_buf_clear(&once);
        wn_buf_clear(&twice);
        wn_vary_text(&prey->chance, prey->litter[i % prey->litter_count].text, other, &once);
        wn_vary_text(&prey->chance, wn_buf_bytes(&once), other, &twice);
        if (once.failed || twice.failed)
            w->status = WN_NO_MEMORY;
        else if (twice.size)
            try_text(w, wn_buf_bytes(&twice));
    }
    wn_buf_free(&once);
    wn_buf_free(&twice);
}

static void try_texts(walk *w)
{
    const wn_prey *prey = w->prey;
    for (size_t i = 0; i < prey->article_count; i++)
        try_text(w, prey->articles[i]);
    for (size_t i = 0; i < prey->corpus_count && i < CORPUS_TEXTS_MAX; i++)
        try_text(w, prey->corpus[i]);
    try_varied(w);
}

wn_status wn_attack_slow(wn_prey *prey)
{
    walk w = {.prey = prey};
    if (wn_condition_bounds(prey->d->cond).chars <= SHORT_CHARS)
        return WN_OK;
    wn_definition_walk(prey->d, check_condition, &w);
    if (prey->d->span)
        check(&w, prey->d->span, wn_node_get(prey->d->node, "span"));
    try_texts(&w);
    return w.status;
}
