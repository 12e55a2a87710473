/* test_promises.c: the promises of the filter, held against random documents under random policies.
 *
 * A failure names the seed; WINNOW_SEED=N runs that one alone, WINNOW_ROUNDS=N changes how many. */
#include "author/fuzz/breed.h"
#include "author/fuzz/vary.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 400

/* What a filter said about a document: its output, and its decisions as text. */
typedef struct outcome {
    wn_buf    output;
    wn_buf    decisions; /* one line per stretch: fate, offset, length, rule, claimants */
    wn_buf    covered;   /* the bytes of all decisions, in order */
    uint64_t  next_offset;
    bool      has_gap;
    wn_result result;
} outcome;

static bool keep_output(void *user, wn_bytes bytes)
{
    outcome *o = user;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

/* Neighbouring stretches that are kept are one, wherever windows ended. */
static bool keep_decision(void *user, const wn_decision *d)
{
    outcome *o = user;
    o->has_gap |= d->offset != o->next_offset || !d->bytes.size;
    o->next_offset = d->offset + d->bytes.size;
    wn_buf_append(&o->covered, d->bytes.data, d->bytes.size);
    if (d->fate == WN_FATE_KEEP && !d->is_shadow)
        return true;
    wn_buf_printf(&o->decisions, "%d %llu+%zu line %llu rule %d blank %d put %.*s by", (int)d->fate,
                  (unsigned long long)d->offset, d->bytes.size, (unsigned long long)d->line, d->rule, d->is_blank,
                  (int)d->put.size, d->put.size ? d->put.data : "");
    for (size_t i = 0; i < d->claimant_count; i++)
        wn_buf_printf(&o->decisions, " %d", d->claimants[i]);
    return wn_buf_put(&o->decisions, '\n');
}

static void free_outcome(outcome *o)
{
    wn_buf_free(&o->output);
    wn_buf_free(&o->decisions);
    wn_buf_free(&o->covered);
}

static wn_policy *load(const wn_bred_policy *text)
{
    wn_buf     yaml = {0};
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_bred_policy_write(text, &yaml);
    wn_layer             layer = {.name = "random", .text = wn_buf_bytes(&yaml)};
    wn_status            status = wn_policy_load(&layer, 1, NULL, &policy, &error);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_msg(status == WN_OK, "%s in\n%.*s", item ? item->message : "no error", (int)yaml.size, yaml.data);
    wn_buf_free(&yaml);
    return policy;
}

/* Filters the document in feeds of `step` bytes; 0: of random sizes. */
static outcome run(const wn_policy *policy, const wn_filter_options *options, wn_bytes document, size_t step,
                   wn_breeder *g)
{
    outcome    o = {0};
    wn_filter *filter = NULL;
    wn_sink    sink = {.user = &o, .write = keep_output, .decide = keep_decision};
    ck_assert_int_eq(wn_filter_new(policy, options, &sink, &filter, NULL), WN_OK);
    for (size_t at = 0; at < document.size;) {
        size_t size = step ? step : 1 + wn_breeder_below(g, 9000);
        size = size < document.size - at ? size : document.size - at;
        ck_assert_int_eq(wn_filter_feed(filter, document.data + at, size), WN_OK);
        at += size;
    }
    ck_assert_int_eq(wn_filter_end(filter, &o.result), WN_OK);
    o.result.rules = NULL;
    wn_filter_free(filter);
    return o;
}

static bool is_same(const wn_buf *a, const wn_buf *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

/* The first line in which two lists of decisions differ. */
static size_t first_difference(const wn_buf *a, const wn_buf *b)
{
    size_t line = 0;
    for (size_t i = 0; i < a->size && i < b->size && a->data[i] == b->data[i]; i++)
        if (a->data[i] == '\n')
            line = i + 1;
    return line;
}

static void show(const char *what, uint64_t seed, const wn_bred_policy *text, wn_bytes document, const outcome *a,
                 const outcome *b)
{
    wn_buf yaml = {0};
    wn_bred_policy_write(text, &yaml);
    size_t at = first_difference(&a->decisions, &b->decisions);
    int    left = (int)(a->decisions.size - at), right = (int)(b->decisions.size - at);
    fprintf(stderr, "%s: seed %llu\n%.*s\n--- document, %zu bytes\n%.*s\n--- decisions\n%.*s\n--- others\n%.*s\n", what,
            (unsigned long long)seed, (int)yaml.size, yaml.data, document.size,
            document.size > 4000 ? 0 : (int)document.size, document.data, left < 600 ? left : 600,
            a->decisions.data + at, right < 600 ? right : 600, b->decisions.data + at);
    wn_buf_free(&yaml);
}

static void assert_same(const char *what, uint64_t seed, const wn_bred_policy *text, wn_bytes document,
                        const outcome *a, const outcome *b)
{
    bool same = is_same(&a->output, &b->output) && is_same(&a->decisions, &b->decisions) &&
                a->result.verdict == b->result.verdict;
    if (!same)
        show(what, seed, text, document, a, b);
    ck_assert_msg(same, "%s: seed %llu", what, (unsigned long long)seed);
}

/* ---- rounds ---- */

typedef void round_test(uint64_t seed);

static void run_rounds(round_test *test, size_t rounds)
{
    const char *seed = getenv("WINNOW_SEED"), *count = getenv("WINNOW_ROUNDS");
    if (seed) {
        test(strtoull(seed, NULL, 10));
        return;
    }
    rounds = count ? strtoull(count, NULL, 10) : rounds;
    for (uint64_t i = 1; i <= rounds; i++)
        test(i);
}

static size_t pick_lines(wn_breeder *g)
{
    return wn_breeder_one_in(g, 60) ? 6000 : wn_breeder_one_in(g, 8) ? 400 : 1 + wn_breeder_below(g, 40);
}

/* A document, sometimes changed as copying, editing and malice do. */
static void breed_document(wn_breeder *g, wn_buf *out)
{
    wn_buf bred = {0}, other = {0};
    wn_breed_document(g, &bred, pick_lines(g));
    if (wn_breeder_one_in(g, 3)) {
        wn_breed_document(g, &other, 3);
        wn_vary_text(g, wn_buf_bytes(&bred), wn_buf_bytes(&other), out);
    } else
        wn_buf_append(out, bred.data, bred.size);
    wn_buf_free(&bred);
    wn_buf_free(&other);
}

static wn_breed_reach pick_reach(wn_breeder *g)
{
    return (wn_breed_reach)wn_breeder_below(g, 3);
}

static wn_filter_options pick_options(wn_breeder *g)
{
    wn_filter_options options = {.level = (int)wn_breeder_below(g, 4)};
    if (wn_breeder_one_in(g, 2)) {
        options.hold_is_set = true;
        options.hold_bytes = wn_breeder_one_in(g, 3) ? 0 : WN_HOLD_MIN;
    }
    return options;
}

/* ---- the promises ---- */

static void hold_against_cuts(uint64_t seed)
{
    static const size_t steps[] = {1, 2, 3, 7, 4096, 0};
    wn_breeder          g = {seed};
    wn_bred_policy      text = wn_breed_policy(&g, pick_reach(&g));
    wn_policy          *policy = load(&text);
    wn_filter_options   options = pick_options(&g);
    wn_buf              document = {0};
    breed_document(&g, &document);
    outcome whole = run(policy, &options, wn_buf_bytes(&document), document.size ? document.size : 1, &g);
    ck_assert_msg(!whole.has_gap && is_same(&whole.covered, &document), "decisions do not cover the input: seed %llu",
                  (unsigned long long)seed);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] && steps[i] < 7 && document.size > 30000 && options.hold_is_set && !options.hold_bytes)
            continue; /* live streams are settled at every feed */
        outcome cut = run(policy, &options, wn_buf_bytes(&document), steps[i], &g);
        assert_same("cuts changed the result", seed, &text, wn_buf_bytes(&document), &whole, &cut);
        free_outcome(&cut);
    }
    free_outcome(&whole);
    wn_buf_free(&document);
    wn_policy_free(policy);
    wn_bred_policy_free(&text);
}

