/* example.c: a program that filters its standard input with a policy of its own. */
#include <stdio.h>
#include <winnow.h>

static const char rules[] = "winnow: 1\n"
                            "name: example\n"
                            "rules:\n"
                            "- {id: ad.label, line: {is: advertisement}}\n";

static bool write_kept(void *user, wn_bytes kept)
{
    return fwrite(kept.data, 1, kept.size, user) == kept.size;
}

static bool tell(void *user, const wn_result *result)
{
    return fprintf(user, "-- %s, %d line(s) cut\n", wn_verdict_name(result->verdict), (int)result->lines_cut) > 0;
}

int main(void)
{
    wn_layer   layer = {.name = "example", .text = {rules, sizeof rules - 1}};
    wn_sink    sink = {.user = stdout, .write = write_kept, .finish = tell};
    wn_policy *policy = NULL;
    wn_filter *filter = NULL;
    wn_error  *error = NULL;
    wn_status  status = wn_policy_load(&layer, 1, NULL, &policy, &error);
    if (status == WN_OK)
        status = wn_filter_new(policy, NULL, &sink, &filter, &error);

    char   block[4096];
    size_t size;
    while (status == WN_OK && (size = fread(block, 1, sizeof block, stdin)) > 0)
        status = wn_filter_feed(filter, block, size);
    if (status == WN_OK)
        status = wn_filter_end(filter, NULL);

    if (status != WN_OK)
        fprintf(stderr, "%s\n", error ? wn_error_at(error, 0)->message : "out of memory, or the output failed");
    wn_filter_free(filter);
    wn_policy_free(policy);
    wn_error_free(error);
    return status == WN_OK && fflush(stdout) == 0 ? 0 : 1;
}
