/* test_markup_promises.c: what the filters of markup promise, held against random and broken pages.
 *
 * Pages are put together from tags, texts and references in any order, then cut off and mangled. Whatever comes of
 * them: the changes that were told turn the output back into the input, how it was fed does not matter, and the lines
 * of the output are those of the input that were not to go.
 *
 * A failure names the seed; WINNOW_SEED=N runs that one alone, WINNOW_ROUNDS=N changes how many. */
#include "author/fuzz/breed.h"

#include "base/utf8.h"
#include "format/feed_text.h"
#include "format/feed_xml.h"
#include "format/html_page.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 3000

static const char policy_text[] = "winnow: 1\nname: markup\nrules:\n"
                                  "- {id: ad.label, line: {is: [advertisement, read more]}}\n"
                                  "- {id: run.bullets, run: {starts: [share], min-lines: 2}}\n"
                                  "- {id: tail.end, tail: {is: [the end]}}\n"
                                  "- {id: track.params, span: '[?&]utm_\\w+=\\w+'}\n"
                                  "- {id: track.pixel, span: '<img width=\"[01]\" height=\"[01]\" [^>]*>'}\n"
                                  "- {id: mark.tm, action: replace, with: '<tm>', span: '\\(tm\\)'}\n";

/* ---- pages ---- */

static const char *const pieces[] = {"<p>",
                                     "</p>",
                                     "<div>",
                                     "</div>",
                                     "<ul>",
                                     "</ul>",
                                     "<li>",
                                     "</li>",
                                     "<b>",
                                     "</b>",
                                     "<i>",
                                     "</i>",
                                     "<a href='x'>",
                                     "</a>",
                                     "<br>",
                                     "<br/>",
                                     "<table>",
                                     "</table>",
                                     "<tr>",
                                     "</tr>",
                                     "<td>",
                                     "</td>",
                                     "<th>",
                                     "<tbody>",
                                     "<h1>",
                                     "</h1>",
                                     "<h2>",
                                     "</h2>",
                                     "<hr>",
                                     "<pre>",
                                     "</pre>",
                                     "<span>",
                                     "</span>",
                                     "<dl>",
                                     "<dt>",
                                     "<dd>",
                                     "</dl>",
                                     "<section>",
                                     "</section>",
                                     "<body>",
                                     "</body>",
                                     "<html>",
                                     "<head>",
                                     "<title>",
                                     "</title>",
                                     "<!-- x -->",
                                     "<!--",
                                     "-->",
                                     "<script>",
                                     "</script>",
                                     "<style>",
                                     "</style>",
                                     "<svg>",
                                     "</svg>",
                                     "<template>",
                                     "</template>",
                                     "<button>",
                                     "</button>",
                                     "<img src=a.png>",
                                     "<img width=1 height=1 src='b?utm_a=1'>",
                                     "<img src=i width=9 height=9>",
                                     "<iframe>",
                                     "</iframe>",
                                     "<input>",
                                     "<x-y>",
                                     "</x-y>",
                                     "<select>",
                                     "</select>",
                                     "<option>",
                                     "<a href=\"https://x.org/?a=1&amp;utm_b=2&#38;c=3\">",
                                     "<caption>",
                                     "</tr>",
                                     "<blockquote>",
                                     "</blockquote>",
                                     "<",
                                     ">",
                                     "&",
                                     "&amp",
                                     "&#38;",
                                     "&nbsp;",
                                     "\"",
                                     "'",
                                     "</",
                                     "<!",
                                     "<?xml ?>",
                                     "]]>",
                                     "<![CDATA[",
                                     "amp;",
                                     "lt;p>",
                                     " ",
                                     "\n",
                                     "\n",
                                     "\n",
                                     "  ",
                                     "\t",
                                     "\r\n",
                                     "\xE9",
                                     "é"};

static const char *const texts[] = {"Advertisement",
                                    "advertisement",
                                    "Adver<b>tise</b>ment",
                                    "Read more",
                                    "Share this",
                                    "Share that",
                                    "The end",
                                    "The ferry left at nine.",
                                    "Pier(tm) soap",
                                    "A",
                                    "see https://x.org/?utm_a=1 now",
                                    "x &lt; y",
                                    "Adver&shy;tisement",
                                    "(tm)"};

