/* compile.c: lays trees of definitions out as flat arrays.
 *
 * Equal strings, patterns and literals are stored once. Everything follows the order of the rules'
 * ids, so that equal rules make equal sets however their files are arranged. The first two conditions
 * are constants: one that always holds, and one that never does, for rules that are switched off. */
#include "policy/compile.h"

#include "policy/bounds.h"
#include "policy/cost.h"
#include "policy/triggers.h"

#include <stdlib.h>
#include <string.h>

enum {
    COND_ALWAYS,
    COND_NEVER
}; /* the first two conditions of every set */

/* An array that grows; items of one size. */
typedef struct array {
    void  *items;
    size_t count, capacity;
} array;

/* A rule that a literal wakes. */
typedef struct ownership {
    uint32_t literal;
    wn_owner owner;
} ownership;

/* Where a condition of the rule that is being compiled has gone. */
typedef struct placement {
    const wn_condition *condition;
    uint32_t            index;
} placement;

typedef struct builder {
    const wn_definitions *definitions;
    wn_complaints        *complaints;
    wn_buf                pool;
    wn_names              strings;          /* by text: offset in the pool */
    wn_names              patterns_by_text; /* tag: is_exact */
    wn_names              literals_by_text; /* tag: kind and spot */
    array                 rules, conds, kids, patterns, literals, sets, members, whens, list_strings, always;
    array                 ownerships;
    array                 stack;   /* indices of conditions whose parent is not finished */
    array                 placed;  /* conditions of the rule being compiled */
    uint32_t              rule;    /* the one being compiled */
    bool                  at_ends; /* conditions are put that a tail or head rule asks of its line */
    bool                  failed;  /* a complaint was made */
} builder;

/* ---- arrays ---- */

static void fail(builder *b)
{
    wn_complain_memory(b->complaints);
    b->failed = true;
}

static void complain_limit(builder *b, const char *what, size_t limit)
{
    if (!b->failed)
        wn_complain(b->complaints, NULL, "more than %zu %s in one policy; split it into several policies", limit, what);
    b->failed = true;
}

/* Adds an item and returns its index; 0 after a complaint. */
static uint32_t push(builder *b, array *a, const void *item, size_t size)
{
    if (b->failed)
        return 0;
    if (a->count >= UINT32_MAX - 1 || !wn_array_grow(&a->items, &a->capacity, a->count + 1, size)) {
        fail(b);
        return 0;
    }
    memcpy((char *)a->items + a->count * size, item, size);
    return (uint32_t)a->count++;
}

static uint32_t push_index(builder *b, array *a, uint32_t index)
{
    return push(b, a, &index, sizeof index);
}

/* ---- strings, patterns, literals ---- */

/* The offset of a text in the pool. */
static uint32_t put_text(builder *b, wn_bytes text)
{
    uint32_t known = wn_names_find(&b->strings, 0, text);
    if (known != WN_NAME_ABSENT || b->failed)
        return known;
    if (text.size > WN_POOL_BYTES_MAX || b->pool.size > WN_POOL_BYTES_MAX - text.size) {
        complain_limit(b, "bytes of text", WN_POOL_BYTES_MAX);
        return 0;
    }
    uint32_t offset = (uint32_t)b->pool.size;
    if (!wn_buf_append(&b->pool, text.data, text.size) || !wn_buf_put(&b->pool, '\0') ||
        !wn_names_add(&b->strings, 0, text, offset))
        fail(b);
    return offset;
}

static uint32_t put_string(builder *b, const char *string)
{
    return string ? put_text(b, (wn_bytes){string, strlen(string)}) : WN_NONE;
}

/* Where a literal must stand. */
typedef enum spot {
    ANYWHERE,   /* that its kind allows */
    AFTER_LEAD, /* STARTS: at the first letter or digit */
    AT_WORD     /* CONTAINS: where a word begins */
} spot;

static uint32_t put_literal(builder *b, wn_literal_kind kind, spot at, bool at_end, wn_bytes folded)
{
    uint32_t tag = ((uint32_t)kind * 3 + at) * 2 + at_end;
    uint32_t known = wn_names_find(&b->literals_by_text, tag, folded);
    if (known != WN_NAME_ABSENT)
        return known;
    if (b->literals.count >= WN_LITERALS_MAX)
        complain_limit(b, "literals", WN_LITERALS_MAX);
    wn_literal literal = {.text = put_text(b, folded),
                          .size = (uint32_t)folded.size,
                          .kind = (uint8_t)kind,
                          .after_lead = at == AFTER_LEAD,
                          .at_word = at == AT_WORD,
                          .at_end = at_end};
    uint32_t   index = push(b, &b->literals, &literal, sizeof literal);
    if (!wn_names_add(&b->literals_by_text, tag, folded, index))
        fail(b);
    return index;
}

