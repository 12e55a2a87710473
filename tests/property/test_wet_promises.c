/* test_wet_promises.c: what the filter of WARC files promises, held against files that were mangled.
 *
 * Whatever bytes come: the changes that were told turn the output back into the input, how it was fed does not matter,
 * and without a mishap every record of the output has the length that its header says.
 *
 * A failure names the seed; WINNOW_SEED=N runs that one alone, WINNOW_ROUNDS=N changes how many. */
#include "author/fuzz/breed.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 3000

static const char policy_text[] = "winnow: 1\nname: crawl\nrules:\n"
                                  "- {id: ad.label, line: {is: advertisement}}\n"
                                  "- {id: mark.tm, action: replace, with: '<tm>', span: '\\(tm\\)'}\n";

static void put_record(wn_breeder *g, wn_buf *out)
{
    static const char *const kinds[] = {"conversion", "conversion", "conversion", "warcinfo", "response"};
    static const char *const lines[] = {"Advertisement\n", "The ferry left.\n", "Pier(tm)\r\n", "\n",
                                        "WARC/ is a word\n"};
    wn_buf                   text = {0};
    for (size_t i = 0, count = wn_breeder_below(g, 6); i < count; i++)
        wn_buf_text(&text, WN_BREED_PICK(g, lines));
    wn_buf_printf(out, "WARC/1.0\r\nWARC-Type: %s\r\n", WN_BREED_PICK(g, kinds));
    if (wn_breeder_one_in(g, 2))
        wn_buf_text(out, "WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n");
    wn_buf_printf(out, "Content-Length: %zu\r\n\r\n", text.size);
    wn_buf_append(out, text.data, text.size);
    wn_buf_text(out, "\r\n\r\n");
    wn_buf_free(&text);
}

static void put_file(wn_breeder *g, wn_buf *out)
{
    for (size_t i = 0, count = 1 + wn_breeder_below(g, 6); i < count; i++)
        put_record(g, out);
    for (size_t i = 0, count = wn_breeder_one_in(g, 2) ? wn_breeder_below(g, 4) : 0; i < count; i++) {
        static const char bytes[] = "0123456789\r\n WAR:C/x";
        out->data[wn_breeder_below(g, out->size)] = bytes[wn_breeder_below(g, sizeof bytes - 1)];
    }
    if (wn_breeder_one_in(g, 6))
        out->size = 1 + wn_breeder_below(g, out->size);
}

typedef struct outcome {
    wn_buf   output, restored, told;
    wn_bytes input;
    uint64_t at;
    size_t   mishaps, parts;
    bool     is_right;
} outcome;

static bool keep_output(void *user, wn_bytes bytes)
{
    outcome *o = user;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

static bool keep_change(void *user, const wn_change *c)
{
    outcome *o = user;
    o->is_right &= c->offset >= o->at && c->offset + c->removed.size <= o->input.size &&
                   memcmp(o->input.data + c->offset, c->removed.data, c->removed.size) == 0;
    wn_buf_append(&o->restored, o->input.data + o->at, c->offset - o->at);
    wn_buf_append(&o->restored, c->put.data, c->put.size);
    o->at = c->offset + c->removed.size;
    return wn_buf_printf(&o->told, "%llu+%zu %zu\n", (unsigned long long)c->offset, c->removed.size, c->put.size);
}

static bool note_mishap(void *user, const wn_mishap *m)
{
    outcome *o = user;
    o->mishaps++;
    return wn_buf_printf(&o->told, "%llu: %s\n", (unsigned long long)m->record, m->message);
}

static bool count_part(void *user)
{
    outcome *o = user;
    o->parts++;
    return wn_buf_printf(&o->told, "part at %zu\n", o->output.size);
}

static void run(const wn_policy *policy, wn_on_error on_error, wn_bytes file, size_t step, outcome *o)
{
    wn_filter_options options = {.format = WN_FORMAT_WET, .on_error = on_error};
    wn_filter        *filter;
    wn_sink sink = {.user = o, .write = keep_output, .change = keep_change, .mishap = note_mishap, .part = count_part};
    *o = (outcome){.input = file, .is_right = true};
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &filter, NULL), WN_OK);
    for (size_t at = 0; at < file.size; at += step)
        ck_assert_int_eq(wn_filter_feed(filter, file.data + at, file.size - at < step ? file.size - at : step), WN_OK);
    ck_assert_int_eq(wn_filter_end(filter, NULL), WN_OK);
    wn_filter_free(filter);
    wn_buf_append(&o->restored, file.data + o->at, file.size - o->at);
}

