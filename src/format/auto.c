/* auto.c: finds the format of an input. The beginning is held until it tells; then all goes to a filter of the format
 * found. */
#include "format/auto.h"

#include "base/buf.h"
#include "base/error.h"
#include "format/feed_xml.h"
#include "format/html_token.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FORMAT_COUNT 5 /* that can be found */

/* ---- looking ---- */

static bool begins(wn_bytes text, const char *word)
{
    size_t size = strlen(word);
    return text.size >= size && strncasecmp(text.data, word, size) == 0;
}

static wn_bytes skip(wn_bytes text, size_t size)
{
    return wn_bytes_after(text, size);
}

static wn_bytes skip_space(wn_bytes text)
{
    while (text.size && wn_html_is_space(*text.data))
        text = skip(text, 1);
    return text;
}

static bool is_feed_root(wn_bytes text)
{
    return begins(text, "<rss") || begins(text, "<feed") || begins(text, "<rdf:RDF");
}

static bool is_html(wn_bytes text)
{
    wn_html_tokens tokens = {.source = text};
    if (begins(text, "<!doctype html"))
        return true;
    wn_html_token token = wn_html_token_next(&tokens);
    return token.kind == WN_HTML_OPEN && token.tag != WN_TAG_UNKNOWN;
}

/* The first tag, past a declaration, instructions, comments, and a doctype that is not of HTML. */
static wn_bytes skip_prolog(wn_bytes text)
{
    wn_html_tokens tokens = {.source = text};
    while (begins(text, "<?") || begins(text, "<!--") || (begins(text, "<!doctype") && !is_html(text))) {
        wn_html_token_next(&tokens);
        text = skip_space(skip(tokens.source, tokens.at));
        tokens.at = tokens.source.size - text.size;
    }
    return text;
}

static wn_format detect_markup(wn_bytes text)
{
    wn_bytes root = skip_prolog(text);
    if (is_feed_root(root))
        return WN_FORMAT_FEED;
    if (is_html(root))
        return WN_FORMAT_HTML;
    return begins(text, "<?xml") ? WN_FORMAT_FEED : begins(text, "<!--") ? WN_FORMAT_HTML : WN_FORMAT_TEXT;
}

/* Puts UTF-16 as ASCII, as far as it is. */
static size_t narrow(wn_bytes begin, char *ascii)
{
    size_t size = 0;
    for (size_t i = 0; i < begin.size && i < WN_AUTO_BYTES; i++)
        if (begin.data[i])
            ascii[size++] = begin.data[i];
    return size;
}

static wn_bytes skip_mark(wn_bytes text)
{
    static const char *const marks[] = {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (begins(text, marks[i]))
            return skip_space(skip(text, strlen(marks[i])));
    return skip_space(text);
}

/* Whether more bytes could not change what is detected; markup is asked with all of them. */
static bool is_certain(wn_bytes begin)
{
    char     ascii[WN_AUTO_BYTES];
    wn_bytes text = skip_mark((wn_bytes){ascii, narrow(begin, ascii)});
    return begin.size >= WN_AUTO_BYTES || (text.size >= 5 && !begins(text, "<"));
}

wn_format wn_auto_detect(wn_bytes begin)
{
    char     ascii[WN_AUTO_BYTES];
    wn_bytes text = skip_mark((wn_bytes){ascii, narrow(begin, ascii)});
    if (begins(text, "{"))
        return WN_FORMAT_JSONL;
    if (text.size >= 5 && memcmp(text.data, "WARC/", 5) == 0)
        return WN_FORMAT_WET;
    return begins(text, "<") ? detect_markup(text) : WN_FORMAT_TEXT;
}

/* ---- handing on ---- */

struct wn_auto {
    const wn_policy *policy;
    wn_sink          sink;
    wn_filter       *filters[FORMAT_COUNT];
    wn_filter       *found;  /* that of the input at hand; NULL: not known yet */
    bool             passes; /* the input at hand cannot be filtered */
    wn_buf           held;
    wn_status        status; /* the first failure; the filter is dead then */
};

static wn_status check_options(const wn_policy *policy, const wn_filter_options *options, wn_error **error)
{
    if (options->annotate || options->one_to_one)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "annotate or one_to_one, in the options; they need the format jsonl");
    if (wn_policy_can_reject(policy) && !options->divert_rejects)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "policy \"%s\" can reject records, and they have no way to go; it needs divert_rejects",
                            wn_policy_name(policy));
    return WN_OK;
}

