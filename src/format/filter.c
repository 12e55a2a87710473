/* filter.c: the public filter: finds the format's driver and hands it the bytes.
 *
 * Formats are a const table; a driver takes bytes in chunks and knows what its documents are. */
#include "base/error.h"
#include "engine/text.h"
#include "format/auto.h"
#include "format/feed.h"
#include "format/html.h"
#include "format/jsonl.h"
#include "format/resume.h"
#include "format/wet.h"

#include <stdlib.h>

typedef struct driver {
    const char *name;
    wn_status (*make)(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, void **state,
                      wn_error **error);
    wn_status (*begin)(void *state, const wn_document *document);
    wn_status (*feed)(void *state, const void *data, size_t size);
    wn_status (*end)(void *state, wn_result *result);
    void (*free)(void *state);
    void (*resume)(void *state, const wn_resume_place *place); /* NULL: streams cannot be cut after any line */
} driver;

struct wn_filter {
    const driver *driver;
    void         *state;
};

/* ---- text ---- */

static wn_status make_text(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, void **state,
                           wn_error **error)
{
    wn_text  *text = NULL;
    wn_status status = wn_text_new(policy, options, sink, &text, error);
    *state = text;
    return status;
}

static wn_status begin_text(void *state, const wn_document *document)
{
    return wn_text_begin(state, document);
}

static wn_status feed_text(void *state, const void *data, size_t size)
{
    return wn_text_feed(state, data, size);
}

static wn_status end_text(void *state, wn_result *result)
{
    return wn_text_end(state, result);
}

static void free_text(void *state)
{
    wn_text_free(state);
}

/* ---- JSON Lines ---- */

static wn_status make_jsonl(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                            void **state, wn_error **error)
{
    wn_jsonl *jsonl = NULL;
    wn_status status = wn_jsonl_new(policy, options, sink, &jsonl, error);
    *state = jsonl;
    return status;
}

/* A record says itself what is known of it. */
static wn_status begin_jsonl(void *state, const wn_document *document)
{
    (void)state;
    (void)document;
    return WN_BAD_ARGUMENT;
}

static wn_status feed_jsonl(void *state, const void *data, size_t size)
{
    return wn_jsonl_feed(state, data, size);
}

static wn_status end_jsonl(void *state, wn_result *result)
{
    return wn_jsonl_end(state, result);
}

static void free_jsonl(void *state)
{
    wn_jsonl_free(state);
}

static void resume_jsonl(void *state, const wn_resume_place *place)
{
    wn_jsonl_resume(state, place);
}

/* ---- HTML ---- */

static wn_status make_html(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, void **state,
                           wn_error **error)
{
    wn_html  *html = NULL;
    wn_status status = wn_html_new(policy, options, sink, &html, error);
    *state = html;
    return status;
}

static wn_status begin_html(void *state, const wn_document *document)
{
    return wn_html_begin(state, document);
}

static wn_status feed_html(void *state, const void *data, size_t size)
{
    return wn_html_feed(state, data, size);
}

static wn_status end_html(void *state, wn_result *result)
{
    return wn_html_end(state, result);
}

static void free_html(void *state)
{
    wn_html_free(state);
}

/* ---- feeds ---- */

static wn_status make_feed(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, void **state,
                           wn_error **error)
{
    wn_feed  *feed = NULL;
    wn_status status = wn_feed_new(policy, options, sink, &feed, error);
    *state = feed;
    return status;
}

/* A feed says itself what is known of its items. */
static wn_status begin_feed(void *state, const wn_document *document)
{
    (void)state;
    (void)document;
    return WN_BAD_ARGUMENT;
}

static wn_status feed_feed(void *state, const void *data, size_t size)
{
    return wn_feed_feed(state, data, size);
}

static wn_status end_feed(void *state, wn_result *result)
{
    return wn_feed_end(state, result);
}

static void free_feed(void *state)
{
    wn_feed_free(state);
}

/* ---- WET ---- */

