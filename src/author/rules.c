/* rules.c: the rules of a policy as a table. */
#include "author/rules.h"

#include "author/words.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "format/json.h"
#include "policy/cost.h"

#include <stdlib.h>
#include <string.h>

typedef struct table {
    const wn_policy  *policy;
    const wn_ruleset *set;
    uint32_t         *literals;  /* per rule: how many literals lead to it */
    bool             *is_always; /* per rule: it is asked about every line */
    wn_buf            cell;
} table;

/* ---- facts of a rule ---- */

/* How much is held back until the rule is decided. */
static const char *hold_of(const wn_ruleset *set, uint32_t index)
{
    const wn_rule *rule = &set->rules[index];
    if (rule->is_off)
        return "off";
    if (rule->needs_document)
        return "document";
    bool holds_itself = rule->unit == WN_UNIT_BLOCK || rule->unit == WN_UNIT_SECTION || rule->unit == WN_UNIT_RUN;
    return holds_itself ? wn_unit_words[rule->unit] : "line";
}

static void worsen(const wn_ruleset *set, uint32_t pattern, wn_cost *worst)
{
    if (pattern != WN_NONE && set->patterns[pattern].cost > *worst)
        *worst = (wn_cost)set->patterns[pattern].cost;
}

static void worsen_by(const wn_ruleset *set, uint32_t index, wn_cost *worst)
{
    if (index == WN_NONE)
        return;
    const wn_cond *cond = &set->conds[index];
    switch ((wn_op)cond->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_SCORE:
        for (uint32_t i = 0; i < cond->b; i++)
            worsen_by(set, set->kids[cond->a + i], worst);
        break;
    case WN_OP_NOT:
    case WN_OP_POINT:
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        worsen_by(set, cond->a, worst);
        break;
    case WN_OP_MATCH:
        worsen(set, cond->a, worst);
        break;
    default:
        break;
    }
}

/* The class of the rule's worst pattern. */
static const char *cost_of(const wn_ruleset *set, uint32_t index)
{
    static const char *const names[] = {[WN_COST_LITERAL] = "literal",
                                        [WN_COST_LINEAR] = "linear",
                                        [WN_COST_QUADRATIC] = "quadratic",
                                        [WN_COST_COSTLY] = "costly"};
    const wn_rule           *rule = &set->rules[index];
    wn_cost                  worst = WN_COST_LITERAL;
    const uint32_t           conditions[] = {rule->cond, rule->until_cond, rule->takes, rule->above, rule->below};
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        worsen_by(set, conditions[i], &worst);
    worsen(set, rule->span_pattern, &worst);
    return names[worst];
}

/* ---- cells ---- */

static void put_text(wn_buf *out, const char *text)
{
    wn_plain_put(out, (wn_bytes){text, strlen(text)});
}

static void put_id(table *t, uint32_t rule)
{
    put_text(&t->cell, wn_ruleset_text(t->set, t->set->rules[rule].id));
}

static void put_category(table *t, uint32_t rule)
{
    put_text(&t->cell, wn_ruleset_text(t->set, t->set->rules[rule].category_name));
}

static void put_unit(table *t, uint32_t rule)
{
    put_text(&t->cell, wn_unit_words[t->set->rules[rule].unit]);
}

static void put_action(table *t, uint32_t rule)
{
    put_text(&t->cell, wn_action_words[t->set->rules[rule].action]);
    put_text(&t->cell, t->set->rules[rule].is_shadow ? " (shadow)" : "");
}

static void put_level(table *t, uint32_t rule)
{
    wn_buf_printf(&t->cell, "%d", (int)t->set->rules[rule].level);
}

static void put_hold(table *t, uint32_t rule)
{
    put_text(&t->cell, hold_of(t->set, rule));
}

static void put_found(table *t, uint32_t rule)
{
    if (t->is_always[rule] || !t->literals[rule])
        put_text(&t->cell, "every line");
    else
        wn_buf_printf(&t->cell, "%lu literal%s", (unsigned long)t->literals[rule], t->literals[rule] == 1 ? "" : "s");
}

static void put_cost(table *t, uint32_t rule)
{
    put_text(&t->cell, cost_of(t->set, rule));
}

static void put_steps(table *t, uint32_t rule)
{
    wn_buf_printf(&t->cell, "%llu", (unsigned long long)wn_rule_step_bound(t->set, rule));
}

static void put_defined(table *t, uint32_t rule)
{
    put_text(&t->cell, wn_ruleset_text(t->set, t->set->rules[rule].file));
    wn_buf_printf(&t->cell, ":%lu", (unsigned long)t->set->rules[rule].line);
}

static void put_why(table *t, uint32_t rule)
{
    const char *why = wn_ruleset_text(t->set, t->set->rules[rule].why);
    put_text(&t->cell, why ? why : "");
}

/* ---- the table ---- */

static const struct column {
    const char *heading;
    const char *member; /* in JSON */
    bool        is_detail;
    bool        is_number;
    void (*put)(table *t, uint32_t rule);
} columns[] = {
    {"ID", "id", false, false, put_id},
    {"CATEGORY", "category", false, false, put_category},
    {"UNIT", "unit", false, false, put_unit},
    {"ACTION", "action", false, false, put_action},
    {"LEVEL", "level", false, true, put_level},
    {"HOLD", "hold", false, false, put_hold},
    {"FOUND BY", "found-by", true, false, put_found},
    {"COST", "cost", true, false, put_cost},
    {"STEPS", "steps", true, true, put_steps},
    {"DEFINED", "defined", false, false, put_defined},
    {"WHY", "why", false, false, put_why},
};

