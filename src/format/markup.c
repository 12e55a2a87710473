/* markup.c: HTML to lines, lines to the text filter, decisions to cuts. Used by html.c and feed.c.
 *
 * The text of the lines is one document for the policy. Addresses and images are another one, in which span rules alone
 * are asked: what a link says has no part in an article's text. */
#include "format/markup.h"

#include "engine/text.h"
#include "format/edit.h"
#include "format/html_page.h"
#include "format/html_text.h"

#include <stdlib.h>
#include <string.h>

/* A text that was judged: of the lines of a piece of HTML, or of its links. */
typedef struct judged {
    size_t      text; /* where it begins in `texts` */
    size_t      first_edit;
    size_t      edit_count;
    const char *path;
} judged;

struct wn_markup {
    wn_text     *text;
    wn_text     *links; /* NULL: no span rule can act */
    const char  *lang;  /* of the options */
    const char  *source;
    wn_arena     strings;
    wn_html_page page;
    wn_edits     edits;
    wn_buf       texts;
    judged      *parts;
    size_t       part_count, part_capacity;
    size_t       edit_floor; /* of the text being judged */
    wn_cuts      text_cuts, carried;
    wn_total     total;
    wn_buf       host;
    bool         is_sound;
    wn_status    status;
};

/* ---- making and freeing ---- */

static bool note_edit(void *user, const wn_decision *decision)
{
    wn_markup *markup = user;
    if (wn_edits_note(&markup->edits, decision) != WN_OK)
        markup->status = WN_NO_MEMORY;
    return markup->status == WN_OK;
}

static bool is_named(const char *id, const char *name)
{
    size_t size = strlen(name);
    return strcmp(id, name) == 0 || (size && name[size - 1] == '.' && strncmp(id, name, size) == 0);
}

static bool is_chosen(const char *id, const wn_filter_options *options)
{
    for (size_t i = 0; i < options->only_count; i++)
        if (is_named(id, options->only[i]))
            return true;
    return !options->only_count;
}

/* A filter in which span rules alone act, and those that keep. */
static wn_status make_links(wn_markup *markup, const wn_policy *policy, const wn_filter_options *options,
                            const wn_sink *sink, wn_error **error)
{
    wn_filter_options own = *options;
    wn_rule_info      rule;
    const char      **ids = wn_arena_alloc(&markup->strings, (wn_policy_rule_count(policy) + 1) * sizeof *ids);
    if (!ids)
        return WN_NO_MEMORY;
    own.only = ids;
    own.only_count = 0;
    for (size_t i = 0; wn_policy_rule(policy, i, &rule); i++)
        if (strcmp(rule.unit, "span") == 0 && is_chosen(rule.id, options))
            ids[own.only_count++] = rule.id;
    return own.only_count ? wn_text_new(policy, &own, sink, &markup->links, error) : WN_OK;
}

static const char *copy_text(wn_markup *markup, const char *text, wn_status *status)
{
    const char *copy = text ? wn_arena_copy(&markup->strings, (wn_bytes){text, strlen(text)}) : NULL;
    if (text && !copy)
        *status = WN_NO_MEMORY;
    return copy;
}

static wn_status make_parts(wn_markup *markup, const wn_policy *policy, const wn_filter_options *options,
                            wn_error **error)
{
    wn_sink   notes = {.user = markup, .decide = note_edit};
    wn_status status = wn_text_new(policy, options, &notes, &markup->text, error);
    markup->lang = copy_text(markup, options->lang, &status);
    markup->source = copy_text(markup, options->source, &status);
    if (status == WN_OK)
        status = make_links(markup, policy, options, &notes, error);
    if (status == WN_OK)
        status = wn_total_new(wn_policy_rule_count(policy), &markup->total);
    markup->page.wants_links = markup->links != NULL;
    return status;
}

wn_status wn_markup_new(const wn_policy *policy, const wn_filter_options *options, wn_markup **markup, wn_error **error)
{
    *markup = NULL;
    wn_markup *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    wn_status status = make_parts(made, policy, options, error);
    if (status != WN_OK) {
        wn_markup_free(made);
        return status;
    }
    *markup = made;
    return WN_OK;
}

