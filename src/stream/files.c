/* files.c: a pool whose tasks are files. A member of it opens, reads and filters a file into a log. */
#include "stream/files.h"

#include "base/error.h"
#include "stream/log.h"
#include "stream/pool.h"
#include "stream/uses.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define LOG_BYTES_MAX ((size_t)1 << 20) /* kept of a file until the owner comes to it */
#define FILES_PER_THREAD 2              /* one to work on, and one that is done or follows */

/* A file on its way, and what came of it. */
typedef struct job {
    const char  *path;
    wn_input     input;
    bool         is_gzip;
    bool         is_open;
    atomic_bool  is_unwanted; /* the owner has turned away */
    wn_log       log;
    wn_rule_use *uses;
    uint64_t     first_document; /* the number that its first document has in the log */
    uint64_t     documents;
    wn_files_end end;
} job;

/* A thread's tools. */
typedef struct member {
    wn_files    *files;
    wn_team     *team;
    wn_split    *split;
    wn_course    course;
    wn_log       log;
    wn_rule_use *uses;
    uint64_t     documents; /* that the team has ended */
    size_t       task;
    char         block[WN_INPUT_BYTES];
} member;

struct wn_files {
    wn_files_plan plan;
    size_t        rule_count;
    wn_pool      *pool;
    member       *members;
    size_t        member_count;
    job          *jobs;
    size_t        job_count;
    size_t        given;     /* paths */
    uint64_t      documents; /* that were told of */
    bool          is_open;   /* the oldest job is being told */
};

/* ---- what a course tells, kept ---- */

typedef enum note_kind {
    NOTE_READ,
    NOTE_BEGIN,
    NOTE_TAKE,
    NOTE_END,
    NOTE_PASS
} note_kind;

static bool keep_read(member *m, size_t size)
{
    return wn_log_note(&m->log, NOTE_READ, (wn_bytes){(const char *)&size, sizeof size});
}

static bool keep_begin(void *user)
{
    return wn_log_note(&((member *)user)->log, NOTE_BEGIN, (wn_bytes){0});
}

static bool keep_text(void *user, wn_bytes text)
{
    return wn_log_note(&((member *)user)->log, NOTE_TAKE, text);
}

static bool keep_end(void *user)
{
    member *m = user;
    m->documents++;
    return wn_log_note(&m->log, NOTE_END, (wn_bytes){0});
}

static bool keep_separator(void *user, wn_bytes separator)
{
    return wn_log_note(&((member *)user)->log, NOTE_PASS, separator);
}

static bool tell_note(void *user, int kind, wn_bytes bytes)
{
    const wn_files_plan  *plan = &((wn_files *)user)->plan;
    const wn_course_sink *course = &plan->course;
    size_t                size = 0;
    switch ((note_kind)kind) {
    case NOTE_READ:
        memcpy(&size, bytes.data, sizeof size);
        return plan->read(course->user, size);
    case NOTE_BEGIN:
        return course->begin(course->user);
    case NOTE_TAKE:
        return course->take(course->user, bytes);
    case NOTE_END:
        return course->end(course->user);
    case NOTE_PASS:
        return course->pass(course->user, bytes);
    }
    return true;
}

/* ---- in the threads ---- */

static void exchange_logs(member *m)
{
    wn_buf bytes = m->log.bytes;
    job   *j = &m->files->jobs[m->task];
    m->log.bytes = j->log.bytes;
    j->log.bytes = bytes;
}

static bool is_unwanted(const member *m)
{
    return atomic_load(&m->files->jobs[m->task].is_unwanted);
}

static bool hand_over_log(void *user)
{
    member *m = user;
    exchange_logs(m);
    bool goes_on = wn_pool_hand_over(m->files->pool, m->task);
    exchange_logs(m);
    return goes_on && !is_unwanted(m);
}

