/* record.c: one record: its strings become documents, the verdicts one verdict, the decisions edits.
 *
 *     scan -> read what is known of the record -> filter each chosen string -> settle -> build -> write
 *
 * Nothing is told or written before all strings are decided, for a string may reject the whole record. */
#include "format/record.h"

#include "base/error.h"
#include "engine/text.h"
#include "format/edit.h"
#include "format/total.h"
#include "policy/policy.h"

#include <stdlib.h>
#include <string.h>

/* A chosen string and the edits it came to. */
typedef struct part {
    size_t item;
    size_t first_edit;
    size_t edit_count;
} part;

/* The name of a field that was extracted from the record at hand. */
typedef struct extracted {
    const char *name;
    size_t      edit;     /* the one that fills the new member */
    bool        is_taken; /* the record has a member of this name already */
} extracted;

struct wn_record {
    const wn_policy  *policy;
    wn_sink           sink;
    wn_filter_options options; /* without its strings */
    wn_arena          strings;
    wn_bytes          lang_field;
    wn_bytes          source_field;
    bool              wants_fields; /* a rule may ask for members of the record */
    wn_text          *text;
    wn_json           json;

    /* of the record at hand */
    wn_bytes        line; /* the record with its line end */
    wn_record_place place;
    wn_bytes       *texts; /* per item: the text it stands for, once it was made */
    size_t          text_capacity;
    wn_buf          store; /* holds them; has room for all beforehand, so that it never moves */
    wn_field       *fields;
    size_t          field_capacity;
    wn_document     known;
    size_t          title; /* the item that is the headline, or SIZE_MAX */
    wn_bytes        id;    /* as in wn_result */
    part           *parts;
    size_t          part_count;
    size_t          part_capacity;
    wn_edits        edits;
    extracted      *extracts; /* room for as many as there are rules */
    size_t          extract_count;
    wn_total        total;
    wn_buf          extras; /* members to add */
    wn_buf          out;
    size_t          members_size; /* of the part of `out` before them */
    wn_status       status;

    wn_total stream;
};

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

/* ---- texts ---- */

/* Room for the texts and names of all items, each with a NUL after it: none is longer than its source. */
static wn_status prepare_texts(wn_record *record)
{
    size_t count = record->json.count;
    wn_buf_clear(&record->store);
    if (!wn_buf_reserve(&record->store, record->json.text.size + 2 * count) ||
        !wn_array_grow(&record->texts, &record->text_capacity, count, sizeof *record->texts))
        return WN_NO_MEMORY;
    memset(record->texts, 0, count * sizeof *record->texts);
    return WN_OK;
}

/* Puts what a slice of the source stands for into the store, with a NUL after it. */
static wn_bytes store_text(wn_record *record, wn_json_slice slice, bool has_escapes)
{
    wn_bytes source = wn_json_bytes(&record->json, slice);
    size_t   begin = record->store.size;
    if (has_escapes)
        wn_json_unescape(source, &record->store);
    else
        wn_buf_append(&record->store, source.data, source.size);
    size_t size = record->store.size - begin;
    wn_buf_put(&record->store, '\0');
    return (wn_bytes){record->store.data + begin, size};
}

/* The text of a string, a slice of the source where it has no escapes. */
static wn_bytes text_of(wn_record *record, size_t index)
{
    const wn_json_item *item = &record->json.items[index];
    if (record->texts[index].data)
        return record->texts[index];
    if (!item->has_escapes)
        return wn_json_bytes(&record->json, item->value);
    return record->texts[index] = store_text(record, item->value, true);
}

static bool has_nul(wn_bytes text)
{
    return text.size && memchr(text.data, '\0', text.size);
}

/* The same with a NUL after it; NULL when it is empty or has a NUL inside, for then it says nothing. */
static const char *string_of(wn_record *record, size_t index)
{
    const wn_json_item *item = &record->json.items[index];
    if (!record->texts[index].data)
        record->texts[index] = store_text(record, item->value, item->has_escapes);
    wn_bytes text = record->texts[index];
    return text.size && !has_nul(text) ? text.data : NULL;
}

/* ---- what is known of the record ---- */

