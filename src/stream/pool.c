/* pool.c: a ring of tasks under one monitor, and a pipe whose reading end tells the owner to look.
 *
 * Three counters walk around the ring: `given` tasks were given, `taken` of them were begun, `returned` have come
 * back. Tasks are so large that one lock for all of it is never waited for. */
#include "stream/pool.h"

#include "stream/threads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* A thread and its number. */
typedef struct worker {
    wn_pool   *pool;
    size_t     number;
    wn_thread *thread;
} worker;

struct wn_pool {
    wn_pool_work work;
    void        *user;
    size_t       task_count;
    worker      *workers;
    size_t       thread_count;
    wn_monitor  *monitor;
    int          bell[2]; /* a pipe; it has a byte in it when `is_rung` */
    int          end[2];  /* a pipe; nobody writes to it, and its writing end is closed when the pool ends */

    /* shared */
    wn_pool_state *states; /* of the tasks that were given; not EMPTY */
    uint64_t       given;
    uint64_t       taken;
    uint64_t       returned;
    size_t         working; /* threads */
    bool           is_rung;
    bool           is_ending;
};

/* ---- in the threads ---- */

/* Tells the owner when it is the oldest task that has something to see. */
static void set_state(wn_pool *pool, size_t task, wn_pool_state state)
{
    pool->states[task] = state;
    wn_monitor_wake(pool->monitor);
    if (state >= WN_POOL_PART && !pool->is_rung && task == pool->returned % pool->task_count)
        pool->is_rung = write(pool->bell[1], "", 1) == 1; /* the pipe is empty, and signals are held here */
}

/* Waits for a task; false at the end. */
static bool take_task(wn_pool *pool, size_t *task)
{
    while (pool->taken == pool->given && !pool->is_ending)
        wn_monitor_wait(pool->monitor);
    if (pool->is_ending)
        return false;
    *task = (size_t)(pool->taken++ % pool->task_count);
    pool->working++;
    return true;
}

static void serve(void *user)
{
    const worker *me = user;
    wn_pool      *pool = me->pool;
    size_t        task;
    wn_monitor_enter(pool->monitor);
    while (take_task(pool, &task)) {
        wn_monitor_leave(pool->monitor);
        pool->work(pool->user, me->number, task);
        wn_monitor_enter(pool->monitor);
        pool->working--;
        set_state(pool, task, WN_POOL_DONE);
    }
    wn_monitor_leave(pool->monitor);
}

bool wn_pool_hand_over(wn_pool *pool, size_t task)
{
    wn_monitor_enter(pool->monitor);
    set_state(pool, task, WN_POOL_PART);
    while (pool->states[task] == WN_POOL_PART && !pool->is_ending)
        wn_monitor_wait(pool->monitor);
    bool goes_on = !pool->is_ending;
    wn_monitor_leave(pool->monitor);
    return goes_on;
}

void wn_pool_set_idle(wn_pool *pool, size_t task, bool is_idle)
{
    wn_monitor_enter(pool->monitor);
    set_state(pool, task, is_idle ? WN_POOL_IDLE : WN_POOL_BUSY);
    wn_monitor_leave(pool->monitor);
}

int wn_pool_end_descriptor(const wn_pool *pool)
{
    return pool->end[0];
}

/* ---- making and freeing ---- */

static wn_status make_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        ends[0] = ends[1] = -1;
        return WN_IO_ERROR;
    }
    for (int i = 0; i < 2; i++)
        if (fcntl(ends[i], F_SETFD, FD_CLOEXEC) != 0)
            return WN_IO_ERROR;
    return WN_OK;
}

static void close_pipe(int ends[2])
{
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            close(ends[i]);
}

static void start_threads(wn_pool *pool, size_t threads)
{
    for (size_t i = 0; i < threads; i++) {
        worker *w = &pool->workers[i];
        *w = (worker){.pool = pool, .number = i};
        if (!wn_thread_start(serve, w, &w->thread))
            return;
        pool->thread_count++;
    }
}

