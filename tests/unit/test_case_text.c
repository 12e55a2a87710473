/* test_case_text.c: what fuzz writes as YAML is read back by the loader as the same text. */
#include "author/fuzz/case_text.h"

#include "policy/definitions.h"
#include "policy/policy.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Lines that hold what YAML could misread: indents, markers of lists, comments and keys, tabs, quotes, what must be
 * escaped, and what is not in the first plane. */
static const char *const texts[] = {
    "one\n",
    "one\n\ntwo\n",
    "  indented\n- item\n# comment\nkey: value\n",
    "\"quoted\" 'so' \\ and so\n",
    "a\ttab and a bell \a\n\nthen \x7F more\n",
    "line\xE2\x80\xA8separator\nparagraph\xE2\x80\xA9separator\n",
    "mark \xEF\xBB\xBF of order\n",
    "a face \xF0\x9F\x98\x80 \"laughs\" \\\n",
    "next line \xC2\x85 control\n",
    "it's a key: with a #sign\n",
    "- no entry\n",
    "  spaces around  \n",
    "yes\n",
    "'quoted', [in] {brackets} & *more*\n",
    "plain words, and a comma.\n",
    "a tab\tin it\n",
    "#\n",
    "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\nno plain text \xEF\xBF\xBE\n",
};

/* Loads a policy of one rule, with `parts` added below it. */
static wn_policy *load(const wn_buf *parts)
{
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_status  status = wn_policy_load(&(wn_layer){.name = "case.yaml", .text = wn_buf_bytes(parts)}, 1, NULL, &policy,
                                       &error);
    ck_assert_msg(status == WN_OK, "%s\n%.*s", error ? wn_error_at(error, 0)->message : "?", (int)parts->size,
                  parts->data);
    return policy;
}

static void begin(wn_buf *yaml)
{
    wn_buf_text(yaml, "winnow: 1\nrules:\n- id: ad.label\n  line: {is: advertisement}\n");
}

/* Puts an example below the rule, indented as the rest of it. */
static void indent(const wn_buf *lines, wn_buf *yaml)
{
    for (size_t i = 0; i < lines->size; i++) {
        if (i == 0 || lines->data[i - 1] == '\n')
            wn_buf_text(yaml, "  ");
        wn_buf_put(yaml, lines->data[i]);
    }
}

/* The lines of a test as one text, each with a line feed. */
static void join(const wn_case *test, wn_buf *out)
{
    for (size_t i = 0; i < test->line_count; i++) {
        wn_buf_append(out, test->lines[i].text.data, test->lines[i].text.size);
        wn_buf_put(out, '\n');
    }
}

START_TEST(a_test_is_read_back_as_the_same_lines)
{
    const char *text = texts[_i];
    wn_buf      yaml = {0}, back = {0};
    begin(&yaml);
    wn_buf_text(&yaml, "tests:\n");
    wn_case_put(&(wn_case_text){.rule = "ad.label", .kind = "eats", .text = {text, strlen(text)}, .level = 2}, &yaml);
    wn_policy            *policy = load(&yaml);
    const wn_definitions *all = wn_policy_definitions(policy);
    ck_assert_uint_eq(all->test_count, 1);
    ck_assert_str_eq(all->tests[0].name, "ad.label: eats");
    ck_assert_int_eq(all->tests[0].lines[0].mark, WN_MARK_STAYS);
    join(&all->tests[0], &back);
    ck_assert_msg(back.size == strlen(text) && !memcmp(back.data, text, back.size), "not the same:\n%.*s\n%.*s",
                  (int)back.size, back.data, (int)yaml.size, yaml.data);
    wn_policy_free(policy);
    wn_buf_free(&back);
    wn_buf_free(&yaml);
}
END_TEST

START_TEST(an_example_is_read_back_as_the_same_text)
{
    const char *text = texts[_i];
    const bool  goes[8] = {true};
    wn_buf      yaml = {0}, hit = {0}, miss = {0};
    wn_case_put_example(&(wn_case_text){.text = {text, strlen(text)}, .goes = goes}, &hit);
    wn_case_put_example(&(wn_case_text){.text = {text, strlen(text)}}, &miss);
    begin(&yaml);
    indent(&hit, &yaml);
    indent(&miss, &yaml);
    wn_policy            *policy = load(&yaml);
    const wn_rule_source *rule = &wn_policy_definitions(policy)->rules[0];
    ck_assert_uint_eq(rule->hits.count, 1);
    ck_assert_uint_eq(rule->misses.count, 1);
    for (int i = 0; i < 2; i++) {
        wn_bytes back = i ? rule->misses.items[0].text : rule->hits.items[0].text;
        size_t   size = strlen(text);
        size -= size > back.size; /* a block that is read without its last line feed */
        ck_assert_msg(back.size == size && !memcmp(back.data, text, size), "not the same:\n%.*s\n%.*s", (int)back.size,
                      back.data, (int)yaml.size, yaml.data);
    }
    wn_policy_free(policy);
    wn_buf_free(&hit);
    wn_buf_free(&miss);
    wn_buf_free(&yaml);
}
END_TEST