static bool is_named(wn_record *record, const wn_json_item *item, wn_bytes wanted)
{
    wn_bytes name = wn_json_bytes(&record->json, item->name);
    if (!item->is_member)
        return false;
    if (item->name_has_escapes) {
        wn_buf_clear(&record->json.name);
        if (!wn_json_unescape(name, &record->json.name))
            record->status = WN_NO_MEMORY;
        name = wn_buf_bytes(&record->json.name);
    }
    return name.size == wanted.size && memcmp(name.data, wanted.data, name.size) == 0;
}

static bool has_member(wn_record *record, const char *name)
{
    for (size_t i = 0; i < record->json.count; i++)
        if (is_named(record, &record->json.items[i], (wn_bytes){name, strlen(name)}))
            return true;
    return false;
}

/* The source of a member's value when it is a string, with its quotes, or a number or word; else empty. */
static wn_bytes value_of(const wn_record *record, const wn_json_item *item)
{
    wn_bytes text = record->json.text;
    size_t   begin = (size_t)item->name.begin + item->name.size + 1;
    if (item->is_string)
        return (wn_bytes){text.data + item->value.begin - 1, (size_t)item->value.size + 2};
    while (begin < text.size && memchr(" \t\r\n:", text.data[begin], 5))
        begin++;
    size_t end = begin;
    while (end < text.size && !memchr(" \t\r\n,}[{", text.data[end], 8))
        end++;
    return (wn_bytes){text.data + begin, end - begin};
}

/* The members that say something about the texts. Of several with one name the last counts, as with most
 * readers of JSON. */
static void read_known(wn_record *record)
{
    static const wn_bytes title = {"title", 5}, id = {"id", 2};
    record->title = SIZE_MAX;
    record->known = (wn_document){0};
    record->id = (wn_bytes){0};
    for (size_t i = 0; i < record->json.count; i++) {
        const wn_json_item *item = &record->json.items[i];
        if (is_named(record, item, id))
            record->id = value_of(record, item);
        if (!item->is_string)
            continue;
        if (is_named(record, item, title))
            record->title = i;
        if (is_named(record, item, record->lang_field))
            record->known.lang = string_of(record, i);
        if (is_named(record, item, record->source_field))
            record->known.source = string_of(record, i);
    }
}

/* All top-level strings, for rules that ask for a field. */
static wn_status read_fields(wn_record *record)
{
    wn_document *known = &record->known;
    if (!record->wants_fields)
        return WN_OK;
    if (!wn_array_grow(&record->fields, &record->field_capacity, record->json.count, sizeof *record->fields))
        return WN_NO_MEMORY;
    for (size_t i = 0; i < record->json.count; i++) {
        const wn_json_item *item = &record->json.items[i];
        if (!item->is_member || !item->is_string)
            continue;
        wn_bytes name = store_text(record, item->name, item->name_has_escapes);
        if (!has_nul(name))
            record->fields[known->field_count++] = (wn_field){name.data, text_of(record, i)};
    }
    known->fields = record->fields;
    return WN_OK;
}

/* ---- filtering ---- */

static wn_status filter_string(wn_record *record, size_t index)
{
    wn_document document = record->known;
    wn_bytes    text = text_of(record, index);
    wn_result   result;
    if (record->title != SIZE_MAX && record->title != index)
        document.headline = text_of(record, record->title);
    if (!wn_array_grow(&record->parts, &record->part_capacity, record->part_count + 1, sizeof *record->parts))
        return WN_NO_MEMORY;
    part *p = &record->parts[record->part_count++];
    *p = (part){.item = index, .first_edit = record->edits.count};
    wn_status status = wn_text_begin(record->text, &document);
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
    for (size_t i = 0; i < record->json.count && status == WN_OK; i++)
        if (record->json.items[i].path != WN_JSON_NONE)
            status = filter_string(record, i);
    return status;
}

/* ---- settling ---- */

static bool is_rejected(const wn_record *record)
{
    return record->total.result.verdict == WN_REJECTED;
}

/* Whether the record has a line in the output. */
static bool has_output(const wn_record *record)
{
    return !is_rejected(record) || !record->options.divert_rejects || record->options.one_to_one;
}

