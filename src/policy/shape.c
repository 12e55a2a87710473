/* shape.c: walks a tree of nodes beside the tables of the vocabulary.
 *
 * Each kind of value has one function in a table. A function complains and goes on, so that one pass
 * finds all; the caller sees from the count whether there was anything. */
#include "policy/shape.h"

#include <string.h>

#define SHOWN_BYTES 40 /* of a wrong value, in a message */

/* A value, its key, and what messages call it. */
typedef struct value {
    wn_complaints *complaints;
    const wn_key  *key;
    const char    *name;
    bool           is_partial; /* part of an override: what is missing is in the rule it changes */
} value;

static void check_value(const value *v, const wn_node *node);
static void check_map(wn_complaints *complaints, wn_map_id map, const wn_node *node, bool is_partial);

static bool is_scalar(const wn_node *node)
{
    return node->kind == WN_NODE_SCALAR;
}

static const char *describe(const value *v, const wn_node *node)
{
    if (node->kind == WN_NODE_LIST)
        return node->count ? "a list" : "an empty list";
    if (node->kind == WN_NODE_MAP)
        return node->count ? "a map" : "an empty map";
    if (!node->text.size)
        return "empty";
    size_t size = node->text.size;
    if (size > SHOWN_BYTES)
        for (size = SHOWN_BYTES; size && ((unsigned char)node->text.data[size] & 0xC0) == 0x80;)
            size--;
    const char *text = wn_arena_printf(v->complaints->arena, "\"%.*s%s\"", (int)size, node->text.data,
                                       size < node->text.size ? "..." : "");
    return text ? text : "this";
}

/* `wanted` is what the value must be; `hint` says more, and begins with "; ". */
static void complain(const value *v, const wn_node *node, const char *wanted, const char *hint)
{
    wn_complain(v->complaints, &node->place, "\"%s\" in %s must be %s, not %s%s", v->name, v->complaints->owner, wanted,
                describe(v, node), hint);
}

/* "one of a, b or c" */
static const char *list_words(wn_arena *arena, const char *const *words)
{
    const char *list = words[0];
    for (size_t i = 1; words[i] && list; i++)
        list = wn_arena_printf(arena, "%s%s%s", list, words[i + 1] ? ", " : " or ", words[i]);
    return list ? list : "a known word";
}

static void check_text(const value *v, const wn_node *node)
{
    if (!is_scalar(node) || !node->text.size)
        complain(v, node, "text", "");
}

static void check_any_text(const value *v, const wn_node *node)
{
    if (!is_scalar(node))
        complain(v, node, "text", "");
}

static void check_id(const value *v, const wn_node *node)
{
    if (!is_scalar(node) || !wn_is_id(node->text))
        complain(v, node, "a name of at most 80 small letters, digits, dots, hyphens and underscores",
                 "; it begins with a letter or digit");
}

static void check_field(const value *v, const wn_node *node)
{
    if (!is_scalar(node) || !node->text.size || node->text.size > WN_ID_BYTES_MAX)
        complain(v, node, "the name of a field, at most 80 bytes", "");
}

static void check_lang(const value *v, const wn_node *node)
{
    if (!is_scalar(node) || !wn_is_lang(node->text))
        complain(v, node, "a language code such as pt or pt-BR", "");
}

static void check_bool(const value *v, const wn_node *node)
{
    static const char *const words[] = {"true", "false", NULL};
    if (!is_scalar(node) || wn_word_index(words, node->text) < 0)
        complain(v, node, "true or false", "");
}

static void check_integer(const value *v, const wn_node *node)
{
    int32_t number = 0;
    if (is_scalar(node) && wn_read_integer(node->text, &number) && number >= v->key->low && number <= v->key->high)
        return;
    const char *wanted = v->key->low == v->key->high
                             ? wn_arena_printf(v->complaints->arena, "%d", (int)v->key->low)
                             : wn_arena_printf(v->complaints->arena, "a whole number from %d to %d", (int)v->key->low,
                                               (int)v->key->high);
    complain(v, node, wanted ? wanted : "a whole number", "");
}

static void check_share(const value *v, const wn_node *node)
{
    uint32_t thousandths;
    if (!is_scalar(node) || !wn_read_share(node->text, &thousandths))
        complain(v, node, "a share from 0% to 100%, such as 40%", "");
}

static void check_word(const value *v, const wn_node *node)
{
    if (is_scalar(node) && wn_word_index(v->key->words, node->text) >= 0)
        return;
    size_t count = 0;
    while (v->key->words[count])
        count++;
    const char *hint = is_scalar(node) ? wn_complain_guess(v->complaints, node->text.data, v->key->words, count) : "";
    complain(v, node, list_words(v->complaints->arena, v->key->words), hint);
}

