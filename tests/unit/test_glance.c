/* test_glance.c: what a look at large blocks tells of lines, against what can be seen of each byte. */
#include "match/glance.h"

#include "match/surface.h"
#include "match/words.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 4000
#define TEXT_BYTES 400
#define ROOM 150

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* What should be told of a line. */
static uint32_t look(wn_bytes line)
{
    bool is_high = false;
    if (line.size && line.data[line.size - 1] == '\r')
        line.size--;
    for (size_t i = 0; i < line.size; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        if (byte < 0x20 || byte == 0x7F)
            return WN_GLANCE_ODD;
        is_high = is_high || byte >= 0x80;
    }
    return is_high ? (uint32_t)WN_GLANCE_HIGH : wn_count_words(line).words;
}

static void compare(unsigned width, wn_bytes text, bool counts, size_t room)
{
    wn_glanced_line lines[ROOM];
    size_t          at = 0, count;
    while ((count = wn_glance_by(width, text, at, counts, lines, room)) != 0) {
        ck_assert(count <= room);
        for (size_t i = 0; i < count; i++) {
            const char *feed = memchr(text.data + at, '\n', text.size - at);
            ck_assert_ptr_eq(feed, text.data + lines[i].end);
            uint32_t words = look((wn_bytes){text.data + at, (size_t)(feed - text.data) - at});
            ck_assert_uint_eq(lines[i].words, counts || words >= WN_GLANCE_HIGH ? words : 0);
            at = (size_t)lines[i].end + 1;
        }
    }
    ck_assert_ptr_null(memchr(text.data + at, '\n', text.size - at));
}

START_TEST(lines_have_the_ends_and_words_that_their_bytes_have)
{
    static const char common[] = "abcXYZ019   ..,-\n\n";
    static const char rare[] = "\r\r\r\t\x7f\x01\xc3\xa9\xff~!{@[`/:";
    uint32_t          state = 3;
    char              text[TEXT_BYTES];
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = next_random(&state) % TEXT_BYTES, odds = 1 + next_random(&state) % 60;
        for (size_t i = 0; i < size; i++)
            text[i] = next_random(&state) % odds ? common[next_random(&state) % (sizeof common - 1)]
                                                 : rare[next_random(&state) % (sizeof rare - 1)];
        char *exact = malloc(size + 1); /* so that a byte too many is noticed */
        memcpy(exact, text, size);
        for (unsigned width = 16; width <= wn_surface_width(); width *= 2)
            compare(width, (wn_bytes){exact, size}, round % 2,
                    WN_GLANCE_ROOM + next_random(&state) % (ROOM - WN_GLANCE_ROOM));
        free(exact);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("glance");
    TCase *tests = tcase_create("lines at a glance");
    tcase_add_test(tests, lines_have_the_ends_and_words_that_their_bytes_have);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