START_TEST(cuts_do_not_change_output_or_decisions_and_decisions_cover_every_byte_once)
{
    run_rounds(hold_against_cuts, ROUNDS);
}
END_TEST

static void shuffle_and_compare(uint64_t seed)
{
    wn_breeder     g = {seed};
    wn_bred_policy text = wn_breed_policy(&g, pick_reach(&g));
    wn_policy     *policy = load(&text);
    wn_buf         document = {0};
    breed_document(&g, &document);
    outcome before = run(policy, NULL, wn_buf_bytes(&document), 4096, &g);
    wn_bred_policy_shuffle(&g, &text);
    wn_policy *shuffled = load(&text);
    outcome    after = run(shuffled, NULL, wn_buf_bytes(&document), 4096, &g);
    assert_same("the order of rules changed the result", seed, &text, wn_buf_bytes(&document), &before, &after);
    free_outcome(&before);
    free_outcome(&after);
    wn_buf_free(&document);
    wn_policy_free(policy);
    wn_policy_free(shuffled);
    wn_bred_policy_free(&text);
}

START_TEST(the_order_of_rules_does_not_matter)
{
    run_rounds(shuffle_and_compare, ROUNDS);
}
END_TEST

static void compare_engines(uint64_t seed)
{
    wn_breeder        g = {seed};
    wn_bred_policy    text = wn_breed_policy(&g, pick_reach(&g));
    wn_policy        *policy = load(&text);
    wn_filter_options options = pick_options(&g), naive = options, interpreted = options;
    wn_buf            document = {0};
    naive.no_prefilter = true;
    interpreted.interpret = true;
    breed_document(&g, &document);
    outcome fast = run(policy, &options, wn_buf_bytes(&document), 4096, &g);
    outcome slow = run(policy, &naive, wn_buf_bytes(&document), 4096, &g);
    outcome plain = run(policy, &interpreted, wn_buf_bytes(&document), 4096, &g);
    assert_same("the prefilter changed the result", seed, &text, wn_buf_bytes(&document), &fast, &slow);
    assert_same("JIT changed the result", seed, &text, wn_buf_bytes(&document), &fast, &plain);
    free_outcome(&fast);
    free_outcome(&slow);
    free_outcome(&plain);
    wn_buf_free(&document);
    wn_policy_free(policy);
    wn_bred_policy_free(&text);
}

