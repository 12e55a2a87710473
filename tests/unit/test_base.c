/* test_base.c: buffers, arenas, UTF-8 and error lists. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/utf8.h"

#include <check.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- buffers ---- */

static void expect_bytes(const wn_buf *buf, const char *text)
{
    ck_assert_uint_eq(buf->size, strlen(text));
    ck_assert_int_eq(memcmp(buf->data ? buf->data : "", text, buf->size), 0);
}

START_TEST(what_is_appended_stands_in_order)
{
    wn_buf buf = {0};
    ck_assert(wn_buf_text(&buf, "one"));
    ck_assert(wn_buf_put(&buf, ' '));
    ck_assert(wn_buf_append(&buf, "two!", 3));
    ck_assert(wn_buf_printf(&buf, " %d%s", 3, "rd"));
    expect_bytes(&buf, "one two 3rd");
    wn_buf_free(&buf);
}
END_TEST

START_TEST(an_empty_append_needs_no_memory)
{
    wn_buf buf = {0};
    ck_assert(wn_buf_append(&buf, NULL, 0));
    ck_assert(wn_buf_text(&buf, ""));
    ck_assert_ptr_null(buf.data);
    ck_assert_uint_eq(wn_buf_bytes(&buf).size, 0);
    wn_buf_free(&buf);
}
END_TEST

START_TEST(a_buffer_grows_to_any_size_byte_by_byte)
{
    wn_buf buf = {0};
    for (int i = 0; i < 100000; i++)
        ck_assert(wn_buf_put(&buf, (char)i));
    ck_assert_uint_eq(buf.size, 100000);
    for (int i = 0; i < 100000; i++)
        ck_assert_int_eq(buf.data[i], (char)i);
    wn_buf_free(&buf);
}
END_TEST

START_TEST(consumed_bytes_leave_at_the_front)
{
    wn_buf buf = {0};
    wn_buf_text(&buf, "one two");
    wn_buf_consume(&buf, 4);
    expect_bytes(&buf, "two");
    wn_buf_consume(&buf, 0);
    expect_bytes(&buf, "two");
    wn_buf_consume(&buf, 99);
    expect_bytes(&buf, "");
    wn_buf_text(&buf, "more");
    expect_bytes(&buf, "more");
    wn_buf_clear(&buf);
    expect_bytes(&buf, "");
    ck_assert_uint_gt(buf.capacity, 0);
    wn_buf_free(&buf);
    ck_assert_ptr_null(buf.data);
}
END_TEST

START_TEST(a_buffer_that_cannot_grow_stays_as_it_was_and_remembers)
{
    wn_buf buf = {0};
    wn_buf_text(&buf, "kept");
    ck_assert(!wn_buf_reserve(&buf, SIZE_MAX));
    ck_assert(buf.failed);
    expect_bytes(&buf, "kept");
    buf.failed = false;
    ck_assert(!wn_buf_reserve(&buf, SIZE_MAX / 2 + 1));
    ck_assert(buf.failed);
    expect_bytes(&buf, "kept");
    wn_buf_free(&buf);
    ck_assert(!buf.failed);
}
END_TEST

START_TEST(an_array_too_large_for_memory_is_refused_unchanged)
{
    uint64_t *array = NULL;
    size_t    capacity = 0;
    ck_assert(wn_array_grow(&array, &capacity, 3, sizeof *array));
    ck_assert_uint_ge(capacity, 3);
    uint64_t *before = array;
    size_t    before_capacity = capacity;
    ck_assert(wn_array_grow(&array, &capacity, capacity, sizeof *array));
    ck_assert_ptr_eq(array, before);
    ck_assert(!wn_array_grow(&array, &capacity, SIZE_MAX / sizeof *array + 1, sizeof *array));
    ck_assert(!wn_array_grow(&array, &capacity, SIZE_MAX, sizeof *array));
    ck_assert_ptr_eq(array, before);
    ck_assert_uint_eq(capacity, before_capacity);
    free(array);
}
END_TEST

/* ---- arenas ---- */

