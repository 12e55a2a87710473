/* filter.c: the filter command: files or standard input in, what the policy keeps out.
 *
 * One filter and one policy serve all documents. Bytes go from the input, by way of the splitter if
 * there is one, into the filter, whose callbacks write what is kept and tell what became of each
 * document. What an input comes to is settled when it has ended; what differs between the ways out
 * (standard output, -o, --out-dir, --in-place) is where the bytes go and what a failure leaves
 * behind. Of what filters, only winnow.h is used. */
#include "base/buf.h"
#include "base/error.h"
#include "cli/account.h"
#include "cli/commands.h"
#include "cli/records.h"
#include "cli/signals.h"
#include "cli/tally.h"
#include "stream/atomic.h"
#include "stream/audit.h"
#include "stream/input.h"
#include "stream/io.h"
#include "stream/split.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What one input has come to so far. */
typedef struct outcome {
    uint64_t documents; /* that have ended */
    bool     has_text;  /* the document at hand has begun */
    bool     has_read;  /* a read succeeded, if only to find the end */
    bool     has_changed;
    bool     has_rejected; /* a document that then has no place to go */
    bool     is_damaged;   /* it could be read as far as it is whole */
} outcome;

typedef struct run {
    const wn_options  *options;
    const wn_messages *messages;
    wn_policy         *policy;
    wn_filter         *filter;
    wn_split          *split;    /* NULL: every input is one document */
    char              *block;    /* WN_INPUT_BYTES for reads */
    wn_output          standard; /* standard output, when that is the way out */
    wn_atomic          file;     /* the file being written, when not */
    wn_output         *output;   /* one of both: where the input at hand goes; NULL: nowhere now */
    const char        *place;    /* what messages call the input at hand */
    bool               is_gzip;  /* the input at hand */
    outcome            outcome;
    bool               is_open_line; /* what was written last did not end a line */
    wn_tally           tally;
    wn_records         records;
    wn_audit           audit;
    wn_account         account;
    wn_status          broken; /* why the filter cannot go on; WN_OK: it can */
    int                exit_status;
} run;

static void raise_exit_status(run *r, int exit_status)
{
    if (exit_status > r->exit_status)
        r->exit_status = exit_status;
}

/* Shows a list of errors and frees it; the run has failed. */
static void report_errors(run *r, wn_error *error)
{
    wn_messages_errors(r->messages, error);
    wn_error_free(error);
    raise_exit_status(r, WN_EXIT_FAILED);
}

/* ---- from the input into the filter, and what comes back ---- */

static bool write_out(run *r, wn_bytes bytes)
{
    wn_audit_give(&r->audit, bytes);
    return wn_output_write(r->output, bytes) == WN_OK;
}

static bool write_kept(void *user, wn_bytes kept)
{
    run *r = user;
    r->is_open_line = kept.size && kept.data[kept.size - 1] != '\n';
    return write_out(r, kept);
}

static bool note_change(void *user, const wn_change *change)
{
    run *r = user;
    return wn_audit_note(&r->audit, change) && wn_account_note(&r->account, change);
}

static bool note_decision(void *user, const wn_decision *decision)
{
    run *r = user;
    return wn_account_decide(&r->account, decision);
}

static bool divert_record(void *user, wn_route route, wn_bytes record)
{
    run *r = user;
    r->outcome.has_changed |= route == WN_ROUTE_REJECTS && !r->options->is_one_to_one;
    return wn_records_divert(&r->records, route, record);
}

static bool note_mishap(void *user, const wn_mishap *mishap)
{
    run *r = user;
    r->outcome.has_changed |= !mishap->is_missing_field && r->options->on_error == WN_ON_ERROR_DROP;
    wn_records_note(&r->records, r->options, r->messages, r->place, mishap);
    return true;
}

/* What follows from a rejection; a record has gone where the options send it. */
static const char *consequence(const run *r)
{
    if (wn_records_are_used(r->options))
        return NULL;
    return r->options->is_in_place ? "the file stays as it was" : "it is not in the output";
}

