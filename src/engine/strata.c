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

/* Candidates and gates of a line stand in a row, so only the last line of the list can get more. */
static wn_status add_item(wn_candidates *list, uint32_t item, uint32_t *count)
{
    if (!wn_array_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return WN_NO_MEMORY;
    list->items[list->count++] = item;
    ++*count;
    return WN_OK;
}

static wn_status add_candidate(wn_judge *judge, wn_line *line, uint32_t rule)
{
    if (wn_judge_rule(judge, rule)->unit == WN_UNIT_SPAN)
        line->state |= WN_LINE_HAS_SPANS;
    return add_item(&judge->candidates, rule, &line->candidate_count);
}

static void add_gate(scan *s, uint32_t gate)
{
    wn_program *program = s->judge->program;
    if (gate == WN_NONE || program->gate_stamps[gate] == program->gate_stamp)
        return;
    program->gate_stamps[gate] = program->gate_stamp;
    if (!s->is_at_ends && add_item(&s->judge->gates, gate, &s->subject->gate_count) != WN_OK)
        s->status = WN_NO_MEMORY;
}

static void add_owners(void *user, uint32_t literal)
{
    scan             *s = user;
    wn_judge         *judge = s->judge;
    const wn_ruleset *set = judge->program->set;
    const wn_owners  *owners = &set->literal_owners[literal];
    for (uint32_t i = owners->first; i < owners->first + owners->count; i++) {
        uint32_t rule = set->owners[i].rule;
        if (rule == WN_NONE) {
            if (s->is_at_ends)
                add_gate(s, set->owners[i].gate);
            continue;
        }
        if (!wn_line_is_within(s->subject, &set->owners[i]) ||
            wn_unit_is_at_ends(set->rules[rule].unit) != s->is_at_ends)
            continue;
        add_gate(s, set->owners[i].gate);
        if (judge->stamps[rule] == judge->next_stamp)
            continue;
        judge->stamps[rule] = judge->next_stamp;
        if (!s->is_at_ends && add_candidate(judge, s->subject, rule) != WN_OK)
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

static void take_gate_stamp(wn_program *program)
{
    if (++program->gate_stamp)
        return;
    memset(program->gate_stamps, 0, program->set->cond_count * sizeof *program->gate_stamps);
    program->gate_stamp = 1;
}

/* Stamps the rules whose literals the line has; those that are not for the ends become its candidates. */
static wn_status find_rules(wn_judge *judge, wn_line *line, wn_tier tier)
{
    scan               s = {.judge = judge, .subject = line, .is_at_ends = tier == WN_TIER_ENDS};
    const wn_literals *tables = &judge->program->literals[tier];
    uint32_t           phrase = wn_eval_phrase(judge, line);
    take_stamp(judge);
    take_gate_stamp(judge->program);
    if (phrase != WN_LITERAL_ABSENT)
        add_owners(&s, phrase);
    if (judge->lines.surfaced == line)
        wn_literals_scan_surface(tables, judge->lines.surface, add_owners, &s);
    else
        wn_literals_scan(tables, wn_line_fold(&judge->lines, line), line->state & WN_LINE_ASCII, add_owners, &s);
    return s.status;
}

/* The rules that the memo knows to be worth asking; its line rules are asked from the note. */
static wn_status recall_candidates(wn_judge *judge, wn_line *line)
{
    const wn_note *note = line->note;
    wn_status      status = WN_OK;
    for (uint32_t i = 0; i < note->other_count && status == WN_OK; i++)
        status = add_candidate(judge, line, note->others[i]);
    return status;
}

static bool is_noted(const wn_line *line)
{
    return line->note && line->note->is_complete;
}

wn_status wn_find_candidates(wn_judge *judge, wn_line *line)
{
    line->candidates = (uint32_t)judge->candidates.count;
    line->gates = (uint32_t)judge->gates.count;
    if (!judge->program->prefilter || line->state & (WN_LINE_BLANK | WN_LINE_LONG))
        return WN_OK;
    if (is_noted(line))
        return recall_candidates(judge, line);
    bool is_long = wn_line_words(&judge->lines, line) > WN_LONG_WORDS && line->chars > WN_LONG_CHARS &&
                   judge->program->has_bounds;
    return find_rules(judge, line, is_long ? WN_TIER_LONG : WN_TIER_LINES);
}

void wn_find_peelers(wn_judge *judge, wn_line *line)
{
    if (!judge->program->prefilter)
        return;
    wn_line_words(&judge->lines, line);
    wn_line_resurface(&judge->lines, line);
    find_rules(judge, line, WN_TIER_ENDS); /* makes no candidates, so it cannot fail */
    judge->gated = judge->observer ? NULL : line;
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
        wn_counter_add(&judge->carry.fired, rule);
        return WN_OK;
    }
    if (holds != WN_TRUE)
        return WN_OK;
    return wn_claim_line(judge, line, rule, acting->action != WN_FLAG);
}

static wn_status ask_rule(wn_judge *judge, size_t index, uint32_t rule)
{
    if (!wn_line_passes(judge, &judge->lines.items[index], rule))
        return WN_OK;
    return act_on_line(judge, index, rule, wn_eval_line(judge, index, rule, wn_judge_rule(judge, rule)->cond));
}

/* ---- lines that the memo knows ---- */

/* Asks a rule of a line, and notes the answer if it will be the same wherever the line stands. What was counted in
 * steps is found anew each time, so that limits are the same with notes and without. */
static wn_status ask_and_note(wn_judge *judge, size_t index, wn_noted_rule *noted)
{
    const wn_program *program = judge->program;
    wn_line          *line = &judge->lines.items[index];
    uint32_t          cond = wn_judge_rule(judge, noted->rule)->cond, steps = line->steps, promised = line->promised;
    bool              passes = wn_line_passes(judge, line, noted->rule);
    wn_truth          holds = passes ? wn_eval_line(judge, index, noted->rule, cond) : WN_FALSE;
    if (cond != WN_NONE && !(program->traits[cond] & WN_COND_OWN))
        noted->says = WN_NOTED_OPEN;
    else if (holds != WN_DOUBT && line->steps == steps) {
        noted->says = holds == WN_TRUE ? WN_NOTED_YES : WN_NOTED_NO;
        noted->promised = line->promised - promised;
    }
    return passes ? act_on_line(judge, index, noted->rule, holds) : WN_OK;
}

static bool is_free_no(const wn_noted_rule *noted)
{
    return noted->says == WN_NOTED_NO && !noted->promised;
}

static bool can_recall(const wn_judge *judge, const wn_line *line, const wn_noted_rule *noted)
{
    bool is_known = noted->says == WN_NOTED_YES || noted->says == WN_NOTED_NO;
    return is_known && (!noted->promised || wn_eval_can_recall(judge, line, noted->promised));
}

static wn_status judge_noted(wn_judge *judge, size_t index)
{
    wn_line  *line = &judge->lines.items[index];
    wn_note  *note = line->note;
    wn_status status = WN_OK;
    for (uint32_t i = 0; i < note->rule_count && status == WN_OK; i++) {
        wn_noted_rule *noted = &note->rules[i];
        if (is_free_no(noted) || !wn_judge_asks(judge, noted->rule))
            continue;
        if (can_recall(judge, line, noted)) {
            line->promised += noted->promised;
            if (noted->says == WN_NOTED_YES)
                status = act_on_line(judge, index, noted->rule, WN_TRUE);
        } else
            status = ask_and_note(judge, index, noted);
    }
    return status;
}

static bool is_line_rule(const wn_judge *judge, uint32_t rule)
{
    return wn_judge_rule(judge, rule)->unit == WN_UNIT_LINE;
}

/* Notes the rules to be asked of a line that has come again. */
static void complete_note(wn_judge *judge, wn_line *line)
{
    const wn_ruleset *set = judge->program->set;
    wn_buf           *rules = &judge->noted_rules, *others = &judge->noted_others;
    wn_buf_clear(rules);
    wn_buf_clear(others);
    for (uint32_t i = 0; i < line->candidate_count; i++) {
        uint32_t rule = judge->candidates.items[line->candidates + i];
        if (is_line_rule(judge, rule))
            wn_buf_append(rules, &(wn_noted_rule){.rule = rule}, sizeof(wn_noted_rule));
        else
            wn_buf_append(others, &rule, sizeof rule);
    }
    for (uint32_t i = 0; i < set->always_count; i++) {
        uint32_t rule = set->always[i].rule;
        if (is_line_rule(judge, rule) && wn_line_is_within(line, &set->always[i]) &&
            !wn_has_candidate(judge, line, rule))
            wn_buf_append(rules, &(wn_noted_rule){.rule = rule}, sizeof(wn_noted_rule));
    }
    if (judge->program->needs.features)
        wn_line_has(&judge->lines, line, WN_FEATURE_BULLETED); /* and the other features */
    if (!rules->failed && !others->failed)
        wn_memo_complete(judge->memo, &judge->lines, line, (const void *)rules->data,
                         rules->size / sizeof(wn_noted_rule), (const void *)others->data,
                         others->size / sizeof(uint32_t));
}

/* ---- one line ---- */

/* From here on, conditions that need a literal are known not to hold where the line has none of theirs. An observer
 * wants to see them asked. */
static void show_gates(wn_judge *judge, wn_line *line)
{
    wn_program *program = judge->program;
    take_gate_stamp(program);
    for (uint32_t i = 0; i < line->gate_count; i++)
        program->gate_stamps[judge->gates.items[line->gates + i]] = program->gate_stamp;
    judge->gated = program->prefilter && !judge->observer ? line : NULL;
}

static wn_status judge_line(wn_judge *judge, size_t index)
{
    const wn_program *program = judge->program;
    wn_line          *line = &judge->lines.items[index];
    wn_status         status = WN_OK;
    if (line->state & (WN_LINE_BLANK | WN_LINE_LONG | WN_LINE_STRETCH))
        return WN_OK;
    if (is_noted(line))
        return judge_noted(judge, index);
    show_gates(judge, line);
    for (uint32_t i = 0; i < line->candidate_count && status == WN_OK; i++) {
        uint32_t rule = judge->candidates.items[line->candidates + i];
        if (is_line_rule(judge, rule) && wn_judge_asks(judge, rule))
            status = ask_rule(judge, index, rule);
    }
    for (uint32_t i = 0; i < program->line_always_count && status == WN_OK; i++) {
        uint32_t rule = program->line_always[i].rule;
        if (!judge->is_quiet[rule] && wn_line_is_within(line, &program->line_always[i]) &&
            wn_line_passes(judge, line, rule) && !wn_has_candidate(judge, line, rule))
            status = ask_rule(judge, index, rule);
    }
    judge->gated = NULL;
    if (line->note && !line->note->is_complete)
        complete_note(judge, line);
    return status;
}

/* ---- blocks ---- */

static wn_status ask_block(wn_judge *judge, wn_line *joined, size_t first, size_t last)
{
    const wn_program *program = judge->program;
    wn_subject        subject = {joined, judge->lines.items[first].ordinal, judge->lines.items[last].ordinal};
    wn_status         status = WN_OK;
    if (program->prefilter)
        wn_line_words(&judge->lines, joined);
    status = wn_find_candidates(judge, joined);
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_BLOCK] && status == WN_OK; i++) {
        uint32_t rule = program->units[WN_UNIT_BLOCK][i];
        if (judge->is_quiet[rule] || !wn_is_candidate(judge, joined, rule))
            continue;
        wn_truth holds = wn_eval_for(judge, &subject, joined, rule, wn_judge_rule(judge, rule)->cond);
        for (size_t line = first; line <= last && status == WN_OK; line++)
            if (!(judge->lines.items[line].state & WN_LINE_LONG))
                status = act_on_line(judge, line, rule, holds);
    }
    return status;
}

