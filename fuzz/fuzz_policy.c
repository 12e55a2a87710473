/* fuzz_policy.c: any bytes as a policy. They load, or errors say why, each with a place and in plain text; the same
 * bytes always come to the same; and what loads can filter. */
#include "fuzz.h"

#include <string.h>

static const char article[] = "The ferry left at nine\n\nADVERTISEMENT\nNext In Harbour News\n- New pier opens\n"
                              "It came back at noon with a hundred passengers, two bicycles and a dog, they said.\n"
                              "Follow us on our channel\nby Ann Example\n\xFF\xC2\xA0h\xC3\xA9llo\r\n";

static void check_errors(const wn_error *error)
{
    fuzz_demand(wn_error_count(error) > 0, "a policy is refused with a reason");
    for (size_t i = 0; i < wn_error_count(error); i++) {
        const wn_error_item *item = wn_error_at(error, i);
        fuzz_demand(item->message && *item->message, "an error has words");
        for (const char *c = item->message; *c; c++)
            fuzz_demand((unsigned char)*c >= ' ' && *c != 0x7F, "messages have no control characters");
        for (const char *c = item->source ? item->source : ""; *c; c++)
            fuzz_demand((unsigned char)*c >= ' ' && *c != 0x7F, "shown lines have no control characters");
        fuzz_demand(!item->source || item->line, "a shown line has a number");
    }
}

static void check_rules(const wn_policy *policy)
{
    wn_rule_info info, last = {0};
    for (size_t i = 0; i < wn_policy_rule_count(policy); i++) {
        fuzz_demand(wn_policy_rule(policy, i, &info) && info.id && *info.id, "every rule has an id");
        fuzz_demand(!last.id || strcmp(last.id, info.id) < 0, "rules stand in the order of their ids, each once");
        fuzz_demand(info.level >= 1 && info.level <= 3 && info.line > 0, "every rule has a level and a place");
        last = info;
    }
    fuzz_demand(!wn_policy_rule(policy, wn_policy_rule_count(policy), &info), "there is no rule past the last");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wn_layer   layer = {.name = "fuzzed", .text = {size ? (const char *)data : "", size}};
    wn_policy *policy = NULL, *again = NULL;
    wn_error  *error = NULL, *same = NULL;
    wn_status  status = wn_policy_load(&layer, 1, NULL, &policy, &error);
    fuzz_demand(status == WN_OK || status == WN_BAD_POLICY || status == WN_IO_ERROR || status == WN_BAD_ARGUMENT,
                "loading comes to one of four ends");
    fuzz_demand((status == WN_OK) == (policy != NULL), "there is a policy when all is well");
    fuzz_demand(wn_policy_load(&layer, 1, NULL, &again, &same) == status, "the same bytes come to the same end");
    fuzz_demand(wn_error_count(error) == wn_error_count(same), "the same bytes have the same errors");
    if (status != WN_OK)
        check_errors(error);
    if (policy) {
        check_rules(policy);
        fuzz_demand(strcmp(wn_policy_sha256(policy), wn_policy_sha256(again)) == 0, "the same bytes have the same sum");
        fuzz_outcome outcome = fuzz_filter(policy, NULL, (wn_bytes){article, sizeof article - 1}, 7, (wn_breeder){1});
        fuzz_demand(outcome.status == WN_OK, "what loads can filter");
        fuzz_demand_whole(&outcome);
        fuzz_outcome_free(&outcome);
    }
    wn_policy_free(policy);
    wn_policy_free(again);
    wn_error_free(error);
    wn_error_free(same);
    return 0;
}
