/* feed.c: feeds. Holds a feed to its end, finds its items, filters the HTML in each, and writes what stays.
 *
 *     bytes -> text (paper.c) -> XML (feed_xml.c) -> HTML of a part (feed_text.c) -> cuts in it (markup.c)
 *
 * and the cuts back the same way, so that CDATA sections and escaped markup each keep their form. An item whose cuts
 * would make something else of what is beside them stays as it is; so does a feed that cannot be parsed, before or
 * after the cuts. */
#include "format/feed.h"

#include "base/error.h"
#include "format/feed_text.h"
#include "format/feed_xml.h"
#include "format/html_text.h"
#include "format/paper.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

struct wn_feed {
    wn_markup  *markup;
    wn_sink     sink;
    bool        divert_rejects;
    bool        has_lang, has_source; /* the options say it */
    wn_paper    paper;
    wn_feed_xml xml;
    wn_buf      masked;
    wn_document known; /* of the feed */
    wn_buf      lang, source;
    wn_buf      headline, html, scratch; /* of an item; of a part */
    wn_map      map;
    wn_cuts     part_cuts, carried, item_cuts;
    uint64_t    line;       /* of the item, from 1 */
    size_t      counted;    /* bytes of the text in which lines were counted */
    uint64_t    first_item; /* of this feed among those of all */
    uint64_t    document;
    wn_total    total;
    wn_buf      message;
    wn_status   status; /* the first failure; the filter is dead then */
};

/* ---- making and freeing ---- */

static wn_status check_options(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                               wn_error **error)
{
    if (!wn_feed_xml_is_there())
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "format feed needs the library expat, and this winnow was built without it; build it where "
                            "expat is installed (Debian: libexpat1-dev)");
    if (options->divert_rejects && !sink->divert)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "divert_rejects, in the options; it needs a sink with divert");
    if (wn_policy_can_reject(policy) && !options->divert_rejects)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "policy \"%s\" can reject items, and they have no way to go; it needs divert_rejects",
                            wn_policy_name(policy));
    return WN_OK;
}