/* Counts and tells. With a splitter the document's number is part of its name, with records the line's. */
static void account_for(run *r, const wn_result *result)
{
    wn_buf name = {0};
    wn_buf_text(&name, r->place);
    if (r->split)
        wn_buf_printf(&name, ", document %llu", (unsigned long long)r->outcome.documents + 1);
    if (result->record)
        wn_buf_printf(&name, ":%llu", (unsigned long long)result->record);
    wn_buf_put(&name, '\0');
    wn_tally_add(&r->tally, r->messages, r->policy, name.failed ? r->place : name.data, result, consequence(r));
    wn_buf_free(&name);
}

static bool finish_document(void *user, const wn_result *result)
{
    run *r = user;
    r->outcome.has_changed |= result->lines_cut || result->spans || result->bytes_in != result->bytes_out;
    r->outcome.has_changed |= r->options->annotates;
    r->outcome.has_rejected |= result->verdict == WN_REJECTED && !wn_records_are_used(r->options);
    r->records.filtered++;
    account_for(r, result);
    return wn_account_finish(&r->account, result);
}

static bool end_document(run *r)
{
    r->broken = wn_filter_end(r->filter, NULL);
    r->outcome.has_text = false;
    r->outcome.documents++;
    return r->broken == WN_OK;
}

/* Between two inputs of records a missing line end is added, so that each record keeps its line. */
static bool begin_document(run *r)
{
    static const wn_bytes line_end = {"\n", 1};
    r->outcome.has_text = true;
    if (r->is_open_line && wn_records_are_used(r->options)) {
        r->is_open_line = false;
        if (!wn_audit_join(&r->audit, line_end) || !write_out(r, line_end))
            r->broken = WN_STOPPED;
    }
    wn_audit_mark(&r->audit);
    return r->broken == WN_OK;
}

static bool pass_text(void *user, wn_bytes text)
{
    run *r = user;
    if (!r->outcome.has_text && !begin_document(r))
        return false;
    wn_audit_take(&r->audit, text);
    r->broken = wn_filter_feed(r->filter, text.data, text.size);
    return r->broken == WN_OK;
}

/* A stretch without a byte between two separators is no document. */
static bool pass_separator(void *user, wn_bytes separator)
{
    run *r = user;
    if (r->outcome.has_text && !end_document(r))
        return false;
    wn_audit_take(&r->audit, separator);
    if (!write_out(r, separator))
        r->broken = WN_STOPPED;
    return r->broken == WN_OK;
}

static wn_split_sink split_sink(run *r)
{
    return (wn_split_sink){.user = r, .text = pass_text, .separator = pass_separator};
}

static void flush(run *r)
{
    if (r->broken == WN_OK && wn_output_flush(r->output) != WN_OK)
        r->broken = WN_STOPPED;
}

static void feed(run *r, wn_bytes bytes)
{
    if (r->split) {
        wn_split_sink sink = split_sink(r);
        wn_status     status = wn_split_feed(r->split, bytes, &sink);
        if (status != WN_OK && r->broken == WN_OK)
            r->broken = status;
    } else {
        pass_text(r, bytes);
    }
    if (r->options->is_line_buffered)
        flush(r);
}

static void end_input(run *r)
{
    if (r->split) {
        wn_split_sink sink = split_sink(r);
        wn_status     status = wn_split_end(r->split, &sink);
        if (status != WN_OK && r->broken == WN_OK)
            r->broken = status;
    }
    if (r->broken == WN_OK && (r->outcome.has_text || !r->split))
        end_document(r);
    if (r->options->is_line_buffered)
        flush(r);
}

/* Records leave before the next read waits for more: somebody may wait for them. */
static void flush_before_wait(run *r, const wn_input *input)
{
    if (wn_records_are_used(r->options) && wn_input_would_wait(input))
        flush(r);
}

/* Reads the input to its end. What came before a read error is filtered and written all the same.
 * Returns the status of reading; what became of filtering and writing is in r->broken. */
