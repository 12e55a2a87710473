/* tally.h: what became of the documents, counted and put into words. */
#ifndef WN_CLI_TALLY_H
#define WN_CLI_TALLY_H

#include "cli/messages.h"

/* The sums over all documents of a run. */
typedef struct wn_tally {
    wn_limits limits;
    uint64_t  unsplit_lines; /* that could not be judged for --split */
    uint64_t  rejected;      /* documents */
} wn_tally;

/* Counts a document. With -v it gets a line; a rejected one gets one in any case, which says what
 * follows from it, such as "it is not in the output"; NULL: it has gone where it should. `place` is what messages call
 * the document. */
void wn_tally_add(wn_tally *tally, const wn_messages *messages, const wn_policy *policy, const char *place,
                  const wn_result *result, const char *consequence);

/* Whether text was kept in doubt: a limit was hit, or bytes were not UTF-8. */
bool wn_tally_has_doubt(const wn_tally *tally);

/* Says in one line which limits a place met, if any; whether it did. */
bool wn_limits_tell(const wn_limits *limits, const wn_messages *messages, const char *place);

/* Says in one line what left doubt, if anything. */
void wn_tally_tell(const wn_tally *tally, const wn_messages *messages);

#endif
