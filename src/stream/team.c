/* team.c: cuts a stream into batches for the threads of a pool, and tells what they kept in their logs.
 *
 *     feed -> batch -> pool -> a member's filter -> the batch's log -> tell -> sink
 *
 * A filter is told where in the stream its batch begins; so all numbers in the log are those that a single filter
 * would have given. */
#include "stream/team.h"

#include "base/buf.h"
#include "base/error.h"
#include "format/resume.h"
#include "stream/log.h"
#include "stream/pool.h"
#include "stream/uses.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_BYTES ((size_t)256 << 10)   /* some hundred records: little to wait for, and far more than it costs */
#define BATCH_BYTES_MAX ((size_t)4 << 20) /* of a batch with one record */
#define LOG_BYTES_MAX ((size_t)1 << 20)   /* then it is told before the batch goes on */
#define BATCHES_PER_THREAD 2              /* one to work on, one to follow */

/* A stretch of whole records, and what came of it. */
typedef struct batch {
    wn_buf          input;
    size_t          records; /* bytes of whole records in it */
    wn_resume_place place;
    wn_log          log;
    wn_rule_use    *uses; /* what the rules did, when that is counted */
    wn_status       status;
} batch;

/* A thread's part in the team. */
typedef struct member {
    wn_team     *team;
    wn_filter   *filter;
    wn_log       log;
    wn_rule_use *uses; /* of its filter */
    size_t       task; /* at work */
} member;

struct wn_team {
    const wn_policy         *policy;
    const wn_filter_options *options;
    wn_sink                  sink;
    size_t                   rule_count;
    size_t                   batch_bytes;
    size_t                   batch_bytes_max;
    wn_filter               *own; /* works in the caller's thread; with threads, on what is too long for them */
    bool                     in_own;
    wn_pool                 *pool; /* NULL: no threads */
    member                  *members;
    size_t                   member_count;
    batch                   *batches;
    size_t                   batch_count;
    batch                   *open;  /* the batch to be filled; NULL: none */
    wn_buf                   rest;  /* with no open batch: the record that the next one begins with */
    wn_resume_place          place; /* where it begins */
    wn_status                status;
};

/* ---- in the threads ---- */

static void exchange(wn_log *a, wn_log *b)
{
    wn_log old = *a;
    a->bytes = b->bytes;
    b->bytes = old.bytes;
}

static bool hand_over_log(void *user)
{
    member *m = user;
    batch  *b = &m->team->batches[m->task];
    exchange(&m->log, &b->log);
    bool goes_on = wn_pool_hand_over(m->team->pool, m->task);
    exchange(&m->log, &b->log);
    return goes_on;
}

static void work(void *user, size_t thread, size_t task)
{
    wn_team *team = user;
    member  *m = &team->members[thread];
    batch   *b = &team->batches[task];
    m->task = task;
    m->log.lasting = b->log.lasting;
    exchange(&m->log, &b->log);
    wn_filter_resume(m->filter, &b->place);
    b->status = wn_filter_feed(m->filter, b->input.data, b->records);
    if (b->status == WN_OK)
        b->status = wn_filter_end(m->filter, NULL);
    if (m->log.bytes.failed)
        b->status = WN_NO_MEMORY;
    exchange(&m->log, &b->log);
    wn_uses_move(m->uses, b->uses, m->team->rule_count);
}

/* ---- making and freeing ---- */

static wn_status make_member(member *m, wn_team *team, wn_error **error)
{
    *m = (member){.team = team, .log = {.calls_max = LOG_BYTES_MAX, .empty = hand_over_log, .user = m}};
    wn_sink           notes = wn_log_sink(&m->log, &team->sink);
    wn_filter_options options = *team->options;
    wn_status         status = wn_uses_new(team->options, team->rule_count, &m->uses);
    options.uses = m->uses;
    return status == WN_OK ? wn_filter_new(team->policy, &options, &notes, &m->filter, error) : status;
}

static wn_status make_members(wn_team *team, size_t threads, wn_error **error)
{
    wn_status status = WN_OK;
    team->members = calloc(threads, sizeof *team->members);
    team->batch_count = threads * BATCHES_PER_THREAD + 1;
    team->batches = calloc(team->batch_count, sizeof *team->batches);
    if (!team->members || !team->batches)
        return WN_NO_MEMORY;
    for (; team->member_count < threads && status == WN_OK; team->member_count++)
        status = make_member(&team->members[team->member_count], team, error);
    for (size_t i = 0; i < team->batch_count && status == WN_OK; i++)
        status = wn_uses_new(team->options, team->rule_count, &team->batches[i].uses);
    return status;
}

