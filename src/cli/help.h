/* help.h: what --help and --version show. */
#ifndef WN_CLI_HELP_H
#define WN_CLI_HELP_H

#include "cli/commands.h"

/* Each writes to standard output and returns the exit status. The overview fits a screen: all commands, and the
 * options that most need; the help of a command has all of its options. */
int wn_help_show_overview(const wn_messages *messages);
int wn_help_show(const wn_command *command, const wn_messages *messages);
int wn_help_show_version(const wn_messages *messages);

#endif
