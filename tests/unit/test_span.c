/* test_span.c: which parts of lines go, and what stands in their place. */
#include "base/buf.h"
#include "winnow.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static bool append(void *user, wn_bytes bytes)
{
    return wn_buf_append(user, bytes.data, bytes.size);
}

/* What the rules make of a text; valid until the next call. */
static const char *filtered(const char *rules, const char *text, wn_result *result)
{
    static char shown[512];
    wn_buf      yaml = {0}, out = {0};
    wn_policy  *policy = NULL;
    wn_filter  *filter = NULL;
    wn_error   *error = NULL;
    wn_buf_printf(&yaml, "winnow: 1\nguard: {max-removed-prose: 0%%}\nrules:\n%s", rules);
    wn_layer layer = {.name = "span.yaml", .text = wn_buf_bytes(&yaml)};
    ck_assert_msg(wn_policy_load(&layer, 1, NULL, &policy, &error) == WN_OK, "%s",
                  error ? wn_error_at(error, 0)->message : "?");
    ck_assert_int_eq(wn_filter_new(policy, NULL, &(wn_sink){.user = &out, .write = append}, &filter, NULL), WN_OK);
    ck_assert_int_eq(wn_filter_feed(filter, text, strlen(text)), WN_OK);
    ck_assert_int_eq(wn_filter_end(filter, result), WN_OK);
    ck_assert_uint_lt(out.size, sizeof shown);
    memcpy(shown, out.data, out.size);
    shown[out.size] = '\0';
    wn_filter_free(filter);
    wn_policy_free(policy);
    wn_buf_free(&out);
    wn_buf_free(&yaml);
    return shown;
}

START_TEST(a_template_takes_groups_by_number_and_by_name)
{
    const char *rules = "- {id: a.swap, action: replace, with: '${second}, $1 ($0)', span: '(\\w+)=(?<second>\\w+)'}\n";
    ck_assert_str_eq(filtered(rules, "go left=right now", NULL), "go right, left (left=right) now");
}
END_TEST

START_TEST(two_dollar_signs_put_one)
{
    const char *rules = "- {id: a.price, action: replace, with: '$$$1', span: '(\\d+) dollars'}\n";
    ck_assert_str_eq(filtered(rules, "It cost 30 dollars.", NULL), "It cost $30.");
}
END_TEST

START_TEST(a_group_that_took_no_part_puts_nothing)
{
    const char *rules = "- {id: a.two, action: replace, with: '[$1|$2|$9]', span: '(x)|(y)'}\n";
    ck_assert_str_eq(filtered(rules, "x and y", NULL), "[x||] and [|y|]");
}
END_TEST

/* The loader looks for the name in the pattern's source, where it may stand for something else. */
START_TEST(a_name_that_only_looks_like_a_group_puts_nothing)
{
    const char *rules = "- {id: a.tag, action: replace, with: '[${b}]', span: '<b>'}\n";
    ck_assert_str_eq(filtered(rules, "so <b> it is", NULL), "so [] it is");
    const char *word = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    wn_buf      rule = {0};
    wn_buf_printf(&rule, "- {id: a.tag, action: replace, with: '[${%s}]', span: '<%s>|mm'}\n", word, word);
    wn_buf_put(&rule, '\0');
    ck_assert_str_eq(filtered(rule.data, "five mm", NULL), "five []");
    wn_buf_free(&rule);
}
END_TEST

START_TEST(the_leftmost_match_wins_then_the_longest_then_the_lower_id)
{
    const char *rules = "- {id: a.one, action: replace, with: '1', span: 'bc'}\n"
                        "- {id: b.two, action: replace, with: '2', span: 'ab'}\n"
                        "- {id: c.three, action: replace, with: '3', span: 'abc'}\n"
                        "- {id: d.four, action: replace, with: '4', span: 'abc'}\n";
    ck_assert_str_eq(filtered(rules, "abcd bc ab", NULL), "3d 1 2");
}
END_TEST

