/* remarks.c: walks the definitions of rules beside what their conditions answered, and says what follows. */
#include "author/inquiry.h"

#include "author/remark.h"
#include "base/plain.h"

/* Whether the rule is switched off by an override that depends on the document; then *place is where. */
static bool is_switched_off(const wn_inquiry *q, uint32_t rule, const wn_place **place)
{
    const wn_rule_source *source = &q->source->rules[rule];
    for (size_t i = 0; i < source->patch_count; i++)
        if (wn_patch_applies(&source->patches[i], q->applies) && source->patches[i].node->kind == WN_NODE_SCALAR)
            *place = &source->patches[i].node->place;
    return q->definitions[rule]->is_off && *place;
}

static void remark_condition(wn_inquiry *q, wn_role as, uint32_t rule, const wn_condition *condition, uint32_t cond,
                             const char *before)
{
    wn_buf      text = {0};
    const char *what = wn_remark_describe(q, condition);
    bool        is_own = as == WN_ROLE_HOLDS || as == WN_ROLE_EXCEPTION; /* of the rule that took the line */
    wn_buf_printf(&text, "%s%s", before, what ? what : "");
    wn_remark_add(q, (wn_remark){.role = as,
                                 .rule = is_own ? NULL : q->definitions[rule]->id,
                                 .what = wn_remark_say(q, &text),
                                 .place = condition->node ? wn_remark_place(q, &condition->node->place) : NULL,
                                 .matched = wn_remark_match(q, cond),
                                 .override = wn_remark_override(q, rule, condition->node)});
}

/* ---- walking a definition and the rule set's condition side by side ---- */

static bool is_list(wn_op op)
{
    return op == WN_OP_ALL || op == WN_OP_ANY || op == WN_OP_SCORE;
}

/* The rule set's condition for a part of a definition's, which has the same shape; WN_NONE when it has not. */
static uint32_t kid_of(const wn_inquiry *q, const wn_condition *condition, uint32_t cond, size_t kid)
{
    const wn_cond *c = &q->set->conds[cond];
    uint32_t       index = is_list((wn_op)c->op) ? q->set->kids[c->a + kid] : c->a;
    return index != WN_NONE && q->set->conds[index].op == condition->kids[kid]->op ? index : WN_NONE;
}

/* The condition of a point whose points count; WN_NONE when they do not. */
static uint32_t find_gained(const wn_inquiry *q, uint32_t point)
{
    uint32_t asked = point == WN_NONE ? WN_NONE : q->set->conds[point].a;
    return wn_inquiry_has(q, asked, WN_TRUE) ? asked : WN_NONE;
}

/* "1 of 2" */
static void put_score(const wn_inquiry *q, const wn_condition *score, uint32_t cond, wn_buf *text)
{
    int sum = 0;
    for (size_t i = 0; i < score->kid_count; i++) {
        uint32_t point = kid_of(q, score, cond, i);
        if (find_gained(q, point) != WN_NONE)
            sum += q->set->conds[point].n;
    }
    wn_buf_printf(text, "score: %d of %d", sum, q->set->conds[cond].n);
}

static void remark_reasons(wn_inquiry *q, uint32_t rule, const wn_condition *condition, uint32_t cond,
                           const char *before);

/* The sum, and what each part of it is for. */
static void remark_score(wn_inquiry *q, uint32_t rule, const wn_condition *score, uint32_t cond)
{
    wn_buf text = {0};
    put_score(q, score, cond, &text);
    wn_remark_add(q, (wn_remark){.role = WN_ROLE_HOLDS,
                                 .what = wn_remark_say(q, &text),
                                 .place = score->node ? wn_remark_place(q, &score->node->place) : NULL,
                                 .override = wn_remark_override(q, rule, score->node)});
    for (size_t i = 0; i < score->kid_count; i++) {
        uint32_t point = kid_of(q, score, cond, i), asked = find_gained(q, point);
        if (asked == WN_NONE || !score->kids[i]->kid_count)
            continue;
        wn_buf_printf(&text, "%+d for ", q->set->conds[point].n);
        const char         *worth = wn_remark_say(q, &text);
        const wn_condition *kid = score->kids[i]->kids[0];
        if (is_list(kid->op))
            remark_condition(q, WN_ROLE_HOLDS, rule, kid, asked, worth ? worth : "");
        remark_reasons(q, rule, kid, asked, worth && !is_list(kid->op) ? worth : "");
    }
}

