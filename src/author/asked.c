/* asked.c: follows the parts of a condition that have no literal down to their patterns. */
#include "author/asked.h"

#include "policy/triggers.h"

#define FEW_LETTERS 13 /* of the 52 of ASCII: lines begin with one of so few now and then */

/* ---- conditions that few lines pass ---- */

static size_t count_first(const wn_regex_facts *facts, unsigned char from, unsigned char to)
{
    size_t count = 0;
    for (unsigned c = from; c <= to; c++)
        count += wn_first_has(facts->first, (unsigned char)c);
    return count;
}

/* Whether a match begins with one of few characters, so that the first one of a line mostly settles it: few letters, or
 * digits and signs of any kind. What begins with nothing of ASCII is a letter of another script. */
static bool is_choosy(const wn_regex_facts *facts)
{
    size_t letters = count_first(facts, 'a', 'z') + count_first(facts, 'A', 'Z');
    if (!facts->is_anchored)
        return false;
    if (wn_first_has(facts->first, 0x80))
        return !letters && count_first(facts, ' ', '~');
    return letters <= FEW_LETTERS;
}

static bool is_rare_feature(const wn_condition *c)
{
    switch ((wn_feature)c->a) {
    case WN_FEATURE_LETTERS:
        return !c->flag;
    case WN_FEATURE_HEADLINE:
    case WN_FEATURE_KEY_VALUE:
    case WN_FEATURE_QUOTED:
    case WN_FEATURE_BULLETED:
        return c->flag;
    default:
        return false;
    }
}

static bool is_rare(const wn_condition *c)
{
    size_t rare = 0;
    for (size_t i = 0; i < c->kid_count && (c->op == WN_OP_ALL || c->op == WN_OP_ANY); i++)
        rare += is_rare(c->kids[i]);
    switch (c->op) {
    case WN_OP_FIRST:
    case WN_OP_LAST:
    case WN_OP_REPEATS:
    case WN_OP_MARKED:
        return true;
    case WN_OP_FEATURE:
        return is_rare_feature(c);
    case WN_OP_MATCH:
        return is_choosy(&c->expression->facts);
    case WN_OP_ALL:
        return rare > 0;
    case WN_OP_ANY:
        return c->kid_count && rare == c->kid_count;
    default:
        return false;
    }
}

/* ---- the pattern to blame ---- */

static bool has_literal(const wn_expression *e)
{
    return e->facts.kind != WN_LITERAL_NONE;
}

static void blame(wn_asked *asked, const wn_expression *e, const wn_node *node)
{
    if (asked->pattern && (!has_literal(asked->pattern) || has_literal(e)))
        return;
    asked->pattern = e;
    asked->node = node;
}

static void blame_condition(void *user, const wn_condition *c)
{
    if (c->op == WN_OP_MATCH)
        blame(user, c->expression, c->node);
}

/* ---- the rule ---- */

const char *wn_asked_reason(const wn_asked *asked)
{
    if (!asked->pattern)
        return NULL;
    return has_literal(asked->pattern) ? "stands where it need not match" : "has no literal";
}

wn_bytes wn_asked_shorten(wn_bytes text, size_t bytes)
{
    size_t size = text.size < bytes ? text.size : bytes;
    while (size < text.size && size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return (wn_bytes){text.data, size};
}

typedef struct search {
    const wn_definition *definition;
    wn_asked             worst;
} search;

static bool is_long(wn_bounds bounds)
{
    return bounds.words > WN_LONG_WORDS && bounds.chars > WN_LONG_CHARS;
}

bool wn_asked_is_costly(const wn_asked *asked)
{
    return asked->is_always && asked->pattern && !asked->is_rare && is_long(asked->bounds);
}

static bool is_worse(const wn_asked *one, const wn_asked *other)
{
    if (wn_asked_is_costly(one) != wn_asked_is_costly(other))
        return wn_asked_is_costly(one);
    return !other->is_always || (is_long(one->bounds) && !is_long(other->bounds));
}

static const wn_node *node_of_span(const wn_definition *d)
{
    const wn_node *unit = wn_node_get(d->node, "span");
    return unit && unit->kind == WN_NODE_MAP ? wn_node_get(unit, "match") : unit;
}

static void consider(void *user, const wn_trigger *trigger)
{
    search              *s = user;
    const wn_definition *d = s->definition;
    wn_asked             asked = {.is_always = true, .bounds = trigger->bounds};
    if (trigger->kind != WN_LITERAL_NONE)
        return;
    asked.is_rare = trigger->lacking && is_rare(trigger->lacking);
    if (d->span) {
        asked.is_rare |= is_choosy(&d->span->facts);
        blame(&asked, d->span, node_of_span(d));
    }
    wn_condition_walk(trigger->lacking, blame_condition, &asked);
    if (is_worse(&asked, &s->worst))
        s->worst = asked;
}

wn_asked wn_asked_of(const wn_definition *definition)
{
    search s = {.definition = definition};
    if (!definition->is_off && wn_unit_has_triggers(definition->unit))
        wn_triggers_find(definition, consider, &s);
    return s.worst;
}
