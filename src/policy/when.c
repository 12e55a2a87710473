/* when.c: reads document conditions, and says whether they hold for what is known of a document. */
#include "policy/when.h"

#include "policy/policy.h"

#include <string.h>

/* ---- reading ---- */

static wn_bytes *read_texts(wn_reader *reader, const wn_node *node, size_t *count)
{
    *count = 0;
    if (!node)
        return NULL;
    wn_bytes *texts = wn_reader_alloc(reader, wn_item_count(node), sizeof *texts);
    for (size_t i = 0; texts && i < wn_item_count(node); i++)
        texts[(*count)++] = wn_item(node, i)->text;
    return texts;
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static wn_bytes *read_langs(wn_reader *reader, const wn_node *node, size_t *count)
{
    wn_bytes *langs = read_texts(reader, node, count);
    for (size_t i = 0; langs && i < *count; i++) {
        char *copy = wn_arena_copy(reader->arena, langs[i]);
        if (!copy) {
            wn_complain_memory(&reader->complaints);
            return NULL;
        }
        for (size_t k = 0; k < langs[i].size; k++)
            copy[k] = small(copy[k]);
        langs[i].data = copy;
    }
    return langs;
}

static wn_bytes *read_fields(wn_reader *reader, const wn_node *map, size_t *count)
{
    *count = 0;
    if (!map)
        return NULL;
    wn_bytes *pairs = wn_reader_alloc(reader, map->count * 2, sizeof *pairs);
    for (size_t i = 0; pairs && i < map->count; i++) {
        pairs[i * 2] = map->keys[i]->text;
        pairs[i * 2 + 1] = map->values[i]->text;
        ++*count;
    }
    return pairs;
}

const wn_when_def *wn_when_read(wn_reader *reader, const wn_node *map)
{
    wn_when_def *when = wn_reader_alloc(reader, 1, sizeof *when);
    if (!when)
        return NULL;
    const wn_node *lines = wn_node_get(map, "prose-lines"), *words = wn_node_get(map, "prose-words");
    when->node = map;
    when->sources = read_texts(reader, wn_node_get(map, "source"), &when->source_count);
    when->langs = read_langs(reader, wn_node_get(map, "lang"), &when->lang_count);
    when->fields = read_fields(reader, wn_node_get(map, "field"), &when->field_count);
    when->prose_lines_min = wn_number_of(lines, "min", 0);
    when->prose_lines_max = wn_number_of(lines, "max", UINT32_MAX);
    when->prose_words_min = wn_number_of(words, "min", 0);
    when->prose_words_max = wn_number_of(words, "max", UINT32_MAX);
    return reader->complaints.status == WN_NO_MEMORY ? NULL : when;
}

bool wn_when_asks_prose(const wn_when_def *when)
{
    return when->prose_lines_min || when->prose_lines_max != UINT32_MAX || when->prose_words_min ||
           when->prose_words_max != UINT32_MAX;
}

/* ---- asking ---- */

static size_t next_char(wn_bytes text, size_t at)
{
    for (at++; at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80;)
        at++;
    return at;
}

/* Whether `text` fits a glob: * is any characters, ? is one. On a failure after a * the text behind
 * the last * moves on by one character, so the time is at most the product of the sizes. */
static bool fits_glob(const char *glob, wn_bytes text, bool is_caseless)
{
    size_t g = 0, t = 0, after_star = SIZE_MAX, retry = 0;
    while (t < text.size) {
        bool is_same = glob[g] == text.data[t] || (is_caseless && small(glob[g]) == small(text.data[t]));
        if (glob[g] == '*') {
            after_star = ++g;
            retry = t;
        } else if (glob[g] == '?') {
            g++;
            t = next_char(text, t);
        } else if (glob[g] && is_same) {
            g++;
            t++;
        } else if (after_star != SIZE_MAX) {
            g = after_star;
            t = retry = next_char(text, retry);
        } else
            return false;
    }
    while (glob[g] == '*')
        g++;
    return !glob[g];
}

/* Whether a language is, or is a kind of, the one with this code: pt-BR is a kind of pt. */
static bool fits_lang(const char *code, const char *lang)
{
    size_t size = strlen(code);
    for (size_t i = 0; i < size; i++)
        if (code[i] != (lang[i] == '_' ? '-' : small(lang[i])))
            return false;
    return !lang[size] || lang[size] == '-' || lang[size] == '_';
}

static bool fits_some_source(const wn_ruleset *set, const wn_when *when, const char *source)
{
    for (uint32_t i = 0; source && i < when->source_count; i++)
        if (fits_glob(set->pool + set->strings[when->source_first + i], (wn_bytes){source, strlen(source)}, true))
            return true;
    return false;
}

static bool fits_some_lang(const wn_ruleset *set, const wn_when *when, const char *lang)
{
    for (uint32_t i = 0; lang && i < when->lang_count; i++)
        if (fits_lang(set->pool + set->strings[when->lang_first + i], lang))
            return true;
    return false;
}

static bool has_field(const wn_attributes *attributes, const char *name, const char *glob)
{
    for (size_t i = 0; i < attributes->field_count; i++)
        if (!strcmp(attributes->fields[i].name, name) && fits_glob(glob, attributes->fields[i].value, false))
            return true;
    return false;
}

static bool has_all_fields(const wn_ruleset *set, const wn_when *when, const wn_attributes *attributes)
{
    const uint32_t *pairs = set->strings + when->field_first;
    for (uint32_t i = 0; i < when->field_count; i++)
        if (!has_field(attributes, set->pool + pairs[i * 2], set->pool + pairs[i * 2 + 1]))
            return false;
    return true;
}

bool wn_when_holds(const wn_ruleset *set, uint32_t index, const wn_attributes *attributes)
{
    if (index == WN_NONE)
        return true;
    const wn_when *when = &set->whens[index];
    return (!when->source_count || fits_some_source(set, when, attributes->source)) &&
           (!when->lang_count || fits_some_lang(set, when, attributes->lang)) && has_all_fields(set, when, attributes);
}
