/* fuzz.c: inputs, outcomes, and what is demanded of them. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_demand(bool holds, const char *promise)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s\n", promise);
    abort();
}

fuzz_input fuzz_input_read(const uint8_t *data, size_t size)
{
    static const char mark[] = "\n%%\n";
    const char       *text = (const char *)data;
    fuzz_input        input = {0};
    if (size >= sizeof input.choices.state) {
        size -= sizeof input.choices.state;
        memcpy(&input.choices.state, data + size, sizeof input.choices.state);
    }
    input.document = (wn_bytes){text, size};
    for (size_t i = 0; i + 4 <= size; i++)
        if (memcmp(text + i, mark, 4) == 0) {
            input.policy = (wn_bytes){text, i + 1};
            input.document = (wn_bytes){text + i + 4, size - i - 4};
            break;
        }
    return input;
}

/* Inputs that follow each other often have the same policy, and loading one takes most of the time. */
const wn_policy *fuzz_policy(wn_bytes yaml)
{
    static wn_buf     text;
    static wn_policy *policy;
    if (text.size == yaml.size && yaml.size && memcmp(text.data, yaml.data, yaml.size) == 0)
        return policy;
    wn_policy_free(policy);
    policy = NULL;
    wn_buf_clear(&text);
    wn_buf_append(&text, yaml.data, yaml.size);
    wn_layer layer = {.name = "fuzzed", .text = {yaml.size ? yaml.data : "", yaml.size}};
    if (wn_policy_load(&layer, 1, NULL, &policy, NULL) != WN_OK)
        policy = NULL;
    return policy;
}

/* ---- outcomes ---- */

