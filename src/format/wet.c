/* wet.c: cuts the stream into records and deals with those that cannot be read.
 *
 *     header, blank line, as many bytes as Content-Length says, two line ends
 *
 * A conversion record is held to its end and filtered; the content of others passes as it comes. Where a record is not
 * what its header says, all that follows passes, or does not, until a line begins with "WARC/" again. */
#include "format/wet.h"

#include "base/error.h"
#include "format/wet_record.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES_MAX ((size_t)1 << 20) /* far more than any header */
#define CONSUME_BYTES ((size_t)1 << 20)    /* settled bytes that may stay in front of those that are not */
#define RECORD_END "\r\n\r\n"

typedef enum stage {
    AT_RECORD,  /* a header begins here */
    IN_CONTENT, /* of a record that passes */
    AT_END,     /* of such a record: two line ends must follow */
    IS_LOST     /* in bytes that are no record */
} stage;

struct wn_wet {
    wn_wet_record *record;
    wn_sink        sink;
    wn_on_error    on_error;
    size_t         limit;
    wn_buf         held;
    size_t         begin; /* of what is not settled, in `held` */
    size_t         seen;  /* bytes of it that have no end of a header, or no new record */
    uint64_t       left;  /* of the content that passes */
    stage          stage;
    bool           is_open; /* bytes of a record have been written, and its end has not been told */
    uint64_t       offset;  /* of `begin`, in the stream */
    uint64_t       start;   /* of the record at hand */
    uint64_t       number;  /* records of the stream that have begun */
    uint64_t       document;
    wn_buf         message;
    wn_status      status; /* the first failure; the filter is dead then */
};

/* ---- making and freeing ---- */

static wn_status check_options(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                               wn_error **error)
{
    if (options->divert_rejects && !sink->divert)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "divert_rejects, in the options; it needs a sink with divert");
    if (wn_policy_can_reject(policy) && !options->divert_rejects)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "policy \"%s\" can reject records, and they have no way to go; it needs divert_rejects",
                            wn_policy_name(policy));
    return WN_OK;
}