/* A rejected record goes on whole, or not at all: then nothing was cut out of it, and no other rule took anything. */
static void settle_rejection(wn_record *record)
{
    wn_total  *total = &record->total;
    wn_result *sum = &total->result;
    sum->lines_cut = sum->spans = sum->prose_words_cut = 0;
    sum->bytes_out = has_output(record) ? sum->bytes_in : 0;
    memset(total->fired, 0, total->rule_limit * sizeof *total->fired);
    if (sum->verdict_rule >= 0)
        total->fired[sum->verdict_rule] = true;
}

static bool is_edited(const wn_record *record)
{
    return !is_rejected(record) && !wn_edits_are_idle(&record->edits, 0, record->edits.count);
}

/* ---- telling and building ---- */

static bool tell(wn_record *record, const part *p, wn_decision *decision, wn_bytes source)
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

static wn_walk walk_through(const wn_record *record, const part *p)
{
    const wn_json_item *item = &record->json.items[p->item];
    return (wn_walk){.string = wn_json_bytes(&record->json, item->value), .has_escapes = item->has_escapes};
}

/* Tells the decisions about a string and appends what they leave of it. */
static wn_status apply_edits(wn_record *record, const part *p)
{
    wn_walk  walk = walk_through(record, p);
    wn_bytes text = text_of(record, p->item);
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
static wn_status apply_rejection(wn_record *record, const part *p)
{
    wn_bytes    source = wn_json_bytes(&record->json, record->json.items[p->item].value);
    int         rule = record->total.result.verdict_rule;
    wn_decision decision = {.line = 1, .fate = WN_FATE_KEEP, .rule = -1, .bytes = text_of(record, p->item)};
    if (!has_output(record))
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

/* Builds the record up to the end of its last member. */
static wn_status build_members(wn_record *record)
{
    size_t    at = 0;
    wn_status status = WN_OK;
    wn_buf_clear(&record->out);
    for (size_t i = 0; i < record->part_count && status == WN_OK; i++) {
        const part   *p = &record->parts[i];
        wn_json_slice value = record->json.items[p->item].value;
        put_source(record, at, value.begin);
        status = is_rejected(record) ? apply_rejection(record, p) : apply_edits(record, p);
        at = value.begin + value.size;
    }
    put_source(record, at, record->json.members_end);
    record->members_size = record->out.size;
    return status;
}

/* ---- members that are added ---- */

static void put_string(wn_buf *out, const char *text)
{
    wn_buf_put(out, '"');
    wn_json_put_escaped(out, (wn_bytes){text, strlen(text)});
    wn_buf_put(out, '"');
}

static void put_value(wn_record *record, wn_buf *out, size_t edit)
{
    wn_decision decision = wn_edits_decision(&record->edits, edit);
    wn_buf_put(out, '"');
    wn_json_put_escaped(out, decision.put);
    wn_buf_put(out, '"');
}

static extracted *find_extracted(wn_record *record, const char *name)
{
    for (size_t i = 0; i < record->extract_count; i++)
        if (strcmp(record->extracts[i].name, name) == 0)
            return &record->extracts[i];
    return NULL;
}

/* The first value of each field becomes a member, unless the record has one of that name. */
static void choose_extracts(wn_record *record)
{
    record->extract_count = 0;
    for (size_t i = 0; i < record->edits.count; i++) {
        const wn_edit *edit = &record->edits.items[i];
        if (edit->fate == WN_FATE_EXTRACT && !find_extracted(record, edit->field))
            record->extracts[record->extract_count++] = (extracted){edit->field, i, has_member(record, edit->field)};
    }
}

static void put_extracts(wn_record *record)
{
    for (size_t i = 0; i < record->extract_count; i++) {
        const extracted *e = &record->extracts[i];
        if (e->is_taken)
            continue;
        wn_buf_put(&record->extras, ',');
        put_string(&record->extras, e->name);
        wn_buf_put(&record->extras, ':');
        put_value(record, &record->extras, e->edit);
    }
}

static void put_rules(wn_record *record)
{
    const char  *between = "";
    wn_rule_info rule;
    for (size_t i = 0; i < record->total.rule_limit; i++) {
        bool took = record->total.fired[i] || (int)i == record->total.result.verdict_rule;
        if (!took || !wn_policy_rule(record->policy, i, &rule))
            continue;
        wn_buf_text(&record->extras, between);
        put_string(&record->extras, rule.id);
        between = ",";
    }
}

/* Values that became no member. */
static void put_other_extracts(wn_record *record)
{
    const char *between = ",\"extracted\":[";
    for (size_t i = 0; i < record->edits.count; i++) {
        const wn_edit *edit = &record->edits.items[i];
        if (edit->fate != WN_FATE_EXTRACT)
            continue;
        const extracted *e = find_extracted(record, edit->field);
        if (!e || (!e->is_taken && e->edit == i))
            continue; /* nothing is extracted from a rejected record */
        wn_buf_printf(&record->extras, "%s{\"field\":", between);
        put_string(&record->extras, edit->field);
        wn_buf_text(&record->extras, ",\"value\":");
        put_value(record, &record->extras, i);
        wn_buf_put(&record->extras, '}');
        between = ",";
    }
    if (between[1] == '\0')
        wn_buf_put(&record->extras, ']');
}

static void put_policy(wn_record *record)
{
    const char *version = wn_policy_version(record->policy);
    wn_buf_text(&record->extras, ",\"policy\":{\"name\":");
    put_string(&record->extras, wn_policy_name(record->policy));
    wn_buf_text(&record->extras, ",\"version\":");
    put_string(&record->extras, version ? version : "");
    wn_buf_printf(&record->extras, ",\"sha256\":\"%s\"}", wn_policy_sha256(record->policy));
}

static void put_annotation(wn_record *record)
{
    const wn_result *sum = &record->total.result;
    wn_buf_printf(&record->extras, ",\"winnow\":{\"verdict\":\"%s\",\"removed\":%llu,\"rules\":[",
                  wn_verdict_name(sum->verdict), (unsigned long long)sum->lines_cut);
    put_rules(record);
    wn_buf_put(&record->extras, ']');
    put_policy(record);
    put_other_extracts(record);
    wn_buf_put(&record->extras, '}');
}

/* Appends what is added, and the rest of the line. */
static void build_end(wn_record *record)
{
    wn_buf_clear(&record->extras);
    record->extract_count = 0;
    if (!is_rejected(record)) {
        choose_extracts(record);
        put_extracts(record);
    }
    if (record->options.annotate)
        put_annotation(record);
    wn_bytes extras = wn_buf_bytes(&record->extras);
    size_t   comma = extras.size && !record->json.has_members;
    wn_buf_append(&record->out, extras.data + comma, extras.size - comma);
    wn_buf_append(&record->out, record->line.data + record->json.members_end,
                  record->line.size - record->json.members_end);
}

/* What is added after the last member, or the whole record that is rejected. */
static bool tell_rest(wn_record *record, bool has_changed)
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
    if (!has_output(record))
        return tell_change(record, (wn_change){.removed = record->line, .decision = &rejection});
    size_t put = has_changed ? record->out.size - after - record->members_size : 0;
    return !put ||
           tell_change(record, (wn_change){.offset = end, .put = {record->out.data + record->members_size, put}});
}

/* ---- the record's way out ---- */

static bool send_out(wn_record *record, wn_bytes output)
{
    const wn_sink *sink = &record->sink;
    bool           going = true;
    if (is_rejected(record) && record->options.divert_rejects)
        going = sink->divert(sink->user, WN_ROUTE_REJECTS, record->line);
    if (record->total.result.verdict == WN_FLAGGED && sink->divert)
        going = sink->divert(sink->user, WN_ROUTE_FLAGGED, output);
    if (going && has_output(record) && sink->write)
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
    if (is_rejected(record))
        settle_rejection(record);
    if (has_changed || record->sink.decide || record->sink.change)
        status = build_members(record);
    if (status == WN_OK && has_changed) {
        build_end(record);
        output = wn_buf_bytes(&record->out);
    }
    if (status == WN_OK && (record->out.failed || record->extras.failed || record->store.failed))
        status = WN_NO_MEMORY;
    if (status == WN_OK)
        status = record->status;
    if (status != WN_OK)
        return status;
    return tell_rest(record, has_changed) && send_out(record, output) && tell_result(record) ? WN_OK : WN_STOPPED;
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
    status = prepare_texts(record);
    if (status == WN_OK) {
        read_known(record);
        status = read_fields(record);
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
