/* policy.c: a policy from its layers to a rule set, and what others ask of it.
 *
 * Loading gathers the sources, reads and checks their definitions, and compiles the version of each
 * rule that holds without conditional overrides. A variant compiles other versions of the same rules,
 * which were all checked at load; it reads the policy and writes only to itself, so threads may make
 * variants side by side. A built-in policy that stands alone is not loaded at all: its image is in the
 * program. */
#include "policy/policy.h"

#include "base/sha256.h"
#include "policy/compile.h"
#include "policy/image.h"
#include "policy/tables.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What an image does not have, loaded from the sources when somebody first asks for it. */
typedef struct whole {
    _Atomic(wn_policy *) policy;
    wn_layer             layer;
} whole;

struct wn_policy {
    wn_arena       arena;
    wn_sources     sources;
    wn_definitions definitions; /* empty of an image */
    wn_ruleset     set;
    whole         *whole; /* of an image; else NULL */
    const char    *name;
    const char    *version;
    const char    *sha256;
    const char    *hold_reason;
    bool           can_reject;
    char           sum[WN_SHA256_HEX_SIZE];
};

/* ---- loading ---- */

/* A policy cannot have NUL, so one after each source keeps their borders. */
static void sum_sources(wn_policy *policy)
{
    wn_sha256 sum;
    wn_sha256_begin(&sum);
    for (size_t i = 0; i < policy->sources.count; i++) {
        wn_sha256_feed(&sum, policy->sources.items[i]->text);
        wn_sha256_feed(&sum, (wn_bytes){"", 1});
    }
    wn_sha256_end(&sum, policy->sum);
    policy->sha256 = policy->sum;
}

static void note_version(wn_policy *policy, const wn_definition *d)
{
    if (!d || d->is_off)
        return;
    if (!policy->hold_reason && wn_definition_needs_document(d))
        policy->hold_reason = d->id;
    policy->can_reject |= d->action == WN_REJECT && !d->is_shadow;
}

/* What any version of a rule may come to. */
static void note_versions(wn_policy *policy)
{
    const wn_definitions *definitions = &policy->definitions;
    if (definitions->guard.max_removed_prose != WN_NONE || definitions->guard.min_words)
        policy->hold_reason = "guard";
    for (size_t i = 0; i < definitions->rule_count; i++) {
        const wn_rule_source *rule = &definitions->rules[i];
        note_version(policy, rule->base);
        for (size_t k = 0; k < rule->patch_count; k++)
            note_version(policy, rule->patches[k].version);
    }
}

static wn_status compile_base(wn_policy *policy, wn_complaints *complaints)
{
    size_t                count = policy->definitions.rule_count;
    const wn_definition **rules = calloc(count + 1, sizeof *rules);
    if (!rules)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        rules[i] = policy->definitions.rules[i].base;
    wn_status status = wn_compile(&policy->definitions, rules, complaints, &policy->arena, &policy->set);
    free(rules);
    return status;
}

static wn_status build(wn_policy *policy, wn_error **error)
{
    wn_reader reader;
    wn_reader_begin(&reader, &policy->arena, NULL, error);
    wn_status status = wn_definitions_read(&reader, &policy->sources, &policy->definitions);
    if (status == WN_OK)
        status = compile_base(policy, &reader.complaints);
    wn_reader_end(&reader);
    return status;
}

static wn_status check_arguments(const wn_layer *layers, size_t layer_count, wn_error **error)
{
    if (!layers || !layer_count)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "no layer for the policy; name at least one");
    for (size_t i = 0; i < layer_count; i++)
        if (!layers[i].name)
            return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "layer %zu of the policy has no name; give it one",
                                i + 1);
    return WN_OK;
}

static wn_status load_sources(const wn_layer *layers, size_t layer_count, const char *root, wn_policy **policy,
                              wn_error **error)
{
    wn_policy *loaded = calloc(1, sizeof *loaded);
    if (!loaded)
        return WN_NO_MEMORY;
    wn_status status = wn_sources_load(layers, layer_count, root, &loaded->arena, &loaded->sources, error);
    if (status == WN_OK)
        status = build(loaded, error);
    if (status != WN_OK) {
        wn_policy_free(loaded);
        return status;
    }
    sum_sources(loaded);
    note_versions(loaded);
    loaded->name = loaded->definitions.name;
    loaded->version = loaded->definitions.version;
    *policy = loaded;
    return WN_OK;
}

/* ---- images ---- */

static const wn_image *find_image(const char *builtin)
{
    for (const wn_image *image = wn_images; builtin && image->name; image++)
        if (!strcmp(image->name, builtin))
            return image;
    return NULL;
}

static wn_status use_image(const wn_image *image, wn_policy **policy)
{
    wn_policy *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->set = *image->set;
    made->name = image->policy_name;
    made->version = image->version;
    made->sha256 = image->sha256;
    made->hold_reason = image->hold_reason;
    made->can_reject = image->can_reject;
    made->whole = calloc(1, sizeof *made->whole);
    if (!made->whole) {
        wn_policy_free(made);
        return WN_NO_MEMORY;
    }
    atomic_init(&made->whole->policy, NULL);
    made->whole->layer.name = image->name;
    *policy = made;
    return WN_OK;
}

/* The policy as its sources have it; threads that ask at once may load it twice, and the second is dropped. */
static const wn_policy *load_whole(const wn_policy *policy)
{
    whole     *w = policy->whole;
    wn_policy *known = atomic_load(&w->policy), *loaded = NULL;
    if (known || load_sources(&w->layer, 1, NULL, &loaded, NULL) != WN_OK)
        return known;
    if (atomic_compare_exchange_strong(&w->policy, &known, loaded))
        return loaded;
    wn_policy_free(loaded);
    return known;
}

