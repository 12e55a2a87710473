/* page.h: audits as one page of HTML that needs no network: totals and bars by category and rule, and each article with
 * what was removed, to be searched and filtered. The page itself is report/page.html; text of the audit is data in it,
 * never part of its code. */
#ifndef WN_AUTHOR_PAGE_H
#define WN_AUTHOR_PAGE_H

#include "base/buf.h"

typedef struct wn_page {
    wn_buf   out;      /* the page so far */
    wn_buf   unpacked; /* page.html, where the program has it packed */
    bool     has_data;
    wn_buf   stay; /* what stayed since the last line: all, or its beginning and its end */
    uint64_t left; /* bytes between these */
} wn_page;

/* The page up to its data, and what follows them. */
void wn_page_begin(wn_page *page);
void wn_page_end(wn_page *page);

/* A line of an audit (an object of JSON); and, before the line that comes next, text that stayed. */
void wn_page_line(wn_page *page, wn_bytes json);
void wn_page_stay(wn_page *page, wn_bytes text);

/* Whether there was memory for all of it. */
bool wn_page_is_whole(const wn_page *page);

void wn_page_free(wn_page *page);

#endif
