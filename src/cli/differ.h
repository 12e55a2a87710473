/* differ.h: what the filter would change, as a unified diff on standard output.
 *
 * The rules that changed the lines of a hunk stand behind its "@@". Colours appear on a terminal, where control
 * characters are shown as \xHH; elsewhere the bytes are as they are, so that patch(1) takes the diff. */
#ifndef WN_CLI_DIFFER_H
#define WN_CLI_DIFFER_H

#include "base/buf.h"
#include "cli/messages.h"
#include "stream/output.h"

#define WN_DIFFER_CONTEXT 3 /* unchanged lines shown above and below */

typedef struct wn_differ {
    wn_output        output; /* without `bytes`: there is none, and every call does nothing */
    const wn_policy *policy;
    bool             is_terminal;
    bool             has_colour;
    const char      *place;      /* what the input at hand is called; set by the caller */
    wn_buf           name;       /* of the text at hand */
    bool             has_failed; /* a text lacked memory */
    bool             has_heading;
    wn_buf           old_line, new_line;
    bool             is_changed;                 /* the line at hand */
    wn_buf           context[WN_DIFFER_CONTEXT]; /* the last lines that did not change, the oldest first */
    size_t           context_count;
    wn_buf           hunk;
    wn_buf           rules; /* of the hunk */
    bool             in_hunk;
    size_t           trailing;             /* unchanged lines at its end */
    uint64_t         old_at, new_at;       /* lines of the text so far */
    uint64_t         old_count, new_count; /* lines in the hunk */
} wn_differ;

/* Makes one that writes to standard output. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_differ_new(const wn_policy *policy, wn_colour colour, wn_differ *differ);
void      wn_differ_free(wn_differ *differ);

/* Take the decisions of a filter, and the end of each document. False when the diff cannot be written. */
bool wn_differ_decide(wn_differ *differ, const wn_decision *decision);
bool wn_differ_finish(wn_differ *differ);

#endif
