/* test_plain.c: the code for processors without vectors, built here in spite of those that this one has, finds the
 * same. */
#include "base/utf8.h"
#include "match/literal_pairs.h"
#include "match/surface.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#undef __SSE2__
#undef __x86_64__
#define wn_surface_read plain_surface_read
#define wn_surface_read_by plain_surface_read_by
#define wn_surface_width plain_surface_width
bool     plain_surface_read(wn_bytes line, wn_surface *surface);
bool     plain_surface_read_by(unsigned width, wn_bytes line, wn_surface *surface);
unsigned plain_surface_width(void);
#include "../../src/match/surface.c"
#undef wn_surface_read
#undef wn_surface_read_by
#undef wn_surface_width

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static bool are_same(const wn_surface *a, const wn_surface *b)
{
    const wn_counts *x = &a->counts, *y = &b->counts;
    size_t           blocks = (a->size + WN_BLOCK_BYTES - 1) / WN_BLOCK_BYTES;
    return a->size == b->size && a->is_ascii == b->is_ascii && x->words == y->words && x->unspaced == y->unspaced &&
           x->chars == y->chars && x->scripts == y->scripts && x->has_letters == y->has_letters &&
           x->has_colon == y->has_colon && x->has_quotes == y->has_quotes &&
           !memcmp(a->begins, b->begins, blocks * sizeof *a->begins) &&
           !memcmp(a->fold, b->fold, a->size + WN_SURFACE_PAD);
}

START_TEST(lines_look_the_same_with_vectors_and_without)
{
    static wn_surface     with, without;
    static const uint32_t some[] = {' ', ' ', 'a',  'B',  'z',   '0',    '9',    '.', ':',
                                    '"', '(', 0xE9, 0xC9, 0x434, 0x2014, 0x6708, 9};
    uint32_t              state = 5;
    unsigned              read = 0;
    ck_assert_uint_eq(plain_surface_width(), 16);
    for (int round = 0; round < 20000; round++) {
        char   line[400];
        size_t size = 0, most = next_random(&state) % 300;
        while (size < most) {
            uint32_t code = some[next_random(&state) % (sizeof some / sizeof *some - (round % 8 != 0))];
            if (code != ' ' || (size && line[size - 1] != ' ' && size + 1 < most))
                size += wn_utf8_encode(code, line + size);
        }
        bool is_read = wn_surface_read((wn_bytes){line, size}, &with);
        ck_assert(plain_surface_read((wn_bytes){line, size}, &without) == is_read);
        ck_assert(!is_read || are_same(&with, &without));
        read += is_read;
    }
    ck_assert_uint_gt(read, 1000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plain");
    TCase *tests = tcase_create("plain");
    tcase_add_test(tests, lines_look_the_same_with_vectors_and_without);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
