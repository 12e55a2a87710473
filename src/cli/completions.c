/* completions.c: scripts by which bash, zsh and fish complete winnow's command lines.
 *
 * They are made from the tables of commands and options, so that they know what the program knows.
 * The word for an option's argument says how to complete it: FILE and DIR are paths, words in small
 * letters between bars are the values themselves, and anything else is left to the user. The
 * scripts need nothing but the shell; `make install` puts them where the shells look. */
#include "cli/completions.h"

#include "cli/commands.h"
#include "cli/print.h"
#include "policy/builtin.h"

#include <string.h>

const char *const wn_completions_shells[] = {"bash", "zsh", "fish", NULL};

/* ---- what an argument may be ---- */

static bool is_value(const char *word, size_t size)
{
    return size && strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") >= size;
}

/* The words of an argument such as "1|2|3" or "[=json]" that are values, with spaces between them. */
static void put_values(wn_buf *script, const char *argument)
{
    const char *separator = "";
    for (const char *at = argument; *at;) {
        size_t size = strcspn(at, "|[=]");
        if (is_value(at, size)) {
            wn_buf_printf(script, "%s%.*s", separator, (int)size, at);
            separator = " ";
        }
        at += size;
        at += strspn(at, "|[=]");
    }
}

static bool has_values(const char *argument)
{
    wn_buf values = {0};
    put_values(&values, argument);
    bool has = values.size > 0;
    wn_buf_free(&values);
    return has;
}

static bool is_policy(const wn_option *option)
{
    return strcmp(option->name, "policy") == 0;
}

static bool is_folder(const wn_option *option)
{
    return strcmp(option->argument, "DIR") == 0;
}

static bool is_file(const wn_option *option)
{
    return strncmp(option->argument, "FILE", 4) == 0;
}

static bool is_optional(const char *argument)
{
    return argument[0] == '[';
}

static void put_policies(wn_buf *script)
{
    for (const wn_builtin *policy = wn_builtins; policy->name; policy++)
        wn_buf_printf(script, "%s%s", policy == wn_builtins ? "" : " ", policy->name);
}

static void put_commands(wn_buf *script, const char *separator)
{
    for (const wn_command *command = wn_command_table; command->name; command++)
        wn_buf_printf(script, "%s%s", command == wn_command_table ? "" : separator, command->name);
}

/* Text between single quotes, with what must not stand there as `quote`; `special` are characters that want a
 * backslash before them. */
static void put_quoted(wn_buf *script, const char *text, const char *quote, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'')
            wn_buf_text(script, quote);
        else {
            if (strchr(special, *text))
                wn_buf_put(script, '\\');
            wn_buf_put(script, *text);
        }
    }
}

/* ---- bash ---- */

static void put_bash_value(wn_buf *script, const wn_option *option)
{
    if (is_policy(option)) {
        wn_buf_text(script, "files=yes words='");
        put_policies(script);
        wn_buf_text(script, "'");
    } else if (is_folder(option)) {
        wn_buf_text(script, "folders=yes");
    } else if (is_file(option)) {
        wn_buf_text(script, "files=yes");
    } else {
        wn_buf_text(script, "words='");
        put_values(script, option->argument);
        wn_buf_text(script, "'");
    }
    wn_buf_text(script, " ;;\n");
}

static void put_bash_values(wn_buf *script)
{
    for (const wn_option *option = wn_option_table; option->name; option++) {
        if (!option->argument)
            continue;
        wn_buf_text(script, "    ");
        if (option->letter)
            wn_buf_printf(script, "-%c | ", option->letter);
        wn_buf_printf(script, is_optional(option->argument) ? "--%s=) " : "--%s | --%s=) ", option->name, option->name);
        put_bash_value(script, option);
    }
}

static void put_bash_options(wn_buf *script)
{
    for (const wn_command *command = wn_command_table; command->name; command++) {
        wn_buf_printf(script, "        %s) words='", command->name);
        const char *separator = "";
        for (const wn_option *option = wn_option_table; option->name; option++) {
            if (!(option->commands & command->bit))
                continue;
            wn_buf_printf(script, "%s--%s", separator, option->name);
            if (option->letter)
                wn_buf_printf(script, " -%c", option->letter);
            separator = " ";
        }
        wn_buf_text(script, "' ;;\n");
    }
}