static void put_element(wn_breeder *g, wn_buf *out, size_t depth)
{
    static const char *const names[] = {"p",  "div",   "li",      "ul", "b",   "a",   "td",
                                        "tr", "table", "section", "h2", "pre", "span"};
    const char              *name = WN_BREED_PICK(g, names);
    wn_buf_printf(out, "<%s>", name);
    for (size_t i = 0, count = 1 + wn_breeder_below(g, 3); i < count; i++)
        if (depth && wn_breeder_one_in(g, 2))
            put_element(g, out, depth - 1);
        else
            wn_buf_text(out, WN_BREED_PICK(g, texts));
    if (!wn_breeder_one_in(g, 6))
        wn_buf_printf(out, "</%s>", name);
}

static void put_page(wn_breeder *g, wn_buf *out, size_t most)
{
    size_t wild = 2 + wn_breeder_below(g, 6);
    for (size_t i = 0, count = 1 + wn_breeder_below(g, most); i < count; i++)
        if (wn_breeder_one_in(g, wild))
            wn_buf_text(out, WN_BREED_PICK(g, pieces));
        else if (wn_breeder_one_in(g, 2))
            put_element(g, out, wn_breeder_below(g, 4));
        else
            wn_buf_text(out, WN_BREED_PICK(g, texts));
    if (wn_breeder_one_in(g, 4) && out->size)
        out->size = wn_breeder_below(g, out->size) + 1;
}

/* ---- running the filter ---- */

typedef struct outcome {
    wn_buf    output;
    wn_buf    restored; /* the input, from the output and the changes */
    wn_bytes  input;
    uint64_t  at;   /* in the input */
    wn_buf    kept; /* the text that decisions leave */
    wn_buf    told;
    bool      is_ordered;
    size_t    mishaps;
    wn_result result;
} outcome;

static bool keep_output(void *user, wn_bytes bytes)
{
    outcome *o = user;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

static bool keep_change(void *user, const wn_change *c)
{
    outcome *o = user;
    if (c->decision && c->decision->is_shadow)
        return true;
    o->is_ordered &= c->offset >= o->at && c->offset + c->removed.size <= o->input.size &&
                     (!c->removed.size || memcmp(o->input.data + c->offset, c->removed.data, c->removed.size) == 0);
    wn_buf_append(&o->restored, o->input.data + o->at, c->offset - o->at);
    wn_buf_append(&o->restored, c->put.data, c->put.size);
    o->at = c->offset + c->removed.size;
    return wn_buf_printf(&o->told, "%llu+%zu %zu\n", (unsigned long long)c->offset, c->removed.size, c->put.size);
}

static bool keep_decision(void *user, const wn_decision *d)
{
    outcome *o = user;
    if (d->field_path && strcmp(d->field_path, "/@links") == 0)
        return true;
    if (d->fate == WN_FATE_KEEP)
        wn_buf_append(&o->kept, d->bytes.data, d->bytes.size);
    else if (d->fate == WN_FATE_REPLACE)
        wn_buf_append(&o->kept, d->put.data, d->put.size);
    return true;
}

static bool keep_result(void *user, const wn_result *r)
{
    outcome *o = user;
    o->result = *r;
    return true;
}

static bool count_mishap(void *user, const wn_mishap *m)
{
    outcome *o = user;
    (void)m;
    o->mishaps++;
    return true;
}

static void run(const wn_policy *policy, wn_format format, wn_bytes page, size_t step, outcome *o)
{
    wn_filter_options options = {.format = format};
    wn_filter        *filter;
    wn_sink           sink = {o, keep_output, keep_decision, keep_change, keep_result, .mishap = count_mishap};
    *o = (outcome){.input = page, .is_ordered = true};
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &filter, NULL), WN_OK);
    for (size_t at = 0; at < page.size; at += step)
        ck_assert_int_eq(wn_filter_feed(filter, page.data + at, page.size - at < step ? page.size - at : step), WN_OK);
    ck_assert_int_eq(wn_filter_end(filter, NULL), WN_OK);
    wn_filter_free(filter);
    wn_buf_append(&o->restored, page.data + o->at, page.size - o->at);
}

