/* bake.c: prints the images of the built-in policies (image.h) as C, for the library that is being built.
 *
 * A program of the build alone, made of the library's own objects: what it prints is what the loader
 * makes of the sources, so the two cannot differ. Arrays go out as plain numbers, which makes the
 * output the same for the same policies; in the library they are unions of numbers and what the numbers
 * mean. The build machine must order bytes as the target does.
 *
 * A policy that does not load is told of and left out; the program then reads it, and fails, when
 * somebody names it, and the tests fail. */
#include "policy/builtin.h"
#include "policy/definitions.h"
#include "policy/image.h"
#include "policy/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS_PER_LINE 24

/* ---- arrays ---- */

typedef struct printer {
    size_t policy; /* its number, part of all names */
    size_t column;
} printer;

static void print_number(printer *p, unsigned long long number)
{
    printf("%llu,%s", number, ++p->column % NUMBERS_PER_LINE ? "" : "\n");
}

static void print_bytes(printer *p, const char *name, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    printf("static const unsigned char p%zu_%s[] = {\n", p->policy, name);
    for (size_t i = 0; i < size; i++)
        print_number(p, bytes[i]);
    puts("0};");
}

static void print_text(printer *p, const char *name, const char *text)
{
    if (text)
        print_bytes(p, name, text, strlen(text));
}

static void print_words(printer *p, const char *type, const char *name, const void *items, size_t count, size_t size)
{
    size_t words = count * size / sizeof(uint32_t);
    printf("static const union {uint32_t words[%zu]; %s items[%zu];} p%zu_%s = {{\n", words + 1, type, count + 1,
           p->policy, name);
    for (size_t i = 0; i < words; i++) {
        uint32_t word;
        memcpy(&word, (const char *)items + i * sizeof word, sizeof word);
        print_number(p, word);
    }
    puts("0}};");
}

