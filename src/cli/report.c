/* report.c: the report command: audits in, one page for people out. */
#include "author/page.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/signals.h"
#include "stream/atomic.h"
#include "stream/restore.h"

#include <string.h>
#include <unistd.h>

typedef struct run {
    const wn_options *options;
    wn_buf            page;
    bool              has_lines;
    wn_error         *error;
} run;

static bool take_line(void *user, wn_bytes json)
{
    run *r = user;
    wn_page_line(&r->page, json, !r->has_lines);
    r->has_lines = true;
    return !r->page.failed;
}

static wn_status read_audit(run *r, const char *path)
{
    wn_input  audit = wn_input_of(STDIN_FILENO, "standard input");
    bool      is_gzip;
    wn_status status = strcmp(path, "-") == 0 ? WN_OK : wn_input_open(path, &audit, &r->error);
    if (status == WN_OK)
        status = wn_input_decode(&audit, &is_gzip, &r->error);
    if (status == WN_OK)
        status = wn_audit_read(&audit, &(wn_audit_sink){.user = r, .line = take_line}, &r->error);
    wn_input_close(&audit);
    return status;
}

static wn_status make_page(run *r)
{
    const wn_words *audits = &r->options->operands;
    wn_status       status = WN_OK;
    if (!audits->count)
        return wn_error_add(&r->error, WN_BAD_ARGUMENT, NULL, "report needs an audit; name the file of --audit");
    wn_page_begin(&r->page);
    for (size_t i = 0; i < audits->count && status == WN_OK; i++)
        status = read_audit(r, audits->items[i]);
    wn_page_end(&r->page);
    return status == WN_OK && r->page.failed ? WN_NO_MEMORY : status;
}

/* Signals wait meanwhile, so that no temporary file is left. */
static wn_status write_file(run *r)
{
    wn_atomic file;
    wn_signals_hold();
    wn_status status = wn_atomic_open(r->options->output, &file, &r->error);
    if (status == WN_OK) {
        wn_output_write(&file.output, wn_buf_bytes(&r->page));
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
        exit_status = wn_print(&r.page, messages);
    if (status != WN_OK) {
        wn_messages_errors(messages, r.error);
        exit_status = WN_EXIT_FAILED;
    }
    wn_buf_free(&r.page);
    wn_error_free(r.error);
    return exit_status;
}
