/* test_sha1.c: the sums of FIPS 180-4's examples, in base32. */
#include "base/sha1.h"

#include <check.h>
#include <string.h>

static const struct {
    const char *text;
    const char *sum;
} vectors[] = {
    {"", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"},
    {"abc", "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "QSMD4RA4HPJG5OVOJKQ7SUJJ4XSUM4HR"},
};

START_TEST(published_examples_have_their_sums)
{
    char sum[WN_SHA1_BASE32_SIZE];
    wn_sha1_base32((wn_bytes){vectors[_i].text, strlen(vectors[_i].text)}, sum);
    ck_assert_str_eq(sum, vectors[_i].sum);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("sha1");
    TCase   *tests = tcase_create("sha1");
    SRunner *runner = srunner_create(suite);
    tcase_add_loop_test(tests, published_examples_have_their_sums, 0, (int)(sizeof vectors / sizeof *vectors));
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
