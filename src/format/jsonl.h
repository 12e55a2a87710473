/* jsonl.h: a filter of JSON Lines: one object per line, chosen strings of which are documents. What the public
 * filter of winnow.h does for every format is done here for this one. */
#ifndef WN_FORMAT_JSONL_H
#define WN_FORMAT_JSONL_H

#include "format/resume.h"

#define WN_RECORD_BYTES_MAX ((size_t)256 << 20) /* far more than any article; what is longer passes unchanged */

typedef struct wn_jsonl wn_jsonl;

/* As wn_filter_new. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_jsonl_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                       wn_jsonl **filter, wn_error **error);
void      wn_jsonl_free(wn_jsonl *filter);

/* As the public calls of the same names: the end is that of the stream, and a new one may follow. */
wn_status wn_jsonl_feed(wn_jsonl *filter, const void *data, size_t size);
wn_status wn_jsonl_end(wn_jsonl *filter, wn_result *result);

/* As wn_filter_resume. */
void wn_jsonl_resume(wn_jsonl *filter, const wn_resume_place *place);

/* Sets another limit than WN_RECORD_BYTES_MAX, not above it; for tests. */
void wn_jsonl_limit(wn_jsonl *filter, size_t record_bytes);

#endif
