/* diff.c: the diff command: what a change of policy wins and loses on a corpus, rule by rule. */
#include "author/compare.h"
#include "author/operands.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/tally.h"
#include "stream/input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct run {
    const wn_options *options;
    wn_policy        *before, *after;
    wn_compare       *compare;
    wn_arena          arena;
    wn_operands       files;
    char             *block;
    wn_error         *error;
} run;

/* "builtin:news" names a built-in policy, as "news" does, whatever files there are. */
static wn_status load(run *r, const char *name, wn_policy **policy)
{
    static const char prefix[] = "builtin:";
    wn_policy_options options = {.root = r->options->policy_root};
    if (strncmp(name, prefix, sizeof prefix - 1) == 0)
        name += sizeof prefix - 1;
    return wn_policy_load(&(wn_layer){.name = name}, 1, &options, policy, &r->error);
}

static wn_status check_usage(run *r)
{
    if (r->options->operands.count >= 3)
        return WN_OK;
    return wn_error_add(&r->error, WN_BAD_ARGUMENT, NULL, "diff takes OLD, NEW and texts, not %zu names; give a corpus",
                        r->options->operands.count);
}

static wn_status find_files(run *r)
{
    const wn_words *operands = &r->options->operands;
    wn_status       status = WN_OK;
    for (size_t i = 2; i < operands->count && status == WN_OK; i++)
        status = wn_operands_add_texts(operands->items[i], &r->arena, &r->files, &r->error);
    return status;
}

static wn_status make_compare(run *r)
{
    const wn_options *o = r->options;
    wn_filter_options options = {.level = o->level,
                                 .lang = o->lang,
                                 .source = o->source,
                                 .format = o->format,
                                 .fields = o->fields.items,
                                 .field_count = o->fields.count};
    r->block = malloc(WN_INPUT_BYTES);
    return r->block ? wn_compare_new(r->before, r->after, &options, &r->compare, &r->error) : WN_NO_MEMORY;
}

static wn_status feed(run *r, wn_input *input)
{
    bool      is_gzip;
    size_t    size = 0;
    wn_status status = wn_input_decode(input, &is_gzip, &r->error);
    do {
        if (status == WN_OK)
            status = wn_input_read(input, r->block, WN_INPUT_BYTES, &size, &r->error);
        if (status == WN_OK && size)
            status = wn_compare_feed(r->compare, (wn_bytes){r->block, size});
    } while (status == WN_OK && size);
    return status == WN_OK ? wn_compare_end(r->compare) : status;
}

static wn_status compare_file(run *r, const char *name)
{
    wn_input  input = wn_input_of(STDIN_FILENO, "standard input");
    wn_status status = strcmp(name, "-") == 0 ? WN_OK : wn_input_open(name, &input, &r->error);
    if (status != WN_OK)
        return status;
    wn_compare_begin(r->compare, name);
    status = feed(r, &input);
    wn_input_close(&input);
    return status;
}

/* A gate that has looked at nothing must not stand open. */
static wn_status check_documents(run *r)
{
    if (wn_compare_documents(r->compare))
        return WN_OK;
    return wn_error_add(&r->error, WN_BAD_INPUT, NULL,
                        "no text to compare, in the corpus; check its names, --format and --field");
}

static wn_status compare(run *r)
{
    const wn_words *operands = &r->options->operands;
    wn_status       status = check_usage(r);
    if (status == WN_OK)
        status = load(r, operands->items[0], &r->before);
    if (status == WN_OK)
        status = load(r, operands->items[1], &r->after);
    if (status == WN_OK)
        status = find_files(r);
    if (status == WN_OK)
        status = make_compare(r);
    for (size_t i = 0; i < r->files.count && status == WN_OK; i++)
        status = compare_file(r, r->files.items[i].name);
    return status == WN_OK ? check_documents(r) : status;
}

/* Whether a policy met a limit: what it would have taken is not known then. */
static bool tell_limits(const run *r, const wn_messages *messages)
{
    const wn_words *operands = &r->options->operands;
    wn_limits       before, after;
    wn_compare_limits(r->compare, &before, &after);
    bool has_old = wn_limits_tell(&before, messages, operands->items[0]);
    return wn_limits_tell(&after, messages, operands->items[1]) || has_old;
}

static int report(const run *r, const wn_messages *messages)
{
    wn_buf   text = {0};
    uint64_t malformed = wn_compare_malformed(r->compare);
    wn_compare_report(r->compare, r->options->wants_json, &text);
    int exit_status = wn_print(&text, messages);
    if (malformed)
        wn_messages_note(messages, NULL, "%llu records were malformed, so they were not compared",
                         (unsigned long long)malformed);
    bool has_doubt = tell_limits(r, messages);
    if (exit_status == WN_EXIT_DONE && (malformed || has_doubt || wn_compare_differs(r->compare)))
        exit_status = WN_EXIT_DOUBT;
    return exit_status;
}

int wn_command_diff(const wn_options *options, const wn_messages *messages)
{
    run r = {.options = options};
    int exit_status = WN_EXIT_FAILED;
    if (compare(&r) == WN_OK)
        exit_status = report(&r, messages);
    else
        wn_messages_errors(messages, r.error);
    wn_compare_free(r.compare);
    wn_policy_free(r.before);
    wn_policy_free(r.after);
    wn_operands_free(&r.files);
    wn_arena_free(&r.arena);
    wn_error_free(r.error);
    free(r.block);
    return exit_status;
}
