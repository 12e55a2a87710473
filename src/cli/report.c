/* report.c: the report command: audits in, one page for people out. */
#include "author/page.h"
#include "base/error.h"
#include "cli/clash.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/signals.h"
#include "stream/atomic.h"
#include "stream/restore.h"

#include <string.h>
#include <unistd.h>

typedef struct run {
    const wn_options *options;
    wn_page           page;
    wn_error         *error;
} run;

static bool take_line(void *user, wn_bytes json)
{
    run *r = user;
    wn_page_line(&r->page, json);
    return wn_page_is_whole(&r->page);
}

static bool take_stay(void *user, wn_bytes text)
{
    run *r = user;
    wn_page_stay(&r->page, text);
    return wn_page_is_whole(&r->page);
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

/* `kept` is the output that the audit explains; NULL: it is not given. */
static wn_status read_audit(run *r, const char *path, const char *kept_path)
{
    wn_input      audit = {.descriptor = -1}, kept = {.descriptor = -1};
    wn_audit_sink sink = {.user = r, .line = take_line, .stay = take_stay};
    wn_status     status = open_input(path, &audit, &r->error);
    if (status == WN_OK && kept_path)
        status = open_input(kept_path, &kept, &r->error);
    if (status == WN_OK)
        status = kept_path ? wn_audit_read_with(&kept, &audit, &sink, &r->error)
                           : wn_audit_read(&audit, &sink, &r->error);
    wn_input_close(&audit);
    wn_input_close(&kept);
    return status == WN_STOPPED ? WN_NO_MEMORY : status;
}

static wn_status check_usage(const wn_options *o, wn_error **error)
{
    wn_place place = {.file = "--kept"};
    size_t   audits = o->operands.count, kept = o->kept.count, inputs = 0;
    if (!audits)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "report needs an audit; name the file of --audit");
    for (size_t i = 0; i < audits; i++)
        inputs += strcmp(o->operands.items[i], "-") == 0;
    for (size_t i = 0; i < kept; i++)
        inputs += strcmp(o->kept.items[i], "-") == 0;
    if (inputs > 1)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "standard input cannot be two files; name one");
    if (audits > 1 && kept > audits)
        return wn_error_add(error, WN_BAD_ARGUMENT, &place, "%zu outputs, but %zu audits; give one for each audit",
                            kept, audits);
    wn_status status = wn_clash_check_inputs("--output", o->output, &o->operands, error);
    return status == WN_OK ? wn_clash_check_inputs("--output", o->output, &o->kept, error) : status;
}

/* The first --kept goes with the first audit, and so on; a single audit may explain several. */
static wn_status make_page(run *r)
{
    const wn_words *audits = &r->options->operands, *kept = &r->options->kept;
    size_t          count = audits->count > kept->count ? audits->count : kept->count;
    wn_status       status = check_usage(r->options, &r->error);
    if (status != WN_OK)
        return status;
    wn_page_begin(&r->page);
    for (size_t i = 0; i < count && status == WN_OK; i++)
        status = read_audit(r, audits->items[audits->count > 1 ? i : 0], i < kept->count ? kept->items[i] : NULL);
    wn_page_end(&r->page);
    return status == WN_OK && !wn_page_is_whole(&r->page) ? WN_NO_MEMORY : status;
}

/* Signals wait meanwhile, so that no temporary file is left. */
static wn_status write_file(run *r)
{
    wn_atomic file;
    wn_signals_hold();
    wn_status status = wn_atomic_open(r->options->output, &file, &r->error);
    if (status == WN_OK) {
        wn_output_write(&file.output, wn_buf_bytes(&r->page.out));
        status = wn_atomic_sync(&file, &r->error);
        if (status == WN_OK)
            status = wn_atomic_rename(&file, &r->error);
        wn_atomic_discard(&file);
    }
    wn_signals_release();
    return status;
}

int wn_command_report(const wn_options *options, const wn_messages *messages)
{
    run       r = {.options = options};
    int       exit_status = WN_EXIT_DONE;
    wn_status status = make_page(&r);
    if (status == WN_OK && options->output)
        status = write_file(&r);
    else if (status == WN_OK)
        exit_status = wn_print(&r.page.out, messages);
    if (status != WN_OK) {
        wn_messages_errors(messages, r.error);
        exit_status = WN_EXIT_FAILED;
    }
    wn_page_free(&r.page);
    wn_error_free(r.error);
    return exit_status;
}
