/* test_pack.c: built-in policies that are packed, and what unpacks them. */
#include "base/lzma.h"
#include "policy/builtin.h"
#include "policy/policy.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char one[] =
    "winnow: 1\n"
    "name: one\n"
    "extends: [two]\n"
    "rules:\n"
    "- id: ad.label\n"
    "  line: {is: [advertisement, advertisements, advertorial, sponsored, sponsored content, sponsored story]}\n"
    "  hits: [Advertisement, ADVERTISEMENT, 'Sponsored content:']\n"
    "  misses: [Advertisement sales rose by four percent.]\n";
static const char two[] = "winnow: 1\n"
                          "name: two\n"
                          "rules:\n"
                          "- id: nav.more\n"
                          "  line: {is: [read more, read more here, see more, see more here, more here]}\n"
                          "  hits: [Read more, 'See more:']\n"
                          "  misses: [We read more here than there.]\n";

/* Both texts, packed as src/policy/embed.sh has it. */
static const unsigned char pack[] = {
    0x04, 0x00, 0x00, 0x40, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x3B, 0x9B, 0x1D, 0x28,
    0xD4, 0x54, 0x71, 0xBB, 0x8B, 0xEC, 0x8C, 0x66, 0xC1, 0xE5, 0x17, 0xC9, 0x57, 0x6E, 0xC8, 0x95, 0xB8, 0xA4,
    0x1D, 0x78, 0x2F, 0xA3, 0x59, 0x51, 0x4D, 0xB8, 0xF4, 0x52, 0xE6, 0xD8, 0x35, 0x6E, 0x09, 0x95, 0x2F, 0xC1,
    0x18, 0xA6, 0xA1, 0xB3, 0x4F, 0x44, 0xF5, 0xA1, 0x37, 0xBE, 0x7D, 0x19, 0x85, 0x6C, 0xF8, 0xD9, 0xEE, 0x6C,
    0x08, 0x25, 0xE9, 0xF8, 0xBD, 0x1C, 0x2E, 0xD0, 0x88, 0x66, 0xA8, 0x99, 0x42, 0xFB, 0x08, 0xF3, 0x28, 0x04,
    0x12, 0x97, 0x3A, 0x1A, 0x3A, 0xF2, 0x4D, 0xFC, 0x7E, 0xF1, 0xE2, 0x09, 0x47, 0x9A, 0x6A, 0x7A, 0x69, 0xB1,
    0xBA, 0xEC, 0xC1, 0x03, 0xE8, 0xD1, 0x58, 0x98, 0x49, 0x93, 0xAA, 0x23, 0x66, 0x5D, 0x04, 0x1B, 0x9C, 0x9F,
    0xCE, 0x6C, 0x19, 0x8C, 0xA5, 0xF4, 0x78, 0xC2, 0x61, 0x21, 0x2A, 0x21, 0x43, 0x3C, 0x79, 0x35, 0x65, 0x41,
    0x9E, 0x65, 0xA3, 0x52, 0xF6, 0xE5, 0xC8, 0x09, 0x6B, 0x33, 0xB5, 0x5B, 0x2D, 0x5A, 0xEC, 0x32, 0x18, 0xBF,
    0x62, 0x07, 0xD1, 0x83, 0xDD, 0x3F, 0xFC, 0x08, 0xBA, 0x69, 0xD3, 0x61, 0xEE, 0xF7, 0xEB, 0xF5, 0xDE, 0x46,
    0x76, 0x64, 0xB0, 0x52, 0x48, 0xB0, 0xA6, 0x13, 0x70, 0x10, 0x90, 0x4E, 0x1D, 0x27, 0xAD, 0x18, 0x39, 0xBD,
    0xCF, 0x75, 0x0A, 0xFF, 0xF3, 0x5E, 0x81, 0xFA, 0x11, 0xF1, 0x4F, 0x53, 0xD0, 0xDA, 0x4E, 0x77, 0x55, 0xB7,
    0xAC, 0x41, 0xFC, 0x2C, 0xBC, 0x68, 0x44, 0x7F, 0x48, 0x9A, 0x63, 0x8F, 0x34, 0xEC, 0xF3, 0x9B, 0xDA, 0x28,
    0x7D, 0x04, 0x56, 0xF7, 0x1E, 0x24, 0x1B, 0x91, 0x14, 0x98, 0xD7, 0x9A, 0x9F, 0x2B, 0x7E, 0x63, 0xB9, 0x8F,
    0x01, 0x1D, 0xB7, 0x8B, 0xE8, 0xCD, 0xDC, 0x1D, 0x6E, 0xDE, 0x54, 0xCF, 0x41, 0xFF, 0xC7, 0xC4, 0x7F, 0xCA,
};

