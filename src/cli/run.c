/* run.c: from an input into the filter, and what comes back.
 *
 * Bytes go from the input, by way of the splitter if there is one, into the filter, whose callbacks write what is
 * kept and tell what became of each document. What an input comes to is settled when it has ended. Of what
 * filters, only winnow.h is used. */
#include "cli/run.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/sandbox.h"
#include "stream/ahead.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MILLISECONDS 500 /* a signal that comes just before a wait is seen after it */

void wn_run_raise(wn_run *r, int exit_status)
{
    if (exit_status > r->exit_status)
        r->exit_status = exit_status;
}

/* Shows a list of errors and frees it; the run has failed. */
void wn_run_report(wn_run *r, wn_error *error)
{
    wn_messages_errors(r->messages, error);
    wn_error_free(error);
    wn_run_raise(r, WN_EXIT_FAILED);
}

/* ---- from the input into the filter, and what comes back ---- */

static bool write_out(wn_run *r, wn_bytes bytes)
{
    wn_audit_give(&r->audit, bytes);
    return wn_output_write(r->output, bytes) == WN_OK;
}

static bool write_kept(void *user, wn_bytes kept)
{
    wn_run *r = user;
    r->is_open_line = kept.size && kept.data[kept.size - 1] != '\n';
    return write_out(r, kept);
}

static bool note_change(void *user, const wn_change *change)
{
    wn_run *r = user;
    return wn_audit_note(&r->audit, change) && wn_account_note(&r->account, change);
}

static bool note_decision(void *user, const wn_decision *decision)
{
    wn_run *r = user;
    return wn_account_decide(&r->account, decision);
}

static bool divert_record(void *user, wn_route route, wn_bytes record)
{
    wn_run *r = user;
    r->outcome.has_changed |= route == WN_ROUTE_REJECTS && !r->options->is_one_to_one;
    return wn_records_divert(&r->records, route, record);
}

static bool note_mishap(void *user, const wn_mishap *mishap)
{
    wn_run *r = user;
    r->outcome.has_changed |= !mishap->is_missing_field && r->options->on_error == WN_ON_ERROR_DROP;
    wn_records_note(&r->records, r->options, r->messages, r->place, mishap);
    return true;
}

static bool end_part(void *user)
{
    wn_run *r = user;
    return wn_output_end_member(r->output) == WN_OK;
}

/* What follows from a rejection; a record has gone where the options send it. */
static const char *consequence(const wn_run *r, const wn_result *result)
{
    if (result->record)
        return NULL;
    return r->options->is_in_place ? "the file stays as it was" : "it is not in the output";
}

/* Counts and tells. With a splitter the document's number is part of its name, with records the line's. */
static void account_for(wn_run *r, const wn_result *result)
{
    wn_buf name = {0};
    wn_buf_text(&name, r->place);
    if (r->split)
        wn_buf_printf(&name, ", document %llu", (unsigned long long)r->outcome.documents + 1);
    if (result->record)
        wn_buf_printf(&name, ":%llu", (unsigned long long)result->record);
    wn_buf_put(&name, '\0');
    wn_tally_add(&r->tally, r->messages, r->policy, name.failed ? r->place : name.data, result, consequence(r, result));
    wn_buf_free(&name);
}

static bool finish_document(void *user, const wn_result *result)
{
    wn_run *r = user;
    r->outcome.has_changed |= result->lines_cut || result->spans || result->bytes_in != result->bytes_out;
    r->outcome.has_changed |= r->options->annotates;
    r->outcome.has_rejected |= result->verdict == WN_REJECTED && !result->record;
    r->records.filtered++;
    account_for(r, result);
    return wn_account_finish(&r->account, result);
}

/* Between two inputs a missing line end is added where each record has a line. */
static bool begin_document(void *user)
{
    static const wn_bytes line_end = {"\n", 1};
    wn_run               *r = user;
    if (r->is_open_line && wn_records_are_lines(r->options)) {
        r->is_open_line = false;
        if (!wn_audit_join(&r->audit, line_end) || !write_out(r, line_end))
            return false;
    }
    wn_audit_mark(&r->audit);
    return true;
}

static bool take_text(void *user, wn_bytes text)
{
    wn_run *r = user;
    wn_audit_take(&r->audit, text);
    return true;
}

static bool end_document(void *user)
{
    wn_run *r = user;
    wn_audit_leave(&r->audit);
    r->outcome.documents++;
    return true;
}

static bool pass_separator(void *user, wn_bytes separator)
{
    wn_run *r = user;
    wn_audit_take(&r->audit, separator);
    return write_out(r, separator);
}

static wn_course_sink course_sink(wn_run *r)
{
    return (wn_course_sink){.user = r,
                            .begin = begin_document,
                            .take = r->options->audit ? take_text : NULL,
                            .end = end_document,
                            .pass = pass_separator};
}