START_TEST(prefilter_and_jit_do_not_change_the_result)
{
    run_rounds(compare_engines, ROUNDS);
}
END_TEST

static void filter_twice(uint64_t seed)
{
    wn_breeder     g = {seed};
    wn_bred_policy text = wn_breed_policy(&g, WN_REACH_LINE);
    wn_policy     *policy = load(&text);
    wn_buf         document = {0};
    breed_document(&g, &document);
    outcome once = run(policy, NULL, wn_buf_bytes(&document), 4096, &g);
    outcome twice = run(policy, NULL, wn_buf_bytes(&once.output), 4096, &g);
    bool    same = is_same(&once.output, &twice.output);
    if (!same)
        show("a second pass changed something", seed, &text, wn_buf_bytes(&document), &once, &twice);
    ck_assert_msg(same, "a second pass changed something: seed %llu", (unsigned long long)seed);
    free_outcome(&once);
    free_outcome(&twice);
    wn_buf_free(&document);
    wn_policy_free(policy);
    wn_bred_policy_free(&text);
}

START_TEST(plain_line_rules_are_idempotent)
{
    run_rounds(filter_twice, ROUNDS);
}
END_TEST

static void reuse_filter(uint64_t seed)
{
    wn_breeder     g = {seed};
    wn_bred_policy text = wn_breed_policy(&g, pick_reach(&g));
    wn_policy     *policy = load(&text);
    wn_buf         first = {0}, second = {0};
    wn_breed_document(&g, &first, 1 + wn_breeder_below(&g, 40));
    wn_breed_document(&g, &second, 1 + wn_breeder_below(&g, 40));
    wn_filter_options naive = {.no_prefilter = true};
    outcome           fresh = run(policy, &naive, wn_buf_bytes(&second), 4096, &g);
    outcome           used = {0};
    wn_filter        *filter = NULL;
    wn_sink           sink = {.user = &used, .write = keep_output, .decide = keep_decision};
    ck_assert_int_eq(wn_filter_new(policy, NULL, &sink, &filter, NULL), WN_OK);
    ck_assert_int_eq(wn_filter_feed(filter, first.data, first.size), WN_OK);
    ck_assert_int_eq(wn_filter_end(filter, NULL), WN_OK);
    for (int again = 0; again < 2; again++) { /* the second time all its lines are known */
        free_outcome(&used);
        used = (outcome){0};
        ck_assert_int_eq(wn_filter_feed(filter, second.data, second.size), WN_OK);
        ck_assert_int_eq(wn_filter_end(filter, &used.result), WN_OK);
        assert_same("an earlier document changed the result", seed, &text, wn_buf_bytes(&second), &fresh, &used);
    }
    wn_filter_free(filter);
    free_outcome(&fresh);
    free_outcome(&used);
    wn_buf_free(&first);
    wn_buf_free(&second);
    wn_policy_free(policy);
    wn_bred_policy_free(&text);
}

START_TEST(no_state_of_earlier_documents_decides)
{
    run_rounds(reuse_filter, ROUNDS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("promises");
    TCase *tests = tcase_create("random policies over random documents");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, cuts_do_not_change_output_or_decisions_and_decisions_cover_every_byte_once);
    tcase_add_test(tests, the_order_of_rules_does_not_matter);
    tcase_add_test(tests, prefilter_and_jit_do_not_change_the_result);
    tcase_add_test(tests, plain_line_rules_are_idempotent);
    tcase_add_test(tests, no_state_of_earlier_documents_decides);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
