/* options.c: the table of options and the loop that reads the command line by it. */
#include "cli/options.h"

#include "author/fuzz/attack.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/similar.h"
#include "cli/commands.h"
#include "cli/completions.h"
#include "stream/team.h"

#include <stdlib.h>
#include <string.h>

static const char *const error_words[] = {
    [WN_ON_ERROR_PASS] = "pass", [WN_ON_ERROR_DROP] = "drop", [WN_ON_ERROR_STOP] = "stop", NULL};

/* ---- what each option does with its value ---- */

static wn_status refuse(wn_error **error, const char *option, const char *value, const char *why)
{
    wn_place place = {.file = option};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "\"%s\" %s", value, why);
}

static wn_status add_word(wn_words *words, const char *word)
{
    if (!wn_array_grow(&words->items, &words->capacity, words->count + 1, sizeof *words->items))
        return WN_NO_MEMORY;
    words->items[words->count++] = word;
    return WN_OK;
}

static wn_status take_policy(wn_options *options, const char *value, wn_error **error)
{
    (void)error;
    return add_word(&options->policies, value);
}

static wn_status take_policy_root(wn_options *options, const char *value, wn_error **error)
{
    (void)error;
    options->policy_root = value;
    return WN_OK;
}

static wn_status take_level(wn_options *options, const char *value, wn_error **error)
{
    if (value[0] < '1' || value[0] > '3' || value[1])
        return refuse(error, "--level", value, "is no level; give 1 (certain), 2 (likely) or 3 (aggressive)");
    options->level = value[0] - '0';
    return WN_OK;
}

static wn_status take_only(wn_options *options, const char *value, wn_error **error)
{
    (void)error;
    return add_word(&options->only, value);
}

static wn_status take_disable(wn_options *options, const char *value, wn_error **error)
{
    (void)error;
    return add_word(&options->disable, value);
}

static wn_status take_lang(wn_options *options, const char *value, wn_error **error)
{
    if (!*value)
        return refuse(error, "--lang", value, "is no language; give a code such as en or pt-BR");
    options->lang = value;
    return WN_OK;
}

static wn_status take_source(wn_options *options, const char *value, wn_error **error)
{
    if (!*value)
        return refuse(error, "--source", value, "is no source; give a publisher such as news.example.org");
    options->source = value;
    return WN_OK;
}

/* The index of a word in a list that ends with NULL, or -1. */
static int find_word(const char *const *list, const char *word)
{
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i], word) == 0)
            return i;
    return -1;
}

static wn_status take_format(wn_options *options, const char *value, wn_error **error)
{
    const char *name;
    for (int i = 0; (name = wn_format_name((wn_format)i)) != NULL; i++)
        if (strcmp(name, value) == 0) {
            options->format = (wn_format)i;
            return WN_OK;
        }
    return refuse(error, "--format", value, "is no format; give text, jsonl, html, feed, wet or auto");
}

static wn_status take_color(wn_options *options, const char *value, wn_error **error)
{
    static const char *const words[] = {
        [WN_COLOUR_AUTO] = "auto", [WN_COLOUR_ALWAYS] = "always", [WN_COLOUR_NEVER] = "never", NULL};
    int found = find_word(words, value);
    if (found < 0)
        return refuse(error, "--color", value, "is no time for colours; give auto, always or never");
    options->colour = (wn_colour)found;
    return WN_OK;
}

static wn_status take_field(wn_options *options, const char *value, wn_error **error)
{
    if (!*value)
        return refuse(error, "--field", value, "is no field; give a member's name or a JSON pointer");
    return add_word(&options->fields, value);
}

static wn_status take_kept(wn_options *options, const char *value, wn_error **error)
{
    if (!*value)
        return refuse(error, "--kept", value, "is no file; give the output that the audit explains");
    return add_word(&options->kept, value);
}

static wn_status take_on_error(wn_options *options, const char *value, wn_error **error)
{
    int found = find_word(error_words, value);
    if (found < 0)
        return refuse(error, "--on-error", value, "is nothing to do; give pass, drop or stop");
    options->on_error = (wn_on_error)found;
    return WN_OK;
}

