/* attack_dead.c: rules that take nothing, whatever is bred from them. An observer tells which condition never held. */
#include "author/fuzz/prey.h"
#include "author/words.h"

#include <string.h>

#define DEAD_RUNS 600 /* documents tried, at least, before a rule is called dead */

typedef struct watch {
    uint32_t rule;
    bool    *has_held; /* per condition of the rule set */
} watch;

static void see(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth)
{
    watch *w = user;
    (void)set;
    if (rule == w->rule && truth != WN_FALSE)
        w->has_held[cond] = true;
}

/* What the rule, alone, does to a text, and how many of its conditions held of it. */
typedef struct deathbed {
    watch     watch; /* of all texts so far */
    wn_bench *bench;
    size_t    cond_count;
    size_t    held;          /* by the text that is shown */
    bool      needs_context; /* it asks of other lines, or of its place: then what holds of them must go on holding */
} deathbed;

static void look_for_context(void *user, const wn_condition *c)
{
    *(bool *)user |= c->op == WN_OP_ZONE || c->op == WN_OP_FIRST || c->op == WN_OP_LAST || c->op == WN_OP_ABOVE ||
                     c->op == WN_OP_BELOW || c->op == WN_OP_REPEATS || c->op == WN_OP_PROSE_BEFORE ||
                     c->op == WN_OP_PROSE_AFTER || c->op == WN_OP_MARKED;
}

static wn_status watch_text(wn_prey *prey, deathbed *d, wn_bytes text, size_t *held, bool *has_acted)
{
    wn_trial  trial;
    bool      goes_on = !prey->options->goes_on || prey->options->goes_on(prey->options->user);
    bool     *before = d->watch.has_held, *now = wn_arena_alloc(&prey->arena, d->cond_count + 1);
    wn_status status = !now ? WN_NO_MEMORY : goes_on ? WN_OK : WN_STOPPED;
    *held = 0;
    if (status != WN_OK)
        return status;
    d->watch.has_held = now;
    status = wn_bench_try(d->bench, prey->index, WN_COMPANY_NONE, text, &trial);
    d->watch.has_held = before;
    *has_acted = status == WN_OK && wn_prey_took(prey, &trial, 0, trial.line_count);
    for (size_t i = 0; i < d->cond_count; i++) {
        *held += now[i];
        before[i] |= now[i];
    }
    return status;
}

/* More documents, under the eyes of the observer; the witness gets the one that comes closest, with the lines bred for
 * the rule as those that must stay. */
static wn_status watch_rule(wn_prey *prey, deathbed *d, wn_witness *w, bool *has_acted)
{
    wn_bred   bred = {0};
    wn_status status = WN_OK;
    for (size_t i = 0; i < DEAD_RUNS && status == WN_OK && !*has_acted; i++) {
        size_t held = 0;
        status = wn_rule_breed(prey->breeder, &prey->chance, prey->index, &bred);
        if (status == WN_OK)
            status = watch_text(prey, d, wn_buf_bytes(&bred.text), &held, has_acted);
        if (status != WN_OK || *has_acted || (w->text.data && held <= d->held))
            continue;
        w->text = wn_prey_keep(prey, wn_buf_bytes(&bred.text));
        status = w->text.data ? WN_OK : WN_NO_MEMORY;
        if (status != WN_OK)
            break;
        wn_bytes last = wn_text_line(w->text, bred.aim + bred.aim_count - 1);
        w->begin = (size_t)(wn_text_line(w->text, bred.aim).data - w->text.data);
        w->end = (size_t)(last.data - w->text.data) + last.size;
        d->held = held;
    }
    wn_bred_free(&bred);
    return status;
}

/* Shows that it takes nothing, although as many of its conditions hold as before. */
static wn_status show_death(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    deathbed *d = user;
    size_t    held;
    bool      has_acted;
    wn_status status = watch_text(prey, d, w->text, &held, &has_acted);
    *shows = status == WN_OK && (held >= d->held || !d->needs_context) && !has_acted;
    return status;
}

/* The first part of the condition that never held; NULL when each did, by itself. */
static const wn_condition *find_blame(const wn_prey *prey, const watch *w, const wn_condition *c, uint32_t index)
{
    const wn_ruleset *set = wn_policy_ruleset(prey->policy);
    if (!c || index == WN_NONE || set->conds[index].op != c->op || w->has_held[index])
        return NULL;
    bool has_list = c->op == WN_OP_ALL || c->op == WN_OP_ANY || c->op == WN_OP_SCORE;
    for (size_t i = 0; has_list && i < c->kid_count; i++) {
        const wn_condition *kid = find_blame(prey, w, c->kids[i], set->kids[set->conds[index].a + i]);
        if (kid)
            return kid;
    }
    return has_list || c->op == WN_OP_NOT ? NULL : c;
}

static wn_status report(wn_prey *prey, deathbed *d, wn_witness *w)
{
    const wn_ruleset   *set = wn_policy_ruleset(prey->policy);
    const wn_condition *blamed = find_blame(prey, &d->watch, prey->d->cond, set->rules[prey->index].cond);
    wn_status           status = wn_minimise(prey, WN_GRAIN_LINES, show_death, d, w);
    size_t count = wn_text_line_count(w->text), first = wn_text_line_count((wn_bytes){w->text.data, w->begin});
    size_t last = wn_text_line_count((wn_bytes){w->text.data, w->end});
    bool  *goes = wn_arena_alloc(&prey->arena, count + 1);
    for (size_t i = first; goes && i <= last && i < count; i++)
        goes[i] = wn_text_line(w->text, i).size > 0;
    if (status != WN_OK || !goes)
        return status == WN_OK ? WN_NO_MEMORY : status;
    const char *word = blamed ? wn_condition_word(blamed) : NULL;
    return wn_prey_report(prey, blamed && blamed->node ? &blamed->node->place : NULL,
                          &(wn_expectation){.text = w->text, .goes = goes},
                          "rule \"%s\" takes nothing of all that was bred from it%s%s%s; lines are seen trimmed, with "
                          "single spaces, and all its conditions must hold at once",
                          prey->source->id, word ? ": `" : "", word ? word : "", word ? "` never held" : "");
}

wn_status wn_attack_dead(wn_prey *prey)
{
    const wn_ruleset *set = wn_policy_ruleset(prey->policy);
    bool              has_acted = prey->acted || prey->litter_count || prey->example_acted;
    if (has_acted || !wn_rule_can_breed(prey->breeder, prey->index))
        return WN_OK;
    wn_witness w = {0};
    deathbed   d = {.watch = {prey->index, wn_arena_alloc(&prey->arena, set->cond_count + 1)},
                    .cond_count = set->cond_count};
    wn_definition_walk(prey->d, look_for_context, &d.needs_context);
    wn_observer observer = {.user = &d.watch, .see = see, .is_thorough = true};
    wn_status   status = d.watch.has_held ? wn_bench_new(prey->policy, &observer, &d.bench) : WN_NO_MEMORY;
    if (status == WN_OK)
        status = watch_rule(prey, &d, &w, &has_acted);
    if (status == WN_OK && !has_acted && w.text.data)
        status = report(prey, &d, &w);
    wn_bench_free(d.bench);
    return status;
}
