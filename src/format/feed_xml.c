/* feed_xml.c: reads a feed with expat, the only door to it. Used by feed.c.
 *
 * expat says what is well-formed and where elements begin and end; texts are read from the source by feed_text.c. No
 * entity is expanded: what a feed defines for itself stays as it stands. */
#include "format/feed_xml.h"

#include "base/hash.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#ifdef WN_HAS_EXPAT

#include <expat.h>

typedef enum element {
    ELEMENT_OTHER,
    ELEMENT_ROOT, /* rss, feed, rdf:RDF */
    ELEMENT_CHANNEL,
    ELEMENT_ITEM,
    ELEMENT_TITLE,
    ELEMENT_PART,
    ELEMENT_LANG,
    ELEMENT_LINK
} element;

/* Elements by name; others are of no interest. */
static const struct {
    const char *name;
    element     element;
    const char *path;
} elements[] = {
    {"rss", ELEMENT_ROOT, NULL},
    {"feed", ELEMENT_ROOT, NULL},
    {"rdf:RDF", ELEMENT_ROOT, NULL},
    {"channel", ELEMENT_CHANNEL, NULL},
    {"item", ELEMENT_ITEM, NULL},
    {"entry", ELEMENT_ITEM, NULL},
    {"title", ELEMENT_TITLE, NULL},
    {"language", ELEMENT_LANG, NULL},
    {"link", ELEMENT_LINK, NULL},
    {"description", ELEMENT_PART, "/description"},
    {"content:encoded", ELEMENT_PART, "/content:encoded"},
    {"summary", ELEMENT_PART, "/summary"},
    {"content", ELEMENT_PART, "/content"},
};

#define DEPTH_SEEN 4 /* root, channel, item, part */

typedef struct reader {
    XML_Parser   parser;
    wn_feed_xml *xml;
    size_t       depth;
    element      open[DEPTH_SEEN]; /* the outermost open elements */
    wn_status    status;
} reader;

static size_t place_of(const reader *r)
{
    XML_Index at = XML_GetCurrentByteIndex(r->parser);
    return at < 0 ? 0 : (size_t)at; /* of nothing there is no place */
}

static size_t end_of(const reader *r)
{
    return place_of(r) + (size_t)XML_GetCurrentByteCount(r->parser);
}

static void fail(reader *r)
{
    r->status = WN_NO_MEMORY;
    XML_StopParser(r->parser, XML_FALSE);
}

static wn_feed_item *open_item(const reader *r)
{
    bool is_open = r->depth > 1 && (r->open[1] == ELEMENT_ITEM || (r->depth > 2 && r->open[2] == ELEMENT_ITEM));
    return is_open ? &r->xml->items[r->xml->item_count - 1] : NULL;
}

static void add_item(reader *r)
{
    wn_feed_xml *xml = r->xml;
    if (!wn_array_grow(&xml->items, &xml->item_capacity, xml->item_count + 1, sizeof *xml->items)) {
        fail(r);
        return;
    }
    xml->items[xml->item_count++] = (wn_feed_item){.range.begin = place_of(r), .first_part = xml->part_count};
}

static void add_part(reader *r, const char *path)
{
    wn_feed_xml *xml = r->xml;
    if (!wn_array_grow(&xml->parts, &xml->part_capacity, xml->part_count + 1, sizeof *xml->parts)) {
        fail(r);
        return;
    }
    xml->parts[xml->part_count++] = (wn_feed_part){.path = path, .range = {end_of(r), end_of(r)}};
    open_item(r)->part_count++;
}

/* What an element is, where it stands; a channel's own description is no part of an item. */
static element place_element(const reader *r, element e)
{
    element around = r->depth && r->depth <= DEPTH_SEEN ? r->open[r->depth - 1] : ELEMENT_OTHER;
    switch (e) {
    case ELEMENT_ROOT:
        return r->depth ? ELEMENT_OTHER : e;
    case ELEMENT_CHANNEL:
    case ELEMENT_ITEM:
        return around == ELEMENT_ROOT || (around == ELEMENT_CHANNEL && e == ELEMENT_ITEM) ? e : ELEMENT_OTHER;
    case ELEMENT_TITLE:
    case ELEMENT_PART:
        return around == ELEMENT_ITEM ? e : ELEMENT_OTHER;
    case ELEMENT_LANG:
    case ELEMENT_LINK:
        return around == ELEMENT_CHANNEL ? e : ELEMENT_OTHER;
    default:
        return ELEMENT_OTHER;
    }
}

