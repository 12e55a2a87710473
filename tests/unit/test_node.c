/* test_node.c: what YAML a policy may be written in, and where and how the rest is refused. */
#include "policy/node.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static wn_arena  arena;
static wn_error *error;
static wn_node  *root;

static void set_up(void)
{
    arena = (wn_arena){0};
    error = NULL;
    root = NULL;
}

static void tear_down(void)
{
    wn_error_free(error);
    wn_arena_free(&arena);
}

static wn_status read_bytes(const char *data, size_t size)
{
    return wn_node_read("a.yaml", (wn_bytes){data, size}, &arena, &root, &error);
}

static wn_status read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

/* A text of `count` times `piece` between two others; the caller frees it. */
static char *repeat(const char *front, const char *piece, size_t count, const char *back)
{
    size_t size = strlen(piece);
    char  *text = malloc(strlen(front) + size * count + strlen(back) + 1);
    ck_assert_ptr_nonnull(text);
    char *end = text + sprintf(text, "%s", front);
    for (size_t i = 0; i < count; i++, end += size)
        memcpy(end, piece, size);
    strcpy(end, back);
    return text;
}

/* ---- what is refused ---- */

typedef struct bad_text {
    const char *text;
    size_t      size; /* 0: up to the NUL */
    uint32_t    line, column;
    const char *fragment; /* of the first message */
} bad_text;

#define P "winnow: 1\n"

