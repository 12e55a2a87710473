/* test_chars.c: shortcuts for frequent characters against the tables, and counts against a plain count. */
#include "match/chars.h"

#include "base/utf8.h"
#include "match/fold.h"
#include "match/words.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define CODES 0x110000u

static bool is_character(uint32_t code)
{
    return code < 0xD800 || code > 0xDFFF;
}

START_TEST(letters_digits_and_marks_are_what_the_tables_say)
{
    for (uint32_t code = 0; code < CODES; code++) {
        const char *category = utf8proc_category_string((utf8proc_int32_t)code);
        unsigned    bits = wn_char_bits(code);
        if (!is_character(code))
            continue;
        ck_assert_msg(!(bits & WN_CHAR_LETTER) == (category[0] != 'L'), "U+%04X", (unsigned)code);
        ck_assert_msg(!(bits & WN_CHAR_DIGIT) == (category[0] != 'N'), "U+%04X", (unsigned)code);
        ck_assert_msg(!(bits & WN_CHAR_MARK) == (category[0] != 'M'), "U+%04X", (unsigned)code);
        ck_assert_msg(!(bits & WN_CHAR_UNSPACED) || !strcmp(category, "Lo") || !strcmp(category, "Lm"), "U+%04X",
                      (unsigned)code);
    }
}
END_TEST

START_TEST(ideographs_and_kana_stand_without_spaces)
{
    static const uint32_t codes[] = {0x3042, 0x30A2, 0x4E00, 0x9FA5, 0x9FA6, 0x0E01, 0x3400};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        ck_assert_msg(wn_char_bits(codes[i]) & WN_CHAR_UNSPACED, "U+%04X", (unsigned)codes[i]);
    ck_assert(!(wn_char_bits(0xAC00) & WN_CHAR_UNSPACED));
    ck_assert(!(wn_char_bits(0x0416) & WN_CHAR_UNSPACED));
}
END_TEST

START_TEST(characters_that_differ_in_case_are_of_one_script)
{
    for (uint32_t code = 0x80; code < CODES; code++) {
        utf8proc_int32_t variants[] = {utf8proc_tolower((utf8proc_int32_t)code),
                                       utf8proc_toupper((utf8proc_int32_t)code),
                                       utf8proc_totitle((utf8proc_int32_t)code)};
        for (size_t i = 0; i < 3 && is_character(code); i++)
            if (variants[i] >= 0x80)
                ck_assert_msg(wn_char_script(code) == wn_char_script((uint32_t)variants[i]), "U+%04X", (unsigned)code);
    }
}
END_TEST

/* Folding one character by the tables alone. */
static void fold_by_tables(uint32_t code, wn_buf *out)
{
    utf8proc_int32_t codes[4] = {(utf8proc_int32_t)code};
    int              boundary = UTF8PROC_BOUNDCLASS_START;
    char             bytes[4];
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code, codes, 4, UTF8PROC_CASEFOLD, &boundary);
    if (code == 0x130 || code == 0x131) {
        codes[0] = 'i';
        count = 1;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        wn_buf_append(out, bytes, wn_utf8_encode((uint32_t)codes[i], bytes));
}

START_TEST(every_character_folds_as_the_tables_say)
{
    wn_buf fold = {0}, expected = {0};
    for (uint32_t code = 0x80; code < CODES; code++) {
        char   bytes[4];
        size_t size = wn_utf8_encode(code, bytes);
        if (!is_character(code))
            continue;
        wn_buf_clear(&fold);
        wn_buf_clear(&expected);
        ck_assert_int_eq(wn_fold((wn_bytes){bytes, size}, &fold), WN_OK);
        fold_by_tables(code, &expected);
        ck_assert_msg(fold.size == expected.size && !memcmp(fold.data, expected.data, fold.size), "U+%04X",
                      (unsigned)code);
    }
    wn_buf_free(&fold);
    wn_buf_free(&expected);
}
END_TEST

/* ---- counting ---- */

static wn_counts count_plainly(wn_bytes text)
{
    wn_counts counts = {0};
    bool      in_word = false;
    for (size_t i = 0; i < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, i);
        unsigned     bits = wn_char_bits(c.code);
        i += c.size;
        counts.chars++;
        counts.scripts |= wn_char_script(c.code);
        counts.has_letters |= (bits & WN_CHAR_LETTER) != 0;
        counts.has_colon |= c.code == ':';
        counts.has_quotes |= c.code == '"' || (c.code >= 0x80 && bits & (WN_CHAR_OPEN | WN_CHAR_CLOSE));
        if (c.code == ' ')
            in_word = false;
        if (bits & WN_CHAR_UNSPACED) {
            counts.unspaced++;
        } else if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT) && !in_word) {
            in_word = true;
            counts.words++;
        }
    }
    return counts;
}

static void compare_counts(wn_bytes text)
{
    wn_counts fast = wn_count_words(text), plain = count_plainly(text);
    ck_assert_uint_eq(fast.words, plain.words);
    ck_assert_uint_eq(fast.unspaced, plain.unspaced);
    ck_assert_uint_eq(fast.chars, plain.chars);
    ck_assert_uint_eq(fast.scripts, plain.scripts);
    ck_assert_int_eq(fast.has_letters, plain.has_letters);
    ck_assert_int_eq(fast.has_colon, plain.has_colon);
    ck_assert_int_eq(fast.has_quotes, plain.has_quotes);
}

START_TEST(words_counted_by_blocks_are_those_counted_one_by_one)
{
    static const char *const parts[] = {" ",  " ",  " ",  "a", "Zz", "7", "-", "\"", ":", "é", "—", "“", "ш",
                                        "港", "の", "가", "…", "क",  "@", "`", "{",  "[", "/", "~", "😀", "harbour"};
    uint64_t                 state = 1;
    char                     text[512];
    for (int round = 0; round < 20000; round++) {
        size_t size = 0, wanted = (size_t)round % 400;
        while (size < wanted) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            const char *part = parts[(state >> 33) % (sizeof parts / sizeof *parts)];
            memcpy(text + size, part, strlen(part));
            size += strlen(part);
        }
        compare_counts((wn_bytes){text, size});
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("chars");
    TCase *tests = tcase_create("all characters");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, letters_digits_and_marks_are_what_the_tables_say);
    tcase_add_test(tests, ideographs_and_kana_stand_without_spaces);
    tcase_add_test(tests, characters_that_differ_in_case_are_of_one_script);
    tcase_add_test(tests, every_character_folds_as_the_tables_say);
    tcase_add_test(tests, words_counted_by_blocks_are_those_counted_one_by_one);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
