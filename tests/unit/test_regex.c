/* test_regex.c: what is known of a pattern, against PCRE2 where that can be asked. */
#include "match/regex.h"

#include "base/buf.h"
#include "match/fold.h"
#include "match/pattern.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM_PATTERNS 6000
#define SUBJECTS 60

static wn_bytes text_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

/* The literals as "a|b"; "_a" is looked for where words begin, "a_" where they end. */
static const char *list_literals(const wn_regex_facts *facts, wn_buf *out)
{
    wn_buf_clear(out);
    for (size_t i = 0; i < facts->literal_count; i++) {
        if (i)
            wn_buf_put(out, '|');
        wn_buf_text(out, facts->at_word[i] ? "_" : "");
        wn_buf_append(out, facts->literals[i].data, facts->literals[i].size);
        wn_buf_text(out, facts->at_end[i] ? "_" : "");
    }
    wn_buf_put(out, '\0');
    return out->data;
}

#define LITERAL WN_COST_LITERAL
#define LINEAR WN_COST_LINEAR
#define QUADRATIC WN_COST_QUADRATIC
#define COSTLY WN_COST_COSTLY
#define NONE WN_LITERAL_NONE
#define STARTS WN_LITERAL_STARTS
#define CONTAINS WN_LITERAL_CONTAINS

static const struct {
    const char     *pattern;
    wn_cost         cost;
    bool            is_anchored;
    uint32_t        min_chars;
    wn_literal_kind kind;
    const char     *literals;
    const char     *slow_part;
} cases[] = {
    {"^Read more", LITERAL, true, 9, STARTS, "read more", NULL},
    {"Read more", LITERAL, false, 9, CONTAINS, "read more", NULL},
    {"^(?:ads|promo)", LITERAL, true, 3, STARTS, "ads|promo", NULL},
    {"^advertisement$", LINEAR, true, 13, STARTS, "advertisement", NULL},
    {"^(?:follow|join) (?:us|me)\\b", LINEAR, true, 7, STARTS, "follow us_|follow me_|join us_|join me_", NULL},
    {"^colou?rs? of", LITERAL, true, 8, STARTS, "colours of|colour of|colors of|color of", NULL},
    {"^[Hh]ome\\b", LINEAR, true, 4, STARTS, "home_", NULL},
    {"^[Hh]ome\\b[^.]{0,9}$", LINEAR, true, 4, STARTS, "home_", NULL},
    {"\\bferry\\b ?pier", LINEAR, false, 9, CONTAINS, "_ferry pier|_ferrypier", NULL},
    {"[^a]\\bmini\\b", LINEAR, false, 5, CONTAINS, "_mini", NULL},
    {"[^a]\\b(?:mail|mail\\b|quay\\b)", LINEAR, false, 5, CONTAINS, "_mail|_quay_", NULL},
    {"^foo.*bar", LINEAR, true, 6, STARTS, "foo", ".*"},
    {"foo.*bar", QUADRATIC, false, 6, CONTAINS, "bar", ".*"},
    {"foo.{0,60}bar", LINEAR, false, 6, CONTAINS, "bar", NULL},
    {".*subscribe", LINEAR, false, 9, CONTAINS, "subscribe", NULL},
    {"^by .{0,40}subscribe to the letter", LINEAR, true, 26, CONTAINS, "_to the letter", NULL},
    {"^.*foo.*bar", QUADRATIC, true, 6, CONTAINS, "bar", ".*"},
    {"\\s+$", QUADRATIC, false, 1, NONE, "", "\\s+"},
    {"^\\w+\\s+\\w+\\s+ago$", LINEAR, true, 7, CONTAINS, "_ago", NULL},
    {"^(?:\\w+ )+ago$", LINEAR, true, 5, CONTAINS, "_ago", NULL},
    {"(a+)+", COSTLY, false, 1, NONE, "", "(a+)+"},
    {"^(?:a|aa)+$", COSTLY, true, 1, STARTS, "a", "(?:a|aa)+"},
    {"^(?:a|b)+$", LINEAR, true, 1, STARTS, "a|b", NULL},
    {"(?:.*a){12}", COSTLY, false, 12, NONE, "", NULL},
    {"(\\w+) \\1", COSTLY, false, 2, NONE, "", "\\1"},
    {"^(?!.*foo).*bar", LINEAR, true, 3, CONTAINS, "bar", NULL},
    {"^(?=.*newsletter)now", LINEAR, true, 3, CONTAINS, "newsletter", NULL},
    {"(?=\\w*x)y", QUADRATIC, false, 1, NONE, "", NULL},
    {"x(?R)?y", COSTLY, false, 2, NONE, "", "(?R)"},
    {"(?(1)ab|cd)", COSTLY, false, 0, NONE, "", NULL},
    {"a\\Q.*\\Eb+c", QUADRATIC, false, 5, CONTAINS, "a.*b", "b+"},
    {"(?x) read [ ] more # a comment", LINEAR, false, 9, CONTAINS, "read more", NULL},
    {"(?i:AB)c", LITERAL, false, 3, CONTAINS, "abc", NULL},
    {"(?-i)Abc", LINEAR, false, 3, CONTAINS, "abc", NULL},
    {"\\x41\\x{42}\\103", COSTLY, false, 0, NONE, "", NULL},
    {"\\x41\\x{42}\\o{103}", LITERAL, false, 3, CONTAINS, "abc", NULL},
    {"stra\xC3\x9F"
     "e",
     LINEAR, false, 6, CONTAINS, "strasse", NULL},
    {"[\\w.]+@[\\w.]+", QUADRATIC, false, 3, CONTAINS, "@", NULL},
    {"^\\p{Han}+\xE5\xB9\xBF\xE5\x91\x8A", LINEAR, true, 3, CONTAINS, "\xE5\xB9\xBF\xE5\x91\x8A", "\\p{Han}+"},
    {"", LINEAR, false, 0, NONE, "", NULL},
    {"a", LINEAR, false, 1, NONE, "", NULL},
    {"(unclosed", COSTLY, false, 0, NONE, "", NULL},
    {"a)b", COSTLY, false, 0, NONE, "", NULL},
    {"*a", COSTLY, false, 0, NONE, "", NULL},
    {"abc(*ACCEPT)def", COSTLY, false, 0, NONE, "", NULL},
    {"abc(?:def)?ghi", LITERAL, false, 6, CONTAINS, "abcdefghi|abcghi", NULL},
    {"(?<value>abc)", LITERAL, false, 3, CONTAINS, "abc", NULL},
    {"(?>abc)", LINEAR, false, 3, CONTAINS, "abc", NULL},
    {"a*^bcd", QUADRATIC, true, 3, CONTAINS, "_bcd", "a*"},
    {"(?m)^abc", LINEAR, false, 3, CONTAINS, "abc", NULL},
    {"x{3}yz", LITERAL, false, 5, CONTAINS, "xxxyz", NULL},
    {"^ab{2,}cd", LINEAR, true, 5, STARTS, "ab", NULL},
};

