/* lint_patterns.c: patterns that may take long, run too often, or need not be patterns. */
#include "author/asked.h"
#include "author/lint_checks.h"
#include "author/steps.h"
#include "policy/cost.h"
#include "policy/policy.h"
#include "policy/triggers.h"

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

static wn_status warn_slow(const walk *w, const wn_expression *e, const wn_node *node, const wn_steps *p)
{
    const char *part = e->facts.slow_part ? e->facts.slow_part : "the pattern";
    const char *remedy = "bound its repeats more tightly, anchor it, or make them possessive";
    return wn_lint_warn(w->rule, place_of(w, node),
                        "`%s` may be slow, in rule \"%s\": %llu, %llu, %llu%s steps on \"%.*s\" and %d, %d, %d times "
                        "\"%.*s\"; %s",
                        part, w->rule->source->id, (unsigned long long)p->counts[0], (unsigned long long)p->counts[1],
                        (unsigned long long)p->counts[2], p->is_limited[WN_STEPS_SIZES - 1] ? " (the limit)" : "",
                        (int)p->before.size, p->before.data, (int)p->rounds, (int)p->rounds * 2, (int)p->rounds * 4,
                        (int)p->again.size, p->again.data, remedy);
}

static void check_slow(walk *w, const wn_expression *e, const wn_node *node)
{
    wn_arena arena = {0};
    wn_steps steps = {0};
    if (w->status != WN_OK)
        return;
    note(w, wn_steps_measure(e, false, &arena, &steps));
    if (w->status == WN_OK && steps.is_slow)
        note(w, warn_slow(w, e, node, &steps));
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

/* ---- asked too often ---- */

#define PATTERN_SHOWN 60 /* bytes of a pattern in a message */

static bool is_of_lines(wn_unit unit)
{
    return unit == WN_UNIT_LINE || unit == WN_UNIT_BLOCK || unit == WN_UNIT_SPAN;
}

wn_status wn_lint_no_literal(const wn_lint_rule *rule)
{
    walk     w = {.rule = rule};
    wn_asked asked = wn_asked_of(rule->definition);
    if (!is_of_lines(rule->definition->unit) || !wn_asked_is_costly(&asked))
        return WN_OK;
    wn_bytes text = wn_asked_shorten(asked.pattern->text, PATTERN_SHOWN);
    uint64_t steps = wn_rule_step_bound(wn_policy_ruleset(rule->policy), rule->index, WN_ASKED_KB);
    return wn_lint_warn(rule, place_of(&w, asked.node),
                        "`%.*s%s` %s, so that rule \"%s\" is asked on every line, for up to %llu steps per KB; name "
                        "words that must be there, or bound it by `words: {max: %d}` or `chars: {max: %d}`",
                        (int)text.size, text.data, text.size < asked.pattern->text.size ? "..." : "",
                        wn_asked_reason(&asked), rule->source->id, (unsigned long long)steps, WN_SHORT_WORDS,
                        WN_SHORT_CHARS);
}
