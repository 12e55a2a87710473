/* case_text.h: writes texts as YAML that can be pasted into a policy. */
#ifndef WN_AUTHOR_FUZZ_CASE_TEXT_H
#define WN_AUTHOR_FUZZ_CASE_TEXT_H

#include "base/buf.h"

/* An example of what a rule should do. */
typedef struct wn_case_text {
    const char *rule, *kind;   /* for its name */
    wn_bytes    text;          /* lines, each ending in a line feed */
    const bool *goes;          /* per line; NULL: all stay */
    bool        takes_any;     /* no line is asked */
    int         level;         /* of the test; 2 is not written */
    const char *lang, *source; /* NULL: unknown */
} wn_case_text;

/* Appends an entry of `tests`. Bytes that are not UTF-8 become U+FFFD, as conditions see them. */
void wn_case_put(const wn_case_text *test, wn_buf *out);

/* Appends an entry of the rule's `hits`, or where no line goes, of its `misses`. */
void wn_case_put_example(const wn_case_text *test, wn_buf *out);

#endif
