/* definition.c: reads one rule: what all rules have, then its unit, then what its action needs.
 *
 * Units and actions are tables; a reader of a unit fills the members that the unit has. */
#include "policy/definition.h"

#include "policy/shape.h"

#include <string.h>

#define PEEL_LIMIT_DEFAULT 3    /* lines a tail or head rule takes: a bio, a copyright, a hint */
#define RUN_MIN_LINES_DEFAULT 2 /* one line is no run */

/* ---- what all rules have ---- */

static const char *text_of(const wn_node *map, const char *key)
{
    const wn_node *node = wn_node_get(map, key);
    return node ? node->text.data : NULL;
}

static const char *category_of(wn_reader *reader, const wn_node *map, const char *id)
{
    const char *category = text_of(map, "category");
    return category ? category : wn_reader_copy(reader, (wn_bytes){id, strcspn(id, ".")}).data;
}

static wn_action action_of(const wn_node *map)
{
    const wn_node *node = wn_node_get(map, "action");
    return node ? (wn_action)wn_word_index(wn_action_words, node->text) : WN_STRIP;
}

/* The one unit a rule has; NULL after a complaint. */
static const wn_node *find_unit(wn_reader *reader, const wn_node *map, wn_unit *unit)
{
    wn_complaints *complaints = &reader->complaints;
    const wn_node *found = NULL;
    for (size_t i = 0; i < map->count; i++) {
        int index = wn_word_index(wn_unit_words, map->keys[i]->text);
        if (index < 0)
            continue;
        if (found) {
            wn_complain(complaints, &map->keys[i]->place, "\"%s\" beside \"%s\", in %s; a rule has one unit",
                        wn_unit_words[index], wn_unit_words[*unit], complaints->owner);
            return NULL;
        }
        found = map->values[i];
        *unit = (wn_unit)index;
    }
    if (!found)
        wn_complain(complaints, &map->place,
                    "no unit in %s; give it line, block, section, run, tail, head, span or document",
                    complaints->owner);
    return found;
}

/* ---- actions ---- */

/* "line, block or document" */
static const char *list_units(wn_arena *arena, unsigned units)
{
    const char *list = NULL;
    for (int unit = 0; unit < WN_UNIT_COUNT; unit++) {
        if (!(units >> unit & 1))
            continue;
        bool is_last = !(units >> unit >> 1);
        list = list ? wn_arena_printf(arena, "%s%s%s", list, is_last ? " or " : ", ", wn_unit_words[unit])
                    : wn_unit_words[unit];
        if (!list)
            return "another unit";
    }
    return list;
}

static void check_unit_of_action(wn_reader *reader, const wn_definition *d)
{
    const wn_action_type *type = &wn_action_types[d->action];
    const wn_node        *node = wn_node_get(d->node, "action");
    if (!(type->units >> d->unit & 1))
        wn_complain(&reader->complaints, node ? &node->place : &d->node->place,
                    "action \"%s\" with unit \"%s\", in %s; it works with %s", type->word, wn_unit_words[d->unit],
                    reader->complaints.owner, list_units(reader->arena, type->units));
}

/* A key that goes with one action only. */
static void check_partner(wn_reader *reader, const wn_definition *d, const char *key, wn_action action, bool is_needed)
{
    const wn_node *node = wn_node_get(d->node, key);
    if (node && d->action != action)
        wn_complain(&reader->complaints, &node->place, "\"%s\" without action: %s, in %s; it does nothing there", key,
                    wn_action_words[action], reader->complaints.owner);
    if (!node && is_needed && d->action == action)
        wn_complain(&reader->complaints, &d->node->place, "no \"%s\" in %s; action: %s needs it", key,
                    reader->complaints.owner, wn_action_words[action]);
}

/* Whether a pattern has a group of this name; a look at its source is enough. */
static bool has_group(const wn_expression *pattern, wn_bytes name)
{
    wn_bytes text = pattern->text;
    for (size_t i = 0; i + name.size + 2 <= text.size; i++)
        if ((text.data[i] == '<' || text.data[i] == '\'') && !memcmp(text.data + i + 1, name.data, name.size) &&
            (text.data[i + 1 + name.size] == '>' || text.data[i + 1 + name.size] == '\''))
            return true;
    return false;
}

static void complain_with(wn_reader *reader, const wn_node *node, size_t at, const char *what)
{
    wn_place place = wn_node_place_in(node, at);
    wn_complain(&reader->complaints, &place, "%s, in \"with\" of %s; use $0 to $9, ${name} or $$", what,
                reader->complaints.owner);
}

/* The size of the reference at `at`, where a dollar sign is; 0 after a complaint. */
static size_t check_reference(wn_reader *reader, const wn_definition *d, const wn_node *with, size_t at)
{
    wn_bytes text = with->text;
    char     next = at + 1 < text.size ? text.data[at + 1] : '\0';
    if (next == '$' || (next >= '0' && next <= '9'))
        return 2;
    const char *end = next == '{' ? memchr(text.data + at, '}', text.size - at) : NULL;
    if (!end) {
        complain_with(reader, with, at, "dollar sign that refers to nothing");
        return 0;
    }
    wn_bytes name = {text.data + at + 2, (size_t)(end - text.data) - at - 2};
    if (d->span && !has_group(d->span, name)) {
        complain_with(reader, with, at, "reference to a group that the pattern does not have");
        return 0;
    }
    return name.size + 3;
}

