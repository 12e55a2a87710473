/* claims.c: who claims a line. Claims are chained per line in no particular order; who gets the
 * credit is decided by level and id alone. */
#include "engine/judge.h"

wn_status wn_link_add(wn_links *links, uint32_t *first, uint32_t rule)
{
    if (links->count >= WN_NONE - 1 ||
        !wn_array_grow(&links->items, &links->capacity, links->count + 1, sizeof *links->items))
        return WN_NO_MEMORY;
    links->items[links->count] = (wn_link){rule, *first};
    *first = (uint32_t)links->count++;
    return WN_OK;
}

/* Passes ask one rule after the other, or each rule once of a line: what a rule claims again, it claimed just before.
 */
static bool has_just_claimed(const wn_judge *judge, const wn_line *line, uint32_t rule)
{
    return line->claims != WN_NONE && judge->claims.items[line->claims].rule == rule;
}

static bool is_first_stratum(const wn_rule *rule)
{
    return (rule->unit == WN_UNIT_LINE || rule->unit == WN_UNIT_BLOCK) && !rule->is_shadow && rule->action != WN_KEEP &&
           rule->action != WN_FLAG;
}

wn_status wn_claim_add(wn_judge *judge, wn_line *line, uint32_t rule)
{
    const wn_rule *claimant = wn_judge_rule(judge, rule);
    if (is_first_stratum(claimant)) {
        line->categories |= (uint64_t)1 << (claimant->category & 63);
        judge->categories |= line->categories;
    }
    return wn_link_add(&judge->claims, &line->claims, rule);
}

wn_status wn_claim_line(wn_judge *judge, size_t line, uint32_t rule, bool marks)
{
    wn_line *item = &judge->lines.items[line];
    if (has_just_claimed(judge, item, rule))
        return WN_OK;
    if (marks && !wn_judge_rule(judge, rule)->is_shadow)
        item->state |= WN_LINE_MARKED;
    return wn_claim_add(judge, item, rule);
}

uint32_t wn_claim_credit(const wn_judge *judge, const wn_line *line, wn_action action)
{
    uint32_t best = WN_NONE;
    for (uint32_t i = line->claims; i != WN_NONE; i = judge->claims.items[i].next) {
        uint32_t       index = judge->claims.items[i].rule;
        const wn_rule *rule = wn_judge_rule(judge, index);
        if (rule->action != action || rule->is_shadow)
            continue;
        int level = best == WN_NONE ? 4 : wn_judge_rule(judge, best)->level;
        if (rule->level < level || (rule->level == level && index < best))
            best = index;
    }
    return best;
}

/* The chain is walked only where two categories share a bit. */
bool wn_line_is_marked(const wn_judge *judge, const wn_line *line, uint32_t category)
{
    if (!(line->state & WN_LINE_MARKED))
        return false;
    if (category == WN_NONE)
        return true;
    if (!(line->categories >> (category & 63) & 1))
        return false;
    if (judge->program->set->category_count <= 64)
        return true;
    for (uint32_t i = line->claims; i != WN_NONE; i = judge->claims.items[i].next) {
        const wn_rule *rule = wn_judge_rule(judge, judge->claims.items[i].rule);
        if (rule->category == category && is_first_stratum(rule))
            return true;
    }
    return false;
}
