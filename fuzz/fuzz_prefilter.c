/* fuzz_prefilter.c: a document under a policy, with the prefilter and without it: the same comes out. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input       input = fuzz_input_read(data, size);
    const wn_policy *policy = fuzz_policy(input.policy);
    if (!policy)
        return 0;
    wn_filter_options options = fuzz_options(&input.choices), naive = options;
    naive.no_prefilter = true;
    fuzz_outcome fast = fuzz_filter(policy, &options, input.document, 4096, input.choices);
    fuzz_outcome slow = fuzz_filter(policy, &naive, input.document, 4096, input.choices);
    if (!fuzz_has_limits(&fast) && !fuzz_has_limits(&slow))
        fuzz_demand_same(&fast, &slow, "the prefilter changes nothing");
    fuzz_outcome_free(&fast);
    fuzz_outcome_free(&slow);
    return 0;
}
