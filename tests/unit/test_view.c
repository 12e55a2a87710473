/* test_view.c: the view of a line, its map, and the folding of literals and patterns. */
#include "match/view.h"

#include "base/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define RANDOM_LINES 20000

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static wn_bytes text_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size));
}

/* The view of a text as a NUL-ended string in `storage`. */
static const char *view_of(const char *text, wn_buf *storage)
{
    wn_view view;
    wn_buf  copy = {0};
    ck_assert_int_eq(wn_view_make(text_of(text), &copy, &view), WN_OK);
    wn_buf_clear(storage);
    wn_buf_append(storage, view.text.data, view.text.size);
    wn_buf_put(storage, '\0');
    wn_buf_free(&copy);
    return storage->data;
}

static const struct {
    const char *line;
    const char *view;
} lines[] = {
    {"", ""},
    {"   ", ""},
    {"\xE2\x80\x8B \xC2\xA0", ""},
    {"plain", "plain"},
    {"  plain text\t", "plain text"},
    {"two  spaces", "two spaces"},
    {"a\tb", "a b"},
    {"a\r\nb", "a b"},
    {"\xC2\xA0no\xC2\xA0\xE2\x80\x89"
     "break\xE3\x80\x80",
     "no break"},
    {"soft\xC2\xAD"
     "ly",
     "softly"},
    {"ze\xE2\x80\x8Bro", "zero"},
    {"a \xE2\x80\x8B b", "a b"},
    {"bell\x07", "bell"},
    {"it\xE2\x80\x99s", "it's"},
    {"it\xEF\xBC\x87s", "it's"},
    {"\xEF\xBC\xA1\xEF\xBC\xA4\xEF\xBC\x81", "AD!"},
    {"caf\xC3\xA9", "caf\xC3\xA9"},
    {"cafe\xCC\x81", "caf\xC3\xA9"},
    {"cafe\xE2\x80\x8D\xCC\x81", "caf\xC3\xA9"},
    {"a\xCC\x81\xCC\xA3", "\xE1\xBA\xA1\xCC\x81"},
    {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "\xED\x95\x9C"},
    {"\xED\x95\x98\xE1\x86\xAB", "\xED\x95\x9C"},
    {"\xE2\x84\xAB", "\xC3\x85"},
    {"bad\xFF"
     "byte",
     "bad\xEF\xBF\xBD"
     "byte"},
    {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"a longer line of plain text that fills several blocks, with  one double space far inside",
     "a longer line of plain text that fills several blocks, with one double space far inside"},
};

START_TEST(line_has_the_view_it_should)
{
    wn_buf storage = {0};
    ck_assert_str_eq(view_of(lines[_i].line, &storage), lines[_i].view);
    wn_buf_free(&storage);
}
END_TEST

static void check_is_slice(const char *line)
{
    wn_buf  storage = {0};
    wn_view view;
    ck_assert_int_eq(wn_view_make(text_of(line), &storage, &view), WN_OK);
    ck_assert_msg(!view.is_copy && !storage.capacity, "a copy of \"%s\" was made", line);
    ck_assert(view.text.data >= line && view.text.data + view.text.size <= line + strlen(line));
    wn_buf_free(&storage);
}

START_TEST(ordinary_line_needs_no_copy)
{
    check_is_slice("An ordinary line of text, long enough for the block-wise check; nothing changes in it.");
    check_is_slice("   indented and with spaces after   ");
    check_is_slice("\xC2\xA0\tindented otherwise\xE3\x80\x80");
    check_is_slice(
        "na\xC3\xAFve \xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x80\x94 \xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82");
    check_is_slice("\xE0\xA4\xA8\xE0\xA4\xAE\xE0\xA4\xB8\xE0\xA5\x8D\xE0\xA4\xA4\xE0\xA5\x87"); /* marks in place */
}
END_TEST

START_TEST(nul_inside_a_line_is_dropped)
{
    wn_buf  storage = {0};
    wn_view view;
    ck_assert_int_eq(wn_view_make((wn_bytes){"a\0b", 3}, &storage, &view), WN_OK);
    ck_assert(is_same(view.text, text_of("ab")));
    ck_assert(view.is_ascii && view.is_copy);
    wn_buf_free(&storage);
}
END_TEST

START_TEST(invalid_bytes_are_counted)
{
    wn_buf  storage = {0};
    wn_view view;
    ck_assert_int_eq(wn_view_make(text_of("a\xFF"
                                          "b\xC3 \xE2\x82"),
                                  &storage, &view),
                     WN_OK);
    ck_assert_uint_eq(view.invalid_bytes, 4);
    ck_assert(!view.is_ascii);
    wn_buf_free(&storage);
}
END_TEST

START_TEST(flood_of_marks_stays_as_it_is)
{
    wn_buf line = {0}, storage = {0};
    wn_buf_text(&line, "e");
    for (int i = 0; i < 100000; i++)
        wn_buf_text(&line, i % 2 ? "\xCC\x81" : "\xCC\xA3");
    wn_view view;
    ck_assert_int_eq(wn_view_make(wn_buf_bytes(&line), &storage, &view), WN_OK);
    ck_assert(is_same(view.text, wn_buf_bytes(&line)));
    wn_buf_free(&line);
    wn_buf_free(&storage);
}
END_TEST