/* "--name=value" comes as three words, for "=" parts words in bash. */
static void put_bash(wn_buf *script)
{
    wn_buf_text(script, "# bash completion for winnow\n"
                        "\n"
                        "_winnow() {\n"
                        "    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} command=");
    wn_buf_text(script, wn_command_table->name);
    wn_buf_text(script, "\n"
                        "    local words= files= folders= reply=()\n"
                        "    COMPREPLY=()\n"
                        "    if ((COMP_CWORD > 1)); then\n"
                        "        case ${COMP_WORDS[1]} in\n"
                        "        ");
    put_commands(script, " | ");
    wn_buf_text(script, ") command=${COMP_WORDS[1]} ;;\n"
                        "        esac\n"
                        "    fi\n"
                        "    if [[ $current == = ]]; then\n"
                        "        current= option=$option=\n"
                        "    elif [[ $option == = ]]; then\n"
                        "        option=${COMP_WORDS[COMP_CWORD - 2]}=\n"
                        "    fi\n"
                        "    case $option in\n");
    put_bash_values(script);
    wn_buf_text(script, "    *)\n"
                        "        files=yes\n"
                        "        ((COMP_CWORD > 1)) || words='");
    put_commands(script, " ");
    wn_buf_text(script, "'\n"
                        "        ;;\n"
                        "    esac\n"
                        "    if [[ $current == -* ]]; then\n"
                        "        files=\n"
                        "        case $command in\n");
    put_bash_options(script);
    wn_buf_text(script, "        esac\n"
                        "    fi\n"
                        "    [[ -z $words ]] || mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                        "    [[ -z $files ]] || mapfile -t reply < <(compgen -f -- \"$current\")\n"
                        "    [[ -z $folders ]] || mapfile -t reply < <(compgen -d -- \"$current\")\n"
                        "    ((${#reply[@]} == 0)) || compopt -o filenames 2> /dev/null\n"
                        "    COMPREPLY+=(\"${reply[@]}\")\n"
                        "}\n"
                        "complete -F _winnow winnow\n");
}

/* ---- zsh ---- */

static void put_zsh_value(wn_buf *script, const wn_option *option)
{
    wn_buf_text(script, is_optional(option->argument) ? "::" : ":");
    put_quoted(script, option->argument, "'\\''", ":[]");
    wn_buf_text(script, ":");
    if (is_policy(option)) {
        wn_buf_text(script, "_winnow_policies");
    } else if (is_folder(option)) {
        wn_buf_text(script, "_files -/");
    } else if (is_file(option)) {
        wn_buf_text(script, "_files");
    } else if (has_values(option->argument)) {
        wn_buf_text(script, "(");
        put_values(script, option->argument);
        wn_buf_text(script, ")");
    }
}

static void put_zsh_name(wn_buf *script, const wn_option *option, bool is_letter)
{
    wn_buf_text(script, "      '*");
    if (is_letter)
        wn_buf_printf(script, "-%c%s", option->letter, option->argument ? "+" : "");
    else
        wn_buf_printf(script, "--%s%s", option->name,
                      !option->argument               ? ""
                      : is_optional(option->argument) ? "=-"
                                                      : "=");
    wn_buf_text(script, "[");
    put_quoted(script, option->help, "'\\''", ":[]");
    wn_buf_text(script, "]");
    if (option->argument)
        put_zsh_value(script, option);
    wn_buf_text(script, "' \\\n");
}

static void put_zsh_command(wn_buf *script, const wn_command *command)
{
    wn_buf_printf(script, "  (%s)\n    _arguments -s -S \\\n", command->name);
    for (const wn_option *option = wn_option_table; option->name; option++) {
        if (!(option->commands & command->bit))
            continue;
        put_zsh_name(script, option, false);
        if (option->letter)
            put_zsh_name(script, option, true);
    }
    wn_buf_text(script, "      '*:");
    put_quoted(script, command->operands, "'\\''", ":[]");
    wn_buf_text(script, ":_winnow_operands'\n    ;;\n");
}

static void put_zsh(wn_buf *script)
{
    wn_buf_text(script, "#compdef winnow\n"
                        "\n"
                        "_winnow_policies() {\n"
                        "  _alternative 'policies:built-in policy:(");
    put_policies(script);
    wn_buf_text(script, ")' 'files:file:_files'\n"
                        "}\n"
                        "\n"
                        "_winnow_commands() {\n"
                        "  local -a commands=(\n");
    for (const wn_command *command = wn_command_table; command->name; command++) {
        wn_buf_printf(script, "    '%s:", command->name);
        put_quoted(script, command->help, "'\\''", "");
        wn_buf_text(script, "'\n");
    }
    wn_buf_text(script, "  )\n"
                        "  _describe -t commands command commands\n"
                        "}\n"
                        "\n"
                        "_winnow_operands() {\n"
                        "  if (( is_first )); then\n"
                        "    _alternative 'commands:command:_winnow_commands' 'files:file:_files'\n"
                        "  else\n"
                        "    _files\n"
                        "  fi\n"
                        "}\n"
                        "\n"
                        "_winnow() {\n"
                        "  local command=");
    wn_buf_text(script, wn_command_table->name);
    wn_buf_text(script, "\n"
                        "  local -i is_first=$(( CURRENT == 2 ))\n"
                        "  if (( CURRENT > 2 )) && [[ $words[2] == (");
    put_commands(script, "|");
    wn_buf_text(script, ") ]]; then\n"
                        "    command=$words[2]\n"
                        "    shift words\n"
                        "    (( CURRENT-- ))\n"
                        "  fi\n"
                        "  case $command in\n");
    for (const wn_command *command = wn_command_table; command->name; command++)
        put_zsh_command(script, command);
    wn_buf_text(script, "  esac\n"
                        "}\n"
                        "\n"
                        "_winnow \"$@\"\n");
}

/* ---- fish ---- */

static void put_fish_value(wn_buf *script, const wn_option *option)
{
    if (is_policy(option)) {
        wn_buf_text(script, " -rF -a '");
        put_policies(script);
        wn_buf_text(script, "'");
    } else if (is_folder(option)) {
        wn_buf_text(script, " -x -a '(__fish_complete_directories)'");
    } else if (is_file(option)) {
        wn_buf_text(script, " -rF");
    } else {
        wn_buf_text(script, is_optional(option->argument) ? " -f -a '" : " -x -a '");
        put_values(script, option->argument);
        wn_buf_text(script, "'");
    }
}

static void put_fish_option(wn_buf *script, const wn_option *option)
{
    wn_buf_text(script, "complete -c winnow -n '__winnow_is");
    for (const wn_command *command = wn_command_table; command->name; command++)
        if (option->commands & command->bit)
            wn_buf_printf(script, " %s", command->name);
    wn_buf_printf(script, "' -l %s", option->name);
    if (option->letter)
        wn_buf_printf(script, " -s %c", option->letter);
    if (option->argument)
        put_fish_value(script, option);
    wn_buf_text(script, " -d '");
    put_quoted(script, option->help, "\\'", "\\");
    wn_buf_text(script, "'\n");
}

static void put_fish(wn_buf *script)
{
    wn_buf_text(script, "# fish completion for winnow\n"
                        "\n"
                        "# Whether the command that the line is about is one of those named.\n"
                        "function __winnow_is\n"
                        "    set -l words (commandline -opc)\n"
                        "    if contains -- \"$words[2]\" ");
    put_commands(script, " ");
    wn_buf_text(script, "\n"
                        "        contains -- $words[2] $argv\n"
                        "    else\n"
                        "        contains -- ");
    wn_buf_text(script, wn_command_table->name);
    wn_buf_text(script, " $argv\n"
                        "    end\n"
                        "end\n"
                        "\n");
    for (const wn_command *command = wn_command_table; command->name; command++) {
        wn_buf_printf(script, "complete -c winnow -n 'test (count (commandline -opc)) -eq 1' -a %s -d '",
                      command->name);
        put_quoted(script, command->help, "\\'", "\\");
        wn_buf_text(script, "'\n");
    }
    for (const wn_option *option = wn_option_table; option->name; option++)
        put_fish_option(script, option);
}

/* ---- all ---- */

int wn_completions_show(const char *shell, const wn_messages *messages)
{
    static void (*const writers[])(wn_buf *) = {put_bash, put_zsh, put_fish};
    wn_buf script = {0};
    size_t index = 0;
    while (wn_completions_shells[index + 1] && strcmp(wn_completions_shells[index], shell) != 0)
        index++;
    writers[index](&script);
    return wn_print(&script, messages);
}
