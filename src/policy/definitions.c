/* definitions.c: reads the files of a policy one part after the other: their outer shape, defines,
 * rules, overrides, then what only the whole can tell (ids, categories), the guard and the tests.
 *
 * A part that is wrong is complained about and left out; reading goes on, so that an author sees all
 * at once. Rules stay in the order of the files until the end, then they are sorted. */
#include "policy/definitions.h"

#include "policy/shape.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAG_ID,
    TAG_WAS
}; /* of the names of rules */

/* A patch before all are known. */
typedef struct loose_patch {
    uint32_t rule;
    uint32_t override;
    wn_node *node;
} loose_patch;

/* What is needed only while reading. */
typedef struct work {
    wn_reader      *reader;
    wn_definitions *out;
    wn_names        ids; /* rules by id and by earlier id */
    loose_patch    *patches;
    size_t          patch_count, patch_capacity;
} work;

static void set_owner(work *w, const char *owner)
{
    w->reader->complaints.owner = owner ? owner : "the policy";
}

static void name_owner(work *w, const char *kind, size_t number)
{
    set_owner(w, wn_arena_printf(w->reader->arena, "%s %zu", kind, number));
}

/* The owner's name is made for each rule and seldom shown, so that it is not printed. */
static void name_rule(work *w, const char *id)
{
    static const char before[] = "rule \"";
    size_t            size = strlen(id);
    char             *owner = wn_arena_alloc(w->reader->arena, sizeof before + size + 1);
    if (owner) {
        memcpy(owner, before, sizeof before - 1);
        memcpy(owner + sizeof before - 1, id, size);
        memcpy(owner + sizeof before - 1 + size, "\"", 2);
    }
    set_owner(w, owner);
}

/* ---- the outer shape ---- */

/* A file for a newer winnow may have keys of which this one knows nothing, so that comes first. */
static bool is_newer(work *w, const wn_node *root)
{
    const wn_node *language = wn_node_get(root, "winnow");
    int32_t        version;
    if (!language || !wn_read_integer(language->text, &version) || version <= WN_LANGUAGE_VERSION)
        return false;
    wn_complain(&w->reader->complaints, &language->place,
                "policy language %d, in a winnow that knows up to %d; use a newer winnow", (int)version,
                WN_LANGUAGE_VERSION);
    return true;
}

static void check_outer_shapes(work *w, const wn_sources *sources)
{
    set_owner(w, "the policy");
    for (size_t i = 0; i < sources->count; i++)
        if (!is_newer(w, sources->items[i]->root))
            wn_shape_check(&w->reader->complaints, WN_MAP_POLICY, sources->items[i]->root);
}

/* The list under `key` of a file; NULL when it has none. */
static const wn_node *entries_of(const wn_source *source, const char *key)
{
    const wn_node *list = wn_node_get(source->root, key);
    return list && list->kind == WN_NODE_LIST ? list : NULL;
}

/* How many entries all files have together; complains when they are more than `max`. */
static size_t count_entries(work *w, const char *key, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < w->out->sources->count; i++) {
        const wn_node *list = entries_of(w->out->sources->items[i], key);
        count += list ? list->count : 0;
        if (count > max) {
            wn_complain(&w->reader->complaints, &list->place, "more than %zu %s in one policy; use fewer", max, key);
            return 0;
        }
    }
    return count;
}

/* ---- rules ---- */

/* Tells of an id that another rule has, or had. */
static bool is_taken(work *w, const wn_node *id)
{
    for (uint32_t tag = TAG_ID; tag <= TAG_WAS; tag++) {
        uint32_t other = wn_names_find(&w->ids, tag, id->text);
        if (other == WN_NAME_ABSENT)
            continue;
        const wn_rule_source *rule = &w->out->rules[other];
        wn_complain(&w->reader->complaints, &id->place, "id \"%s\" %s at %s; %s", id->text.data,
                    tag == TAG_ID ? "is already used" : "is the earlier id of a rule",
                    wn_complain_where(&w->reader->complaints, &rule->node->place),
                    rule->file->root->place.text.data == id->place.text.data
                        ? "ids are unique"
                        : "to change a rule of another file use overrides");
        return true;
    }
    return false;
}

static void add_name(work *w, uint32_t tag, const wn_node *id, size_t rule)
{
    if (!is_taken(w, id) && !wn_names_add(&w->ids, tag, id->text, (uint32_t)rule))
        wn_complain_memory(&w->reader->complaints);
}

