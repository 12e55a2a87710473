/* record.c: one record: its strings become documents, the verdicts one verdict, the decisions edits.
 *
 *     scan -> read what is known of the record -> filter each chosen string -> settle -> build -> write
 *
 * Nothing is told or written before all strings are decided, for a string may reject the whole record. */
#include "format/record_parts.h"

#include "base/error.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

/* ---- making and freeing ---- */

static bool has_field_rule(const wn_policy *policy)
{
    const wn_ruleset *set = wn_policy_ruleset(policy);
    for (uint32_t i = 0; i < set->rule_count; i++)
        if (set->rules[i].unit == WN_UNIT_DOCUMENT && set->rules[i].field != WN_NONE)
            return true;
    for (uint32_t i = 0; i < set->when_count; i++)
        if (set->whens[i].field_count)
            return true;
    return wn_policy_override_count(policy) != 0; /* they may ask */
}

static bool note_edit(void *user, const wn_decision *decision)
{
    wn_record *record = user;
    if (wn_edits_note(&record->edits, decision) != WN_OK)
        record->status = WN_NO_MEMORY;
    record->has_shadows |= decision->is_shadow;
    return record->status == WN_OK;
}

static wn_status read_paths(wn_record *record, const char *const *fields, size_t count, wn_error **error)
{
    static const char *const usual[] = {"text"};
    if (!count) {
        fields = usual;
        count = 1;
    }
    wn_json_path *paths = wn_arena_alloc(&record->strings, count * sizeof *paths);
    wn_status     status = paths ? WN_OK : WN_NO_MEMORY;
    for (size_t i = 0; i < count && status == WN_OK; i++)
        status = wn_json_path_read(fields[i], &record->strings, &paths[i], error);
    record->json.paths = paths;
    record->json.path_count = count;
    return status;
}

static wn_status copy_name(wn_record *record, const char *given, const char *usual, wn_bytes *name)
{
    const char *text = given ? given : usual;
    *name = (wn_bytes){wn_arena_copy(&record->strings, (wn_bytes){text, strlen(text)}), strlen(text)};
    return name->data ? WN_OK : WN_NO_MEMORY;
}

static wn_status make_parts(wn_record *record, const wn_filter_options *options, wn_error **error)
{
    size_t    rules = wn_policy_rule_count(record->policy);
    wn_sink   notes = {.user = record, .decide = note_edit};
    wn_status status = read_paths(record, options->fields, options->field_count, error);
    if (status == WN_OK)
        status = copy_name(record, options->lang_field, "lang", &record->lang_field);
    if (status == WN_OK)
        status = copy_name(record, options->source_field, "source", &record->source_field);
    if (status == WN_OK)
        status = wn_total_new(rules, &record->total);
    if (status == WN_OK)
        status = wn_total_new(rules, &record->stream);
    if (status == WN_OK && !(record->extracts = calloc(rules + 1, sizeof *record->extracts)))
        status = WN_NO_MEMORY;
    return status == WN_OK ? wn_text_new(record->policy, options, &notes, &record->text, error) : status;
}

wn_status wn_record_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                        wn_record **record, wn_error **error)
{
    *record = NULL;
    wn_record *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->policy = policy;
    made->sink = *sink;
    made->options.annotate = options->annotate;
    made->options.divert_rejects = options->divert_rejects;
    made->options.one_to_one = options->one_to_one;
    made->wants_fields = has_field_rule(policy);
    wn_status status = make_parts(made, options, error);
    if (status != WN_OK) {
        wn_record_free(made);
        return status;
    }
    *record = made;
    return WN_OK;
}

void wn_record_free(wn_record *record)
{
    if (!record)
        return;
    wn_text_free(record->text);
    wn_json_free(&record->json);
    wn_arena_free(&record->strings);
    wn_edits_free(&record->edits);
    wn_total_free(&record->total);
    wn_total_free(&record->stream);
    wn_buf_free(&record->store);
    wn_buf_free(&record->extras);
    wn_buf_free(&record->out);
    free(record->texts);
    free(record->fields);
    free(record->parts);
    free(record->extracts);
    free(record);
}

/* ---- filtering ---- */

static wn_status filter_string(wn_record *record, size_t index)
{
    wn_document document = record->known;
    wn_bytes    text = wn_record_text(record, index);
    wn_result   result;
    if (record->title != SIZE_MAX && record->title != index)
        document.headline = wn_record_text(record, record->title);
    if (!wn_array_grow(&record->parts, &record->part_capacity, record->part_count + 1, sizeof *record->parts))
        return WN_NO_MEMORY;
    wn_record_part *p = &record->parts[record->part_count++];
    *p = (wn_record_part){.item = index, .first_edit = record->edits.count};
    wn_status status = record->part_count == 1 ? wn_text_begin_lasting(record->text, &document)
                                               : wn_text_begin_sibling(record->text, &document);
    if (status == WN_OK)
        status = wn_text_feed(record->text, text.data, text.size);
    if (status == WN_OK)
        status = wn_text_end(record->text, &result);
    if (status != WN_OK)
        return record->status == WN_OK ? status : record->status;
    p->edit_count = record->edits.count - p->first_edit;
    wn_total_add(&record->total, &result);
    return WN_OK;
}

