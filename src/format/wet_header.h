/* wet_header.h: the header of a WARC record, and what it says. */
#ifndef WN_FORMAT_WET_HEADER_H
#define WN_FORMAT_WET_HEADER_H

#include "base/buf.h"
#include "format/map.h"

typedef struct wn_wet_header {
    bool     is_conversion; /* text that was made of a page: what is filtered */
    uint64_t content_bytes;
    wn_range length;  /* in the header: the digits of Content-Length */
    wn_range digest;  /* of the block, behind "sha1:"; empty: there is none */
    wn_range payload; /* of the payload, likewise */
    wn_bytes id;      /* slices of the header; empty: it does not say */
    wn_bytes address;
    wn_bytes lang; /* as it is there: ISO 639-3, several with commas between them */

    const char *fault; /* NULL: it can be read; lives as long as the program */
    size_t      fault_offset;
} wn_wet_header;

/* Reads a header with the blank line that ends it. */
wn_wet_header wn_wet_header_read(wn_bytes header);

/* The code of two letters for the first language of a list, such as "en" for "eng,deu"; NULL when there is none. */
const char *wn_wet_lang(wn_bytes lang);

#endif