static void free_outcome(outcome *o)
{
    wn_buf_free(&o->output);
    wn_buf_free(&o->restored);
    wn_buf_free(&o->told);
}

static bool is_same(const wn_buf *a, const wn_buf *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

/* The number of records that the bytes are, or -1 when they are not: a reader of the test's own. */
static int count_records(wn_buf *file)
{
    int count = 0;
    wn_buf_put(file, '\0');
    for (size_t at = 0; at + 1 < file->size; count++) {
        const char *header = file->data + at, *length = strstr(header, "Content-Length:"),
                   *end = strstr(header, "\r\n\r\n");
        if (strncmp(header, "WARC/", 5) != 0 || !length || !end || length > end)
            return -1;
        at = (size_t)(end - file->data) + 4 + strtoul(length + 15, NULL, 10);
        if (at + 4 >= file->size || memcmp(file->data + at, "\r\n\r\n", 4) != 0)
            return -1;
        at += 4;
    }
    return count;
}

static void check_file(const wn_policy *policy, wn_on_error on_error, wn_bytes file, uint64_t seed)
{
    outcome whole, pieces;
    run(policy, on_error, file, file.size + 1, &whole);
    run(policy, on_error, file, 1 + seed % 9, &pieces);
    ck_assert_msg(whole.is_right && is_same(&whole.restored, &whole.output),
                  "seed %llu: changes do not make the output", (unsigned long long)seed);
    ck_assert_msg(is_same(&whole.output, &pieces.output) &&
                      (on_error == WN_ON_ERROR_DROP || is_same(&whole.told, &pieces.told)), /* dropped as it comes */
                  "seed %llu: feeding matters:\n%.*s\n%.*s", (unsigned long long)seed, (int)whole.told.size,
                  whole.told.data, (int)pieces.told.size, pieces.told.data);
    if (!whole.mishaps)
        ck_assert_msg(count_records(&whole.output) == (int)whole.parts,
                      "seed %llu: other records than were told:\n%.*s", (unsigned long long)seed,
                      (int)whole.output.size, whole.output.data);
    free_outcome(&whole);
    free_outcome(&pieces);
}

START_TEST(mangled_files_keep_every_promise)
{
    wn_policy  *policy = NULL;
    wn_layer    layer = {"crawl", {policy_text, sizeof policy_text - 1}};
    const char *rounds = getenv("WINNOW_ROUNDS"), *one = getenv("WINNOW_SEED");
    size_t      count = one ? 1 : rounds ? (size_t)strtoull(rounds, NULL, 10) : ROUNDS;
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    for (size_t i = 0; i < count; i++) {
        uint64_t   seed = (one ? strtoull(one, NULL, 10) : 1) + i;
        wn_breeder g = {seed};
        wn_buf     file = {0};
        put_file(&g, &file);
        check_file(policy, seed % 3 ? WN_ON_ERROR_PASS : WN_ON_ERROR_DROP, wn_buf_bytes(&file), seed);
        wn_buf_free(&file);
    }
    wn_policy_free(policy);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("wet promises");
    TCase   *tests = tcase_create("wet promises");
    SRunner *runner = srunner_create(suite);
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, mangled_files_keep_every_promise);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
