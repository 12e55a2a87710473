/* audit_reader.h: the lines of an audit, each checked before it is used: its place in the row, and its sum over all
 * lines before. */
#ifndef WN_STREAM_AUDIT_READER_H
#define WN_STREAM_AUDIT_READER_H

#include "format/json.h"
#include "stream/source.h"

/* A length and a sum. */
typedef struct wn_audit_sum {
    uint64_t length;
    uint32_t crc;
} wn_audit_sum;

/* One line, read. */
typedef struct wn_audit_entry {
    bool         is_first, is_last;
    bool         is_shadow;
    uint64_t     version; /* of the first line */
    uint64_t     seq, offset, length;
    wn_audit_sum input, output; /* of the last line */
    wn_buf       removed, put;
} wn_audit_entry;

typedef struct wn_audit_reader {
    wn_source  source;
    wn_error **error;
    wn_json    json;
    uint64_t   line;    /* at hand, from 1 */
    wn_bytes   text;    /* of that line, without its line end; `data` NULL: there is no more */
    uint64_t   seq;     /* of the next line in its run */
    uint32_t   crc;     /* of the run's lines so far */
    bool       is_open; /* a run has begun and not ended */
} wn_audit_reader;

/* The calls return WN_OK, WN_BAD_INPUT (with an error at the line), WN_IO_ERROR or WN_NO_MEMORY. */

/* The next line. */
wn_status wn_audit_next(wn_audit_reader *reader);

/* Reads and checks the line at hand; wn_audit_entry_free is due either way. */
wn_status wn_audit_parse(wn_audit_reader *reader, wn_audit_entry *entry);
void      wn_audit_entry_free(wn_audit_entry *entry);

/* If the line at hand is the last one of a run, reads it without checking its place. */
wn_status wn_audit_peek_last(wn_audit_reader *reader, bool *is_last, wn_audit_sum *output);

/* Whether the line at hand looks like the first of a run. */
bool wn_audit_begins_run(const wn_audit_reader *reader);

/* After the last line: whether the last run is complete. */
wn_status wn_audit_check_whole(wn_audit_reader *reader);

/* Adds an error at the line at hand. Returns WN_BAD_INPUT or WN_NO_MEMORY. */
wn_status wn_audit_refuse(const wn_audit_reader *reader, const char *what);

wn_audit_sum wn_audit_add(wn_audit_sum so_far, wn_bytes bytes);

void wn_audit_reader_free(wn_audit_reader *reader);

#endif
