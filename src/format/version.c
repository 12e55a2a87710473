/* version.c: which winnow this is, and on which libraries it runs. */
#include "format/feed_xml.h"
#include "match/pattern.h"
#include "match/unicode.h"
#include "policy/node.h"

#include <stdio.h>

const char *wn_version(void)
{
    return WN_VERSION;
}

const char *wn_library_versions(char *text, size_t size)
{
    char engine[64];
    wn_pattern_engine_version(engine);
    const char *expat = wn_feed_xml_version();
    snprintf(text, size, "PCRE2 %s, libyaml %s, utf8proc %s%s%s", engine, wn_node_yaml_version(), wn_unicode_version(),
             expat ? ", expat " : "", expat ? expat : "");
    return text;
}
