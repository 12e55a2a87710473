/* options.h: what the command line can say, in one table.
 *
 * The parser, --help and the manual's test all read the table: a new option is a new row and the
 * function that takes its value. Options and operands may mix; "--" ends the options; "-" is
 * standard input. Names are never shortened, so that a new option cannot change an old command. */
#ifndef WN_CLI_OPTIONS_H
#define WN_CLI_OPTIONS_H

#include "cli/messages.h"

/* Strings of the command line, in the order given. */
typedef struct wn_words {
    const char **items;
    size_t       count;
    size_t       capacity;
} wn_words;

typedef enum wn_stats_form {
    WN_STATS_NONE,
    WN_STATS_TABLE,
    WN_STATS_JSON
} wn_stats_form;

/* What --fail-on may speak of. */
enum {
    WN_FAIL_ON_REMOVED = 1,
    WN_FAIL_ON_FLAGGED = 2,
    WN_FAIL_ON_REJECTED = 4,
    WN_FAIL_ON_GUARDED = 8
};

typedef struct wn_options {
    wn_words      policies; /* empty: the default policy */
    const char   *policy_root;
    int           level; /* 0: not given */
    wn_format     format;
    wn_on_error   on_error;
    bool          annotates;
    bool          is_one_to_one;
    wn_words      only;
    wn_words      disable;
    const char   *lang;
    const char   *source;
    wn_words      fields; /* of records; empty: "text" */
    const char   *lang_field;
    const char   *source_field;
    const char   *rejects; /* files; NULL: none */
    const char   *flagged;
    const char   *split;
    size_t        hold_bytes;
    bool          hold_is_set;
    bool          is_line_buffered;
    size_t        threads; /* from 1; 0: not given */
    const char   *output;
    const char   *out_dir;
    bool          is_in_place;
    bool          wants_gzip;
    bool          wants_coverage;
    bool          wants_json;
    bool          is_strict;
    bool          is_resolved;
    bool          wants_schema;
    const char   *junit; /* the file; NULL: none */
    bool          is_sandboxed;
    bool          is_sandbox_strict;
    bool          is_quiet;
    bool          is_verbose;
    wn_colour     colour;
    bool          wants_help;
    bool          wants_version;
    const char   *completions; /* the shell they are for; NULL: none */
    wn_words      kept;        /* of report: the outputs that its audits explain */
    uint64_t      line;        /* of explain; 0: all */
    const char   *audit;       /* files; NULL: none */
    const char   *attributes;
    const char   *metrics;
    wn_stats_form stats;
    uint32_t      fail_on; /* WN_FAIL_ON_... bits */
    bool          is_dry_run;
    bool          wants_diff;
    bool          wants_profile;
    bool          wants_progress;
    uint64_t      seed;         /* of fuzz */
    size_t        runs;         /* 0: not given */
    uint64_t      fuzz_seconds; /* 0: not given */
    uint32_t      kinds;        /* bits 1 << wn_attack_kind; 0: all */
    const char   *write_tests;  /* the file; NULL: none */
    wn_words      operands;
} wn_options;

/* Options in the order in which --help shows them. */
typedef enum wn_option_group {
    WN_GROUP_RULES,
    WN_GROUP_DOCUMENTS,
    WN_GROUP_RECORDS,
    WN_GROUP_OUTPUT,
    WN_GROUP_REPORT,
    WN_GROUP_MESSAGES,
    WN_GROUP_COUNT
} wn_option_group;

extern const char *const wn_option_groups[WN_GROUP_COUNT]; /* their headings */

typedef struct wn_option {
    const char     *name;     /* without the dashes; NULL ends the table */
    char            letter;   /* 0: none */
    const char     *argument; /* what --help calls it; NULL: the option takes none; "[=...]": it may take one */
    wn_option_group group;
    uint32_t        commands; /* WN_COMMAND_... bits of those that take it; see commands.h */
    wn_status (*take)(wn_options *options, const char *value, wn_error **error);
    const char *help;
} wn_option;

extern const wn_option wn_option_table[];

/* Reads the arguments after the program's (and the command's) name. The strings are borrowed from
 * `arguments`. Returns WN_OK, WN_BAD_ARGUMENT or WN_NO_MEMORY; wn_options_free is due either way. */
wn_status wn_options_parse(char *const *arguments, uint32_t command, wn_options *options, wn_error **error);

void wn_options_free(wn_options *options);

#endif
