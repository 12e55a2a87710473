/* html_page.h: a page or a fragment of HTML, as lines.
 *
 * A line is what a reader sees as one: the text of a block element, of a row of a table, between two <br>, in a line
 * of <pre>. The text of all lines is what the policy judges; a blank line stands between two where browsers leave a
 * gap. What goes is found by what the lines are made of:
 *
 *   node   a block element, with the lines and blocks in it
 *   atom   a token of a line: text, a tag, a comment
 *
 * A block of which every line goes, and which shows nothing else, goes as a whole; of other lines that go the text
 * goes, and the tags that are open and closed within the line. */
#ifndef WN_FORMAT_HTML_PAGE_H
#define WN_FORMAT_HTML_PAGE_H

#include "format/cuts.h"
#include "format/html_token.h"

#define WN_HTML_NONE UINT32_MAX

typedef struct wn_html_node {
    wn_range range; /* in the source, with its tags */
    uint32_t parent;
    uint32_t block;      /* itself, or the one that an inline element around blocks is in */
    uint32_t lines_cut;  /* in it and below, blank ones not counted */
    uint32_t lines_kept; /* likewise */
    bool     is_open;    /* it has no end tag of its own */
    bool     stays;      /* it shows something beside text, or its tags matter to what is around it */
    bool     is_gone;
} wn_html_node;

typedef enum wn_html_atom_kind {
    WN_ATOM_TEXT,
    WN_ATOM_OPEN,
    WN_ATOM_CLOSE,
    WN_ATOM_VOID,  /* goes with its line: <br>, <input>, a small image */
    WN_ATOM_HOLD,  /* stays, and what is around it: an image, a cell's tag, an element nobody knows */
    WN_ATOM_SILENT /* stays, unless it is inside of what goes: a comment, a script */
} wn_html_atom_kind;

typedef struct wn_html_atom {
    wn_range          range;
    uint32_t          partner; /* of a tag: the atom of the other one; WN_HTML_NONE: there is none */
    wn_html_atom_kind kind;
    bool              holds; /* something inside stays, so the pair of tags does */
} wn_html_atom;

typedef struct wn_html_line {
    wn_range text; /* with its line end */
    uint32_t node; /* the innermost block; WN_HTML_NONE: it is in none */
    uint32_t first_atom;
    uint32_t atom_count;
    bool     is_blank;
    bool     has_break;       /* it ends with a <br>, or a line end of <pre> */
    bool     is_preformatted; /* its line end in the source is its own */
    bool     is_gone;
    size_t   reason; /* of a line that is gone: the number of the decision */
} wn_html_line;

/* A tag with an address, and the line in wn_html_page.links that tells of it. */
typedef struct wn_html_link {
    wn_range text;
    wn_range address; /* the part of the text that is it */
    wn_range tag;     /* in the source */
    bool     is_image;
} wn_html_link;

typedef struct wn_html_page {
    wn_bytes source; /* borrowed */
    bool     wants_links;
    bool     is_xml; /* no end tag is missing, and <br/> is closed */

    wn_buf        text;
    wn_map        map;
    wn_html_node *nodes; /* parents before children */
    size_t        node_count, node_capacity;
    wn_html_line *lines;
    size_t        line_count, line_capacity;
    wn_html_atom *atoms;
    size_t        atom_count, atom_capacity;
    wn_range      heading;   /* the text of the first <h1> */
    wn_buf        title;     /* of <title> */
    wn_buf        lang;      /* of <html lang>, with a NUL after it; empty: it does not say */
    wn_buf        canonical; /* the address that it says it has */

    wn_buf        links; /* one line for each tag with an address */
    wn_map        link_map;
    wn_html_link *link_items;
    size_t        link_count, link_capacity;
} wn_html_page;

/* Reads the source into a page that was zeroed or read before; the source must stay. Any bytes are a page. Returns
 * WN_OK or WN_NO_MEMORY. */
wn_status wn_html_page_read(wn_html_page *page, wn_bytes source);
void      wn_html_page_free(wn_html_page *page);

/* Reads the address in a tag, if it has one, into a line of its own; see html_links.c. Returns likewise. */
wn_status wn_html_page_link(wn_html_page *page, const wn_html_token *token);

/* Whether an image is a picture, not a decoration: not declared to be small on both sides. */
bool wn_html_is_picture(wn_bytes source, const wn_html_token *token);

/* Adds the cuts for the lines that are gone. Returns likewise. */
wn_status wn_html_page_cut(wn_html_page *page, wn_cuts *cuts);

/* Whether what stands around each cut reads as before: no "&", "<" or part of a reference may meet what completes it.
 */
bool wn_html_seams_hold(wn_bytes source, const wn_cuts *cuts);

#endif