/* A splitter and a team of one, if there are none or if the last file has broken them. */
static wn_status make_tools(member *m, wn_error **error)
{
    const wn_files_plan *plan = &m->files->plan;
    wn_sink              sink = wn_log_sink(&m->log, &plan->sink);
    wn_filter_options    options = *plan->options;
    wn_status            status = WN_OK;
    wn_course_sink       notes = {.user = m,
                                  .begin = keep_begin,
                                  .take = plan->course.take ? keep_text : NULL,
                                  .end = keep_end,
                                  .pass = keep_separator};
    if (m->team && m->course.status == WN_OK)
        return WN_OK;
    wn_team_free(m->team);
    wn_split_free(m->split);
    m->team = NULL;
    m->split = NULL;
    m->documents = 0;
    options.uses = m->uses;
    if (plan->split)
        status = wn_split_new(plan->split, &m->split, error);
    if (status == WN_OK)
        status = wn_team_new(plan->policy, &options, &sink, 1, &m->team, error);
    m->course = (wn_course){.team = m->team, .split = m->split, .sink = notes};
    return status;
}

static wn_status open_file(job *j)
{
    wn_status status = wn_input_open(j->path, &j->input, &j->end.error);
    if (status == WN_OK && (status = wn_input_decode(&j->input, &j->is_gzip, &j->end.error)) != WN_OK)
        wn_input_close(&j->input);
    j->is_open = status == WN_OK;
    return status;
}

/* Reads and filters to the end, or as far as it goes. */
static void filter_file(member *m, job *j)
{
    size_t size = 1;
    bool   has_read = false;
    while (size && m->course.status == WN_OK && !is_unwanted(m)) {
        j->end.read = wn_input_read(&j->input, m->block, sizeof m->block, &size, &j->end.error);
        if (j->end.read != WN_OK)
            break;
        has_read = true;
        if (!keep_read(m, size))
            m->course.status = WN_STOPPED;
        else if (size)
            wn_course_feed(&m->course, (wn_bytes){m->block, size});
    }
    if (has_read && !is_unwanted(m))
        wn_course_end(&m->course);
    else if (is_unwanted(m))
        m->course.status = WN_STOPPED; /* in the middle of a document */
}

static void work(void *user, size_t thread, size_t task)
{
    wn_files *files = user;
    member   *m = &files->members[thread];
    job      *j = &files->jobs[task];
    uint64_t  unjudged;
    m->task = task;
    exchange_logs(m);
    j->end.course = make_tools(m, &j->end.error);
    j->first_document = m->documents;
    unjudged = wn_split_unjudged(m->split);
    if (j->end.course == WN_OK && (j->end.read = open_file(j)) == WN_OK) {
        filter_file(m, j);
        j->end.course = m->log.bytes.failed ? WN_NO_MEMORY : m->course.status;
    }
    j->end.unjudged = wn_split_unjudged(m->split) - unjudged;
    j->documents = m->documents - j->first_document;
    wn_uses_move(m->uses, j->uses, files->rule_count);
    exchange_logs(m);
}

/* ---- making and freeing ---- */

static wn_status make_member(wn_files *files, member *m, wn_error **error)
{
    m->files = files;
    m->log = (wn_log){.calls_max = LOG_BYTES_MAX, .empty = hand_over_log, .user = m};
    wn_status status = wn_uses_new(files->plan.options, files->rule_count, &m->uses);
    return status == WN_OK ? make_tools(m, error) : status;
}

static wn_status make_parts(wn_files *files, size_t threads, wn_error **error)
{
    wn_status status = WN_OK;
    files->members = calloc(threads, sizeof *files->members);
    files->job_count = threads * FILES_PER_THREAD;
    files->jobs = calloc(files->job_count, sizeof *files->jobs);
    if (!files->members || !files->jobs)
        return WN_NO_MEMORY;
    for (; files->member_count < threads && status == WN_OK; files->member_count++)
        status = make_member(files, &files->members[files->member_count], error);
    for (size_t i = 0; i < files->job_count && status == WN_OK; i++)
        status = wn_uses_new(files->plan.options, files->rule_count, &files->jobs[i].uses);
    return status;
}

wn_status wn_files_new(const wn_files_plan *plan, size_t threads, wn_files **files, wn_error **error)
{
    wn_files *made = calloc(1, sizeof *made);
    *files = NULL;
    if (!made)
        return WN_NO_MEMORY;
    made->plan = *plan;
    made->rule_count = wn_policy_rule_count(plan->policy);
    wn_status status = make_parts(made, threads, error);
    if (status == WN_OK)
        status = wn_pool_new(threads, made->job_count, work, made, &made->pool);
    if (status == WN_IO_ERROR)
        wn_error_add(error, status, NULL, "no descriptor for the threads; raise the limit on open files");
    if (status == WN_OK && wn_pool_threads(made->pool))
        *files = made;
    else
        wn_files_free(made);
    return status;
}

