/* definition.h: one rule, checked: its conditions as trees, its numbers, its places. What compile.c
 * makes a rule set from, and what lint and explain read. */
#ifndef WN_POLICY_DEFINITION_H
#define WN_POLICY_DEFINITION_H

#include "policy/condition.h"
#include "policy/when.h"

/* A rule as one version of the policy has it. Members that its unit does not have are NULL, 0, or
 * WN_NONE for "no limit". */
typedef struct wn_definition {
    const wn_node       *node;  /* the rule's map, overrides laid on */
    wn_place             place; /* where the rule is written */
    const char          *id;
    const char          *category;
    const char          *why;
    const char          *with;
    const char          *field;
    wn_unit              unit;
    wn_action            action;
    int                  level;
    bool                 is_shadow;
    bool                 is_off;
    const wn_when_def   *when;
    const wn_condition  *cond; /* line, block, tail, head, document, span; section: `from`; run: each line */
    const wn_expression *span;
    const wn_expression *value; /* extract: the pattern with the group "value" */
    wn_until             until;
    uint32_t             until_lines;
    const wn_condition  *until_cond, *takes, *above, *below;
    uint32_t             min_lines, max_lines, limit;
    uint32_t             marked_share, marked_lines;
    bool                 reaches_end, keeps_last;
} wn_definition;

/* Reads a rule's map, whatever its shape; NULL after a complaint. `place` is where the rule is written.
 * The owner that the complaints name must be set. */
wn_definition *wn_definition_read(wn_reader *reader, const wn_node *map, const wn_place *place);

/* Whether the rule can be decided only at the end of a document. */
bool wn_definition_needs_document(const wn_definition *definition);

/* Calls `visit` for every condition of the rule. */
void wn_definition_walk(const wn_definition *definition, void (*visit)(void *user, const wn_condition *condition),
                        void                *user);

#endif
