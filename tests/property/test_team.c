/* test_team.c: a team of threads tells the same as a single filter, call by call, however the stream is fed and cut
 * into batches.
 *
 * A failure names the seed; WINNOW_SEED=N runs that one alone, WINNOW_ROUNDS=N changes how many. */
#include "author/fuzz/breed.h"

#include "format/json.h"
#include "stream/team.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 150
#define STREAMS 2 /* one after the other through the same team */

/* ---- streams ---- */

static void put_record(wn_breeder *g, wn_buf *out)
{
    static const char *const members[] = {"\"text\":", "\"text\":",  "\"text\":",
                                          "\"body\":", "\"title\":", "\"lang\":"};
    wn_buf_printf(out, "{\"id\":%zu", wn_breeder_below(g, 1000));
    for (size_t i = wn_breeder_below(g, 4); i; i--) {
        wn_buf text = {0};
        wn_breed_document(g, &text, wn_breeder_below(g, 12));
        wn_buf_put(out, ',');
        wn_buf_text(out, WN_BREED_PICK(g, members));
        wn_buf_put(out, '"');
        wn_json_put_escaped(out, wn_buf_bytes(&text));
        wn_buf_put(out, '"');
        wn_buf_free(&text);
    }
    wn_buf_put(out, '}');
}

static void put_stream(wn_breeder *g, wn_buf *out)
{
    static const char *const oddities[] = {"",    " \r", "{\"text\":\"half", "\xEF\xBB\xBF{\"text\":\"marked\"}",
                                           "[1]", "x"};
    wn_buf_text(out, wn_breeder_one_in(g, 4) ? "\xEF\xBB\xBF" : "");
    for (size_t lines = wn_breeder_below(g, 60); lines; lines--) {
        if (wn_breeder_one_in(g, 5))
            wn_buf_text(out, WN_BREED_PICK(g, oddities));
        else
            put_record(g, out);
        wn_buf_text(out, lines > 1 || wn_breeder_one_in(g, 2) ? "\n" : "");
    }
}

/* ---- what is told ---- */

static void put_bytes(wn_buf *told, const char *name, wn_bytes bytes)
{
    wn_buf_printf(told, " %s(%zu):", name, bytes.size);
    wn_buf_append(told, bytes.data, bytes.size);
}

static void put_numbers(wn_buf *told, const char *name, const int *numbers, size_t count)
{
    wn_buf_printf(told, " %s", name);
    for (size_t i = 0; i < count; i++)
        wn_buf_printf(told, " %d", numbers[i]);
}

static void put_decision(wn_buf *told, const wn_decision *d)
{
    wn_buf_printf(told, "%llu %llu %llu fate %d blank %d shadow %d rule %d prose %lu source at %llu",
                  (unsigned long long)d->document, (unsigned long long)d->offset, (unsigned long long)d->line,
                  (int)d->fate, d->is_blank, d->is_shadow, d->rule, (unsigned long)d->prose_words,
                  (unsigned long long)d->source_offset);
    put_bytes(told, "bytes", d->bytes);
    put_bytes(told, "put", d->put);
    put_bytes(told, "source", d->source);
    put_numbers(told, "claimants", d->claimants, d->claimant_count);
    wn_buf_printf(told, " into %s at %s\n", d->field ? d->field : "-", d->field_path ? d->field_path : "-");
}

static bool keep_output(void *user, wn_bytes output)
{
    put_bytes(user, "write", output);
    return true;
}

static bool keep_decision(void *user, const wn_decision *decision)
{
    wn_buf_text(user, "decide ");
    put_decision(user, decision);
    return true;
}

static bool keep_change(void *user, const wn_change *change)
{
    wn_buf_printf(user, "change at %llu in %llu", (unsigned long long)change->offset,
                  (unsigned long long)change->record);
    put_bytes(user, "removed", change->removed);
    put_bytes(user, "put", change->put);
    if (change->decision)
        put_decision(user, change->decision);
    return true;
}

