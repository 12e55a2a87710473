/* pool.h: threads that work on tasks, which come back in the order in which they were given.
 *
 * Tasks are numbers of a ring; what they mean is the caller's. One thread, the owner, fills the next free task and
 * gives it; some thread of the pool works on it; the owner gets the oldest back, and returns it to the ring when it
 * has what it wants. So at most as many tasks as the ring has are under way.
 *
 *     wn_pool_next -> fill -> wn_pool_give        wn_pool_oldest -> look -> wn_pool_return
 *
 * A task may hand over a part of what it has done, and goes on when the owner has returned that; so a long one needs
 * no more room than a short one. All calls are the owner's, unless they say otherwise. */
#ifndef WN_STREAM_POOL_H
#define WN_STREAM_POOL_H

#include "winnow.h"

typedef struct wn_pool wn_pool;

/* Works on a task, in the thread of this number. */
typedef void (*wn_pool_work)(void *user, size_t thread, size_t task);

/* Starts as many threads as the system gives, up to `threads`; wn_pool_threads says how many those are. Returns
 * WN_OK, WN_NO_MEMORY, or WN_IO_ERROR when there is no descriptor to be had. */
wn_status wn_pool_new(size_t threads, size_t tasks, wn_pool_work work, void *user, wn_pool **pool);

/* Ends the threads, which first come to the end of their tasks or to a place where they
 * ask, and frees the pool; takes NULL. */
void wn_pool_free(wn_pool *pool);

size_t wn_pool_threads(const wn_pool *pool);

/* The task to be filled next; false when none is free. */
bool wn_pool_next(wn_pool *pool, size_t *task);

/* The task of wn_pool_next is filled. */
void wn_pool_give(wn_pool *pool);

/* Whether a thread has nothing to do, so that a task given now would not wait. */
bool wn_pool_has_room(wn_pool *pool);

typedef enum wn_pool_state {
    WN_POOL_EMPTY, /* no task is under way */
    WN_POOL_BUSY,  /* the oldest is not done */
    WN_POOL_IDLE,  /* nor is it, and its thread waits for something outside */
    WN_POOL_PART,  /* it has handed over a part */
    WN_POOL_DONE
} wn_pool_state;

/* How it stands with the oldest task. With `waits` that is not BUSY. */
wn_pool_state wn_pool_oldest(wn_pool *pool, bool waits, size_t *task);

/* The oldest task, which is PART or DONE, is what it was again: under way, or free. */
void wn_pool_return(wn_pool *pool);

/* A descriptor that can be read from when the oldest task is PART or DONE and wn_pool_oldest has not said so. */
int wn_pool_descriptor(const wn_pool *pool);

/* For the thread that works on the task: waits until the owner has returned what there is. False: the pool ends. */
bool wn_pool_hand_over(wn_pool *pool, size_t task);

/* Likewise: begins or ends a wait for something outside. */
void wn_pool_set_idle(wn_pool *pool, size_t task, bool is_idle);

/* Likewise: a descriptor on which poll sees something when the pool ends. */
int wn_pool_end_descriptor(const wn_pool *pool);

#endif
