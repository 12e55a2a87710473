/* triggers.c: finds, in a tree of conditions, the most selective literals of which one must be there.
 *
 * Of conditions that must all hold the best one is enough; of alternatives each must have some. What is
 * best is a guess: a whole line before a start before a part, longer before shorter, and a set is as
 * good as its worst member. Alternatives without any text will do where they only speak of short lines.
 * A wrong guess costs time, never a hit. */
#include "policy/triggers.h"

#include "match/chars.h"

enum {
    WORTH_NONE = 0,
    WORTH_SHORT = 1,   /* nothing in the line, but few lines are so short */
    WORTH_PART = 2,    /* somewhere in the line */
    WORTH_START = 200, /* at its start */
    WORTH_WHOLE = 400, /* all of it */
    WORTH_BYTE = 10,   /* for each byte of the literal */
    BYTES_COUNTED = 16
};

bool wn_phrase_is_ended(const wn_condition *condition, size_t phrase)
{
    wn_bytes text = condition->phrases[phrase].folded;
    return condition->op == WN_OP_STARTS && text.size && wn_is_ascii_word(text.data[text.size - 1]);
}

static int worth_of_text(int base, wn_bytes text)
{
    size_t size = text.size < BYTES_COUNTED ? text.size : BYTES_COUNTED;
    return base + WORTH_BYTE * (int)size;
}

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

static int worth_of_phrases(const wn_condition *condition)
{
    int base = condition->op == WN_OP_IS ? WORTH_WHOLE : condition->op == WN_OP_STARTS ? WORTH_START : WORTH_PART;
    int worth = INT32_MAX;
    for (size_t i = 0; i < condition->phrase_count; i++)
        worth = lesser(worth, worth_of_text(base, condition->phrases[i].folded));
    return worth;
}

static int worth_of_pattern(const wn_expression *expression)
{
    const wn_regex_facts *facts = &expression->facts;
    if (facts->kind == WN_LITERAL_NONE || !facts->literal_count)
        return WORTH_NONE;
    int base = facts->kind == WN_LITERAL_STARTS ? WORTH_START : WORTH_PART;
    int worth = INT32_MAX;
    for (size_t i = 0; i < facts->literal_count; i++)
        worth = lesser(worth, worth_of_text(base, facts->literals[i]));
    return worth;
}

static int worth_of(const wn_condition *condition);

/* The most selective of conditions that must all hold; NULL when none has triggers. */
static const wn_condition *best_of(const wn_condition *all)
{
    const wn_condition *best = NULL;
    int                 best_worth = WORTH_NONE;
    for (size_t i = 0; i < all->kid_count; i++) {
        int worth = worth_of(all->kids[i]);
        if (worth > best_worth) {
            best = all->kids[i];
            best_worth = worth;
        }
    }
    return best;
}

static bool is_short(const wn_condition *condition)
{
    wn_bounds bounds = wn_condition_bounds(condition);
    return bounds.words <= WN_SHORT_WORDS || bounds.chars <= WN_SHORT_CHARS;
}

static int worth_of_any(const wn_condition *any)
{
    int worth = INT32_MAX;
    for (size_t i = 0; i < any->kid_count && worth; i++) {
        int one = worth_of(any->kids[i]);
        worth = lesser(worth, one == WORTH_NONE && is_short(any->kids[i]) ? WORTH_SHORT : one);
    }
    return any->kid_count ? worth : WORTH_NONE;
}

/* A score above 0 is reached only where a point that adds something holds. */
static bool is_gain(const wn_condition *score, size_t point)
{
    return score->n > 0 && score->kids[point]->n > 0;
}

static int worth_of_score(const wn_condition *score)
{
    int worth = INT32_MAX;
    for (size_t i = 0; i < score->kid_count && worth; i++)
        if (is_gain(score, i))
            worth = lesser(worth, worth_of(score->kids[i]->kids[0]));
    return score->n > 0 && worth < INT32_MAX ? worth : WORTH_NONE;
}

static int worth_of(const wn_condition *condition)
{
    const wn_condition *best;
    switch (condition->op) {
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
        return worth_of_phrases(condition);
    case WN_OP_MATCH:
        return worth_of_pattern(condition->expression);
    case WN_OP_ALL:
        best = best_of(condition);
        return best ? worth_of(best) : WORTH_NONE;
    case WN_OP_ANY:
        return worth_of_any(condition);
    case WN_OP_SCORE:
        return worth_of_score(condition);
    default:
        return WORTH_NONE;
    }
}

