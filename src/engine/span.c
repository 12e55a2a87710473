/* span.c: spans: parts of lines that stay.
 *
 * Every rule names its matches in the view; the leftmost wins, then the longest, then the lower id,
 * and what overlaps it is dropped. Matches map back to the line's own bytes. There is no second
 * round over what a replacement put there. */
#include "engine/cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MATCH_PROMISED 32 /* steps that a match takes besides those of the pattern */

/* A line's bytes under its view: where each byte of the view came from. */
typedef struct ground {
    wn_bytes  bytes;
    wn_bytes  view;
    uint32_t *offsets; /* NULL: the view is a slice of the line */
    uint32_t  lead;    /* and begins here */
} ground;

static uint32_t to_line(const ground *g, size_t at)
{
    return g->offsets ? g->offsets[at] : g->lead + (uint32_t)at;
}

static wn_status make_ground(wn_judge *judge, const wn_line *line, ground *g)
{
    *g = (ground){.bytes = wn_line_bytes(&judge->lines, line), .view = wn_line_view(line)};
    if (!(line->state & WN_LINE_VIEW_COPIED)) {
        g->lead = (uint32_t)(g->view.data - g->bytes.data);
        return WN_OK;
    }
    g->offsets = malloc((g->view.size + 1) * sizeof *g->offsets);
    if (!g->offsets)
        return WN_NO_MEMORY;
    wn_view view = {.text = g->view, .is_copy = true};
    return wn_view_map(g->bytes, &view, g->offsets);
}

static void put_group(wn_buf *out, const ground *g, const wn_groups *groups, int group)
{
    if (group < 0 || (size_t)group >= groups->count || groups->begin[group] == SIZE_MAX)
        return;
    uint32_t begin = to_line(g, groups->begin[group]), end = to_line(g, groups->end[group]);
    wn_buf_append(out, g->bytes.data + begin, end - begin);
}

/* Puts what a reference of a template stands for; returns its size. The loader lets no dollar sign pass but those of $0
 * to $9, ${name} and $$. */
static size_t put_reference(wn_judge *judge, const char *at, uint32_t pattern, const ground *g, const wn_groups *groups)
{
    wn_buf *out = &judge->puts;
    if (at[1] == '$') {
        wn_buf_put(out, '$');
        return 2;
    }
    if (at[1] != '{') {
        put_group(out, g, groups, at[1] - '0');
        return 2;
    }
    char   name[64]; /* PCRE2's are shorter */
    size_t size = strcspn(at + 2, "}");
    snprintf(name, sizeof name, "%.*s", (int)size, at + 2);
    put_group(out, g, groups, wn_matcher_group(judge->program->matcher, pattern, name));
    return size + 3;
}

static void fill_template(wn_judge *judge, const char *with, uint32_t pattern, const ground *g, const wn_groups *groups)
{
    while (*with)
        if (*with == '$')
            with += put_reference(judge, with, pattern, g, groups);
        else
            wn_buf_put(&judge->puts, *with++);
}

static wn_status add_span(wn_judge *judge, size_t line, uint32_t rule, const ground *g, const wn_groups *groups)
{
    if (!wn_array_grow(&judge->spans, &judge->span_capacity, judge->span_count + 1, sizeof *judge->spans))
        return WN_NO_MEMORY;
    const wn_rule *acting = wn_judge_rule(judge, rule);
    wn_cut_span   *span = &judge->spans[judge->span_count++];
    *span = (wn_cut_span){.line = (uint32_t)line,
                          .begin = to_line(g, groups->begin[0]),
                          .end = to_line(g, groups->end[0]),
                          .rule = rule,
                          .put = (uint32_t)judge->puts.size};
    if (acting->action == WN_REPLACE)
        fill_template(judge, wn_ruleset_text(judge->program->set, acting->with), acting->span_pattern, g, groups);
    span->put_size = (uint32_t)judge->puts.size - span->put;
    return judge->puts.failed ? WN_NO_MEMORY : WN_OK;
}

