/* test_literal.c: the literal tables against a search that looks everywhere. */
#include "match/literal.h"

#include "base/buf.h"
#include "match/fold.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define LITERALS_MAX 400
#define ROUNDS 300
#define TEXTS 40

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

typedef struct fixture {
    wn_buf      pool;
    wn_literal  literals[LITERALS_MAX];
    size_t      count;
    wn_literals tables;
    wn_arena    arena;
    uint8_t     found[LITERALS_MAX];
} fixture;

static void note(void *user, uint32_t literal)
{
    fixture *f = user;
    ck_assert_uint_lt(literal, f->count);
    f->found[literal] = 1;
}

static wn_bytes literal_text(const fixture *f, size_t i)
{
    return (wn_bytes){f->pool.data + f->literals[i].text, f->literals[i].size};
}

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size));
}

/* Adds a literal unless there is one like it. */
static void add(fixture *f, wn_literal_kind kind, bool after_lead, wn_bytes text)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->literals[i].kind == kind && f->literals[i].after_lead == after_lead && is_same(literal_text(f, i), text))
            return;
    }
    ck_assert_uint_lt(f->count, LITERALS_MAX);
    f->literals[f->count++] = (wn_literal){.text = (uint32_t)f->pool.size,
                                           .size = (uint32_t)text.size,
                                           .kind = (uint8_t)kind,
                                           .after_lead = after_lead};
    wn_buf_append(&f->pool, text.data, text.size);
    wn_buf_put(&f->pool, '\0');
}

static void add_text(fixture *f, wn_literal_kind kind, bool after_lead, const char *text)
{
    add(f, kind, after_lead, (wn_bytes){text, strlen(text)});
}

static void make_tables(fixture *f)
{
    ck_assert_int_eq(wn_literals_make(f->literals, f->count, f->pool.data, NULL, &f->arena, &f->tables), WN_OK);
}

static void clear(fixture *f)
{
    wn_arena_free(&f->arena);
    wn_buf_free(&f->pool);
    *f = (fixture){0};
}

static void scan(fixture *f, wn_bytes text)
{
    memset(f->found, 0, sizeof f->found);
    wn_literals_scan(&f->tables, text, note, f);
}

/* ---- the naive search ---- */

static bool starts_with(wn_bytes text, wn_bytes start)
{
    return start.size <= text.size && !memcmp(text.data, start.data, start.size);
}

static bool is_expected(const fixture *f, size_t i, wn_bytes text)
{
    wn_bytes wanted = literal_text(f, i);
    if (f->literals[i].kind == WN_LITERAL_STARTS)
        return starts_with(f->literals[i].after_lead ? wn_lead(text) : text, wanted);
    if (f->literals[i].kind != WN_LITERAL_CONTAINS)
        return false;
    for (size_t at = 0; at + wanted.size <= text.size; at++) {
        if (starts_with((wn_bytes){text.data + at, text.size - at}, wanted))
            return true;
    }
    return false;
}

static void check_scan(fixture *f, wn_bytes text)
{
    scan(f, text);
    for (size_t i = 0; i < f->count; i++)
        ck_assert_msg(f->found[i] == is_expected(f, i, text), "literal \"%.*s\" in \"%.*s\"",
                      (int)literal_text(f, i).size, literal_text(f, i).data, (int)text.size, text.data);
}

/* ---- tests ---- */

static size_t make_text(uint32_t *state, char *out, size_t longest, unsigned letters)
{
    size_t size = next_random(state) % (longest + 1);
    for (size_t i = 0; i < size; i++)
        out[i] = (char)(next_random(state) % 9 == 0 ? ' ' : 'a' + next_random(state) % letters);
    return size;
}

START_TEST(scan_finds_what_a_naive_search_finds)
{
    uint32_t state = 11;
    for (int round = 0; round < ROUNDS; round++) {
        static fixture f;
        unsigned       letters = 1 + next_random(&state) % 4;
        char           text[256];
        for (unsigned wanted = next_random(&state) % 200; wanted; wanted--) {
            size_t size = make_text(&state, text, next_random(&state) % 4 ? 6 : 20, letters);
            if (size)
                add(&f, next_random(&state) % 2 ? WN_LITERAL_CONTAINS : WN_LITERAL_STARTS, next_random(&state) % 2,
                    (wn_bytes){text, size});
        }
        make_tables(&f);
        for (int i = 0; i < TEXTS; i++) {
            size_t size = make_text(&state, text, sizeof text, letters);
            char  *exact = malloc(size + 1); /* so that the sanitizer sees a read past the end */
            memcpy(exact, text, size);
            exact = realloc(exact, size ? size : 1);
            check_scan(&f, (wn_bytes){exact, size});
            free(exact);
        }
        clear(&f);
    }
}
END_TEST