START_TEST(pattern_has_the_facts_it_should)
{
    wn_arena       arena = {0};
    wn_buf         words = {0};
    wn_regex_facts facts;
    wn_regex_fault fault;
    const char    *pattern = cases[_i].pattern;
    ck_assert_int_eq(wn_regex_read(text_of(pattern), true, &arena, &facts, &fault), WN_OK);
    ck_assert_msg(facts.cost == cases[_i].cost, "%s: cost %d", pattern, facts.cost);
    ck_assert_msg(facts.is_anchored == cases[_i].is_anchored, "%s", pattern);
    ck_assert_msg(facts.min_chars == cases[_i].min_chars, "%s: %u characters", pattern, (unsigned)facts.min_chars);
    ck_assert_msg(facts.kind == cases[_i].kind, "%s: kind %d, %s", pattern, facts.kind, list_literals(&facts, &words));
    ck_assert_str_eq(list_literals(&facts, &words), cases[_i].literals);
    if (cases[_i].slow_part && facts.cost >= WN_COST_QUADRATIC)
        ck_assert_str_eq(facts.slow_part, cases[_i].slow_part);
    ck_assert_msg((facts.cost >= WN_COST_QUADRATIC) == (facts.slow_part != NULL) || cases[_i].min_chars == 0, "%s",
                  pattern);
    wn_buf_free(&words);
    wn_arena_free(&arena);
}
END_TEST

/* ---- refusals ---- */

