/* html_build.h: what html_lines.c builds a page with: lines and their atoms, open elements and blocks. Private to
 * html_*.c. */
#ifndef WN_FORMAT_HTML_BUILD_H
#define WN_FORMAT_HTML_BUILD_H

#include "format/html_page.h"

/* What ends where a block begins, though it has no end tag there. */
typedef enum wn_end {
    ENDS_NOTHING,
    ENDS_LINE, /* or a paragraph: any block would end it */
    ENDS_ITEM  /* only a block like it does */
} wn_end;

/* An open element. */
typedef struct wn_open_element {
    wn_tag   tag;
    unsigned bits;
    uint32_t node;           /* of a block; else WN_HTML_NONE */
    uint32_t atom;           /* of its start tag; WN_HTML_NONE: it is no part of a line */
    uint32_t same;           /* the next open one of the same name, outwards */
    uint32_t barrier, block; /* the nearest ones around it */
    wn_end   closed;         /* of a block: what its start tag was the end of */
} wn_open_element;

/* A block that has ended, and nothing came after it yet. */
typedef struct wn_ended {
    uint32_t node;
    wn_tag   tag;
    wn_end   closed;
} wn_ended;

typedef struct wn_builder {
    wn_html_page    *page;
    wn_html_tokens   tokens;
    wn_open_element *stack;
    size_t           depth, capacity;
    uint32_t         nearest[WN_TAG_COUNT]; /* on the stack */
    uint32_t         barrier, block;        /* the nearest ones on the stack; a block by name */
    uint32_t         node;                  /* the innermost block */
    size_t           hidden;                /* open elements that hide their text */
    size_t           line_begin;            /* in the text */
    uint32_t         first_atom;            /* of the line */
    bool             has_picture;           /* the line shows one, or some other thing */
    size_t           fresh;                 /* elements from here on the stack were opened in the line */
    bool             has_gap;               /* a blank line is due before the next line */
    size_t           solid_end;             /* of the last token that is more than white space */
    wn_ended        *ended;                 /* blocks that rest on an implied end before them */
    size_t           ended_count, ended_capacity;
    wn_status        status; /* the first failure */
} wn_builder;

/* Memory is short. */
void wn_builder_fail(wn_builder *b);

/* Keeps the first failure. */
void wn_builder_note(wn_builder *b, wn_status status);

/* Adds a token to the line; returns its number, or WN_HTML_NONE. */
uint32_t wn_builder_add_atom(wn_builder *b, wn_html_atom_kind kind, wn_range range);

/* Whether the line has text yet. */
bool wn_builder_has_text(const wn_builder *b);

/* Puts the blank line that is due in front of a line that begins. */
void wn_builder_add_gap(wn_builder *b);

/* Whether line ends in the text are line ends. */
bool wn_builder_is_preformatted(const wn_builder *b);

/* Ends the line, if there is one; a <br> or the end of a line of <pre> makes a blank one. */
void wn_builder_end_line(wn_builder *b, bool is_break);

/* Something comes after blocks that have ended: the element `block`, or with WN_TAG_UNKNOWN a part of a line. */
void wn_builder_follow(wn_builder *b, wn_tag block);

/* Opens an element. */
void wn_builder_push(wn_builder *b, wn_tag tag, unsigned bits, uint32_t node, uint32_t atom);

/* Closes the innermost one. */
void wn_builder_pop(wn_builder *b, size_t end);

/* Closes all elements down to a place on the stack, that one too. */
void wn_builder_pop_to(wn_builder *b, uint32_t at, size_t end);

/* Whether an open element is nearer than another; WN_HTML_NONE counts as nowhere. */
bool wn_builder_is_within(uint32_t at, uint32_t limit);

/* The nearer one. */
uint32_t wn_builder_nearer(uint32_t a, uint32_t b);

/* Closes an open element that ends where a new one begins, if it is within `limit`; true when there was one. */
bool wn_builder_imply_end(wn_builder *b, wn_tag tag, uint32_t limit);

/* Likewise those that end where their like begins: items, rows, cells. */
bool wn_builder_imply_item_end(wn_builder *b, wn_tag tag);

/* Likewise a heading. */
bool wn_builder_imply_heading_end(wn_builder *b, wn_tag tag);

/* Makes a block that begins here; returns its number, or WN_HTML_NONE. */
uint32_t wn_builder_add_node(wn_builder *b, size_t begin, bool is_inline, bool stays);

/* Makes blocks of the inline elements that hold nothing but the block that begins. */
void wn_builder_promote(wn_builder *b);

#endif