static const bad_text bad_texts[] = {
    /* nothing there */
    {"", 0, 1, 0, "nothing but blanks and comments"},
    {"# only a remark\n\n", 0, 1, 0, "nothing but blanks and comments"},
    {"---\n", 0, 1, 0, "nothing but blanks and comments"},
    {"---\n...\n", 0, 1, 0, "nothing but blanks and comments"},
    {"\xEF\xBB\xBF", 0, 1, 0, "nothing but blanks and comments"},
    /* more than one */
    {P "---\nname: b\n", 0, 2, 1, "a second document"},
    {P "---\n", 0, 2, 1, "a second document"},
    {P "...\n---\n" P, 0, 3, 1, "a second document"},
    /* bytes */
    {"\xFF\xFEw\0i\0", 6, 0, 0, "UTF-16"},
    {"\xFE\xFF\0w\0i", 6, 0, 0, "UTF-16"},
    {"w\0i\0n\0n\0", 8, 0, 0, "UTF-16"},
    {"\0w\0i\0n\0n", 8, 0, 0, "UTF-16"},
    {"\xFF\xFE\0\0w\0\0\0", 8, 0, 0, "UTF-32"},
    {"\0\0\xFE\xFF\0\0\0w", 8, 0, 0, "UTF-32"},
    {"w\0\0\0i\0\0\0", 8, 0, 0, "UTF-32"},
    {"\0\0\0w\0\0\0i", 8, 0, 0, "UTF-32"},
    {P "name: a\0b\n", 20, 2, 8, "a NUL byte"},
    {P "n\xC3\xA4me: \xC3(\n", 0, 2, 7, "not UTF-8"},
    {P "name: \xED\xA0\x80\n", 0, 2, 7, "not UTF-8"},
    {P "name: cut\xE2\x82", 0, 2, 10, "not UTF-8"},
    {P "name: \x07\n", 0, 2, 7, "a control character"},
    {P "name: \x1B[1m\n", 0, 2, 7, "a control character"},
    {P "# \x7F\n", 0, 2, 3, "a control character"},
    {P "name: \xC2\x9B\n", 0, 2, 7, "a control character"},
    {P "name: '\xE2\x80\xA8'\n", 0, 2, 8, "line separator"},
    {P "name: '\xC2\x85'\n", 0, 2, 8, "line separator"},
    {"winnow: 1\rname: b\r", 0, 1, 10, "a carriage return without a line feed"},
    {P "name: \"a\\0b\"\n", 0, 2, 7, "a NUL"},
    /* what YAML has and policies do not need */
    {P "name: &n one\n", 0, 2, 7, "an anchor"},
    {P "rules: &n [a]\n", 0, 2, 8, "an anchor"},
    {P "rules: &n\n  a: b\n", 0, 2, 8, "an anchor"},
    {P "name: *n\n", 0, 2, 7, "an alias"},
    {P "*n : b\n", 0, 2, 1, "an alias"},
    {P "name: *.example.org\n", 0, 2, 7, "single quotes"},
    {P "name: !!str 5\n", 0, 2, 7, "a tag"},
    {P "name: !own 5\n", 0, 2, 7, "a tag"},
    {P "name: ! 5\n", 0, 2, 7, "a tag"},
    {P "name: !a!b 5\n", 0, 2, 7, "a tag"},
    {P "rules: !!seq [a]\n", 0, 2, 8, "a tag"},
    {P "<<: {a: b}\n", 0, 2, 1, "a merge key"},
    {"%YAML 1.2\n---\n" P, 0, 1, 1, "a % directive"},
    {"%TAG ! tag:example.org,2026:\n---\n" P, 0, 1, 1, "a % directive"},
    {"%OTHER thing\n---\n" P, 0, 1, 1, "a % directive"},
    {P "name: a\nname: b\n", 0, 3, 1, "duplicate key \"name\", in a map; the first is at line 2"},
    {P "name: a\n'name': b\n", 0, 3, 1, "duplicate key \"name\""},
    {P "rules:\n- id: a\n  id: b\n", 0, 4, 3, "the first is at line 3"},
    {P "define: {a: b, c: d, a: e}\n", 0, 2, 22, "duplicate key \"a\""},
    {P "[a, b]: c\n", 0, 2, 1, "a list or map as a key"},
    {P "? {a: b}\n: c\n", 0, 2, 3, "a list or map as a key"},
    /* syntax */
    {P "rules:\n\t- a\n", 0, 3, 1, "a tab, in the indentation"},
    {P "rules:\n  - a\n\t- b\n", 0, 4, 1, "a tab, in the indentation"},
    {P "name: |\n\t\ta\n", 0, 3, 1, "a tab, in the indentation"},
    {P "name: a: b\n", 0, 2, 8, "where no key can be"},
    {P "name: 'it's'\n", 0, 2, 11, "text behind a value"},
    {P "name: [a] b\n", 0, 2, 11, "text behind a value"},
    {P "rules:\n- id: a\n line: b\n", 0, 4, 2, "indent this line"},
    {P "name: a\nrules\n", 0, 3, 1, "no \": \" after a key"},
    {P "rules: [a, b\nname: c\n", 0, 3, 5, "in a list in [ ]"},
    {P "rules: [a, b\n", 0, 2, 8, "in a list in [ ]"},
    {P "rules: [", 0, 2, 9, "close the bracket"},
    {P "define: {a: 'b", 0, 2, 13, "no closing quote"},
    {P "name: &n", 0, 2, 7, "an anchor"},
    {P "when: {a: b\n\n", 0, 2, 7, "in a map in { }"},
    {P "name: 'open\n", 0, 2, 7, "no closing quote"},
    {P "name: 'open\n---\n", 0, 3, 1, "--- or ..."},
    {P "name: \"a\\d\"\n", 0, 2, 9, "use single quotes"},
    {P "name: @here\n", 0, 2, 7, "cannot begin a value"},
    {P "name: %{here}\n", 0, 2, 7, "cannot begin a value"},
    {P "name: `here`\n", 0, 2, 7, "cannot begin a value"},
    {P "name: - a\n", 0, 2, 7, "where no item can be"},
    {P "name: ? a\n", 0, 2, 7, "where no key can be"},
    {P "name: | a\n", 0, 2, 9, "begin it on the next line"},
    {P "name: [a:[]\n", 0, 2, 9, "a : in a value"},
    {P "name: [a,,b]\n", 0, 2, 10, "no value"},
    {"'a' 'b'\n", 0, 1, 5, "more text behind the end"},
    /* cut at " #" */
    {P "name: join us #today\n", 0, 2, 15, "put it in single quotes"},
    {P "name: ^(?:a|b) # c\n", 0, 2, 16, "put it in single quotes"},
    {P "name: two words # three\n", 0, 2, 17, "put it in single quotes"},
    {P "is: [Puzzle #12, Chess]\n", 0, 2, 13, "put it in single quotes"},
    {P "name: Nr #\xC3\xA4\n", 0, 2, 10, "put it in single quotes"},
};

START_TEST(bad_text_is_refused_at_its_place)
{
    const bad_text *bad = &bad_texts[_i];
    ck_assert_int_eq(read_bytes(bad->text, bad->size ? bad->size : strlen(bad->text)), WN_BAD_POLICY);
    ck_assert_ptr_null(root);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_ptr_nonnull(item);
    ck_assert_msg(strstr(item->message, bad->fragment), "%s", item->message);
    ck_assert_msg(item->line == bad->line && item->column == bad->column, "%s: at %u:%u, not %u:%u", item->message,
                  item->line, item->column, bad->line, bad->column);
    ck_assert_str_eq(item->file, "a.yaml");
}
END_TEST

