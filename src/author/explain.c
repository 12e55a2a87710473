/* explain.c: runs the document on a bench, with an observer that remembers what was asked about one line.
 *
 * The document is run once as the filter would. To explain a line it is run again with an observer: all conditions
 * are asked, even where one has failed already, so that a rule whose text was found but which then refused is known
 * to have come near. A third run, at level 3, finds the rules that the level keeps silent. */
#include "author/explain.h"

#include "author/words.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "engine/line.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

#define SNIPPET_BYTES 72 /* of a condition's source are shown, about */

/* What somebody wants to know of a line. */
typedef enum role {
    ROLE_HOLDS,     /* a condition that held, of the rule that took the line */
    ROLE_EXCEPTION, /* an exception of that rule, which was asked and does not apply */
    ROLE_CONTEXT,   /* where the section began, or how far the run goes */
    ROLE_KEEPS,     /* a rule that keeps the line */
    ROLE_MARKS,     /* a rule that marks it */
    ROLE_ALSO,      /* another rule that claims it, or would */
    ROLE_NEAR,      /* the condition by which a rule that came near failed */
    ROLE_COUNT
} role;

static const struct {
    const char *name;    /* in JSON */
    const char *heading; /* NULL: it belongs to the rule above */
} roles[ROLE_COUNT] = {
    [ROLE_HOLDS] = {"holds", NULL},      [ROLE_EXCEPTION] = {"exceptions", NULL}, [ROLE_CONTEXT] = {"context", NULL},
    [ROLE_KEEPS] = {"keeps", "kept by"}, [ROLE_MARKS] = {"marks", "marked by"},   [ROLE_ALSO] = {"also", "also"},
    [ROLE_NEAR] = {"near", "came near"},
};

/* One thing to be said. */
typedef struct remark {
    role        role;
    const char *rule; /* NULL: the one that took the line */
    const char *what;
    const char *place;   /* NULL: none */
    const char *matched; /* what a pattern found; NULL: nothing to show */
} remark;

/* A line for which the first condition of a rule held. */
typedef struct hit {
    uint32_t rule;
    uint64_t line;
} hit;

typedef struct inquiry {
    const wn_explain *explain;
    const wn_ruleset *set;
    uint64_t          line;
    int               level;   /* of the run at hand */
    unsigned char    *answers; /* per condition: 0, not asked of the line; else 1 + wn_truth */
    hit              *hits;
    size_t            hit_count, hit_capacity;
    wn_lines          lines; /* the line's view */
    wn_patterns      *patterns;
    wn_matcher       *matcher;
    wn_arena          arena;
    remark           *remarks;
    size_t            remark_count, remark_capacity;
    bool              has_failed; /* no memory */
    bool              is_held;    /* a keep rule holds the line */
} inquiry;

/* ---- remembering what is asked ---- */

static void see_at(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth, uint64_t first,
                   uint64_t last)
{
    inquiry *q = user;
    if (set->conds != q->set->conds || !first) /* a variant numbers them otherwise */
        return;
    if (first <= q->line && q->line <= last)
        q->answers[cond] = (unsigned char)(1 + truth);
    if (truth != WN_TRUE || set->rules[rule].cond != cond)
        return;
    if (wn_array_grow(&q->hits, &q->hit_capacity, q->hit_count + 1, sizeof *q->hits))
        q->hits[q->hit_count++] = (hit){rule, first};
    else
        q->has_failed = true;
}

static bool has_answer(const inquiry *q, uint32_t cond, wn_truth truth)
{
    return cond != WN_NONE && q->answers[cond] == 1 + (unsigned)truth;
}

/* ---- saying it ---- */

static const char *say(inquiry *q, wn_buf *text)
{
    const char *copy = text->failed ? NULL : wn_arena_copy(&q->arena, wn_buf_bytes(text));
    q->has_failed |= !copy;
    wn_buf_free(text);
    return copy;
}

static void add_remark(inquiry *q, remark r)
{
    if (wn_array_grow(&q->remarks, &q->remark_capacity, q->remark_count + 1, sizeof *q->remarks))
        q->remarks[q->remark_count++] = r;
    else
        q->has_failed = true;
}