wn_status wn_wet_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_wet **filter,
                     wn_error **error)
{
    *filter = NULL;
    wn_status status = check_options(policy, options, sink, error);
    if (status != WN_OK)
        return status;
    wn_wet *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->sink = *sink;
    made->on_error = options->on_error;
    made->limit = WN_WET_RECORD_MAX;
    status = wn_wet_record_new(policy, options, sink, &made->record, error);
    if (status != WN_OK) {
        wn_wet_free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

void wn_wet_free(wn_wet *filter)
{
    if (!filter)
        return;
    wn_wet_record_free(filter->record);
    wn_buf_free(&filter->held);
    wn_buf_free(&filter->message);
    free(filter);
}

void wn_wet_limit(wn_wet *filter, size_t record_bytes)
{
    filter->limit = record_bytes;
}

/* ---- what is held ---- */

static wn_bytes rest_of(const wn_wet *filter)
{
    return wn_bytes_after(wn_buf_bytes(&filter->held), filter->begin);
}

/* The first bytes are settled. What is in front of the rest goes now and then, so that moving it costs little. */
static void settle(wn_wet *filter, size_t size)
{
    filter->begin += size;
    filter->offset += size;
    filter->seen = 0;
    if (filter->begin == filter->held.size) {
        wn_buf_clear(&filter->held);
        filter->begin = 0;
    } else if (filter->begin > CONSUME_BYTES && filter->begin > filter->held.size / 2) {
        wn_buf_consume(&filter->held, filter->begin);
        filter->begin = 0;
    }
}

static wn_status write_out(wn_wet *filter, size_t size)
{
    const wn_sink *sink = &filter->sink;
    wn_bytes       bytes = {rest_of(filter).data, size};
    bool           goes = !size || !sink->write || sink->write(sink->user, bytes);
    filter->is_open |= size > 0;
    settle(filter, size);
    return goes ? WN_OK : WN_STOPPED;
}

/* What was written since the last call is a record, or lies between two. */
static wn_status end_record(wn_wet *filter)
{
    const wn_sink *sink = &filter->sink;
    bool           goes = !filter->is_open || !sink->part || sink->part(sink->user);
    filter->is_open = false;
    filter->stage = AT_RECORD;
    return goes ? WN_OK : WN_STOPPED;
}

/* ---- what cannot be read ---- */

static wn_status report(wn_wet *filter, const char *what, size_t offset)
{
    wn_mishap mishap = {.record = filter->number, .offset = offset};
    wn_buf_clear(&filter->message);
    wn_buf_printf(&filter->message, "the record that begins at offset %llu: %s", (unsigned long long)filter->start,
                  what);
    if (!wn_buf_put(&filter->message, '\0'))
        return WN_NO_MEMORY;
    mishap.message = filter->message.data;
    return !filter->sink.mishap || filter->sink.mishap(filter->sink.user, &mishap) ? WN_OK : WN_STOPPED;
}

static wn_status lose(wn_wet *filter, const char *what, size_t offset)
{
    wn_status status = report(filter, what, offset);
    filter->stage = IS_LOST;
    filter->seen = 0;
    return status == WN_OK && filter->on_error == WN_ON_ERROR_STOP ? WN_BAD_INPUT : status;
}

static wn_status drop(wn_wet *filter, size_t size)
{
    const wn_sink *sink = &filter->sink;
    wn_change change = {.offset = filter->offset, .removed = {rest_of(filter).data, size}, .record = filter->number};
    bool      goes = !size || !sink->change || sink->change(sink->user, &change);
    settle(filter, size);
    return goes ? WN_OK : WN_STOPPED;
}

static wn_status pass_lost(wn_wet *filter, size_t size)
{
    return filter->on_error == WN_ON_ERROR_DROP ? drop(filter, size) : write_out(filter, size);
}

/* Looks for the next line that begins as a record does; the first byte is not asked. */
static wn_status step_lost(wn_wet *filter, bool is_end, bool *goes_on)
{
    static const char mark[] = "\nWARC/";
    wn_bytes          rest = rest_of(filter);
    for (size_t at = filter->seen; rest.data && at + sizeof mark - 1 <= rest.size; at++) {
        const char *feed = memchr(rest.data + at, '\n', rest.size - at);
        at = feed ? (size_t)(feed - rest.data) : rest.size;
        if (at + sizeof mark - 1 > rest.size || memcmp(rest.data + at, mark, sizeof mark - 1) != 0)
            continue;
        wn_status status = pass_lost(filter, at + 1);
        *goes_on = true;
        return status == WN_OK ? end_record(filter) : status;
    }
    size_t keep = is_end ? 0 : rest.size < sizeof mark - 2 ? rest.size : sizeof mark - 2;
    return pass_lost(filter, rest.size - keep);
}

/* ---- records ---- */

typedef enum header_end {
    NO_END_YET,
    HAS_END,
    HAS_NONE /* another record begins before it */
} header_end;

/* Finds where the header ends, with its blank line. No line of it may begin as a record does, so that bytes are not
 * looked through again for each record that might begin in them. */
static header_end find_header_end(wn_wet *filter, size_t *size)
{
    static const char mark[] = "\nWARC/";
    wn_bytes          rest = rest_of(filter);
    for (size_t at = filter->seen; rest.data && at + 3 <= rest.size; at++) {
        const char *feed = memchr(rest.data + at, '\n', rest.size - at);
        if (!feed)
            break;
        at = (size_t)(feed - rest.data);
        if (rest.size - at >= 3 && at && memcmp(feed - 1, RECORD_END, 4) == 0) {
            *size = at + 3;
            return HAS_END;
        }
        if (rest.size - at >= sizeof mark - 1 && memcmp(feed, mark, sizeof mark - 1) == 0) {
            *size = at + 1;
            return HAS_NONE;
        }
    }
    filter->seen = rest.size > sizeof mark - 2 ? rest.size - (sizeof mark - 2) : 0;
    return NO_END_YET;
}

static bool ends_here(wn_bytes rest, size_t at)
{
    return rest.data && memcmp(rest.data + at, RECORD_END, 4) == 0;
}

/* A record whose text is filtered: it must be there as a whole. */
static wn_status step_conversion(wn_wet *filter, const wn_wet_header *header, size_t header_size, bool is_end,
                                 bool *goes_on)
{
    wn_bytes     rest = rest_of(filter);
    wn_wet_place place = {filter->document, filter->number, filter->start};
    size_t       size = header_size + (size_t)header->content_bytes + 4;
    *goes_on = rest.size >= size || is_end;
    if (rest.size < size)
        return is_end ? lose(filter, "the input ends before it does", rest.size) : WN_OK;
    if (!ends_here(rest, size - 4))
        return lose(filter, "no blank line stands where Content-Length says that it ends", size - 4);
    wn_status status = wn_wet_record_filter(filter->record, (wn_bytes){rest.data, size}, header_size, header, &place);
    filter->is_open = true;
    filter->document++;
    settle(filter, size);
    return status == WN_OK ? end_record(filter) : status;
}

/* A record that passes; one that is too long to be held does, too. */
static wn_status step_other(wn_wet *filter, const wn_wet_header *header, size_t header_size)
{
    wn_status status = WN_OK;
    if (header->is_conversion)
        status = report(filter, "it is too long to be held", 0);
    filter->left = header->content_bytes;
    filter->stage = IN_CONTENT;
    filter->document++;
    return status == WN_OK ? write_out(filter, header_size) : status;
}

static wn_status step_header(wn_wet *filter, size_t header_size, bool is_end, bool *goes_on)
{
    wn_wet_header header = wn_wet_header_read((wn_bytes){rest_of(filter).data, header_size});
    *goes_on = true;
    if (header.fault)
        return lose(filter, header.fault, header.fault_offset);
    if (header.is_conversion && header.content_bytes <= filter->limit)
        return step_conversion(filter, &header, header_size, is_end, goes_on);
    return step_other(filter, &header, header_size);
}

/* The stream may end here, and blank lines pass. */
static wn_status step_record(wn_wet *filter, bool is_end, bool *goes_on)
{
    wn_bytes rest = rest_of(filter);
    size_t   known = rest.size < 5 ? rest.size : 5;
    if (!rest.size || !rest.data || (known < 5 && !is_end && memcmp(rest.data, "WARC/", known) == 0))
        return WN_OK;
    if (filter->start != filter->offset || !filter->number) {
        filter->start = filter->offset;
        filter->number++;
    }
    if (known < 5 || memcmp(rest.data, "WARC/", 5) != 0) {
        *goes_on = true;
        return lose(filter, "it does not begin with \"WARC/\"", 0);
    }
    size_t     size = rest.size;
    header_end found = find_header_end(filter, &size);
    if (found == HAS_END)
        return step_header(filter, size, is_end, goes_on);
    *goes_on = found == HAS_NONE || is_end || rest.size > HEADER_BYTES_MAX;
    if (*goes_on)
        return lose(filter, found == HAS_NONE || !is_end ? "its header has no end" : "the input ends in its header",
                    size);
    return WN_OK;
}

static wn_status step_content(wn_wet *filter, bool is_end, bool *goes_on)
{
    size_t    rest = rest_of(filter).size;
    size_t    size = filter->left < rest ? (size_t)filter->left : rest;
    wn_status status = write_out(filter, size);
    filter->left -= size;
    if (status != WN_OK)
        return status;
    if (!filter->left) {
        filter->stage = AT_END;
        *goes_on = true;
    } else if (is_end) {
        return report(filter, "the input ends before it does", (size_t)(filter->offset - filter->start));
    }
    return WN_OK;
}

static wn_status step_end(wn_wet *filter, bool is_end, bool *goes_on)
{
    wn_bytes rest = rest_of(filter);
    if (rest.size < 4 && !is_end)
        return WN_OK;
    *goes_on = true;
    if (rest.size < 4)
        return lose(filter, "the input ends before it does", (size_t)(filter->offset - filter->start));
    if (!ends_here(rest, 0))
        return lose(filter, "no blank line stands where Content-Length says that it ends",
                    (size_t)(filter->offset - filter->start));
    wn_status status = write_out(filter, 4);
    return status == WN_OK ? end_record(filter) : status;
}

static wn_status step(wn_wet *filter, bool is_end)
{
    wn_status status = WN_OK;
    bool      goes_on = true;
    while (goes_on && status == WN_OK) {
        goes_on = false;
        switch (filter->stage) {
        case AT_RECORD:
            status = step_record(filter, is_end, &goes_on);
            break;
        case IN_CONTENT:
            status = step_content(filter, is_end, &goes_on);
            break;
        case AT_END:
            status = step_end(filter, is_end, &goes_on);
            break;
        case IS_LOST:
            status = step_lost(filter, is_end, &goes_on);
            break;
        }
    }
    return status;
}

/* ---- feeding ---- */

wn_status wn_wet_feed(wn_wet *filter, const void *data, size_t size)
{
    if (filter->status == WN_OK && !wn_buf_append(&filter->held, data, size))
        filter->status = WN_NO_MEMORY;
    if (filter->status == WN_OK)
        filter->status = step(filter, false);
    return filter->status;
}

wn_status wn_wet_end(wn_wet *filter, wn_result *result)
{
    if (filter->status == WN_OK)
        filter->status = step(filter, true);
    if (filter->status == WN_OK)
        filter->status = end_record(filter);
    if (filter->status != WN_OK)
        return filter->status;
    filter->offset = filter->start = filter->number = 0;
    if (result)
        *result = *wn_wet_record_total(filter->record);
    wn_wet_record_begin(filter->record);
    return WN_OK;
}
