/* words.h: how the tools for authors call things: places in policies, and conditions by their keys. */
#ifndef WN_AUTHOR_WORDS_H
#define WN_AUTHOR_WORDS_H

#include "base/buf.h"
#include "base/error.h"
#include "policy/condition.h"

/* The column in characters, from 1. */
uint32_t wn_place_column(const wn_place *place);

/* Appends "mine.yaml:12:9", fit for a terminal. */
void wn_words_place(wn_buf *out, const wn_place *place);

/* Appends a line of a source, indented, and below it a caret after so many of its characters. */
void wn_words_source(wn_buf *out, const char *source, uint32_t caret);

/* Appends a member of a JSON object: "name":"text". */
void wn_words_json(wn_buf *out, const char *name, const char *text);

/* The key that says a condition, such as "starts" or "key-value". */
const char *wn_condition_word(const wn_condition *condition);

#endif
