/* test_json.c: the scanner against every rule of RFC 8259, its paths, and edits in the source of strings. */
#include "format/edit.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define DEEP 100000

static wn_bytes bytes_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

/* ---- the grammar ---- */

static wn_json json;

static void scan(wn_bytes text)
{
    ck_assert_int_eq(wn_json_scan(&json, text), WN_OK);
}

static bool is_json(wn_bytes text)
{
    scan(text);
    return !json.fault;
}

static bool is_value(const char *value)
{
    wn_buf record = {0};
    wn_buf_printf(&record, "{\"before\":1,\"value\":%s,\"after\":[%s]}", value, value);
    bool fine = is_json(wn_buf_bytes(&record));
    wn_buf_free(&record);
    return fine;
}

static void free_all(void)
{
    wn_json_free(&json);
    json = (wn_json){0};
}

static const char *const accepted_values[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "10",
    "123456789012345678901234567890",
    "9223372036854775809",
    "1e400",
    "-1e-400",
    "1E+2",
    "1e05",
    "0e0",
    "0.0",
    "-0.5e+00",
    "1.000000000000000000000001",
    "[]",
    "[ ]",
    "[[]]",
    "[[],[]]",
    "[null]",
    "[1,\n\t\r 2]",
    "{}",
    "{ }",
    "{\"\":0}",
    "{\"a\":{\"a\":{}}}",
    "{\"a\":1,\"a\":1}",
    "\"\"",
    "\" \"",
    "\"a/b\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\u0000\"",
    "\"\\u00e9\"",
    "\"\\uABCD\\uabcd\"",
    "\"\\uD83D\\uDE00\"",
    "\"\\uD83D\"",
    "\"\\uDE00\"",
    "\"\\uD83D\\uD83D\"",
    "\"\\uDE00\\uD83D\"",
    "\"\\uD83Dx\"",
    "\"\\uD83D\\n\"",
    "\"\xC3\xA9\"",
    "\"\xF0\x9F\x98\x80\"",
    "\"\xEF\xBB\xBF\"",
    "\"\x7F\"",
    "\"\xE2\x80\xA8\"",
    "\"\xEF\xBF\xBF\"",
    "\"\\uFFFF\"",
    "\"\\uFDD0\"",
    "\"//no comment\"",
    " 1 ",
    "\t\"x\"\r",
    "\"long enough to be read eight bytes at a time, and then some\"",
};

static const char *const refused_values[] = {
    "",
    " ",
    "nul",
    "nulll",
    "Null",
    "TRUE",
    "tru",
    "truefalse",
    "undefined",
    "NaN",
    "Infinity",
    "-Infinity",
    "-NaN",
    "+1",
    "-",
    "--1",
    "- 1",
    "01",
    "00",
    "-01",
    "-00",
    "1.",
    ".5",
    "-.5",
    "1.e5",
    "1e",
    "1e+",
    "1E-",
    "1eE2",
    "1.5.5",
    "0x1F",
    "1_000",
    "1,5,",
    "1 000",
    "0e",
    "1e1.5",
    "\xEF\xBC\x91",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[,]",
    "[1,,2]",
    "[1 2]",
    "[1;2]",
    "[1]]",
    "[[1]",
    "[1}",
    "(1)",
    "[1:2]",
    "['a']",
    "{",
    "}",
    "{]",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{,}",
    "{,\"a\":1}",
    "{\"a\":1,,\"b\":2}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\"::1}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{null:1}",
    "{\"a\":1:2}",
    "{\"a\",1}",
    "{\"a\"}",
    "{[]:1}",
    "{\"a\":}",
    "{\"a\":1]",
    "{\"a\\x\":1}",
    "{\"a\n\":1}",
    "\"",
    "\"a",
    "a\"",
    "'a'",
    "\"\\",
    "\"\\\"",
    "\"\\a\"",
    "\"\\'\"",
    "\"\\0\"",
    "\"\\x41\"",
    "\"\\U0041\"",
    "\"\\ \"",
    "\"\\u\"",
    "\"\\u1\"",
    "\"\\u12\"",
    "\"\\u123\"",
    "\"\\u123g\"",
    "\"\\u 123\"",
    "\"\\u+123\"",
    "\"\\uD83D\\u\"",
    "\"\\uD83D\\uD8\"",
    "\"\\\xC3\xA9\"",
    "\"a\" \"b\"",
    "\"a\"b",
    "\"\t\"",
    "\"\n\"",
    "\"\r\"",
    "\"\b\"",
    "\"\x1F\"",
    "\"\x01\"",
    "/* comment */ 1",
    "1 // comment",
    "# 1",
    "1;",
    "\xEF\xBB\xBF"
    "1",
    "\xC2\xA0"
    "1",
    "\xE2\x80\xA8"
    "1",
    "\v1",
    "\f1",
    "\xFF",
    "\xC3\xA9",
    "*",
    "$",
    "\\u0031",
    "1 true",
    "[] []",
    "@",
};

