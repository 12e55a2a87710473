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

/* More documents, under the eyes of the observer. */
static wn_status watch_rule(wn_prey *prey, const wn_observer *observer, bool *has_acted)
{
    wn_bench *bench;
    wn_bred   bred = {0};
    wn_status status = wn_bench_new(prey->policy, observer, &bench);
    for (size_t i = 0; i < DEAD_RUNS && status == WN_OK && !*has_acted; i++) {
        wn_trial trial;
        if (prey->options->goes_on && !prey->options->goes_on(prey->options->user))
            status = WN_STOPPED;
        if (status == WN_OK)
            status = wn_rule_breed(prey->breeder, &prey->chance, prey->index, &bred);
        if (status == WN_OK)
            status = wn_bench_try(bench, prey->index, WN_COMPANY_NONE, wn_buf_bytes(&bred.text), &trial);
        if (status == WN_OK)
            *has_acted = wn_prey_took(prey, &trial, 0, trial.line_count);
    }
    wn_bred_free(&bred);
    wn_bench_free(bench);
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

static wn_status report(wn_prey *prey, const wn_condition *blamed)
{
    wn_bred   bred = {0};
    wn_status status = wn_rule_breed(prey->breeder, &prey->chance, prey->index, &bred);
    wn_bytes  text = status == WN_OK ? wn_prey_keep(prey, wn_buf_bytes(&bred.text)) : (wn_bytes){0};
    size_t    count = wn_text_line_count(text);
    bool     *goes = wn_arena_alloc(&prey->arena, count + 1);
    for (size_t i = bred.aim; goes && i < bred.aim + bred.aim_count && i < count; i++)
        goes[i] = true;
    wn_bred_free(&bred);
    if (status != WN_OK || !text.data || !goes)
        return status == WN_OK ? WN_NO_MEMORY : status;
    const char *word = blamed ? wn_condition_word(blamed) : NULL;
    return wn_prey_report(prey, blamed && blamed->node ? &blamed->node->place : NULL,
                          &(wn_expectation){.text = text, .goes = goes},
                          "rule \"%s\" takes nothing of all that was bred from it%s%s%s; lines are seen trimmed, with "
                          "single spaces, and all its conditions must hold at once",
                          prey->source->id, word ? ": `" : "", word ? word : "", word ? "` never held" : "");
}

static bool has_acted_in_test(const wn_prey *prey)
{
    return prey->example_acted;
}

wn_status wn_attack_dead(wn_prey *prey)
{
    const wn_ruleset *set = wn_policy_ruleset(prey->policy);
    bool              has_acted = prey->acted || prey->litter_count || has_acted_in_test(prey);
    if (has_acted || !wn_rule_can_breed(prey->breeder, prey->index))
        return WN_OK;
    watch w = {prey->index, wn_arena_alloc(&prey->arena, set->cond_count + 1)};
    if (!w.has_held)
        return WN_NO_MEMORY;
    wn_observer observer = {.user = &w, .see = see, .is_thorough = true};
    wn_status   status = watch_rule(prey, &observer, &has_acted);
    if (status != WN_OK || has_acted)
        return status;
    return report(prey, find_blame(prey, &w, prey->d->cond, set->rules[prey->index].cond));
}
