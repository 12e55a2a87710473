/* record.h: what becomes of one record of a stream of JSON objects.
 *
 * The strings that the options choose are documents: each goes through the text filter, and what it
 * removes is cut out of the record's source. Everything else is copied as it stands. */
#ifndef WN_FORMAT_RECORD_H
#define WN_FORMAT_RECORD_H

#include "format/json.h"

typedef struct wn_record wn_record;

/* Makes room for records. The options and the sink are those of the public filter; the sink gets decisions,
 * diversions, output and results, but no mishaps. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_record_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                        wn_record **record, wn_error **error);
void      wn_record_free(wn_record *record);

/* Where a record stands. */
typedef struct wn_record_place {
    uint64_t document; /* its line among those of all streams, from 0 */
    uint64_t number;   /* among those of its stream, from 1 */
    uint64_t offset;   /* in its stream */
} wn_record_place;

/* Filters one line, which holds a record and perhaps a line end, and writes what becomes of it. When it cannot be
 * filtered, nothing is written, and *mishap says why: then its message is not NULL, and valid until the next call.
 * Returns WN_OK, WN_NO_MEMORY or WN_STOPPED; after a failure the record can only be freed. */
wn_status wn_record_filter(wn_record *record, wn_bytes line, const wn_record_place *place, wn_mishap *mishap);

/* Begins a new sum. */
void wn_record_begin(wn_record *record);

/* The sum over all records filtered since, with their number as `document`; valid until the next call of any kind. */
const wn_result *wn_record_total(wn_record *record);

#endif