static void free_outcome(outcome *o)
{
    wn_buf_free(&o->output);
    wn_buf_free(&o->restored);
    wn_buf_free(&o->kept);
    wn_buf_free(&o->told);
}

static bool is_same(const wn_buf *a, const wn_buf *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

/* ---- lines ---- */

/* The lines that are not blank, with single spaces. */
static void put_lines(wn_bytes text, wn_buf *out)
{
    bool is_space = true;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '\n') {
            if (out->size && out->data[out->size - 1] == ' ')
                out->size--;
            if (out->size && out->data[out->size - 1] != '\n')
                wn_buf_put(out, '\n');
            is_space = true;
        } else if (c != ' ' || !is_space) {
            wn_buf_put(out, c);
            is_space = c == ' ';
        }
    }
}

static void check_lines(const outcome *o, uint64_t seed)
{
    wn_html_page page = {0};
    wn_buf       wanted = {0}, found = {0};
    put_lines(wn_buf_bytes(&o->kept), &wanted);
    ck_assert_int_eq(wn_html_page_read(&page, wn_buf_bytes(&o->output)), WN_OK);
    put_lines(wn_buf_bytes(&page.text), &found);
    bool holds = is_same(&wanted, &found);
    if (!holds)
        printf("lines were\n%.*snow\n%.*sof\n%.*s\nnow\n%.*s\n", (int)wanted.size, wanted.data, (int)found.size,
               found.data, (int)o->input.size, o->input.data, (int)o->output.size, o->output.data);
    ck_assert_msg(holds, "seed %llu: other lines than were to stay", (unsigned long long)seed);
    wn_html_page_free(&page);
    wn_buf_free(&wanted);
    wn_buf_free(&found);
}

/* ---- feeds ---- */

static void put_escaped(wn_buf *out, wn_bytes html)
{
    for (size_t i = 0; i < html.size; i++)
        if (html.data[i] == '<')
            wn_buf_text(out, "&lt;");
        else if (html.data[i] == '&')
            wn_buf_text(out, "&amp;");
        else
            wn_buf_put(out, html.data[i]);
}

/* A part of an item: escaped, in a CDATA section, or as it comes. */
static void put_part(wn_breeder *g, wn_buf *out, size_t most)
{
    static const char *const names[] = {"description", "content:encoded", "content", "summary", "title", "other"};
    const char              *name = WN_BREED_PICK(g, names);
    wn_buf                   html = {0};
    put_page(g, &html, most);
    wn_buf_printf(out, "<%s>", name);
    switch (wn_breeder_below(g, 5)) {
    case 0:
    case 1:
        put_escaped(out, wn_buf_bytes(&html));
        break;
    case 2:
        wn_buf_append(out, html.data, html.size);
        break;
    default:
        wn_buf_text(out, "<![CDATA[");
        wn_buf_append(out, html.data, html.size);
        wn_buf_text(out, "]]>");
    }
    wn_buf_printf(out, "</%s>", name);
    wn_buf_free(&html);
}

static void put_feed(wn_breeder *g, wn_buf *out, size_t most)
{
    wn_buf_text(out, "<rss><channel><title>x</title>\n");
    for (size_t i = 0, items = wn_breeder_below(g, 4); i < items; i++) {
        wn_buf_text(out, "<item>");
        for (size_t j = 0, parts = wn_breeder_below(g, 4); j < parts; j++)
            put_part(g, out, most);
        wn_buf_text(out, "</item>\n");
    }
    wn_buf_text(out, "</channel></rss>");
    if (wn_breeder_one_in(g, 8))
        out->size = wn_breeder_below(g, out->size) + 1;
}

