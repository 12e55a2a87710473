/* guard.c: the last word before anything is cut: the guard, and rules about the whole document. */
#include "engine/judge.h"

#include <string.h>

/* ---- guard ---- */

typedef struct weight {
    uint64_t prose_words;
    uint64_t prose_words_cut;
    uint64_t words;     /* not kept by rule */
    uint64_t words_cut; /* of them */
} weight;

static weight weigh(wn_judge *judge)
{
    weight w = {0};
    for (size_t i = judge->frozen; i < judge->lines.count; i++) {
        wn_line *line = &judge->lines.items[i];
        if (line->state & WN_LINE_BLANK)
            continue;
        uint32_t words = wn_line_words(&judge->lines, line);
        bool     gone = wn_line_is_gone(line);
        if (wn_line_has(&judge->lines, line, WN_FEATURE_PROSE)) {
            w.prose_words += words;
            w.prose_words_cut += gone ? words : 0;
        }
        if (!wn_line_is_kept(line)) {
            w.words += words;
            w.words_cut += gone ? words : 0;
        }
    }
    return w;
}

static bool is_breached(const wn_guard *guard, const weight *w)
{
    if (guard->max_removed_prose != WN_NONE && w->prose_words_cut * 1000 > w->prose_words * guard->max_removed_prose)
        return true;
    return w->words >= guard->min_words && w->words - w->words_cut < guard->min_words;
}

static void restore_all(wn_judge *judge)
{
    for (size_t i = judge->frozen; i < judge->lines.count; i++) {
        judge->lines.items[i].fate = WN_LINE_STAYS;
        judge->lines.items[i].claims = WN_NONE;
    }
    judge->span_count = 0;
}

void wn_pass_guard(wn_judge *judge)
{
    const wn_guard *guard = &judge->program->set->guard;
    if (judge->program->is_live || (guard->max_removed_prose == WN_NONE && !guard->min_words))
        return;
    weight w = weigh(judge);
    if (!is_breached(guard, &w))
        return;
    restore_all(judge);
    if (judge->carry.verdict < WN_GUARDED)
        judge->carry.verdict = WN_GUARDED;
}

/* ---- document rules ---- */

static wn_truth ask_field(wn_judge *judge, uint32_t rule, wn_bytes value)
{
    wn_lines field = {.text = value.data};
    wn_line  whole = {.size = value.size > WN_LINE_BYTES_MAX ? WN_LINE_BYTES_MAX + 1 : (uint32_t)value.size};
    wn_lines window = judge->lines;
    wn_truth holds = WN_DOUBT;
    if (wn_line_prepare(&field, &whole) == WN_OK) {
        wn_subject subject = {&whole, SIZE_MAX, SIZE_MAX};
        judge->lines = field; /* the view is found through the judge's lines */
        holds = wn_eval_for(judge, &subject, &whole, rule, wn_judge_rule(judge, rule)->cond);
        field = judge->lines; /* with the fold, if it was asked for */
        judge->lines = window;
        judge->lines.failed |= field.failed;
    }
    judge->carry.limits.match_limits += whole.limit_hits;
    wn_lines_free(&field);
    return holds;
}

static wn_truth ask_fields(wn_judge *judge, uint32_t rule, const char *name)
{
    wn_truth any = WN_FALSE;
    for (size_t i = 0; i < judge->attributes.field_count && any != WN_TRUE; i++)
        if (strcmp(judge->attributes.fields[i].name, name) == 0)
            any = ask_field(judge, rule, judge->attributes.fields[i].value);
    return any;
}

static wn_truth ask_lines(wn_judge *judge, uint32_t rule)
{
    const wn_rule *asked = wn_judge_rule(judge, rule);
    for (size_t i = judge->frozen; i < judge->lines.nonblank_count; i++)
        if (wn_eval_line(judge, judge->lines.nonblank[i], rule, asked->cond) == WN_TRUE)
            return WN_TRUE;
    return WN_FALSE;
}

static void note_verdict(wn_judge *judge, uint32_t rule)
{
    bool       rejects = wn_judge_rule(judge, rule)->action == WN_REJECT;
    wn_verdict verdict = rejects ? WN_REJECTED : WN_FLAGGED;
    if (rejects && judge->carry.offset) { /* part of it is out already */
        judge->carry.limits.hold_full++;
        verdict = WN_FLAGGED;
    }
    wn_counter_add(&judge->carry.fired, rule);
    if (verdict <= judge->carry.verdict)
        return;
    judge->carry.verdict = verdict;
    judge->carry.verdict_rule = rule;
}

void wn_pass_verdict(wn_judge *judge)
{
    const wn_program *program = judge->program;
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_DOCUMENT]; i++) {
        uint32_t rule = program->units[WN_UNIT_DOCUMENT][i];
        if (!wn_judge_asks(judge, rule))
            continue;
        const char *field = wn_ruleset_text(program->set, wn_judge_rule(judge, rule)->field);
        wn_truth    holds = field ? ask_fields(judge, rule, field) : ask_lines(judge, rule);
        if (holds == WN_TRUE && (!wn_judge_rule(judge, rule)->is_shadow))
            note_verdict(judge, rule);
    }
}