static wn_status pump(run *r, wn_input *input, wn_error **error)
{
    size_t    size;
    wn_status status;
    wn_account_wait(&r->account, input);
    while ((status = wn_input_read(input, r->block, WN_INPUT_BYTES, &size, error)) == WN_OK) {
        r->outcome.has_read = true;
        if (!size)
            break;
        wn_account_read(&r->account, size);
        feed(r, (wn_bytes){r->block, size});
        flush_before_wait(r, input);
        if (r->broken != WN_OK)
            return WN_OK;
        wn_account_wait(&r->account, input);
    }
    if (r->outcome.has_read)
        end_input(r);
    return status;
}

static wn_status refuse_input(const wn_input *input, const char *why, wn_error **error)
{
    wn_place place = {.file = input->name};
    return wn_error_add(error, WN_IO_ERROR, &place, "%s", why);
}

/* Filters an open input into r->output and closes it. Returns false, with a message shown, when it
 * could not be read; what became of the filter and the output is in r->broken. */
static bool filter_input(run *r, wn_input *input)
{
    wn_error *error = NULL;
    wn_status status;
    r->outcome = (outcome){0};
    r->place = r->account.differ.place = input->name;
    if (wn_input_is_output(input, r->output->descriptor))
        status = refuse_input(input, "it is the output, too; write with -o or --in-place", &error);
    else if (r->options->audit && wn_input_is_output(input, r->audit.output.descriptor))
        status = refuse_input(input, "it is the file of --audit, too; give another", &error);
    else if (wn_records_write_to(&r->records, input->descriptor))
        status = refuse_input(input, "it is the file of --rejects or --flagged, too; give another", &error);
    else
        status = pump(r, input, &error);
    wn_input_close(input);
    r->outcome.is_damaged = status == WN_BAD_INPUT;
    if (status != WN_OK)
        report_errors(r, error);
    return status == WN_OK;
}

/* Opens an input; false, with a message shown, when it cannot. */
static bool open_input(run *r, const char *path, wn_input *input)
{
    wn_error *error = NULL;
    wn_status status = WN_OK;
    if (strcmp(path, "-") == 0)
        *input = wn_input_of(STDIN_FILENO, "standard input");
    else
        status = wn_input_open(path, input, &error);
    if (status == WN_OK && (status = wn_input_decode(input, &r->is_gzip, &error)) != WN_OK)
        wn_input_close(input);
    if (status != WN_OK)
        report_errors(r, error);
    return status == WN_OK;
}

/* ---- the filter itself ---- */

static wn_filter_options filter_options(const wn_options *o)
{
    return (wn_filter_options){.level = o->level,
                               .hold_is_set = o->hold_is_set,
                               .hold_bytes = o->hold_bytes,
                               .lang = o->lang,
                               .source = o->source,
                               .only = o->only.items,
                               .only_count = o->only.count,
                               .disable = o->disable.items,
                               .disable_count = o->disable.count,
                               .format = o->format,
                               .fields = o->fields.items,
                               .field_count = o->fields.count,
                               .lang_field = o->lang_field,
                               .source_field = o->source_field,
                               .annotate = o->annotates,
                               .divert_rejects = o->rejects != NULL,
                               .one_to_one = o->is_one_to_one,
                               .on_error = o->on_error};
}

static wn_status make_filter(run *r, wn_error **error)
{
    wn_filter_options options = filter_options(r->options);
    wn_sink           sink = {.user = r,
                              .write = write_kept,
                              .change = note_change,
                              .decide = wn_account_wants_decisions(&r->account) ? note_decision : NULL,
                              .finish = finish_document,
                              .divert = divert_record,
                              .mishap = note_mishap};
    return wn_filter_new(r->policy, &options, &sink, &r->filter, error);
}

/* A filter that stopped cannot be used again: the next file gets a new one. */
static bool renew_filter(run *r)
{
    wn_error *error = NULL;
    if (r->broken == WN_OK)
        return true;
    r->tally.unsplit_lines += wn_split_unjudged(r->split);
    wn_filter_free(r->filter);
    wn_split_free(r->split);
    r->filter = NULL;
    r->split = NULL;
    wn_status status = make_filter(r, &error);
    if (status == WN_OK && r->options->split)
        status = wn_split_new(r->options->split, &r->split, &error);
    r->broken = status;
    if (status != WN_OK)
        report_errors(r, error);
    return status == WN_OK;
}

