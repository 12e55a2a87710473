/* emit.c: turns fates into decisions and output, and notes what was settled.
 *
 * Lines that stay are gathered into one stretch, so that ordinary text is written in large pieces.
 * Every byte of the settled lines is in exactly one decision; each decision is told before the
 * output that it explains is written. */
#include "engine/cost.h"

#include <stdlib.h>
#include <string.h>

#define FEW_CLAIMANTS 16

/* Bytes that stay and have not been written yet. */
typedef struct emitter {
    wn_judge *judge;
    uint32_t  kept_begin; /* in the window's text */
    uint32_t  kept_end;
    uint64_t  kept_line; /* the line it begins in */
    uint64_t  line;      /* the line at work, from 1 */
    bool      stopped;
} emitter;

static void write_out(emitter *e, wn_bytes bytes)
{
    wn_judge *judge = e->judge;
    if (e->stopped || !bytes.size)
        return;
    judge->carry.result.bytes_out += bytes.size;
    if (judge->sink->write && !judge->sink->write(judge->sink->user, bytes))
        e->stopped = true;
}

static void tell(emitter *e, wn_decision *decision, uint32_t begin, uint32_t end)
{
    wn_judge *judge = e->judge;
    if (e->stopped)
        return;
    decision->document = judge->document;
    decision->offset = judge->carry.offset + (begin - judge->open_begin);
    decision->bytes = (wn_bytes){judge->lines.text + begin, end - begin};
    e->stopped = !wn_decision_tell(judge->sink, decision);
}

static void flush_kept(emitter *e)
{
    if (e->kept_begin == e->kept_end)
        return;
    if (e->judge->sink->decide) {
        wn_decision decision = {.line = e->kept_line, .fate = WN_FATE_KEEP, .rule = -1};
        tell(e, &decision, e->kept_begin, e->kept_end);
    }
    write_out(e, (wn_bytes){e->judge->lines.text + e->kept_begin, e->kept_end - e->kept_begin});
    e->kept_begin = e->kept_end;
}

static void keep(emitter *e, uint32_t begin, uint32_t end)
{
    if (begin == end)
        return;
    if (e->kept_begin == e->kept_end) {
        e->kept_begin = begin;
        e->kept_line = e->line;
    }
    e->kept_end = end;
}

static bool tell_change(const wn_sink *sink, const wn_decision *decision)
{
    wn_change change = {.offset = decision->offset, .decision = decision};
    if (!decision->is_shadow)
        change.removed = decision->bytes;
    if (decision->fate == WN_FATE_REPLACE)
        change.put = decision->put;
    return sink->change(sink->user, &change);
}

bool wn_decision_tell(const wn_sink *sink, const wn_decision *decision)
{
    if (sink->decide && !sink->decide(sink->user, decision))
        return false;
    bool changes = decision->fate != WN_FATE_KEEP || decision->is_shadow;
    return !changes || !sink->change || tell_change(sink, decision);
}

/* ---- claimants and credit ---- */

/* A line has few claimants. */
static int compare_claimants(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

static void sort_few(int *claimants, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int    claimant = claimants[i];
        size_t at = i;
        for (; at && claimants[at - 1] > claimant; at--)
            claimants[at] = claimants[at - 1];
        claimants[at] = claimant;
    }
}

static void sort_claimants(int *claimants, size_t count)
{
    if (count <= FEW_CLAIMANTS)
        sort_few(claimants, count);
    else
        qsort(claimants, count, sizeof *claimants, compare_claimants);
}

/* The line's claimants in the order of ids; those of shadow rules, or all others but marks. */
static size_t list_claimants(const wn_judge *judge, const wn_line *line, bool shadow)
{
    size_t count = 0;
    for (uint32_t i = line->claims; i != WN_NONE; i = judge->claims.items[i].next) {
        uint32_t       rule = judge->claims.items[i].rule;
        const wn_rule *claimant = wn_judge_rule(judge, rule);
        if (claimant->is_shadow == shadow && claimant->action != WN_MARK && claimant->action != WN_FLAG)
            judge->claimants[count++] = (int)rule;
    }
    sort_claimants(judge->claimants, count);
    return count;
}

static void count_fired(wn_judge *judge, const wn_line *line)
{
    bool flags = false;
    for (uint32_t i = line->claims; i != WN_NONE; i = judge->claims.items[i].next) {
        uint32_t       rule = judge->claims.items[i].rule;
        const wn_rule *claimant = wn_judge_rule(judge, rule);
        wn_counter_add(&judge->carry.fired, rule);
        if (claimant->unit == WN_UNIT_HEAD && judge->carry.limits_left[rule] &&
            judge->carry.limits_left[rule] != WN_NONE)
            judge->carry.limits_left[rule]--;
        flags |= claimant->action == WN_FLAG && !claimant->is_shadow;
    }
    if (flags && judge->carry.verdict < WN_FLAGGED) {
        judge->carry.verdict = WN_FLAGGED;
        judge->carry.verdict_rule = wn_claim_credit(judge, line, WN_FLAG);
    }
}