/* The literals that a pattern consists of, as one more than the index of a set; 0 when there is more to it. */
static uint32_t put_pattern_literals(builder *b, const wn_regex_facts *facts)
{
    wn_set set = {(uint32_t)b->members.count, (uint32_t)facts->literal_count};
    if (facts->cost != WN_COST_LITERAL)
        return 0;
    for (size_t i = 0; i < facts->literal_count; i++)
        push_index(b, &b->members, put_literal(b, facts->kind, ANYWHERE, false, facts->literals[i]));
    return push(b, &b->sets, &set, sizeof set) + 1;
}

static uint32_t put_pattern(builder *b, const wn_expression *expression)
{
    if (!expression)
        return WN_NONE;
    const wn_regex_facts *facts = &expression->facts;
    uint32_t              known = wn_names_find(&b->patterns_by_text, expression->is_exact, expression->text);
    if (known != WN_NAME_ABSENT)
        return known;
    if (b->patterns.count >= WN_PATTERNS_MAX)
        complain_limit(b, "patterns", WN_PATTERNS_MAX);
    wn_pattern_def def = {.text = put_text(b, expression->text),
                          .size = (uint32_t)expression->text.size,
                          .is_exact = expression->is_exact,
                          .cost = (uint8_t)facts->cost,
                          .is_anchored = facts->is_anchored,
                          .has_value = facts->has_value,
                          .factor = facts->factor,
                          .min_chars = facts->min_chars,
                          .max_chars = facts->max_chars,
                          .scripts = facts->scripts,
                          .literals = put_pattern_literals(b, facts)};
    memcpy(def.first, facts->first, sizeof def.first);
    uint32_t index = push(b, &b->patterns, &def, sizeof def);
    if (!wn_names_add(&b->patterns_by_text, expression->is_exact, expression->text, index))
        fail(b);
    return index;
}

