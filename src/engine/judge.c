/* judge.c: one document, window by window.
 *
 * A window is read into lines, the passes run over it in the design's order, and what is settled is
 * written. What the next window must know is carried: counters, open sections and runs, and a few
 * lines of context, whose bytes the caller keeps before the unsettled part. */
#include "engine/judge.h"

#include "match/fold.h"

#include <stdlib.h>
#include <string.h>

/* ---- making and freeing ---- */

static bool make_counter(wn_counter *counter, size_t rules)
{
    return (counter->counts = calloc(rules, sizeof *counter->counts)) &&
           (counter->counted = calloc(rules, sizeof *counter->counted));
}

static void free_counter(wn_counter *counter)
{
    free(counter->counts);
    free(counter->counted);
}

static void clear_counter(wn_counter *counter)
{
    for (uint32_t i = 0; i < counter->size; i++)
        counter->counts[counter->counted[i]] = 0;
    counter->size = 0;
}

static bool make_arrays(wn_judge *judge, size_t count)
{
    size_t some = count + 1; /* calloc(0) may be NULL */
    return (judge->stamps = calloc(some, sizeof *judge->stamps)) &&
           (judge->walked = calloc(some, sizeof *judge->walked)) &&
           (judge->is_quiet = calloc(some, sizeof *judge->is_quiet)) &&
           (judge->limits_left = calloc(some, sizeof *judge->limits_left)) &&
           (judge->claimants = calloc(some, sizeof *judge->claimants)) &&
           (judge->fired_rules = calloc(some, sizeof *judge->fired_rules)) &&
           (judge->limited_rules = calloc(some, sizeof *judge->limited_rules)) &&
           (judge->carry.progress = calloc(some, sizeof *judge->carry.progress)) &&
           (judge->carry.limits_left = calloc(some, sizeof *judge->carry.limits_left)) &&
           make_counter(&judge->carry.fired, some) && make_counter(&judge->carry.limited, some);
}

wn_status wn_judge_new(uint32_t rule_count, const wn_sink *sink, wn_judge **judge)
{
    *judge = NULL;
    wn_judge *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->sink = sink;
    made->rule_count = rule_count;
    if (!make_arrays(made, rule_count) || wn_memo_new(&made->memo) != WN_OK) {
        wn_judge_free(made);
        return WN_NO_MEMORY;
    }
    *judge = made;
    return WN_OK;
}

void wn_judge_free(wn_judge *judge)
{
    if (!judge)
        return;
    wn_lines_free(&judge->lines);
    free(judge->claims.items);
    free(judge->candidates.items);
    free(judge->gates.items);
    free(judge->skims.items);
    free(judge->spans);
    wn_buf_free(&judge->puts);
    wn_buf_free(&judge->scratch);
    wn_buf_free(&judge->noted_rules);
    wn_buf_free(&judge->noted_others);
    wn_buf_free(&judge->context_claims);
    wn_buf_free(&judge->next_claims);
    wn_seen_free(&judge->seen);
    wn_memo_free(judge->memo);
    wn_buf_free(&judge->carry.headline);
    free(judge->carry.progress);
    free(judge->carry.limits_left);
    free_counter(&judge->carry.fired);
    free_counter(&judge->carry.limited);
    free(judge->walked);
    free(judge->stamps);
    free(judge->is_quiet);
    free(judge->limits_left);
    free(judge->claimants);
    free(judge->fired_rules);
    free(judge->limited_rules);
    free(judge);
}

/* ---- beginning ---- */

/* Remembers the core of the headline, folded. */
static wn_status note_headline(wn_judge *judge, wn_bytes headline)
{
    wn_lines  field = {.text = headline.data};
    wn_line   whole = {.size = headline.size > WN_LINE_BYTES_MAX ? WN_LINE_BYTES_MAX + 1 : (uint32_t)headline.size};
    wn_status status = wn_line_prepare(&field, &whole);
    if (status == WN_OK && !(whole.state & WN_LINE_LONG)) {
        wn_bytes core = wn_core(wn_line_fold(&field, &whole));
        if (!wn_buf_append(&judge->carry.headline, core.data, core.size))
            status = WN_NO_MEMORY;
    }
    wn_lines_free(&field);
    return status;
}