START_TEST(what_a_replacement_puts_is_not_looked_at_again)
{
    const char *rules = "- {id: a.one, action: replace, with: 'two', span: 'one'}\n"
                        "- {id: b.two, action: replace, with: 'three', span: 'two'}\n";
    ck_assert_str_eq(filtered(rules, "one two", NULL), "two three");
}
END_TEST

START_TEST(a_match_of_nothing_takes_nothing_and_ends)
{
    wn_result result;
    ck_assert_str_eq(filtered("- {id: a.none, span: 'x*'}\n", "\xC3\xA9t\xC3\xA9 xx \xE6\x97\xA5", &result),
                     "\xC3\xA9t\xC3\xA9  \xE6\x97\xA5");
    ck_assert_uint_eq(result.spans, 1);
}
END_TEST

/* The view has one space where the line has three bytes, and no soft hyphen. */
START_TEST(matches_in_the_view_take_the_bytes_of_the_line)
{
    const char *rules = "- {id: a.ad, action: replace, with: '<$1>', span: 'read (more)'}\n";
    ck_assert_str_eq(filtered(rules, "  so\xC2\xA0\xC2\xA0 read\xE3\x80\x80mo\xC2\xADre\xC2\xA0 on\r\n", NULL),
                     "  so\xC2\xA0\xC2\xA0 <mo\xC2\xADre>\xC2\xA0 on\r\n");
    ck_assert_str_eq(filtered(rules, "\tread more on\n", NULL), "\t<more> on\n");
}
END_TEST

START_TEST(a_shadow_takes_no_room_from_others)
{
    wn_result   result;
    const char *rules = "- {id: a.shadow, shadow: true, span: 'abc'}\n"
                        "- {id: b.real, action: replace, with: '1', span: 'cd'}\n"
                        "- {id: c.real, action: replace, with: '2', span: 'd|e'}\n";
    ck_assert_str_eq(filtered(rules, "abcde abc", &result), "ab12 abc");
    ck_assert_uint_eq(result.spans, 2);
}
END_TEST

/* The pattern asks for more steps than a line has. */
START_TEST(a_rule_that_meets_a_limit_takes_nothing_of_the_line_and_others_do)
{
    wn_result result;
    wn_buf    text = {0};
    wn_buf_text(&text, "ab ");
    for (size_t i = 0; i < 400; i++)
        wn_buf_text(&text, "a");
    wn_buf_text(&text, " zz");
    wn_buf_put(&text, '\0');
    const char *made = filtered("- {id: a.slow, span: 'ab|(?:a|aa|aaa)+[cd]'}\n- {id: b.quick, span: ' zz$'}\n",
                                text.data, &result);
    ck_assert_int_eq(strncmp(made, "ab aa", 5), 0);
    ck_assert_uint_eq(strlen(made), text.size - 1 - 3);
    ck_assert_uint_ge(result.limits.match_limits, 1);
    ck_assert_uint_eq(result.spans, 1);
    wn_buf_free(&text);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("span");
    TCase   *tests = tcase_create("parts of lines");
    SRunner *runner = srunner_create(suite);
    tcase_add_test(tests, a_template_takes_groups_by_number_and_by_name);
    tcase_add_test(tests, two_dollar_signs_put_one);
    tcase_add_test(tests, a_group_that_took_no_part_puts_nothing);
    tcase_add_test(tests, a_name_that_only_looks_like_a_group_puts_nothing);
    tcase_add_test(tests, the_leftmost_match_wins_then_the_longest_then_the_lower_id);
    tcase_add_test(tests, what_a_replacement_puts_is_not_looked_at_again);
    tcase_add_test(tests, a_match_of_nothing_takes_nothing_and_ends);
    tcase_add_test(tests, matches_in_the_view_take_the_bytes_of_the_line);
    tcase_add_test(tests, a_shadow_takes_no_room_from_others);
    tcase_add_test(tests, a_rule_that_meets_a_limit_takes_nothing_of_the_line_and_others_do);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