/* Reads a rule as it is written. One that is wrong still has its id, if that is right. */
static void read_rule(work *w, const wn_source *file, wn_node *node, size_t number)
{
    const wn_node *id = wn_node_get(node, "id"), *was = wn_node_get(node, "was");
    bool           has_id = id && id->kind == WN_NODE_SCALAR && wn_is_id(id->text);
    if (has_id)
        name_rule(w, id->text.data);
    else
        name_owner(w, "rule", number);
    const wn_definition *base = wn_definition_read(w->reader, node, &node->place);
    if (!has_id)
        return;
    size_t          index = w->out->rule_count++;
    wn_rule_source *rule = &w->out->rules[index];
    *rule = (wn_rule_source){.id = id->text.data, .file = file, .node = node, .base = base};
    add_name(w, TAG_ID, id, index);
    if (!base)
        return;
    for (size_t i = 0; was && i < wn_item_count(was); i++)
        add_name(w, TAG_WAS, wn_item(was, i), index);
    rule->hits = wn_examples_read(w->reader, wn_node_get(node, "hits"));
    rule->misses = wn_examples_read(w->reader, wn_node_get(node, "misses"));
}

/* False when there are too many to read, or no memory for them. */
static bool read_rules(work *w)
{
    size_t before = w->reader->complaints.count;
    size_t count = count_entries(w, "rules", WN_RULES_MAX);
    w->out->rules = wn_reader_alloc(w->reader, count + 1, sizeof *w->out->rules);
    if (w->reader->complaints.count != before)
        return false;
    for (size_t i = 0; i < w->out->sources->count; i++) {
        const wn_source *file = w->out->sources->items[i];
        const wn_node   *list = entries_of(file, "rules");
        for (size_t k = 0; list && k < list->count; k++)
            read_rule(w, file, list->values[k], k + 1);
    }
    return true;
}

/* ---- overrides ---- */

static uint32_t find_rule(const work *w, wn_bytes id)
{
    uint32_t rule = wn_names_find(&w->ids, TAG_ID, id);
    return rule != WN_NAME_ABSENT ? rule : wn_names_find(&w->ids, TAG_WAS, id);
}

static void complain_stranger(work *w, const wn_node *id)
{
    const char **words = NULL;
    if (!wn_complaints_are_full(&w->reader->complaints))
        words = wn_arena_alloc(w->reader->arena, (w->out->rule_count + 1) * sizeof *words);
    for (size_t i = 0; words && i < w->out->rule_count; i++)
        words[i] = w->out->rules[i].id;
    wn_complain(&w->reader->complaints, &id->place, "no rule \"%s\", in %s%s", id->text.data,
                w->reader->complaints.owner,
                wn_complain_guess(&w->reader->complaints, id->text.data, words, words ? w->out->rule_count : 0));
}

static void add_patch(work *w, uint32_t override, const wn_node *id, wn_node *node)
{
    uint32_t rule = find_rule(w, id->text);
    if (rule == WN_NAME_ABSENT)
        complain_stranger(w, id);
    else if (!wn_array_grow(&w->patches, &w->patch_capacity, w->patch_count + 1, sizeof *w->patches))
        wn_complain_memory(&w->reader->complaints);
    else
        w->patches[w->patch_count++] = (loose_patch){rule, override, node};
}

static void read_override(work *w, const wn_node *map, size_t number)
{
    uint32_t     index = (uint32_t)w->out->override_count;
    wn_override *override = &w->out->overrides[index];
    name_owner(w, "override", number);
    if (!wn_override_read(w->reader, map, override))
        return;
    if (override->when)
        override->conditional = (uint32_t)w->out->conditional_count++;
    w->out->override_count++;
    const wn_node *rules = wn_node_get(map, "rules");
    for (size_t i = 0; i < rules->count; i++)
        add_patch(w, index, rules->keys[i], rules->values[i]);
}

static void read_overrides(work *w)
{
    size_t count = count_entries(w, "overrides", WN_OVERRIDES_MAX);
    w->out->overrides = count ? wn_reader_alloc(w->reader, count, sizeof *w->out->overrides) : NULL;
    for (size_t i = 0; w->out->overrides && i < w->out->sources->count; i++) {
        const wn_node *list = entries_of(w->out->sources->items[i], "overrides");
        for (size_t k = 0; list && k < list->count; k++)
            read_override(w, list->values[k], k + 1);
    }
}

