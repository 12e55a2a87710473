/* lint.c: loads policies and runs the checks over their rules. */
#include "author/lint.h"

#include "author/fuzz/attack.h"
#include "author/lint_checks.h"
#include "author/meant.h"
#include "author/test.h"
#include "base/similar.h"
#include "policy/names.h"

#include <stdlib.h>
#include <string.h>

typedef struct check {
    wn_lint_kind      kind;
    wn_lint_check_run run;
} check;

static wn_status find_unknown(const wn_lint_rule *rule);

static const check checks[] = {
    {{"takes-sentences", "it takes ordinary lines of articles"}, wn_lint_takes_sentences},
    {{"strips-credit", "it takes credits, sign-offs or corrections, which contracts require to stay"},
     wn_lint_strips_credit},
    {{"never-matches", "a part of it can never hold"}, wn_lint_never_matches},
    {{"shadowed", "other rules take all that its hits show"}, wn_lint_shadowed},
    {{"no-hits", "no example shows what it takes"}, wn_lint_no_hits},
    {{"no-misses", "no example shows what it leaves"}, wn_lint_no_misses},
    {{"slow", "a pattern of it may take long on hostile text"}, wn_lint_slow},
    {{"better-literal", "a pattern of it says what is, starts or contains says better"}, wn_lint_better_literal},
    {{"no-literal", "a pattern of it runs on most lines, for want of a literal"}, wn_lint_no_literal},
    {{"unknown-finding", "its lint-ignore names no finding"}, find_unknown},
};

#define CHECK_COUNT (sizeof checks / sizeof *checks)

struct wn_lint {
    wn_findings findings;
    wn_arena    arena;
    wn_names    acting; /* ids of rules that act in a test */
    wn_names    broken; /* names of operands that could not be loaded */
    wn_status   status; /* of the survey at work */
};

const wn_lint_kind *wn_lint_kind_at(size_t index)
{
    return index < CHECK_COUNT ? &checks[index].kind : NULL;
}

wn_status wn_lint_new(wn_lint **lint)
{
    *lint = calloc(1, sizeof **lint);
    return *lint ? WN_OK : WN_NO_MEMORY;
}

void wn_lint_free(wn_lint *lint)
{
    if (!lint)
        return;
    wn_findings_free(&lint->findings);
    wn_names_free(&lint->acting);
    wn_names_free(&lint->broken);
    wn_arena_free(&lint->arena);
    free(lint);
}

const wn_findings *wn_lint_findings(const wn_lint *lint)
{
    return &lint->findings;
}

/* ---- the survey ---- */

static wn_status remember(wn_lint *lint, wn_names *names, const char *name)
{
    wn_bytes bytes = {name, strlen(name)};
    if (wn_names_find(names, 0, bytes) != WN_NAME_ABSENT)
        return WN_OK;
    bytes.data = wn_arena_copy(&lint->arena, bytes);
    return bytes.data && wn_names_add(names, 0, bytes, 0) ? WN_OK : WN_NO_MEMORY;
}

static bool remembers(const wn_names *names, const char *name)
{
    return wn_names_find(names, 0, (wn_bytes){name, strlen(name)}) != WN_NAME_ABSENT;
}

typedef struct survey {
    wn_lint         *lint;
    const wn_policy *policy;
} survey;

static bool note_test(void *user, const wn_check *example)
{
    survey               *s = user;
    const wn_definitions *definitions = wn_policy_definitions(s->policy);
    for (size_t i = 0; i < definitions->rule_count && s->lint->status == WN_OK; i++)
        if (example->trial->has_acted[i])
            s->lint->status = remember(s->lint, &s->lint->acting, definitions->rules[i].id);
    return s->lint->status == WN_OK;
}

static wn_status survey_tests(wn_lint *lint, const wn_policy *policy)
{
    survey        s = {lint, policy};
    wn_check_sink sink = {&s, note_test};
    wn_bench     *bench;
    wn_status     status = wn_bench_new(policy, NULL, &bench);
    lint->status = WN_OK;
    if (status == WN_OK)
        status = wn_test_run_tests(policy, bench, &sink);
    wn_bench_free(bench);
    return status == WN_STOPPED ? lint->status : status;
}

static wn_status load(const wn_operand *operand, wn_policy **policy, wn_error **error)
{
    wn_policy_options options = {.root = operand->root};
    return wn_policy_load(&(wn_layer){.name = operand->name}, 1, &options, policy, error);
}

