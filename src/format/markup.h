/* markup.h: lets a policy judge HTML, and says what to cut out of it.
 *
 * A record is one piece of HTML, such as a page, or several, such as the parts of an item of a feed. What the policy
 * decides about any of them is kept until the next record, so that nothing need be told before all is decided. */
#ifndef WN_FORMAT_MARKUP_H
#define WN_FORMAT_MARKUP_H

#include "format/cuts.h"
#include "format/total.h"

typedef struct wn_markup wn_markup;

/* Makes room. The options are those of the public filter. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT. */
wn_status wn_markup_new(const wn_policy *policy, const wn_filter_options *options, wn_markup **markup,
                        wn_error **error);
void      wn_markup_free(wn_markup *markup);

/* Begins a new record. */
void wn_markup_clear(wn_markup *markup);

/* Judges a piece of HTML, in UTF-8, or of XHTML, and says what to cut out of it. What `known` leaves open may stand in
 * the HTML itself: headline, language, source. `path` is the field_path of its decisions, or NULL; it must live until
 * the next record. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_markup_filter(wn_markup *markup, wn_bytes html, bool is_xml, const wn_document *known, const char *path,
                           wn_cuts *cuts);

/* Whether all that is to be cut can be without a change to what is around it; else nothing may be cut. */
bool wn_markup_is_sound(const wn_markup *markup);

/* Nothing is cut out of the record after all: takes back from the sum what would have been. */
void wn_markup_spare(wn_markup *markup);

/* The sum over the record. Its bytes are those of the texts. */
wn_total *wn_markup_total(wn_markup *markup);

/* The decision with this number, as cuts have it; valid until the next piece or record. */
wn_decision wn_markup_decision(const wn_markup *markup, size_t reason);

/* Tells all decisions of the record to sink->decide, and what shadow rules would have taken to sink->change, as changes
 * of nothing at `place`, whose offset and record count. A record of which nothing is cut has `is_whole`: then what was
 * decided to go stays. Returns WN_OK or WN_STOPPED. */
wn_status wn_markup_tell(const wn_markup *markup, const wn_sink *sink, uint64_t document, const wn_change *place,
                         bool is_whole);

/* The host in an address such as "https://news.example.org/a", with a NUL after it; empty when there is none. False
 * when there is no memory. */
bool wn_host_of(wn_bytes address, wn_buf *host);

#endif
