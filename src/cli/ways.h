/* ways.h: where the output of the filter command goes. Used by filter.c. */
#ifndef WN_CLI_WAYS_H
#define WN_CLI_WAYS_H

#include "cli/run.h"

/* Opens the file of --audit, which may be none of the outputs. Returns WN_OK, WN_BAD_ARGUMENT, WN_IO_ERROR or
 * WN_NO_MEMORY. */
wn_status wn_run_open_audit(wn_run *run, wn_error **error);

/* Whether nothing shall be written, only told. */
bool wn_run_is_trial(const wn_options *options);

/* Filters all inputs into what the options name; messages tell of what failed, and the exit status. */
void wn_run_all(wn_run *run);

#endif
