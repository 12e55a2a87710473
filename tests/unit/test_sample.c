/* test_sample.c: texts that are invented for patterns, and texts that are written as YAML. */
#include "author/fuzz/case_text.h"
#include "match/pattern.h"
#include "match/regex.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 60

/* How many of the samples match their pattern. */
static size_t count_matches(const char *pattern)
{
    wn_bytes          text = {pattern, strlen(pattern)}, filler = {"harbour ferry council ", 22};
    wn_pattern_def    def = {.size = (uint32_t)text.size, .cost = WN_COST_COSTLY, .factor = 1};
    wn_arena          arena = {0};
    wn_regex_sampler *sampler;
    wn_patterns      *patterns;
    wn_matcher       *matcher;
    size_t            count = 0;
    ck_assert_int_eq(wn_regex_sampler_new(text, true, &arena, &sampler), WN_OK);
    ck_assert_ptr_nonnull(sampler);
    ck_assert_int_eq(wn_patterns_new(&def, 1, pattern, &patterns), WN_OK);
    ck_assert_int_eq(wn_matcher_new(patterns, true, &matcher), WN_OK);
    for (uint64_t seed = 0; seed < SAMPLES; seed++) {
        wn_buf sample = {0}, mask = {0};
        ck_assert(wn_regex_sample(sampler, seed, filler, &sample, &mask));
        ck_assert_uint_eq(sample.size, mask.size);
        count += wn_matcher_find(matcher, 0, wn_buf_bytes(&sample), 0, NULL) == WN_MATCH_YES;
        wn_buf_free(&sample);
        wn_buf_free(&mask);
    }
    wn_matcher_free(matcher);
    wn_patterns_free(patterns);
    wn_arena_free(&arena);
    return count;
}

START_TEST(samples_of_a_pattern_match_it)
{
    static const char *const all[] = {"^read more$", "^(?:share|tweet)(?: this){0,2}$", "[abc]{3,9}:5+", "a.*b|c+d?"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_msg(count_matches(all[i]) == SAMPLES, "not all samples of %s match", all[i]);
}
END_TEST

START_TEST(samples_of_a_hard_pattern_match_it_sometimes)
{
    static const char *const all[] = {"\\bshare\\b.*\\bthis\\b",
                                      "^\\p{Cyrillic}+ (?!x)\\w+$",
                                      "^[а-я]{2,8}$",
                                      "[a-z]{3,9}:\\d+",
                                      "^[[:alpha:]]{3}$",
                                      "^[[:alnum:]_]{4}$",
                                      "^a[[:blank:]]b$",
                                      "^[[:digit:]]{2}$",
                                      "^[[:punct:]]{3}$",
                                      "^a[[:space:]]b$",
                                      "^[[:word:]]{3}$",
                                      "^[[:xdigit:]]{4}$",
                                      "^[[:graph:]]{2}$",
                                      "^a\\p{Zs}b$"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ck_assert_msg(count_matches(all[i]) > 0, "no sample of %s matches", all[i]);
}
END_TEST

START_TEST(named_characters_are_told_from_open_ones)
{
    wn_arena          arena = {0};
    wn_regex_sampler *sampler;
    wn_buf            text = {0}, mask = {0};
    ck_assert_int_eq(wn_regex_sampler_new((wn_bytes){"^ad\\w\\w", 7}, true, &arena, &sampler), WN_OK);
    ck_assert(wn_regex_sample(sampler, 5, (wn_bytes){"ferry", 5}, &text, &mask));
    ck_assert(mask.size >= 4 && memcmp(mask.data, "##..", 4) == 0);
    wn_buf_free(&text);
    wn_buf_free(&mask);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(text_that_yaml_cannot_carry_is_escaped)
{
    static const char odd[] = "a\xFF\n\x01\xE2\x80\xA8\"\n";
    static const bool goes[] = {true, false};
    wn_buf            out = {0};
    wn_case_text      test = {.rule = "a.b", .kind = "evaded", .text = {odd, sizeof odd - 1}, .goes = goes, .level = 3};
    wn_case_put(&test, &out);
    wn_buf_put(&out, '\0');
    ck_assert_str_eq(out.data, "- name: 'a.b: evaded'\n  level: 3\n  text: "
                               "\"-|a\xEF\xBF\xBD\\n=|\\u0001\\u2028\\\"\\n\"\n");
    wn_buf_free(&out);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("sample");
    TCase   *tests = tcase_create("texts");
    SRunner *runner = srunner_create(suite);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, samples_of_a_pattern_match_it);
    tcase_add_test(tests, samples_of_a_hard_pattern_match_it_sometimes);
    tcase_add_test(tests, named_characters_are_told_from_open_ones);
    tcase_add_test(tests, text_that_yaml_cannot_carry_is_escaped);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