static wn_status refuse_dash(wn_error **error, const char *option)
{
    return refuse(error, option, "-", "is no file; give /dev/stdout or /dev/fd/N, or ./- for one of that name");
}

/* Options that name a file to write. */
#define WRITTEN(function, option, member)                                                                              \
    static wn_status function(wn_options *options, const char *value, wn_error **error)                                \
    {                                                                                                                  \
        if (!*value)                                                                                                   \
            return refuse(error, option, value, "is no file; give a name");                                            \
        if (strcmp(value, "-") == 0)                                                                                   \
            return refuse_dash(error, option);                                                                         \
        options->member = value;                                                                                       \
        return WN_OK;                                                                                                  \
    }
WRITTEN(take_rejects, "--rejects", rejects)
WRITTEN(take_flagged, "--flagged", flagged)
WRITTEN(take_audit, "--audit", audit)
WRITTEN(take_attributes, "--attributes", attributes)
WRITTEN(take_metrics, "--metrics", metrics)
WRITTEN(take_junit, "--junit", junit)
WRITTEN(take_write_tests, "--write-tests", write_tests)
#undef WRITTEN

/* Options that name something. */
#define NAME(function, option, member, what)                                                                           \
    static wn_status function(wn_options *options, const char *value, wn_error **error)                                \
    {                                                                                                                  \
        if (!*value)                                                                                                   \
            return refuse(error, option, value, "is no " what "; give a name");                                        \
        options->member = value;                                                                                       \
        return WN_OK;                                                                                                  \
    }
NAME(take_lang_field, "--lang-field", lang_field, "member")
NAME(take_source_field, "--source-field", source_field, "member")
#undef NAME

static wn_status take_completions(wn_options *options, const char *value, wn_error **error)
{
    if (find_word(wn_completions_shells, value) < 0)
        return refuse(error, "--completions", value, "is no shell there are completions for; give bash, zsh or fish");
    options->completions = value;
    return WN_OK;
}

static wn_status take_split(wn_options *options, const char *value, wn_error **error)
{
    (void)error;
    options->split = value; /* read when the splitter is made */
    return WN_OK;
}

/* A number of bytes with an optional K, M or G; false when it is none or too large. */
static bool read_size(const char *text, size_t *bytes)
{
    static const char units[] = "KMG";
    size_t            value = 0;
    if (*text < '0' || *text > '9')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (value > (SIZE_MAX - 9) / 10)
            return false;
        value = value * 10 + (size_t)(*text - '0');
    }
    const char *unit = *text ? strchr(units, *text) : NULL;
    for (int steps = unit ? (int)(unit - units) + 1 : 0; steps; steps--) {
        if (value > SIZE_MAX / 1024)
            return false;
        value *= 1024;
    }
    *bytes = value;
    return !*text || (unit && !text[1]);
}

static wn_status take_hold(wn_options *options, const char *value, wn_error **error)
{
    size_t bytes;
    if (!read_size(value, &bytes) || (bytes && (bytes < WN_HOLD_MIN || bytes > WN_HOLD_MAX)))
        return refuse(error, "--hold", value, "is no size that can be held; give 64K to 1G, or 0 for live streams");
    options->hold_bytes = bytes;
    options->hold_is_set = true;
    return WN_OK;
}

static wn_status take_threads(wn_options *options, const char *value, wn_error **error)
{
    size_t number;
    if (!read_size(value, &number) || !number || number > WN_TEAM_MAX || value[strlen(value) - 1] > '9')
        return refuse(error, "--threads", value, "is no number of threads; give 1 to 256");
    options->threads = number;
    return WN_OK;
}

static wn_status take_output(wn_options *options, const char *value, wn_error **error)
{
    if (!*value)
        return refuse(error, "--output", value, "is no file; give a name");
    options->output = strcmp(value, "-") == 0 ? NULL : value; /* standard output is where it goes by itself */
    return WN_OK;
}

