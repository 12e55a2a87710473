/* attack_passes.c: what others do without a rule, and what it leaves of an article. */
#include "author/fuzz/prey.h"

#include <stdlib.h>
#include <string.h>

/* ---- shadowed ---- */

#define SHADOW_PUPS_MIN 6   /* documents that must all be taken by others */
#define SHADOW_RUNS 600     /* more that are bred before a rule is called shadowed */
#define SHADOW_ACTED_MIN 24 /* and of which it must take so many */

typedef struct line_fate {
    wn_mark  mark;
    uint64_t hash; /* of what is left */
} line_fate;

static bool cuts(const wn_definition *d)
{
    return d->action == WN_STRIP && !d->is_shadow && d->unit != WN_UNIT_DOCUMENT;
}

static bool asks_for_marks(const wn_prey *prey)
{
    const wn_ruleset *set = wn_policy_ruleset(prey->policy);
    uint32_t          category = set->rules[prey->index].category;
    for (uint32_t i = 0; i < set->cond_count; i++)
        if (set->conds[i].op == WN_OP_MARKED && set->conds[i].a == category)
            return true;
    return false;
}

/* A rule whose category other rules ask for is missed unless the others are of that category. */
static bool stands_in(const wn_prey *prey, int other, bool is_asked)
{
    const wn_ruleset *set = wn_policy_ruleset(prey->policy);
    bool              marks = prey->d->unit == WN_UNIT_LINE || prey->d->unit == WN_UNIT_BLOCK;
    if (other < 0)
        return false;
    return !marks || !is_asked || set->rules[other].category == set->rules[prey->index].category;
}

/* Whether other rules take every line that the rule takes of the text; *by gets one of them. */
static wn_status is_covered(wn_prey *prey, wn_bytes text, bool is_asked, bool *covered, int *by)
{
    wn_trial  trial;
    wn_status status = wn_prey_try(prey, text, &trial);
    size_t    count = status == WN_OK ? trial.line_count : 0;
    wn_mark  *alone = wn_arena_alloc(&prey->arena, (count + 1) * sizeof *alone);
    *covered = false;
    if (status == WN_OK && !alone)
        status = WN_NO_MEMORY;
    for (size_t i = 0; i < count && status == WN_OK; i++)
        alone[i] = trial.lines[i].mark;
    if (status == WN_OK)
        status = wn_bench_try(prey->bench, prey->index, WN_COMPANY_OTHERS, text, &trial);
    for (size_t i = 0; i < count && status == WN_OK; i++) {
        if (trial.lines[i].is_blank || alone[i] == WN_MARK_STAYS)
            continue;
        *covered = trial.lines[i].mark == WN_MARK_GOES && stands_in(prey, trial.lines[i].rule, is_asked);
        if (!*covered)
            return WN_OK;
        *by = trial.lines[i].rule;
    }
    return status;
}

/* Of two rules that take the same the later one in the file is the one too many. */
static wn_status is_mutual(wn_prey *prey, int by, bool *is_earlier)
{
    const wn_rule_source *other = &wn_policy_definitions(prey->policy)->rules[by];
    const wn_place       *mine = &prey->source->node->place, *its = &other->node->place;
    wn_breeder            chance = {prey->chance.state};
    wn_bred               bred = {0};
    wn_status             status = WN_OK;
    size_t                acted = 0, both = 0;
    *is_earlier = false;
    if (strcmp(mine->file, its->file) != 0 || mine->line > its->line)
        return WN_OK;
    for (size_t i = 0; i < 40 && status == WN_OK; i++) {
        wn_trial trial;
        status = wn_rule_breed(prey->breeder, &chance, (uint32_t)by, &bred);
        if (status == WN_OK)
            status = wn_bench_try(prey->bench, (uint32_t)by, WN_COMPANY_NONE, wn_buf_bytes(&bred.text), &trial);
        if (status != WN_OK || !wn_prey_took(prey, &trial, bred.aim, bred.aim_count))
            continue;
        acted++;
        status = wn_prey_try(prey, wn_buf_bytes(&bred.text), &trial);
        both += status == WN_OK && wn_prey_took(prey, &trial, bred.aim, bred.aim_count);
    }
    wn_bred_free(&bred);
    *is_earlier = acted && both == acted;
    return status;
}

