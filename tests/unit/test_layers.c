/* test_layers.c: which files make a policy, in which order, and which names are refused. */
#include "policy/builtin.h"
#include "policy/files.h"
#include "policy/layers.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Takes the place of the table that is made from policies/. */
#define TEXT(text)                                                                                                     \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }

const wn_builtin wn_builtins[] = {
    {"loop/a", TEXT("winnow: 1\nextends: [b.yaml]\n")},
    {"loop/b", TEXT("winnow: 1\nextends: [a.yaml]\n")},
    {"lost", TEXT("winnow: 1\nextends: [packs/em]\n")},
    {"news", TEXT("winnow: 1\nextends: [structure, packs/en, packs/fr.yaml]\n")},
    {"packs/en", TEXT("winnow: 1\n")},
    {"packs/fr", TEXT("winnow: 1\nextends: [../structure.yaml, en.yaml]\n")},
    {"structure", TEXT("winnow: 1\n")},
    {NULL, {NULL, 0}},
};
const wn_bytes wn_builtin_pack = {NULL, 0};

static wn_arena   arena;
static wn_error  *error;
static wn_sources sources;
static char       folder[64];
static char       names[8192]; /* of what was loaded, separated by spaces */

static void set_up(void)
{
    arena = (wn_arena){0};
    error = NULL;
    strcpy(folder, "/tmp/winnow-layers-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(mkdir("sub", 0700), 0);
}

static void tear_down(void)
{
    char command[128];
    wn_error_free(error);
    wn_arena_free(&arena);
    ck_assert_int_eq(chdir("/"), 0);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}

static void put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void list_names(void)
{
    size_t size = 0;
    names[0] = '\0';
    for (size_t i = 0; i < sources.count; i++)
        size += (size_t)snprintf(names + size, sizeof names - size, "%s%s", i ? " " : "", sources.items[i]->name);
}

static wn_status load(const wn_layer *layers, size_t count, const char *policy_root)
{
    wn_status status = wn_sources_load(layers, count, policy_root, &arena, &sources, &error);
    list_names();
    return status;
}

static wn_status load_one(const char *name)
{
    return load(&(wn_layer){.name = name}, 1, NULL);
}

static const char *first_message(void)
{
    return error ? wn_error_at(error, 0)->message : "";
}

static void expect_message(const char *fragment)
{
    ck_assert_msg(strstr(first_message(), fragment), "\"%s\" is not in \"%s\"", fragment, first_message());
}

static void expect_place(const char *file, uint32_t line, uint32_t column)
{
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_ptr_nonnull(item);
    ck_assert_ptr_nonnull(item->file);
    ck_assert_str_eq(item->file, file);
    ck_assert_uint_eq(item->line, line);
    ck_assert_uint_eq(item->column, column);
}

/* ---- order ---- */

START_TEST(a_built_in_policy_applies_after_all_it_extends)
{
    ck_assert_int_eq(load_one("news"), WN_OK);
    ck_assert_str_eq(names, "builtin:structure builtin:packs/en builtin:packs/fr builtin:news");
    const wn_source *news = sources.items[3];
    ck_assert(news->is_builtin);
    ck_assert_uint_eq(news->extend_count, 3);
    ck_assert_ptr_eq(news->extends[2], sources.items[2]);
    ck_assert_ptr_nonnull(wn_node_get(news->root, "winnow"));
}
END_TEST

START_TEST(both_spellings_of_a_built_in_name_are_the_same)
{
    const wn_layer layers[] = {{.name = "builtin:packs/en"}, {.name = "builtin:structure"}, {.name = "structure"}};
    ck_assert_int_eq(load(layers, 3, NULL), WN_OK);
    ck_assert_str_eq(names, "builtin:packs/en builtin:structure");
}
END_TEST

START_TEST(what_a_file_extends_applies_first_from_left_to_right)
{
    put_file("top.yaml", "winnow: 1\nextends: [sub/b.yaml, ./a.yml, builtin:packs/en]\n");
    put_file("sub/b.yaml", "winnow: 1\nextends: [c.yaml]\n");
    put_file("sub/c.yaml", "winnow: 1\n");
    put_file("a.yml", "winnow: 1\n");
    ck_assert_int_eq(load_one("top.yaml"), WN_OK);
    ck_assert_str_eq(names, "sub/c.yaml sub/b.yaml ./a.yml builtin:packs/en top.yaml");
}
END_TEST

START_TEST(a_file_reached_twice_applies_once_whatever_its_path)
{
    put_file("top.yaml", "winnow: 1\nextends: [sub/b.yaml, sub/../base.yaml, link.yaml, hard.yaml]\n");
    put_file("sub/b.yaml", "winnow: 1\nextends: [../base.yaml]\n");
    put_file("base.yaml", "winnow: 1\n");
    ck_assert_int_eq(symlink("base.yaml", "link.yaml"), 0);
    ck_assert_int_eq(link("base.yaml", "hard.yaml"), 0);
    const wn_layer layers[] = {{.name = "top.yaml"}, {.name = "./base.yaml"}, {.name = "top.yaml"}};
    ck_assert_int_eq(load(layers, 3, NULL), WN_OK);
    ck_assert_str_eq(names, "sub/../base.yaml sub/b.yaml top.yaml");
}
END_TEST

START_TEST(later_layers_stand_above_earlier_ones)
{
    put_file("a.yaml", "winnow: 1\nextends: [structure]\n");
    const wn_layer layers[] = {{.name = "a.yaml"},
                               {.name = "(my text)", .text = TEXT("winnow: 1\nextends: [packs/en.yaml]")}};
    ck_assert_int_eq(mkdir("packs", 0700), 0);
    put_file("packs/en.yaml", "winnow: 1\n");
    ck_assert_int_eq(load(layers, 2, NULL), WN_OK);
    ck_assert_ptr_nonnull(strstr(names, "builtin:structure a.yaml /"));
    ck_assert_ptr_nonnull(strstr(names, "/packs/en.yaml (my text)"));
}
END_TEST

START_TEST(a_text_is_copied_so_that_the_caller_may_free_it)
{
    char     text[] = "winnow: 1\n";
    wn_layer layer = {.text = {text, sizeof text - 1}};
    ck_assert_int_eq(load(&layer, 1, NULL), WN_OK);
    memset(text, 'x', sizeof text);
    ck_assert_str_eq(sources.items[0]->root->keys[0]->text.data, "winnow");
    ck_assert_int_eq(memcmp(sources.items[0]->text.data, "winnow", 6), 0);
}
END_TEST

START_TEST(an_empty_list_of_extends_is_allowed)
{
    put_file("a.yaml", "winnow: 1\nextends: []\n");
    ck_assert_int_eq(load_one("a.yaml"), WN_OK);
}
END_TEST

/* ---- names ---- */

typedef struct name_case {
    const char *name;
    bool        is_builtin;
} name_case;

static const name_case name_cases[] = {
    {"news", true},       {"builtin:packs/en", true}, {"builtin:news", true}, {"./news", false}, {"packs/en", false},
    {"news.yaml", false}, {"news.yml", false},        {"yaml", true},         {"", true},
};

START_TEST(a_slash_or_suffix_makes_a_path)
{
    ck_assert_int_eq(wn_is_builtin_name(name_cases[_i].name), name_cases[_i].is_builtin);
}
END_TEST

typedef struct bad_name {
    const char *name;
    wn_status   status;
    const char *fragment;
} bad_name;

static const bad_name bad_names[] = {
    {"nwes", WN_BAD_ARGUMENT, "\"nwes\" is no built-in policy, in the list of policies; did you mean \"news\"?"},
    {"en", WN_BAD_ARGUMENT, "did you mean \"builtin:packs/en\"?"},
    {"builtin:pack/en", WN_BAD_ARGUMENT, "did you mean \"builtin:packs/en\"?"},
    {"kaleidoscope", WN_BAD_ARGUMENT, "a file's name has a / or ends in .yaml"},
    {"", WN_BAD_ARGUMENT, "is no built-in policy"},
    {"-", WN_BAD_ARGUMENT, "is standard input"},
    {"https://news.example.org/a.yaml", WN_BAD_ARGUMENT, "is a URL"},
    {"sub/", WN_IO_ERROR, "is a directory"},
    {"./sub", WN_IO_ERROR, "is a directory"},
    {"/dev/zero", WN_IO_ERROR, "is a device"},
    {"/dev/null", WN_IO_ERROR, "is a device"},
    {"./pipe", WN_IO_ERROR, "is a pipe"},
    {"missing.yaml", WN_IO_ERROR, "\"missing.yaml\" does not exist, in the list of policies; check the path"},
    {"news.yaml", WN_IO_ERROR, "did you mean \"builtin:news\"?"},
    {"packs/en", WN_IO_ERROR, "did you mean \"builtin:packs/en\"?"},
    {"a.yaml/b.yaml", WN_IO_ERROR, "does not exist"},
    {"./loop", WN_IO_ERROR, "a loop of symbolic links"},
    {"./large.yaml", WN_BAD_POLICY, "is larger than 4 MiB"},
    {"./empty.yaml", WN_BAD_POLICY, "nothing but blanks and comments"},
    {"./list.yaml", WN_BAD_POLICY, "no key winnow"},
    {"./other.yaml", WN_BAD_POLICY, "no key winnow"},
};

static void put_oddities(void)
{
    put_file("a.yaml", "winnow: 1\n");
    put_file("empty.yaml", "");
    put_file("list.yaml", "- winnow\n");
    put_file("other.yaml", "window: 1\n");
    put_file("large.yaml", "winnow: 1\n");
    ck_assert_int_eq(truncate("large.yaml", (off_t)WN_POLICY_BYTES_MAX + 1), 0);
    ck_assert_int_eq(mkfifo("pipe", 0600), 0);
    ck_assert_int_eq(symlink("loop", "loop"), 0);
}

START_TEST(a_layer_that_is_no_policy_file_is_refused_by_name)
{
    const bad_name *bad = &bad_names[_i];
    put_oddities();
    ck_assert_int_eq(load_one(bad->name), bad->status);
    expect_message(bad->fragment);
    ck_assert_uint_eq(wn_error_count(error), 1);
}
END_TEST

static const bad_name bad_extends[] = {
    {"nwes", WN_BAD_POLICY, "\"nwes\" is no built-in policy, in extends; did you mean \"news\"?"},
    {"-", WN_BAD_POLICY, "is standard input"},
    {"ftp://news.example.org/a.yaml", WN_BAD_POLICY, "is a URL"},
    {"sub/", WN_IO_ERROR, "is a directory"},
    {"./pipe", WN_IO_ERROR, "is a pipe"},
    {"missing.yaml", WN_IO_ERROR, "does not exist"},
    {"packs/en", WN_IO_ERROR, "did you mean \"builtin:packs/en\"?"},
    {"/dev/zero", WN_BAD_POLICY, "lies outside the policy root"},
    {"/etc/passwd", WN_BAD_POLICY, "lies outside the policy root"},
    {"../../etc/passwd", WN_BAD_POLICY, "lies outside the policy root"},
    {"out.yaml", WN_BAD_POLICY, "lies outside the policy root"},
    {"./out/passwd", WN_BAD_POLICY, "lies outside the policy root"},
    {"./loop", WN_IO_ERROR, "a loop of symbolic links"},
    {"./large.yaml", WN_BAD_POLICY, "is larger than 4 MiB"},
    {"{a: b}", WN_BAD_POLICY, "an entry that is no name"},
    {"''", WN_BAD_POLICY, "an entry that is no name"},
};

START_TEST(an_extended_name_that_is_no_policy_file_is_refused_where_it_stands)
{
    const bad_name *bad = &bad_extends[_i];
    char            text[128];
    put_oddities();
    ck_assert_int_eq(symlink("/etc/passwd", "out.yaml"), 0);
    ck_assert_int_eq(symlink("/etc", "out"), 0);
    snprintf(text, sizeof text, "winnow: 1\nextends:\n- %s%s%s\n", bad->name[0] == '-' ? "'" : "", bad->name,
             bad->name[0] == '-' ? "'" : "");
    put_file("top.yaml", text);
    ck_assert_int_eq(load_one("top.yaml"), bad->status);
    expect_message(bad->fragment);
    expect_place("top.yaml", 3, 3);
    ck_assert_uint_eq(wn_error_count(error), 1);
}
END_TEST

START_TEST(extends_must_be_a_list)
{
    put_file("a.yaml", "winnow: 1\nextends: news\n");
    ck_assert_int_eq(load_one("a.yaml"), WN_BAD_POLICY);
    expect_message("extends: [news]");
    expect_place("a.yaml", 2, 10);
}
END_TEST

START_TEST(no_layers_are_refused)
{
    ck_assert_int_eq(load(NULL, 0, NULL), WN_BAD_ARGUMENT);
    ck_assert_int_eq(load(&(wn_layer){0}, 1, NULL), WN_BAD_ARGUMENT);
}
END_TEST

START_TEST(errors_of_several_files_are_told_at_once)
{
    put_file("top.yaml", "winnow: 1\nextends: [a.yaml, b.yaml, missing.yaml, b.yaml]\n");
    put_file("a.yaml", "winnow: 1\nname: *x\n");
    put_file("b.yaml", "winnow: 1\nname: b\nname: c\n");
    ck_assert_int_eq(load_one("top.yaml"), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(error), 3);
    ck_assert_str_eq(wn_error_at(error, 0)->file, "a.yaml");
    ck_assert_str_eq(wn_error_at(error, 1)->file, "b.yaml");
    ck_assert_str_eq(wn_error_at(error, 2)->file, "top.yaml");
}
END_TEST

START_TEST(nothing_of_an_extended_file_that_is_no_policy_is_shown)
{
    put_file("top.yaml", "winnow: 1\nextends: [foreign.yaml]\n");
    put_file("foreign.yaml", "password: hunter\n");
    ck_assert_int_eq(load_one("top.yaml"), WN_BAD_POLICY);
    expect_place("foreign.yaml", 1, 1);
    ck_assert_ptr_null(wn_error_at(error, 0)->source);
}
END_TEST

/* ---- the root ---- */

START_TEST(the_first_files_folder_is_the_root)
{
    put_file("sub/top.yaml", "winnow: 1\nextends: [../base.yaml]\n");
    put_file("base.yaml", "winnow: 1\n");
    ck_assert_int_eq(load_one("sub/top.yaml"), WN_BAD_POLICY);
    expect_message("lies outside the policy root");
}
END_TEST

START_TEST(a_wider_root_lets_more_files_in)
{
    put_file("sub/top.yaml", "winnow: 1\nextends: [../base.yaml]\n");
    put_file("base.yaml", "winnow: 1\n");
    ck_assert_int_eq(load(&(wn_layer){.name = "sub/top.yaml"}, 1, "."), WN_OK);
    ck_assert_int_eq(load(&(wn_layer){.name = "sub/top.yaml"}, 1, "/"), WN_OK);
}
END_TEST

START_TEST(a_folder_that_begins_like_the_root_is_not_below_it)
{
    ck_assert_int_eq(mkdir("subway", 0700), 0);
    put_file("sub/top.yaml", "winnow: 1\nextends: [../subway/a.yaml]\n");
    put_file("subway/a.yaml", "winnow: 1\n");
    ck_assert_int_eq(load_one("sub/top.yaml"), WN_BAD_POLICY);
    expect_message("lies outside the policy root");
}
END_TEST

START_TEST(links_that_stay_below_the_root_are_followed)
{
    ck_assert_int_eq(symlink("sub", "current"), 0);
    ck_assert_int_eq(symlink("current/base.yaml", "base.yaml"), 0);
    put_file("sub/base.yaml", "winnow: 1\n");
    put_file("top.yaml", "winnow: 1\nextends: [base.yaml]\n");
    ck_assert_int_eq(load_one("top.yaml"), WN_OK);
    ck_assert_str_eq(names, "base.yaml top.yaml");
}
END_TEST

START_TEST(the_callers_own_layers_may_lie_anywhere)
{
    char path[128];
    put_file("base.yaml", "winnow: 1\n");
    put_file("sub/top.yaml", "winnow: 1\n");
    ck_assert_int_eq(symlink("../base.yaml", "sub/link.yaml"), 0);
    snprintf(path, sizeof path, "%s/base.yaml", folder);
    const wn_layer layers[] = {{.name = "sub/top.yaml"}, {.name = "sub/link.yaml"}, {.name = path}};
    ck_assert_int_eq(load(layers, 3, NULL), WN_OK);
    ck_assert_str_eq(names, "sub/top.yaml sub/link.yaml");
}
END_TEST

START_TEST(a_root_that_is_not_there_is_told)
{
    put_file("a.yaml", "winnow: 1\n");
    ck_assert_int_eq(load(&(wn_layer){.name = "a.yaml"}, 1, "nowhere"), WN_BAD_ARGUMENT);
    expect_message("no folder \"nowhere\"");
}
END_TEST

START_TEST(a_text_without_a_root_may_not_extend_files)
{
    wn_layer layer = {.name = "text", .text = TEXT("winnow: 1\nextends: [./a.yaml, news]\n")};
    put_file("a.yaml", "winnow: 1\n");
    ck_assert_int_eq(load(&layer, 1, NULL), WN_BAD_POLICY);
    expect_message("there is no policy root");
    expect_place("text", 2, 11);
    ck_assert_int_eq(load(&layer, 1, "."), WN_OK);
}
END_TEST

/* ---- circles, chains and crowds ---- */

START_TEST(a_circle_is_told_with_its_way)
{
    put_file("top.yaml", "winnow: 1\nextends: [a.yaml]\n");
    put_file("a.yaml", "winnow: 1\nextends: [sub/b.yaml]\n");
    put_file("sub/b.yaml", "winnow: 1\nextends: [structure, ../a.yaml]\n");
    ck_assert_int_eq(load_one("top.yaml"), WN_BAD_POLICY);
    expect_message("a circle, in extends: a.yaml > sub/b.yaml > a.yaml; remove one of these");
    expect_place("sub/b.yaml", 2, 22);
}
END_TEST

START_TEST(a_file_that_extends_itself_is_a_circle)
{
    put_file("a.yaml", "winnow: 1\nextends: [a.yaml]\n");
    ck_assert_int_eq(load_one("a.yaml"), WN_BAD_POLICY);
    expect_message("a.yaml > a.yaml");
}
END_TEST

START_TEST(built_in_circles_are_found_too)
{
    ck_assert_int_eq(load_one("builtin:loop/a"), WN_BAD_POLICY);
    expect_message("builtin:loop/a > builtin:loop/b > builtin:loop/a");
}
END_TEST

START_TEST(an_unknown_name_in_a_built_in_policy_is_told)
{
    ck_assert_int_eq(load_one("lost"), WN_BAD_POLICY);
    expect_message("did you mean \"builtin:packs/en\"?");
    expect_place("builtin:lost", 2, 11);
}
END_TEST

/* Files 1.yaml to `count`.yaml, each of which extends the one before it. */
static void put_chain(int count)
{
    char path[32], text[64];
    for (int i = 1; i <= count; i++) {
        snprintf(path, sizeof path, "%d.yaml", i);
        snprintf(text, sizeof text, i > 1 ? "winnow: 1\nextends: [%d.yaml]\n" : "winnow: %d\n", i > 1 ? i - 1 : 1);
        put_file(path, text);
    }
}

START_TEST(a_chain_of_thirty_two_files_is_allowed_and_no_longer_one)
{
    put_chain(33);
    ck_assert_int_eq(load_one("32.yaml"), WN_OK);
    ck_assert_uint_eq(sources.count, 32);
    ck_assert_int_eq(load_one("33.yaml"), WN_BAD_POLICY);
    expect_message("more than 32 files that extend each other");
    expect_place("2.yaml", 2, 11);
}
END_TEST

static void put_crowd(int count)
{
    char  path[32];
    FILE *file = fopen("top.yaml", "w");
    ck_assert_ptr_nonnull(file);
    fputs("winnow: 1\nextends:\n", file);
    for (int i = 1; i <= count; i++) {
        fprintf(file, "- sub/%d.yaml\n", i);
        snprintf(path, sizeof path, "sub/%d.yaml", i);
        put_file(path, "winnow: 1\n");
    }
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(five_hundred_and_twelve_files_are_allowed_and_no_more)
{
    put_crowd(511);
    ck_assert_int_eq(load_one("top.yaml"), WN_OK);
    ck_assert_uint_eq(sources.count, 512);
    put_crowd(512);
    ck_assert_int_eq(load_one("top.yaml"), WN_BAD_POLICY);
    expect_message("more than 512 files");
    put_crowd(513);
    ck_assert_int_eq(load_one("top.yaml"), WN_BAD_POLICY);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tests, test, 0, sizeof(table) / sizeof((table)[0]))

int main(void)
{
    TCase   *tests = tcase_create("layers");
    Suite   *suite = suite_create("layers");
    SRunner *runner = srunner_create(suite);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, a_built_in_policy_applies_after_all_it_extends);
    tcase_add_test(tests, both_spellings_of_a_built_in_name_are_the_same);
    tcase_add_test(tests, what_a_file_extends_applies_first_from_left_to_right);
    tcase_add_test(tests, a_file_reached_twice_applies_once_whatever_its_path);
    tcase_add_test(tests, later_layers_stand_above_earlier_ones);
    tcase_add_test(tests, a_text_is_copied_so_that_the_caller_may_free_it);
    tcase_add_test(tests, an_empty_list_of_extends_is_allowed);
    LOOP(a_slash_or_suffix_makes_a_path, name_cases);
    LOOP(a_layer_that_is_no_policy_file_is_refused_by_name, bad_names);
    LOOP(an_extended_name_that_is_no_policy_file_is_refused_where_it_stands, bad_extends);
    tcase_add_test(tests, extends_must_be_a_list);
    tcase_add_test(tests, no_layers_are_refused);
    tcase_add_test(tests, errors_of_several_files_are_told_at_once);
    tcase_add_test(tests, nothing_of_an_extended_file_that_is_no_policy_is_shown);
    tcase_add_test(tests, the_first_files_folder_is_the_root);
    tcase_add_test(tests, a_wider_root_lets_more_files_in);
    tcase_add_test(tests, a_folder_that_begins_like_the_root_is_not_below_it);
    tcase_add_test(tests, links_that_stay_below_the_root_are_followed);
    tcase_add_test(tests, the_callers_own_layers_may_lie_anywhere);
    tcase_add_test(tests, a_root_that_is_not_there_is_told);
    tcase_add_test(tests, a_text_without_a_root_may_not_extend_files);
    tcase_add_test(tests, a_circle_is_told_with_its_way);
    tcase_add_test(tests, a_file_that_extends_itself_is_a_circle);
    tcase_add_test(tests, built_in_circles_are_found_too);
    tcase_add_test(tests, an_unknown_name_in_a_built_in_policy_is_told);
    tcase_add_test(tests, a_chain_of_thirty_two_files_is_allowed_and_no_longer_one);
    tcase_add_test(tests, five_hundred_and_twelve_files_are_allowed_and_no_more);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
