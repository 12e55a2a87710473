/* audit_reader.c: reads lines of JSON, member by member, and adds up their sums. */
#include "stream/audit_reader.h"

#include "base/base64.h"
#include "stream/audit.h"

#include <string.h>
#include <zlib.h>

#define MEMBERS_MAX 32     /* of a line: more than any has */
#define LAST_LINE_MAX 1024 /* bytes: far more than the last line of a run has */

wn_audit_sum wn_audit_add(wn_audit_sum so_far, wn_bytes bytes)
{
    if (bytes.size)
        so_far.crc = (uint32_t)crc32_z(so_far.crc, (const unsigned char *)bytes.data, bytes.size);
    so_far.length += bytes.size;
    return so_far;
}

wn_status wn_audit_refuse(const wn_audit_reader *r, const char *what)
{
    wn_place place = {.file = r->source.input->name, .line = (uint32_t)r->line, .is_private = true};
    return wn_error_add(r->error, WN_BAD_INPUT, &place, "%s", what);
}

void wn_audit_entry_free(wn_audit_entry *e)
{
    wn_buf_free(&e->removed);
    wn_buf_free(&e->put);
}

void wn_audit_reader_free(wn_audit_reader *r)
{
    wn_json_free(&r->json);
    wn_source_free(&r->source);
}

/* ---- one line ---- */

wn_status wn_audit_next(wn_audit_reader *r)
{
    wn_source  *s = &r->source;
    const char *end;
    size_t      searched = 0;
    r->text = (wn_bytes){0};
    for (;;) {
        wn_bytes text = wn_source_ahead(s);
        end = text.data && text.size > searched ? memchr(text.data + searched, '\n', text.size - searched) : NULL;
        if (end || s->has_ended || text.size > WN_AUDIT_LINE_MAX)
            break;
        searched = text.size;
        wn_status status = wn_source_more(s, r->error);
        if (status != WN_OK)
            return status;
    }
    wn_bytes text = wn_source_ahead(s);
    if (!end && !text.size)
        return WN_OK;
    r->line++;
    if (!end)
        return wn_audit_refuse(r, s->has_ended ? "a line that is cut off" : "a line longer than any of an audit");
    r->text = (wn_bytes){text.data, (size_t)(end - text.data)};
    s->used += r->text.size + 1;
    return WN_OK;
}

static const wn_json_item *find_member(const wn_audit_reader *r, const char *name)
{
    for (size_t i = 0; i < r->json.count; i++) {
        const wn_json_item *item = &r->json.items[i];
        wn_bytes            own = wn_json_bytes(&r->json, item->name);
        if (item->is_member && own.size == strlen(name) && memcmp(own.data, name, own.size) == 0)
            return item;
    }
    return NULL;
}

/* What stands after a member's name and colon. */
static wn_bytes value_of(const wn_audit_reader *r, const wn_json_item *item)
{
    wn_bytes text = r->json.text;
    size_t   at = item->name.begin + item->name.size + 1;
    while (at < text.size && strchr(" \t:", text.data[at]) && text.data[at])
        at++;
    return wn_bytes_after(text, at);
}

/* Reads a whole number; false when the member is there and is none. Without it *number stays. */
static bool read_number(const wn_audit_reader *r, const char *name, uint64_t *number)
{
    const wn_json_item *item = find_member(r, name);
    if (!item)
        return true;
    wn_bytes value = value_of(r, item);
    uint64_t read = 0;
    size_t   digits = 0;
    for (; digits < value.size && value.data[digits] >= '0' && value.data[digits] <= '9'; digits++) {
        unsigned digit = (unsigned)(value.data[digits] - '0');
        if (read > (UINT64_MAX - digit) / 10)
            return false;
        read = read * 10 + digit;
    }
    *number = read;
    return digits && digits < value.size && strchr(",} \t", value.data[digits]);
}

