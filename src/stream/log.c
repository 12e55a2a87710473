/* log.c: a call is a heading, the structure it speaks of, and the bytes that this points to.
 *
 * Pointers are not changed when a call is kept. When it is told, those that lead into the lasting bytes are right as
 * they are, and the others are set to the copies, which follow the structure in a fixed order. */
#include "stream/log.h"

#include <string.h>

#define ALIGNMENT 8                      /* of structures in the log */
#define KEPT_BYTES_MAX ((size_t)1 << 20) /* more memory is not kept for the next time */

typedef enum call_kind {
    CALL_WRITE,
    CALL_DECIDE,
    CALL_CHANGE,
    CALL_FINISH,
    CALL_DIVERT,
    CALL_MISHAP,
    CALL_PART,
    CALL_NOTE
} call_kind;

typedef struct heading {
    call_kind kind;
    int       detail; /* the route, or the kind of a note */
    size_t    size;   /* of the whole call */
} heading;

/* ---- keeping ---- */

static bool is_lasting(const wn_log *log, const void *data)
{
    uintptr_t at = (uintptr_t)data, begin = (uintptr_t)log->lasting.data;
    return data && at >= begin && at - begin < log->lasting.size;
}

static void put_bytes(wn_log *log, wn_bytes bytes)
{
    if (!is_lasting(log, bytes.data))
        wn_buf_append(&log->bytes, bytes.data, bytes.size);
}

static void align(wn_log *log)
{
    static const char nothing[ALIGNMENT] = {0};
    wn_buf_append(&log->bytes, nothing, (ALIGNMENT - log->bytes.size % ALIGNMENT) % ALIGNMENT);
}

static void put_struct(wn_log *log, const void *data, size_t size)
{
    align(log);
    wn_buf_append(&log->bytes, data, size);
}

static void put_text(wn_log *log, const char *text)
{
    if (text)
        wn_buf_append(&log->bytes, text, strlen(text) + 1);
}

static void put_numbers(wn_log *log, const int *numbers, size_t count)
{
    align(log);
    wn_buf_append(&log->bytes, numbers, count * sizeof *numbers);
}

static size_t open_call(wn_log *log, call_kind kind, int detail)
{
    heading head = {.kind = kind, .detail = detail};
    align(log);
    size_t at = log->bytes.size;
    wn_buf_append(&log->bytes, &head, sizeof head);
    return at;
}

/* Closes a call and says whether the filter goes on. */
static bool close_call(wn_log *log, size_t at)
{
    heading head;
    align(log);
    if (log->bytes.failed) { /* what there is of the call is no call */
        log->bytes.size = at;
        return false;
    }
    memcpy(&head, log->bytes.data + at, sizeof head);
    head.size = log->bytes.size - at;
    memcpy(log->bytes.data + at, &head, sizeof head);
    return !log->empty || log->bytes.size <= log->calls_max || log->empty(log->user);
}

static void put_decision(wn_log *log, const wn_decision *decision)
{
    put_struct(log, decision, sizeof *decision);
    put_bytes(log, decision->bytes);
    put_bytes(log, decision->put);
    put_bytes(log, decision->source);
    put_text(log, decision->field);
    put_text(log, decision->field_path);
    put_numbers(log, decision->claimants, decision->claimant_count);
}

static bool keep_write(void *user, wn_bytes output)
{
    wn_log *log = user;
    size_t  at = open_call(log, CALL_WRITE, 0);
    put_struct(log, &output, sizeof output);
    put_bytes(log, output);
    return close_call(log, at);
}

static bool keep_decision(void *user, const wn_decision *decision)
{
    wn_log *log = user;
    size_t  at = open_call(log, CALL_DECIDE, 0);
    put_decision(log, decision);
    return close_call(log, at);
}

static bool keep_change(void *user, const wn_change *change)
{
    wn_log *log = user;
    size_t  at = open_call(log, CALL_CHANGE, 0);
    put_struct(log, change, sizeof *change);
    put_bytes(log, change->removed);
    put_bytes(log, change->put);
    if (change->decision)
        put_decision(log, change->decision);
    return close_call(log, at);
}

static bool keep_result(void *user, const wn_result *result)
{
    wn_log *log = user;
    size_t  at = open_call(log, CALL_FINISH, 0);
    put_struct(log, result, sizeof *result);
    put_bytes(log, result->id);
    put_numbers(log, result->rules, result->rule_count);
    put_numbers(log, result->limited_rules, result->limited_rule_count);
    return close_call(log, at);
}

static bool keep_diversion(void *user, wn_route route, wn_bytes record)
{
    wn_log *log = user;
    size_t  at = open_call(log, CALL_DIVERT, (int)route);
    put_struct(log, &record, sizeof record);
    put_bytes(log, record);
    return close_call(log, at);
}

static bool keep_mishap(void *user, const wn_mishap *mishap)
{
    wn_log *log = user;
    size_t  at = open_call(log, CALL_MISHAP, 0);
    put_struct(log, mishap, sizeof *mishap);
    put_text(log, mishap->message);
    return close_call(log, at);
}

static bool keep_part(void *user)
{
    wn_log *log = user;
    return close_call(log, open_call(log, CALL_PART, 0));
}

bool wn_log_note(wn_log *log, int kind, wn_bytes bytes)
{
    size_t at = open_call(log, CALL_NOTE, kind);
    put_struct(log, &bytes, sizeof bytes);
    put_bytes(log, bytes);
    return close_call(log, at);
}

