/* main.c: finds the command, reads its options, and hands over. */
#include "base/error.h"
#include "base/similar.h"
#include "cli/commands.h"
#include "cli/completions.h"
#include "cli/help.h"
#include "cli/signals.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const wn_command wn_command_table[] = {
    {"filter", WN_COMMAND_FILTER, wn_command_filter, "[FILE...]",
     "Reads news text and writes it without what clings to it"},
    {"lint", WN_COMMAND_LINT, wn_command_lint, "POLICY|DIR...",
     "Says what is wrong with policies, and what probably is"},
    {"test", WN_COMMAND_TEST, wn_command_test, "POLICY|DIR...", "Runs the examples that stand beside the rules"},
    {"rules", WN_COMMAND_RULES, wn_command_rules, "[POLICY...]", "Shows what policies do, rule by rule"},
    {"explain", WN_COMMAND_EXPLAIN, wn_command_explain, "[FILE...]", "Shows every line with its verdict and its rule"},
    {"diff", WN_COMMAND_DIFF, wn_command_diff, "OLD NEW CORPUS...", "Shows what a change of policy wins and loses"},
    {"fuzz", WN_COMMAND_FUZZ, wn_command_fuzz, "POLICY... [CORPUS...]",
     "Attacks policies with texts bred for their rules"},
    {"restore", WN_COMMAND_RESTORE, wn_command_restore, "KEPT AUDIT", "Puts back what was filtered out of KEPT"},
    {"report", WN_COMMAND_REPORT, wn_command_report, "AUDIT...", "Makes a page for people from audits"},
    {0},
};

/* A caller may have closed 0, 1 or 2. The next file opened would take the number, and messages would
 * land in it. So each gets a descriptor that refuses what it is for, and the error is seen. */
static void occupy_standard_descriptors(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) >= 0)
            continue;
        int mode = descriptor == 0 ? O_WRONLY : O_RDONLY;
        if (open("/dev/null", mode) < 0)
            (void)!open("/", O_RDONLY); /* a folder can be neither read nor written */
    }
}

/* The command named by the first argument, which is then skipped; else the default. */
static const wn_command *find_command(char *const **arguments)
{
    const char *name = **arguments;
    for (const wn_command *command = wn_command_table; name && command->name; command++)
        if (strcmp(command->name, name) == 0) {
            ++*arguments;
            return command;
        }
    return wn_command_table;
}

/* Refuses a mistyped command, which would else be the name of a file that is not there, after the others were filtered
 * and written. */
static wn_status check_command(const char *name, wn_error **error)
{
    const char *names[sizeof wn_command_table / sizeof *wn_command_table] = {0};
    for (size_t i = 0; wn_command_table[i].name; i++)
        names[i] = wn_command_table[i].name;
    bool        is_word = name && *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz")] == '\0';
    const char *similar = is_word ? wn_similar(name, names, sizeof names / sizeof *names) : NULL;
    if (!similar || access(name, F_OK) == 0)
        return WN_OK;
    return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "\"%s\" is no command, and no file; did you mean \"%s\"?", name,
                        similar);
}

static int run_command(const wn_command *command, bool is_named, const wn_options *options, const wn_messages *messages)
{
    if (options->wants_help)
        return is_named ? wn_help_show(command, messages) : wn_help_show_overview(messages);
    if (options->wants_version)
        return wn_help_show_version(messages);
    if (options->completions)
        return wn_completions_show(options->completions, messages);
    return command->run(options, messages);
}

int main(int argc, char **argv)
{
    occupy_standard_descriptors();
    wn_signals_catch();
    char *const      *arguments = argv + (argc > 0);
    const wn_command *command = find_command(&arguments);
    bool              is_named = arguments > argv + 1;
    wn_options        options = {0};
    wn_error         *error = NULL;
    int               exit_status = WN_EXIT_FAILED;
    wn_status         status = is_named ? WN_OK : check_command(*arguments, &error);
    if (status == WN_OK)
        status = wn_options_parse(arguments, command->bit, &options, &error);
    wn_messages messages = {.is_quiet = options.is_quiet,
                            .is_verbose = options.is_verbose,
                            .has_colour = wn_messages_can_colour(STDERR_FILENO, options.colour)};
    if (status == WN_OK)
        exit_status = run_command(command, is_named, &options, &messages);
    else
        wn_messages_errors(&messages, error);
    wn_error_free(error);
    wn_options_free(&options);
    return exit_status;
}