static void add_limit_hits(wn_line *line, unsigned more)
{
    line->limit_hits = line->limit_hits + more < UINT8_MAX ? (uint8_t)(line->limit_hits + more) : UINT8_MAX;
}

/* Judges lines first to last, joined. What the pile gains is given back. */
static wn_status judge_block(wn_judge *judge, size_t first, size_t last)
{
    const wn_line *top = &judge->lines.items[first], *bottom = &judge->lines.items[last];
    wn_line        joined = {.begin = top->begin, .size = bottom->begin + bottom->size - top->begin};
    wn_pile_mark   mark = wn_pile_mark_top(&judge->lines.pile);
    size_t         candidates = judge->candidates.count, gates = judge->gates.count;
    uint64_t       folds = judge->lines.fold_count;
    wn_status      status = wn_line_prepare(&judge->lines, &joined);
    if (status == WN_OK && !(joined.state & WN_LINE_LONG))
        status = ask_block(judge, &joined, first, last);
    add_limit_hits(&judge->lines.items[first], joined.limit_hits);
    judge->candidates.count = candidates;
    judge->gates.count = gates;
    if (judge->lines.fold_count == folds + (joined.fold != NULL)) /* none for its neighbours, which need theirs later */
        wn_pile_rewind(&judge->lines.pile, mark);
    judge->pairs.text = (wn_bytes){0}; /* another text may come to stand where the block's fold stood */
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
