/* resolved.c: the effective policy. The merged tree shares its leaves with the files, so each still knows its place. */
#include "author/rules.h"

#include "author/words.h"
#include "base/plain.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

#define VALUE_COLUMN 60 /* where origins begin, when values are short */

typedef struct printer {
    const wn_policy     *policy;
    const wn_attributes *attributes;
    const wn_ruleset    *set;     /* that acts */
    wn_variant          *variant; /* it belongs to; NULL: to the policy itself */
    bool                *applies; /* per conditional override */
    wn_reader            reader;
    wn_arena             arena;
    wn_buf              *out;
    bool                 as_json;
    bool                 has_values; /* of the rule at work, for commas */
} printer;

/* ---- one value ---- */

static void put_plain(wn_buf *out, wn_bytes text)
{
    wn_plain_put(out, text);
}

static bool is_flat(const wn_node *node)
{
    for (size_t i = 0; i < node->count; i++)
        if (node->values[i]->kind != WN_NODE_SCALAR)
            return false;
    return node->kind != WN_NODE_MAP;
}

/* A scalar, or a list of scalars. */
static void put_flat(wn_buf *out, const wn_node *node)
{
    if (node->kind == WN_NODE_SCALAR) {
        put_plain(out, node->text);
        return;
    }
    wn_buf_put(out, '[');
    for (size_t i = 0; i < node->count; i++) {
        wn_buf_text(out, i ? ", " : "");
        put_plain(out, node->values[i]->text);
    }
    wn_buf_put(out, ']');
}

static void put_words(printer *p, const char *path, const wn_node *node)
{
    size_t begin = p->out->size;
    wn_buf_printf(p->out, "  %s: ", path);
    put_flat(p->out, node);
    size_t used = p->out->size - begin;
    wn_buf_printf(p->out, "%*s  # ", used < VALUE_COLUMN ? (int)(VALUE_COLUMN - used) : 0, "");
    wn_words_place(p->out, &node->place);
    wn_buf_put(p->out, '\n');
}

static void put_json(printer *p, const char *path, const wn_node *node)
{
    wn_buf value = {0};
    put_flat(&value, node);
    wn_buf_put(&value, '\0');
    wn_buf_text(p->out, p->has_values ? ",{" : "{");
    wn_words_json(p->out, "path", path);
    wn_buf_put(p->out, ',');
    wn_words_json(p->out, "value", value.failed ? "" : value.data);
    wn_buf_put(p->out, ',');
    wn_words_json(p->out, "file", node->place.file);
    wn_buf_printf(p->out, ",\"line\":%lu,\"column\":%lu}", (unsigned long)node->place.line,
                  (unsigned long)wn_place_column(&node->place));
    p->out->failed |= value.failed;
    p->has_values = true;
    wn_buf_free(&value);
}

static void put_value(printer *p, const char *path, const wn_node *node)
{
    if (is_flat(node)) {
        if (p->as_json)
            put_json(p, path, node);
        else
            put_words(p, path, node);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const char *inner = node->kind == WN_NODE_MAP
                                ? wn_arena_printf(&p->arena, "%s.%s", path, node->keys[i]->text.data)
                                : wn_arena_printf(&p->arena, "%s[%zu]", path, i);
        if (inner)
            put_value(p, inner, node->values[i]);
        else
            p->out->failed = true;
    }
}

/* ---- one rule ---- */

static bool is_example(const wn_node *key)
{
    return strcmp(key->text.data, "hits") == 0 || strcmp(key->text.data, "misses") == 0;
}

/* The switch that decides whether the rule is on; NULL: none was laid on. */
static const wn_node *find_switch(const printer *p, const wn_rule_source *rule)
{
    const wn_node *last = NULL;
    for (size_t i = 0; i < rule->patch_count; i++)
        if (rule->patches[i].node->kind == WN_NODE_SCALAR && wn_patch_applies(&rule->patches[i], p->applies))
            last = rule->patches[i].node;
    return last;
}

