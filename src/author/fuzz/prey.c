/* prey.c: what the oracles share: asking the rule, lines of texts, and findings with their tests. */
#include "author/fuzz/prey.h"

#include "author/fuzz/case_text.h"
#include "base/utf8.h"
#include "engine/line.h"

#include <stdarg.h>
#include <string.h>

#define SHOWN_BYTES 60 /* of a line in a message */

/* ---- what the rule does ---- */

bool wn_prey_removes(const wn_prey *prey)
{
    wn_action action = prey->d->action;
    return action == WN_STRIP || action == WN_REPLACE || action == WN_EXTRACT || action == WN_REJECT;
}

wn_status wn_prey_try(wn_prey *prey, wn_bytes text, wn_trial *trial)
{
    if (prey->options->goes_on && !prey->options->goes_on(prey->options->user))
        return WN_STOPPED;
    return wn_bench_try(prey->bench, prey->index, WN_COMPANY_KEEPERS, text, trial);
}

bool wn_prey_took(const wn_prey *prey, const wn_trial *trial, size_t first, size_t count)
{
    if (prey->d->unit == WN_UNIT_DOCUMENT)
        return trial->result.verdict_rule == (int)prey->index;
    for (size_t i = first; i < first + count && i < trial->line_count; i++)
        if (!trial->lines[i].is_blank && trial->lines[i].mark != WN_MARK_STAYS)
            return true;
    return false;
}

/* ---- lines ---- */

size_t wn_text_line_count(wn_bytes text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == '\n';
    return count;
}

wn_bytes wn_text_line(wn_bytes text, size_t line)
{
    const char *at = text.data, *end = text.data + text.size;
    for (const char *feed; line && (feed = memchr(at, '\n', (size_t)(end - at))); line--)
        at = feed + 1;
    const char *feed = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return (wn_bytes){at, (size_t)((feed ? feed : end) - at)};
}

bool wn_text_alike(wn_bytes a, wn_bytes b)
{
    for (size_t i = 0; i < a.size && a.size == b.size; i++)
        if (a.data[i] != b.data[i] && ((a.data[i] ^ b.data[i]) != 0x20 || (a.data[i] | 0x20) < 'a'))
            return false;
    return a.size == b.size;
}

void wn_text_replace(wn_bytes text, size_t line, wn_bytes with, wn_buf *out)
{
    wn_bytes old = wn_text_line(text, line);
    size_t   before = (size_t)(old.data - text.data);
    wn_buf_append(out, text.data, before);
    wn_buf_append(out, with.data, with.size);
    wn_buf_append(out, old.data + old.size, text.size - before - old.size);
}

wn_bytes wn_prey_keep(wn_prey *prey, wn_bytes text)
{
    return (wn_bytes){wn_arena_copy(&prey->arena, text), text.size};
}

wn_bytes wn_prey_test_text(wn_prey *prey, const wn_case *test)
{
    wn_buf text = {0};
    for (size_t i = 0; i < test->line_count; i++) {
        if (test->lines[i].mark == WN_MARK_BECOMES)
            continue;
        wn_buf_append(&text, test->lines[i].text.data, test->lines[i].text.size);
        wn_buf_put(&text, '\n');
    }
    wn_bytes kept = text.failed ? (wn_bytes){0} : wn_prey_keep(prey, wn_buf_bytes(&text));
    wn_buf_free(&text);
    return kept;
}

wn_status wn_text_has_feature(wn_bytes text, wn_feature feature, bool *has)
{
    wn_lines  lines = {.text = text.data};
    wn_line   line = {.size = text.size > WN_LINE_BYTES_MAX ? WN_LINE_BYTES_MAX + 1 : (uint32_t)text.size};
    wn_status status = wn_line_prepare(&lines, &line);
    *has = status == WN_OK && wn_line_has(&lines, &line, feature);
    wn_lines_free(&lines);
    return status;
}