/* Which lines of the text go when the rule is in that company. */
static wn_status find_going(wn_prey *prey, wn_company company, wn_bytes text, bool **goes)
{
    wn_trial  trial = {0};
    wn_status status = wn_bench_try(prey->bench, prey->index, company, text, &trial);
    *goes = wn_arena_alloc(&prey->arena, trial.line_count + 1);
    for (size_t i = 0; *goes && i < trial.line_count && status == WN_OK; i++)
        (*goes)[i] = trial.lines[i].mark == WN_MARK_GOES;
    return *goes ? status : WN_NO_MEMORY;
}

/* Whether others take all that the rule takes of many more documents: a rule that seldom finds what it asks for has a
 * litter that says little. */
static wn_status is_always_covered(wn_prey *prey, bool is_asked, bool *covered)
{
    wn_breeder chance = {prey->chance.state};
    wn_bred    bred = {0};
    wn_status  status = WN_OK;
    size_t     acted = prey->litter_count;
    for (size_t i = 0; i < SHADOW_RUNS && *covered && acted < SHADOW_ACTED_MIN && status == WN_OK; i++) {
        wn_trial trial;
        int      by;
        status = wn_rule_breed(prey->breeder, &chance, prey->index, &bred);
        if (status == WN_OK)
            status = wn_prey_try(prey, wn_buf_bytes(&bred.text), &trial);
        if (status != WN_OK || !wn_prey_took(prey, &trial, bred.aim, bred.aim_count))
            continue;
        acted++;
        status = is_covered(prey, wn_buf_bytes(&bred.text), is_asked, covered, &by);
    }
    wn_bred_free(&bred);
    *covered &= acted >= SHADOW_ACTED_MIN;
    return status;
}

static wn_status show_cover(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    int by;
    return is_covered(prey, w->text, *(const bool *)user, shows, &by);
}

static wn_status report_shadowed(wn_prey *prey, int by, bool is_asked)
{
    const wn_definitions *all = wn_policy_definitions(prey->policy);
    wn_witness            w = {.text = prey->litter[0].text};
    bool                 *goes;
    wn_status             status = wn_minimise(prey, WN_GRAIN_LINES, show_cover, &is_asked, &w);
    if (status == WN_OK)
        status = find_going(prey, WN_COMPANY_KEEPERS, w.text, &goes);
    if (status != WN_OK)
        return status;
    return wn_prey_report(prey, NULL, &(wn_expectation){.text = w.text, .goes = goes},
                          "rule \"%s\" takes nothing that other rules do not take, such as rule \"%s\"; remove it, or "
                          "let it take more",
                          prey->source->id, all->rules[by].id);
}

/* ---- kept ---- */

#define KEPT_RUNS 120 /* documents bred for a rule of which keep rules leave nothing */

static wn_status show_keeping(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    wn_trial trial;
    (void)user;
    wn_status status = wn_bench_try(prey->bench, prey->index, WN_COMPANY_NONE, w->text, &trial);
    *shows = status == WN_OK && wn_prey_took(prey, &trial, 0, trial.line_count);
    return status;
}

static wn_status report_kept(wn_prey *prey, wn_bytes text)
{
    wn_witness w = {.text = text};
    bool      *goes;
    wn_status  status = wn_minimise(prey, WN_GRAIN_LINES, show_keeping, NULL, &w);
    if (status == WN_OK)
        status = find_going(prey, WN_COMPANY_NONE, w.text, &goes);
    if (status != WN_OK)
        return status;
    return wn_prey_report(prey, NULL, &(wn_expectation){.text = w.text, .goes = goes},
                          "rule \"%s\" takes nothing that keep rules do not keep; remove it, or narrow them",
                          prey->source->id);
}

