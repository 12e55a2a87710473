/* test_image.c: the images of built-in policies against what the loader makes of their sources. */
#include "policy/image.h"

#include "policy/builtin.h"
#include "policy/definitions.h"
#include "policy/policy.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static wn_policy *load(const char *name, const wn_policy_options *options)
{
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_status  status = wn_policy_load(&(wn_layer){.name = name}, 1, options, &policy, &error);
    ck_assert_msg(status == WN_OK, "%s: %s", name, error ? wn_error_at(error, 0)->message : "no memory");
    return policy;
}

/* With a root of its own a policy is not one that stands ready. */
static wn_policy *load_source(const char *name)
{
    return load(name, &(wn_policy_options){.root = "."});
}

static const wn_image *image_of(const char *name)
{
    const wn_image *image = wn_images;
    while (image->name && strcmp(image->name, name))
        image++;
    return image->name ? image : NULL;
}

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static bool is_same_array(const void *a, size_t a_count, const void *b, size_t b_count, size_t size)
{
    return a_count == b_count && (!a_count || !memcmp(a, b, a_count * size));
}

#define SAME(a, b, items, count) is_same_array((a)->items, (a)->count, (b)->items, (b)->count, sizeof *(a)->items)

static bool is_same_set(const wn_ruleset *a, const wn_ruleset *b)
{
    return SAME(a, b, pool, pool_size) && SAME(a, b, rules, rule_count) && SAME(a, b, conds, cond_count) &&
           SAME(a, b, kids, kid_count) && SAME(a, b, patterns, pattern_count) && SAME(a, b, literals, literal_count) &&
           SAME(a, b, sets, set_count) && SAME(a, b, members, member_count) && SAME(a, b, whens, when_count) &&
           SAME(a, b, strings, string_count) && SAME(a, b, literal_owners, literal_count) &&
           SAME(a, b, owners, owner_count) && SAME(a, b, always, always_count) &&
           a->category_count == b->category_count && a->guard.max_removed_prose == b->guard.max_removed_prose &&
           a->guard.min_words == b->guard.min_words;
}

static bool is_same_index(const wn_prefix_index *a, const wn_prefix_index *b)
{
    return SAME(a, b, keys, count) && SAME(a, b, prefixes, count) &&
           (!a->count || !memcmp(a->first, b->first, 257 * sizeof *a->first));
}

static bool is_same_filter(const uint8_t *a, const uint8_t *b, size_t size)
{
    return a && b ? !memcmp(a, b, size) : a == b;
}

static bool is_same_windowed(const wn_windowed *a, const wn_windowed *b)
{
    return is_same_index(&a->index, &b->index) && is_same_filter(a->windows, b->windows, WN_LITERAL_WINDOWS_BYTES) &&
           is_same_filter(a->heads, b->heads, WN_LITERAL_HEADS_BYTES);
}

static bool are_same_tables(const wn_literals *a, const wn_literals *b)
{
    return a->slot_mask == b->slot_mask && a->is_bytes == b->is_bytes && (a->slots != NULL) == (b->slots != NULL) &&
           (!a->slots || !memcmp(a->slots, b->slots, ((size_t)a->slot_mask + 1) * sizeof *a->slots)) &&
           (!a->slots || !memcmp(a->slot_marks, b->slot_marks, ((size_t)a->slot_mask + 1) * WN_LITERAL_MARKS / 8)) &&
           is_same_index(&a->starts, &b->starts) && is_same_index(&a->starts_lead, &b->starts_lead) &&
           is_same_index(&a->tiny.index, &b->tiny.index) &&
           is_same_filter(a->tiny.pairs, b->tiny.pairs, WN_LITERAL_PAIRS_BYTES) &&
           is_same_filter(a->tiny.triples, b->tiny.triples, WN_LITERAL_TRIPLES_BYTES) &&
           is_same_windowed(&a->middle, &b->middle) && is_same_windowed(&a->longer, &b->longer) &&
           is_same_filter(a->ascii_pairs, b->ascii_pairs, WN_LITERAL_ASCII_PAIRS_BYTES) &&
           is_same_index(&a->words.index, &b->words.index) && is_same_index(&a->signs, &b->signs) &&
           is_same_filter(a->words.triples, b->words.triples, WN_LITERAL_WORDED_BYTES) &&
           is_same_filter(a->words.heads, b->words.heads, WN_LITERAL_HEADS_BYTES);
}

static bool are_same_codes(const wn_codes *a, const wn_codes *b)
{
    return a->count == b->count && a->head_size == b->head_size && !strcmp(a->engine, b->engine) &&
           !memcmp(a->head, b->head, a->head_size) && !memcmp(a->begin, b->begin, (a->count + 2) * sizeof *a->begin) &&
           !memcmp(a->rest, b->rest, a->begin[a->count + 1]);
}

START_TEST(image_is_what_the_loader_makes_of_the_source)
{
    for (const wn_image *image = wn_images; image->name; image++) {
        wn_policy *source = load_source(image->name);
        ck_assert_int_eq(wn_policy_bake(source), WN_OK);
        const wn_ruleset *set = wn_policy_ruleset(source);
        ck_assert_msg(is_same_set(image->set, set), "%s", image->name);
        for (int tier = 0; tier < WN_TIERS; tier++)
            ck_assert_msg(are_same_tables(&image->set->tables[tier], &set->tables[tier]), "%s", image->name);
        ck_assert_msg(are_same_codes(image->set->codes, set->codes), "%s", image->name);
        ck_assert_str_eq(image->policy_name, wn_policy_name(source));
        ck_assert_str_eq(image->version, wn_policy_version(source));
        ck_assert_str_eq(image->sha256, wn_policy_sha256(source));
        ck_assert(is_same_text(image->hold_reason, wn_policy_hold_reason(source)));
        ck_assert(image->can_reject == wn_policy_can_reject(source));
        wn_policy_free(source);
    }
}
END_TEST

START_TEST(default_policy_has_an_image)
{
    ck_assert_ptr_nonnull(image_of("news"));
}
END_TEST

START_TEST(policy_from_an_image_tells_the_same_rules_and_definitions)
{
    wn_policy *ready = load("builtin:news", NULL), *source = load_source("news");
    ck_assert_ptr_eq(wn_policy_ruleset(ready)->rules, image_of("news")->set->rules);
    ck_assert_uint_eq(wn_policy_rule_count(ready), wn_policy_rule_count(source));
    const wn_definitions *definitions = wn_policy_definitions(ready);
    ck_assert_ptr_eq(definitions, wn_policy_definitions(ready));
    for (size_t i = 0; i < wn_policy_rule_count(ready); i++) {
        wn_rule_info a, b;
        ck_assert(wn_policy_rule(ready, i, &a) && wn_policy_rule(source, i, &b));
        ck_assert_str_eq(a.id, b.id);
        ck_assert_str_eq(a.file, b.file);
        ck_assert_uint_eq(a.line, b.line);
        ck_assert_str_eq(definitions->rules[i].id, a.id);
    }
    wn_policy_free(ready);
    wn_policy_free(source);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("image");
    TCase *tests = tcase_create("built-in policies");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, image_is_what_the_loader_makes_of_the_source);
    tcase_add_test(tests, default_policy_has_an_image);
    tcase_add_test(tests, policy_from_an_image_tells_the_same_rules_and_definitions);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
