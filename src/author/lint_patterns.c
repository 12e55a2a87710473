/* lint_patterns.c: patterns that may take long, and patterns that need not be patterns. */
#include "author/lint_checks.h"

#include "match/pattern.h"
#include "match/view.h"

#include <string.h>

typedef struct walk {
    const wn_lint_rule *rule;
    wn_status           status;
} walk;

static void note(walk *w, wn_status status)
{
    if (w->status == WN_OK)
        w->status = status;
}

static const wn_place *place_of(const walk *w, const wn_node *node)
{
    return node ? &node->place : &w->rule->definition->place;
}

/* ---- slow ---- */

#define ROUNDS                                                                                                         \
    16 /* how often a text is repeated at first; twice doubled, a quadratic pattern stays below the limit              \
        */
#define SIZES 3
#define UNWANTED                                                                                                       \
    {                                                                                                                  \
        "\xC2\xAC", 2                                                                                                  \
    }              /* a character that hardly a pattern asks for */
#define GROWTH 3.0 /* from one size to its double: 2 is linear, 4 quadratic */

/* A text that grows: `before`, `again` so many times, `after`. */
typedef struct pump {
    wn_bytes before, again, after;
} pump;

typedef struct probe {
    wn_matcher *matcher;
    wn_buf      text, view;
    pump        worst;
    uint64_t    steps[SIZES];      /* of the worst */
    bool        is_limited[SIZES]; /* it ran into the limit */
    wn_status   status;
} probe;

static bool put_text(wn_buf *text, const pump *p, size_t rounds)
{
    wn_buf_clear(text);
    wn_buf_append(text, p->before.data, p->before.size);
    for (size_t i = 0; i < rounds; i++)
        wn_buf_append(text, p->again.data, p->again.size);
    wn_buf_append(text, p->after.data, p->after.size);
    return !text->failed;
}

/* Steps on the text as a line of a document would be seen: with single spaces, for one. */
static uint64_t count_steps(probe *p, const pump *tried, size_t rounds, bool *is_limited)
{
    wn_view view;
    wn_buf_clear(&p->view);
    if (!put_text(&p->text, tried, rounds) || wn_view_make(wn_buf_bytes(&p->text), &p->view, &view) != WN_OK) {
        p->status = WN_NO_MEMORY;
        return 0;
    }
    *is_limited = wn_matcher_find(p->matcher, 0, view.text, 0, NULL) == WN_MATCH_LIMIT;
    return wn_matcher_steps(p->matcher);
}

/* Keeps the pump if it is the worst so far. */
static void try_pump(probe *p, pump tried)
{
    bool     is_limited;
    uint64_t steps = tried.again.size ? count_steps(p, &tried, ROUNDS << (SIZES - 1), &is_limited) : 0;
    if (steps <= p->steps[SIZES - 1])
        return;
    p->worst = tried;
    p->steps[SIZES - 1] = steps;
    p->is_limited[SIZES - 1] = is_limited;
}

/* What follows the repeats: nothing, what the pattern does not want, and that before all that it needs. */
static void try_texts(probe *p, const wn_expression *e, wn_arena *arena)
{
    for (unsigned taste = 0; taste < WN_SAMPLE_TASTES && p->status == WN_OK; taste++) {
        wn_regex_pump found;
        p->status = wn_regex_pump_find(e->text, !e->is_exact, taste, arena, &found);
        const wn_bytes afters[] = {{"", 0}, UNWANTED, found.all};
        for (size_t i = 0; i < sizeof afters / sizeof *afters && p->status == WN_OK; i++) {
            try_pump(p, (pump){found.before, found.again, afters[i]});
            try_pump(p, (pump){{"", 0}, found.again, afters[i]});
            try_pump(p, (pump){{"", 0}, found.before, afters[i]});
        }
    }
}

/* The pattern alone, as one whose steps are counted on every text. */
static wn_status measure(const wn_expression *e, wn_arena *arena, probe *p)
{
    wn_pattern_def def = {.size = (uint32_t)e->text.size, .is_exact = e->is_exact, .cost = WN_COST_COSTLY, .factor = 1};
    wn_patterns   *patterns = NULL;
    p->status = wn_patterns_new(&def, 1, e->text.data, &patterns);
    if (p->status == WN_OK)
        p->status = wn_matcher_new(patterns, true, &p->matcher);
    if (p->status == WN_OK)
        try_texts(p, e, arena);
    for (size_t i = 0; i + 1 < SIZES && p->status == WN_OK && p->worst.again.size; i++)
        p->steps[i] = count_steps(p, &p->worst, (size_t)ROUNDS << i, &p->is_limited[i]);
    wn_matcher_free(p->matcher);
    wn_patterns_free(patterns);
    wn_buf_free(&p->text);
    wn_buf_free(&p->view);
    return p->status;
}