wn_status wn_feed_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_feed **filter,
                      wn_error **error)
{
    *filter = NULL;
    wn_status status = check_options(policy, options, sink, error);
    if (status != WN_OK)
        return status;
    wn_feed *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->sink = *sink;
    made->divert_rejects = options->divert_rejects;
    made->has_lang = options->lang != NULL;
    made->has_source = options->source != NULL;
    made->paper.limit = WN_PAPER_BYTES_MAX;
    status = wn_markup_new(policy, options, &made->markup, error);
    if (status == WN_OK)
        status = wn_total_new(wn_policy_rule_count(policy), &made->total);
    if (status != WN_OK) {
        wn_feed_free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

void wn_feed_free(wn_feed *filter)
{
    if (!filter)
        return;
    wn_markup_free(filter->markup);
    wn_paper_free(&filter->paper);
    wn_feed_xml_free(&filter->xml);
    wn_buf_free(&filter->masked);
    wn_buf_free(&filter->lang);
    wn_buf_free(&filter->source);
    wn_buf_free(&filter->headline);
    wn_buf_free(&filter->html);
    wn_buf_free(&filter->scratch);
    wn_buf_free(&filter->message);
    wn_map_free(&filter->map);
    wn_cuts_free(&filter->part_cuts);
    wn_cuts_free(&filter->carried);
    wn_cuts_free(&filter->item_cuts);
    wn_total_free(&filter->total);
    free(filter);
}

void wn_feed_limit(wn_feed *filter, size_t feed_bytes)
{
    filter->paper.limit = feed_bytes;
}

/* ---- reading ---- */

static wn_status report(const wn_feed *filter, const char *message, uint64_t record, uint64_t offset)
{
    wn_mishap mishap = {.record = record, .offset = offset, .message = message};
    return !filter->sink.mishap || filter->sink.mishap(filter->sink.user, &mishap) ? WN_OK : WN_STOPPED;
}

static wn_status write_out(wn_feed *filter, wn_bytes bytes)
{
    const wn_sink *sink = &filter->sink;
    return !bytes.size || !sink->write || sink->write(sink->user, bytes) ? WN_OK : WN_STOPPED;
}

static wn_status take(wn_feed *filter, wn_bytes bytes)
{
    bool      is_too_long;
    wn_paper *paper = &filter->paper;
    wn_status status = wn_paper_hold(paper, bytes, &is_too_long);
    if (status != WN_OK || !paper->is_giant)
        return status;
    if (is_too_long)
        status = report(filter, "a feed too long to be held", 0, paper->limit);
    if (status == WN_OK && is_too_long)
        status = write_out(filter, wn_buf_bytes(&paper->source));
    return status == WN_OK ? write_out(filter, bytes) : status;
}

wn_status wn_feed_feed(wn_feed *filter, const void *data, size_t size)
{
    if (filter->status == WN_OK)
        filter->status = take(filter, (wn_bytes){data, size});
    return filter->status;
}

/* ---- what is known ---- */

/* The text of an element without markup, as far as it is one. */
static wn_status read_text(wn_feed *filter, wn_range range, wn_buf *text)
{
    bool is_raw;
    wn_buf_clear(&filter->scratch);
    wn_buf_clear(text);
    wn_status status = wn_feed_text_read(filter->paper.text, range, &filter->scratch, NULL, &is_raw);
    if (status == WN_OK)
        status = wn_html_text_add(wn_buf_bytes(&filter->scratch), (wn_range){0, filter->scratch.size}, 0, text, NULL);
    while (text->size && text->data[text->size - 1] == ' ')
        text->size--;
    return status;
}

/* The feed's own language, and the host of its link, count where the options say nothing. */
static wn_status read_known(wn_feed *filter)
{
    wn_status status = WN_OK;
    filter->known = (wn_document){0};
    if (!filter->has_lang && filter->xml.lang.end) {
        status = read_text(filter, filter->xml.lang, &filter->lang);
        if (status == WN_OK && filter->lang.size && wn_buf_put(&filter->lang, '\0'))
            filter->known.lang = filter->lang.data;
    }
    if (status == WN_OK && !filter->has_source && filter->xml.link.end) {
        status = read_text(filter, filter->xml.link, &filter->headline);
        if (status == WN_OK && wn_host_of(wn_buf_bytes(&filter->headline), &filter->source) && *filter->source.data)
            filter->known.source = filter->source.data;
    }
    return filter->lang.failed || filter->source.failed ? WN_NO_MEMORY : status;
}

/* ---- a part of an item ---- */

/* Makes the HTML of a part, with its map. */
static wn_status read_part(wn_feed *filter, const wn_feed_part *part, bool *is_raw)
{
    size_t   size = part->range.end - part->range.begin;
    wn_bytes text = filter->paper.text;
    wn_buf_clear(&filter->html);
    wn_map_clear(&filter->map);
    if (!part->is_markup)
        return wn_feed_text_read(text, part->range, &filter->html, &filter->map, is_raw);
    *is_raw = true;
    if (!wn_buf_append(&filter->html, text.data + part->range.begin, size))
        return WN_NO_MEMORY;
    return wn_map_add(&filter->map, (wn_map_run){0, part->range.begin, size, 1, 1});
}

static bool put_as_it_is(const void *user, wn_bytes put, wn_buf *out)
{
    (void)user;
    return wn_buf_append(out, put.data, put.size);
}

/* Whether no "]]>" has been made, which would be the end of a CDATA section. */
static wn_status check_ends(wn_feed *filter, const wn_feed_part *part, bool *is_sound)
{
    size_t   next = 0, size = part->range.end - part->range.begin;
    wn_bytes text = filter->paper.text;
    wn_buf_clear(&filter->scratch);
    if (!wn_cuts_apply(&filter->carried, text, part->range, &next, &filter->scratch))
        return WN_NO_MEMORY;
    *is_sound &= wn_feed_count_ends(wn_buf_bytes(&filter->scratch)) ==
                 wn_feed_count_ends((wn_bytes){text.data + part->range.begin, size});
    return WN_OK;
}

static wn_status filter_part(wn_feed *filter, const wn_feed_part *part, bool *is_sound)
{
    wn_document known = filter->known;
    bool        is_raw = false;
    known.headline = wn_buf_bytes(&filter->headline);
    wn_status status = read_part(filter, part, &is_raw);
    if (status == WN_OK)
        status = wn_markup_filter(filter->markup, wn_buf_bytes(&filter->html), part->is_markup, &known, part->path,
                                  &filter->part_cuts);
    if (status == WN_OK)
        status = wn_cuts_carry(&filter->part_cuts, &filter->map, is_raw ? put_as_it_is : wn_html_put_text, NULL,
                               &filter->carried);
    if (status == WN_OK)
        status = check_ends(filter, part, is_sound);
    for (size_t i = 0; i < filter->carried.count && status == WN_OK; i++)
        status = wn_cuts_add(&filter->item_cuts, filter->carried.items[i],
                             wn_cut_put(&filter->carried, &filter->carried.items[i]));
    return status;
}

/* ---- an item ---- */

static void count_lines(wn_feed *filter, size_t end)
{
    const char *text = filter->paper.text.data;
    for (; filter->counted < end; filter->counted++)
        filter->line += text[filter->counted] == '\n';
}

static wn_status filter_parts(wn_feed *filter, const wn_feed_item *item, bool *is_sound)
{
    wn_status status = WN_OK;
    wn_cuts_clear(&filter->item_cuts);
    wn_markup_clear(filter->markup);
    wn_buf_clear(&filter->headline);
    if (item->title.end)
        status = read_text(filter, item->title, &filter->headline);
    for (size_t i = 0; i < item->part_count && status == WN_OK; i++)
        status = filter_part(filter, &filter->xml.parts[item->first_part + i], is_sound);
    *is_sound &= wn_markup_is_sound(filter->markup);
    return status;
}

/* A rejected item leaves the feed as a whole. */
static wn_status drop_item(wn_feed *filter, const wn_feed_item *item)
{
    const wn_sink *sink = &filter->sink;
    wn_paper      *paper = &filter->paper;
    int            rule = wn_markup_total(filter->markup)->result.verdict_rule;
    wn_decision    decision = {.document = filter->document,
                               .line = 1,
                               .fate = WN_FATE_CUT,
                               .rule = rule,
                               .claimants = &rule,
                               .claimant_count = 1};
    wn_cut         cut = {.range = item->range, .reason = WN_NO_REASON};
    wn_markup_spare(filter->markup);
    wn_cuts_clear(&filter->item_cuts);
    wn_status status = wn_cuts_add(&filter->item_cuts, cut, (wn_bytes){0});
    if (status == WN_OK)
        status = wn_paper_carry(paper, &filter->item_cuts);
    if (status != WN_OK || !paper->cuts.count)
        return status;
    wn_range  source = paper->cuts.items[0].range;
    wn_change change = {.offset = source.begin, .record = filter->line, .decision = &decision};
    source.end = paper->cuts.items[paper->cuts.count - 1].range.end;
    change.removed = (wn_bytes){paper->source.data + source.begin, source.end - source.begin};
    decision.bytes = decision.source = change.removed;
    wn_cuts_clear(&paper->cuts);
    status = wn_paper_write(paper, source.begin, filter->markup, filter->document, filter->line, sink);
    if (status == WN_OK && sink->change && !sink->change(sink->user, &change))
        status = WN_STOPPED;
    paper->written = source.end;
    if (status == WN_OK && !sink->divert(sink->user, WN_ROUTE_REJECTS, change.removed))
        status = WN_STOPPED;
    return status;
}

/* What a flagged item is in the output. */
static wn_status copy_flagged(wn_feed *filter, const wn_feed_item *item)
{
    const wn_sink *sink = &filter->sink;
    size_t         next = 0;
    wn_cut         cut = {.range = item->range, .reason = WN_NO_REASON};
    wn_cuts        whole = {0};
    if (wn_markup_total(filter->markup)->result.verdict != WN_FLAGGED || !sink->divert)
        return WN_OK;
    wn_status status = wn_cuts_add(&whole, cut, (wn_bytes){0});
    if (status == WN_OK)
        status = wn_paper_carry(&filter->paper, &whole);
    wn_cuts_free(&whole);
    if (status != WN_OK || !filter->paper.cuts.count)
        return status;
    wn_range range = {filter->paper.cuts.items[0].range.begin,
                      filter->paper.cuts.items[filter->paper.cuts.count - 1].range.end};
    status = wn_paper_carry(&filter->paper, &filter->item_cuts);
    wn_buf_clear(&filter->scratch);
    if (status == WN_OK &&
        !wn_cuts_apply(&filter->paper.cuts, wn_buf_bytes(&filter->paper.source), range, &next, &filter->scratch))
        status = WN_NO_MEMORY;
    if (status == WN_OK && !sink->divert(sink->user, WN_ROUTE_FLAGGED, wn_buf_bytes(&filter->scratch)))
        status = WN_STOPPED;
    return status;
}

static wn_status write_item(wn_feed *filter, const wn_feed_item *item, bool is_sound)
{
    wn_change place = {.record = filter->line};
    wn_status status = WN_OK;
    if (!is_sound) {
        wn_markup_spare(filter->markup);
        wn_cuts_clear(&filter->item_cuts);
        status = report(filter, "an item in which a cut would join what stands before and after it to something else",
                        filter->line, 0);
    }
    if (status == WN_OK)
        status = copy_flagged(filter, item);
    if (status == WN_OK)
        status = wn_paper_carry(&filter->paper, &filter->item_cuts);
    place.offset = filter->paper.written;
    if (status == WN_OK)
        status = wn_markup_tell(filter->markup, &filter->sink, filter->document, &place, !is_sound);
    if (status == WN_OK)
        status = wn_paper_write(&filter->paper, 0, filter->markup, filter->document, filter->line, &filter->sink);
    return status;
}

static uint64_t bytes_of(const wn_feed_item *item)
{
    return item->range.end - item->range.begin;
}

static wn_status finish_item(wn_feed *filter, const wn_feed_item *item, uint64_t cut_bytes)
{
    wn_total *total = wn_markup_total(filter->markup);
    total->result.document = filter->document++;
    total->result.record = filter->line;
    total->result.bytes_in = bytes_of(item);
    total->result.bytes_out = bytes_of(item) > cut_bytes ? bytes_of(item) - cut_bytes : 0;
    const wn_result *result = wn_total_result(total);
    wn_total_add(&filter->total, result);
    filter->total.result.document++; /* counts items */
    return !filter->sink.finish || filter->sink.finish(filter->sink.user, result) ? WN_OK : WN_STOPPED;
}

static uint64_t bytes_cut(const wn_cuts *cuts)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < cuts->count; i++)
        bytes += cuts->items[i].range.end - cuts->items[i].range.begin - cuts->items[i].put_size;
    return bytes;
}