static void free_members(wn_team *team)
{
    wn_pool_free(team->pool);
    team->pool = NULL;
    for (size_t i = 0; i < team->member_count; i++) {
        wn_filter_free(team->members[i].filter);
        wn_log_free(&team->members[i].log);
        free(team->members[i].uses);
    }
    for (size_t i = 0; team->batches && i < team->batch_count; i++) {
        wn_buf_free(&team->batches[i].input);
        wn_log_free(&team->batches[i].log);
        free(team->batches[i].uses);
    }
    free(team->members);
    free(team->batches);
    team->members = NULL;
    team->batches = NULL;
    team->member_count = team->batch_count = 0;
}

static wn_status make_own(wn_team *team, wn_error **error)
{
    return wn_filter_new(team->policy, team->options, &team->sink, &team->own, error);
}

/* A pool that gets no thread at all is given up. */
static wn_status make_pool(wn_team *team, size_t threads, wn_error **error)
{
    wn_status status = make_members(team, threads, error);
    if (status == WN_OK)
        status = wn_pool_new(threads, team->batch_count, work, team, &team->pool);
    if (status == WN_IO_ERROR)
        return wn_error_add(error, status, NULL, "no descriptor for the threads; raise the limit on open files");
    if (status == WN_OK && !wn_pool_threads(team->pool))
        free_members(team);
    return status;
}

wn_status wn_team_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, size_t threads,
                      wn_team **team, wn_error **error)
{
    wn_team *made = calloc(1, sizeof *made);
    *team = NULL;
    if (!made)
        return WN_NO_MEMORY;
    *made = (wn_team){.policy = policy, .options = options, .sink = *sink};
    made->rule_count = wn_policy_rule_count(policy);
    made->batch_bytes = BATCH_BYTES;
    made->batch_bytes_max = BATCH_BYTES_MAX;
    wn_status status = WN_OK;
    if (threads > 1 && wn_format_is_lines(options->format))
        status = make_pool(made, threads < WN_TEAM_MAX ? threads : WN_TEAM_MAX, error);
    if (status == WN_OK && !made->pool)
        status = make_own(made, error);
    if (status != WN_OK) {
        wn_team_free(made);
        return status;
    }
    *team = made;
    return WN_OK;
}

void wn_team_free(wn_team *team)
{
    if (!team)
        return;
    free_members(team);
    wn_filter_free(team->own);
    wn_buf_free(&team->rest);
    free(team);
}

void wn_team_limit(wn_team *team, size_t batch_bytes, size_t batch_bytes_max, size_t log_bytes)
{
    team->batch_bytes = batch_bytes;
    team->batch_bytes_max = batch_bytes_max;
    for (size_t i = 0; i < team->member_count; i++)
        team->members[i].log.calls_max = log_bytes;
}

bool wn_team_can_share(wn_format format)
{
    return wn_format_is_lines(format);
}

size_t wn_team_threads(const wn_team *team)
{
    return team->pool ? wn_pool_threads(team->pool) : 1;
}

int wn_team_descriptor(const wn_team *team)
{
    return team->pool ? wn_pool_descriptor(team->pool) : -1;
}

/* ---- telling ---- */

/* Tells what the oldest batch has kept, and how it ended when it is done. */
static wn_status tell_oldest(wn_team *team, size_t task, bool is_done)
{
    batch          *b = &team->batches[task];
    wn_log_listener listener = {.sink = team->sink};
    wn_status       status = wn_log_tell(&b->log, &listener) ? WN_OK : WN_STOPPED;
    if (status == WN_OK && is_done) {
        wn_uses_add(team->options->uses, b->uses, team->rule_count);
        status = b->status;
    }
    if (status != WN_OK)
        return status;
    wn_log_clear(&b->log);
    if (is_done && b->input.capacity > 2 * team->batch_bytes)
        wn_buf_free(&b->input);
    wn_pool_return(team->pool);
    return WN_OK;
}

/* Tells what is there to be told; with `waits`, something at least, unless nothing is under way. */
static wn_status collect(wn_team *team, bool waits)
{
    wn_status     status = WN_OK;
    wn_pool_state state;
    size_t        task;
    while (status == WN_OK && (state = wn_pool_oldest(team->pool, waits, &task)) >= WN_POOL_PART) {
        status = tell_oldest(team, task, state == WN_POOL_DONE);
        waits &= state != WN_POOL_DONE;
    }
    return status;
}

static wn_status drain(wn_team *team)
{
    wn_status status = WN_OK;
    size_t    task;
    while (status == WN_OK && wn_pool_oldest(team->pool, false, &task) != WN_POOL_EMPTY)
        status = collect(team, true);
    return status;
}

/* ---- batches ---- */

