/* attack.c: rule after rule: breeds documents for it, keeps those it acts on, and lets the oracles look. */
#include "author/fuzz/attack.h"

#include "author/bank.h"
#include "author/meant.h"
#include "author/fuzz/prey.h"
#include "author/test.h"
#include "base/hash.h"
#include "engine/program.h"

#include <stdlib.h>
#include <string.h>

#define ARTICLES 60     /* ordinary ones bred for all rules, besides the bank's */
#define ARTICLE_PARTS 8 /* of each */

typedef struct texts {
    wn_bytes *items;
    size_t    count, capacity;
} texts;

struct wn_attack {
    wn_attack_options options;
    wn_arena          arena;
    texts             articles, corpus;
    wn_findings       findings;
    size_t            rule_count;
};

#define X(name, word, help) word,
const char *const wn_attack_words[] = {WN_ATTACKS(X) NULL};
#undef X
#define X(name, word, help) help,
const char *const wn_attack_helps[WN_ATTACK_KINDS] = {WN_ATTACKS(X)};
#undef X

/* Each oracle, and what in `lint-ignore` silences it besides its own word. */
typedef struct oracle {
    wn_oracle   run;
    const char *lint_id;
} oracle;

static const oracle oracles[WN_ATTACK_KINDS] = {
    [WN_ATTACK_EATS] = {wn_attack_eats, "takes-sentences"},
    [WN_ATTACK_MISSES] = {wn_attack_misses, NULL},
    [WN_ATTACK_SLOW] = {wn_attack_slow, "slow"},
    [WN_ATTACK_UNSTABLE] = {wn_attack_unstable, NULL},
    [WN_ATTACK_SHADOWED] = {wn_attack_shadowed, "shadowed"},
    [WN_ATTACK_DEAD] = {wn_attack_dead, "never-matches"},
    [WN_ATTACK_EVADED] = {wn_attack_evaded, NULL},
    [WN_ATTACK_GUARD] = {wn_attack_guard, NULL},
    [WN_ATTACK_UNTESTED] = {wn_attack_untested, NULL},
};

/* ---- texts ---- */

static wn_status add_text(wn_attack *attack, texts *list, wn_bytes text)
{
    wn_buf lines = {0};
    wn_buf_append(&lines, text.data, text.size);
    if (text.size && text.data[text.size - 1] != '\n')
        wn_buf_put(&lines, '\n');
    char *copy = lines.failed ? NULL : wn_arena_copy(&attack->arena, (wn_bytes){lines.data, lines.size});
    bool  has_room = copy && wn_array_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items);
    if (has_room)
        list->items[list->count++] = (wn_bytes){copy, lines.size};
    wn_buf_free(&lines);
    return has_room ? WN_OK : WN_NO_MEMORY;
}

static wn_status add_articles(wn_attack *attack)
{
    wn_breeder chance = {attack->options.seed};
    wn_status  status = WN_OK;
    wn_buf     text = {0};
    for (const wn_bank_article *article = wn_bank_articles; article->lang && status == WN_OK; article++)
        status = add_text(attack, &attack->articles, (wn_bytes){article->text, strlen(article->text)});
    for (const wn_bank_article *article = wn_bank_signs; article->lang && status == WN_OK; article++)
        status = add_text(attack, &attack->articles, (wn_bytes){article->text, strlen(article->text)});
    for (size_t lang = 0; lang < wn_breed_lang_count() && status == WN_OK; lang++) {
        wn_buf_clear(&text);
        wn_breed_all_sentences(&chance, lang, &text);
        status = text.failed ? WN_NO_MEMORY : add_text(attack, &attack->articles, wn_buf_bytes(&text));
    }
    for (size_t i = 0; i < ARTICLES && status == WN_OK; i++) {
        size_t lang = wn_breeder_one_in(&chance, 3) ? i % wn_breed_lang_count() : 0;
        wn_buf_clear(&text);
        wn_breed_article(&chance, lang, WN_FORM_ORDINARY, ARTICLE_PARTS, &text);
        status = text.failed ? WN_NO_MEMORY : add_text(attack, &attack->articles, wn_buf_bytes(&text));
    }
    wn_buf_free(&text);
    return status;
}