static void close_job(job *j)
{
    if (j->is_open)
        wn_input_close(&j->input);
    wn_error_free(j->end.error);
    j->is_open = false;
    j->end.error = NULL;
}

void wn_files_free(wn_files *files)
{
    if (!files)
        return;
    wn_pool_free(files->pool);
    for (size_t i = 0; i < files->member_count; i++) {
        member *m = &files->members[i];
        wn_team_free(m->team);
        wn_split_free(m->split);
        wn_log_free(&m->log);
        free(m->uses);
    }
    for (size_t i = 0; files->jobs && i < files->job_count; i++) {
        close_job(&files->jobs[i]);
        wn_log_free(&files->jobs[i].log);
        free(files->jobs[i].uses);
    }
    free(files->members);
    free(files->jobs);
    free(files);
}

size_t wn_files_threads(const wn_files *files)
{
    return wn_pool_threads(files->pool);
}

/* ---- the owner ---- */

static void begin_job(job *j, const char *path)
{
    j->path = path;
    j->end = (wn_files_end){0};
    atomic_store(&j->is_unwanted, false);
    wn_log_clear(&j->log);
}

static void give_all(wn_files *files)
{
    size_t task;
    while (files->given < files->plan.path_count && wn_pool_next(files->pool, &task)) {
        begin_job(&files->jobs[task], files->plan.paths[files->given++]);
        wn_pool_give(files->pool);
    }
}

/* Returns what the oldest job has handed over, or all of it. */
static void return_job(wn_files *files, job *j, bool is_done)
{
    if (is_done)
        close_job(j);
    wn_log_clear(&j->log);
    wn_pool_return(files->pool);
    files->is_open &= !is_done;
}

/* Waits for the end of the oldest job, which nobody wants any more. */
static void skip_job(wn_files *files)
{
    size_t        task;
    wn_pool_state state;
    do {
        wn_pool_oldest(files->pool, false, &task);
        atomic_store(&files->jobs[task].is_unwanted, true);
        state = wn_pool_oldest(files->pool, true, &task);
        return_job(files, &files->jobs[task], state == WN_POOL_DONE);
    } while (state != WN_POOL_DONE);
}

wn_status wn_files_open(wn_files *files, const char *path, wn_input *input, bool *is_gzip, wn_error **error)
{
    size_t task;
    if (files->is_open)
        skip_job(files);
    give_all(files);
    while (wn_pool_oldest(files->pool, true, &task) != WN_POOL_EMPTY && files->jobs[task].path != path) {
        skip_job(files);
        give_all(files);
    }
    job *j = &files->jobs[task];
    *input = (wn_input){.descriptor = j->input.descriptor, .name = path, .begin = -1};
    *is_gzip = j->is_gzip;
    files->is_open = true;
    if (j->is_open || j->end.course != WN_OK) /* the latter is told at the end */
        return WN_OK;
    wn_status status = j->end.read;
    *error = j->end.error;
    j->end.error = NULL;
    return_job(files, j, true);
    return status;
}

wn_status wn_files_tell(wn_files *files, bool *has_ended, wn_files_end *end)
{
    size_t          task;
    wn_log_listener listener = {.sink = files->plan.sink, .heed = tell_note, .user = files};
    wn_pool_state   state = wn_pool_oldest(files->pool, true, &task);
    job            *j = &files->jobs[task];
    *has_ended = state == WN_POOL_DONE;
    j->log.documents = files->documents - j->first_document;
    if (!wn_log_tell(&j->log, &listener))
        return WN_STOPPED;
    if (*has_ended) {
        *end = j->end;
        j->end.error = NULL;
        files->documents += j->documents;
        wn_uses_add(files->plan.options->uses, j->uses, files->rule_count);
    }
    return_job(files, j, *has_ended);
    return WN_OK;
}