/* Every match of one rule in one line; none when a limit was hit on the way. */
static wn_status find_matches(wn_judge *judge, size_t line, uint32_t rule, const ground *g)
{
    size_t    before = judge->span_count;
    wn_groups groups;
    wn_match  match = WN_MATCH_YES;
    wn_status status = WN_OK;
    for (size_t at = 0; at < g->view.size && status == WN_OK;) {
        match = wn_eval_pattern(judge, &judge->lines.items[line], wn_judge_rule(judge, rule)->span_pattern, g->view, at,
                                &groups);
        if (match != WN_MATCH_YES)
            break;
        if (!wn_eval_pay(judge, &judge->lines.items[line], MATCH_PROMISED)) {
            match = WN_MATCH_LIMIT;
            break;
        }
        if (groups.end[0] > groups.begin[0])
            status = add_span(judge, line, rule, g, &groups);
        at = groups.end[0] > at ? groups.end[0] : at + 1;
        while (at < g->view.size && ((unsigned char)g->view.data[at] & 0xC0) == 0x80)
            at++;
    }
    if (match == WN_MATCH_LIMIT) {
        judge->lines.items[line].limit_hits += judge->lines.items[line].limit_hits < UINT8_MAX;
        wn_counter_add(&judge->carry.limited, rule);
        judge->span_count = before;
    }
    return status;
}

static int compare_spans(const void *a, const void *b)
{
    const wn_cut_span *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static bool overlaps(const wn_cut_span *spans, size_t count, const wn_cut_span *span)
{
    for (size_t i = 0; i < count; i++)
        if (span->begin < spans[i].end && spans[i].begin < span->end)
            return true;
    return false;
}

/* Keeps of the line's spans, which are sorted, those that overlap none kept before. */
static void keep_disjoint(wn_judge *judge, size_t first)
{
    uint32_t taken = 0;
    size_t   kept = first;
    for (size_t i = first; i < judge->span_count; i++) {
        wn_cut_span span = judge->spans[i];
        if (span.begin < taken)
            continue;
        taken = span.end;
        judge->spans[kept++] = span;
    }
    judge->span_count = kept;
}

/* Settles which of the line's spans are taken. Shadow spans only fill the room that is left. */
static void settle_overlaps(wn_judge *judge, size_t first)
{
    size_t count = judge->span_count - first, shadows = 0;
    if (!count)
        return;
    wn_cut_span *spans = judge->spans + first;
    qsort(spans, count, sizeof *spans, compare_spans);
    for (size_t i = 0; i < count; i++)
        shadows += wn_judge_rule(judge, spans[i].rule)->is_shadow;
    if (!shadows) {
        keep_disjoint(judge, first);
        return;
    }
    size_t   kept = 0;
    uint32_t taken = 0;
    for (int shadow = 0; shadow < 2; shadow++)
        for (size_t i = kept; i < count; i++) {
            wn_cut_span span = spans[i];
            if (wn_judge_rule(judge, span.rule)->is_shadow != shadow || (!shadow && span.begin < taken) ||
                (shadow && overlaps(spans, kept, &span)))
                continue;
            taken = span.end;
            memmove(spans + kept + 1, spans + kept, (i - kept) * sizeof *spans);
            spans[kept++] = span;
        }
    judge->span_count = first + kept;
    qsort(spans, kept, sizeof *spans, compare_spans);
}

static wn_status cut_spans(wn_judge *judge, size_t line)
{
    const wn_program *program = judge->program;
    const wn_line    *item = &judge->lines.items[line];
    size_t            first = judge->span_count;
    ground            g = {0};
    wn_status         status = WN_OK;
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_SPAN] && status == WN_OK; i++) {
        uint32_t rule = program->units[WN_UNIT_SPAN][i];
        if (judge->is_quiet[rule] || !wn_is_candidate(judge, item, rule) ||
            wn_eval_line(judge, line, rule, wn_judge_rule(judge, rule)->cond) != WN_TRUE)
            continue;
        if (!g.bytes.data)
            status = make_ground(judge, item, &g);
        wn_asking asking = wn_cost_begin(judge);
        if (status == WN_OK)
            status = find_matches(judge, line, rule, &g);
        wn_cost_end(judge, rule, asking);
    }
    free(g.offsets);
    settle_overlaps(judge, first);
    return status;
}

wn_status wn_pass_spans(wn_judge *judge)
{
    wn_status status = WN_OK;
    if (!judge->program->unit_counts[WN_UNIT_SPAN])
        return WN_OK;
    for (size_t i = judge->frozen; i < judge->lines.count && status == WN_OK; i++) {
        const wn_line *line = &judge->lines.items[i];
        if (line->fate == WN_LINE_STAYS && !wn_line_is_kept(line) && !(line->state & (WN_LINE_BLANK | WN_LINE_LONG)) &&
            (line->state & WN_LINE_HAS_SPANS || judge->program->has_open_spans))
            status = cut_spans(judge, i);
    }
    return status;
}
