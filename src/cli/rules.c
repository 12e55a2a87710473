/* rules.c: the rules command: shows what a policy does, rule by rule. */
#include "author/rules.h"

#include "author/schema.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/print.h"

#include <stdlib.h>

/* The policies of the command line as layers, those of -p first; the default when there are none. */
static wn_status load(const wn_options *options, wn_policy **policy, wn_error **error)
{
    size_t            count = options->policies.count + options->operands.count;
    wn_layer         *layers = calloc(count + 1, sizeof *layers);
    wn_policy_options root = {.root = options->policy_root};
    if (!layers)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < options->policies.count; i++)
        layers[i].name = options->policies.items[i];
    for (size_t i = 0; i < options->operands.count; i++)
        layers[options->policies.count + i].name = options->operands.items[i];
    if (!count)
        layers[count++].name = "news";
    wn_status status = wn_policy_load(layers, count, &root, policy, error);
    free(layers);
    return status;
}

static wn_status describe(const wn_options *options, const wn_policy *policy, wn_buf *text, wn_error **error)
{
    wn_attributes attributes = {.lang = options->lang, .source = options->source};
    if (options->is_resolved)
        return wn_rules_resolved(policy, &attributes, options->wants_json, text, error);
    if (options->wants_json)
        wn_rules_json(policy, text);
    else
        wn_rules_table(policy, options->is_verbose, text);
    return WN_OK;
}

static wn_status check_usage(const wn_options *options, wn_error **error)
{
    if ((options->lang || options->source) && !options->is_resolved)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "--lang and --source without --resolved; add it");
    return WN_OK;
}

int wn_command_rules(const wn_options *options, const wn_messages *messages)
{
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_buf     text = {0};
    wn_status  status = check_usage(options, &error);
    if (options->wants_schema) {
        wn_schema_put(&text);
    } else {
        if (status == WN_OK)
            status = load(options, &policy, &error);
        if (status == WN_OK)
            status = describe(options, policy, &text, &error);
    }
    int exit_status = status == WN_OK ? wn_print(&text, messages) : WN_EXIT_FAILED;
    if (status != WN_OK)
        wn_messages_errors(messages, error);
    wn_buf_free(&text);
    wn_error_free(error);
    wn_policy_free(policy);
    return exit_status;
}
