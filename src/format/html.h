/* html.h: a filter of HTML: every document is a page, or a fragment, that is read to its end before anything is
 * written. What the public filter of winnow.h does for every format is done here for this one. */
#ifndef WN_FORMAT_HTML_H
#define WN_FORMAT_HTML_H

#include "winnow.h"

typedef struct wn_html wn_html;

/* As wn_filter_new. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_html_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_html **filter,
                      wn_error **error);
void      wn_html_free(wn_html *filter);

/* As the public calls of the same names. */
wn_status wn_html_begin(wn_html *filter, const wn_document *document);
wn_status wn_html_feed(wn_html *filter, const void *data, size_t size);
wn_status wn_html_end(wn_html *filter, wn_result *result);

/* Sets another limit than WN_PAPER_BYTES_MAX, not above it; for tests. */
void wn_html_limit(wn_html *filter, size_t page_bytes);

#endif