/* Gives each rule its patches, in the order in which they apply. */
static void hand_out_patches(work *w)
{
    wn_rule_source *rules = w->out->rules;
    for (size_t i = 0; i < w->patch_count; i++)
        rules[w->patches[i].rule].patch_count++;
    for (size_t i = 0; i < w->out->rule_count; i++) {
        if (!rules[i].patch_count)
            continue;
        rules[i].patches = wn_reader_alloc(w->reader, rules[i].patch_count, sizeof *rules[i].patches);
        rules[i].patch_count = 0;
        if (!rules[i].patches)
            return;
    }
    for (size_t i = 0; i < w->patch_count; i++) {
        wn_rule_source    *rule = &rules[w->patches[i].rule];
        const wn_override *override = &w->out->overrides[w->patches[i].override];
        rule->is_varied |= override->when != NULL;
        rule->patches[rule->patch_count++] = (wn_patch){override, w->patches[i].node, NULL};
    }
}

static const wn_definition *lay(work *w, const wn_rule_source *rule, const bool *applies)
{
    return wn_patches_lay(w->reader, rule->node, &rule->node->place, rule->patches, rule->patch_count, applies);
}

static size_t count_lasting_patches(const wn_rule_source *rule)
{
    size_t count = 0;
    for (size_t i = 0; i < rule->patch_count; i++)
        count += wn_patch_applies(&rule->patches[i], NULL);
    return count;
}

/* Lays the unconditional patches on a rule for good, and each conditional one by way of trial. */
static void make_versions(work *w, wn_rule_source *rule, bool *applies)
{
    set_owner(w, wn_arena_printf(w->reader->arena, "rule \"%s\", as overridden", rule->id));
    size_t lasting = count_lasting_patches(rule);
    if (lasting > WN_LASTING_PATCHES_MAX) {
        wn_complain(&w->reader->complaints, &rule->patches[lasting - 1].node->place,
                    "more than %d overrides without when for rule \"%s\"; merge them", WN_LASTING_PATCHES_MAX,
                    rule->id);
        return;
    }
    if (lasting)
        rule->base = lay(w, rule, NULL);
    for (size_t i = 0; i < rule->patch_count && rule->base; i++) {
        uint32_t conditional = rule->patches[i].override->conditional;
        if (conditional == WN_NONE)
            continue;
        applies[conditional] = true;
        rule->patches[i].version = lay(w, rule, applies);
        applies[conditional] = false;
    }
}

static void lay_overrides(work *w)
{
    hand_out_patches(w);
    bool *applies = wn_reader_alloc(w->reader, w->out->conditional_count + 1, sizeof *applies);
    if (!applies || w->reader->complaints.status == WN_NO_MEMORY)
        return;
    for (size_t i = 0; i < w->out->rule_count; i++)
        if (w->out->rules[i].base && w->out->rules[i].patch_count)
            make_versions(w, &w->out->rules[i], applies);
}

/* ---- categories ---- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds the categories of all versions of a rule; returns how many that were. */
static size_t put_categories(const wn_rule_source *rule, const char **categories)
{
    size_t count = 0;
    if (rule->base)
        categories[count++] = rule->base->category;
    for (size_t i = 0; i < rule->patch_count; i++)
        if (rule->patches[i].version)
            categories[count++] = rule->patches[i].version->category;
    return count;
}

