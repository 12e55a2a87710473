/* jsonl.c: cuts the stream into lines and deals with those that cannot be filtered.
 *
 * Lines that are whole in what is fed are filtered where they stand; only the beginning of a line whose
 * end is still to come is copied. A line over the limit is passed on piece by piece. */
#include "format/jsonl.h"

#include "base/error.h"
#include "format/record.h"

#include <stdlib.h>
#include <string.h>

struct wn_jsonl {
    wn_record  *record;
    wn_sink     sink;
    wn_on_error on_error;
    size_t      limit;    /* of a line, in bytes */
    wn_buf      held;     /* the beginning of a line */
    bool        in_giant; /* inside a line over the limit */
    uint64_t    offset;   /* bytes of the stream that are settled */
    uint64_t    line;     /* lines of the stream that have ended */
    uint64_t    document; /* lines of all streams that have ended */
    wn_status   status;   /* the first failure; the filter is dead then */
};

/* ---- making and freeing ---- */

static wn_status check_options(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                               wn_error **error)
{
    const char *name = wn_policy_name(policy);
    bool        rejects = wn_policy_can_reject(policy);
    if (options->divert_rejects && !sink->divert)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "divert_rejects, in the options; it needs a sink with divert");
    if (options->one_to_one && options->on_error == WN_ON_ERROR_DROP)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "one_to_one and dropping malformed records, in the options; they exclude each other");
    if (rejects && options->one_to_one && !options->annotate)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "policy \"%s\" can reject records, and one_to_one keeps them; it needs annotate, too",
                            name);
    if (rejects && !options->divert_rejects && !options->annotate)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "policy \"%s\" can reject records, and they have no way to go; it needs divert_rejects or "
                            "annotate",
                            name);
    return WN_OK;
}

