/* run.c: runs: stretches of lines that all fulfil a condition, blank lines between them or not.
 *
 * A run is judged when it ends, for its length, its marks and its neighbours decide. At the end of a
 * window that must be settled it is judged as far as it has come, and goes on in the next one. */
#include "engine/judge.h"

typedef struct stretch {
    wn_judge      *judge;
    const wn_rule *rule;
    uint32_t       index;
    wn_progress    progress;
    bool           is_here; /* it has lines in this window: */
    size_t         first;   /* their ordinals */
    size_t         last;
    size_t         glanced; /* the lines before this ordinal may belong to a run that is long enough */
    bool           claims;
    wn_status      status;
} stretch;

static wn_line *line_at(const stretch *s, size_t ordinal)
{
    return &s->judge->lines.items[s->judge->lines.nonblank[ordinal]];
}

static wn_truth ask_around(const stretch *s, size_t ordinal, uint32_t condition)
{
    if (condition == WN_NONE)
        return WN_TRUE;
    return wn_eval_line(s->judge, s->judge->lines.nonblank[ordinal], s->index, condition);
}

/* Whether the run has what the rule demands, or what it lacks. */
static wn_event weigh(const stretch *s, bool reached_end)
{
    const wn_rule     *rule = s->rule;
    const wn_progress *p = &s->progress;
    if (p->is_refused)
        return WN_EVENT_ABOVE;
    if (p->claimed < rule->min_lines)
        return WN_EVENT_MIN_LINES;
    if (rule->max_lines != WN_NONE && p->claimed > rule->max_lines)
        return WN_EVENT_MAX_LINES;
    if (p->marked < rule->marked_lines)
        return WN_EVENT_MARKED_LINES;
    if ((uint64_t)p->marked * 1000 < (uint64_t)rule->marked_share * p->claimed)
        return WN_EVENT_MARKED_SHARE;
    if (!reached_end && rule->reaches_end)
        return WN_EVENT_REACHES_END;
    return ask_around(s, s->last, rule->below) == WN_TRUE ? WN_EVENT_CLAIMED : WN_EVENT_BELOW;
}

static size_t find_spared(const stretch *s, bool reached_end)
{
    if (!s->rule->keeps_last || reached_end)
        return SIZE_MAX;
    for (size_t i = s->last + 1; i-- > s->first;)
        if (!wn_line_has(&s->judge->lines, line_at(s, i), WN_FEATURE_BULLETED))
            return i;
    return SIZE_MAX;
}

static void claim_run(stretch *s, bool reached_end)
{
    if (!s->claims || !s->is_here)
        return;
    const uint32_t *lines = s->judge->lines.nonblank;
    wn_event        event = weigh(s, reached_end);
    wn_observe(s->judge, s->index, event, lines[s->first], lines[s->last]);
    if (event != WN_EVENT_CLAIMED)
        return;
    size_t spared = find_spared(s, reached_end);
    if (spared != SIZE_MAX)
        wn_observe(s->judge, s->index, WN_EVENT_SPARED, lines[spared], lines[spared]);
    for (size_t i = s->first; i <= s->last && s->status == WN_OK; i++)
        if (i != spared)
            s->status = wn_claim_line(s->judge, s->judge->lines.nonblank[i], s->index, false);
}

static void close_run(stretch *s, bool reached_end)
{
    if (s->progress.is_open)
        claim_run(s, reached_end);
    s->progress = (wn_progress){0};
    s->is_here = false;
}

static void extend_run(stretch *s, size_t ordinal)
{
    if (!s->progress.is_open) {
        s->progress = (wn_progress){.is_open = true};
        s->progress.is_refused = ask_around(s, ordinal, s->rule->above) != WN_TRUE;
    }
    if (!s->is_here)
        s->first = ordinal;
    s->is_here = true;
    s->last = ordinal;
    s->progress.claimed++;
    s->progress.marked += (line_at(s, ordinal)->state & WN_LINE_MARKED) != 0;
}

static bool belongs(const stretch *s, size_t ordinal)
{
    const wn_line *line = line_at(s, ordinal);
    return wn_line_passes(s->judge, line, s->index) && !wn_line_is_kept(line) && !(line->state & WN_LINE_LONG) &&
           wn_eval_line(s->judge, s->judge->lines.nonblank[ordinal], s->index, s->rule->cond) == WN_TRUE;
}

/* The end of the lines from `ordinal` on of which each may belong to a run, as far as a glance tells. */
static size_t find_glance_end(const stretch *s, size_t ordinal, size_t end)
{
    while (ordinal < end && wn_line_passes(s->judge, line_at(s, ordinal), s->index))
        ordinal++;
    return ordinal;
}

/* While no run is open: the next line at which one can begin that is long enough. A run that the window's end cuts off
 * may go on. */
static size_t find_next(stretch *s, size_t ordinal, size_t end)
{
    if (s->progress.is_open || s->judge->observer || ordinal < s->glanced)
        return ordinal;
    if (wn_rule_waits(s->judge, s->index))
        return end;
    while (ordinal < end) {
        size_t stop = find_glance_end(s, ordinal, end);
        if (stop == end || (stop > ordinal && stop - ordinal >= s->rule->min_lines)) {
            s->glanced = stop;
            break;
        }
        ordinal = stop + 1;
    }
    return ordinal;
}

/* Follows the rule over the ordinals [frozen, end). */
static stretch follow_rule(wn_judge *judge, uint32_t rule, size_t end, bool claims)
{
    stretch s = {.judge = judge, .rule = wn_judge_rule(judge, rule), .index = rule, .claims = claims};
    s.progress = judge->carry.progress[rule];
    if (!wn_judge_asks(judge, rule))
        return s;
    for (size_t i = judge->frozen; (i = find_next(&s, i, end)) < end && s.status == WN_OK; i++) {
        if (belongs(&s, i))
            extend_run(&s, i);
        else
            close_run(&s, false);
    }
    return s;
}

/* How many lines that are not blank stand before this one. */
static size_t ordinals_before(const wn_judge *judge, size_t line)
{
    return line < judge->lines.count ? judge->lines.items[line].ordinal : judge->lines.nonblank_count;
}

static wn_status walk_rule(wn_judge *judge, uint32_t rule)
{
    stretch s = follow_rule(judge, rule, ordinals_before(judge, judge->decided_lines), true);
    judge->walked[rule] = s.progress;
    if (s.status != WN_OK || !s.is_here)
        return s.status;
    if (judge->is_final)
        close_run(&s, true);
    else if (judge->is_forced)
        claim_run(&s, false);
    else if (judge->lines.nonblank[s.first] < judge->settle_lines)
        judge->settle_lines = judge->lines.nonblank[s.first];
    return s.status;
}

wn_status wn_pass_runs(wn_judge *judge)
{
    const wn_program *program = judge->program;
    wn_status         status = WN_OK;
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_RUN] && status == WN_OK; i++)
        status = walk_rule(judge, program->units[WN_UNIT_RUN][i]);
    return status;
}

void wn_advance_runs(wn_judge *judge, size_t lines)
{
    const wn_program *program = judge->program;
    size_t            end = ordinals_before(judge, lines);
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_RUN]; i++) {
        uint32_t rule = program->units[WN_UNIT_RUN][i];
        if (lines == judge->decided_lines)
            judge->carry.progress[rule] = judge->walked[rule];
        else
            judge->carry.progress[rule] = follow_rule(judge, rule, end, false).progress;
    }
}
