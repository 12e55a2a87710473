/* test_feed.c: the filter of feeds as a caller meets it: what a sink may stop, which options it needs, and feeds that
 * pass as they came. */
#include "format/feed.h"

#include "base/buf.h"
#include "format/feed_xml.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char policy_text[] = "winnow: 1\nname: feeds\nrules:\n"
                                  "- {id: ad.label, line: {is: advertisement}}\n"
                                  "- {id: flag.draft, action: flag, line: {is: draft}}\n"
                                  "- {id: legal.embargo, action: reject, why: not yet, document: '^embargo until'}\n";

#define ITEM(inside) "<item><title>Pier</title><description>" inside "</description></item>"
#define FEED(items) "<rss version='2.0'><channel>" items "</channel></rss>"

static const char plain[] = FEED(ITEM("One&lt;br>Advertisement&lt;br>Two"));
static const char embargo[] = FEED(ITEM("One") ITEM("Embargo until noon") ITEM("Two"));
static const char draft[] = FEED(ITEM("Draft") ITEM("Two"));
static const char broken[] = "<rss><channel><item></channel>";

/* What a filter told, and which of its calls is answered with a no. */
typedef struct ear {
    wn_buf      out, diverted, mishaps;
    wn_route    route;
    const char *refused; /* NULL: none */
} ear;

static bool answer(const ear *e, const char *call)
{
    return !e->refused || strcmp(e->refused, call) != 0;
}

static bool hear_write(void *user, wn_bytes bytes)
{
    ear *e = user;
    return wn_buf_append(&e->out, bytes.data, bytes.size) && answer(e, "write");
}

static bool hear_decision(void *user, const wn_decision *decision)
{
    (void)decision;
    return answer(user, "decide");
}

static bool hear_change(void *user, const wn_change *change)
{
    (void)change;
    return answer(user, "change");
}

static bool hear_finish(void *user, const wn_result *result)
{
    (void)result;
    return answer(user, "finish");
}

static bool hear_diversion(void *user, wn_route route, wn_bytes record)
{
    ear *e = user;
    e->route = route;
    return wn_buf_append(&e->diverted, record.data, record.size) && answer(e, "divert");
}

static bool hear_mishap(void *user, const wn_mishap *mishap)
{
    ear *e = user;
    wn_buf_text(&e->mishaps, mishap->message);
    wn_buf_put(&e->mishaps, '\n');
    return answer(e, "mishap");
}

static wn_policy *policy;
static wn_feed   *filter;
static ear        heard;

static void set_up(void)
{
    wn_layer          layer = {.name = "feeds.yaml", .text = {policy_text, sizeof policy_text - 1}};
    wn_filter_options options = {.divert_rejects = true};
    wn_sink           sink = {.user = &heard,
                              .write = hear_write,
                              .decide = hear_decision,
                              .change = hear_change,
                              .finish = hear_finish,
                              .divert = hear_diversion,
                              .mishap = hear_mishap};
    heard = (ear){0};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    ck_assert_int_eq(wn_feed_new(policy, &options, &sink, &filter, NULL), WN_OK);
}

static void tear_down(void)
{
    wn_feed_free(filter);
    wn_policy_free(policy);
    wn_buf_free(&heard.out);
    wn_buf_free(&heard.diverted);
    wn_buf_free(&heard.mishaps);
}

static wn_status feed(const char *text)
{
    return wn_feed_feed(filter, text, strlen(text));
}

static bool is_text(const wn_buf *buf, const char *text)
{
    return buf->size == strlen(text) && (!buf->size || memcmp(buf->data, text, buf->size) == 0);
}

/* ---- what a sink may do ---- */

static const struct {
    const char *call, *feed;
} stops[] = {{"write", plain},    {"decide", plain},   {"change", plain},   {"finish", plain},
             {"change", embargo}, {"divert", embargo}, {"finish", embargo}, {"divert", draft},
             {"write", draft},    {"mishap", broken},  {"write", broken},   {"write", embargo}};

START_TEST(a_callback_that_says_no_stops_the_filter_for_good)
{
    heard.refused = stops[_i].call;
    ck_assert_int_eq(feed(stops[_i].feed), WN_OK);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_STOPPED);
    size_t size = heard.out.size;
    heard.refused = NULL;
    ck_assert_int_eq(feed(plain), WN_STOPPED);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_STOPPED);
    ck_assert_uint_eq(heard.out.size, size);
}
END_TEST