static bool note_read(void *user, size_t size)
{
    wn_run *r = user;
    r->outcome.has_read = true;
    wn_account_read(&r->account, size);
    return true;
}

static void flush(wn_run *r)
{
    if (r->broken == WN_OK && wn_output_flush(r->output) != WN_OK)
        r->broken = WN_STOPPED;
}

static void flush_lines(wn_run *r)
{
    if (r->options->is_line_buffered)
        flush(r);
}

/* Before a read that would wait: records leave, for somebody may wait for them. */
static void rest(wn_run *r)
{
    if (!r->course.has_text)
        return;
    r->broken = wn_team_rest(r->team);
    if (wn_records_are_used(r->options))
        flush(r);
}

/* Waits until the input can be read from, and does what is due meanwhile. */
static void wait_for(wn_run *r, const wn_input *input)
{
    wn_account_do(&r->account);
    while (r->broken == WN_OK && wn_input_would_wait(input)) {
        rest(r);
        wn_input_wait(input, wn_team_descriptor(r->team), WAIT_MILLISECONDS);
        wn_account_do(&r->account);
    }
}

/* Reads the input to its end. What came before a read error is filtered and written all the same.
 * Returns the status of reading; what became of filtering and writing is in r->broken. */
static wn_status pump(wn_run *r, wn_input *input, wn_error **error)
{
    size_t    size;
    wn_status status;
    r->course = (wn_course){.team = r->team, .split = r->split, .sink = course_sink(r)};
    wait_for(r, input);
    while ((status = wn_input_read(input, r->block, WN_INPUT_BYTES, &size, error)) == WN_OK) {
        note_read(r, size);
        if (!size)
            break;
        r->broken = wn_course_feed(&r->course, (wn_bytes){r->block, size});
        flush_lines(r);
        wait_for(r, input);
        if (r->broken != WN_OK)
            return WN_OK;
    }
    if (r->outcome.has_read)
        r->broken = wn_course_end(&r->course);
    flush_lines(r);
    return status;
}

/* Likewise, where other threads read and filter it. */
static wn_status follow(wn_run *r, wn_error **error)
{
    wn_files_end end = {.read = WN_OK};
    bool         has_ended = false;
    while (r->broken == WN_OK && !has_ended) {
        wn_account_do(&r->account);
        r->broken = wn_files_tell(r->files, &has_ended, &end);
        flush_lines(r);
    }
    r->tally.unsplit_lines += end.unjudged;
    if (r->broken == WN_OK)
        r->broken = end.course;
    *error = end.error;
    return end.read;
}

static wn_status refuse_input(const wn_input *input, const char *why, wn_error **error)
{
    wn_place place = {.file = input->name};
    return wn_error_add(error, WN_IO_ERROR, &place, "%s", why);
}

/* Filters an open input into r->output and closes it. Returns false, with a message shown, when it
 * could not be read; what became of the filter and the output is in r->broken. */
bool wn_run_filter(wn_run *r, wn_input *input)
{
    wn_error *error = NULL;
    wn_status status;
    r->outcome = (wn_outcome){0};
    r->place = r->account.differ.place = input->name;
    if (wn_input_is_output(input, r->output->descriptor))
        status = refuse_input(input, "it is the output, too; write with -o or --in-place", &error);
    else if (r->options->audit && wn_input_is_output(input, r->audit.output.descriptor))
        status = refuse_input(input, "it is the file of --audit, too; give another", &error);
    else if (wn_records_write_to(&r->records, input->descriptor))
        status = refuse_input(input, "it is the file of --rejects or --flagged, too; give another", &error);
    else
        status = r->files ? follow(r, &error) : pump(r, input, &error);
    wn_input_close(input);
    r->outcome.is_damaged = status == WN_BAD_INPUT;
    if (status != WN_OK)
        wn_run_report(r, error);
    return status == WN_OK;
}

static bool open_descriptor(wn_run *r, const char *path, wn_input *input)
{
    wn_error *error = NULL;
    if (strcmp(path, "-") == 0) {
        *input = wn_input_of(STDIN_FILENO, "standard input");
        return true;
    }
    wn_status status = wn_input_open(path, input, &error);
    if (status != WN_OK)
        wn_run_report(r, error);
    return status == WN_OK;
}

static void open_all(wn_run *r, const wn_words *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        if (!open_descriptor(r, inputs->items[i], &r->opened[i]))
            r->opened[i] = (wn_input){.descriptor = -1};
    r->opened_count = inputs->count;
}

