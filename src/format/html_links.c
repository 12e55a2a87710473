/* html_links.c: addresses and images, told as lines. Used by html_lines.c and markup.c.
 *
 * An address is a line as it is; that of an image stands in a tag that has all there is to know of it, in one order:
 *
 *     https://example.org/a?utm_source=feed
 *     <img width="1" height="1" src="https://example.org/count?id=7">
 *
 * So a span rule finds both, whatever quotes, order and style the page has. A span within the address takes that out
 * of the attribute; one that takes all of the image takes the tag. */
#include "format/html_page.h"
#include "format/html_text.h"

#include <string.h>
#include <strings.h>

#define ICON_PIXELS_MAX 64 /* on both sides: buttons and logos of social networks */

/* ---- the size of an image ---- */

static long read_number(wn_bytes text, size_t at)
{
    long   number = 0;
    size_t begin = at;
    for (; at < text.size && at - begin < 6 && text.data[at] >= '0' && text.data[at] <= '9'; at++)
        number = number * 10 + (text.data[at] - '0');
    if (at == begin || (at < text.size && text.data[at] == '%'))
        return -1;
    return number;
}

/* What a style says of a length such as "width"; -1: nothing. */
static long read_style(wn_bytes style, const char *name)
{
    size_t size = strlen(name);
    for (size_t at = 0; at + size < style.size; at++) {
        bool is_start = !at || style.data[at - 1] == ';' || wn_html_is_space(style.data[at - 1]);
        if (!is_start || strncasecmp(style.data + at, name, size) != 0)
            continue;
        size_t value = at + size;
        while (value < style.size && (wn_html_is_space(style.data[value]) || style.data[value] == ':'))
            value++;
        return read_number(style, value);
    }
    return -1;
}

typedef struct image {
    long     width, height; /* -1: not said */
    wn_range address;
    bool     has_address;
} image;

static image read_image(wn_bytes source, const wn_html_token *token)
{
    image             i = {.width = -1, .height = -1};
    wn_html_attribute attribute;
    for (size_t at = token->attributes; wn_html_attribute_next(source, token, at, &attribute); at = attribute.next) {
        wn_bytes value = {source.data + attribute.value.begin, attribute.value.end - attribute.value.begin};
        if (wn_html_attribute_is(&attribute, "width"))
            i.width = read_number(value, 0);
        else if (wn_html_attribute_is(&attribute, "height"))
            i.height = read_number(value, 0);
        if (wn_html_attribute_is(&attribute, "style")) {
            long width = read_style(value, "width"), height = read_style(value, "height");
            i.width = i.width < 0 ? width : i.width;
            i.height = i.height < 0 ? height : i.height;
        }
        if (!i.has_address && wn_html_attribute_is(&attribute, token->tag == WN_TAG_img ? "src" : "href")) {
            i.address = attribute.value;
            i.has_address = true;
        }
    }
    return i;
}

bool wn_html_is_picture(wn_bytes source, const wn_html_token *token)
{
    image i = read_image(source, token);
    return i.width < 0 || i.height < 0 || i.width > ICON_PIXELS_MAX || i.height > ICON_PIXELS_MAX;
}

/* ---- lines ---- */

static void put_length(wn_buf *links, const char *name, long length)
{
    if (length >= 0)
        wn_buf_printf(links, " %s=\"%ld\"", name, length);
}

static bool has_address(wn_tag tag)
{
    return tag == WN_TAG_a || tag == WN_TAG_img || tag == WN_TAG_area;
}

wn_status wn_html_page_link(wn_html_page *page, const wn_html_token *token)
{
    if (!has_address(token->tag))
        return WN_OK;
    image        i = read_image(page->source, token);
    wn_html_link link = {.tag = token->range, .text.begin = page->links.size, .is_image = token->tag == WN_TAG_img};
    if (!i.has_address)
        return WN_OK;
    if (!wn_array_grow(&page->link_items, &page->link_capacity, page->link_count + 1, sizeof *page->link_items))
        return WN_NO_MEMORY;
    if (link.is_image) {
        wn_buf_text(&page->links, "<img");
        put_length(&page->links, "width", i.width);
        put_length(&page->links, "height", i.height);
        wn_buf_text(&page->links, " src=\"");
    }
    link.address.begin = page->links.size;
    wn_status status = wn_html_value_add(page->source, i.address, &page->links, &page->link_map);
    link.address.end = page->links.size;
    wn_buf_text(&page->links, link.is_image ? "\">" : "");
    link.text.end = page->links.size;
    wn_buf_put(&page->links, '\n');
    page->link_items[page->link_count++] = link;
    return page->links.failed ? WN_NO_MEMORY : status;
}
