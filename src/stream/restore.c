/* restore.c: two readers, one writer. The audit is read line by line, the kept text in blocks. */
#include "stream/restore.h"

#include "base/base64.h"
#include "format/json.h"
#include "stream/audit.h"
#include "stream/io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define LAST_LINE_MAX 1024 /* bytes: far more than the last line of a run has */

/* Bytes read ahead of their use. */
typedef struct source {
    wn_input *input;
    wn_buf    held;
    size_t    used; /* of them */
    bool      has_ended;
} source;

/* A length and a sum. */
typedef struct sum {
    uint64_t length;
    uint32_t crc;
} sum;

/* One line of the audit, read. */
typedef struct entry {
    bool     is_first, is_last;
    bool     is_shadow;
    uint64_t seq, offset, length;
    sum      input, output; /* of the last line */
    wn_buf   removed, put;
} entry;

typedef struct job {
    source     kept;
    source     audit;
    wn_output *output;
    wn_error **error;
    wn_json    json;
    uint64_t   line;           /* of the audit, from 1 */
    wn_bytes   text;           /* of that line, without its line end */
    uint64_t   seq;            /* of the next line in its run */
    uint32_t   crc;            /* of the run's lines so far */
    bool       is_open;        /* a run has begun and not ended */
    sum        restored, read; /* of the run */
} job;

static sum add_up(sum so_far, wn_bytes bytes)
{
    if (bytes.size)
        so_far.crc = (uint32_t)crc32_z(so_far.crc, (const unsigned char *)bytes.data, bytes.size);
    so_far.length += bytes.size;
    return so_far;
}

/* ---- reading ---- */

/* Drops what was used and reads more. */
static wn_status read_more(source *s, wn_error **error)
{
    size_t got = 0;
    wn_buf_consume(&s->held, s->used);
    s->used = 0;
    if (!wn_buf_reserve(&s->held, WN_INPUT_BYTES))
        return WN_NO_MEMORY;
    wn_status status = wn_input_read(s->input, s->held.data + s->held.size, WN_INPUT_BYTES, &got, error);
    s->held.size += got;
    s->has_ended = status == WN_OK && !got;
    return status;
}

static wn_bytes ahead(const source *s)
{
    size_t size = s->held.size - s->used;
    return (wn_bytes){size ? s->held.data + s->used : NULL, size};
}

/* ---- faults ---- */

static wn_status refuse(job *j, const char *what)
{
    wn_place place = {.file = j->audit.input->name, .line = (uint32_t)j->line, .is_private = true};
    return wn_error_add(j->error, WN_BAD_INPUT, &place, "%s", what);
}

static wn_status refuse_kept(job *j, const char *what)
{
    wn_place place = {.file = j->audit.input->name, .line = (uint32_t)j->line, .is_private = true};
    return wn_error_add(j->error, WN_BAD_INPUT, &place, "%s %s; this audit is of another output", j->kept.input->name,
                        what);
}

/* ---- one line ---- */

/* The next line; has_ended of the audit when there is none. */
static wn_status read_line(job *j)
{
    source     *s = &j->audit;
    const char *end;
    size_t      searched = 0;
    j->text = (wn_bytes){0};
    for (;;) {
        wn_bytes text = ahead(s);
        end = text.data && text.size > searched ? memchr(text.data + searched, '\n', text.size - searched) : NULL;
        if (end || s->has_ended || text.size > WN_AUDIT_LINE_MAX)
            break;
        searched = text.size;
        wn_status status = read_more(s, j->error);
        if (status != WN_OK)
            return status;
    }
    wn_bytes text = ahead(s);
    if (!end && !text.size)
        return WN_OK;
    j->line++;
    if (!end)
        return refuse(j, s->has_ended ? "a line that is cut off" : "a line longer than any of an audit");
    j->text = (wn_bytes){text.data, (size_t)(end - text.data)};
    s->used += j->text.size + 1;
    return WN_OK;
}

static const wn_json_item *find_member(const job *j, const char *name)
{
    for (size_t i = 0; i < j->json.count; i++) {
        const wn_json_item *item = &j->json.items[i];
        wn_bytes            own = wn_json_bytes(&j->json, item->name);
        if (item->is_member && own.size == strlen(name) && memcmp(own.data, name, own.size) == 0)
            return item;
    }
    return NULL;
}

/* What stands after a member's name and colon. */
static wn_bytes value_of(const job *j, const wn_json_item *item)
{
    wn_bytes text = j->json.text;
    size_t   at = item->name.begin + item->name.size + 1;
    while (at < text.size && strchr(" \t:", text.data[at]) && text.data[at])
        at++;
    return (wn_bytes){text.data + at, text.size - at};
}