static wn_status take_out_dir(wn_options *options, const char *value, wn_error **error)
{
    if (!*value)
        return refuse(error, "--out-dir", value, "is no folder; give a name");
    options->out_dir = value;
    return WN_OK;
}

static wn_status take_line(wn_options *options, const char *value, wn_error **error)
{
    size_t number;
    if (!read_size(value, &number) || !number || value[strlen(value) - 1] > '9')
        return refuse(error, "--line", value, "is no line; give a number from 1");
    options->line = number;
    return WN_OK;
}

static wn_status take_stats(wn_options *options, const char *value, wn_error **error)
{
    if (value && strcmp(value, "json") != 0 && strcmp(value, "table") != 0)
        return refuse(error, "--stats", value, "is no form of counts; give table or json");
    options->stats = value && *value == 'j' ? WN_STATS_JSON : WN_STATS_TABLE;
    return WN_OK;
}

static wn_status take_sandbox(wn_options *options, const char *value, wn_error **error)
{
    if (value && strcmp(value, "strict") != 0)
        return refuse(error, "--sandbox", value, "is no sandbox; give strict, or nothing");
    options->is_sandboxed = true;
    options->is_sandbox_strict = value != NULL;
    return WN_OK;
}

/* Words with commas between them. */
static wn_status take_fail_on(wn_options *options, const char *value, wn_error **error)
{
    static const char *const words[] = {"removed", "flagged", "rejected", "guarded"};
    const char              *at = value;
    do {
        size_t size = strcspn(at, ","), found = 0;
        while (found < 4 && (strlen(words[found]) != size || strncmp(at, words[found], size) != 0))
            found++;
        if (found == 4)
            return refuse(error, "--fail-on", value,
                          "is nothing to fail on; give removed, flagged, rejected or guarded");
        options->fail_on |= UINT32_C(1) << found;
        at += size;
    } while (*at++);
    return WN_OK;
}

/* ---- what fuzz takes ---- */

