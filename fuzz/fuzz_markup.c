/* fuzz_markup.c: any bytes as a page, a feed, a crawl, or what they turn out to be, under a policy. How they are cut
 * changes nothing, and what changes tell is what comes out. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const wn_format formats[] = {WN_FORMAT_HTML, WN_FORMAT_FEED, WN_FORMAT_WET, WN_FORMAT_AUTO};
    fuzz_input             input = fuzz_input_read(data, size);
    const wn_policy       *policy = fuzz_policy(input.policy);
    if (!policy)
        return 0;
    wn_filter_options options = fuzz_options(&input.choices);
    wn_bytes          document = input.document;
    options.format = WN_BREED_PICK(&input.choices, formats);
    options.hold_is_set = false;
    options.divert_rejects = wn_policy_can_reject(policy);
    options.on_error = (wn_on_error)wn_breeder_below(&input.choices, 3);
    fuzz_outcome whole = fuzz_filter(policy, &options, document, document.size ? document.size : 1, input.choices);
    fuzz_outcome cut = fuzz_filter(policy, &options, document, 0, input.choices);
    fuzz_demand(whole.status == WN_OK || whole.status == WN_BAD_ARGUMENT ||
                    (whole.status == WN_BAD_INPUT && options.on_error == WN_ON_ERROR_STOP),
                "any bytes can be filtered");
    fuzz_demand_same(&whole, &cut, "cuts don't matter");
    fuzz_demand_whole(&whole);
    fuzz_outcome_free(&whole);
    fuzz_outcome_free(&cut);
    return 0;
}