/* Tells which conditions held, and which exceptions were asked. */
static void remark_reasons(wn_inquiry *q, uint32_t rule, const wn_condition *condition, uint32_t cond,
                           const char *before)
{
    if (cond == WN_NONE || q->set->conds[cond].op != condition->op || !q->answers[cond])
        return;
    bool holds = wn_inquiry_has(q, cond, WN_TRUE);
    if (condition->op == WN_OP_NOT && holds && condition->kid_count)
        remark_condition(q, WN_ROLE_EXCEPTION, rule, condition->kids[0], kid_of(q, condition, cond, 0), before);
    else if (condition->op == WN_OP_SCORE && holds)
        remark_score(q, rule, condition, cond);
    else if (condition->op == WN_OP_ALL || condition->op == WN_OP_ANY)
        for (size_t i = 0; i < condition->kid_count; i++)
            remark_reasons(q, rule, condition->kids[i], kid_of(q, condition, cond, i), before);
    else if (holds && condition->op != WN_OP_TRUE && condition->op != WN_OP_NOT)
        remark_condition(q, WN_ROLE_HOLDS, rule, condition, cond, before);
}

/* Whether a condition on the words of the line held. */
static bool has_found_text(const wn_inquiry *q, const wn_condition *condition, uint32_t cond)
{
    if (cond == WN_NONE || q->set->conds[cond].op != condition->op)
        return false;
    switch (condition->op) {
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
    case WN_OP_MATCH:
        return wn_inquiry_has(q, cond, WN_TRUE);
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_SCORE:
    case WN_OP_POINT:
        for (size_t i = 0; i < condition->kid_count; i++)
            if (has_found_text(q, condition->kids[i], kid_of(q, condition, cond, i)))
                return true;
        return false;
    default:
        return false;
    }
}

/* What a sum that was too small came to, and from what. */
static void remark_low_score(wn_inquiry *q, uint32_t rule, const wn_condition *score, uint32_t cond, const char *before)
{
    wn_buf      text = {0};
    const char *between = ", with ";
    wn_buf_text(&text, before);
    put_score(q, score, cond, &text);
    for (size_t i = 0; i < score->kid_count; i++) {
        uint32_t point = kid_of(q, score, cond, i);
        if (find_gained(q, point) == WN_NONE || !score->kids[i]->kid_count)
            continue;
        const char *what = wn_remark_describe(q, score->kids[i]->kids[0]);
        wn_buf_printf(&text, "%s%+d for %s", between, q->set->conds[point].n, what ? what : "");
        between = ", ";
    }
    wn_remark_add(q, (wn_remark){.role = WN_ROLE_NEAR,
                                 .rule = q->definitions[rule]->id,
                                 .what = wn_remark_say(q, &text),
                                 .place = score->node ? wn_remark_place(q, &score->node->place) : NULL,
                                 .override = wn_remark_override(q, rule, score->node)});
}

