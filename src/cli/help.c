/* help.c: the help of a command, made from the tables of commands and options. */
#include "cli/help.h"

#include "cli/print.h"
#include "stream/io.h"

#define VERSIONS_BYTES 256
#define HELP_COLUMN 28    /* where the words beside an option begin */
#define COMMAND_COLUMN 12 /* and beside a command */

/* The default command need not be named. */
static void put_usage(wn_buf *text, const wn_command *command)
{
    bool is_default = command == wn_command_table;
    wn_buf_printf(text, "usage: winnow %s%s%s [OPTIONS] %s\n%s.\n", is_default ? "[" : "", command->name,
                  is_default ? "]" : "", command->operands, command->help);
}

static void put_exit_status(wn_buf *text)
{
    wn_buf_text(text, "Exit status: 0 done; 1 done, but something needs a look; 2 could not do it.\n");
}

static void put_commands(wn_buf *text)
{
    wn_buf_text(text, "\nCommands (winnow COMMAND --help has all options of each):\n");
    for (const wn_command *command = wn_command_table; command->name; command++)
        wn_buf_printf(text, "  %-*s%s\n", COMMAND_COLUMN - 2, command->name, command->help);
}

static void put_option(wn_buf *text, const wn_option *option)
{
    size_t begin = text->size;
    if (option->letter)
        wn_buf_printf(text, "  -%c, --%s", option->letter, option->name);
    else
        wn_buf_printf(text, "      --%s", option->name);
    if (option->argument)
        wn_buf_printf(text, option->argument[0] == '[' ? "%s" : " %s", option->argument);
    size_t width = text->size - begin;
    wn_buf_printf(text, "%*s%s\n", width < HELP_COLUMN - 1 ? (int)(HELP_COLUMN - width) : 2, "", option->help);
}

/* Those that one of the commands takes. No blank lines between the groups: the help of the filter fills a screen. */
static void put_options(wn_buf *text, uint32_t commands)
{
    wn_buf_put(text, '\n');
    for (int group = 0; group < WN_GROUP_COUNT; group++) {
        bool has_heading = false;
        for (const wn_option *option = wn_option_table; option->name; option++) {
            if ((int)option->group != group || !(option->commands & commands))
                continue;
            if (!has_heading)
                wn_buf_printf(text, "%s:\n", wn_option_groups[group]);
            has_heading = true;
            put_option(text, option);
        }
    }
}

int wn_help_show_overview(const wn_messages *messages)
{
    wn_buf text = {0};
    put_usage(&text, wn_command_table);
    put_commands(&text);
    put_options(&text, WN_COMMAND_OVERVIEW);
    wn_buf_put(&text, '\n');
    put_exit_status(&text);
    wn_buf_text(&text, "Manual: winnow(1), with recipes; winnow-policy(5), the language of policies.\n");
    return wn_print(&text, messages);
}

int wn_help_show(const wn_command *command, const wn_messages *messages)
{
    wn_buf text = {0};
    put_usage(&text, command);
    put_options(&text, command->bit);
    put_exit_status(&text);
    return wn_print(&text, messages);
}

int wn_help_show_version(const wn_messages *messages)
{
    wn_buf text = {0};
    char   libraries[160];
    wn_buf_printf(&text, "winnow %s (%s, zlib %s)\n", wn_version(), wn_library_versions(libraries, sizeof libraries),
                  wn_io_zlib_version());
    return wn_print(&text, messages);
}
