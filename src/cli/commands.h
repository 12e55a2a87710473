/* commands.h: what winnow can be told to do. The table is in main.c; each command has a file. */
#ifndef WN_CLI_COMMANDS_H
#define WN_CLI_COMMANDS_H

#include "cli/options.h"

/* The bits by which an option says which commands take it. */
#define WN_COMMAND_FILTER (UINT32_C(1) << 0)
#define WN_COMMAND_LINT (UINT32_C(1) << 1)
#define WN_COMMAND_TEST (UINT32_C(1) << 2)
#define WN_COMMAND_RULES (UINT32_C(1) << 3)
#define WN_COMMAND_RESTORE (UINT32_C(1) << 4)
#define WN_COMMAND_OVERVIEW (UINT32_C(1) << 31) /* no command: of the filter's options, those for every day */
#define WN_COMMAND_EXPLAIN (UINT32_C(1) << 5)
#define WN_COMMAND_DIFF (UINT32_C(1) << 6)
#define WN_COMMAND_REPORT (UINT32_C(1) << 7)
#define WN_COMMAND_FUZZ (UINT32_C(1) << 8)
#define WN_COMMAND_ALL UINT32_MAX

/* Exit statuses. */
enum {
    WN_EXIT_DONE = 0,
    WN_EXIT_DOUBT = 1, /* done, but something needs a look */
    WN_EXIT_FAILED = 2 /* could not do it */
};

/* Does what the command is for; returns the exit status. */
typedef int (*wn_command_run)(const wn_options *options, const wn_messages *messages);

typedef struct wn_command {
    const char    *name; /* NULL ends the table */
    uint32_t       bit;
    wn_command_run run;
    const char    *operands; /* as --help shows them */
    const char    *help;     /* one line */
} wn_command;

extern const wn_command wn_command_table[]; /* the first is the default */

int wn_command_filter(const wn_options *options, const wn_messages *messages);
int wn_command_lint(const wn_options *options, const wn_messages *messages);
int wn_command_explain(const wn_options *options, const wn_messages *messages);
int wn_command_diff(const wn_options *options, const wn_messages *messages);
int wn_command_fuzz(const wn_options *options, const wn_messages *messages);
int wn_command_report(const wn_options *options, const wn_messages *messages);
int wn_command_restore(const wn_options *options, const wn_messages *messages);
int wn_command_test(const wn_options *options, const wn_messages *messages);
int wn_command_rules(const wn_options *options, const wn_messages *messages);

#endif
