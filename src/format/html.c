/* html.c: pages of HTML. Holds a page to its end, finds its encoding, lets markup.c judge it, and writes what stays.
 *
 * A page that cannot be read, or from which nothing can be cut without a change to its neighbours, passes unchanged,
 * and a mishap says so. */
#include "format/html.h"

#include "base/arena.h"
#include "format/html_token.h"
#include "format/paper.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_BYTES ((size_t)16 << 10) /* in which a page must say its encoding; browsers look at 1024 bytes */

struct wn_html {
    wn_markup  *markup;
    wn_sink     sink;
    wn_paper    paper;
    wn_cuts     cuts;
    wn_arena    strings; /* of `known` */
    wn_document known;
    bool        is_begun;
    uint64_t    document;
    wn_status   status; /* the first failure; the filter is dead then */
};

wn_status wn_html_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_html **filter,
                      wn_error **error)
{
    *filter = NULL;
    wn_html *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->sink = *sink;
    made->paper.limit = WN_PAPER_BYTES_MAX;
    wn_status status = wn_markup_new(policy, options, &made->markup, error);
    if (status != WN_OK) {
        wn_html_free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

void wn_html_free(wn_html *filter)
{
    if (!filter)
        return;
    wn_markup_free(filter->markup);
    wn_paper_free(&filter->paper);
    wn_cuts_free(&filter->cuts);
    wn_arena_free(&filter->strings);
    free(filter);
}

void wn_html_limit(wn_html *filter, size_t page_bytes)
{
    filter->paper.limit = page_bytes;
}

/* ---- what is known ---- */

static wn_bytes copy_bytes(wn_arena *arena, wn_bytes bytes, wn_status *status)
{
    const char *copy = wn_arena_copy(arena, bytes);
    if (!copy)
        *status = WN_NO_MEMORY;
    return (wn_bytes){copy, copy ? bytes.size : 0};
}

static const char *copy_text(wn_arena *arena, const char *text, wn_status *status)
{
    return text ? copy_bytes(arena, (wn_bytes){text, strlen(text)}, status).data : NULL;
}

static wn_status copy_known(wn_html *filter, const wn_document *given)
{
    wn_arena *arena = &filter->strings;
    wn_status status = WN_OK;
    wn_field *fields = wn_arena_alloc(arena, (given->field_count + 1) * sizeof *fields);
    if (!fields)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < given->field_count; i++)
        fields[i] = (wn_field){copy_text(arena, given->fields[i].name, &status),
                               copy_bytes(arena, given->fields[i].value, &status)};
    filter->known = (wn_document){.lang = copy_text(arena, given->lang, &status),
                                  .source = copy_text(arena, given->source, &status),
                                  .headline = copy_bytes(arena, given->headline, &status),
                                  .fields = fields,
                                  .field_count = given->field_count};
    return status;
}

wn_status wn_html_begin(wn_html *filter, const wn_document *document)
{
    static const wn_document unknown = {0};
    if (filter->status != WN_OK)
        return filter->status;
    if (filter->is_begun)
        return WN_BAD_ARGUMENT;
    filter->is_begun = true;
    return filter->status = copy_known(filter, document ? document : &unknown);
}

/* ---- reading ---- */

static wn_status report(const wn_html *filter, const char *message, uint64_t offset)
{
    wn_mishap mishap = {.offset = offset, .message = message};
    return !filter->sink.mishap || filter->sink.mishap(filter->sink.user, &mishap) ? WN_OK : WN_STOPPED;
}

static wn_status write_out(wn_html *filter, wn_bytes bytes)
{
    const wn_sink *sink = &filter->sink;
    filter->paper.bytes_out += bytes.size;
    return !bytes.size || !sink->write || sink->write(sink->user, bytes) ? WN_OK : WN_STOPPED;
}

static wn_status take(wn_html *filter, wn_bytes bytes)
{
    bool      is_too_long;
    wn_paper *paper = &filter->paper;
    wn_status status = wn_paper_hold(paper, bytes, &is_too_long);
    filter->is_begun = true;
    if (status != WN_OK || !paper->is_giant)
        return status;
    if (is_too_long)
        status = report(filter, "a page too long to be held", paper->limit);
    if (status == WN_OK && is_too_long)
        status = write_out(filter, wn_buf_bytes(&paper->source));
    return status == WN_OK ? write_out(filter, bytes) : status;
}

wn_status wn_html_feed(wn_html *filter, const void *data, size_t size)
{
    if (filter->status == WN_OK)
        filter->status = take(filter, (wn_bytes){data, size});
    return filter->status;
}

/* ---- the encoding ---- */

/* What stands behind a word and '=' or ':', without quotes. */
static wn_bytes value_after(wn_bytes text, const char *word)
{
    size_t size = strlen(word);
    for (size_t at = 0; at + size < text.size; at++) {
        if (memcmp(text.data + at, word, size) != 0)
            continue;
        size_t begin = at + size;
        while (begin < text.size && memchr(" \t\r\n=\"'", text.data[begin], 7))
            begin++;
        size_t end = begin;
        while (end < text.size && !memchr(" \t\r\n;\"'?>", text.data[end], 9))
            end++;
        return (wn_bytes){text.data + begin, end - begin};
    }
    return (wn_bytes){0};
}

static wn_bytes read_meta(wn_bytes source, const wn_html_token *token)
{
    wn_html_attribute attribute;
    for (size_t at = token->attributes; wn_html_attribute_next(source, token, at, &attribute); at = attribute.next) {
        wn_bytes value = {source.data + attribute.value.begin, attribute.value.end - attribute.value.begin};
        if (wn_html_attribute_is(&attribute, "charset"))
            return value;
        if (wn_html_attribute_is(&attribute, "content") && value_after(value, "charset").size)
            return value_after(value, "charset");
    }
    return (wn_bytes){0};
}

/* The encoding that the page says it has, in its XML declaration or a <meta>; empty: it says nothing. */
static wn_bytes declared_encoding(wn_bytes source)
{
    wn_bytes       head = {source.data, source.size < HEAD_BYTES ? source.size : HEAD_BYTES}, found = {0};
    wn_html_tokens tokens = {.source = head};
    wn_html_token  token;
    if (head.size > 5 && memcmp(head.data, "<?xml", 5) == 0) {
        const char *end = memchr(head.data, '>', head.size);
        found = value_after((wn_bytes){head.data, end ? (size_t)(end - head.data) : head.size}, "encoding");
    }
    while (!found.size && (token = wn_html_token_next(&tokens)).kind != WN_HTML_END)
        if (token.kind == WN_HTML_OPEN && token.tag == WN_TAG_meta)
            found = read_meta(head, &token);
    return found;
}

/* ---- a page ---- */

/* The decision about a page that a rule rejects. */
static wn_status drop_page(wn_html *filter)
{
    const wn_sink *sink = &filter->sink;
    int            rule = wn_markup_total(filter->markup)->result.verdict_rule;
    wn_decision    decision = {.document = filter->document,
                               .line = 1,
                               .fate = WN_FATE_CUT,
                               .rule = rule,
                               .claimants = &rule,
                               .claimant_count = 1};
    wn_change      change = {.removed = wn_buf_bytes(&filter->paper.source), .decision = &decision};
    decision.bytes = decision.source = change.removed;
    wn_markup_spare(filter->markup);
    if (sink->change && !sink->change(sink->user, &change))
        return WN_STOPPED;
    return !sink->decide || sink->decide(sink->user, &decision) ? WN_OK : WN_STOPPED;
}

/* Writes the page without what was cut, or as it came when `why_not` says why nothing can be. */
static wn_status write_page(wn_html *filter, const char *why_not, uint64_t offset)
{
    wn_paper *paper = &filter->paper;
    wn_change place = {0};
    wn_status status = WN_OK;
    if (why_not) {
        wn_markup_spare(filter->markup);
        wn_cuts_clear(&filter->cuts);
        status = report(filter, why_not, offset);
    } else {
        status = wn_paper_carry(paper, &filter->cuts);
    }
    if (status == WN_OK)
        status = wn_markup_tell(filter->markup, &filter->sink, filter->document, &place, why_not != NULL);
    if (status == WN_OK)
        status = wn_paper_write(paper, paper->source.size, filter->markup, filter->document, 0, &filter->sink);
    return status;
}

static wn_status filter_page(wn_html *filter)
{
    wn_paper *paper = &filter->paper;
    wn_status status = wn_paper_decode(paper, declared_encoding(wn_buf_bytes(&paper->source)));
    if (status == WN_OK && paper->encoding == WN_ENCODING_UNKNOWN)
        return write_page(filter, "a page in an encoding other than UTF-8, UTF-16 or windows-1252", 0);
    if (status == WN_OK)
        status = wn_markup_filter(filter->markup, paper->text, false, &filter->known, NULL, &filter->cuts);
    if (status != WN_OK)
        return status;
    if (wn_markup_total(filter->markup)->result.verdict == WN_REJECTED)
        return drop_page(filter);
    return write_page(filter,
                      wn_markup_is_sound(filter->markup)
                          ? NULL
                          : "a page in which a cut would join what stands before and after it to something else",
                      0);
}

static wn_status finish(wn_html *filter, wn_result *result)
{
    wn_total *total = wn_markup_total(filter->markup);
    total->result.document = filter->document++;
    total->result.bytes_in = filter->paper.is_giant ? filter->paper.bytes_out : filter->paper.source.size;
    total->result.bytes_out = filter->paper.bytes_out;
    const wn_result *sum = wn_total_result(total);
    if (result)
        *result = *sum;
    return !filter->sink.finish || filter->sink.finish(filter->sink.user, sum) ? WN_OK : WN_STOPPED;
}

static void clear(wn_html *filter)
{
    wn_paper_clear(&filter->paper);
    wn_cuts_clear(&filter->cuts);
    wn_arena_free(&filter->strings);
    filter->strings = (wn_arena){0};
    filter->known = (wn_document){0};
    filter->is_begun = false;
}

wn_status wn_html_end(wn_html *filter, wn_result *result)
{
    wn_markup_clear(filter->markup);
    if (filter->status == WN_OK && !filter->paper.is_giant)
        filter->status = filter_page(filter);
    if (filter->status == WN_OK)
        filter->status = finish(filter, result);
    clear(filter);
    return filter->status;
}