/* What could be parsed can be parsed still, and has as many items and parts. */
static void check_feed(const outcome *o, uint64_t seed)
{
    wn_feed_xml before = {0}, after = {0};
    wn_buf      masked = {0};
    bool        is_utf8 = wn_utf8_check(o->input) == o->input.size;
    wn_feed_mask(o->input, &masked);
    ck_assert_int_eq(wn_feed_xml_read(&before, wn_buf_bytes(&masked)), WN_OK);
    wn_buf_clear(&masked);
    wn_feed_mask(wn_buf_bytes(&o->output), &masked);
    ck_assert_int_eq(wn_feed_xml_read(&after, wn_buf_bytes(&masked)), WN_OK);
    if (is_utf8 && !before.fault)
        ck_assert_msg(!after.fault && before.item_count == after.item_count && before.part_count == after.part_count,
                      "seed %llu: the feed is another one, or none: %s", (unsigned long long)seed,
                      after.fault ? after.fault : "");
    if (before.fault)
        ck_assert_msg(o->output.size == o->input.size, "seed %llu: no feed, and changed", (unsigned long long)seed);
    wn_feed_xml_free(&before);
    wn_feed_xml_free(&after);
    wn_buf_free(&masked);
}

/* ---- the tests ---- */

static wn_policy *load(void)
{
    wn_policy *policy = NULL;
    wn_layer   layer = {"markup", {policy_text, sizeof policy_text - 1}};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    return policy;
}

static size_t rounds(void)
{
    const char *text = getenv("WINNOW_ROUNDS");
    return text ? (size_t)strtoull(text, NULL, 10) : ROUNDS;
}

static uint64_t first_seed(void)
{
    const char *text = getenv("WINNOW_SEED");
    return text ? strtoull(text, NULL, 10) : 1;
}

static void check_page(const wn_policy *policy, wn_format format, wn_bytes page, uint64_t seed, size_t *cut)
{
    outcome whole, pieces_of_it;
    run(policy, format, page, page.size + 1, &whole);
    run(policy, format, page, 1 + seed % 7, &pieces_of_it);
    ck_assert_msg(whole.is_ordered, "seed %llu: changes out of order", (unsigned long long)seed);
    ck_assert_msg(is_same(&whole.restored, &whole.output), "seed %llu: changes do not make the output",
                  (unsigned long long)seed);
    ck_assert_msg(is_same(&whole.output, &pieces_of_it.output) && is_same(&whole.told, &pieces_of_it.told),
                  "seed %llu: feeding matters", (unsigned long long)seed);
    if (format == WN_FORMAT_FEED)
        check_feed(&whole, seed);
    else if (whole.mishaps)
        ck_assert_msg(whole.output.size == page.size, "seed %llu: a mishap, and a change", (unsigned long long)seed);
    else if (wn_utf8_check(page) == page.size) /* else it was read as windows-1252 */
        check_lines(&whole, seed);
    *cut += whole.output.size != page.size;
    free_outcome(&whole);
    free_outcome(&pieces_of_it);
}

START_TEST(random_pages_keep_every_promise)
{
    wn_policy *policy = load();
    size_t     count = getenv("WINNOW_SEED") ? 1 : rounds(), cut = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t   seed = first_seed() + i;
        wn_breeder g = {seed};
        wn_buf     page = {0};
        put_page(&g, &page, 2 + i * 40 / count); /* small ones first, for they are easier to read */
        check_page(policy, WN_FORMAT_HTML, wn_buf_bytes(&page), seed, &cut);
        wn_buf_free(&page);
    }
    ck_assert_msg(count == 1 || cut > count / 2, "only %zu of %zu pages had something to cut", cut, count);
    wn_policy_free(policy);
}
END_TEST

START_TEST(random_feeds_keep_every_promise)
{
    wn_policy *policy = load();
    size_t     count = getenv("WINNOW_SEED") ? 1 : rounds(), cut = 0;
    for (size_t i = 0; i < count && wn_feed_xml_is_there(); i++) {
        uint64_t   seed = first_seed() + i;
        wn_breeder g = {seed};
        wn_buf     feed = {0};
        put_feed(&g, &feed, 2 + i * 20 / count);
        check_page(policy, WN_FORMAT_FEED, wn_buf_bytes(&feed), seed, &cut);
        wn_buf_free(&feed);
    }
    ck_assert_msg(count == 1 || cut > count / 8 || !wn_feed_xml_is_there(),
                  "only %zu of %zu feeds had something to cut", cut, count);
    wn_policy_free(policy);
}
END_TEST

int main(void)
{
    Suite   *suite = suite_create("markup promises");
    TCase   *tests = tcase_create("markup promises");
    SRunner *runner = srunner_create(suite);
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, random_pages_keep_every_promise);
    tcase_add_test(tests, random_feeds_keep_every_promise);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
