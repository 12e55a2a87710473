/* strata.c: the first stratum: line and block rules name their lines.
 *
 * For each line the literal tables say which rules are worth asking; rules without a literal are
 * always asked. Candidates of section and span rules are noted on the way, for their own passes. */
#include "engine/judge.h"

#include "policy/tables.h"

#include <string.h>

/* What the scanner's callback needs to know. */
typedef struct scan {
    wn_judge *judge;
    wn_line  *subject;
    bool      is_at_ends; /* it is about tail and head rules */
    wn_status status;
} scan;

static wn_status add_candidate(wn_judge *judge, wn_line *line, uint32_t rule)
{
    return wn_judge_asks(judge, rule) ? wn_link_add(&judge->candidates, &line->candidates, rule) : WN_OK;
}

static void add_owners(void *user, uint32_t literal)
{
    scan             *s = user;
    wn_judge         *judge = s->judge;
    const wn_ruleset *set = judge->program->set;
    const wn_owners  *owners = &set->literal_owners[literal];
    for (uint32_t i = owners->first; i < owners->first + owners->count; i++) {
        uint32_t rule = set->owners[i].rule;
        if (!wn_line_is_within(s->subject, &set->owners[i]) || judge->stamps[rule] == judge->next_stamp ||
            wn_unit_is_at_ends(set->rules[rule].unit) != s->is_at_ends)
            continue;
        judge->stamps[rule] = judge->next_stamp;
        if (s->is_at_ends)
            continue;
        if (s->subject->note)
            wn_memo_add_rule(judge->memo, s->subject->note, rule);
        if (add_candidate(judge, s->subject, rule) != WN_OK)
            s->status = WN_NO_MEMORY;
    }
}

static void take_stamp(wn_judge *judge)
{
    if (++judge->next_stamp)
        return;
    memset(judge->stamps, 0, judge->rule_count * sizeof *judge->stamps); /* the stamps have come round */
    judge->next_stamp = 1;
}

/* Stamps the rules whose literals the line has; those that are not for the ends become its candidates. */
static wn_status find_rules(wn_judge *judge, wn_line *line, wn_tier tier)
{
    scan     s = {.judge = judge, .subject = line, .is_at_ends = tier == WN_TIER_ENDS};
    uint32_t phrase = wn_eval_phrase(judge, line);
    take_stamp(judge);
    if (phrase != WN_LITERAL_ABSENT)
        add_owners(&s, phrase);
    wn_literals_scan(&judge->program->literals[tier], wn_line_fold(&judge->lines, line), line->state & WN_LINE_ASCII,
                     add_owners, &s);
    return s.status;
}

/* The rules that the memo knows to be worth asking. */
static wn_status recall_candidates(wn_judge *judge, wn_line *line)
{
    const wn_note *note = line->note;
    wn_status      status = WN_OK;
    take_stamp(judge);
    for (uint32_t i = 0; i < note->rule_count && status == WN_OK; i++) {
        judge->stamps[note->rules[i]] = judge->next_stamp;
        status = add_candidate(judge, line, note->rules[i]);
    }
    return status;
}

static wn_status find_candidates(wn_judge *judge, wn_line *line)
{
    if (!judge->program->prefilter)
        return WN_OK;
    if (line->note && line->note->is_complete)
        return recall_candidates(judge, line);
    bool is_long = judge->program->has_bounds && wn_line_words(&judge->lines, line) > WN_LONG_WORDS &&
                   line->chars > WN_LONG_CHARS;
    wn_status status = find_rules(judge, line, is_long ? WN_TIER_LONG : WN_TIER_LINES);
    if (line->note) {
        if (judge->program->needs.features)
            wn_line_has(&judge->lines, line, WN_FEATURE_BULLETED); /* and the other features */
        wn_memo_complete(judge->memo, &judge->lines, line);
    }
    return status;
}

void wn_find_peelers(wn_judge *judge, wn_line *line)
{
    if (!judge->program->prefilter)
        return;
    wn_line_words(&judge->lines, line);
    find_rules(judge, line, WN_TIER_ENDS); /* makes no candidates, so it cannot fail */
}