/* The first condition that failed. */
static void remark_failure(wn_inquiry *q, uint32_t rule, const wn_condition *condition, uint32_t cond,
                           const char *before)
{
    wn_buf text = {0};
    if (condition->op == WN_OP_ALL)
        for (size_t i = 0; i < condition->kid_count; i++) {
            uint32_t kid = kid_of(q, condition, cond, i);
            if (kid == WN_NONE || wn_inquiry_has(q, kid, WN_TRUE))
                continue;
            remark_failure(q, rule, condition->kids[i], kid, before);
            return;
        }
    bool is_exception = condition->op == WN_OP_NOT && condition->kid_count;
    wn_buf_printf(&text, "%s%s", before,
                  is_exception                        ? "the exception holds: "
                  : wn_inquiry_has(q, cond, WN_DOUBT) ? "in doubt: "
                                                      : "does not hold: ");
    const char *words = wn_remark_say(q, &text);
    if (condition->op == WN_OP_SCORE)
        remark_low_score(q, rule, condition, cond, words ? words : "");
    else if (is_exception)
        remark_condition(q, WN_ROLE_NEAR, rule, condition->kids[0], kid_of(q, condition, cond, 0), words ? words : "");
    else
        remark_condition(q, WN_ROLE_NEAR, rule, condition, cond, words ? words : "");
}

/* ---- sections and runs ---- */

/* What a rule demands of its sections or runs as a whole: how it is called, and its key below the unit. */
static const struct {
    const char *words;
    const char *key, *inner; /* NULL: none */
} demands[] = {
    [WN_EVENT_MIN_LINES] = {"it has too few lines", "min-lines", NULL},
    [WN_EVENT_MAX_LINES] = {"it has too many lines", "max-lines", NULL},
    [WN_EVENT_MARKED_LINES] = {"too few of its lines are marked", "marked", "min-lines"},
    [WN_EVENT_MARKED_SHARE] = {"too small a share of its lines is marked", "marked", "min"},
    [WN_EVENT_REACHES_END] = {"it does not reach the end of the document", "reaches-end", NULL},
    [WN_EVENT_ABOVE] = {"what stands above it speaks against it", "above", NULL},
    [WN_EVENT_BELOW] = {"what stands below it speaks against it", "below", NULL},
};

static const char *const unit_words[WN_UNIT_COUNT] = {
#define X(name, word) word,
    WN_UNITS(X)
#undef X
};

/* The value of a key of the rule's unit; NULL: it is not given. */
static const wn_node *find_demand(const wn_definition *d, const char *key, const char *inner)
{
    const wn_node *unit = wn_node_get(d->node, unit_words[d->unit]);
    const wn_node *value = unit && unit->kind == WN_NODE_MAP && key ? wn_node_get(unit, key) : NULL;
    if (value && inner && value->kind == WN_NODE_MAP && wn_node_get(value, inner))
        return wn_node_get(value, inner);
    return value;
}

static bool covers(const wn_inquiry *q, const wn_happening *h)
{
    return h->first <= q->line && q->line <= h->last;
}

/* "a section from line 4 to line 9" */
static void put_extent(wn_buf *text, const wn_definition *d, const wn_happening *h)
{
    wn_buf_printf(text, "a %s from line %llu to line %llu", unit_words[d->unit], (unsigned long long)h->first,
                  (unsigned long long)h->last);
}

/* What is said of a rule, with the value of one of its keys, and its place. */
static void remark_demand(wn_inquiry *q, uint32_t rule, wn_buf *text, const wn_node *value, const char *key)
{
    if (value) {
        wn_buf own = {0};
        wn_remark_put(&own, value);
        wn_buf_printf(text, " (%s: %.*s)", key, (int)own.size, own.data ? own.data : "");
        text->failed |= own.failed;
        wn_buf_free(&own);
    }
    wn_remark_add(q, (wn_remark){.role = WN_ROLE_NEAR,
                                 .rule = q->definitions[rule]->id,
                                 .what = wn_remark_say(q, text),
                                 .place = value ? wn_remark_place(q, &value->place) : NULL,
                                 .override = wn_remark_override(q, rule, value)});
}

static void remark_refusal(wn_inquiry *q, const wn_happening *h)
{
    const wn_definition *d = q->definitions[h->rule];
    const wn_node       *value = find_demand(d, demands[h->event].key, demands[h->event].inner);
    const char          *key = demands[h->event].inner ? demands[h->event].inner : demands[h->event].key;
    wn_buf               text = {0};
    put_extent(&text, d, h);
    wn_buf_printf(&text, " came to nothing: %s", demands[h->event].words);
    remark_demand(q, h->rule, &text, value, key);
}

