/* restore.c: two readers, one writer. The audit is read line by line, the kept text in blocks; what comes out is told
 * to a teller, and summed up. */
#include "stream/restore.h"

#include "stream/audit_reader.h"

#include <string.h>

/* Who gets what comes out. */
typedef struct teller {
    void *user;
    bool (*stay)(void *user, wn_bytes bytes); /* bytes of the kept text that were in the input, too */
    bool (*change)(void *user, wn_bytes json, wn_bytes removed);
} teller;

typedef struct job {
    wn_source       kept;
    wn_audit_reader audit;
    teller          teller;
    wn_error      **error;
    wn_audit_sum    restored, read; /* of the run */
} job;

static wn_status refuse_kept(job *j, const char *what)
{
    const wn_audit_reader *r = &j->audit;
    wn_place               place = {.file = r->source.input->name, .line = (uint32_t)r->line, .is_private = true};
    return wn_error_add(j->error, WN_BAD_INPUT, &place, "%s %s; this audit is of another output", j->kept.input->name,
                        what);
}

/* ---- restoring ---- */

/* The next bytes of the kept text, at most `size`; none at its end. */
static wn_status take_kept(job *j, uint64_t size, wn_bytes *bytes)
{
    wn_status status = wn_source_fill(&j->kept, j->error);
    *bytes = wn_source_ahead(&j->kept);
    if (bytes->size > size)
        bytes->size = (size_t)size;
    j->kept.used += bytes->size;
    j->read = wn_audit_add(j->read, *bytes);
    return status;
}

static wn_status tell_stay(job *j, wn_bytes bytes)
{
    j->restored = wn_audit_add(j->restored, bytes);
    return j->teller.stay(j->teller.user, bytes) ? WN_OK : WN_STOPPED;
}

static wn_status tell_change(job *j, wn_bytes removed)
{
    j->restored = wn_audit_add(j->restored, removed);
    return j->teller.change(j->teller.user, j->audit.text, removed) ? WN_OK : WN_STOPPED;
}

/* Copies what stayed, up to an offset in the input. */
static wn_status copy_kept(job *j, uint64_t offset)
{
    wn_status status = WN_OK;
    wn_bytes  bytes;
    if (offset < j->restored.length)
        return wn_audit_refuse(&j->audit, "a place before that of the last line");
    while (status == WN_OK && j->restored.length < offset) {
        status = take_kept(j, offset - j->restored.length, &bytes);
        if (status == WN_OK && !bytes.size)
            return refuse_kept(j, "ends before this place");
        if (status == WN_OK)
            status = tell_stay(j, bytes);
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
        put = wn_bytes_after(put, bytes.size);
    }
    return WN_OK;
}

static wn_status apply_first(job *j)
{
    j->restored = j->read = (wn_audit_sum){0};
    return tell_change(j, (wn_bytes){0});
}

static wn_status apply_change(job *j, const wn_audit_entry *e)
{
    if (e->is_shadow && (e->removed.size || e->put.size))
        return wn_audit_refuse(&j->audit, "a shadow rule that changed something");
    wn_status status = copy_kept(j, e->offset);
    if (status == WN_OK)
        status = skip_put(j, wn_buf_bytes(&e->put));
    return status == WN_OK ? tell_change(j, wn_buf_bytes(&e->removed)) : status;
}

static bool is_same(wn_audit_sum a, wn_audit_sum b)
{
    return a.length == b.length && a.crc == b.crc;
}

static wn_status apply_last(job *j, const wn_audit_entry *e)
{
    wn_status status = copy_kept(j, e->input.length);
    if (status != WN_OK)
        return status;
    if (!is_same(j->read, e->output))
        return refuse_kept(j, "is not the output that was written: length or sum differ");
    if (!is_same(j->restored, e->input))
        return wn_audit_refuse(&j->audit, "what comes out is not the input: length or sum differ");
    return tell_change(j, (wn_bytes){0});
}

static wn_status apply_line(job *j)
{
    wn_audit_entry e = {0};
    wn_status      status = wn_audit_parse(&j->audit, &e);
    if (status == WN_OK && e.is_first)
        status = apply_first(j);
    else if (status == WN_OK && e.is_last)
        status = apply_last(j, &e);
    else if (status == WN_OK)
        status = apply_change(j, &e);
    wn_audit_entry_free(&e);
    return status;
}

static wn_status check_end(job *j)
{
    wn_status status = wn_audit_check_whole(&j->audit);
    if (status == WN_OK)
        status = wn_source_fill(&j->kept, j->error);
    if (status == WN_OK && wn_source_ahead(&j->kept).size)
        return refuse_kept(j, "goes on where the audit ends");
    return status;
}

/* Applies lines until the audit ends, or the next run begins if `is_single`. */
static wn_status apply_lines(job *j, bool is_single)
{
    wn_status status;
    bool      has_begun = false;
    while ((status = wn_audit_next(&j->audit)) == WN_OK && j->audit.text.data) {
        if (is_single && has_begun && wn_audit_begins_run(&j->audit))
            break;
        has_begun = true;
        status = apply_line(j);
        if (status != WN_OK)
            break;
    }
    return status == WN_OK ? check_end(j) : status;
}

/* ---- choosing a run ---- */

static wn_status sum_up_kept(job *j, wn_audit_sum *whole)
{
    wn_status status = WN_OK;
    wn_bytes  bytes = {0};
    do
        status = take_kept(j, UINT64_MAX, &bytes);
    while (status == WN_OK && bytes.size);
    *whole = j->read;
    j->read = (wn_audit_sum){0};
    return status == WN_OK ? wn_source_rewind(&j->kept, 0, j->error) : status;
}