/* Doubt keeps: an uncertain keep rule keeps, any other that is uncertain does nothing. */
static wn_status act_on_line(wn_judge *judge, size_t line, uint32_t rule, wn_truth holds)
{
    const wn_rule *acting = wn_judge_rule(judge, rule);
    if (holds == WN_DOUBT && judge->asking_line->limit_hits)
        judge->lines.items[line].state |= WN_LINE_UNSURE;
    if (acting->action == WN_KEEP) {
        if (holds == WN_FALSE || acting->is_shadow)
            return WN_OK;
        judge->lines.items[line].state |= WN_LINE_KEPT;
        judge->carry.fired[rule]++;
        return WN_OK;
    }
    if (holds != WN_TRUE)
        return WN_OK;
    return wn_claim_line(judge, line, rule, acting->action != WN_FLAG);
}

/* Whether the rule is a candidate for the line at work by a literal. */
static bool was_asked(const wn_judge *judge, uint32_t rule)
{
    return judge->program->prefilter && judge->stamps[rule] == judge->next_stamp;
}

static wn_status judge_line(wn_judge *judge, size_t index)
{
    const wn_program *program = judge->program;
    wn_line          *line = &judge->lines.items[index];
    if (line->state & (WN_LINE_BLANK | WN_LINE_LONG))
        return WN_OK;
    wn_status status = find_candidates(judge, line);
    for (uint32_t i = line->candidates; i != WN_NONE && status == WN_OK; i = judge->candidates.items[i].next) {
        uint32_t       rule = judge->candidates.items[i].rule;
        const wn_rule *asked = wn_judge_rule(judge, rule);
        if (asked->unit == WN_UNIT_LINE && wn_line_passes(judge, line, rule))
            status = act_on_line(judge, index, rule, wn_eval_line(judge, index, rule, asked->cond));
    }
    for (uint32_t i = 0; i < program->line_always_count && status == WN_OK; i++) {
        uint32_t rule = program->line_always[i].rule;
        if (!judge->is_quiet[rule] && wn_line_is_within(line, &program->line_always[i]) && !was_asked(judge, rule) &&
            wn_line_passes(judge, line, rule))
            status = act_on_line(judge, index, rule,
                                 wn_eval_line(judge, index, rule, wn_judge_rule(judge, rule)->cond));
    }
    return status;
}

/* ---- blocks ---- */

static wn_status ask_block(wn_judge *judge, wn_line *joined, size_t first, size_t last)
{
    const wn_program *program = judge->program;
    wn_subject        subject = {joined, judge->lines.items[first].ordinal, judge->lines.items[last].ordinal};
    wn_status         status = find_candidates(judge, joined);
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_BLOCK] && status == WN_OK; i++) {
        uint32_t rule = program->units[WN_UNIT_BLOCK][i];
        if (judge->is_quiet[rule] || !wn_is_candidate(judge, joined, rule))
            continue;
        wn_truth holds = wn_eval_for(judge, &subject, &judge->lines.items[first], rule,
                                     wn_judge_rule(judge, rule)->cond);
        for (size_t line = first; line <= last && status == WN_OK; line++)
            if (!(judge->lines.items[line].state & WN_LINE_LONG))
                status = act_on_line(judge, line, rule, holds);
    }
    return status;
}

/* Judges lines first to last, joined. What the store gains is given back. */
static wn_status judge_block(wn_judge *judge, size_t first, size_t last)
{
    const wn_line *top = &judge->lines.items[first], *bottom = &judge->lines.items[last];
    wn_line        joined = {.begin = top->begin, .size = bottom->begin + bottom->size - top->begin};
    size_t         store = judge->lines.store.size;
    wn_status      status = wn_line_prepare(&judge->lines, &joined);
    if (status == WN_OK && !(joined.state & WN_LINE_LONG))
        status = ask_block(judge, &joined, first, last);
    judge->lines.store.size = store;
    return status;
}

static wn_status judge_blocks(wn_judge *judge)
{
    wn_status status = WN_OK;
    size_t    count = judge->lines.count;
    for (size_t i = judge->frozen; i < count && status == WN_OK;) {
        size_t first = i;
        while (i < count && !(judge->lines.items[i].state & WN_LINE_BLANK))
            i++;
        if (i == count && !judge->is_final && !judge->is_forced) {
            if (first < judge->settle_lines)
                judge->settle_lines = first; /* the block is not complete */
            break;
        }
        if (i > first)
            status = judge_block(judge, first, i - 1);
        while (i < count && judge->lines.items[i].state & WN_LINE_BLANK)
            i++;
    }
    return status;
}

wn_status wn_pass_strata(wn_judge *judge)
{
    wn_status status = WN_OK;
    for (size_t i = judge->frozen; i < judge->lines.count && status == WN_OK; i++)
        status = judge_line(judge, i);
    if (status == WN_OK && judge->program->needs.blocks)
        status = judge_blocks(judge);
    return status;
}