static void remark_ended(wn_inquiry *q, const wn_happening *h)
{
    wn_buf text = {0};
    wn_buf_printf(&text, "a section that begins at line %llu ends before it", (unsigned long long)h->first);
    remark_demand(q, h->rule, &text, find_demand(q->definitions[h->rule], "until", NULL), "until");
}

static void remark_limit(wn_inquiry *q, const wn_happening *h)
{
    wn_buf text = {0};
    wn_buf_text(&text, "it accepts the line, but has taken all it may");
    remark_demand(q, h->rule, &text, find_demand(q->definitions[h->rule], "limit", NULL), "limit");
}

static void remark_spared(wn_inquiry *q, const wn_happening *h)
{
    wn_buf text = {0};
    wn_buf_text(&text, "the last line without a bullet stays");
    remark_demand(q, h->rule, &text, find_demand(q->definitions[h->rule], "keep-last", NULL), "keep-last");
}

/* A section or run that has the line, too, or would have it. */
static void remark_claim(wn_inquiry *q, const wn_happening *h, const wn_fortune *line)
{
    const wn_definition *d = q->definitions[h->rule];
    wn_buf               text = {0};
    if ((int)h->rule == line->rule || wn_inquiry_has(q, q->set->rules[h->rule].cond, WN_TRUE))
        return; /* said elsewhere */
    put_extent(&text, d, h);
    wn_buf_text(&text, d->is_shadow ? " has it; it only reports (shadow)"
                       : q->is_held ? " has it, but a keep rule holds the line"
                                    : " has it, too");
    wn_remark_add(q, (wn_remark){.role = WN_ROLE_ALSO,
                                 .rule = d->id,
                                 .what = wn_remark_say(q, &text),
                                 .place = wn_remark_place(q, &d->place)});
}

static void remark_happening(wn_inquiry *q, const wn_happening *h, const wn_fortune *line)
{
    switch (h->event) {
    case WN_EVENT_CLAIMED:
        if (line->mark != WN_MARK_STAYS || q->is_held || q->definitions[h->rule]->is_shadow)
            remark_claim(q, h, line);
        break;
    case WN_EVENT_SPARED:
        remark_spared(q, h);
        break;
    case WN_EVENT_LIMIT:
        remark_limit(q, h);
        break;
    case WN_EVENT_ENDED:
        if (h->last == q->line)
            remark_ended(q, h);
        break;
    case WN_EVENT_TAIL_STOPPED:
    case WN_EVENT_HEAD_STOPPED:
        break;
    default:
        remark_refusal(q, h);
    }
}

/* ---- the rule that took the line ---- */

static void remark_extent(wn_inquiry *q, uint32_t rule, const wn_trial *trial)
{
    for (size_t i = 0; i < q->happening_count; i++) {
        const wn_happening *h = &q->happenings[i];
        wn_buf              text = {0};
        if (h->rule != rule || h->event != WN_EVENT_CLAIMED || !covers(q, h))
            continue;
        put_extent(&text, q->definitions[rule], h);
        if (q->definitions[rule]->unit == WN_UNIT_SECTION && h->first <= trial->line_count) {
            wn_buf_text(&text, ", which begins: ");
            wn_plain_put(&text, trial->lines[h->first - 1].text);
        }
        wn_remark_add(q, (wn_remark){.role = WN_ROLE_CONTEXT, .what = wn_remark_say(q, &text)});
    }
}

/* Overrides that have a say in the rule here. */
static void remark_overrides(wn_inquiry *q, uint32_t rule)
{
    const wn_rule_source *source = &q->source->rules[rule];
    for (size_t i = 0; i < source->patch_count; i++)
        if (wn_patch_applies(&source->patches[i], q->applies))
            wn_remark_add(q, (wn_remark){.role = WN_ROLE_CONTEXT,
                                         .what = "an override that applies here changes the rule",
                                         .place = wn_remark_place(q, &source->patches[i].node->place)});
}

