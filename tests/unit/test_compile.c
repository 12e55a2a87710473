/* test_compile.c: what a policy's text becomes: conditions, triggers, overrides and variants.
 *
 * A condition is compared as text: its operators with their numbers, literals and patterns. */
#include "policy/definitions.h"
#include "policy/policy.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "winnow: 1\nrules:\n"

/* ---- loading ---- */

static wn_policy *load_layers(const wn_layer *layers, size_t count)
{
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_status  status = wn_policy_load(layers, count, NULL, &policy, &error);
    ck_assert_msg(status == WN_OK, "status %d: %s", (int)status, error ? wn_error_at(error, 0)->message : "");
    return policy;
}

static wn_policy *load(const char *text)
{
    return load_layers(&(wn_layer){"p.yaml", {text, strlen(text)}}, 1);
}

static uint32_t rule_index(const wn_ruleset *set, const char *id)
{
    for (uint32_t i = 0; i < set->rule_count; i++)
        if (!strcmp(wn_ruleset_text(set, set->rules[i].id), id))
            return i;
    ck_abort_msg("no rule %s", id);
}

static const wn_rule *rule_of(const wn_ruleset *set, const char *id)
{
    return &set->rules[rule_index(set, id)];
}

/* ---- conditions as text ---- */

static wn_buf shown;

static void show(const wn_ruleset *set, uint32_t index);

static void show_kids(const wn_ruleset *set, const wn_cond *cond)
{
    for (uint32_t i = 0; i < cond->b; i++) {
        if (i)
            wn_buf_text(&shown, ", ");
        show(set, set->kids[cond->a + i]);
    }
}

static void show_literal(const wn_ruleset *set, uint32_t literal)
{
    const wn_literal *l = &set->literals[literal];
    ck_assert_uint_lt(literal, set->literal_count);
    ck_assert_uint_eq(strlen(set->pool + l->text), l->size);
    wn_buf_text(&shown, set->pool + l->text);
}

static void show_set(const wn_ruleset *set, uint32_t index)
{
    ck_assert_uint_lt(index, set->set_count);
    for (uint32_t i = 0; i < set->sets[index].count; i++) {
        if (i)
            wn_buf_put(&shown, '|');
        show_literal(set, set->members[set->sets[index].first + i]);
    }
}

static void show_number(uint32_t number)
{
    if (number == WN_NONE)
        wn_buf_put(&shown, '*');
    else
        wn_buf_printf(&shown, "%u", (unsigned)number);
}

static void show_numbers(uint32_t from, uint32_t to)
{
    show_number(from);
    wn_buf_put(&shown, '-');
    show_number(to);
}

static void show_pattern(const wn_ruleset *set, uint32_t index)
{
    ck_assert_uint_lt(index, set->pattern_count);
    const wn_pattern_def *def = &set->patterns[index];
    wn_buf_printf(&shown, "/%s/%s", set->pool + def->text, def->is_exact ? "" : "i");
}

static void show_inside(const wn_ruleset *set, const wn_cond *cond)
{
    switch ((wn_op)cond->op) {
    case WN_OP_SCORE:
        wn_buf_printf(&shown, "%d of ", cond->n);
        show_kids(set, cond);
        break;
    case WN_OP_ALL:
    case WN_OP_ANY:
        show_kids(set, cond);
        break;
    case WN_OP_POINT:
        wn_buf_printf(&shown, "%d for ", cond->n);
        show(set, cond->a);
        break;
    case WN_OP_NOT:
        show(set, cond->a);
        break;
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        wn_buf_printf(&shown, "%u: ", (unsigned)cond->b);
        show(set, cond->a);
        break;
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
        show_set(set, cond->a);
        break;
    case WN_OP_MATCH:
        show_pattern(set, cond->a);
        break;
    case WN_OP_WORDS:
    case WN_OP_CHARS:
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
        show_numbers(cond->a, cond->b);
        break;
    case WN_OP_FEATURE:
        wn_buf_printf(&shown, "%u=%u", (unsigned)cond->a, cond->flag);
        break;
    default:
        show_number(cond->a);
    }
}

static void show(const wn_ruleset *set, uint32_t index)
{
    static const char *const names[] = {"true",  "all",    "any",   "not",     "is",    "starts", "contains", "match",
                                        "words", "chars",  "has",   "repeats", "zone",  "first",  "last",     "before",
                                        "after", "marked", "above", "below",   "score", "point"};
    if (index == WN_NONE) {
        wn_buf_text(&shown, "-");
        return;
    }
    ck_assert_uint_lt(index, set->cond_count);
    wn_buf_printf(&shown, "%s(", names[set->conds[index].op]);
    show_inside(set, &set->conds[index]);
    wn_buf_put(&shown, ')');
}

static const char *text_of(const wn_ruleset *set, uint32_t index)
{
    wn_buf_clear(&shown);
    show(set, index);
    wn_buf_put(&shown, '\0');
    return shown.data;
}

/* ---- conditions ---- */

typedef struct translation {
    const char *unit; /* as it is written */
    const char *cond; /* as it is shown */
} translation;