/* ---- properties, on lines made of pieces that are trouble ---- */

static const char *const pieces[] = {
    "a",
    "e",
    "I",
    "x",
    " ",
    "  ",
    "\t",
    "\xC2\xA0",
    "\xE3\x80\x80",
    "\xE2\x80\x8B",
    "\xC2\xAD",
    "\xCC\x81",
    "\xCC\xA3",
    "\xCC\x88",
    "\xCC\x87",
    "\xE1\x84\x92",
    "\xE1\x85\xA1",
    "\xE1\x86\xAB",
    "\xED\x95\x98",
    "\xE2\x84\xAB",
    "\xC3\xA9",
    "\xEF\xBC\xA1",
    "\xE2\x80\x99",
    "\xFF",
    "\xE2\x82",
    "\xCD\x84",
    "\xE0\xBD\xB3",
    "\xF0\x9F\x98\x80",
    "\xE0\xA7\x87",
    "\xE0\xA6\xBE",
    "\x01",
    "\n",
    "\xE1\xBA\xA1",
    "\xF0\x91\x84\xB1\xF0\x91\x84\xA7",
    "<",
    "\xCC\xB8",
    "some plain words for the blocks to pass over quickly",
};

static void make_line(uint32_t *state, wn_buf *line)
{
    wn_buf_clear(line);
    for (uint32_t count = next_random(state) % 12; count; count--) {
        if (next_random(state) % 16 == 0)
            wn_buf_put(line, (char)next_random(state));
        else
            wn_buf_text(line, pieces[next_random(state) % (sizeof pieces / sizeof *pieces)]);
    }
    if (next_random(state) % 32 == 0) {
        for (uint32_t marks = 28 + next_random(state) % 10; marks; marks--)
            wn_buf_text(line, pieces[11 + next_random(state) % 4]);
    }
}

static bool has_double_space(wn_bytes text)
{
    for (size_t i = 1; i < text.size; i++) {
        if (text.data[i] == ' ' && text.data[i - 1] == ' ')
            return true;
    }
    return false;
}

static void check_map(wn_bytes line, const wn_view *view)
{
    uint32_t *offsets = malloc((view->text.size + 1) * sizeof *offsets);
    ck_assert_ptr_nonnull(offsets);
    ck_assert_int_eq(wn_view_map(line, view, offsets), WN_OK);
    for (size_t i = 0; i < view->text.size; i++) {
        ck_assert_uint_le(offsets[i], offsets[i + 1]);
        if (!view->is_copy)
            ck_assert_int_eq(line.data[offsets[i]], view->text.data[i]);
    }
    ck_assert_uint_le(offsets[view->text.size], line.size);
    free(offsets);
}

static bool is_nfc(wn_bytes text)
{
    wn_buf copy = {0};
    wn_buf_append(&copy, text.data, text.size);
    wn_buf_put(&copy, '\0');
    utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)copy.data);
    ck_assert_ptr_nonnull(nfc);
    bool same = !strcmp((const char *)nfc, copy.data);
    free(nfc);
    wn_buf_free(&copy);
    return same;
}

START_TEST(view_of_any_bytes_is_trimmed_valid_composed_and_its_own_view)
{
    uint32_t state = 7;
    wn_buf   line = {0}, first = {0}, second = {0};
    for (int i = 0; i < RANDOM_LINES; i++) {
        make_line(&state, &line);
        wn_buf_clear(&first);
        wn_buf_clear(&second);
        wn_view view, again;
        ck_assert_int_eq(wn_view_make(wn_buf_bytes(&line), &first, &view), WN_OK);
        ck_assert_uint_eq(wn_utf8_check(view.text), view.text.size);
        ck_assert(!has_double_space(view.text));
        if (view.text.size) {
            ck_assert_int_ne(view.text.data[0], ' ');
            ck_assert_int_ne(view.text.data[view.text.size - 1], ' ');
        }
        ck_assert_int_eq(view.is_ascii, wn_ascii_prefix(view.text) == view.text.size);
        ck_assert_int_eq(wn_view_make(view.text, &second, &again), WN_OK);
        ck_assert(is_same(view.text, again.text));
        ck_assert_uint_eq(again.invalid_bytes, 0);
        ck_assert(!again.is_copy || view.text.size > 32);
        if (line.size < 60)
            ck_assert(is_nfc(view.text));
        check_map(wn_buf_bytes(&line), &view);
    }
    wn_buf_free(&line);
    wn_buf_free(&first);
    wn_buf_free(&second);
}
END_TEST

