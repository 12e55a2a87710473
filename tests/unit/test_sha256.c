/* test_sha256.c: the sums of FIPS 180-4's examples, and that pieces do not matter. */
#include "base/sha256.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct vector {
    const char *text;
    const char *hex;
} vector;

static const vector vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
};

START_TEST(published_examples_have_their_sums)
{
    wn_sha256 sum;
    char      hex[WN_SHA256_HEX_SIZE];
    wn_sha256_begin(&sum);
    wn_sha256_feed(&sum, (wn_bytes){vectors[_i].text, strlen(vectors[_i].text)});
    wn_sha256_end(&sum, hex);
    ck_assert_str_eq(hex, vectors[_i].hex);
}
END_TEST

START_TEST(a_million_letters_fed_in_odd_pieces_have_their_sum)
{
    static char letters[997];
    wn_sha256   sum;
    char        hex[WN_SHA256_HEX_SIZE];
    memset(letters, 'a', sizeof letters);
    wn_sha256_begin(&sum);
    for (size_t left = 1000000; left;) {
        size_t piece = left < sizeof letters ? left : sizeof letters;
        wn_sha256_feed(&sum, (wn_bytes){letters, piece});
        left -= piece;
    }
    wn_sha256_end(&sum, hex);
    ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

START_TEST(where_a_text_is_cut_does_not_change_its_sum)
{
    char text[200], whole[WN_SHA256_HEX_SIZE], cut[WN_SHA256_HEX_SIZE];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    for (size_t at = 0; at <= sizeof text; at++) {
        wn_sha256 sum;
        wn_sha256_begin(&sum);
        wn_sha256_feed(&sum, (wn_bytes){text, sizeof text});
        wn_sha256_end(&sum, whole);
        wn_sha256_begin(&sum);
        wn_sha256_feed(&sum, (wn_bytes){text, at});
        wn_sha256_feed(&sum, (wn_bytes){text + at, sizeof text - at});
        wn_sha256_end(&sum, cut);
        ck_assert_str_eq(cut, whole);
    }
}
END_TEST

int main(void)
{
    TCase   *tests = tcase_create("sha256");
    Suite   *suite = suite_create("sha256");
    SRunner *runner = srunner_create(suite);
    suite_add_tcase(suite, tests);
    tcase_add_loop_test(tests, published_examples_have_their_sums, 0, sizeof vectors / sizeof vectors[0]);
    tcase_add_test(tests, a_million_letters_fed_in_odd_pieces_have_their_sum);
    tcase_add_test(tests, where_a_text_is_cut_does_not_change_its_sum);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
