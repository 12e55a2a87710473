/* test_asked.c: why a rule is asked about lines whatever they have. */
#include "author/asked.h"

#include "policy/definitions.h"
#include "policy/policy.h"

#include <check.h>
#include <string.h>

static wn_policy *policy;

/* The answer for a rule's unit and action, such as "line: 'x$'". */
static wn_asked ask(const char *rule)
{
    wn_buf text = {0};
    wn_policy_free(policy);
    wn_buf_printf(&text, "winnow: 1\nrules:\n- {id: a.b, %s}\n", rule);
    ck_assert_int_eq(wn_policy_load(&(wn_layer){.name = "p.yaml", .text = wn_buf_bytes(&text)}, 1, NULL, &policy, NULL),
                     WN_OK);
    wn_buf_free(&text);
    return wn_asked_of(wn_policy_definitions(policy)->rules[0].base);
}

static void forget(void)
{
    wn_policy_free(policy);
    policy = NULL;
}

#define assert_pattern(asked, wanted)                                                                                  \
    ck_assert_mem_eq((asked).pattern->text.data, wanted, sizeof wanted) /* NUL follows */

START_TEST(rule_with_literals_is_not_asked_always)
{
    ck_assert(!ask("line: {is: one}").is_always);
    ck_assert(!ask("line: '\\bone\\b.*[!?]$'").is_always);
    ck_assert(!ask("span: {match: '\\bone\\b', words: {min: 2}}").is_always);
}
END_TEST

START_TEST(rule_without_patterns_blames_none)
{
    wn_asked asked = ask("line: {repeats: above}");
    ck_assert(asked.is_always);
    ck_assert_ptr_null(asked.pattern);
    ck_assert_ptr_null(wn_asked_reason(&asked));
    ck_assert(!wn_asked_is_costly(&asked));
}
END_TEST

START_TEST(pattern_without_a_literal_is_blamed_before_one_with)
{
    wn_asked asked = ask("line: {any: ['\\bone\\b', {words: {max: 3}, match: '\\d$'}, '[!?]$']}");
    ck_assert(wn_asked_is_costly(&asked));
    assert_pattern(asked, "[!?]$");
    ck_assert_uint_eq(asked.node->place.line, 3);
    ck_assert_str_eq(wn_asked_reason(&asked), "has no literal");
}
END_TEST

START_TEST(alternative_for_short_lines_bounds_them)
{
    wn_asked asked = ask("line: {any: [{is: one}, {words: {max: 4}, match: '[!?]$'}]}");
    ck_assert(asked.is_always);
    ck_assert_uint_eq(asked.bounds.words, 4);
    ck_assert(!wn_asked_is_costly(&asked));
}
END_TEST

START_TEST(exception_with_literals_still_runs_on_every_line)
{
    wn_asked asked = ask("line: {words: {min: 3}, unless: '^one two'}");
    ck_assert(wn_asked_is_costly(&asked));
    ck_assert_str_eq(wn_asked_reason(&asked), "stands where it need not match");
}
END_TEST

START_TEST(condition_that_few_lines_pass_excuses_the_pattern)
{
    ck_assert(!wn_asked_is_costly(&(wn_asked){0}));
    wn_asked rare = ask("line: {letters: none, match: '\\p{S}$'}"),
             common = ask("line: {letters: some, match: '\\p{S}$'}");
    ck_assert(rare.is_rare && !wn_asked_is_costly(&rare));
    ck_assert(!common.is_rare && wn_asked_is_costly(&common));
}
END_TEST

START_TEST(first_character_that_few_lines_have_excuses_the_pattern)
{
    static const char *const few[] = {"line: '^\\d+ \\p{L}+!$'", "line: '^[a-c]+ .*!$'", "line: '^[(\u201c].*!$'"},
                             *const many[] = {"line: '^\\p{L}+ \\d+!$'", "line: '^[\u0430-\u044f]+ .*!$'",
                                              "line: '[0-9].*[!?]$'"};
    for (size_t i = 0; i < 3; i++) {
        wn_asked choosy = ask(few[i]);
        ck_assert_msg(!wn_asked_is_costly(&choosy), "%s", few[i]);
        wn_asked other = ask(many[i]);
        ck_assert_msg(wn_asked_is_costly(&other), "%s", many[i]);
    }
}
END_TEST

START_TEST(shortened_text_ends_with_a_whole_character)
{
    wn_bytes text = {"aé€", 6};
    size_t   sizes[] = {0, 1, 1, 3, 3, 3, 6, 6};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        ck_assert_uint_eq(wn_asked_shorten(text, i).size, sizes[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("asked");
    TCase *tests = tcase_create("asked");
    tcase_add_checked_fixture(tests, NULL, forget);
    tcase_add_test(tests, rule_with_literals_is_not_asked_always);
    tcase_add_test(tests, rule_without_patterns_blames_none);
    tcase_add_test(tests, pattern_without_a_literal_is_blamed_before_one_with);
    tcase_add_test(tests, alternative_for_short_lines_bounds_them);
    tcase_add_test(tests, exception_with_literals_still_runs_on_every_line);
    tcase_add_test(tests, condition_that_few_lines_pass_excuses_the_pattern);
    tcase_add_test(tests, first_character_that_few_lines_have_excuses_the_pattern);
    tcase_add_test(tests, shortened_text_ends_with_a_whole_character);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}