int wn_shown_size(wn_bytes line)
{
    size_t size = line.size < SHOWN_BYTES ? line.size : SHOWN_BYTES;
    while (size < line.size && size && ((unsigned char)line.data[size] & 0xC0) == 0x80)
        size--;
    return (int)size;
}

/* ---- findings ---- */

wn_status wn_prey_spare(wn_prey *prey, wn_bytes text, size_t spared, bool **goes)
{
    wn_trial  trial = {0};
    wn_status status = wn_prey_try(prey, text, &trial);
    *goes = wn_arena_alloc(&prey->arena, trial.line_count + 1);
    for (size_t i = 0; *goes && i < trial.line_count && status == WN_OK; i++) {
        bool is_sentence = false;
        (*goes)[i] = i != spared && trial.lines[i].mark == WN_MARK_GOES;
        if ((*goes)[i])
            status = wn_text_has_feature(wn_text_line(text, i), WN_FEATURE_SENTENCE, &is_sentence);
        (*goes)[i] &= !is_sentence;
    }
    return *goes ? status : WN_NO_MEMORY;
}

static int level_of(const wn_prey *prey)
{
    return prey->d->level > 2 ? prey->d->level : 2;
}

/* A source that the glob fits. */
static const char *source_of(wn_prey *prey)
{
    const wn_when_def *when = prey->d->when;
    if (!when || !when->source_count)
        return NULL;
    char *source = wn_arena_copy(&prey->arena, when->sources[0]);
    for (char *c = source; c && *c; c++)
        if (*c == '*' || *c == '?')
            *c = 'x';
    return source;
}

static const char *lang_of(wn_prey *prey)
{
    const wn_when_def *when = prey->d->when;
    return when && when->lang_count ? wn_arena_copy(&prey->arena, when->langs[0]) : NULL;
}

/* Whether the whole policy fails what is expected, so that a test of it shows the fault. */
static wn_status fails(wn_prey *prey, const wn_expectation *expected, bool *does)
{
    wn_document document = {.lang = lang_of(prey), .source = source_of(prey)};
    wn_trial    trial;
    wn_status   status = wn_bench_whole(prey->bench, level_of(prey), &document, expected->text, &trial);
    *does = status == WN_OK && (trial.result.limits.match_limits || trial.result.verdict == WN_REJECTED);
    for (size_t i = 0; i < trial.line_count && status == WN_OK && !expected->takes_any; i++) {
        bool goes = expected->goes && expected->goes[i];
        *does |= (trial.lines[i].mark == WN_MARK_GOES) != goes && !trial.lines[i].is_blank;
        *does |= trial.lines[i].mark == WN_MARK_BECOMES;
    }
    return status;
}

/* Whether `hits` or `misses` can say it: all lines go, or none. */
static bool is_example(const wn_expectation *expected)
{
    size_t going = 0, lines = 0;
    for (size_t i = 0, count = wn_text_line_count(expected->text); i < count; i++) {
        lines += wn_text_line(expected->text, i).size > 0;
        going += expected->goes && expected->goes[i];
    }
    return !going || going == lines;
}

static bool any_goes(const wn_expectation *expected)
{
    for (size_t i = 0, count = wn_text_line_count(expected->text); i < count; i++)
        if (expected->goes && expected->goes[i])
            return true;
    return false;
}

/* Whether lines that it takes go on as others. */
static bool changes_lines(const wn_prey *prey)
{
    return prey->d->unit == WN_UNIT_SPAN || prey->d->action == WN_REPLACE;
}

/* Of a text of which some lines are to go those that are: `hits` has no others. The rest has nothing to say. */
static wn_bytes going_lines(wn_prey *prey, const wn_expectation *expected)
{
    wn_buf lines = {0};
    for (size_t i = 0, count = wn_text_line_count(expected->text); i < count; i++) {
        wn_bytes line = wn_text_line(expected->text, i);
        if (!expected->goes[i])
            continue;
        wn_buf_append(&lines, line.data, line.size);
        wn_buf_put(&lines, '\n');
    }
    wn_bytes kept = lines.failed ? (wn_bytes){0} : wn_prey_keep(prey, wn_buf_bytes(&lines));
    wn_buf_free(&lines);
    return kept;
}

