/* restore.c: the restore command: the kept text and its audit in, what there was before out. */
#include "stream/restore.h"

#include "base/error.h"
#include "cli/clash.h"
#include "cli/commands.h"
#include "cli/signals.h"
#include "stream/atomic.h"

#include <string.h>
#include <unistd.h>

typedef struct run {
    const wn_options *options;
    wn_input          kept;
    wn_input          audit;
    wn_atomic         file; /* of -o */
    uint64_t          torn; /* line of the audit where a run begins that was cut off and left aside; 0: none */
    wn_error         *error;
} run;

static wn_status check_usage(const wn_options *o, wn_error **error)
{
    if (o->operands.count != 2)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "restore takes two files, not %zu; give KEPT and AUDIT",
                            o->operands.count);
    if (strcmp(o->operands.items[0], "-") == 0 && strcmp(o->operands.items[1], "-") == 0)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "standard input cannot be both files; name one");
    wn_words audit = {.items = o->operands.items + 1, .count = 1}; /* the kept text may be written over */
    return wn_clash_check_inputs("--output", o->output, &audit, error);
}

static wn_status open_input(const char *path, wn_input *input, wn_error **error)
{
    bool      is_gzip;
    wn_status status = WN_OK;
    if (strcmp(path, "-") == 0)
        *input = wn_input_of(STDIN_FILENO, "standard input");
    else
        status = wn_input_open(path, input, error);
    return status == WN_OK ? wn_input_decode(input, &is_gzip, error) : status;
}

static wn_status restore(run *r, wn_output *output)
{
    wn_status status = wn_restore(&r->kept, &r->audit, output, &r->torn, &r->error);
    if (output->failure && !wn_output_is_abandoned(output))
        wn_output_explain(output, &r->error);
    return status;
}

static wn_status restore_to_stdout(run *r)
{
    wn_output output;
    wn_status status = wn_output_new(STDOUT_FILENO, "standard output", &output);
    if (status != WN_OK)
        return status;
    status = restore(r, &output);
    if (!output.failure && wn_output_close(&output) != WN_OK)
        status = wn_output_explain(&output, &r->error);
    wn_output_free(&output);
    return status;
}

static wn_status open_file(run *r)
{
    wn_signals_hold();
    wn_status status = wn_atomic_open(r->options->output, &r->file, &r->error);
    wn_signals_watch(r->file.temporary);
    wn_signals_release();
    return status;
}

static wn_status rename_file(run *r)
{
    wn_signals_hold();
    wn_status status = wn_atomic_rename(&r->file, &r->error);
    wn_signals_watch(r->file.temporary);
    wn_signals_release();
    return status;
}

/* The file appears when all of it is known to be right, or not at all. */
static wn_status restore_to_file(run *r)
{
    wn_status status = open_file(r);
    if (status != WN_OK)
        return status;
    status = restore(r, &r->file.output);
    if (status == WN_OK)
        status = wn_atomic_sync(&r->file, &r->error);
    if (status == WN_OK)
        status = rename_file(r);
    wn_signals_hold();
    wn_signals_watch(NULL);
    wn_atomic_discard(&r->file);
    wn_signals_release();
    return status;
}

int wn_command_restore(const wn_options *options, const wn_messages *messages)
{
    run       r = {.options = options, .kept.descriptor = -1, .audit.descriptor = -1};
    wn_status status = check_usage(options, &r.error);
    if (status == WN_OK)
        status = open_input(options->operands.items[0], &r.kept, &r.error);
    if (status == WN_OK)
        status = open_input(options->operands.items[1], &r.audit, &r.error);
    if (status == WN_OK)
        status = options->output ? restore_to_file(&r) : restore_to_stdout(&r);
    bool is_told = status == WN_IO_ERROR && !r.error; /* nobody reads standard output any more */
    if (status != WN_OK && !is_told)
        wn_messages_errors(messages, r.error);
    if (status == WN_OK && r.torn)
        wn_messages_note(
            messages, options->operands.items[1],
            "the run that begins at its line %llu was cut off; it was left aside, for another run explains "
            "all of %s",
            (unsigned long long)r.torn, options->operands.items[0]);
    wn_input_close(&r.kept);
    wn_input_close(&r.audit);
    wn_error_free(r.error);
    return status == WN_OK ? WN_EXIT_DONE : WN_EXIT_FAILED;
}
