/* schema.c: walks the vocabulary and writes a definition for each kind of map.
 *
 * Editors give scalars YAML's types, the loader takes them as text; so where text is wanted numbers
 * and booleans are fine. In overrides nothing is required, wherever below them it stands: maps with
 * required keys have a second definition for that, with "part of" before its name. */
#include "author/schema.h"

#include "format/json.h"
#include "policy/vocabulary.h"

#include <string.h>

#define TEXT_TYPES "\"type\": [\"string\", \"number\", \"boolean\"]"
#define PART "part of "

typedef struct schema {
    wn_buf *out;
    bool    differs[WN_MAP_COUNT]; /* has required keys, or leads to a map that has */
} schema;

static void put(schema *s, const char *text)
{
    wn_buf_text(s->out, text);
}

static void put_string(schema *s, const char *text)
{
    wn_buf_put(s->out, '"');
    wn_json_put_escaped(s->out, (wn_bytes){text, strlen(text)});
    wn_buf_put(s->out, '"');
}

static void put_reference(schema *s, wn_map_id map, bool is_part)
{
    put(s, "\"$ref\": \"#/definitions/");
    put(s, is_part && s->differs[map] ? "part%20of%20" : "");
    for (const char *c = wn_map_name(map); *c; c++)
        if (*c == ' ')
            put(s, "%20");
        else
            wn_buf_put(s->out, *c);
    wn_buf_put(s->out, '"');
}

/* ---- values ---- */

/* "true" and "false" are words of the policy, and booleans of YAML. */
static void put_words(schema *s, const char *const *words)
{
    put(s, "\"enum\": [");
    for (size_t i = 0; words[i]; i++) {
        put(s, i ? ", " : "");
        put_string(s, words[i]);
        if (strcmp(words[i], "true") == 0 || strcmp(words[i], "false") == 0)
            wn_buf_printf(s->out, ", %s", words[i]);
    }
    put(s, "]");
}

static void put_text(schema *s, const wn_key *key)
{
    (void)key;
    put(s, TEXT_TYPES ", \"minLength\": 1");
}

static void put_any_text(schema *s, const wn_key *key)
{
    (void)key;
    put(s, TEXT_TYPES);
}

static void put_id(schema *s, const wn_key *key)
{
    (void)key;
    wn_buf_printf(s->out, "\"type\": [\"string\", \"number\"], \"pattern\": \"^[a-z0-9][a-z0-9._-]{0,%d}$\"",
                  WN_ID_BYTES_MAX - 1);
}

static void put_field(schema *s, const wn_key *key)
{
    (void)key;
    wn_buf_printf(s->out, TEXT_TYPES ", \"minLength\": 1, \"maxLength\": %d", WN_ID_BYTES_MAX);
}

static void put_lang(schema *s, const wn_key *key)
{
    (void)key;
    put(s, "\"type\": \"string\", \"pattern\": \"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$\"");
}

static void put_bool(schema *s, const wn_key *key)
{
    (void)key;
    put_words(s, (const char *const[]){"true", "false", NULL});
}

static void put_integer(schema *s, const wn_key *key)
{
    wn_buf_printf(s->out, "\"type\": \"integer\", \"minimum\": %d, \"maximum\": %d", (int)key->low, (int)key->high);
}

static void put_share(schema *s, const wn_key *key)
{
    (void)key;
    put(s, "\"type\": \"string\", \"pattern\": \"^(100(\\\\.0)?|0?[0-9]{1,2}(\\\\.[0-9])?)%$\"");
}

static void put_word(schema *s, const wn_key *key)
{
    put_words(s, key->words);
}

typedef void (*put_value)(schema *s, const wn_key *key);

/* One, or a list of at least `least`. */
static void put_one_or_list(schema *s, const wn_key *key, put_value one, int least)
{
    put(s, "\"anyOf\": [{");
    one(s, key);
    wn_buf_printf(s->out, "}, {\"type\": \"array\", \"minItems\": %d, \"items\": {", least);
    one(s, key);
    put(s, "}}]");
}

