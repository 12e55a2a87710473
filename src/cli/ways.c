/* ways.c: the ways out: standard output, -o, --out-dir, --in-place, or nowhere. They differ in where the bytes go
 * and in what a failure leaves behind. */
#include "cli/ways.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/signals.h"
#include "cli/usage.h"
#include "stream/behind.h"

#include <sys/stat.h>
#include <unistd.h>

/* ---- the audit ---- */

wn_status wn_run_open_audit(wn_run *r, wn_error **error)
{
    const char *path = r->options->audit;
    wn_place    place = {.file = path};
    wn_status   status = wn_audit_open(path, &r->audit, error);
    wn_input    audit = wn_input_of(r->audit.output.descriptor, path);
    if (status == WN_OK &&
        (wn_input_is_output(&audit, STDOUT_FILENO) || wn_records_write_to(&r->records, audit.descriptor)))
        status = wn_error_add(error, WN_BAD_ARGUMENT, &place,
                              "the audit and another output are the same; give it a file of its own");
    return status;
}

/* Begins the account of one output. */
static void begin_audit(wn_run *r)
{
    if (r->options->audit)
        r->output->leader = &r->audit.output;
    if (!wn_audit_begin(&r->audit, r->policy, &r->filter_options))
        r->broken = WN_STOPPED;
}

/* Closes it, if all went well; without its last line an audit says that the output is not whole. */
static void end_audit(wn_run *r)
{
    if (r->broken == WN_OK && (wn_output_finish(r->output) != WN_OK || !wn_audit_end(&r->audit)))
        r->broken = WN_STOPPED;
}

/* ---- the ways out ---- */

/* Says why the filter stopped, if it did; quiet when the reader went away. Returns whether all is well. */
static bool report_broken(wn_run *r)
{
    wn_error *error = NULL;
    wn_status status = wn_audit_explain(&r->audit, &error);
    if (status == WN_OK)
        status = wn_output_explain(r->output, &error);
    if (status == WN_OK)
        status = wn_records_explain(&r->records, &error);
    if (status == WN_OK)
        status = wn_account_explain(&r->account, &error);
    if (status == WN_OK)
        status = r->broken;
    bool is_told = status == WN_BAD_INPUT || wn_output_is_abandoned(r->output) || r->account.differ.output.failure;
    if (status != WN_OK && !is_told)
        wn_messages_errors(r->messages, error);
    if (status != WN_OK)
        wn_run_raise(r, WN_EXIT_FAILED);
    wn_error_free(error);
    return status == WN_OK;
}

/* The files given, else standard input; `alone` has room for its name. */
static wn_words inputs_of(const wn_options *options, const char *alone[1])
{
    alone[0] = "-";
    return options->operands.count ? options->operands : (wn_words){.items = alone, .count = 1};
}

/* Whether nothing shall be written, only told. */
bool wn_run_is_trial(const wn_options *options)
{
    return options->is_dry_run || options->wants_diff;
}

/* All inputs, one after the other, into the output that `standard` has become. */
static void filter_to_standard(wn_run *r)
{
    const char *alone[1];
    wn_words    inputs = inputs_of(r->options, alone);
    wn_input    input;
    r->output = &r->standard;
    if (!wn_run_seal(r, &inputs)) {
        wn_output_free(r->output);
        r->output = NULL;
        return;
    }
    begin_audit(r);
    for (size_t i = 0; i < inputs.count && r->broken == WN_OK; i++)
        if (wn_run_open(r, inputs.items[i], &input))
            wn_run_filter(r, &input);
    end_audit(r);
    wn_output_close(r->output);
    report_broken(r);
    wn_output_free(r->output);
    r->output = NULL;
}

static void filter_to_nowhere(wn_run *r)
{
    wn_error *error = NULL;
    if (wn_output_append("/dev/null", &r->standard, &error) == WN_OK)
        filter_to_standard(r);
    else
        wn_run_report(r, error);
}

static wn_status compress(const wn_run *r, wn_output *output)
{
    wn_status status = wn_output_compress(output);
    if (status == WN_OK && r->options->threads > 1 && !wn_output_compress_behind(output))
        wn_messages_note(r->messages, "--threads", "the system gives none to compress %s; the output is the same",
                         output->name);
    return status;
}

static void filter_to_stdout(wn_run *r)
{
    if (wn_output_new(STDOUT_FILENO, "standard output", &r->standard) != WN_OK ||
        (r->options->wants_gzip && compress(r, &r->standard) != WN_OK)) {
        wn_output_free(&r->standard);
        wn_run_report(r, NULL);
        return;
    }
    filter_to_standard(r);
}

/* A pipe or a device, which is written to without a temporary file. */
static bool is_special(const char *path)
{
    struct stat now;
    return stat(path, &now) == 0 && !S_ISREG(now.st_mode);
}

static void discard_file(wn_run *r)
{
    wn_signals_hold();
    wn_signals_watch(NULL);
    wn_atomic_discard(&r->file);
    wn_signals_release();
    r->output = NULL;
}

