/* test_split.c: documents are parted in the same places however the stream is cut into reads. */
#include "base/buf.h"
#include "match/pattern.h"
#include "stream/split.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Writes what the splitter says: text as it is, separators in brackets. */
static bool write_text(void *user, wn_bytes text)
{
    return wn_buf_append(user, text.data, text.size);
}

static bool write_separator(void *user, wn_bytes separator)
{
    wn_buf_put(user, '[');
    wn_buf_append(user, separator.data, separator.size);
    return wn_buf_put(user, ']');
}

static wn_split *make_split(const char *how)
{
    wn_split *split = NULL;
    ck_assert_int_eq(wn_split_new(how, &split, NULL), WN_OK);
    return split;
}

/* Feeds pieces of `step` bytes and checks what comes out. */
static void expect_split(const char *how, wn_bytes in, size_t step, wn_bytes expected)
{
    wn_buf        out = {0};
    wn_split     *split = make_split(how);
    wn_split_sink sink = {.user = &out, .text = write_text, .separator = write_separator};
    for (size_t at = 0; at < in.size; at += step) {
        size_t size = in.size - at < step ? in.size - at : step;
        char  *exact = malloc(size); /* so that a sanitizer sees a read past the piece */
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, in.data + at, size);
        ck_assert_int_eq(wn_split_feed(split, (wn_bytes){exact, size}, &sink), WN_OK);
        free(exact);
    }
    ck_assert_int_eq(wn_split_end(split, &sink), WN_OK);
    ck_assert_uint_eq(out.size, expected.size);
    if (expected.size)
        ck_assert_mem_eq(out.data, expected.data, expected.size);
    wn_split_free(split);
    wn_buf_free(&out);
}

static void expect_split_at_all_cuts(const char *how, const char *in, size_t in_size, const char *expected, size_t size)
{
    static const size_t steps[] = {1, 2, 3, 7, 4096, 1 << 20};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        expect_split(how, (wn_bytes){in, in_size}, steps[i], (wn_bytes){expected, size});
}

#define EXPECT(how, in, expected) expect_split_at_all_cuts(how, in, sizeof(in) - 1, expected, sizeof(expected) - 1)

START_TEST(form_feeds_part_documents)
{
    EXPECT("ff", "one\ntwo\fthree\f\f", "one\ntwo[\f]three[\f][\f]");
}
END_TEST

START_TEST(nul_parts_documents)
{
    EXPECT("nul", "one\0two\nthree", "one[\0]two\nthree");
}
END_TEST

START_TEST(whole_lines_part_documents)
{
    EXPECT("^-{3,}$", "one\n---\ntwo --- \n-----\r\n---", "one\n[---\n]two --- \n[-----\r\n][---]");
}
END_TEST

START_TEST(spaces_around_a_separator_line_do_not_hide_it)
{
    EXPECT("^page \\d+$", "a\n  page\t12  \nb", "a\n[  page\t12  \n]b");
}
END_TEST

START_TEST(byte_that_is_not_utf8_hides_no_separator)
{
    EXPECT("^== ", "== \xff\nb\n\xff==\n", "[== \xff\n]b\n\xff==\n");
}
END_TEST

START_TEST(empty_stream_is_empty)
{
    EXPECT("^x$", "", "");
    EXPECT("ff", "", "");
}
END_TEST

START_TEST(empty_lines_can_part_documents)
{
    EXPECT("^$", "a\n\n\r\nb\n", "a\n[\n][\r\n]b\n");
}
END_TEST

/* A line of `size` x and an end; it matches ^x as long as it is short enough to be judged. */
static void expect_line_of(size_t size, const char *end, bool is_separator)
{
    static const size_t steps[] = {1000, 4096, 16383, 16384, 16385, 16386, 16387, 1 << 20};
    wn_buf              in = {0}, expected = {0};
    for (size_t i = 0; i < size; i++)
        wn_buf_put(&in, 'x');
    wn_buf_text(&in, end);
    wn_buf_text(&expected, is_separator ? "[" : "");
    wn_buf_append(&expected, in.data, in.size);
    wn_buf_text(&expected, is_separator ? "]" : "");
    wn_buf_text(&in, "y\n");
    wn_buf_text(&expected, "y\n");
    ck_assert(!in.failed && !expected.failed);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        expect_split("^x", wn_buf_bytes(&in), steps[i], wn_buf_bytes(&expected));
    wn_buf_free(&in);
    wn_buf_free(&expected);
}