/* Values that hold no maps. */
static const put_value simple_values[] = {
    [WN_VALUE_TEXT] = put_text,       [WN_VALUE_ANY_TEXT] = put_any_text,
    [WN_VALUE_ID] = put_id,           [WN_VALUE_FIELD] = put_field,
    [WN_VALUE_LANG] = put_lang,       [WN_VALUE_BOOL] = put_bool,
    [WN_VALUE_INTEGER] = put_integer, [WN_VALUE_SHARE] = put_share,
    [WN_VALUE_WORD] = put_word,       [WN_VALUE_REGEX] = put_text,
    [WN_VALUE_UNTIL] = NULL,
};

static void put_condition(schema *s, wn_map_id map, bool is_part)
{
    put(s, "{\"$ref\": \"#/definitions/pattern\"}, {\"$ref\": \"#/definitions/conditions\"}, {");
    put_reference(s, map, is_part);
    put(s, "}");
}

static void put_list_of_maps(schema *s, const wn_key *key, bool is_part, int least)
{
    wn_buf_printf(s->out, "\"type\": \"array\", \"minItems\": %d, \"items\": {", least);
    put_reference(s, key->map, is_part);
    put(s, "}");
}

static void put_union(schema *s, const wn_key *key, bool is_part)
{
    put(s, "\"anyOf\": [");
    if (key->value == WN_VALUE_MAP_OR_WORD || key->value == WN_VALUE_UNTIL) {
        put(s, "{");
        put_words(s, key->words);
        put(s, "}, ");
    }
    if (key->value == WN_VALUE_MAP_OR_REGEX)
        put(s, "{\"$ref\": \"#/definitions/pattern\"}, ");
    if (key->value == WN_VALUE_UNTIL) {
        put(s, "{");
        put_reference(s, WN_MAP_PROSE, is_part);
        put(s, "}, ");
    }
    if (key->value == WN_VALUE_UNTIL || key->value == WN_VALUE_CONDITION)
        put_condition(s, key->map, is_part);
    else {
        put(s, "{");
        put_reference(s, key->map, is_part);
        put(s, "}");
    }
    put(s, "]");
}

static void put_value_of(schema *s, const wn_key *key, bool is_part)
{
    switch (key->value) {
    case WN_VALUE_TEXTS:
        put_one_or_list(s, key, put_text, 1);
        break;
    case WN_VALUE_TEXT_LIST:
        put_one_or_list(s, key, put_text, 0);
        break;
    case WN_VALUE_IDS:
        put_one_or_list(s, key, put_id, 1);
        break;
    case WN_VALUE_LANGS:
        put_one_or_list(s, key, put_lang, 1);
        break;
    case WN_VALUE_WORDS:
        put_one_or_list(s, key, put_word, 1);
        break;
    case WN_VALUE_REGEXES:
        put_one_or_list(s, key, put_text, 1);
        break;
    case WN_VALUE_MAP:
        put_reference(s, key->map, is_part);
        break;
    case WN_VALUE_MAPS:
        put_list_of_maps(s, key, is_part, 1);
        break;
    case WN_VALUE_ENTRIES:
        put_list_of_maps(s, key, is_part, 0);
        break;
    case WN_VALUE_CONDITIONS:
        put(s, "\"$ref\": \"#/definitions/conditions\"");
        break;
    case WN_VALUE_MAP_OR_WORD:
    case WN_VALUE_MAP_OR_REGEX:
    case WN_VALUE_CONDITION:
    case WN_VALUE_UNTIL:
        put_union(s, key, is_part);
        break;
    default:
        simple_values[key->value](s, key);
        break;
    }
}

/* ---- maps ---- */

static void put_key(schema *s, const wn_key *key, bool is_part, bool is_first)
{
    put(s, is_first ? "\n        " : ",\n        ");
    put_string(s, key->word);
    put(s, ": {\"description\": ");
    put_string(s, key->help ? key->help : "");
    put(s, ", ");
    put_value_of(s, key, is_part);
    put(s, "}");
}