static void clear_carry(wn_judge *judge)
{
    wn_carry *carry = &judge->carry;
    clear_counter(&carry->fired);
    clear_counter(&carry->limited);
    if (carry->has_progress)
        memset(carry->progress, 0, judge->rule_count * sizeof *carry->progress);
    wn_carry fresh = {.headline = carry->headline,
                      .progress = carry->progress,
                      .limits_left = carry->limits_left,
                      .fired = carry->fired,
                      .limited = carry->limited,
                      .stretch_rule = WN_NONE,
                      .verdict_rule = WN_NONE};
    wn_buf_clear(&fresh.headline);
    *carry = fresh;
}

static bool asks_prose(const wn_when *when)
{
    return when->prose_lines_min || when->prose_words_min || when->prose_lines_max != WN_NONE ||
           when->prose_words_max != WN_NONE;
}

/* Which rules can act; of those whose `when` asks for prose, wn_eval_quiet says it later. */
static void note_awake(wn_judge *judge)
{
    wn_program *program = judge->program;
    if (!judge->uses || program->is_noted)
        return;
    for (uint32_t i = 0; i < judge->rule_count; i++) {
        const wn_rule *rule = wn_judge_rule(judge, i);
        judge->uses[i].could_act |= program->is_awake[i] &&
                                    (rule->when == WN_NONE || !asks_prose(&program->set->whens[rule->when]));
    }
    program->is_noted = true;
}

wn_status wn_judge_begin(wn_judge *judge, wn_program *program, const wn_attributes *attributes, wn_bytes headline,
                         uint64_t document)
{
    judge->program = program;
    judge->attributes = *attributes;
    judge->document = document;
    judge->context_count = 0;
    wn_seen_clear(&judge->seen);
    clear_carry(judge);
    judge->lines.memo = program->prefilter && !judge->observer ? judge->memo : NULL;
    judge->lines.program = program;
    memset(judge->is_quiet, 0, judge->rule_count * sizeof *judge->is_quiet);
    for (uint32_t i = 0; i < program->unit_counts[WN_UNIT_HEAD]; i++) {
        uint32_t rule = program->units[WN_UNIT_HEAD][i];
        judge->carry.limits_left[rule] = wn_judge_rule(judge, rule)->limit;
    }
    note_awake(judge);
    judge->carry.has_headline = headline.size != 0;
    return headline.size ? note_headline(judge, headline) : WN_OK;
}

void wn_judge_forget(wn_judge *judge)
{
    wn_memo_clear(judge->memo);
}

/* ---- reading a window ---- */

static void restore_context(wn_judge *judge, wn_line *line, const wn_context *context, wn_status *status)
{
    const uint32_t *rules = (const uint32_t *)(const void *)judge->context_claims.data;
    line->state |= context->state;
    for (uint32_t i = 0; i < context->claims_count && *status == WN_OK; i++)
        *status = wn_claim_add(judge, line, rules[context->claims_first + i]);
}

static wn_status read_context(wn_judge *judge, size_t open)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < judge->context_count && status == WN_OK; i++) {
        const wn_context *context = &judge->context[i];
        status = wn_lines_add(&judge->lines, (uint32_t)(open - context->back), context->size, 0);
        if (status == WN_OK)
            restore_context(judge, &judge->lines.items[judge->lines.count - 1], context, &status);
    }
    judge->frozen = judge->lines.count;
    return status;
}

/* Adds a line and finds its candidates while its bytes are at hand. */
static wn_status add_line(wn_judge *judge, uint32_t begin, uint32_t size, uint8_t terminator)
{
    wn_status status = wn_lines_add(&judge->lines, begin, size, terminator);
    return status == WN_OK ? wn_find_candidates(judge, &judge->lines.items[judge->lines.count - 1]) : status;
}

static wn_status read_lines(wn_judge *judge, wn_bytes text, size_t open, bool *all)
{
    wn_status status = WN_OK;
    size_t    at = open, count = 0;
    bool      skims = judge->program->skims && !judge->observer;
    judge->glanced.count = judge->glanced.next = 0;
    for (; at < text.size && count < WN_WINDOW_LINES && status == WN_OK; count++) {
        if (skims && ((status = wn_skim(judge, text, &at)) != WN_OK || at == text.size))
            break;
        const char *feed = memchr(text.data + at, '\n', text.size - at);
        size_t      end = feed ? (size_t)(feed - text.data) : text.size;
        uint8_t     terminator = feed ? (end > at && text.data[end - 1] == '\r' ? 2 : 1) : 0;
        size_t      next = end + (feed != NULL);
        status = add_line(judge, (uint32_t)at, (uint32_t)(next - at - terminator), terminator);
        at = next;
    }
    *all = at >= text.size;
    return status;
}

