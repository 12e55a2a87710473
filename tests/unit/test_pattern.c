/* test_pattern.c: matching, its limits, and its two engines. */
#include "match/pattern.h"

#include "base/buf.h"
#include "match/engine.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    wn_pattern_def def;
    wn_patterns   *patterns;
    wn_matcher    *jit;
    wn_matcher    *plain;
} fixture;

static wn_bytes text_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

static void set_up(fixture *f, const char *pattern, bool is_exact)
{
    wn_arena       arena = {0};
    wn_regex_facts facts;
    wn_regex_fault fault;
    ck_assert_int_eq(wn_regex_read(text_of(pattern), !is_exact, &arena, &facts, &fault), WN_OK);
    f->def = (wn_pattern_def){.size = (uint32_t)strlen(pattern),
                              .is_exact = is_exact,
                              .cost = (uint8_t)facts.cost,
                              .is_anchored = facts.is_anchored,
                              .factor = facts.factor,
                              .min_chars = facts.min_chars};
    ck_assert_int_eq(wn_patterns_new(&f->def, 1, pattern, &f->patterns), WN_OK);
    ck_assert_int_eq(wn_matcher_new(f->patterns, false, &f->jit), WN_OK);
    ck_assert_int_eq(wn_matcher_new(f->patterns, true, &f->plain), WN_OK);
    wn_arena_free(&arena);
}

static void tear_down(fixture *f)
{
    wn_matcher_free(f->jit);
    wn_matcher_free(f->plain);
    wn_patterns_free(f->patterns);
}

START_TEST(match_ignores_case_unless_it_is_exact)
{
    fixture f;
    set_up(&f, "^caf\xC3\xA9$", false);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("CAF\xC3\x89"), 0, NULL), WN_MATCH_YES);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("CAFE"), 0, NULL), WN_MATCH_NO);
    tear_down(&f);
    set_up(&f, "^caf\xC3\xA9$", true);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("CAF\xC3\x89"), 0, NULL), WN_MATCH_NO);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("caf\xC3\xA9"), 0, NULL), WN_MATCH_YES);
    tear_down(&f);
}
END_TEST

START_TEST(groups_are_reported)
{
    fixture   f;
    wn_groups groups;
    set_up(&f, "by (?<value>\\w+)(?: and (\\w+))?( x)?", false);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("words by Ann here"), 0, &groups), WN_MATCH_YES);
    ck_assert_uint_eq(groups.begin[0], 6);
    ck_assert_uint_eq(groups.end[0], 12);
    ck_assert_uint_eq(groups.begin[1], 9);
    ck_assert_uint_eq(groups.begin[2], SIZE_MAX);
    ck_assert_int_eq(wn_matcher_group(f.jit, 0, "value"), 1);
    ck_assert_int_eq(wn_matcher_group(f.jit, 0, "other"), -1);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("by Ann, by Bob"), 7, &groups), WN_MATCH_YES);
    ck_assert_uint_eq(groups.begin[1], 11);
    tear_down(&f);
}
END_TEST

START_TEST(more_groups_than_are_kept_do_no_harm)
{
    fixture   f;
    wn_groups groups;
    set_up(&f, "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)", false);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, text_of("abcdefghijkl"), 0, &groups), WN_MATCH_YES);
    ck_assert_uint_eq(groups.count, WN_GROUPS_MAX);
    ck_assert_uint_eq(groups.begin[9], 8);
    tear_down(&f);
}
END_TEST

START_TEST(line_over_the_limit_is_not_judged)
{
    fixture f;
    char   *line = malloc(WN_LINE_BYTES_MAX + 1);
    memset(line, 'a', WN_LINE_BYTES_MAX + 1);
    set_up(&f, "^a", false);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, (wn_bytes){line, WN_LINE_BYTES_MAX + 1}, 0, NULL), WN_MATCH_LIMIT);
    ck_assert_int_eq(wn_matcher_find(f.jit, 0, (wn_bytes){line, WN_LINE_BYTES_MAX}, 0, NULL), WN_MATCH_YES);
    tear_down(&f);
    free(line);
}
END_TEST

/* ---- limits ---- */