static void note_element(reader *r, element e, const char *path)
{
    wn_feed_xml *xml = r->xml;
    wn_range     empty = {end_of(r), end_of(r)};
    switch (e) {
    case ELEMENT_ROOT:
        xml->is_feed = true;
        break;
    case ELEMENT_ITEM:
        add_item(r);
        break;
    case ELEMENT_TITLE:
        open_item(r)->title = empty;
        break;
    case ELEMENT_PART:
        add_part(r, path);
        break;
    case ELEMENT_LANG:
        xml->lang = empty;
        break;
    case ELEMENT_LINK:
        xml->link = empty;
        break;
    default:
        break;
    }
}

/* An element inside of a part: it is markup, not text that stands for it. */
static void note_markup(reader *r)
{
    for (size_t i = 0; i < r->depth && i < DEPTH_SEEN; i++)
        if (r->open[i] == ELEMENT_PART)
            r->xml->parts[r->xml->part_count - 1].is_markup = true;
}

static void XMLCALL begin_element(void *user, const XML_Char *name, const XML_Char **attributes)
{
    reader     *r = user;
    element     e = ELEMENT_OTHER;
    const char *path = NULL;
    (void)attributes;
    note_markup(r);
    for (size_t i = 0; r->depth < DEPTH_SEEN && i < sizeof elements / sizeof *elements; i++)
        if (strcmp(elements[i].name, name) == 0) {
            e = place_element(r, elements[i].element);
            path = elements[i].path;
        }
    if (r->depth < DEPTH_SEEN)
        r->open[r->depth] = e;
    r->depth++;
    note_element(r, e, path);
}

static void XMLCALL end_element(void *user, const XML_Char *name)
{
    reader      *r = user;
    wn_feed_xml *xml = r->xml;
    (void)name;
    if (r->depth <= DEPTH_SEEN)
        switch (r->open[r->depth - 1]) {
        case ELEMENT_ITEM:
            xml->items[xml->item_count - 1].range.end = end_of(r);
            break;
        case ELEMENT_TITLE:
            open_item(r)->title.end = place_of(r);
            break;
        case ELEMENT_PART:
            xml->parts[xml->part_count - 1].range.end = place_of(r);
            break;
        case ELEMENT_LANG:
            xml->lang.end = place_of(r);
            break;
        case ELEMENT_LINK:
            xml->link.end = place_of(r);
            break;
        default:
            break;
        }
    r->depth--;
}

/* With a handler for all the rest, expat expands no entity. */
static void XMLCALL pass_over(void *user, const XML_Char *text, int size)
{
    (void)user;
    (void)text;
    (void)size;
}

static void clear(wn_feed_xml *xml)
{
    xml->item_count = xml->part_count = 0;
    xml->lang = xml->link = (wn_range){0};
    xml->is_feed = false;
    xml->fault = NULL;
    xml->fault_offset = 0;
}

static void note_fault(const reader *r)
{
    r->xml->fault = XML_ErrorString(XML_GetErrorCode(r->parser));
    if (!r->xml->fault)
        r->xml->fault = "it cannot be read";
    r->xml->fault_offset = place_of(r);
}

bool wn_feed_xml_is_there(void)
{
    return true;
}

const char *wn_feed_xml_version(void)
{
    const char *text = XML_ExpatVersion(); /* "expat_2.5.0" */
    return strchr(text, '_') ? strchr(text, '_') + 1 : text;
}

wn_status wn_feed_xml_read(wn_feed_xml *xml, wn_bytes text)
{
    reader r = {.xml = xml, .parser = XML_ParserCreate("UTF-8")};
    clear(xml);
    if (!r.parser)
        return WN_NO_MEMORY;
    if (text.size > INT_MAX) {
        xml->fault = "it is too long";
        XML_ParserFree(r.parser);
        return WN_OK;
    }
    XML_SetHashSalt(r.parser, (unsigned long)(wn_hash(text) | 1)); /* no entropy, so that a sandbox need give none */
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, begin_element, end_element);
    XML_SetDefaultHandler(r.parser, pass_over);
    if (XML_Parse(r.parser, text.data, (int)text.size, XML_TRUE) != XML_STATUS_OK) {
        if (XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY)
            r.status = WN_NO_MEMORY;
        else
            note_fault(&r);
    }
    XML_ParserFree(r.parser);
    return r.status;
}

#else

bool wn_feed_xml_is_there(void)
{
    return false;
}

const char *wn_feed_xml_version(void)
{
    return NULL;
}

wn_status wn_feed_xml_read(wn_feed_xml *xml, wn_bytes text)
{
    (void)text;
    xml->fault = "there is no expat to read it with";
    return WN_OK;
}

#endif

void wn_feed_xml_free(wn_feed_xml *xml)
{
    free(xml->items);
    free(xml->parts);
    *xml = (wn_feed_xml){0};
}