void wn_markup_free(wn_markup *markup)
{
    if (!markup)
        return;
    wn_text_free(markup->text);
    wn_text_free(markup->links);
    wn_arena_free(&markup->strings);
    wn_html_page_free(&markup->page);
    wn_edits_free(&markup->edits);
    wn_buf_free(&markup->texts);
    wn_cuts_free(&markup->text_cuts);
    wn_cuts_free(&markup->carried);
    wn_total_free(&markup->total);
    wn_buf_free(&markup->host);
    free(markup->parts);
    free(markup);
}

void wn_markup_clear(wn_markup *markup)
{
    wn_edits_clear(&markup->edits);
    wn_buf_clear(&markup->texts);
    wn_total_clear(&markup->total);
    markup->part_count = 0;
    markup->is_sound = true;
}

/* ---- what is known ---- */

bool wn_host_of(wn_bytes address, wn_buf *host)
{
    wn_buf_clear(host);
    for (size_t at = 0; at + 3 <= address.size; at++) {
        if (memcmp(address.data + at, "://", 3) != 0)
            continue;
        size_t begin = at + 3, end = begin;
        while (end < address.size && !memchr("/?#:\\ \r\n", address.data[end], 8))
            end += 1;
        const char *user = memchr(address.data + begin, '@', end - begin);
        if (user)
            begin = (size_t)(user - address.data) + 1;
        wn_buf_append(host, address.data + begin, end - begin);
        break;
    }
    if (host->size && memchr(host->data, '\0', host->size))
        wn_buf_clear(host);
    return wn_buf_put(host, '\0') && !host->failed;
}

/* What a page says of itself counts where nobody else says it. */
static wn_status complete(wn_markup *markup, wn_document *known)
{
    wn_html_page *page = &markup->page;
    if (!known->headline.size && page->heading.end)
        known->headline = (wn_bytes){page->text.data + page->heading.begin, page->heading.end - page->heading.begin};
    else if (!known->headline.size)
        known->headline = wn_buf_bytes(&page->title);
    if (!known->lang && !markup->lang && page->lang.size) {
        if (!wn_buf_put(&page->lang, '\0'))
            return WN_NO_MEMORY;
        known->lang = page->lang.data;
    }
    if (!known->source && !markup->source && page->canonical.size) {
        if (!wn_host_of(wn_buf_bytes(&page->canonical), &markup->host))
            return WN_NO_MEMORY;
        known->source = *markup->host.data ? markup->host.data : NULL;
    }
    return WN_OK;
}

/* ---- judging ---- */

static wn_status judge(wn_markup *markup, wn_text *filter, wn_bytes text, const wn_document *known, const char *path)
{
    wn_result result;
    if (!wn_array_grow(&markup->parts, &markup->part_capacity, markup->part_count + 1, sizeof *markup->parts))
        return WN_NO_MEMORY;
    judged *part = &markup->parts[markup->part_count++];
    *part = (judged){.text = markup->texts.size, .first_edit = markup->edits.count, .path = path};
    if (!wn_buf_append(&markup->texts, text.data, text.size))
        return WN_NO_MEMORY;
    wn_status status = wn_text_begin(filter, known);
    if (status == WN_OK)
        status = wn_text_feed(filter, text.data, text.size);
    if (status == WN_OK)
        status = wn_text_end(filter, &result);
    if (status != WN_OK)
        return markup->status == WN_OK ? status : markup->status;
    part->edit_count = markup->edits.count - part->first_edit;
    wn_total_add(&markup->total, &result);
    return WN_OK;
}

/* ---- what becomes of the text ---- */

static wn_bytes put_of(const wn_markup *markup, const wn_edit *edit)
{
    return (wn_bytes){edit->put_size ? markup->edits.puts.data + edit->put : NULL, edit->put_size};
}

static wn_bytes without_line_end(wn_bytes text)
{
    text.size -= text.size && text.data[text.size - 1] == '\n';
    return text;
}

