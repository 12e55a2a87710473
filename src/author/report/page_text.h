/* page_text.h: page.html, as the build puts it into the program; see embed.sh. */
#ifndef WN_AUTHOR_REPORT_PAGE_TEXT_H
#define WN_AUTHOR_REPORT_PAGE_TEXT_H

#include <stddef.h>

extern const size_t        wn_page_size;   /* of the page */
extern const unsigned char wn_page_text[]; /* the page, or, in a program that must be small, packed (base/lzma.h): */
extern const size_t        wn_page_packed; /* in so many bytes; else 0 */

#endif
