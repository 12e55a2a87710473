/* test_breed_rule.c: documents that are bred for a rule are documents on which it acts, whatever its conditions ask
 * for. */
#include "author/fuzz/breed_rule.h"

#include "author/bench.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 200

/* Rules, each with the others it needs below it, and how many of a hundred documents it acts on at least. Nothing
 * promises all: a sample of a pattern may be too short, a neighbour may fit by chance. */
static const struct {
    const char *rule;
    size_t      percent;
} wishes[] = {
    {"line: {is: [read more, see also]}", 99},
    {"line: {starts: [read more], words: {min: 4, max: 9}}", 99},
    {"line: {contains: [harbour news], chars: {min: 60}}", 30},
    {"line: {contains: [harbour news], chars: {max: 40}}", 90},
    {"line: '^photo by \\w+$'", 99},
    {"line: '^photo by'", 99},
    {"line: 'all rights$'", 99},
    {"line: {match: 'harbour \\d{4}', case: exact}", 50},
    {"line: {is: [one], any: [{starts: one}, {contains: one}]}", 60},
    {"line: {any: [{is: first}, {is: second}, {starts: third}]}", 99},
    {"line: {all: [{starts: more on}, {match: 'boats$'}]}", 99},
    {"line: {contains: [harbour], unless: {words: {min: 5}}}", 99},
    {"line: {contains: [harbour], unless: {words: {max: 9}}}", 99},
    {"line: {contains: [harbour], unless: {any: [{prose: true}, {ends-sentence: true}]}}", 90},
    {"line: {contains: [harbour], prose: true}", 90},
    {"line: {contains: [harbour], sentence: true}", 90},
    {"line: {contains: [harbour], ends-sentence: true}", 99},
    {"line: {contains: [harbour], key-value: true}", 90},
    {"line: {contains: [harbour], quoted: true}", 90},
    {"line: {contains: [harbour], bulleted: true}", 99},
    {"line: {letters: none}", 99},
    {"line: {repeats: headline, unless: {first: 1}}", 50},
    {"line: {is: twice, repeats: earlier}", 99},
    {"line: {is: twice, repeats: above}", 99},
    {"line: {is: label, zone: head}", 90},
    {"line: {is: label, zone: body}", 90},
    {"line: {is: label, zone: tail}", 90},
    {"line: {is: label, zone: [head, tail]}", 60},
    {"line: {is: label, all: [{zone: [head, body]}, {zone: head}]}", 90},
    {"line: {is: label, first: 1}", 99},
    {"line: {is: label, first: 3}", 99},
    {"line: {is: label, last: 2}", 90},
    {"line: {is: label, prose-before: {min: 60%}}", 90},
    {"line: {is: label, prose-before: {min: 90%}}", 90},
    {"line: {is: label, prose-after: {min: 60%}}", 60},
    {"line: {is: label, prose-after: {max: 20%}}", 50},
    {"line: {is: label, above: {is: heading}}", 99},
    {"line: {is: label, below: {starts: footing}}", 99},
    {"line: {is: label, above: {none: true}}", 99},
    {"line: {is: label, below: {none: true}}", 99},
    {"block: {starts: [about the author], words: {min: 8}}", 90},
    {"section: {from: {is: next in}, until: end}", 99},
    {"section: {from: {is: next in}, until: blank, min-lines: 2}", 90},
    {"section: {from: {is: next in}, until: {prose: 2}, limit: 6}", 90},
    {"section: {from: {is: next in}, until: {starts: by the}, takes: {words: {max: 8}}}", 90},
    {"section: {from: {is: next in}, marked: {min-lines: 2}}", 60},
    {"section: {from: {is: next in}, marked: {min: 60%}, reaches-end: true}", 20},
    {"run: {starts: [go to], min-lines: 3, max-lines: 6}", 90},
    {"run: {bulleted: true, min-lines: 2, above: {is: heading}, below: {is: footing}}", 90},
    {"run: {words: {max: 6}, min-lines: 2, marked: {min-lines: 1}, above: {none: true}}", 40},
    {"run: {words: {max: 6}, min-lines: 2, marked: {min: 50%}, below: {none: true}}", 20},
    {"tail: {is: the end}", 99},
    {"tail: {limit: 2, score: 2, points: [{add: 2, starts: by our}, {add: 1, contains: desk}, {add: -4, prose: true}]}",
     70},
    {"tail: {marked: any}", 90},
    {"tail: {marked: ad}", 90},
    {"head: {starts: [live now]}", 99},
    {"span: '\\(read more\\)'", 99},
    {"document: {starts: embargo}\n  action: reject", 99},
};