wn_sink wn_log_sink(wn_log *log, const wn_sink *wanted)
{
    return (wn_sink){.user = log,
                     .write = wanted->write ? keep_write : NULL,
                     .decide = wanted->decide ? keep_decision : NULL,
                     .change = wanted->change ? keep_change : NULL,
                     .finish = wanted->finish ? keep_result : NULL,
                     .divert = wanted->divert ? keep_diversion : NULL,
                     .mishap = wanted->mishap ? keep_mishap : NULL,
                     .part = wanted->part ? keep_part : NULL};
}

/* ---- telling ---- */

/* A place in the log while it is read. */
typedef struct cursor {
    const wn_log *log;
    size_t        at;
} cursor;

static void skip_gap(cursor *c)
{
    c->at += (ALIGNMENT - c->at % ALIGNMENT) % ALIGNMENT;
}

static void take_struct(cursor *c, void *data, size_t size)
{
    skip_gap(c);
    memcpy(data, c->log->bytes.data + c->at, size);
    c->at += size;
}

static void take_bytes(cursor *c, wn_bytes *bytes)
{
    if (is_lasting(c->log, bytes->data))
        return;
    bytes->data = c->log->bytes.data + c->at;
    c->at += bytes->size;
}

static void take_text(cursor *c, const char **text)
{
    if (!*text)
        return;
    *text = c->log->bytes.data + c->at;
    c->at += strlen(*text) + 1;
}

static void take_numbers(cursor *c, const int **numbers, size_t count)
{
    skip_gap(c);
    *numbers = (const int *)(const void *)(c->log->bytes.data + c->at);
    c->at += count * sizeof **numbers;
}

static void take_decision(cursor *c, wn_decision *decision)
{
    take_struct(c, decision, sizeof *decision);
    take_bytes(c, &decision->bytes);
    take_bytes(c, &decision->put);
    take_bytes(c, &decision->source);
    take_text(c, &decision->field);
    take_text(c, &decision->field_path);
    take_numbers(c, &decision->claimants, decision->claimant_count);
    decision->document += c->log->documents;
}

static bool tell_write(cursor *c, const wn_sink *sink)
{
    wn_bytes output;
    take_struct(c, &output, sizeof output);
    take_bytes(c, &output);
    return sink->write(sink->user, output);
}

static bool tell_decision(cursor *c, const wn_sink *sink)
{
    wn_decision decision;
    take_decision(c, &decision);
    return sink->decide(sink->user, &decision);
}

static bool tell_change(cursor *c, const wn_sink *sink)
{
    wn_change   change;
    wn_decision decision;
    take_struct(c, &change, sizeof change);
    take_bytes(c, &change.removed);
    take_bytes(c, &change.put);
    if (change.decision) {
        take_decision(c, &decision);
        change.decision = &decision;
    }
    return sink->change(sink->user, &change);
}

static bool tell_result(cursor *c, const wn_sink *sink)
{
    wn_result result;
    take_struct(c, &result, sizeof result);
    take_bytes(c, &result.id);
    take_numbers(c, &result.rules, result.rule_count);
    take_numbers(c, &result.limited_rules, result.limited_rule_count);
    result.document += c->log->documents;
    return sink->finish(sink->user, &result);
}

static bool tell_diversion(cursor *c, wn_route route, const wn_sink *sink)
{
    wn_bytes record;
    take_struct(c, &record, sizeof record);
    take_bytes(c, &record);
    return sink->divert(sink->user, route, record);
}

static bool tell_mishap(cursor *c, const wn_sink *sink)
{
    wn_mishap mishap;
    take_struct(c, &mishap, sizeof mishap);
    take_text(c, &mishap.message);
    return sink->mishap(sink->user, &mishap);
}

static bool tell_note(cursor *c, int kind, const wn_log_listener *listener)
{
    wn_bytes bytes;
    take_struct(c, &bytes, sizeof bytes);
    take_bytes(c, &bytes);
    return listener->heed(listener->user, kind, bytes);
}

static bool tell_call(cursor *c, const heading *head, const wn_log_listener *listener)
{
    const wn_sink *sink = &listener->sink;
    switch (head->kind) {
    case CALL_WRITE:
        return tell_write(c, sink);
    case CALL_DECIDE:
        return tell_decision(c, sink);
    case CALL_CHANGE:
        return tell_change(c, sink);
    case CALL_FINISH:
        return tell_result(c, sink);
    case CALL_DIVERT:
        return tell_diversion(c, (wn_route)head->detail, sink);
    case CALL_MISHAP:
        return tell_mishap(c, sink);
    case CALL_PART:
        return sink->part(sink->user);
    case CALL_NOTE:
        return tell_note(c, head->detail, listener);
    }
    return true;
}

bool wn_log_tell(const wn_log *log, const wn_log_listener *listener)
{
    bool goes_on = true;
    for (size_t next = 0; next < log->bytes.size && goes_on;) {
        heading head;
        cursor  c = {log, next};
        take_struct(&c, &head, sizeof head);
        goes_on = tell_call(&c, &head, listener);
        next += head.size;
    }
    return goes_on;
}

void wn_log_clear(wn_log *log)
{
    if (log->bytes.failed || log->bytes.capacity > KEPT_BYTES_MAX)
        wn_log_free(log);
    wn_buf_clear(&log->bytes);
}

void wn_log_free(wn_log *log)
{
    wn_buf_free(&log->bytes);
}