static void put_node(wn_buf *out, const wn_node *node)
{
    if (node->kind == WN_NODE_SCALAR) {
        wn_plain_put(out, node->text);
        return;
    }
    wn_buf_text(out, node->kind == WN_NODE_MAP ? "{" : "[");
    for (size_t i = 0; i < node->count && out->size < SNIPPET_BYTES; i++) {
        wn_buf_text(out, i ? ", " : "");
        if (node->kind == WN_NODE_MAP) {
            put_node(out, node->keys[i]);
            wn_buf_text(out, ": ");
        }
        put_node(out, node->values[i]);
    }
    wn_buf_text(out, node->kind == WN_NODE_MAP ? "}" : "]");
}

/* "words: {max: 5}", shortened. */
static const char *describe(inquiry *q, const wn_condition *condition)
{
    wn_buf text = {0};
    if (condition->node)
        put_node(&text, condition->node);
    size_t size = text.size;
    if (size > SNIPPET_BYTES) {
        size = SNIPPET_BYTES;
        while (size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
            size--;
        text.size = size;
        wn_buf_text(&text, "...");
    }
    const char *value = say(q, &text);
    wn_buf      whole = {0};
    wn_buf_printf(&whole, "%s: %s", wn_condition_word(condition), value ? value : "");
    return say(q, &whole);
}

static const char *place_of(inquiry *q, const wn_place *place)
{
    wn_buf text = {0};
    wn_words_place(&text, place);
    return say(q, &text);
}

/* What a pattern finds in the line; NULL: nothing. */
static const char *find_pattern(inquiry *q, uint32_t pattern)
{
    wn_groups groups;
    wn_buf    text = {0};
    wn_bytes  view = wn_line_view(&q->lines, &q->lines.items[0]);
    if (wn_matcher_find(q->matcher, pattern, view, 0, &groups) != WN_MATCH_YES)
        return NULL;
    wn_plain_put(&text, (wn_bytes){view.data + groups.begin[0], groups.end[0] - groups.begin[0]});
    return say(q, &text);
}

/* The same for a condition that is a pattern. */
static const char *find_match(inquiry *q, uint32_t cond)
{
    bool is_pattern = cond != WN_NONE && q->set->conds[cond].op == WN_OP_MATCH;
    return is_pattern ? find_pattern(q, q->set->conds[cond].a) : NULL;
}

static void remark_condition(inquiry *q, role as, const char *rule, const wn_condition *condition, uint32_t cond,
                             const char *before)
{
    wn_buf      text = {0};
    const char *what = describe(q, condition);
    wn_buf_printf(&text, "%s%s", before, what ? what : "");
    add_remark(q, (remark){as, rule, say(q, &text), condition->node ? place_of(q, &condition->node->place) : NULL,
                           find_match(q, cond)});
}

/* ---- walking a definition and the rule set's condition side by side ---- */

static bool is_list(wn_op op)
{
    return op == WN_OP_ALL || op == WN_OP_ANY || op == WN_OP_SCORE;
}

/* The rule set's condition for a part of a definition's, which has the same shape; WN_NONE when it has not. */
static uint32_t kid_of(const inquiry *q, const wn_condition *condition, uint32_t cond, size_t kid)
{
    const wn_cond *c = &q->set->conds[cond];
    uint32_t       index = is_list((wn_op)c->op) ? q->set->kids[c->a + kid] : c->a;
    return index != WN_NONE && q->set->conds[index].op == condition->kids[kid]->op ? index : WN_NONE;
}

/* Tells which conditions held, and which exceptions were asked. */
static void remark_reasons(inquiry *q, const wn_condition *condition, uint32_t cond)
{
    if (cond == WN_NONE || q->set->conds[cond].op != condition->op || !q->answers[cond])
        return;
    bool holds = has_answer(q, cond, WN_TRUE);
    if (condition->op == WN_OP_NOT && holds && condition->kid_count)
        remark_condition(q, ROLE_EXCEPTION, NULL, condition->kids[0], kid_of(q, condition, cond, 0), "");
    else if (condition->op == WN_OP_ALL || condition->op == WN_OP_ANY || condition->op == WN_OP_POINT ||
             condition->op == WN_OP_SCORE)
        for (size_t i = 0; i < condition->kid_count; i++)
            remark_reasons(q, condition->kids[i], kid_of(q, condition, cond, i));
    else if (holds && condition->op != WN_OP_TRUE && condition->op != WN_OP_NOT)
        remark_condition(q, ROLE_HOLDS, NULL, condition, cond, "");
}

/* Whether a condition on the words of the line held. */
static bool has_found_text(const inquiry *q, const wn_condition *condition, uint32_t cond)
{
    if (cond == WN_NONE || q->set->conds[cond].op != condition->op)
        return false;
    switch (condition->op) {
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
    case WN_OP_MATCH:
        return has_answer(q, cond, WN_TRUE);
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

/* The first condition that failed. */
static void remark_failure(inquiry *q, const char *rule, const wn_condition *condition, uint32_t cond)
{
    if (condition->op == WN_OP_ALL)
        for (size_t i = 0; i < condition->kid_count; i++) {
            uint32_t kid = kid_of(q, condition, cond, i);
            if (kid == WN_NONE || has_answer(q, kid, WN_TRUE))
                continue;
            remark_failure(q, rule, condition->kids[i], kid);
            return;
        }
    if (condition->op == WN_OP_NOT && condition->kid_count)
        remark_condition(q, ROLE_NEAR, rule, condition->kids[0], kid_of(q, condition, cond, 0),
                         "the exception holds: ");
    else
        remark_condition(q, ROLE_NEAR, rule, condition, cond,
                         has_answer(q, cond, WN_DOUBT) ? "in doubt: " : "does not hold: ");
}

/* ---- the rule that took the line ---- */

static void remark_section(inquiry *q, uint32_t rule, const wn_trial *trial)
{
    uint64_t begin = 0;
    wn_buf   text = {0};
    for (size_t i = 0; i < q->hit_count; i++)
        if (q->hits[i].rule == rule && q->hits[i].line <= q->line && q->hits[i].line > begin)
            begin = q->hits[i].line;
    if (!begin)
        return;
    wn_buf_printf(&text, "a section that begins at line %llu: ", (unsigned long long)begin);
    if (begin <= trial->line_count)
        wn_plain_put(&text, trial->lines[begin - 1].text);
    add_remark(q, (remark){.role = ROLE_CONTEXT, .what = say(q, &text)});
}

static bool has_hit(const inquiry *q, uint32_t rule, uint64_t line)
{
    for (size_t i = 0; i < q->hit_count; i++)
        if (q->hits[i].rule == rule && q->hits[i].line == line)
            return true;
    return false;
}

/* The lines around this one for which the rule's condition holds, blank ones stepped over. */
static void remark_run(inquiry *q, uint32_t rule, const wn_trial *trial)
{
    uint64_t last = q->line, first = last;
    wn_buf   text = {0};
    for (uint64_t i = q->line; i && (trial->lines[i - 1].is_blank || has_hit(q, rule, i)); i--)
        first = trial->lines[i - 1].is_blank ? first : i;
    for (uint64_t i = q->line; i <= trial->line_count && (trial->lines[i - 1].is_blank || has_hit(q, rule, i)); i++)
        last = trial->lines[i - 1].is_blank ? last : i;
    wn_buf_printf(&text, "a run from line %llu to line %llu", (unsigned long long)first, (unsigned long long)last);
    add_remark(q, (remark){.role = ROLE_CONTEXT, .what = say(q, &text)});
}

static void remark_span(inquiry *q, const wn_definition *d, uint32_t pattern)
{
    wn_buf text = {0};
    wn_buf_text(&text, "span: ");
    wn_plain_put(&text, d->span->text);
    add_remark(q,
               (remark){ROLE_HOLDS, NULL, say(q, &text), place_of(q, &d->span->node->place), find_pattern(q, pattern)});
}

static void remark_taking(inquiry *q, uint32_t rule, const wn_trial *trial)
{
    const wn_definition *d = wn_policy_definitions(q->explain->policy)->rules[rule].base;
    if (d->unit == WN_UNIT_SECTION)
        remark_section(q, rule, trial);
    if (d->unit == WN_UNIT_RUN)
        remark_run(q, rule, trial);
    if (d->unit == WN_UNIT_SPAN && d->span)
        remark_span(q, d, q->set->rules[rule].span_pattern);
    if (d->cond)
        remark_reasons(q, d->cond, q->set->rules[rule].cond);
}

/* ---- the other rules ---- */

/* Why a rule whose condition holds has not taken the line. */
static const char *find_obstacle(const wn_definition *d, const wn_fortune *line, const wn_trial *trial, bool is_held)
{
    if (d->is_shadow)
        return "its condition holds; it only reports (shadow)";
    if (d->action == WN_FLAG || d->action == WN_REJECT)
        return "its condition holds; it speaks of the document";
    if (is_held)
        return "its condition holds, but a keep rule holds the line";
    if (trial->result.verdict == WN_GUARDED)
        return "its condition holds, but the guard keeps the document whole";
    if (line->mark != WN_MARK_STAYS)
        return "its condition holds, too";
    switch (d->unit) {
    case WN_UNIT_SECTION:
        return "a section could begin here, but it came to nothing (min-lines, marked or reaches-end)";
    case WN_UNIT_RUN:
        return "the line fits, but its run came to nothing (min-lines, max-lines, above, below or marked)";
    default:
        return "its condition holds, but not what else it asks for";
    }
}

static void remark_rule(inquiry *q, uint32_t rule, const wn_fortune *line, const wn_trial *trial)
{
    const wn_rule_source *source = &wn_policy_definitions(q->explain->policy)->rules[rule];
    const wn_definition  *d = source->base;
    uint32_t              cond = q->set->rules[rule].cond;
    const char           *place = place_of(q, &source->node->place);
    if (!d->cond || cond == WN_NONE || !q->answers[cond] || (int)rule == line->rule)
        return;
    if (!has_answer(q, cond, WN_TRUE)) {
        if (has_found_text(q, d->cond, cond))
            remark_failure(q, d->id, d->cond, cond);
        return;
    }
    if (d->action == WN_KEEP || d->action == WN_MARK)
        add_remark(q, (remark){d->action == WN_KEEP ? ROLE_KEEPS : ROLE_MARKS, d->id, NULL, place, NULL});
    else
        add_remark(q, (remark){ROLE_ALSO, d->id, find_obstacle(d, line, trial, q->is_held), place, NULL});
}

static bool is_kept(const inquiry *q)
{
    for (uint32_t i = 0; i < q->set->rule_count; i++)
        if (q->set->rules[i].action == WN_KEEP && has_answer(q, q->set->rules[i].cond, WN_TRUE))
            return true;
    return false;
}

/* Rules that the level keeps silent, and that would take the line. */
static void remark_silent(inquiry *q)
{
    for (uint32_t i = 0; i < q->set->rule_count; i++) {
        const wn_rule_source *source = &wn_policy_definitions(q->explain->policy)->rules[i];
        wn_buf                text = {0};
        if (source->base->level <= q->explain->level || source->base->action == WN_KEEP ||
            !has_answer(q, q->set->rules[i].cond, WN_TRUE))
            continue;
        wn_buf_printf(&text, "its condition holds, but it is of level %d; --level %d lets it act", source->base->level,
                      source->base->level);
        add_remark(q, (remark){ROLE_ALSO, source->id, say(q, &text), place_of(q, &source->node->place), NULL});
    }
}

/* ---- running ---- */

static wn_status run(inquiry *q, int level, wn_bench **bench, wn_trial *trial)
{
    wn_observer observer = {.user = q, .see_at = see_at, .is_thorough = true};
    memset(q->answers, 0, q->set->cond_count + 1);
    q->hit_count = 0;
    q->level = level;
    wn_status status = wn_bench_new(q->explain->policy, &observer, bench);
    if (status == WN_OK)
        status = wn_bench_whole(*bench, level, q->explain->document, q->explain->text, trial);
    return status == WN_OK && q->has_failed ? WN_NO_MEMORY : status;
}

static wn_status prepare_view(inquiry *q, wn_bytes line)
{
    q->lines.text = line.data;
    wn_status status = wn_lines_add(&q->lines, 0, (uint32_t)line.size, 0);
    if (status == WN_OK)
        status = wn_patterns_new(q->set->patterns, q->set->pattern_count, q->set->pool, &q->patterns);
    return status == WN_OK ? wn_matcher_new(q->patterns, false, &q->matcher) : status;
}

static wn_status ask(inquiry *q, const wn_trial *trial)
{
    const wn_fortune *line = &trial->lines[q->line - 1];
    wn_status         status = prepare_view(q, line->text);
    if (status != WN_OK)
        return status;
    q->is_held = is_kept(q);
    if (line->rule >= 0)
        remark_taking(q, (uint32_t)line->rule, trial);
    for (uint32_t i = 0; i < q->set->rule_count; i++)
        remark_rule(q, i, line, trial);
    return q->has_failed ? WN_NO_MEMORY : WN_OK;
}

static wn_status ask_silent(inquiry *q)
{
    wn_bench *bench = NULL;
    wn_trial  trial;
    if (q->explain->level == 3)
        return WN_OK;
    wn_status status = run(q, 3, &bench, &trial);
    if (status == WN_OK)
        remark_silent(q);
    wn_bench_free(bench);
    return status == WN_OK && q->has_failed ? WN_NO_MEMORY : status;
}

static void free_inquiry(inquiry *q)
{
    wn_matcher_free(q->matcher);
    wn_patterns_free(q->patterns);
    wn_lines_free(&q->lines);
    wn_arena_free(&q->arena);
    free(q->answers);
    free(q->hits);
    free(q->remarks);
}

/* ---- words ---- */

static const char *const fates[] = {
    [WN_MARK_STAYS] = "stays", [WN_MARK_GOES] = "goes", [WN_MARK_BECOMES] = "changes", [WN_MARK_ANY] = ""};

static void put_colour(const wn_explain *e, wn_buf *out, const char *code)
{
    if (e->has_colour)
        wn_buf_printf(out, "\033[%sm", code);
}

/* A colour for each category, the same wherever it appears. */
static const char *colour_of(const char *category)
{
    static const char *const colours[] = {"31", "33", "35", "36", "34", "91", "93", "95"};
    unsigned                 sum = 0;
    for (; *category; category++)
        sum = sum * 31 + (unsigned char)*category;
    return colours[sum % (sizeof colours / sizeof *colours)];
}

static void put_string(wn_buf *out, const char *name, const char *text)
{
    wn_buf_put(out, ',');
    wn_words_json(out, name, text);
}

static void put_bytes(wn_buf *out, const char *name, wn_bytes text)
{
    wn_buf_printf(out, ",\"%s\":\"", name);
    if (wn_utf8_check(text) == text.size) {
        wn_json_put_escaped(out, text);
    } else {
        wn_buf plain = {0};
        wn_plain_put(&plain, text);
        wn_json_put_escaped(out, wn_buf_bytes(&plain));
        wn_buf_free(&plain);
    }
    wn_buf_put(out, '"');
}

static bool rule_of(const wn_explain *e, const wn_fortune *line, wn_rule_info *rule)
{
    return line->rule >= 0 && wn_policy_rule(e->policy, (size_t)line->rule, rule);
}

/* The members that a line has in both forms of JSON. */
static void put_line_members(const wn_explain *e, const wn_fortune *line, size_t number, wn_buf *out)
{
    wn_rule_info rule;
    wn_buf_printf(out, "{\"line\":%zu", number);
    put_string(out, "fate", fates[line->mark]);
    put_bytes(out, "text", line->text);
    if (line->mark == WN_MARK_BECOMES)
        put_bytes(out, "becomes", line->becomes);
    if (!rule_of(e, line, &rule))
        return;
    put_string(out, "rule", rule.id);
    put_string(out, "category", rule.category);
    wn_buf_printf(out, ",\"level\":%d", rule.level);
    put_string(out, "unit", rule.unit);
    put_string(out, "action", wn_action_name(rule.action));
    put_string(out, "file", rule.file);
    wn_buf_printf(out, ",\"defined\":%lu", (unsigned long)rule.line);
    if (rule.why)
        put_string(out, "why", rule.why);
}

static void put_json_line(const wn_explain *e, const wn_fortune *line, size_t number, wn_buf *out)
{
    put_line_members(e, line, number, out);
    wn_buf_text(out, "}\n");
}

/* "   12 - ADVERTISEMENT  [ad.label]" */
static void put_plain_line(const wn_explain *e, const wn_fortune *line, size_t number, wn_buf *out)
{
    wn_rule_info rule;
    bool         has_rule = rule_of(e, line, &rule);
    bool         stays = line->mark == WN_MARK_STAYS;
    wn_buf_printf(out, "%6zu ", number);
    if (!stays)
        put_colour(e, out, has_rule ? colour_of(rule.category) : "2");
    wn_buf_text(out, stays ? "  " : line->mark == WN_MARK_GOES ? "- " : "~ ");
    wn_plain_put(out, line->text);
    if (has_rule)
        wn_buf_printf(out, "  [%s: %s]", rule.category, rule.id);
    if (!stays)
        put_colour(e, out, "0");
    if (line->mark == WN_MARK_BECOMES) {
        wn_buf_printf(out, "\n%6s + ", "");
        wn_plain_put(out, line->becomes);
    }
    wn_buf_put(out, '\n');
}

static void put_verdict(const wn_explain *e, const wn_trial *trial, wn_buf *out)
{
    const wn_result *result = &trial->result;
    wn_rule_info     rule;
    bool has_rule = result->verdict_rule >= 0 && wn_policy_rule(e->policy, (size_t)result->verdict_rule, &rule);
    if (e->as_json) {
        wn_buf_printf(out, "{\"verdict\":\"%s\",\"lines\":%zu,\"removed\":%llu", wn_verdict_name(result->verdict),
                      trial->line_count, (unsigned long long)result->lines_cut);
        if (has_rule)
            put_string(out, "rule", rule.id);
        wn_buf_text(out, "}\n");
        return;
    }
    wn_buf_printf(out, "\n%s%s%s: %llu of %zu lines removed, with %llu of %llu prose words\n",
                  wn_verdict_name(result->verdict), has_rule ? " by " : "", has_rule ? rule.id : "",
                  (unsigned long long)result->lines_cut, trial->line_count, (unsigned long long)result->prose_words_cut,
                  (unsigned long long)result->prose_words_in);
    if (result->verdict == WN_GUARDED)
        wn_buf_text(out, "The rules would have taken too much of the article, so all of it stays.\n");
}

wn_status wn_explain_document(const wn_explain *e, wn_buf *out)
{
    wn_bench *bench = NULL;
    wn_trial  trial;
    wn_status status = wn_bench_new(e->policy, NULL, &bench);
    if (status == WN_OK)
        status = wn_bench_whole(bench, e->level, e->document, e->text, &trial);
    for (size_t i = 0; status == WN_OK && i < trial.line_count; i++)
        if (e->as_json)
            put_json_line(e, &trial.lines[i], i + 1, out);
        else
            put_plain_line(e, &trial.lines[i], i + 1, out);
    if (status == WN_OK)
        put_verdict(e, &trial, out);
    wn_bench_free(bench);
    return status == WN_OK && out->failed ? WN_NO_MEMORY : status;
}

/* ---- one line, in words ---- */

static void put_remark(const wn_explain *e, const remark *r, wn_buf *out)
{
    wn_buf_text(out, "  ");
    if (r->rule) {
        put_colour(e, out, "1");
        wn_buf_text(out, r->rule);
        put_colour(e, out, "0");
        wn_buf_text(out, r->what ? ": " : "");
    }
    wn_buf_text(out, r->role == ROLE_EXCEPTION ? "asked, and does not apply: "
                     : r->role == ROLE_HOLDS   ? "holds: "
                                               : "");
    wn_buf_text(out, r->what ? r->what : "");
    if (r->matched)
        wn_buf_printf(out, "  found \"%s\"", r->matched);
    if (r->place)
        wn_buf_printf(out, "  (%s)", r->place);
    wn_buf_put(out, '\n');
}

static void put_remarks(const inquiry *q, role wanted, wn_buf *out)
{
    bool has_heading = false;
    for (size_t i = 0; i < q->remark_count; i++) {
        if (q->remarks[i].role != wanted)
            continue;
        if (!has_heading && roles[wanted].heading)
            wn_buf_printf(out, "\n%s\n", roles[wanted].heading);
        has_heading = true;
        put_remark(q->explain, &q->remarks[i], out);
    }
}

static void put_reason(const wn_explain *e, const wn_fortune *line, bool is_held, wn_buf *out)
{
    wn_rule_info rule;
    if (line->is_blank && line->mark == WN_MARK_GOES)
        wn_buf_text(out, "goes, as a blank line beside others that go\n");
    else if (!rule_of(e, line, &rule))
        wn_buf_text(out, line->mark != WN_MARK_STAYS ? "goes with its document\n"
                         : is_held                   ? "stays: a keep rule holds it\n"
                                                     : "stays: no rule takes it\n");
    else
        wn_buf_printf(out, "%s: %s (%s, level %d, %s), defined at %s:%lu%s%s\n", fates[line->mark], rule.id,
                      rule.category, rule.level, rule.unit, rule.file, (unsigned long)rule.line,
                      rule.why ? "\n  why: " : "", rule.why ? rule.why : "");
}

static void put_answer(const inquiry *q, const wn_trial *trial, wn_buf *out)
{
    put_plain_line(q->explain, &trial->lines[q->line - 1], q->line, out);
    wn_buf_put(out, '\n');
    put_reason(q->explain, &trial->lines[q->line - 1], q->is_held, out);
    for (int i = 0; i < ROLE_COUNT; i++)
        put_remarks(q, (role)i, out);
}

/* ---- one line, in JSON ---- */

static void put_json_remark(const remark *r, wn_buf *out)
{
    size_t begin = out->size;
    if (r->rule)
        put_string(out, "rule", r->rule);
    if (r->what)
        put_string(out, "what", r->what);
    if (r->matched)
        put_string(out, "found", r->matched);
    if (r->place)
        put_string(out, "place", r->place);
    if (out->size > begin)
        out->data[begin] = '{'; /* in place of the first comma */
    wn_buf_put(out, '}');
}

static void put_json_answer(const inquiry *q, const wn_trial *trial, wn_buf *out)
{
    put_line_members(q->explain, &trial->lines[q->line - 1], q->line, out);
    for (int i = 0; i < ROLE_COUNT; i++) {
        const char *between = "";
        wn_buf_printf(out, ",\"%s\":[", roles[i].name);
        for (size_t k = 0; k < q->remark_count; k++) {
            if (q->remarks[k].role != (role)i)
                continue;
            wn_buf_text(out, between);
            put_json_remark(&q->remarks[k], out);
            between = ",";
        }
        wn_buf_put(out, ']');
    }
    wn_buf_text(out, "}\n");
}

static wn_status answer(inquiry *q, wn_buf *out)
{
    wn_bench *bench = NULL;
    wn_trial  trial;
    wn_status status = run(q, q->explain->level, &bench, &trial);
    if (status == WN_OK && (!q->line || q->line > trial.line_count))
        status = WN_BAD_ARGUMENT;
    if (status == WN_OK)
        status = ask(q, &trial);
    if (status == WN_OK)
        status = ask_silent(q);
    if (status == WN_OK && q->explain->as_json)
        put_json_answer(q, &trial, out);
    else if (status == WN_OK)
        put_answer(q, &trial, out);
    wn_bench_free(bench);
    return status == WN_OK && out->failed ? WN_NO_MEMORY : status;
}

wn_status wn_explain_line(const wn_explain *e, uint64_t line, wn_buf *out)
{
    inquiry q = {.explain = e, .set = wn_policy_ruleset(e->policy), .line = line};
    q.answers = calloc(q.set->cond_count + 1, sizeof *q.answers);
    wn_status status = q.answers && wn_policy_definitions(e->policy) ? answer(&q, out) : WN_NO_MEMORY;
    free_inquiry(&q);
    return status;
}