static void collect_categories(work *w)
{
    wn_definitions *out = w->out;
    out->categories = wn_reader_alloc(w->reader, out->rule_count + w->patch_count + 1, sizeof *out->categories);
    if (!out->categories)
        return;
    size_t count = 0;
    for (size_t i = 0; i < out->rule_count; i++)
        count += put_categories(&out->rules[i], out->categories + count);
    qsort(out->categories, count, sizeof *out->categories, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (!i || strcmp(out->categories[i], out->categories[i - 1]))
            out->categories[out->category_count++] = out->categories[i];
}

uint32_t wn_category_index(const wn_definitions *definitions, const char *name)
{
    size_t       count = definitions->category_count;
    const char **found = count ? bsearch(&name, definitions->categories, count, sizeof name, compare_texts) : NULL;
    return found ? (uint32_t)(found - definitions->categories) : WN_NONE;
}

static void check_category(void *user, const wn_condition *condition)
{
    work       *w = user;
    const char *category = condition->op == WN_OP_MARKED ? condition->category : NULL;
    if (!category || wn_category_index(w->out, category) != WN_NONE ||
        wn_word_index(wn_shipped_categories, (wn_bytes){category, strlen(category)}) >= 0)
        return;
    wn_complain(&w->reader->complaints, &condition->node->place, "no rule has the category \"%s\", in %s%s", category,
                w->reader->complaints.owner,
                wn_complain_guess(&w->reader->complaints, category, w->out->categories, w->out->category_count));
}

/* Every category that is asked for must be some rule's, or one of those that ship. What an override leaves as it was is
 * not complained about twice. */
static void check_categories(work *w)
{
    collect_categories(w);
    for (size_t i = 0; i < w->out->rule_count && w->out->categories; i++) {
        const wn_rule_source *rule = &w->out->rules[i];
        size_t                before = w->reader->complaints.count;
        name_rule(w, rule->id);
        if (rule->base)
            wn_definition_walk(rule->base, check_category, w);
        for (size_t k = 0; k < rule->patch_count && w->reader->complaints.count == before; k++)
            if (rule->patches[k].version)
                wn_definition_walk(rule->patches[k].version, check_category, w);
    }
}

/* ---- the rest ---- */

static void read_guard(wn_definitions *out)
{
    out->guard = (wn_guard){.max_removed_prose = WN_NONE};
    for (size_t i = 0; i < out->sources->count; i++) {
        const wn_node *guard = wn_node_get(out->sources->items[i]->root, "guard");
        if (guard && guard->kind == WN_NODE_SCALAR)
            out->guard = (wn_guard){.max_removed_prose = WN_NONE};
        out->guard.max_removed_prose = wn_number_of(guard, "max-removed-prose", out->guard.max_removed_prose);
        out->guard.min_words = wn_number_of(guard, "min-words", out->guard.min_words);
    }
}

static void read_tests(work *w)
{
    size_t count = count_entries(w, "tests", SIZE_MAX / sizeof *w->out->tests);
    w->out->tests = count ? wn_reader_alloc(w->reader, count, sizeof *w->out->tests) : NULL;
    for (size_t i = 0; w->out->tests && i < w->out->sources->count; i++) {
        const wn_node *list = entries_of(w->out->sources->items[i], "tests");
        for (size_t k = 0; list && k < list->count; k++) {
            name_owner(w, "test", k + 1);
            if (wn_case_read(w->reader, list->values[k], &w->out->tests[w->out->test_count]))
                w->out->test_count++;
        }
    }
}

static void read_names(wn_definitions *out)
{
    const wn_source *last = out->sources->items[out->sources->count - 1];
    const wn_node   *name = wn_node_get(last->root, "name"), *version = wn_node_get(last->root, "version");
    out->name = name ? name->text.data : last->name;
    out->version = version ? version->text.data : "";
}

static int compare_rules(const void *a, const void *b)
{
    return strcmp(((const wn_rule_source *)a)->id, ((const wn_rule_source *)b)->id);
}

/* All that needs the outer shapes to be right. */
static void read_parts(work *w)
{
    wn_definitions *out = w->out;
    wn_defines_read(&out->defines, out->sources, &w->reader->complaints);
    w->reader->defines = &out->defines;
    if (w->reader->complaints.status == WN_NO_MEMORY)
        return;
    if (!read_rules(w) || !out->rules)
        return;
    read_overrides(w);
    lay_overrides(w);
    check_categories(w);
    read_tests(w);
    read_guard(out);
    read_names(out);
    if (out->rule_count)
        qsort(out->rules, out->rule_count, sizeof *out->rules, compare_rules);
}

wn_status wn_definitions_read(wn_reader *reader, const wn_sources *sources, wn_definitions *definitions)
{
    *definitions = (wn_definitions){.sources = sources};
    work w = {.reader = reader, .out = definitions};
    check_outer_shapes(&w, sources);
    if (reader->complaints.status != WN_NO_MEMORY)
        read_parts(&w);
    wn_names_free(&w.ids);
    free(w.patches);
    return reader->complaints.status;
}

void wn_definitions_free(wn_definitions *definitions)
{
    wn_defines_free(&definitions->defines);
}
