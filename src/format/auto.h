/* auto.h: which format an input has, by its first bytes. */
#ifndef WN_FORMAT_AUTO_H
#define WN_FORMAT_AUTO_H

#include "winnow.h"

#define WN_AUTO_BYTES ((size_t)4 << 10) /* enough of an input to tell */

/* The format of an input that begins so: WN_AUTO_BYTES of it, or all. A byte order mark and white space are skipped.
 *
 *     {                                                       jsonl
 *     WARC/                                                   wet
 *     <rss, <feed, <rdf:RDF, also after <?xml ...?>           feed; and so is other XML
 *     <!doctype html, the start tag of an element of HTML     html
 *     anything else                                           text */
wn_format wn_auto_detect(wn_bytes begin);

typedef struct wn_auto wn_auto;

/* A filter that finds the format of each input and hands it on to a filter of that format. As wn_filter_new. */
wn_status wn_auto_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_auto **filter,
                      wn_error **error);
void      wn_auto_free(wn_auto *filter);

/* As the public calls of the same names. */
wn_status wn_auto_feed(wn_auto *filter, const void *data, size_t size);
wn_status wn_auto_end(wn_auto *filter, wn_result *result);

#endif
