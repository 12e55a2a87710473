/* test_author.c: the workbench for policies: one rule in various company, whole policies, coverage, and the texts that
 * show a pattern slow. */
#include "author/bench.h"
#include "author/coverage.h"
#include "author/finding.h"
#include "author/schema.h"
#include "match/regex.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static wn_policy *load(const char *rules)
{
    wn_policy *policy = NULL;
    wn_buf     text = {0};
    wn_buf_printf(&text, "winnow: 1\nguard: {max-removed-prose: 0%%}\nrules:\n%s", rules);
    wn_status status = wn_policy_load(&(wn_layer){.name = "test.yaml", .text = wn_buf_bytes(&text)}, 1, NULL, &policy,
                                      NULL);
    wn_buf_free(&text);
    ck_assert_int_eq(status, WN_OK);
    return policy;
}

static wn_bench *set_up(const wn_policy *policy)
{
    wn_bench *bench;
    ck_assert_int_eq(wn_bench_new(policy, NULL, &bench), WN_OK);
    return bench;
}

static wn_bytes bytes_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

/* The marks of the lines, such as "=-+". */
static const char *try_rule(wn_bench *bench, uint32_t rule, wn_company company, const char *text)
{
    static char marks[64];
    wn_trial    trial;
    ck_assert_int_eq(wn_bench_try(bench, rule, company, bytes_of(text), &trial), WN_OK);
    ck_assert_uint_lt(trial.line_count, sizeof marks);
    for (size_t i = 0; i < trial.line_count; i++)
        marks[i] = "=-+?"[trial.lines[i].mark];
    marks[trial.line_count] = '\0';
    return marks;
}