static const char *const hostile[][2] = {
    {"(a+)+$", "a"},
    {"(a|aa)+$", "a"},
    {"(.*a){12}[xy]", "a"},
    {"\\s+$", " "},
    {"(\\w+)\\1[xy]", "a"},
    {"(\\w+)\\1[xy]", "ab"},
    {"\\b\\w+\\b.*[xy]", "ab "},
    {"(x+x+)+[yz]", "x"},
    {"(?:a?){20}[bc]", "a"},
    {"(a*)*[bc]", "a"},
    {"(?:.{0,30}a){0,30}[bc]", "a"},
    {"\\X+[bc]", "a"},
    {".*,.*,.*,.*,.*,.*,.*,.*,.*,.*,.*,.*[xy]", ","},
    {"(?=.*foo).*ba[rz]", "fooba"},
    {"(?<=a)b.*[cd]", "ab"},
    {"[ab]{0,200}[cd]", "a"},
    {"^(?:a|b|ab)*[cd]", "ab"},
    {"\\w+[@%]\\w+", "a"},
};

START_TEST(hostile_text_stays_within_the_step_bound)
{
    static const size_t sizes[] = {100, 700, 1500, 5000, 16000};
    fixture             f;
    set_up(&f, hostile[_i][0], false);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        wn_buf line = {0};
        while (line.size < sizes[i])
            wn_buf_text(&line, hostile[_i][1]);
        wn_buf_put(&line, '!');
        wn_match match = wn_matcher_find(f.jit, 0, wn_buf_bytes(&line), 0, NULL);
        ck_assert_int_ne(match, WN_MATCH_YES);
        ck_assert_uint_le(wn_matcher_steps(f.jit), wn_pattern_step_bound(&f.def, line.size) + line.size);
        ck_assert_uint_le(wn_pattern_step_bound(&f.def, line.size), wn_allowance_of(line.size).promised);
        wn_buf_free(&line);
    }
    tear_down(&f);
}
END_TEST

static const char *const benign[] = {
    "^follow us .*\\b(?:here|there)\\b", "\\w+@\\w+\\.\\w+", "read .* more", "(\\w+) \\1", "\\s+$",
    "^(?=.*\\d)(?!.*x1).*[a-z]$"};

START_TEST(prose_of_four_thousand_bytes_meets_no_limit)
{
    fixture f;
    wn_buf  line = {0};
    for (int i = 0; line.size < 4000; i++)
        wn_buf_text(&line,
                    i % 10 ? "the harbour was still dark, and 4 boats lay there; " : "crews read the signs and left; ");
    set_up(&f, benign[_i], false);
    ck_assert_int_ne(wn_matcher_find(f.jit, 0, wn_buf_bytes(&line), 0, NULL), WN_MATCH_LIMIT);
    tear_down(&f);
    wn_buf_free(&line);
}
END_TEST

/* ---- two engines ---- */

static const char *const agreeing[] = {"^(?:a|b)*c", "a.*b", "(a|ab)(c|bcd)", "\\bab\\b", "(?<=a)b+", "[^a]{2}"};

START_TEST(jit_and_interpreter_agree)
{
    fixture  f;
    uint32_t state = 9;
    set_up(&f, agreeing[_i], false);
    for (int i = 0; i < 2000; i++) {
        char   line[600];
        size_t size = 0, wanted = (state >> 8) % (i % 10 ? 12 : sizeof line);
        while (size < wanted) {
            state = state * 1664525u + 1013904223u;
            line[size++] = "abcd "[(state >> 8) % 5];
        }
        wn_groups one = {0}, two = {0};
        wn_match  match = wn_matcher_find(f.jit, 0, (wn_bytes){line, size}, 0, &one);
        ck_assert_int_eq(match, wn_matcher_find(f.plain, 0, (wn_bytes){line, size}, 0, &two));
        if (match == WN_MATCH_YES)
            ck_assert(!memcmp(&one, &two, sizeof one));
        state = state * 1664525u + 1013904223u;
    }
    ck_assert_uint_ge(wn_matcher_calls(f.jit), 2000);
    tear_down(&f);
}
END_TEST

/* The JIT stack of 512 KiB is too small for it; the interpreter's heap is not. */
START_TEST(match_too_deep_for_the_jit_stack_is_found_all_the_same)
{
    fixture f;
    char    line[16000];
    memset(line, 'a', sizeof line);
    line[sizeof line - 1] = 'c';
    set_up(&f, "^(?:(a)|b)*c", false);
    for (int i = 0; i < 50; i++)
        ck_assert_int_eq(wn_matcher_find(f.jit, 0, (wn_bytes){line, sizeof line}, 0, NULL), WN_MATCH_YES);
    tear_down(&f);
}
END_TEST

/* ---- checking ---- */

