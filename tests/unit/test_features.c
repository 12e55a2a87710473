/* test_features.c: what counting alone tells of a line against what the tally finds. */
#include "engine/line.h"

#include "author/fuzz/breed.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 300

/* The features as the tally alone finds them, on top of the counted ones. */
static uint16_t tally_again(const wn_line *line)
{
    wn_line copy = *line;
    copy.features &= WN_COUNTED_FEATURES;
    wn_line_tally(&copy);
    return copy.features;
}

static void compare_line(const wn_lines *lines, wn_line *line)
{
    wn_line_count(lines, line);
    uint16_t expected = tally_again(line);
    bool     is_wordy = line->is_wordy;
    for (unsigned i = 0; i < WN_FEATURE_COUNT; i++) {
        bool     has = wn_line_has(lines, line, (wn_feature)i);
        wn_bytes view = wn_line_view(line);
        ck_assert_msg(has == (expected >> i & 1), "feature %u of %.*s", i, (int)view.size, view.data);
    }
    ck_assert(!is_wordy || !(expected >> WN_FEATURE_HEADLINE & 1));
}

static void compare_document(uint64_t seed)
{
    wn_breeder g = {seed};
    wn_buf     document = {0};
    wn_lines   lines = {0};
    wn_breed_document(&g, &document, 40);
    lines.text = document.data;
    for (size_t at = 0; at < document.size;) {
        const char *feed = memchr(document.data + at, '\n', document.size - at);
        size_t      end = feed ? (size_t)(feed - document.data) : document.size;
        ck_assert_int_eq(wn_lines_add(&lines, (uint32_t)at, (uint32_t)(end - at), feed != NULL), WN_OK);
        at = end + (feed != NULL);
    }
    for (size_t i = 0; i < lines.count; i++)
        compare_line(&lines, &lines.items[i]);
    wn_lines_free(&lines);
    wn_buf_free(&document);
}

START_TEST(features_told_without_a_tally_are_those_of_the_tally)
{
    for (uint64_t seed = 1; seed <= ROUNDS; seed++)
        compare_document(seed);
}
END_TEST

/* Text, and whether it is prose and ends a sentence. */
static const struct {
    const char *text;
    bool        is_prose, ends_sentence;
} endings[] = {
    {"The ferry left the pier at noon with two hundred walkers on board, and came back empty.", true, true},
    {"The ferry left the pier at noon with two hundred walkers on board (and came back empty.)", true, true},
    {"The ferry left the pier at noon with two hundred walkers on board and came back", false, false},
    {"The pier", false, false},
    {"The pier.", false, true},
    {"...", false, true},
    {"”)", false, false},
    {"a b c d e f g h i j k l m n o p q r s t u v w x y z", false, false},
    {"a b c d e f g h i j k l m, n o p q r s t u v w x y z", true, false},
    {"a b c d e f g h i j k l m.” n o p q r s t u v w x y z", true, false},
};

START_TEST(prose_is_long_and_ends_or_has_clauses)
{
    wn_lines lines = {.text = endings[_i].text};
    ck_assert_int_eq(wn_lines_add(&lines, 0, (uint32_t)strlen(lines.text), 0), WN_OK);
    ck_assert_int_eq(wn_line_has(&lines, &lines.items[0], WN_FEATURE_PROSE), endings[_i].is_prose);
    ck_assert_int_eq(wn_line_has(&lines, &lines.items[0], WN_FEATURE_ENDS_SENTENCE), endings[_i].ends_sentence);
    wn_lines_free(&lines);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("features");
    TCase *tests = tcase_create("lines");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, features_told_without_a_tally_are_those_of_the_tally);
    tcase_add_loop_test(tests, prose_is_long_and_ends_or_has_clauses, 0, (int)(sizeof endings / sizeof *endings));
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
