/* fuzz_jit.c: a document under a policy, with PCRE2's JIT compiler and without it: they agree wherever neither hit a
 * limit. The document is filtered several times in one go, for only patterns that are used often are compiled. */
#include "fuzz.h"

#define MANY_BYTES 16000

static void repeat(wn_bytes document, wn_buf *out)
{
    for (int i = 0; i < 40 && out->size < MANY_BYTES; i++) {
        wn_buf_append(out, document.data, document.size);
        wn_buf_put(out, '\n');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input       input = fuzz_input_read(data, size);
    const wn_policy *policy = fuzz_policy(input.policy);
    wn_buf           many = {0};
    if (!policy)
        return 0;
    wn_filter_options options = fuzz_options(&input.choices), interpreted = options;
    interpreted.interpret = true;
    repeat(input.document, &many);
    fuzz_outcome jit = fuzz_filter(policy, &options, wn_buf_bytes(&many), 4096, input.choices);
    fuzz_outcome plain = fuzz_filter(policy, &interpreted, wn_buf_bytes(&many), 4096, input.choices);
    if (!fuzz_has_limits(&jit) && !fuzz_has_limits(&plain))
        fuzz_demand_same(&jit, &plain, "JIT and interpreter agree");
    fuzz_outcome_free(&jit);
    fuzz_outcome_free(&plain);
    wn_buf_free(&many);
    return 0;
}
