/* test_memo.c: what is noted of short lines, and when it is forgotten. */
#include "engine/memo.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char one_program[] = "one", other_program[] = "other";

static wn_memo *new_memo(void)
{
    wn_memo *memo;
    ck_assert_int_eq(wn_memo_new(&memo), WN_OK);
    return memo;
}

static wn_note *find(wn_memo *memo, const void *program, const char *line)
{
    return wn_memo_find(memo, program, (wn_bytes){line, strlen(line)});
}

START_TEST(line_has_a_note_from_the_second_time_on)
{
    wn_memo *memo = new_memo();
    ck_assert_ptr_null(find(memo, one_program, "Advertisement"));
    wn_note *note = find(memo, one_program, "Advertisement");
    ck_assert_ptr_nonnull(note);
    ck_assert(!note->is_complete);
    ck_assert_ptr_eq(find(memo, one_program, "Advertisement"), note);
    ck_assert_ptr_null(find(memo, one_program, "Advertisements"));
    wn_memo_free(memo);
}
END_TEST

START_TEST(programs_have_notes_of_their_own)
{
    wn_memo *memo = new_memo();
    find(memo, one_program, "Read more");
    find(memo, other_program, "Read more");
    wn_note *one = find(memo, one_program, "Read more");
    find(memo, other_program, "Read more");
    wn_note *other = find(memo, other_program, "Read more");
    ck_assert_ptr_nonnull(one);
    ck_assert_ptr_ne(one, other);
    ck_assert_ptr_eq(find(memo, one_program, "Read more"), one);
    wn_memo_free(memo);
}
END_TEST

START_TEST(empty_and_long_lines_have_no_notes)
{
    wn_memo *memo = new_memo();
    char     line[WN_MEMO_LINE_BYTES_MAX + 2];
    memset(line, 'a', sizeof line);
    line[sizeof line - 1] = '\0';
    for (int i = 0; i < 3; i++) {
        ck_assert_ptr_null(find(memo, one_program, ""));
        ck_assert_ptr_null(find(memo, one_program, line));
    }
    find(memo, one_program, line + 1);
    ck_assert_ptr_nonnull(find(memo, one_program, line + 1));
    wn_memo_free(memo);
}
END_TEST

START_TEST(lines_that_differ_in_the_middle_are_different)
{
    wn_memo *memo = new_memo();
    char     a[] = "The ferry to the outer islands (1) leaves at seven every morning";
    char     b[] = "The ferry to the outer islands (2) leaves at seven every morning";
    find(memo, one_program, a);
    wn_note *note = find(memo, one_program, a);
    find(memo, one_program, b);
    ck_assert_ptr_ne(find(memo, one_program, b), note);
    ck_assert_ptr_eq(find(memo, one_program, a), note);
    wn_memo_free(memo);
}
END_TEST

/* Notes more lines than there is room for. */
static bool fill(wn_memo *memo)
{
    char line[64];
    for (int i = 0; i < 20000; i++) {
        snprintf(line, sizeof line, "%d lines", i);
        find(memo, one_program, line);
        wn_note *note = find(memo, one_program, line);
        for (uint32_t rule = 0; note && rule < 100; rule++)
            wn_memo_add_answer(memo, note, (wn_answer){rule, WN_TRUE, 0});
        if (!note)
            return true;
    }
    return false;
}

START_TEST(full_memo_is_emptied_between_windows_only)
{
    wn_memo *memo = new_memo();
    find(memo, one_program, "Read more");
    wn_note *note = find(memo, one_program, "Read more");
    ck_assert(fill(memo));
    ck_assert_ptr_eq(find(memo, one_program, "Read more"), note);
    wn_memo_tidy(memo);
    find(memo, one_program, "Share");
    ck_assert_ptr_nonnull(find(memo, one_program, "Share"));
    wn_memo_tidy(memo);
    ck_assert_ptr_nonnull(find(memo, one_program, "Share"));
    wn_memo_clear(memo);
    wn_memo_free(memo);
}
END_TEST

START_TEST(answers_are_found_in_any_order)
{
    wn_memo *memo = new_memo();
    find(memo, one_program, "Share");
    wn_note *note = find(memo, one_program, "Share");
    for (uint32_t cond = 0; cond < 50; cond++)
        wn_memo_add_answer(memo, note, (wn_answer){cond, cond % 3 ? WN_FALSE : WN_TRUE, 0});
    for (uint32_t i = 0; i < 200; i++) {
        uint32_t         cond = i * 37 % 50;
        const wn_answer *answer = wn_memo_answer(note, cond);
        ck_assert_ptr_nonnull(answer);
        ck_assert_int_eq(answer->holds, cond % 3 ? WN_FALSE : WN_TRUE);
    }
    ck_assert_ptr_null(wn_memo_answer(note, 50));
    wn_memo_free(memo);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memo");
    TCase *tests = tcase_create("memo");
    tcase_add_test(tests, line_has_a_note_from_the_second_time_on);
    tcase_add_test(tests, programs_have_notes_of_their_own);
    tcase_add_test(tests, empty_and_long_lines_have_no_notes);
    tcase_add_test(tests, lines_that_differ_in_the_middle_are_different);
    tcase_add_test(tests, full_memo_is_emptied_between_windows_only);
    tcase_add_test(tests, answers_are_found_in_any_order);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
