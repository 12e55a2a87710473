/* differ.c: puts decisions together to lines, and lines to hunks. */
#include "cli/differ.h"

#include "base/plain.h"

#include <string.h>
#include <unistd.h>

wn_status wn_differ_new(const wn_policy *policy, wn_colour colour, wn_differ *differ)
{
    *differ = (wn_differ){.policy = policy, .place = "standard input"};
    differ->has_colour = wn_messages_can_colour(STDOUT_FILENO, colour);
    differ->is_terminal = differ->has_colour || isatty(STDOUT_FILENO);
    return wn_output_new(STDOUT_FILENO, "standard output", &differ->output);
}

void wn_differ_free(wn_differ *d)
{
    for (size_t i = 0; i < WN_DIFFER_CONTEXT; i++)
        wn_buf_free(&d->context[i]);
    wn_buf_free(&d->name);
    wn_buf_free(&d->old_line);
    wn_buf_free(&d->new_line);
    wn_buf_free(&d->hunk);
    wn_buf_free(&d->rules);
    wn_output_free(&d->output);
}

/* ---- hunks ---- */

static void put_colour(wn_differ *d, const char *code)
{
    if (d->has_colour)
        wn_buf_text(&d->hunk, code);
}

/* One line with its sign, ' ', '-' or '+'. */
static void put_line(wn_differ *d, char sign, wn_bytes line)
{
    bool has_end = line.size && line.data[line.size - 1] == '\n';
    line.size -= has_end;
    put_colour(d, sign == '-' ? "\033[31m" : sign == '+' ? "\033[32m" : "");
    wn_buf_put(&d->hunk, sign);
    if (d->is_terminal)
        wn_plain_put(&d->hunk, line);
    else
        wn_buf_append(&d->hunk, line.data, line.size);
    put_colour(d, sign == ' ' ? "" : "\033[0m");
    wn_buf_text(&d->hunk, has_end ? "\n" : "\n\\ No newline at end of file\n");
    d->old_count += sign != '+';
    d->new_count += sign != '-';
}

static void write_text(wn_differ *d, const wn_buf *text)
{
    d->has_failed |= text->failed;
    wn_output_write(&d->output, wn_buf_bytes(text));
}

static void write_heading(wn_differ *d)
{
    wn_buf heading = {0};
    if (d->has_heading)
        return;
    d->has_heading = true;
    wn_buf_text(&heading, d->has_colour ? "\033[1m--- " : "--- ");
    wn_plain_put(&heading, wn_buf_bytes(&d->name));
    wn_buf_text(&heading, "\n+++ ");
    wn_plain_put(&heading, wn_buf_bytes(&d->name));
    wn_buf_text(&heading, d->has_colour ? "\033[0m\n" : "\n");
    write_text(d, &heading);
    wn_buf_free(&heading);
}

/* The first line of a stretch of so many lines of which the last is `at`; of an empty one, the line before it. */
static unsigned long long first_line(uint64_t at, uint64_t count)
{
    return count ? at - count + 1 : at;
}

static void close_hunk(wn_differ *d)
{
    wn_buf heading = {0};
    if (!d->in_hunk)
        return;
    write_heading(d);
    wn_buf_printf(&heading, "%s@@ -%llu,%llu +%llu,%llu @@%s ", d->has_colour ? "\033[36m" : "",
                  first_line(d->old_at, d->old_count), (unsigned long long)d->old_count,
                  first_line(d->new_at, d->new_count), (unsigned long long)d->new_count,
                  d->has_colour ? "\033[0m" : "");
    wn_plain_put(&heading, wn_buf_bytes(&d->rules));
    wn_buf_put(&heading, '\n');
    write_text(d, &heading);
    write_text(d, &d->hunk);
    wn_buf_free(&heading);
    d->in_hunk = false;
    d->context_count = 0;
}

static void open_hunk(wn_differ *d)
{
    wn_buf_clear(&d->hunk);
    wn_buf_clear(&d->rules);
    d->in_hunk = true;
    d->old_count = d->new_count = 0;
    for (size_t i = 0; i < d->context_count; i++)
        put_line(d, ' ', wn_buf_bytes(&d->context[i]));
}