static bool keep_result(void *user, const wn_result *r)
{
    wn_buf_printf(user, "finish %s %llu %llu: %llu %llu %llu %llu %llu by %d", wn_verdict_name(r->verdict),
                  (unsigned long long)r->document, (unsigned long long)r->record, (unsigned long long)r->bytes_in,
                  (unsigned long long)r->bytes_out, (unsigned long long)r->lines_in, (unsigned long long)r->lines_cut,
                  (unsigned long long)r->spans, r->verdict_rule);
    put_bytes(user, "id", r->id);
    put_numbers(user, "rules", r->rules, r->rule_count);
    put_numbers(user, "limited", r->limited_rules, r->limited_rule_count);
    return true;
}

static bool keep_diverted(void *user, wn_route route, wn_bytes record)
{
    wn_buf_printf(user, "divert %d", (int)route);
    put_bytes(user, "record", record);
    return true;
}

static bool keep_mishap(void *user, const wn_mishap *mishap)
{
    wn_buf_printf(user, "mishap in %llu at %llu, %d: %s\n", (unsigned long long)mishap->record,
                  (unsigned long long)mishap->offset, mishap->is_missing_field, mishap->message);
    return true;
}

static wn_sink sink_into(wn_buf *told)
{
    return (wn_sink){.user = told,
                     .write = keep_output,
                     .decide = keep_decision,
                     .change = keep_change,
                     .finish = keep_result,
                     .divert = keep_diverted,
                     .mishap = keep_mishap};
}

/* ---- both ways ---- */

static wn_policy *load(const wn_bred_policy *text)
{
    wn_buf     yaml = {0};
    wn_policy *policy = NULL;
    wn_bred_policy_write(text, &yaml);
    wn_layer layer = {.name = "random", .text = wn_buf_bytes(&yaml)};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    wn_buf_free(&yaml);
    return policy;
}

static wn_status run_alone(const wn_policy *policy, const wn_filter_options *options, const wn_buf *streams,
                           wn_buf *told)
{
    wn_filter *filter = NULL;
    wn_sink    sink = sink_into(told);
    wn_status  status = wn_filter_new(policy, options, &sink, &filter, NULL);
    for (size_t i = 0; i < STREAMS && status == WN_OK; i++) {
        status = wn_filter_feed(filter, streams[i].data, streams[i].size);
        if (status == WN_OK)
            status = wn_filter_end(filter, NULL);
    }
    wn_filter_free(filter);
    return status;
}

static wn_status feed_team(wn_breeder *g, wn_team *team, wn_bytes stream)
{
    wn_status status = WN_OK;
    size_t    most = 1 + wn_breeder_below(g, 5000);
    while (stream.size && status == WN_OK) {
        size_t size = 1 + wn_breeder_below(g, most);
        size = size < stream.size ? size : stream.size;
        status = wn_team_feed(team, (wn_bytes){stream.data, size});
        stream = (wn_bytes){stream.data + size, stream.size - size};
        if (status == WN_OK && wn_breeder_one_in(g, 6))
            status = wn_team_rest(team);
    }
    return status == WN_OK ? wn_team_end(team) : status;
}

static wn_status run_team(wn_breeder *g, const wn_policy *policy, const wn_filter_options *options,
                          const wn_buf *streams, wn_buf *told)
{
    static const size_t threads[] = {2, 3, 5};
    wn_team            *team = NULL;
    wn_sink             sink = sink_into(told);
    wn_status           status = wn_team_new(policy, options, &sink, WN_BREED_PICK(g, threads), &team, NULL);
    ck_assert_int_eq(status, WN_OK);
    ck_assert_uint_ge(wn_team_threads(team), 2);
    size_t batch = 1 + wn_breeder_below(g, wn_breeder_one_in(g, 2) ? 4000 : 200);
    wn_team_limit(team, batch, batch + wn_breeder_below(g, 3000), wn_breeder_below(g, 4000));
    for (size_t i = 0; i < STREAMS && status == WN_OK; i++)
        status = feed_team(g, team, wn_buf_bytes(&streams[i]));
    wn_team_free(team);
    return status;
}

