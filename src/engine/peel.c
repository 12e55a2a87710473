/* peel.c: from claims to fates, and then inwards from both ends of the document.
 *
 * The claims of lines, blocks, sections and runs decide first. Then tail rules peel upwards from the
 * last line: what is cut or kept already is stepped over, a line that some rule accepts goes, and the
 * first that none accepts ends the walk. Head rules do the same downwards. */
#include "engine/judge.h"

/* What the claims on a line make of it. */
static wn_line_fate weigh_claims(const wn_judge *judge, const wn_line *line)
{
    unsigned actions = 0;
    for (uint32_t i = line->claims; i != WN_NONE; i = judge->claims.items[i].next) {
        const wn_rule *rule = wn_judge_rule(judge, judge->claims.items[i].rule);
        actions |= rule->is_shadow ? 0 : 1u << rule->action;
    }
    return actions >> WN_EXTRACT & 1   ? WN_LINE_EXTRACTED
           : actions >> WN_STRIP & 1   ? WN_LINE_CUT
           : actions >> WN_REPLACE & 1 ? WN_LINE_REPLACED
                                       : WN_LINE_STAYS;
}

void wn_pass_cut(wn_judge *judge)
{
    for (size_t i = judge->frozen; i < judge->lines.count; i++) {
        wn_line *line = &judge->lines.items[i];
        bool     is_claimed = line->claims != WN_NONE && !wn_line_is_kept(line);
        line->fate = is_claimed ? (uint8_t)weigh_claims(judge, line) : WN_LINE_STAYS;
    }
}

/* One walk; `left` has what remains of each rule's limit, by rule. */
typedef struct peeling {
    wn_judge *judge;
    wn_unit   unit;
    uint32_t *left;
} peeling;

/* ---- for observers ---- */

static bool is_shown(const wn_judge *judge)
{
    return judge->observer && judge->observer->is_thorough;
}

/* Of a rule whose limit is used up, whether it would accept the line. */
static void show_spent(wn_judge *judge, size_t line, uint32_t rule)
{
    if (is_shown(judge) && wn_eval_line(judge, line, rule, wn_judge_rule(judge, rule)->cond) == WN_TRUE)
        wn_observe(judge, rule, WN_EVENT_LIMIT, line, line);
}

/* Asks about the lines that the walk did not come to, and does nothing with the answers. */
static void show_rest(const peeling *p, wn_event event, size_t stop, size_t first, size_t end)
{
    wn_judge         *judge = p->judge;
    const wn_program *program = judge->program;
    if (!is_shown(judge) || stop >= judge->lines.nonblank_count)
        return;
    wn_observe(judge, WN_NONE, event, judge->lines.nonblank[stop], judge->lines.nonblank[stop]);
    for (size_t i = first; i < end; i++)
        for (uint32_t k = 0; k < program->unit_counts[p->unit]; k++) {
            uint32_t rule = program->units[p->unit][k];
            if (!judge->is_quiet[rule])
                wn_eval_line(judge, judge->lines.nonblank[i], rule, wn_judge_rule(judge, rule)->cond);
        }
}

/* ---- the walks ---- */

/* Charges the line to every rule that accepts it; whether one did that is not a shadow. */
static wn_status peel_line(peeling *p, size_t line, bool *accepted)
{
    wn_judge         *judge = p->judge;
    const wn_program *program = judge->program;
    wn_status         status = WN_OK;
    *accepted = false;
    wn_find_peelers(judge, &judge->lines.items[line]);
    for (uint32_t i = 0; i < program->unit_counts[p->unit] && status == WN_OK; i++) {
        uint32_t       rule = program->units[p->unit][i];
        const wn_rule *asked = wn_judge_rule(judge, rule);
        if (!p->left[rule])
            show_spent(judge, line, rule);
        if (judge->is_quiet[rule] || !p->left[rule] || !wn_is_peeler(judge, rule) ||
            !wn_line_passes(judge, &judge->lines.items[line], rule) ||
            wn_eval_line(judge, line, rule, asked->cond) != WN_TRUE)
            continue;
        status = wn_claim_line(judge, line, rule, false);
        p->left[rule] -= p->left[rule] != WN_NONE;
        *accepted |= !asked->is_shadow;
    }
    return status;
}

/* Takes one step; whether the walk goes on. */
static bool step(peeling *p, size_t ordinal, wn_status *status)
{
    size_t   line = p->judge->lines.nonblank[ordinal];
    wn_line *item = &p->judge->lines.items[line];
    if (wn_line_is_gone(item))
        return true;
    if (wn_line_is_kept(item))
        return !(item->state & WN_LINE_UNSURE); /* kept only in doubt, it might as well have ended the walk */
    if (item->state & WN_LINE_LONG)
        return false;
    bool accepted;
    *status = peel_line(p, line, &accepted);
    if (accepted)
        item->fate = WN_LINE_CUT;
    return accepted && *status == WN_OK;
}

static void fill_limits(const wn_judge *judge, wn_unit unit, uint32_t *left)
{
    for (uint32_t i = 0; i < judge->program->unit_counts[unit]; i++) {
        uint32_t rule = judge->program->units[unit][i];
        left[rule] = wn_judge_rule(judge, rule)->limit;
    }
}

static wn_status peel_tail(wn_judge *judge)
{
    wn_status status = WN_OK;
    peeling   p = {judge, WN_UNIT_TAIL, judge->limits_left};
    fill_limits(judge, WN_UNIT_TAIL, p.left);
    size_t end = judge->lines.nonblank_count;
    while (end > judge->frozen && step(&p, end - 1, &status))
        end--;
    if (end > judge->frozen)
        show_rest(&p, WN_EVENT_TAIL_STOPPED, end - 1, judge->frozen, end - 1);
    return status;
}

static wn_status peel_head(wn_judge *judge)
{
    wn_status status = WN_OK;
    peeling   p = {judge, WN_UNIT_HEAD, judge->limits_left};
    for (uint32_t i = 0; i < judge->program->unit_counts[WN_UNIT_HEAD]; i++) {
        uint32_t rule = judge->program->units[WN_UNIT_HEAD][i];
        p.left[rule] = judge->carry.limits_left[rule];
    }
    size_t begin = judge->frozen;
    while (begin < judge->lines.nonblank_count && step(&p, begin, &status))
        begin++;
    show_rest(&p, WN_EVENT_HEAD_STOPPED, begin, begin + 1, judge->lines.nonblank_count);
    return status;
}

wn_status wn_pass_peel(wn_judge *judge)
{
    const uint32_t *counts = judge->program->unit_counts;
    wn_status       status = WN_OK;
    if (judge->is_final && counts[WN_UNIT_TAIL])
        status = peel_tail(judge);
    if (status == WN_OK && counts[WN_UNIT_HEAD] && !judge->carry.head_closed)
        status = peel_head(judge);
    judge->gated = NULL;
    return status;
}
