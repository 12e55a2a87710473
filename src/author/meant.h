/* meant.h: findings that a policy says are meant, by `lint-ignore` of the rule or of its whole file. */
#ifndef WN_AUTHOR_MEANT_H
#define WN_AUTHOR_MEANT_H

#include "policy/definitions.h"

/* Whether the finding is meant for the rule. The definition is the rule as it is with overrides. */
bool wn_is_meant(const wn_rule_source *rule, const wn_definition *definition, const char *finding);

/* The list itself: of a rule, or of the file's root; NULL when there is none. */
const wn_node *wn_meant_list(const wn_node *map);

#endif