static void remember(wn_differ *d, const wn_buf *line)
{
    if (d->context_count == WN_DIFFER_CONTEXT) {
        wn_buf oldest = d->context[0];
        memmove(&d->context[0], &d->context[1], (WN_DIFFER_CONTEXT - 1) * sizeof oldest);
        d->context[--d->context_count] = oldest;
    }
    wn_buf *place = &d->context[d->context_count++];
    wn_buf_clear(place);
    wn_buf_append(place, line->data, line->size);
}

/* ---- lines ---- */

static void end_unchanged(wn_differ *d)
{
    d->old_at++;
    d->new_at++;
    if (!d->in_hunk) {
        remember(d, &d->old_line);
        return;
    }
    put_line(d, ' ', wn_buf_bytes(&d->old_line));
    if (++d->trailing == WN_DIFFER_CONTEXT)
        close_hunk(d);
}

static void end_changed(wn_differ *d)
{
    d->trailing = 0;
    d->old_at++;
    put_line(d, '-', wn_buf_bytes(&d->old_line));
    if (d->new_line.size) {
        put_line(d, '+', wn_buf_bytes(&d->new_line));
        d->new_at++;
    }
}

static void end_line(wn_differ *d)
{
    if (d->is_changed)
        end_changed(d);
    else
        end_unchanged(d);
    d->is_changed = false;
    wn_buf_clear(&d->old_line);
    wn_buf_clear(&d->new_line);
}

static void name_rule(wn_differ *d, int index)
{
    wn_rule_info rule;
    if (index < 0 || !wn_policy_rule(d->policy, (size_t)index, &rule))
        return;
    size_t size = strlen(rule.id);
    if (d->rules.size >= size && memcmp(d->rules.data + d->rules.size - size, rule.id, size) == 0)
        return; /* it took the line above, too */
    wn_buf_text(&d->rules, d->rules.size ? ", " : "");
    wn_buf_text(&d->rules, rule.id);
}

static void take_piece(wn_differ *d, const wn_decision *decision, wn_bytes piece)
{
    bool changes = decision->fate != WN_FATE_KEEP;
    if (changes && !d->in_hunk)
        open_hunk(d);
    d->is_changed |= changes;
    wn_buf_append(&d->old_line, piece.data, piece.size);
    if (!changes)
        wn_buf_append(&d->new_line, piece.data, piece.size);
    if (decision->fate == WN_FATE_REPLACE && piece.data == decision->bytes.data)
        wn_buf_append(&d->new_line, decision->put.data, decision->put.size);
    if (changes)
        name_rule(d, decision->rule);
    if (piece.size && piece.data[piece.size - 1] == '\n')
        end_line(d);
}

static void begin_text(wn_differ *d, const wn_decision *decision)
{
    wn_differ_finish(d);
    wn_buf_clear(&d->name);
    wn_buf_text(&d->name, d->place);
    if (decision->field_path)
        wn_buf_printf(&d->name, ":%llu%s", (unsigned long long)decision->document + 1, decision->field_path);
    d->has_heading = false;
    d->old_at = d->new_at = 0;
    d->context_count = 0;
}

/* Whether all could be written, and nothing lacked memory on its way. */
static bool is_whole(const wn_differ *d)
{
    bool lacks = d->has_failed || d->name.failed || d->old_line.failed || d->new_line.failed || d->rules.failed;
    for (size_t i = 0; i < WN_DIFFER_CONTEXT; i++)
        lacks |= d->context[i].failed;
    return !lacks && !d->hunk.failed && !d->output.failure;
}

bool wn_differ_decide(wn_differ *d, const wn_decision *decision)
{
    wn_bytes rest = decision->bytes;
    if (!d->output.bytes)
        return true;
    if (!decision->offset)
        begin_text(d, decision);
    while (rest.size) {
        const char *feed = memchr(rest.data, '\n', rest.size);
        wn_bytes    piece = {rest.data, feed ? (size_t)(feed - rest.data) + 1 : rest.size};
        take_piece(d, decision, piece);
        rest = wn_bytes_after(rest, piece.size);
    }
    return is_whole(d);
}

bool wn_differ_finish(wn_differ *d)
{
    if (!d->output.bytes)
        return true;
    if (d->old_line.size)
        end_line(d);
    close_hunk(d);
    return is_whole(d);
}