START_TEST(every_value_that_rfc_8259_has_is_accepted)
{
    for (size_t i = 0; i < sizeof accepted_values / sizeof *accepted_values; i++)
        ck_assert_msg(is_value(accepted_values[i]), "%s: %s", accepted_values[i], json.fault);
    free_all();
}
END_TEST

START_TEST(every_value_that_rfc_8259_has_not_is_refused)
{
    for (size_t i = 0; i < sizeof refused_values / sizeof *refused_values; i++) {
        ck_assert_msg(!is_value(refused_values[i]), "\"%s\"", refused_values[i]);
        ck_assert_uint_le(json.fault_offset, json.text.size);
    }
    free_all();
}
END_TEST

START_TEST(every_beginning_of_a_record_is_refused)
{
    static const char record[] = "{\"a\":[1.5e3,{\"b\":\"\\u00e9\\n\"}],\"c\":null,\"d\":true}";
    for (size_t size = 0; size + 1 < sizeof record; size++)
        ck_assert_msg(!is_json((wn_bytes){record, size}), "%.*s", (int)size, record);
    ck_assert(is_json((wn_bytes){record, sizeof record - 1}));
    free_all();
}
END_TEST

START_TEST(no_byte_past_the_end_is_read)
{
    static const char record[] = "{\"a\":[1.5e3,{\"b\":\"\\uD83D\\uDE00 text of some length\\n\"}],\"c\":false}";
    for (size_t size = 0; size < sizeof record; size++) {
        char *exact = malloc(size + (size == 0)); /* for the address sanitizer */
        memcpy(exact, record, size);
        scan((wn_bytes){exact, size});
        free(exact);
    }
    free_all();
}
END_TEST

START_TEST(a_nul_byte_is_refused_wherever_it_stands)
{
    static const char record[] = "{\"a\":[1,\"b\"]}";
    for (size_t at = 0; at < sizeof record; at++) {
        char text[sizeof record];
        memcpy(text, record, at);
        text[at] = '\0';
        memcpy(text + at + 1, record + at, sizeof record - 1 - at);
        ck_assert_msg(!is_json((wn_bytes){text, sizeof text}), "at %zu", at);
    }
    free_all();
}
END_TEST

START_TEST(bytes_that_are_not_utf_8_are_let_be_in_strings)
{
    static const char *const strings[] = {
        "\xFF",     "\x80",     "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xF8\x88", "a\xE2\x82"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        char value[32] = "\"";
        strcat(strcat(value, strings[i]), "\"");
        ck_assert_msg(is_value(value), "string %zu", i);
    }
    free_all();
}
END_TEST

START_TEST(any_value_may_stand_alone)
{
    static const char *const values[] = {"1", "\"a\"", "null", "[]", " true ", "[1]", "-0.0"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        ck_assert(is_json(bytes_of(values[i])));
        ck_assert(!json.is_object);
    }
    ck_assert(!is_json(bytes_of("1 2")));
    ck_assert(!is_json(bytes_of("{}{}")));
    ck_assert(!is_json(bytes_of("{},")));
    free_all();
}
END_TEST

