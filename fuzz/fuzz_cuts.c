/* fuzz_cuts.c: a document under a policy. How it is cut into feeds changes nothing, every byte is accounted for, and
 * what was filtered before changes nothing either. */
#include "fuzz.h"

#define WINDOW_BYTES 70000 /* more than the smallest hold */
#define SHORT_BYTES 400    /* cut after every byte each time; longer ones now and then, as that takes longest */

/* The document again and again, until it does not fit into one window. */
static void repeat(wn_bytes document, wn_buf *out)
{
    while (document.size && out->size < WINDOW_BYTES)
        wn_buf_append(out, document.data, document.size);
}

static void compare(const wn_policy *policy, const wn_filter_options *options, wn_bytes document, wn_breeder choices)
{
    fuzz_outcome whole = fuzz_filter(policy, options, document, document.size ? document.size : 1, choices);
    fuzz_outcome cut = fuzz_filter(policy, options, document, 0, choices);
    fuzz_demand(whole.status == WN_OK, "any bytes can be filtered");
    fuzz_demand_whole(&whole);
    fuzz_demand_same(&whole, &cut, "cuts don't matter");
    if (document.size < SHORT_BYTES || (document.size < 4096 && wn_breeder_one_in(&choices, 8))) {
        fuzz_outcome bytes = fuzz_filter(policy, options, document, 1, choices);
        fuzz_demand_same(&whole, &bytes, "cuts after every byte don't matter");
        fuzz_outcome_free(&bytes);
    }
    fuzz_outcome_free(&whole);
    fuzz_outcome_free(&cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input       input = fuzz_input_read(data, size);
    const wn_policy *policy = fuzz_policy(input.policy);
    if (!policy)
        return 0;
    wn_filter_options options = fuzz_options(&input.choices);
    compare(policy, &options, input.document, input.choices);
    if (wn_breeder_one_in(&input.choices, 200)) {
        wn_buf many = {0};
        repeat(input.document, &many);
        compare(policy, &options, wn_buf_bytes(&many), input.choices);
        wn_buf_free(&many);
    }
    return 0;
}
