/* version.c: which winnow this is, and on which libraries it runs. */
#include "match/pattern.h"
#include "match/view.h"
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
    snprintf(text, size, "PCRE2 %s, libyaml %s, utf8proc %s", engine, wn_node_yaml_version(),
             wn_view_unicode_version());
    return text;
}
