/* fuzz_jsonl.c: any bytes as JSON Lines under a policy. How they are cut changes nothing; what changes tell is what
 * comes out; a well-formed record stays one, and with --one-to-one each line one line. */
#include "fuzz.h"

#include "format/json.h"

#include <string.h>

static wn_filter_options choose(wn_breeder *choices)
{
    static const char *const fields[] = {"text", "title", "/a/b", "/bodies/*/v", "/0", "/a~1b/~0"};
    wn_filter_options        options = fuzz_options(choices);
    options.format = WN_FORMAT_JSONL;
    options.hold_is_set = false;
    options.fields = fields;
    options.field_count = wn_breeder_below(choices, 7);
    options.annotate = wn_breeder_one_in(choices, 2);
    options.divert_rejects = wn_breeder_one_in(choices, 3);
    options.one_to_one = wn_breeder_one_in(choices, 3);
    options.on_error = options.one_to_one ? WN_ON_ERROR_PASS : (wn_on_error)wn_breeder_below(choices, 3);
    return options;
}

static size_t count_lines(wn_bytes text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == '\n';
    return count + (text.size && text.data[text.size - 1] != '\n');
}

static size_t count_records(wn_bytes text)
{
    wn_json json = {0};
    size_t  count = 0;
    size_t  mark = text.size >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0 ? 3
                                                                               : 0; /* passes before the first line */
    for (size_t i = mark; i < text.size;) {
        const char *end = memchr(text.data + i, '\n', text.size - i);
        size_t      size = end ? (size_t)(end - text.data) - i : text.size - i;
        if (wn_json_scan(&json, (wn_bytes){text.data + i, size}) == WN_OK && !json.fault && json.is_object)
            count++;
        i += size + 1;
    }
    wn_json_free(&json);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input       input = fuzz_input_read(data, size);
    const wn_policy *policy = fuzz_policy(input.policy);
    if (!policy)
        return 0;
    wn_filter_options options = choose(&input.choices);
    wn_bytes          document = input.document;
    fuzz_outcome      whole = fuzz_filter(policy, &options, document, document.size ? document.size : 1, input.choices);
    fuzz_outcome      cut = fuzz_filter(policy, &options, document, 0, input.choices);
    fuzz_demand(whole.status == WN_OK || whole.status == WN_BAD_ARGUMENT ||
                    (whole.status == WN_BAD_INPUT && options.on_error == WN_ON_ERROR_STOP),
                "any bytes can be filtered");
    fuzz_demand_same(&whole, &cut, "cuts don't matter");
    fuzz_demand_whole(&whole);
    if (whole.status == WN_OK && options.one_to_one)
        fuzz_demand(count_lines(document) == count_lines(wn_buf_bytes(&whole.output)), "one line out for each line in");
    if (whole.status == WN_OK && !options.divert_rejects && (options.annotate || !wn_policy_can_reject(policy)))
        fuzz_demand(count_records(document) == count_records(wn_buf_bytes(&whole.output)), "a record stays a record");
    fuzz_outcome_free(&whole);
    fuzz_outcome_free(&cut);
    return 0;
}