static void clear_window(wn_judge *judge, wn_bytes text)
{
    wn_lines_clear(&judge->lines);
    wn_memo_tidy(judge->memo);
    judge->lines.text = text.data;
    judge->pairs.text = (wn_bytes){0};
    judge->categories = 0;
    judge->claims.count = judge->candidates.count = judge->gates.count = 0;
    judge->skims.count = judge->span_count = 0;
    wn_buf_clear(&judge->puts);
}

static wn_status read_window(wn_judge *judge, wn_bytes text, size_t open, wn_settling settling)
{
    bool all;
    clear_window(judge, text);
    wn_status status = read_context(judge, open);
    if (status == WN_OK)
        status = read_lines(judge, text, open, &all);
    if (status != WN_OK)
        return status;
    judge->is_final = settling == WN_SETTLE_FINAL && all;
    judge->knows_end = judge->is_final && !judge->program->is_live;
    judge->is_forced = settling == WN_SETTLE_FORCED || (!all && judge->program->needs.document);
    judge->settle_lines = judge->lines.count;
    return WN_OK;
}

/* ---- facts of the window ---- */

static wn_status note_first_line(wn_judge *judge)
{
    if (judge->carry.has_headline || judge->carry.nonblank_lines || judge->carry.headline.size ||
        !judge->lines.nonblank_count)
        return WN_OK;
    wn_line *first = &judge->lines.items[judge->lines.nonblank[0]];
    if (first->state & WN_LINE_LONG)
        return WN_OK;
    wn_bytes core = wn_core(wn_line_fold(&judge->lines, first));
    return wn_buf_append(&judge->carry.headline, core.data, core.size) ? WN_OK : WN_NO_MEMORY;
}

static wn_status note_repeats(wn_judge *judge)
{
    wn_status status = WN_OK;
    for (size_t i = judge->frozen; i < judge->lines.nonblank_count && status == WN_OK; i++) {
        wn_line *line = &judge->lines.items[judge->lines.nonblank[i]];
        bool     repeated = false;
        if (!(line->state & WN_LINE_LONG))
            status = wn_seen_note(&judge->seen, wn_core(wn_line_fold(&judge->lines, line)),
                                  judge->carry.nonblank_lines + i - judge->frozen, &repeated);
        line->state |= repeated ? WN_LINE_REPEATED : 0;
    }
    return status;
}

static wn_status measure(wn_judge *judge)
{
    wn_status status = judge->program->skims ? WN_OK : note_first_line(judge);
    if (status == WN_OK && judge->program->needs.repeats)
        status = note_repeats(judge);
    if (judge->program->needs.zones) {
        wn_eval_measure(judge, 0);
        wn_eval_quiet(judge);
    }
    return status;
}

/* ---- what more text could still change ---- */

/* A block is settled whole or not at all. */
static void spare_open_block(wn_judge *judge)
{
    const wn_lines *lines = &judge->lines;
    if (!judge->program->needs.blocks || judge->is_final || judge->is_forced || judge->settle_lines == lines->count)
        return;
    while (judge->settle_lines > judge->frozen && !(lines->items[judge->settle_lines].state & WN_LINE_BLANK) &&
           !(lines->items[judge->settle_lines - 1].state & WN_LINE_BLANK))
        judge->settle_lines--;
}

/* Leaves the last lines before the boundary for the next window when their conditions may look below them. */
static void hold_for_below(wn_judge *judge)
{
    const wn_lines *lines = &judge->lines;
    uint32_t        below = judge->program->needs.below_lines;
    if (!below)
        return;
    size_t end = judge->settle_lines < lines->count ? lines->items[judge->settle_lines].ordinal : lines->nonblank_count;
    size_t settled = end > judge->frozen + below ? end - below : judge->frozen;
    if (settled < lines->nonblank_count && lines->nonblank[settled] < judge->settle_lines)
        judge->settle_lines = lines->nonblank[settled];
}

