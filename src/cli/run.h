/* run.h: one run of the filter command: its state, and the way of one input through the filter. Used by filter.c
 * and ways.c. */
#ifndef WN_CLI_RUN_H
#define WN_CLI_RUN_H

#include "cli/account.h"
#include "cli/records.h"
#include "cli/tally.h"
#include "stream/atomic.h"
#include "stream/audit.h"
#include "stream/input.h"
#include "stream/files.h"

/* What one input has come to so far. */
typedef struct wn_outcome {
    uint64_t documents; /* that have ended */
    bool     has_read;  /* a read succeeded, if only to find the end */
    bool     has_changed;
    bool     has_rejected; /* a document that then has no place to go */
    bool     is_damaged;   /* it could be read as far as it is whole */
} wn_outcome;

typedef struct wn_run {
    const wn_options  *options;
    const wn_messages *messages;
    wn_policy         *policy;
    wn_filter_options  filter_options;
    wn_team           *team;     /* the filter */
    wn_split          *split;    /* NULL: every input is one document */
    wn_course          course;   /* of the input at hand */
    wn_files          *files;    /* read and filter the inputs in advance; NULL: nobody does */
    char              *block;    /* WN_INPUT_BYTES for reads */
    wn_output          standard; /* standard output, when that is the way out */
    wn_atomic          file;     /* the file being written, when not */
    wn_output         *output;   /* one of both: where the input at hand goes; NULL: nowhere now */
    const char        *place;    /* what messages call the input at hand */
    bool               is_gzip;  /* the input at hand */
    wn_input          *opened;   /* with --sandbox: all inputs, those that could not be opened without a descriptor */
    size_t             opened_count;
    size_t             opened_next; /* of them */
    wn_outcome         outcome;
    bool               is_open_line; /* what was written last did not end a line */
    wn_tally           tally;
    wn_records         records;
    wn_audit           audit;
    wn_account         account;
    wn_status          broken; /* why the filter cannot go on; WN_OK: it can */
    int                exit_status;
} wn_run;

void wn_run_raise(wn_run *run, int exit_status);

/* Shows a list of errors and frees it; the run has failed. */
void wn_run_report(wn_run *run, wn_error *error);

/* Makes the filter, and says when it has fewer threads than the options ask for. Returns as wn_team_new does. */
wn_status wn_run_make_filter(wn_run *run, wn_error **error);

/* Lets several threads go ahead with the files that are given, where the system gives any. Returns as wn_files_new. */
wn_status wn_run_share_files(wn_run *run, wn_error **error);

/* A filter that stopped cannot be used again: the next file gets a new one. False, with a message shown, when that
 * cannot be made. */
bool wn_run_renew(wn_run *run);

/* With --sandbox, when the output is open: opens all inputs, and enters the sandbox. Else nothing. False, with a
 * message shown, when there is none. */
bool wn_run_seal(wn_run *run, const wn_words *inputs);

/* Closes those that were opened and never read. */
void wn_run_close_inputs(wn_run *run);

/* Opens an input; false, with a message shown, when it cannot. */
bool wn_run_open(wn_run *run, const char *path, wn_input *input);

/* Filters an open input into run->output and closes it. Returns false, with a message shown, when it
 * could not be read; what became of the filter and the output is in run->broken. */
bool wn_run_filter(wn_run *run, wn_input *input);

#endif