/* ---- one line ---- */

static uint32_t end_of(const wn_line *line)
{
    return line->begin + line->size + line->terminator;
}

static wn_bytes extracted_value(const wn_judge *judge, const wn_line *line, const wn_rule *rule)
{
    wn_bytes  view = wn_line_view(line);
    wn_groups groups;
    int       group = rule->value_pattern == WN_NONE
                          ? -1
                          : wn_matcher_group(judge->program->matcher, rule->value_pattern, "value");
    if (group < 0 || wn_matcher_find(judge->program->matcher, rule->value_pattern, view, 0, &groups) != WN_MATCH_YES ||
        (size_t)group >= groups.count || groups.begin[group] == SIZE_MAX)
        return view;
    return (wn_bytes){view.data + groups.begin[group], groups.end[group] - groups.begin[group]};
}

static void emit_cut(emitter *e, wn_line *line)
{
    wn_judge   *judge = e->judge;
    bool        extracts = line->fate == WN_LINE_EXTRACTED;
    wn_decision decision = {.line = e->line, .fate = extracts ? WN_FATE_EXTRACT : WN_FATE_CUT};
    flush_kept(e);
    decision.is_blank = line->state & WN_LINE_BLANK;
    if (decision.is_blank) {
        decision.rule = judge->carry.stretch_rule == WN_NONE ? -1 : (int)judge->carry.stretch_rule;
    } else {
        uint32_t credit = wn_claim_credit(judge, line, extracts ? WN_EXTRACT : WN_STRIP);
        decision.rule = (int)credit;
        judge->carry.stretch_rule = credit;
        if (extracts) {
            wn_asking asking = wn_cost_begin(judge);
            decision.put = extracted_value(judge, line, wn_judge_rule(judge, credit));
            wn_cost_end(judge, credit, asking);
            decision.field = wn_ruleset_text(judge->program->set, wn_judge_rule(judge, credit)->field);
        }
        decision.claimant_count = list_claimants(judge, line, false);
        decision.claimants = judge->claimants;
        decision.prose_words = wn_line_has(&judge->lines, line, WN_FEATURE_PROSE) ? line->words : 0;
        judge->carry.result.lines_cut++;
    }
    tell(e, &decision, line->begin, end_of(line));
}

static void emit_put(emitter *e, wn_decision *decision, uint32_t begin, uint32_t end)
{
    flush_kept(e);
    decision->line = e->line;
    tell(e, decision, begin, end);
    if (decision->fate == WN_FATE_REPLACE)
        write_out(e, decision->put);
    else if (decision->fate == WN_FATE_KEEP)
        write_out(e, (wn_bytes){e->judge->lines.text + begin, end - begin});
}

static void emit_replaced(emitter *e, const wn_line *line)
{
    wn_judge   *judge = e->judge;
    uint32_t    credit = wn_claim_credit(judge, line, WN_REPLACE);
    const char *with = wn_ruleset_text(judge->program->set, wn_judge_rule(judge, credit)->with);
    wn_decision decision = {.fate = WN_FATE_REPLACE, .rule = (int)credit, .claimants = judge->claimants};
    decision.put = (wn_bytes){with, strlen(with)};
    decision.claimant_count = list_claimants(judge, line, false);
    emit_put(e, &decision, line->begin, line->begin + line->size);
    keep(e, line->begin + line->size, end_of(line));
    judge->carry.result.lines_cut++;
}

static void emit_spans(emitter *e, const wn_line *line, const wn_cut_span *spans, size_t count)
{
    wn_judge *judge = e->judge;
    uint32_t  at = line->begin;
    for (size_t i = 0; i < count; i++) {
        const wn_rule *rule = wn_judge_rule(judge, spans[i].rule);
        int            claimant = (int)spans[i].rule;
        wn_decision    decision = {.rule = claimant, .claimants = &claimant, .claimant_count = 1};
        decision.is_shadow = rule->is_shadow;
        decision.fate = rule->is_shadow ? WN_FATE_KEEP : rule->action == WN_REPLACE ? WN_FATE_REPLACE : WN_FATE_CUT;
        if (spans[i].put_size)
            decision.put = (wn_bytes){judge->puts.data + spans[i].put, spans[i].put_size};
        keep(e, at, line->begin + spans[i].begin);
        emit_put(e, &decision, line->begin + spans[i].begin, line->begin + spans[i].end);
        at = line->begin + spans[i].end;
        wn_counter_add(&judge->carry.fired, spans[i].rule);
        judge->carry.result.spans += !rule->is_shadow;
    }
    keep(e, at, end_of(line));
}

