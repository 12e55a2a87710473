/* wet_record.c: filters the text of a record and builds the record anew. Used by wet.c.
 *
 * What the text filter decides is noted; then the record is built, for its header, which comes first, must say how
 * long the text has become; then all is told and written. */
#include "format/wet_record.h"

#include "base/sha1.h"
#include "engine/text.h"
#include "format/edit.h"
#include "format/markup.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

struct wn_wet_record {
    wn_text  *text;
    wn_sink   sink;
    bool      divert_rejects;
    bool      has_lang, has_source; /* the options say it */
    wn_edits  edits;
    wn_buf    host;
    wn_buf    content, out;
    wn_total  total, stream;
    wn_status status;

    /* of the record at hand */
    wn_bytes             bytes;
    size_t               header_size;
    const wn_wet_header *header;
    wn_wet_place         place;
};

/* ---- making and freeing ---- */

static bool note_edit(void *user, const wn_decision *decision)
{
    wn_wet_record *record = user;
    if (wn_edits_note(&record->edits, decision) != WN_OK)
        record->status = WN_NO_MEMORY;
    return record->status == WN_OK;
}

wn_status wn_wet_record_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                            wn_wet_record **record, wn_error **error)
{
    *record = NULL;
    wn_wet_record *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    wn_sink notes = {.user = made, .decide = note_edit};
    made->sink = *sink;
    made->divert_rejects = options->divert_rejects;
    made->has_lang = options->lang != NULL;
    made->has_source = options->source != NULL;
    wn_status status = wn_text_new(policy, options, &notes, &made->text, error);
    if (status == WN_OK)
        status = wn_total_new(wn_policy_rule_count(policy), &made->total);
    if (status == WN_OK)
        status = wn_total_new(wn_policy_rule_count(policy), &made->stream);
    if (status != WN_OK) {
        wn_wet_record_free(made);
        return status;
    }
    *record = made;
    return WN_OK;
}

void wn_wet_record_free(wn_wet_record *record)
{
    if (!record)
        return;
    wn_text_free(record->text);
    wn_edits_free(&record->edits);
    wn_buf_free(&record->host);
    wn_buf_free(&record->content);
    wn_buf_free(&record->out);
    wn_total_free(&record->total);
    wn_total_free(&record->stream);
    free(record);
}

void wn_wet_record_begin(wn_wet_record *record)
{
    wn_total_clear(&record->stream);
}

const wn_result *wn_wet_record_total(wn_wet_record *record)
{
    return wn_total_result(&record->stream);
}

/* ---- the text ---- */

static wn_bytes text_of(const wn_wet_record *record)
{
    return (wn_bytes){record->bytes.data + record->header_size, (size_t)record->header->content_bytes};
}

static wn_status judge(wn_wet_record *record)
{
    wn_document known = {0};
    wn_result   result;
    wn_bytes    text = text_of(record);
    if (!record->has_lang)
        known.lang = wn_wet_lang(record->header->lang);
    if (!record->has_source && record->header->address.size) {
        if (!wn_host_of(record->header->address, &record->host))
            return WN_NO_MEMORY;
        known.source = *record->host.data ? record->host.data : NULL;
    }
    wn_edits_clear(&record->edits);
    wn_total_clear(&record->total);
    wn_status status = wn_text_begin(record->text, &known);
    if (status == WN_OK)
        status = wn_text_feed(record->text, text.data, text.size);
    if (status == WN_OK)
        status = wn_text_end(record->text, &result);
    if (status == WN_OK)
        wn_total_add(&record->total, &result);
    return record->status == WN_OK ? status : record->status;
}

static wn_status build_content(wn_wet_record *record)
{
    const char *text = text_of(record).data;
    size_t      offset = 0;
    wn_buf_clear(&record->content);
    for (size_t i = 0; i < record->edits.count; i++) {
        wn_decision decision = wn_edits_decision(&record->edits, i);
        if (decision.fate == WN_FATE_KEEP)
            wn_buf_append(&record->content, text + offset, record->edits.items[i].size);
        else if (decision.fate == WN_FATE_REPLACE)
            wn_buf_append(&record->content, decision.put.data, decision.put.size);
        offset += record->edits.items[i].size;
    }
    return record->content.failed ? WN_NO_MEMORY : WN_OK;
}

/* ---- telling ---- */

static wn_status tell_change(wn_wet_record *record, wn_change change)
{
    const wn_sink *sink = &record->sink;
    change.record = record->place.number;
    change.offset += record->place.offset;
    return !sink->change || sink->change(sink->user, &change) ? WN_OK : WN_STOPPED;
}

/* One of the header's values is written anew. */
typedef struct value {
    wn_range range;
    char     text[WN_SHA1_BASE32_SIZE];
} value;

static int compare_values(const void *a, const void *b)
{
    const value *one = a, *other = b;
    return one->range.begin < other->range.begin ? -1 : one->range.begin > other->range.begin;
}

/* The values that change, in the order of the header. */
static size_t list_values(const wn_wet_record *record, value values[3])
{
    size_t count = 1;
    char   digest[WN_SHA1_BASE32_SIZE];
    wn_sha1_base32(wn_buf_bytes(&record->content), digest);
    values[0].range = record->header->length;
    wn_buf number = {0};
    wn_buf_printf(&number, "%zu", record->content.size);
    memcpy(values[0].text, number.data ? number.data : "", number.size);
    values[0].text[number.size] = '\0';
    wn_buf_free(&number);
    const wn_range digests[] = {record->header->digest, record->header->payload};
    for (size_t i = 0; i < 2; i++)
        if (digests[i].end) {
            values[count].range = digests[i];
            memcpy(values[count++].text, digest, sizeof digest);
        }
    qsort(values, count, sizeof *values, compare_values);
    return count;
}