/* Where a run begins. */
typedef struct mark {
    uint64_t line;
    uint64_t offset;
} mark;

/* Where a run begins, and what is known of the runs of an audit. */
typedef struct search {
    mark     run;   /* the run at hand */
    mark     found; /* the last one that explains the whole of the kept text */
    bool     is_found;
    uint64_t output_length; /* of all runs */
    bool     is_open;       /* the run at hand has not ended */
    uint64_t torn;          /* the first line of a run that never ended; 0: none */
} search;

static void note_torn(search *s)
{
    if (s->is_open && !s->torn)
        s->torn = s->run.line + 1;
}

static wn_status search_line(job *j, search *s, mark line, wn_audit_sum whole)
{
    bool         is_last;
    wn_audit_sum output;
    if (wn_audit_begins_run(&j->audit)) {
        note_torn(s);
        s->run = line;
        s->is_open = true;
    }
    wn_status status = wn_audit_peek_last(&j->audit, &is_last, &output);
    if (status != WN_OK || !is_last)
        return status;
    s->is_open = false;
    s->output_length += output.length;
    if (is_same(output, whole)) {
        s->found = s->run;
        s->is_found = true;
    }
    return WN_OK;
}

static wn_status search_runs(job *j, search *s)
{
    wn_audit_sum whole = {0};
    mark         line = {0};
    wn_status    status = sum_up_kept(j, &whole);
    if (status != WN_OK)
        return status;
    while ((status = wn_audit_next(&j->audit)) == WN_OK && j->audit.text.data) {
        status = search_line(j, s, line, whole);
        if (status != WN_OK)
            return status;
        line.offset += j->audit.text.size + 1;
        line.line = j->audit.line;
    }
    note_torn(s);
    s->is_found &= s->torn || s->output_length != whole.length; /* else all runs together explain it */
    if (status == WN_BAD_INPUT && j->error) {                   /* the second reading will say it again */
        wn_error_free(*j->error);
        *j->error = NULL;
    }
    return status == WN_BAD_INPUT ? WN_OK : status;
}

static wn_status choose_run(job *j, bool *is_single, uint64_t *torn)
{
    search s = {0};
    *is_single = false;
    if (!wn_input_can_rewind(j->kept.input) || !wn_input_can_rewind(j->audit.source.input))
        return WN_OK;
    wn_status status = search_runs(j, &s);
    *is_single = s.is_found;
    *torn = s.is_found ? s.torn : 0;
    if (status == WN_OK)
        status = wn_source_rewind(&j->audit.source, s.is_found ? s.found.offset : 0, j->error);
    j->audit.line = s.is_found ? s.found.line : 0;
    return status;
}

static wn_status run_job(wn_input *kept, wn_input *audit, const teller *told, uint64_t *torn, wn_error **error)
{
    job       j = {.kept.input = kept, .audit = {.source.input = audit, .error = error}, .error = error};
    bool      is_single = false;
    wn_status status = choose_run(&j, &is_single, torn);
    j.teller = *told;
    if (status == WN_OK)
        status = apply_lines(&j, is_single);
    wn_audit_reader_free(&j.audit);
    wn_source_free(&j.kept);
    return status;
}

/* ---- the ways to use it ---- */

static bool write_stay(void *user, wn_bytes bytes)
{
    return wn_output_write(user, bytes) == WN_OK;
}

static bool write_change(void *user, wn_bytes json, wn_bytes removed)
{
    (void)json;
    return wn_output_write(user, removed) == WN_OK;
}

wn_status wn_restore(wn_input *kept, wn_input *audit, wn_output *output, uint64_t *torn, wn_error **error)
{
    *torn = 0;
    teller    writer = {output, write_stay, write_change};
    wn_status status = run_job(kept, audit, &writer, torn, error);
    return status == WN_STOPPED ? WN_IO_ERROR : status;
}

static bool hand_on_stay(void *user, wn_bytes bytes)
{
    const wn_audit_sink *sink = user;
    return sink->stay(sink->user, bytes);
}

static bool hand_on_line(void *user, wn_bytes json, wn_bytes removed)
{
    const wn_audit_sink *sink = user;
    (void)removed;
    return sink->line(sink->user, json);
}

wn_status wn_audit_read_with(wn_input *kept, wn_input *audit, const wn_audit_sink *sink, wn_error **error)
{
    wn_audit_sink copy = *sink;
    uint64_t      torn;
    teller        reader = {&copy, hand_on_stay, hand_on_line};
    return run_job(kept, audit, &reader, &torn, error);
}

/* Checks a line, without a look at the output. */
static wn_status check_line(wn_audit_reader *r)
{
    wn_audit_entry e = {0};
    wn_status      status = wn_audit_parse(r, &e);
    wn_audit_entry_free(&e);
    return status;
}

wn_status wn_audit_read(wn_input *audit, const wn_audit_sink *sink, wn_error **error)
{
    wn_audit_reader r = {.source.input = audit, .error = error};
    wn_status       status;
    while ((status = wn_audit_next(&r)) == WN_OK && r.text.data) {
        status = check_line(&r);
        if (status == WN_OK && !sink->line(sink->user, r.text))
            status = WN_STOPPED;
        if (status != WN_OK)
            break;
    }
    if (status == WN_OK)
        status = wn_audit_check_whole(&r);
    wn_audit_reader_free(&r);
    return status;
}
