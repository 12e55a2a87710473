/* compare.h: what a change of policy does to a corpus: the lines that are newly removed and newly kept, by rule.
 *
 * Both policies see the same bytes through a filter each, and their decisions are held side by side, line by
 * line. Memory holds the lines of the documents at hand, whatever the corpus. */
#ifndef WN_AUTHOR_COMPARE_H
#define WN_AUTHOR_COMPARE_H

#include "base/buf.h"

#define WN_SAMPLES_MAX 3 /* lines shown for each rule */

typedef struct wn_compare wn_compare;

/* The options hold for both, and the policies must outlive the comparison. Returns WN_OK, WN_NO_MEMORY or
 * WN_BAD_ARGUMENT. */
wn_status wn_compare_new(const wn_policy *before, const wn_policy *after, const wn_filter_options *options,
                         wn_compare **compare, wn_error **error);
void      wn_compare_free(wn_compare *compare);

/* The next bytes come from a file of this name, which must live as long as the comparison. */
void wn_compare_begin(wn_compare *compare, const char *name);

/* Return WN_OK, WN_NO_MEMORY or WN_BAD_INPUT. */
wn_status wn_compare_feed(wn_compare *compare, wn_bytes bytes);
wn_status wn_compare_end(wn_compare *compare);

/* How many documents were compared, and how many records could not be read. */
uint64_t wn_compare_documents(const wn_compare *compare);
uint64_t wn_compare_malformed(const wn_compare *compare);

/* Whether any line, or any verdict, has become another. */
bool wn_compare_differs(const wn_compare *compare);

/* The limits that texts ran into under either policy. */
void wn_compare_limits(const wn_compare *compare, wn_limits *before, wn_limits *after);

/* Appends what differs, for people, or as lines of JSON. */
void wn_compare_report(const wn_compare *compare, bool as_json, wn_buf *out);

#endif