static wn_buf nest(size_t depth, const char *open, const char *close)
{
    wn_buf text = {0};
    for (size_t i = 0; i < depth; i++)
        wn_buf_text(&text, open);
    wn_buf_text(&text, "1");
    for (size_t i = 0; i < depth; i++)
        wn_buf_text(&text, close);
    ck_assert(!text.failed);
    return text;
}

static void expect_depth(size_t depth, bool fine)
{
    wn_buf arrays = nest(depth, "[", "]"), objects = nest(depth, "{\"a\":", "}"), open = nest(depth, "[", "");
    ck_assert_int_eq(is_json(wn_buf_bytes(&arrays)), fine);
    ck_assert_int_eq(is_json(wn_buf_bytes(&objects)), fine);
    ck_assert(!is_json(wn_buf_bytes(&open)));
    wn_buf_free(&arrays);
    wn_buf_free(&objects);
    wn_buf_free(&open);
}

START_TEST(nesting_up_to_the_limit_is_accepted_and_beyond_it_refused)
{
    expect_depth(1, true);
    expect_depth(WN_JSON_DEPTH_MAX, true);
    expect_depth(WN_JSON_DEPTH_MAX + 1, false);
    expect_depth(DEEP, false);
    free_all();
}
END_TEST

START_TEST(the_fault_is_named_with_its_offset)
{
    scan(bytes_of("{\"a\":1,}"));
    ck_assert_str_eq(json.fault, "no name in quotes where a member must stand");
    ck_assert_uint_eq(json.fault_offset, 7);
    scan(bytes_of("{\"a\":nan}"));
    ck_assert_uint_eq(json.fault_offset, 5);
    scan(bytes_of("{\"a\":\"x\\q\"}"));
    ck_assert_str_eq(json.fault, "an escape that JSON does not have");
    ck_assert_uint_eq(json.fault_offset, 7);
    free_all();
}
END_TEST

/* ---- paths ---- */

#define PATHS_MAX 4

/* What the paths choose in the text: "POINTER=SOURCE " for each string. */
static void expect_choice(const char *text, const char *const *fields, const char *expected)
{
    wn_arena     arena = {0};
    wn_json_path paths[PATHS_MAX];
    wn_json      own = {.paths = paths};
    wn_buf       chosen = {0};
    for (; fields[own.path_count]; own.path_count++)
        ck_assert_int_eq(wn_json_path_read(fields[own.path_count], &arena, &paths[own.path_count], NULL), WN_OK);
    ck_assert_int_eq(wn_json_scan(&own, bytes_of(text)), WN_OK);
    ck_assert_msg(!own.fault, "%s", own.fault);
    for (size_t i = 0; i < own.count; i++) {
        const wn_json_item *item = &own.items[i];
        if (item->path != WN_JSON_NONE)
            wn_buf_printf(&chosen, "%s=%.*s ", wn_json_place(&own, item), (int)item->value.size,
                          text + item->value.begin);
    }
    wn_buf_put(&chosen, '\0');
    ck_assert_str_eq(chosen.data, expected);
    wn_buf_free(&chosen);
    wn_json_free(&own);
    wn_arena_free(&arena);
}

#define CHOOSE(text, expected, ...) expect_choice(text, (const char *const[]){__VA_ARGS__, NULL}, expected)

START_TEST(a_name_means_a_member_of_the_topmost_object_alone)
{
    CHOOSE("{\"a\":\"1\",\"b\":{\"a\":\"2\"},\"c\":[\"a\",{\"a\":\"3\"}]}", "/a=1 ", "a");
    CHOOSE("{\"aa\":\"1\",\"\":\"2\",\"A\":\"3\"}", "", "a");
    CHOOSE("{\"a.b\":\"1\",\"a\":{\"b\":\"2\"}}", "/a.b=1 ", "a.b");
    CHOOSE("{\"*\":\"1\",\"x\":\"2\"}", "/*=1 ", "*");
    CHOOSE("[\"a\",{\"a\":\"1\"}]", "", "a");
    CHOOSE("{\"~a\":\"1\",\"b/c\":\"2\"}", "/~0a=1 /b~1c=2 ", "~a", "b/c");
}
END_TEST