static wn_status filter_item(wn_feed *filter, const wn_feed_item *item)
{
    bool      is_sound = true;
    uint64_t  cut_bytes = bytes_of(item);
    wn_status status = filter_parts(filter, item, &is_sound);
    count_lines(filter, item->range.begin);
    if (status == WN_OK && wn_markup_total(filter->markup)->result.verdict == WN_REJECTED) {
        status = drop_item(filter, item);
    } else if (status == WN_OK) {
        status = write_item(filter, item, is_sound);
        cut_bytes = bytes_cut(&filter->item_cuts);
    }
    return status == WN_OK ? finish_item(filter, item, cut_bytes) : status;
}

/* ---- a feed ---- */

static wn_status pass_unchanged(wn_feed *filter, const char *message, uint64_t offset)
{
    return report(filter, message, 0, offset);
}

static wn_status report_fault(wn_feed *filter)
{
    wn_buf_clear(&filter->message);
    wn_buf_printf(&filter->message, "a feed that cannot be parsed (%s)", filter->xml.fault);
    if (!wn_buf_put(&filter->message, '\0'))
        return WN_NO_MEMORY;
    return pass_unchanged(filter, filter->message.data, filter->xml.fault_offset);
}

/* Whether the feed can be filtered; when it cannot, that has been told. */
static wn_status read_feed(wn_feed *filter, bool *is_fit)
{
    wn_paper *paper = &filter->paper;
    wn_status status = wn_paper_decode(paper, wn_feed_encoding(wn_buf_bytes(&paper->source)));
    *is_fit = false;
    if (status != WN_OK)
        return status;
    if (paper->encoding == WN_ENCODING_UNKNOWN)
        return pass_unchanged(filter, "a feed in an encoding other than UTF-8, UTF-16 or windows-1252", 0);
    wn_buf_clear(&filter->masked);
    if (!wn_feed_mask(paper->text, &filter->masked))
        return WN_NO_MEMORY;
    status = wn_feed_xml_read(&filter->xml, wn_buf_bytes(&filter->masked));
    if (status != WN_OK)
        return status;
    if (filter->xml.fault)
        return report_fault(filter);
    if (!filter->xml.is_feed)
        return pass_unchanged(filter, "no feed of RSS, Atom or RDF", 0);
    *is_fit = true;
    return read_known(filter);
}

static wn_status filter_feed(wn_feed *filter)
{
    bool      is_fit;
    wn_status status = read_feed(filter, &is_fit);
    filter->line = 1;
    filter->counted = 0;
    for (size_t i = 0; is_fit && i < filter->xml.item_count && status == WN_OK; i++)
        status = filter_item(filter, &filter->xml.items[i]);
    if (status == WN_OK)
        status = wn_paper_write(&filter->paper, filter->paper.source.size, filter->markup, filter->document, 0,
                                &filter->sink);
    return status;
}

wn_status wn_feed_end(wn_feed *filter, wn_result *result)
{
    if (filter->status == WN_OK && !filter->paper.is_giant)
        filter->status = filter_feed(filter);
    wn_paper_clear(&filter->paper);
    if (filter->status != WN_OK)
        return filter->status;
    if (result)
        *result = *wn_total_result(&filter->total);
    wn_total_clear(&filter->total);
    return WN_OK;
}
