/* lint.c: the lint command: says what is wrong with policies, and what probably is. */
#include "author/lint.h"

#include "base/error.h"
#include "cli/commands.h"
#include "cli/print.h"

typedef wn_status (*lint_step)(wn_lint *lint, const wn_operand *operand, wn_error **error);

static wn_status find_operands(const wn_options *options, wn_arena *arena, wn_operands *operands, wn_error **error)
{
    wn_status status = WN_OK;
    if (!options->operands.count)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "no policy to lint; name a file, a folder or a built-in policy");
    for (size_t i = 0; i < options->operands.count && status == WN_OK; i++)
        status = wn_operands_add(options->operands.items[i], arena, operands, error);
    for (size_t i = 0; i < operands->count && options->policy_root; i++)
        operands->items[i].root = options->policy_root;
    return status;
}

static wn_status for_all(lint_step step, wn_lint *lint, const wn_operands *operands, wn_error **error)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < operands->count && status == WN_OK; i++)
        status = step(lint, &operands->items[i], error);
    return status;
}

static wn_status lint_all(const wn_options *options, wn_lint *lint, wn_error **error)
{
    wn_arena    arena = {0};
    wn_operands operands = {0};
    wn_status   status = find_operands(options, &arena, &operands, error);
    if (status == WN_OK)
        status = for_all(wn_lint_survey, lint, &operands, error);
    if (status == WN_OK)
        status = for_all(wn_lint_check, lint, &operands, error);
    wn_operands_free(&operands);
    wn_arena_free(&arena);
    return status;
}

static int report(const wn_options *options, const wn_messages *messages, const wn_findings *findings)
{
    wn_buf text = {0};
    wn_findings_report(findings, &text, options->wants_json);
    int  exit_status = wn_print(&text, messages);
    bool is_found = findings->errors || (options->is_strict && findings->warnings);
    return exit_status == WN_EXIT_DONE && is_found ? WN_EXIT_DOUBT : exit_status;
}

int wn_command_lint(const wn_options *options, const wn_messages *messages)
{
    wn_lint  *lint;
    wn_error *error = NULL;
    int       exit_status = WN_EXIT_FAILED;
    wn_status status = wn_lint_new(&lint);
    if (status == WN_OK)
        status = lint_all(options, lint, &error);
    if (status == WN_OK)
        exit_status = report(options, messages, wn_lint_findings(lint));
    else
        wn_messages_errors(messages, error);
    wn_error_free(error);
    wn_lint_free(lint);
    return exit_status;
}