START_TEST(duplicate_members_are_each_found)
{
    CHOOSE("{\"a\":\"1\",\"a\":2,\"a\":\"3\",\"\\u0061\":\"4\"}", "/a=1 /a=3 /a=4 ", "a");
    CHOOSE("{\"a\":{\"b\":\"1\"},\"a\":{\"b\":\"2\"}}", "/a/b=1 /a/b=2 ", "/a/b");
}
END_TEST

START_TEST(a_pointer_leads_into_objects_and_arrays)
{
    const char *text = "{\"b\":[\"0\",[\"1.0\",\"1.1\"],{\"c\":\"2c\",\"0\":\"20\"}],\"c\":{\"b\":[\"no\"]}}";
    CHOOSE(text, "/b/0=0 ", "/b/0");
    CHOOSE(text, "/b/1/1=1.1 ", "/b/1/1");
    CHOOSE(text, "/b/2/c=2c ", "/b/2/c");
    CHOOSE(text, "/b/2/0=20 ", "/b/2/0");
    CHOOSE(text, "", "/b");
    CHOOSE(text, "", "/b/1");
    CHOOSE(text, "", "/b/3");
    CHOOSE(text, "", "/b/00");
    CHOOSE(text, "", "/b/-");
    CHOOSE(text, "", "/b/18446744073709551616");
    CHOOSE(text, "", "/b/0/0");
}
END_TEST

START_TEST(a_star_means_every_element_of_an_array)
{
    CHOOSE("{\"b\":[{\"v\":\"0\"},{\"w\":\"no\"},{\"v\":\"2\"},[],\"v\",{\"v\":\"5\"}]}", "/b/0/v=0 /b/2/v=2 /b/5/v=5 ",
           "/b/*/v");
    CHOOSE("{\"b\":[[\"00\",\"01\"],[],[\"20\"]]}", "/b/0/0=00 /b/0/1=01 /b/2/0=20 ", "/b/*/*");
    CHOOSE("{\"b\":{\"x\":{\"v\":\"no\"},\"*\":{\"v\":\"yes\"}}}", "/b/*/v=yes ", "/b/*/v");
    CHOOSE("{\"b\":[[[\"1\"]],\"2\",[\"3\"]],\"c\":[\"4\"]}", "/b/1=2 ", "/b/*");
}
END_TEST

START_TEST(names_are_compared_without_their_escapes)
{
    CHOOSE("{\"te\\u0078t\":\"1\",\"t\\/e\":\"2\",\"\\ud83d\\ude00\":\"3\"}", "/text=1 /t~1e=2 /\xF0\x9F\x98\x80=3 ",
           "text", "/t~1e", "\xF0\x9F\x98\x80");
    CHOOSE("{\"a~b\":{\"c/d\":\"1\"},\"m~1n\":\"2\"}", "/a~0b/c~1d=1 /m~01n=2 ", "/a~0b/c~1d", "/m~01n");
    CHOOSE("{\"\":{\"\":\"1\"}}", "//=1 ", "//");
}
END_TEST

START_TEST(a_string_that_two_paths_choose_is_found_once)
{
    CHOOSE("{\"a\":\"1\",\"b\":[\"2\"]}", "/a=1 /b/0=2 ", "a", "/a", "/b/0", "/b/*");
}
END_TEST