/* Whether the rule does what the example says. */
static wn_status is_passed(wn_prey *prey, const wn_case_text *test, bool is_hit, bool *passes)
{
    wn_trial  trial;
    wn_status status = wn_bench_try(prey->bench, prey->index, WN_COMPANY_NONE, test->text, &trial);
    if (status == WN_OK)
        *passes = !trial.result.limits.match_limits && (is_hit ? wn_trial_hits(prey->policy, prey->index, &trial)
                                                               : wn_trial_misses(prey->policy, prey->index, &trial));
    return status;
}

/* An entry of `hits` or `misses`. What is eaten must not go, whatever else goes. */
static wn_status put_example(wn_prey *prey, const wn_expectation *expected, wn_case_text *test, wn_finding *found,
                             wn_buf *out)
{
    bool is_hit = prey->kind != WN_ATTACK_EATS && prey->kind != WN_ATTACK_GUARD && any_goes(expected);
    test->goes = is_hit ? test->goes : NULL;
    if (is_hit && !is_example(expected)) {
        test->text = going_lines(prey, expected);
        bool *all = wn_arena_alloc(&prey->arena, wn_text_line_count(expected->text) + 1);
        test->goes = all;
        if (!test->text.data || !all)
            return WN_NO_MEMORY;
        memset(all, true, wn_text_line_count(test->text));
    }
    wn_case_put_example(test, out);
    return is_passed(prey, test, is_hit, &found->passes);
}

/* The entry that shows it: a test where the whole policy fails it, else an example of the rule alone. */
static wn_status put_test(wn_prey *prey, const wn_expectation *expected, wn_finding *found, wn_buf *out)
{
    bool        *is_case = &found->is_case;
    wn_status    status = fails(prey, expected, is_case);
    wn_case_text test = {.rule = prey->source->id,
                         .kind = wn_attack_words[prey->kind],
                         .text = expected->text,
                         .goes = expected->goes,
                         .takes_any = expected->takes_any,
                         .level = level_of(prey),
                         .lang = lang_of(prey),
                         .source = source_of(prey)};
    if (prey->kind == WN_ATTACK_UNTESTED) /* nothing is wrong: the example passes */
        *is_case = !is_example(expected);
    if (prey->kind == WN_ATTACK_EVADED && changes_lines(prey) &&
        is_example(expected)) /* no case says what it becomes */
        *is_case = false;
    if (status == WN_OK && *is_case)
        wn_case_put(&test, out);
    else if (status == WN_OK)
        status = put_example(prey, expected, &test, found, out);
    return out->failed ? WN_NO_MEMORY : status;
}

wn_status wn_prey_report(wn_prey *prey, const wn_place *place, const wn_expectation *expected, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = wn_arena_vprintf(&prey->arena, format, args);
    va_end(args);
    wn_buf     test = {0}, witness = {0};
    wn_finding found = {.id = wn_attack_words[prey->kind], .rule = prey->source->id, .message = message};
    wn_status  status = message ? put_test(prey, expected, &found, &test) : WN_NO_MEMORY;
    wn_buf_append(&witness, expected->text.data, expected->text.size);
    wn_buf_put(&test, '\0');
    wn_buf_put(&witness, '\0');
    if (status == WN_OK && (test.failed || witness.failed))
        status = WN_NO_MEMORY;
    found.test = test.data;
    found.witness = witness.data;
    if (status == WN_OK)
        status = wn_findings_add(prey->findings, &found, place ? place : &prey->d->place);
    wn_buf_free(&test);
    wn_buf_free(&witness);
    return status;
}