START_TEST(bad_text_is_refused_without_a_list_to_tell_it)
{
    const bad_text *bad = &bad_texts[_i];
    wn_bytes        text = {bad->text, bad->size ? bad->size : strlen(bad->text)};
    ck_assert_int_eq(wn_node_read("a.yaml", text, &arena, &root, NULL), WN_BAD_POLICY);
}
END_TEST

START_TEST(an_absent_text_is_as_bad_as_an_empty_one)
{
    ck_assert_int_eq(read_bytes(NULL, 0), WN_BAD_POLICY);
}
END_TEST

START_TEST(several_mistakes_are_told_at_once)
{
    ck_assert_int_eq(read_text(P "a: &x one\nb: two words #cut\na: *x\nc: 'x' y\n"), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(error), 4);
    ck_assert_uint_eq(wn_error_at(error, 0)->line, 2);
    ck_assert_uint_eq(wn_error_at(error, 1)->line, 3);
    ck_assert_uint_eq(wn_error_at(error, 2)->line, 4);
    ck_assert_uint_eq(wn_error_at(error, 3)->line, 5);
}
END_TEST

START_TEST(an_error_shows_the_line_and_a_caret)
{
    ck_assert_int_eq(read_text(P "n\xC3\xA4me: *x\n"), WN_BAD_POLICY);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_str_eq(item->source, "n\xC3\xA4me: *x");
    ck_assert_uint_eq(item->caret, 6);
    ck_assert_uint_eq(item->column, 7);
}
END_TEST

/* ---- foreign files ---- */

static const char *const foreign_texts[] = {
    "user:secret:0:0\n---\nuser:secret\n",
    "key: secret\nkey: secret\n",
    "- *secret\n",
    "secret: 'secret\n",
    "secret: a secret #secret\n",
    "# secret\nsecret: \x01\n",
    "{secret: secret, <<: {}}",
};

START_TEST(nothing_of_a_file_that_is_no_policy_is_shown)
{
    ck_assert_int_eq(read_text(foreign_texts[_i]), WN_BAD_POLICY);
    for (size_t i = 0; i < wn_error_count(error); i++) {
        const wn_error_item *item = wn_error_at(error, i);
        ck_assert_ptr_null(item->source);
        ck_assert_ptr_null(strstr(item->message, "secret"));
        ck_assert_uint_gt(item->line, 0);
        ck_assert_uint_gt(item->column, 0);
    }
}
END_TEST

START_TEST(a_policy_in_braces_is_known_as_one)
{
    ck_assert_int_eq(read_text("{\"winnow\": 1, name: a, name: b}"), WN_BAD_POLICY);
    ck_assert_ptr_nonnull(wn_error_at(error, 0)->source);
}
END_TEST

/* ---- depth and size ---- */

typedef struct deep_text {
    const char *front, *piece;
} deep_text;

static const deep_text deep_texts[] = {
    {P "a: ", "["}, {P "a: ", "{a: "}, {P "a:\n  ", "- "}, {P, "? "}, {"", "["}, {P "a: ", "[{"}, {P "a: ", "[? "},
};

START_TEST(a_hundred_thousand_levels_are_refused_at_once)
{
    char *text = repeat(deep_texts[_i].front, deep_texts[_i].piece, 100000, "\n");
    ck_assert_int_eq(read_text(text), WN_BAD_POLICY);
    bool is_told = false;
    for (size_t i = 0; i < wn_error_count(error); i++)
        is_told = is_told || strstr(wn_error_at(error, i)->message, "32 levels") ||
                  strstr(wn_error_at(error, i)->message, "left out");
    ck_assert(is_told);
    free(text);
}
END_TEST

START_TEST(thirty_two_levels_are_allowed_and_no_more)
{
    char *text = repeat("", "[", 32, "");
    char *closed = repeat(text, "]", 32, "");
    ck_assert_int_eq(read_text(closed), WN_OK);
    free(text);
    free(closed);
    text = repeat("", "[", 33, "");
    closed = repeat(text, "]", 33, "");
    ck_assert_int_eq(read_text(closed), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_at(error, 0)->column, 33);
    free(text);
    free(closed);
}
END_TEST

