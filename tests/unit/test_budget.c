/* test_budget.c: what hostile lines may cost, counted in engine steps. */
#include "engine/judge.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define MATCH_STEPS_MAX 131072 /* of one counted match, see pattern.c */

static wn_policy *load_costly_rules(size_t count)
{
    wn_buf     yaml = {0};
    wn_policy *policy = NULL;
    wn_buf_text(&yaml, "winnow: 1\nname: costly\nrules:\n");
    for (size_t i = 0; i < count; i++)
        wn_buf_printf(&yaml, "- {id: r%zu, line: '(x|xx)+[^x ]{%zu}$'}\n", i, i % 100 + 1);
    ck_assert_int_eq(wn_policy_load(&(wn_layer){"costly", wn_buf_bytes(&yaml)}, 1, NULL, &policy, NULL), WN_OK);
    wn_buf_free(&yaml);
    return policy;
}

/* The steps that one line of `size` times "x" costs under so many rules. */
static uint32_t count_steps(size_t rules, size_t size)
{
    static const wn_filter_options options = {.interpret = true};
    static const wn_sink           nowhere = {0};
    static const wn_attributes     unknown = {0};
    wn_policy                     *policy = load_costly_rules(rules);
    const wn_ruleset              *set = wn_policy_ruleset(policy);
    wn_program                    *program = NULL;
    wn_judge                      *judge = NULL;
    wn_bytes                       line = {malloc(size), size};
    size_t                         settled;
    memset((char *)line.data, 'x', size);
    ck_assert_int_eq(wn_program_new(set, &options, false, &program), WN_OK);
    ck_assert_int_eq(wn_judge_new(set->rule_count, &nowhere, &judge), WN_OK);
    wn_program_wake(program, &unknown);
    ck_assert_int_eq(wn_judge_begin(judge, program, &unknown, (wn_bytes){0}, 0), WN_OK);
    ck_assert_int_eq(wn_judge_window(judge, line, 0, WN_SETTLE_FINAL, &settled), WN_OK);
    uint32_t steps = judge->lines.items[0].steps;
    ck_assert_uint_eq(settled, size);
    wn_judge_free(judge);
    wn_program_free(program);
    wn_policy_free(policy);
    free((char *)line.data);
    return steps;
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
    tcase_add_test(tests, few_costly_rules_cost_less_than_many);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
