/* wet.h: a filter of WARC files: the text of their conversion records, as in the WET files of Common Crawl. All other
 * records pass as they are. What the public filter of winnow.h does for every format is done here for this one. */
#ifndef WN_FORMAT_WET_H
#define WN_FORMAT_WET_H

#include "winnow.h"

#define WN_WET_RECORD_MAX ((size_t)256 << 20) /* of a conversion record; what is longer passes unchanged */

typedef struct wn_wet wn_wet;

/* As wn_filter_new. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_wet_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_wet **filter,
                     wn_error **error);
void      wn_wet_free(wn_wet *filter);

/* As the public calls of the same names: the end is that of the stream, and a new one may follow. */
wn_status wn_wet_feed(wn_wet *filter, const void *data, size_t size);
wn_status wn_wet_end(wn_wet *filter, wn_result *result);

/* Sets another limit than WN_WET_RECORD_MAX, not above it; for tests. */
void wn_wet_limit(wn_wet *filter, size_t record_bytes);

#endif
