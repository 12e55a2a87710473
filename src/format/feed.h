/* feed.h: a filter of RSS, Atom and RDF feeds: each item is a record, and the HTML in it is filtered. A feed is read to
 * its end before anything is written. What the public filter of winnow.h does for every format is done here. */
#ifndef WN_FORMAT_FEED_H
#define WN_FORMAT_FEED_H

#include "winnow.h"

typedef struct wn_feed wn_feed;

/* As wn_filter_new. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT, also when the library was built without expat. */
wn_status wn_feed_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_feed **filter,
                      wn_error **error);
void      wn_feed_free(wn_feed *filter);

/* As the public calls of the same names: the end is that of a feed. */
wn_status wn_feed_feed(wn_feed *filter, const void *data, size_t size);
wn_status wn_feed_end(wn_feed *filter, wn_result *result);

/* Sets another limit than WN_PAPER_BYTES_MAX, not above it; for tests. */
void wn_feed_limit(wn_feed *filter, size_t feed_bytes);

#endif