START_TEST(is_finds_the_whole_core_only)
{
    static fixture f;
    add_text(&f, WN_LITERAL_IS, false, "advertisement");
    add_text(&f, WN_LITERAL_IS, false, "ad");
    add_text(&f, WN_LITERAL_CONTAINS, false, "story");
    make_tables(&f);
    ck_assert_uint_eq(wn_literals_is(&f.tables, (wn_bytes){"ad", 2}), 1);
    ck_assert_uint_eq(wn_literals_is(&f.tables, (wn_bytes){"advertisement", 13}), 0);
    ck_assert_uint_eq(wn_literals_is(&f.tables, (wn_bytes){"advert", 6}), WN_LITERAL_ABSENT);
    ck_assert_uint_eq(wn_literals_is(&f.tables, (wn_bytes){"story", 5}), WN_LITERAL_ABSENT);
    ck_assert_uint_eq(wn_literals_is(&f.tables, (wn_bytes){NULL, 0}), WN_LITERAL_ABSENT);
    clear(&f);
}
END_TEST

START_TEST(tables_without_literals_find_nothing)
{
    static fixture f;
    make_tables(&f);
    scan(&f, (wn_bytes){"some text", 9});
    scan(&f, (wn_bytes){NULL, 0});
    ck_assert_uint_eq(wn_literals_is(&f.tables, (wn_bytes){"some text", 9}), WN_LITERAL_ABSENT);
    clear(&f);
}
END_TEST

START_TEST(bullets_are_skipped_only_where_the_literal_says_so)
{
    static fixture f;
    add_text(&f, WN_LITERAL_STARTS, true, "read more");
    add_text(&f, WN_LITERAL_STARTS, false, "read more");
    add_text(&f, WN_LITERAL_STARTS, false, "\xE2\x80\xA2 read");
    make_tables(&f);
    scan(&f, (wn_bytes){"\xE2\x80\xA2 read more here", 18});
    ck_assert(f.found[0] && !f.found[1] && f.found[2]);
    clear(&f);
}
END_TEST

START_TEST(zero_bytes_are_bytes_like_others)
{
    static fixture f;
    add(&f, WN_LITERAL_CONTAINS, false, (wn_bytes){"ab", 2});
    add(&f, WN_LITERAL_CONTAINS, false, (wn_bytes){"ab\0", 3});
    add(&f, WN_LITERAL_CONTAINS, false, (wn_bytes){"ab\0\0\0\0\0\0\0", 9});
    make_tables(&f);
    check_scan(&f, (wn_bytes){"xab", 3});
    check_scan(&f, (wn_bytes){"xab\0", 4});
    check_scan(&f, (wn_bytes){"xab\0\0\0\0\0\0\0", 10});
    clear(&f);
}
END_TEST

/* 16 KiB of one letter against literals of that letter, two hundred of which share all but the end:
 * a scan that verified each of them would need a second. */
START_TEST(literals_that_share_their_start_cost_no_more)
{
    static fixture f;
    static char    text[16384], literal[64];
    memset(text, 'a', sizeof text);
    memset(literal, 'a', sizeof literal);
    for (int i = 0; i < 200; i++) {
        literal[60] = (char)(i / 15 + 'b');
        literal[61] = (char)(i % 15 + 'b');
        add(&f, WN_LITERAL_CONTAINS, false, (wn_bytes){literal, 62});
    }
    make_tables(&f);
    for (int i = 0; i < 100; i++)
        scan(&f, (wn_bytes){text, sizeof text});
    for (size_t i = 0; i < f.count; i++)
        ck_assert(!f.found[i]);
    clear(&f);
}
END_TEST

static Suite *literal_suite(void)
{
    Suite *suite = suite_create("literal");
    TCase *tests = tcase_create("literal");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, scan_finds_what_a_naive_search_finds);
    tcase_add_test(tests, is_finds_the_whole_core_only);
    tcase_add_test(tests, tables_without_literals_find_nothing);
    tcase_add_test(tests, bullets_are_skipped_only_where_the_literal_says_so);
    tcase_add_test(tests, zero_bytes_are_bytes_like_others);
    tcase_add_test(tests, literals_that_share_their_start_cost_no_more);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(literal_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