static bool read_number(const char *value, uint64_t max, uint64_t *number, const char **end)
{
    *number = 0;
    for (*end = value; **end >= '0' && **end <= '9'; ++*end) {
        uint64_t digit = (uint64_t)(**end - '0');
        if (*number > (max - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return *end > value;
}

static wn_status take_runs(wn_options *options, const char *value, wn_error **error)
{
    uint64_t    number;
    const char *end;
    if (!read_number(value, WN_ATTACK_RUNS_MAX, &number, &end) || *end || !number)
        return refuse(error, "--runs", value, "is no number of runs; give one from 1 to 1000000");
    options->runs = (size_t)number;
    return WN_OK;
}

static wn_status take_seed(wn_options *options, const char *value, wn_error **error)
{
    const char *end;
    if (!read_number(value, UINT64_MAX, &options->seed, &end) || *end)
        return refuse(error, "--seed", value, "is no seed; give a whole number");
    return WN_OK;
}

static wn_status take_time(wn_options *options, const char *value, wn_error **error)
{
    uint64_t    number;
    const char *end;
    bool        is_good = read_number(value, UINT32_MAX, &number, &end) && number && (!*end || !end[1]);
    uint64_t    factor = !is_good || !*end || *end == 's' ? 1 : *end == 'm' ? 60 : *end == 'h' ? 3600 : 0;
    if (!is_good || !factor)
        return refuse(error, "--time", value, "is no time; give seconds, minutes or hours such as 30s, 5m or 1h");
    options->fuzz_seconds = number * factor;
    return WN_OK;
}

static wn_status take_kind(wn_options *options, const char *value, wn_error **error)
{
    int found = find_word(wn_attack_words, value);
    if (found < 0)
        return refuse(error, "--kind", value,
                      "is no kind of finding; give eats, misses, slow, unstable, shadowed, dead, evaded, guard or "
                      "untested");
    options->kinds |= UINT32_C(1) << found;
    return WN_OK;
}

/* Options that are only switched on. */
#define SWITCH(function, member)                                                                                       \
    static wn_status function(wn_options *options, const char *value, wn_error **error)                                \
    {                                                                                                                  \
        (void)value;                                                                                                   \
        (void)error;                                                                                                   \
        options->member = true;                                                                                        \
        return WN_OK;                                                                                                  \
    }
SWITCH(take_in_place, is_in_place)
SWITCH(take_gzip, wants_gzip)
SWITCH(take_line_buffered, is_line_buffered)
SWITCH(take_annotate, annotates)
SWITCH(take_one_to_one, is_one_to_one)
SWITCH(take_coverage, wants_coverage)
SWITCH(take_json, wants_json)
SWITCH(take_strict, is_strict)
SWITCH(take_dry_run, is_dry_run)
SWITCH(take_diff, wants_diff)
SWITCH(take_profile, wants_profile)
SWITCH(take_progress, wants_progress)
SWITCH(take_resolved, is_resolved)
SWITCH(take_schema, wants_schema)
SWITCH(take_help, wants_help)
SWITCH(take_version, wants_version)
#undef SWITCH

/* Of -q and -v the last one given counts. */
static wn_status take_quiet(wn_options *options, const char *value, wn_error **error)
{
    (void)value;
    (void)error;
    options->is_quiet = true;
    options->is_verbose = false;
    return WN_OK;
}

static wn_status take_verbose(wn_options *options, const char *value, wn_error **error)
{
    (void)value;
    (void)error;
    options->is_quiet = false;
    options->is_verbose = true;
    return WN_OK;
}

/* ---- the table ---- */

const char *const wn_option_groups[WN_GROUP_COUNT] = {"Rules", "Documents", "Records", "Output", "Report", "Messages"};

#define COMMON WN_COMMAND_OVERVIEW
#define FILTER WN_COMMAND_FILTER
#define FUZZ WN_COMMAND_FUZZ
#define LINT WN_COMMAND_LINT
#define TEST WN_COMMAND_TEST
#define RESTORE WN_COMMAND_RESTORE
#define EXPLAIN WN_COMMAND_EXPLAIN
#define DIFF WN_COMMAND_DIFF
#define REPORT WN_COMMAND_REPORT
#define RULES WN_COMMAND_RULES
#define ALL WN_COMMAND_ALL

const wn_option wn_option_table[] = {
    {"policy", 'p', "FILE|NAME", WN_GROUP_RULES, COMMON | FILTER | RULES | EXPLAIN, take_policy,
     "a policy (default: news); later ones go above"},
    {"policy-root", 0, "DIR", WN_GROUP_RULES, FILTER | LINT | TEST | RULES | EXPLAIN | DIFF | FUZZ, take_policy_root,
     "where `extends` may look (default: the -p's folder)"},
    {"level", 0, "1|2|3", WN_GROUP_RULES, COMMON | FILTER | EXPLAIN | DIFF, take_level,
     "certain, likely (default) or aggressive rules"},
    {"only", 0, "ID", WN_GROUP_RULES, COMMON | FILTER | FUZZ, take_only,
     "only this rule, or all under a prefix such as ad."},
    {"disable", 0, "ID", WN_GROUP_RULES, COMMON | FILTER, take_disable, "not this rule, or none under a prefix"},
    {"lang", 0, "CODE", WN_GROUP_RULES, FILTER | RULES | EXPLAIN | DIFF, take_lang,
     "the text's language, for rules with `when`"},
    {"source", 0, "NAME", WN_GROUP_RULES, FILTER | RULES | EXPLAIN | DIFF, take_source,
     "its publisher, such as news.example.org"},
    {"format", 'f', "text|jsonl|html|feed|wet|auto", WN_GROUP_DOCUMENTS, COMMON | FILTER | DIFF, take_format,
     "what is read (default: text)"},
    {"split", 0, "ff|nul|REGEX", WN_GROUP_DOCUMENTS, COMMON | FILTER, take_split,
     "what stands between two documents of a file"},
    {"hold", 0, "SIZE", WN_GROUP_DOCUMENTS, FILTER, take_hold, "held of one: 64K to 1G (default 1M); 0 for live text"},
    {"threads", 'j', "N", WN_GROUP_DOCUMENTS, COMMON | FILTER, take_threads,
     "filter records, or files, on N threads (default: 1)"},
    {"sandbox", 0, "[=strict]", WN_GROUP_DOCUMENTS, FILTER, take_sandbox,
     "keep no right but to read and write what is open"},
    {"field", 0, "NAME|/POINTER", WN_GROUP_RECORDS, COMMON | FILTER | DIFF, take_field,
     "a string to filter (default: text); repeatable"},
    {"lang-field", 0, "NAME", WN_GROUP_RECORDS, FILTER, take_lang_field,
     "the member with the language (default: lang)"},
    {"source-field", 0, "NAME", WN_GROUP_RECORDS, FILTER, take_source_field, "with the publisher (default: source)"},
    {"annotate", 0, NULL, WN_GROUP_RECORDS, COMMON | FILTER, take_annotate,
     "add a member that says what became of the record"},
    {"rejects", 0, "FILE", WN_GROUP_RECORDS, FILTER, take_rejects, "append rejected records to FILE instead"},
    {"flagged", 0, "FILE", WN_GROUP_RECORDS, FILTER, take_flagged, "append a copy of flagged records to FILE"},
    {"one-to-one", 0, NULL, WN_GROUP_RECORDS, FILTER, take_one_to_one, "one line out for each line in, whatever it is"},
    {"on-error", 0, "pass|drop|stop", WN_GROUP_RECORDS, FILTER, take_on_error, "at a malformed record (default: pass)"},
    {"output", 'o', "FILE", WN_GROUP_OUTPUT, COMMON | FILTER | RESTORE | REPORT, take_output,
     "write to FILE, whole or not at all"},
    {"out-dir", 0, "DIR", WN_GROUP_OUTPUT, FILTER, take_out_dir, "write each file under its own name into DIR"},
    {"in-place", 0, NULL, WN_GROUP_OUTPUT, COMMON | FILTER, take_in_place, "write each file back where it was"},
    {"gzip", 'z', NULL, WN_GROUP_OUTPUT, COMMON | FILTER, take_gzip, "write gzip (reading it needs no option)"},
    {"line-buffered", 0, NULL, WN_GROUP_OUTPUT, FILTER, take_line_buffered,
     "write what is settled at once, not in blocks"},
    {"audit", 0, "FILE", WN_GROUP_REPORT, COMMON | FILTER, take_audit, "append a line for every change, for restore"},
    {"kept", 0, "FILE", WN_GROUP_REPORT, REPORT, take_kept, "what the filter wrote, to show whole articles"},
    {"line", 0, "N", WN_GROUP_REPORT, EXPLAIN, take_line, "of this line alone: why, and why not"},
    {"attributes", 0, "FILE", WN_GROUP_REPORT, FILTER, take_attributes, "write dolma attributes of records with an id"},
    {"stats", 0, "[=json]", WN_GROUP_REPORT, COMMON | FILTER, take_stats, "show counts at the end (SIGUSR1: now)"},
    {"profile", 0, NULL, WN_GROUP_REPORT, FILTER, take_profile, "show what each rule costs, the dearest first"},
    {"metrics", 0, "FILE", WN_GROUP_REPORT, FILTER, take_metrics, "keep counts in FILE, for Prometheus"},
    {"diff", 0, NULL, WN_GROUP_REPORT, FILTER, take_diff, "show what would change, and change nothing"},
    {"dry-run", 0, NULL, WN_GROUP_REPORT, COMMON | FILTER, take_dry_run,
     "say what would become of each document, no more"},
    {"fail-on", 0, "removed|flagged|rejected|guarded", WN_GROUP_REPORT, FILTER, take_fail_on, "status 1 then"},
    {"progress", 0, NULL, WN_GROUP_REPORT, FILTER, take_progress, "show on a terminal how far it is"},
    {"coverage", 0, NULL, WN_GROUP_REPORT, TEST, take_coverage, "show rules and conditions that no example exercises"},
    {"kind", 0, "KIND", WN_GROUP_RULES, FUZZ, take_kind, "only findings of this kind, such as eats"},
    {"runs", 0, "N", WN_GROUP_REPORT, FUZZ, take_runs, "texts bred for each rule (300)"},
    {"seed", 0, "N", WN_GROUP_REPORT, FUZZ, take_seed, "where the choices come from (0)"},
    {"time", 0, "TIME", WN_GROUP_REPORT, FUZZ, take_time, "go on for 30s, 5m or 1h, with other seeds"},
    {"write-tests", 0, "FILE", WN_GROUP_REPORT, FUZZ, take_write_tests, "write the tests of all findings to FILE"},
    {"strict", 0, NULL, WN_GROUP_REPORT, LINT, take_strict, "warnings fail, too"},
    {"resolved", 0, NULL, WN_GROUP_REPORT, RULES, take_resolved, "all settings under --source and --lang, and whence"},
    {"schema", 0, NULL, WN_GROUP_REPORT, RULES, take_schema, "the JSON schema of policies, for editors"},
    {"json", 0, NULL, WN_GROUP_REPORT, LINT | TEST | RULES | EXPLAIN | DIFF | FUZZ, take_json,
     "lines of JSON, for programs"},
    {"junit", 0, "FILE", WN_GROUP_REPORT, TEST, take_junit, "write JUnit XML to FILE as well, for CI systems"},
    {"quiet", 'q', NULL, WN_GROUP_MESSAGES, ALL, take_quiet, "say nothing but errors"},
    {"verbose", 'v', NULL, WN_GROUP_MESSAGES, ALL, take_verbose, "say what became of each document"},
    {"color", 0, "auto|always|never", WN_GROUP_MESSAGES, ALL & ~COMMON, take_color,
     "when there are colours (default: auto)"},
    {"help", 'h', NULL, WN_GROUP_MESSAGES, ALL, take_help, "show this"},
    {"version", 0, NULL, WN_GROUP_MESSAGES, ALL, take_version, "show the version, and those of the libraries"},
    {"completions", 0, "bash|zsh|fish", WN_GROUP_MESSAGES, FILTER, take_completions,
     "what a shell needs to complete winnow"},
    {0}};

/* ---- finding an option ---- */

static const wn_option *find_letter(char letter, uint32_t command)
{
    for (const wn_option *option = wn_option_table; option->name; option++)
        if (letter && option->letter == letter && option->commands & command)
            return option;
    return NULL;
}

static const wn_option *find_name(const char *name, size_t size, uint32_t command)
{
    for (const wn_option *option = wn_option_table; option->name; option++)
        if (strlen(option->name) == size && memcmp(option->name, name, size) == 0 && option->commands & command)
            return option;
    return NULL;
}

#define NAMES_MAX (sizeof wn_option_table / sizeof *wn_option_table)

/* The name of an option that a mistyped or shortened one may mean; NULL when none is near. */
static const char *find_similar(const char *name, uint32_t command)
{
    const char *names[NAMES_MAX] = {0};
    for (size_t i = 0; wn_option_table[i].name; i++) {
        if (!(wn_option_table[i].commands & command))
            continue;
        if (name[0] && name[1] && strncmp(wn_option_table[i].name, name, strlen(name)) == 0)
            return wn_option_table[i].name;
        names[i] = wn_option_table[i].name;
    }
    return wn_similar(name, names, NAMES_MAX);
}

/* ---- reading the command line ---- */

typedef struct reader {
    char *const *next; /* the arguments still to be read */
    uint32_t     command;
    wn_options  *options;
    wn_error   **error;
} reader;

#define NAME_BYTES_MAX 64 /* of an unknown option's name are shown */

static const char *name_of_command(uint32_t command)
{
    const wn_command *found = wn_command_table;
    while (found->name && found->bit != command)
        found++;
    return found->name;
}

/* An option that other commands have: "report" and "restore". */
static wn_status refuse_foreign(const reader *r, const wn_option *option)
{
    wn_buf      owners = {0};
    const char *own = name_of_command(r->command);
    for (const wn_command *command = wn_command_table; command->name; command++)
        if (option->commands & command->bit)
            wn_buf_printf(&owners, "%s%s", owners.size ? ", " : "", command->name);
    wn_buf_put(&owners, '\0');
    wn_status status = wn_error_add(r->error, WN_BAD_ARGUMENT, NULL,
                                    "--%s is no option of %s, but of %s; winnow %s --help lists those it has",
                                    option->name, own, owners.failed ? "others" : owners.data, own);
    wn_buf_free(&owners);
    return status;
}

static wn_status refuse_name(const reader *r, const char *name, size_t size)
{
    char             shown[NAME_BYTES_MAX + 1] = "";
    const wn_option *foreign = find_name(name, size, ALL);
    if (foreign)
        return refuse_foreign(r, foreign);
    memcpy(shown, name, size < NAME_BYTES_MAX ? size : NAME_BYTES_MAX);
    const char *similar = find_similar(shown, r->command);
    if (similar)
        return wn_error_add(r->error, WN_BAD_ARGUMENT, NULL, "unknown option --%s; did you mean --%s?", shown, similar);
    return wn_error_add(r->error, WN_BAD_ARGUMENT, NULL, "unknown option --%s; winnow --help lists them", shown);
}

static wn_status take_following(reader *r, const wn_option *option)
{
    if (!*r->next)
        return wn_error_add(r->error, WN_BAD_ARGUMENT, NULL, "--%s needs a value; give --%s=VALUE", option->name,
                            option->name);
    return option->take(r->options, *r->next++, r->error);
}

/* --name, --name=value or --name value */
static wn_status read_long(reader *r, const char *name)
{
    const char      *equals = strchr(name, '=');
    size_t           size = equals ? (size_t)(equals - name) : strlen(name);
    const wn_option *option = find_name(name, size, r->command);
    if (!option)
        return refuse_name(r, name, size);
    if (!option->argument && equals)
        return wn_error_add(r->error, WN_BAD_ARGUMENT, NULL, "--%s takes no value; leave out \"%s\"", option->name,
                            equals);
    if (equals || !option->argument || option->argument[0] == '[')
        return option->take(r->options, equals ? equals + 1 : NULL, r->error);
    return take_following(r, option);
}

/* -q, -qv, -pFILE or -p FILE */
static wn_status read_letters(reader *r, const char *letters)
{
    wn_status status = WN_OK;
    for (; *letters && status == WN_OK; letters++) {
        const wn_option *option = find_letter(*letters, r->command);
        if (!option)
            return wn_error_add(r->error, WN_BAD_ARGUMENT, NULL, "unknown option -%c; winnow --help lists them",
                                *letters);
        if (!option->argument)
            status = option->take(r->options, NULL, r->error);
        else if (letters[1])
            return option->take(r->options, letters + 1, r->error);
        else
            return take_following(r, option);
    }
    return status;
}

static wn_status read_argument(reader *r, bool *has_ended)
{
    const char *argument = *r->next++;
    if (*has_ended || argument[0] != '-' || !argument[1])
        return add_word(&r->options->operands, argument);
    if (strcmp(argument, "--") == 0) {
        *has_ended = true;
        return WN_OK;
    }
    return argument[1] == '-' ? read_long(r, argument + 2) : read_letters(r, argument + 1);
}

wn_status wn_options_parse(char *const *arguments, uint32_t command, wn_options *options, wn_error **error)
{
    reader    r = {arguments, command, options, error};
    wn_status status = WN_OK;
    bool      has_ended = false;
    *options = (wn_options){0};
    while (status == WN_OK && *r.next)
        status = read_argument(&r, &has_ended);
    return status;
}

void wn_options_free(wn_options *options)
{
    free(options->policies.items);
    free(options->only.items);
    free(options->disable.items);
    free(options->fields.items);
    free(options->kept.items);
    free(options->operands.items);
    *options = (wn_options){0};
}
