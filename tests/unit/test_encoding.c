/* test_encoding.c: what stands in a page of another encoding is read, mapped back to its bytes, and written again. */
#include "format/encoding.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define BYTES(text) ((wn_bytes){text, sizeof(text) - 1})
#define SPAN(text)                                                                                                     \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    } /* the same where it must be constant */

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

START_TEST(the_first_bytes_tell_the_encoding)
{
    static const struct {
        wn_bytes    source;
        wn_encoding encoding;
        size_t      mark;
    } all[] = {{SPAN("\xEF\xBB\xBF<p>"), WN_UTF_8, 3},     {SPAN("\xFF\xFE<\0"), WN_UTF_16_LE, 2},
               {SPAN("\xFE\xFF\0<"), WN_UTF_16_BE, 2},     {SPAN("<\0p\0"), WN_UTF_16_LE, 0},
               {SPAN("\0<\0p"), WN_UTF_16_BE, 0},          {SPAN("<p>"), WN_ENCODING_UNKNOWN, 0},
               {SPAN("\xEF\xBB"), WN_ENCODING_UNKNOWN, 0}, {SPAN(""), WN_ENCODING_UNKNOWN, 0}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t mark = 9;
        ck_assert_int_eq(wn_encoding_of_mark(all[i].source, &mark), all[i].encoding);
        ck_assert_uint_eq(mark, all[i].mark);
    }
}
END_TEST

START_TEST(a_source_is_what_it_says_unless_it_is_utf_8_throughout)
{
    wn_bytes none = {0}, broken = BYTES("caf\xE9"), plain = BYTES("plain"), escaped = BYTES("\x1B$B4A\x1B(B");
    ck_assert_int_eq(wn_encoding_settle(broken, none), WN_WINDOWS_1252);
    ck_assert_int_eq(wn_encoding_settle(broken, BYTES("UTF-8")), WN_UTF_8);
    ck_assert_int_eq(wn_encoding_settle(broken, BYTES("Latin1")), WN_WINDOWS_1252);
    ck_assert_int_eq(wn_encoding_settle(broken, BYTES("koi8-r")), WN_ENCODING_UNKNOWN);
    ck_assert_int_eq(wn_encoding_settle(plain, BYTES("koi8-r")), WN_UTF_8);
    ck_assert_int_eq(wn_encoding_settle(BYTES("caf\xC3\xA9"), BYTES("windows-1252")), WN_UTF_8);
    ck_assert_int_eq(wn_encoding_settle(escaped, BYTES("iso-2022-jp")), WN_ENCODING_UNKNOWN);
    ck_assert_int_eq(wn_encoding_settle(BYTES("a\x0Ez"), BYTES("iso-2022-kr")), WN_ENCODING_UNKNOWN);
    ck_assert_int_eq(wn_encoding_settle(escaped, none), WN_UTF_8);
    ck_assert_int_eq(wn_encoding_settle(none, BYTES("koi8-r")), WN_UTF_8);
}
END_TEST

/* A text in an encoding and in UTF-8; `is_exact`: writing it gives the same bytes. */
static const struct {
    wn_encoding encoding;
    wn_bytes    source, text;
    bool        is_exact;
} texts[] = {
    {WN_UTF_8, SPAN("a\xC3\xA9\xFF"), SPAN("a\xC3\xA9\xFF"), true},
    {WN_WINDOWS_1252, SPAN("caf\xE9 \x80 \x93x\x94 \x81\xFF"),
     SPAN("caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D \xC2\x81\xC3\xBF"), true},
    {WN_UTF_16_LE, SPAN("a\0\xE9\0\x2D\x4E\x3D\xD8\x00\xDE.\0"), SPAN("a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80."), true},
    {WN_UTF_16_BE, SPAN("\0a\0\xE9\x4E\x2D\xD8\x3D\xDE\x00\0."), SPAN("a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80."), true},
    {WN_UTF_16_BE, SPAN("\xD8\x3D\0a\xDE\x00\0b\xD8\x3D"),
     SPAN("\xEF\xBF\xBD"
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD"),
     false},
    {WN_UTF_16_LE, SPAN("a\0b"), SPAN("a"), false},
    {WN_UTF_16_LE, SPAN(""), SPAN(""), true},
};

START_TEST(a_text_is_read_and_written_again)
{
    wn_buf text = {0}, back = {0};
    wn_map map = {0};
    ck_assert_int_eq(wn_encoding_read(texts[_i].encoding, texts[_i].source, 0, &text, &map), WN_OK);
    ck_assert_msg(is_same(wn_buf_bytes(&text), texts[_i].text), "%.*s", (int)text.size, text.data);
    ck_assert(wn_encoding_put(texts[_i].encoding, wn_buf_bytes(&text), &back));
    ck_assert_int_eq(is_same(wn_buf_bytes(&back), texts[_i].source), texts[_i].is_exact);
    wn_map_free(&map);
    wn_buf_free(&text);
    wn_buf_free(&back);
}
END_TEST

/* Of every character of the text: the bytes it was read from give it again when they are read alone. */
START_TEST(every_character_maps_to_the_bytes_it_was_read_from)
{
    wn_buf text = {0}, alone = {0};
    wn_map map = {0}, none = {0};
    ck_assert_int_eq(wn_encoding_read(texts[_i].encoding, texts[_i].source, 0, &text, &map), WN_OK);
    for (size_t at = 0, end; at < text.size; at = end) {
        size_t   run = 0;
        wn_range part = {at, at}, found;
        for (end = at + 1; end < text.size && (text.data[end] & 0xC0) == 0x80; end++)
            continue;
        part.end = end;
        ck_assert(wn_map_next(&map, &run, &part, &found));
        wn_bytes bytes = {texts[_i].source.data + found.begin, found.end - found.begin};
        wn_buf_clear(&alone);
        wn_map_clear(&none);
        ck_assert_int_eq(wn_encoding_read(texts[_i].encoding, bytes, 0, &alone, &none), WN_OK);
        ck_assert(is_same(wn_buf_bytes(&alone), (wn_bytes){text.data + at, end - at}));
    }
    wn_map_free(&map);
    wn_map_free(&none);
    wn_buf_free(&text);
    wn_buf_free(&alone);
}
END_TEST

START_TEST(what_an_encoding_has_no_letter_for_is_written_as_a_reference)
{
    wn_buf out = {0};
    ck_assert(wn_encoding_put(WN_WINDOWS_1252, BYTES("\xE2\x82\xAC \xE4\xB8\xAD \xF0\x9F\x98\x80"), &out));
    ck_assert(is_same(wn_buf_bytes(&out), BYTES("\x80 &#20013; &#128512;")));
    wn_buf_free(&out);
}
END_TEST

int main(void)
{
    int      count = sizeof texts / sizeof *texts;
    Suite   *suite = suite_create("encoding");
    TCase   *tests = tcase_create("encodings of pages");
    SRunner *runner = srunner_create(suite);
    tcase_add_test(tests, the_first_bytes_tell_the_encoding);
    tcase_add_test(tests, a_source_is_what_it_says_unless_it_is_utf_8_throughout);
    tcase_add_loop_test(tests, a_text_is_read_and_written_again, 0, count);
    tcase_add_loop_test(tests, every_character_maps_to_the_bytes_it_was_read_from, 0, count);
    tcase_add_test(tests, what_an_encoding_has_no_letter_for_is_written_as_a_reference);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
