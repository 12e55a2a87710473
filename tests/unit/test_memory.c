/* test_memory.c: how the static program moves, compares and searches bytes, against the C library. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

void *our_memmove(void *target, const void *source, size_t size);
void *our_memcpy(void *restrict target, const void *restrict source, size_t size);
int   our_memcmp(const void *one, const void *other, size_t size);
void *our_memchr(const void *bytes, int wanted, size_t size);

#define memmove our_memmove
#define memcpy our_memcpy
#define memcmp our_memcmp
#define memchr our_memchr
#include "../../src/cli/musl/memory.c"
#undef memmove
#undef memcpy
#undef memcmp
#undef memchr

#ifdef __SSE2__
enum {
    ROOM = 160,
    SIZE_MAX_HERE = 100
};

static void fill(char *bytes)
{
    for (int i = 0; i < ROOM; i++)
        bytes[i] = (char)(i * 37 + 11);
}

START_TEST(bytes_are_moved_up_down_and_not_at_all)
{
    char ours[ROOM], theirs[ROOM];
    for (size_t size = 0; size <= SIZE_MAX_HERE; size++)
        for (size_t from = 0; from < 40; from++)
            for (size_t to = 0; to < 40; to++) {
                fill(ours);
                fill(theirs);
                ck_assert_ptr_eq(our_memmove(ours + to, ours + from, size), ours + to);
                memmove(theirs + to, theirs + from, size);
                ck_assert_msg(!memcmp(ours, theirs, ROOM), "%zu bytes from %zu to %zu", size, from, to);
            }
}
END_TEST

START_TEST(bytes_are_copied_and_none_beside_them)
{
    char source[ROOM], target[ROOM];
    fill(source);
    for (size_t size = 0; size <= SIZE_MAX_HERE; size++) {
        memset(target, 0, sizeof target);
        ck_assert_ptr_eq(our_memcpy(target + 5, source + 3, size), target + 5);
        ck_assert(!memcmp(target + 5, source + 3, size));
        for (size_t i = 0; i < ROOM; i++)
            ck_assert((i >= 5 && i < 5 + size) || !target[i]);
    }
}
END_TEST

START_TEST(first_difference_decides)
{
    char a[ROOM], b[ROOM];
    for (size_t size = 0; size <= SIZE_MAX_HERE; size++)
        for (size_t place = 0; place <= size; place++) {
            fill(a);
            fill(b);
            if (place < size) {
                a[place + 1] = (char)0x7F;
                b[place + 1] = (char)0x80;
                b[place + 2] = (char)~a[place + 2]; /* of no account, wherever it points */
            }
            int ours = our_memcmp(a + 1, b + 1, size), theirs = our_memcmp(b + 1, a + 1, size);
            ck_assert(place < size ? ours < 0 && theirs > 0 : !ours && !theirs);
        }
}
END_TEST

START_TEST(first_place_is_found_within_the_size)
{
    char bytes[ROOM];
    for (size_t size = 0; size <= SIZE_MAX_HERE; size++)
        for (size_t place = 0; place <= size + 1; place++) {
            memset(bytes, 'a', sizeof bytes);
            bytes[1 + place] = (char)0xE9;
            bytes[1 + place + 3] = (char)0xE9;
            char *expected = place < size ? bytes + 1 + place : NULL;
            ck_assert_ptr_eq(our_memchr(bytes + 1, 0xE9, size), expected);
            ck_assert_ptr_eq(our_memchr(bytes + 1, 0x1E9, size), expected); /* only its lowest byte counts */
        }
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");
#ifdef __SSE2__
    tcase_add_test(tests, bytes_are_moved_up_down_and_not_at_all);
    tcase_add_test(tests, bytes_are_copied_and_none_beside_them);
    tcase_add_test(tests, first_difference_decides);
    tcase_add_test(tests, first_place_is_found_within_the_size);
#endif
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
