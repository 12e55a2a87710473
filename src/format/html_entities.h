/* html_entities.h: character references such as "&amp;", "&#233;" and "&nbsp". */
#ifndef WN_FORMAT_HTML_ENTITIES_H
#define WN_FORMAT_HTML_ENTITIES_H

#include "winnow.h"

typedef struct wn_html_entity {
    size_t   size; /* of the reference in the source; 0: there is none */
    uint32_t code;
} wn_html_entity;

/* Reads the reference whose '&' stands at `at`. In an attribute's value a name without semicolon that goes on with a
 * letter, a digit or '=' is none, as in "?a=b&copy=1". */
wn_html_entity wn_html_entity_read(wn_bytes source, size_t at, bool in_attribute);

#endif
