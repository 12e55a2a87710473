/* mutate.c: walks a rule's condition and the rule set's side by side, as coverage.c does, and notes what can be
 * dropped: exceptions, bounds, places, features, neighbours, alternatives, and the anchors of patterns. */
#include "author/fuzz/mutate.h"

#include "author/words.h"

#include <stdlib.h>
#include <string.h>

typedef struct walk {
    const wn_policy  *policy;
    const wn_ruleset *set;
    wn_arena         *arena;
    wn_mutants       *mutants;
    size_t            pattern_count; /* of the set, and those made here */
    size_t            pattern_capacity;
    wn_status         status;
} walk;

static const wn_cond always = {.op = WN_OP_TRUE}, never = {.op = WN_OP_ANY};

static wn_mutant *add(walk *w, const char *what, const wn_condition *c, uint32_t cond, wn_cond with)
{
    wn_mutants *m = w->mutants;
    if (m->count == WN_MUTANTS_MAX)
        return NULL;
    m->items[m->count] = (wn_mutant){.what = what, .detail = "", .condition = c, .cond = cond, .with = with};
    m->items[m->count].twist.dropped = c;
    return &m->items[m->count++];
}

static wn_condition *make(walk *w, wn_op op)
{
    wn_condition *made = wn_arena_alloc(w->arena, sizeof *made);
    if (!made)
        w->status = WN_NO_MEMORY;
    else
        made->op = op;
    return made;
}

/* ---- bounds, features ---- */

/* A text that is longer than the bound, or shorter. */
static void add_bound(walk *w, const wn_condition *c, uint32_t cond)
{
    wn_mutant    *mutant = add(w, c->op == WN_OP_WORDS ? "the bound `words`" : "the bound `chars`", c, cond, always);
    wn_condition *beyond = make(w, c->op);
    if (!mutant || !beyond)
        return;
    beyond->a = c->b != WN_NONE ? c->b + 1 : 0;
    beyond->b = c->b != WN_NONE ? WN_NONE : c->a ? c->a - 1 : 0;
    mutant->twist.extra = beyond;
}

static void add_feature(walk *w, const wn_condition *c, uint32_t cond)
{
    wn_mutant    *mutant = add(w, "the feature", c, cond, always);
    wn_condition *contrary = make(w, WN_OP_FEATURE);
    if (!mutant || !contrary)
        return;
    contrary->a = c->a;
    contrary->flag = !c->flag;
    mutant->detail = wn_condition_word(c);
    mutant->twist.extra = contrary;
}

/* ---- patterns ---- */

static bool add_pattern(walk *w, wn_bytes text, uint32_t like, uint32_t *index)
{
    wn_mutants *m = w->mutants;
    if (!wn_array_grow(&m->patterns, &w->pattern_capacity, w->pattern_count + 1, sizeof *m->patterns))
        return false;
    wn_pattern_def def = {.text = (uint32_t)m->pool.size,
                          .size = (uint32_t)text.size,
                          .is_exact = w->set->patterns[like].is_exact,
                          .cost = WN_COST_COSTLY,
                          .factor = 1};
    *index = (uint32_t)w->pattern_count;
    m->patterns[w->pattern_count++] = def;
    return wn_buf_append(&m->pool, text.data, text.size) && wn_buf_put(&m->pool, '\0');
}

static wn_mutant *add_matcher(walk *w, const char *what, const wn_condition *c, uint32_t cond, wn_bytes text)
{
    wn_cond    with = w->set->conds[cond];
    char       message[160];
    size_t     offset;
    wn_status  status = wn_pattern_check(text, c->expression->is_exact, message, &offset);
    wn_mutant *mutant = NULL;
    if (status == WN_BAD_POLICY) /* what is left is no pattern */
        return NULL;
    if (status != WN_OK || !add_pattern(w, text, with.a, &with.a)) {
        w->status = WN_NO_MEMORY;
        return NULL;
    }
    mutant = add(w, what, c, cond, with);
    if (mutant)
        mutant->twist.dropped = NULL;
    return mutant;
}

/* Where the top-level alternative that begins at `at` ends. */
static size_t end_of_branch(wn_bytes text, size_t at)
{
    int  depth = 0;
    bool in_class = false;
    for (; at < text.size; at++) {
        char c = text.data[at];
        if (c == '\\')
            at++;
        else if (in_class)
            in_class = c != ']';
        else if (c == '[') {
            in_class = true;
            at += at + 1 < text.size && text.data[at + 1] == '^';
            at += at + 1 < text.size && text.data[at + 1] == ']';
        } else if (c == '(')
            depth++;
        else if (c == ')')
            depth--;
        else if (c == '|' && !depth)
            return at;
    }
    return text.size;
}

static void add_branches(walk *w, const wn_condition *c, uint32_t cond)
{
    wn_bytes text = c->expression->text;
    if (end_of_branch(text, 0) >= text.size)
        return;
    for (size_t at = 0; at <= text.size && w->status == WN_OK;) {
        size_t      end = end_of_branch(text, at), last = end >= text.size;
        size_t      from = last ? at - 1 : at, to = last ? text.size : end + 1;
        const char *left = wn_arena_printf(w->arena, "%.*s%.*s", (int)from, text.data, (int)(text.size - to),
                                           text.data + to);
        const char *gone = wn_arena_copy(w->arena, (wn_bytes){text.data + at, (last ? text.size : end) - at});
        wn_mutant  *mutant = left && gone ? add_matcher(w, "the alternative", c, cond, (wn_bytes){left, strlen(left)})
                                          : NULL;
        if (!left || !gone)
            w->status = WN_NO_MEMORY;
        if (mutant)
            mutant->detail = gone;
        at = last ? text.size + 1 : end + 1;
    }
}

