/* record_known.c: what a record says of itself: its texts, and the members that tell of them. */
#include "format/record_parts.h"

#include <string.h>

/* ---- texts ---- */

/* Room for the texts and names of all items, each with a NUL after it: none is longer than its source. */
wn_status wn_record_prepare_texts(wn_record *record)
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
wn_bytes wn_record_text(wn_record *record, size_t index)
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

bool wn_record_has_member(wn_record *record, const char *name)
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
void wn_record_read_known(wn_record *record)
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
wn_status wn_record_read_fields(wn_record *record)
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
            record->fields[known->field_count++] = (wn_field){name.data, wn_record_text(record, i)};
    }
    known->fields = record->fields;
    return WN_OK;
}
