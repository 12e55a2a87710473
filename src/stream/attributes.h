/* attributes.h: where in the text of each record something was removed, as dolma's attribute files say it.
 *
 *     {"id":"a17","attributes":{"winnow__ad":[[24,38,1.0]],"winnow__nav":[[51,60,1.0],[70,90,1.0]]}}
 *
 * One line for each record that was filtered and has an "id", in the order of the input. Offsets count the
 * characters of the text, the end is not part of the span; spans are sorted, merged and never empty. */
#ifndef WN_STREAM_ATTRIBUTES_H
#define WN_STREAM_ATTRIBUTES_H

#include "base/buf.h"

/* A stretch of one category. */
typedef struct wn_attribute_span {
    const char *category; /* lives as long as the policy */
    uint64_t    begin, end;
} wn_attribute_span;

typedef struct wn_attributes_maker {
    const wn_policy   *policy;
    const char        *field; /* the pointer of the text; borrowed */
    wn_attribute_span *spans;
    size_t             count;
    size_t             capacity;
    uint64_t           at;         /* characters of the text so far */
    uint64_t           without_id; /* records */
    bool               has_failed; /* no memory */
} wn_attributes_maker;

void wn_attributes_free(wn_attributes_maker *maker);

/* Takes a decision about a record; those about other fields are passed over. */
void wn_attributes_decide(wn_attributes_maker *maker, const wn_decision *decision);

/* The record has ended: appends its line. False when there is no memory. */
bool wn_attributes_finish(wn_attributes_maker *maker, const wn_result *result, wn_buf *out);

#endif