static void check_seed(uint64_t seed)
{
    static const wn_on_error errors[] = {WN_ON_ERROR_PASS, WN_ON_ERROR_DROP, WN_ON_ERROR_STOP};
    static const char *const fields[] = {"text", "/body"};
    wn_breeder               g = {seed};
    wn_bred_policy           text = wn_breed_policy(&g, WN_REACH_DOCUMENT);
    wn_policy               *policy = load(&text);
    wn_buf                   streams[STREAMS] = {{0}}, expected = {0}, told = {0};
    wn_filter_options        options = {.format = WN_FORMAT_JSONL, .fields = fields, .field_count = 2};
    options.annotate = wn_breeder_one_in(&g, 2);
    options.divert_rejects = !options.annotate || wn_breeder_one_in(&g, 2);
    options.on_error = WN_BREED_PICK(&g, errors);
    for (size_t i = 0; i < STREAMS; i++)
        put_stream(&g, &streams[i]);
    size_t       rules = wn_policy_rule_count(policy);
    wn_rule_use *uses = calloc(rules + 1, sizeof *uses), *expected_uses = calloc(rules + 1, sizeof *uses);
    options.uses = expected_uses;
    wn_status alone = run_alone(policy, &options, streams, &expected);
    options.uses = uses;
    wn_status shared = run_team(&g, policy, &options, streams, &told);
    ck_assert_msg(alone == shared, "seed %llu: %d alone, %d shared", (unsigned long long)seed, alone, shared);
    bool same = told.size == expected.size && (!told.size || memcmp(told.data, expected.data, told.size) == 0);
    if (!same)
        fprintf(stderr, "alone\n%.*s\n--- shared\n%.*s\n", (int)expected.size, expected.data, (int)told.size,
                told.data);
    for (size_t i = 0; i < rules; i++)
        same &= uses[i].could_act == expected_uses[i].could_act && uses[i].documents == expected_uses[i].documents;
    ck_assert_msg(same, "seed %llu", (unsigned long long)seed);
    for (size_t i = 0; i < STREAMS; i++)
        wn_buf_free(&streams[i]);
    free(uses);
    free(expected_uses);
    wn_buf_free(&expected);
    wn_buf_free(&told);
    wn_policy_free(policy);
    wn_bred_policy_free(&text);
}

START_TEST(a_team_tells_what_one_filter_tells)
{
    const char *seed = getenv("WINNOW_SEED"), *count = getenv("WINNOW_ROUNDS");
    uint64_t    rounds = count ? strtoull(count, NULL, 10) : ROUNDS;
    if (seed)
        check_seed(strtoull(seed, NULL, 10));
    for (uint64_t i = 1; i <= rounds && !seed; i++)
        check_seed(i);
}
END_TEST

/* ---- teams that end early ---- */

typedef struct stopper {
    size_t calls_left;
} stopper;

static bool stop_soon(void *user, wn_bytes output)
{
    stopper *s = user;
    (void)output;
    return s->calls_left-- > 1;
}

START_TEST(a_callback_that_stops_stops_the_team_for_good)
{
    static const char record[] = "{\"text\":\"the ferry\\nadvertisement\\n\"}\n";
    wn_layer layer = {.name = "p", .text = {"winnow: 1\nname: p\nrules:\n- {id: a.b, line: advertisement}\n", 0}};
    wn_filter_options options = {.format = WN_FORMAT_JSONL};
    wn_policy        *policy = NULL;
    layer.text.size = strlen(layer.text.data);
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    for (size_t calls = 1; calls < 40; calls += 13) {
        stopper   s = {calls};
        wn_sink   sink = {.user = &s, .write = stop_soon};
        wn_team  *team = NULL;
        wn_status status = wn_team_new(policy, &options, &sink, 3, &team, NULL);
        ck_assert_int_eq(status, WN_OK);
        wn_team_limit(team, 100, 200, 50);
        for (size_t i = 0; i < 400 && status == WN_OK; i++)
            status = wn_team_feed(team, (wn_bytes){record, sizeof record - 1});
        ck_assert_int_eq(status, WN_STOPPED);
        ck_assert_uint_eq(s.calls_left, 0);
        ck_assert_int_eq(wn_team_feed(team, (wn_bytes){record, 5}), WN_STOPPED);
        ck_assert_int_eq(wn_team_rest(team), WN_STOPPED);
        ck_assert_int_eq(wn_team_end(team), WN_STOPPED);
        wn_team_free(team); /* with batches still under way */
    }
    wn_policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("team");
    TCase *tests = tcase_create("threads that share the work of a filter");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, a_team_tells_what_one_filter_tells);
    tcase_add_test(tests, a_callback_that_stops_stops_the_team_for_good);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
