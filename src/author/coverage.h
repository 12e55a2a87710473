/* coverage.h: which rules and which of their conditions the examples exercise.
 *
 * A rule is exercised when an example makes it act. A condition is, when one example makes it true
 * and one makes it false: an author who then loosens or tightens it hears of it. What several
 * policies share is counted together, so that case files count for the policies they extend. */
#ifndef WN_AUTHOR_COVERAGE_H
#define WN_AUTHOR_COVERAGE_H

#include "author/test.h"
#include "base/buf.h"

typedef struct wn_coverage wn_coverage;

/* Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_coverage_new(wn_coverage **coverage);
void      wn_coverage_free(wn_coverage *coverage);

/* The examples of this policy come next. Its own rules are those the report will be about. Returns WN_OK or
 * WN_NO_MEMORY. */
wn_status wn_coverage_begin(wn_coverage *coverage, const wn_policy *policy);

/* For the bench on which they are run; lives as long as the coverage. */
const wn_observer *wn_coverage_observer(const wn_coverage *coverage);

/* An example was run. */
void wn_coverage_note(wn_coverage *coverage, const wn_check *check);

/* No more of this policy's examples; it may be freed now. */
void wn_coverage_end(wn_coverage *coverage);

/* Appends what was not exercised, a line for each, and for people a sum. */
void wn_coverage_report(const wn_coverage *coverage, wn_buf *out, bool as_json);

#endif
