/* overrides.h: changes to rules, and rules with changes laid on.
 *
 * An override without `when` changes the policy for good. One with `when` makes versions of the rules
 * it names, for the documents that fit. Of several that change the same key the last one that applies
 * wins; `off` and `on` count as a key of their own. */
#ifndef WN_POLICY_OVERRIDES_H
#define WN_POLICY_OVERRIDES_H

#include "policy/definition.h"

#define WN_OVERRIDES_MAX 4096 /* in one policy: a few for every publisher */

#define WN_LASTING_PATCHES_MAX 64 /* overrides without `when` of one rule: all are laid on anew for each version */

typedef struct wn_override {
    wn_place           place;
    const wn_when_def *when;        /* NULL: it always applies */
    uint32_t           conditional; /* its number among those with `when`, else WN_NONE */
} wn_override;

/* What one override changes in one rule. */
typedef struct wn_patch {
    const wn_override   *override;
    wn_node             *node;    /* a map, or "off" or "on" */
    const wn_definition *version; /* the rule with this and the unconditional ones laid on; NULL when the
                                     override is unconditional */
} wn_patch;

/* Reads the shape and the `when` of an override; false after a complaint. */
bool wn_override_read(wn_reader *reader, const wn_node *map, wn_override *override);

/* Whether a patch is laid on: `applies` has an entry for each conditional override; NULL: none of them. */
bool wn_patch_applies(const wn_patch *patch, const bool *applies);

/* The rule `map`, which stands at `place`, with the patches that apply laid on, in order. NULL after a
 * complaint. */
const wn_definition *wn_patches_lay(wn_reader *reader, wn_node *map, const wn_place *place, const wn_patch *patches,
                                    size_t count, const bool *applies);

#endif
