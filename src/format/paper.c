/* paper.c: holding and decoding whole inputs. Used by html.c and feed.c. */
#include "format/paper.h"

#include <string.h>

wn_status wn_paper_hold(wn_paper *paper, wn_bytes bytes, bool *is_too_long)
{
    *is_too_long = !paper->is_giant && bytes.size > paper->limit - paper->source.size;
    paper->is_giant |= *is_too_long;
    if (paper->is_giant)
        return WN_OK;
    return wn_buf_append(&paper->source, bytes.data, bytes.size) ? WN_OK : WN_NO_MEMORY;
}

wn_status wn_paper_decode(wn_paper *paper, wn_bytes declared)
{
    size_t   mark;
    wn_bytes source = wn_buf_bytes(&paper->source);
    paper->encoding = wn_encoding_of_mark(source, &mark);
    if (paper->encoding == WN_ENCODING_UNKNOWN)
        paper->encoding = wn_encoding_settle(source, declared);
    paper->text = (wn_bytes){0};
    if (paper->encoding == WN_ENCODING_UNKNOWN)
        return WN_OK;
    if (paper->encoding == WN_UTF_8) {
        paper->text = wn_bytes_after(source, mark);
        return WN_OK;
    }
    wn_status status = wn_encoding_read(paper->encoding, source, mark, &paper->decoded, &paper->map);
    paper->text = wn_buf_bytes(&paper->decoded);
    return status;
}

static bool put_encoded(const void *user, wn_bytes put, wn_buf *out)
{
    const wn_paper *paper = user;
    return wn_encoding_put(paper->encoding, put, out);
}

wn_status wn_paper_carry(wn_paper *paper, const wn_cuts *cuts)
{
    size_t    mark = paper->source.size - paper->text.size;
    wn_status status = WN_OK;
    if (paper->encoding != WN_UTF_8)
        return wn_cuts_carry(cuts, &paper->map, put_encoded, paper, &paper->cuts);
    wn_cuts_clear(&paper->cuts);
    for (size_t i = 0; i < cuts->count && status == WN_OK; i++) {
        wn_cut cut = cuts->items[i];
        cut.range = (wn_range){cut.range.begin + mark, cut.range.end + mark};
        status = wn_cuts_add(&paper->cuts, cut, wn_cut_put(cuts, &cuts->items[i]));
    }
    return status;
}

static bool write_out(wn_paper *paper, wn_bytes bytes, const wn_sink *sink)
{
    paper->bytes_out += bytes.size;
    return !bytes.size || !sink->write || sink->write(sink->user, bytes);
}

static bool write_up_to(wn_paper *paper, size_t end, const wn_sink *sink)
{
    wn_bytes bytes = {paper->source.data + paper->written, end - paper->written};
    paper->written = end;
    return write_out(paper, bytes, sink);
}

/* What follows the first cut of a decision went along with it. */
static void set_aside(wn_decision *decision)
{
    decision->is_blank = true;
    decision->prose_words = 0;
}

/* The decision behind a cut, as a change tells it. */
static wn_decision decision_of(const wn_cut *cut, wn_bytes removed, const wn_markup *markup, uint64_t document)
{
    wn_decision decision = wn_markup_decision(markup, cut->reason);
    decision.document = document;
    decision.source = removed;
    decision.source_offset = cut->range.begin;
    if (cut->is_follower)
        set_aside(&decision);
    return decision;
}

static bool tell_cut(const wn_paper *paper, const wn_cut *cut, const wn_markup *markup, uint64_t document,
                     uint64_t record, const wn_sink *sink)
{
    wn_bytes    removed = {paper->source.data + cut->range.begin, cut->range.end - cut->range.begin};
    wn_decision decision = {0};
    wn_change   change = {.offset = cut->range.begin,
                          .removed = removed,
                          .put = wn_cut_put(&paper->cuts, cut),
                          .record = record};
    if (!sink->change)
        return true;
    if (cut->reason != WN_NO_REASON) {
        decision = decision_of(cut, removed, markup, document);
        change.decision = &decision;
    }
    return sink->change(sink->user, &change);
}

wn_status wn_paper_write(wn_paper *paper, size_t end, const wn_markup *markup, uint64_t document, uint64_t record,
                         const wn_sink *sink)
{
    for (size_t i = 0; i < paper->cuts.count; i++) {
        const wn_cut *cut = &paper->cuts.items[i];
        if (!write_up_to(paper, cut->range.begin, sink) || !tell_cut(paper, cut, markup, document, record, sink))
            return WN_STOPPED;
        paper->written = cut->range.end;
        if (!write_out(paper, wn_cut_put(&paper->cuts, cut), sink))
            return WN_STOPPED;
    }
    wn_cuts_clear(&paper->cuts);
    return end <= paper->written || write_up_to(paper, end, sink) ? WN_OK : WN_STOPPED;
}

void wn_paper_clear(wn_paper *paper)
{
    paper->written = 0;
    paper->bytes_out = 0;
    wn_buf_clear(&paper->source);
    wn_buf_clear(&paper->decoded);
    wn_map_clear(&paper->map);
    wn_cuts_clear(&paper->cuts);
    paper->text = (wn_bytes){0};
    paper->is_giant = false;
}

void wn_paper_free(wn_paper *paper)
{
    wn_buf_free(&paper->source);
    wn_buf_free(&paper->decoded);
    wn_map_free(&paper->map);
    wn_cuts_free(&paper->cuts);
    *paper = (wn_paper){0};
}
