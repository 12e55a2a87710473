/* html_text.h: the text that HTML stands for: references read, white space put together. */
#ifndef WN_FORMAT_HTML_TEXT_H
#define WN_FORMAT_HTML_TEXT_H

#include "format/map.h"

/* Appends the text of source[range], and its runs to the map (NULL: none is wanted). White space becomes one space,
 * none after a space or at `line_begin`, where the line begins. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_html_text_add(wn_bytes source, wn_range range, size_t line_begin, wn_buf *text, wn_map *map);

/* Appends an attribute's value: as it stands, but for references. Returns likewise. */
wn_status wn_html_value_add(wn_bytes source, wn_range range, wn_buf *text, wn_map *map);

/* Append text so that it stands for itself in HTML, and in an attribute's value, with or without quotes around it.
 * False when there is no memory. Both are a wn_put_form, and take no user. */
bool wn_html_put_text(const void *user, wn_bytes text, wn_buf *out);
bool wn_html_put_value(const void *user, wn_bytes value, wn_buf *out);

#endif