START_TEST(error_has_the_words_and_the_place_of_pcre2)
{
    char   message[160];
    size_t offset;
    ck_assert_int_eq(wn_pattern_check(text_of("ab(c"), false, message, &offset), WN_BAD_POLICY);
    ck_assert_uint_eq(offset, 4);
    ck_assert_ptr_nonnull(strstr(message, "parenthesis"));
    ck_assert_int_eq(wn_pattern_check(text_of("a\\Cb"), false, message, &offset), WN_BAD_POLICY);
    ck_assert_int_eq(wn_pattern_check(text_of("ab(c)"), false, message, &offset), WN_OK);
    ck_assert_int_eq(wn_pattern_check((wn_bytes){NULL, 0}, false, message, &offset), WN_OK);
}
END_TEST

START_TEST(version_of_the_engine_has_a_date)
{
    char version[64];
    wn_pattern_engine_version(version);
    ck_assert_ptr_nonnull(strchr(version, '.'));
    ck_assert_ptr_nonnull(strchr(version, '-'));
}
END_TEST

/* ---- threads ---- */

#define THREADS 4

static void *match_often(void *user)
{
    wn_patterns *patterns = user;
    wn_matcher  *matcher;
    intptr_t     matches = 0;
    if (wn_matcher_new(patterns, false, &matcher) != WN_OK)
        return NULL;
    for (int i = 0; i < 200; i++)
        matches += wn_matcher_find(matcher, 0, text_of("words follow us today"), 0, NULL) == WN_MATCH_YES;
    wn_matcher_free(matcher);
    return (void *)matches;
}

START_TEST(threads_share_what_is_compiled)
{
    fixture   f;
    pthread_t threads[THREADS];
    set_up(&f, "\\bfollow (?:us|me)\\b", false);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, match_often, f.patterns), 0);
    for (int i = 0; i < THREADS; i++) {
        void *matches = NULL;
        pthread_join(threads[i], &matches);
        ck_assert_int_eq((intptr_t)matches, 200);
    }
    tear_down(&f);
}
END_TEST

/* ---- patterns that are compiled already ---- */

static const char *const written[] = {"^caf\xC3\xA9 (?<value>\\d+)$", "\\b(?:next|more) in\\b", "^(a+)+b",
                                      "^[\\p{L}' ]{2,}+\\z"};

enum {
    WRITTEN_COUNT = sizeof written / sizeof *written
};

typedef struct written_fixture {
    wn_arena        arena;
    wn_buf          pool;
    wn_pattern_def  defs[WRITTEN_COUNT];
    const wn_codes *codes;
} written_fixture;

static void set_up_written(written_fixture *f)
{
    *f = (written_fixture){0};
    for (size_t i = 0; i < WRITTEN_COUNT; i++) {
        wn_regex_facts facts;
        wn_regex_fault fault;
        ck_assert_int_eq(wn_regex_read(text_of(written[i]), i % 2, &f->arena, &facts, &fault), WN_OK);
        f->defs[i] = (wn_pattern_def){.text = (uint32_t)f->pool.size,
                                      .size = (uint32_t)strlen(written[i]),
                                      .is_exact = i % 2 == 0,
                                      .cost = (uint8_t)facts.cost,
                                      .factor = facts.factor};
        ck_assert(wn_buf_text(&f->pool, written[i]));
    }
    ck_assert_int_eq(wn_codes_make(f->defs, WRITTEN_COUNT, f->pool.data, &f->arena, &f->codes), WN_OK);
}

static void tear_down_written(written_fixture *f)
{
    wn_buf_free(&f->pool);
    wn_arena_free(&f->arena);
}

static void check_written(const written_fixture *f, const wn_codes *codes)
{
    static const char *const texts[] = {
        "caf\xC3\xA9 12", "CAF\xC3\x89 12", "Next in line", "aaab", "aaa", "Ann B", "Ann 1", ""};
    wn_patterns *plain, *ready;
    wn_matcher  *one, *other;
    ck_assert_int_eq(wn_patterns_new(f->defs, WRITTEN_COUNT, f->pool.data, &plain), WN_OK);
    ck_assert_int_eq(wn_patterns_new(f->defs, WRITTEN_COUNT, f->pool.data, &ready), WN_OK);
    wn_patterns_use(ready, codes);
    ck_assert_int_eq(wn_matcher_new(plain, false, &one), WN_OK);
    ck_assert_int_eq(wn_matcher_new(ready, false, &other), WN_OK);
    for (int round = 0; round < 40; round++) /* by the interpreter, then by JIT */
        for (uint32_t i = 0; i < WRITTEN_COUNT; i++)
            for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
                wn_groups a, b;
                wn_match  match = wn_matcher_find(one, i, text_of(texts[t]), 0, &a);
                ck_assert_int_eq(match, wn_matcher_find(other, i, text_of(texts[t]), 0, &b));
                ck_assert(match != WN_MATCH_YES || (a.begin[0] == b.begin[0] && a.end[1] == b.end[1]));
            }
    ck_assert_int_eq(wn_matcher_group(other, 0, "value"), 1);
    ck_assert_int_eq(wn_matcher_group(other, 1, "value"), -1);
    wn_matcher_free(one);
    wn_matcher_free(other);
    wn_patterns_free(plain);
    wn_patterns_free(ready);
}