static bool read_hex(wn_bytes digits, uint32_t *number)
{
    static const char hex[] = "0123456789abcdef";
    *number = 0;
    for (size_t i = 0; i < digits.size; i++) {
        const char *found = digits.data[i] ? strchr(hex, digits.data[i]) : NULL;
        if (!found)
            return false;
        *number = *number << 4 | (uint32_t)(found - hex);
    }
    return digits.size == 8;
}

static bool read_crc(const wn_audit_reader *r, const char *name, uint32_t *crc)
{
    const wn_json_item *item = find_member(r, name);
    return item && item->is_string && read_hex(wn_json_bytes(&r->json, item->value), crc);
}

static bool is_string(const wn_audit_reader *r, const char *name, const char *wanted)
{
    const wn_json_item *item = find_member(r, name);
    if (!item || !item->is_string)
        return false;
    wn_bytes value = wn_json_bytes(&r->json, item->value);
    return value.size == strlen(wanted) && memcmp(value.data, wanted, value.size) == 0;
}

/* Reads bytes that stand as text or, under the other name, as base64. */
static bool read_bytes(const wn_audit_reader *r, const char *name, const char *name64, wn_buf *bytes)
{
    const wn_json_item *plain = find_member(r, name), *coded = find_member(r, name64);
    if ((plain && !plain->is_string) || (coded && !coded->is_string) || (plain && coded))
        return false;
    if (plain)
        wn_json_unescape(wn_json_bytes(&r->json, plain->value), bytes);
    return !coded || wn_base64_read(bytes, wn_json_bytes(&r->json, coded->value)) || bytes->failed;
}

/* Whether each name stands once, as it is: readers of JSON differ in what they make of others. */
static bool has_plain_names(const wn_audit_reader *r)
{
    wn_bytes names[MEMBERS_MAX];
    size_t   count = 0;
    for (size_t i = 0; i < r->json.count; i++) {
        const wn_json_item *item = &r->json.items[i];
        if (!item->is_member)
            continue;
        if (item->name_has_escapes || count == MEMBERS_MAX)
            return false;
        wn_bytes name = names[count++] = wn_json_bytes(&r->json, item->name);
        for (size_t k = 0; k + 1 < count; k++)
            if (names[k].size == name.size && memcmp(names[k].data, name.data, name.size) == 0)
                return false;
    }
    return true;
}

/* Whether members that only people are told are of the kind that they must be, where they are there. */
static bool are_telling(const wn_audit_reader *r)
{
    static const char *const strings[] = {"action", "rule", "category", "field", "into", "policy", "would-remove"};
    static const char *const numbers[] = {"record", "line", "level", "begin", "ended"};
    uint64_t                 unused;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        const wn_json_item *item = find_member(r, strings[i]);
        if (item && !item->is_string)
            return false;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!read_number(r, numbers[i], &unused))
            return false;
    const wn_json_item *rules = find_member(r, "rules");
    wn_bytes            list = rules ? value_of(r, rules) : (wn_bytes){"[", 1};
    return list.size && list.data[0] == '[';
}

static bool read_members(const wn_audit_reader *r, wn_audit_entry *e)
{
    uint64_t version = UINT64_MAX;
    bool is_read = read_number(r, "seq", &e->seq) && find_member(r, "seq") && read_number(r, "offset", &e->offset) &&
                   read_number(r, "length", &e->length) && read_number(r, "winnow-audit", &version) &&
                   read_bytes(r, "removed", "removed64", &e->removed) && read_bytes(r, "put", "put64", &e->put);
    is_read = is_read && has_plain_names(r) && are_telling(r);
    e->version = version;
    e->is_first = version != UINT64_MAX;
    e->is_last = find_member(r, "end") != NULL;
    e->is_shadow = is_string(r, "action", "shadow");
    if (!is_read || !e->is_last)
        return is_read && e->length == e->removed.size;
    return read_number(r, "input-length", &e->input.length) && read_number(r, "output-length", &e->output.length) &&
           read_crc(r, "input-crc32", &e->input.crc) && read_crc(r, "output-crc32", &e->output.crc);
}

/* ---- the row of lines ---- */