#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static void count_literals(table *t)
{
    for (uint32_t i = 0; i < t->set->always_count; i++)
        t->is_always[t->set->always[i].rule] = true;
    for (uint32_t i = 0; i < t->set->literal_count; i++) {
        const wn_owners *owners = &t->set->literal_owners[i];
        for (uint32_t k = owners->first; k < owners->first + owners->count; k++)
            t->literals[t->set->owners[k].rule]++;
    }
}

static bool begin_table(table *t, const wn_policy *policy)
{
    *t = (table){.policy = policy, .set = wn_policy_ruleset(policy)};
    t->literals = calloc(t->set->rule_count + 1, sizeof *t->literals);
    t->is_always = calloc(t->set->rule_count + 1, sizeof *t->is_always);
    if (!t->literals || !t->is_always)
        return false;
    count_literals(t);
    return true;
}

static void end_table(table *t, wn_buf *out)
{
    out->failed |= t->cell.failed;
    wn_buf_free(&t->cell);
    free(t->literals);
    free(t->is_always);
}

static size_t width_of(wn_bytes text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.size; width++)
        i += wn_utf8_decode(text, i).size;
    return width;
}

static wn_bytes cell_of(table *t, size_t column, uint32_t rule)
{
    wn_buf_clear(&t->cell);
    columns[column].put(t, rule);
    return wn_buf_bytes(&t->cell);
}

static void measure(table *t, size_t widths[COLUMN_COUNT])
{
    for (size_t column = 0; column < COLUMN_COUNT; column++) {
        widths[column] = strlen(columns[column].heading);
        for (uint32_t rule = 0; rule < t->set->rule_count; rule++) {
            size_t width = width_of(cell_of(t, column, rule));
            widths[column] = width > widths[column] ? width : widths[column];
        }
    }
}

static void put_cell(wn_buf *out, size_t column, wn_bytes cell, size_t width)
{
    size_t blank = width - width_of(cell);
    if (columns[column].is_number)
        wn_buf_printf(out, "%*s", (int)blank, "");
    wn_buf_append(out, cell.data, cell.size);
    if (!columns[column].is_number)
        wn_buf_printf(out, "%*s", (int)blank, "");
    wn_buf_text(out, "  ");
}

static void end_row(wn_buf *out)
{
    while (out->size && out->data[out->size - 1] == ' ')
        out->size--;
    wn_buf_put(out, '\n');
}

static void put_row(table *t, wn_buf *out, bool is_detailed, const size_t *widths, uint32_t rule)
{
    for (size_t column = 0; column < COLUMN_COUNT; column++) {
        wn_bytes cell = {columns[column].heading, strlen(columns[column].heading)};
        if (columns[column].is_detail && !is_detailed)
            continue;
        if (rule != WN_NONE)
            cell = cell_of(t, column, rule);
        put_cell(out, column, cell, widths[column]);
    }
    end_row(out);
}

static void put_summary(const wn_policy *policy, wn_buf *out)
{
    const char *hold = wn_policy_hold_reason(policy);
    put_text(out, wn_policy_name(policy));
    put_text(out, *wn_policy_version(policy) ? " " : "");
    put_text(out, wn_policy_version(policy));
    wn_buf_printf(out, ": %zu rules; ", wn_policy_rule_count(policy));
    if (hold)
        wn_buf_printf(out, "documents are held to their end, first of all because of %s\n", hold);
    else
        wn_buf_text(out, "lines leave as soon as sections and runs allow\n");
}

void wn_rules_table(const wn_policy *policy, bool is_detailed, wn_buf *out)
{
    table  t;
    size_t widths[COLUMN_COUNT];
    if (begin_table(&t, policy)) {
        measure(&t, widths);
        put_row(&t, out, is_detailed, widths, WN_NONE);
        for (uint32_t rule = 0; rule < t.set->rule_count; rule++)
            put_row(&t, out, is_detailed, widths, rule);
        put_summary(policy, out);
    } else
        out->failed = true;
    end_table(&t, out);
}

/* ---- JSON ---- */

static void put_json_row(table *t, wn_buf *out, uint32_t rule)
{
    for (size_t column = 0; column < COLUMN_COUNT; column++) {
        wn_bytes cell = cell_of(t, column, rule);
        wn_buf_printf(out, "%s\"%s\":%s", column ? "," : "{", columns[column].member,
                      columns[column].is_number ? "" : "\"");
        if (columns[column].is_number)
            wn_buf_append(out, cell.data, cell.size);
        else
            wn_json_put_escaped(out, cell);
        wn_buf_text(out, columns[column].is_number ? "" : "\"");
    }
    wn_buf_text(out, "}\n");
}

void wn_rules_json(const wn_policy *policy, wn_buf *out)
{
    table t;
    if (begin_table(&t, policy))
        for (uint32_t rule = 0; rule < t.set->rule_count; rule++)
            put_json_row(&t, out, rule);
    else
        out->failed = true;
    end_table(&t, out);
}
