/* filter.c: the filter command: files or standard input in, what the policy keeps out.
 *
 * One policy serves all documents. Here is what comes before the first and after the last; run.c takes an input
 * through the filter, ways.c knows where the output goes. */
#include "base/error.h"
#include "cli/commands.h"
#include "cli/usage.h"
#include "cli/ways.h"
#include "stream/io.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static wn_status load_policy(wn_run *r, wn_error **error)
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

static wn_status make_folder(const char *path, wn_error **error)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return WN_OK;
    return wn_io_fail(path, "cannot make the folder", errno, error);
}

static bool prepare(wn_run *r)
{
    const wn_options *o = r->options;
    wn_error         *error = NULL;
    wn_status         status = wn_usage_check(o, &error);
    if (status == WN_OK && o->split)
        status = wn_split_new(o->split, &r->split, &error);
    if (status == WN_OK)
        status = load_policy(r, &error);
    if (status == WN_OK)
        status = wn_records_check_policy(o, r->policy, &error);
    if (status == WN_OK)
        status = wn_account_open(&r->account, o, r->messages, r->policy, &error);
    if (status == WN_OK)
        status = wn_run_make_filter(r, &error);
    if (status == WN_OK && wn_usage_can_share_files(o))
        status = wn_run_share_files(r, &error);
    if (status == WN_OK && !wn_run_is_trial(o))
        status = wn_records_open(&r->records, o, &error);
    if (status == WN_OK && o->audit)
        status = wn_run_open_audit(r, &error);
    if (status == WN_OK && o->out_dir && !wn_run_is_trial(o))
        status = make_folder(o->out_dir, &error);
    if (status == WN_OK && !(r->block = malloc(WN_INPUT_BYTES)))
        status = WN_NO_MEMORY;
    if (status != WN_OK)
        wn_run_report(r, error);
    return status == WN_OK;
}

static void note_live_stream(const wn_run *r)
{
    if (r->options->hold_is_set && !r->options->hold_bytes)
        wn_messages_note(r->messages, "--hold 0",
                         "nothing is held back, so the guard is off, and rules for tails, documents or prose");
}

static void conclude(wn_run *r)
{
    r->tally.unsplit_lines += wn_split_unjudged(r->split);
    wn_tally_tell(&r->tally, r->messages);
    bool needs_look = wn_records_tell(&r->records, r->options, r->messages);
    wn_run_raise(r, wn_account_conclude(&r->account, r->records.malformed, r->exit_status != WN_EXIT_FAILED));
    if (needs_look || r->tally.rejected || wn_tally_has_doubt(&r->tally))
        wn_run_raise(r, WN_EXIT_DOUBT);
}

int wn_command_filter(const wn_options *options, const wn_messages *messages)
{
    wn_messages own = *messages;
    own.is_verbose |= options->is_dry_run && !options->is_quiet;
    own.has_progress = options->wants_progress && isatty(STDERR_FILENO);
    wn_run r = {.options = options, .messages = &own};
    if (prepare(&r)) {
        note_live_stream(&r);
        wn_run_all(&r);
        conclude(&r);
    }
    wn_files_free(r.files);
    wn_records_close(&r.records);
    wn_audit_close(&r.audit);
    wn_account_close(&r.account);
    wn_run_close_inputs(&r);
    free(r.block);
    wn_split_free(r.split);
    wn_team_free(r.team);
    wn_policy_free(r.policy);
    return r.exit_status;
}
