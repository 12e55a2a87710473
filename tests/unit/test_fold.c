/* test_fold.c: case folding against PCRE2's own idea of equal letters, cores and leads. */
#include "match/fold.h"

#include "base/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static wn_bytes text_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size));
}

static const struct {
    const char *text;
    const char *fold;
} folds[] = {
    {"", ""},
    {"Sponsored CONTENT 24/7", "sponsored content 24/7"},
    {"\xC3\x89T\xC3\x89", "\xC3\xA9t\xC3\xA9"},
    {"STRA\xC3\x9F"
     "E",
     "strasse"},
    {"\xE1\xBA\x9E", "ss"},
    {"\xE2\x84\xAA", "k"},
    {"\xC5\xBF", "s"},
    {"D\xC4\xB0YARBAKIR", "diyarbakir"},
    {"d\xC4\xB1yarbak\xC4\xB1r", "diyarbakir"},
    {"I\xCC\x87i\xCC\x87\xCC\x87x\xCC\x87", "iix\xCC\x87"},
    {"\xCE\xA3\xCF\x82\xCF\x83", "\xCF\x83\xCF\x83\xCF\x83"},
    {"\xEF\xAC\x81", "fi"},
};

START_TEST(text_has_the_fold_it_should)
{
    wn_buf out = {0};
    ck_assert_int_eq(wn_fold(text_of(folds[_i].text), &out), WN_OK);
    wn_buf_put(&out, '\0');
    ck_assert_str_eq(out.data, folds[_i].fold);
    wn_buf_free(&out);
}
END_TEST

/* ---- against PCRE2 ---- */

static bool has_case(uint32_t code)
{
    utf8proc_int32_t c = (utf8proc_int32_t)code;
    return utf8proc_tolower(c) != c || utf8proc_toupper(c) != c || utf8proc_totitle(c) != c ||
           utf8proc_get_property(c)->casefold_seqindex != UINT16_MAX;
}

static pcre2_code *compile_caseless(const char *pattern, size_t size)
{
    int         error;
    size_t      offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, size, PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &error, &offset,
                                     NULL);
    ck_assert_ptr_nonnull(code);
    return code;
}

static void check_equals_of(uint32_t code, wn_bytes all, pcre2_match_data *data)
{
    char   pattern[8] = "\\", bytes[4];
    size_t size = wn_utf8_encode(code, bytes);
    bool   is_escaped = code < 0x80;
    memcpy(pattern + is_escaped, bytes, size);
    if (is_escaped && ((code | 0x20) >= 'a' && (code | 0x20) <= 'z')) {
        pattern[0] = (char)code;
        is_escaped = false;
    }
    pcre2_code *regex = compile_caseless(pattern, size + is_escaped);
    wn_buf      mine = {0}, other = {0};
    ck_assert_int_eq(wn_fold((wn_bytes){bytes, size}, &mine), WN_OK);
    for (size_t at = 0;;) {
        if (pcre2_match(regex, (PCRE2_SPTR)all.data, all.size, at, PCRE2_NO_UTF_CHECK, data, NULL) < 0)
            break;
        const size_t *match = pcre2_get_ovector_pointer(data);
        wn_buf_clear(&other);
        ck_assert_int_eq(wn_fold((wn_bytes){all.data + match[0], match[1] - match[0]}, &other), WN_OK);
        ck_assert_msg(is_same(wn_buf_bytes(&mine), wn_buf_bytes(&other)), "U+%04X and %.*s", (unsigned)code,
                      (int)(match[1] - match[0]), all.data + match[0]);
        at = match[1];
    }
    wn_buf_free(&mine);
    wn_buf_free(&other);
    pcre2_code_free(regex);
}

START_TEST(characters_that_pcre2_holds_equal_fold_alike)
{
    wn_buf            all = {0};
    char              bytes[4];
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    for (uint32_t code = 1; code <= 0x10FFFF; code++) {
        if ((code < 0xD800 || code > 0xDFFF) && has_case(code))
            wn_buf_append(&all, bytes, wn_utf8_encode(code, bytes));
    }
    ck_assert_uint_gt(all.size, 5000);
    for (size_t at = 0; at < all.size;) {
        wn_utf8_char c = wn_utf8_decode(wn_buf_bytes(&all), at);
        check_equals_of(c.code, wn_buf_bytes(&all), data);
        at += c.size;
    }
    pcre2_match_data_free(data);
    wn_buf_free(&all);
}
END_TEST

