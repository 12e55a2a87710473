/* defines.c: textual replacement of %{name}, with a memory of what came from where.
 *
 * %{name} needs a name that begins with a letter, so that a percent sign with a repeat count, %{2},
 * stays what it is for PCRE2. */
#include "policy/defines.h"

#include "match/regex.h"

#include <stdlib.h>
#include <string.h>

static bool resolve(wn_defines *defines, wn_define *define, wn_complaints *complaints);

/* ---- which file sees which ---- */

static uint32_t source_index(const wn_sources *sources, const wn_source *source)
{
    for (uint32_t i = 0; i < sources->count; i++)
        if (sources->items[i] == source)
            return i;
    return 0;
}

/* The source a node stands in: overrides lay nodes of one file over those of another. */
static uint32_t source_of(const wn_sources *sources, const wn_node *node)
{
    for (uint32_t i = 0; i < sources->count; i++)
        if (sources->items[i]->root->place.text.data == node->place.text.data)
            return i;
    return 0;
}

/* What a file extends comes before it, so one pass in order is enough. */
static bool find_seen(wn_defines *defines)
{
    size_t count = defines->sources->count;
    defines->row_words = (count + 63) / 64;
    defines->sees = calloc(count * defines->row_words + 1, sizeof *defines->sees);
    if (!defines->sees)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t        *row = defines->sees + i * defines->row_words;
        const wn_source *source = defines->sources->items[i];
        row[i / 64] |= UINT64_C(1) << i % 64;
        for (size_t e = 0; e < source->extend_count; e++) {
            const uint64_t *theirs = defines->sees +
                                     source_index(defines->sources, source->extends[e]) * defines->row_words;
            for (size_t w = 0; w < defines->row_words; w++)
                row[w] |= theirs[w];
        }
    }
    return true;
}

static bool has_in_sight(const wn_defines *defines, uint32_t source, uint32_t other)
{
    return defines->sees[source * defines->row_words + other / 64] >> other % 64 & 1;
}

static wn_define *find(const wn_defines *defines, uint32_t source, wn_bytes name)
{
    for (uint32_t other = source + 1; other-- > 0;) {
        if (!has_in_sight(defines, source, other))
            continue;
        uint32_t index = wn_names_find(&defines->names, other, name);
        if (index != WN_NAME_ABSENT)
            return &defines->items[index];
    }
    return NULL;
}

/* ---- putting in ---- */

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The length of "%{name}" at `at`, or 0. */
static size_t reference_size(wn_bytes text, size_t at)
{
    if (text.size - at < 4 || text.data[at] != '%' || text.data[at + 1] != '{' || !is_name_start(text.data[at + 2]))
        return 0;
    const char *end = memchr(text.data + at, '}', text.size - at);
    return end ? (size_t)(end - text.data) - at + 1 : 0;
}

static bool note_stretch(wn_stretches *stretches, size_t resolved, size_t written, bool is_define)
{
    if (!stretches)
        return true;
    if (!wn_array_grow(&stretches->items, &stretches->capacity, stretches->count + 1, sizeof *stretches->items))
        return false;
    stretches->items[stretches->count++] = (wn_stretch){resolved, written, is_define};
    return true;
}

static const char *guess_name(const wn_defines *defines, uint32_t source, const char *name, wn_complaints *complaints)
{
    const char **words = wn_arena_alloc(complaints->arena, (defines->count + 1) * sizeof *words);
    size_t       count = 0;
    if (!words)
        return "";
    for (size_t i = 0; i < defines->count; i++)
        if (has_in_sight(defines, source, defines->items[i].source))
            words[count++] = defines->items[i].name->text.data;
    return wn_complain_guess(complaints, name, words, count);
}

/* The define that "%{name}" stands for, resolved; NULL after a complaint. */
static const wn_define *look_up(wn_defines *defines, const wn_node *scalar, size_t at, size_t size,
                                wn_complaints *complaints)
{
    uint32_t   source = source_of(defines->sources, scalar);
    wn_bytes   name = {scalar->text.data + at + 2, size - 3};
    wn_define *define = find(defines, source, name);
    wn_place   place = wn_node_place_in(scalar, at);
    if (!define) {
        const char *copy = wn_arena_copy(complaints->arena, name);
        wn_complain(complaints, &place, "no define \"%s\", in %s%s", copy ? copy : "", complaints->owner,
                    copy ? guess_name(defines, source, copy, complaints) : "");
    } else if (define->state == WN_DEFINE_OPEN) {
        wn_complain(complaints, &place, "%%{%.*s} leads back to itself, in %s; a define cannot contain itself",
                    (int)name.size, name.data, complaints->owner);
        define->state = WN_DEFINE_BAD;
    } else if (define->state == WN_DEFINE_WRITTEN)
        resolve(defines, define, complaints);
    return define && define->state == WN_DEFINE_RESOLVED ? define : NULL;
}

