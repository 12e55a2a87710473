/* test_similar.c: what is near enough to be suggested. */
#include "base/similar.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {"match", "misses", "hits", "line", "unless", "ends-sentence", "is", NULL, "above"};

static const char *ask(const char *word)
{
    return wn_similar(word, keys, sizeof keys / sizeof keys[0]);
}

typedef struct question {
    const char *word;
    const char *answer; /* NULL: none */
} question;

static const question questions[] = {
    {"mach", "match"},      {"lien", "line"},    {"LINE", "line"}, {"ends_sentence", "ends-sentence"},
    {"unles", "unless"},    {"mises", "misses"}, {"iss", "is"},    {"abov", "above"},
    {"kaleidoscope", NULL}, {"x", NULL},         {"", NULL},       {"zz", NULL},
};

START_TEST(a_word_with_few_slips_finds_what_was_meant)
{
    const char *answer = ask(questions[_i].word);
    if (questions[_i].answer)
        ck_assert_str_eq(answer, questions[_i].answer);
    else
        ck_assert_ptr_null(answer);
}
END_TEST

START_TEST(the_nearest_word_wins)
{
    const char *const words[] = {"section", "sections", "suction"};
    ck_assert_str_eq(wn_similar("sectionz", words, 3), "section");
    ck_assert_str_eq(wn_similar("sectons", words, 3), "sections");
}
END_TEST

START_TEST(a_word_of_any_length_is_safe_to_ask)
{
    char word[200];
    for (size_t size = 0; size < sizeof word; size++) {
        memset(word, 'm', size);
        word[size] = '\0';
        const char *const words[] = {word, "match"};
        const char       *answer = wn_similar(word, words, 2);
        ck_assert(size == 0 || size > 80 ? !answer : answer == word);
    }
}
END_TEST

START_TEST(no_words_give_no_answer)
{
    ck_assert_ptr_null(wn_similar("match", NULL, 0));
}
END_TEST

int main(void)
{
    TCase   *tests = tcase_create("similar");
    Suite   *suite = suite_create("similar");
    SRunner *runner = srunner_create(suite);
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, a_word_with_few_slips_finds_what_was_meant, 0, sizeof questions / sizeof questions[0]);
    tcase_add_test(tests, the_nearest_word_wins);
    tcase_add_test(tests, a_word_of_any_length_is_safe_to_ask);
    tcase_add_test(tests, no_words_give_no_answer);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