/* What the rule takes when it is alone, and keep rules keep, all of it; *last gets the last such text. */
static wn_status count_alone(wn_prey *prey, size_t *alone, wn_bytes *last)
{
    wn_bred   bred = {0};
    wn_status status = WN_OK;
    for (size_t i = 0; i < KEPT_RUNS && status == WN_OK; i++) {
        wn_trial trial;
        if (prey->options->goes_on && !prey->options->goes_on(prey->options->user))
            status = WN_STOPPED;
        if (status == WN_OK)
            status = wn_rule_breed(prey->breeder, &prey->chance, prey->index, &bred);
        if (status == WN_OK)
            status = wn_bench_try(prey->bench, prey->index, WN_COMPANY_NONE, wn_buf_bytes(&bred.text), &trial);
        if (status != WN_OK || !wn_prey_took(prey, &trial, bred.aim, bred.aim_count))
            continue;
        ++*alone;
        *last = wn_prey_keep(prey, wn_buf_bytes(&bred.text));
        status = last->data ? WN_OK : WN_NO_MEMORY;
    }
    wn_bred_free(&bred);
    return status;
}

/* A rule that acted on nothing that was bred from it while keep rules kept. */
static wn_status look_for_keepers(wn_prey *prey)
{
    size_t    alone = 0;
    wn_bytes  text = {0};
    wn_status status = count_alone(prey, &alone, &text);
    return status == WN_OK && alone >= SHADOW_PUPS_MIN ? report_kept(prey, text) : status;
}

/* Whether a test of the policy shows that the rule takes what the others do not. */
static wn_status is_shown_by_tests(wn_prey *prey, bool is_asked, bool *shown)
{
    const wn_definitions *all = wn_policy_definitions(prey->policy);
    wn_status             status = WN_OK;
    *shown = false;
    for (size_t i = 0; i < all->test_count && status == WN_OK && !*shown; i++) {
        wn_trial trial;
        bool     covered;
        int      by;
        wn_bytes text = wn_prey_test_text(prey, &all->tests[i]);
        status = text.data ? wn_prey_try(prey, text, &trial) : WN_NO_MEMORY;
        if (status != WN_OK || !wn_prey_took(prey, &trial, 0, trial.line_count))
            continue;
        status = is_covered(prey, text, is_asked, &covered, &by);
        *shown = !covered;
    }
    return status;
}

static void look_for_mark(void *user, const wn_condition *c)
{
    *(bool *)user |= c->op == WN_OP_MARKED;
}

/* What is marked is taken by others anyhow; what such a rule takes besides is seldom bred. */
static bool goes_by_marks(const wn_prey *prey)
{
    bool goes = prey->d->marked_lines || prey->d->marked_share;
    wn_definition_walk(prey->d, look_for_mark, &goes);
    return goes;
}

wn_status wn_attack_shadowed(wn_prey *prey)
{
    bool      covered = true, is_asked = asks_for_marks(prey), is_earlier = false, is_shown = false;
    int       by = -1;
    wn_status status = WN_OK;
    if (cuts(prey->d) && !prey->acted && !prey->example_acted)
        return look_for_keepers(prey);
    if (!cuts(prey->d) || prey->d->unit == WN_UNIT_SPAN || goes_by_marks(prey) || prey->litter_count < SHADOW_PUPS_MIN)
        return WN_OK;
    for (size_t i = 0; i < prey->litter_count && status == WN_OK && covered; i++)
        status = is_covered(prey, prey->litter[i].text, is_asked, &covered, &by);
    if (status == WN_OK && covered && by >= 0)
        status = is_always_covered(prey, is_asked, &covered);
    if (status == WN_OK && covered && by >= 0)
        status = is_shown_by_tests(prey, is_asked, &is_shown);
    if (status != WN_OK || !covered || by < 0 || is_shown)
        return status;
    status = is_mutual(prey, by, &is_earlier);
    return status == WN_OK && !is_earlier ? report_shadowed(prey, by, is_asked) : status;
}

