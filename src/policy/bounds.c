/* bounds.c: bounds from the leaves of a condition upwards. */
#include "policy/bounds.h"

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

wn_bounds wn_bounds_both(wn_bounds a, wn_bounds b)
{
    return (wn_bounds){lesser(a.words, b.words), lesser(a.chars, b.chars)};
}

static wn_bounds bounds_of_all(const wn_condition *all)
{
    wn_bounds bounds = wn_unbounded;
    for (size_t i = 0; i < all->kid_count; i++)
        bounds = wn_bounds_both(bounds, wn_condition_bounds(all->kids[i]));
    return bounds;
}

static wn_bounds bounds_of_any(const wn_condition *any)
{
    wn_bounds bounds = {0, 0};
    for (size_t i = 0; i < any->kid_count; i++) {
        wn_bounds one = wn_condition_bounds(any->kids[i]);
        bounds = (wn_bounds){larger(bounds.words, one.words), larger(bounds.chars, one.chars)};
    }
    return any->kid_count ? bounds : wn_unbounded;
}

wn_bounds wn_expression_bounds(const wn_expression *expression)
{
    uint32_t chars = expression->facts.max_chars;
    return (wn_bounds){WN_NONE, chars ? chars : WN_NONE};
}

wn_bounds wn_condition_bounds(const wn_condition *condition)
{
    if (!condition)
        return wn_unbounded;
    switch (condition->op) {
    case WN_OP_ALL:
        return bounds_of_all(condition);
    case WN_OP_ANY:
        return bounds_of_any(condition);
    case WN_OP_MATCH:
        return wn_expression_bounds(condition->expression);
    case WN_OP_WORDS:
        return (wn_bounds){condition->b, WN_NONE};
    case WN_OP_CHARS:
        return (wn_bounds){WN_NONE, condition->b};
    default:
        return wn_unbounded;
    }
}