static wn_status filter_strings(wn_record *record)
{
    wn_status status = WN_OK;
    wn_edits_clear(&record->edits);
    wn_total_clear(&record->total);
    record->part_count = 0;
    record->has_shadows = false;
    for (size_t i = 0; i < record->json.count && status == WN_OK; i++)
        if (record->json.items[i].path != WN_JSON_NONE)
            status = filter_string(record, i);
    return status;
}

/* ---- settling ---- */

bool wn_record_is_rejected(const wn_record *record)
{
    return record->total.result.verdict == WN_REJECTED;
}

/* Whether the record has a line in the output. */
bool wn_record_has_output(const wn_record *record)
{
    return !wn_record_is_rejected(record) || !record->options.divert_rejects || record->options.one_to_one;
}

/* A rejected record goes on whole, or not at all: then nothing was cut out of it, and no other rule took anything. */
static void settle_rejection(wn_record *record)
{
    wn_result *sum = &record->total.result;
    wn_total_spare(&record->total, sum->verdict_rule);
    sum->bytes_out = wn_record_has_output(record) ? sum->bytes_in : 0;
}

static bool is_edited(const wn_record *record)
{
    return !wn_record_is_rejected(record) && !wn_edits_are_idle(&record->edits, 0, record->edits.count);
}

/* ---- the record's way out ---- */

static bool send_out(wn_record *record, wn_bytes output)
{
    const wn_sink *sink = &record->sink;
    bool           going = true;
    if (wn_record_is_rejected(record) && record->options.divert_rejects)
        going = sink->divert(sink->user, WN_ROUTE_REJECTS, record->line);
    if (record->total.result.verdict == WN_FLAGGED && sink->divert)
        going = sink->divert(sink->user, WN_ROUTE_FLAGGED, output);
    if (going && wn_record_has_output(record) && sink->write)
        going = sink->write(sink->user, output);
    return going;
}

static bool tell_result(wn_record *record)
{
    const wn_sink *sink = &record->sink;
    record->total.result.document = record->place.document;
    record->total.result.record = record->place.number;
    record->total.result.id = record->id;
    const wn_result *result = wn_total_result(&record->total);
    wn_total_add(&record->stream, result);
    record->stream.result.document++; /* counts records */
    return !sink->finish || sink->finish(sink->user, result);
}

static wn_status settle(wn_record *record)
{
    wn_bytes  output = record->line;
    wn_status status = WN_OK;
    bool      has_changed = is_edited(record) || record->options.annotate;
    bool      is_told = record->sink.decide || (record->sink.change && record->has_shadows);
    if (wn_record_is_rejected(record))
        settle_rejection(record);
    if (has_changed || is_told)
        status = wn_record_build_members(record);
    if (status == WN_OK && has_changed) {
        wn_record_build_end(record);
        output = wn_buf_bytes(&record->out);
    }
    if (status == WN_OK && (record->out.failed || record->extras.failed || record->store.failed))
        status = WN_NO_MEMORY;
    if (status == WN_OK)
        status = record->status;
    if (status != WN_OK)
        return status;
    return wn_record_tell_rest(record, has_changed) && send_out(record, output) && tell_result(record) ? WN_OK
                                                                                                       : WN_STOPPED;
}

/* ---- one record ---- */

static size_t without_line_end(wn_bytes line)
{
    return line.size && line.data[line.size - 1] == '\n' ? line.size - 1 : line.size;
}

/* Whether the record can be filtered; else the mishap says why. */
static bool is_fit(const wn_json *json, wn_mishap *mishap)
{
    *mishap = (wn_mishap){.message = json->fault, .offset = json->fault_offset};
    if (json->fault || (json->is_object && json->has_choice))
        return !json->fault;
    mishap->message = json->is_object ? "none of the fields is a string in this record" : "a record that is no object";
    mishap->is_missing_field = true;
    return false;
}

wn_status wn_record_filter(wn_record *record, wn_bytes line, const wn_record_place *place, wn_mishap *mishap)
{
    record->line = line;
    record->place = *place;
    wn_status status = wn_json_scan(&record->json, (wn_bytes){line.data, without_line_end(line)});
    if (status != WN_OK || !is_fit(&record->json, mishap))
        return status;
    status = wn_record_prepare_texts(record);
    if (status == WN_OK) {
        wn_record_read_known(record);
        status = wn_record_read_fields(record);
    }
    if (status == WN_OK)
        status = filter_strings(record);
    return status == WN_OK ? settle(record) : status;
}

void wn_record_begin(wn_record *record)
{
    wn_total_clear(&record->stream);
}

const wn_result *wn_record_total(wn_record *record)
{
    return wn_total_result(&record->stream);
}