static wn_status load_policy(run *r, wn_error **error)
{
    const wn_words *given = &r->options->policies;
    size_t          count = given->count ? given->count : 1;
    wn_layer       *layers = calloc(count, sizeof *layers);
    if (!layers)
        return WN_NO_MEMORY;
    layers[0].name = "news";
    for (size_t i = 0; i < given->count; i++)
        layers[i].name = given->items[i];
    wn_status status = wn_policy_load(layers, count, &(wn_policy_options){.root = r->options->policy_root}, &r->policy,
                                      error);
    free(layers);
    return status;
}

/* ---- the audit ---- */

static wn_status open_audit(run *r, wn_error **error)
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
static void begin_audit(run *r)
{
    wn_filter_options options = filter_options(r->options);
    if (r->options->audit)
        r->output->leader = &r->audit.output;
    if (!wn_audit_begin(&r->audit, r->policy, &options))
        r->broken = WN_STOPPED;
}

/* Closes it, if all went well; without its last line an audit says that the output is not whole. */
static void end_audit(run *r)
{
    if (r->broken == WN_OK && (wn_output_finish(r->output) != WN_OK || !wn_audit_end(&r->audit)))
        r->broken = WN_STOPPED;
}

/* ---- the ways out ---- */

/* Says why the filter stopped, if it did; quiet when the reader went away. Returns whether all is well. */
static bool report_broken(run *r)
{
    wn_error *error = NULL;
    wn_status status = wn_audit_explain(&r->audit, &error);
    if (status == WN_OK)
        status = wn_output_explain(r->output, &error);
    if (status == WN_OK)
        status = wn_records_explain(&r->records, &error);
    if (status == WN_OK)
        status = r->broken;
    if (wn_output_is_abandoned(r->output))
        raise_exit_status(r, WN_EXIT_FAILED);
    else if (status != WN_OK && status != WN_BAD_INPUT) /* that has been told */
        wn_messages_errors(r->messages, error);
    if (status != WN_OK)
        raise_exit_status(r, WN_EXIT_FAILED);
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
static bool is_trial(const wn_options *options)
{
    return options->is_dry_run || options->wants_diff;
}

/* All inputs, one after the other, into the output that `standard` has become. */
static void filter_to_standard(run *r)
{
    const char *alone[1];
    wn_words    inputs = inputs_of(r->options, alone);
    wn_input    input;
    r->output = &r->standard;
    begin_audit(r);
    for (size_t i = 0; i < inputs.count && r->broken == WN_OK; i++)
        if (open_input(r, inputs.items[i], &input))
            filter_input(r, &input);
    end_audit(r);
    wn_output_close(r->output);
    report_broken(r);
    wn_output_free(r->output);
    r->output = NULL;
}

static void filter_to_nowhere(run *r)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0 || wn_output_new(nowhere, "/dev/null", &r->standard) != WN_OK) {
        report_errors(r, NULL);
        return;
    }
    filter_to_standard(r);
}

