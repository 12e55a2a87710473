/* page_text.h: the bytes of page.html, as the build puts them into the program; see embed.sh. */
#ifndef WN_AUTHOR_REPORT_PAGE_TEXT_H
#define WN_AUTHOR_REPORT_PAGE_TEXT_H

#include <stddef.h>

extern const unsigned char wn_page_text[];
extern const size_t        wn_page_text_size;

#endif
