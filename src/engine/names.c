/* names.c: the words for verdicts. */
#include "winnow.h"

const char *wn_verdict_name(wn_verdict verdict)
{
    static const char *const names[] = {
        [WN_UNCHANGED] = "unchanged", [WN_CLEANED] = "cleaned",   [WN_FLAGGED] = "flagged",
        [WN_GUARDED] = "guarded",     [WN_REJECTED] = "rejected",
    };
    return (size_t)verdict < sizeof names / sizeof *names ? names[verdict] : "unknown";
}
