/* report.h: what became of examples, for people, for programs, and for CI systems. */
#ifndef WN_AUTHOR_REPORT_H
#define WN_AUTHOR_REPORT_H

#include "author/test.h"
#include "base/buf.h"

/* Appends a failed example: where it stands and whose it is, then its lines with what should become of each and what
 * does. Lines that are right are shown only near wrong ones. Control characters are shown as \xHH. */
void wn_report_failure(wn_buf *out, const wn_policy *policy, const wn_check *check);

/* Appends an example as a line of JSON: file, line, column, kind, name, passed; of a failed one the lines as well. */
void wn_report_json(wn_buf *out, const wn_policy *policy, const wn_check *check);

/* Appends an example as a JUnit <testcase>. */
void wn_report_junit(wn_buf *out, const wn_policy *policy, const wn_check *check);

/* Appends the document around the test cases. */
void wn_report_junit_suite(wn_buf *out, wn_bytes cases, size_t passed, size_t failed);

#endif