/* All are made at once, so that what is wrong with the options shows at the start; where expat is missing, there is
 * none for feeds. */
static wn_status make_filters(wn_auto *filter, const wn_filter_options *options, wn_error **error)
{
    static const wn_format formats[FORMAT_COUNT] = {WN_FORMAT_TEXT, WN_FORMAT_JSONL, WN_FORMAT_HTML, WN_FORMAT_FEED,
                                                    WN_FORMAT_WET};
    wn_filter_options      own = *options;
    wn_status              status = WN_OK;
    for (size_t i = 0; i < FORMAT_COUNT && status == WN_OK; i++) {
        own.format = formats[i];
        if (own.format != WN_FORMAT_FEED || wn_feed_xml_is_there())
            status = wn_filter_new(filter->policy, &own, &filter->sink, &filter->filters[own.format], error);
    }
    return status;
}

wn_status wn_auto_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_auto **filter,
                      wn_error **error)
{
    *filter = NULL;
    wn_status status = check_options(policy, options, error);
    if (status != WN_OK)
        return status;
    wn_auto *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->policy = policy;
    made->sink = *sink;
    status = make_filters(made, options, error);
    if (status != WN_OK) {
        wn_auto_free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

void wn_auto_free(wn_auto *filter)
{
    if (!filter)
        return;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        wn_filter_free(filter->filters[i]);
    wn_buf_free(&filter->held);
    free(filter);
}

static wn_status pass(wn_auto *filter, wn_bytes bytes)
{
    const wn_sink *sink = &filter->sink;
    return !bytes.size || !sink->write || sink->write(sink->user, bytes) ? WN_OK : WN_STOPPED;
}

static wn_status hand_on(wn_auto *filter, wn_bytes bytes)
{
    return filter->passes ? pass(filter, bytes) : wn_filter_feed(filter->found, bytes.data, bytes.size);
}

/* The format is found: what was held goes on. */
static wn_status settle(wn_auto *filter)
{
    wn_mishap mishap = {.message = "a feed, which this winnow cannot read, for it was built without expat"};
    wn_status status = WN_OK;
    filter->found = filter->filters[wn_auto_detect(wn_buf_bytes(&filter->held))];
    filter->passes = !filter->found;
    if (filter->passes && filter->sink.mishap && !filter->sink.mishap(filter->sink.user, &mishap))
        status = WN_STOPPED;
    if (status == WN_OK)
        status = hand_on(filter, wn_buf_bytes(&filter->held));
    wn_buf_clear(&filter->held);
    return status;
}

static bool is_settled(const wn_auto *filter)
{
    return filter->found || filter->passes;
}

static wn_status take(wn_auto *filter, wn_bytes bytes)
{
    if (is_settled(filter))
        return hand_on(filter, bytes);
    size_t room = WN_AUTO_BYTES - filter->held.size, size = bytes.size < room ? bytes.size : room;
    if (!wn_buf_append(&filter->held, bytes.data, size))
        return WN_NO_MEMORY;
    if (!is_certain(wn_buf_bytes(&filter->held)))
        return WN_OK;
    wn_status status = settle(filter);
    return status == WN_OK ? hand_on(filter, wn_bytes_after(bytes, size)) : status;
}

wn_status wn_auto_feed(wn_auto *filter, const void *data, size_t size)
{
    if (filter->status == WN_OK)
        filter->status = take(filter, (wn_bytes){data, size});
    return filter->status;
}

wn_status wn_auto_end(wn_auto *filter, wn_result *result)
{
    if (filter->status == WN_OK && !is_settled(filter))
        filter->status = settle(filter);
    if (filter->status == WN_OK && filter->found)
        filter->status = wn_filter_end(filter->found, result);
    else if (result)
        *result = (wn_result){.verdict_rule = -1};
    filter->found = NULL;
    filter->passes = false;
    return filter->status;
}
