/* fuzz.c: the fuzz command: attacks policies with texts bred for their rules, and prints what gave way. */
#include "author/fuzz/attack.h"
#include "author/operands.h"
#include "base/error.h"
#include "cli/clash.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/signals.h"
#include "policy/builtin.h"
#include "stream/atomic.h"
#include "stream/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_SECONDS 0.2
#define CORPUS_BYTES_MAX ((size_t)256 << 20) /* together; more takes longer than anybody waits */

typedef struct run {
    const wn_options  *options;
    const wn_messages *messages;
    wn_attack         *attack;
    wn_arena           arena;
    wn_operands        policies, texts;
    size_t             corpus_bytes;
    bool               has_skipped; /* a file of the corpus */
    bool               shows_progress;
    double             begin, next_progress;
    size_t             round;
    const char        *name; /* of the policy at work */
    size_t             done, total;
    wn_error          *error;
} run;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- operands ---- */

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size > end_size && strcmp(text + size - end_size, end) == 0;
}

static bool is_builtin(const char *name)
{
    for (const wn_builtin *one = wn_builtins; one->name; one++)
        if (strcmp(one->name, name) == 0)
            return true;
    return strncmp(name, "builtin:", 8) == 0;
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* A folder is one of policies as long as nothing else was named before it. */
static bool is_policy(const run *r, size_t index)
{
    const char *name = r->options->operands.items[index];
    if (ends_in(name, ".yaml") || ends_in(name, ".yml"))
        return true;
    return is_folder(name) ? index == 0 : is_builtin(name);
}

static wn_status add_policies(run *r, const char *name)
{
    size_t    first = r->policies.count;
    wn_status status = wn_operands_add(name, &r->arena, &r->policies, &r->error);
    for (size_t i = first; i < r->policies.count && r->options->policy_root; i++)
        r->policies.items[i].root = r->options->policy_root;
    return status;
}

static void skip_text(run *r, const char *name)
{
    if (r->error) {
        wn_messages_errors(r->messages, r->error);
        wn_messages_note(r->messages, name, "it is skipped");
    } else
        wn_messages_fail(r->messages, name, "cannot read it; it is skipped");
    wn_error_free(r->error);
    r->error = NULL;
    r->has_skipped = true;
}

static wn_status find_operands(run *r)
{
    const wn_words *operands = &r->options->operands;
    wn_status       status = WN_OK;
    for (size_t i = 0; i < operands->count && status == WN_OK; i++)
        if (is_policy(r, i))
            status = add_policies(r, operands->items[i]);
        else if (wn_operands_add_texts(operands->items[i], &r->arena, &r->texts, &r->error) != WN_OK)
            skip_text(r, operands->items[i]);
    if (status == WN_OK && !r->policies.count)
        return wn_error_add(&r->error, WN_BAD_ARGUMENT, NULL,
                            "no policy to attack; name a file that ends in .yaml, or a built-in policy");
    if (status == WN_OK && r->options->write_tests && r->policies.count > 1)
        return wn_error_add(&r->error, WN_BAD_ARGUMENT, NULL,
                            "--write-tests takes the tests of one policy, not of %zu; name one", r->policies.count);
    return status == WN_OK ? wn_clash_check_inputs("--write-tests", r->options->write_tests, operands, &r->error)
                           : status;
}

/* ---- the corpus ---- */

static wn_status read_all(wn_input *input, wn_buf *text, wn_error **error)
{
    bool      is_gzip;
    size_t    size = 0;
    wn_status status = wn_input_decode(input, &is_gzip, error);
    do {
        if (status == WN_OK && !wn_buf_reserve(text, WN_INPUT_BYTES))
            status = WN_NO_MEMORY;
        if (status == WN_OK)
            status = wn_input_read(input, text->data + text->size, WN_INPUT_BYTES, &size, error);
        text->size += status == WN_OK ? size : 0;
    } while (status == WN_OK && size && text->size <= CORPUS_BYTES_MAX);
    return status;
}

static wn_status add_text(run *r, const char *name)
{
    wn_input  input;
    wn_buf    text = {0};
    wn_status status = wn_input_open(name, &input, &r->error);
    if (status == WN_OK) {
        status = read_all(&input, &text, &r->error);
        wn_input_close(&input);
    }
    r->corpus_bytes += text.size;
    if (status != WN_OK && status != WN_NO_MEMORY) {
        skip_text(r, name);
        status = WN_OK;
    } else if (status == WN_OK && r->corpus_bytes <= CORPUS_BYTES_MAX)
        status = wn_attack_add_text(r->attack, wn_buf_bytes(&text));
    else if (status == WN_OK)
        status = wn_error_add(&r->error, WN_BAD_ARGUMENT, &(wn_place){.file = name},
                              "the corpus is over %zu MiB; give a part of it", CORPUS_BYTES_MAX >> 20);
    wn_buf_free(&text);
    return status;
}

static wn_status add_texts(run *r)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < r->texts.count && status == WN_OK; i++)
        status = add_text(r, r->texts.items[i].name);
    return status;
}

/* ---- the attack ---- */

static bool is_out_of_time(const run *r)
{
    return r->options->fuzz_seconds && now() - r->begin >= (double)r->options->fuzz_seconds;
}

static bool goes_on(void *user)
{
    const run *r = user;
    return !wn_signals_was_interrupted() && !is_out_of_time(r);
}

static void clear_progress(const run *r)
{
    if (r->shows_progress)
        fputs("\r\033[K", stderr);
}

