/* test_budget.c: what hostile lines may cost, counted in engine steps. */
#include "engine/judge.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char overlapping[] = "(x|xx)+[^x ]{%zu}$";

/* Rules of one kind: `pattern` with a number in it, so that no two are the same. */
static wn_policy *load_rules(const char *pattern, size_t count)
{
    const char *place = strstr(pattern, "%zu");
    wn_buf      yaml = {0};
    wn_policy  *policy = NULL;
    wn_buf_text(&yaml, "winnow: 1\nname: costly\nrules:\n");
    for (size_t i = 0; i < count; i++)
        wn_buf_printf(&yaml, "- {id: r%zu, line: '%.*s%zu%s'}\n", i, (int)(place - pattern), pattern, i % 100 + 1,
                      place + 3);
    ck_assert_int_eq(wn_policy_load(&(wn_layer){"costly", wn_buf_bytes(&yaml)}, 1, NULL, &policy, NULL), WN_OK);
    wn_buf_free(&yaml);
    return policy;
}

/* `unit` again and again;no pattern wants all of it. */
static wn_bytes make_line(const char *unit, size_t size)
{
    char  *line = malloc(size);
    size_t period = strlen(unit);
    for (size_t i = 0; i < size; i++)
        line[i] = unit[i % period];
    return (wn_bytes){line, size};
}

typedef struct cost {
    uint32_t steps;
    uint32_t promised;
    bool     is_kept;
} cost;

static cost cost_of(const wn_line *line)
{
    return (cost){.steps = line->steps, .promised = line->promised, .is_kept = line->fate == WN_LINE_STAYS};
}

/* What the first line of a text costs under the policy, which must be what every line costs; frees both. */
static cost measure_line_by(wn_policy *policy, wn_bytes line, bool interpret)
{
    const wn_filter_options    options = {.interpret = interpret};
    static const wn_sink       nowhere = {0};
    static const wn_attributes unknown = {0};
    const wn_ruleset          *set = wn_policy_ruleset(policy);
    wn_program                *program = NULL;
    wn_judge                  *judge = NULL;
    size_t                     settled;
    ck_assert_int_eq(wn_program_new(set, &options, false, &program), WN_OK);
    ck_assert_int_eq(wn_judge_new(set->rule_count, &nowhere, &judge), WN_OK);
    wn_program_wake(program, &unknown);
    ck_assert_int_eq(wn_judge_begin(judge, program, &unknown, (wn_bytes){0}, 0), WN_OK);
    ck_assert_int_eq(wn_judge_window(judge, line, 0, WN_SETTLE_FINAL, &settled), WN_OK);
    cost spent = cost_of(&judge->lines.items[0]);
    for (size_t i = 0; i < judge->lines.count; i++) {
        cost other = cost_of(&judge->lines.items[i]);
        ck_assert(other.steps == spent.steps && other.promised == spent.promised && other.is_kept == spent.is_kept);
    }
    ck_assert_uint_eq(settled, line.size);
    wn_judge_free(judge);
    wn_program_free(program);
    wn_policy_free(policy);
    free((char *)line.data);
    return spent;
}

static cost measure_line(wn_policy *policy, wn_bytes line)
{
    return measure_line_by(policy, line, true);
}

/* What one line of `size` bytes costs under so many rules. */
static cost measure(const char *pattern, const char *unit, size_t rules, size_t size)
{
    return measure_line(load_rules(pattern, rules), make_line(unit, size));
}

/* The same of a rule whose only gain is for "gain", and whose loss is dear. */
static cost measure_score(const char *unit)
{
    static const char yaml[] = "winnow: 1\nname: scored\nrules:\n"
                               "- {id: scored, tail: {score: 2, points: [{add: 2, contains: gain},\n"
                               "   {add: -9, match: '(x|xx)+[^x ]{3}$'}]}}\n";
    wn_policy        *policy = NULL;
    ck_assert_int_eq(wn_policy_load(&(wn_layer){"scored", {yaml, sizeof yaml - 1}}, 1, NULL, &policy, NULL), WN_OK);
    return measure_line(policy, make_line(unit, 200));
}