static void filter_to_stdout(run *r)
{
    if (wn_output_new(STDOUT_FILENO, "standard output", &r->standard) != WN_OK ||
        (r->options->wants_gzip && wn_output_compress(&r->standard) != WN_OK)) {
        wn_output_free(&r->standard);
        report_errors(r, NULL);
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

static void discard_file(run *r)
{
    wn_signals_hold();
    wn_signals_watch(NULL);
    wn_atomic_discard(&r->file);
    wn_signals_release();
    r->output = NULL;
}

static bool open_file(run *r, const char *path, bool compresses)
{
    wn_error *error = NULL;
    if (!is_special(path)) /* opening a pipe waits for a reader, and must be interruptible */
        wn_signals_hold();
    wn_status status = wn_atomic_open(path, &r->file, &error);
    wn_signals_watch(r->file.temporary);
    wn_signals_release();
    if (status == WN_OK && compresses && (status = wn_output_compress(&r->file.output)) != WN_OK)
        discard_file(r);
    r->output = &r->file.output;
    r->is_open_line = false;
    if (status == WN_OK)
        begin_audit(r);
    else
        report_errors(r, error);
    return status == WN_OK;
}

/* Syncs the file and puts it in its place, unless writing it failed. */
static void commit_file(run *r)
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
        report_errors(r, error);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* -o FILE. An input that cannot be read is left out, as with cat; but when it is the very file that
 * would be replaced, or none could be read, the old file stays. */
static void filter_to_file(run *r)
{
    const char *path = r->options->output;
    const char *alone[1];
    wn_words    inputs = inputs_of(r->options, alone);
    wn_input    input;
    bool        has_read = false, has_lost_target = false;
    if (!open_file(r, path, r->options->wants_gzip))
        return;
    for (size_t i = 0; i < inputs.count && r->broken == WN_OK; i++) {
        bool was_read = open_input(r, inputs.items[i], &input) && filter_input(r, &input);
        has_read |= was_read || r->outcome.has_read;
        has_lost_target |= !was_read && is_same_file(inputs.items[i], path);
    }
    end_audit(r);
    if (has_read && !has_lost_target)
        commit_file(r);
    else
        wn_messages_fail(r->messages, path, "left as it was, for %s",
                         has_read ? "it could not be read itself" : "no input could be read");
    discard_file(r);
}

/* Whether what an input came to shall be put on disk. */
static bool has_result(const run *r, bool was_read)
{
    if (!was_read && (r->options->is_in_place || !r->outcome.is_damaged))
        return false;
    if (r->options->is_in_place)
        return r->outcome.has_changed && !r->outcome.has_rejected;
    return !r->outcome.has_rejected || r->split;
}

/* Filters an open input into a file of its own; the file's old content stays when anything fails. */
static void filter_to_own_file(run *r, wn_input *input, const char *path)
{
    if (!renew_filter(r) || !open_file(r, path, r->is_gzip || r->options->wants_gzip)) {
        wn_input_close(input);
        return;
    }
    bool was_read = filter_input(r, input);
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

static void filter_in_place(run *r)
{
    const wn_words *files = &r->options->operands;
    wn_input        input;
    for (size_t i = 0; i < files->count; i++) {
        if (!open_input(r, files->items[i], &input))
            continue;
        if (is_regular(input.descriptor)) {
            filter_to_own_file(r, &input, files->items[i]);
        } else {
            wn_messages_fail(r->messages, files->items[i], "no regular file, so it cannot be written back; use -o");
            raise_exit_status(r, WN_EXIT_FAILED);
            wn_input_close(&input);
        }
    }
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void filter_into_folder(run *r)
{
    const wn_words *files = &r->options->operands;
    wn_input        input;
    for (size_t i = 0; i < files->count; i++) {
        wn_buf path = {0};
        wn_buf_printf(&path, "%s/%s", r->options->out_dir, base_name(files->items[i]));
        wn_buf_put(&path, '\0');
        if (path.failed) {
            report_errors(r, NULL);
        } else if (is_same_file(files->items[i], path.data)) {
            wn_messages_fail(r->messages, files->items[i], "--out-dir would write over it; use --in-place for that");
            raise_exit_status(r, WN_EXIT_FAILED);
        } else if (open_input(r, files->items[i], &input)) {
            filter_to_own_file(r, &input, path.data);
        }
        wn_buf_free(&path);
    }
}

/* ---- before and after ---- */

static wn_status refuse_usage(const char *option, const char *why, wn_error **error)
{
    wn_place place = {.file = option};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "%s", why);
}

static int compare_base_names(const void *a, const void *b)
{
    return strcmp(base_name(*(const char *const *)a), base_name(*(const char *const *)b));
}

/* Every input of --out-dir needs a name of its own. */
static wn_status check_names(const wn_words *files, wn_error **error)
{
    wn_place     place = {.file = "--out-dir"};
    wn_status    status = WN_OK;
    const char **sorted = calloc(files->count, sizeof *sorted);
    if (!sorted)
        return WN_NO_MEMORY;
    memcpy(sorted, files->items, files->count * sizeof *sorted);
    qsort(sorted, files->count, sizeof *sorted, compare_base_names);
    for (size_t i = 1; i < files->count && status == WN_OK; i++)
        if (compare_base_names(&sorted[i - 1], &sorted[i]) == 0)
            status = wn_error_add(error, WN_BAD_ARGUMENT, &place,
                                  "\"%s\" and \"%s\" would have the same name there; run winnow for each",
                                  sorted[i - 1], sorted[i]);
    free(sorted);
    return status;
}

static wn_status check_usage(const wn_options *o, wn_error **error)
{
    const char *way = o->is_in_place ? "--in-place" : o->out_dir ? "--out-dir" : NULL;
    if ((o->output != NULL) + (o->out_dir != NULL) + o->is_in_place > 1)
        return refuse_usage(way, "goes with no other place to write to; give one of -o, --out-dir and --in-place",
                            error);
    for (size_t i = 0; way && i < o->operands.count; i++)
        if (strcmp(o->operands.items[i], "-") == 0)
            return refuse_usage(way, "standard input has no name to write to; name files, or use -o", error);
    if (o->is_in_place && o->wants_gzip)
        return refuse_usage("--gzip", "a file that is written back keeps its form; leave it out, or use -o", error);
    if (o->wants_gzip && !way && !o->output && isatty(STDOUT_FILENO))
        return refuse_usage("--gzip", "gzip is not for a terminal; use -o or a pipe", error);
    if (way && !o->operands.count)
        return refuse_usage(way, "no files are given; name those to filter", error);
    wn_status status = wn_records_check(o, error);
    return status == WN_OK && o->out_dir ? check_names(&o->operands, error) : status;
}

static wn_status make_folder(const char *path, wn_error **error)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return WN_OK;
    return wn_io_fail(path, "cannot make the folder", errno, error);
}

static bool prepare(run *r)
{
    const wn_options *o = r->options;
    wn_error         *error = NULL;
    wn_status         status = check_usage(o, &error);
    if (status == WN_OK && o->split)
        status = wn_split_new(o->split, &r->split, &error);
    if (status == WN_OK)
        status = load_policy(r, &error);
    if (status == WN_OK)
        status = wn_records_check_policy(o, r->policy, &error);
    if (status == WN_OK)
        status = wn_account_open(&r->account, o, r->messages, r->policy, &error);
    if (status == WN_OK)
        status = make_filter(r, &error);
    if (status == WN_OK && !is_trial(o))
        status = wn_records_open(&r->records, o, &error);
    if (status == WN_OK && o->audit)
        status = open_audit(r, &error);
    if (status == WN_OK && o->out_dir && !is_trial(o))
        status = make_folder(o->out_dir, &error);
    if (status == WN_OK && !(r->block = malloc(WN_INPUT_BYTES)))
        status = WN_NO_MEMORY;
    if (status != WN_OK)
        report_errors(r, error);
    return status == WN_OK;
}

static void note_live_stream(const run *r)
{
    if (r->options->hold_is_set && !r->options->hold_bytes)
        wn_messages_note(r->messages, "--hold 0",
                         "nothing is held back, so guard, head, tail and document rules are off");
}

static void filter_all(run *r)
{
    if (is_trial(r->options))
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

static void conclude(run *r)
{
    r->tally.unsplit_lines += wn_split_unjudged(r->split);
    wn_tally_tell(&r->tally, r->messages);
    bool needs_look = wn_records_tell(&r->records, r->options, r->messages);
    raise_exit_status(r, wn_account_conclude(&r->account, r->records.malformed, r->exit_status != WN_EXIT_FAILED));
    if (needs_look || r->tally.rejected || wn_tally_has_doubt(&r->tally))
        raise_exit_status(r, WN_EXIT_DOUBT);
}

int wn_command_filter(const wn_options *options, const wn_messages *messages)
{
    wn_messages own = *messages;
    own.is_verbose |= options->is_dry_run && !options->is_quiet;
    own.has_progress = options->wants_progress && isatty(STDERR_FILENO);
    run r = {.options = options, .messages = &own};
    if (prepare(&r)) {
        note_live_stream(&r);
        filter_all(&r);
        conclude(&r);
    }
    wn_records_close(&r.records);
    wn_audit_close(&r.audit);
    wn_account_close(&r.account);
    free(r.block);
    wn_split_free(r.split);
    wn_filter_free(r.filter);
    wn_policy_free(r.policy);
    return r.exit_status;
}
