/* rescue.h: lines that a small change saves from a rule. Private to fuzz/attack*.c. */
#ifndef WN_AUTHOR_FUZZ_RESCUE_H
#define WN_AUTHOR_FUZZ_RESCUE_H

#include "author/fuzz/prey.h"

/* Whether the rule takes lines, or parts of them, that a change may save. */
bool wn_rescue_is_possible(const wn_prey *prey);

/* Whether the line is still taken when it reads `with`. Returns WN_OK, WN_NO_MEMORY, or WN_STOPPED. */
wn_status wn_rescue_ask(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, bool *taken);

/* Reports that the line is saved when it reads `with`. The format gets the rule's id, what was changed (`%s` each), and
 * the changed line (`%.*s`). Returns WN_OK, WN_NO_MEMORY, or WN_STOPPED. */
wn_status wn_rescue_report(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, const char *format,
                           const char *what);

#endif