/* Writes the header with the new values, and tells of each that differs. */
static wn_status build_header(wn_wet_record *record)
{
    value     values[3];
    size_t    count = list_values(record, values), at = 0;
    wn_status status = WN_OK;
    for (size_t i = 0; i < count && status == WN_OK; i++) {
        wn_bytes old = {record->bytes.data + values[i].range.begin, values[i].range.end - values[i].range.begin};
        wn_bytes new = {values[i].text, strlen(values[i].text)};
        wn_buf_append(&record->out, record->bytes.data + at, values[i].range.begin - at);
        wn_buf_append(&record->out, new.data, new.size);
        at = values[i].range.end;
        if (old.size != new.size || memcmp(old.data, new.data, old.size) != 0)
            status = tell_change(record, (wn_change){.offset = values[i].range.begin, .removed = old, .put = new});
    }
    wn_buf_append(&record->out, record->bytes.data + at, record->header_size - at);
    return status;
}

static wn_status tell_decision(wn_wet_record *record, size_t index, size_t offset)
{
    const wn_sink *sink = &record->sink;
    wn_decision    decision = wn_edits_decision(&record->edits, index);
    decision.document = record->place.document;
    decision.offset = offset;
    decision.bytes = decision.source = (wn_bytes){text_of(record).data + offset, record->edits.items[index].size};
    decision.source_offset = record->header_size + offset;
    if (sink->decide && !sink->decide(sink->user, &decision))
        return WN_STOPPED;
    if (decision.fate == WN_FATE_KEEP && !decision.is_shadow)
        return WN_OK;
    wn_change change = {.offset = decision.source_offset, .decision = &decision};
    if (!decision.is_shadow)
        change.removed = decision.bytes;
    if (decision.fate == WN_FATE_REPLACE)
        change.put = decision.put;
    return tell_change(record, change);
}

static wn_status tell_decisions(wn_wet_record *record)
{
    size_t    offset = 0;
    wn_status status = WN_OK;
    for (size_t i = 0; i < record->edits.count && status == WN_OK; i++) {
        status = tell_decision(record, i, offset);
        offset += record->edits.items[i].size;
    }
    return status;
}

static wn_status finish(wn_wet_record *record)
{
    wn_total *total = &record->total;
    total->result.document = record->place.document;
    total->result.record = record->place.number;
    total->result.id = record->header->id;
    const wn_result *result = wn_total_result(total);
    wn_total_add(&record->stream, result);
    record->stream.result.document++; /* counts records */
    return !record->sink.finish || record->sink.finish(record->sink.user, result) ? WN_OK : WN_STOPPED;
}

/* ---- a record ---- */

static wn_status reject(wn_wet_record *record)
{
    wn_total      *total = &record->total;
    int            rule = total->result.verdict_rule;
    wn_decision    decision = {.document = record->place.document,
                               .line = 1,
                               .bytes = record->bytes,
                               .source = record->bytes,
                               .fate = WN_FATE_CUT,
                               .rule = rule,
                               .claimants = &rule,
                               .claimant_count = 1};
    const wn_sink *sink = &record->sink;
    total->result.lines_cut = total->result.spans = total->result.prose_words_cut = total->result.bytes_out = 0;
    wn_total_spare(total, rule);
    if (sink->decide && !sink->decide(sink->user, &decision))
        return WN_STOPPED;
    wn_status status = tell_change(record, (wn_change){.removed = record->bytes, .decision = &decision});
    if (status == WN_OK && !sink->divert(sink->user, WN_ROUTE_REJECTS, record->bytes))
        status = WN_STOPPED;
    return status;
}

static wn_status build(wn_wet_record *record, wn_bytes *output)
{
    size_t    end = record->header_size + (size_t)record->header->content_bytes;
    wn_status status = WN_OK;
    *output = record->bytes;
    if (wn_edits_are_idle(&record->edits, 0, record->edits.count))
        return tell_decisions(record);
    wn_buf_clear(&record->out);
    status = build_content(record);
    if (status == WN_OK)
        status = build_header(record);
    if (status == WN_OK)
        status = tell_decisions(record);
    wn_buf_append(&record->out, record->content.data, record->content.size);
    wn_buf_append(&record->out, record->bytes.data + end, record->bytes.size - end);
    *output = wn_buf_bytes(&record->out);
    return record->out.failed ? WN_NO_MEMORY : status;
}

wn_status wn_wet_record_filter(wn_wet_record *record, wn_bytes bytes, size_t header_size, const wn_wet_header *header,
                               const wn_wet_place *place)
{
    const wn_sink *sink = &record->sink;
    wn_bytes       output = {0};
    record->bytes = bytes;
    record->header_size = header_size;
    record->header = header;
    record->place = *place;
    wn_status status = judge(record);
    if (status != WN_OK)
        return status;
    if (record->total.result.verdict == WN_REJECTED) {
        status = reject(record);
        return status == WN_OK ? finish(record) : status;
    }
    status = build(record, &output);
    if (status == WN_OK && record->total.result.verdict == WN_FLAGGED && sink->divert &&
        !sink->divert(sink->user, WN_ROUTE_FLAGGED, output))
        status = WN_STOPPED;
    if (status == WN_OK && sink->write && !sink->write(sink->user, output))
        status = WN_STOPPED;
    return status == WN_OK ? finish(record) : status;
}
