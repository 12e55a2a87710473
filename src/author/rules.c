/* rules.c: the rules of a policy as a table. */
#include "author/rules.h"

#include "author/asked.h"
#include "author/words.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "format/json.h"
#include "policy/cost.h"

#include <stdlib.h>
#include <string.h>

#define LITERALS_SHOWN 3 /* of a rule in the table */
#define LITERAL_SHOWN 30 /* bytes of each */
#define PATTERN_SHOWN 40

typedef struct table {
    const wn_policy      *policy;
    const wn_ruleset     *set;
    const wn_definitions *definitions; /* NULL: why a rule has no literal is not asked */
    uint32_t             *first;       /* of each rule's literals in `literals`; one more than there are rules */
    uint32_t             *literals;    /* indices in the set's */
    wn_buf                cell;
} table;

/* ---- facts of a rule ---- */

/* How much is held back until the rule is decided. */
/* How many lines below its own a condition looks at. */
static uint32_t reach_of(const wn_ruleset *set, uint32_t index)
{
    if (index == WN_NONE)
        return 0;
    const wn_cond *cond = &set->conds[index];
    uint32_t       reach = 0;
    switch ((wn_op)cond->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_SCORE:
        for (uint32_t i = 0; i < cond->b; i++) {
            uint32_t one = reach_of(set, set->kids[cond->a + i]);
            reach = one > reach ? one : reach;
        }
        return reach;
    case WN_OP_NOT:
    case WN_OP_POINT:
        return reach_of(set, cond->a);
    case WN_OP_BELOW:
        return cond->b ? cond->b : 1;
    default:
        return 0;
    }
}

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
    const char *hold = hold_of(t->set, rule);
    uint32_t    reach = reach_of(t->set, t->set->rules[rule].cond);
    put_text(&t->cell, hold);
    if (reach && strcmp(hold, "line") == 0)
        wn_buf_printf(&t->cell, "+%lu", (unsigned long)reach);
}

static wn_bytes literal_at(const table *t, uint32_t at)
{
    const wn_literal *literal = &t->set->literals[t->literals[at]];
    return (wn_bytes){t->set->pool + literal->text, literal->size};
}

static void put_quoted(wn_buf *out, wn_bytes text, size_t bytes, const char *quote)
{
    wn_bytes shown = wn_asked_shorten(text, bytes);
    wn_buf_text(out, quote);
    wn_plain_put(out, shown);
    wn_buf_printf(out, "%s%s", shown.size < text.size ? "..." : "", quote);
}

/* 5 literals: "one", "two", "three" and 2 more */
static void put_literals(table *t, uint32_t rule)
{
    uint32_t first = t->first[rule], count = t->first[rule + 1] - first;
    if (count)
        wn_buf_printf(&t->cell, "%lu literal%s: ", (unsigned long)count, count == 1 ? "" : "s");
    for (uint32_t i = 0; i < count && i < LITERALS_SHOWN; i++) {
        put_text(&t->cell, i ? ", " : "");
        put_quoted(&t->cell, literal_at(t, first + i), LITERAL_SHOWN, "\"");
    }
    if (count > LITERALS_SHOWN)
        wn_buf_printf(&t->cell, " and %lu more", (unsigned long)(count - LITERALS_SHOWN));
}

static bool is_at_ends(wn_unit unit)
{
    return unit == WN_UNIT_TAIL || unit == WN_UNIT_HEAD;
}

static void put_bound(wn_buf *out, uint32_t most, const char *unit, bool *has_bound)
{
    if (most == WN_NONE)
        return;
    wn_buf_printf(out, "%s up to %lu %s", *has_bound ? " and" : "", (unsigned long)most, unit);
    *has_bound = true;
}

/* asked on lines up to 100 characters, `\w+ing` has no literal */
static void put_asked(wn_buf *out, wn_unit unit, const wn_asked *asked)
{
    bool is_bounded = asked->bounds.words != WN_NONE || asked->bounds.chars != WN_NONE, has_bound = false;
    put_text(out, is_bounded ? "asked on lines" : "asked on every line");
    put_bound(out, asked->bounds.words, "words", &has_bound);
    put_bound(out, asked->bounds.chars, "characters", &has_bound);
    put_text(out, is_at_ends(unit) ? " at the ends" : "");
    if (!asked->pattern)
        return;
    put_text(out, ", ");
    put_quoted(out, asked->pattern->text, PATTERN_SHOWN, "`");
    wn_buf_printf(out, " %s", wn_asked_reason(asked));
}

static wn_asked asked_of(const table *t, uint32_t rule)
{
    return t->definitions ? wn_asked_of(t->definitions->rules[rule].base) : (wn_asked){.is_always = false};
}

static void put_found(table *t, uint32_t rule)
{
    wn_unit  unit = (wn_unit)t->set->rules[rule].unit;
    wn_asked asked = asked_of(t, rule);
    put_literals(t, rule);
    put_text(&t->cell, asked.is_always && t->cell.size ? "; " : "");
    if (t->set->rules[rule].is_off)
        put_text(&t->cell, "never asked");
    else if (asked.is_always)
        put_asked(&t->cell, unit, &asked);
    else if (!t->cell.size)
        put_text(&t->cell, unit == WN_UNIT_DOCUMENT ? "asked of every document" : "asked on every line");
}