/* A part of a line goes, or is replaced. */
static wn_status cut_part(wn_markup *markup, const wn_html_line *line, wn_range range, size_t reason)
{
    const wn_edit *edit = &markup->edits.items[reason];
    wn_bytes       put = {0};
    if (edit->fate == WN_FATE_REPLACE)
        put = without_line_end(put_of(markup, edit));
    if (range.begin < line->text.begin)
        range.begin = line->text.begin;
    if (range.end > line->text.end - 1)
        range.end = line->text.end - 1;
    wn_cut cut = {.range = range, .reason = reason};
    return range.begin < range.end ? wn_cuts_add(&markup->text_cuts, cut, put) : WN_OK;
}

/* Carries one edit over to the lines, of which *next is the first that it may touch. */
static wn_status apply_edit(wn_markup *markup, wn_range range, size_t reason, size_t *next)
{
    wn_html_page *page = &markup->page;
    wn_fate       fate = markup->edits.items[reason].fate;
    wn_status     status = WN_OK;
    for (; *next < page->line_count && page->lines[*next].text.begin < range.end && status == WN_OK; ++*next) {
        wn_html_line *line = &page->lines[*next];
        bool          is_whole = line->text.begin >= range.begin && line->text.end <= range.end;
        if (fate != WN_FATE_KEEP && is_whole && fate != WN_FATE_REPLACE) {
            line->is_gone = true;
            line->reason = reason;
        } else if (fate != WN_FATE_KEEP) {
            status = cut_part(markup, line, range, reason);
        }
        if (line->text.end > range.end)
            break;
    }
    return status;
}

static wn_status apply_edits(wn_markup *markup)
{
    const judged *part = &markup->parts[markup->part_count - 1];
    size_t        next = 0, offset = 0;
    wn_status     status = WN_OK;
    for (size_t i = part->first_edit; i < part->first_edit + part->edit_count && status == WN_OK; i++) {
        size_t size = markup->edits.items[i].size;
        status = apply_edit(markup, (wn_range){offset, offset + size}, i, &next);
        offset += size;
    }
    return status;
}

static wn_status add_all(wn_cuts *cuts, const wn_cuts *more)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < more->count && status == WN_OK; i++)
        status = wn_cuts_add(cuts, more->items[i], wn_cut_put(more, &more->items[i]));
    return status;
}

static wn_status carry(wn_markup *markup, const wn_map *map, wn_put_form *form, wn_cuts *cuts)
{
    wn_status status = wn_cuts_carry(&markup->text_cuts, map, form, NULL, &markup->carried);
    return status == WN_OK ? add_all(cuts, &markup->carried) : status;
}

static wn_status filter_text(wn_markup *markup, const wn_document *known, const char *path, wn_cuts *cuts)
{
    wn_status status = judge(markup, markup->text, wn_buf_bytes(&markup->page.text), known, path);
    wn_cuts_clear(&markup->text_cuts);
    if (status == WN_OK && markup->total.result.verdict != WN_REJECTED)
        status = apply_edits(markup);
    if (status == WN_OK)
        status = carry(markup, &markup->page.map, wn_html_put_text, cuts);
    return status == WN_OK ? wn_html_page_cut(&markup->page, cuts) : status;
}

/* ---- what becomes of the links ---- */

static bool is_inside(wn_range inner, wn_range outer)
{
    return inner.begin >= outer.begin && inner.end <= outer.end;
}

static wn_status cut_link(wn_markup *markup, const wn_html_link *link, wn_range range, size_t reason, wn_cuts *cuts)
{
    const wn_edit *edit = &markup->edits.items[reason];
    wn_cut         cut = {.range = range, .reason = reason};
    if (link->is_image && edit->fate == WN_FATE_CUT && is_inside(link->text, range)) {
        cut.range = link->tag;
        return wn_cuts_add(cuts, cut, (wn_bytes){0});
    }
    return is_inside(range, link->address) ? wn_cuts_add(&markup->text_cuts, cut, put_of(markup, edit)) : WN_OK;
}

static wn_status apply_link_edits(wn_markup *markup, wn_cuts *cuts)
{
    const judged       *part = &markup->parts[markup->part_count - 1];
    const wn_html_page *page = &markup->page;
    size_t              next = 0, offset = 0;
    wn_status           status = WN_OK;
    for (size_t i = part->first_edit; i < part->first_edit + part->edit_count && status == WN_OK; i++) {
        wn_range range = {offset, offset + markup->edits.items[i].size};
        wn_fate  fate = markup->edits.items[i].fate;
        while (next < page->link_count && page->link_items[next].text.end < range.begin)
            next++;
        if (next < page->link_count && (fate == WN_FATE_CUT || fate == WN_FATE_REPLACE))
            status = cut_link(markup, &page->link_items[next], range, i, cuts);
        offset = range.end;
    }
    return status;
}