static const struct {
    const char *pattern;
    size_t      offset;
    const char *word; /* of the message */
} refusals[] = {
    {"(*UTF)a", 0, "(*"},
    {"ab\\Cc", 2, "\\C"},
    {"a(?C1)b", 1, "callout"},
    {"a(?(?C9)(?=x)y)", 3, "callout"},
    {"x\\p{Lu}", 1, "case"},
    {"x\\p{ l_u }", 1, "case"},
    {"x\\PLu", SIZE_MAX, NULL},
    {"[a\\P{Ll}]", 2, "case"},
    {"[[:upper:]]", 1, "case"},
    {"[a[:^lower:]]", 2, "case"},
    {"a{1001}", 1, "1000"},
    {"a{0,1001}", 1, "1000"},
    {"(?:(?:ab){40}){40}", 14, "multiply"},
    {"(?=x){0,2500}", 5, "1000"},
};

START_TEST(pattern_is_refused_where_it_should)
{
    wn_arena       arena = {0};
    wn_regex_facts facts;
    wn_regex_fault fault;
    wn_status      status = wn_regex_read(text_of(refusals[_i].pattern), true, &arena, &facts, &fault);
    if (!refusals[_i].word) {
        ck_assert_int_eq(status, WN_OK);
    } else {
        ck_assert_msg(status == WN_BAD_POLICY, "%s", refusals[_i].pattern);
        ck_assert_ptr_nonnull(strstr(fault.message, refusals[_i].word));
        ck_assert_msg(fault.offset == refusals[_i].offset, "%s: %zu", refusals[_i].pattern, fault.offset);
    }
    wn_arena_free(&arena);
}
END_TEST

static const char *const allowed[] = {"(?-i)\\p{Lu}", "(?-i:[[:upper:]])x", "a{1000}",
                                      "\\p{L}+",      "(?i)(?-i)\\p{Ll}",   "a{,5}b"};