START_TEST(a_rejected_item_leaves_the_feed_and_goes_its_way)
{
    wn_result result;
    ck_assert_int_eq(feed(embargo), WN_OK);
    ck_assert_uint_eq(heard.out.size, 0);
    ck_assert_int_eq(wn_feed_end(filter, &result), WN_OK);
    ck_assert(is_text(&heard.out, FEED(ITEM("One") ITEM("Two"))));
    ck_assert(is_text(&heard.diverted, ITEM("Embargo until noon")));
    ck_assert_int_eq(heard.route, WN_ROUTE_REJECTS);
    ck_assert_int_eq(result.verdict, WN_REJECTED);
}
END_TEST

START_TEST(a_flagged_item_is_copied)
{
    ck_assert_int_eq(feed(draft), WN_OK);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_OK);
    ck_assert(is_text(&heard.out, draft));
    ck_assert(is_text(&heard.diverted, ITEM("Draft")));
    ck_assert_int_eq(heard.route, WN_ROUTE_FLAGGED);
}
END_TEST

/* ---- feeds that pass ---- */

START_TEST(a_feed_over_the_limit_passes_as_it_came_and_is_told_once)
{
    wn_feed_limit(filter, 40);
    for (const char *c = plain; *c; c++)
        ck_assert_int_eq(wn_feed_feed(filter, c, 1), WN_OK);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_OK);
    ck_assert(is_text(&heard.out, plain));
    ck_assert(is_text(&heard.mishaps, "a feed too long to be held\n"));
    wn_feed_limit(filter, sizeof plain);
    wn_buf_clear(&heard.out);
    ck_assert_int_eq(feed(plain), WN_OK);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_OK);
    ck_assert(is_text(&heard.out, FEED(ITEM("One&lt;br>Two"))));
}
END_TEST

START_TEST(a_sink_may_stop_at_a_feed_over_the_limit)
{
    wn_feed_limit(filter, 40);
    heard.refused = _i ? "mishap" : "write";
    ck_assert_int_eq(feed(plain), WN_STOPPED);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_STOPPED);
}
END_TEST

START_TEST(a_feed_in_an_unknown_encoding_passes_as_it_came)
{
    const char *text = "<?xml version='1.0' encoding='koi8-r'?>\n<rss><channel><title>\xC1</title></channel></rss>";
    ck_assert_int_eq(feed(text), WN_OK);
    ck_assert_int_eq(wn_feed_end(filter, NULL), WN_OK);
    ck_assert(is_text(&heard.out, text));
    ck_assert_uint_gt(heard.mishaps.size, 0);
}
END_TEST

/* ---- options ---- */

START_TEST(a_policy_that_rejects_needs_a_way_for_what_it_rejects)
{
    static const char *const only[] = {"ad.lable"};
    const wn_filter_options  options[] = {{.level = 2}, {.divert_rejects = true}};
    static const char *const words[] = {"divert_rejects", "sink with divert"};
    for (size_t i = 0; i < 2; i++) {
        wn_feed  *made;
        wn_error *error = NULL;
        ck_assert_int_eq(wn_feed_new(policy, &options[i], &(wn_sink){0}, &made, &error), WN_BAD_ARGUMENT);
        ck_assert_ptr_null(made);
        ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, words[i]));
        wn_error_free(error);
    }
    wn_filter_options unknown = {.only = only, .only_count = 1, .divert_rejects = true};
    wn_sink           sink = {.divert = hear_diversion};
    wn_feed          *made;
    wn_error         *error = NULL;
    ck_assert_int_eq(wn_feed_new(policy, &unknown, &sink, &made, &error), WN_BAD_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "ad.label"));
    wn_error_free(error);
    wn_feed_free(NULL);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("feed");
    TCase   *tests = tcase_create("feeds");
    SRunner *runner = srunner_create(suite);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    if (wn_feed_xml_is_there()) {
        tcase_add_loop_test(tests, a_callback_that_says_no_stops_the_filter_for_good, 0, sizeof stops / sizeof *stops);
        tcase_add_test(tests, a_rejected_item_leaves_the_feed_and_goes_its_way);
        tcase_add_test(tests, a_flagged_item_is_copied);
        tcase_add_test(tests, a_feed_over_the_limit_passes_as_it_came_and_is_told_once);
        tcase_add_loop_test(tests, a_sink_may_stop_at_a_feed_over_the_limit, 0, 2);
        tcase_add_test(tests, a_feed_in_an_unknown_encoding_passes_as_it_came);
        tcase_add_test(tests, a_policy_that_rejects_needs_a_way_for_what_it_rejects);
    }
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
