/* test_skim.c: policies of rules that look only at how lines begin, against the same asked rule by rule of every line.
 *
 * Lines are made of pieces that stand in the way of a quick look: spaces in all places, characters of all lengths,
 * bytes that are no text, and beginnings that nearly are what a rule looks for. All that a filter tells must be the
 * same, the counts of its result included, however the text is cut. WINNOW_SEED=N runs one seed alone, WINNOW_ROUNDS=N
 * changes how many. */
#include "author/fuzz/breed.h"

#include "engine/program.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 600

/* ---- making ---- */

/* Neighbours begin alike, now and then. */
static const char *const phrases[] = {"a",
                                      "Advertisement",
                                      "Advert",
                                      "\u00c9dition",
                                      "by",
                                      "Read more: ",
                                      "Read",
                                      "Follow us on",
                                      "(Reporting",
                                      "Photo: ",
                                      "Marker0001: ",
                                      "Marker0002: and a long tail of words",
                                      "Marker0002: and a long tail",
                                      "Marker000",
                                      "Straße",
                                      "see also",
                                      "1 min read",
                                      "\u201cAsk",
                                      "Next",
                                      "\u0421\u043c\u043e\u0442\u0440\u0438",
                                      "kk",
                                      "-- end --",
                                      "don't miss"};

static const char *const pieces[] = {"the harbour ",
                                     "ferry",
                                     " ",
                                     "  ",
                                     ".",
                                     ", ",
                                     "\t",
                                     "\r",
                                     "\x01",
                                     "\x7f",
                                     "\xff",
                                     "\xe2\x80",
                                     "\u2019",
                                     "\u2018",
                                     "don\u2019t ",
                                     "said.\u2019",
                                     "\u201c",
                                     "\u201d",
                                     "\u00a0",
                                     "e\u0301",
                                     "\u00e9t\u00e9 ",
                                     "\u00c9",
                                     "\ufeff",
                                     "\u200b",
                                     "\u4e2d\u6587\u3002",
                                     "\U0001f600",
                                     "(3)",
                                     "[1,200] ",
                                     "- ",
                                     "\u2022 ",
                                     "\u017f",
                                     "\u212a",
                                     "\u0130",
                                     "one two three four five six seven eight nine ten eleven twelve",
                                     "council, which met on the island, said that it would ask again in the winter. ",
                                     "?",
                                     "!\"",
                                     "ab"};

#define PHRASES (sizeof phrases / sizeof *phrases)

static size_t first_phrase; /* of the few that policy and text have to do with */

static const char *pick_phrase(wn_breeder *g)
{
    return phrases[(first_phrase + wn_breeder_below(g, 5)) % PHRASES];
}

/* A phrase as a pattern. */
static void put_pattern(wn_buf *out, const char *phrase)
{
    for (; *phrase; phrase++) {
        if (strchr("().?+*[]{}|\\^$-", *phrase))
            wn_buf_put(out, '\\');
        wn_buf_put(out, *phrase);
        if (*phrase == '\'')
            wn_buf_put(out, '\'');
    }
}

static void put_quoted(wn_buf *out, const char *phrase)
{
    for (; *phrase; phrase++) {
        wn_buf_put(out, *phrase);
        if (*phrase == '\'')
            wn_buf_put(out, '\'');
    }
}

enum {
    BY_MATCH,
    BY_START,
    BY_WHOLE,
    WAYS
};

static void breed_condition(wn_breeder *g, size_t way, wn_buf *out)
{
    const char *phrase = pick_phrase(g);
    wn_buf_text(out, way == BY_MATCH ? "match: '^" : way == BY_START ? "starts: ['" : "is: ['");
    if (way == BY_MATCH)
        put_pattern(out, phrase);
    else
        put_quoted(out, phrase);
    wn_buf_text(out, way == BY_MATCH ? "'" : "']");
}

static void breed_more(wn_breeder *g, wn_buf *out)
{
    if (wn_breeder_one_in(g, 5))
        wn_buf_text(out, ", words: {max: 9}");
    if (wn_breeder_one_in(g, 6))
        wn_buf_text(out, ", case: exact");
    if (wn_breeder_one_in(g, 8))
        wn_buf_text(out, ", unless: {ends-sentence: true}");
}

static const char *pick_action(wn_breeder *g)
{
    static const char *const actions[] = {"action: keep, ",
                                          "action: mark, ",
                                          "action: flag, ",
                                          "action: replace, with: '[gone]', ",
                                          "action: extract, field: what, ",
                                          "shadow: true, ",
                                          "level: 3, "};
    return wn_breeder_one_in(g, 3) ? WN_BREED_PICK(g, actions) : "level: 1, ";
}