START_TEST(marks_level_language_and_source_are_read_back)
{
    const bool   goes[] = {false, true, false};
    wn_buf       yaml = {0};
    wn_case_text test = {.rule = "ad.label",
                         .kind = "misses",
                         .text = {"one\ntwo\nthree\n", 14},
                         .goes = goes,
                         .level = 3,
                         .lang = "no",
                         .source = "o'neil.example.org"};
    begin(&yaml);
    wn_buf_text(&yaml, "tests:\n");
    wn_case_put(&test, &yaml);
    test.takes_any = true;
    wn_case_put(&test, &yaml);
    wn_policy            *policy = load(&yaml);
    const wn_definitions *all = wn_policy_definitions(policy);
    ck_assert_uint_eq(all->test_count, 2);
    ck_assert_int_eq(all->tests[0].level, 3);
    ck_assert_str_eq(all->tests[0].lang, "no");
    ck_assert_str_eq(all->tests[0].source, "o'neil.example.org");
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(all->tests[0].lines[i].mark, goes[i] ? WN_MARK_GOES : WN_MARK_STAYS);
        ck_assert_int_eq(all->tests[1].lines[i].mark, WN_MARK_ANY);
    }
    wn_policy_free(policy);
    wn_buf_free(&yaml);
}
END_TEST

START_TEST(one_line_is_a_scalar_with_quotes_where_it_needs_them)
{
    static const struct {
        const char *text, *yaml;
    } lines[] = {
        {"read more\n", "misses:\n- read more\n"},
        {"read more", "misses:\n- read more\n"},
        {"\xC3\xA0 lire aussi\n", "misses:\n- \xC3\xA0 lire aussi\n"},
        {"12 comments\n", "misses:\n- '12 comments'\n"},
        {"it's new\n", "misses:\n- 'it''s new'\n"},
        {"one, two\n", "misses:\n- 'one, two'\n"},
        {"read more:\n", "misses:\n- 'read more:'\n"},
        {"read more \n", "misses:\n- 'read more '\n"},
        {"one\ntwo\n", "misses:\n- |2-\n  one\n  two\n"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        wn_buf yaml = {0};
        wn_case_put_example(&(wn_case_text){.text = {lines[i].text, strlen(lines[i].text)}}, &yaml);
        wn_buf_put(&yaml, '\0');
        ck_assert_str_eq(yaml.data, lines[i].yaml);
        wn_buf_free(&yaml);
    }
}
END_TEST

START_TEST(bytes_that_are_no_text_are_written_as_conditions_see_them)
{
    wn_buf plain = {0}, escaped = {0};
    wn_case_put_example(&(wn_case_text){.text = {"a \xFF b\n", 6}}, &plain);
    wn_case_put_example(&(wn_case_text){.text = {"a \xFF \a\n", 6}}, &escaped);
    ck_assert_uint_eq(plain.size, strlen("misses:\n- a \xEF\xBF\xBD b\n"));
    ck_assert_mem_eq(plain.data, "misses:\n- a \xEF\xBF\xBD b\n", plain.size);
    ck_assert_uint_eq(escaped.size, strlen("misses:\n- \"a \xEF\xBF\xBD \\u0007\"\n"));
    ck_assert_mem_eq(escaped.data, "misses:\n- \"a \xEF\xBF\xBD \\u0007\"\n", escaped.size);
    wn_buf_free(&plain);
    wn_buf_free(&escaped);
}
END_TEST

int main(void)
{
    int      count = sizeof texts / sizeof *texts;
    Suite   *suite = suite_create("case text");
    TCase   *tests = tcase_create("texts as YAML");
    SRunner *runner = srunner_create(suite);
    tcase_add_loop_test(tests, a_test_is_read_back_as_the_same_lines, 0, count);
    tcase_add_loop_test(tests, an_example_is_read_back_as_the_same_text, 0, count);
    tcase_add_test(tests, marks_level_language_and_source_are_read_back);
    tcase_add_test(tests, one_line_is_a_scalar_with_quotes_where_it_needs_them);
    tcase_add_test(tests, bytes_that_are_no_text_are_written_as_conditions_see_them);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