static wn_status open_batch(wn_team *team)
{
    wn_status status = WN_OK;
    size_t    task;
    if (team->open)
        return WN_OK;
    while (!wn_pool_next(team->pool, &task) && status == WN_OK)
        status = collect(team, true);
    if (status != WN_OK)
        return status;
    batch *b = team->open = &team->batches[task];
    wn_buf_clear(&b->input);
    b->records = 0;
    status = wn_buf_append(&b->input, team->rest.data, team->rest.size) ? WN_OK : WN_NO_MEMORY;
    wn_buf_clear(&team->rest);
    return status;
}

static uint64_t count_lines(wn_bytes records)
{
    uint64_t    count = 0;
    const char *end = records.data + records.size;
    for (const char *at = records.data; at < end; count++) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        at = feed ? feed + 1 : end;
    }
    return count;
}

/* Gives the whole records of the open batch to the pool. */
static wn_status give_records(wn_team *team)
{
    batch   *b = team->open;
    wn_bytes records = {b->input.data, b->records};
    uint64_t lines = count_lines(records);
    if (!wn_buf_append(&team->rest, b->input.data + b->records, b->input.size - b->records))
        return WN_NO_MEMORY;
    b->place = team->place;
    b->log.lasting = records;
    team->place.document += lines;
    team->place.line += lines;
    team->place.offset += b->records;
    team->open = NULL;
    wn_pool_give(team->pool);
    return collect(team, false);
}

/* ---- records too long for a batch ---- */

static wn_status begin_own(wn_team *team)
{
    wn_buf   *input = &team->open->input;
    wn_status status = drain(team);
    if (status == WN_OK && !team->own)
        status = make_own(team, NULL);
    if (status != WN_OK)
        return status;
    team->in_own = true;
    wn_filter_resume(team->own, &team->place);
    status = wn_filter_feed(team->own, input->data, input->size);
    team->place.offset += input->size;
    wn_buf_free(input);
    return status;
}

static wn_status end_own(wn_team *team)
{
    team->in_own = false;
    team->place.document++;
    team->place.line++;
    return wn_filter_end(team->own, NULL);
}

/* Takes from the front what belongs to the record. */
static wn_status feed_own(wn_team *team, wn_bytes *bytes)
{
    const char *feed = memchr(bytes->data, '\n', bytes->size);
    size_t      size = feed ? (size_t)(feed - bytes->data) + 1 : bytes->size;
    wn_status   status = wn_filter_feed(team->own, bytes->data, size);
    *bytes = wn_bytes_after(*bytes, size);
    team->place.offset += size;
    return status == WN_OK && feed ? end_own(team) : status;
}

/* ---- feeding ---- */

/* Takes from the front what goes into the open batch, and gives that away when it is full. */
static wn_status feed_batch(wn_team *team, wn_bytes *bytes)
{
    wn_status status = open_batch(team);
    if (status != WN_OK)
        return status;
    batch *b = team->open;
    size_t begin = b->input.size;
    size_t room = begin < team->batch_bytes ? team->batch_bytes - begin : team->batch_bytes;
    size_t size = bytes->size < room ? bytes->size : room;
    if (!wn_buf_append(&b->input, bytes->data, size))
        return WN_NO_MEMORY;
    *bytes = wn_bytes_after(*bytes, size);
    for (size_t end = b->input.size; end > begin && b->records <= begin; end--)
        if (b->input.data[end - 1] == '\n')
            b->records = end;
    if (b->input.size < team->batch_bytes)
        return WN_OK;
    if (b->records)
        return give_records(team);
    return b->input.size > team->batch_bytes_max ? begin_own(team) : WN_OK;
}

wn_status wn_team_feed(wn_team *team, wn_bytes bytes)
{
    if (!team->pool)
        return wn_filter_feed(team->own, bytes.data, bytes.size);
    while (bytes.size && team->status == WN_OK)
        team->status = team->in_own ? feed_own(team, &bytes) : feed_batch(team, &bytes);
    return team->status;
}

wn_status wn_team_rest(wn_team *team)
{
    if (!team->pool || team->status != WN_OK)
        return team->status;
    team->status = collect(team, false);
    if (team->status == WN_OK && team->open && team->open->records && wn_pool_has_room(team->pool))
        team->status = give_records(team);
    return team->status;
}

/* The last record may have no line end. */
static wn_status end_batches(wn_team *team)
{
    wn_status status = team->rest.size ? open_batch(team) : WN_OK;
    if (status == WN_OK && team->open && team->open->input.size) {
        team->open->records = team->open->input.size;
        status = give_records(team);
    }
    return status == WN_OK ? drain(team) : status;
}

wn_status wn_team_end(wn_team *team)
{
    if (!team->pool)
        return wn_filter_end(team->own, NULL);
    if (team->status == WN_OK)
        team->status = team->in_own ? end_own(team) : end_batches(team);
    team->place.line = team->place.offset = 0;
    return team->status;
}