static void remark_span(wn_inquiry *q, uint32_t rule, const wn_definition *d)
{
    wn_buf text = {0};
    wn_buf_text(&text, "span: ");
    wn_plain_put(&text, d->span->text);
    wn_remark_add(q, (wn_remark){.role = WN_ROLE_HOLDS,
                                 .what = wn_remark_say(q, &text),
                                 .place = wn_remark_place(q, &d->span->node->place),
                                 .matched = wn_remark_pattern(q, q->set->rules[rule].span_pattern),
                                 .override = wn_remark_override(q, rule, d->span->node)});
}

void wn_remarks_taking(wn_inquiry *q, uint32_t rule, const wn_trial *trial)
{
    const wn_definition *d = q->definitions[rule];
    remark_overrides(q, rule);
    remark_extent(q, rule, trial);
    if (d->unit == WN_UNIT_SPAN && d->span)
        remark_span(q, rule, d);
    if (d->cond)
        remark_reasons(q, rule, d->cond, q->set->rules[rule].cond, "");
    if (d->takes)
        remark_reasons(q, rule, d->takes, q->set->rules[rule].takes, "");
}

/* ---- the other rules ---- */

/* Where peeling stopped; 0: nowhere. */
static uint64_t find_stop(const wn_inquiry *q, wn_event event)
{
    for (size_t i = 0; i < q->happening_count; i++)
        if (q->happenings[i].event == event)
            return q->happenings[i].first;
    return 0;
}

/* Of a rule of the ends whose condition holds: how far peeling came. */
static const char *say_stop(wn_inquiry *q, wn_unit unit)
{
    bool     is_tail = unit == WN_UNIT_TAIL;
    uint64_t stop = find_stop(q, is_tail ? WN_EVENT_TAIL_STOPPED : WN_EVENT_HEAD_STOPPED);
    wn_buf   text = {0};
    if (!stop || stop == q->line)
        return NULL; /* a limit; that has been said */
    wn_buf_printf(&text, "its condition holds, but the %s of the document is only peeled %s line %llu, which stays",
                  is_tail ? "tail" : "head", is_tail ? "up to" : "down to", (unsigned long long)stop);
    return wn_remark_say(q, &text);
}

static bool has_happened(const wn_inquiry *q, uint32_t rule)
{
    for (size_t i = 0; i < q->happening_count; i++)
        if (q->happenings[i].rule == rule && covers(q, &q->happenings[i]))
            return true;
    return false;
}

/* Why a rule whose condition holds has not taken the line; NULL: that has been said. */
static const char *find_obstacle(wn_inquiry *q, uint32_t rule, const wn_fortune *line, const wn_trial *trial)
{
    const wn_definition *d = q->definitions[rule];
    if (d->is_shadow)
        return "its condition holds; it only reports (shadow)";
    if (d->action == WN_FLAG || d->action == WN_REJECT)
        return "its condition holds; it speaks of the document";
    if (q->is_held)
        return "its condition holds, but a keep rule holds the line";
    if (trial->result.verdict == WN_GUARDED)
        return "its condition holds, but the guard keeps the document whole";
    if ((d->unit == WN_UNIT_TAIL || d->unit == WN_UNIT_HEAD) && line->mark == WN_MARK_STAYS)
        return say_stop(q, d->unit);
    if (line->mark != WN_MARK_STAYS)
        return "its condition holds, too";
    if (has_happened(q, rule))
        return NULL;
    return d->unit == WN_UNIT_SPAN ? "its other conditions hold, but it finds nothing"
                                   : "its condition holds, but not what else it asks for";
}

/* A line in an open section that its `takes` leaves out. */
static void remark_passed_over(wn_inquiry *q, uint32_t rule)
{
    const wn_definition *d = q->definitions[rule];
    uint32_t             takes = q->set->rules[rule].takes;
    if (d->takes && takes != WN_NONE && q->answers[takes] && !wn_inquiry_has(q, takes, WN_TRUE))
        remark_failure(q, rule, d->takes, takes, "its section is open here, but does not take the line: ");
}

