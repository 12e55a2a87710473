/* coverage.c: notes which answers each condition has given.
 *
 * Conditions are told apart by their rule's id and their offset in its file, which a built-in policy
 * and the file it was made from have in common. While a policy's examples run, its conditions have the
 * numbers of its rule set; `cells` leads from these to what is remembered. */
#include "author/coverage.h"

#include "author/words.h"
#include "base/arena.h"
#include "policy/names.h"

#include <stdlib.h>
#include <string.h>

#define RULE_TAG UINT32_MAX /* instead of an offset: a rule as a whole */

/* A rule, or one of its conditions. */
typedef struct cell {
    const char *file, *id;
    const char *word; /* of a condition; NULL: a rule */
    uint32_t    line, column;
    bool        is_own;               /* some policy's own, so that it is reported */
    bool        has_held, has_failed; /* of a rule: it has acted, and nothing */
} cell;

struct wn_coverage {
    wn_arena         arena;
    wn_observer      observer;
    cell            *cells;
    size_t           cell_count, cell_capacity;
    wn_names         names; /* id and offset to cell */
    const wn_policy *policy;
    uint32_t        *cond_cells; /* per condition of the policy's rule set; WN_NONE: not of interest */
    uint32_t        *rule_cells; /* per rule */
};

/* ---- what is asked ---- */

static void see(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth)
{
    wn_coverage      *c = user;
    const wn_ruleset *known = wn_policy_ruleset(c->policy);
    if (set->conds != known->conds) /* a variant numbers them otherwise */
        return;
    if (truth == WN_TRUE && known->rules[rule].cond == cond &&
        (known->rules[rule].unit == WN_UNIT_LINE || known->rules[rule].unit == WN_UNIT_BLOCK))
        c->cells[c->rule_cells[rule]].has_held = true; /* marks and keep rules leave no other trace */
    if (c->cond_cells[cond] == WN_NONE)
        return;
    cell *seen = &c->cells[c->cond_cells[cond]];
    seen->has_held |= truth == WN_TRUE;
    seen->has_failed |= truth == WN_FALSE;
}

void wn_coverage_note(wn_coverage *c, const wn_check *check)
{
    const wn_ruleset *set = wn_policy_ruleset(c->policy);
    for (uint32_t i = 0; i < set->rule_count && check->kind == WN_CHECK_TEST; i++)
        c->cells[c->rule_cells[i]].has_held |= check->trial->has_acted[i];
    if (check->kind == WN_CHECK_HITS && check->has_passed)
        c->cells[c->rule_cells[check->rule]].has_held = true;
}

/* ---- making and freeing ---- */

wn_status wn_coverage_new(wn_coverage **coverage)
{
    *coverage = calloc(1, sizeof **coverage);
    if (!*coverage)
        return WN_NO_MEMORY;
    (*coverage)->observer = (wn_observer){.user = *coverage, .see = see};
    return WN_OK;
}

static void forget_policy(wn_coverage *c)
{
    free(c->cond_cells);
    free(c->rule_cells);
    c->cond_cells = c->rule_cells = NULL;
    c->policy = NULL;
}

void wn_coverage_free(wn_coverage *c)
{
    if (!c)
        return;
    forget_policy(c);
    wn_names_free(&c->names);
    wn_arena_free(&c->arena);
    free(c->cells);
    free(c);
}

const wn_observer *wn_coverage_observer(const wn_coverage *c)
{
    return &c->observer;
}

/* ---- the cells of a policy ---- */

typedef struct mapping {
    wn_coverage *coverage;
    const char  *id;
    bool         is_own;
    wn_status    status;
} mapping;

/* The cell of what stands at a place; a new one when there is none. */
static uint32_t find_cell(mapping *m, const wn_place *place, const char *word)
{
    wn_coverage *c = m->coverage;
    uint32_t     tag = word ? (uint32_t)place->offset : RULE_TAG;
    uint32_t     index = wn_names_find(&c->names, tag, (wn_bytes){m->id, strlen(m->id)});
    if (index == WN_NAME_ABSENT) {
        char *id = wn_arena_copy(&c->arena, (wn_bytes){m->id, strlen(m->id)});
        index = (uint32_t)c->cell_count;
        if (!id || !wn_array_grow(&c->cells, &c->cell_capacity, c->cell_count + 1, sizeof *c->cells) ||
            !wn_names_add(&c->names, tag, (wn_bytes){id, strlen(id)}, index)) {
            m->status = WN_NO_MEMORY;
            return WN_NONE;
        }
        c->cells[c->cell_count++] = (cell){.id = id, .word = word};
    }
    cell *found = &c->cells[index];
    if (m->is_own && !found->is_own) {
        found->is_own = true;
        found->file = wn_arena_copy(&c->arena, (wn_bytes){place->file, strlen(place->file)});
        found->line = place->line;
        found->column = wn_place_column(place);
        m->status = found->file ? m->status : WN_NO_MEMORY;
    }
    return index;
}