static void put_cost(table *t, uint32_t rule)
{
    put_text(&t->cell, cost_of(t->set, rule));
}

static void put_steps(table *t, uint32_t rule)
{
    wn_buf_printf(&t->cell, "%llu", (unsigned long long)wn_rule_step_bound(t->set, rule, WN_LINE_BYTES_MAX));
}

static void put_steps_per_kb(table *t, uint32_t rule)
{
    wn_buf_printf(&t->cell, "%llu", (unsigned long long)wn_rule_step_bound(t->set, rule, WN_ASKED_KB));
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
    {"STEPS/KB", "steps-per-kb", true, true, put_steps_per_kb},
    {"STEPS", "steps", true, true, put_steps},
    {"DEFINED", "defined", false, false, put_defined},
    {"WHY", "why", false, false, put_why},
};

#define COLUMN_COUNT (sizeof columns / sizeof *columns)

/* Calls for each pair of a rule and a literal that makes it worth asking, the last literal first. A rule has a literal
 * once for each condition with it. */
static void pair_literals(table *t, void (*pair)(table *t, uint32_t rule, uint32_t literal))
{
    for (uint32_t i = t->set->literal_count; i-- > 0;) {
        const wn_owners *owners = &t->set->literal_owners[i];
        for (uint32_t k = owners->first; k < owners->first + owners->count; k++)
            if (t->set->owners[k].rule != WN_NONE &&
                (k == owners->first || t->set->owners[k].rule != t->set->owners[k - 1].rule))
                pair(t, t->set->owners[k].rule, i);
    }
}

static size_t count_pairs(const wn_ruleset *set)
{
    size_t count = 0;
    for (uint32_t i = 0; i < set->literal_count; i++)
        count += set->literal_owners[i].count;
    return count;
}

static void count_literal(table *t, uint32_t rule, uint32_t literal)
{
    (void)literal;
    t->first[rule]++;
}

static void place_literal(table *t, uint32_t rule, uint32_t literal)
{
    t->literals[--t->first[rule]] = literal;
}

/* Counting gives each rule the end of its place; placing from there downwards, its beginning. */
static void gather_literals(table *t)
{
    pair_literals(t, count_literal);
    for (uint32_t i = 0; i < t->set->rule_count; i++)
        t->first[i + 1] += t->first[i];
    pair_literals(t, place_literal);
}

static bool begin_table(table *t, const wn_policy *policy, bool is_detailed)
{
    *t = (table){.policy = policy, .set = wn_policy_ruleset(policy)};
    t->first = calloc((size_t)t->set->rule_count + 1, sizeof *t->first);
    t->literals = calloc(count_pairs(t->set) + 1, sizeof *t->literals);
    t->definitions = is_detailed ? wn_policy_definitions(policy) : NULL;
    if (!t->first || !t->literals || (is_detailed && !t->definitions))
        return false;
    gather_literals(t);
    return true;
}

static void end_table(table *t, wn_buf *out)
{
    out->failed |= t->cell.failed;
    wn_buf_free(&t->cell);
    free(t->first);
    free(t->literals);
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
    if (begin_table(&t, policy, is_detailed)) {
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

static void put_json_literals(const table *t, wn_buf *out, uint32_t rule)
{
    wn_buf_text(out, ",\"literals\":[");
    for (uint32_t i = t->first[rule]; i < t->first[rule + 1]; i++) {
        wn_buf_text(out, i > t->first[rule] ? ",\"" : "\"");
        wn_json_put_escaped(out, literal_at(t, i));
        wn_buf_put(out, '"');
    }
    wn_buf_put(out, ']');
}

/* The pattern for which the rule is asked whatever a line has. */
static void put_json_asked(const table *t, wn_buf *out, uint32_t rule)
{
    wn_asked asked = asked_of(t, rule);
    if (!asked.pattern)
        return;
    wn_buf_text(out, ",\"no-literal\":{\"pattern\":\"");
    wn_json_put_escaped(out, asked.pattern->text);
    wn_buf_put(out, '"');
    if (asked.node) {
        wn_buf_put(out, ',');
        wn_words_json(out, "file", asked.node->place.file);
        wn_buf_printf(out, ",\"line\":%lu,\"column\":%lu", (unsigned long)asked.node->place.line,
                      (unsigned long)wn_place_column(&asked.node->place));
    }
    wn_buf_put(out, '}');
}

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
    put_json_literals(t, out, rule);
    put_json_asked(t, out, rule);
    wn_buf_text(out, "}\n");
}

void wn_rules_json(const wn_policy *policy, wn_buf *out)
{
    table t;
    if (begin_table(&t, policy, true))
        for (uint32_t rule = 0; rule < t.set->rule_count; rule++)
            put_json_row(&t, out, rule);
    else
        out->failed = true;
    end_table(&t, out);
}
