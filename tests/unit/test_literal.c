/* test_literal.c: the literal tables against a search that looks everywhere. */
#include "match/literal.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "match/chars.h"
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
static void add_at(fixture *f, wn_literal_kind kind, bool after_lead, bool at_word, bool at_end, wn_bytes text)
{
    for (size_t i = 0; i < f->count; i++) {
        const wn_literal *l = &f->literals[i];
        if (l->kind == kind && l->after_lead == after_lead && l->at_word == at_word && l->at_end == at_end &&
            is_same(literal_text(f, i), text))
            return;
    }
    ck_assert_uint_lt(f->count, LITERALS_MAX);
    f->literals[f->count++] = (wn_literal){.text = (uint32_t)f->pool.size,
                                           .size = (uint32_t)text.size,
                                           .kind = (uint8_t)kind,
                                           .after_lead = after_lead,
                                           .at_word = at_word,
                                           .at_end = at_end};
    wn_buf_append(&f->pool, text.data, text.size);
    wn_buf_put(&f->pool, '\0');
}

static void add(fixture *f, wn_literal_kind kind, bool after_lead, wn_bytes text)
{
    add_at(f, kind, after_lead, false, false, text);
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

static void scan_as(fixture *f, wn_bytes text, bool is_ascii)
{
    memset(f->found, 0, sizeof f->found);
    wn_literals_scan(&f->tables, text, is_ascii, note, f);
}

static void scan(fixture *f, wn_bytes text)
{
    scan_as(f, text, wn_ascii_prefix(text) == text.size);
}

/* ---- the naive search ---- */

static bool starts_with(wn_bytes text, wn_bytes start)
{
    return start.size <= text.size && !memcmp(text.data, start.data, start.size);
}

static bool is_letter_before(wn_bytes text, size_t at)
{
    do
        at--;
    while (at && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    return wn_char_bits(wn_utf8_decode(text, at).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
}

static bool is_ended(const fixture *f, size_t i, wn_bytes text)
{
    size_t size = f->literals[i].size;
    return !f->literals[i].at_end || text.size == size || !wn_is_ascii_word(text.data[size]);
}

static bool is_expected(const fixture *f, size_t i, wn_bytes text)
{
    wn_bytes wanted = literal_text(f, i), lead = f->literals[i].after_lead ? wn_lead(text) : text;
    if (f->literals[i].kind == WN_LITERAL_STARTS)
        return starts_with(lead, wanted) && is_ended(f, i, lead);
    if (f->literals[i].kind != WN_LITERAL_CONTAINS)
        return false;
    for (size_t at = 0; at + wanted.size <= text.size; at++) {
        bool     is_placed = !f->literals[i].at_word || !at || !is_letter_before(text, at);
        wn_bytes rest = {text.data + at, text.size - at};
        if (is_placed && starts_with(rest, wanted) && is_ended(f, i, rest))
            return true;
    }
    return false;
}

static void check_scan(fixture *f, wn_bytes text)
{
    scan(f, text);
    for (size_t i = 0; i < f->count; i++)
        ck_assert_msg(f->found[i] == is_expected(f, i, text) ||
                          (f->found[i] && f->literals[i].at_word && f->literals[i].size == 1) ||
                          (f->found[i] && f->literals[i].at_end),
                      "literal \"%.*s\" in \"%.*s\"", (int)literal_text(f, i).size, literal_text(f, i).data,
                      (int)text.size, text.data);
}

/* More may be said where literals count at the beginnings of words, and but for surfaces at their ends. */
static void check_found(const fixture *f, wn_bytes text, bool by_surface)
{
    for (size_t i = 0; i < f->count; i++) {
        const wn_literal *l = &f->literals[i];
        bool              may_be_more = l->at_word || (l->at_end && (!by_surface || l->size == 1));
        ck_assert_msg(f->found[i] == is_expected(f, i, text) || (f->found[i] && may_be_more),
                      "literal \"%.*s\" in \"%.*s\"", (int)literal_text(f, i).size, literal_text(f, i).data,
                      (int)text.size, text.data);
    }
}

static void check_scan_beyond(fixture *f, wn_bytes text)
{
    scan_as(f, text, false);
    check_found(f, text, false);
}

/* Of a line that is its own fold, if it can be read so; whether it can. */
static bool check_scan_surface(fixture *f, wn_bytes text)
{
    static wn_surface surface;
    if (!wn_surface_read(text, &surface))
        return false;
    memset(f->found, 0, sizeof f->found);
    wn_literals_scan_surface(&f->tables, &surface, note, f);
    check_found(f, text, true);
    return true;
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
    uint32_t state = 11, read = 0;
    for (int round = 0; round < ROUNDS; round++) {
        static fixture f;
        unsigned       letters = 1 + next_random(&state) % 4;
        char           text[256];
        for (unsigned wanted = next_random(&state) % 200; wanted; wanted--) {
            size_t size = make_text(&state, text, next_random(&state) % 4 ? 6 : 20, letters);
            if (size)
                add(&f, next_random(&state) % 2 ? WN_LITERAL_CONTAINS : WN_LITERAL_STARTS, next_random(&state) % 2,
                    (wn_bytes){text, size});
            if (size && text[0] != ' ' && next_random(&state) % 2)
                add_at(&f, WN_LITERAL_CONTAINS, false, true, false, (wn_bytes){text, size});
            if (size && wn_is_ascii_word(text[size - 1]) && next_random(&state) % 2)
                add_at(&f, next_random(&state) % 2 ? WN_LITERAL_CONTAINS : WN_LITERAL_STARTS, next_random(&state) % 2,
                       false, true, (wn_bytes){text, size});
        }
        make_tables(&f);
        for (int i = 0; i < TEXTS; i++) {
            size_t size = make_text(&state, text, sizeof text, letters);
            char  *exact = malloc(size + 1); /* so that the sanitizer sees a read past the end */
            memcpy(exact, text, size);
            exact = realloc(exact, size ? size : 1);
            check_scan(&f, (wn_bytes){exact, size});
            check_scan_beyond(&f, (wn_bytes){exact, size});
            read += check_scan_surface(&f, (wn_bytes){exact, size});
            free(exact);
        }
        clear(&f);
    }
    ck_assert_uint_ge(read, 2 * ROUNDS);
}
END_TEST

/* Words of two scripts with what may stand between and inside of them. */
START_TEST(words_beyond_ascii_are_found_where_they_begin)
{
    static const char *const pieces[] = {
        "a", "i", "\xC3\xA9",     "\xD0\xBF", "\xD0\xBE",     "\xE4\xB8\xAD", "\xCE\xB9",
        " ", "-", "\xE2\x80\x9C", "\xCC\x81", "\xE0\xA4\x95", "\xE0\xA5\x8D", "3"};
    uint32_t state = 5, read = 0;
    for (int round = 0; round < ROUNDS; round++) {
        static fixture f;
        wn_buf         text = {0};
        for (int i = 0; i < 40; i++) {
            wn_buf_clear(&text);
            for (unsigned count = 1 + next_random(&state) % 5; count; count--)
                wn_buf_text(&text, pieces[next_random(&state) % 14]);
            uint32_t first = wn_utf8_decode(wn_buf_bytes(&text), 0).code;
            bool     is_word = wn_char_bits(first) & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
            bool     is_ended = wn_is_ascii_word(text.data[text.size - 1]) && i % 3 == 0;
            add_at(&f, WN_LITERAL_CONTAINS, false, is_word && i % 2, is_ended, wn_buf_bytes(&text));
        }
        make_tables(&f);
        for (int i = 0; i < 10; i++) {
            wn_buf_clear(&text);
            for (unsigned count = next_random(&state) % (i % 2 ? 120 : 40); count; count--)
                wn_buf_text(&text, pieces[next_random(&state) % (i % 2 ? 14 : 10)]);
            check_scan_beyond(&f, wn_buf_bytes(&text));
            read += check_scan_surface(&f, wn_buf_bytes(&text));
        }
        wn_buf_free(&text);
        clear(&f);
    }
    ck_assert_uint_ge(read, 2 * ROUNDS);
}
END_TEST

/* Else a word could begin in a view where none begins in its fold. */
START_TEST(what_is_no_letter_does_not_fold_to_one)
{
    wn_buf fold = {0};
    for (uint32_t code = 1; code < 0x110000; code++) {
        char bytes[4];
        if ((code >= 0xD800 && code <= 0xDFFF) || wn_char_bits(code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT))
            continue;
        wn_buf_clear(&fold);
        ck_assert_int_eq(wn_fold((wn_bytes){bytes, wn_utf8_encode(code, bytes)}, &fold), WN_OK);
        ck_assert_msg(!fold.size || !is_letter_before(wn_buf_bytes(&fold), fold.size) || code == 0x0345, "U+%04X",
                      (unsigned)code); /* of U+0345 comes an iota, which the tables do not take for a letter */
    }
    wn_buf_free(&fold);
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
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, scan_finds_what_a_naive_search_finds);
    tcase_add_test(tests, words_beyond_ascii_are_found_where_they_begin);
    tcase_add_test(tests, what_is_no_letter_does_not_fold_to_one);
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
