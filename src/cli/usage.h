/* usage.h: whether the options of the filter command go together. Used by filter.c and ways.c. */
#ifndef WN_CLI_USAGE_H
#define WN_CLI_USAGE_H

#include "cli/options.h"

/* Returns WN_OK, WN_BAD_ARGUMENT or WN_NO_MEMORY. */
wn_status wn_usage_check(const wn_options *options, wn_error **error);

/* Whether several threads can go ahead with the files: there are several, and reading one in advance gives what
 * reading it in its turn would. */
bool wn_usage_can_share_files(const wn_options *options);

/* The part of a path after its last slash. */
const char *wn_base_name(const char *path);

#endif
