/* tables.h: the literal tables of a rule set. */
#ifndef WN_POLICY_TABLES_H
#define WN_POLICY_TABLES_H

#include "base/arena.h"
#include "policy/ruleset.h"

/* Makes the tables of all tiers in the arena. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_tables_make(const wn_ruleset *set, wn_arena *arena, const wn_literals **tables);

/* Whether a rule of this unit is asked about the ends of a document only. */
static inline bool wn_unit_is_at_ends(uint8_t unit)
{
    return unit == WN_UNIT_TAIL || unit == WN_UNIT_HEAD;
}

#endif
