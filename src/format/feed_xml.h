/* feed_xml.h: where the items of a feed and their parts are in its XML. */
#ifndef WN_FORMAT_FEED_XML_H
#define WN_FORMAT_FEED_XML_H

#include "format/map.h"

/* A part of an item that is filtered. */
typedef struct wn_feed_part {
    const char *path;      /* such as "/content:encoded"; lives as long as the program */
    wn_range    range;     /* what stands between its tags */
    bool        is_markup; /* it has elements of its own; else text that stands for HTML */
} wn_feed_part;

typedef struct wn_feed_item {
    wn_range range; /* with its tags */
    wn_range title; /* what stands between the tags of its title; empty: it has none */
    size_t   first_part;
    size_t   part_count;
} wn_feed_item;

typedef struct wn_feed_xml {
    wn_feed_item *items;
    size_t        item_count, item_capacity;
    wn_feed_part *parts;
    size_t        part_count, part_capacity;
    wn_range      lang; /* of the feed itself, likewise */
    wn_range      link;
    bool          is_feed;
    const char   *fault; /* NULL: it is well-formed; lives as long as the program */
    size_t        fault_offset;
} wn_feed_xml;

/* Whether feeds can be read: the library was built with expat. */
bool wn_feed_xml_is_there(void);

/* The version of expat, such as "2.5.0"; NULL: it is not there. */
const char *wn_feed_xml_version(void);

/* Reads XML in UTF-8. What it finds are places in it. A fault is no failure. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_feed_xml_read(wn_feed_xml *xml, wn_bytes text);
void      wn_feed_xml_free(wn_feed_xml *xml);

#endif
