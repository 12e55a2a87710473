/* records.c: options, files and messages that only formats with records need. Used by filter.c. */
#include "cli/records.h"

#include "base/buf.h"
#include "stream/input.h"

#include <stdio.h>
#include <string.h>

#define MALFORMED_SHOWN_MAX 5 /* then they are only counted */

bool wn_records_are_used(const wn_options *options)
{
    return options->format != WN_FORMAT_TEXT && options->format != WN_FORMAT_HTML;
}

bool wn_records_are_lines(const wn_options *options)
{
    return options->format == WN_FORMAT_JSONL;
}

/* ---- options ---- */

static wn_status refuse(const char *option, const char *why, wn_error **error)
{
    wn_place place = {.file = option};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "%s", why);
}

#define JSONL (1u << WN_FORMAT_JSONL)
#define FEED (1u << WN_FORMAT_FEED)
#define WET (1u << WN_FORMAT_WET)
#define AUTO (1u << WN_FORMAT_AUTO)

/* The first option given that the format has no use for; NULL: none. *formats are those that have one. */
static const char *find_option(const wn_options *o, unsigned *formats)
{
    const struct {
        const char *name;
        unsigned    formats;
        bool        is_given;
    } options[] = {
        {"--field", JSONL | AUTO, o->fields.count != 0},
        {"--lang-field", JSONL | AUTO, o->lang_field != NULL},
        {"--source-field", JSONL | AUTO, o->source_field != NULL},
        {"--annotate", JSONL, o->annotates},
        {"--rejects", JSONL | FEED | WET | AUTO, o->rejects != NULL},
        {"--flagged", JSONL | FEED | WET | AUTO, o->flagged != NULL},
        {"--one-to-one", JSONL, o->is_one_to_one},
        {"--on-error", JSONL | WET | AUTO, o->on_error != WN_ON_ERROR_PASS},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].is_given && !(options[i].formats >> o->format & 1)) {
            *formats = options[i].formats;
            return options[i].name;
        }
    return NULL;
}

static wn_status refuse_option(const char *option, unsigned formats, wn_error **error)
{
    wn_place place = {.file = option};
    char     names[64] = "";
    size_t   size = 0;
    for (int i = 0; wn_format_name((wn_format)i); i++)
        if (formats >> i & 1 && size < sizeof names)
            size += (size_t)snprintf(names + size, sizeof names - size, "%s%s", size ? " or " : "",
                                     wn_format_name((wn_format)i));
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "only records have that; give --format %s", names);
}

wn_status wn_records_check(const wn_options *options, wn_error **error)
{
    unsigned    formats = 0;
    const char *option = find_option(options, &formats);
    if (option)
        return refuse_option(option, formats, error);
    if (!wn_records_are_used(options))
        return WN_OK;
    if (options->split)
        return refuse("--split", "every record is a document of its own; leave it out", error);
    if (options->is_one_to_one && options->on_error == WN_ON_ERROR_DROP)
        return refuse("--one-to-one", "no line can be dropped; leave out --on-error drop", error);
    return WN_OK;
}

wn_status wn_records_check_policy(const wn_options *options, const wn_policy *policy, wn_error **error)
{
    if (!wn_records_are_used(options) || options->annotates || !wn_policy_can_reject(policy))
        return WN_OK;
    if (options->is_one_to_one)
        return refuse("--one-to-one", "the policy can reject records, and they stay; give --annotate to mark them",
                      error);
    if (!options->rejects)
        return refuse("--format", "the policy can reject records; give --rejects FILE, or --annotate to mark them",
                      error);
    return WN_OK;
}

/* ---- files ---- */

wn_status wn_records_open(wn_records *records, const wn_options *options, wn_error **error)
{
    wn_status status = WN_OK;
    if (options->rejects)
        status = wn_output_append(options->rejects, &records->rejects, error);
    if (options->flagged && status == WN_OK)
        status = wn_output_append(options->flagged, &records->flagged, error);
    return status;
}

static void close_file(wn_output *file)
{
    if (file->bytes)
        wn_output_close(file);
    wn_output_free(file);
}

void wn_records_close(wn_records *records)
{
    close_file(&records->rejects);
    close_file(&records->flagged);
}

bool wn_records_divert(wn_records *records, wn_route route, wn_bytes record)
{
    wn_output *file = route == WN_ROUTE_REJECTS ? &records->rejects : &records->flagged;
    if (!file->bytes)
        return true;
    wn_output_write(file, record);
    if (!record.size || record.data[record.size - 1] != '\n') /* the last one of its stream */
        wn_output_write(file, (wn_bytes){"\n", 1});
    return wn_output_flush(file) == WN_OK;
}

wn_status wn_records_explain(const wn_records *records, wn_error **error)
{
    wn_status status = wn_output_explain(&records->rejects, error);
    return status == WN_OK ? wn_output_explain(&records->flagged, error) : status;
}

bool wn_records_write_to(const wn_records *records, int descriptor)
{
    const wn_input input = {.descriptor = descriptor};
    return (records->rejects.bytes && wn_input_is_output(&input, records->rejects.descriptor)) ||
           (records->flagged.bytes && wn_input_is_output(&input, records->flagged.descriptor));
}

/* ---- words ---- */

static const char *const consequences[] = {
    [WN_ON_ERROR_PASS] = "it passes unchanged",
    [WN_ON_ERROR_DROP] = "it is left out",
    [WN_ON_ERROR_STOP] = "stopped here, as --on-error says",
};

static void tell_malformed(const wn_options *options, const wn_messages *messages, const char *place,
                           const wn_mishap *mishap)
{
    const char        *format = mishap->record ? "%s, at offset %llu of the record; %s" : "%s, at offset %llu; %s";
    const char        *consequence = consequences[options->on_error];
    unsigned long long offset = mishap->offset;
    if (!mishap->record && !offset) /* it is all of it */
        wn_messages_note(messages, place, "%s; %s", mishap->message, consequence);
    else if (options->on_error == WN_ON_ERROR_STOP)
        wn_messages_fail(messages, place, format, mishap->message, offset, consequence);
    else
        wn_messages_note(messages, place, format, mishap->message, offset, consequence);
}

void wn_records_note(wn_records *records, const wn_options *options, const wn_messages *messages, const char *place,
                     const wn_mishap *mishap)
{
    wn_buf name = {0};
    wn_buf_text(&name, place);
    if (mishap->record)
        wn_buf_printf(&name, ":%llu", (unsigned long long)mishap->record);
    wn_buf_put(&name, '\0');
    const char *line = name.failed ? place : name.data;
    if (!mishap->is_missing_field) {
        if (++records->malformed <= MALFORMED_SHOWN_MAX)
            tell_malformed(options, messages, line, mishap);
    } else {
        records->missing++;
        if (messages->is_verbose)
            wn_messages_note(messages, line, "%s; it passes unchanged", mishap->message);
    }
    wn_buf_free(&name);
}

bool wn_records_tell(const wn_records *records, const wn_options *options, const wn_messages *messages)
{
    bool has_no_field = records->missing && !records->filtered;
    if (records->malformed > MALFORMED_SHOWN_MAX)
        wn_messages_note(messages, NULL, "%llu records were malformed; %s", (unsigned long long)records->malformed,
                         options->on_error == WN_ON_ERROR_DROP ? "they were left out" : "they passed unchanged");
    if (has_no_field)
        wn_messages_note(messages, NULL, "no record has a string %s, so none was filtered; --field says where to look",
                         options->fields.count ? "in one of the fields" : "\"text\"");
    return records->malformed || has_no_field;
}