/* Lines from here on may yet gain or lose marks, or have neighbours that do. */
static void find_decided(wn_judge *judge)
{
    if (!judge->is_final && !judge->is_forced) {
        hold_for_below(judge);
        spare_open_block(judge);
        if (judge->program->needs.stratum_two)
            hold_for_below(judge);
    }
    judge->decided_lines = judge->settle_lines;
}

/* ---- the passes ---- */

static wn_status claim(wn_judge *judge)
{
    wn_status status = wn_pass_strata(judge);
    find_decided(judge);
    if (status != WN_OK || !judge->program->needs.stratum_two)
        return status;
    if (judge->program->needs.zones)
        wn_eval_measure(judge, 1);
    status = wn_pass_sections(judge);
    return status == WN_OK ? wn_pass_runs(judge) : status;
}

static wn_status decide(wn_judge *judge)
{
    wn_pass_cut(judge);
    wn_status status = wn_pass_peel(judge);
    if (status == WN_OK)
        status = wn_pass_spans(judge);
    if (status != WN_OK)
        return status;
    wn_pass_blanks(judge);
    if (judge->is_final || judge->is_forced)
        wn_pass_guard(judge);
    if (judge->program->needs.verdicts)
        wn_pass_verdict(judge);
    return WN_OK;
}

/* ---- context for the next window ---- */

/* The settled lines that are worth remembering: the last ones that are not blank. */
static wn_status remember_context(wn_judge *judge, size_t open_next)
{
    size_t wanted = judge->program->needs.above_lines;
    size_t end = 0, first;
    while (end < judge->lines.nonblank_count && judge->lines.nonblank[end] < judge->settle_lines)
        end++;
    first = end > wanted ? end - wanted : 0;
    first = end - first > WN_CONTEXT_MAX ? end - WN_CONTEXT_MAX : first;
    judge->context_count = 0;
    wn_buf_clear(&judge->next_claims);
    for (size_t i = first; i < end; i++) {
        const wn_line *line = &judge->lines.items[judge->lines.nonblank[i]];
        wn_context    *context = &judge->context[judge->context_count++];
        *context = (wn_context){.back = open_next - line->begin, .size = line->size};
        context->state = line->state & (WN_LINE_KEPT | WN_LINE_MARKED | WN_LINE_UNSURE);
        context->claims_first = (uint32_t)(judge->next_claims.size / sizeof(uint32_t));
        for (uint32_t c = line->claims; c != WN_NONE; c = judge->claims.items[c].next, context->claims_count++)
            wn_buf_append(&judge->next_claims, &judge->claims.items[c].rule, sizeof(uint32_t));
    }
    wn_buf swap = judge->context_claims;
    judge->context_claims = judge->next_claims;
    judge->next_claims = swap;
    return judge->context_claims.failed ? WN_NO_MEMORY : WN_OK;
}

size_t wn_judge_context(const wn_judge *judge)
{
    return judge->context_count ? judge->context[0].back : 0;
}

static wn_status settle(wn_judge *judge, size_t open, size_t *settled)
{
    spare_open_block(judge);
    if (judge->settle_lines <= judge->frozen)
        return WN_OK;
    const wn_line *last = &judge->lines.items[judge->settle_lines - 1];
    size_t         end = last->begin + last->size + (size_t)last->terminator;
    if (!judge->is_final) {
        judge->carry.has_progress = true;
        wn_advance_sections(judge, judge->settle_lines);
        wn_advance_runs(judge, judge->settle_lines);
    }
    wn_status status = wn_pass_emit(judge);
    if (status == WN_OK)
        status = remember_context(judge, end);
    *settled = end - open;
    return status;
}

wn_status wn_judge_window(wn_judge *judge, wn_bytes text, size_t open, wn_settling settling, size_t *settled)
{
    *settled = 0;
    wn_status status = read_window(judge, text, open, settling);
    if (status == WN_OK)
        status = measure(judge);
    if (status == WN_OK)
        status = claim(judge);
    if (status == WN_OK)
        status = decide(judge);
    if (status != WN_OK || judge->lines.failed)
        return status == WN_OK ? WN_NO_MEMORY : status;
    judge->carry.limits.hold_full += judge->is_forced && judge->lines.count > judge->frozen;
    return settle(judge, open, settled);
}

