/* test_traits.c: the table of characters says what Unicode's properties say.
 *
 * With WINNOW_PRINT_TRAITS in the environment it prints src/match/traits.c as it should be. */
#include "base/utf8.h"
#include "match/traits.h"
#include "match/view.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define CODES 0x10000u

static uint8_t wanted[CODES];
static bool    is_second[CODES]; /* in the decomposition of some character */

static size_t decompose(uint32_t code, int options, utf8proc_int32_t out[8])
{
    int              boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code, out, 8, (utf8proc_option_t)options,
                                                     &boundary);
    return count > 0 ? (size_t)count : 0;
}

static void find_seconds(void)
{
    for (uint32_t code = 0; code < 0x110000; code++) {
        utf8proc_int32_t codes[8];
        size_t           count = decompose(code, UTF8PROC_DECOMPOSE, codes);
        for (size_t i = 1; i < count; i++)
            if ((uint32_t)codes[i] < CODES)
                is_second[codes[i]] = true;
    }
    for (uint32_t code = 0x1161; code <= 0x11C2; code++)
        is_second[code] = true;
}

static bool is_its_own_nfc(uint32_t code)
{
    utf8proc_int32_t codes[8];
    size_t           count = decompose(code, UTF8PROC_DECOMPOSE, codes);
    utf8proc_ssize_t left = utf8proc_normalize_utf32(codes, (utf8proc_ssize_t)count,
                                                     (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    return left == 1 && (uint32_t)codes[0] == code;
}

/* What the view changes besides: spaces, what is dropped, apostrophes, full-width characters. */
static bool is_special(uint32_t code)
{
    return code < 0xA1 || code == 0xAD || code == 0x02BC || code == 0x061C || code == 0x1680 || code == 0x180E ||
           (code >= 0x2000 && code <= 0x200F) || code == 0x2018 || code == 0x2019 || code == 0x201B ||
           (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x206F) || code == 0x3000 ||
           code == 0xFEFF || (code >= 0xFF01 && code <= 0xFF5E) || code == 0xFFFD;
}

static bool is_unspaced_letter(uint32_t code)
{
    return (code >= 0x0E00 && code <= 0x109F) || (code >= 0x1780 && code <= 0x17FF) ||
           (code >= 0x2E80 && code <= 0x2FDF) || (code >= 0x3005 && code <= 0x3007) ||
           (code >= 0x3040 && code <= 0x312F) || (code >= 0x31F0 && code <= 0x31FF) ||
           (code >= 0x3400 && code <= 0x4DBF) || (code >= 0x4E00 && code <= 0x9FFF) ||
           (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFF66 && code <= 0xFF9F);
}

static unsigned view_traits(uint32_t code, const utf8proc_property_t *property)
{
    bool is_mark = property->combining_class || property->category == UTF8PROC_CATEGORY_MN ||
                   property->category == UTF8PROC_CATEGORY_MC || property->category == UTF8PROC_CATEGORY_ME;
    if (is_special(code) || is_second[code] || !is_its_own_nfc(code))
        return 0;
    return (property->combining_class ? WN_TRAIT_ORDERED : WN_TRAIT_STILL) | (is_mark ? WN_TRAIT_MARK : 0u);
}

static unsigned letter_traits(uint32_t code, int category)
{
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT)
        return WN_TRAIT_LETTER;
    if (category == UTF8PROC_CATEGORY_LM || category == UTF8PROC_CATEGORY_LO)
        return WN_TRAIT_LETTER | (is_unspaced_letter(code) ? WN_TRAIT_UNSPACED : 0u);
    return 0;
}

static bool is_its_own_fold(uint32_t code)
{
    utf8proc_int32_t codes[8];
    return code != 0x0307 && code != 0x0131 && decompose(code, UTF8PROC_CASEFOLD, codes) == 1 &&
           (uint32_t)codes[0] == code;
}

static unsigned traits_of(uint32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
    int                        category = property->category;
    if (code < 0x80 || category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CS ||
        category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CC)
        return 0;
    return view_traits(code, property) | letter_traits(code, category) | (is_its_own_fold(code) ? WN_TRAIT_SAME : 0u);
}

static void prepare(void)
{
    find_seconds();
    for (uint32_t code = 0; code < CODES; code++)
        wanted[code] = (uint8_t)traits_of(code);
}

/* ---- printing ---- */

static void print_numbers(const uint8_t *numbers, size_t count, const char *indent)
{
    for (size_t i = 0; i < count; i++)
        printf("%s%d,%s", i % 32 ? " " : indent, numbers[i], i % 32 == 31 ? "\n" : "");
}

static void print_table(void)
{
    static uint8_t pages[1024];
    static size_t  first[256];
    size_t         rows = 0;
    for (size_t page = 0; page < 1024; page++) {
        size_t row = 0;
        while (row < rows && memcmp(&wanted[first[row] * 64], &wanted[page * 64], 64))
            row++;
        if (row == rows)
            first[rows++] = page;
        pages[page] = (uint8_t)row;
    }
    printf("/* traits.c: the table of characters, made and checked by tests/unit/test_traits.c. */\n"
           "#include \"match/traits.h\"\n\n/* clang-format off */\n\nconst uint8_t wn_trait_pages[1024] = {\n");
    print_numbers(pages, 1024, "    ");
    printf("};\n\nconst uint8_t wn_trait_rows[][64] = {\n");
    for (size_t row = 0; row < rows; row++) {
        printf("    { /* from U+%04zX */\n", first[row] * 64);
        print_numbers(&wanted[first[row] * 64], 64, "        ");
        printf("    },\n");
    }
    printf("};\n");
}

/* ---- tests ---- */

/* A library of a newer Unicode knows more characters, never other facts of those that were there. */
START_TEST(traits_are_those_of_unicode_wherever_the_table_has_any)
{
    for (uint32_t code = 0; code < CODES; code++)
        if (wn_traits(code))
            ck_assert_msg(wn_traits(code) == wanted[code], "U+%04X has %u, Unicode says %u", (unsigned)code,
                          wn_traits(code), wanted[code]);
}
END_TEST

START_TEST(common_letters_have_traits)
{
    static const uint32_t letters[] = {0xE9, 0x0142, 0x03B1, 0x0438, 0x05D0, 0x0628, 0x0915, 0x0E01, 0x1EBF, 0x4E2D};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        ck_assert_uint_eq(wn_traits(letters[i]) & ~(unsigned)WN_TRAIT_UNSPACED,
                          WN_TRAIT_STILL | WN_TRAIT_SAME | WN_TRAIT_LETTER);
}
END_TEST

START_TEST(characters_are_read_as_the_decoder_reads_them)
{
    for (unsigned first = 0x80; first < 0x100; first++)
        for (unsigned second = 0; second < 0x100; second++)
            for (unsigned third = 0x7F; third < 0x102; third += 0x41) {
                char         text[3] = {(char)first, (char)second, (char)third};
                wn_utf8_char c = wn_utf8_decode((wn_bytes){text, 3}, 0);
                uint32_t     code = 0;
                size_t       size = wn_read_character((const unsigned char *)text, 3, &code);
                ck_assert_uint_eq(size, c.is_valid ? c.size : 0u);
                if (size)
                    ck_assert_uint_eq(code, c.code);
            }
    uint32_t code;
    ck_assert_uint_eq(wn_read_character((const unsigned char *)"\xC3\xA9", 1, &code), 0);
    ck_assert_uint_eq(wn_read_character((const unsigned char *)"\xE4\xB8\xAD", 2, &code), 0);
}
END_TEST

int main(void)
{
    prepare();
    if (getenv("WINNOW_PRINT_TRAITS")) {
        print_table();
        return EXIT_SUCCESS;
    }
    Suite *suite = suite_create("traits");
    TCase *tests = tcase_create("traits");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, traits_are_those_of_unicode_wherever_the_table_has_any);
    tcase_add_test(tests, common_letters_have_traits);
    tcase_add_test(tests, characters_are_read_as_the_decoder_reads_them);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
