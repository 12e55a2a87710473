/* remark.h: the parts of a remark. Strings live as long as the inquiry; NULL, and the inquiry has failed, when there is
 * no memory. */
#ifndef WN_AUTHOR_REMARK_H
#define WN_AUTHOR_REMARK_H

#include "author/inquiry.h"

void wn_remark_add(wn_inquiry *q, wn_remark remark);

/* The text, which is freed. */
const char *wn_remark_say(wn_inquiry *q, wn_buf *text);

/* Appends a value of a policy in one line, about as much of it as is worth showing. */
void wn_remark_put(wn_buf *out, const wn_node *node);

/* "words: {max: 5}", shortened. */
const char *wn_remark_describe(wn_inquiry *q, const wn_condition *condition);

/* "mine.yaml:12:9" */
const char *wn_remark_place(wn_inquiry *q, const wn_place *place);

/* What a pattern of the set, or a condition that is a pattern, finds in the line; NULL: nothing. */
const char *wn_remark_pattern(wn_inquiry *q, uint32_t pattern);
const char *wn_remark_match(wn_inquiry *q, uint32_t cond);

/* Where an override says what this node of a rule says; NULL: none does. */
const char *wn_remark_override(wn_inquiry *q, uint32_t rule, const wn_node *node);

#endif
