/* lint.h: holds policies against what experience says goes wrong with them.
 *
 * Several policies are linted together: first all are surveyed, so that a rule whose examples stand
 * in another file counts as having them, then each is checked. What the loader refuses is a finding,
 * too. Of each policy only the rules in its own file are checked; those it extends have a turn of their
 * own. A rule's `lint-ignore` lists findings that are meant. */
#ifndef WN_AUTHOR_LINT_H
#define WN_AUTHOR_LINT_H

#include "author/finding.h"
#include "author/operands.h"

/* A kind of warning. */
typedef struct wn_lint_kind {
    const char *id; /* stable: it is written into policies */
    const char *help;
} wn_lint_kind;

/* The kind with this number; NULL past the end. */
const wn_lint_kind *wn_lint_kind_at(size_t index);

typedef struct wn_lint wn_lint;

/* Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_lint_new(wn_lint **lint);
void      wn_lint_free(wn_lint *lint);

/* Loads a policy and runs its tests. Returns WN_OK, also when the policy has errors, which are findings then;
 * WN_IO_ERROR or WN_BAD_ARGUMENT when it cannot be found, with *error; or WN_NO_MEMORY. */
wn_status wn_lint_survey(wn_lint *lint, const wn_operand *operand, wn_error **error);

/* Checks a policy, after all were surveyed. Returns as wn_lint_survey does. */
wn_status wn_lint_check(wn_lint *lint, const wn_operand *operand, wn_error **error);

/* All findings so far, in the order of the policies and their lines; live as long as the lint. */
const wn_findings *wn_lint_findings(const wn_lint *lint);

#endif