static const char marks[] = "- {id: ad.label, line: {is: [advertisement, sponsored]}}\n"
                            "- {id: weak.share, action: mark, line: {starts: [share this, print this]}}\n"
                            "- {id: ad.kept, action: keep, line: {is: keep this}}\n";

static wn_policy *load(const char *rule, const char *others)
{
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_buf     text = {0};
    wn_buf_printf(&text, "winnow: 1\nrules:\n- id: a.rule\n  %s\n%s", rule, others);
    wn_layer layer = {.name = "bred.yaml", .text = wn_buf_bytes(&text)};
    ck_assert_msg(wn_policy_load(&layer, 1, NULL, &policy, &error) == WN_OK, "%s: %s", rule,
                  error ? wn_error_at(error, 0)->message : "?");
    wn_buf_free(&text);
    return policy;
}

static size_t count_lines(const wn_buf *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->size; i++)
        count += text->data[i] == '\n';
    return count;
}

/* The mask goes with the text, and says nothing of lines around and of line feeds. */
static void check_mask(const wn_bred *bred)
{
    size_t line = 0;
    ck_assert_uint_eq(bred->mask.size, bred->text.size);
    ck_assert_uint_gt(bred->aim_count, 0);
    ck_assert_uint_le(bred->aim + bred->aim_count, count_lines(&bred->text));
    ck_assert_int_eq(bred->text.data[bred->text.size - 1], '\n');
    for (size_t i = 0; i < bred->text.size; i++) {
        char mask = bred->mask.data[i];
        bool is_aim = line >= bred->aim && line < bred->aim + bred->aim_count && bred->text.data[i] != '\n';
        ck_assert(is_aim ? strchr(".#%", mask) != NULL : mask == ' ');
        line += bred->text.data[i] == '\n';
    }
}

/* Whether the rule takes one of the lines that were bred for it; of a document rule, whether it applies. */
static bool acts(wn_bench *bench, const wn_bred *bred, bool is_document)
{
    wn_trial trial;
    ck_assert_int_eq(wn_bench_try(bench, 0, WN_COMPANY_NONE, wn_buf_bytes(&bred->text), &trial), WN_OK);
    if (is_document)
        return trial.result.verdict_rule == 0;
    for (size_t i = bred->aim; i < bred->aim + bred->aim_count; i++)
        if (trial.lines[i].mark != WN_MARK_STAYS)
            return true;
    return false;
}

START_TEST(a_rule_acts_on_what_is_bred_for_it)
{
    wn_breeder       chance = {(uint64_t)_i + 1};
    wn_policy       *policy = load(wishes[_i].rule, marks);
    wn_bench        *bench;
    wn_rule_breeder *breeder;
    wn_bred          bred = {0};
    size_t           acted = 0;
    ck_assert_int_eq(wn_bench_new(policy, NULL, &bench), WN_OK);
    ck_assert_int_eq(wn_rule_breeder_new(policy, &breeder), WN_OK);
    ck_assert(wn_rule_can_breed(breeder, 0));
    for (size_t i = 0; i < ROUNDS; i++) {
        ck_assert_int_eq(wn_rule_breed(breeder, &chance, 0, &bred), WN_OK);
        check_mask(&bred);
        acted += acts(bench, &bred, strncmp(wishes[_i].rule, "document", 8) == 0);
    }
    ck_assert_msg(acted * 100 >= wishes[_i].percent * ROUNDS, "%zu of %d documents for %s, such as\n%.*s", acted,
                  ROUNDS, wishes[_i].rule, (int)bred.text.size, bred.text.data);
    wn_bred_free(&bred);
    wn_rule_breeder_free(breeder);
    wn_bench_free(bench);
    wn_policy_free(policy);
}
END_TEST