wn_status wn_attack_new(const wn_attack_options *options, wn_attack **attack)
{
    *attack = calloc(1, sizeof **attack);
    if (!*attack)
        return WN_NO_MEMORY;
    (*attack)->options = *options;
    if (!options->runs)
        (*attack)->options.runs = WN_ATTACK_RUNS;
    if (!options->kinds)
        (*attack)->options.kinds = (1u << WN_ATTACK_KINDS) - 1;
    wn_status status = add_articles(*attack);
    if (status == WN_OK)
        return WN_OK;
    wn_attack_free(*attack);
    *attack = NULL;
    return status;
}

void wn_attack_free(wn_attack *attack)
{
    if (!attack)
        return;
    free(attack->articles.items);
    free(attack->corpus.items);
    wn_findings_free(&attack->findings);
    wn_arena_free(&attack->arena);
    free(attack);
}

wn_status wn_attack_add_text(wn_attack *attack, wn_bytes text)
{
    return add_text(attack, &attack->corpus, text);
}

void wn_attack_reseed(wn_attack *attack, uint64_t seed)
{
    attack->options.seed = seed;
}

size_t wn_attack_rule_count(const wn_attack *attack)
{
    return attack->rule_count;
}

const wn_findings *wn_attack_findings(const wn_attack *attack)
{
    return &attack->findings;
}

/* ---- the litter ---- */

static wn_status keep_example(wn_prey *prey, wn_bytes text)
{
    wn_pup *pup = &prey->litter[prey->litter_count];
    *pup = (wn_pup){.text = wn_prey_keep(prey, text), .aim_count = wn_text_line_count(text), .is_example = true};
    prey->litter_count += pup->text.data != NULL;
    return pup->text.data ? WN_OK : WN_NO_MEMORY;
}

static wn_status keep_bred(wn_prey *prey, const wn_bred *bred)
{
    wn_pup *pup = &prey->litter[prey->litter_count];
    *pup = (wn_pup){.text = wn_prey_keep(prey, wn_buf_bytes(&bred->text)),
                    .mask = wn_prey_keep(prey, wn_buf_bytes(&bred->mask)),
                    .aim = bred->aim,
                    .aim_count = bred->aim_count,
                    .prose = bred->prose_before + bred->prose_after};
    if (!pup->text.data || !pup->mask.data)
        return WN_NO_MEMORY;
    prey->litter_count++;
    return WN_OK;
}

static wn_status add_examples(wn_prey *prey)
{
    const wn_examples *hits = &prey->source->hits;
    wn_buf             text = {0};
    wn_status          status = WN_OK;
    for (size_t i = 0; i < hits->count && status == WN_OK; i++) {
        wn_trial trial;
        wn_bytes hit = hits->items[i].text;
        wn_buf_clear(&text);
        wn_buf_append(&text, hit.data, hit.size);
        if (hit.size && hit.data[hit.size - 1] != '\n')
            wn_buf_put(&text, '\n');
        wn_bytes lines = wn_buf_bytes(&text);
        status = text.failed ? WN_NO_MEMORY : wn_prey_try(prey, lines, &trial);
        if (status != WN_OK || !wn_prey_took(prey, &trial, 0, trial.line_count))
            continue;
        prey->example_acted = true;
        if (prey->litter_count < WN_LITTER_MAX / 4)
            status = keep_example(prey, lines);
    }
    wn_buf_free(&text);
    return status;
}

static wn_status add_bred(wn_prey *prey)
{
    wn_bred   bred = {0};
    wn_status status = WN_OK;
    for (size_t i = 0; i < prey->options->runs && status == WN_OK; i++) {
        wn_trial trial;
        status = wn_rule_breed(prey->breeder, &prey->chance, prey->index, &bred);
        if (status == WN_OK)
            status = wn_prey_try(prey, wn_buf_bytes(&bred.text), &trial);
        prey->tried += status == WN_OK;
        if (status != WN_OK || !wn_prey_took(prey, &trial, bred.aim, bred.aim_count))
            continue;
        prey->acted++;
        if (prey->litter_count < WN_LITTER_MAX)
            status = keep_bred(prey, &bred);
    }
    wn_bred_free(&bred);
    return status;
}

/* ---- one rule ---- */

