/* test.c: asks of every line of an example whether it fared as it should. */
#include "author/test.h"

#include <stdlib.h>
#include <string.h>

const char *const wn_check_kinds[] = {"hits", "misses", "test"};

typedef struct tester {
    const wn_policy     *policy;
    wn_bench            *bench;
    const wn_check_sink *sink;
    wn_check_line       *lines;
    size_t               line_count, capacity;
    wn_buf               text; /* the input of a test */
} tester;

bool wn_is_own(const wn_policy *policy, const wn_place *place)
{
    const wn_sources *sources = wn_policy_definitions(policy)->sources;
    const wn_source  *last = sources->items[sources->count - 1];
    return last->is_builtin || place->text.data == last->root->place.text.data;
}

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

static wn_status add_line(tester *t, wn_mark want, wn_bytes want_text)
{
    if (!wn_array_grow(&t->lines, &t->capacity, t->line_count + 1, sizeof *t->lines))
        return WN_NO_MEMORY;
    t->lines[t->line_count++] = (wn_check_line){.want = want, .want_text = want_text};
    return WN_OK;
}

static bool is_right(const wn_check_line *line)
{
    if (line->want == WN_MARK_ANY)
        return true;
    if (line->want == WN_MARK_BECOMES && line->got->mark == WN_MARK_BECOMES)
        return is_same(line->want_text, line->got->becomes);
    return line->want == line->got->mark;
}

/* Compares the lines; returns whether all are right. */
static bool compare_lines(tester *t, const wn_trial *trial)
{
    bool all = true;
    for (size_t i = 0; i < t->line_count && i < trial->line_count; i++) {
        t->lines[i].got = &trial->lines[i];
        t->lines[i].is_right = is_right(&t->lines[i]);
        all &= t->lines[i].is_right;
    }
    return all;
}

static wn_status tell(const tester *t, wn_check *check, const wn_trial *trial)
{
    check->lines = t->lines;
    check->line_count = t->line_count;
    check->trial = trial;
    return t->sink->tell(t->sink->user, check) ? WN_OK : WN_STOPPED;
}

/* ---- hits and misses ---- */

/* A span must take something, wherever; a document rule speaks of no line. */
static wn_mark wanted_mark(const wn_policy *policy, uint32_t rule, wn_check_kind kind, const wn_fortune *line)
{
    wn_unit unit = (wn_unit)wn_policy_ruleset(policy)->rules[rule].unit;
    if (line->is_blank || unit == WN_UNIT_DOCUMENT)
        return WN_MARK_ANY;
    if (kind == WN_CHECK_MISSES)
        return WN_MARK_STAYS;
    return unit == WN_UNIT_SPAN ? WN_MARK_ANY : WN_MARK_GOES;
}

static wn_status check_example(tester *t, uint32_t rule, wn_check *check, wn_bytes text)
{
    wn_trial  trial;
    wn_status status = wn_bench_try(t->bench, rule, WN_COMPANY_NONE, text, &trial);
    t->line_count = 0;
    for (size_t i = 0; i < trial.line_count && status == WN_OK; i++)
        status = add_line(t, wanted_mark(t->policy, rule, check->kind, &trial.lines[i]), (wn_bytes){0});
    if (status != WN_OK)
        return status;
    compare_lines(t, &trial);
    check->has_passed = check->kind == WN_CHECK_HITS ? wn_trial_hits(t->policy, rule, &trial)
                                                     : wn_trial_misses(t->policy, rule, &trial);
    return tell(t, check, &trial);
}

static wn_status check_examples(tester *t, uint32_t rule, wn_check_kind kind, wn_examples examples)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < examples.count && status == WN_OK; i++) {
        wn_check check = {.kind = kind,
                          .name = wn_policy_definitions(t->policy)->rules[rule].id,
                          .number = i + 1,
                          .place = examples.items[i].place,
                          .rule = (int)rule};
        status = check_example(t, rule, &check, examples.items[i].text);
    }
    return status;
}