static const translation translations[] = {
    {"line: '^more$'", "match(/^more$/i)"},
    {"line: ['^more$', {is: less}]", "any(is(less), match(/^more$/i))"},
    {"block: {is: Pier News}", "is(pier news)"},
    {"line: {is: ['• Advertisement:', '(3) Anzeige', ADVERTISEMENT]}", "is(advertisement|anzeige)"},
    {"line: {starts: '« By our Desk'}", "starts(by our desk)"},
    {"line: {contains: ['Read On', ' & ']}", "contains(read on| & )"},
    {"line: {match: ['a', 'b'], words: {max: 3}}", "all(words(0-3), any(match(/a/i), match(/b/i)))"},
    {"line: {words: {max: 3}, match: ['a', 'b']}", "all(words(0-3), any(match(/a/i), match(/b/i)))"},
    {"line: {match: 'a', case: exact}", "match(/a/)"},
    {"line: {chars: {min: 2}}", "chars(2-*)"},
    {"line: {ends-sentence: true}", "has(0=1)"},
    {"line: {prose: false}", "has(1=0)"},
    {"line: {sentence: true, headline: false, key-value: true, quoted: false, bulleted: true}",
     "all(has(2=1), has(3=0), has(4=1), has(5=0), has(6=1))"},
    {"line: {letters: none}", "has(7=0)"},
    {"line: {letters: some}", "has(7=1)"},
    {"line: {repeats: headline}", "repeats(0)"},
    {"line: {repeats: above}", "repeats(1)"},
    {"line: {repeats: earlier}", "repeats(2)"},
    {"line: {zone: head}", "zone(1)"},
    {"line: {zone: [body, tail]}", "zone(6)"},
    {"line: {first: 3, last: 2}", "all(first(3), last(2))"},
    {"line: {prose-before: {min: 50%}}", "before(500-1000)"},
    {"line: {prose-after: {min: 2.5%, max: 30%}}", "after(25-300)"},
    {"line: {any: [{is: a}, 'b'], all: [{is: c}, 'd']}", "all(all(is(c), match(/d/i)), any(is(a), match(/b/i)))"},
    {"line: {any: [{is: a}]}", "is(a)"},
    {"line: {match: 'a', unless: ['b', {quoted: true}]}", "all(match(/a/i), not(any(has(5=1), match(/b/i))))"},
    {"line: {above: 'a'}", "above(1: match(/a/i))"},
    {"line: {below: {is: b, within: 4}}", "below(4: is(b))"},
    {"line: {above: {none: true}}", "above(1: -)"},
    {"section: '^more$'", "match(/^more$/i)"},
    {"section: {from: {marked: any}}", "marked(*)"},
    {"section: {from: {marked: x}}", "marked(0)"},
    {"run: {match: 'a', min-lines: 3}", "match(/a/i)"},
    {"tail: {limit: 4, score: 2, points: [{add: 2, is: a}, {add: -9, match: 'b'}]}",
     "score(2 of point(2 for is(a)), point(-9 for match(/b/i)))"},
    {"tail: {headline: true, score: 1, points: [{add: 1, is: a}]}", "all(has(3=1), score(1 of point(1 for is(a))))"},
    {"head: 'a'", "match(/a/i)"},
    {"span: {match: 'a', words: {max: 9}}", "words(0-9)"},
};

START_TEST(each_condition_becomes_its_operators)
{
    const translation *t = &translations[_i];
    char               text[512];
    snprintf(text, sizeof text, HEAD "- id: x\n  %s\n", t->unit);
    wn_policy        *policy = load(text);
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(text_of(set, rule_of(set, "x")->cond), t->cond);
    wn_policy_free(policy);
}
END_TEST

