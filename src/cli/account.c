/* account.c: counts, and shows the counts when somebody wants them. */
#include "cli/account.h"

#include "cli/commands.h"
#include "cli/signals.h"
#include "stream/metrics.h"
#include "stream/profile.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define METRICS_SECONDS 10.0
#define PROGRESS_SECONDS 0.2

static double now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- progress ---- */

/* The bytes of all inputs, when all are regular files. */
static uint64_t count_bytes(const wn_words *files)
{
    uint64_t    sum = 0;
    struct stat file;
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->items[i], "-") == 0 || stat(files->items[i], &file) != 0 || !S_ISREG(file.st_mode))
            return 0;
        sum += (uint64_t)file.st_size;
    }
    return sum;
}

static void put_size(wn_buf *out, double bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    size_t                   unit = 0;
    for (; bytes >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
        bytes /= 1024;
    wn_buf_printf(out, unit ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
}

static void write_progress(const wn_buf *line)
{
    if (!line->failed)
        (void)!write(STDERR_FILENO, line->data, line->size);
}

/* A line that the next one, or the next message, is written over. */
static void show_progress(wn_account *a, double time)
{
    wn_buf line = {0};
    double seconds = time - a->begin, bytes = (double)a->bytes_read, total = (double)a->bytes_total;
    double rate = seconds > 0 ? bytes / seconds : 0;
    wn_buf_text(&line, "\r\033[K");
    put_size(&line, bytes);
    if (a->bytes_total)
        wn_buf_printf(&line, " (%.0f%%)", bytes < total ? 100 * bytes / total : 100);
    wn_buf_text(&line, ", ");
    put_size(&line, rate);
    wn_buf_text(&line, "/s");
    if (a->bytes_total && rate > 0 && bytes < total)
        wn_buf_printf(&line, ", %.0f s left", (total - bytes) / rate);
    wn_buf_put(&line, '\r');
    write_progress(&line);
    wn_buf_free(&line);
    a->next_progress = time + PROGRESS_SECONDS;
}

static void clear_progress(const wn_account *a)
{
    static const char clear[] = "\r\033[K";
    if (a->shows_progress)
        (void)!write(STDERR_FILENO, clear, sizeof clear - 1);
}

/* ---- attributes ---- */

/* The pointer of the text: of the first field, which may be given by name. */
static wn_status name_field(wn_account *a, wn_error **error)
{
    const char *field = a->options->fields.count ? a->options->fields.items[0] : "text";
    wn_place    place = {.file = "--attributes"};
    wn_buf     *pointer = &a->attributes_field;
    if (*field == '/' && strchr(field, '*'))
        return wn_error_add(error, WN_BAD_ARGUMENT, &place,
                            "they tell of one text; give a --field without \"*\" first");
    if (*field == '/') {
        wn_buf_text(pointer, field);
    } else {
        wn_buf_put(pointer, '/');
        for (; *field; field++)
            if (*field == '~' || *field == '/')
                wn_buf_text(pointer, *field == '~' ? "~0" : "~1");
            else
                wn_buf_put(pointer, *field);
    }
    wn_buf_put(pointer, '\0');
    return pointer->failed ? WN_NO_MEMORY : WN_OK;
}

static wn_status open_attributes(wn_account *a, const wn_policy *policy, wn_error **error)
{
    wn_place  place = {.file = "--attributes"};
    wn_status status = name_field(a, error);
    if (a->options->format != WN_FORMAT_JSONL)
        return wn_error_add(error, WN_BAD_ARGUMENT, &place, "only records have an id; give --format jsonl");
    if (status != WN_OK)
        return status;
    a->attributes = (wn_attributes_maker){.policy = policy, .field = a->attributes_field.data};
    wn_signals_hold();
    status = wn_atomic_open(a->options->attributes, &a->attributes_file, error);
    wn_signals_watch_too(a->attributes_file.temporary);
    wn_signals_release();
    return status;
}

static bool finish_attributes(wn_account *a, const wn_result *result)
{
    wn_buf line = {0};
    if (!a->attributes_file.output.bytes)
        return true;
    bool is_made = wn_attributes_finish(&a->attributes, result, &line);
    bool is_written = is_made && wn_output_write(&a->attributes_file.output, wn_buf_bytes(&line)) == WN_OK;
    wn_buf_free(&line);
    return is_written;
}

static void discard_attributes(wn_account *a)
{
    wn_signals_hold();
    wn_signals_watch_too(NULL);
    if (a->attributes_file.output.bytes)
        wn_atomic_discard(&a->attributes_file);
    wn_signals_release();
    wn_attributes_free(&a->attributes);
    wn_buf_free(&a->attributes_field);
}

static void commit_attributes(wn_account *a)
{
    wn_error *error = NULL;
    if (!a->attributes_file.output.bytes)
        return;
    wn_status status = wn_atomic_sync(&a->attributes_file, &error);
    wn_signals_hold();
    if (status == WN_OK)
        status = wn_atomic_rename(&a->attributes_file, &error);
    wn_signals_watch_too(a->attributes_file.temporary);
    wn_signals_release();
    a->has_failed |= status != WN_OK;
    if (status != WN_OK)
        wn_messages_errors(a->messages, error);
    else if (a->attributes.without_id)
        wn_messages_note(a->messages, a->options->attributes, "%llu records have no id, so they have no line here",
                         (unsigned long long)a->attributes.without_id);
    wn_error_free(error);
}

/* ---- opening and closing ---- */

wn_status wn_account_open(wn_account *a, const wn_options *options, const wn_messages *messages,
                          const wn_policy *policy, wn_error **error)
{
    *a = (wn_account){.options = options, .messages = messages, .begin = now()};
    a->next_metrics = a->begin + METRICS_SECONDS;
    a->shows_progress = options->wants_progress && isatty(STDERR_FILENO);
    a->bytes_total = a->shows_progress ? count_bytes(&options->operands) : 0;
    wn_status status = wn_stats_new(policy, options->wants_profile, &a->stats);
    if (status == WN_OK && options->wants_diff)
        status = wn_differ_new(policy, options->colour, &a->differ);
    if (status == WN_OK && options->attributes && !options->is_dry_run && !options->wants_diff)
        status = open_attributes(a, policy, error);
    if (status == WN_OK)
        wn_signals_listen();
    return status;
}

void wn_account_close(wn_account *a)
{
    wn_differ_free(&a->differ);
    discard_attributes(a);
    wn_stats_free(&a->stats);
}

/* ---- what is told ---- */

bool wn_account_wants_decisions(const wn_account *a)
{
    return a->differ.output.bytes || a->attributes_file.output.bytes;
}

bool wn_account_note(wn_account *a, const wn_change *change)
{
    wn_stats_note(&a->stats, change);
    return true;
}

bool wn_account_decide(wn_account *a, const wn_decision *decision)
{
    if (a->attributes_file.output.bytes)
        wn_attributes_decide(&a->attributes, decision);
    return wn_differ_decide(&a->differ, decision);
}

static bool is_failure(uint32_t fail_on, const wn_result *result)
{
    bool removes = result->verdict == WN_REJECTED || result->lines_cut || result->spans;
    return (fail_on & WN_FAIL_ON_REMOVED && removes) ||
           (fail_on & WN_FAIL_ON_FLAGGED && result->verdict == WN_FLAGGED) ||
           (fail_on & WN_FAIL_ON_REJECTED && result->verdict == WN_REJECTED) ||
           (fail_on & WN_FAIL_ON_GUARDED && result->verdict == WN_GUARDED);
}

bool wn_account_finish(wn_account *a, const wn_result *result)
{
    wn_stats_add(&a->stats, result);
    a->has_fail_on |= is_failure(a->options->fail_on, result);
    return finish_attributes(a, result) && wn_differ_finish(&a->differ);
}

void wn_account_read(wn_account *a, size_t size)
{
    a->bytes_read += size;
}

/* ---- what is shown ---- */

/* Standard error gets the whole text at once, as messages do. */
static void show_stats(const wn_account *a, bool as_json)
{
    wn_buf text = {0};
    clear_progress(a);
    if (as_json)
        wn_stats_put_json(&a->stats, &text);
    else if (a->options->stats != WN_STATS_NONE || !a->options->wants_profile)
        wn_stats_put_table(&a->stats, a->messages->is_verbose, &text);
    if (!as_json && a->options->wants_profile) {
        wn_buf_text(&text, text.size ? "\n" : "");
        wn_profile_put_table(&a->stats, a->messages->is_verbose, &text);
    }
    wn_messages_text(&text);
    wn_buf_free(&text);
}

static wn_status write_metrics(const wn_account *a, wn_error **error)
{
    wn_buf    text = {0};
    wn_atomic file;
    wn_status status = wn_atomic_open(a->options->metrics, &file, error);
    if (status != WN_OK)
        return status;
    wn_metrics_put(&a->stats, &text);
    if (!text.failed)
        wn_output_write(&file.output, wn_buf_bytes(&text));
    status = text.failed ? WN_NO_MEMORY : wn_atomic_sync(&file, error);
    if (status == WN_OK)
        status = wn_atomic_rename(&file, error);
    wn_atomic_discard(&file);
    wn_buf_free(&text);
    return status;
}

/* Signals wait meanwhile, so that no temporary file is left. A failure is told once. */
static void update_metrics(wn_account *a)
{
    wn_error *error = NULL;
    if (!a->options->metrics || a->has_failed)
        return;
    wn_signals_hold();
    wn_status status = write_metrics(a, &error);
    wn_signals_release();
    if (status != WN_OK) {
        a->has_failed = true;
        wn_messages_errors(a->messages, error);
    }
    wn_error_free(error);
    a->next_metrics = now() + METRICS_SECONDS;
}

void wn_account_do(wn_account *a)
{
    if (wn_signals_was_asked())
        show_stats(a, a->options->stats == WN_STATS_JSON);
    if (!a->options->metrics && !a->shows_progress)
        return;
    double time = now();
    if (time >= a->next_metrics)
        update_metrics(a);
    if (a->shows_progress && time >= a->next_progress)
        show_progress(a, time);
}

wn_status wn_account_explain(const wn_account *a, wn_error **error)
{
    return wn_output_explain(&a->attributes_file.output, error);
}

/* What could not be written, unless nobody reads it any more. */
static void close_diff(wn_account *a)
{
    wn_error *error = NULL;
    if (!a->differ.output.bytes || wn_output_close(&a->differ.output) == WN_OK)
        return;
    a->has_failed = true;
    if (!wn_output_is_abandoned(&a->differ.output) && wn_output_explain(&a->differ.output, &error) != WN_OK)
        wn_messages_errors(a->messages, error);
    wn_error_free(error);
}

int wn_account_conclude(wn_account *a, uint64_t malformed, bool is_whole)
{
    a->stats.malformed = malformed;
    wn_account_do(a);
    update_metrics(a);
    clear_progress(a);
    close_diff(a);
    if (is_whole)
        commit_attributes(a);
    if (a->options->stats != WN_STATS_NONE || a->options->wants_profile)
        show_stats(a, a->options->stats == WN_STATS_JSON);
    return a->has_failed ? WN_EXIT_FAILED : a->has_fail_on ? WN_EXIT_DOUBT : WN_EXIT_DONE;
}