static bool keep_output(void *user, wn_bytes bytes)
{
    fuzz_outcome *o = user;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

/* Stretches that are kept are not told: windows may divide them. */
static bool keep_decision(void *user, const wn_decision *d)
{
    fuzz_outcome *o = user;
    if (!d->offset)
        o->next_offset = 0;
    o->has_gap |= d->offset != o->next_offset || !d->bytes.size;
    o->next_offset = d->offset + d->bytes.size;
    if (d->fate == WN_FATE_KEEP)
        wn_buf_append(&o->expected, d->bytes.data, d->bytes.size);
    if (d->fate == WN_FATE_REPLACE)
        wn_buf_append(&o->expected, d->put.data, d->put.size);
    if (d->fate == WN_FATE_KEEP && !d->is_shadow)
        return true;
    wn_buf_printf(&o->told, "%d %llu:%llu+%zu line %llu rule %d blank %d put ", (int)d->fate,
                  (unsigned long long)d->document, (unsigned long long)d->offset, d->bytes.size,
                  (unsigned long long)d->line, d->rule, d->is_blank);
    wn_buf_append(&o->told, d->put.data, d->put.size);
    for (size_t i = 0; i < d->claimant_count; i++)
        wn_buf_printf(&o->told, " %d", d->claimants[i]);
    return wn_buf_put(&o->told, '\n');
}

/* Copies the input up to an offset: between changes, output and input are the same. */
static void copy_to(fuzz_outcome *o, uint64_t offset)
{
    fuzz_demand(offset >= o->change_at && offset <= o->input.size, "changes come in order and lie in the input");
    if (offset > o->change_at)
        wn_buf_append(&o->changed, o->input.data + o->change_at, (size_t)(offset - o->change_at));
    o->change_at = offset;
}

static bool keep_change(void *user, const wn_change *change)
{
    fuzz_outcome *o = user;
    copy_to(o, change->offset);
    fuzz_demand(change->removed.size <= o->input.size - change->offset &&
                    (!change->removed.size ||
                     memcmp(o->input.data + change->offset, change->removed.data, change->removed.size) == 0),
                "what a change removed stood there");
    wn_buf_append(&o->changed, change->put.data, change->put.size);
    o->change_at += change->removed.size;
    return true;
}

static bool keep_result(void *user, const wn_result *result)
{
    fuzz_outcome *o = user;
    wn_buf_printf(&o->told, "verdict %d rule %d record %llu: %llu to %llu bytes, %llu of %llu lines, %llu spans\n",
                  (int)result->verdict, result->verdict_rule, (unsigned long long)result->record,
                  (unsigned long long)result->bytes_in, (unsigned long long)result->bytes_out,
                  (unsigned long long)result->lines_cut, (unsigned long long)result->lines_in,
                  (unsigned long long)result->spans);
    bool is_one_window = !o->is_records && !result->limits.hold_full;
    fuzz_demand(!is_one_window || result->verdict != WN_GUARDED || result->bytes_in == result->bytes_out,
                "a guarded document is whole");
    fuzz_demand(result->verdict != WN_UNCHANGED || (!result->lines_cut && !result->spans), "unchanged is unchanged");
    o->limits.long_lines += result->limits.long_lines;
    o->limits.match_limits += result->limits.match_limits;
    o->limits.hold_full += result->limits.hold_full;
    o->limits.invalid_bytes += result->limits.invalid_bytes;
    return true;
}

static bool keep_record(void *user, wn_route route, wn_bytes record)
{
    fuzz_outcome *o = user;
    wn_buf_printf(&o->told, "to route %d: ", (int)route);
    return wn_buf_append(&o->told, record.data, record.size);
}

static bool keep_mishap(void *user, const wn_mishap *mishap)
{
    fuzz_outcome *o = user;
    return wn_buf_printf(&o->told, "mishap at %llu+%llu: %s\n", (unsigned long long)mishap->record,
                         (unsigned long long)mishap->offset, mishap->message);
}

fuzz_outcome fuzz_filter(const wn_policy *policy, const wn_filter_options *options, wn_bytes document, size_t step,
                         wn_breeder choices)
{
    fuzz_outcome o = {.input = document, .is_records = options && options->format != WN_FORMAT_TEXT};
    wn_filter   *filter = NULL;
    wn_sink      sink = {.user = &o,
                         .write = keep_output,
                         .decide = keep_decision,
                         .change = keep_change,
                         .finish = keep_result,
                         .divert = keep_record,
                         .mishap = keep_mishap};
    o.status = wn_filter_new(policy, options, &sink, &filter, NULL);
    for (size_t at = 0; at < document.size && o.status == WN_OK;) {
        size_t size = step ? step : 1 + wn_breeder_below(&choices, wn_breeder_one_in(&choices, 2) ? 16 : 4096);
        size = size < document.size - at ? size : document.size - at;
        o.status = wn_filter_feed(filter, document.data + at, size);
        at += size;
    }
    if (o.status == WN_OK)
        o.status = wn_filter_end(filter, NULL);
    if (o.status == WN_OK)
        copy_to(&o, document.size);
    wn_filter_free(filter);
    return o;
}

void fuzz_outcome_free(fuzz_outcome *outcome)
{
    wn_buf_free(&outcome->output);
    wn_buf_free(&outcome->told);
    wn_buf_free(&outcome->expected);
    wn_buf_free(&outcome->changed);
}

static bool is_same(const wn_buf *a, const wn_buf *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

void fuzz_demand_whole(const fuzz_outcome *o)
{
    if (o->status != WN_OK)
        return;
    fuzz_demand(!o->has_gap, "every byte is in exactly one decision");
    fuzz_demand(o->is_records || o->next_offset == o->input.size, "decisions reach the end");
    fuzz_demand(o->is_records || is_same(&o->output, &o->expected), "the output is what the decisions say");
    fuzz_demand(is_same(&o->output, &o->changed), "the output is what the changes say");
}

void fuzz_demand_same(const fuzz_outcome *one, const fuzz_outcome *other, const char *promise)
{
    if (one->status == other->status && is_same(&one->output, &other->output) && is_same(&one->told, &other->told))
        return;
    fprintf(stderr,
            "status %d and %d\n--- output\n%.*s\n--- other output\n%.*s\n--- told\n%.*s\n--- other told\n%.*s\n",
            (int)one->status, (int)other->status, (int)one->output.size, one->output.data, (int)other->output.size,
            other->output.data, (int)one->told.size, one->told.data, (int)other->told.size, other->told.data);
    fuzz_demand(false, promise);
}

bool fuzz_has_limits(const fuzz_outcome *outcome)
{
    return outcome->limits.match_limits > 0;
}

wn_filter_options fuzz_options(wn_breeder *choices)
{
    static const char *const langs[] = {NULL, NULL, "en", "de", "ja", "xx"};
    wn_filter_options        options = {.level = (int)wn_breeder_below(choices, 4)};
    options.lang = WN_BREED_PICK(choices, langs);
    options.source = wn_breeder_one_in(choices, 4) ? "news.example.org" : NULL;
    options.hold_is_set = wn_breeder_one_in(choices, 3);
    options.hold_bytes = wn_breeder_one_in(choices, 2) ? 0 : WN_HOLD_MIN;
    return options;
}