/* A policy with errors is found wanting; one that is not there cannot be linted. */
static wn_status note_broken(wn_lint *lint, const wn_operand *operand, wn_error **error)
{
    wn_status status = remember(lint, &lint->broken, operand->name);
    if (status == WN_OK)
        status = wn_findings_add_errors(&lint->findings, *error);
    wn_error_free(*error);
    *error = NULL;
    return status;
}

wn_status wn_lint_survey(wn_lint *lint, const wn_operand *operand, wn_error **error)
{
    wn_policy *policy;
    wn_status  status = load(operand, &policy, error);
    if (status == WN_BAD_POLICY)
        return note_broken(lint, operand, error);
    if (status == WN_OK)
        status = survey_tests(lint, policy);
    wn_policy_free(policy);
    return status;
}

/* ---- the checks ---- */

/* A rule may be meant as it is for lint and for the fuzzer. */
static bool is_kind(const char *id)
{
    for (size_t i = 0; i < WN_ATTACK_KINDS; i++)
        if (strcmp(wn_attack_words[i], id) == 0)
            return true;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (strcmp(checks[i].kind.id, id) == 0)
            return true;
    return false;
}

static wn_status find_unknown_in(const wn_lint_rule *rule, const wn_node *list, const char *whose, const char *name)
{
    const char *ids[CHECK_COUNT];
    wn_status   status = WN_OK;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        ids[i] = checks[i].kind.id;
    for (size_t i = 0; list && i < wn_item_count(list) && status == WN_OK; i++) {
        const wn_node *item = wn_item(list, i);
        const char    *similar = is_kind(item->text.data) ? NULL : wn_similar(item->text.data, ids, CHECK_COUNT);
        if (!is_kind(item->text.data))
            status = wn_lint_warn(rule, &item->place, "no finding \"%s\", in %s \"%s\"; %s%s%s", item->text.data, whose,
                                  name, similar ? "did you mean \"" : "winnow-policy(5) lists them",
                                  similar ? similar : "", similar ? "\"?" : "");
    }
    return status;
}

/* What the whole file means is looked at with its first rule. */
static wn_status find_unknown(const wn_lint_rule *rule)
{
    const wn_definitions *all = wn_policy_definitions(rule->policy);
    wn_status status = find_unknown_in(rule, wn_meant_list(rule->definition->node), "rule", rule->source->id);
    for (uint32_t i = 0; i < rule->index; i++)
        if (all->rules[i].file == rule->source->file && !all->rules[i].base->is_off)
            return status;
    return status == WN_OK ? find_unknown_in(rule, wn_meant_list(rule->source->file->root), "policy", all->name)
                           : status;
}

static wn_status check_rule(wn_lint *lint, wn_lint_rule *rule)
{
    wn_status status = WN_OK;
    rule->definition = rule->source->base;
    rule->acts_in_tests = remembers(&lint->acting, rule->source->id);
    for (size_t i = 0; i < CHECK_COUNT && status == WN_OK; i++) {
        rule->id = checks[i].kind.id;
        if (!wn_is_meant(rule->source, rule->definition, rule->id))
            status = checks[i].run(rule);
    }
    return status;
}

static wn_status check_rules(wn_lint *lint, const wn_policy *policy, wn_bench *bench)
{
    const wn_definitions *definitions = wn_policy_definitions(policy);
    wn_lint_rule          rule = {.policy = policy, .bench = bench, .findings = &lint->findings};
    wn_status             status = WN_OK;
    for (uint32_t i = 0; i < definitions->rule_count && status == WN_OK; i++) {
        rule.index = i;
        rule.source = &definitions->rules[i];
        if (!rule.source->base->is_off && wn_is_own(policy, &rule.source->node->place))
            status = check_rule(lint, &rule);
    }
    return status;
}

wn_status wn_lint_check(wn_lint *lint, const wn_operand *operand, wn_error **error)
{
    wn_policy *policy = NULL;
    wn_bench  *bench = NULL;
    size_t     first = lint->findings.count;
    if (remembers(&lint->broken, operand->name))
        return WN_OK;
    wn_status status = load(operand, &policy, error);
    if (status == WN_OK)
        status = wn_bench_new(policy, NULL, &bench);
    if (status == WN_OK)
        status = check_rules(lint, policy, bench);
    wn_findings_sort(&lint->findings, first);
    wn_bench_free(bench);
    wn_policy_free(policy);
    return status;
}
