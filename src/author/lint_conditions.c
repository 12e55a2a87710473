/* lint_conditions.c: conditions that no line can fulfil.
 *
 * A condition is walked with what is known of the line by the time it is asked: how many words and
 * characters it has at least and at most, and which features, as far as other conditions of the same
 * `all` say so. Whatever contradicts that can never hold. Alternatives inherit what is known around
 * them; neighbouring lines begin anew. */
#include "author/lint_checks.h"
#include "author/words.h"
#include "engine/line.h"
#include "match/pattern.h"

#include <string.h>

#define COUNTER_WORDS 8 /* a counter beside a literal of `is` may add that many words */

typedef enum knowledge {
    UNKNOWN,
    IS_TRUE,
    IS_FALSE
} knowledge;

/* A bound, and the key that sets it. */
typedef struct bound {
    uint32_t    value;
    const char *key;
} bound;

/* What is known of a line. */
typedef struct facts {
    bound       words_min, words_max, chars_min, chars_max;
    bound       before_min, after_min; /* shares of prose, in thousandths */
    knowledge   features[WN_FEATURE_COUNT];
    const char *feature_keys[WN_FEATURE_COUNT];
} facts;

typedef struct walk {
    const wn_lint_rule *rule;
    wn_status           status;
} walk;

static const facts nothing = {.words_max = {WN_NONE, NULL}, .chars_max = {WN_NONE, NULL}};

/* ---- what conditions tell ---- */

static void raise_min(bound *min, uint32_t value, const char *key)
{
    if (value > min->value)
        *min = (bound){value, key};
}

static void lower_max(bound *max, uint32_t value, const char *key)
{
    if (value < max->value)
        *max = (bound){value, key};
}

static void learn_feature(facts *f, wn_feature feature, bool holds, const char *key)
{
    if (f->features[feature] == UNKNOWN) {
        f->features[feature] = holds ? IS_TRUE : IS_FALSE;
        f->feature_keys[feature] = key;
    }
}

/* What a feature brings with it; see the definitions in winnow-policy(5). */
static void learn_consequences(facts *f, wn_feature feature, const char *key)
{
    switch (feature) {
    case WN_FEATURE_PROSE:
        raise_min(&f->words_min, 12, key);
        learn_feature(f, WN_FEATURE_SENTENCE, true, key);
        learn_feature(f, WN_FEATURE_HEADLINE, false, key);
        break;
    case WN_FEATURE_SENTENCE:
        raise_min(&f->words_min, 5, key);
        break;
    case WN_FEATURE_HEADLINE:
        lower_max(&f->words_max, 14, key);
        lower_max(&f->chars_max, 120, key);
        learn_feature(f, WN_FEATURE_LETTERS, true, key);
        learn_feature(f, WN_FEATURE_KEY_VALUE, false, key);
        break;
    case WN_FEATURE_KEY_VALUE:
        learn_feature(f, WN_FEATURE_LETTERS, true, key);
        break;
    default:
        break;
    }
}

static void learn(facts *f, const wn_condition *c)
{
    const char *key = wn_condition_word(c);
    switch (c->op) {
    case WN_OP_WORDS:
        raise_min(&f->words_min, c->a, key);
        lower_max(&f->words_max, c->b, key);
        break;
    case WN_OP_CHARS:
        raise_min(&f->chars_min, c->a, key);
        lower_max(&f->chars_max, c->b, key);
        break;
    case WN_OP_PROSE_BEFORE:
        raise_min(&f->before_min, c->a, key);
        break;
    case WN_OP_PROSE_AFTER:
        raise_min(&f->after_min, c->a, key);
        break;
    case WN_OP_MATCH:
        raise_min(&f->chars_min, c->expression->facts.min_chars, key);
        break;
    case WN_OP_FEATURE:
        learn_feature(f, (wn_feature)c->a, c->flag, key);
        if (c->flag)
            learn_consequences(f, (wn_feature)c->a, key);
        break;
    default:
        break;
    }
}

/* ---- complaints ---- */

static const wn_place *place_of(const walk *w, const wn_condition *c)
{
    return c->node ? &c->node->place : &w->rule->definition->place;
}

static void note(walk *w, wn_status status)
{
    if (w->status == WN_OK)
        w->status = status;
}

