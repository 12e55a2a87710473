/* complaint.h: gathering what is wrong with a policy, so that its author sees all of it at once.
 *
 * Whoever reads a part of a policy says what is wrong and goes on; at the end the status tells
 * whether anything was. */
#ifndef WN_POLICY_COMPLAINT_H
#define WN_POLICY_COMPLAINT_H

#include "base/arena.h"
#include "base/error.h"

typedef struct wn_complaints {
    wn_arena   *arena; /* for messages and names */
    wn_error  **error; /* where they go; NULL: nowhere */
    const char *owner; /* what is being read, such as: rule "ad.label" */
    size_t      count;
    wn_status   status; /* WN_OK until the first; WN_NO_MEMORY once memory ran out */
} wn_complaints;

/* Adds an error of status WN_BAD_POLICY. `place` may be NULL. */
void wn_complain(wn_complaints *complaints, const wn_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void wn_complain_memory(wn_complaints *complaints);

/* The end of a message that names the nearest of `words`: `; did you mean "match"?`, or "". */
const char *wn_complain_guess(wn_complaints *complaints, const char *word, const char *const *words, size_t count);

/* Whether further errors would not be shown, so that nobody need work for their wording. */
bool wn_complaints_are_full(const wn_complaints *complaints);

/* "mine.yaml:12:9", for a message that names a second place. */
const char *wn_complain_where(wn_complaints *complaints, const wn_place *place);

#endif