wn_status wn_jsonl_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                       wn_jsonl **filter, wn_error **error)
{
    *filter = NULL;
    wn_status status = check_options(policy, options, sink, error);
    if (status != WN_OK)
        return status;
    wn_jsonl *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->sink = *sink;
    made->on_error = options->on_error;
    made->limit = WN_RECORD_BYTES_MAX;
    status = wn_record_new(policy, options, sink, &made->record, error);
    if (status != WN_OK) {
        wn_jsonl_free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

void wn_jsonl_free(wn_jsonl *filter)
{
    if (!filter)
        return;
    wn_record_free(filter->record);
    wn_buf_free(&filter->held);
    free(filter);
}

void wn_jsonl_limit(wn_jsonl *filter, size_t record_bytes)
{
    filter->limit = record_bytes;
}

/* ---- what cannot be filtered ---- */

static wn_status write_out(wn_jsonl *filter, wn_bytes bytes)
{
    const wn_sink *sink = &filter->sink;
    return !bytes.size || !sink->write || sink->write(sink->user, bytes) ? WN_OK : WN_STOPPED;
}

static wn_status report(wn_jsonl *filter, wn_mishap mishap)
{
    const wn_sink *sink = &filter->sink;
    mishap.record = filter->line + 1;
    return !sink->mishap || sink->mishap(sink->user, &mishap) ? WN_OK : WN_STOPPED;
}

static wn_status drop(wn_jsonl *filter, wn_bytes bytes)
{
    const wn_sink *sink = &filter->sink;
    wn_change      change = {.offset = filter->offset, .removed = bytes, .record = filter->line + 1};
    return !bytes.size || !sink->change || sink->change(sink->user, &change) ? WN_OK : WN_STOPPED;
}

/* Writes what is malformed, or not. */
static wn_status let_pass(wn_jsonl *filter, wn_bytes bytes)
{
    switch (filter->on_error) {
    case WN_ON_ERROR_PASS:
        return write_out(filter, bytes);
    case WN_ON_ERROR_DROP:
        return drop(filter, bytes);
    case WN_ON_ERROR_STOP:
        break;
    }
    return WN_BAD_INPUT;
}

static wn_status settle_mishap(wn_jsonl *filter, wn_mishap mishap, wn_bytes line)
{
    wn_status status = report(filter, mishap);
    if (status != WN_OK)
        return status;
    return mishap.is_missing_field ? write_out(filter, line) : let_pass(filter, line);
}

/* ---- lines ---- */

static bool is_blank(wn_bytes line)
{
    for (size_t i = 0; i < line.size; i++)
        if (!line.data[i] || !strchr(" \t\r\n", line.data[i]))
            return false;
    return true;
}

/* A byte order mark may open the stream, and stays there. */
static wn_status pass_mark(wn_jsonl *filter, wn_bytes *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (filter->line || line->size < 3 || memcmp(line->data, mark, 3) != 0)
        return WN_OK;
    wn_status status = write_out(filter, (wn_bytes){line->data, 3});
    *line = (wn_bytes){line->data + 3, line->size - 3};
    filter->offset += 3;
    return status;
}

static wn_status take_line(wn_jsonl *filter, wn_bytes line)
{
    wn_mishap       mishap = {0};
    wn_status       status = pass_mark(filter, &line);
    wn_record_place place = {filter->document, filter->line + 1, filter->offset};
    if (status == WN_OK && is_blank(line))
        status = write_out(filter, line);
    else if (status == WN_OK)
        status = wn_record_filter(filter->record, line, &place, &mishap);
    if (status == WN_OK && mishap.message)
        status = settle_mishap(filter, mishap, line);
    filter->offset += line.size;
    filter->line++;
    filter->document++;
    return status;
}

/* ---- lines over the limit ---- */

static wn_status pass_piece(wn_jsonl *filter, wn_bytes piece, bool ends_line)
{
    filter->in_giant = !ends_line;
    wn_status status = let_pass(filter, piece);
    filter->offset += piece.size;
    filter->line += ends_line;
    filter->document += ends_line;
    return status;
}

static wn_status open_giant(wn_jsonl *filter)
{
    wn_mishap mishap = {.offset = filter->limit, .message = "a record too long to be held"};
    wn_bytes  begin = wn_buf_bytes(&filter->held);
    wn_status status = report(filter, mishap);
    if (status == WN_OK)
        status = pass_piece(filter, begin, false);
    wn_buf_free(&filter->held);
    return status;
}

/* ---- feeding ---- */

/* Holds bytes of a line that is not whole, or passes them on when they are too many. */
static wn_status hold(wn_jsonl *filter, wn_bytes bytes)
{
    size_t room = filter->limit - filter->held.size;
    size_t size = bytes.size < room ? bytes.size : room;
    if (!wn_buf_append(&filter->held, bytes.data, size))
        return WN_NO_MEMORY;
    if (size == bytes.size)
        return WN_OK;
    wn_status status = open_giant(filter);
    if (status == WN_OK)
        status = pass_piece(filter, wn_bytes_after(bytes, size), false);
    return status;
}

/* Takes the end of a line, or a whole one. */
static wn_status end_line(wn_jsonl *filter, wn_bytes bytes)
{
    if (filter->in_giant)
        return pass_piece(filter, bytes, true);
    if (!filter->held.size && bytes.size <= filter->limit)
        return take_line(filter, bytes);
    wn_status status = hold(filter, bytes);
    if (status != WN_OK)
        return status;
    if (filter->in_giant) /* with these bytes, all of which have been passed */
        return pass_piece(filter, (wn_bytes){0}, true);
    status = take_line(filter, wn_buf_bytes(&filter->held));
    wn_buf_clear(&filter->held);
    return status;
}

static wn_status take_bytes(wn_jsonl *filter, wn_bytes bytes)
{
    wn_status status = WN_OK;
    while (bytes.size && status == WN_OK) {
        const char *feed = memchr(bytes.data, '\n', bytes.size);
        wn_bytes    line = {bytes.data, feed ? (size_t)(feed - bytes.data) + 1 : bytes.size};
        if (feed)
            status = end_line(filter, line);
        else if (filter->in_giant)
            status = pass_piece(filter, line, false);
        else
            status = hold(filter, line);
        bytes = wn_bytes_after(bytes, line.size);
    }
    return status;
}

void wn_jsonl_resume(wn_jsonl *filter, const wn_resume_place *place)
{
    filter->document = place->document;
    filter->line = place->line;
    filter->offset = place->offset;
}

wn_status wn_jsonl_feed(wn_jsonl *filter, const void *data, size_t size)
{
    if (filter->status == WN_OK)
        filter->status = take_bytes(filter, (wn_bytes){data, size});
    return filter->status;
}

wn_status wn_jsonl_end(wn_jsonl *filter, wn_result *result)
{
    if (filter->status == WN_OK && filter->held.size)
        filter->status = end_line(filter, (wn_bytes){0});
    if (filter->status != WN_OK)
        return filter->status;
    filter->document += filter->in_giant; /* its line has ended with the stream */
    filter->in_giant = false;
    filter->line = 0;
    filter->offset = 0;
    if (result)
        *result = *wn_record_total(filter->record);
    wn_record_begin(filter->record);
    return WN_OK;
}