START_TEST(rule_alone_is_not_kept_from_its_lines)
{
    wn_policy *policy = load("- {id: a.keep, action: keep, line: {is: [one, two]}}\n- {id: b.one, line: {is: one}}\n");
    wn_bench  *bench = set_up(policy);
    ck_assert_str_eq(try_rule(bench, 1, WN_COMPANY_NONE, "one\ntwo"), "-=");
    ck_assert_str_eq(try_rule(bench, 1, WN_COMPANY_KEEPERS, "one\ntwo"), "==");
    ck_assert_str_eq(try_rule(bench, 0, WN_COMPANY_NONE, "one\ntwo\nthree"), "--=");
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(others_act_where_a_rule_is_left_out)
{
    wn_policy *policy = load("- {id: a.one, line: {is: one}}\n- {id: b.more, line: {starts: one}}\n"
                             "- {id: c.far, level: 3, line: {is: two}}\n");
    wn_bench  *bench = set_up(policy);
    ck_assert_str_eq(try_rule(bench, 0, WN_COMPANY_OTHERS, "one\none more\ntwo"), "--=");
    ck_assert_str_eq(try_rule(bench, 1, WN_COMPANY_OTHERS, "one\none more\ntwo"), "-==");
    ck_assert_str_eq(try_rule(bench, 0, WN_COMPANY_NONE, "one\none more\ntwo"), "-==");
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(part_of_a_line_that_goes_leaves_the_rest)
{
    wn_policy *policy = load("- {id: a.part, span: '\\(x\\) ?'}\n");
    wn_bench  *bench = set_up(policy);
    wn_trial   trial;
    ck_assert_int_eq(wn_bench_try(bench, 0, WN_COMPANY_NONE, bytes_of("a (x) b (x)\nc\n(x)"), &trial), WN_OK);
    ck_assert_uint_eq(trial.line_count, 3);
    ck_assert_int_eq(trial.lines[0].mark, WN_MARK_BECOMES);
    ck_assert_uint_eq(trial.lines[0].becomes.size, 4);
    ck_assert_mem_eq(trial.lines[0].becomes.data, "a b ", 4);
    ck_assert_int_eq(trial.lines[1].mark, WN_MARK_STAYS);
    ck_assert_int_eq(trial.lines[2].mark, WN_MARK_BECOMES);
    ck_assert_uint_eq(trial.lines[2].becomes.size, 0);
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(document_of_many_windows_is_tried_whole)
{
    wn_policy *policy = load("- {id: a.one, line: {is: one}}\n");
    wn_bench  *bench = set_up(policy);
    wn_trial   trial;
    wn_buf     text = {0};
    for (size_t i = 0; i < 150000; i++)
        wn_buf_text(&text, i % 3 ? "one\n" : "two\n");
    ck_assert_int_eq(wn_bench_try(bench, 0, WN_COMPANY_NONE, wn_buf_bytes(&text), &trial), WN_OK);
    ck_assert_uint_eq(trial.line_count, 150000);
    for (size_t i = 0; i < trial.line_count; i++)
        ck_assert_int_eq(trial.lines[i].mark, i % 3 ? WN_MARK_GOES : WN_MARK_STAYS);
    wn_buf_free(&text);
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(empty_document_has_no_lines)
{
    wn_policy *policy = load("- {id: a.one, line: {is: one}}\n");
    wn_bench  *bench = set_up(policy);
    wn_trial   trial;
    ck_assert_int_eq(wn_bench_try(bench, 0, WN_COMPANY_NONE, bytes_of(""), &trial), WN_OK);
    ck_assert_uint_eq(trial.line_count, 0);
    ck_assert(!wn_trial_hits(policy, 0, &trial));
    ck_assert(wn_trial_misses(policy, 0, &trial));
    ck_assert_int_eq(wn_bench_whole(bench, 2, NULL, bytes_of("\n\n"), &trial), WN_OK);
    ck_assert_uint_eq(trial.line_count, 2);
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(text_for_a_slow_part_begins_with_what_comes_before_it)
{
    wn_arena      arena = {0};
    wn_regex_pump pump;
    ck_assert_int_eq(wn_regex_pump_find(bytes_of("^from (?:b|c)(?:de)*f"), true, 0, &arena, &pump), WN_OK);
    ck_assert_uint_gt(pump.all.size, 0);
    ck_assert_int_eq(wn_regex_pump_find(bytes_of("^see (\\w+\\s?)*z"), true, 3, &arena, &pump), WN_OK);
    ck_assert_mem_eq(pump.before.data, "see ", pump.before.size);
    ck_assert_uint_eq(pump.before.size, 4);
    ck_assert_mem_eq(pump.again.data, "a", pump.again.size);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(pattern_that_is_not_understood_has_no_texts)
{
    wn_arena      arena = {0};
    wn_regex_pump pump;
    for (unsigned taste = 0; taste < WN_SAMPLE_TASTES; taste++)
        ck_assert_int_eq(wn_regex_pump_find(bytes_of("(a(?1)?b\\1|[^\\x{0}-\\x{10ffff}]"), true, taste, &arena, &pump),
                         WN_OK);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(finding_that_is_known_is_not_added)
{
    wn_findings f = {0};
    wn_place    place = {.file = "a.yaml", .text = bytes_of("one\ntwo\n"), .offset = 4, .line = 2};
    wn_buf      out = {0};
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(wn_findings_warn(&f, "no-hits", "a.b", &place, "%s", "x \x01"), WN_OK);
    ck_assert_uint_eq(f.count, 1);
    ck_assert_uint_eq(f.warnings, 1);
    wn_findings_report(&f, &out, false);
    wn_buf_put(&out, '\0');
    ck_assert_str_eq(out.data, "a.yaml:2:1: warning: x \\x01 [no-hits]\n    two\n    ^\n0 errors, 1 warning\n");
    wn_buf_free(&out);
    wn_findings_free(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("author");
    TCase *tests = tcase_create("author");
    tcase_add_test(tests, rule_alone_is_not_kept_from_its_lines);
    tcase_add_test(tests, others_act_where_a_rule_is_left_out);
    tcase_add_test(tests, part_of_a_line_that_goes_leaves_the_rest);
    tcase_add_test(tests, document_of_many_windows_is_tried_whole);
    tcase_add_test(tests, empty_document_has_no_lines);
    tcase_add_test(tests, text_for_a_slow_part_begins_with_what_comes_before_it);
    tcase_add_test(tests, pattern_that_is_not_understood_has_no_texts);
    tcase_add_test(tests, finding_that_is_known_is_not_added);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}
