/* attack_slow.c: patterns whose steps grow faster than the line. */
#include "author/fuzz/prey.h"
#include "author/steps.h"
#include "policy/bounds.h"

#include <string.h>

#define SHORT_CHARS 200 /* a rule that asks for so few is never asked about long lines */

typedef struct walk {
    wn_prey  *prey;
    bool      is_found;
    wn_status status;
} walk;

/* The line long enough for the engine to give up on it, if any is. */
static wn_status find_line(wn_prey *prey, const wn_steps *steps, wn_buf *line)
{
    for (size_t rounds = WN_STEPS_ROUNDS; rounds <= 1 << 14; rounds *= 2) {
        wn_trial trial;
        wn_buf_clear(line);
        if (!wn_steps_put(steps, rounds, line) || !wn_buf_put(line, '\n'))
            return WN_NO_MEMORY;
        if (line->size > WN_LINE_BYTES_MAX)
            break;
        wn_status status = wn_prey_try(prey, wn_buf_bytes(line), &trial);
        if (status != WN_OK || trial.result.limits.match_limits)
            return status;
    }
    wn_buf_clear(line);
    return wn_steps_put(steps, WN_STEPS_ROUNDS << 2, line) && wn_buf_put(line, '\n') ? WN_OK : WN_NO_MEMORY;
}

static wn_status report(walk *w, const wn_expression *e, const wn_node *node, const wn_steps *s)
{
    wn_buf      line = {0};
    wn_status   status = find_line(w->prey, s, &line);
    const char *part = e->facts.slow_part ? e->facts.slow_part : "the pattern";
    wn_bytes    text = status == WN_OK ? wn_prey_keep(w->prey, wn_buf_bytes(&line)) : (wn_bytes){0};
    wn_buf_free(&line);
    if (status != WN_OK || !text.data)
        return status == WN_OK ? WN_NO_MEMORY : status;
    return wn_prey_report(
        w->prey, node ? &node->place : NULL, &(wn_expectation){.text = text, .takes_any = true},
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

wn_status wn_attack_slow(wn_prey *prey)
{
    walk w = {.prey = prey};
    if (wn_condition_bounds(prey->d->cond).chars <= SHORT_CHARS)
        return WN_OK;
    wn_definition_walk(prey->d, check_condition, &w);
    if (prey->d->span)
        check(&w, prey->d->span, wn_node_get(prey->d->node, "span"));
    return w.status;
}
