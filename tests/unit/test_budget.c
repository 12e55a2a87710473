/* test_budget.c: what hostile lines may cost, counted in engine steps. */
#include "engine/judge.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define MATCH_STEPS_MAX 131072 /* of one counted match, see pattern.c */

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
    bool     is_kept;
} cost;

/* What the line costs under the policy; frees both. */
static cost measure_line(wn_policy *policy, wn_bytes line)
{
    static const wn_filter_options options = {.interpret = true};
    static const wn_sink           nowhere = {0};
    static const wn_attributes     unknown = {0};
    const wn_ruleset              *set = wn_policy_ruleset(policy);
    wn_program                    *program = NULL;
    wn_judge                      *judge = NULL;
    size_t                         settled;
    ck_assert_int_eq(wn_program_new(set, &options, false, &program), WN_OK);
    ck_assert_int_eq(wn_judge_new(set->rule_count, &nowhere, &judge), WN_OK);
    wn_program_wake(program, &unknown);
    ck_assert_int_eq(wn_judge_begin(judge, program, &unknown, (wn_bytes){0}, 0), WN_OK);
    ck_assert_int_eq(wn_judge_window(judge, line, 0, WN_SETTLE_FINAL, &settled), WN_OK);
    cost spent = {.steps = judge->lines.items[0].steps, .is_kept = judge->lines.items[0].fate == WN_LINE_STAYS};
    ck_assert_uint_eq(settled, line.size);
    wn_judge_free(judge);
    wn_program_free(program);
    wn_policy_free(policy);
    free((char *)line.data);
    return spent;
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

START_TEST(hostile_lines_cost_a_budget_per_line_and_not_per_rule)
{
    static const size_t sizes[] = {200, 2000, 16000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        uint32_t bound = (uint32_t)(4096 + 64 * sizes[i] + MATCH_STEPS_MAX);
        uint32_t some = count_steps(60, sizes[i]), many = count_steps(600, sizes[i]);
        ck_assert_uint_gt(some, 4096);
        ck_assert_uint_le(some, bound);
        ck_assert_uint_le(many, bound);
    }
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
            ck_assert_msg(one.steps <= 8192 + 16 * sizes[k] + sizes[k], "%s: %u steps", classics[i][0], one.steps);
            ck_assert_msg(many.steps <= 4096 + 64 * sizes[k] + MATCH_STEPS_MAX, "%s: %u steps", classics[i][0],
                          many.steps);
            ck_assert_msg(one.is_kept && many.is_kept, "%s takes a line that it does not match", classics[i][0]);
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
    tcase_add_test(tests, hostile_lines_cost_a_budget_per_line_and_not_per_rule);
    tcase_add_test(tests, a_loss_is_asked_only_where_the_gains_reach_the_score);
    tcase_add_test(tests, classics_cost_a_budget_and_what_is_past_it_is_kept);
    tcase_add_test(tests, few_costly_rules_cost_less_than_many);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
