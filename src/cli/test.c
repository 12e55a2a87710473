/* test.c: the test command: runs the examples of each policy named, shows those that fail, and sums up. */
#include "author/coverage.h"
#include "author/operands.h"
#include "author/report.h"
#include "base/error.h"
#include "cli/clash.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "stream/atomic.h"

typedef struct run {
    const wn_options  *options;
    const wn_messages *messages;
    wn_policy         *policy;   /* at work */
    wn_buf             text;     /* to be printed */
    wn_buf             cases;    /* for JUnit */
    wn_coverage       *coverage; /* NULL: not asked for */
    size_t             passed, failed;
    int                exit_status;
} run;

static void raise_exit_status(run *r, int exit_status)
{
    if (exit_status > r->exit_status)
        r->exit_status = exit_status;
}

static void report_errors(run *r, wn_error *error)
{
    wn_messages_errors(r->messages, error);
    wn_error_free(error);
    raise_exit_status(r, WN_EXIT_FAILED);
}

static bool tell_check(void *user, const wn_check *check)
{
    run *r = user;
    *(check->has_passed ? &r->passed : &r->failed) += 1;
    if (r->coverage)
        wn_coverage_note(r->coverage, check);
    if (r->options->wants_json)
        wn_report_json(&r->text, r->policy, check);
    else if (!check->has_passed)
        wn_report_failure(&r->text, r->policy, check);
    if (r->options->junit)
        wn_report_junit(&r->cases, r->policy, check);
    return true;
}

static wn_status test_policy(run *r)
{
    wn_bench          *bench = NULL;
    const wn_observer *observer = r->coverage ? wn_coverage_observer(r->coverage) : NULL;
    wn_check_sink      sink = {r, tell_check};
    wn_status          status = r->coverage ? wn_coverage_begin(r->coverage, r->policy) : WN_OK;
    if (status == WN_OK)
        status = wn_bench_new(r->policy, observer, &bench);
    if (status == WN_OK)
        status = wn_test_run(r->policy, bench, &sink);
    wn_bench_free(bench);
    if (r->coverage)
        wn_coverage_end(r->coverage);
    return status;
}

static void test_operand(run *r, const wn_operand *operand)
{
    wn_error         *error = NULL;
    wn_policy_options options = {.root = r->options->policy_root ? r->options->policy_root : operand->root};
    wn_status         status = wn_policy_load(&(wn_layer){.name = operand->name}, 1, &options, &r->policy, &error);
    if (status == WN_OK)
        status = test_policy(r);
    wn_policy_free(r->policy);
    r->policy = NULL;
    if (status != WN_OK)
        report_errors(r, error);
    if (!wn_print_part(&r->text, r->messages))
        raise_exit_status(r, WN_EXIT_FAILED);
}

static bool find_operands(run *r, wn_arena *arena, wn_operands *operands)
{
    wn_error *error = NULL;
    wn_status status = WN_OK;
    if (!r->options->operands.count)
        status = wn_error_add(&error, WN_BAD_ARGUMENT, NULL,
                              "no policy to test; name a file, a folder or a built-in policy");
    for (size_t i = 0; i < r->options->operands.count && status == WN_OK; i++)
        status = wn_operands_add(r->options->operands.items[i], arena, operands, &error);
    if (status != WN_OK)
        report_errors(r, error);
    return status == WN_OK;
}

static void write_junit(run *r)
{
    wn_atomic file;
    wn_error *error = NULL;
    wn_buf    xml = {0};
    wn_report_junit_suite(&xml, wn_buf_bytes(&r->cases), r->passed, r->failed);
    wn_status status = xml.failed || r->cases.failed ? WN_NO_MEMORY : wn_atomic_open(r->options->junit, &file, &error);
    if (status == WN_OK) {
        wn_output_write(&file.output, wn_buf_bytes(&xml));
        status = wn_atomic_sync(&file, &error);
        if (status == WN_OK)
            status = wn_atomic_rename(&file, &error);
        wn_atomic_discard(&file);
    }
    wn_buf_free(&xml);
    if (status != WN_OK)
        report_errors(r, error);
}

/* With --json standard output is for programs. */
static void sum_up(run *r)
{
    if (r->failed)
        raise_exit_status(r, WN_EXIT_DOUBT);
    if (r->coverage)
        wn_coverage_report(r->coverage, &r->text, r->options->wants_json);
    if (r->options->wants_json)
        wn_messages_note(r->messages, NULL, "%zu passed, %zu failed", r->passed, r->failed);
    else
        wn_buf_printf(&r->text, "%zu passed, %zu failed\n", r->passed, r->failed);
    raise_exit_status(r, wn_print(&r->text, r->messages));
}

static bool prepare(run *r)
{
    wn_error *error = NULL;
    wn_status status = wn_clash_check_inputs("--junit", r->options->junit, &r->options->operands, &error);
    if (status == WN_OK && r->options->wants_coverage)
        status = wn_coverage_new(&r->coverage);
    if (status != WN_OK)
        report_errors(r, error);
    return status == WN_OK;
}

int wn_command_test(const wn_options *options, const wn_messages *messages)
{
    run         r = {.options = options, .messages = messages};
    wn_arena    arena = {0};
    wn_operands operands = {0};
    if (prepare(&r) && find_operands(&r, &arena, &operands)) {
        for (size_t i = 0; i < operands.count; i++)
            test_operand(&r, &operands.items[i]);
        if (options->junit)
            write_junit(&r);
        sum_up(&r);
    }
    wn_coverage_free(r.coverage);
    wn_buf_free(&r.text);
    wn_buf_free(&r.cases);
    wn_operands_free(&operands);
    wn_arena_free(&arena);
    return r.exit_status;
}