static void remark_rule(wn_inquiry *q, uint32_t rule, const wn_fortune *line, const wn_trial *trial)
{
    const wn_definition *d = q->definitions[rule];
    uint32_t             cond = q->set->rules[rule].cond;
    remark_passed_over(q, rule);
    if (!d->cond || cond == WN_NONE || !q->answers[cond] || (int)rule == line->rule)
        return;
    if (!wn_inquiry_has(q, cond, WN_TRUE)) {
        if (has_found_text(q, d->cond, cond))
            remark_failure(q, rule, d->cond, cond, "");
        return;
    }
    const char *place = wn_remark_place(q, &d->place);
    if (d->action == WN_KEEP || d->action == WN_MARK) {
        wn_remark_add(q, (wn_remark){.role = d->action == WN_KEEP ? WN_ROLE_KEEPS : WN_ROLE_MARKS,
                                     .rule = d->id,
                                     .place = place});
        return;
    }
    const char *obstacle = find_obstacle(q, rule, line, trial);
    if (obstacle)
        wn_remark_add(q, (wn_remark){.role = WN_ROLE_ALSO, .rule = d->id, .what = obstacle, .place = place});
}

void wn_remarks_others(wn_inquiry *q, const wn_trial *trial)
{
    const wn_fortune *line = &trial->lines[q->line - 1];
    for (uint32_t i = 0; i < q->set->rule_count; i++)
        remark_rule(q, i, line, trial);
    for (size_t i = 0; i < q->happening_count; i++)
        if (q->happenings[i].rule != WN_NONE && covers(q, &q->happenings[i]))
            remark_happening(q, &q->happenings[i], line);
}

/* ---- rules that do not act here ---- */

void wn_remarks_silent(wn_inquiry *q)
{
    for (uint32_t i = 0; i < q->set->rule_count; i++) {
        const wn_definition *d = q->definitions[i];
        wn_buf               text = {0};
        if (d->level <= q->explain->level || d->action == WN_KEEP || !wn_inquiry_has(q, q->set->rules[i].cond, WN_TRUE))
            continue;
        wn_buf_printf(&text, "its condition holds, but it is of level %d; --level %d lets it act", d->level, d->level);
        wn_remark_add(q, (wn_remark){.role = WN_ROLE_ALSO,
                                     .rule = d->id,
                                     .what = wn_remark_say(q, &text),
                                     .place = wn_remark_place(q, &d->place)});
    }
}

/* What a rule asks of the document and does not get. */
static const char *say_when(wn_inquiry *q, const wn_definition *d)
{
    wn_buf text = {0};
    wn_buf_text(&text, "its condition holds, but its `when` does not: ");
    wn_remark_put(&text, d->when->node);
    return wn_remark_say(q, &text);
}

/* The rules here are those of the policy with no conditional override applied. */
void wn_remarks_asleep(wn_inquiry *q)
{
    const wn_ruleset *base = wn_policy_ruleset(q->explain->policy);
    for (uint32_t i = 0; i < base->rule_count; i++) {
        const wn_definition *d = q->source->rules[i].base;
        const wn_place      *off = NULL;
        bool                 is_off = is_switched_off(q, i, &off), is_asleep = base->rules[i].when != WN_NONE;
        if (q->has_been_asked[i] || (!is_off && !is_asleep) || !wn_inquiry_has(q, base->rules[i].cond, WN_TRUE))
            continue;
        bool has_when = !is_off && d->when;
        wn_remark_add(q, (wn_remark){.role = WN_ROLE_ALSO,
                                     .rule = d->id,
                                     .what = has_when ? say_when(q, d)
                                                      : "its condition holds, but an override switches it off here",
                                     .place = wn_remark_place(q, is_off     ? off
                                                                 : has_when ? &d->when->node->place
                                                                            : &d->place)});
    }
}