/* Whether PCRE2 finds, among the characters that have no case for utf8proc, one that has another
 * case for PCRE2: (?i) then matches one more character than the class it stands in. */
START_TEST(characters_without_case_equal_none_that_has_one)
{
    wn_buf            cased = {0}, line = {0};
    char              bytes[4];
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    wn_buf_text(&cased, "[");
    for (uint32_t code = 0x80; code <= 0x10FFFF; code++) {
        if ((code < 0xD800 || code > 0xDFFF) && has_case(code))
            wn_buf_append(&cased, bytes, wn_utf8_encode(code, bytes));
        else if (code < 0xD800 || code > 0xDFFF)
            wn_buf_append(&line, bytes, wn_utf8_encode(code, bytes));
    }
    wn_buf_text(&cased, "]");
    pcre2_code *regex = compile_caseless(cased.data, cased.size);
    ck_assert_int_eq(pcre2_match(regex, (PCRE2_SPTR)line.data, line.size, 0, PCRE2_NO_UTF_CHECK, data, NULL),
                     PCRE2_ERROR_NOMATCH);
    pcre2_code_free(regex);
    pcre2_match_data_free(data);
    wn_buf_free(&cased);
    wn_buf_free(&line);
}
END_TEST

/* ---- cores and leads ---- */

static const struct {
    const char *text;
    const char *core;
    const char *lead;
} parts[] = {
    {"", "", ""},
    {"***", "", ""},
    {"advertisement", "advertisement", "advertisement"},
    {"- Advertisement -", "Advertisement", "Advertisement -"},
    {"[Advertisement:]", "Advertisement", "Advertisement:]"},
    {"Comments (12)", "Comments", "Comments (12)"},
    {"(12) Comments", "Comments", "12) Comments"},
    {"Comments (1,200):", "Comments", "Comments (1,200):"},
    {"[3] Shares ( 7+ ) ", "Shares", "3] Shares ( 7+ ) "},
    {"(12)", "", "12)"},
    {"Top 10", "Top 10", "Top 10"},
    {"Act (one)", "Act (one", "Act (one)"},
    {"12)", "12", "12)"},
    {"\xE2\x80\xA2 Caf\xC3\xA9!", "Caf\xC3\xA9", "Caf\xC3\xA9!"},
    {"x\xCC\x82\xCC\xA3.", "x\xCC\x82\xCC\xA3", "x\xCC\x82\xCC\xA3."},
    {"\xCC\x82x", "x", "x"},
    {"a-\xCC\x82", "a", "a-\xCC\x82"},
    {"\xE2\x80\x94 \xE5\xBA\x83\xE5\x91\x8A \xE3\x80\x91", "\xE5\xBA\x83\xE5\x91\x8A",
     "\xE5\xBA\x83\xE5\x91\x8A \xE3\x80\x91"},
};

START_TEST(text_has_the_core_and_lead_it_should)
{
    wn_bytes core = wn_core(text_of(parts[_i].text)), lead = wn_lead(text_of(parts[_i].text));
    ck_assert_msg(is_same(core, text_of(parts[_i].core)), "\"%s\": \"%.*s\"", parts[_i].text, (int)core.size,
                  core.data);
    ck_assert_msg(is_same(lead, text_of(parts[_i].lead)), "\"%s\": \"%.*s\"", parts[_i].text, (int)lead.size,
                  lead.data);
}
END_TEST

START_TEST(core_of_nothing_is_empty)
{
    ck_assert_uint_eq(wn_core((wn_bytes){NULL, 0}).size, 0);
    ck_assert_uint_eq(wn_lead((wn_bytes){NULL, 0}).size, 0);
}
END_TEST

static Suite *fold_suite(void)
{
    Suite *suite = suite_create("fold");
    TCase *tests = tcase_create("fold");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, text_has_the_fold_it_should, 0, sizeof folds / sizeof *folds);
    tcase_add_test(tests, characters_that_pcre2_holds_equal_fold_alike);
    tcase_add_test(tests, characters_without_case_equal_none_that_has_one);
    tcase_add_loop_test(tests, text_has_the_core_and_lead_it_should, 0, sizeof parts / sizeof *parts);
    tcase_add_test(tests, core_of_nothing_is_empty);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(fold_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
