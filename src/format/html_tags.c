/* html_tags.c: looks elements up. Used by html_token.c and html_lines.c. */
#include "format/html_tags.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    unsigned    bits;
} tags[WN_TAG_COUNT] = {
    [WN_TAG_UNKNOWN] = {"", 0},
#define WN_HTML_TAG(name, bits) {#name, bits},
#include "format/html_tags.def"
#undef WN_HTML_TAG
};

wn_tag wn_tag_named(wn_bytes name)
{
    int low = WN_TAG_UNKNOWN + 1, high = WN_TAG_COUNT - 1;
    while (low <= high) {
        int    middle = (low + high) / 2;
        size_t size = strlen(tags[middle].name);
        int    order = strncasecmp(name.data, tags[middle].name, name.size < size ? name.size : size);
        if (order == 0)
            order = name.size < size ? -1 : name.size > size;
        if (order == 0)
            return (wn_tag)middle;
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return WN_TAG_UNKNOWN;
}

unsigned wn_tag_bits(wn_tag tag)
{
    return tags[tag].bits;
}
