/* page.h: audits as one page of HTML that needs no network: totals and bars by category and rule, and a list of what
 * was removed that can be searched and filtered. Text of the audit is data of the page, never part of its code. */
#ifndef WN_AUTHOR_PAGE_H
#define WN_AUTHOR_PAGE_H

#include "base/buf.h"

/* Appends the page up to its data, a line of an audit (an object of JSON), and what follows the data. */
void wn_page_begin(wn_buf *out);
void wn_page_line(wn_buf *out, wn_bytes json, bool is_first);
void wn_page_end(wn_buf *out);

#endif