static bool grows(const probe *p, size_t size, double factor)
{
    return p->steps[size - 1] && (double)p->steps[size] >= factor * (double)p->steps[size - 1];
}

/* Whether the steps grow faster than the text, or are too many from the start. Where they stop growing, repeats are
 * bounded. */
static bool is_slow(const probe *p)
{
    bool grows_last = p->is_limited[SIZES - 1] || grows(p, SIZES - 1, GROWTH);
    return p->is_limited[0] || (grows_last && grows(p, 1, p->is_limited[SIZES - 1] ? GROWTH : 2.0));
}

static wn_status warn_slow(const walk *w, const wn_expression *e, const wn_node *node, const probe *p)
{
    const char *part = e->facts.slow_part ? e->facts.slow_part : "the pattern";
    const char *remedy = "bound its repeats more tightly, anchor it, or make them possessive";
    return wn_lint_warn(w->rule, place_of(w, node),
                        "`%s` may be slow, in rule \"%s\": %llu, %llu, %llu%s steps on \"%.*s\" and %d, %d, %d times "
                        "\"%.*s\"; %s",
                        part, w->rule->source->id, (unsigned long long)p->steps[0], (unsigned long long)p->steps[1],
                        (unsigned long long)p->steps[2], p->is_limited[SIZES - 1] ? " (the limit)" : "",
                        (int)p->worst.before.size, p->worst.before.data, ROUNDS, ROUNDS * 2, ROUNDS * 4,
                        (int)p->worst.again.size, p->worst.again.data, remedy);
}

static void check_slow(walk *w, const wn_expression *e, const wn_node *node)
{
    wn_arena arena = {0};
    probe    p = {0};
    if (w->status != WN_OK || e->facts.cost < WN_COST_QUADRATIC)
        return;
    note(w, measure(e, &arena, &p));
    if (w->status == WN_OK && is_slow(&p))
        note(w, warn_slow(w, e, node, &p));
    wn_arena_free(&arena);
}

static void check_slow_condition(void *user, const wn_condition *c)
{
    if (c->op == WN_OP_MATCH)
        check_slow(user, c->expression, c->node);
}

wn_status wn_lint_slow(const wn_lint_rule *rule)
{
    walk w = {.rule = rule};
    wn_definition_walk(rule->definition, check_slow_condition, &w);
    if (rule->definition->span)
        check_slow(&w, rule->definition->span, wn_node_get(rule->definition->node, "span"));
    return w.status;
}

/* ---- better as a literal ---- */

static bool is_meta(char c)
{
    return c && strchr("\\^$.|?*+()[]{}", c) != NULL;
}

static bool is_word(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool begins_with(wn_bytes text, const char *prefix)
{
    return text.size >= strlen(prefix) && memcmp(text.data, prefix, strlen(prefix)) == 0;
}

static bool ends_with(wn_bytes text, const char *suffix)
{
    size_t size = strlen(suffix);
    return text.size >= size && memcmp(text.data + text.size - size, suffix, size) == 0;
}

static wn_bytes without(wn_bytes text, size_t first, size_t last)
{
    return (wn_bytes){text.data + first, text.size - first - last};
}

/* Words with | between them, each beginning and ending in a letter or digit. */
static bool is_list(wn_bytes text)
{
    bool at_edge = true;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '|') {
            if (at_edge || !is_word(text.data[i - 1]))
                return false;
            at_edge = true;
            continue;
        }
        if (is_meta(c) || (at_edge && !is_word(c)))
            return false;
        at_edge = false;
    }
    return text.size && is_word(text.data[text.size - 1]);
}

/* The key that would say the same; NULL when only a pattern can. */
static const char *better_key(wn_bytes text)
{
    bool starts = begins_with(text, "^"), ends = ends_with(text, "$"), stops = ends_with(text, "\\b");
    text = without(text, starts, ends ? 1 : stops ? 2 : 0);
    if (begins_with(text, "(?:") && ends_with(text, ")"))
        text = without(text, 3, 1);
    else if (memchr(text.data, '|', text.size) && (starts || ends || stops))
        return NULL; /* ^a|b$ is something else */
    if (!is_list(text))
        return NULL;
    if (starts)
        return ends ? "is" : stops ? "starts" : NULL;
    return ends || stops ? NULL : "contains";
}

static void check_literal(void *user, const wn_condition *c)
{
    walk *w = user;
    if (c->op != WN_OP_MATCH || !c->node || c->node->kind != WN_NODE_SCALAR)
        return;
    const char *key = better_key(c->node->text);
    if (key)
        note(w, wn_lint_warn(w->rule, place_of(w, c->node),
                             "a pattern of nothing but words, in rule \"%s\"; `%s` says it better, and takes no time",
                             w->rule->source->id, key));
}

wn_status wn_lint_better_literal(const wn_lint_rule *rule)
{
    walk w = {.rule = rule};
    wn_definition_walk(rule->definition, check_literal, &w);
    return w.status;
}