/* Many policies have rules that ask for one thing alone, for of those most is sure. */
static void breed_policy(wn_breeder *g, wn_buf *out)
{
    size_t count = 1 + wn_breeder_below(g, 6), only = wn_breeder_below(g, WAYS);
    bool   is_mixed = wn_breeder_one_in(g, 2), is_plain = wn_breeder_one_in(g, 2);
    wn_buf_text(out, "winnow: 1\nname: random\nrules:\n");
    for (size_t i = 0; i < count; i++) {
        wn_buf_printf(out, "- {id: r.x%zu, %sline: {", i, is_plain ? "level: 1, " : pick_action(g));
        breed_condition(g, is_mixed ? wn_breeder_below(g, WAYS) : only, out);
        if (!is_plain)
            breed_more(g, out);
        wn_buf_text(out, "}}\n");
    }
}

/* A phrase as it is, in capitals, or cut short. */
static void put_phrase(wn_breeder *g, wn_buf *out)
{
    const char *phrase = pick_phrase(g);
    size_t      size = strlen(phrase), kind = wn_breeder_below(g, 4);
    if (kind == 0)
        size -= wn_breeder_below(g, size);
    for (size_t i = 0; i < size; i++)
        wn_buf_put(out, kind == 1 && phrase[i] >= 'a' && phrase[i] <= 'z' ? (char)(phrase[i] - 32) : phrase[i]);
}

static void breed_line(wn_breeder *g, wn_buf *out)
{
    if (wn_breeder_one_in(g, 6)) {
        wn_buf_text(out, wn_breeder_one_in(g, 3) ? " " : "");
        return;
    }
    if (wn_breeder_one_in(g, 5))
        wn_breed_line(g, out);
    for (size_t before = wn_breeder_one_in(g, 4) ? 1 + wn_breeder_below(g, 2) : 0; before; before--)
        wn_buf_text(out, WN_BREED_PICK(g, pieces));
    if (wn_breeder_one_in(g, 3))
        put_phrase(g, out);
    for (size_t after = wn_breeder_below(g, wn_breeder_one_in(g, 4) ? 40 : 4); after; after--)
        wn_buf_text(out, wn_breeder_one_in(g, 2) ? "and so on with plain words " : WN_BREED_PICK(g, pieces));
    if (wn_breeder_one_in(g, 400))
        for (size_t more = wn_breeder_one_in(g, 2) ? 2000 : 8000; more; more--) /* the latter is longer than a hold */
            wn_buf_text(out, "a long line ");
}

static void breed_text(wn_breeder *g, wn_buf *out)
{
    size_t lines = wn_breeder_one_in(g, 30) ? 5000 : wn_breeder_below(g, 60);
    bool   returns = wn_breeder_one_in(g, 4);
    if (wn_breeder_one_in(g, 10))
        wn_buf_text(out, "\ufeff");
    for (size_t i = 0; i < lines; i++) {
        breed_line(g, out);
        if (wn_breeder_one_in(g, 50))
            wn_buf_put(out, '\0');
        wn_buf_text(out, returns && !wn_breeder_one_in(g, 9) ? "\r\n" : "\n");
    }
    if (wn_breeder_one_in(g, 2))
        breed_line(g, out);
}

/* ---- filtering ---- */

typedef struct outcome {
    wn_buf    output;
    wn_buf    told;     /* what is not just kept */
    bool      no_prose; /* prose words do not count */
    wn_result result;
} outcome;