static wn_status make_wet(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, void **state,
                          wn_error **error)
{
    wn_wet   *wet = NULL;
    wn_status status = wn_wet_new(policy, options, sink, &wet, error);
    *state = wet;
    return status;
}

/* A record says itself what is known of it. */
static wn_status begin_wet(void *state, const wn_document *document)
{
    (void)state;
    (void)document;
    return WN_BAD_ARGUMENT;
}

static wn_status feed_wet(void *state, const void *data, size_t size)
{
    return wn_wet_feed(state, data, size);
}

static wn_status end_wet(void *state, wn_result *result)
{
    return wn_wet_end(state, result);
}

static void free_wet(void *state)
{
    wn_wet_free(state);
}

/* ---- whichever it is ---- */

static wn_status make_auto(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, void **state,
                           wn_error **error)
{
    wn_auto  *found = NULL;
    wn_status status = wn_auto_new(policy, options, sink, &found, error);
    *state = found;
    return status;
}

/* Whether anything can be told of it is not known yet. */
static wn_status begin_auto(void *state, const wn_document *document)
{
    (void)state;
    (void)document;
    return WN_BAD_ARGUMENT;
}

static wn_status feed_auto(void *state, const void *data, size_t size)
{
    return wn_auto_feed(state, data, size);
}

static wn_status end_auto(void *state, wn_result *result)
{
    return wn_auto_end(state, result);
}

static void free_auto(void *state)
{
    wn_auto_free(state);
}

/* ---- the table ---- */

static const driver drivers[] = {
    [WN_FORMAT_TEXT] = {"text", make_text, begin_text, feed_text, end_text, free_text, NULL},
    [WN_FORMAT_JSONL] = {"jsonl", make_jsonl, begin_jsonl, feed_jsonl, end_jsonl, free_jsonl, resume_jsonl},
    [WN_FORMAT_HTML] = {"html", make_html, begin_html, feed_html, end_html, free_html, NULL},
    [WN_FORMAT_FEED] = {"feed", make_feed, begin_feed, feed_feed, end_feed, free_feed, NULL},
    [WN_FORMAT_WET] = {"wet", make_wet, begin_wet, feed_wet, end_wet, free_wet, NULL},
    [WN_FORMAT_AUTO] = {"auto", make_auto, begin_auto, feed_auto, end_auto, free_auto, NULL},
};

const char *wn_format_name(wn_format format)
{
    return (size_t)format < sizeof drivers / sizeof *drivers ? drivers[format].name : NULL;
}

wn_status wn_filter_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                        wn_filter **filter, wn_error **error)
{
    static const wn_filter_options defaults = {0};
    static const wn_sink           nowhere = {0};
    wn_format                      format = options ? options->format : WN_FORMAT_TEXT;
    *filter = NULL;
    if (error)
        *error = NULL;
    if ((size_t)format >= sizeof drivers / sizeof *drivers)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "format %d, in the options; there is none", (int)format);
    wn_filter *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->driver = &drivers[format];
    wn_status status = made->driver->make(policy, options ? options : &defaults, sink ? sink : &nowhere, &made->state,
                                          error);
    if (status != WN_OK) {
        free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

bool wn_format_is_lines(wn_format format)
{
    return drivers[format].resume;
}

void wn_filter_resume(wn_filter *filter, const wn_resume_place *place)
{
    filter->driver->resume(filter->state, place);
}

wn_status wn_filter_begin(wn_filter *filter, const wn_document *document)
{
    return filter->driver->begin(filter->state, document);
}

wn_status wn_filter_feed(wn_filter *filter, const void *data, size_t size)
{
    return filter->driver->feed(filter->state, data, size);
}

wn_status wn_filter_end(wn_filter *filter, wn_result *result)
{
    return filter->driver->end(filter->state, result);
}

void wn_filter_free(wn_filter *filter)
{
    if (!filter)
        return;
    filter->driver->free(filter->state);
    free(filter);
}