START_TEST(a_text_over_four_mebibytes_is_refused_unread)
{
    char *text = repeat("winnow: ", "0123456789", 5000000, "");
    ck_assert_int_eq(read_text(text), WN_BAD_POLICY);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "at most 4194304"));
    ck_assert_uint_eq(arena.used_bytes, 0);
    free(text);
}
END_TEST

START_TEST(four_mebibytes_are_read)
{
    char *text = repeat("winnow: ", "x", WN_POLICY_BYTES_MAX - 8, "");
    ck_assert_int_eq(read_text(text), WN_OK);
    ck_assert_uint_eq(root->values[0]->text.size, WN_POLICY_BYTES_MAX - 8);
    free(text);
}
END_TEST

START_TEST(a_map_of_a_hundred_thousand_keys_is_searched_for_equal_ones)
{
    char *text = malloc(2000000), *end = text;
    ck_assert_ptr_nonnull(text);
    for (int i = 0; i < 100000; i++)
        end += sprintf(end, "key-%d: x\n", i);
    ck_assert_int_eq(read_text(text), WN_OK);
    ck_assert_uint_eq(root->count, 100000);
    sprintf(end, "key-4711: y\n");
    ck_assert_int_eq(read_text(text), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(error), 1);
    ck_assert_uint_eq(wn_error_at(error, 0)->line, 100001);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "at line 4712"));
    free(text);
}
END_TEST

/* ---- what is read ---- */

static const char *const good_texts[] = {
    P "version: 2026.11   # shown in the audit\n",
    P "level: 1 # certain\n",
    P "share: 40% # of the prose\n",
    P "until: {prose: 2}  # end, blank\n",
    P "until: {prose: 2} # end, blank\n",
    P "name: 'two words' # remark\n",
    P "name: \"two words\" # remark\n",
    P "name: word # remark\n",
    P "name: ad.label # remark\n",
    P "name: two words  # remark\n",
    P "rules: # remark\n- id: a # remark\n",
    P "# a remark alone\nname: a\n",
    P "name: a#b\n",
    P "name: |\n  two words # kept\n",
    "--- # begin\n" P "...\n",
    "\xEF\xBB\xBF" P "name: a\n",
    "winnow: 1\r\nname: a\r\n",
    "{winnow: 1, name: a}",
    P "name: a\tb\n",
    P "name:\ta\n",
    P "name: '*'\nother: '&a'\n",
    P "'<<': a\n",
    P "name: \"\\u2028\"\n",
};

START_TEST(good_text_is_read)
{
    ck_assert_int_eq(read_text(good_texts[_i]), WN_OK);
    ck_assert_ptr_nonnull(root);
    ck_assert_ptr_null(error);
    ck_assert_ptr_nonnull(wn_node_get(root, "winnow"));
}
END_TEST

static void expect_scalar(const char *key, const char *text, wn_node_style style)
{
    const wn_node *node = wn_node_get(root, key);
    ck_assert_ptr_nonnull(node);
    ck_assert_int_eq(node->kind, WN_NODE_SCALAR);
    ck_assert_int_eq(node->style, style);
    ck_assert_uint_eq(node->text.size, strlen(text));
    ck_assert_str_eq(node->text.data, text);
}

START_TEST(scalars_are_text_whatever_yaml_would_make_of_them)
{
    ck_assert_int_eq(read_text("a: no\nb: 1.10\nc: 0123\nd: ~\ne:\nf: 'x'\ng: \"\\x41\"\nh: |\n  l\nnull: 0x1F\n"),
                     WN_OK);
    expect_scalar("a", "no", WN_STYLE_PLAIN);
    expect_scalar("b", "1.10", WN_STYLE_PLAIN);
    expect_scalar("c", "0123", WN_STYLE_PLAIN);
    expect_scalar("d", "~", WN_STYLE_PLAIN);
    expect_scalar("e", "", WN_STYLE_PLAIN);
    expect_scalar("f", "x", WN_STYLE_SINGLE_QUOTED);
    expect_scalar("g", "A", WN_STYLE_DOUBLE_QUOTED);
    expect_scalar("h", "l\n", WN_STYLE_BLOCK);
    expect_scalar("null", "0x1F", WN_STYLE_PLAIN);
    ck_assert_ptr_null(wn_node_get(root, "i"));
    ck_assert_ptr_null(wn_node_get(wn_node_get(root, "a"), "i"));
}
END_TEST