static void check_regex(const value *v, const wn_node *node)
{
    if (!is_scalar(node) || !node->text.size)
        complain(v, node, "a pattern", "");
    else if (node->style == WN_STYLE_DOUBLE_QUOTED)
        wn_complain(v->complaints, &node->place,
                    "pattern in double quotes, in %s; use single quotes: in double ones YAML turns \"\\b\" into a "
                    "backspace",
                    v->complaints->owner);
}

/* One value, or a list of at least one. */
static void check_one_or_list(const value *v, const wn_node *node, void (*check)(const value *, const wn_node *))
{
    if (node->kind != WN_NODE_LIST) {
        check(v, node);
        return;
    }
    if (!node->count)
        complain(v, node, "one value or more", "");
    for (size_t i = 0; i < node->count; i++)
        check(v, node->values[i]);
}

static void check_texts(const value *v, const wn_node *node)
{
    check_one_or_list(v, node, check_text);
}

static void check_text_list(const value *v, const wn_node *node)
{
    if (node->kind != WN_NODE_LIST || node->count)
        check_texts(v, node);
}

static void check_ids(const value *v, const wn_node *node)
{
    check_one_or_list(v, node, check_id);
}

static void check_langs(const value *v, const wn_node *node)
{
    check_one_or_list(v, node, check_lang);
}

static void check_words(const value *v, const wn_node *node)
{
    check_one_or_list(v, node, check_word);
}

static void check_regexes(const value *v, const wn_node *node)
{
    check_one_or_list(v, node, check_regex);
}

static void check_inner_map(const value *v, const wn_node *node)
{
    if (node->kind == WN_NODE_MAP && node->count)
        check_map(v->complaints, v->key->map, node, v->is_partial);
    else
        complain(v, node, "a map", "");
}

static void check_map_or_word(const value *v, const wn_node *node)
{
    if (is_scalar(node))
        check_word(v, node);
    else
        check_inner_map(v, node);
}

static void check_map_or_regex(const value *v, const wn_node *node)
{
    if (is_scalar(node))
        check_regex(v, node);
    else if (node->kind == WN_NODE_LIST)
        complain(v, node, "a map or a pattern", "");
    else
        check_inner_map(v, node);
}

static void check_maps(const value *v, const wn_node *node)
{
    if (node->kind != WN_NODE_LIST || !node->count)
        complain(v, node, "a list of maps", "");
    else
        for (size_t i = 0; i < node->count; i++)
            check_inner_map(v, node->values[i]);
}

static void check_entries(const value *v, const wn_node *node)
{
    if (node->kind != WN_NODE_LIST)
        complain(v, node, "a list of maps", "; each begins with \"- \"");
}

static void check_conditions(const value *v, const wn_node *node)
{
    if (node->kind != WN_NODE_LIST || !node->count)
        complain(v, node, "a list of conditions", "");
    else
        for (size_t i = 0; i < node->count; i++)
            check_value(v, node->values[i]);
}

static void check_condition(const value *v, const wn_node *node)
{
    static const wn_key in_list = {.value = WN_VALUE_CONDITION, .map = WN_MAP_CONDITION};
    if (node->kind == WN_NODE_LIST)
        check_conditions(&(value){v->complaints, &in_list, v->name, false}, node);
    else
        check_map_or_regex(v, node);
}

static void check_condition_list(const value *v, const wn_node *node)
{
    static const wn_key in_list = {.value = WN_VALUE_CONDITION, .map = WN_MAP_CONDITION};
    check_conditions(&(value){v->complaints, &in_list, v->name, false}, node);
}

/* {prose: 2} is a number of lines; {prose: true} is a condition. */
static bool is_prose_lines(const wn_node *node)
{
    int32_t        lines;
    const wn_node *prose = node->kind == WN_NODE_MAP && node->count == 1 ? wn_node_get(node, "prose") : NULL;
    return prose && is_scalar(prose) && wn_read_integer(prose->text, &lines);
}

/* A bare word that is none of end, blank and prose is rather a slip than a pattern. */
static bool is_bare_word(const wn_node *node)
{
    if (!is_scalar(node) || node->style != WN_STYLE_PLAIN)
        return false;
    for (size_t i = 0; i < node->text.size; i++)
        if (node->text.data[i] < 'a' || node->text.data[i] > 'z')
            return false;
    return true;
}

static void check_until(const value *v, const wn_node *node)
{
    if (is_bare_word(node))
        check_word(v, node);
    else if (is_prose_lines(node))
        check_map(v->complaints, WN_MAP_PROSE, node, v->is_partial);
    else
        check_condition(v, node);
}