static const char crc_member[] = ",\"crc\":\"";

/* Whether the line ends as a line of an audit does; then *crc is what it says. */
static bool has_crc(wn_bytes line, uint32_t *crc)
{
    if (line.size <= WN_AUDIT_CRC_BYTES || memcmp(line.data + line.size - 2, "\"}", 2) != 0)
        return false;
    const char *begin = line.data + line.size - WN_AUDIT_CRC_BYTES;
    return memcmp(begin, crc_member, sizeof crc_member - 1) == 0 &&
           read_hex((wn_bytes){begin + sizeof crc_member - 1, 8}, crc);
}

static wn_status check_row(wn_audit_reader *r, const wn_audit_entry *e, uint32_t said)
{
    if (e->is_first && e->version != WN_AUDIT_VERSION)
        return wn_audit_refuse(r, "an audit of another version; take the winnow that wrote it, or a newer one");
    wn_audit_sum whole = wn_audit_add((wn_audit_sum){.crc = e->is_first ? 0 : r->crc},
                                      (wn_bytes){r->text.data, r->text.size - WN_AUDIT_CRC_BYTES});
    if (e->is_first && r->is_open)
        return wn_audit_refuse(r, "a new run, but the last line of the one before is missing");
    if (!e->is_first && !r->is_open)
        return wn_audit_refuse(r, "the first line of the audit is missing before this one");
    if (e->seq > (e->is_first ? 0 : r->seq))
        return wn_audit_refuse(r, "lines are missing before this one");
    if (e->seq < (e->is_first ? 0 : r->seq))
        return wn_audit_refuse(r, "a line that is not in its place, or was there before");
    if (whole.crc != said)
        return wn_audit_refuse(r, "a line that was changed: its sum does not fit");
    r->crc = whole.crc;
    r->seq = e->seq + 1;
    r->is_open = !e->is_last;
    return WN_OK;
}

/* At the start it is another file, in all likelihood; later it is damage. */
static const char *not_of_an_audit(const wn_audit_reader *r)
{
    return r->line == 1 ? "no line of an audit; give the file of --audit, in its place"
                        : "no line of an audit: it was changed, or something else was written into the file";
}

wn_status wn_audit_parse(wn_audit_reader *r, wn_audit_entry *e)
{
    uint32_t crc = 0;
    if (!has_crc(r->text, &crc))
        return wn_audit_refuse(r, not_of_an_audit(r));
    wn_status status = wn_json_scan(&r->json, r->text);
    if (status != WN_OK)
        return status;
    bool is_read = !r->json.fault && r->json.is_object && read_members(r, e);
    if (e->removed.failed || e->put.failed)
        return WN_NO_MEMORY;
    return is_read ? check_row(r, e, crc) : wn_audit_refuse(r, not_of_an_audit(r));
}

/* ---- runs ---- */

wn_status wn_audit_check_whole(wn_audit_reader *r)
{
    if (!r->line)
        return wn_audit_refuse(r, "the audit is empty");
    if (r->is_open)
        return wn_audit_refuse(
            r, "the audit ends here without its last line: it was cut off, or the filter did not come to its end");
    return WN_OK;
}

bool wn_audit_begins_run(const wn_audit_reader *r)
{
    static const char start[] = "{\"seq\":0,";
    return r->text.size >= sizeof start - 1 && memcmp(r->text.data, start, sizeof start - 1) == 0;
}

/* What is no line of an audit is none here: when it is parsed, that will be said. */
wn_status wn_audit_peek_last(wn_audit_reader *r, bool *is_last, wn_audit_sum *output)
{
    wn_audit_entry e = {0};
    *is_last = false;
    if (r->text.size > LAST_LINE_MAX)
        return WN_OK;
    wn_status status = wn_json_scan(&r->json, r->text);
    if (status == WN_OK && !r->json.fault && r->json.is_object && read_members(r, &e) && e.is_last) {
        *is_last = true;
        *output = e.output;
    }
    wn_audit_entry_free(&e);
    return status;
}