/* ---- guard ---- */

#define PARAGRAPHS 8   /* of an ordinary article that is to survive */
#define GUARD_WORDS 60 /* of prose, that make a text an article */

static bool put_among_prose(wn_prey *prey, const wn_pup *pup, wn_buf *out)
{
    bool   is_last = prey->d->unit == WN_UNIT_TAIL || prey->d->reaches_end;
    size_t before = is_last ? PARAGRAPHS : PARAGRAPHS / 2;
    for (size_t i = 0; i <= PARAGRAPHS; i++) {
        if (i == before)
            for (size_t k = pup->aim; k < pup->aim + pup->aim_count; k++) {
                wn_bytes line = wn_text_line(pup->text, k);
                wn_buf_append(out, line.data, line.size);
                wn_buf_put(out, '\n');
            }
        if (i == PARAGRAPHS)
            break;
        wn_breed_prose(&prey->chance, 0, out);
        wn_buf_text(out, "\n\n");
    }
    return !out->failed;
}

/* Whether more prose goes than the guard lets go, of a text that has enough of it; *share is what goes, in percent. */
static wn_status is_breached(wn_prey *prey, wn_bytes text, bool *breached, uint64_t *share)
{
    uint32_t  most = wn_policy_ruleset(prey->policy)->guard.max_removed_prose;
    wn_trial  trial;
    wn_status status = wn_prey_try(prey, text, &trial);
    uint64_t  cut = status == WN_OK ? trial.result.prose_words_cut : 0;
    uint64_t  all = status == WN_OK ? trial.result.prose_words_in : 0;
    *breached = cut * 1000 > (uint64_t)most * all && all >= GUARD_WORDS;
    *share = all ? cut * 100 / all : 0;
    return status;
}

static wn_status show_breach(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    uint64_t share;
    (void)user;
    return is_breached(prey, w->text, shows, &share);
}

static wn_status try_guard(wn_prey *prey, wn_bytes text, bool *is_found)
{
    uint32_t   most = wn_policy_ruleset(prey->policy)->guard.max_removed_prose;
    uint64_t   share;
    wn_witness w = {.text = wn_prey_keep(prey, text)};
    wn_status  status = w.text.data ? is_breached(prey, text, is_found, &share) : WN_NO_MEMORY;
    if (status != WN_OK || !*is_found)
        return status;
    status = wn_minimise(prey, WN_GRAIN_LINES, show_breach, NULL, &w); /* of prose no words are dropped */
    bool *goes = NULL;
    if (status == WN_OK)
        status = is_breached(prey, w.text, is_found, &share);
    if (status == WN_OK)
        status = wn_prey_spare(prey, w.text, SIZE_MAX, &goes);
    if (status != WN_OK)
        return status;
    return wn_prey_report(
        prey, NULL, &(wn_expectation){.text = w.text, .goes = goes},
        "rule \"%s\" takes %d%% of the prose of an article, and the guard lets at most %d%% go; end it "
        "where the article goes on",
        prey->source->id, (int)share, (int)(most / 10));
}

wn_status wn_attack_guard(wn_prey *prey)
{
    bool      is_found = false;
    wn_status status = WN_OK;
    if (wn_policy_ruleset(prey->policy)->guard.max_removed_prose == WN_NONE || !wn_prey_removes(prey))
        return WN_OK;
    for (size_t i = 0; i < prey->litter_count && status == WN_OK && !is_found; i++) {
        wn_buf text = {0};
        if (!prey->litter[i].is_example) {
            status = put_among_prose(prey, &prey->litter[i], &text) ? WN_OK : WN_NO_MEMORY;
            if (status == WN_OK)
                status = try_guard(prey, wn_buf_bytes(&text), &is_found);
        }
        wn_buf_free(&text);
    }
    return status;
}
