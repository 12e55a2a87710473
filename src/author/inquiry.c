/* inquiry.c: runs the document on a bench and remembers what was asked about one line. */
#include "author/inquiry.h"

#include <stdlib.h>
#include <string.h>

/* ---- remembering ---- */

static void see_at(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth, uint64_t first,
                   uint64_t last)
{
    wn_inquiry *q = user;
    (void)set;
    if (!first || cond >= q->answer_count)
        return;
    q->has_been_asked[rule] |= q->is_filtering;
    if (first <= q->line && q->line <= last)
        q->answers[cond] = (unsigned char)(1 + truth);
}

static void note_happening(void *user, uint32_t rule, wn_event event, uint64_t first, uint64_t last)
{
    wn_inquiry *q = user;
    if (wn_array_grow(&q->happenings, &q->happening_capacity, q->happening_count + 1, sizeof *q->happenings))
        q->happenings[q->happening_count++] = (wn_happening){rule, event, first, last};
    else
        q->has_failed = true;
}

/* ---- what is in force ---- */

static wn_status choose_set(wn_inquiry *q)
{
    const wn_policy   *policy = q->explain->policy;
    const wn_document *document = q->explain->document;
    wn_attributes      attributes = {0};
    bool               any = false;
    if (document)
        attributes = (wn_attributes){document->lang, document->source, document->fields, document->field_count};
    for (size_t i = 0; i < wn_policy_override_count(policy); i++)
        any |= q->applies[i] = wn_policy_override_applies(policy, i, &attributes);
    q->set = wn_policy_ruleset(policy);
    wn_status status = any ? wn_policy_variant(policy, q->applies, &q->variant, NULL) : WN_OK;
    if (q->variant)
        q->set = &q->variant->set;
    return status;
}

/* The rules as they are for the document. */
static wn_status lay_overrides(wn_inquiry *q)
{
    for (uint32_t i = 0; i < q->source->rule_count; i++) {
        const wn_rule_source *rule = &q->source->rules[i];
        q->definitions[i] = rule->base;
        if (!q->variant || !rule->is_varied)
            continue;
        q->definitions[i] = wn_patches_lay(&q->reader, rule->node, &rule->node->place, rule->patches, rule->patch_count,
                                           q->applies);
        if (!q->definitions[i])
            return WN_NO_MEMORY; /* what was found wrong with it has been refused when the policy was loaded */
    }
    return WN_OK;
}

static wn_status prepare(wn_inquiry *q)
{
    const wn_ruleset *base = wn_policy_ruleset(q->explain->policy);
    q->source = wn_policy_definitions(q->explain->policy);
    if (!q->source)
        return WN_NO_MEMORY;
    wn_reader_begin(&q->reader, &q->arena, &q->source->defines, NULL);
    q->applies = calloc(wn_policy_override_count(q->explain->policy) + 1, sizeof *q->applies);
    q->definitions = calloc(q->source->rule_count + 1, sizeof *q->definitions);
    q->has_been_asked = calloc(q->source->rule_count + 1, sizeof *q->has_been_asked);
    wn_status status = q->applies && q->definitions && q->has_been_asked ? choose_set(q) : WN_NO_MEMORY;
    if (status == WN_OK)
        status = lay_overrides(q);
    if (status != WN_OK)
        return status;
    q->answer_count = q->set->cond_count > base->cond_count ? q->set->cond_count : base->cond_count;
    q->answers = calloc(q->answer_count + 1, sizeof *q->answers);
    return q->answers ? WN_OK : WN_NO_MEMORY;
}

/* ---- running ---- */

typedef enum manner {
    MANNER_FILTER, /* as the filter would */
    MANNER_HIGHEST,
    MANNER_AWAKE
} manner;

static wn_status run(wn_inquiry *q, manner how, wn_bench **bench, wn_trial *trial)
{
    const wn_explain *e = q->explain;
    wn_observer       observer = {.user = q, .see_at = see_at, .happen = note_happening, .is_thorough = true};
    memset(q->answers, 0, q->answer_count + 1);
    q->is_filtering = how == MANNER_FILTER;
    size_t    known = q->happening_count;
    wn_status status = wn_bench_new(e->policy, &observer, bench);
    if (status == WN_OK && how == MANNER_AWAKE)
        status = wn_bench_try(*bench, 0, WN_COMPANY_AWAKE, e->text, trial);
    else if (status == WN_OK)
        status = wn_bench_whole(*bench, how == MANNER_FILTER ? e->level : 3, e->document, e->text, trial);
    if (!q->is_filtering)
        q->happening_count = known;
    return status == WN_OK && q->has_failed ? WN_NO_MEMORY : status;
}

static wn_status run_again(wn_inquiry *q, manner how, void (*remark)(wn_inquiry *inquiry))
{
    wn_bench *bench = NULL;
    wn_trial  trial;
    wn_status status = run(q, how, &bench, &trial);
    if (status == WN_OK)
        remark(q);
    wn_bench_free(bench);
    return status == WN_OK && q->has_failed ? WN_NO_MEMORY : status;
}

static wn_status prepare_view(wn_inquiry *q, wn_bytes line)
{
    q->lines.text = line.data;
    wn_status status = wn_lines_add(&q->lines, 0, (uint32_t)line.size, 0);
    if (status == WN_OK)
        status = wn_patterns_new(q->set->patterns, q->set->pattern_count, q->set->pool, &q->patterns);
    return status == WN_OK ? wn_matcher_new(q->patterns, false, &q->matcher) : status;
}

static bool is_kept(const wn_inquiry *q)
{
    for (uint32_t i = 0; i < q->set->rule_count; i++)
        if (q->set->rules[i].action == WN_KEEP && wn_inquiry_has(q, q->set->rules[i].cond, WN_TRUE))
            return true;
    return false;
}

static wn_status ask(wn_inquiry *q, const wn_trial *trial)
{
    const wn_fortune *line = &trial->lines[q->line - 1];
    wn_status         status = prepare_view(q, line->text);
    if (status != WN_OK)
        return status;
    q->is_held = is_kept(q);
    if (line->rule >= 0)
        wn_remarks_taking(q, (uint32_t)line->rule, trial);
    wn_remarks_others(q, trial);
    return q->has_failed ? WN_NO_MEMORY : WN_OK;
}

wn_status wn_inquiry_make(const wn_explain *explain, uint64_t line, wn_inquiry *q, wn_bench **bench, wn_trial *trial)
{
    *q = (wn_inquiry){.explain = explain, .line = line};
    *bench = NULL;
    wn_status status = prepare(q);
    if (status == WN_OK)
        status = run(q, MANNER_FILTER, bench, trial);
    if (status == WN_OK && (!line || line > trial->line_count))
        status = WN_BAD_ARGUMENT;
    if (status == WN_OK)
        status = ask(q, trial);
    if (status == WN_OK && explain->level < 3)
        status = run_again(q, MANNER_HIGHEST, wn_remarks_silent);
    if (status == WN_OK)
        status = run_again(q, MANNER_AWAKE, wn_remarks_asleep);
    return status;
}

void wn_inquiry_free(wn_inquiry *q)
{
    wn_matcher_free(q->matcher);
    wn_patterns_free(q->patterns);
    wn_lines_free(&q->lines);
    wn_variant_free(q->variant);
    wn_reader_end(&q->reader);
    wn_arena_free(&q->arena);
    free(q->applies);
    free(q->definitions);
    free(q->has_been_asked);
    free(q->answers);
    free(q->happenings);
    free(q->remarks);
}