START_TEST(arena_memory_is_zeroed_aligned_and_apart)
{
    wn_arena arena = {0};
    char    *last = NULL;
    for (size_t size = 0; size < 3000; size += 7) {
        char *memory = wn_arena_alloc(&arena, size);
        ck_assert_ptr_nonnull(memory);
        ck_assert_uint_eq((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_int_eq(memory[i], 0);
        memset(memory, 0xAA, size);
        ck_assert_ptr_ne(memory, last);
        last = size ? memory : NULL;
    }
    wn_arena_free(&arena);
    ck_assert_uint_eq(arena.used_bytes, 0);
}
END_TEST

START_TEST(an_arena_gives_pieces_larger_than_its_blocks)
{
    wn_arena arena = {0};
    char    *small = wn_arena_alloc(&arena, 8);
    char    *large = wn_arena_alloc(&arena, (size_t)1 << 20);
    ck_assert(small && large);
    memset(large, 1, (size_t)1 << 20);
    ck_assert_uint_ge(arena.used_bytes, ((size_t)1 << 20) + 8);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(an_arena_refuses_what_no_memory_can_hold)
{
    wn_arena arena = {0};
    ck_assert_ptr_null(wn_arena_alloc(&arena, SIZE_MAX));
    ck_assert_ptr_null(wn_arena_alloc(&arena, SIZE_MAX / 2 + 1));
    ck_assert_ptr_nonnull(wn_arena_alloc(&arena, 1));
    wn_arena_free(&arena);
}
END_TEST

START_TEST(copies_and_formatted_strings_end_in_nul)
{
    wn_arena arena = {0};
    ck_assert_str_eq(wn_arena_copy(&arena, (wn_bytes){"three!", 5}), "three");
    ck_assert_str_eq(wn_arena_copy(&arena, (wn_bytes){NULL, 0}), "");
    ck_assert_int_eq(memcmp(wn_arena_copy(&arena, (wn_bytes){"a\0b", 3}), "a\0b", 4), 0);
    ck_assert_str_eq(wn_arena_printf(&arena, "%s-%d", "four", 5), "four-5");
    wn_arena_free(&arena);
}
END_TEST

/* ---- UTF-8 ---- */

START_TEST(every_character_survives_writing_and_reading)
{
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        char   bytes[4];
        size_t size;
        if (code == 0xD800)
            code = 0xE000;
        size = wn_utf8_encode(code, bytes);
        wn_utf8_char c = wn_utf8_decode((wn_bytes){bytes, size}, 0);
        if (!c.is_valid || c.code != code || c.size != size)
            ck_abort_msg("U+%04X is read as U+%04X", (unsigned)code, (unsigned)c.code);
    }
}
END_TEST

typedef struct byte_case {
    const char *bytes;
    size_t      first_bad; /* offset of the first byte that is not valid */
} byte_case;

static const byte_case byte_cases[] = {
    {"\x80", 0}, /* a tail alone */
    {"\xBF", 0},
    {"\xC0\x80", 0}, /* overlong */
    {"\xC1\xBF", 0},
    {"\xE0\x9F\xBF", 0},
    {"\xF0\x8F\xBF\xBF", 0},
    {"\xED\xA0\x80", 0}, /* surrogates */
    {"\xED\xBF\xBF", 0},
    {"\xF4\x90\x80\x80", 0}, /* over U+10FFFF */
    {"\xF5\x80\x80\x80", 0},
    {"\xFE", 0},
    {"\xFF", 0},
    {"\xC3", 0}, /* cut */
    {"\xE2\x82", 0},
    {"\xF0\x9F\x8D", 0},
    {"\xC3(", 0}, /* broken off */
    {"\xE2\x82(", 0},
    {"abc\xC3\xA4\xFFz", 5},
    {"twelve bytes\xE2\x82\xAC\x80", 15},
    {"all is well \xF0\x9F\x8D\x80", 16},
    {"", 0},
};

START_TEST(the_first_bad_byte_is_found)
{
    const byte_case *it = &byte_cases[_i];
    wn_bytes         text = {it->bytes, strlen(it->bytes)};
    ck_assert_uint_eq(wn_utf8_check(text), it->first_bad);
    if (it->first_bad < text.size) {
        wn_utf8_char c = wn_utf8_decode(text, it->first_bad);
        ck_assert(!c.is_valid);
        ck_assert_uint_eq(c.size, 1);
        ck_assert_uint_eq(c.code, 0xFFFD);
    }
}
END_TEST

START_TEST(the_ascii_prefix_ends_at_the_first_high_byte)
{
    char text[40];
    for (size_t high = 0; high <= sizeof text; high++) {
        memset(text, 'a', sizeof text);
        if (high < sizeof text)
            text[high] = (char)0x80;
        ck_assert_uint_eq(wn_ascii_prefix((wn_bytes){text, sizeof text}), high);
    }
}
END_TEST

START_TEST(what_a_terminal_might_obey_is_a_control)
{
    static const uint32_t controls[] = {0,    7,     0x1B,   0x1F,   0x7F,   0x80,   0x9B,
                                        0x9F, 0x61C, 0x200E, 0x2028, 0x202E, 0x2066, 0x2069};
    static const uint32_t others[] = {' ', '~', 0xA0, 0xE4, 0x200D, 0x2010, 0x202F, 0x2065, 0x206A, 0x1F600};
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
        ck_assert_msg(wn_utf8_is_control(controls[i]), "U+%04X", (unsigned)controls[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert_msg(!wn_utf8_is_control(others[i]), "U+%04X", (unsigned)others[i]);
}
END_TEST

/* ---- errors ---- */

static wn_place place_at(const char *text, size_t offset, uint32_t line)
{
    return (wn_place){.file = "a.yaml", .text = {text, strlen(text)}, .offset = offset, .line = line};
}

START_TEST(an_error_has_its_place_and_its_line_with_a_caret)
{
    wn_error *error = NULL;
    wn_place  place = place_at("one\ntw\xC3\xB6 three\r\nfour\n", 9, 2);
    ck_assert_int_eq(wn_error_add(&error, WN_BAD_POLICY, &place, "no %s, in %d", "sense", 7), WN_BAD_POLICY);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_int_eq(item->status, WN_BAD_POLICY);
    ck_assert_str_eq(item->file, "a.yaml");
    ck_assert_str_eq(item->message, "no sense, in 7");
    ck_assert_str_eq(item->source, "tw\xC3\xB6 three");
    ck_assert_uint_eq(item->line, 2);
    ck_assert_uint_eq(item->column, 5);
    ck_assert_uint_eq(item->caret, 4);
    ck_assert_ptr_null(wn_error_at(error, 1));
    wn_error_free(error);
}
END_TEST

START_TEST(a_long_line_is_shown_around_its_column)
{
    char      text[400];
    wn_error *error = NULL;
    memset(text, '.', sizeof text);
    text[sizeof text - 1] = '\0';
    text[300] = '!';
    wn_place place = place_at(text, 300, 1);
    wn_error_add(&error, WN_BAD_POLICY, &place, "here");
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_uint_eq(item->column, 301);
    ck_assert_uint_lt(item->caret, strlen(item->source));
    ck_assert_uint_le(strlen(item->source), 100);
    ck_assert_int_eq(item->source[item->caret], '!');
    wn_error_free(error);
}
END_TEST

START_TEST(a_place_at_the_very_end_is_shown)
{
    wn_error *error = NULL;
    wn_place  place = place_at("one", 3, 1), beyond = place_at("one\n", 99, 2), none = place_at("", 0, 1);
    wn_error_add(&error, WN_BAD_POLICY, &place, "end");
    wn_error_add(&error, WN_BAD_POLICY, &beyond, "beyond");
    wn_error_add(&error, WN_BAD_POLICY, &none, "empty");
    ck_assert_uint_eq(wn_error_at(error, 0)->column, 4);
    ck_assert_uint_eq(wn_error_at(error, 1)->column, 1);
    ck_assert_uint_eq(wn_error_at(error, 2)->column, 1);
    wn_error_free(error);
}
END_TEST

START_TEST(control_characters_never_reach_a_message)
{
    wn_error *error = NULL;
    wn_place  place = place_at("a\tb\x1B[1m\x80\xE2\x80\xAE", 1, 1);
    place.file = "\x1B.yaml";
    wn_error_add(&error, WN_BAD_POLICY, &place, "odd \"%s\"", "\x1B[31m\n\xFF\xC2\x9B");
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_str_eq(item->message, "odd \"\\x1b[31m\\x0a\\xff\\xc2\\x9b\"");
    ck_assert_str_eq(item->file, "\\x1b.yaml");
    ck_assert_str_eq(item->source, "a b?[1m??");
    wn_error_free(error);
}
END_TEST

START_TEST(a_private_place_shows_its_column_and_no_text)
{
    wn_error *error = NULL;
    wn_place  place = place_at("a secret\n", 2, 1);
    place.is_private = true;
    wn_error_add(&error, WN_BAD_POLICY, &place, "here");
    ck_assert_uint_eq(wn_error_at(error, 0)->column, 3);
    ck_assert_ptr_null(wn_error_at(error, 0)->source);
    wn_error_free(error);
}
END_TEST

START_TEST(an_error_may_be_in_no_file)
{
    wn_error *error = NULL;
    wn_place  unknown = {.file = "b.yaml"};
    wn_error_add(&error, WN_IO_ERROR, NULL, "nowhere");
    wn_error_add(&error, WN_IO_ERROR, &unknown, "somewhere");
    ck_assert_ptr_null(wn_error_at(error, 0)->file);
    ck_assert_uint_eq(wn_error_at(error, 0)->line, 0);
    ck_assert_str_eq(wn_error_at(error, 1)->file, "b.yaml");
    ck_assert_uint_eq(wn_error_at(error, 1)->column, 0);
    ck_assert_ptr_null(wn_error_at(error, 1)->source);
    wn_error_free(error);
}
END_TEST

START_TEST(what_is_over_twenty_errors_is_counted)
{
    wn_error *error = NULL;
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(wn_error_add(&error, WN_BAD_POLICY, NULL, "error %d", i), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(error), WN_ERROR_MAX);
    ck_assert_str_eq(wn_error_at(error, WN_ERROR_MAX - 2)->message, "error 18");
    ck_assert_str_eq(wn_error_at(error, WN_ERROR_MAX - 1)->message, "981 more errors were left out");
    ck_assert_ptr_null(wn_error_at(error, WN_ERROR_MAX));
    wn_error_free(error);
}
END_TEST

START_TEST(no_list_and_an_absent_list_are_fine)
{
    ck_assert_int_eq(wn_error_add(NULL, WN_BAD_POLICY, NULL, "unheard"), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(NULL), 0);
    ck_assert_ptr_null(wn_error_at(NULL, 0));
    wn_error_free(NULL);
}
END_TEST

static void add_buffers_and_arenas(Suite *suite)
{
    TCase *tests = tcase_create("memory");
    tcase_add_test(tests, what_is_appended_stands_in_order);
    tcase_add_test(tests, an_empty_append_needs_no_memory);
    tcase_add_test(tests, a_buffer_grows_to_any_size_byte_by_byte);
    tcase_add_test(tests, consumed_bytes_leave_at_the_front);
    tcase_add_test(tests, a_buffer_that_cannot_grow_stays_as_it_was_and_remembers);
    tcase_add_test(tests, an_array_too_large_for_memory_is_refused_unchanged);
    tcase_add_test(tests, arena_memory_is_zeroed_aligned_and_apart);
    tcase_add_test(tests, an_arena_gives_pieces_larger_than_its_blocks);
    tcase_add_test(tests, an_arena_refuses_what_no_memory_can_hold);
    tcase_add_test(tests, copies_and_formatted_strings_end_in_nul);
    suite_add_tcase(suite, tests);
}

static void add_utf8(Suite *suite)
{
    TCase *tests = tcase_create("utf8");
    tcase_add_test(tests, every_character_survives_writing_and_reading);
    tcase_add_loop_test(tests, the_first_bad_byte_is_found, 0, sizeof byte_cases / sizeof byte_cases[0]);
    tcase_add_test(tests, the_ascii_prefix_ends_at_the_first_high_byte);
    tcase_add_test(tests, what_a_terminal_might_obey_is_a_control);
    suite_add_tcase(suite, tests);
}

static void add_errors(Suite *suite)
{
    TCase *tests = tcase_create("error");
    tcase_add_test(tests, an_error_has_its_place_and_its_line_with_a_caret);
    tcase_add_test(tests, a_long_line_is_shown_around_its_column);
    tcase_add_test(tests, a_place_at_the_very_end_is_shown);
    tcase_add_test(tests, control_characters_never_reach_a_message);
    tcase_add_test(tests, a_private_place_shows_its_column_and_no_text);
    tcase_add_test(tests, an_error_may_be_in_no_file);
    tcase_add_test(tests, what_is_over_twenty_errors_is_counted);
    tcase_add_test(tests, no_list_and_an_absent_list_are_fine);
    suite_add_tcase(suite, tests);
}

int main(void)
{
    Suite   *suite = suite_create("base");
    SRunner *runner = srunner_create(suite);
    add_buffers_and_arenas(suite);
    add_utf8(suite);
    add_errors(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
