/* test_html.c: the filter of pages as a caller meets it: what a sink may stop, what is held, which encodings are read,
 * and pages that pass as they came. */
#include "format/html.h"

#include "base/buf.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char policy_text[] = "winnow: 1\nname: pages\nrules:\n"
                                  "- {id: ad.label, line: {is: advertisement}}\n"
                                  "- {id: legal.embargo, action: reject, why: not yet, document: '^embargo until'}\n"
                                  "- {id: place.da, when: {lang: da}, line: {is: annonce}}\n"
                                  "- {id: place.paper, when: {source: '*.example.org'}, line: {is: house notice}}\n"
                                  "- {id: place.desk, when: {field: {desk: sport}}, line: {is: scores}}\n"
                                  "- {id: title.twice, line: {repeats: headline}}\n"
                                  "- {id: soon.seen, shadow: true, line: {is: soon}}\n";

static const char page[] = "<p>One</p><p>Advertisement</p><p>Two</p>";
static const char embargo[] = "<p>Embargo until noon</p><p>Two</p>";

/* What a filter told, and which of its calls is answered with a no. */
typedef struct ear {
    wn_buf      out, mishaps;
    size_t      written, decided, changed, finished;
    const char *refused; /* NULL: none */
    wn_change   change;  /* the last, its pointers gone */
} ear;

static bool answer(const ear *e, const char *call)
{
    return !e->refused || strcmp(e->refused, call) != 0;
}

static bool hear_write(void *user, wn_bytes bytes)
{
    ear *e = user;
    e->written++;
    return wn_buf_append(&e->out, bytes.data, bytes.size) && answer(e, "write");
}

static bool hear_decision(void *user, const wn_decision *decision)
{
    ear *e = user;
    e->decided += decision->bytes.size != 0;
    return answer(e, "decide");
}

static bool hear_change(void *user, const wn_change *change)
{
    ear *e = user;
    e->changed++;
    e->change = *change;
    return answer(e, "change");
}

static bool hear_finish(void *user, const wn_result *result)
{
    ear *e = user;
    e->finished += result->lines_in != 0 || result->bytes_in != 0;
    return answer(e, "finish");
}

static bool hear_mishap(void *user, const wn_mishap *mishap)
{
    ear *e = user;
    wn_buf_text(&e->mishaps, mishap->message);
    wn_buf_put(&e->mishaps, '\n');
    return answer(e, "mishap");
}

static wn_policy *policy;
static wn_html   *filter;
static ear        heard;

static void set_up_with(bool has_sink)
{
    wn_layer layer = {.name = "pages.yaml", .text = {policy_text, sizeof policy_text - 1}};
    wn_sink  sink = {.user = &heard,
                     .write = hear_write,
                     .decide = hear_decision,
                     .change = hear_change,
                     .finish = hear_finish,
                     .mishap = hear_mishap};
    heard = (ear){0};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    ck_assert_int_eq(wn_html_new(policy, &(wn_filter_options){0}, has_sink ? &sink : &(wn_sink){0}, &filter, NULL),
                     WN_OK);
}

static void set_up(void)
{
    set_up_with(true);
}

static void tear_down(void)
{
    wn_html_free(filter);
    wn_policy_free(policy);
    wn_buf_free(&heard.out);
    wn_buf_free(&heard.mishaps);
}

static wn_status feed(const char *text)
{
    return wn_html_feed(filter, text, strlen(text));
}

static bool came_out(const char *text)
{
    return heard.out.size == strlen(text) && memcmp(heard.out.data, text, heard.out.size) == 0;
}

static bool was_said(const char *text)
{
    wn_buf_put(&heard.mishaps, '\0');
    bool found = strstr(heard.mishaps.data, text) != NULL;
    heard.mishaps.size--;
    return found;
}

/* ---- what a sink may do ---- */

static const struct {
    const char *call, *page;
} stops[] = {{"write", page},
             {"decide", page},
             {"change", page},
             {"finish", page},
             {"change", embargo},
             {"decide", embargo},
             {"mishap", "<meta charset=koi8-r><p>One \xE9</p>"}};

START_TEST(a_callback_that_says_no_stops_the_filter_for_good)
{
    heard.refused = stops[_i].call;
    ck_assert_int_eq(feed(stops[_i].page), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_STOPPED);
    size_t size = heard.out.size;
    heard.refused = NULL;
    ck_assert_int_eq(wn_html_begin(filter, NULL), WN_STOPPED);
    ck_assert_int_eq(feed(page), WN_STOPPED);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_STOPPED);
    ck_assert_uint_eq(heard.out.size, size);
}
END_TEST