#define complain_at(w, place, format, ...)                                                                             \
    note(w, wn_lint_warn((w)->rule, place, format ", in rule \"%s\"; this can never hold", __VA_ARGS__,                \
                         (w)->rule->source->id))
#define complain(w, c, format, ...) complain_at(w, place_of(w, c), format, __VA_ARGS__)

/* Whether both can be; complains when not. */
static bool check_bounds(walk *w, const wn_condition *c, bound min, bound max, const char *unit)
{
    if (min.value <= max.value)
        return true;
    complain(w, c, "`%s` asks for %lu %s at least, `%s` for %lu at most", min.key, (unsigned long)min.value, unit,
             max.key, (unsigned long)max.value);
    return false;
}

static bool check_shares(walk *w, const wn_condition *c, const facts *f)
{
    if (f->before_min.value + f->after_min.value <= 1000)
        return true;
    complain(w, c, "`prose-before` and `prose-after` ask for %lu%% of the prose together",
             (unsigned long)(f->before_min.value + f->after_min.value) / 10);
    return false;
}

/* A feature that is asked for, with all that is known. */
static bool check_feature(walk *w, const wn_condition *c, bool wanted, const facts *f)
{
    if ((f->features[c->a] == IS_TRUE) == wanted)
        return true;
    complain(w, c, "`%s: %s` against `%s`", wn_condition_word(c), c->flag ? "true" : "false", f->feature_keys[c->a]);
    return false;
}

/* ---- literals ---- */

typedef struct measure {
    uint32_t words, chars;
    bool     has_letters;
} measure;

static wn_status measure_text(wn_bytes text, measure *m)
{
    wn_lines  lines = {.text = text.data};
    wn_line   line = {.size = text.size > WN_LINE_BYTES_MAX ? WN_LINE_BYTES_MAX + 1 : (uint32_t)text.size};
    wn_status status = wn_line_prepare(&lines, &line);
    if (status == WN_OK) {
        m->words = wn_line_words(&lines, &line);
        m->chars = line.chars;
        m->has_letters = wn_line_has(&lines, &line, WN_FEATURE_LETTERS);
    }
    wn_lines_free(&lines);
    return status;
}

static bool is_bounded(const facts *f)
{
    return f->words_max.value != WN_NONE || f->chars_max.value != WN_NONE || f->words_min.value ||
           f->features[WN_FEATURE_LETTERS] == IS_FALSE;
}

static void check_literal(walk *w, const wn_condition *c, size_t index, const facts *f)
{
    bool            has_list = c->node && c->node->kind == WN_NODE_LIST && index < c->node->count;
    const wn_place *place = has_list ? &c->node->values[index]->place : place_of(w, c);
    const char     *text = c->phrases[index].exact.data;
    measure         m;
    wn_status       status = measure_text(c->phrases[index].exact, &m);
    if (status != WN_OK)
        note(w, status);
    else if (m.words > f->words_max.value)
        complain_at(w, place, "\"%s\" has %lu words, where `%s` asks for %lu at most", text, (unsigned long)m.words,
                    f->words_max.key, (unsigned long)f->words_max.value);
    else if (m.chars > f->chars_max.value)
        complain_at(w, place, "\"%s\" has %lu characters, where `%s` asks for %lu at most", text,
                    (unsigned long)m.chars, f->chars_max.key, (unsigned long)f->chars_max.value);
    else if (c->op == WN_OP_IS && m.words + COUNTER_WORDS < f->words_min.value)
        complain_at(w, place, "\"%s\" has %lu words, where `%s` asks for %lu at least", text, (unsigned long)m.words,
                    f->words_min.key, (unsigned long)f->words_min.value);
    else if (m.has_letters && f->features[WN_FEATURE_LETTERS] == IS_FALSE)
        complain_at(w, place, "\"%s\" has letters, where `letters: none` asks for a line without", text);
}

static bool has_phrase(const wn_condition *c, wn_bytes folded)
{
    for (size_t i = 0; i < c->phrase_count; i++)
        if (c->phrases[i].folded.size == folded.size && !memcmp(c->phrases[i].folded.data, folded.data, folded.size))
            return true;
    return false;
}

/* A line that is one of `c` but not one of `without`. */
static void check_exception(walk *w, const wn_condition *c, const wn_condition *without)
{
    if (c->op != WN_OP_IS || without->op != WN_OP_IS)
        return;
    for (size_t i = 0; i < c->phrase_count; i++)
        if (!has_phrase(without, c->phrases[i].folded))
            return;
    complain(w, c, "`%s` with nothing that `unless` leaves", wn_condition_word(c));
}