static int compare_indices(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The literals of a condition, as a set. */
static uint32_t put_phrases(builder *b, const wn_condition *condition)
{
    static const wn_literal_kind kinds[] = {
        [WN_OP_IS] = WN_LITERAL_IS, [WN_OP_STARTS] = WN_LITERAL_STARTS, [WN_OP_CONTAINS] = WN_LITERAL_CONTAINS};
    uint32_t first = (uint32_t)b->members.count;
    for (size_t i = 0; i < condition->phrase_count; i++) {
        const wn_phrase *phrase = &condition->phrases[i];
        push_index(b, &b->members,
                   put_literal(b, kinds[condition->op], condition->op == WN_OP_STARTS ? AFTER_LEAD : ANYWHERE,
                               wn_phrase_is_ended(condition, i), phrase->folded));
    }
    if (b->failed)
        return 0;
    uint32_t *members = (uint32_t *)b->members.items + first;
    size_t    count = b->members.count - first, kept = 0;
    qsort(members, count, sizeof *members, compare_indices);
    for (size_t i = 0; i < count; i++)
        if (!i || members[i] != members[i - 1])
            members[kept++] = members[i];
    b->members.count = first + kept;
    wn_set set = {first, (uint32_t)kept};
    return push(b, &b->sets, &set, sizeof set);
}

/* ---- conditions ---- */

static uint32_t put_cond(builder *b, const wn_cond *cond)
{
    if (b->conds.count >= WN_CONDITIONS_MAX)
        complain_limit(b, "conditions", WN_CONDITIONS_MAX);
    return push(b, &b->conds, cond, sizeof *cond);
}

static uint32_t put_condition(builder *b, const wn_condition *condition);

static void add_literal_of(builder *b, const wn_trigger *trigger, wn_owner owner)
{
    spot      at = trigger->after_lead ? AFTER_LEAD : trigger->at_word ? AT_WORD : ANYWHERE;
    ownership o = {put_literal(b, trigger->kind, at, trigger->at_end, trigger->text), owner};
    push(b, &b->ownerships, &o, sizeof o);
}

/* Of the condition that is put next. */
static void add_gate(void *user, const wn_trigger *trigger)
{
    builder *b = user;
    add_literal_of(b, trigger, (wn_owner){WN_NONE, WN_NONE, WN_NONE, (uint32_t)b->conds.count});
}

static void put_gate(builder *b, const wn_condition *condition, wn_cond *cond)
{
    if (!b->at_ends || !wn_condition_has_triggers(condition))
        return;
    wn_condition_triggers_find(condition, add_gate, b);
    cond->n = WN_GATED;
}

/* Of another line. */
static uint32_t put_neighbour(builder *b, const wn_condition *condition)
{
    bool at_ends = b->at_ends;
    b->at_ends = false;
    uint32_t index = put_condition(b, condition);
    b->at_ends = at_ends;
    return index;
}

/* What asking a condition costs, by rank. */
enum {
    RANK_FACT,    /* numbers that are there */
    RANK_LITERAL, /* comparing texts */
    RANK_MATCH,   /* a pattern */
    RANK_PLACE,   /* other lines */
    RANK_COUNT
};

static int rank_of(const wn_condition *condition)
{
    int rank = RANK_FACT;
    switch (condition->op) {
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
    case WN_OP_REPEATS:
        return RANK_LITERAL;
    case WN_OP_MATCH:
        return RANK_MATCH;
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        return RANK_PLACE;
    default:
        break;
    }
    for (size_t i = 0; i < condition->kid_count; i++) {
        int kid = rank_of(condition->kids[i]);
        rank = kid > rank ? kid : rank;
    }
    return rank;
}

/* The kids of a condition, side by side: their own kids come before them. The cheap ones come first, for their
 * order means nothing and one can settle the matter. */
static void put_kids(builder *b, const wn_condition *condition, wn_cond *cond)
{
    size_t base = b->stack.count;
    for (int rank = 0; rank < RANK_COUNT; rank++)
        for (size_t i = 0; i < condition->kid_count && !b->failed; i++)
            if (rank_of(condition->kids[i]) == rank)
                push_index(b, &b->stack, put_condition(b, condition->kids[i]));
    cond->a = (uint32_t)b->kids.count;
    cond->b = (uint32_t)(b->stack.count - base);
    for (size_t i = base; i < b->stack.count; i++)
        push_index(b, &b->kids, ((uint32_t *)b->stack.items)[i]);
    b->stack.count = base;
}

/* Whether it asks for a category that no rule has. */
static bool is_vain(const builder *b, const wn_condition *condition)
{
    return condition->op == WN_OP_MARKED && condition->category &&
           wn_category_index(b->definitions, condition->category) == WN_NONE;
}

static uint32_t put_condition(builder *b, const wn_condition *condition)
{
    if (!condition)
        return WN_NONE;
    if (is_vain(b, condition))
        return COND_NEVER;
    wn_cond cond = {(uint8_t)condition->op, condition->flag, condition->n, condition->a, condition->b};
    switch (condition->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_SCORE:
        put_kids(b, condition, &cond);
        break;
    case WN_OP_NOT:
    case WN_OP_POINT:
        cond.a = put_condition(b, condition->kids[0]);
        break;
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        cond.a = condition->kid_count ? put_neighbour(b, condition->kids[0]) : WN_NONE;
        break;
    case WN_OP_IS:
    case WN_OP_STARTS:
        cond.a = put_phrases(b, condition);
        break;
    case WN_OP_CONTAINS:
        cond.a = put_phrases(b, condition);
        put_gate(b, condition, &cond);
        break;
    case WN_OP_MATCH:
        cond.a = put_pattern(b, condition->expression);
        put_gate(b, condition, &cond);
        break;
    case WN_OP_MARKED:
        cond.a = condition->category ? wn_category_index(b->definitions, condition->category) : WN_NONE;
        break;
    default:
        break;
    }
    placement placed = {condition, put_cond(b, &cond)};
    push(b, &b->placed, &placed, sizeof placed);
    return placed.index;
}

static void put_constants(builder *b)
{
    put_cond(b, &(wn_cond){.op = WN_OP_TRUE});
    put_cond(b, &(wn_cond){.op = WN_OP_NOT, .a = COND_ALWAYS});
}

/* ---- when ---- */

static uint32_t put_strings(builder *b, const wn_bytes *texts, size_t count)
{
    uint32_t first = (uint32_t)b->list_strings.count;
    for (size_t i = 0; i < count; i++)
        push_index(b, &b->list_strings, put_text(b, texts[i]));
    return first;
}

static uint32_t put_when(builder *b, const wn_when_def *def)
{
    if (!def)
        return WN_NONE;
    wn_when when = {.source_first = put_strings(b, def->sources, def->source_count),
                    .source_count = (uint32_t)def->source_count,
                    .prose_lines_min = def->prose_lines_min,
                    .prose_lines_max = def->prose_lines_max,
                    .prose_words_min = def->prose_words_min,
                    .prose_words_max = def->prose_words_max};
    when.lang_first = put_strings(b, def->langs, def->lang_count);
    when.lang_count = (uint32_t)def->lang_count;
    when.field_first = put_strings(b, def->fields, def->field_count * 2);
    when.field_count = (uint32_t)def->field_count;
    return push(b, &b->whens, &when, sizeof when);
}

/* The conditional overrides come first, so that their number is their index. */
static void put_override_whens(builder *b)
{
    for (size_t i = 0; i < b->definitions->override_count; i++)
        put_when(b, b->definitions->overrides[i].when);
}

/* ---- rules ---- */

/* A rule of several alternatives makes it worth asking where either is. */
static void widen(wn_owner *owner, const wn_owner *other)
{
    owner->words = owner->words > other->words ? owner->words : other->words;
    owner->chars = owner->chars > other->chars ? owner->chars : other->chars;
}

static void add_always(builder *b, wn_bounds bounds)
{
    wn_owner  owner = {b->rule, bounds.words, bounds.chars, WN_NONE};
    wn_owner *always = b->always.items;
    size_t    count = b->always.count;
    if (count && always[count - 1].rule == b->rule)
        widen(&always[count - 1], &owner);
    else
        push(b, &b->always, &owner, sizeof owner);
}

/* What the condition with a literal is to a line rule: a gate, if it is a part of another. */
static uint32_t gate_of(builder *b, const wn_condition *condition)
{
    const wn_rule   *rule = (const wn_rule *)b->rules.items + b->rule;
    const placement *placed = b->placed.items;
    for (size_t i = 0; condition && rule->unit == WN_UNIT_LINE && i < b->placed.count; i++)
        if (placed[i].condition == condition && placed[i].index != rule->cond) {
            ((wn_cond *)b->conds.items)[placed[i].index].n = WN_GATED;
            return placed[i].index;
        }
    return WN_NONE;
}

static void add_owner(void *user, const wn_trigger *trigger)
{
    builder *b = user;
    if (b->failed) /* the rule may be missing */
        return;
    if (trigger->kind == WN_LITERAL_NONE) {
        add_always(b, trigger->bounds);
        return;
    }
    add_literal_of(b, trigger,
                   (wn_owner){b->rule, trigger->bounds.words, trigger->bounds.chars, gate_of(b, trigger->condition)});
}

static void put_triggers(builder *b, const wn_definition *d)
{
    if (!d->is_off && wn_unit_has_triggers(d->unit))
        wn_triggers_find(d, add_owner, b);
}

/* Earlier ids of a rule, one or a list of them. */
static void put_earlier_ids(builder *b, const wn_node *was, wn_rule *rule)
{
    rule->was_first = (uint32_t)b->list_strings.count;
    rule->was_count = was ? (uint32_t)wn_item_count(was) : 0;
    for (uint32_t i = 0; i < rule->was_count; i++)
        push_index(b, &b->list_strings, put_text(b, wn_item(was, i)->text));
}

/* What a rule is called and does, on or off. */
static wn_rule name_rule(builder *b, const wn_rule_source *source, const wn_definition *d)
{
    wn_rule rule = {.id = put_string(b, d->id),
                    .category_name = put_string(b, d->category),
                    .file = put_string(b, source->file->name),
                    .line = d->place.line,
                    .category = wn_category_index(b->definitions, d->category),
                    .unit = (uint8_t)d->unit,
                    .action = (uint8_t)d->action,
                    .level = (uint8_t)d->level,
                    .is_shadow = d->is_shadow,
                    .cond = COND_NEVER,
                    .when = WN_NONE,
                    .value_pattern = WN_NONE,
                    .span_pattern = WN_NONE,
                    .until = WN_UNTIL_END,
                    .is_off = d->is_off,
                    .until_cond = WN_NONE,
                    .takes = WN_NONE,
                    .above = WN_NONE,
                    .below = WN_NONE,
                    .max_lines = WN_NONE,
                    .limit = WN_NONE};
    rule.why = put_string(b, d->why);
    rule.with = put_string(b, d->with);
    rule.field = put_string(b, d->field);
    put_earlier_ids(b, wn_node_get(source->node, "was"), &rule);
    return rule;
}

static void fill_rule(builder *b, const wn_definition *d, wn_rule *rule)
{
    b->at_ends = d->unit == WN_UNIT_TAIL || d->unit == WN_UNIT_HEAD;
    rule->cond = put_condition(b, d->cond);
    b->at_ends = false;
    rule->when = put_when(b, d->when);
    rule->span_pattern = put_pattern(b, d->span);
    rule->value_pattern = put_pattern(b, d->value);
    rule->until = (uint8_t)d->until;
    rule->until_lines = d->until_lines;
    rule->until_cond = put_condition(b, d->until_cond);
    rule->takes = put_condition(b, d->takes);
    rule->above = put_condition(b, d->above);
    rule->below = put_condition(b, d->below);
    rule->min_lines = d->min_lines;
    rule->max_lines = d->max_lines;
    rule->limit = d->limit;
    rule->marked_share = d->marked_share;
    rule->marked_lines = d->marked_lines;
    rule->reaches_end = d->reaches_end;
    rule->keeps_last = d->keeps_last;
    rule->needs_document = wn_definition_needs_document(d);
}

static void put_rule(builder *b, const wn_rule_source *source, const wn_definition *d)
{
    wn_rule rule = name_rule(b, source, d);
    b->placed.count = 0;
    if (!d->is_off)
        fill_rule(b, d, &rule);
    b->rule = push(b, &b->rules, &rule, sizeof rule);
    put_triggers(b, d);
}

/* ---- the set ---- */

static int compare_ownerships(const void *a, const void *b)
{
    const ownership *x = a, *y = b;
    if (x->literal != y->literal)
        return x->literal < y->literal ? -1 : 1;
    if (x->owner.rule != y->owner.rule)
        return x->owner.rule < y->owner.rule ? -1 : 1;
    return x->owner.gate < y->owner.gate ? -1 : x->owner.gate > y->owner.gate;
}

static bool is_same_owner(const ownership *a, const ownership *b)
{
    return a->literal == b->literal && a->owner.rule == b->owner.rule && a->owner.gate == b->owner.gate;
}

/* The owners of the first literal of `all`, after those that are in the set, side by side; returns how many of `all`
 * that were. */
static size_t put_owners(const ownership *all, size_t count, wn_owner *rules, wn_owners *of)
{
    size_t i = 0;
    for (; i < count && all[i].literal == all->literal; i++) {
        if (i && is_same_owner(&all[i], &all[i - 1]))
            widen(&rules[of->first + of->count - 1], &all[i].owner);
        else
            rules[of->first + of->count++] = all[i].owner;
    }
    return i;
}

/* Most literals have the same owners as many others: those of one rule, mostly. They are there once. */
static bool share_owners(wn_names *known, const wn_owner *rules, wn_owners *of, wn_ruleset *set)
{
    wn_bytes bytes = {(const char *)(rules + of->first), of->count * sizeof *rules};
    uint32_t first = wn_names_find(known, 0, bytes);
    if (first != WN_NAME_ABSENT) {
        of->first = first;
        return true;
    }
    set->owner_count = of->first + of->count;
    return wn_names_add(known, 0, bytes, of->first);
}

static bool lay_out_owners(builder *b, wn_arena *arena, wn_ruleset *set)
{
    ownership *all = b->ownerships.items;
    size_t     count = b->ownerships.count;
    wn_owners *owners = wn_arena_alloc(arena, (b->literals.count + 1) * sizeof *owners);
    wn_owner  *rules = wn_arena_alloc(arena, (count + 1) * sizeof *rules);
    wn_names   known = {0};
    bool       is_laid_out = owners && rules;
    if (count)
        qsort(all, count, sizeof *all, compare_ownerships);
    for (size_t i = 0; i < count && is_laid_out;) {
        wn_owners *of = &owners[all[i].literal];
        of->first = set->owner_count;
        i += put_owners(all + i, count - i, rules, of);
        is_laid_out = share_owners(&known, rules, of, set);
    }
    wn_names_free(&known);
    set->literal_owners = owners;
    set->owners = rules;
    return is_laid_out;
}

/* A copy of the array in the arena; NULL when there is no memory. */
static const void *lay_out(const array *a, size_t size, wn_arena *arena, uint32_t *count)
{
    void *items = wn_arena_alloc(arena, (a->count + 1) * size);
    if (items && a->count)
        memcpy(items, a->items, a->count * size);
    *count = (uint32_t)a->count;
    return items;
}

static bool finish(builder *b, wn_arena *arena, wn_ruleset *set)
{
    *set = (wn_ruleset){.pool_size = (uint32_t)b->pool.size,
                        .category_count = (uint32_t)b->definitions->category_count,
                        .guard = b->definitions->guard};
    set->pool = wn_arena_copy(arena, wn_buf_bytes(&b->pool));
    set->rules = lay_out(&b->rules, sizeof(wn_rule), arena, &set->rule_count);
    set->conds = lay_out(&b->conds, sizeof(wn_cond), arena, &set->cond_count);
    set->kids = lay_out(&b->kids, sizeof(uint32_t), arena, &set->kid_count);
    set->patterns = lay_out(&b->patterns, sizeof(wn_pattern_def), arena, &set->pattern_count);
    set->literals = lay_out(&b->literals, sizeof(wn_literal), arena, &set->literal_count);
    set->sets = lay_out(&b->sets, sizeof(wn_set), arena, &set->set_count);
    set->members = lay_out(&b->members, sizeof(uint32_t), arena, &set->member_count);
    set->whens = lay_out(&b->whens, sizeof(wn_when), arena, &set->when_count);
    set->strings = lay_out(&b->list_strings, sizeof(uint32_t), arena, &set->string_count);
    set->always = lay_out(&b->always, sizeof(wn_owner), arena, &set->always_count);
    return lay_out_owners(b, arena, set) && set->pool && set->rules && set->conds && set->kids && set->patterns &&
           set->literals && set->sets && set->members && set->whens && set->strings && set->always;
}

/* "links.run" (12 million), "bio.author" (3 million) */
static const char *name_costliest(wn_arena *arena, const wn_ruleset *set, const wn_cost_sum *sum)
{
    const char *list = "";
    for (uint32_t i = 0; i < sum->ranked && list; i++) {
        uint32_t rule = sum->ranking[i];
        double   millions = (double)wn_rule_step_bound(set, rule, WN_LINE_BYTES_MAX) / 1e6;
        list = wn_arena_printf(arena, "%s%s\"%s\" (%.1f million)", list, i ? ", " : "", set->pool + set->rules[rule].id,
                               millions);
    }
    return list ? list : "";
}

/* Refuses a set whose costly rules take more than they may together. */
static void check_cost(builder *b, const wn_definition *const *rules, const wn_ruleset *set)
{
    wn_cost_sum sum = wn_cost_of(set);
    if (sum.steps <= WN_COSTLY_STEPS_MAX)
        return;
    wn_complain(b->complaints, &rules[sum.ranking[0]]->place,
                "%.0f million steps that costly patterns could take on one line, where %.0f are allowed; the costliest "
                "rules are %s: bound their repeats, anchor them, or use is, starts and contains",
                (double)sum.steps / 1e6, (double)WN_COSTLY_STEPS_MAX / 1e6,
                name_costliest(b->complaints->arena, set, &sum));
    b->failed = true;
}

static void free_builder(builder *b)
{
    array *const all[] = {&b->rules, &b->conds,        &b->kids,   &b->patterns,   &b->literals, &b->sets,  &b->members,
                          &b->whens, &b->list_strings, &b->always, &b->ownerships, &b->stack,    &b->placed};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        free(all[i]->items);
    wn_buf_free(&b->pool);
    wn_names_free(&b->strings);
    wn_names_free(&b->patterns_by_text);
    wn_names_free(&b->literals_by_text);
}

wn_status wn_compile(const wn_definitions *definitions, const wn_definition *const *rules, wn_complaints *complaints,
                     wn_arena *arena, wn_ruleset *set)
{
    builder b = {.definitions = definitions, .complaints = complaints};
    put_constants(&b);
    put_override_whens(&b);
    for (size_t i = 0; i < definitions->rule_count && !b.failed; i++)
        put_rule(&b, &definitions->rules[i], rules[i]);
    if (!b.failed && !finish(&b, arena, set))
        fail(&b);
    if (!b.failed)
        check_cost(&b, rules, set);
    free_builder(&b);
    return b.failed ? complaints->status : WN_OK;
}