enum {
    ONE_BYTES = sizeof one - 1,
    TEXT_BYTES = ONE_BYTES + sizeof two - 1
};

/* Take the place of what is made from policies/. */
const wn_builtin wn_builtins[] = {{"one", {NULL, ONE_BYTES}}, {"two", {NULL, sizeof two - 1}}, {NULL, {NULL, 0}}};
const wn_bytes   wn_builtin_pack = {(const char *)pack, sizeof pack};

START_TEST(what_was_packed_is_unpacked)
{
    char text[TEXT_BYTES];
    ck_assert_int_eq(wn_lzma_unpack(wn_builtin_pack, text, TEXT_BYTES), WN_OK);
    ck_assert(!memcmp(text, one, ONE_BYTES));
    ck_assert(!memcmp(text + ONE_BYTES, two, TEXT_BYTES - ONE_BYTES));
    memset(text, 0, sizeof text);
    ck_assert_int_eq(wn_lzma_unpack(wn_builtin_pack, text, 100), WN_OK);
    ck_assert(!memcmp(text, one, 100));
    ck_assert_int_eq(text[100], 0);
}
END_TEST

START_TEST(what_ends_early_is_bad)
{
    char text[TEXT_BYTES];
    for (size_t size = 0; size < sizeof pack - 16; size++)
        ck_assert_int_eq(wn_lzma_unpack((wn_bytes){(const char *)pack, size}, text, TEXT_BYTES), WN_BAD_INPUT);
}
END_TEST

START_TEST(more_than_was_packed_is_not_made_up)
{
    char text[TEXT_BYTES + 400];
    ck_assert_int_eq(wn_lzma_unpack(wn_builtin_pack, text, sizeof text), WN_BAD_INPUT);
}
END_TEST

/* What comes of it is of no interest; it is read to its end under the sanitizers. */
START_TEST(damage_anywhere_does_no_harm)
{
    unsigned char damaged[sizeof pack];
    char          text[TEXT_BYTES];
    size_t        bad = 0;
    for (size_t bit = 0; bit < 8 * sizeof pack; bit++) {
        memcpy(damaged, pack, sizeof pack);
        damaged[bit / 8] ^= (unsigned char)(1u << bit % 8);
        wn_status status = wn_lzma_unpack((wn_bytes){(const char *)damaged, sizeof pack}, text, TEXT_BYTES);
        ck_assert(status == WN_OK || status == WN_BAD_INPUT);
        bad += status == WN_BAD_INPUT || memcmp(text, one, ONE_BYTES) != 0;
    }
    ck_assert_uint_gt(bad, 4 * sizeof pack);
}
END_TEST

START_TEST(packed_policies_are_loaded_as_others_are)
{
    wn_policy   *policy = NULL;
    wn_error    *error = NULL;
    wn_rule_info info;
    ck_assert_int_eq(wn_policy_load(&(wn_layer){.name = "one"}, 1, NULL, &policy, &error), WN_OK);
    ck_assert_uint_eq(wn_policy_rule_count(policy), 2);
    ck_assert(wn_policy_rule(policy, 1, &info));
    ck_assert_str_eq(info.id, "nav.more");
    ck_assert_str_eq(info.file, "builtin:two");
    ck_assert_uint_eq(info.line, 4);
    wn_policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pack");
    TCase *tests = tcase_create("pack");
    tcase_add_test(tests, what_was_packed_is_unpacked);
    tcase_add_test(tests, what_ends_early_is_bad);
    tcase_add_test(tests, more_than_was_packed_is_not_made_up);
    tcase_add_test(tests, damage_anywhere_does_no_harm);
    tcase_add_test(tests, packed_policies_are_loaded_as_others_are);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