START_TEST(lists_and_maps_keep_their_order_and_places)
{
    ck_assert_int_eq(read_text("\xEF\xBB\xBFrules:\r\n- [\xC3\xA4, b, {c: d}]\r\n- e: f\r\n  g: []\r\n"), WN_OK);
    const wn_node *rules = wn_node_get(root, "rules");
    ck_assert_int_eq(rules->kind, WN_NODE_LIST);
    ck_assert_uint_eq(rules->count, 2);
    const wn_node *flow = rules->values[0], *map = rules->values[1];
    ck_assert_uint_eq(flow->count, 3);
    ck_assert_str_eq(flow->values[1]->text.data, "b");
    ck_assert_uint_eq(flow->values[1]->place.line, 2);
    ck_assert_int_eq(flow->values[1]->place.text.data[flow->values[1]->place.offset], 'b');
    ck_assert_int_eq(flow->values[2]->kind, WN_NODE_MAP);
    ck_assert_int_eq(map->kind, WN_NODE_MAP);
    ck_assert_uint_eq(map->count, 2);
    ck_assert_str_eq(map->keys[1]->text.data, "g");
    ck_assert_uint_eq(map->keys[1]->place.line, 4);
    ck_assert_int_eq(map->values[1]->kind, WN_NODE_LIST);
    ck_assert_uint_eq(map->values[1]->count, 0);
}
END_TEST

/* ---- places in scalars ---- */

typedef struct spot {
    const char *text;   /* of a policy with the key `a` */
    const char *wanted; /* in the scalar */
    uint32_t    line;
    const char *found; /* in the source, from the place on */
} spot;

static const spot spots[] = {
    {"a: one two\n", "two", 1, "two\n"},
    {"a: 'it''s two'\n", "two", 1, "two'"},
    {"a: 'it''s two'\n", "s two", 1, "s two"},
    {"a: \"one two\"\n", "two", 1, "two\""},
    {"a: \"one\\ttwo\"\n", "two", 1, "\"one"},
    {"a: one\n  two\n", "two", 1, "one\n"},
    {"a: |\n  one\n  two\n\n    three\nb: c\n", "two", 3, "two\n"},
    {"a: |\n  one\n  two\n\n    three\nb: c\n", "three", 5, "three\n"},
    {"a: |-\r\n  one\r\n  two\r\n", "two", 3, "two\r"},
    {"a: >\n  one\n  two\n", "two", 1, ">\n"},
};

START_TEST(a_byte_of_a_scalar_is_found_again_in_the_source)
{
    const spot *it = &spots[_i];
    ck_assert_int_eq(read_text(it->text), WN_OK);
    const wn_node *node = wn_node_get(root, "a");
    const char    *wanted = strstr(node->text.data, it->wanted);
    ck_assert_ptr_nonnull(wanted);
    wn_place place = wn_node_place_in(node, (size_t)(wanted - node->text.data));
    ck_assert_uint_eq(place.line, it->line);
    ck_assert_int_eq(strncmp(it->text + place.offset, it->found, strlen(it->found)), 0);
}
END_TEST

START_TEST(an_offset_behind_the_scalar_gives_its_front)
{
    ck_assert_int_eq(read_text("a: one\n"), WN_OK);
    ck_assert_uint_eq(wn_node_place_in(root->values[0], 4).offset, 3);
    ck_assert_uint_eq(wn_node_place_in(root, 0).offset, 0);
}
END_TEST

/* ---- merging ---- */

START_TEST(maps_merge_and_all_else_is_replaced)
{
    ck_assert_int_eq(read_text("base: {a: 1, b: {c: 2, d: 3}, e: [4, 5], f: {g: 6}}\n"
                               "patch: {b: {d: 7, h: 8}, e: [9], f: off, i: {j: 10}}\n"),
                     WN_OK);
    wn_node *base = wn_node_get(root, "base");
    wn_node *merged = wn_node_merge(&arena, base, wn_node_get(root, "patch"));
    ck_assert_ptr_nonnull(merged);
    ck_assert_uint_eq(merged->count, 5);
    ck_assert_str_eq(merged->keys[0]->text.data, "a");
    ck_assert_str_eq(merged->keys[4]->text.data, "i");
    ck_assert_str_eq(wn_node_get(wn_node_get(merged, "b"), "c")->text.data, "2");
    ck_assert_str_eq(wn_node_get(wn_node_get(merged, "b"), "d")->text.data, "7");
    ck_assert_str_eq(wn_node_get(wn_node_get(merged, "b"), "h")->text.data, "8");
    ck_assert_uint_eq(wn_node_get(merged, "e")->count, 1);
    ck_assert_str_eq(wn_node_get(merged, "f")->text.data, "off");
    ck_assert_str_eq(wn_node_get(wn_node_get(merged, "i"), "j")->text.data, "10");
    ck_assert_str_eq(wn_node_get(wn_node_get(base, "b"), "d")->text.data, "3");
    ck_assert_uint_eq(base->count, 4);
}
END_TEST