START_TEST(the_same_seed_breeds_the_same_document)
{
    wn_policy       *policy = load("run: {match: '^[a-z]+ \\d+$', min-lines: 2}", marks);
    wn_rule_breeder *breeder, *other;
    wn_breeder       one = {5}, two = {5}, elsewhere = {9};
    wn_bred          a = {0}, b = {0}, c = {0};
    ck_assert_int_eq(wn_rule_breeder_new(policy, &breeder), WN_OK);
    ck_assert_int_eq(wn_rule_breeder_new(policy, &other), WN_OK);
    for (size_t i = 0; i < 20; i++) {
        ck_assert_int_eq(wn_rule_breed(breeder, &one, 0, &a), WN_OK);
        ck_assert_int_eq(wn_rule_breed(other, &two, 0, &b), WN_OK);
        ck_assert_int_eq(wn_rule_breed(other, &elsewhere, 1, &c), WN_OK); /* leaves no trace */
        ck_assert_uint_eq(a.text.size, b.text.size);
        ck_assert_mem_eq(a.text.data, b.text.data, a.text.size);
    }
    wn_bred_free(&a);
    wn_bred_free(&b);
    wn_bred_free(&c);
    wn_rule_breeder_free(breeder);
    wn_rule_breeder_free(other);
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_dropped_condition_is_not_wished_for)
{
    wn_policy          *policy = load("line: {starts: [harbour news], contains: [evening]}", "");
    const wn_condition *whole = wn_policy_definitions(policy)->rules[0].base->cond;
    wn_rule_breeder    *breeder;
    wn_breeder          chance = {3};
    wn_bred             bred = {0};
    ck_assert_int_eq(wn_rule_breeder_new(policy, &breeder), WN_OK);
    ck_assert_uint_eq(whole->kid_count, 2);
    for (size_t i = 0; i < 20; i++) {
        wn_twist twist = {.dropped = whole->kids[i % 2]};
        ck_assert_int_eq(wn_rule_breed_twisted(breeder, &chance, 0, twist, &bred), WN_OK);
        wn_buf_put(&bred.text, '\0');
        for (char *c = bred.text.data; *c; c++) /* what is named may be in capitals */
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 0x20 : *c);
        bool starts = whole->kids[i % 2]->op != WN_OP_STARTS;
        ck_assert_int_eq(strstr(bred.text.data, "harbour news") != NULL, starts);
        ck_assert_int_eq(strstr(bred.text.data, "evening") != NULL, !starts);
    }
    wn_bred_free(&bred);
    wn_rule_breeder_free(breeder);
    wn_policy_free(policy);
}
END_TEST

START_TEST(a_rule_that_asks_for_a_mark_nobody_makes_cannot_be_bred_for)
{
    static const char *const rules[] = {"tail: {marked: nav}", "document: {field: desk, is: sport}\n  action: reject",
                                        "tail: {marked: ad}"};
    for (size_t i = 0; i < 3; i++) {
        wn_policy       *policy = load(rules[i], marks);
        wn_rule_breeder *breeder;
        ck_assert_int_eq(wn_rule_breeder_new(policy, &breeder), WN_OK);
        ck_assert_int_eq(wn_rule_can_breed(breeder, 0), i == 2);
        wn_rule_breeder_free(breeder);
        wn_policy_free(policy);
    }
    wn_rule_breeder_free(NULL);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("breed rule");
    TCase   *tests = tcase_create("documents");
    SRunner *runner = srunner_create(suite);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_rule_acts_on_what_is_bred_for_it, 0, sizeof wishes / sizeof *wishes);
    tcase_add_test(tests, the_same_seed_breeds_the_same_document);
    tcase_add_test(tests, a_dropped_condition_is_not_wished_for);
    tcase_add_test(tests, a_rule_that_asks_for_a_mark_nobody_makes_cannot_be_bred_for);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
