/* split.c: finds separators, by byte or by line.
 *
 * For a regular expression each line is looked at whole. A line that lies whole in the bytes at hand
 * is judged where it lies; only one that a read cut in two is gathered in `line`, and never more of
 * it than a line may have to be judged: the rest of a longer one is passed on as it comes. */
#include "stream/split.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "match/pattern.h"
#include "match/view.h"

#include <stdlib.h>
#include <string.h>

struct wn_split {
    bool           is_by_line;
    char           byte;   /* the separator when it is a byte */
    wn_buf         source; /* the regular expression, as the view folds it; the pool of `def` */
    wn_patterns   *patterns;
    wn_matcher    *matcher;
    wn_pattern_def def;
    wn_buf         line;         /* the begun line, when a read ended in it */
    wn_buf         view;         /* storage for one view */
    bool           is_long_line; /* the line at hand is too long to judge, and its start is out already */
    uint64_t       unjudged;
};

static const struct {
    const char *word;
    char        byte;
} byte_separators[] = {{"ff", '\f'}, {"nul", '\0'}};

/* ---- making one ---- */

static wn_status refuse_pattern(const char *how, size_t offset, const char *message, wn_error **error)
{
    wn_place place = {.file = "--split", .text = {how, strlen(how)}, .offset = offset, .line = 1};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "%s", message);
}

static wn_status check_pattern(wn_split *split, const char *how, wn_error **error)
{
    wn_arena       arena = {0};
    wn_regex_facts facts = {0};
    wn_regex_fault fault = {0};
    char           message[160] = "";
    size_t         offset = 0;
    wn_bytes       source = {split->source.data, split->source.size - 1};
    wn_status      status = wn_regex_read(source, false, &arena, &facts, &fault);
    if (status == WN_BAD_POLICY)
        status = refuse_pattern(how, fault.offset, fault.message, error);
    else if (status == WN_OK && (status = wn_pattern_check(source, true, message, &offset)) == WN_BAD_POLICY)
        status = refuse_pattern(how, offset, message, error);
    split->def = (wn_pattern_def){.size = (uint32_t)source.size,
                                  .is_exact = 1,
                                  .cost = (uint8_t)facts.cost,
                                  .is_anchored = facts.is_anchored,
                                  .factor = facts.factor,
                                  .min_chars = facts.min_chars};
    wn_arena_free(&arena);
    return status;
}

static wn_status compile_pattern(wn_split *split, const char *how, wn_error **error)
{
    wn_bytes text = {how, strlen(how)};
    if (!text.size || text.size > WN_REGEX_BYTES_MAX)
        return refuse_pattern(how, 0,
                              "no regular expression; give ff, nul, or a pattern for the lines between documents",
                              error);
    if (wn_utf8_check(text) < text.size)
        return refuse_pattern(how, wn_utf8_check(text),
                              "a byte that is not UTF-8, in the regular expression; write it in UTF-8", error);
    wn_status status = wn_view_pattern(text, &split->source);
    if (status == WN_OK && !wn_buf_put(&split->source, '\0'))
        status = WN_NO_MEMORY;
    if (status == WN_OK)
        status = check_pattern(split, how, error);
    if (status == WN_OK)
        status = wn_patterns_new(&split->def, 1, split->source.data, &split->patterns);
    if (status == WN_OK)
        status = wn_matcher_new(split->patterns, false, &split->matcher);
    return status;
}

wn_status wn_split_new(const char *how, wn_split **split, wn_error **error)
{
    wn_split *made = calloc(1, sizeof *made);
    *split = NULL;
    if (!made)
        return WN_NO_MEMORY;
    made->is_by_line = true;
    for (size_t i = 0; i < sizeof byte_separators / sizeof *byte_separators; i++)
        if (strcmp(how, byte_separators[i].word) == 0) {
            made->is_by_line = false;
            made->byte = byte_separators[i].byte;
        }
    wn_status status = made->is_by_line ? compile_pattern(made, how, error) : WN_OK;
    if (status != WN_OK) {
        wn_split_free(made);
        return status;
    }
    *split = made;
    return WN_OK;
}

void wn_split_free(wn_split *split)
{
    if (!split)
        return;
    wn_matcher_free(split->matcher);
    wn_patterns_free(split->patterns);
    wn_buf_free(&split->source);
    wn_buf_free(&split->line);
    wn_buf_free(&split->view);
    free(split);
}

uint64_t wn_split_unjudged(const wn_split *split)
{
    return split ? split->unjudged : 0;
}

/* ---- by byte ---- */

static wn_status emit_text(const wn_split_sink *sink, const char *from, const char *to)
{
    if (from == to || sink->text(sink->user, (wn_bytes){from, (size_t)(to - from)}))
        return WN_OK;
    return WN_STOPPED;
}