START_TEST(pattern_that_is_read_compiled_matches_as_one_that_is_compiled)
{
    written_fixture f;
    set_up_written(&f);
    check_written(&f, f.codes);
    tear_down_written(&f);
}
END_TEST

START_TEST(codes_of_another_engine_do_not_fit_and_are_not_read)
{
    written_fixture f;
    set_up_written(&f);
    pcre2_compile_context *context = wn_engine_context();
    ck_assert(wn_codes_fit(f.codes, context));
    wn_codes other = *f.codes;
    other.engine = "9.99 2006-01-01";
    ck_assert(!wn_codes_fit(&other, context));
    check_written(&f, &other);

    size_t   size = f.codes->begin[WRITTEN_COUNT + 1];
    uint8_t *rest = malloc(size);
    memcpy(rest, f.codes->rest, size);
    rest[size - 1] ^= 1; /* of the sample */
    other = *f.codes;
    other.rest = rest;
    ck_assert(!wn_codes_fit(&other, context));
    memset(rest, 0xFF, size); /* nothing that could be read */
    check_written(&f, &other);
    free(rest);
    pcre2_compile_context_free(context);
    tear_down_written(&f);
}
END_TEST

START_TEST(codes_that_fit_are_read)
{
    written_fixture f;
    set_up_written(&f);
    wn_codes swapped = *f.codes; /* the second pattern is where the first should be */
    uint32_t begin[WRITTEN_COUNT + 2];
    memcpy(begin, f.codes->begin, sizeof begin);
    begin[0] = begin[1];
    begin[1] = begin[2];
    swapped.begin = begin;
    wn_patterns *patterns;
    wn_matcher  *matcher;
    ck_assert_int_eq(wn_patterns_new(f.defs, WRITTEN_COUNT, f.pool.data, &patterns), WN_OK);
    wn_patterns_use(patterns, &swapped);
    ck_assert_int_eq(wn_matcher_new(patterns, true, &matcher), WN_OK);
    ck_assert_int_eq(wn_matcher_find(matcher, 0, text_of("more in this"), 0, NULL), WN_MATCH_YES);
    wn_matcher_free(matcher);
    wn_patterns_free(patterns);
    tear_down_written(&f);
}
END_TEST

static Suite *pattern_suite(void)
{
    Suite *suite = suite_create("pattern");
    TCase *tests = tcase_create("pattern");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, match_ignores_case_unless_it_is_exact);
    tcase_add_test(tests, groups_are_reported);
    tcase_add_test(tests, more_groups_than_are_kept_do_no_harm);
    tcase_add_test(tests, line_over_the_limit_is_not_judged);
    tcase_add_test(tests, pattern_that_is_read_compiled_matches_as_one_that_is_compiled);
    tcase_add_test(tests, codes_of_another_engine_do_not_fit_and_are_not_read);
    tcase_add_test(tests, codes_that_fit_are_read);
    tcase_add_loop_test(tests, hostile_text_stays_within_the_step_bound, 0, sizeof hostile / sizeof *hostile);
    tcase_add_loop_test(tests, prose_of_four_thousand_bytes_meets_no_limit, 0, sizeof benign / sizeof *benign);
    tcase_add_loop_test(tests, jit_and_interpreter_agree, 0, sizeof agreeing / sizeof *agreeing);
    tcase_add_test(tests, match_too_deep_for_the_jit_stack_is_found_all_the_same);
    tcase_add_test(tests, error_has_the_words_and_the_place_of_pcre2);
    tcase_add_test(tests, version_of_the_engine_has_a_date);
    tcase_add_test(tests, threads_share_what_is_compiled);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(pattern_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