START_TEST(a_sink_that_hears_nothing_gets_the_sum)
{
    const char *const pages[] = {page, embargo, "<meta charset=koi8-r><p>One \xE9</p>"};
    const wn_verdict  verdicts[] = {WN_CLEANED, WN_REJECTED, WN_UNCHANGED};
    tear_down();
    set_up_with(false);
    for (size_t i = 0; i < 3; i++) {
        wn_result result;
        ck_assert_int_eq(feed(pages[i]), WN_OK);
        ck_assert_int_eq(wn_html_end(filter, &result), WN_OK);
        ck_assert_int_eq(result.verdict, verdicts[i]);
        ck_assert_uint_eq(result.document, i);
        ck_assert_uint_eq(result.bytes_in, strlen(pages[i]));
    }
}
END_TEST

START_TEST(nothing_is_written_before_the_end)
{
    for (const char *c = page; *c; c++)
        ck_assert_int_eq(wn_html_feed(filter, c, 1), WN_OK);
    ck_assert_uint_eq(heard.written + heard.decided + heard.changed, 0);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert(came_out("<p>One</p><p>Two</p>"));
    ck_assert_uint_eq(heard.finished, 1);
}
END_TEST

/* ---- what is known ---- */

START_TEST(what_is_known_is_copied_and_of_one_page_only)
{
    char        lang[] = "da", source[] = "news.example.org", headline[] = "Harbour opens", name[] = "desk";
    char        value[] = "sport";
    wn_field    field = {name, {value, 5}};
    wn_document known = {
        .lang = lang, .source = source, .headline = {headline, 13}, .fields = &field, .field_count = 1};
    const char *text = "<p>Annonce</p><p>House notice</p><p>Scores</p><p>Harbour opens</p><p>End</p>";
    ck_assert_int_eq(wn_html_begin(filter, &known), WN_OK);
    memset(lang, 'x', 2);
    memset(source, 'x', 4);
    memset(headline, 'x', 13);
    memset(name, 'x', 4);
    memset(value, 'x', 5);
    ck_assert_int_eq(feed(text), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert(came_out("<p>End</p>"));
    wn_buf_clear(&heard.out);
    ck_assert_int_eq(feed("<p>Annonce</p><p>House notice</p><p>Scores</p><p>End</p>"), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert(came_out("<p>Annonce</p><p>House notice</p><p>Scores</p><p>End</p>"));
}
END_TEST

START_TEST(what_is_known_comes_before_the_page)
{
    ck_assert_int_eq(wn_html_begin(filter, NULL), WN_OK);
    ck_assert_int_eq(wn_html_begin(filter, NULL), WN_BAD_ARGUMENT);
    ck_assert_int_eq(feed(page), WN_OK);
    ck_assert_int_eq(wn_html_begin(filter, NULL), WN_BAD_ARGUMENT);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert_int_eq(wn_html_begin(filter, NULL), WN_OK);
}
END_TEST

START_TEST(an_unknown_rule_is_no_option)
{
    const char       *only[] = {"ad.lable"};
    wn_filter_options options = {.only = only, .only_count = 1};
    wn_html          *made;
    wn_error         *error = NULL;
    ck_assert_int_eq(wn_html_new(policy, &options, &(wn_sink){0}, &made, &error), WN_BAD_ARGUMENT);
    ck_assert_ptr_null(made);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "ad.label"));
    wn_error_free(error);
    wn_html_free(NULL);
}
END_TEST

/* ---- pages that pass ---- */

START_TEST(a_page_over_the_limit_passes_as_it_came_and_is_told_once)
{
    wn_result result;
    wn_html_limit(filter, 20);
    for (const char *c = page; *c; c++)
        ck_assert_int_eq(wn_html_feed(filter, c, 1), WN_OK);
    ck_assert_uint_gt(heard.out.size, 20);
    ck_assert_int_eq(wn_html_end(filter, &result), WN_OK);
    ck_assert(came_out(page));
    ck_assert_uint_eq(result.bytes_in, strlen(page));
    ck_assert_uint_eq(result.bytes_out, strlen(page));
    ck_assert(was_said("too long to be held"));
    ck_assert_ptr_eq(memchr(heard.mishaps.data, '\n', heard.mishaps.size), heard.mishaps.data + heard.mishaps.size - 1);
    wn_buf_clear(&heard.out);
    ck_assert_int_eq(feed("<p>Advertisement</p>"), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert(came_out(""));
}
END_TEST

START_TEST(a_sink_may_stop_at_a_page_over_the_limit)
{
    wn_html_limit(filter, 20);
    heard.refused = _i ? "mishap" : "write";
    ck_assert_int_eq(feed(page), WN_STOPPED);
    ck_assert_int_eq(feed(page), WN_STOPPED);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_STOPPED);
}
END_TEST