bool wn_run_seal(wn_run *r, const wn_words *inputs)
{
    const wn_options *o = r->options;
    wn_error         *error = NULL;
    if (!o->is_sandboxed)
        return true;
    r->opened = calloc(inputs->count, sizeof *r->opened);
    if (r->opened)
        open_all(r, inputs);
    wn_sandbox sandbox = {.is_strict = o->is_sandbox_strict,
                          .has_threads = o->threads > 1,
                          .has_new_file = o->output || o->attributes};
    wn_status  status = r->opened ? wn_sandbox_enter(&sandbox, &error) : WN_NO_MEMORY;
    if (status != WN_OK)
        wn_run_report(r, error);
    return status == WN_OK;
}

void wn_run_close_inputs(wn_run *r)
{
    while (r->opened_next < r->opened_count)
        wn_input_close(&r->opened[r->opened_next++]);
    free(r->opened);
}

/* Waits for a file that other threads open. */
static bool open_ahead(wn_run *r, const char *path, wn_input *input)
{
    wn_error *error = NULL;
    wn_status status = wn_files_open(r->files, path, input, &r->is_gzip, &error);
    if (status != WN_OK)
        wn_run_report(r, error);
    return status == WN_OK;
}

/* Opens an input; false, with a message shown, when it cannot. */
bool wn_run_open(wn_run *r, const char *path, wn_input *input)
{
    wn_error *error = NULL;
    if (r->files)
        return open_ahead(r, path, input);
    if (r->opened)
        *input = r->opened[r->opened_next++];
    else if (!open_descriptor(r, path, input))
        return false;
    if (input->descriptor < 0)
        return false;
    wn_status status = wn_input_decode(input, &r->is_gzip, &error);
    if (status != WN_OK) {
        wn_input_close(input);
        wn_run_report(r, error);
    } else if (r->is_gzip && r->options->threads > 1 && !wn_input_read_ahead(input)) {
        wn_messages_note(r->messages, "--threads", "the system gives none to read %s; the output is the same",
                         input->name);
    }
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
                               .on_error = o->on_error,
                               .interpret = o->is_sandbox_strict};
}

static void note_missing_threads(const wn_run *r, size_t given, size_t wanted)
{
    if (given < wanted)
        wn_messages_note(r->messages, "--threads", "the system gives only %zu of %zu; the output is the same", given,
                         wanted);
}

static wn_sink filter_sink(wn_run *r)
{
    return (wn_sink){.user = r,
                     .write = write_kept,
                     .change = note_change,
                     .decide = wn_account_wants_decisions(&r->account) ? note_decision : NULL,
                     .finish = finish_document,
                     .divert = divert_record,
                     .mishap = note_mishap,
                     .part = end_part};
}

/* Whether anything that is told says how much prose came in. */
static bool wants_prose(const wn_run *r)
{
    const wn_options *o = r->options;
    return r->messages->is_verbose || o->stats != WN_STATS_NONE || o->metrics || o->wants_profile;
}

wn_status wn_run_make_filter(wn_run *r, wn_error **error)
{
    size_t  threads = r->options->threads;
    wn_sink sink = filter_sink(r);
    r->filter_options = filter_options(r->options);
    r->filter_options.uses = r->account.stats.uses;
    r->filter_options.profiles = r->account.stats.profiles;
    r->filter_options.no_prose_counts = r->account.stats.no_prose = !wants_prose(r);
    wn_status status = wn_team_new(r->policy, &r->filter_options, &sink, threads, &r->team, error);
    if (status == WN_OK && wn_team_can_share(r->options->format))
        note_missing_threads(r, wn_team_threads(r->team), threads);
    return status;
}

wn_status wn_run_share_files(wn_run *r, wn_error **error)
{
    const wn_words *files = &r->options->operands;
    wn_files_plan   plan = {.policy = r->policy,
                            .options = &r->filter_options,
                            .split = r->options->split,
                            .paths = files->items,
                            .path_count = files->count,
                            .sink = filter_sink(r),
                            .course = course_sink(r),
                            .read = note_read};
    size_t          threads = r->options->threads < files->count ? r->options->threads : files->count;
    wn_status       status = wn_files_new(&plan, threads, &r->files, error);
    if (status == WN_OK)
        note_missing_threads(r, r->files ? wn_files_threads(r->files) : 1, threads);
    return status;
}

/* A filter that stopped cannot be used again: the next file gets a new one. */
bool wn_run_renew(wn_run *r)
{
    wn_error *error = NULL;
    if (r->broken == WN_OK)
        return true;
    r->tally.unsplit_lines += wn_split_unjudged(r->split);
    wn_team_free(r->team);
    wn_split_free(r->split);
    r->team = NULL;
    r->split = NULL;
    wn_status status = wn_run_make_filter(r, &error);
    if (status == WN_OK && r->options->split)
        status = wn_split_new(r->options->split, &r->split, &error);
    r->broken = status;
    if (status != WN_OK)
        wn_run_report(r, error);
    return status == WN_OK;
}