static void check_with(wn_reader *reader, const wn_definition *d)
{
    const wn_node *with = wn_node_get(d->node, "with");
    size_t         step = 1;
    for (size_t i = 0; with && step && i < with->text.size; i += step)
        step = with->text.data[i] == '$' ? check_reference(reader, d, with, i) : 1;
}

/* The first pattern that must match and has a group "value". */
static const wn_expression *find_value(const wn_condition *condition)
{
    if (condition->op == WN_OP_MATCH)
        return condition->expression->facts.has_value ? condition->expression : NULL;
    const wn_expression *found = NULL;
    if (condition->op == WN_OP_ALL || condition->op == WN_OP_ANY)
        for (size_t i = 0; i < condition->kid_count && !found; i++)
            found = find_value(condition->kids[i]);
    return found;
}

static void read_action(wn_reader *reader, wn_definition *d)
{
    check_unit_of_action(reader, d);
    check_partner(reader, d, "with", WN_REPLACE, true);
    check_partner(reader, d, "field", WN_EXTRACT, true);
    check_with(reader, d);
    d->with = text_of(d->node, "with");
    if (d->action == WN_EXTRACT) {
        d->field = text_of(d->node, "field");
        d->value = d->cond ? find_value(d->cond) : NULL;
    }
}

/* ---- units ---- */

static void read_marked(wn_definition *d, const wn_node *unit)
{
    const wn_node *marked = wn_node_get(unit, "marked");
    d->marked_share = wn_number_of(marked, "min", 0);
    d->marked_lines = wn_number_of(marked, "min-lines", 0);
    d->reaches_end = wn_is_true(unit, "reaches-end");
    d->keeps_last = wn_is_true(unit, "keep-last");
}

static void read_line(wn_reader *reader, const wn_node *unit, wn_definition *d)
{
    d->cond = wn_condition_read(reader, WN_MAP_CONDITION, unit, WN_STRATUM_LINES);
}

static void read_document(wn_reader *reader, const wn_node *unit, wn_definition *d)
{
    d->cond = wn_condition_read(reader, WN_MAP_DOCUMENT, unit, WN_STRATUM_LINES);
    d->field = text_of(unit, "field");
}

static void read_until(wn_reader *reader, const wn_node *until, wn_definition *d)
{
    const char *const words[] = {[WN_UNTIL_END] = "end", [WN_UNTIL_BLANK] = "blank", [WN_UNTIL_PROSE] = "prose", NULL};
    int               index = until && until->kind == WN_NODE_SCALAR ? wn_word_index(words, until->text) : -1;
    int32_t           lines = 1;
    const wn_node    *prose = until ? wn_node_get(until, "prose") : NULL;
    d->until = index >= 0 ? (wn_until)index : WN_UNTIL_PROSE;
    d->until_lines = 1;
    if (!until || index >= 0)
        return;
    if (until->count == 1 && prose && wn_read_integer(prose->text, &lines))
        d->until_lines = (uint32_t)lines;
    else {
        d->until = WN_UNTIL_COND;
        d->until_cond = wn_condition_read(reader, WN_MAP_CONDITION, until, WN_STRATUM_PLACES);
    }
}

static void read_section(wn_reader *reader, const wn_node *unit, wn_definition *d)
{
    const wn_node *from = unit->kind == WN_NODE_SCALAR ? unit : wn_node_get(unit, "from");
    const wn_node *takes = wn_node_get(unit, "takes");
    d->cond = wn_condition_read(reader, WN_MAP_CONDITION, from, WN_STRATUM_PLACES);
    d->takes = takes ? wn_condition_read(reader, WN_MAP_CONDITION, takes, WN_STRATUM_PLACES) : NULL;
    read_until(reader, wn_node_get(unit, "until"), d);
    d->limit = wn_number_of(unit, "limit", WN_NONE);
    d->min_lines = wn_number_of(unit, "min-lines", 0);
    read_marked(d, unit);
}

/* The conditions of a map that has more than conditions. */
static void read_keys(wn_reader *reader, wn_map_id map, const wn_node *unit, wn_stratum stratum, wn_definition *d)
{
    if (unit->kind == WN_NODE_SCALAR)
        d->cond = wn_condition_read(reader, WN_MAP_CONDITION, unit, stratum);
    else
        wn_condition_read_keys(reader, map, unit, stratum, &d->cond);
}

static void complain_unconditional(wn_reader *reader, const wn_node *unit, const wn_definition *d)
{
    wn_complain(&reader->complaints, &unit->place, "no condition in the %s of %s; it would take every line",
                wn_unit_words[d->unit], reader->complaints.owner);
}

static const wn_condition *read_around(wn_reader *reader, wn_op op, const wn_node *node)
{
    return node ? wn_condition_read_neighbour(reader, op, node, WN_STRATUM_PLACES) : NULL;
}

