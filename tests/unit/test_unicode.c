/* test_unicode.c: the tables of the program against utf8proc, for every code and for sequences of codes. */
#include "match/unicode.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define CODES 0x110000u

static wn_sort sort_of(const char *category)
{
    static const struct {
        const char *letter;
        wn_sort     sort;
    } sorts[] = {{"L", WN_SORT_LETTER},
                 {"N", WN_SORT_NUMBER},
                 {"M", WN_SORT_MARK},
                 {"Pc", WN_SORT_CONNECTOR},
                 {"Z", WN_SORT_SPACE}};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (!strncmp(category, sorts[i].letter, strlen(sorts[i].letter)))
            return sorts[i].sort;
    return WN_SORT_OTHER;
}

START_TEST(sort_rank_and_width_of_every_code_are_those_of_utf8proc)
{
    for (uint32_t code = 0; code < CODES; code++) {
        utf8proc_int32_t c = (utf8proc_int32_t)code;
        ck_assert_msg(wn_unicode_sort(code) == sort_of(utf8proc_category_string(c)), "U+%04X", (unsigned)code);
        ck_assert_msg((int)wn_unicode_rank(code) == utf8proc_get_property(c)->combining_class, "U+%04X",
                      (unsigned)code);
        ck_assert_msg((int)wn_unicode_width(code) == utf8proc_charwidth(c), "U+%04X", (unsigned)code);
    }
}
END_TEST

static void compare_codes(uint32_t code, const uint32_t *codes, size_t count, utf8proc_option_t option)
{
    utf8proc_int32_t expected[32];
    int              boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t wanted = utf8proc_decompose_char((utf8proc_int32_t)code, expected, 32, option, &boundary);
    ck_assert_msg((utf8proc_ssize_t)count == wanted, "U+%04X", (unsigned)code);
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(codes[i] == (uint32_t)expected[i], "U+%04X", (unsigned)code);
}

START_TEST(every_code_folds_as_with_utf8proc)
{
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t out[WN_UNICODE_FOLD_MAX];
        compare_codes(code, out, wn_unicode_fold(code, out), UTF8PROC_CASEFOLD);
    }
}
END_TEST

START_TEST(every_code_decomposes_as_with_utf8proc)
{
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t out[WN_UNICODE_PARTS_MAX];
        compare_codes(code, out, wn_unicode_decompose(code, out), UTF8PROC_DECOMPOSE);
    }
}
END_TEST

/* Both compose the same codes, which are those of a decomposition in canonical order. */
static void compare_compositions(const uint32_t *codes, size_t count)
{
    uint32_t         ours[64];
    utf8proc_int32_t theirs[64];
    for (size_t i = 0; i < count; i++) {
        ours[i] = codes[i];
        theirs[i] = (utf8proc_int32_t)codes[i];
    }
    utf8proc_ssize_t wanted = utf8proc_normalize_utf32(theirs, (utf8proc_ssize_t)count,
                                                       (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    ck_assert_int_eq((int)wn_unicode_compose(ours, count), (int)wanted);
    for (utf8proc_ssize_t i = 0; i < wanted; i++)
        ck_assert_msg(ours[i] == (uint32_t)theirs[i], "U+%04X, first of %zu", (unsigned)codes[0], count);
}

START_TEST(every_decomposition_is_composed_as_with_utf8proc)
{
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t out[WN_UNICODE_PARTS_MAX];
        compare_compositions(out, wn_unicode_decompose(code, out));
    }
}
END_TEST

/* utf8proc drops U+11A7 after a syllable, which is neither a final nor nothing. */
static bool is_right_there(uint32_t code)
{
    return code != 0x11A7;
}

START_TEST(every_two_codes_that_compose_with_anything_are_composed_as_with_utf8proc)
{
    static uint32_t firsts[4096], seconds[512];
    size_t          first_count = 0, second_count = 0;
    static bool     is_first[CODES], is_second[CODES];
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t out[WN_UNICODE_PARTS_MAX];
        size_t   count = code >= 0xAC00 && code <= 0xD7A3 ? 0 : wn_unicode_decompose(code, out);
        if (count > 1) {
            is_first[code] = is_first[out[0]] = true;
            is_second[out[count - 1]] = true;
        }
        is_second[code] |= (code >= 0x1160 && code <= 0x11FF) || (count == 1 && wn_unicode_rank(code) > 230);
        is_first[code] |= (code >= 0x1100 && code <= 0x1115) || code == 0xAC00 || code == 0xAC01 || code == 0xD788;
    }
    for (uint32_t code = 0; code < CODES; code++) {
        if (is_first[code] && first_count < sizeof firsts / sizeof *firsts)
            firsts[first_count++] = code;
        if (is_second[code] && is_right_there(code) && second_count < sizeof seconds / sizeof *seconds)
            seconds[second_count++] = code;
    }
    ck_assert(first_count > 1000 && first_count < sizeof firsts / sizeof *firsts);
    ck_assert(second_count > 100 && second_count < sizeof seconds / sizeof *seconds);
    for (size_t i = 0; i < first_count; i++)
        for (size_t k = 0; k < second_count; k++)
            compare_compositions((uint32_t[]){firsts[i], seconds[k]}, 2);
}
END_TEST

START_TEST(sequences_are_composed_as_with_utf8proc)
{
    static const uint32_t pool[] = {'a',    'e',    'A',    0x00C4, 0x0307, 0x0323,  0x0301,  0x0308,
                                    0x0327, 0x0338, 0x0345, 0x03B1, 0x1F00, 0x05D0,  0x05BC,  0x05C1,
                                    0x0915, 0x093C, 0x09C7, 0x09BE, 0x0DD9, 0x0DCF,  0x0DCA,  0x1100,
                                    0x1161, 0x11A8, 0xAC00, 0x3046, 0x3099, 0x1D165, 0x11131, 0x11127};
    uint64_t              state = 7;
    for (int round = 0; round < 200000; round++) {
        uint32_t codes[12];
        size_t   count = 1 + (size_t)round % 11;
        for (size_t i = 0; i < count; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            codes[i] = pool[(state >> 33) % (sizeof pool / sizeof *pool)];
        }
        compare_compositions(codes, count);
    }
}
END_TEST

START_TEST(code_beyond_unicode_is_like_one_that_is_not_assigned)
{
    uint32_t out[WN_UNICODE_PARTS_MAX];
    ck_assert_int_eq(wn_unicode_sort(UINT32_MAX), WN_SORT_OTHER);
    ck_assert_uint_eq(wn_unicode_rank(CODES), 0);
    ck_assert_uint_eq(wn_unicode_fold(UINT32_MAX, out), 1);
    ck_assert_uint_eq(out[0], UINT32_MAX);
}
END_TEST

START_TEST(version_is_that_of_utf8proc)
{
    ck_assert_str_eq(wn_unicode_version(), utf8proc_version());
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("unicode");
    TCase *tests = tcase_create("unicode");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, sort_rank_and_width_of_every_code_are_those_of_utf8proc);
    tcase_add_test(tests, every_code_folds_as_with_utf8proc);
    tcase_add_test(tests, every_code_decomposes_as_with_utf8proc);
    tcase_add_test(tests, every_decomposition_is_composed_as_with_utf8proc);
    tcase_add_test(tests, every_two_codes_that_compose_with_anything_are_composed_as_with_utf8proc);
    tcase_add_test(tests, sequences_are_composed_as_with_utf8proc);
    tcase_add_test(tests, code_beyond_unicode_is_like_one_that_is_not_assigned);
    tcase_add_test(tests, version_is_that_of_utf8proc);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