static void put_keys(schema *s, wn_map_id map, bool is_part)
{
    const char *words[WN_MAP_WORDS_MAX];
    size_t      count = wn_map_words(map, words);
    put(s, "      \"additionalProperties\": false,\n      \"properties\": {");
    for (size_t i = 0; i < count; i++)
        put_key(s, wn_map_key(map, (wn_bytes){words[i], strlen(words[i])}), is_part, !i);
    put(s, "\n      }");
}

static void put_required(schema *s, const wn_map_type *type)
{
    size_t count = 0;
    for (size_t i = 0; i < type->key_count; i++) {
        if (!type->keys[i].is_required)
            continue;
        put(s, count++ ? ", " : ",\n      \"required\": [");
        put_string(s, type->keys[i].word);
    }
    put(s, count ? "]" : "");
}

/* A rule has one unit. */
static void put_units(schema *s)
{
    put(s, ",\n      \"oneOf\": [");
    for (size_t i = 0; wn_unit_words[i]; i++)
        wn_buf_printf(s->out, "%s{\"required\": [\"%s\"]}", i ? ", " : "", wn_unit_words[i]);
    put(s, "]");
}

/* A part of a map may be as small as one likes; a rule of an override, too. */
static void put_map(schema *s, wn_map_id map, bool is_part)
{
    const wn_map_type *type = wn_map_type_of(map);
    put(s, ",\n    \"");
    put(s, is_part ? PART : "");
    wn_buf_printf(s->out, "%s\": {\n      \"type\": \"object\",\n      \"minProperties\": 1,\n", wn_map_name(map));
    if (type->each) {
        put(s, "      \"additionalProperties\": {");
        put_value_of(s, type->each, is_part || map == WN_MAP_PATCHES);
        put(s, "}");
    } else
        put_keys(s, map, is_part);
    if (!is_part)
        put_required(s, type);
    if (map == WN_MAP_RULE)
        put_units(s);
    put(s, "\n    }");
}

/* ---- which maps need two definitions ---- */

static bool leads_to_map(const wn_key *key)
{
    return key->value >= WN_VALUE_MAP;
}

static bool has_reason_to_differ(const schema *s, const wn_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (keys[i].is_required || (leads_to_map(&keys[i]) && s->differs[keys[i].map]))
            return true;
    return false;
}

/* Until nothing changes: maps lead to each other. */
static void find_differing(schema *s)
{
    bool has_changed = true;
    while (has_changed) {
        has_changed = false;
        for (int map = 0; map < WN_MAP_COUNT; map++) {
            const wn_map_type *type = wn_map_type_of((wn_map_id)map), *also = wn_map_type_of(type->also);
            if (s->differs[map] || !(has_reason_to_differ(s, type->keys, type->key_count) ||
                                     (type->has_also && has_reason_to_differ(s, also->keys, also->key_count))))
                continue;
            s->differs[map] = has_changed = true;
        }
    }
}

void wn_schema_put(wn_buf *out)
{
    schema s = {.out = out};
    find_differing(&s);
    put(&s, "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"winnow policy\",\n"
            "  \"allOf\": [{");
    put_reference(&s, WN_MAP_POLICY, false);
    put(&s, "}],\n  \"definitions\": {\n    \"pattern\": {" TEXT_TYPES ", \"minLength\": 1}");
    put(&s, ",\n    \"conditions\": {\"type\": \"array\", \"minItems\": 1, \"items\": {\"anyOf\": [");
    put_condition(&s, WN_MAP_CONDITION, false);
    put(&s, "]}}");
    for (int map = 0; map < WN_MAP_COUNT; map++) {
        put_map(&s, (wn_map_id)map, false);
        if (s.differs[map] && map >= WN_MAP_SETTINGS && map <= WN_MAP_POINT)
            put_map(&s, (wn_map_id)map, true);
    }
    put(&s, "\n  }\n}\n");
}
