/* program.c: choosing the rules of a filter and of a document. */
#include "engine/program.h"

#include "engine/line.h"
#include "policy/tables.h"

#include <stdlib.h>
#include <string.h>

static bool was_named(const wn_ruleset *set, const wn_rule *rule, const char *name)
{
    for (uint32_t i = 0; i < rule->was_count; i++)
        if (strcmp(set->pool + set->strings[rule->was_first + i], name) == 0)
            return true;
    return false;
}

bool wn_rule_is_named(const wn_ruleset *set, const wn_rule *rule, const char *name)
{
    const char *id = wn_ruleset_text(set, rule->id);
    size_t      size = strlen(name);
    if (size && name[size - 1] == '.')
        return strncmp(id, name, size) == 0;
    return strcmp(id, name) == 0 || was_named(set, rule, name);
}

static bool is_named_in(const wn_ruleset *set, const wn_rule *rule, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (wn_rule_is_named(set, rule, names[i]))
            return true;
    return false;
}

static bool is_selected(const wn_ruleset *set, const wn_rule *rule, const wn_filter_options *options)
{
    if (rule->is_off || is_named_in(set, rule, options->disable, options->disable_count))
        return false;
    if (rule->action == WN_KEEP)
        return true;
    if (rule->level > (options->level ? options->level : 2))
        return false;
    return !options->only_count || is_named_in(set, rule, options->only, options->only_count);
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void need_condition(wn_program *program, uint32_t index);

static void need_kids(wn_program *program, const wn_cond *cond)
{
    for (uint32_t i = 0; i < cond->b; i++)
        need_condition(program, program->set->kids[cond->a + i]);
}

static void need_condition(wn_program *program, uint32_t index)
{
    if (index == WN_NONE)
        return;
    const wn_cond *cond = &program->set->conds[index];
    wn_needs      *needs = &program->needs;
    switch ((wn_op)cond->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_SCORE:
        need_kids(program, cond);
        break;
    case WN_OP_NOT:
    case WN_OP_POINT:
        need_condition(program, cond->a);
        break;
    case WN_OP_ABOVE:
        needs->above_lines = larger(needs->above_lines, cond->b ? cond->b : 1);
        need_condition(program, cond->a);
        break;
    case WN_OP_BELOW:
        needs->below_lines = larger(needs->below_lines, cond->b ? cond->b : 1);
        need_condition(program, cond->a);
        break;
    case WN_OP_REPEATS:
        needs->repeats |= cond->a == WN_REPEAT_EARLIER;
        needs->above_lines = larger(needs->above_lines, 1);
        break;
    case WN_OP_ZONE:
        needs->document |= (cond->a & (WN_ZONE_BODY | WN_ZONE_TAIL)) != 0;
        needs->zones = true;
        break;
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
        needs->zones = needs->document = true;
        break;
    case WN_OP_LAST:
        needs->document = true;
        break;
    case WN_OP_FIRST:
        needs->places = true;
        break;
    case WN_OP_FEATURE:
        needs->features |= !(WN_COUNTED_FEATURES >> cond->a & 1);
        break;
    default:
        break;
    }
}

/* ---- screens ---- */

static const wn_screen open_screen = {.words = WN_NONE, .chars = WN_NONE};

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static wn_screen screen_both(wn_screen a, wn_screen b)
{
    return (wn_screen){.words = lesser(a.words, b.words),
                       .chars = lesser(a.chars, b.chars),
                       .scripts = a.scripts ? a.scripts : b.scripts,
                       .has = a.has | b.has,
                       .has_not = a.has_not | b.has_not,
                       .has_or_marked = a.has_or_marked | b.has_or_marked,
                       .is_marked = a.is_marked || b.is_marked,
                       .needs_end = a.needs_end || b.needs_end,
                       .zones = a.zones ? a.zones : b.zones,
                       .marks = a.marks ? a.marks : b.marks};
}

/* Features that a line has if it passes and is not marked. */
static uint16_t has_unmarked(const wn_screen *screen)
{
    return screen->is_marked ? UINT16_MAX : screen->has | screen->has_or_marked;
}

static wn_screen screen_either(wn_screen a, wn_screen b)
{
    uint16_t unmarked = has_unmarked(&a) & has_unmarked(&b);
    return (wn_screen){.words = larger(a.words, b.words),
                       .chars = larger(a.chars, b.chars),
                       .scripts = a.scripts && b.scripts ? a.scripts | b.scripts : 0,
                       .has = a.has & b.has,
                       .has_not = a.has_not & b.has_not,
                       .has_or_marked = unmarked == UINT16_MAX ? 0 : unmarked,
                       .is_marked = a.is_marked && b.is_marked,
                       .needs_end = a.needs_end && b.needs_end,
                       .zones = a.zones && b.zones ? (uint8_t)(a.zones | b.zones) : 0,
                       .marks = a.marks && b.marks ? a.marks | b.marks : 0};
}

static wn_screen screen_of(const wn_ruleset *set, uint32_t index);

static wn_screen screen_of_kids(const wn_ruleset *set, const wn_cond *cond)
{
    wn_screen screen = open_screen;
    for (uint32_t i = 0; i < cond->b; i++) {
        wn_screen kid = screen_of(set, set->kids[cond->a + i]);
        if (cond->op == WN_OP_ALL)
            screen = screen_both(screen, kid);
        else
            screen = i ? screen_either(screen, kid) : kid;
    }
    return screen;
}

static wn_screen screen_of(const wn_ruleset *set, uint32_t index)
{
    wn_screen      screen = open_screen;
    const wn_cond *cond = index == WN_NONE ? NULL : &set->conds[index];
    if (!cond)
        return screen;
    switch ((wn_op)cond->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
        return screen_of_kids(set, cond);
    case WN_OP_WORDS:
        screen.words = cond->b;
        break;
    case WN_OP_CHARS:
        screen.chars = cond->b;
        break;
    case WN_OP_MATCH:
        screen.chars = set->patterns[cond->a].max_chars ? set->patterns[cond->a].max_chars : WN_NONE;
        screen.scripts = set->patterns[cond->a].scripts;
        break;
    case WN_OP_FEATURE:
        *(cond->flag ? &screen.has : &screen.has_not) = (uint16_t)(1u << cond->a);
        break;
    case WN_OP_MARKED:
        screen.is_marked = true;
        screen.marks = cond->a == WN_NONE ? 0 : (uint64_t)1 << (cond->a & 63);
        break;
    case WN_OP_ZONE:
        screen.needs_end = cond->a == WN_ZONE_TAIL;
        screen.zones = (uint8_t)cond->a;
        break;
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
    case WN_OP_LAST:
        screen.needs_end = true;
        break;
    default:
        break;
    }
    return screen;
}

/* A keep rule keeps in doubt, so that zones say nothing of it, and the document's end is waited for in section and run
 * rules alone. */
static wn_screen screen_of_rule(const wn_ruleset *set, const wn_rule *rule)
{
    wn_screen screen = screen_of(set, rule->cond);
    screen.needs_end = screen.needs_end && (rule->unit == WN_UNIT_SECTION || rule->unit == WN_UNIT_RUN);
    screen.zones = rule->action == WN_KEEP ? 0 : screen.zones;
    return screen;
}

/* ---- traits ---- */

/* Of a list of conditions: what all have, and what one has. */
static unsigned traits_of_kids(const wn_program *program, const wn_cond *cond)
{
    unsigned all = WN_COND_OWN | WN_COND_QUICK, any = 0;
    for (uint32_t i = 0; i < cond->b; i++) {
        unsigned kid = program->traits[program->set->kids[cond->a + i]];
        all &= kid;
        any |= kid;
    }
    return all | (any & WN_COND_DEAR);
}

static unsigned traits_of(const wn_program *program, const wn_cond *cond)
{
    unsigned gated = cond->n == WN_GATED ? WN_COND_GATED : 0;
    switch ((wn_op)cond->op) {
    case WN_OP_TRUE:
    case WN_OP_FEATURE:
    case WN_OP_WORDS:
    case WN_OP_CHARS:
        return WN_COND_OWN | WN_COND_QUICK;
    case WN_OP_MARKED:
        return WN_COND_QUICK;
    case WN_OP_IS:
        return WN_COND_OWN | gated;
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
    case WN_OP_MATCH:
        return WN_COND_OWN | WN_COND_DEAR | gated;
    case WN_OP_NOT:
        return program->traits[cond->a] & (WN_COND_OWN | WN_COND_DEAR | WN_COND_QUICK);
    case WN_OP_POINT:
        return program->traits[cond->a] & (WN_COND_OWN | WN_COND_DEAR);
    case WN_OP_ALL:
    case WN_OP_ANY:
        return traits_of_kids(program, cond);
    case WN_OP_SCORE:
        return traits_of_kids(program, cond) & ~(unsigned)WN_COND_QUICK;
    default:
        return 0;
    }
}

/* A condition that stands alone, or is part of one whose answer does not follow from the line alone. */
static void note_part(wn_program *program, uint32_t index)
{
    const unsigned both = WN_COND_OWN | WN_COND_DEAR;
    if (index != WN_NONE && (program->traits[index] & both) == both)
        program->traits[index] |= WN_COND_NOTABLE;
}

static void note_parts(wn_program *program, const wn_cond *cond)
{
    const wn_ruleset *set = program->set;
    switch ((wn_op)cond->op) {
    case WN_OP_ALL:
    case WN_OP_ANY:
        for (uint32_t i = 0; i < cond->b; i++)
            note_part(program, set->kids[cond->a + i]);
        break;
    case WN_OP_SCORE:
        for (uint32_t i = 0; i < cond->b; i++)
            note_part(program, set->conds[set->kids[cond->a + i]].a);
        break;
    case WN_OP_NOT:
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        note_part(program, cond->a);
        break;
    default:
        break;
    }
}

static void note_parts_of_rule(wn_program *program, const wn_rule *rule)
{
    note_part(program, rule->cond);
    note_part(program, rule->until_cond);
    note_part(program, rule->takes);
    note_part(program, rule->above);
    note_part(program, rule->below);
}

/* Conditions stand behind those they are made of. */
static void find_traits(wn_program *program)
{
    const wn_ruleset *set = program->set;
    for (uint32_t i = 0; i < set->cond_count; i++)
        program->traits[i] = (uint8_t)traits_of(program, &set->conds[i]);
    for (uint32_t i = 0; i < set->cond_count; i++)
        if (!(program->traits[i] & WN_COND_OWN))
            note_parts(program, &set->conds[i]);
    for (uint32_t i = 0; i < set->rule_count; i++)
        note_parts_of_rule(program, &set->rules[i]);
}

/* ---- what awake rules ask for ---- */

static bool asks_prose(const wn_program *program, const wn_rule *rule)
{
    const wn_when *when = rule->when == WN_NONE ? NULL : &program->set->whens[rule->when];
    return when && (when->prose_lines_min || when->prose_words_min || when->prose_lines_max != WN_NONE ||
                    when->prose_words_max != WN_NONE);
}

static void need_rule(wn_program *program, const wn_rule *rule)
{
    wn_needs *needs = &program->needs;
    need_condition(program, rule->cond);
    need_condition(program, rule->until_cond);
    need_condition(program, rule->takes);
    need_condition(program, rule->above);
    need_condition(program, rule->below);
    switch ((wn_unit)rule->unit) {
    case WN_UNIT_BLOCK:
        needs->blocks = true;
        break;
    case WN_UNIT_SECTION:
    case WN_UNIT_RUN:
        needs->stratum_two = true;
        needs->document |= rule->reaches_end;
        break;
    case WN_UNIT_HEAD:
        needs->stratum_two = true;
        break;
    case WN_UNIT_TAIL:
        needs->stratum_two = needs->document = true;
        break;
    case WN_UNIT_SPAN:
        needs->spans = true;
        break;
    case WN_UNIT_DOCUMENT:
        needs->verdicts = needs->document = true;
        break;
    default:
        break;
    }
    if (asks_prose(program, rule))
        needs->document = needs->zones = true;
}

static void wake_rule(wn_program *program, uint32_t index)
{
    const wn_rule *rule = &program->set->rules[index];
    program->units[rule->unit][program->unit_counts[rule->unit]++] = index;
    program->has_shadows |= rule->is_shadow;
    program->has_open_spans |= rule->unit == WN_UNIT_SPAN && program->is_always[index];
    if (rule->unit == WN_UNIT_LINE && !program->prefilter)
        program->line_always[program->line_always_count++] = (wn_owner){index, WN_NONE, WN_NONE, WN_NONE};
    if (asks_prose(program, rule))
        program->prose_rules[program->prose_rule_count++] = index;
    need_rule(program, rule);
}

static bool has_guard(const wn_ruleset *set)
{
    return set->guard.max_removed_prose != WN_NONE || set->guard.min_words;
}

/* How much prose there is, and where the end, is not known of a live stream. */
static bool is_off_when_live(const wn_program *program, const wn_rule *rule)
{
    return rule->unit == WN_UNIT_TAIL || rule->unit == WN_UNIT_DOCUMENT || asks_prose(program, rule);
}

/* Asks all document conditions; whether any has another answer than for the last document. */
static bool note_whens(wn_program *program, const wn_attributes *attributes)
{
    bool has_changed = !program->is_woken;
    for (uint32_t i = 0; i < program->set->when_count; i++) {
        bool holds = wn_when_holds(program->set, i, attributes);
        has_changed |= program->when_holds[i] != holds;
        program->when_holds[i] = holds;
    }
    program->is_woken = true;
    return has_changed;
}

static bool is_meant(const wn_program *program, const wn_rule *rule)
{
    return rule->when == WN_NONE || program->when_holds[rule->when];
}

static bool can_skim(const wn_program *program)
{
    const wn_needs *needs = &program->needs;
    return program->has_firsts && program->prefilter && !program->line_always_count && !needs->document &&
           !needs->zones && !needs->repeats && !needs->stratum_two && !needs->blocks && !needs->spans &&
           !needs->verdicts && !needs->places && !needs->below_lines && !needs->above_lines;
}

void wn_program_wake(wn_program *program, const wn_attributes *attributes)
{
    const wn_ruleset *set = program->set;
    if (!note_whens(program, attributes))
        return;
    program->is_noted = false;
    memset(program->unit_counts, 0, sizeof program->unit_counts);
    program->has_open_spans = program->has_shadows = false;
    program->line_always_count = program->prose_rule_count = 0;
    program->needs = (wn_needs){.document = has_guard(set) && !program->is_live};
    for (uint32_t i = 0; i < set->rule_count; i++) {
        const wn_rule *rule = &set->rules[i];
        program->is_awake[i] = program->is_selected[i] && !(program->is_live && is_off_when_live(program, rule)) &&
                               is_meant(program, rule);
        if (program->is_awake[i])
            wake_rule(program, i);
    }
    for (uint32_t i = 0; i < set->always_count && program->prefilter; i++) {
        uint32_t rule = set->always[i].rule;
        if (program->is_awake[rule] && set->rules[rule].unit == WN_UNIT_LINE)
            program->line_always[program->line_always_count++] = set->always[i];
    }
    if (program->is_live)
        program->needs.document = false;
    program->skims = can_skim(program);
    if (program->skims)
        wn_sure_find(set, program->is_awake, program->sure);
}

void wn_program_select(wn_program *program, const wn_filter_options *options)
{
    program->is_woken = false;
    for (uint32_t i = 0; i < program->set->rule_count; i++)
        program->is_selected[i] = is_selected(program->set, &program->set->rules[i], options);
}

static wn_status make_lists(wn_program *program)
{
    uint32_t count = program->set->rule_count;
    if (!(program->is_selected = calloc(count + 1, sizeof *program->is_selected)) ||
        !(program->is_awake = calloc(count + 1, sizeof *program->is_awake)) ||
        !(program->is_always = calloc(count + 1, sizeof *program->is_always)) ||
        !(program->traits = calloc(program->set->cond_count + 1, sizeof *program->traits)) ||
        !(program->gate_stamps = calloc(program->set->cond_count + 1, sizeof *program->gate_stamps)) ||
        !(program->when_holds = calloc(program->set->when_count + 1, sizeof *program->when_holds)) ||
        !(program->sure = calloc(program->set->literal_count + 1, sizeof *program->sure)) ||
        !(program->screens = calloc(count + 1, sizeof *program->screens)) ||
        !(program->prose_rules = calloc(count + 1, sizeof *program->prose_rules)) ||
        !(program->line_always = calloc(count + 1, sizeof *program->line_always)))
        return WN_NO_MEMORY;
    for (int unit = 0; unit < WN_UNIT_COUNT; unit++)
        if (!(program->units[unit] = calloc(count + 1, sizeof **program->units)))
            return WN_NO_MEMORY;
    return WN_OK;
}

/* The tables of a built-in rule set are there already. */
static wn_status make_literals(wn_program *program)
{
    program->literals = program->set->tables;
    return program->literals ? WN_OK : wn_tables_make(program->set, &program->arena, &program->literals);
}

static bool is_bounded(const wn_owner *owner)
{
    return owner->words != WN_NONE || owner->chars != WN_NONE;
}

static bool has_bounds(const wn_ruleset *set)
{
    for (uint32_t i = 0; i < set->owner_count; i++)
        if (is_bounded(&set->owners[i]))
            return true;
    for (uint32_t i = 0; i < set->always_count; i++)
        if (is_bounded(&set->always[i]))
            return true;
    return false;
}

wn_status wn_program_new(const wn_ruleset *set, const wn_filter_options *options, bool is_live, wn_program **program)
{
    *program = NULL;
    wn_program *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->set = set;
    made->is_live = is_live;
    wn_status status = make_lists(made);
    if (status == WN_OK)
        status = wn_patterns_new(set->patterns, set->pattern_count, set->pool, &made->patterns);
    if (status == WN_OK)
        status = wn_matcher_new(made->patterns, options->interpret, &made->matcher);
    if (status == WN_OK)
        status = make_literals(made);
    if (status == WN_OK)
        status = wn_firsts_make(&made->literals[WN_TIER_LINES], &made->arena, &made->firsts, &made->has_firsts);
    if (status == WN_OK)
        wn_patterns_use(made->patterns, set->codes);
    if (status != WN_OK) {
        wn_program_free(made);
        return status;
    }
    made->prefilter = !options->no_prefilter;
    made->counts = !options->no_prose_counts || !made->has_firsts || wn_firsts_need_words(&made->firsts);
    wn_program_select(made, options);
    for (uint32_t i = 0; i < set->rule_count; i++)
        made->is_always[i] = options->no_prefilter;
    for (uint32_t i = 0; i < set->rule_count; i++)
        made->screens[i] = options->no_prefilter ? open_screen : screen_of_rule(set, &set->rules[i]);
    for (uint32_t i = 0; i < set->always_count; i++)
        made->is_always[set->always[i].rule] = true;
    find_traits(made);
    made->has_bounds = has_bounds(set);
    *program = made;
    return WN_OK;
}

void wn_program_free(wn_program *program)
{
    if (!program)
        return;
    wn_matcher_free(program->matcher);
    wn_patterns_free(program->patterns);
    wn_arena_free(&program->arena);
    for (int unit = 0; unit < WN_UNIT_COUNT; unit++)
        free(program->units[unit]);
    free(program->is_selected);
    free(program->is_awake);
    free(program->is_always);
    free(program->traits);
    free(program->gate_stamps);
    free(program->when_holds);
    free(program->screens);
    free(program->sure);
    free(program->prose_rules);
    free(program->line_always);
    free(program);
}
