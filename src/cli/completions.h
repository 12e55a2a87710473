/* completions.h: what a shell needs in order to complete winnow's command lines. */
#ifndef WN_CLI_COMPLETIONS_H
#define WN_CLI_COMPLETIONS_H

#include "cli/messages.h"

/* The shells there are completions for: "bash", "zsh" and "fish"; ends with NULL. */
extern const char *const wn_completions_shells[];

/* Writes the script for the shell, made from the tables of commands and options, to standard output;
 * returns the exit status. `shell` is one of the words above. */
int wn_completions_show(const char *shell, const wn_messages *messages);

#endif
