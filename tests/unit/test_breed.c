/* test_breed.c: what is bred is what was promised: the same from the same seed, and ordinary where it says so. */
#include "author/fuzz/breed.h"
#include "author/fuzz/vary.h"

#include "author/bench.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static wn_policy *load(const char *name)
{
    wn_policy *policy = NULL;
    ck_assert_int_eq(wn_policy_load(&(wn_layer){.name = name}, 1, NULL, &policy, NULL), WN_OK);
    return policy;
}

START_TEST(the_same_seed_gives_the_same_text)
{
    wn_breeder a = {7}, b = {7}, c = {8};
    wn_buf     one = {0}, same = {0}, other = {0};
    wn_breed_document(&a, &one, 50);
    wn_breed_document(&b, &same, 50);
    wn_breed_document(&c, &other, 50);
    ck_assert_uint_eq(one.size, same.size);
    ck_assert_mem_eq(one.data, same.data, one.size);
    ck_assert(other.size != one.size || memcmp(one.data, other.data, one.size) != 0);
    wn_buf_free(&one);
    wn_buf_free(&same);
    wn_buf_free(&other);
}
END_TEST

/* The default policy is the one whose rules have been held against most articles. */
START_TEST(the_default_policy_takes_hardly_a_line_of_ordinary_articles)
{
    size_t     lines = 0, taken = 0;
    wn_breeder breeder = {3};
    wn_policy *policy = load("news");
    wn_bench  *bench;
    wn_buf     text = {0};
    ck_assert_int_eq(wn_bench_new(policy, NULL, &bench), WN_OK);
    for (size_t i = 0; i < 400; i++) {
        wn_trial trial;
        wn_buf_clear(&text);
        wn_breed_article(&breeder, i % wn_breed_lang_count(), WN_FORM_ORDINARY, 6, &text);
        ck_assert_int_eq(wn_bench_whole(bench, 2, NULL, wn_buf_bytes(&text), &trial), WN_OK);
        for (size_t k = 0; k < trial.line_count; k++)
            taken += trial.lines[k].mark != WN_MARK_STAYS;
        lines += trial.line_count;
    }
    ck_assert_msg(taken * 200 <= lines, "%zu of %zu lines go", taken, lines);
    wn_buf_free(&text);
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(every_frame_takes_its_phrase_and_is_prose)
{
    static const char yaml[] = "winnow: 1\nrules:\n- {id: a.prose, line: {prose: true}}\n";
    wn_breeder        breeder = {1};
    wn_policy        *policy = NULL;
    wn_bench         *bench;
    wn_buf            text = {0};
    wn_layer          layer = {.name = "prose", .text = {yaml, sizeof yaml - 1}};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    ck_assert_int_eq(wn_bench_new(policy, NULL, &bench), WN_OK);
    for (size_t lang = 0; lang < wn_breed_lang_count(); lang++)
        for (size_t spot = 0; spot < WN_SPOTS; spot++) {
            wn_trial trial;
            wn_buf_clear(&text);
            wn_breed_sentence_with(&breeder, lang, (wn_breed_spot)spot, (wn_bytes){"voucher", 7}, &text);
            ck_assert_int_eq(wn_bench_try(bench, 0, WN_COMPANY_NONE, wn_buf_bytes(&text), &trial), WN_OK);
            ck_assert_msg(trial.lines[0].mark == WN_MARK_GOES, "no prose: %.*s", (int)text.size, text.data);
            ck_assert_ptr_nonnull(strstr(trial.lines[0].text.data, "voucher"));
        }
    wn_buf_free(&text);
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_rough_change_of_nothing_is_no_fault)
{
    wn_breeder breeder = {1};
    wn_buf     text = {0};
    for (size_t i = 0; i < 200; i++)
        wn_vary_text(&breeder, (wn_bytes){0}, (wn_bytes){0}, &text);
    ck_assert_uint_eq(text.size, 0);
    for (size_t i = 0; i < 2000; i++)
        wn_vary_text(&breeder, (wn_bytes){"Read more\n", 10}, (wn_bytes){"\xFF", 1}, &text);
    ck_assert(!text.failed && text.size);
    wn_buf_free(&text);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("breed");
    TCase   *tests = tcase_create("texts");
    SRunner *runner = srunner_create(suite);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_same_seed_gives_the_same_text);
    tcase_add_test(tests, the_default_policy_takes_hardly_a_line_of_ordinary_articles);
    tcase_add_test(tests, every_frame_takes_its_phrase_and_is_prose);
    tcase_add_test(tests, a_rough_change_of_nothing_is_no_fault);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