static void emit_shadow(emitter *e, const wn_line *line)
{
    wn_judge   *judge = e->judge;
    wn_decision decision = {.fate = WN_FATE_KEEP, .is_shadow = true, .claimants = judge->claimants};
    decision.claimant_count = list_claimants(judge, line, true);
    decision.rule = judge->claimants[0];
    emit_put(e, &decision, line->begin, end_of(line));
}

static void emit_line(emitter *e, wn_line *line, const wn_cut_span *spans, size_t span_count)
{
    if (wn_line_is_gone(line))
        emit_cut(e, line);
    else if (line->fate == WN_LINE_REPLACED)
        emit_replaced(e, line);
    else if (span_count)
        emit_spans(e, line, spans, span_count);
    else if (line->claims != WN_NONE && e->judge->program->has_shadows && list_claimants(e->judge, line, true))
        emit_shadow(e, line);
    else
        keep(e, line->begin, end_of(line));
}

/* ---- what is remembered ---- */

static void note_stretch(wn_judge *judge, const wn_line *line)
{
    const wn_skimmed *stretch = &judge->skims.items[line->stretch];
    wn_carry         *carry = &judge->carry;
    carry->lines += stretch->lines;
    carry->nonblank_lines += stretch->nonblank_lines;
    carry->result.bytes_in += line->size;
    carry->head_closed = true;
    wn_advance_blanks(judge, line);
    carry->prose_lines[0] += stretch->prose_lines;
    carry->prose_lines[1] += stretch->prose_lines;
    carry->prose_words[0] += stretch->prose_words;
    carry->prose_words[1] += stretch->prose_words;
    carry->result.prose_words_in += stretch->prose_words;
}

static void note_line(wn_judge *judge, wn_line *line)
{
    wn_carry *carry = &judge->carry;
    carry->lines++;
    carry->result.bytes_in += line->size + (uint64_t)line->terminator;
    carry->limits.invalid_bytes += line->invalid_bytes;
    carry->limits.match_limits += line->limit_hits;
    carry->limits.long_lines += (line->state & WN_LINE_LONG) != 0;
    wn_advance_blanks(judge, line);
    if (line->state & WN_LINE_BLANK)
        return;
    carry->nonblank_lines++;
    count_fired(judge, line);
    if (!wn_line_is_gone(line) && !wn_line_is_kept(line))
        carry->head_closed = true;
    if (!wn_line_has(&judge->lines, line, WN_FEATURE_PROSE))
        return;
    carry->prose_lines[0]++;
    carry->prose_words[0] += line->words;
    carry->result.prose_words_in += line->words;
    carry->result.prose_words_cut += wn_line_is_gone(line) ? line->words : 0;
    if (line->state & WN_LINE_MARKED)
        return;
    carry->prose_lines[1]++;
    carry->prose_words[1] += line->words;
}

/* ---- the pass ---- */

static void emit_rejected(emitter *e, uint32_t begin, uint32_t end)
{
    int         rule = (int)e->judge->carry.verdict_rule;
    wn_decision decision = {
        .line = e->line, .fate = WN_FATE_CUT, .rule = rule, .claimants = &rule, .claimant_count = 1};
    if (begin < end)
        tell(e, &decision, begin, end);
}

wn_status wn_pass_emit(wn_judge *judge)
{
    emitter e = {.judge = judge, .line = judge->carry.lines + 1};
    size_t  span = 0;
    if (judge->frozen >= judge->settle_lines)
        return WN_OK;
    uint32_t begin = judge->lines.items[judge->frozen].begin;
    uint32_t end = end_of(&judge->lines.items[judge->settle_lines - 1]);
    bool     rejected = judge->carry.verdict == WN_REJECTED;
    judge->open_begin = begin;
    e.kept_begin = e.kept_end = begin;
    if (rejected)
        emit_rejected(&e, begin, end);
    for (size_t i = judge->frozen; i < judge->settle_lines; i++) {
        size_t first = span;
        while (span < judge->span_count && judge->spans[span].line == i)
            span++;
        e.line = judge->carry.lines + 1;
        if (!rejected)
            emit_line(&e, &judge->lines.items[i], span > first ? judge->spans + first : NULL, span - first);
        if (judge->lines.items[i].state & WN_LINE_STRETCH)
            note_stretch(judge, &judge->lines.items[i]);
        else
            note_line(judge, &judge->lines.items[i]);
    }
    flush_kept(&e);
    judge->carry.offset += end - begin;
    return e.stopped ? WN_STOPPED : WN_OK;
}