static void show_progress(void *user, size_t done, size_t total)
{
    run *r = user;
    r->done = done;
    r->total = total;
    if (!r->shows_progress || now() < r->next_progress)
        return;
    r->next_progress = now() + PROGRESS_SECONDS;
    fprintf(stderr, "\r\033[K%s: %zu of %zu rules, %zu found", r->name, done, total,
            wn_attack_findings(r->attack)->count);
    fflush(stderr);
}

static wn_status attack_policy(run *r, const wn_operand *operand)
{
    wn_policy        *policy = NULL;
    wn_policy_options options = {.root = operand->root};
    const char       *name = operand->name;
    wn_status         status = wn_policy_load(&(wn_layer){.name = name}, 1, &options, &policy, &r->error);
    r->name = name;
    if (status == WN_OK)
        status = wn_attack_policy(r->attack, policy);
    wn_policy_free(policy);
    return status;
}

static wn_status attack_policies(run *r)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < r->policies.count && status == WN_OK; i++)
        status = attack_policy(r, &r->policies.items[i]);
    return status;
}

/* With --time, round after round with another seed each; what was found is not looked for again. */
static wn_status attack_all(run *r)
{
    wn_status status = attack_policies(r);
    while (status == WN_OK && r->options->fuzz_seconds && wn_attack_rule_count(r->attack)) {
        wn_attack_reseed(r->attack, r->options->seed + ++r->round);
        status = attack_policies(r);
    }
    return status;
}

/* What attacks nothing finds nothing, and must not look like a clean policy. */
static wn_status check_choice(run *r)
{
    const wn_options *o = r->options;
    if (!o->only.count || wn_attack_rule_count(r->attack))
        return WN_OK;
    return wn_error_add(&r->error, WN_BAD_ARGUMENT, NULL, "no rule \"%s\", in only; a prefix of ids must end in a dot",
                        o->only.items[0]);
}

static wn_status prepare(run *r)
{
    const wn_options *o = r->options;
    wn_attack_options options = {.seed = o->seed,
                                 .runs = o->runs,
                                 .kinds = o->kinds,
                                 .only = o->only.items,
                                 .only_count = o->only.count,
                                 .user = r,
                                 .goes_on = goes_on,
                                 .step = show_progress};
    wn_status         status = find_operands(r);
    if (status == WN_OK)
        status = wn_attack_new(&options, &r->attack);
    if (status == WN_OK)
        status = add_texts(r);
    return status;
}

/* ---- what was found ---- */

static wn_status write_cases(run *r)
{
    wn_buf    text = {0};
    wn_atomic file;
    wn_attack_put_cases(wn_attack_findings(r->attack), r->policies.items[0].name, &text);
    wn_status status = text.failed ? WN_NO_MEMORY : wn_atomic_open(r->options->write_tests, &file, &r->error);
    if (status == WN_OK) {
        wn_output_write(&file.output, wn_buf_bytes(&text));
        status = wn_atomic_sync(&file, &r->error);
        if (status == WN_OK)
            status = wn_atomic_rename(&file, &r->error);
        wn_atomic_discard(&file);
    }
    wn_buf_free(&text);
    return status;
}

static void sum_up(const run *r, wn_buf *text, bool was_interrupted)
{
    size_t count = wn_attack_findings(r->attack)->count, rules = wn_attack_rule_count(r->attack);
    if (!r->options->wants_json)
        wn_buf_printf(text, "%zu finding%s; %zu rule%s attacked, seed %llu\n", count, count == 1 ? "" : "s", rules,
                      rules == 1 ? "" : "s", (unsigned long long)r->options->seed);
    if (was_interrupted)
        wn_messages_note(r->messages, NULL, "interrupted in %s after %zu of %zu rules; what was found so far is shown",
                         r->name ? r->name : "the corpus", r->done, r->total);
    else if (r->options->fuzz_seconds)
        wn_messages_note(r->messages, NULL,
                         "with --time the machine's speed decides how much is tried; --runs and --seed "
                         "repeat an attack");
}

static int report(run *r)
{
    const wn_findings *findings = wn_attack_findings(r->attack);
    bool               was_interrupted = wn_signals_was_interrupted();
    wn_buf             text = {0};
    wn_attack_report(findings, &text, r->options->wants_json);
    sum_up(r, &text, was_interrupted);
    int exit_status = wn_print(&text, r->messages);
    if (exit_status == WN_EXIT_DONE && (findings->count || r->has_skipped || was_interrupted))
        exit_status = WN_EXIT_DOUBT;
    if (r->options->write_tests && write_cases(r) != WN_OK) {
        wn_messages_errors(r->messages, r->error);
        exit_status = WN_EXIT_FAILED;
    }
    return exit_status;
}

int wn_command_fuzz(const wn_options *options, const wn_messages *messages)
{
    run r = {.options = options, .messages = messages, .begin = now()};
    int exit_status = WN_EXIT_FAILED;
    r.shows_progress = !options->is_quiet && isatty(STDERR_FILENO);
    wn_signals_wait_for_interrupt();
    wn_status status = prepare(&r);
    if (status == WN_OK)
        status = attack_all(&r);
    clear_progress(&r);
    if (status == WN_OK)
        status = check_choice(&r);
    if (status == WN_OK || status == WN_STOPPED)
        exit_status = report(&r);
    else
        wn_messages_errors(messages, r.error);
    wn_error_free(r.error);
    wn_attack_free(r.attack);
    wn_operands_free(&r.policies);
    wn_operands_free(&r.texts);
    wn_arena_free(&r.arena);
    return exit_status;
}