static bool keep_output(void *user, wn_bytes bytes)
{
    outcome *o = user;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

static bool keep_decision(void *user, const wn_decision *d)
{
    outcome *o = user;
    if (d->fate == WN_FATE_KEEP && !d->is_shadow)
        return true;
    wn_buf_printf(&o->told, "%d %llu+%zu line %llu rule %d blank %d prose %u put %.*s by", (int)d->fate,
                  (unsigned long long)d->offset, d->bytes.size, (unsigned long long)d->line, d->rule, d->is_blank,
                  o->no_prose ? 0 : d->prose_words, (int)d->put.size, d->put.size ? d->put.data : "");
    for (size_t i = 0; i < d->claimant_count; i++)
        wn_buf_printf(&o->told, " %d", d->claimants[i]);
    return wn_buf_put(&o->told, '\n');
}

static bool keep_result(void *user, const wn_result *r)
{
    outcome *o = user;
    wn_buf_printf(
        &o->told,
        "verdict %d by %d, %llu in %llu out, lines %llu cut %llu, prose %llu cut %llu, limits %llu %llu %llu rules",
        (int)r->verdict, r->verdict_rule, (unsigned long long)r->bytes_in, (unsigned long long)r->bytes_out,
        (unsigned long long)r->lines_in, (unsigned long long)r->lines_cut,
        o->no_prose ? 0 : (unsigned long long)r->prose_words_in,
        o->no_prose ? 0 : (unsigned long long)r->prose_words_cut, (unsigned long long)r->limits.long_lines,
        (unsigned long long)r->limits.match_limits, (unsigned long long)r->limits.invalid_bytes);
    for (size_t i = 0; i < r->rule_count; i++)
        wn_buf_printf(&o->told, " %d", r->rules[i]);
    return wn_buf_put(&o->told, '\n');
}

/* Filters the text in feeds of `step` bytes; 0: of random sizes. */
static outcome run(const wn_policy *policy, const wn_filter_options *options, wn_bytes text, size_t step, wn_breeder *g)
{
    outcome    o = {.no_prose = options->no_prose_counts};
    wn_filter *filter = NULL;
    wn_sink    sink = {.user = &o, .write = keep_output, .decide = keep_decision, .finish = keep_result};
    ck_assert_int_eq(wn_filter_new(policy, options, &sink, &filter, NULL), WN_OK);
    for (size_t at = 0; at < text.size;) {
        size_t size = step ? step : 1 + wn_breeder_below(g, 3000);
        size = size < text.size - at ? size : text.size - at;
        ck_assert_int_eq(wn_filter_feed(filter, text.data + at, size), WN_OK);
        at += size;
    }
    ck_assert_int_eq(wn_filter_end(filter, NULL), WN_OK);
    wn_filter_free(filter);
    return o;
}

static bool is_same(const wn_buf *a, const wn_buf *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

static void assert_same(const char *what, uint64_t seed, const wn_buf *yaml, const wn_buf *text, const outcome *a,
                        const outcome *b)
{
    bool same = is_same(&a->output, &b->output) && is_same(&a->told, &b->told);
    if (!same)
        fprintf(stderr, "%.*s--- text\n%.*s\n--- told\n%.*s--- instead of\n%.*s", (int)yaml->size, yaml->data,
                text->size < 4000 ? (int)text->size : 0, text->data, (int)a->told.size, a->told.data, (int)b->told.size,
                b->told.data);
    ck_assert_msg(same, "%s: seed %llu", what, (unsigned long long)seed);
}

static void free_outcome(outcome *o)
{
    wn_buf_free(&o->output);
    wn_buf_free(&o->told);
}

static size_t skimmed;

/* Whether a filter of this policy skims, so that the test is about something. */
static void note_skimming(const wn_policy *policy)
{
    wn_filter_options options = {0};
    wn_program       *program = NULL;
    ck_assert_int_eq(wn_program_new(wn_policy_ruleset(policy), &options, false, &program), WN_OK);
    wn_program_wake(program, &(wn_attributes){0});
    skimmed += program->skims;
    wn_program_free(program);
}

/* However the text is cut. */
static void compare_with(uint64_t seed, wn_breeder *g, const wn_policy *policy, wn_filter_options options,
                         const wn_buf *yaml, const wn_buf *text)
{
    static const size_t steps[] = {0, 1, 4096, 200000};
    wn_filter_options   naive = options;
    naive.no_prefilter = true;
    outcome slow = run(policy, &naive, wn_buf_bytes(text), 4096, g);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] == 1 && text->size > 30000)
            continue;
        outcome fast = run(policy, &options, wn_buf_bytes(text), steps[i], g);
        assert_same("skimming changed something", seed, yaml, text, &fast, &slow);
        free_outcome(&fast);
    }
    free_outcome(&slow);
}

static void compare(uint64_t seed)
{
    wn_breeder g = {seed};
    wn_buf     yaml = {0}, text = {0};
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    first_phrase = wn_breeder_below(&g, PHRASES);
    breed_policy(&g, &yaml);
    breed_text(&g, &text);
    wn_layer             layer = {.name = "random", .text = wn_buf_bytes(&yaml)};
    wn_status            status = wn_policy_load(&layer, 1, NULL, &policy, &error);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_msg(status == WN_OK, "%s in\n%.*s", item ? item->message : "no error", (int)yaml.size, yaml.data);
    note_skimming(policy);
    wn_filter_options options = {.level = (int)wn_breeder_below(&g, 4)};
    options.hold_is_set = wn_breeder_one_in(&g, 3);
    options.hold_bytes = wn_breeder_one_in(&g, 3) ? 0 : WN_HOLD_MIN;
    compare_with(seed, &g, policy, options, &yaml, &text);
    options.no_prose_counts = true;
    compare_with(seed, &g, policy, options, &yaml, &text);
    wn_policy_free(policy);
    wn_buf_free(&yaml);
    wn_buf_free(&text);
}

START_TEST(what_is_told_of_a_text_is_the_same_with_skimming_and_without)
{
    const char *seed = getenv("WINNOW_SEED"), *count = getenv("WINNOW_ROUNDS");
    uint64_t    rounds = count ? strtoull(count, NULL, 10) : ROUNDS;
    if (seed) {
        compare(strtoull(seed, NULL, 10));
        return;
    }
    for (uint64_t i = 1; i <= rounds; i++)
        compare(i);
    ck_assert_msg(skimmed > rounds / 4, "only %zu of %llu policies are skimmed with", skimmed,
                  (unsigned long long)rounds);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("skim");
    TCase *tests = tcase_create("rules about how lines begin");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, what_is_told_of_a_text_is_the_same_with_skimming_and_without);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