START_TEST(a_path_is_followed_after_other_branches_were_left)
{
    CHOOSE("{\"x\":{\"b\":{\"c\":\"no\"}},\"a\":{\"x\":{\"c\":\"no\"},\"b\":{\"c\":\"1\"}},\"b\":{\"c\":\"no\"}}",
           "/a/b/c=1 ", "/a/b/c");
    CHOOSE("{\"a\":{\"b\":{}},\"b\":{\"c\":\"no\"},\"a\":{\"b\":{\"c\":\"1\"}}}", "/a/b/c=1 ", "/a/b/c");
}
END_TEST

START_TEST(what_is_no_pointer_is_refused)
{
    static const char *const bad[] = {"", "/a~", "/a~2", "/~", "/~/"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        wn_arena     arena = {0};
        wn_json_path path;
        wn_error    *error = NULL;
        ck_assert_msg(wn_json_path_read(bad[i], &arena, &path, &error) == WN_BAD_ARGUMENT, "%s", bad[i]);
        ck_assert_uint_eq(wn_error_count(error), 1);
        wn_error_free(error);
        wn_arena_free(&arena);
    }
}
END_TEST

START_TEST(a_pointer_of_too_many_steps_is_refused_and_of_the_most_followed)
{
    wn_arena     arena = {0};
    wn_json_path path;
    wn_buf       text = {0}, pointer = {0};
    for (size_t i = 0; i < WN_JSON_STEPS_MAX; i++)
        wn_buf_text(&pointer, "/0");
    wn_buf_put(&pointer, '\0');
    for (size_t i = 1; i < WN_JSON_STEPS_MAX; i++)
        wn_buf_text(&text, "[");
    wn_buf_text(&text, "[\"yes\",[\"no\"]]");
    for (size_t i = 1; i < WN_JSON_STEPS_MAX; i++)
        wn_buf_text(&text, "]");
    wn_json own = {.paths = &path, .path_count = 1};
    ck_assert_int_eq(wn_json_path_read(pointer.data, &arena, &path, NULL), WN_OK);
    ck_assert_int_eq(wn_json_scan(&own, wn_buf_bytes(&text)), WN_OK);
    ck_assert_ptr_null(own.fault);
    ck_assert_uint_eq(own.count, 1);
    memcpy(pointer.data + pointer.size - 1, "/0", 3);
    ck_assert_int_eq(wn_json_path_read(pointer.data, &arena, &path, NULL), WN_BAD_ARGUMENT);
    wn_json_free(&own);
    wn_buf_free(&text);
    wn_buf_free(&pointer);
    wn_arena_free(&arena);
}
END_TEST

START_TEST(top_level_members_are_all_listed_and_their_end_is_known)
{
    scan(bytes_of(" { \"a\" : \"1\" , \"b\":[ \"x\" ] } "));
    ck_assert(json.is_object && json.has_members);
    ck_assert_uint_eq(json.count, 2);
    ck_assert(json.items[0].is_string && !json.items[1].is_string && json.items[1].is_member);
    ck_assert_uint_eq(json.members_end, strlen(" { \"a\" : \"1\" , \"b\":[ \"x\" ]"));
    scan(bytes_of("{ }"));
    ck_assert(json.is_object && !json.has_members);
    ck_assert_uint_eq(json.members_end, 1);
    free_all();
}
END_TEST

/* ---- escapes ---- */

static void expect_text(const char *source, wn_bytes expected)
{
    wn_buf text = {0};
    ck_assert(wn_json_unescape(bytes_of(source), &text));
    ck_assert_msg(text.size == expected.size && (!text.size || memcmp(text.data, expected.data, text.size) == 0), "%s",
                  source);
    wn_buf_free(&text);
}

START_TEST(escapes_stand_for_their_characters)
{
    expect_text("", bytes_of(""));
    expect_text("plain", bytes_of("plain"));
    expect_text("\\\"\\\\\\/\\b\\f\\n\\r\\t", bytes_of("\"\\/\b\f\n\r\t"));
    expect_text("a\\u0000b", (wn_bytes){"a\0b", 3});
    expect_text("\\u00e9\\u20AC", bytes_of("\xC3\xA9\xE2\x82\xAC"));
    expect_text("\\uD83D\\uDE00", bytes_of("\xF0\x9F\x98\x80"));
    expect_text("\\uDBFF\\uDFFF", bytes_of("\xF4\x8F\xBF\xBF"));
}
END_TEST