/* ---- the walk ---- */

static void check(walk *w, const wn_condition *c, const facts *known);

static const wn_condition *negated(const wn_condition *c)
{
    return c->op == WN_OP_NOT ? c->kids[0] : NULL;
}

/* Conditions that must hold together. False after a complaint. */
static bool check_together(walk *w, const wn_condition *c, const wn_condition *const *all, size_t count, facts *f)
{
    for (size_t i = 0; i < count; i++)
        learn(f, all[i]);
    bool is_good = check_bounds(w, c, f->words_min, f->words_max, "words") &&
                   check_bounds(w, c, f->chars_min, f->chars_max, "characters") && check_shares(w, c, f);
    for (size_t i = 0; i < count && is_good; i++) {
        const wn_condition *other = negated(all[i]);
        if (all[i]->op == WN_OP_FEATURE)
            is_good = check_feature(w, all[i], all[i]->flag, f);
        else if (other && other->op == WN_OP_FEATURE && f->features[other->a] != UNKNOWN)
            is_good = check_feature(w, other, !other->flag, f);
        for (size_t k = 0; other && k < count; k++)
            check_exception(w, all[k], other);
    }
    return is_good;
}

static void check_score(walk *w, const wn_condition *c, const facts *known)
{
    int most = 0;
    for (size_t i = 0; i < c->kid_count; i++) {
        most += c->kids[i]->n > 0 ? c->kids[i]->n : 0;
        check(w, c->kids[i]->kids[0], known);
    }
    if (most < c->n)
        complain(w, c, "%d points at the most, where `score` asks for %d", most, c->n);
}

/* What one condition is made of, with all that is known of the line. */
static void check_parts(walk *w, const wn_condition *c, const facts *known)
{
    switch (c->op) {
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
        for (size_t i = 0; i < c->phrase_count && is_bounded(known); i++)
            check_literal(w, c, i, known);
        break;
    case WN_OP_ANY:
        for (size_t i = 0; i < c->kid_count; i++)
            check(w, c->kids[i], known);
        break;
    case WN_OP_NOT:
        check(w, c->kids[0], &nothing);
        break;
    case WN_OP_SCORE:
        check_score(w, c, known);
        break;
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        if (c->kid_count)
            check(w, c->kids[0], &nothing);
        break;
    default:
        break;
    }
}

static void check(walk *w, const wn_condition *c, const facts *known)
{
    facts                      f = *known;
    const wn_condition *const *all = c->op == WN_OP_ALL ? c->kids : &c;
    size_t                     count = c->op == WN_OP_ALL ? c->kid_count : 1;
    if (!check_together(w, c, all, count, &f))
        return;
    for (size_t i = 0; i < count; i++)
        if (all[i]->op == WN_OP_ALL)
            check(w, all[i], &f);
        else
            check_parts(w, all[i], &f);
}

/* ---- units ---- */

static void check_section(walk *w, const wn_definition *d)
{
    if (d->limit == WN_NONE)
        return;
    if (d->min_lines >= d->limit)
        complain_at(w, &d->place, "`min-lines` of %lu below the heading, where `limit` ends the section after %lu",
                    (unsigned long)d->min_lines, (unsigned long)d->limit);
    else if (d->marked_lines >= d->limit)
        complain_at(w, &d->place, "%lu marked lines below the heading, where `limit` ends the section after %lu",
                    (unsigned long)d->marked_lines, (unsigned long)d->limit);
}

static void check_run(walk *w, const wn_definition *d)
{
    if (d->max_lines != WN_NONE && d->marked_lines > d->max_lines)
        complain_at(w, &d->place, "%lu marked lines, where `max-lines` is %lu", (unsigned long)d->marked_lines,
                    (unsigned long)d->max_lines);
}

wn_status wn_lint_never_matches(const wn_lint_rule *rule)
{
    const wn_definition      *d = rule->definition;
    walk                      w = {.rule = rule};
    const wn_condition *const all[] = {d->cond, d->until_cond, d->takes, d->above, d->below};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i])
            check(&w, all[i], &nothing);
    if (d->unit == WN_UNIT_SECTION)
        check_section(&w, d);
    if (d->unit == WN_UNIT_RUN)
        check_run(&w, d);
    return w.status;
}