static void (*const checks[])(const value *, const wn_node *) = {
    [WN_VALUE_TEXT] = check_text,
    [WN_VALUE_ANY_TEXT] = check_any_text,
    [WN_VALUE_TEXTS] = check_texts,
    [WN_VALUE_TEXT_LIST] = check_text_list,
    [WN_VALUE_ID] = check_id,
    [WN_VALUE_IDS] = check_ids,
    [WN_VALUE_FIELD] = check_field,
    [WN_VALUE_LANG] = check_lang,
    [WN_VALUE_LANGS] = check_langs,
    [WN_VALUE_BOOL] = check_bool,
    [WN_VALUE_INTEGER] = check_integer,
    [WN_VALUE_SHARE] = check_share,
    [WN_VALUE_WORD] = check_word,
    [WN_VALUE_WORDS] = check_words,
    [WN_VALUE_REGEX] = check_regex,
    [WN_VALUE_REGEXES] = check_regexes,
    [WN_VALUE_MAP] = check_inner_map,
    [WN_VALUE_MAP_OR_WORD] = check_map_or_word,
    [WN_VALUE_MAP_OR_REGEX] = check_map_or_regex,
    [WN_VALUE_MAPS] = check_maps,
    [WN_VALUE_ENTRIES] = check_entries,
    [WN_VALUE_CONDITION] = check_condition,
    [WN_VALUE_CONDITIONS] = check_condition_list,
    [WN_VALUE_UNTIL] = check_until,
};

static void check_value(const value *v, const wn_node *node)
{
    checks[v->key->value](v, node);
}

/* ---- maps ---- */

/* Where a key that stands in the wrong map would be right. */
static const char *find_home(wn_map_id map, wn_bytes word)
{
    if (map == WN_MAP_SETTINGS && wn_map_owns(WN_MAP_RULE, word))
        return "; it cannot be overridden";
    if (map == WN_MAP_RULE || map == WN_MAP_SETTINGS) {
        if (wn_map_owns(WN_MAP_CONDITION, word))
            return "; conditions stand below the unit, such as line: {words: {max: 9}}";
    } else if (map != WN_MAP_POLICY && wn_map_owns(WN_MAP_SETTINGS, word))
        return "; it stands beside the unit, not in it";
    return NULL;
}

static void complain_unknown(wn_complaints *complaints, wn_map_id map, const wn_node *key)
{
    const char *words[WN_MAP_WORDS_MAX];
    const char *hint = find_home(map, key->text);
    if (!hint)
        hint = wn_complain_guess(complaints, key->text.data, words, wn_map_words(map, words));
    wn_complain(complaints, &key->place, "unknown key \"%s\" in %s%s", key->text.data, complaints->owner, hint);
}

static void check_required(wn_complaints *complaints, wn_map_id map, const wn_node *node)
{
    const wn_map_type *type = wn_map_type_of(map);
    for (size_t i = 0; i < type->key_count; i++)
        if (type->keys[i].is_required && !wn_node_get(node, type->keys[i].word))
            wn_complain(complaints, &node->place, "no \"%s\" in %s; it needs one", type->keys[i].word,
                        complaints->owner);
}

/* {min: 9, max: 3} holds for nothing. */
static void check_order(wn_complaints *complaints, const wn_node *node)
{
    const wn_node *min = wn_node_get(node, "min"), *max = wn_node_get(node, "max");
    int32_t        low, high;
    uint32_t       low_share, high_share;
    if (!min || !max)
        return;
    bool is_empty = (wn_read_integer(min->text, &low) && wn_read_integer(max->text, &high) && low > high) ||
                    (wn_read_share(min->text, &low_share) && wn_read_share(max->text, &high_share) &&
                     low_share > high_share);
    if (is_empty)
        wn_complain(complaints, &min->place, "\"min\" is above \"max\", in %s; nothing can be in between",
                    complaints->owner);
}

static void check_map(wn_complaints *complaints, wn_map_id map, const wn_node *node, bool is_partial)
{
    size_t before = complaints->count;
    bool   has_partial = is_partial || map == WN_MAP_PATCHES;
    for (size_t i = 0; i < node->count; i++) {
        const wn_node *word = node->keys[i];
        const wn_key  *key = wn_map_key(map, word->text);
        if (key)
            check_value(&(value){complaints, key, word->text.data, has_partial}, node->values[i]);
        else
            complain_unknown(complaints, map, word);
    }
    if (!is_partial)
        check_required(complaints, map, node);
    if (complaints->count == before && (map == WN_MAP_RANGE || map == WN_MAP_SHARES))
        check_order(complaints, node);
}

bool wn_shape_check(wn_complaints *complaints, wn_map_id map, const wn_node *node)
{
    size_t before = complaints->count;
    if (node->kind == WN_NODE_MAP)
        check_map(complaints, map, node, false);
    else
        wn_complain(complaints, &node->place, "%s is not a map; write \"key: value\" lines", complaints->owner);
    return complaints->count == before;
}