static bool open_file(wn_run *r, const char *path, bool compresses)
{
    wn_error *error = NULL;
    if (!is_special(path)) /* opening a pipe waits for a reader, and must be interruptible */
        wn_signals_hold();
    wn_status status = wn_atomic_open(path, &r->file, &error);
    wn_signals_watch(r->file.temporary);
    wn_signals_release();
    if (status == WN_OK && compresses && (status = compress(r, &r->file.output)) != WN_OK)
        discard_file(r);
    r->output = &r->file.output;
    r->is_open_line = false;
    if (status == WN_OK)
        begin_audit(r);
    else
        wn_run_report(r, error);
    return status == WN_OK;
}

/* Syncs the file and puts it in its place, unless writing it failed. */
static void commit_file(wn_run *r)
{
    wn_error *error = NULL;
    if (!report_broken(r))
        return;
    wn_status status = wn_atomic_sync(&r->file, &error);
    if (status == WN_OK) {
        wn_signals_hold();
        status = wn_atomic_rename(&r->file, &error);
        wn_signals_watch(r->file.temporary);
        wn_signals_release();
    }
    if (status != WN_OK)
        wn_run_report(r, error);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* -o FILE. An input that cannot be read is left out, as with cat; but when it is the very file that
 * would be replaced, or none could be read, the old file stays. */
static void filter_to_file(wn_run *r)
{
    const char *path = r->options->output;
    const char *alone[1];
    wn_words    inputs = inputs_of(r->options, alone);
    wn_input    input;
    bool        has_read = false, has_lost_target = false;
    if (!open_file(r, path, r->options->wants_gzip))
        return;
    if (!wn_run_seal(r, &inputs)) {
        discard_file(r);
        return;
    }
    for (size_t i = 0; i < inputs.count && r->broken == WN_OK; i++) {
        bool was_read = wn_run_open(r, inputs.items[i], &input) && wn_run_filter(r, &input);
        has_read |= was_read || r->outcome.has_read;
        has_lost_target |= !was_read && is_same_file(inputs.items[i], path);
    }
    end_audit(r);
    if (r->broken != WN_OK || (has_read && !has_lost_target)) {
        commit_file(r);
    } else {
        wn_messages_fail(r->messages, path, "left as it was, for %s",
                         has_read ? "it could not be read itself" : "no input could be read");
        wn_run_raise(r, WN_EXIT_FAILED);
    }
    discard_file(r);
}

/* Whether what an input came to shall be put on disk. */
static bool has_result(const wn_run *r, bool was_read)
{
    if (!was_read && (r->options->is_in_place || !r->outcome.is_damaged))
        return false;
    if (r->options->is_in_place)
        return r->outcome.has_changed && !r->outcome.has_rejected;
    return !r->outcome.has_rejected || r->split;
}

/* Filters an open input into a file of its own; the file's old content stays when anything fails. */
static void filter_to_own_file(wn_run *r, wn_input *input, const char *path)
{
    if (!wn_run_renew(r) || !open_file(r, path, r->is_gzip || r->options->wants_gzip)) {
        wn_input_close(input);
        return;
    }
    bool was_read = wn_run_filter(r, input);
    end_audit(r);
    if (r->broken != WN_OK)
        report_broken(r);
    else if (has_result(r, was_read))
        commit_file(r);
    discard_file(r);
}

static bool is_regular(int descriptor)
{
    struct stat now;
    return fstat(descriptor, &now) == 0 && S_ISREG(now.st_mode);
}

static void filter_in_place(wn_run *r)
{
    const wn_words *files = &r->options->operands;
    wn_input        input;
    for (size_t i = 0; i < files->count; i++) {
        if (!wn_run_open(r, files->items[i], &input))
            continue;
        if (is_regular(input.descriptor)) {
            filter_to_own_file(r, &input, files->items[i]);
        } else {
            wn_messages_fail(r->messages, files->items[i], "no regular file, so it cannot be written back; use -o");
            wn_run_raise(r, WN_EXIT_FAILED);
            wn_input_close(&input);
        }
    }
}

static void filter_into_folder(wn_run *r)
{
    const wn_words *files = &r->options->operands;
    wn_input        input;
    for (size_t i = 0; i < files->count; i++) {
        wn_buf path = {0};
        wn_buf_printf(&path, "%s/%s", r->options->out_dir, wn_base_name(files->items[i]));
        wn_buf_put(&path, '\0');
        if (path.failed) {
            wn_run_report(r, NULL);
        } else if (is_same_file(files->items[i], path.data)) {
            wn_messages_fail(r->messages, files->items[i], "--out-dir would write over it; use --in-place for that");
            wn_run_raise(r, WN_EXIT_FAILED);
        } else if (wn_run_open(r, files->items[i], &input)) {
            filter_to_own_file(r, &input, path.data);
        }
        wn_buf_free(&path);
    }
}

void wn_run_all(wn_run *r)
{
    if (wn_run_is_trial(r->options))
        filter_to_nowhere(r);
    else if (r->options->output)
        filter_to_file(r);
    else if (r->options->out_dir)
        filter_into_folder(r);
    else if (r->options->is_in_place)
        filter_in_place(r);
    else
        filter_to_stdout(r);
}
