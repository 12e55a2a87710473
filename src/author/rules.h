/* rules.h: what a policy does, rule by rule, for people and for programs. */
#ifndef WN_AUTHOR_RULES_H
#define WN_AUTHOR_RULES_H

#include "base/buf.h"
#include "policy/definitions.h"
#include "policy/policy.h"

/* Appends a table of the rules; `is_detailed`: also how lines are chosen for them and what they may cost. */
void wn_rules_table(const wn_policy *policy, bool is_detailed, wn_buf *out);

/* Appends a line of JSON for each rule, with all that the detailed table has. */
void wn_rules_json(const wn_policy *policy, wn_buf *out);

/* Appends the policy as it is for documents with these attributes: for each rule all its settings, overrides laid on,
 * each with the place it comes from. Returns WN_OK, WN_NO_MEMORY, or WN_BAD_POLICY when the overrides do not fit
 * together. */
wn_status wn_rules_resolved(const wn_policy *policy, const wn_attributes *attributes, bool as_json, wn_buf *out,
                            wn_error **error);

#endif
