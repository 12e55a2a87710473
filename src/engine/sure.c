/* sure.c: rules that ask for nothing but how a line begins. */
#include "engine/sure.h"

#include "match/chars.h"

bool wn_set_has(const wn_ruleset *set, uint32_t index, uint32_t literal)
{
    const wn_set   *members = &set->sets[index];
    const uint32_t *items = set->members + members->first;
    size_t          low = 0, high = members->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (items[middle] < literal)
            low = middle + 1;
        else
            high = middle;
    }
    return low < members->count && items[low] == literal;
}

static bool is_plain_strip(const wn_rule *rule)
{
    return rule->unit == WN_UNIT_LINE && rule->action == WN_STRIP && !rule->is_shadow && rule->cond != WN_NONE;
}

/* What the literal says alone, if it says anything. */
static wn_sure ask(const wn_ruleset *set, const wn_owner *owner, uint32_t literal)
{
    static const wn_sure unsure = {.rule = WN_NONE};
    const wn_rule       *rule = &set->rules[owner->rule];
    if (!is_plain_strip(rule) || owner->words != WN_NONE || owner->chars != WN_NONE)
        return unsure;
    const wn_cond *cond = &set->conds[rule->cond];
    uint32_t       literals = cond->op == WN_OP_MATCH ? set->patterns[cond->a].literals : 0;
    if (literals && wn_set_has(set, literals - 1, literal))
        return (wn_sure){.rule = owner->rule};
    if (cond->op == WN_OP_STARTS && !cond->flag && wn_set_has(set, cond->a, literal))
        return (wn_sure){.rule = owner->rule, .needs_word = true};
    return unsure;
}

/* The one rule that is awake among the owners; NULL when there are none or more. */
static const wn_owner *find_only(const wn_ruleset *set, const wn_owners *owners, const bool *is_awake)
{
    const wn_owner *only = NULL;
    for (uint32_t i = owners->first; i < owners->first + owners->count; i++) {
        if (set->owners[i].rule == WN_NONE || !is_awake[set->owners[i].rule])
            continue;
        if (only)
            return NULL;
        only = &set->owners[i];
    }
    return only;
}

void wn_sure_find(const wn_ruleset *set, const bool *is_awake, wn_sure *sure)
{
    for (uint32_t i = 0; i < set->literal_count; i++) {
        const wn_owner *only = find_only(set, &set->literal_owners[i], is_awake);
        bool            begins = set->literals[i].kind == WN_LITERAL_STARTS;
        sure[i] = only && begins ? ask(set, only, i) : (wn_sure){.rule = WN_NONE};
    }
}

bool wn_sure_is_met(const wn_ruleset *set, wn_sure sure, uint32_t literal, wn_bytes line)
{
    const wn_literal *l = &set->literals[literal];
    bool              goes_on = line.size > l->size && wn_is_ascii_word(line.data[l->size - 1]) &&
                   wn_is_ascii_word(line.data[l->size]);
    return sure.rule != WN_NONE && !(sure.needs_word && goes_on);
}