/* Reads a whole number; false when the member is there and is none. Without it *number stays. */
static bool read_number(const job *j, const char *name, uint64_t *number)
{
    const wn_json_item *item = find_member(j, name);
    if (!item)
        return true;
    wn_bytes value = value_of(j, item);
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

static bool read_crc(const job *j, const char *name, uint32_t *crc)
{
    const wn_json_item *item = find_member(j, name);
    return item && item->is_string && read_hex(wn_json_bytes(&j->json, item->value), crc);
}

static bool is_string(const job *j, const char *name, const char *wanted)
{
    const wn_json_item *item = find_member(j, name);
    if (!item || !item->is_string)
        return false;
    wn_bytes value = wn_json_bytes(&j->json, item->value);
    return value.size == strlen(wanted) && memcmp(value.data, wanted, value.size) == 0;
}

/* Reads bytes that stand as text or, under the other name, as base64. */
static bool read_bytes(const job *j, const char *name, const char *name64, wn_buf *bytes)
{
    const wn_json_item *plain = find_member(j, name), *coded = find_member(j, name64);
    if ((plain && !plain->is_string) || (coded && !coded->is_string) || (plain && coded))
        return false;
    if (plain)
        wn_json_unescape(wn_json_bytes(&j->json, plain->value), bytes);
    return !coded || wn_base64_read(bytes, wn_json_bytes(&j->json, coded->value)) || bytes->failed;
}

static bool read_members(const job *j, entry *e)
{
    uint64_t version = UINT64_MAX;
    bool is_read = read_number(j, "seq", &e->seq) && find_member(j, "seq") && read_number(j, "offset", &e->offset) &&
                   read_number(j, "length", &e->length) && read_number(j, "winnow-audit", &version) &&
                   read_bytes(j, "removed", "removed64", &e->removed) && read_bytes(j, "put", "put64", &e->put);
    e->is_first = version == WN_AUDIT_VERSION;
    e->is_last = find_member(j, "end") != NULL;
    e->is_shadow = is_string(j, "action", "shadow");
    if (!is_read || !e->is_last)
        return is_read && e->length == e->removed.size;
    return read_number(j, "input-length", &e->input.length) && read_number(j, "output-length", &e->output.length) &&
           read_crc(j, "input-crc32", &e->input.crc) && read_crc(j, "output-crc32", &e->output.crc);
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

static wn_status check_row(job *j, const entry *e, uint32_t said)
{
    sum whole = add_up((sum){.crc = e->is_first ? 0 : j->crc},
                       (wn_bytes){j->text.data, j->text.size - WN_AUDIT_CRC_BYTES});
    if (e->is_first && j->is_open)
        return refuse(j, "a new run, but the last line of the one before is missing");
    if (!e->is_first && !j->is_open)
        return refuse(j, "the first line of the audit is missing before this one");
    if (e->seq > (e->is_first ? 0 : j->seq))
        return refuse(j, "lines are missing before this one");
    if (e->seq < (e->is_first ? 0 : j->seq))
        return refuse(j, "a line that is not in its place, or was there before");
    if (whole.crc != said)
        return refuse(j, "a line that was changed: its sum does not fit");
    j->crc = whole.crc;
    j->seq = e->seq + 1;
    j->is_open = true;
    if (e->is_first)
        j->restored = j->read = (sum){0};
    return WN_OK;
}

static wn_status read_entry(job *j, entry *e)
{
    uint32_t crc = 0;
    if (!has_crc(j->text, &crc))
        return refuse(j, "no line of an audit");
    wn_status status = wn_json_scan(&j->json, j->text);
    if (status != WN_OK)
        return status;
    bool is_read = !j->json.fault && j->json.is_object && read_members(j, e);
    if (e->removed.failed || e->put.failed)
        return WN_NO_MEMORY;
    return is_read ? check_row(j, e, crc) : refuse(j, "no line of an audit");
}

/* ---- restoring ---- */

static wn_status write_out(job *j, wn_bytes bytes)
{
    j->restored = add_up(j->restored, bytes);
    return wn_output_write(j->output, bytes) == WN_OK ? WN_OK : WN_IO_ERROR;
}

/* At least one byte of the kept text, unless it has ended. */
static wn_status fill_kept(job *j)
{
    wn_status status = WN_OK;
    while (status == WN_OK && !ahead(&j->kept).size && !j->kept.has_ended)
        status = read_more(&j->kept, j->error);
    return status;
}

/* The next bytes of the kept text, at most `size`; none at its end. */
static wn_status take_kept(job *j, uint64_t size, wn_bytes *bytes)
{
    wn_status status = fill_kept(j);
    *bytes = ahead(&j->kept);
    if (bytes->size > size)
        bytes->size = (size_t)size;
    j->kept.used += bytes->size;
    j->read = add_up(j->read, *bytes);
    return status;
}

/* Copies what stayed, up to an offset in the input. */
static wn_status copy_kept(job *j, uint64_t offset)
{
    wn_status status = WN_OK;
    wn_bytes  bytes;
    if (offset < j->restored.length)
        return refuse(j, "a place before that of the last line");
    while (status == WN_OK && j->restored.length < offset) {
        status = take_kept(j, offset - j->restored.length, &bytes);
        if (status == WN_OK && !bytes.size)
            return refuse_kept(j, "ends before this place");
        if (status == WN_OK)
            status = write_out(j, bytes);
    }
    return status;
}

/* Steps over what was put into the output. */
static wn_status skip_put(job *j, wn_bytes put)
{
    wn_bytes bytes;
    while (put.size) {
        wn_status status = take_kept(j, put.size, &bytes);
        if (status != WN_OK)
            return status;
        if (!bytes.size || memcmp(bytes.data, put.data, bytes.size) != 0)
            return refuse_kept(j, "does not have here what was put");
        put = (wn_bytes){put.data + bytes.size, put.size - bytes.size};
    }
    return WN_OK;
}

static wn_status apply_change(job *j, const entry *e)
{
    if (e->is_shadow)
        return e->removed.size || e->put.size ? refuse(j, "a shadow rule that changed something") : WN_OK;
    wn_status status = copy_kept(j, e->offset);
    if (status == WN_OK)
        status = skip_put(j, wn_buf_bytes(&e->put));
    return status == WN_OK ? write_out(j, wn_buf_bytes(&e->removed)) : status;
}

static bool is_same(sum a, sum b)
{
    return a.length == b.length && a.crc == b.crc;
}

static wn_status apply_last(job *j, const entry *e)
{
    wn_status status = copy_kept(j, e->input.length);
    if (status != WN_OK)
        return status;
    j->is_open = false;
    if (!is_same(j->read, e->output))
        return refuse_kept(j, "is not the output that was written: length or sum differ");
    return is_same(j->restored, e->input) ? WN_OK : refuse(j, "what comes out is not the input: length or sum differ");
}

static wn_status apply_line(job *j)
{
    entry     e = {0};
    wn_status status = read_entry(j, &e);
    if (status == WN_OK && e.is_last)
        status = apply_last(j, &e);
    else if (status == WN_OK && !e.is_first)
        status = apply_change(j, &e);
    wn_buf_free(&e.removed);
    wn_buf_free(&e.put);
    return status;
}

/* After the last line of the audit. */
static wn_status check_whole(job *j)
{
    if (!j->line)
        return refuse(j, "the audit is empty");
    if (j->is_open)
        return refuse(
            j, "the audit ends here without its last line: it was cut off, or the filter did not come to its end");
    return WN_OK;
}

static wn_status check_end(job *j)
{
    wn_status status = check_whole(j);
    if (status == WN_OK)
        status = fill_kept(j);
    if (status == WN_OK && ahead(&j->kept).size)
        return refuse_kept(j, "goes on where the audit ends");
    return status;
}

static bool begins_run(wn_bytes line)
{
    static const char start[] = "{\"seq\":0,";
    return line.size >= sizeof start - 1 && memcmp(line.data, start, sizeof start - 1) == 0;
}

/* Applies lines until the audit ends, or the next run begins if `is_single`. */
static wn_status apply_lines(job *j, bool is_single)
{
    wn_status status;
    bool      has_begun = false;
    while ((status = read_line(j)) == WN_OK && j->text.data) {
        if (is_single && has_begun && begins_run(j->text))
            break;
        has_begun = true;
        status = apply_line(j);
        if (status != WN_OK)
            break;
    }
    return status == WN_OK ? check_end(j) : status;
}

/* ---- choosing a run ---- */

static bool is_regular(const wn_input *input)
{
    struct stat now;
    return fstat(input->descriptor, &now) == 0 && S_ISREG(now.st_mode) && lseek(input->descriptor, 0, SEEK_CUR) == 0;
}

static wn_status rewind_source(source *s, off_t offset, wn_error **error)
{
    s->used = 0;
    s->has_ended = false;
    wn_buf_clear(&s->held);
    if (lseek(s->input->descriptor, offset, SEEK_SET) == offset)
        return WN_OK;
    return wn_io_fail(s->input->name, "cannot read it again", errno, error);
}

static wn_status sum_up_kept(job *j, sum *whole)
{
    wn_status status = WN_OK;
    wn_bytes  bytes = {0};
    do
        status = take_kept(j, UINT64_MAX, &bytes);
    while (status == WN_OK && bytes.size);
    *whole = j->read;
    j->read = (sum){0};
    return status == WN_OK ? rewind_source(&j->kept, 0, j->error) : status;
}

/* Where a run begins. */
typedef struct mark {
    uint64_t line;
    uint64_t offset;
} mark;

/* Reads a line if it is the last one of a run: then *output is what it tells of the output. What is no line of an
 * audit is none here: the second reading will say so. */
static wn_status read_last(job *j, bool *is_last, sum *output)
{
    entry e = {0};
    *is_last = false;
    if (j->text.size > LAST_LINE_MAX)
        return WN_OK;
    wn_status status = wn_json_scan(&j->json, j->text);
    if (status == WN_OK && !j->json.fault && j->json.is_object && read_members(j, &e) && e.is_last) {
        *is_last = true;
        *output = e.output;
    }
    wn_buf_free(&e.removed);
    wn_buf_free(&e.put);
    return status;
}

/* Where a run begins, and what is known of the runs of an audit. */
typedef struct search {
    mark     run;   /* the run at hand */
    mark     found; /* the last one that explains the whole of the kept text */
    bool     is_found;
    uint64_t output_length; /* of all runs */
} search;

static wn_status search_line(job *j, search *s, mark line, sum whole)
{
    bool is_last;
    sum  output;
    if (begins_run(j->text))
        s->run = line;
    wn_status status = read_last(j, &is_last, &output);
    if (status != WN_OK || !is_last)
        return status;
    s->output_length += output.length;
    if (is_same(output, whole)) {
        s->found = s->run;
        s->is_found = true;
    }
    return WN_OK;
}

static wn_status search_runs(job *j, search *s)
{
    sum       whole = {0};
    mark      line = {0};
    wn_status status = sum_up_kept(j, &whole);
    while (status == WN_OK && (status = read_line(j)) == WN_OK && j->text.data) {
        status = search_line(j, s, line, whole);
        line.offset += j->text.size + 1;
        line.line = j->line;
    }
    s->is_found &= s->output_length != whole.length; /* else all runs together explain it */
    if (status == WN_BAD_INPUT && j->error) {        /* the second reading will say it again */
        wn_error_free(*j->error);
        *j->error = NULL;
    }
    return status == WN_BAD_INPUT ? WN_OK : status;
}

static wn_status choose_run(job *j, bool *is_single)
{
    search s = {0};
    *is_single = false;
    if (!is_regular(j->kept.input) || !is_regular(j->audit.input))
        return WN_OK;
    wn_status status = search_runs(j, &s);
    *is_single = s.is_found;
    if (status == WN_OK)
        status = rewind_source(&j->audit, s.is_found ? (off_t)s.found.offset : 0, j->error);
    j->line = s.is_found ? s.found.line : 0;
    return status;
}

wn_status wn_restore(wn_input *kept, wn_input *audit, wn_output *output, wn_error **error)
{
    job       j = {.kept.input = kept, .audit.input = audit, .output = output, .error = error};
    bool      is_single = false;
    wn_status status = choose_run(&j, &is_single);
    if (status == WN_OK)
        status = apply_lines(&j, is_single);
    wn_json_free(&j.json);
    wn_buf_free(&j.kept.held);
    wn_buf_free(&j.audit.held);
    return status;
}

/* ---- reading without restoring ---- */

/* Checks a line, without a look at the output. */
static wn_status check_line(job *j)
{
    entry     e = {0};
    wn_status status = read_entry(j, &e);
    j->is_open &= !e.is_last;
    wn_buf_free(&e.removed);
    wn_buf_free(&e.put);
    return status;
}

wn_status wn_audit_read(wn_input *audit, bool (*line)(void *user, wn_bytes json), void *user, wn_error **error)
{
    job       j = {.audit.input = audit, .error = error};
    wn_status status;
    while ((status = read_line(&j)) == WN_OK && j.text.data) {
        status = check_line(&j);
        if (status == WN_OK && !line(user, j.text))
            status = WN_STOPPED;
        if (status != WN_OK)
            break;
    }
    if (status == WN_OK)
        status = check_whole(&j);
    wn_json_free(&j.json);
    wn_buf_free(&j.audit.held);
    return status;
}
