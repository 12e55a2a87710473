/* section.c: sections: from a heading down to where they end.
 *
 * Each rule walks the lines alone. What it would take is collected and claimed when the section
 * closes, for only then is it known whether it has the lines, the marks or the reach that the rule
 * demands. A section still open at the window's end is held back, or, when the window must be
 * settled, claims what it can answer for and goes on in the next one. */
#include "engine/judge.h"

typedef struct walk {
    wn_judge      *judge;
    const wn_rule *rule;
    uint32_t       index;
    wn_progress    progress;
    size_t         begin;       /* the line it opened at; the first of the window when it was open before */
    bool           has_heading; /* it opened in this window, so the first line collected is its heading */
    size_t         row_taken;   /* lines collected before that row */
    bool           claims;      /* else the walk only follows the state */
    wn_status      status;
} walk;

/* Whether what the section claims can depend on how it ends. */
static bool depends_on_end(const wn_rule *rule)
{
    return rule->min_lines || rule->marked_share || rule->marked_lines || rule->reaches_end || rule->keeps_last ||
           (rule->until == WN_UNTIL_PROSE && rule->until_lines > 1);
}

static size_t *taken(walk *w)
{
    return (size_t *)(void *)w->judge->scratch.data;
}

static size_t taken_count(const walk *w)
{
    return w->judge->scratch.size / sizeof(size_t);
}

static void collect(walk *w, size_t line)
{
    if (w->claims && !wn_buf_append(&w->judge->scratch, &line, sizeof line))
        w->status = WN_NO_MEMORY;
}

static void open_section(walk *w, size_t line)
{
    w->progress = (wn_progress){.is_open = true};
    w->begin = line;
    w->has_heading = true;
    wn_buf_clear(&w->judge->scratch);
    collect(w, line);
}

/* Whether the section has what the rule demands, or what it lacks. */
static wn_event weigh(const walk *w, bool reached_end)
{
    const wn_rule     *rule = w->rule;
    const wn_progress *p = &w->progress;
    if (p->claimed < rule->min_lines)
        return WN_EVENT_MIN_LINES;
    if (p->marked < rule->marked_lines)
        return WN_EVENT_MARKED_LINES;
    if ((uint64_t)p->marked * 1000 < (uint64_t)rule->marked_share * p->claimed)
        return WN_EVENT_MARKED_SHARE;
    return reached_end || !rule->reaches_end ? WN_EVENT_CLAIMED : WN_EVENT_REACHES_END;
}

/* The last collected line without a bullet stays: it may be a subhead of what follows. */
static size_t find_last_unbulleted(walk *w)
{
    for (size_t i = taken_count(w); i-- > w->has_heading;)
        if (!wn_line_has(&w->judge->lines, &w->judge->lines.items[taken(w)[i]], WN_FEATURE_BULLETED))
            return i;
    return SIZE_MAX;
}

static void claim_collected(walk *w, bool reached_end)
{
    size_t   spared = w->rule->keeps_last && !reached_end ? find_last_unbulleted(w) : SIZE_MAX;
    wn_event event = weigh(w, reached_end);
    if (!w->claims || !taken_count(w))
        return;
    wn_observe(w->judge, w->index, event, taken(w)[0], taken(w)[taken_count(w) - 1]);
    if (event != WN_EVENT_CLAIMED)
        return;
    if (spared != SIZE_MAX)
        wn_observe(w->judge, w->index, WN_EVENT_SPARED, taken(w)[spared], taken(w)[spared]);
    for (size_t i = 0; i < taken_count(w) && w->status == WN_OK; i++)
        if (i != spared)
            w->status = wn_claim_line(w->judge, taken(w)[i], w->index, false);
}

static void close_section(walk *w, bool reached_end)
{
    claim_collected(w, reached_end);
    wn_buf_clear(&w->judge->scratch);
    w->progress = (wn_progress){0};
    w->has_heading = false;
}

static bool is_free_prose(walk *w, size_t line)
{
    wn_line *item = &w->judge->lines.items[line];
    return wn_line_has(&w->judge->lines, item, WN_FEATURE_PROSE) && !(item->state & WN_LINE_MARKED);
}

/* Takes the lines of the prose row back: they end the section and stay. */
static void drop_row(walk *w)
{
    if (w->claims && taken_count(w) > w->row_taken)
        w->judge->scratch.size = w->row_taken * sizeof(size_t);
    uint32_t row = w->progress.prose_row - 1;
    w->progress.claimed -= row < w->progress.claimed ? row : w->progress.claimed;
}

static bool meets_prose(walk *w, size_t line)
{
    if (!is_free_prose(w, line)) {
        w->progress.prose_row = 0;
        return false;
    }
    if (!w->progress.prose_row++)
        w->row_taken = taken_count(w);
    if (w->progress.prose_row < (w->rule->until_lines ? w->rule->until_lines : 1))
        return false;
    drop_row(w);
    return true;
}

