/* fuzz_rules.c: policies made of whole rules. They load; the order of their rules changes nothing, nor do layers that
 * only divide them; and a second pass of plain line rules changes nothing. */
#include "fuzz.h"

#include <string.h>

#define SEED_BYTES 8

static wn_policy *load(const wn_bytes *texts, size_t count)
{
    wn_layer   layers[2];
    wn_policy *policy = NULL;
    for (size_t i = 0; i < count; i++)
        layers[i] = (wn_layer){.name = i ? "second" : "first", .text = texts[i]};
    fuzz_demand(wn_policy_load(layers, count, NULL, &policy, NULL) == WN_OK, "bred policies load");
    return policy;
}

static wn_policy *load_whole(const wn_bred_policy *bred)
{
    wn_buf text = {0};
    wn_bred_policy_write(bred, &text);
    wn_bytes   bytes = wn_buf_bytes(&text);
    wn_policy *policy = load(&bytes, 1);
    wn_buf_free(&text);
    return policy;
}

/* The rules from `first` on as a layer of their own; the guard is the first layer's. */
static void write_part(const wn_bred_policy *bred, size_t first, size_t count, wn_buf *text)
{
    wn_bred_policy part = {.count = count, .has_guard = !first && bred->has_guard};
    memcpy(part.rules, bred->rules + first, count * sizeof *part.rules);
    wn_bred_policy_write(&part, text);
}

static wn_policy *load_in_layers(const wn_bred_policy *bred)
{
    wn_buf one = {0}, other = {0};
    size_t half = bred->count / 2;
    write_part(bred, 0, half, &one);
    write_part(bred, half, bred->count - half, &other);
    wn_bytes   texts[] = {wn_buf_bytes(&one), wn_buf_bytes(&other)};
    wn_policy *policy = load(texts, 2);
    wn_buf_free(&one);
    wn_buf_free(&other);
    return policy;
}

static void demand_same_under(const wn_policy *policy, const fuzz_outcome *before, const wn_filter_options *options,
                              wn_bytes document, const char *promise)
{
    fuzz_outcome after = fuzz_filter(policy, options, document, 4096, (wn_breeder){1});
    if (!fuzz_has_limits(before) && !fuzz_has_limits(&after))
        fuzz_demand_same(before, &after, promise);
    fuzz_outcome_free(&after);
}

static void demand_idempotent(const wn_policy *policy, const fuzz_outcome *once, const wn_filter_options *options)
{
    fuzz_outcome twice = fuzz_filter(policy, options, wn_buf_bytes(&once->output), 4096, (wn_breeder){1});
    fuzz_demand(twice.output.size == once->output.size, "a second pass of line rules changes nothing");
    fuzz_outcome_free(&twice);
}

/* One of both each time: loading a policy takes longest. */
static void demand_same_arranged(wn_breeder *breeder, wn_bred_policy *bred, const fuzz_outcome *before,
                                 const wn_filter_options *options, wn_bytes document)
{
    bool is_layered = bred->count > 1 && wn_breeder_one_in(breeder, 2);
    if (!is_layered)
        wn_bred_policy_shuffle(breeder, bred);
    wn_policy *policy = is_layered ? load_in_layers(bred) : load_whole(bred);
    demand_same_under(policy, before, options, document,
                      is_layered ? "layers that divide a policy change nothing" : "the order of rules does not matter");
    wn_policy_free(policy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wn_breeder breeder = {0};
    if (size < SEED_BYTES)
        return 0;
    memcpy(&breeder.state, data, SEED_BYTES);
    wn_bytes          document = {(const char *)data + SEED_BYTES, size - SEED_BYTES};
    wn_breed_reach    reach = (wn_breed_reach)wn_breeder_below(&breeder, 3);
    wn_bred_policy    bred = wn_breed_policy(&breeder, reach);
    wn_filter_options options = fuzz_options(&breeder);
    wn_buf            text = {0};
    if (document.size < 16) {
        wn_breed_document(&breeder, &text, 1 + wn_breeder_below(&breeder, 40));
        document = wn_buf_bytes(&text);
    }
    wn_policy   *policy = load_whole(&bred);
    fuzz_outcome before = fuzz_filter(policy, &options, document, 4096, (wn_breeder){1});
    fuzz_demand_whole(&before);
    if (reach == WN_REACH_LINE && !fuzz_has_limits(&before) && !before.limits.long_lines)
        demand_idempotent(policy, &before, &options);
    demand_same_arranged(&breeder, &bred, &before, &options, document);
    wn_policy_free(policy);
    fuzz_outcome_free(&before);
    wn_bred_policy_free(&bred);
    wn_buf_free(&text);
    return 0;
}