START_TEST(half_a_surrogate_pair_stands_for_one_byte_that_is_not_utf_8)
{
    expect_text("a\\uD83Db", bytes_of("a\xFF"
                                      "b"));
    expect_text("\\uDE00\\uD83D", bytes_of("\xFF\xFF"));
    expect_text("\\uD83D\\uD83D\\uDE00", bytes_of("\xFF\xF0\x9F\x98\x80"));
    expect_text("\\uD83D\\n", bytes_of("\xFF\n"));
    expect_text("\\uD83D\\u0041", bytes_of("\xFF"
                                           "A"));
    expect_text("\\uD83D", bytes_of("\xFF"));
}
END_TEST

START_TEST(what_is_put_into_a_string_is_escaped)
{
    wn_buf out = {0};
    ck_assert(wn_json_put_escaped(&out, (wn_bytes){"\"\\/\b\f\n\r\t\0\x1F\x7F\xC3\xA9", 13}));
    wn_buf_put(&out, '\0');
    ck_assert_str_eq(out.data, "\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7F\xC3\xA9");
    wn_buf_free(&out);
}
END_TEST

/* ---- walking ---- */

/* Takes pieces of text of these sizes; `expected` names their sources with '|' between. */
static void expect_walk(const char *source, const size_t *sizes, size_t count, const char *expected)
{
    wn_walk walk = {.string = bytes_of(source), .has_escapes = true};
    wn_buf  pieces = {0};
    for (size_t i = 0; i < count; i++) {
        wn_bytes piece = wn_walk_take(&walk, sizes[i]);
        wn_buf_append(&pieces, piece.data, piece.size);
        wn_buf_put(&pieces, i + 1 < count ? '|' : '\0');
    }
    ck_assert_str_eq(pieces.data, expected);
    ck_assert_uint_eq(walk.at, walk.string.size);
    wn_buf_free(&pieces);
}

#define WALK(source, expected, ...)                                                                                    \
    expect_walk(source, (const size_t[]){__VA_ARGS__}, sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t), expected)

START_TEST(pieces_of_text_are_found_in_the_source)
{
    WALK("abcdef", "ab|cdef", 2, 4);
    WALK("a\\nb\\nc", "a\\n|b\\n|c", 2, 2, 1);
    WALK("\\n\\n\\n", "\\n|\\n\\n", 1, 2);
    WALK("\\u00e9x\\uD83D\\uDE00y", "\\u00e9|x|\\uD83D\\uDE00|y", 2, 1, 4, 1);
    WALK("\\uD83Dx", "\\uD83D|x", 1, 1);
    WALK("\\u0041\\u0042", "\\u0041|\\u0042", 1, 1);
}
END_TEST

START_TEST(an_escape_is_never_torn)
{
    WALK("\\uD83D\\uDE00y", "\\uD83D\\uDE00|||y", 1, 1, 2, 1);
    WALK("\\u00e9\\u00e9", "\\u00e9|\\u00e9|", 1, 2, 1);
    WALK("\\u20ac", "\\u20ac||", 1, 1, 1);
}
END_TEST

START_TEST(edits_leave_source_or_escaped_replacements)
{
    wn_buf      out = {0};
    wn_decision keep = {.fate = WN_FATE_KEEP}, cut = {.fate = WN_FATE_CUT};
    wn_decision replace = {.fate = WN_FATE_REPLACE, .put = bytes_of("\"x\"")};
    ck_assert(wn_edit_put(&out, &keep, bytes_of("\\u0041\\/")));
    ck_assert(wn_edit_put(&out, &cut, bytes_of("gone")));
    ck_assert(wn_edit_put(&out, &replace, bytes_of("gone")));
    wn_buf_put(&out, '\0');
    ck_assert_str_eq(out.data, "\\u0041\\/\\\"x\\\"");
    wn_buf_free(&out);
}
END_TEST