wn_status wn_pool_new(size_t threads, size_t tasks, wn_pool_work work, void *user, wn_pool **pool)
{
    wn_pool *made = calloc(1, sizeof *made);
    *pool = NULL;
    if (!made)
        return WN_NO_MEMORY;
    *made = (wn_pool){.work = work, .user = user, .task_count = tasks, .bell = {-1, -1}, .end = {-1, -1}};
    made->states = calloc(tasks, sizeof *made->states);
    made->workers = calloc(threads, sizeof *made->workers);
    wn_status status = made->states && made->workers ? wn_monitor_new(&made->monitor) : WN_NO_MEMORY;
    if (status == WN_OK)
        status = make_pipe(made->bell);
    if (status == WN_OK)
        status = make_pipe(made->end);
    if (status != WN_OK) {
        wn_pool_free(made);
        return status;
    }
    start_threads(made, threads);
    *pool = made;
    return WN_OK;
}

static void end_threads(wn_pool *pool)
{
    wn_monitor_enter(pool->monitor);
    pool->is_ending = true;
    wn_monitor_wake(pool->monitor);
    wn_monitor_leave(pool->monitor);
    close(pool->end[1]);
    pool->end[1] = -1;
    for (size_t i = 0; i < pool->thread_count; i++)
        wn_thread_join(pool->workers[i].thread);
}

void wn_pool_free(wn_pool *pool)
{
    if (!pool)
        return;
    if (pool->thread_count)
        end_threads(pool);
    close_pipe(pool->bell);
    close_pipe(pool->end);
    wn_monitor_free(pool->monitor);
    free(pool->states);
    free(pool->workers);
    free(pool);
}

/* ---- the owner ---- */

size_t wn_pool_threads(const wn_pool *pool)
{
    return pool->thread_count;
}

int wn_pool_descriptor(const wn_pool *pool)
{
    return pool->bell[0];
}

bool wn_pool_next(wn_pool *pool, size_t *task)
{
    wn_monitor_enter(pool->monitor);
    bool is_free = pool->given - pool->returned < pool->task_count;
    *task = (size_t)(pool->given % pool->task_count);
    wn_monitor_leave(pool->monitor);
    return is_free;
}

void wn_pool_give(wn_pool *pool)
{
    wn_monitor_enter(pool->monitor);
    pool->states[pool->given++ % pool->task_count] = WN_POOL_BUSY;
    wn_monitor_wake(pool->monitor);
    wn_monitor_leave(pool->monitor);
}

bool wn_pool_has_room(wn_pool *pool)
{
    wn_monitor_enter(pool->monitor);
    bool answer = pool->working + (pool->given - pool->taken) < pool->thread_count;
    wn_monitor_leave(pool->monitor);
    return answer;
}

static wn_pool_state state_of_oldest(const wn_pool *pool)
{
    return pool->given == pool->returned ? WN_POOL_EMPTY : pool->states[pool->returned % pool->task_count];
}

static void silence_bell(wn_pool *pool)
{
    char byte;
    while (pool->is_rung && read(pool->bell[0], &byte, 1) < 0 && errno == EINTR)
        continue;
    pool->is_rung = false;
}

wn_pool_state wn_pool_oldest(wn_pool *pool, bool waits, size_t *task)
{
    wn_monitor_enter(pool->monitor);
    wn_pool_state state;
    while ((state = state_of_oldest(pool)) == WN_POOL_BUSY && waits)
        wn_monitor_wait(pool->monitor);
    silence_bell(pool);
    *task = (size_t)(pool->returned % pool->task_count);
    wn_monitor_leave(pool->monitor);
    return state;
}

void wn_pool_return(wn_pool *pool)
{
    wn_monitor_enter(pool->monitor);
    wn_pool_state *state = &pool->states[pool->returned % pool->task_count];
    if (*state == WN_POOL_DONE)
        pool->returned++;
    else
        *state = WN_POOL_BUSY;
    wn_monitor_wake(pool->monitor);
    wn_monitor_leave(pool->monitor);
}
