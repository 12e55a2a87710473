/* attack_untested.c: parts of a rule that no example needs.
 *
 * A mutant that all examples let pass, but for which some text can be bred that it judges otherwise than the rule, is a
 * missing example: that text. */
#include "author/fuzz/mutate.h"
#include "author/fuzz/prey.h"

#include <string.h>

#define TEXTS 60      /* bred for each mutant that survives */
#define REPORTS_MAX 6 /* for one rule; the rest comes when these are done */

typedef struct trialist {
    wn_prey   *prey;
    wn_mutants mutants;
    wn_bench  *bench; /* over the mutants' set */
    wn_mutant *mutant;
    size_t     reported;
} trialist;

/* ---- what both do to a text ---- */

static wn_status run(trialist *t, const wn_mutant *mutant, wn_bytes text, wn_trial *trial)
{
    wn_prey *prey = t->prey;
    if (prey->options->goes_on && !prey->options->goes_on(prey->options->user))
        return WN_STOPPED;
    wn_mutants_apply(&t->mutants, prey->policy, mutant);
    return wn_bench_try(t->bench, prey->index, WN_COMPANY_NONE, text, trial);
}

/* Per line whether it goes or changes; of a document rule, whether it applies. */
static wn_status find_taken(trialist *t, const wn_mutant *mutant, wn_bytes text, bool **taken, size_t *count)
{
    wn_trial  trial = {0};
    wn_status status = run(t, mutant, text, &trial);
    *taken = wn_arena_alloc(&t->prey->arena, trial.line_count + 1);
    *count = trial.line_count;
    if (status == WN_OK && !*taken)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < trial.line_count && status == WN_OK; i++)
        (*taken)[i] = wn_prey_took(t->prey, &trial, i, 1);
    return status;
}

static wn_status differ(trialist *t, wn_bytes text, bool *differs)
{
    bool     *by_rule = NULL, *by_mutant = NULL;
    size_t    count, other;
    wn_status status = find_taken(t, NULL, text, &by_rule, &count);
    if (status == WN_OK)
        status = find_taken(t, t->mutant, text, &by_mutant, &other);
    *differs = status == WN_OK && count && memcmp(by_rule, by_mutant, count) != 0;
    return status;
}

/* ---- examples ---- */

static wn_status any_differs(trialist *t, wn_examples examples, bool *noticed)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < examples.count && status == WN_OK && !*noticed; i++)
        status = differ(t, examples.items[i].text, noticed);
    return status;
}

static wn_status test_differs(trialist *t, const wn_case *test, bool *noticed)
{
    wn_bytes text = wn_prey_test_text(t->prey, test);
    return text.data ? differ(t, text, noticed) : WN_NO_MEMORY;
}

/* Whether an example shows the difference. */
static wn_status is_noticed(trialist *t, bool *noticed)
{
    const wn_definitions *all = wn_policy_definitions(t->prey->policy);
    wn_status             status = any_differs(t, t->prey->source->hits, noticed);
    if (status == WN_OK)
        status = any_differs(t, t->prey->source->misses, noticed);
    for (size_t i = 0; i < all->test_count && status == WN_OK && !*noticed; i++)
        status = test_differs(t, &all->tests[i], noticed);
    return status;
}

/* ---- a text that tells them apart ---- */

/* Words in front of the first line aimed at, or behind it. */
static bool put_twisted(wn_prey *prey, const wn_bred *bred, bool at_start, bool at_end, wn_buf *out)
{
    wn_bytes line = wn_text_line(wn_buf_bytes(&bred->text), bred->aim);
    wn_buf   twisted = {0};
    if (at_start) {
        wn_breed_words(&prey->chance, 2, &twisted);
        wn_buf_put(&twisted, ' ');
    }
    wn_buf_append(&twisted, line.data, line.size);
    if (at_end) {
        wn_buf_put(&twisted, ' ');
        wn_breed_words(&prey->chance, 2, &twisted);
    }
    wn_buf_clear(out);
    wn_text_replace(wn_buf_bytes(&bred->text), bred->aim, wn_buf_bytes(&twisted), out);
    bool is_made = !twisted.failed && !out->failed;
    wn_buf_free(&twisted);
    return is_made;
}

static wn_status find_text(trialist *t, wn_bytes *found)
{
    wn_prey  *prey = t->prey;
    wn_bred   bred = {0};
    wn_buf    text = {0};
    bool      differs = false;
    wn_status status = WN_OK;
    for (size_t i = 0; i < TEXTS && status == WN_OK && !differs; i++) {
        status = wn_rule_breed_twisted(prey->breeder, &prey->chance, prey->index, t->mutant->twist, &bred);
        if (status == WN_OK && !put_twisted(prey, &bred, t->mutant->at_start, t->mutant->at_end, &text))
            status = WN_NO_MEMORY;
        if (status == WN_OK)
            status = differ(t, wn_buf_bytes(&text), &differs);
    }
    *found = differs ? wn_prey_keep(prey, wn_buf_bytes(&text)) : (wn_bytes){0};
    wn_bred_free(&bred);
    wn_buf_free(&text);
    return differs && !found->data ? WN_NO_MEMORY : status;
}

static wn_status show_difference(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    (void)prey;
    return differ(user, w->text, shows);
}

/* Words are dropped, but no letters: who reads the example must see what it is about. */
static wn_status report(trialist *t, wn_bytes found)
{
    wn_prey         *prey = t->prey;
    const wn_mutant *m = t->mutant;
    wn_witness       w = {.text = found};
    bool            *goes = NULL;
    size_t           count;
    wn_status        status = wn_minimise(prey, WN_GRAIN_WORDS, show_difference, t, &w);
    if (status == WN_OK)
        status = find_taken(t, NULL, w.text, &goes, &count);
    if (status != WN_OK)
        return status;
    t->reported++;
    const char *tick = *m->detail ? "`" : "";
    return wn_prey_report(prey, m->condition->node ? &m->condition->node->place : NULL,
                          &(wn_expectation){.text = w.text, .goes = goes},
                          "no example of rule \"%s\" notices when %s %s%s%s%sis dropped; add one that does",
                          prey->source->id, m->what, tick, m->detail, tick, *m->detail ? " " : "");
}

static wn_status try_mutant(trialist *t)
{
    bool      noticed = false;
    wn_bytes  text = {0};
    wn_status status = is_noticed(t, &noticed);
    if (status == WN_OK && !noticed)
        status = find_text(t, &text);
    return status == WN_OK && text.data ? report(t, text) : status;
}

wn_status wn_attack_untested(wn_prey *prey)
{
    trialist t = {.prey = prey};
    if (!prey->acted && !prey->example_acted) /* what never acts has no parts that matter */
        return WN_OK;
    wn_status status = wn_mutants_make(prey->policy, prey->index, &prey->arena, &t.mutants);
    if (status == WN_OK && t.mutants.count)
        status = wn_bench_new_over(prey->policy, &t.mutants.set, &t.bench);
    for (size_t i = 0; i < t.mutants.count && status == WN_OK && t.reported < REPORTS_MAX; i++) {
        t.mutant = &t.mutants.items[i];
        status = try_mutant(&t);
    }
    wn_bench_free(t.bench);
    wn_mutants_free(&t.mutants);
    return status;
}
