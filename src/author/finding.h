/* finding.h: what lint has to say, gathered, told apart and written down. */
#ifndef WN_AUTHOR_FINDING_H
#define WN_AUTHOR_FINDING_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "policy/names.h"

/* One finding. Strings live as long as the findings. */
typedef struct wn_finding {
    const char *id;           /* such as "no-hits"; of what the loader refuses: "error" */
    bool        is_error;     /* else a warning */
    const char *rule;         /* NULL: of no rule */
    const char *file;         /* NULL: in no file */
    uint32_t    line, column; /* from 1; 0: unknown */
    const char *message;
    const char *source;  /* the source line, shortened around the column; NULL: none */
    uint32_t    caret;   /* characters before the caret under it */
    const char *witness; /* a text that shows it; NULL: none */
    const char *test;    /* YAML that can be pasted into the policy; NULL: none */
    bool        is_case; /* `test` is an entry of `tests`, else of the rule itself */
    bool        passes;  /* `test` passes as it is, and shows something else than a fault */
} wn_finding;

typedef struct wn_findings {
    wn_arena    arena;
    wn_finding *items;
    size_t      count, capacity;
    size_t      errors, warnings;
    wn_names    known; /* file, id and message, tagged with the line */
} wn_findings;

/* Adds the errors of a policy that could not be loaded, those that are known already left out. Returns WN_OK or
 * WN_NO_MEMORY. */
wn_status wn_findings_add_errors(wn_findings *findings, const wn_error *error);

/* Adds a warning about a rule. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_findings_warn(wn_findings *findings, const char *id, const char *rule, const wn_place *place,
                           const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Adds a warning as it is given, but for the source line and its caret, which come from the place. Returns WN_OK or
 * WN_NO_MEMORY. */
wn_status wn_findings_add(wn_findings *findings, const wn_finding *found, const wn_place *place);

/* Puts the findings from `first` on in the order of files and lines. */
void wn_findings_sort(wn_findings *findings, size_t first);

/* Appends the findings: for people each with its source line and a caret, and a sum; or as lines of JSON. */
void wn_findings_report(const wn_findings *findings, wn_buf *out, bool as_json);

void wn_findings_free(wn_findings *findings);

#endif