wn_status wn_policy_bake(wn_policy *policy)
{
    wn_ruleset *set = &policy->set;
    wn_status   status = wn_tables_make(set, &policy->arena, &set->tables);
    return status == WN_OK ? wn_codes_make(set->patterns, set->pattern_count, set->pool, &policy->arena, &set->codes)
                           : status;
}

/* ---- the public calls ---- */

wn_status wn_policy_load(const wn_layer *layers, size_t layer_count, const wn_policy_options *options,
                         wn_policy **policy, wn_error **error)
{
    const char *root = options ? options->root : NULL;
    if (error)
        *error = NULL;
    *policy = NULL;
    wn_status status = check_arguments(layers, layer_count, error);
    if (status != WN_OK)
        return status;
    bool            is_builtin = layer_count == 1 && !layers[0].text.data && !root;
    const wn_image *image = is_builtin ? find_image(wn_builtin_name(layers[0].name)) : NULL;
    return image ? use_image(image, policy) : load_sources(layers, layer_count, root, policy, error);
}

void wn_policy_free(wn_policy *policy)
{
    if (!policy)
        return;
    if (policy->whole)
        wn_policy_free(atomic_load(&policy->whole->policy));
    free(policy->whole);
    wn_definitions_free(&policy->definitions);
    wn_arena_free(&policy->arena);
    free(policy);
}

/* ---- facts ---- */

const char *wn_policy_name(const wn_policy *policy)
{
    return policy->name;
}

const char *wn_policy_version(const wn_policy *policy)
{
    return policy->version;
}

const char *wn_policy_sha256(const wn_policy *policy)
{
    return policy->sha256;
}

const char *wn_policy_hold_reason(const wn_policy *policy)
{
    return policy->hold_reason;
}

bool wn_policy_can_reject(const wn_policy *policy)
{
    return policy->can_reject;
}

size_t wn_policy_rule_count(const wn_policy *policy)
{
    return policy->set.rule_count;
}

bool wn_policy_rule(const wn_policy *policy, size_t index, wn_rule_info *info)
{
    const wn_ruleset *set = &policy->set;
    if (index >= set->rule_count)
        return false;
    const wn_rule *rule = &set->rules[index];
    *info = (wn_rule_info){.id = wn_ruleset_text(set, rule->id),
                           .category = wn_ruleset_text(set, rule->category_name),
                           .unit = wn_unit_words[rule->unit],
                           .why = wn_ruleset_text(set, rule->why),
                           .file = wn_ruleset_text(set, rule->file),
                           .line = rule->line,
                           .action = (wn_action)rule->action,
                           .level = rule->level,
                           .shadow = rule->is_shadow};
    return true;
}

const char *wn_action_name(wn_action action)
{
    return wn_action_words[action];
}

const wn_ruleset *wn_policy_ruleset(const wn_policy *policy)
{
    return &policy->set;
}

const wn_definitions *wn_policy_definitions(const wn_policy *policy)
{
    const wn_policy *source = policy->whole ? load_whole(policy) : policy;
    return source ? &source->definitions : NULL;
}

bool wn_rule_needs_document(const wn_ruleset *set, uint32_t rule)
{
    return set->rules[rule].needs_document;
}

/* ---- variants ---- */

size_t wn_policy_override_count(const wn_policy *policy)
{
    return policy->definitions.conditional_count;
}

bool wn_policy_override_applies(const wn_policy *policy, size_t index, const wn_attributes *attributes)
{
    return wn_when_holds(&policy->set, (uint32_t)index, attributes); /* their conditions come first in the set */
}

/* The rule's version under the overrides that apply. One override alone was laid on at load. */
static const wn_definition *version_of(wn_reader *reader, const wn_rule_source *rule, const bool *applies)
{
    const wn_definition *version = rule->base;
    size_t               count = 0;
    for (size_t i = 0; i < rule->patch_count; i++)
        if (rule->patches[i].version && wn_patch_applies(&rule->patches[i], applies)) {
            version = rule->patches[i].version;
            count++;
        }
    if (count < 2)
        return version;
    const char *owner = wn_arena_printf(reader->arena, "rule \"%s\", as several overrides leave it", rule->id);
    reader->complaints.owner = owner ? owner : rule->id;
    return wn_patches_lay(reader, rule->node, &rule->node->place, rule->patches, rule->patch_count, applies);
}

static wn_status compile_variant(const wn_policy *policy, const bool *applies, wn_reader *reader, wn_variant *variant)
{
    const wn_definitions *definitions = &policy->definitions;
    const wn_definition **rules = calloc(definitions->rule_count + 1, sizeof *rules);
    if (!rules)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < definitions->rule_count; i++)
        rules[i] = version_of(reader, &definitions->rules[i], applies);
    wn_status status = reader->complaints.status;
    if (status == WN_OK)
        status = wn_compile(definitions, rules, &reader->complaints, &variant->arena, &variant->set);
    free(rules);
    return status;
}

wn_status wn_policy_variant(const wn_policy *policy, const bool *applies, wn_variant **variant, wn_error **error)
{
    if (error)
        *error = NULL;
    *variant = NULL;
    wn_variant *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    wn_arena  scratch = {0};
    wn_reader reader;
    wn_reader_begin(&reader, &scratch, &policy->definitions.defines, error);
    wn_status status = compile_variant(policy, applies, &reader, made);
    wn_reader_end(&reader);
    wn_arena_free(&scratch);
    if (status == WN_OK)
        *variant = made;
    else
        wn_variant_free(made);
    return status;
}

void wn_variant_free(wn_variant *variant)
{
    if (!variant)
        return;
    wn_arena_free(&variant->arena);
    free(variant);
}
