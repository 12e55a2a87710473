/* record_build.c: tells what was decided about a record, and builds what it becomes. */
#include "format/record_parts.h"

static bool tell(wn_record *record, const wn_record_part *p, wn_decision *decision, wn_bytes source)
{
    const wn_json_item *item = &record->json.items[p->item];
    decision->document = record->place.document;
    decision->field_path = wn_json_place(&record->json, item);
    decision->source = source;
    decision->source_offset = (uint64_t)(source.data - record->line.data);
    return !record->sink.decide || record->sink.decide(record->sink.user, decision);
}

static bool tell_change(wn_record *record, wn_change change)
{
    const wn_sink *sink = &record->sink;
    change.offset += record->place.offset;
    change.record = record->place.number;
    return sink->change(sink->user, &change);
}

/* Tells what a decision changes in the record; `put` is what it has appended to the output. */
static bool tell_edit(wn_record *record, const wn_decision *decision, size_t put)
{
    wn_change change = {.offset = decision->source_offset, .decision = decision};
    if (!record->sink.change || (decision->fate == WN_FATE_KEEP && !decision->is_shadow))
        return true;
    if (!decision->is_shadow) {
        change.removed = decision->source;
        change.put = (wn_bytes){record->out.data + put, record->out.size - put};
    }
    return tell_change(record, change);
}

static wn_walk walk_through(const wn_record *record, const wn_record_part *p)
{
    const wn_json_item *item = &record->json.items[p->item];
    return (wn_walk){.string = wn_json_bytes(&record->json, item->value), .has_escapes = item->has_escapes};
}

/* Tells the decisions about a string and appends what they leave of it. */
static wn_status apply_edits(wn_record *record, const wn_record_part *p)
{
    wn_walk  walk = walk_through(record, p);
    wn_bytes text = wn_record_text(record, p->item);
    size_t   offset = 0;
    for (size_t i = p->first_edit; i < p->first_edit + p->edit_count; i++) {
        size_t      size = record->edits.items[i].size;
        wn_bytes    source = wn_walk_take(&walk, size);
        wn_decision decision = wn_edits_decision(&record->edits, i);
        decision.offset = offset;
        decision.bytes = (wn_bytes){text.data + offset, size};
        offset += size;
        if (!tell(record, p, &decision, source))
            return WN_STOPPED;
        size_t put = record->out.size;
        if (!wn_edit_put(&record->out, &decision, source))
            return WN_NO_MEMORY;
        if (!tell_edit(record, &decision, put))
            return WN_STOPPED;
    }
    wn_bytes rest = wn_walk_take(&walk, SIZE_MAX); /* none, as long as the decisions leave no gap */
    wn_buf_append(&record->out, rest.data, rest.size);
    return WN_OK;
}

/* The one decision about a string of a rejected record. */
static wn_status apply_rejection(wn_record *record, const wn_record_part *p)
{
    wn_bytes    source = wn_json_bytes(&record->json, record->json.items[p->item].value);
    int         rule = record->total.result.verdict_rule;
    wn_decision decision = {.line = 1, .fate = WN_FATE_KEEP, .rule = -1, .bytes = wn_record_text(record, p->item)};
    if (!wn_record_has_output(record))
        decision = (wn_decision){.line = 1,
                                 .fate = WN_FATE_CUT,
                                 .bytes = decision.bytes,
                                 .rule = rule,
                                 .claimants = &rule,
                                 .claimant_count = 1};
    if (decision.bytes.size && !tell(record, p, &decision, source))
        return WN_STOPPED;
    wn_buf_append(&record->out, source.data, source.size);
    return WN_OK;
}

static void put_source(wn_record *record, size_t begin, size_t end)
{
    wn_buf_append(&record->out, record->json.text.data + begin, end - begin);
}

/* Whether there is nothing to tell of a string, and nothing to cut out of it. */
static bool is_untouched(const wn_record *record, const wn_record_part *p)
{
    return !record->sink.decide && !record->has_shadows &&
           (wn_record_is_rejected(record) || wn_edits_are_idle(&record->edits, p->first_edit, p->edit_count));
}

/* Builds the record up to the end of its last member. */
wn_status wn_record_build_members(wn_record *record)
{
    size_t    at = 0;
    wn_status status = WN_OK;
    wn_buf_clear(&record->out);
    for (size_t i = 0; i < record->part_count && status == WN_OK; i++) {
        const wn_record_part *p = &record->parts[i];
        wn_json_slice         value = record->json.items[p->item].value;
        if (is_untouched(record, p))
            continue;
        put_source(record, at, value.begin);
        status = wn_record_is_rejected(record) ? apply_rejection(record, p) : apply_edits(record, p);
        at = value.begin + value.size;
    }
    put_source(record, at, record->json.members_end);
    record->members_size = record->out.size;
    return status;
}

/* Appends what is added, and the rest of the line. */
void wn_record_build_end(wn_record *record)
{
    wn_record_put_extras(record);
    wn_bytes extras = wn_buf_bytes(&record->extras);
    size_t   comma = extras.size && !record->json.has_members;
    if (extras.size)
        wn_buf_append(&record->out, extras.data + comma, extras.size - comma);
    wn_buf_append(&record->out, record->line.data + record->json.members_end,
                  record->line.size - record->json.members_end);
}

/* What is added after the last member, or the whole record that is rejected. */
bool wn_record_tell_rest(wn_record *record, bool has_changed)
{
    int         rule = record->total.result.verdict_rule;
    wn_decision rejection = {.document = record->place.document,
                             .line = 1,
                             .fate = WN_FATE_CUT,
                             .rule = rule,
                             .claimants = &rule,
                             .claimant_count = 1};
    size_t      end = record->json.members_end, after = record->line.size - end;
    if (!record->sink.change)
        return true;
    if (!wn_record_has_output(record))
        return tell_change(record, (wn_change){.removed = record->line, .decision = &rejection});
    size_t put = has_changed ? record->out.size - after - record->members_size : 0;
    return !put ||
           tell_change(record, (wn_change){.offset = end, .put = {record->out.data + record->members_size, put}});
}
