/* clash.h: files that are written must be no other files of the same command, or one of them would be lost. */
#ifndef WN_CLI_CLASH_H
#define WN_CLI_CLASH_H

#include "cli/options.h"

/* Refuses options of the filter that name one file to be written twice, or one that is also read. Files are
 * compared, not only names; what is no regular file may serve for several. Nothing has been opened before.
 * Returns WN_OK, WN_BAD_ARGUMENT or WN_NO_MEMORY. */
wn_status wn_clash_check(const wn_options *options, wn_error **error);

/* Likewise for one file that an option writes, NULL for none, and those that a command reads. */
wn_status wn_clash_check_inputs(const char *option, const char *path, const wn_words *inputs, wn_error **error);

#endif
