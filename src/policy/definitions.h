/* definitions.h: all that the files of a policy define, checked: rules with their versions and
 * examples, overrides, tests, the guard. Lint, test, explain and the fuzzer read it; compile.c makes
 * the rule set from it. */
#ifndef WN_POLICY_DEFINITIONS_H
#define WN_POLICY_DEFINITIONS_H

#include "policy/example.h"
#include "policy/layers.h"
#include "policy/overrides.h"

#define WN_RULES_MAX 20000 /* in one policy; more are a word list that wants to be one rule */

/* A rule over all its versions. */
typedef struct wn_rule_source {
    const char          *id;
    const wn_source     *file;
    wn_node             *node; /* as written */
    const wn_definition *base; /* with the unconditional overrides laid on */
    wn_examples          hits, misses;
    wn_patch            *patches; /* in the order in which they apply */
    size_t               patch_count;
    bool                 is_varied; /* a conditional override names it */
} wn_rule_source;

typedef struct wn_definitions {
    const wn_sources *sources;
    wn_defines        defines;
    wn_rule_source   *rules; /* in the order of ids, bytewise */
    size_t            rule_count;
    wn_override      *overrides; /* in the order in which they apply */
    size_t            override_count;
    size_t            conditional_count; /* of them, those with `when` */
    wn_case          *tests;
    size_t            test_count;
    const char      **categories; /* bytewise: of all versions of all rules */
    size_t            category_count;
    const char       *name;    /* of the last layer; its file's name when it has none */
    const char       *version; /* likewise; "" when it has none */
    wn_guard          guard;
} wn_definitions;

/* Reads and checks everything the sources have. `reader->defines` is set to the table in
 * `definitions`, which must be freed in any case. Returns WN_OK, WN_BAD_POLICY or WN_NO_MEMORY. */
wn_status wn_definitions_read(wn_reader *reader, const wn_sources *sources, wn_definitions *definitions);
void      wn_definitions_free(wn_definitions *definitions);

/* The number of a category; WN_NONE when no rule has it. */
uint32_t wn_category_index(const wn_definitions *definitions, const char *name);

/* The definitions of a loaded policy; they live as long as it. A built-in policy's are read when first asked for:
 * NULL when there is no memory for that. Thread-safe. */
const wn_definitions *wn_policy_definitions(const wn_policy *policy);

#endif
