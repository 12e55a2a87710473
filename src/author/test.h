/* test.h: runs the examples that stand beside the rules, and the tests with marked lines. */
#ifndef WN_AUTHOR_TEST_H
#define WN_AUTHOR_TEST_H

#include "author/bench.h"

typedef enum wn_check_kind {
    WN_CHECK_HITS,
    WN_CHECK_MISSES,
    WN_CHECK_TEST
} wn_check_kind;

extern const char *const wn_check_kinds[]; /* their words */

/* A line of an example: what should become of it, and what does. */
typedef struct wn_check_line {
    wn_mark           want;      /* WN_MARK_ANY: whatever */
    wn_bytes          want_text; /* for WN_MARK_BECOMES */
    const wn_fortune *got;
    bool              is_right;
} wn_check_line;

/* One example and what came of it; valid during the call that tells it. */
typedef struct wn_check {
    wn_check_kind        kind;
    const char          *name;   /* the rule's id, or the test's name; NULL: it has none */
    size_t               number; /* of the example in its list, from 1 */
    wn_place             place;
    bool                 has_passed;
    const wn_check_line *lines;
    size_t               line_count;
    const wn_trial      *trial;
    bool                 has_verdict; /* the verdict was asked for */
    wn_verdict           want_verdict;
    int                  rule; /* whose hit or miss it is; -1: a test */
} wn_check;

typedef struct wn_check_sink {
    void *user;
    bool (*tell)(void *user, const wn_check *check); /* false stops */
} wn_check_sink;

/* Whether an example in this place is among those that stand in the policy's last layer. Of a policy that is built in
 * all examples are its own. */
bool wn_is_own(const wn_policy *policy, const wn_place *place);

/* Runs the policy's own examples. Returns WN_OK, WN_NO_MEMORY or WN_STOPPED. */
wn_status wn_test_run(const wn_policy *policy, wn_bench *bench, const wn_check_sink *sink);

/* The same of its tests only, hits and misses left out. */
wn_status wn_test_run_tests(const wn_policy *policy, wn_bench *bench, const wn_check_sink *sink);

#endif