/* ---- noise ---- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Pieces that lead libyaml into its corners more often than bytes would. */
static const char *const pieces[] = {
    "\n",
    "  ",
    "- ",
    "? ",
    ": ",
    "a",
    "b: ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    " #",
    "'",
    "\"",
    "|",
    ">",
    "|-2",
    "&a ",
    "*a",
    "!t ",
    "!!",
    "%",
    "---\n",
    "...\n",
    "<<: ",
    "\\",
    "\\x",
    "\t",
    "\r\n",
    "\xC3\xA9",
    "\xEF\xBB\xBF",
    "0",
    "winnow: 1\n",
    "\xF0\x9F\x8D\x80",
    "\xEF\xBF\xBD",
    "@",
    "`",
    "\n\n  ",
    "%YAML 1.1\n",
    "%TAG ! !\n",
    "\xEF\xBF\xBE",
};

START_TEST(noise_is_read_or_refused_but_never_breaks)
{
    uint32_t state = (uint32_t)_i * 7919u + 1;
    for (int round = 0; round < 300; round++) {
        char   text[512];
        size_t size = 0, wanted = next_random(&state) % 400;
        while (size < wanted) {
            const char *piece = pieces[next_random(&state) % (sizeof pieces / sizeof pieces[0])];
            if (next_random(&state) % 50 == 0)
                text[size++] = (char)next_random(&state);
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        char *exact = malloc(size ? size : 1); /* so that a byte behind it is an error */
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, text, size);
        wn_status status = read_bytes(exact, size);
        ck_assert(status == WN_OK ? root && !error : status == WN_BAD_POLICY && !root && error);
        tear_down();
        set_up();
        free(exact);
    }
}
END_TEST

START_TEST(random_bytes_are_refused)
{
    uint32_t state = 12345;
    for (int round = 0; round < 2000; round++) {
        char   text[64];
        size_t size = next_random(&state) % sizeof text;
        for (size_t i = 0; i < size; i++)
            text[i] = (char)next_random(&state);
        wn_status status = read_bytes(text, size);
        ck_assert(status == WN_OK || status == WN_BAD_POLICY);
        for (size_t i = 0; i < wn_error_count(error); i++)
            ck_assert_uint_le(wn_error_at(error, i)->column, size + 1);
        tear_down();
        set_up();
    }
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tests, test, 0, sizeof(table) / sizeof((table)[0]))

int main(void)
{
    TCase   *tests = tcase_create("node");
    Suite   *suite = suite_create("node");
    SRunner *runner = srunner_create(suite);
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 30);
    LOOP(bad_text_is_refused_at_its_place, bad_texts);
    LOOP(bad_text_is_refused_without_a_list_to_tell_it, bad_texts);
    tcase_add_test(tests, an_absent_text_is_as_bad_as_an_empty_one);
    tcase_add_test(tests, several_mistakes_are_told_at_once);
    tcase_add_test(tests, an_error_shows_the_line_and_a_caret);
    LOOP(nothing_of_a_file_that_is_no_policy_is_shown, foreign_texts);
    tcase_add_test(tests, a_policy_in_braces_is_known_as_one);
    LOOP(a_hundred_thousand_levels_are_refused_at_once, deep_texts);
    tcase_add_test(tests, thirty_two_levels_are_allowed_and_no_more);
    tcase_add_test(tests, a_text_over_four_mebibytes_is_refused_unread);
    tcase_add_test(tests, four_mebibytes_are_read);
    tcase_add_test(tests, a_map_of_a_hundred_thousand_keys_is_searched_for_equal_ones);
    LOOP(good_text_is_read, good_texts);
    tcase_add_test(tests, scalars_are_text_whatever_yaml_would_make_of_them);
    tcase_add_test(tests, lists_and_maps_keep_their_order_and_places);
    LOOP(a_byte_of_a_scalar_is_found_again_in_the_source, spots);
    tcase_add_test(tests, an_offset_behind_the_scalar_gives_its_front);
    tcase_add_test(tests, maps_merge_and_all_else_is_replaced);
    tcase_add_loop_test(tests, noise_is_read_or_refused_but_never_breaks, 0, 20);
    tcase_add_test(tests, random_bytes_are_refused);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
