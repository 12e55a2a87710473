/* text.h: a filter of plain text: documents in, kept text and decisions out. What the public filter of
 * winnow.h does for every format is done here for the text inside. */
#ifndef WN_ENGINE_TEXT_H
#define WN_ENGINE_TEXT_H

#include "engine/observer.h"

typedef struct wn_text wn_text;

/* As wn_filter_new, without the options that speak of formats. The sink's callbacks get the text of one
 * document after the other. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_text_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_text **filter,
                      wn_error **error);
void      wn_text_free(wn_text *filter);

/* Shows all that is asked to an observer, which must outlive the filter. */
void wn_text_observe(wn_text *filter, const wn_observer *observer);

/* As the public calls of the same names. */
wn_status wn_text_begin(wn_text *filter, const wn_document *document);
wn_status wn_text_feed(wn_text *filter, const void *data, size_t size);
wn_status wn_text_end(wn_text *filter, wn_result *result);

/* Whether, at any time, a pattern found no memory; what it would have said is not known. */
bool wn_text_lacked_memory(const wn_text *filter);

/* As wn_text_begin, for a document whose strings and fields live until its end: they are not copied. */
wn_status wn_text_begin_lasting(wn_text *filter, const wn_document *document);

/* Likewise, for a document of which the same is known as of the last one, but for its headline: what follows from that
 * is not found out again, so that a record with many texts and long fields takes no longer than its length. */
wn_status wn_text_begin_sibling(wn_text *filter, const wn_document *document);

#endif