START_TEST(pattern_is_not_refused_without_reason)
{
    wn_arena       arena = {0};
    wn_regex_facts facts;
    wn_regex_fault fault;
    ck_assert_int_eq(wn_regex_read(text_of(allowed[_i]), true, &arena, &facts, &fault), WN_OK);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(case_sensitive_pattern_may_ask_for_case)
{
    wn_arena       arena = {0};
    wn_regex_facts facts;
    wn_regex_fault fault;
    ck_assert_int_eq(wn_regex_read(text_of("\\p{Lu}[[:lower:]]"), false, &arena, &facts, &fault), WN_OK);
    ck_assert_int_eq(wn_regex_read(text_of("(?i)\\p{Lu}"), false, &arena, &facts, &fault), WN_BAD_POLICY);
    ck_assert_int_eq(wn_regex_read(text_of("Read more"), false, &arena, &facts, &fault), WN_OK);
    ck_assert_int_eq(facts.cost, WN_COST_LINEAR);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(deep_nesting_is_refused_and_fifty_is_not)
{
    for (int depth = 50; depth <= 100000; depth = depth < 52 ? depth + 1 : depth * 40) {
        wn_arena       arena = {0};
        wn_buf         pattern = {0};
        wn_regex_facts facts;
        wn_regex_fault fault;
        for (int i = 0; i < depth && pattern.size < WN_REGEX_BYTES_MAX / 2; i++)
            wn_buf_put(&pattern, '(');
        for (size_t i = pattern.size; i; i--)
            wn_buf_put(&pattern, ')');
        wn_status status = wn_regex_read(wn_buf_bytes(&pattern), true, &arena, &facts, &fault);
        ck_assert_int_eq(status, depth <= WN_REGEX_NESTING_MAX ? WN_OK : WN_BAD_POLICY);
        wn_buf_free(&pattern);
        wn_arena_free(&arena);
    }
}
END_TEST

/* What repeats fifty times over is read in no more time than it is long: 2^50 would not end. */
START_TEST(repeats_in_repeats_are_read_at_once)
{
    static const char *const ends[] = {"a1)+", "a1)*", "a1){0,2}", ", )+", "a1)++"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        wn_arena       arena = {0};
        wn_buf         pattern = {0};
        wn_regex_facts facts;
        wn_regex_fault fault;
        for (int depth = 0; depth < WN_REGEX_NESTING_MAX; depth++)
            wn_buf_append(&pattern, "(?:", 3);
        for (int depth = 0; depth < WN_REGEX_NESTING_MAX; depth++)
            wn_buf_append(&pattern, depth ? strchr(ends[i], ')') : ends[i],
                          strlen(depth ? strchr(ends[i], ')') : ends[i]));
        wn_regex_read(wn_buf_bytes(&pattern), true, &arena, &facts, &fault); /* refused or not */
        wn_buf_free(&pattern);
        wn_arena_free(&arena);
    }
}
END_TEST

/* A repeat of a repeat is for PCRE2 to refuse: read as one within the other, these would fill the stack. */
START_TEST(repeat_of_a_repeat_is_not_read)
{
    static const char *const repeats[] = {"*", "+?", "{1}", "?"};
    for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++) {
        wn_arena       arena = {0};
        wn_buf         pattern = {0};
        wn_regex_facts facts;
        wn_regex_fault fault;
        wn_buf_put(&pattern, 'a');
        while (pattern.size + 4 < WN_REGEX_BYTES_MAX)
            wn_buf_append(&pattern, repeats[i], strlen(repeats[i]));
        ck_assert_int_eq(wn_regex_read(wn_buf_bytes(&pattern), true, &arena, &facts, &fault), WN_OK);
        ck_assert_int_eq(facts.kind, WN_LITERAL_NONE);
        wn_buf_free(&pattern);
        wn_arena_free(&arena);
    }
}
END_TEST

START_TEST(long_pattern_is_refused)
{
    wn_arena       arena = {0};
    wn_regex_facts facts;
    wn_regex_fault fault;
    size_t         size = WN_REGEX_BYTES_MAX + 1;
    char          *pattern = malloc(size);
    memset(pattern, 'a', size);
    ck_assert_int_eq(wn_regex_read((wn_bytes){pattern, size}, true, &arena, &facts, &fault), WN_BAD_POLICY);
    ck_assert_int_eq(wn_regex_read((wn_bytes){pattern, size - 1}, true, &arena, &facts, &fault), WN_OK);
    ck_assert_uint_eq(facts.min_chars, size - 1);
    ck_assert_uint_eq(facts.literals[0].size, 48);
    free(pattern);
    wn_arena_free(&arena);
}
END_TEST

/* ---- against PCRE2 ---- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static const char *const atoms[] = {"a",        "b",        "i",        "s",        "k", "ab",
                                    "ss",       "[ab]",     "[^a]",     "\\w",      ".", "\\x{130}",
                                    "\xC4\xB1", "\xCC\x87", "\xC3\x9F", "\xC5\xBF", " ", "\\b",
                                    "^",        "$",        "[ik]",     "\\Qa.\\E", "I", "(?=a)",
                                    "(?!b)",    "(?<=i)",   "\\R",      "\\X",      "B", "\xE2\x84\xAA",
                                    "(?#x)",    "(?-i)"};
static const char *const suffixes[] = {"", "", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,3}", "+?", "?+", "*+"};

static void make_pattern(uint32_t *state, wn_buf *out, int depth)
{
    for (uint32_t count = 1 + next_random(state) % 4; count; count--) {
        uint32_t kind = next_random(state) % (depth ? 10 : 7);
        if (kind < 7) {
            wn_buf_text(out, atoms[next_random(state) % (sizeof atoms / sizeof *atoms)]);
        } else {
            static const char *const opens[] = {"(?:", "(", "(?>", "(?i:", "(?=", "(?s-i:"};
            wn_buf_text(out, opens[next_random(state) % 6]);
            make_pattern(state, out, depth - 1);
            wn_buf_text(out, ")");
        }
        wn_buf_text(out, suffixes[next_random(state) % 13]);
    }
    if (next_random(state) % 3 == 0) {
        wn_buf_text(out, "|");
        make_pattern(state, out, depth ? depth - 1 : 0);
    }
}

static void make_subject(uint32_t *state, wn_buf *out)
{
    static const char *const parts[] = {"a",         "b",
                                        "i",         "I",
                                        "s",         "k",
                                        "ab",        "ss",
                                        "\xC4\xB0",  "\xC4\xB1",
                                        "i\xCC\x87", "\xCC\x87",
                                        "\xC3\x9F",  "\xE1\xBA\x9E",
                                        "\xC5\xBF",  " ",
                                        "a.",        "\xE2\x84\xAA",
                                        "B"};
    wn_buf_clear(out);
    for (uint32_t count = next_random(state) % 8; count; count--)
        wn_buf_text(out, parts[next_random(state) % (sizeof parts / sizeof *parts)]);
}

static size_t count_characters(wn_bytes text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

static bool has_literal(const wn_regex_facts *facts, wn_bytes folded)
{
    for (size_t i = 0; i < facts->literal_count; i++) {
        wn_bytes literal = facts->literals[i];
        size_t   last = facts->kind == WN_LITERAL_STARTS ? 0 : folded.size;
        ck_assert_uint_gt(literal.size, 0);
        for (size_t at = 0; at <= last && at + literal.size <= folded.size; at++) {
            if (!memcmp(folded.data + at, literal.data, literal.size))
                return true;
        }
    }
    return false;
}

static void check_subject(wn_matcher *matcher, const wn_regex_facts *facts, const char *pattern, wn_bytes subject)
{
    wn_groups groups;
    wn_buf    folded = {0};
    wn_match  match = wn_matcher_find(matcher, 0, subject, 0, &groups);
    ck_assert_int_eq(wn_fold(subject, &folded), WN_OK);
    bool has = has_literal(facts, wn_buf_bytes(&folded));
    ck_assert_msg(match != WN_MATCH_LIMIT || facts->cost == WN_COST_COSTLY, "%s on \"%.*s\"", pattern,
                  (int)subject.size, subject.data);
    if (match == WN_MATCH_YES) {
        ck_assert_msg(facts->kind == WN_LITERAL_NONE || has, "%s on \"%.*s\"", pattern, (int)subject.size,
                      subject.data);
        ck_assert_msg(!facts->is_anchored || !groups.begin[0], "%s on \"%.*s\"", pattern, (int)subject.size,
                      subject.data);
        ck_assert_msg(count_characters(subject) >= facts->min_chars, "%s on \"%.*s\"", pattern, (int)subject.size,
                      subject.data);
    }
    if (facts->cost == WN_COST_LITERAL && count_characters(subject) == subject.size)
        ck_assert_msg(has == (match == WN_MATCH_YES), "%s on \"%.*s\"", pattern, (int)subject.size, subject.data);
    wn_buf_free(&folded);
}

static void check_pattern(uint32_t *state, const char *pattern, bool is_exact, const wn_regex_facts *facts)
{
    char           message[160];
    size_t         offset;
    wn_buf         subject = {0};
    wn_patterns   *patterns;
    wn_matcher    *matcher;
    wn_pattern_def def = {.size = (uint32_t)strlen(pattern),
                          .is_exact = is_exact,
                          .cost = (uint8_t)facts->cost,
                          .is_anchored = facts->is_anchored,
                          .factor = facts->factor};
    if (wn_pattern_check(text_of(pattern), is_exact, message, &offset) != WN_OK)
        return;
    ck_assert_int_eq(wn_patterns_new(&def, 1, pattern, &patterns), WN_OK);
    ck_assert_int_eq(wn_matcher_new(patterns, true, &matcher), WN_OK);
    for (int i = 0; i < SUBJECTS; i++) {
        make_subject(state, &subject);
        check_subject(matcher, facts, pattern, wn_buf_bytes(&subject));
    }
    wn_matcher_free(matcher);
    wn_patterns_free(patterns);
    wn_buf_free(&subject);
}

START_TEST(facts_hold_wherever_pcre2_finds_a_match)
{
    uint32_t state = 3;
    wn_buf   pattern = {0};
    size_t   understood = 0;
    for (int i = 0; i < RANDOM_PATTERNS; i++) {
        wn_arena       arena = {0};
        wn_regex_facts facts;
        wn_regex_fault fault;
        bool           is_exact = next_random(&state) % 4 == 0;
        wn_buf_clear(&pattern);
        make_pattern(&state, &pattern, 2);
        wn_status status = wn_regex_read(wn_buf_bytes(&pattern), !is_exact, &arena, &facts, &fault);
        ck_assert_int_ne(status, WN_NO_MEMORY);
        wn_buf_put(&pattern, '\0');
        understood += facts.kind != WN_LITERAL_NONE;
        if (status == WN_OK)
            check_pattern(&state, pattern.data, is_exact, &facts);
        wn_arena_free(&arena);
    }
    ck_assert_uint_gt(understood, RANDOM_PATTERNS / 5);
    wn_buf_free(&pattern);
}
END_TEST

START_TEST(any_bytes_can_be_read_as_a_pattern)
{
    static const char signs[] = "ab\\()[]{}?*+|^$.,:-<>='!#&QEpPx0123Rgk\xC3\xA9";
    uint32_t          state = 5;
    for (int i = 0; i < 40000; i++) {
        char           text[24];
        wn_arena       arena = {0};
        wn_regex_facts facts;
        wn_regex_fault fault;
        size_t         size = next_random(&state) % sizeof text;
        for (size_t k = 0; k < size; k++)
            text[k] = next_random(&state) % 20 ? signs[next_random(&state) % (sizeof signs - 1)]
                                               : (char)next_random(&state);
        char *exact = malloc(size ? size : 1);
        memcpy(exact, text, size);
        wn_status status = wn_regex_read((wn_bytes){exact, size}, true, &arena, &facts, &fault);
        ck_assert(status == WN_OK || status == WN_BAD_POLICY);
        free(exact);
        wn_arena_free(&arena);
    }
}
END_TEST

/* A comment behind it makes a tree of it. */
START_TEST(plain_text_after_the_start_is_known_as_the_tree_knows_it)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:,    ";
    uint32_t          state = 5;
    for (int round = 0; round < 4000; round++) {
        char           pattern[64] = "^", commented[80];
        size_t         size = 2 + next_random(&state) % 42;
        wn_arena       arena = {0};
        wn_regex_facts own, told;
        wn_regex_fault fault;
        for (size_t i = 1; i <= size; i++)
            pattern[i] = bytes[next_random(&state) % (i == 1 ? 62 : sizeof bytes - 1)];
        strcpy(commented, pattern);
        strcat(commented, "(?#)");
        ck_assert_int_eq(wn_regex_read(text_of(pattern), true, &arena, &own, &fault), WN_OK);
        ck_assert_int_eq(wn_regex_read(text_of(commented), true, &arena, &told, &fault), WN_OK);
        ck_assert_msg(own.cost == told.cost && own.factor == told.factor && own.is_anchored == told.is_anchored &&
                          own.min_chars == told.min_chars && own.max_chars == told.max_chars &&
                          own.scripts == told.scripts && !memcmp(own.first, told.first, sizeof own.first) &&
                          own.nesting == told.nesting && own.kind == told.kind && own.after_lead == told.after_lead &&
                          own.has_value == told.has_value && own.slow_part == told.slow_part &&
                          own.literal_count == told.literal_count && own.at_word[0] == told.at_word[0] &&
                          own.at_end[0] == told.at_end[0] && own.literals[0].size == told.literals[0].size &&
                          !memcmp(own.literals[0].data, told.literals[0].data, own.literals[0].size),
                      "%s", pattern);
        wn_arena_free(&arena);
    }
}
END_TEST

static Suite *regex_suite(void)
{
    Suite *suite = suite_create("regex");
    TCase *tests = tcase_create("regex");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, plain_text_after_the_start_is_known_as_the_tree_knows_it);
    tcase_add_loop_test(tests, pattern_has_the_facts_it_should, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tests, pattern_is_refused_where_it_should, 0, sizeof refusals / sizeof *refusals);
    tcase_add_loop_test(tests, pattern_is_not_refused_without_reason, 0, sizeof allowed / sizeof *allowed);
    tcase_add_test(tests, case_sensitive_pattern_may_ask_for_case);
    tcase_add_test(tests, deep_nesting_is_refused_and_fifty_is_not);
    tcase_add_test(tests, repeats_in_repeats_are_read_at_once);
    tcase_add_test(tests, repeat_of_a_repeat_is_not_read);
    tcase_add_test(tests, long_pattern_is_refused);
    tcase_add_test(tests, facts_hold_wherever_pcre2_finds_a_match);
    tcase_add_test(tests, any_bytes_can_be_read_as_a_pattern);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(regex_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