static void begin_rule(printer *p, const wn_rule_source *rule, const wn_definition *d, bool is_asleep)
{
    const wn_node *place = find_switch(p, rule);
    const char    *state = d->is_off ? "off" : is_asleep ? "asleep" : "on";
    p->has_values = false;
    if (p->as_json) {
        wn_buf_text(p->out, "{");
        wn_words_json(p->out, "rule", rule->id);
        wn_buf_printf(p->out, ",\"state\":\"%s\",\"values\":[", state);
    } else {
        put_plain(p->out, (wn_bytes){rule->id, strlen(rule->id)});
        wn_buf_text(p->out, d->is_off ? " (off)" : is_asleep ? " (asleep: its `when` does not hold)" : "");
        wn_buf_put(p->out, '\n');
    }
    if (place)
        put_value(p, "switch", place);
}

static void put_rule(printer *p, uint32_t index)
{
    const wn_rule_source *rule = &wn_policy_definitions(p->policy)->rules[index];
    uint32_t              when = p->set->rules[index].when;
    const wn_definition  *d = wn_patches_lay(&p->reader, rule->node, &rule->node->place, rule->patches,
                                             rule->patch_count, p->applies);
    if (!d)
        return;
    begin_rule(p, rule, d, !wn_when_holds(p->set, when, p->attributes));
    for (size_t i = 0; i < d->node->count; i++)
        if (!is_example(d->node->keys[i]))
            put_value(p, d->node->keys[i]->text.data, d->node->values[i]);
    if (p->as_json)
        wn_buf_text(p->out, "]}\n");
}

/* ---- the policy ---- */

/* The last layer that says something of the guard's key wins. */
static const wn_node *find_guard(const wn_definitions *definitions, const char *key)
{
    const wn_node *found = NULL;
    for (size_t i = 0; i < definitions->sources->count; i++) {
        const wn_node *guard = wn_node_get(definitions->sources->items[i]->root, "guard");
        if (guard && guard->kind == WN_NODE_SCALAR)
            found = NULL;
        else if (guard && wn_node_get(guard, key))
            found = wn_node_get(guard, key);
    }
    return found;
}

static void put_guard(printer *p)
{
    static const char *const keys[] = {"max-removed-prose", "min-words", NULL};
    if (p->as_json) {
        wn_buf_text(p->out, "{\"guard\":[");
        p->has_values = false;
    } else
        wn_buf_text(p->out, "guard\n");
    for (size_t i = 0; keys[i]; i++) {
        const wn_node *value = find_guard(wn_policy_definitions(p->policy), keys[i]);
        if (value)
            put_value(p, keys[i], value);
    }
    if (p->as_json)
        wn_buf_text(p->out, "]}\n");
}

/* Finds which overrides apply, and the rule set that acts then. */
static wn_status choose_set(printer *p, wn_error **error)
{
    bool any = false;
    for (size_t i = 0; i < wn_policy_override_count(p->policy); i++) {
        p->applies[i] = wn_policy_override_applies(p->policy, i, p->attributes);
        any |= p->applies[i];
    }
    p->set = wn_policy_ruleset(p->policy);
    if (!any)
        return WN_OK;
    wn_status status = wn_policy_variant(p->policy, p->applies, &p->variant, error);
    if (status == WN_OK)
        p->set = &p->variant->set;
    return status;
}

static wn_status put_rules(printer *p, const wn_definitions *definitions, wn_error **error)
{
    wn_reader_begin(&p->reader, &p->arena, &definitions->defines, error);
    put_guard(p);
    for (uint32_t i = 0; i < definitions->rule_count && p->reader.complaints.status == WN_OK; i++)
        put_rule(p, i);
    wn_reader_end(&p->reader);
    return p->reader.complaints.status;
}

wn_status wn_rules_resolved(const wn_policy *policy, const wn_attributes *attributes, bool as_json, wn_buf *out,
                            wn_error **error)
{
    const wn_definitions *definitions = wn_policy_definitions(policy);
    bool                 *applies = calloc(wn_policy_override_count(policy) + 1, sizeof *applies);
    printer   p = {.policy = policy, .attributes = attributes, .applies = applies, .out = out, .as_json = as_json};
    wn_status status = definitions && applies ? choose_set(&p, error) : WN_NO_MEMORY;
    if (status == WN_OK)
        status = put_rules(&p, definitions, error);
    wn_arena_free(&p.arena);
    wn_variant_free(p.variant);
    free(applies);
    return status;
}