static wn_status emit_separator(const wn_split_sink *sink, const char *from, const char *to)
{
    return sink->separator(sink->user, (wn_bytes){from, (size_t)(to - from)}) ? WN_OK : WN_STOPPED;
}

static wn_status split_at_bytes(const wn_split *split, wn_bytes bytes, const wn_split_sink *sink)
{
    const char *at = bytes.data, *end = bytes.data + bytes.size, *found;
    wn_status   status = WN_OK;
    while (status == WN_OK && (found = memchr(at, split->byte, (size_t)(end - at)))) {
        status = emit_text(sink, at, found);
        if (status == WN_OK)
            status = emit_separator(sink, found, found + 1);
        at = found + 1;
    }
    return status == WN_OK ? emit_text(sink, at, end) : status;
}

/* ---- by line ---- */

/* Whether the line, given with its terminator, is a separator. Doubt says it is text. */
static wn_status is_separator(wn_split *split, wn_bytes line, bool *answer)
{
    *answer = false;
    if (line.size && line.data[line.size - 1] == '\n')
        line.size--;
    if (line.size && line.data[line.size - 1] == '\r')
        line.size--;
    if (line.size > WN_LINE_BYTES_MAX) {
        split->unjudged++;
        return WN_OK;
    }
    wn_view view;
    wn_buf_clear(&split->view);
    wn_status status = wn_view_make(line, &split->view, &view);
    if (status != WN_OK)
        return status;
    wn_match match = wn_matcher_find(split->matcher, 0, view.text, 0, NULL);
    split->unjudged += match == WN_MATCH_LIMIT;
    *answer = match == WN_MATCH_YES;
    return WN_OK;
}

/* The line that a read cut in two is complete now, or the stream is over. */
static wn_status settle_begun_line(wn_split *split, const wn_split_sink *sink)
{
    bool        is_one;
    const char *data = split->line.data;
    wn_status   status = is_separator(split, wn_buf_bytes(&split->line), &is_one);
    if (status == WN_OK)
        status = (is_one ? emit_separator : emit_text)(sink, data, data + split->line.size);
    wn_buf_clear(&split->line);
    return status;
}

/* Takes bytes up to `end`, or to the first line end, into the begun line. */
static wn_status continue_line(wn_split *split, const char **at, const char *end, const wn_split_sink *sink)
{
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    const char *stop = newline ? newline + 1 : end;
    const char *from = *at;
    wn_status   status = WN_OK;
    *at = stop;
    if (split->is_long_line) {
        split->is_long_line = !newline;
        return emit_text(sink, from, stop);
    }
    if (!wn_buf_append(&split->line, from, (size_t)(stop - from)))
        return WN_NO_MEMORY;
    if (newline)
        return settle_begun_line(split, sink);
    if (split->line.size > WN_LINE_BYTES_MAX + 1) { /* the 1 is for a CR that may belong to the line end */
        status = settle_begun_line(split, sink);
        split->is_long_line = true;
    }
    return status;
}

/* Judges the whole lines from `at` on; what follows the last line end becomes the begun line. */
static wn_status judge_lines(wn_split *split, const char *at, const char *end, const wn_split_sink *sink)
{
    const char *text = at, *newline; /* text: what is known to be no separator and not yet out */
    while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
        bool      is_one;
        wn_status status = is_separator(split, (wn_bytes){at, (size_t)(newline + 1 - at)}, &is_one);
        if (status == WN_OK && is_one) {
            status = emit_text(sink, text, at);
            if (status == WN_OK)
                status = emit_separator(sink, at, newline + 1);
            text = newline + 1;
        }
        if (status != WN_OK)
            return status;
        at = newline + 1;
    }
    wn_status status = emit_text(sink, text, at);
    if (status == WN_OK && at < end)
        status = continue_line(split, &at, end, sink);
    return status;
}

wn_status wn_split_feed(wn_split *split, wn_bytes bytes, const wn_split_sink *sink)
{
    if (!bytes.size)
        return WN_OK;
    if (!split->is_by_line)
        return split_at_bytes(split, bytes, sink);
    const char *at = bytes.data, *end = bytes.data + bytes.size;
    wn_status   status = WN_OK;
    if (split->line.size || split->is_long_line)
        status = continue_line(split, &at, end, sink);
    if (status == WN_OK && at < end)
        status = judge_lines(split, at, end, sink);
    return status;
}

wn_status wn_split_end(wn_split *split, const wn_split_sink *sink)
{
    wn_status status = split->line.size ? settle_begun_line(split, sink) : WN_OK;
    split->is_long_line = false;
    return status;
}