START_TEST(exact_literals_are_found_caseless_and_confirmed_with_case)
{
    wn_policy        *policy = load(HEAD "- id: x\n  line: {contains: [Fe+, Cu], case: exact}\n"
                                                "- id: y\n  line: {contains: FE+}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(text_of(set, rule_of(set, "x")->cond), "all(contains(fe+|cu), match(/(?:Fe\\+|Cu)/))");
    ck_assert_str_eq(text_of(set, rule_of(set, "y")->cond), "contains(fe+)");
    ck_assert_uint_eq(set->literal_count, 2);
    wn_policy_free(policy);
}
END_TEST

START_TEST(defines_are_put_in_and_nest)
{
    wn_policy        *policy = load("winnow: 1\ndefine: {b: 'x|y', a: '(?:%{b})'}\n"
                                           "rules: [{id: x, line: '^%{a}%{2}\\%{a}$'}]\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(text_of(set, rule_of(set, "x")->cond), "match(/^(?:x|y)%{2}\\%{a}$/i)");
    wn_policy_free(policy);
}
END_TEST

START_TEST(equal_patterns_and_literals_are_stored_once)
{
    wn_policy        *policy = load(HEAD "- {id: a, line: {is: Ferry}}\n- {id: b, tail: {is: FERRY}}\n"
                                                "- {id: c, tail: 'x'}\n- {id: d, head: 'x'}\n"
                                                "- {id: e, head: {match: 'x', case: exact}}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_uint_eq(set->literal_count, 1);
    ck_assert_uint_eq(set->pattern_count, 2);
    wn_policy_free(policy);
}
END_TEST

/* ---- rules ---- */

START_TEST(a_rule_has_its_defaults)
{
    wn_policy   *policy = load(HEAD "- {id: promo.app.x, line: 'x'}\n- {id: tail, tail: 'x'}\n- {id: run, run: 'x'}\n"
                                      "- {id: section, section: 'x'}\n");
    wn_rule_info info;
    ck_assert(wn_policy_rule(policy, 0, &info));
    ck_assert_str_eq(info.id, "promo.app.x");
    ck_assert_str_eq(info.category, "promo");
    ck_assert_str_eq(info.unit, "line");
    ck_assert_str_eq(info.file, "p.yaml");
    ck_assert_uint_eq(info.line, 3);
    ck_assert_int_eq(info.level, 2);
    ck_assert_int_eq(info.action, WN_STRIP);
    ck_assert(!info.shadow && !info.why);
    ck_assert(!wn_policy_rule(policy, 4, &info));
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_uint_eq(rule_of(set, "tail")->limit, 3);
    ck_assert_uint_eq(rule_of(set, "run")->min_lines, 2);
    ck_assert_uint_eq(rule_of(set, "run")->max_lines, WN_NONE);
    ck_assert_uint_eq(rule_of(set, "section")->min_lines, 0);
    ck_assert_uint_eq(rule_of(set, "section")->limit, WN_NONE);
    ck_assert_uint_eq(rule_of(set, "section")->until, WN_UNTIL_PROSE);
    ck_assert_uint_eq(rule_of(set, "section")->until_lines, 1);
    wn_policy_free(policy);
}
END_TEST

START_TEST(rules_stand_in_the_order_of_ids)
{
    wn_policy *policy = load(
        HEAD "- {id: b, line: 'x'}\n- {id: a.z, line: 'x'}\n- {id: a-z, line: 'x'}\n- {id: a, line: 'x'}\n");
    const char  *ids[] = {"a", "a-z", "a.z", "b"};
    wn_rule_info info;
    for (size_t i = 0; i < 4; i++) {
        ck_assert(wn_policy_rule(policy, i, &info));
        ck_assert_str_eq(info.id, ids[i]);
    }
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_section_has_its_numbers)
{
    wn_policy *policy = load(
        HEAD "- id: x\n  section: {from: 'a', until: {prose: 2}, takes: {bulleted: true}, limit: 9,\n"
             "    min-lines: 2, marked: {min: 50%, min-lines: 3}, reaches-end: true, keep-last: true}\n"
             "- {id: y, section: {from: 'a', until: end}}\n- {id: z, section: {from: 'a', until: {prose: true}}}\n"
             "- {id: w, section: {from: 'a', until: '^b'}}\n- {id: v, section: {from: 'a', until: blank}}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    const wn_rule    *x = rule_of(set, "x");
    ck_assert(x->until == WN_UNTIL_PROSE && x->until_lines == 2 && x->until_cond == WN_NONE);
    ck_assert_str_eq(text_of(set, x->takes), "has(6=1)");
    ck_assert(x->limit == 9 && x->min_lines == 2 && x->marked_share == 500 && x->marked_lines == 3);
    ck_assert(x->reaches_end && x->keeps_last && wn_rule_needs_document(set, rule_index(set, "x")));
    ck_assert_uint_eq(rule_of(set, "y")->until, WN_UNTIL_END);
    ck_assert_uint_eq(rule_of(set, "v")->until, WN_UNTIL_BLANK);
    ck_assert_str_eq(text_of(set, rule_of(set, "z")->until_cond), "has(1=1)");
    ck_assert_str_eq(text_of(set, rule_of(set, "w")->until_cond), "match(/^b/i)");
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_run_asks_around_itself)
{
    wn_policy *policy = load(
        HEAD "- id: x\n  run: {match: 'a', above: {unless: {match: ':$'}}, below: {none: true}, max-lines: 7,\n"
             "    any: [{above: {is: b}}]}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    const wn_rule    *x = rule_of(set, "x");
    ck_assert_str_eq(text_of(set, x->cond), "all(match(/a/i), above(1: is(b)))");
    ck_assert_str_eq(text_of(set, x->above), "above(1: not(match(/:$/i)))");
    ck_assert_str_eq(text_of(set, x->below), "below(1: -)");
    ck_assert_uint_eq(x->max_lines, 7);
    wn_policy_free(policy);
}
END_TEST

START_TEST(actions_have_what_they_need)
{
    wn_policy        *policy = load(HEAD
                                    "- {id: a, action: replace, with: '[$0]', span: 'x'}\n"
                                           "- {id: b, action: extract, field: updated, line: {match: ['no', '^up (?<value>.+)$']}}\n"
                                           "- {id: c, action: reject, document: {field: status, is: withdrawn}}\n"
                                           "- {id: d, action: replace, with: '', span: 'y'}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    const wn_rule    *a = rule_of(set, "a"), *b = rule_of(set, "b"), *c = rule_of(set, "c"), *d = rule_of(set, "d");
    ck_assert_str_eq(wn_ruleset_text(set, a->with), "[$0]");
    ck_assert_str_eq(set->pool + set->patterns[a->span_pattern].text, "x");
    ck_assert_uint_eq(a->cond, WN_NONE);
    ck_assert_str_eq(wn_ruleset_text(set, b->field), "updated");
    ck_assert_str_eq(set->pool + set->patterns[b->value_pattern].text, "^up (?<value>.+)$");
    ck_assert_str_eq(wn_ruleset_text(set, c->field), "status");
    ck_assert_uint_eq(c->value_pattern, WN_NONE);
    ck_assert_str_eq(wn_ruleset_text(set, d->with), "");
    ck_assert(wn_policy_can_reject(policy));
    wn_policy_free(policy);
}
END_TEST

START_TEST(categories_are_numbered_from_zero_by_name)
{
    wn_policy *policy = load(
        HEAD "- {id: b.x, line: 'x'}\n- {id: a, category: c, line: 'x'}\n- {id: b.y, line: 'x'}\n"
             "- {id: d, category: a, tail: {marked: [b, c]}}\n- {id: e, category: a, tail: {marked: bio}}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_uint_eq(set->category_count, 3);
    ck_assert_uint_eq(rule_of(set, "d")->category, 0);
    ck_assert_uint_eq(rule_of(set, "b.x")->category, 1);
    ck_assert_uint_eq(rule_of(set, "b.y")->category, 1);
    ck_assert_uint_eq(rule_of(set, "a")->category, 2);
    ck_assert_str_eq(text_of(set, rule_of(set, "d")->cond), "any(marked(1), marked(2))");
    ck_assert_str_eq(text_of(set, rule_of(set, "e")->cond), "not(true(0))"); /* ships, but no rule has it */
    wn_policy_free(policy);
}
END_TEST

/* ---- triggers ---- */

/* The triggers of a rule, in the order of literals: kind, and '+' when compared after the lead. */
static const char *triggers_of(const wn_ruleset *set, const char *id)
{
    uint32_t rule = rule_index(set, id);
    wn_buf_clear(&shown);
    for (uint32_t i = 0; i < set->literal_count; i++)
        for (uint32_t k = 0; k < set->literal_owners[i].count; k++)
            if (set->owners[set->literal_owners[i].first + k].rule == rule) {
                wn_buf_printf(&shown, "%s%c%s:", shown.size ? " " : "", "-isc"[set->literals[i].kind],
                              set -> literals[i].after_lead ? "+" : "");
                show_literal(set, i);
            }
    for (uint32_t i = 0; i < set->always_count; i++)
        if (set->always[i].rule == rule)
            wn_buf_printf(&shown, "%salways", shown.size ? " " : "");
    wn_buf_put(&shown, '\0');
    return shown.data;
}

static const translation trigger_cases[] = {
    {"line: {is: [Ferry, Pier]}", "i:ferry i:pier"},
    {"line: {starts: 'Ferry to'}", "s+:ferry to"},
    {"line: {contains: ferry}", "c:ferry"},
    {"line: {words: {max: 3}}", "always"},
    {"line: {contains: ferry, is: pier}", "i:pier"},
    {"line: {contains: ferry, words: {max: 3}}", "c:ferry"},
    {"line: {any: [{is: ferry}, {contains: pier}]}", "i:ferry c:pier"},
    {"line: {any: [{is: ferry}, {words: {max: 3}}]}", "i:ferry always"},
    {"line: {any: [{is: ferry}, {words: {max: 300}}]}", "always"},
    {"line: {match: '^[*-]? ?(?:ferry|pier)'}", "s+:ferry s+:pier"},
    {"line: {unless: {is: ferry}}", "always"},
    {"line: {above: {is: ferry}}", "always"},
    {"line: {all: [{starts: a}, {starts: [ferry, pier]}]}", "s+:ferry s+:pier"},
    {"line: {is: Ferry, case: exact}", "i:ferry"},
    {"block: {is: ferry}", "i:ferry"},
    {"section: {from: {is: ferry}, until: {is: pier}}", "i:ferry"},
    {"section: {from: {marked: any}}", "always"},
    {"span: {match: '\\d', contains: ferry}", "c:ferry"},
    {"run: {is: ferry}", ""},
    {"tail: {is: ferry}", "i:ferry"},
    {"tail: {score: 2, points: [{add: 2, contains: ferry}, {add: -9, contains: pier}]}", "c:ferry"},
    {"head: {is: ferry}", "i:ferry"},
    {"document: {is: ferry}", ""},
};

START_TEST(each_rule_has_its_triggers)
{
    const translation *t = &trigger_cases[_i];
    char               text[512];
    snprintf(text, sizeof text, HEAD "- id: x\n  action: %s\n  %s\n", strncmp(t->unit, "doc", 3) ? "strip" : "flag",
             t->unit);
    wn_policy *policy = load(text);
    ck_assert_str_eq(triggers_of(wn_policy_ruleset(policy), "x"), t->cond);
    wn_policy_free(policy);
}
END_TEST

START_TEST(rules_share_a_trigger)
{
    wn_policy        *policy = load(HEAD "- {id: a, line: {is: ferry}}\n- {id: b, line: {is: [ferry, pier, Ferry]}}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(triggers_of(set, "a"), "i:ferry");
    ck_assert_str_eq(triggers_of(set, "b"), "i:ferry i:pier");
    ck_assert_uint_eq(set->owner_count, 3); /* a and b, and b */
    wn_policy_free(policy);
    policy = load(HEAD "- {id: a, line: {is: [ferry, pier, quay]}}\n- {id: b, line: {is: [ferry, pier]}}\n");
    set = wn_policy_ruleset(policy);
    ck_assert_str_eq(triggers_of(set, "a"), "i:ferry i:pier i:quay");
    ck_assert_str_eq(triggers_of(set, "b"), "i:ferry i:pier");
    ck_assert_uint_eq(set->owner_count, 3); /* a and b, for two literals, and a */
    wn_policy_free(policy);
}
END_TEST

/* The gates of a rule's literals, in the order of literals, as the conditions that they are; the rule is the only one
 * with gates. */
static const char *gates_of(const wn_ruleset *set, const char *id)
{
    static char gates[200];
    uint32_t    rule = rule_index(set, id);
    gates[0] = '\0';
    for (uint32_t i = 0; i < set->literal_count; i++)
        for (uint32_t k = 0; k < set->literal_owners[i].count; k++) {
            const wn_owner *owner = &set->owners[set->literal_owners[i].first + k];
            if (owner->rule != rule && owner->rule != WN_NONE)
                continue;
            ck_assert(owner->gate == WN_NONE || set->conds[owner->gate].n == WN_GATED);
            strcat(strcat(gates, *gates ? " " : ""), owner->gate == WN_NONE ? "-" : text_of(set, owner->gate));
        }
    return gates;
}

static const translation gate_cases[] = {
    {"line: ['\\bferry \\d', '\\bpier \\d']", "match(/\\bferry \\d/i) match(/\\bpier \\d/i)"},
    {"line: {match: '\\bferry \\d', words: {max: 5}}", "match(/\\bferry \\d/i)"},
    {"line: {any: [{is: [ferry, quay]}, {contains: pier}]}", "is(ferry|quay) is(ferry|quay) contains(pier)"},
    {"line: ['\\bferry \\d', '\\bferry \\p{L}']", "match(/\\bferry \\d/i) match(/\\bferry \\p{L}/i)"},
    {"line: '\\bferry \\d'", "-"},
    {"line: {match: '\\bferry \\d', unless: {match: '\\bpier'}}", "match(/\\bferry \\d/i)"},
    {"section: {from: ['\\bferry \\d', '\\bpier \\d']}", "- -"},
    {"span: {match: '\\bferry \\d', contains: pier}", "-"},
    {"tail: {is: ferry}", "-"},
    {"head: {contains: ferry}", "- contains(ferry)"},
    {"tail: {score: 2, points: [{add: 2, contains: ferry}, {add: -9, match: 'pier'}]}",
     "- contains(ferry) match(/pier/i)"},
    {"tail: {contains: ferry, above: {contains: pier}}", "- contains(ferry)"},
};

START_TEST(parts_of_a_condition_are_gates_for_their_literals)
{
    const translation *t = &gate_cases[_i];
    char               text[512];
    snprintf(text, sizeof text, HEAD "- id: x\n  %s\n", t->unit);
    wn_policy *policy = load(text);
    ck_assert_str_eq(gates_of(wn_policy_ruleset(policy), "x"), t->cond);
    wn_policy_free(policy);
}
END_TEST

/* ---- overrides ---- */

#define THREE_RULES                                                                                                    \
    HEAD "- {id: a.line, line: '^x$'}\n- {id: a.section, was: old.section, section: '^x$', level: 3}\n"                \
         "- {id: a.run, run: {match: 'x', words: {max: 9}}}\noverrides:\n"

START_TEST(an_override_lays_its_keys_over_a_rule)
{
    wn_policy        *policy = load(THREE_RULES
                                    "- rules: {a.line: {line: {words: {max: 3}}, level: 1},\n"
                                           "    a.run: {run: {words: {min: 2}}}, old.section: {section: {until: end}}}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(text_of(set, rule_of(set, "a.line")->cond), "all(words(0-3), match(/^x$/i))");
    ck_assert_uint_eq(rule_of(set, "a.line")->level, 1);
    ck_assert_uint_eq(rule_of(set, "a.line")->line, 3);
    ck_assert_str_eq(text_of(set, rule_of(set, "a.run")->cond), "all(words(2-9), match(/x/i))");
    ck_assert_uint_eq(rule_of(set, "a.section")->until, WN_UNTIL_END);
    ck_assert_uint_eq(rule_of(set, "a.section")->level, 3);
    ck_assert_uint_eq(wn_policy_override_count(policy), 0);
    wn_policy_free(policy);
}
END_TEST

START_TEST(the_last_override_wins)
{
    wn_policy        *policy = load(THREE_RULES "- rules: {a.line: {level: 1}, a.run: off, a.section: off}\n"
                                                       "- rules: {a.line: {level: 3}, a.run: {level: 1}, a.section: on}\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_uint_eq(rule_of(set, "a.line")->level, 3);
    ck_assert(rule_of(set, "a.run")->is_off && rule_of(set, "a.run")->level == 1);
    ck_assert(!rule_of(set, "a.section")->is_off);
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_rule_that_is_off_never_holds_and_wakes_for_nothing)
{
    wn_policy *policy = load(
        HEAD "- {id: x, line: {is: ferry}}\n- {id: y, tail: 'x'}\noverrides: [{rules: {x: off, y: off}}]\n");
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(text_of(set, rule_of(set, "x")->cond), "not(true(0))");
    ck_assert_str_eq(triggers_of(set, "x"), "");
    ck_assert_ptr_null(wn_policy_hold_reason(policy));
    wn_policy_free(policy);
}
END_TEST

static bool applies_to(const wn_policy *policy, size_t index, const char *lang, const char *source)
{
    return wn_policy_override_applies(policy, index, &(wn_attributes){.lang = lang, .source = source});
}

START_TEST(conditional_overrides_make_variants)
{
    wn_policy *policy = load(
        THREE_RULES
        "- {when: {lang: [ja, zh]}, rules: {a.line: off}}\n"
        "- rules: {a.line: {level: 1}}\n"
        "- {when: {source: '*.example.org'}, rules: {a.line: {line: {words: {max: 4}}}, a.run: {level: 3}}}\n");
    const wn_ruleset *base = wn_policy_ruleset(policy);
    ck_assert_uint_eq(wn_policy_override_count(policy), 2);
    ck_assert(applies_to(policy, 0, "zh-Hant", NULL) && !applies_to(policy, 0, "en", NULL));
    ck_assert(applies_to(policy, 1, NULL, "NEWS.example.org") && !applies_to(policy, 1, NULL, NULL));
    ck_assert_str_eq(text_of(base, rule_of(base, "a.line")->cond), "match(/^x$/i)");

    const bool  both[] = {true, true}, second[] = {false, true}, none[] = {false, false};
    wn_variant *variant = NULL;
    ck_assert_int_eq(wn_policy_variant(policy, both, &variant, NULL), WN_OK);
    ck_assert(rule_of(&variant->set, "a.line")->is_off && rule_of(&variant->set, "a.line")->level == 1);
    ck_assert_uint_eq(rule_of(&variant->set, "a.run")->level, 3);
    wn_variant_free(variant);

    ck_assert_int_eq(wn_policy_variant(policy, second, &variant, NULL), WN_OK);
    ck_assert_str_eq(text_of(&variant->set, rule_of(&variant->set, "a.line")->cond), "all(words(0-4), match(/^x$/i))");
    ck_assert_uint_eq(rule_index(&variant->set, "a.run"), rule_index(base, "a.run"));
    wn_variant_free(variant);

    ck_assert_int_eq(wn_policy_variant(policy, none, &variant, NULL), WN_OK);
    ck_assert_uint_eq(variant->set.cond_count, base->cond_count);
    ck_assert_int_eq(memcmp(variant->set.pool, base->pool, base->pool_size), 0);
    wn_variant_free(variant);
    wn_policy_free(policy);
}
END_TEST

START_TEST(overrides_that_only_clash_together_are_refused_then)
{
    wn_policy  *policy = load(HEAD "- {id: a, run: {match: 'x'}}\noverrides:\n"
                                    "- {when: {lang: de}, rules: {a: {run: {min-lines: 5}}}}\n"
                                    "- {when: {source: x.example}, rules: {a: {run: {max-lines: 4}}}}\n");
    wn_variant *variant = NULL;
    wn_error   *error = NULL;
    ck_assert_int_eq(wn_policy_variant(policy, (bool[]){true, true}, &variant, &error), WN_BAD_POLICY);
    ck_assert_ptr_null(variant);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "rule \"a\", as several overrides leave it"));
    wn_error_free(error);
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_conditional_override_can_make_a_policy_hold_or_reject)
{
    wn_policy *policy = load(
        HEAD "- {id: a, line: 'x'}\n- {id: b, action: reject, document: 'x', shadow: true}\noverrides:\n"
             "- rules: {b: off}\n- {when: {lang: de}, rules: {a: {line: {last: 3}}}}\n");
    ck_assert_str_eq(wn_policy_hold_reason(policy), "a");
    ck_assert(!wn_policy_can_reject(policy));
    wn_policy_free(policy);
    policy = load(HEAD "- {id: b, action: reject, document: 'x'}\noverrides:\n- rules: {b: off}\n"
                       "- {when: {lang: de}, rules: {b: on}}\n");
    ck_assert(wn_policy_can_reject(policy));
    wn_policy_free(policy);
}
END_TEST

/* ---- when ---- */

typedef struct when_case {
    const char *when, *lang, *source, *desk;
    bool        holds;
} when_case;

static const when_case when_cases[] = {
    {"lang: pt", "pt", NULL, NULL, true},
    {"lang: pt", "pt-BR", NULL, NULL, true},
    {"lang: pt", "PT_br", NULL, NULL, true},
    {"lang: pt", "ptx", NULL, NULL, false},
    {"lang: pt-BR", "pt", NULL, NULL, false},
    {"lang: [de, pt]", "pt", NULL, NULL, true},
    {"lang: pt", NULL, NULL, NULL, false},
    {"source: news.example.org", NULL, "News.Example.ORG", NULL, true},
    {"source: '*.example.org'", NULL, "a.b.example.org", NULL, true},
    {"source: '*.example.org'", NULL, "example.org", NULL, false},
    {"source: 'n?ws.*'", NULL, "n\xc3\xa9ws.example", NULL, true},
    {"source: 'n?ws.*'", NULL, "nws.example", NULL, false},
    {"source: '*a*b'", NULL, "xaxxbxb", NULL, true},
    {"source: '*a*b'", NULL, "xaxxbxbx", NULL, false},
    {"source: ['x', '*']", NULL, "", NULL, true},
    {"source: '*'", NULL, NULL, NULL, false},
    {"field: {desk: 'sport*'}", NULL, NULL, "sport-local", true},
    {"field: {desk: 'sport*'}", NULL, NULL, "Sport", false},
    {"field: {desk: '*'}", NULL, NULL, NULL, false},
    {"field: {desk: 's*'}, lang: de", "en", NULL, "sport", false},
    {"prose-lines: {min: 3}", NULL, NULL, NULL, true}, /* the engine's to check */
};

START_TEST(each_when_holds_where_it_should)
{
    const when_case *c = &when_cases[_i];
    char             text[256];
    snprintf(text, sizeof text, HEAD "- {id: x, when: {%s}, line: 'x'}\n", c->when);
    wn_policy        *policy = load(text);
    const wn_ruleset *set = wn_policy_ruleset(policy);
    wn_field          field = {"desk", {c->desk, c->desk ? strlen(c->desk) : 0}};
    wn_attributes     attributes = {c->lang, c->source, &field, c->desk ? 1 : 0};
    ck_assert_msg(wn_when_holds(set, rule_of(set, "x")->when, &attributes) == c->holds, "when: {%s}", c->when);
    ck_assert(wn_when_holds(set, WN_NONE, &attributes));
    wn_policy_free(policy);
}
END_TEST

START_TEST(when_keeps_its_prose_counts)
{
    wn_policy     *policy = load(HEAD
                                 "- {id: x, when: {prose-lines: {min: 3}, prose-words: {min: 5, max: 100}}, line: 'x'}\n");
    const wn_when *when = &wn_policy_ruleset(policy)->whens[0];
    ck_assert(when->prose_lines_min == 3 && when->prose_lines_max == WN_NONE);
    ck_assert(when->prose_words_min == 5 && when->prose_words_max == 100);
    ck_assert_str_eq(wn_policy_hold_reason(policy), "x");
    wn_policy_free(policy);
}
END_TEST

/* ---- hold ---- */

static const translation hold_cases[] = {
    {"line: {zone: head}", ""},
    {"line: {zone: tail}", "x"},
    {"line: {zone: [head, body]}", "x"},
    {"line: {first: 3}", ""},
    {"line: {last: 3}", "x"},
    {"line: {prose-before: {min: 5%}}", "x"},
    {"line: {below: {is: a}}", ""},
    {"line: {unless: {last: 2}}", "x"},
    {"section: {from: 'x', until: end}", ""},
    {"run: {match: 'x'}", ""},
    {"run: {match: 'x', below: {last: 2}}", "x"},
    {"run: {match: 'x', reaches-end: true}", "x"},
    {"tail: 'x'", "x"},
    {"head: 'x'", ""},
    {"span: 'x'", ""},
    {"line: {above: {prose-after: {max: 5%}}}", "x"},
};

START_TEST(each_rule_holds_the_document_if_it_must)
{
    char text[256];
    snprintf(text, sizeof text, HEAD "- id: x\n  %s\n", hold_cases[_i].unit);
    wn_policy  *policy = load(text);
    const char *reason = wn_policy_hold_reason(policy);
    ck_assert_msg(!strcmp(reason ? reason : "", hold_cases[_i].cond), "%s", hold_cases[_i].unit);
    wn_policy_free(policy);
}
END_TEST

START_TEST(the_guard_of_the_last_layer_wins_key_by_key)
{
    const char *one = "winnow: 1\nname: one\nguard: {max-removed-prose: 40%, min-words: 40}\n";
    const char *two = "winnow: 1\nname: two\nversion: 1.10\nguard: {min-words: 9}\n";
    const char *three = "winnow: 1\nguard: off\n";
    wn_layer   layers[] = {{"one", {one, strlen(one)}}, {"two", {two, strlen(two)}}, {"three", {three, strlen(three)}}};
    wn_policy *policy = load_layers(layers, 2);
    ck_assert_uint_eq(wn_policy_ruleset(policy)->guard.max_removed_prose, 400);
    ck_assert_uint_eq(wn_policy_ruleset(policy)->guard.min_words, 9);
    ck_assert_str_eq(wn_policy_hold_reason(policy), "guard");
    ck_assert_str_eq(wn_policy_name(policy), "two");
    ck_assert_str_eq(wn_policy_version(policy), "1.10");
    wn_policy_free(policy);
    policy = load_layers(layers, 3);
    ck_assert_uint_eq(wn_policy_ruleset(policy)->guard.max_removed_prose, WN_NONE);
    ck_assert_uint_eq(wn_policy_ruleset(policy)->guard.min_words, 0);
    ck_assert_ptr_null(wn_policy_hold_reason(policy));
    ck_assert_str_eq(wn_policy_name(policy), "three");
    ck_assert_str_eq(wn_policy_version(policy), "");
    wn_policy_free(policy);
}
END_TEST

/* ---- layers ---- */

START_TEST(a_layer_extends_the_built_in_policy_and_changes_it)
{
    const char *mine =
        "winnow: 1\nname: mine\nextends: [structure]\nrules: [{id: harbour.more, line: '^more boats$'}]\n";
    wn_policy *own = load("winnow: 1\nextends: [structure]\n");
    wn_policy *policy = load(mine);
    ck_assert_uint_eq(wn_policy_rule_count(policy), wn_policy_rule_count(own) + 1);
    ck_assert_str_ne(wn_policy_sha256(policy), wn_policy_sha256(own));
    ck_assert_uint_eq(strlen(wn_policy_sha256(policy)), 64);
    wn_policy_free(policy);
    wn_policy_free(own);
}
END_TEST

START_TEST(a_pattern_sees_the_defines_of_the_file_it_stands_in)
{
    const char       *one = "winnow: 1\ndefine: {word: one}\nrules: [{id: a, line: '%{word}'}]\n";
    const char       *two = "winnow: 1\ndefine: {word: two}\nrules: [{id: b, line: '%{word}'}]\n"
                            "overrides: [{rules: {a: {line: {unless: '%{word}'}}}}]\n";
    wn_layer          layers[] = {{"one", {one, strlen(one)}}, {"two", {two, strlen(two)}}};
    wn_policy        *policy = load_layers(layers, 2);
    const wn_ruleset *set = wn_policy_ruleset(policy);
    ck_assert_str_eq(text_of(set, rule_of(set, "a")->cond), "all(match(/one/i), not(match(/two/i)))");
    ck_assert_str_eq(text_of(set, rule_of(set, "b")->cond), "match(/two/i)");
    wn_policy_free(policy);
}
END_TEST

/* ---- order ---- */

static const char *const blocks[] = {
    "- {id: b.two, line: {is: [ferry, pier], words: {max: 4}}}\n",
    "- {id: a.one, tail: {match: '^quay', marked: c}}\n",
    "- {id: c.three, line: {contains: quay, unless: {match: 'x'}}}\n",
    "- {id: d.four, section: {from: {starts: pier}, until: {is: ferry}}}\n",
    "- {id: e.five, span: '\\d+ boats', when: {lang: de}}\n",
};

#define BLOCKS (sizeof blocks / sizeof blocks[0])

/* The rules' lines differ with their order in the file; nothing else may. */
static void expect_equal(const wn_ruleset *a, const wn_ruleset *b)
{
    ck_assert(a->rule_count == b->rule_count && a->pool_size == b->pool_size);
    ck_assert_int_eq(memcmp(a->pool, b->pool, a->pool_size), 0);
    for (uint32_t i = 0; i < a->rule_count; i++) {
        wn_rule rule = b->rules[i];
        rule.line = a->rules[i].line;
        ck_assert_int_eq(memcmp(&a->rules[i], &rule, sizeof rule), 0);
    }
#define SAME(items, number)                                                                                            \
    ck_assert(a->number == b->number && !memcmp(a->items, b->items, a->number * sizeof *a->items))
    SAME(conds, cond_count);
    SAME(kids, kid_count);
    SAME(patterns, pattern_count);
    SAME(literals, literal_count);
    SAME(sets, set_count);
    SAME(members, member_count);
    SAME(whens, when_count);
    SAME(owners, owner_count);
    SAME(always, always_count);
#undef SAME
}

START_TEST(shuffled_rules_make_an_equal_rule_set)
{
    char ordered[1024] = HEAD, shuffled[1024] = HEAD;
    for (size_t i = 0; i < BLOCKS; i++) {
        strcat(ordered, blocks[i]);
        strcat(shuffled, blocks[(i * 3 + (size_t)_i) % BLOCKS]);
    }
    wn_policy *one = load(ordered), *other = load(shuffled);
    expect_equal(wn_policy_ruleset(one), wn_policy_ruleset(other));
    wn_policy_free(one);
    wn_policy_free(other);
}
END_TEST

/* ---- examples ---- */

START_TEST(examples_stand_beside_their_rules)
{
    wn_policy *policy = load(
        "winnow: 1\nrules:\n- id: a\n  line: 'x'\n  hits: [one, two]\n  misses: three\n"
        "tests:\n- name: boats\n  lang: de\n  level: 3\n  verdict: cleaned\n  fields: {desk: sport}\n"
        "  text: |\n    =|Boats came.\n    -|More boats\n    +|Fewer boats\n    ?|\n");
    const wn_definitions *all = wn_policy_definitions(policy);
    ck_assert_uint_eq(all->rules[0].hits.count, 2);
    ck_assert_uint_eq(all->rules[0].misses.count, 1);
    ck_assert_str_eq(all->rules[0].hits.items[1].text.data, "two");
    ck_assert_uint_eq(all->rules[0].hits.items[1].place.line, 5);
    ck_assert_uint_eq(all->test_count, 1);
    const wn_case *test = &all->tests[0];
    ck_assert_str_eq(test->name, "boats");
    ck_assert(!strcmp(test->lang, "de") && !test->source && test->level == 3);
    ck_assert(test->has_verdict && test->verdict == WN_CLEANED);
    ck_assert(test->field_count == 1 && !strcmp(test->fields[0].name, "desk"));
    const wn_mark marks[] = {WN_MARK_STAYS, WN_MARK_GOES, WN_MARK_BECOMES, WN_MARK_ANY};
    ck_assert_uint_eq(test->line_count, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(test->lines[i].mark, marks[i]);
    ck_assert_int_eq(memcmp(test->lines[1].text.data, "More boats", test->lines[1].text.size), 0);
    ck_assert_uint_eq(wn_node_place_in(test->text, test->lines[2].offset).line, 16);
    wn_policy_free(policy);
}
END_TEST

static TCase *make_tests(void)
{
    TCase *tests = tcase_create("compile");
#define LOOP(test, table) tcase_add_loop_test(tests, test, 0, (int)(sizeof table / sizeof table[0]))
    LOOP(each_condition_becomes_its_operators, translations);
    LOOP(each_rule_has_its_triggers, trigger_cases);
    LOOP(parts_of_a_condition_are_gates_for_their_literals, gate_cases);
    LOOP(each_when_holds_where_it_should, when_cases);
    LOOP(each_rule_holds_the_document_if_it_must, hold_cases);
    LOOP(shuffled_rules_make_an_equal_rule_set, blocks);
#undef LOOP
    tcase_add_test(tests, exact_literals_are_found_caseless_and_confirmed_with_case);
    tcase_add_test(tests, defines_are_put_in_and_nest);
    tcase_add_test(tests, equal_patterns_and_literals_are_stored_once);
    tcase_add_test(tests, a_rule_has_its_defaults);
    tcase_add_test(tests, rules_stand_in_the_order_of_ids);
    tcase_add_test(tests, a_section_has_its_numbers);
    tcase_add_test(tests, a_run_asks_around_itself);
    tcase_add_test(tests, actions_have_what_they_need);
    tcase_add_test(tests, categories_are_numbered_from_zero_by_name);
    tcase_add_test(tests, rules_share_a_trigger);
    tcase_add_test(tests, an_override_lays_its_keys_over_a_rule);
    tcase_add_test(tests, the_last_override_wins);
    tcase_add_test(tests, a_rule_that_is_off_never_holds_and_wakes_for_nothing);
    tcase_add_test(tests, conditional_overrides_make_variants);
    tcase_add_test(tests, overrides_that_only_clash_together_are_refused_then);
    tcase_add_test(tests, a_conditional_override_can_make_a_policy_hold_or_reject);
    tcase_add_test(tests, when_keeps_its_prose_counts);
    tcase_add_test(tests, the_guard_of_the_last_layer_wins_key_by_key);
    tcase_add_test(tests, a_layer_extends_the_built_in_policy_and_changes_it);
    tcase_add_test(tests, a_pattern_sees_the_defines_of_the_file_it_stands_in);
    tcase_add_test(tests, examples_stand_beside_their_rules);
    return tests;
}

int main(void)
{
    Suite *suite = suite_create("compile");
    suite_add_tcase(suite, make_tests());
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    wn_buf_free(&shown);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