static bool is_ignored(const wn_prey *prey, const char *word)
{
    return word && wn_is_meant(prey->source, prey->d, word);
}

static bool is_found(const wn_prey *prey, const char *word)
{
    for (size_t i = 0; i < prey->findings->count; i++)
        if (strcmp(prey->findings->items[i].rule, prey->source->id) == 0 &&
            strcmp(prey->findings->items[i].id, word) == 0)
            return true;
    return false;
}

static wn_status ask_oracles(wn_prey *prey)
{
    uint64_t  seed = prey->chance.state;
    wn_status status = WN_OK;
    for (size_t i = 0; i < WN_ATTACK_KINDS && status == WN_OK; i++) {
        prey->kind = (wn_attack_kind)i;
        prey->chance.state = seed + i; /* what one oracle asks for must not change what another gets */
        if (prey->options->kinds >> i & 1 && !is_ignored(prey, wn_attack_words[i]) &&
            !is_ignored(prey, oracles[i].lint_id) && !is_found(prey, wn_attack_words[i]))
            status = oracles[i].run(prey);
    }
    return status;
}

static wn_status attack_rule(wn_prey *prey)
{
    uint64_t hash = wn_hash((wn_bytes){prey->source->id, strlen(prey->source->id)});
    prey->chance.state = prey->options->seed ^ hash;
    prey->litter_count = prey->tried = prey->acted = 0;
    prey->example_acted = false;
    wn_status status = add_examples(prey);
    if (status == WN_OK)
        status = add_bred(prey);
    if (status == WN_OK)
        status = ask_oracles(prey);
    wn_arena_free(&prey->arena);
    prey->arena = (wn_arena){0};
    return status;
}

/* ---- a policy ---- */

static bool is_wanted(const wn_attack *attack, const wn_policy *policy, uint32_t index)
{
    const wn_ruleset     *set = wn_policy_ruleset(policy);
    const wn_rule_source *source = &wn_policy_definitions(policy)->rules[index];
    if (source->base->is_off || !wn_is_own(policy, &source->node->place))
        return false;
    for (size_t i = 0; i < attack->options.only_count; i++)
        if (wn_rule_is_named(set, &set->rules[index], attack->options.only[i]))
            return true;
    return !attack->options.only_count;
}

static size_t count_wanted(const wn_attack *attack, const wn_policy *policy)
{
    size_t count = 0;
    for (uint32_t i = 0; i < wn_policy_definitions(policy)->rule_count; i++)
        count += is_wanted(attack, policy, i);
    return count;
}

static wn_status attack_rules(wn_attack *attack, wn_prey *prey)
{
    const wn_definitions *definitions = wn_policy_definitions(prey->policy);
    size_t                done = 0, total = count_wanted(attack, prey->policy);
    wn_status             status = WN_OK;
    for (uint32_t i = 0; i < definitions->rule_count && status == WN_OK; i++) {
        if (!is_wanted(attack, prey->policy, i))
            continue;
        prey->index = i;
        prey->source = &definitions->rules[i];
        prey->d = prey->source->base;
        status = attack_rule(prey);
        attack->rule_count += status == WN_OK;
        if (attack->options.step)
            attack->options.step(attack->options.user, ++done, total);
    }
    return status;
}

wn_status wn_attack_policy(wn_attack *attack, const wn_policy *policy)
{
    size_t   first = attack->findings.count;
    wn_prey *prey = calloc(1, sizeof *prey);
    if (!prey || !wn_policy_definitions(policy)) {
        free(prey);
        return WN_NO_MEMORY;
    }
    *prey = (wn_prey){.policy = policy,
                      .options = &attack->options,
                      .articles = attack->articles.items,
                      .article_count = attack->articles.count,
                      .corpus = attack->corpus.items,
                      .corpus_count = attack->corpus.count,
                      .findings = &attack->findings};
    wn_status status = wn_bench_new(policy, NULL, &prey->bench);
    if (status == WN_OK)
        status = wn_rule_breeder_new(policy, &prey->breeder);
    if (status == WN_OK)
        status = attack_rules(attack, prey);
    wn_findings_sort(&attack->findings, first);
    wn_rule_breeder_free(prey->breeder);
    wn_bench_free(prey->bench);
    wn_arena_free(&prey->arena);
    free(prey);
    return status;
}