#define PRINT(p, type, name, items, count)                                                                             \
    do {                                                                                                               \
        _Static_assert(sizeof(type) % sizeof(uint32_t) == 0, "whole words");                                           \
        print_words(p, #type, name, items, count, sizeof(type));                                                       \
    } while (0)

/* ---- literal tables ---- */

static void print_index(printer *p, size_t number, const char *name, const wn_prefix_index *index)
{
    char full[64];
    if (!index->count)
        return;
    snprintf(full, sizeof full, "t%zu_%s_keys", number, name);
    PRINT(p, uint64_t, full, index->keys, index->count);
    snprintf(full, sizeof full, "t%zu_%s_prefixes", number, name);
    PRINT(p, wn_prefix, full, index->prefixes, index->count);
    snprintf(full, sizeof full, "t%zu_%s_first", number, name);
    PRINT(p, uint32_t, full, index->first, 257);
}

static void print_filter(printer *p, size_t number, const char *name, const uint8_t *bytes, size_t size)
{
    char full[64];
    snprintf(full, sizeof full, "t%zu_%s", number, name);
    if (bytes)
        print_bytes(p, full, bytes, size);
}

static void print_tables(printer *p, size_t number, const wn_literals *tables)
{
    char   slots[64];
    size_t slot_count = (size_t)tables->slot_mask + 1;
    snprintf(slots, sizeof slots, "t%zu_slots", number);
    if (tables->slots)
        PRINT(p, uint32_t, slots, tables->slots, slot_count);
    print_filter(p, number, "slot_marks", tables->slot_marks, slot_count * WN_LITERAL_MARKS / 8);
    print_index(p, number, "starts", &tables->starts);
    print_index(p, number, "starts_lead", &tables->starts_lead);
    print_index(p, number, "tiny", &tables->tiny.index);
    print_index(p, number, "middle", &tables->middle.index);
    print_index(p, number, "longer", &tables->longer.index);
    print_index(p, number, "words", &tables->words.index);
    print_index(p, number, "signs", &tables->signs);
    print_index(p, number, "surfaced", &tables->surfaced.index);
    print_filter(p, number, "surfaced_fours", tables->surfaced.fours, WN_LITERAL_FOURS_BYTES);
    print_filter(p, number, "surfaced_heads", tables->surfaced.heads, WN_LITERAL_HEADS_BYTES);
    print_filter(p, number, "surfaced_pairs", tables->surfaced.pairs, WN_LITERAL_PAIRS_BYTES);
    print_index(p, number, "paired", &tables->paired.index);
    print_filter(p, number, "paired_pairs", tables->paired.pairs, WN_LITERAL_PAIRS_BYTES);
    print_filter(p, number, "paired_fours", tables->paired.fours, WN_LITERAL_PAIRED_BYTES);
    print_filter(p, number, "paired_halves", tables->paired.halves, WN_LITERAL_HALVES_BYTES);
    print_filter(p, number, "pairs", tables->tiny.pairs, WN_LITERAL_PAIRS_BYTES);
    print_filter(p, number, "triples", tables->tiny.triples, WN_LITERAL_TRIPLES_BYTES);
    print_filter(p, number, "middle_windows", tables->middle.windows, WN_LITERAL_WINDOWS_BYTES);
    print_filter(p, number, "middle_heads", tables->middle.heads, WN_LITERAL_HEADS_BYTES);
    print_filter(p, number, "longer_windows", tables->longer.windows, WN_LITERAL_WINDOWS_BYTES);
    print_filter(p, number, "longer_heads", tables->longer.heads, WN_LITERAL_HEADS_BYTES);
    print_filter(p, number, "ascii_pairs", tables->ascii_pairs, WN_LITERAL_ASCII_PAIRS_BYTES);
    print_filter(p, number, "words_triples", tables->words.triples, WN_LITERAL_WORDED_BYTES);
    print_filter(p, number, "words_heads", tables->words.heads, WN_LITERAL_HEADS_BYTES);
}

static void refer_to_index(const printer *p, size_t number, const char *name, const wn_prefix_index *index)
{
    if (index->count)
        printf("{p%zu_t%zu_%s_keys.items, p%zu_t%zu_%s_prefixes.items, p%zu_t%zu_%s_first.items, %u}", p->policy,
               number, name, p->policy, number, name, p->policy, number, name, index->count);
    else
        printf("{0}");
}

static void refer_to_filters(const printer *p, size_t number, const char *name, const char *one, const char *other,
                             const wn_prefix_index *index)
{
    printf("     .%s = {.index = ", name);
    refer_to_index(p, number, name, index);
    if (index->count)
        printf(", p%zu_t%zu_%s, p%zu_t%zu_%s", p->policy, number, one, p->policy, number, other);
    puts("},");
}

static void refer_to_filter(const printer *p, size_t number, const char *member, const char *name, const uint8_t *bytes)
{
    if (bytes)
        printf(", %s = p%zu_t%zu_%s", member, p->policy, number, name);
}

static void refer_to_tables(const printer *p, size_t number, const wn_literals *tables)
{
    printf("    {.literals = p%zu_literals.items, .pool = (const char *)p%zu_pool,\n", p->policy, p->policy);
    if (tables->slots)
        printf("     .slots = p%zu_t%zu_slots.items, .slot_marks = p%zu_t%zu_slot_marks, .slot_mask = %u, .is_bytes = "
               "%u,\n",
               p->policy, number, p->policy, number, tables->slot_mask, tables->is_bytes);
    if (tables->ascii_pairs)
        printf("     .ascii_pairs = p%zu_t%zu_ascii_pairs,\n", p->policy, number);
    printf("     .starts = ");
    refer_to_index(p, number, "starts", &tables->starts);
    printf(",\n     .signs = ");
    refer_to_index(p, number, "signs", &tables->signs);
    printf(",\n     .starts_lead = ");
    refer_to_index(p, number, "starts_lead", &tables->starts_lead);
    puts(",");
    refer_to_filters(p, number, "tiny", "pairs", "triples", &tables->tiny.index);
    refer_to_filters(p, number, "middle", "middle_windows", "middle_heads", &tables->middle.index);
    refer_to_filters(p, number, "longer", "longer_windows", "longer_heads", &tables->longer.index);
    refer_to_filters(p, number, "words", "words_triples", "words_heads", &tables->words.index);
    printf("     .surfaced = {.index = ");
    refer_to_index(p, number, "surfaced", &tables->surfaced.index);
    refer_to_filter(p, number, ".fours", "surfaced_fours", tables->surfaced.fours);
    refer_to_filter(p, number, ".heads", "surfaced_heads", tables->surfaced.heads);
    refer_to_filter(p, number, ".pairs", "surfaced_pairs", tables->surfaced.pairs);
    printf(", .scripts = %uu, .has_others = %d},\n", tables->surfaced.scripts, tables->surfaced.has_others);
    printf("     .paired = {.index = ");
    refer_to_index(p, number, "paired", &tables->paired.index);
    refer_to_filter(p, number, ".pairs", "paired_pairs", tables->paired.pairs);
    refer_to_filter(p, number, ".fours", "paired_fours", tables->paired.fours);
    refer_to_filter(p, number, ".halves", "paired_halves", tables->paired.halves);
    puts("}},");
}

/* ---- compiled patterns ---- */

static void print_codes(printer *p, const wn_codes *codes)
{
    print_bytes(p, "codes_head", codes->head, codes->head_size);
    print_bytes(p, "codes_rest", codes->rest, codes->begin[codes->count + 1]);
    PRINT(p, uint32_t, "codes_begin", codes->begin, (size_t)codes->count + 2);
    printf("static const wn_codes p%zu_codes = {p%zu_codes_head, p%zu_codes_rest, p%zu_codes_begin.items, \"%s\", %u, "
           "%u};\n",
           p->policy, p->policy, p->policy, p->policy, codes->engine, codes->head_size, codes->count);
}

/* ---- rule sets ---- */

/* Each array of a rule set: member, its count, type of its items. */
#define ARRAYS(X)                                                                                                      \
    X(rules, rule_count, wn_rule)                                                                                      \
    X(conds, cond_count, wn_cond)                                                                                      \
    X(kids, kid_count, uint32_t)                                                                                       \
    X(patterns, pattern_count, wn_pattern_def)                                                                         \
    X(literals, literal_count, wn_literal)                                                                             \
    X(sets, set_count, wn_set)                                                                                         \
    X(members, member_count, uint32_t)                                                                                 \
    X(whens, when_count, wn_when)                                                                                      \
    X(strings, string_count, uint32_t)                                                                                 \
    X(literal_owners, literal_count, wn_owners)                                                                        \
    X(owners, owner_count, wn_owner)                                                                                   \
    X(always, always_count, wn_owner)

static void print_set(printer *p, const wn_ruleset *set)
{
    print_bytes(p, "pool", set->pool, set->pool_size);
#define X(member, count, type) PRINT(p, type, #member, set->member, set->count);
    ARRAYS(X)
#undef X
    for (size_t tier = 0; tier < WN_TIERS; tier++)
        print_tables(p, tier, &set->tables[tier]);
    printf("static const wn_literals p%zu_tables[] = {\n", p->policy);
    for (size_t tier = 0; tier < WN_TIERS; tier++)
        refer_to_tables(p, tier, &set->tables[tier]);
    puts("};");
    print_codes(p, set->codes);
    printf("static const wn_ruleset p%zu_set = {\n    .pool = (const char *)p%zu_pool, .tables = p%zu_tables, .codes = "
           "&p%zu_codes,\n",
           p->policy, p->policy, p->policy, p->policy);
#define X(member, count, type) printf("    .%s = p%zu_%s.items,\n", #member, p->policy, #member);
    ARRAYS(X)
#undef X
    printf("    .rule_count = %u, .cond_count = %u, .kid_count = %u, .pattern_count = %u, .literal_count = %u,\n",
           set->rule_count, set->cond_count, set->kid_count, set->pattern_count, set->literal_count);
    printf("    .set_count = %u, .member_count = %u, .when_count = %u, .string_count = %u, .owner_count = %u,\n",
           set->set_count, set->member_count, set->when_count, set->string_count, set->owner_count);
    printf("    .always_count = %u,\n", set->always_count);
    printf("    .pool_size = %u, .category_count = %u, .guard = {%uu, %uu}};\n", set->pool_size, set->category_count,
           set->guard.max_removed_prose, set->guard.min_words);
}

/* ---- policies ---- */

static void print_policy(printer *p, const wn_policy *policy)
{
    print_text(p, "name", wn_policy_name(policy));
    print_text(p, "version", wn_policy_version(policy));
    print_text(p, "hold", wn_policy_hold_reason(policy));
    print_set(p, wn_policy_ruleset(policy));
}

static void refer_to_policy(const printer *p, const char *name, const wn_policy *policy)
{
    printf("    {\"%s\", (const char *)p%zu_name, (const char *)p%zu_version, \"%s\",\n", name, p->policy, p->policy,
           wn_policy_sha256(policy));
    if (wn_policy_hold_reason(policy))
        printf("     (const char *)p%zu_hold, ", p->policy);
    else
        printf("     NULL, ");
    printf("&p%zu_set, %s},\n", p->policy, wn_policy_can_reject(policy) ? "true" : "false");
}

static void tell_errors(const char *name, wn_error *error)
{
    const wn_error_item *first = wn_error_at(error, 0);
    fprintf(stderr, "bake: %s gets no image: %s:%u: %s\n", name, first && first->file ? first->file : name,
            first ? (unsigned)first->line : 0, first ? first->message : "no memory");
    wn_error_free(error);
}

/* A pack in a folder is there to be extended. A policy with conditional overrides needs its definitions. */
static wn_policy *load(const wn_builtin *builtin)
{
    wn_error  *error = NULL;
    wn_policy *policy = NULL;
    if (strchr(builtin->name, '/'))
        return NULL;
    if (wn_policy_load(&(wn_layer){.name = builtin->name}, 1, NULL, &policy, &error) != WN_OK)
        tell_errors(builtin->name, error);
    if (policy && wn_policy_override_count(policy)) {
        wn_policy_free(policy);
        policy = NULL;
    }
    if (policy && wn_policy_bake(policy) != WN_OK) {
        fprintf(stderr, "bake: no memory\n");
        exit(EXIT_FAILURE);
    }
    return policy;
}

static bool is_named(const char *name, char **names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

/* The arguments name the built-in policies to bake; each takes some 4 MB of constant data. */
int main(int argc, char **argv)
{
    size_t count = 0;
    while (wn_builtins[count].name)
        count++;
    wn_policy **policies = calloc(count + 1, sizeof(wn_policy *));
    if (!policies)
        return EXIT_FAILURE;
    puts("/* Made by src/policy/bake/bake.c from the files in policies/. */\n#include \"policy/image.h\"\n");
    printer p = {0};
    for (p.policy = 0; p.policy < count; p.policy++)
        if (argc > 1 && is_named(wn_builtins[p.policy].name, argv + 1) &&
            (policies[p.policy] = load(&wn_builtins[p.policy])))
            print_policy(&p, policies[p.policy]);
    puts("const wn_image wn_images[] = {");
    for (p.policy = 0; p.policy < count; p.policy++) {
        if (policies[p.policy])
            refer_to_policy(&p, wn_builtins[p.policy].name, policies[p.policy]);
        wn_policy_free(policies[p.policy]);
    }
    puts("    {0},\n};");
    free(policies);
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
