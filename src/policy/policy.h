/* policy.h: what the engine and the author tools see of a loaded policy. The public part is in
 * winnow.h. */
#ifndef WN_POLICY_POLICY_H
#define WN_POLICY_POLICY_H

#include "base/arena.h"
#include "policy/ruleset.h"

/* What is known of a document besides its text. */
typedef struct wn_attributes {
    const char     *lang;   /* NULL: unknown */
    const char     *source; /* NULL: unknown */
    const wn_field *fields;
    size_t          field_count;
} wn_attributes;

/* Whether source, lang and field conditions of `when` hold; an unknown source or lang makes one that
 * asks for it false. Prose counts are the engine's to check. WN_NONE holds. */
bool wn_when_holds(const wn_ruleset *set, uint32_t when, const wn_attributes *attributes);

/* The rule set with no conditional override applied; lives as long as the policy. */
const wn_ruleset *wn_policy_ruleset(const wn_policy *policy);

/* Makes what an image has besides the rule set as it is loaded: the literal tables, and its patterns
 * compiled. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_policy_bake(wn_policy *policy);

/* Overrides that depend on the document (source, lang, field). Unconditional ones are already part of
 * the rule set. */
size_t wn_policy_override_count(const wn_policy *policy);
bool   wn_policy_override_applies(const wn_policy *policy, size_t index, const wn_attributes *attributes);

/* A rule set compiled with some of the conditional overrides: applies[i] says whether override i is laid
 * on. Rules have the same indices as in wn_policy_ruleset. Thread-safe; the caller owns *variant. Every
 * combination of one override was checked when the policy was loaded; a combination of several that does
 * not compile is WN_BAD_POLICY. */
typedef struct wn_variant {
    wn_ruleset set;
    wn_arena   arena;
} wn_variant;

wn_status wn_policy_variant(const wn_policy *policy, const bool *applies, wn_variant **variant, wn_error **error);
void      wn_variant_free(wn_variant *variant);

/* What a rule holds back: whether it can be decided only at the end of the document. */
bool wn_rule_needs_document(const wn_ruleset *set, uint32_t rule);

#endif