static void read_run(wn_reader *reader, const wn_node *unit, wn_definition *d)
{
    size_t before = reader->complaints.count;
    read_keys(reader, WN_MAP_RUN, unit, WN_STRATUM_PLACES, d);
    d->above = read_around(reader, WN_OP_ABOVE, wn_node_get(unit, "above"));
    d->below = read_around(reader, WN_OP_BELOW, wn_node_get(unit, "below"));
    d->min_lines = wn_number_of(unit, "min-lines", RUN_MIN_LINES_DEFAULT);
    d->max_lines = wn_number_of(unit, "max-lines", WN_NONE);
    read_marked(d, unit);
    if (reader->complaints.count != before)
        return;
    if (!d->cond)
        complain_unconditional(reader, unit, d);
    if (d->max_lines < d->min_lines)
        wn_complain(&reader->complaints, &wn_node_get(unit, "max-lines")->place,
                    "\"max-lines\" is below the least number of lines, %u, in %s; no run can have both",
                    (unsigned)d->min_lines, reader->complaints.owner);
}

static const wn_condition *read_score(wn_reader *reader, const wn_node *unit)
{
    const wn_node *score = wn_node_get(unit, "score"), *points = wn_node_get(unit, "points");
    if (score && points)
        return wn_condition_read_score(reader, points, wn_number_of(unit, "score", 0), WN_STRATUM_PLACES);
    if (score || points)
        wn_complain(&reader->complaints, score ? &score->place : &points->place, "\"%s\" without \"%s\", in %s; %s",
                    score ? "score" : "points", score ? "points" : "score", reader->complaints.owner,
                    "the sum of the points must reach the score");
    return NULL;
}

static void read_peel(wn_reader *reader, const wn_node *unit, wn_definition *d)
{
    size_t before = reader->complaints.count;
    read_keys(reader, WN_MAP_PEEL, unit, WN_STRATUM_PLACES, d);
    d->cond = wn_condition_both(reader, d->cond, read_score(reader, unit));
    d->limit = wn_number_of(unit, "limit", PEEL_LIMIT_DEFAULT);
    if (!d->cond && reader->complaints.count == before)
        complain_unconditional(reader, unit, d);
}

static void read_span(wn_reader *reader, const wn_node *unit, wn_definition *d)
{
    bool is_scalar = unit->kind == WN_NODE_SCALAR;
    d->span = wn_expression_read(reader, is_scalar ? unit : wn_node_get(unit, "match"),
                                 wn_node_get(unit, "case") != NULL);
    if (!is_scalar)
        wn_condition_read_keys(reader, WN_MAP_SPAN, unit, WN_STRATUM_LINES, &d->cond);
}

static void (*const unit_readers[WN_UNIT_COUNT])(wn_reader *, const wn_node *, wn_definition *) = {
    [WN_UNIT_LINE] = read_line, [WN_UNIT_BLOCK] = read_line,        [WN_UNIT_SECTION] = read_section,
    [WN_UNIT_RUN] = read_run,   [WN_UNIT_TAIL] = read_peel,         [WN_UNIT_HEAD] = read_peel,
    [WN_UNIT_SPAN] = read_span, [WN_UNIT_DOCUMENT] = read_document,
};

/* ---- the rule ---- */

wn_definition *wn_definition_read(wn_reader *reader, const wn_node *map, const wn_place *place)
{
    size_t before = reader->complaints.count;
    if (!wn_shape_check(&reader->complaints, WN_MAP_RULE, map))
        return NULL;
    wn_definition *d = wn_reader_alloc(reader, 1, sizeof *d);
    if (!d)
        return NULL;
    *d = (wn_definition){.node = map, .place = *place, .limit = WN_NONE, .max_lines = WN_NONE};
    const wn_node *unit = find_unit(reader, map, &d->unit), *when = wn_node_get(map, "when");
    if (!unit)
        return NULL;
    d->id = text_of(map, "id");
    d->category = category_of(reader, map, d->id);
    d->why = text_of(map, "why");
    d->action = action_of(map);
    d->level = (int)wn_number_of(map, "level", 2);
    d->is_shadow = wn_is_true(map, "shadow");
    d->when = when ? wn_when_read(reader, when) : NULL;
    unit_readers[d->unit](reader, unit, d);
    read_action(reader, d);
    return reader->complaints.count == before ? d : NULL;
}

bool wn_definition_needs_document(const wn_definition *d)
{
    return d->unit == WN_UNIT_TAIL || d->unit == WN_UNIT_DOCUMENT || d->reaches_end ||
           (d->when && wn_when_asks_prose(d->when)) || wn_condition_needs_end(d->cond) ||
           wn_condition_needs_end(d->until_cond) || wn_condition_needs_end(d->takes) ||
           wn_condition_needs_end(d->above) || wn_condition_needs_end(d->below);
}

void wn_definition_walk(const wn_definition *d, void (*visit)(void *user, const wn_condition *condition), void *user)
{
    const wn_condition *const all[] = {d->cond, d->until_cond, d->takes, d->above, d->below};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        wn_condition_walk(all[i], visit, user);
}