/* A rule that is switched off has nothing to show. */
static wn_status check_rules(tester *t)
{
    const wn_definitions *definitions = wn_policy_definitions(t->policy);
    wn_status             status = WN_OK;
    for (uint32_t i = 0; i < definitions->rule_count && status == WN_OK; i++) {
        const wn_rule_source *rule = &definitions->rules[i];
        if (rule->base->is_off || !wn_is_own(t->policy, &rule->node->place))
            continue;
        status = check_examples(t, i, WN_CHECK_HITS, rule->hits);
        if (status == WN_OK)
            status = check_examples(t, i, WN_CHECK_MISSES, rule->misses);
    }
    return status;
}

/* ---- tests ---- */

static wn_status put_line(tester *t, const wn_case_line *line)
{
    if (line->mark == WN_MARK_BECOMES) { /* it speaks of the line above */
        t->lines[t->line_count - 1].want = WN_MARK_BECOMES;
        t->lines[t->line_count - 1].want_text = line->text;
        return WN_OK;
    }
    wn_buf_append(&t->text, line->text.data, line->text.size);
    wn_buf_put(&t->text, '\n');
    return t->text.failed ? WN_NO_MEMORY : add_line(t, line->mark, (wn_bytes){0});
}

/* Of a document that is to be rejected no line is asked. */
static wn_status put_lines(tester *t, const wn_case *test)
{
    wn_status status = WN_OK;
    wn_buf_clear(&t->text);
    t->line_count = 0;
    for (size_t i = 0; i < test->line_count && status == WN_OK; i++)
        status = put_line(t, &test->lines[i]);
    for (size_t i = 0; i < t->line_count && test->has_verdict && test->verdict == WN_REJECTED; i++)
        t->lines[i].want = WN_MARK_ANY;
    return status;
}

static wn_status check_test(tester *t, const wn_case *test, size_t number)
{
    wn_document document = {.lang = test->lang,
                            .source = test->source,
                            .headline = test->headline,
                            .fields = test->fields,
                            .field_count = test->field_count};
    wn_check    check = {.kind = WN_CHECK_TEST,
                         .name = test->name,
                         .number = number,
                         .place = test->place,
                         .has_verdict = test->has_verdict,
                         .want_verdict = test->verdict,
                         .rule = -1};
    wn_trial    trial;
    wn_status   status = put_lines(t, test);
    if (status == WN_OK)
        status = wn_bench_whole(t->bench, test->level, &document, wn_buf_bytes(&t->text), &trial);
    if (status != WN_OK)
        return status;
    check.has_passed = compare_lines(t, &trial) && (!test->has_verdict || test->verdict == trial.result.verdict) &&
                       !trial.result.limits.match_limits;
    return tell(t, &check, &trial);
}

static wn_status check_tests(tester *t)
{
    const wn_definitions *definitions = wn_policy_definitions(t->policy);
    wn_status             status = WN_OK;
    for (size_t i = 0, number = 0; i < definitions->test_count && status == WN_OK; i++)
        if (wn_is_own(t->policy, &definitions->tests[i].place))
            status = check_test(t, &definitions->tests[i], ++number);
    return status;
}

static void end(tester *t)
{
    free(t->lines);
    wn_buf_free(&t->text);
}

wn_status wn_test_run(const wn_policy *policy, wn_bench *bench, const wn_check_sink *sink)
{
    tester    t = {.policy = policy, .bench = bench, .sink = sink};
    wn_status status = check_rules(&t);
    if (status == WN_OK)
        status = check_tests(&t);
    end(&t);
    return status;
}

wn_status wn_test_run_tests(const wn_policy *policy, wn_bench *bench, const wn_check_sink *sink)
{
    tester    t = {.policy = policy, .bench = bench, .sink = sink};
    wn_status status = check_tests(&t);
    end(&t);
    return status;
}