START_TEST(line_too_long_to_judge_is_text_wherever_it_is_cut)
{
    static const char *const ends[] = {"\n", "\r\n"};
    for (size_t i = 0; i < 2; i++) {
        expect_line_of(WN_LINE_BYTES_MAX, ends[i], true);
        expect_line_of(WN_LINE_BYTES_MAX + 1, ends[i], false);
        expect_line_of(WN_LINE_BYTES_MAX + 2, ends[i], false);
        expect_line_of(3 * WN_LINE_BYTES_MAX, ends[i], false);
    }
}
END_TEST

START_TEST(line_too_long_to_judge_is_counted_once)
{
    wn_buf        out = {0};
    wn_split     *split = make_split("^x");
    wn_split_sink sink = {.user = &out, .text = write_text, .separator = write_separator};
    for (int i = 0; i < 5 * WN_LINE_BYTES_MAX; i++)
        ck_assert_int_eq(wn_split_feed(split, (wn_bytes){"y", 1}, &sink), WN_OK);
    ck_assert_int_eq(wn_split_end(split, &sink), WN_OK);
    ck_assert_uint_eq(wn_split_unjudged(split), 1);
    ck_assert_uint_eq(out.size, 5 * WN_LINE_BYTES_MAX);
    wn_split_free(split);
    wn_buf_free(&out);
}
END_TEST

START_TEST(new_stream_does_not_see_the_old_ones_last_line)
{
    wn_buf        out = {0};
    wn_split     *split = make_split("^ab$");
    wn_split_sink sink = {.user = &out, .text = write_text, .separator = write_separator};
    ck_assert_int_eq(wn_split_feed(split, (wn_bytes){"a", 1}, &sink), WN_OK);
    ck_assert_int_eq(wn_split_end(split, &sink), WN_OK);
    ck_assert_int_eq(wn_split_feed(split, (wn_bytes){"b\nab", 4}, &sink), WN_OK);
    ck_assert_int_eq(wn_split_end(split, &sink), WN_OK);
    ck_assert_uint_eq(out.size, 7);
    ck_assert_mem_eq(out.data, "ab\n[ab]", 7);
    wn_split_free(split);
    wn_buf_free(&out);
}
END_TEST

static bool refuse(void *user, wn_bytes bytes)
{
    (void)user;
    (void)bytes;
    return false;
}

START_TEST(callback_that_says_no_stops_the_feed)
{
    static const char *const ways[] = {"ff", "^$"};
    for (size_t i = 0; i < 2; i++) {
        wn_split     *split = make_split(ways[i]);
        wn_split_sink sink = {.text = refuse, .separator = refuse};
        ck_assert_int_eq(wn_split_feed(split, (wn_bytes){"a\nb\n", 4}, &sink), WN_STOPPED);
        wn_split_free(split);
    }
}
END_TEST

START_TEST(bad_expression_is_refused_with_its_place)
{
    static const char *const bad[] = {"(a", "", "a\xff", "\\p{Nonsense}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        wn_split *split;
        wn_error *error = NULL;
        ck_assert_int_eq(wn_split_new(bad[i], &split, &error), WN_BAD_ARGUMENT);
        ck_assert_ptr_null(split);
        ck_assert_uint_eq(wn_error_count(error), 1);
        ck_assert_str_eq(wn_error_at(error, 0)->file, "--split");
        wn_error_free(error);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("split");
    TCase *tests = tcase_create("split");
    tcase_add_test(tests, form_feeds_part_documents);
    tcase_add_test(tests, nul_parts_documents);
    tcase_add_test(tests, whole_lines_part_documents);
    tcase_add_test(tests, spaces_around_a_separator_line_do_not_hide_it);
    tcase_add_test(tests, byte_that_is_not_utf8_hides_no_separator);
    tcase_add_test(tests, empty_stream_is_empty);
    tcase_add_test(tests, empty_lines_can_part_documents);
    tcase_add_test(tests, line_too_long_to_judge_is_text_wherever_it_is_cut);
    tcase_add_test(tests, line_too_long_to_judge_is_counted_once);
    tcase_add_test(tests, new_stream_does_not_see_the_old_ones_last_line);
    tcase_add_test(tests, callback_that_says_no_stops_the_feed);
    tcase_add_test(tests, bad_expression_is_refused_with_its_place);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