static uint32_t count_steps(size_t rules, size_t size)
{
    return measure(overlapping, "x", rules, size).steps;
}

static void check_within(cost spent, size_t size)
{
    wn_allowance most = wn_allowance_of(size);
    ck_assert_uint_le(spent.steps, most.steps);
    ck_assert_uint_le(spent.promised, most.promised);
}

START_TEST(allowance_grows_with_the_line_and_is_small_for_short_ones)
{
    for (size_t size = 1; size <= WN_LINE_BYTES_MAX; size++) {
        wn_allowance most = wn_allowance_of(size), less = wn_allowance_of(size - 1);
        ck_assert_uint_le(most.steps, 64 * (size + 1));
        ck_assert_uint_gt(most.steps, less.steps);
        ck_assert_uint_gt(most.promised, less.promised);
    }
    ck_assert_uint_le(wn_allowance_of(80).steps, 48 * 80);
    ck_assert_uint_le(wn_allowance_of(16000).steps, 33 * 16000);
    ck_assert_uint_le(wn_allowance_of(16000).promised, 321 * 16000);
}
END_TEST

START_TEST(hostile_lines_cost_a_budget_per_line_and_not_per_rule)
{
    static const size_t sizes[] = {5, 20, 80, 200, 2000, 16000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_within(measure(overlapping, "x", 60, sizes[i]), sizes[i]);
        check_within(measure(overlapping, "x", 600, sizes[i]), sizes[i]);
    }
    ck_assert_uint_gt(count_steps(600, 200), 4096);
}
END_TEST

START_TEST(a_loss_is_asked_only_where_the_gains_reach_the_score)
{
    ck_assert_uint_eq(measure_score("xxxxxxxxxx").steps, 0);
    ck_assert_uint_gt(measure_score("xxxx gain ").steps, 0);
}
END_TEST

/* Patterns that are known to be slow, and what they are slow on. */
static const char *const classics[][2] = {
    {"^(a+)+b{%zu}$", "a"},                        /* nested quantifiers */
    {"^(?:a+){1,9}(?:a|b){%zu}c$", "a"},           /* and bounded ones */
    {"^(a|aa)+b{%zu}$", "a"},                      /* overlapping alternatives */
    {"^(?:a|a|a)+b{%zu}$", "a"},                   /* the same alternative again */
    {"(\\w+)\\s\\1\\1{%zu}!", "ab "},              /* back-references */
    {"^(a*)*\\1{%zu}b$", "a"},                     /* to what may be empty */
    {"(?=.*(?:a+)+!{%zu})a", "a"},                 /* look-ahead */
    {"(?<!b{%zu})(?:a|aa)+!", "a"},                /* look-behind */
    {"\\s+$(?<!.{%zu}y)|x\\s+$", "a a"},           /* spaces up to an end that is none */
    {".*,.*,.*,.*,.*,.*,.*,.*,.*,.*;{%zu}", ", "}, /* commas */
    {"(?:.*,){20}x{%zu}", ","},                    /* twenty of them */
    {"\\b\\w+\\b.*[!?]{%zu}$", "ab "},             /* a start at every word */
    {"(?:\\w+\\s?)+!{%zu}", "ab "},                /* words, or parts of them */
    {"(?:[^\\s!]+\\s*)+!{%zu}$", "ab"},            /* anything, or parts of it */
    {"(x+x+)+y{%zu}", "x"},                        /* two that share */
};

START_TEST(classics_cost_a_budget_and_what_is_past_it_is_kept)
{
    static const size_t sizes[] = {300, 3000, 16000};
    for (size_t i = 0; i < sizeof classics / sizeof *classics; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            cost one = measure(classics[i][0], classics[i][1], 1, sizes[k]);
            cost many = measure(classics[i][0], classics[i][1], 50, sizes[k]);
            ck_assert_msg(one.steps <= wn_match_steps_max(sizes[k]), "%s: %u steps", classics[i][0], one.steps);
            check_within(many, sizes[k]);
            ck_assert_msg(one.is_kept && many.is_kept, "%s takes a line that it does not match", classics[i][0]);
        }
}
END_TEST