static void add_anchors(walk *w, const wn_condition *c, uint32_t cond)
{
    wn_bytes   text = c->expression->text;
    bool       is_one = end_of_branch(text, 0) >= text.size;
    wn_mutant *mutant;
    if (!is_one || text.size < 3)
        return;
    if (text.data[0] == '^' &&
        (mutant = add_matcher(w, "the anchor ^", c, cond, (wn_bytes){text.data + 1, text.size - 1})))
        mutant->at_start = true;
    if (text.data[text.size - 1] == '$' && text.data[text.size - 2] != '\\' &&
        (mutant = add_matcher(w, "the anchor $", c, cond, (wn_bytes){text.data, text.size - 1})))
        mutant->at_end = true;
}

/* ---- the walk ---- */

static void visit(walk *w, const wn_condition *c, uint32_t index);

static void visit_any(walk *w, const wn_condition *c, uint32_t index)
{
    const wn_cond *cond = &w->set->conds[index];
    for (size_t i = 0; i < c->kid_count && w->status == WN_OK; i++) {
        wn_mutant *mutant = add(w, "the alternative", c->kids[i], w->set->kids[cond->a + i], never);
        if (mutant)
            mutant->twist.dropped = NULL;
        visit(w, c->kids[i], w->set->kids[cond->a + i]);
    }
}

static void visit_exception(walk *w, const wn_condition *c, uint32_t index)
{
    wn_mutant *mutant = add(w, "the exception", c, index, always);
    if (mutant)
        mutant->twist.extra = c->kids[0];
}

static const char *place_word(wn_op op)
{
    switch (op) {
    case WN_OP_ZONE:
        return "the zone";
    case WN_OP_FIRST:
    case WN_OP_LAST:
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
        return "the place";
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        return "the neighbour";
    default:
        return "the condition";
    }
}

static void visit(walk *w, const wn_condition *c, uint32_t index)
{
    if (!c || index == WN_NONE || w->status != WN_OK || w->set->conds[index].op != c->op)
        return;
    switch (c->op) {
    case WN_OP_ALL:
        for (size_t i = 0; i < c->kid_count; i++)
            visit(w, c->kids[i], w->set->kids[w->set->conds[index].a + i]);
        break;
    case WN_OP_ANY:
        visit_any(w, c, index);
        break;
    case WN_OP_NOT:
        visit_exception(w, c, index);
        break;
    case WN_OP_WORDS:
    case WN_OP_CHARS:
        add_bound(w, c, index);
        break;
    case WN_OP_FEATURE:
        add_feature(w, c, index);
        break;
    case WN_OP_ZONE:
    case WN_OP_FIRST:
    case WN_OP_LAST:
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
    case WN_OP_REPEATS:
    case WN_OP_MARKED: {
        wn_mutant *mutant = add(w, place_word(c->op), c, index, always);
        if (mutant)
            mutant->detail = wn_condition_word(c);
        break;
    }
    case WN_OP_MATCH:
        add_anchors(w, c, index);
        add_branches(w, c, index);
        break;
    default:
        break;
    }
}

/* ---- the set ---- */

static wn_status copy_set(walk *w)
{
    wn_mutants       *m = w->mutants;
    const wn_ruleset *set = w->set;
    m->set = *set;
    m->conds = malloc((set->cond_count + 1) * sizeof *m->conds);
    w->pattern_count = set->pattern_count;
    if (!m->conds || !wn_array_grow(&m->patterns, &w->pattern_capacity, set->pattern_count + 1, sizeof *m->patterns) ||
        !wn_buf_append(&m->pool, set->pool, set->pool_size))
        return WN_NO_MEMORY;
    if (set->cond_count)
        memcpy(m->conds, set->conds, set->cond_count * sizeof *m->conds);
    if (set->pattern_count)
        memcpy(m->patterns, set->patterns, set->pattern_count * sizeof *m->patterns);
    return WN_OK;
}

wn_status wn_mutants_make(const wn_policy *policy, uint32_t rule, wn_arena *arena, wn_mutants *mutants)
{
    const wn_ruleset    *set = wn_policy_ruleset(policy);
    const wn_definition *d = wn_policy_definitions(policy)->rules[rule].base;
    walk                 w = {.policy = policy, .set = set, .arena = arena, .mutants = mutants};
    *mutants = (wn_mutants){0};
    w.status = copy_set(&w);
    visit(&w, d->cond, set->rules[rule].cond);
    visit(&w, d->above, set->rules[rule].above);
    visit(&w, d->below, set->rules[rule].below);
    mutants->set.conds = mutants->conds;
    mutants->set.patterns = mutants->patterns;
    mutants->set.pattern_count = (uint32_t)w.pattern_count;
    mutants->set.pool = mutants->pool.data;
    mutants->set.pool_size = (uint32_t)mutants->pool.size;
    return mutants->pool.failed ? WN_NO_MEMORY : w.status;
}

void wn_mutants_free(wn_mutants *mutants)
{
    free(mutants->conds);
    free(mutants->patterns);
    wn_buf_free(&mutants->pool);
}

void wn_mutants_apply(wn_mutants *mutants, const wn_policy *policy, const wn_mutant *mutant)
{
    const wn_ruleset *set = wn_policy_ruleset(policy);
    for (size_t i = 0; i < mutants->count; i++)
        mutants->conds[mutants->items[i].cond] = set->conds[mutants->items[i].cond];
    if (mutant)
        mutants->conds[mutant->cond] = mutant->with;
}