START_TEST(noted_decisions_come_back_as_they_were)
{
    wn_edits    edits = {0};
    int         claimants[] = {3, 5};
    wn_decision first = {.line = 2, .bytes = bytes_of("some"), .rule = -1};
    wn_decision second = {.line = 4,
                          .bytes = bytes_of("more text"),
                          .put = bytes_of("put"),
                          .fate = WN_FATE_EXTRACT,
                          .rule = 5,
                          .claimants = claimants,
                          .claimant_count = 2,
                          .field = "updated"};
    ck_assert_int_eq(wn_edits_note(&edits, &first), WN_OK);
    ck_assert(wn_edits_are_idle(&edits, 0, 1));
    ck_assert_int_eq(wn_edits_note(&edits, &second), WN_OK);
    ck_assert(!wn_edits_are_idle(&edits, 0, 2));
    wn_decision again = wn_edits_decision(&edits, 1);
    ck_assert_uint_eq(edits.items[1].size, 9);
    ck_assert_uint_eq(again.line, 4);
    ck_assert_int_eq(again.rule, 5);
    ck_assert_int_eq(again.fate, WN_FATE_EXTRACT);
    ck_assert_uint_eq(again.claimant_count, 2);
    ck_assert_int_eq(again.claimants[1], 5);
    ck_assert_str_eq(again.field, "updated");
    ck_assert(again.put.size == 3 && memcmp(again.put.data, "put", 3) == 0);
    wn_edits_free(&edits);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *grammar = tcase_create("grammar"), *paths = tcase_create("paths"), *edits = tcase_create("edits");
    tcase_add_test(grammar, every_value_that_rfc_8259_has_is_accepted);
    tcase_add_test(grammar, every_value_that_rfc_8259_has_not_is_refused);
    tcase_add_test(grammar, every_beginning_of_a_record_is_refused);
    tcase_add_test(grammar, no_byte_past_the_end_is_read);
    tcase_add_test(grammar, a_nul_byte_is_refused_wherever_it_stands);
    tcase_add_test(grammar, bytes_that_are_not_utf_8_are_let_be_in_strings);
    tcase_add_test(grammar, any_value_may_stand_alone);
    tcase_add_test(grammar, nesting_up_to_the_limit_is_accepted_and_beyond_it_refused);
    tcase_add_test(grammar, the_fault_is_named_with_its_offset);
    tcase_add_test(paths, a_name_means_a_member_of_the_topmost_object_alone);
    tcase_add_test(paths, duplicate_members_are_each_found);
    tcase_add_test(paths, a_pointer_leads_into_objects_and_arrays);
    tcase_add_test(paths, a_star_means_every_element_of_an_array);
    tcase_add_test(paths, names_are_compared_without_their_escapes);
    tcase_add_test(paths, a_string_that_two_paths_choose_is_found_once);
    tcase_add_test(paths, a_path_is_followed_after_other_branches_were_left);
    tcase_add_test(paths, what_is_no_pointer_is_refused);
    tcase_add_test(paths, a_pointer_of_too_many_steps_is_refused_and_of_the_most_followed);
    tcase_add_test(paths, top_level_members_are_all_listed_and_their_end_is_known);
    tcase_add_test(edits, escapes_stand_for_their_characters);
    tcase_add_test(edits, half_a_surrogate_pair_stands_for_one_byte_that_is_not_utf_8);
    tcase_add_test(edits, what_is_put_into_a_string_is_escaped);
    tcase_add_test(edits, pieces_of_text_are_found_in_the_source);
    tcase_add_test(edits, an_escape_is_never_torn);
    tcase_add_test(edits, edits_leave_source_or_escaped_replacements);
    tcase_add_test(edits, noted_decisions_come_back_as_they_were);
    suite_add_tcase(suite, grammar);
    suite_add_tcase(suite, paths);
    suite_add_tcase(suite, edits);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