/* Whether the character has a view of its own that does not change any more. */
START_TEST(view_of_every_character_is_its_own_view)
{
    wn_buf first = {0}, second = {0};
    for (uint32_t code = 1; code <= 0x10FFFF; code++) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        char    bytes[8] = "x";
        size_t  size = 1 + wn_utf8_encode(code, bytes + 1);
        wn_view view, again;
        wn_buf_clear(&first);
        wn_buf_clear(&second);
        ck_assert_int_eq(wn_view_make((wn_bytes){bytes, size}, &first, &view), WN_OK);
        ck_assert_int_eq(wn_view_make(view.text, &second, &again), WN_OK);
        ck_assert_msg(is_same(view.text, again.text) && !again.is_copy, "U+%04X", (unsigned)code);
        ck_assert_msg(is_nfc(view.text), "U+%04X", (unsigned)code);
    }
    wn_buf_free(&first);
    wn_buf_free(&second);
}
END_TEST

START_TEST(slice_of_the_view_maps_to_a_slice_of_the_line)
{
    const char *line = "  a\xE2\x80\x8B \xC2\xA0 caf\x65\xCC\x81 x  ";
    wn_buf      storage = {0};
    wn_view     view;
    uint32_t    offsets[32];
    ck_assert_int_eq(wn_view_make(text_of(line), &storage, &view), WN_OK);
    ck_assert(is_same(view.text, text_of("a caf\xC3\xA9 x")));
    ck_assert_int_eq(wn_view_map(text_of(line), &view, offsets), WN_OK);
    ck_assert_uint_eq(offsets[0], 2);  /* a */
    ck_assert_uint_eq(offsets[1], 6);  /* the run of spaces */
    ck_assert_uint_eq(offsets[2], 10); /* c */
    ck_assert_uint_eq(offsets[5], 13); /* e and its mark */
    ck_assert_uint_eq(offsets[7], 16); /* the space after them */
    ck_assert_uint_eq(offsets[9], 18); /* the end, before the spaces there */
    wn_buf_free(&storage);
}
END_TEST

/* ---- literals and patterns ---- */

START_TEST(literal_is_normalised_but_keeps_its_outer_space)
{
    wn_buf out = {0};
    ck_assert_int_eq(wn_view_literal(text_of("by\xC2\xA0 Cafe\xCC\x81 \xE2\x80\x99"), &out), WN_OK);
    ck_assert(is_same(wn_buf_bytes(&out), text_of("by Caf\xC3\xA9 '")));
    wn_buf_clear(&out);
    ck_assert_int_eq(wn_view_literal(text_of("by "), &out), WN_OK);
    ck_assert(is_same(wn_buf_bytes(&out), text_of("by ")));
    wn_buf_free(&out);
}
END_TEST

static const struct {
    const char *source;
    const char *pattern;
} patterns[] = {
    {"^it\xE2\x80\x99s\\b", "^it's\\b"},
    {"caf\x65\xCC\x81+", "caf\xC3\xA9+"},
    {"\\w\xCC\x81", "\\w\xCC\x81"},
    {"a  b\t(?x) c", "a  b\t(?x) c"},
    {"\xEF\xBC\x88"
     "ad\xEF\xBC\x89",
     "\\x28ad\\x29"},
    {"\\\xEF\xBC\x88", "\\x28"},
    {"[\xEF\xBC\x9A:]", "[\\x3A:]"},
    {"\xEF\xBC\xA1"
     "b",
     "Ab"},
    {"\\\xEF\xBD\x84", "d"},
    {"\\Q\xEF\xBC\x88\xC2\xA0\\E\xEF\xBC\x88", "\\Q( \\E\\x28"},
    {"a\xC2\xA0"
     "b",
     "a\\x20b"},
    {"\\\\\xEF\xBC\x8A", "\\\\\\x2A"},
};

START_TEST(pattern_is_folded_without_changing_its_syntax)
{
    wn_buf out = {0};
    ck_assert_int_eq(wn_view_pattern(text_of(patterns[_i].source), &out), WN_OK);
    wn_buf_put(&out, '\0');
    ck_assert_str_eq(out.data, patterns[_i].pattern);
    wn_buf_free(&out);
}
END_TEST

static Suite *view_suite(void)
{
    Suite *suite = suite_create("view");
    TCase *tests = tcase_create("view");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, line_has_the_view_it_should, 0, sizeof lines / sizeof *lines);
    tcase_add_test(tests, ordinary_line_needs_no_copy);
    tcase_add_test(tests, nul_inside_a_line_is_dropped);
    tcase_add_test(tests, invalid_bytes_are_counted);
    tcase_add_test(tests, flood_of_marks_stays_as_it_is);
    tcase_add_test(tests, view_of_any_bytes_is_trimmed_valid_composed_and_its_own_view);
    tcase_add_test(tests, view_of_every_character_is_its_own_view);
    tcase_add_test(tests, slice_of_the_view_maps_to_a_slice_of_the_line);
    tcase_add_test(tests, literal_is_normalised_but_keeps_its_outer_space);
    tcase_add_loop_test(tests, pattern_is_folded_without_changing_its_syntax, 0, sizeof patterns / sizeof *patterns);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(view_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
