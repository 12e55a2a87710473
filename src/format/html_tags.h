/* html_tags.h: the elements of HTML, and what each means for the lines of a page. */
#ifndef WN_FORMAT_HTML_TAGS_H
#define WN_FORMAT_HTML_TAGS_H

#include "winnow.h"

/* The elements that code speaks of, by name. The others are known by their bits alone. */
typedef enum wn_tag {
    WN_TAG_UNKNOWN,
#define WN_HTML_TAG(name, bits) WN_TAG_##name,
#include "format/html_tags.def"
#undef WN_HTML_TAG
    WN_TAG_COUNT
} wn_tag;

/* What an element is; bits of wn_tag_bits. */
enum {
    WN_TAG_BLOCK = 1,     /* begins and ends lines, closes an open <p>, and goes when all its lines do */
    WN_TAG_GAP = 2,       /* a blank line stands before and after it, as browsers show it */
    WN_TAG_FIXED = 4,     /* never goes */
    WN_TAG_VOID = 8,      /* has no content and no end tag */
    WN_TAG_RAW = 16,      /* its content is no markup, and no text that is shown */
    WN_TAG_HIDDEN = 32,   /* nothing in it is text of the page */
    WN_TAG_MEDIA = 64,    /* shows something that is no text: what holds it stays */
    WN_TAG_BARRIER = 128, /* an end tag inside closes nothing outside */
    WN_TAG_CELL = 256     /* part of a row's line; never goes alone */
};

/* The element with this name, in whatever case. */
wn_tag wn_tag_named(wn_bytes name);

unsigned wn_tag_bits(wn_tag tag);

#endif
