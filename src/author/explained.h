/* explained.h: how a line and its verdict are written, alone or among the others. */
#ifndef WN_AUTHOR_EXPLAINED_H
#define WN_AUTHOR_EXPLAINED_H

#include "author/explain.h"

extern const char *const wn_explained_fates[]; /* by wn_mark */

/* The rule that took a line or changed it; false: none did. */
bool wn_explained_rule(const wn_explain *explain, const wn_fortune *line, wn_rule_info *rule);

/* Appends "   12 - ADVERTISEMENT  [ad: ad.label]" and what is left of a line that changes. */
void wn_explained_line(const wn_explain *explain, const wn_fortune *line, size_t number, wn_buf *out);

/* Appends an object of JSON, which is left open. */
void wn_explained_members(const wn_explain *explain, const wn_fortune *line, size_t number, wn_buf *out);

/* Appends `,"name":"text"`. */
void wn_explained_string(wn_buf *out, const char *name, const char *text);

/* Appends a colour, such as "31", or "0" for none, if there are colours. */
void wn_explained_colour(const wn_explain *explain, wn_buf *out, const char *code);

#endif