static bool ends_at(walk *w, size_t line)
{
    switch ((wn_until)w->rule->until) {
    case WN_UNTIL_PROSE:
        return meets_prose(w, line);
    case WN_UNTIL_COND:
        return wn_eval_line(w->judge, line, w->index, w->rule->until_cond) != WN_FALSE;
    case WN_UNTIL_END:
    case WN_UNTIL_BLANK:
        break;
    }
    return false;
}

static void take(walk *w, size_t line)
{
    if (w->rule->takes != WN_NONE && wn_eval_line(w->judge, line, w->index, w->rule->takes) != WN_TRUE)
        return;
    collect(w, line);
    w->progress.claimed++;
    w->progress.marked += (w->judge->lines.items[line].state & WN_LINE_MARKED) != 0;
}

static void ask_opening(walk *w, size_t line)
{
    if (wn_is_candidate(w->judge, &w->judge->lines.items[line], w->index) &&
        wn_eval_line(w->judge, line, w->index, w->rule->cond) == WN_TRUE)
        open_section(w, line);
}

static void close_at_limit(walk *w)
{
    if (w->progress.is_open && w->rule->limit != WN_NONE && w->progress.claimed + 1 >= w->rule->limit)
        close_section(w, false);
}

/* Steps over kept lines; but one that is kept only in doubt might as well have been where the section ends. */
static void visit(walk *w, size_t line)
{
    const wn_line *item = &w->judge->lines.items[line];
    if (item->state & WN_LINE_BLANK) {
        if (w->progress.is_open && w->rule->until == WN_UNTIL_BLANK)
            close_section(w, false);
        return;
    }
    if (wn_line_is_kept(item)) {
        if (w->progress.is_open && item->state & WN_LINE_UNSURE)
            close_section(w, false);
        return;
    }
    if (w->progress.is_open && ends_at(w, line)) {
        if (w->claims)
            wn_observe(w->judge, w->index, WN_EVENT_ENDED, w->begin, line);
        close_section(w, false);
    } else if (w->progress.is_open && !(item->state & WN_LINE_LONG)) {
        take(w, line);
    }
    if (!w->progress.is_open)
        ask_opening(w, line);
    close_at_limit(w);
}

/* The next line from `line` on that the walk must visit: while no section is open, one that can open one. */
static size_t find_next(const walk *w, size_t line, size_t end)
{
    if (w->progress.is_open)
        return line;
    while (line < end && !wn_line_passes(w->judge, &w->judge->lines.items[line], w->index))
        line++;
    return line;
}

static void walk_to(walk *w, size_t end)
{
    for (size_t i = w->judge->frozen; (i = find_next(w, i, end)) < end && w->status == WN_OK; i++)
        visit(w, i);
}

/* A walk over the lines [frozen, end) from where the rule stood before them. */
static walk start_walk(wn_judge *judge, uint32_t rule, bool claims)
{
    walk w = {.judge = judge, .rule = wn_judge_rule(judge, rule), .index = rule, .claims = claims};
    w.progress = judge->carry.progress[rule];
    w.begin = judge->frozen;
    wn_buf_clear(&judge->scratch);
    return w;
}

/* Whether there is nothing to walk for: no section is open, and none can open. */
static bool is_idle(const walk *w)
{
    return !w->progress.is_open && wn_rule_waits(w->judge, w->index);
}

static wn_status walk_rule(wn_judge *judge, uint32_t rule)
{
    walk w = start_walk(judge, rule, true);
    if (!is_idle(&w))
        walk_to(&w, judge->decided_lines);
    judge->walked[rule] = w.progress;
    if (!w.progress.is_open || w.status != WN_OK)
        return w.status;
    if (judge->is_final) {
        close_section(&w, true);
    } else if (judge->is_forced || !depends_on_end(w.rule)) {
        claim_collected(&w, false);
    } else if (w.begin < judge->settle_lines) {
        judge->settle_lines = w.begin;
    }
    return w.status;
}

wn_status wn_pass_sections(wn_judge *judge)
{
    const wn_program *program = judge->program;
    wn_status         status = WN_OK;
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_SECTION] && status == WN_OK; i++)
        if (wn_judge_asks(judge, program->units[WN_UNIT_SECTION][i]))
            status = walk_rule(judge, program->units[WN_UNIT_SECTION][i]);
    return status;
}

void wn_advance_sections(wn_judge *judge, size_t lines)
{
    const wn_program *program = judge->program;
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_SECTION]; i++) {
        uint32_t rule = program->units[WN_UNIT_SECTION][i];
        walk     w = start_walk(judge, rule, false);
        if (!wn_judge_asks(judge, rule))
            continue;
        if (lines == judge->decided_lines)
            w.progress = judge->walked[rule];
        else if (!is_idle(&w))
            walk_to(&w, lines);
        judge->carry.progress[rule] = w.progress;
    }
}