/* Patterns of a linear or quadratic class, which are not counted on short lines. */
static const char *const harmless[][2] = {
    {"\\w+[!?]{%zu}", "a"},           {"[ab]+[cd]{%zu}", "a"},
    {"[a-z]{1,200}[0-9]{%zu}", "a"},  {"(?:[a-z]{1,9} ){1,20}[!?]{%zu}", "a "},
    {"^(?:a|aa){1,9}[!?]{%zu}", "a"},
};

START_TEST(many_rules_that_are_harmless_alone_cost_a_budget_together)
{
    static const size_t sizes[] = {20, 80, 700, 5000};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            cost many = measure(harmless[i][0], harmless[i][1], 400, sizes[k]);
            check_within(many, sizes[k]);
            ck_assert(many.is_kept);
        }
}
END_TEST

/* A policy of `unit` rules with patterns of one kind. */
static wn_policy *load_units(const char *unit, const char *pattern, size_t count)
{
    wn_buf     yaml = {0};
    wn_policy *policy = NULL;
    wn_buf_text(&yaml, "winnow: 1\nname: units\nrules:\n");
    for (size_t i = 0; i < count; i++)
        wn_buf_printf(&yaml, "- {id: r%zu, %s: '%s{%zu}'}\n", i, unit, pattern, i + 1);
    ck_assert_int_eq(wn_policy_load(&(wn_layer){"units", wn_buf_bytes(&yaml)}, 1, NULL, &policy, NULL), WN_OK);
    wn_buf_free(&yaml);
    return policy;
}

START_TEST(spans_share_the_budget_of_their_line)
{
    check_within(measure_line(load_units("span", "a(?=(?:a|aa)+!)", 40), make_line("ab", 3000)), 3000);
    check_within(measure_line(load_units("span", "\\w+[!?]", 40), make_line("a", 3000)), 3000);
}
END_TEST

START_TEST(many_matches_on_a_line_pay_for_it_once)
{
    cost spent = measure_line(load_units("span", "[a-z]{1,20}=\\d", 1), make_line("key=7 ", 12000));
    check_within(spent, 12000);
    ck_assert_uint_eq(spent.steps, 0);
}
END_TEST

/* Six lines alike: the memo knows the later ones. */
START_TEST(a_line_that_comes_again_has_the_same_budget)
{
    static const char *const patterns[] = {"^(?:a|aa){1,9}[!?]{%zu}", "[a-z]{1,30}[0-9]{%zu}", "(x|xx)+[^x ]{%zu}$"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        char lines[6 * 61];
        memset(lines, i == 2 ? 'x' : 'a', sizeof lines);
        for (size_t k = 1; k <= 6; k++)
            lines[61 * k - 1] = '\n';
        for (int interpret = 0; interpret < 2; interpret++) {
            char *copy = malloc(sizeof lines);
            memcpy(copy, lines, sizeof lines);
            cost spent = measure_line_by(load_rules(patterns[i], 40), (wn_bytes){copy, sizeof lines}, interpret);
            check_within(spent, 60);
            ck_assert_uint_gt(spent.promised + spent.steps, 0);
        }
    }
}
END_TEST

START_TEST(few_costly_rules_cost_less_than_many)
{
    ck_assert_uint_lt(count_steps(1, 200), count_steps(60, 200));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("budget");
    TCase *tests = tcase_create("steps");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, allowance_grows_with_the_line_and_is_small_for_short_ones);
    tcase_add_test(tests, hostile_lines_cost_a_budget_per_line_and_not_per_rule);
    tcase_add_test(tests, a_loss_is_asked_only_where_the_gains_reach_the_score);
    tcase_add_test(tests, classics_cost_a_budget_and_what_is_past_it_is_kept);
    tcase_add_test(tests, many_rules_that_are_harmless_alone_cost_a_budget_together);
    tcase_add_test(tests, spans_share_the_budget_of_their_line);
    tcase_add_test(tests, many_matches_on_a_line_pay_for_it_once);
    tcase_add_test(tests, a_line_that_comes_again_has_the_same_budget);
    tcase_add_test(tests, few_costly_rules_cost_less_than_many);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