static wn_status filter_links(wn_markup *markup, const wn_document *known, wn_cuts *cuts)
{
    if (!markup->links || !markup->page.link_count || markup->total.result.verdict >= WN_GUARDED)
        return WN_OK;
    wn_status status = judge(markup, markup->links, wn_buf_bytes(&markup->page.links), known, "/@links");
    wn_cuts_clear(&markup->text_cuts);
    if (status == WN_OK && markup->total.result.verdict != WN_REJECTED)
        status = apply_link_edits(markup, cuts);
    return status == WN_OK ? carry(markup, &markup->page.link_map, wn_html_put_value, cuts) : status;
}

wn_status wn_markup_filter(wn_markup *markup, wn_bytes html, bool is_xml, const wn_document *known, const char *path,
                           wn_cuts *cuts)
{
    wn_document document = *known;
    wn_cuts_clear(cuts);
    markup->page.is_xml = is_xml;
    wn_status status = wn_html_page_read(&markup->page, html);
    if (status == WN_OK)
        status = complete(markup, &document);
    if (status == WN_OK)
        status = filter_text(markup, &document, path, cuts);
    if (status == WN_OK)
        status = filter_links(markup, &document, cuts);
    if (status != WN_OK)
        return status;
    wn_cuts_sort(cuts);
    markup->is_sound &= wn_html_seams_hold(html, cuts);
    return WN_OK;
}

/* ---- what is told ---- */

bool wn_markup_is_sound(const wn_markup *markup)
{
    return markup->is_sound;
}

void wn_markup_spare(wn_markup *markup)
{
    wn_result *sum = &markup->total.result;
    bool       is_cleaned = sum->verdict == WN_CLEANED;
    wn_total_spare(&markup->total, is_cleaned ? -1 : sum->verdict_rule);
    if (is_cleaned)
        sum->verdict = WN_UNCHANGED;
}

wn_total *wn_markup_total(wn_markup *markup)
{
    return &markup->total;
}

wn_decision wn_markup_decision(const wn_markup *markup, size_t reason)
{
    wn_decision decision = wn_edits_decision(&markup->edits, reason);
    for (size_t i = 0; i < markup->part_count; i++)
        if (reason - markup->parts[i].first_edit < markup->parts[i].edit_count)
            decision.field_path = markup->parts[i].path;
    return decision;
}

static wn_status tell_one(const wn_sink *sink, wn_decision *decision, const wn_change *place, bool is_whole)
{
    wn_change change = {.offset = place->offset, .record = place->record, .decision = decision};
    if (decision->is_shadow && sink->change && !sink->change(sink->user, &change))
        return WN_STOPPED;
    if (is_whole && decision->fate != WN_FATE_KEEP) {
        decision->fate = WN_FATE_KEEP;
        decision->rule = -1;
        decision->claimant_count = 0;
        decision->put = (wn_bytes){0};
    }
    return !sink->decide || sink->decide(sink->user, decision) ? WN_OK : WN_STOPPED;
}

wn_status wn_markup_tell(const wn_markup *markup, const wn_sink *sink, uint64_t document, const wn_change *place,
                         bool is_whole)
{
    wn_status status = WN_OK;
    for (size_t p = 0; p < markup->part_count; p++) {
        const judged *part = &markup->parts[p];
        size_t        offset = 0;
        for (size_t i = part->first_edit; i < part->first_edit + part->edit_count && status == WN_OK; i++) {
            wn_decision decision = wn_edits_decision(&markup->edits, i);
            decision.document = document;
            decision.offset = offset;
            decision.bytes = (wn_bytes){markup->texts.data + part->text + offset, markup->edits.items[i].size};
            decision.source = decision.bytes;
            decision.field_path = part->path;
            offset += markup->edits.items[i].size;
            status = tell_one(sink, &decision, place, is_whole);
        }
    }
    return status;
}