/* ---- handing them out ---- */

/* Where the triggers go. */
typedef struct taker {
    void (*found)(void *user, const wn_trigger *trigger);
    void *user;
} taker;

static void hand_phrases(const wn_condition *condition, wn_bounds bounds, const taker *t)
{
    wn_trigger trigger = {.kind = condition->op == WN_OP_IS       ? WN_LITERAL_IS
                                  : condition->op == WN_OP_STARTS ? WN_LITERAL_STARTS
                                                                  : WN_LITERAL_CONTAINS,
                          .after_lead = condition->op == WN_OP_STARTS,
                          .bounds = bounds,
                          .condition = condition};
    for (size_t i = 0; i < condition->phrase_count; i++) {
        trigger.text = condition->phrases[i].folded;
        trigger.at_end = wn_phrase_is_ended(condition, i);
        t->found(t->user, &trigger);
    }
}

/* `condition`: that asks for the pattern, or NULL. */
static void hand_pattern(const wn_expression *expression, const wn_condition *condition, wn_bounds bounds,
                         const taker *t)
{
    wn_trigger trigger = {.kind = expression->facts.kind,
                          .after_lead = expression->facts.after_lead,
                          .bounds = wn_bounds_both(bounds, wn_expression_bounds(expression)),
                          .condition = condition};
    for (size_t i = 0; i < expression->facts.literal_count; i++) {
        trigger.text = expression->facts.literals[i];
        trigger.at_word = expression->facts.at_word[i];
        trigger.at_end = expression->facts.at_end[i];
        t->found(t->user, &trigger);
    }
}

/* Of a condition without triggers the innermost part that is to blame. */
static const wn_condition *lacking_of(const wn_condition *condition)
{
    for (size_t i = 0; condition && i < condition->kid_count; i++) {
        const wn_condition *kid = condition->kids[i];
        if (condition->op == WN_OP_ANY && worth_of(kid) == WORTH_NONE && !is_short(kid))
            return lacking_of(kid);
        if (condition->op == WN_OP_SCORE && is_gain(condition, i) && worth_of(kid->kids[0]) == WORTH_NONE)
            return lacking_of(kid->kids[0]);
    }
    return condition;
}

/* `bounds` are those of what the condition is part of. */
static void hand_out(const wn_condition *condition, wn_bounds bounds, const taker *t)
{
    bounds = wn_bounds_both(bounds, wn_condition_bounds(condition));
    if (!condition || worth_of(condition) == WORTH_NONE)
        t->found(t->user, &(wn_trigger){.kind = WN_LITERAL_NONE, .bounds = bounds, .lacking = lacking_of(condition)});
    else if (condition->op == WN_OP_MATCH)
        hand_pattern(condition->expression, condition, bounds, t);
    else if (condition->op == WN_OP_ALL)
        hand_out(best_of(condition), bounds, t);
    else if (condition->op == WN_OP_ANY)
        for (size_t i = 0; i < condition->kid_count; i++)
            hand_out(condition->kids[i], bounds, t);
    else if (condition->op == WN_OP_SCORE)
        for (size_t i = 0; i < condition->kid_count; i++) {
            if (is_gain(condition, i))
                hand_out(condition->kids[i]->kids[0], bounds, t);
        }
    else
        hand_phrases(condition, bounds, t);
}

bool wn_unit_has_triggers(wn_unit unit)
{
    return unit != WN_UNIT_RUN && unit != WN_UNIT_DOCUMENT;
}

bool wn_condition_has_triggers(const wn_condition *condition)
{
    return worth_of(condition) != WORTH_NONE;
}

void wn_condition_triggers_find(const wn_condition *condition, void (*found)(void *user, const wn_trigger *trigger),
                                void               *user)
{
    hand_out(condition, wn_unbounded, &(taker){found, user});
}

void wn_triggers_find(const wn_definition *definition, void (*found)(void *user, const wn_trigger *trigger), void *user)
{
    taker t = {found, user};
    int   worth = definition->cond ? worth_of(definition->cond) : WORTH_NONE;
    int   span_worth = definition->span ? worth_of_pattern(definition->span) : WORTH_NONE;
    if (span_worth && span_worth >= worth)
        hand_pattern(definition->span, NULL, wn_condition_bounds(definition->cond), &t);
    else
        hand_out(definition->cond, wn_unbounded, &t);
}
