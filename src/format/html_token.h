/* html_token.h: cuts HTML into text, tags and the rest, as browsers do. Nothing is an error: what is no tag is text. */
#ifndef WN_FORMAT_HTML_TOKEN_H
#define WN_FORMAT_HTML_TOKEN_H

#include "format/html_tags.h"
#include "format/map.h"

typedef enum wn_html_kind {
    WN_HTML_END, /* of the source */
    WN_HTML_TEXT,
    WN_HTML_OPEN,
    WN_HTML_CLOSE,
    WN_HTML_RAW,  /* content of a script, style, title, ... that stands before its end tag */
    WN_HTML_OTHER /* comments, doctypes, processing instructions */
} wn_html_kind;

typedef struct wn_html_token {
    wn_html_kind kind;
    wn_tag       tag;        /* of a tag, or of the element that raw content is in */
    wn_range     range;      /* in the source */
    size_t       attributes; /* of a tag: where they begin */
    bool         is_closed;  /* of a tag: "/>" */
} wn_html_token;

typedef struct wn_html_tokens {
    wn_bytes source;
    size_t   at;
    wn_tag   raw; /* the open element whose content is no markup; WN_TAG_UNKNOWN: none */
    bool     in_svg;
    bool     is_xml;
} wn_html_tokens;

wn_html_token wn_html_token_next(wn_html_tokens *tokens);

typedef struct wn_html_attribute {
    wn_bytes name;
    wn_range value; /* in the source, without quotes */
    size_t   next;  /* where to look for the next one */
} wn_html_attribute;

/* The next attribute of a tag, from `at`: token->attributes at first, then attribute->next. */
bool wn_html_attribute_next(wn_bytes source, const wn_html_token *token, size_t at, wn_html_attribute *attribute);

bool wn_html_attribute_is(const wn_html_attribute *attribute, const char *name);

static inline bool wn_html_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

#endif
