/* triggers.h: the literals without which a rule cannot apply.
 *
 * One pass over a line finds which literals it has; only rules with a trigger among them are asked. A
 * rule has triggers when its condition cannot hold on a line that has none of them. */
#ifndef WN_POLICY_TRIGGERS_H
#define WN_POLICY_TRIGGERS_H

#include "policy/bounds.h"
#include "policy/definition.h"

/* An alternative without a literal does not spoil those that have one when it speaks of lines as short as this. */
#define WN_SHORT_WORDS 16
#define WN_SHORT_CHARS 100

typedef struct wn_trigger {
    wn_literal_kind     kind;       /* NONE: lines within the bounds are asked whatever they have */
    bool                after_lead; /* STARTS: from the first letter or digit on */
    bool                at_word;    /* CONTAINS: only where a word begins */
    bool                at_end;     /* only where no ASCII letter or digit stands behind it */
    wn_bytes            text;       /* folded */
    wn_bounds           bounds;     /* of the lines on which it counts */
    const wn_condition *condition;  /* that has this literal; NULL: a span's pattern, or NONE */
    const wn_condition *lacking; /* NONE: the part of the condition that has no literal; NULL: there is no condition */
} wn_trigger;

/* Calls `found` for each trigger of the rule, at least once. Only rules that are asked line by line have
 * triggers: line, block, section (for its heading), tail, head, span. */
void wn_triggers_find(const wn_definition *definition, void (*found)(void *user, const wn_trigger *trigger),
                      void                *user);

/* The same of a condition alone, which has some. */
bool wn_condition_has_triggers(const wn_condition *condition);
void wn_condition_triggers_find(const wn_condition *condition, void (*found)(void *user, const wn_trigger *trigger),
                                void               *user);

/* Whether a phrase of the condition holds only before what is no ASCII letter or digit: a start ends with its word. */
bool wn_phrase_is_ended(const wn_condition *condition, size_t phrase);

/* Whether rules of this unit are asked line by line. */
bool wn_unit_has_triggers(wn_unit unit);

#endif