/* ---- lines too long for any window ---- */

/* Ends every section that prose ends, and every run. */
static void pass_as_prose(wn_judge *judge)
{
    wn_carry *carry = &judge->carry;
    for (uint32_t i = 0; i < judge->rule_count; i++) {
        const wn_rule *rule = wn_judge_rule(judge, i);
        if (rule->unit == WN_UNIT_RUN || rule->until == WN_UNTIL_PROSE || rule->until == WN_UNTIL_COND)
            carry->progress[i] = (wn_progress){0};
    }
    carry->lines++;
    carry->nonblank_lines++;
    carry->head_closed = true;
    carry->in_stretch = carry->after_blank = false;
    carry->limits.long_lines++;
    carry->prose_lines[0]++;
    carry->prose_lines[1]++;
    judge->context_count = 0;
}

wn_status wn_judge_pass(wn_judge *judge, wn_bytes piece, bool begins_line)
{
    wn_decision decision = {.document = judge->document,
                            .offset = judge->carry.offset,
                            .line = judge->carry.lines + begins_line,
                            .bytes = piece,
                            .rule = -1};
    if (begins_line)
        pass_as_prose(judge);
    judge->carry.offset += piece.size;
    judge->carry.result.bytes_in += piece.size;
    if (judge->carry.verdict == WN_REJECTED) {
        decision.fate = WN_FATE_CUT;
        decision.rule = (int)judge->carry.verdict_rule;
    }
    if (piece.size && !wn_decision_tell(judge->sink, &decision))
        return WN_STOPPED;
    if (!piece.size || decision.fate == WN_FATE_CUT)
        return WN_OK;
    judge->carry.result.bytes_out += piece.size;
    return !judge->sink->write || judge->sink->write(judge->sink->user, piece) ? WN_OK : WN_STOPPED;
}

/* ---- ending ---- */

static int compare_rules(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

#define FEW_RULES 48 /* are sorted faster one by one */

static void sort_counted(wn_counter *counter)
{
    uint32_t *rules = counter->counted;
    if (counter->size > FEW_RULES)
        qsort(rules, counter->size, sizeof *rules, compare_rules);
    for (uint32_t i = 1; i < counter->size && counter->size <= FEW_RULES; i++) {
        uint32_t rule = rules[i], at = i;
        for (; at && rules[at - 1] > rule; at--)
            rules[at] = rules[at - 1];
        rules[at] = rule;
    }
}

/* Those that keep or mark take nothing: they are only counted. */
static void list_fired(wn_judge *judge, wn_result *result)
{
    wn_counter *fired = &judge->carry.fired;
    sort_counted(fired);
    result->rules = judge->fired_rules;
    for (uint32_t i = 0; i < fired->size; i++) {
        uint32_t  rule = fired->counted[i];
        wn_action action = (wn_action)wn_judge_rule(judge, rule)->action;
        if (action != WN_KEEP && action != WN_MARK)
            judge->fired_rules[result->rule_count++] = (int)rule;
        else if (judge->uses)
            judge->uses[rule].documents++;
    }
}

static void list_limited(wn_judge *judge, wn_result *result)
{
    wn_counter *limited = &judge->carry.limited;
    sort_counted(limited);
    result->limited_rules = judge->limited_rules;
    for (uint32_t i = 0; i < limited->size; i++)
        judge->limited_rules[result->limited_rule_count++] = (int)limited->counted[i];
}

wn_status wn_judge_end(wn_judge *judge, wn_result *result)
{
    wn_carry *carry = &judge->carry;
    *result = carry->result;
    result->document = judge->document;
    result->lines_in = carry->lines;
    result->limits = carry->limits;
    result->verdict = carry->verdict;
    if (carry->verdict == WN_UNCHANGED && (result->lines_cut || result->spans))
        result->verdict = WN_CLEANED;
    result->verdict_rule = carry->verdict_rule == WN_NONE ? -1 : (int)carry->verdict_rule;
    list_fired(judge, result);
    list_limited(judge, result);
    if (judge->sink->finish && !judge->sink->finish(judge->sink->user, result))
        return WN_STOPPED;
    return WN_OK;
}
