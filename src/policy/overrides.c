/* overrides.c: lays the patches of overrides over the tree of a rule and reads the rule again, so that
 * what comes out was checked like any other. */
#include "policy/overrides.h"

#include "policy/shape.h"

#include <string.h>

bool wn_override_read(wn_reader *reader, const wn_node *map, wn_override *override)
{
    *override = (wn_override){.place = map->place, .conditional = WN_NONE};
    if (!wn_shape_check(&reader->complaints, WN_MAP_OVERRIDE, map))
        return false;
    const wn_node *when = wn_node_get(map, "when");
    if (!when)
        return true;
    override->when = wn_when_read(reader, when);
    if (override->when && wn_when_asks_prose(override->when)) {
        wn_complain(&reader->complaints, &when->place,
                    "\"prose-lines\" or \"prose-words\" in the when of %s; only the when of a rule can ask them",
                    reader->complaints.owner);
        return false;
    }
    return override->when != NULL;
}

bool wn_patch_applies(const wn_patch *patch, const bool *applies)
{
    uint32_t conditional = patch->override->conditional;
    return conditional == WN_NONE || (applies && applies[conditional]);
}

/* ---- shorthands ---- */

static wn_node *make_key(wn_arena *arena, const char *word, const wn_node *like)
{
    wn_node *key = wn_arena_alloc(arena, sizeof *key);
    if (key)
        *key = (wn_node){.kind = WN_NODE_SCALAR, .text = {word, strlen(word)}, .place = like->place};
    return key;
}

/* {word: value} */
static wn_node *wrap(wn_arena *arena, const char *word, wn_node *value)
{
    wn_node *map = wn_arena_alloc(arena, sizeof *map);
    if (!map)
        return NULL;
    *map = (wn_node){.kind = WN_NODE_MAP, .place = value->place, .count = 1};
    map->keys = wn_arena_alloc(arena, sizeof *map->keys);
    map->values = wn_arena_alloc(arena, sizeof *map->values);
    if (!map->keys || !map->values)
        return NULL;
    map->values[0] = value;
    map->keys[0] = make_key(arena, word, value);
    return map->keys[0] ? map : NULL;
}

/* A copy of the map that has another value at `index`. */
static wn_node *with_value(wn_arena *arena, const wn_node *map, size_t index, wn_node *value)
{
    wn_node *copy = wn_arena_alloc(arena, sizeof *copy);
    if (!copy || !value)
        return NULL;
    *copy = *map;
    copy->values = wn_arena_alloc(arena, map->count * sizeof *copy->values);
    if (!copy->values)
        return NULL;
    memcpy(copy->values, map->values, map->count * sizeof *copy->values);
    copy->values[index] = value;
    return copy;
}

/* The rule with a unit in shorthand written out where the patch has a map for it: `line: 'x'` becomes
 * `line: {match: 'x'}`, so that the two can merge. NULL when there is no memory. */
static wn_node *without_shorthand(wn_arena *arena, wn_node *rule, const wn_node *patch)
{
    for (size_t i = 0; i < rule->count; i++) {
        int            unit = wn_word_index(wn_unit_words, rule->keys[i]->text);
        const wn_node *change = unit < 0 ? NULL : wn_node_get(patch, wn_unit_words[unit]);
        if (change && change->kind == WN_NODE_MAP && rule->values[i]->kind == WN_NODE_SCALAR)
            return with_value(arena, rule, i, wrap(arena, unit == WN_UNIT_SECTION ? "from" : "match", rule->values[i]));
    }
    return rule;
}

/* ---- laying on ---- */

/* The tree with a patch laid on; a switch leaves it as it is. NULL when there is no memory. */
static wn_node *lay(wn_arena *arena, wn_node *rule, const wn_patch *patch, bool *is_off)
{
    if (patch->node->kind == WN_NODE_SCALAR) {
        *is_off = !strcmp(patch->node->text.data, "off");
        return rule;
    }
    wn_node *open = without_shorthand(arena, rule, patch->node);
    return open ? wn_node_merge(arena, open, patch->node) : NULL;
}

const wn_definition *wn_patches_lay(wn_reader *reader, wn_node *map, const wn_place *place, const wn_patch *patches,
                                    size_t count, const bool *applies)
{
    bool     is_off = false;
    wn_node *rule = map;
    for (size_t i = 0; i < count && rule; i++)
        if (wn_patch_applies(&patches[i], applies))
            rule = lay(reader->arena, rule, &patches[i], &is_off);
    if (!rule) {
        wn_complain_memory(&reader->complaints);
        return NULL;
    }
    wn_definition *definition = wn_definition_read(reader, rule, place);
    if (definition)
        definition->is_off = is_off;
    return definition;
}
