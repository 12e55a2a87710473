/* tables.c: which literals go into which tier: those that make some rule worth asking there.
 *
 * Whole lines (IS) are looked up by hash, whatever the tier, and are in the first one only. */
#include "policy/tables.h"

#include <stdlib.h>

static bool counts_in(const wn_ruleset *set, const wn_owner *owner, wn_tier tier)
{
    if (owner->rule == WN_NONE)
        return tier == WN_TIER_ENDS;
    bool is_at_ends = wn_unit_is_at_ends(set->rules[owner->rule].unit);
    if (tier == WN_TIER_LONG && (owner->words <= WN_LONG_WORDS || owner->chars <= WN_LONG_CHARS))
        return false;
    return is_at_ends == (tier == WN_TIER_ENDS);
}

static bool is_chosen(const wn_ruleset *set, uint32_t literal, wn_tier tier)
{
    const wn_owners *owners = &set->literal_owners[literal];
    if (set->literals[literal].kind == WN_LITERAL_IS)
        return tier == WN_TIER_LINES;
    for (uint32_t i = owners->first; i < owners->first + owners->count; i++)
        if (counts_in(set, &set->owners[i], tier))
            return true;
    return false;
}

wn_status wn_tables_make(const wn_ruleset *set, wn_arena *arena, const wn_literals **tables)
{
    wn_literals *made = wn_arena_alloc(arena, WN_TIERS * sizeof *made);
    bool        *chosen = calloc(set->literal_count + 1, sizeof *chosen);
    wn_status    status = made && chosen ? WN_OK : WN_NO_MEMORY;
    for (int tier = 0; tier < WN_TIERS && status == WN_OK; tier++) {
        for (uint32_t i = 0; i < set->literal_count; i++)
            chosen[i] = is_chosen(set, i, (wn_tier)tier);
        status = wn_literals_make(set->literals, set->literal_count, set->pool, chosen, arena, &made[tier]);
    }
    free(chosen);
    *tables = made;
    return status;
}
