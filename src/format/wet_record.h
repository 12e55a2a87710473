/* wet_record.h: what becomes of one conversion record of a WET file: its text is filtered, and its header says how long
 * it is then, and what its digest is. */
#ifndef WN_FORMAT_WET_RECORD_H
#define WN_FORMAT_WET_RECORD_H

#include "format/wet_header.h"

typedef struct wn_wet_record wn_wet_record;

/* As wn_filter_new. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_wet_record_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                            wn_wet_record **record, wn_error **error);
void      wn_wet_record_free(wn_wet_record *record);

typedef struct wn_wet_place {
    uint64_t document; /* among the records of all streams, from 0 */
    uint64_t number;   /* among those of its stream, from 1 */
    uint64_t offset;   /* in its stream */
} wn_wet_place;

/* Filters a whole record, of which `header` has been read, and writes what becomes of it. Returns WN_OK, WN_NO_MEMORY
 * or WN_STOPPED. */
wn_status wn_wet_record_filter(wn_wet_record *record, wn_bytes bytes, size_t header_size, const wn_wet_header *header,
                               const wn_wet_place *place);

/* The sum over all records since the last call of wn_wet_record_begin; valid until the next call. */
void             wn_wet_record_begin(wn_wet_record *record);
const wn_result *wn_wet_record_total(wn_wet_record *record);

#endif