/* A condition whose parts tell all there is to know about it. */
static bool is_connective(const wn_condition *condition)
{
    return condition->op == WN_OP_ALL || condition->op == WN_OP_ANY || condition->op == WN_OP_NOT ||
           condition->op == WN_OP_POINT || condition->op == WN_OP_TRUE;
}

/* Walks a definition's condition and the rule set's side by side: compile.c gives them one shape, save what can
 * never hold. */
static void map_condition(mapping *m, const wn_condition *condition, uint32_t index)
{
    const wn_ruleset *set = wn_policy_ruleset(m->coverage->policy);
    if (!condition || index == WN_NONE || m->status != WN_OK)
        return;
    const wn_cond *cond = &set->conds[index];
    if (cond->op != condition->op)
        return;
    if (!is_connective(condition) && condition->node)
        m->coverage->cond_cells[index] = find_cell(m, &condition->node->place, wn_condition_word(condition));
    bool has_list = cond->op == WN_OP_ALL || cond->op == WN_OP_ANY || cond->op == WN_OP_SCORE;
    for (size_t i = 0; i < condition->kid_count; i++)
        map_condition(m, condition->kids[i], has_list ? set->kids[cond->a + i] : cond->a);
}

static void map_rule(mapping *m, uint32_t index)
{
    const wn_rule_source *source = &wn_policy_definitions(m->coverage->policy)->rules[index];
    const wn_definition  *d = source->base;
    const wn_rule        *rule = &wn_policy_ruleset(m->coverage->policy)->rules[index];
    m->id = source->id;
    m->is_own = wn_is_own(m->coverage->policy, &source->node->place) && !d->is_off;
    m->coverage->rule_cells[index] = find_cell(m, &source->node->place, NULL);
    map_condition(m, d->cond, rule->cond);
    map_condition(m, d->until_cond, rule->until_cond);
    map_condition(m, d->takes, rule->takes);
    map_condition(m, d->above, rule->above);
    map_condition(m, d->below, rule->below);
}

wn_status wn_coverage_begin(wn_coverage *c, const wn_policy *policy)
{
    const wn_ruleset *set = wn_policy_ruleset(policy);
    mapping           m = {.coverage = c, .status = WN_OK};
    if (!wn_policy_definitions(policy))
        return WN_NO_MEMORY;
    c->policy = policy;
    c->cond_cells = malloc((set->cond_count + 1) * sizeof *c->cond_cells);
    c->rule_cells = calloc(set->rule_count + 1, sizeof *c->rule_cells);
    if (!c->cond_cells || !c->rule_cells)
        return WN_NO_MEMORY;
    for (uint32_t i = 0; i < set->cond_count; i++)
        c->cond_cells[i] = WN_NONE;
    for (uint32_t i = 0; i < set->rule_count && m.status == WN_OK; i++)
        map_rule(&m, i);
    return m.status;
}

void wn_coverage_end(wn_coverage *c)
{
    forget_policy(c);
}

/* ---- the report ---- */

static bool is_exercised(const cell *c)
{
    return c->has_held && (c->has_failed || !c->word);
}

static void put_words(wn_buf *out, const cell *c)
{
    wn_buf_printf(out, "%s:%lu:%lu: rule \"%s\": ", c->file, (unsigned long)c->line, (unsigned long)c->column, c->id);
    if (!c->word)
        wn_buf_text(out, "no example makes it act\n");
    else if (!c->has_held && !c->has_failed)
        wn_buf_printf(out, "no example comes to ask `%s`\n", c->word);
    else
        wn_buf_printf(out, "no example makes `%s` %s\n", c->word, c->has_held ? "false" : "true");
}

static void put_json(wn_buf *out, const cell *c)
{
    wn_buf_text(out, "{\"kind\":\"coverage\",");
    wn_words_json(out, "file", c->file);
    wn_buf_printf(out, ",\"line\":%lu,\"column\":%lu,", (unsigned long)c->line, (unsigned long)c->column);
    wn_words_json(out, "rule", c->id);
    if (c->word) {
        wn_buf_put(out, ',');
        wn_words_json(out, "condition", c->word);
        wn_buf_printf(out, ",\"has_held\":%s,\"has_failed\":%s", c->has_held ? "true" : "false",
                      c->has_failed ? "true" : "false");
    }
    wn_buf_text(out, "}\n");
}

void wn_coverage_report(const wn_coverage *c, wn_buf *out, bool as_json)
{
    size_t rules = 0, rules_exercised = 0, conditions = 0, conditions_exercised = 0;
    for (size_t i = 0; i < c->cell_count; i++) {
        const cell *one = &c->cells[i];
        if (!one->is_own)
            continue;
        *(one->word ? &conditions : &rules) += 1;
        *(one->word ? &conditions_exercised : &rules_exercised) += is_exercised(one);
        if (is_exercised(one))
            continue;
        if (as_json)
            put_json(out, one);
        else
            put_words(out, one);
    }
    if (!as_json)
        wn_buf_printf(out, "%zu of %zu rules and %zu of %zu conditions are exercised\n", rules_exercised, rules,
                      conditions_exercised, conditions);
}