START_TEST(a_rejected_page_is_one_cut_of_all_its_bytes)
{
    wn_result result;
    ck_assert_int_eq(feed(embargo), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, &result), WN_OK);
    ck_assert_int_eq(result.verdict, WN_REJECTED);
    ck_assert_uint_eq(result.bytes_out, 0);
    ck_assert_uint_eq(heard.out.size, 0);
    ck_assert_uint_eq(heard.changed, 1);
    ck_assert_uint_eq(heard.change.removed.size, strlen(embargo));
    ck_assert_uint_eq(heard.change.put.size, 0);
}
END_TEST

START_TEST(a_shadow_rule_changes_nothing_and_is_told)
{
    ck_assert_int_eq(feed("<p>One</p><p>Soon</p>"), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert(came_out("<p>One</p><p>Soon</p>"));
    ck_assert_uint_eq(heard.changed, 1);
    ck_assert_uint_eq(heard.change.removed.size + heard.change.put.size, 0);
}
END_TEST

START_TEST(a_page_of_nothing_is_a_page)
{
    wn_result result;
    ck_assert_int_eq(wn_html_end(filter, &result), WN_OK);
    ck_assert_int_eq(result.verdict, WN_UNCHANGED);
    ck_assert_uint_eq(heard.out.size + heard.mishaps.size, 0);
}
END_TEST

/* ---- encodings ---- */

/* "café" in windows-1252; as UTF-8 it is broken. Where a page says its encoding, the label in it is taken. */
static const struct {
    const char *head;
    bool        is_read;
} heads[] = {{"<meta charset=windows-1252>", true},
             {"<meta charset='ISO-8859-1'>", true},
             {"<meta name=a content=b><meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\">",
              true},
             {"<meta http-equiv=Content-Type content='text/html;charset = \"latin1\"'>", true},
             {"<?xml version='1.0' encoding=\"iso-8859-1\"?>", true},
             {"<?xml version='1.0'?><meta charset=latin1>", true},
             {"<meta charset=koi8-r>", false},
             {"<meta content='text/html; charset=shift_jis'>", false},
             {"<?xml version='1.0' encoding='euc-kr'?>", false},
             {"<!-- <meta charset=koi8-r> --><meta content='charset='><p title='<meta charset=koi8-r>'>", true}};

START_TEST(a_page_is_read_in_the_encoding_that_it_says)
{
    const char *body = "<p>caf\xE9</p><p>Advertisement</p>";
    wn_buf      text = {0}, expected = {0};
    wn_buf_printf(&text, "%s%s", heads[_i].head, body);
    wn_buf_append(&expected, text.data, heads[_i].is_read ? text.size - strlen("<p>Advertisement</p>") : text.size);
    ck_assert_int_eq(wn_html_feed(filter, text.data, text.size), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert_msg(heard.out.size == expected.size && !memcmp(heard.out.data, expected.data, expected.size), "%.*s",
                  (int)heard.out.size, heard.out.data);
    ck_assert(was_said("encoding other than") == !heads[_i].is_read);
    wn_buf_free(&text);
    wn_buf_free(&expected);
}
END_TEST

START_TEST(what_is_said_too_late_is_not_heard)
{
    wn_buf text = {0};
    for (size_t i = 0; i < 17 << 10; i++)
        wn_buf_put(&text, ' ');
    wn_buf_text(&text, "<meta charset=koi8-r><p>caf\xE9</p><p>Advertisement</p>");
    ck_assert_int_eq(wn_html_feed(filter, text.data, text.size), WN_OK);
    ck_assert_int_eq(wn_html_end(filter, NULL), WN_OK);
    ck_assert_uint_eq(heard.out.size, text.size - strlen("<p>Advertisement</p>"));
    ck_assert_uint_eq(heard.mishaps.size, 0);
    wn_buf_free(&text);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("html");
    TCase   *tests = tcase_create("pages");
    SRunner *runner = srunner_create(suite);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, a_callback_that_says_no_stops_the_filter_for_good, 0, sizeof stops / sizeof *stops);
    tcase_add_test(tests, a_sink_that_hears_nothing_gets_the_sum);
    tcase_add_test(tests, nothing_is_written_before_the_end);
    tcase_add_test(tests, what_is_known_is_copied_and_of_one_page_only);
    tcase_add_test(tests, what_is_known_comes_before_the_page);
    tcase_add_test(tests, an_unknown_rule_is_no_option);
    tcase_add_test(tests, a_page_over_the_limit_passes_as_it_came_and_is_told_once);
    tcase_add_loop_test(tests, a_sink_may_stop_at_a_page_over_the_limit, 0, 2);
    tcase_add_test(tests, a_rejected_page_is_one_cut_of_all_its_bytes);
    tcase_add_test(tests, a_shadow_rule_changes_nothing_and_is_told);
    tcase_add_test(tests, a_page_of_nothing_is_a_page);
    tcase_add_loop_test(tests, a_page_is_read_in_the_encoding_that_it_says, 0, sizeof heads / sizeof *heads);
    tcase_add_test(tests, what_is_said_too_late_is_not_heard);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
