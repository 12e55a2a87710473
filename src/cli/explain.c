/* explain.c: the explain command: every line of an article with its verdict, or all there is to say of one line. */
#include "author/explain.h"

#include "cli/commands.h"
#include "cli/print.h"
#include "cli/tally.h"
#include "stream/input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct run {
    const wn_options  *options;
    const wn_messages *messages;
    wn_policy         *policy;
    int                exit_status;
} run;

static wn_status load_policy(const wn_options *options, wn_policy **policy, wn_error **error)
{
    size_t            count = options->policies.count ? options->policies.count : 1;
    wn_layer         *layers = calloc(count, sizeof *layers);
    wn_policy_options root = {.root = options->policy_root};
    if (!layers)
        return WN_NO_MEMORY;
    layers[0].name = "news";
    for (size_t i = 0; i < options->policies.count; i++)
        layers[i].name = options->policies.items[i];
    wn_status status = wn_policy_load(layers, count, &root, policy, error);
    free(layers);
    return status;
}

static wn_status read_all(wn_input *input, wn_buf *text, wn_error **error)
{
    bool      is_gzip;
    size_t    got = 0;
    wn_status status = wn_input_decode(input, &is_gzip, error);
    do {
        if (status == WN_OK && !wn_buf_reserve(text, WN_INPUT_BYTES))
            status = WN_NO_MEMORY;
        if (status == WN_OK)
            status = wn_input_read(input, text->data + text->size, WN_INPUT_BYTES, &got, error);
        text->size += status == WN_OK ? got : 0;
    } while (status == WN_OK && got);
    return status;
}

static wn_status read_file(const char *path, wn_buf *text, wn_error **error)
{
    wn_input  input = wn_input_of(STDIN_FILENO, "standard input");
    wn_status status = strcmp(path, "-") == 0 ? WN_OK : wn_input_open(path, &input, error);
    if (status != WN_OK)
        return status;
    status = read_all(&input, text, error);
    wn_input_close(&input);
    return status;
}

static size_t count_lines(wn_bytes text)
{
    size_t count = text.size && text.data[text.size - 1] != '\n';
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == '\n';
    return count;
}

static wn_status explain_text(const run *r, const char *path, wn_bytes text, wn_limits *limits, wn_buf *out,
                              wn_error **error)
{
    const wn_options *o = r->options;
    wn_document       document = {.lang = o->lang, .source = o->source};
    wn_explain        explain = {.policy = r->policy,
                                 .level = o->level ? o->level : 2,
                                 .document = &document,
                                 .text = text,
                                 .has_colour = wn_messages_can_colour(STDOUT_FILENO, o->colour),
                                 .as_json = o->wants_json,
                                 .limits = limits};
    if (!o->line)
        return wn_explain_document(&explain, out);
    wn_status status = wn_explain_line(&explain, o->line, out);
    wn_place  place = {.file = path};
    if (status == WN_BAD_ARGUMENT)
        return wn_error_add(error, status, &place, "it has no line %llu; it has %zu", (unsigned long long)o->line,
                            count_lines(text));
    return status;
}

static void explain_file(run *r, const char *path)
{
    wn_error *error = NULL;
    wn_buf    text = {0}, out = {0};
    wn_limits limits = {0};
    wn_status status = read_file(path, &text, &error);
    if (status == WN_OK)
        status = explain_text(r, path, wn_buf_bytes(&text), &limits, &out, &error);
    if (status != WN_OK)
        wn_messages_errors(r->messages, error);
    if (status != WN_OK || !wn_print_part(&out, r->messages))
        r->exit_status = WN_EXIT_FAILED;
    else if (wn_limits_tell(&limits, r->messages, strcmp(path, "-") == 0 ? "standard input" : path) &&
             r->exit_status == WN_EXIT_DONE)
        r->exit_status = WN_EXIT_DOUBT;
    wn_error_free(error);
    wn_buf_free(&text);
    wn_buf_free(&out);
}

int wn_command_explain(const wn_options *options, const wn_messages *messages)
{
    run       r = {.options = options, .messages = messages};
    wn_error *error = NULL;
    if (load_policy(options, &r.policy, &error) != WN_OK) {
        wn_messages_errors(messages, error);
        r.exit_status = WN_EXIT_FAILED;
    }
    for (size_t i = 0; r.policy && i < options->operands.count; i++)
        explain_file(&r, options->operands.items[i]);
    if (r.policy && !options->operands.count)
        explain_file(&r, "-");
    wn_error_free(error);
    wn_policy_free(r.policy);
    return r.exit_status;
}