static bool put_in(wn_defines *defines, const wn_node *scalar, wn_complaints *complaints, wn_buf *out,
                   wn_stretches *stretches)
{
    wn_bytes text = scalar->text;
    bool     is_memory = note_stretch(stretches, out->size, 0, false);
    for (size_t i = 0; i < text.size && is_memory;) {
        size_t size = reference_size(text, i);
        if (!size) {
            size = text.data[i] == '\\' && i + 1 < text.size ? 2 : 1;
            is_memory = wn_buf_append(out, text.data + i, size);
        } else {
            const wn_define *define = look_up(defines, scalar, i, size, complaints);
            if (!define)
                return false;
            is_memory = note_stretch(stretches, out->size, i, true) &&
                        wn_buf_append(out, define->text.data, define->text.size) &&
                        note_stretch(stretches, out->size, i + size, false);
        }
        i += size;
        if (out->size > WN_REGEX_BYTES_MAX) {
            wn_complain(complaints, &scalar->place,
                        "pattern over %d bytes, its defines put in, in %s; word lists belong in is, starts or contains",
                        WN_REGEX_BYTES_MAX, complaints->owner);
            return false;
        }
    }
    if (!is_memory)
        wn_complain_memory(complaints);
    return is_memory;
}

bool wn_defines_put_in(const wn_defines *defines, const wn_node *scalar, wn_complaints *complaints, wn_buf *out,
                       wn_stretches *stretches)
{
    wn_defines table = *defines; /* all are resolved by now, so nothing is written */
    return put_in(&table, scalar, complaints, out, stretches);
}

/* ---- reading ---- */

static bool resolve(wn_defines *defines, wn_define *define, wn_complaints *complaints)
{
    const char *owner = complaints->owner;
    wn_buf      out = {0};
    complaints->owner = wn_arena_printf(complaints->arena, "define \"%s\"", define->name->text.data);
    if (!complaints->owner)
        complaints->owner = "a define";
    define->state = WN_DEFINE_OPEN;
    bool is_done = put_in(defines, define->value, complaints, &out, NULL) && define->state == WN_DEFINE_OPEN;
    define->state = WN_DEFINE_BAD;
    if (is_done) {
        define->text = (wn_bytes){wn_arena_copy(complaints->arena, wn_buf_bytes(&out)), out.size};
        if (define->text.data)
            define->state = WN_DEFINE_RESOLVED;
        else
            wn_complain_memory(complaints);
    }
    wn_buf_free(&out);
    complaints->owner = owner;
    return define->state == WN_DEFINE_RESOLVED;
}

static bool is_name(wn_bytes text)
{
    if (!text.size || text.size > WN_DEFINE_NAME_MAX || !is_name_start(text.data[0]))
        return false;
    for (size_t i = 1; i < text.size; i++)
        if (!is_name_start(text.data[i]) && !(text.data[i] >= '0' && text.data[i] <= '9') &&
            !memchr("_-", text.data[i], 2))
            return false;
    return true;
}

static void add_define(wn_defines *defines, uint32_t source, const wn_node *name, const wn_node *value,
                       wn_complaints *complaints)
{
    if (!is_name(name->text)) {
        wn_complain(complaints, &name->place,
                    "\"%s\" cannot name a define; use letters, digits, - and _, a letter first", name->text.data);
        return;
    }
    defines->items[defines->count] = (wn_define){.name = name, .value = value, .source = source};
    if (!wn_names_add(&defines->names, source, name->text, (uint32_t)defines->count))
        wn_complain_memory(complaints);
    else
        defines->count++;
}

static const wn_node *define_map(const wn_sources *sources, size_t source)
{
    const wn_node *map = wn_node_get(sources->items[source]->root, "define");
    return map && map->kind == WN_NODE_MAP ? map : NULL;
}

/* How many there are; complains about the one too many. */
static size_t count_defines(const wn_sources *sources, wn_complaints *complaints)
{
    size_t count = 0;
    for (size_t i = 0; i < sources->count; i++) {
        const wn_node *map = define_map(sources, i);
        if (!map)
            continue;
        count += map->count;
        if (count > WN_DEFINES_MAX) {
            wn_complain(complaints, &map->place, "more than %d defines in one policy; use fewer", WN_DEFINES_MAX);
            return 0;
        }
    }
    return count;
}

void wn_defines_read(wn_defines *defines, const wn_sources *sources, wn_complaints *complaints)
{
    *defines = (wn_defines){.sources = sources};
    size_t count = count_defines(sources, complaints);
    defines->items = wn_arena_alloc(complaints->arena, (count + 1) * sizeof *defines->items);
    if (!defines->items || !find_seen(defines)) {
        wn_complain_memory(complaints);
        return;
    }
    for (uint32_t i = 0; i < sources->count && count; i++) {
        const wn_node *map = define_map(sources, i);
        for (size_t k = 0; map && k < map->count; k++)
            if (map->values[k]->kind == WN_NODE_SCALAR)
                add_define(defines, i, map->keys[k], map->values[k], complaints);
    }
    for (size_t i = 0; i < defines->count; i++)
        if (defines->items[i].state == WN_DEFINE_WRITTEN)
            resolve(defines, &defines->items[i], complaints);
}

void wn_defines_free(wn_defines *defines)
{
    wn_names_free(&defines->names);
    free(defines->sees);
    defines->sees = NULL;
}
