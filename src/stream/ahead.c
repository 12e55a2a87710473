/* ahead.c: a pool with one thread, whose tasks are reads of a block each. */
#include "stream/ahead.h"

#include "stream/io.h"
#include "stream/pool.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS 8 /* enough that neither side waits because the other's work comes in bursts */

/* What a read has given. */
typedef struct block {
    char      text[WN_INPUT_BYTES];
    size_t    size;
    wn_status status;
    wn_error *error;
} block;

struct wn_ahead {
    wn_input source; /* as the input was, and read by the thread */
    wn_pool *pool;
    size_t   task;      /* the read at work */
    bool     has_ended; /* the end, or a fault */
    size_t   at;        /* bytes of the oldest block that were taken */
    block    blocks[BLOCKS];
};

/* ---- in the thread ---- */

/* Waits until there are data, or the pool ends. */
static bool wait_outside(void *user)
{
    wn_ahead     *ahead = user;
    struct pollfd both[] = {{.fd = ahead->source.descriptor, .events = POLLIN},
                            {.fd = wn_pool_end_descriptor(ahead->pool)}};
    if (poll(both, 1, 0) != 0)
        return true;
    wn_pool_set_idle(ahead->pool, ahead->task, true);
    (void)poll(both, 2, -1);
    wn_pool_set_idle(ahead->pool, ahead->task, false);
    return !both[1].revents;
}

static void read_block(void *user, size_t thread, size_t task)
{
    wn_ahead *ahead = user;
    block    *b = &ahead->blocks[task];
    (void)thread;
    ahead->task = task;
    b->error = NULL;
    b->size = 0;
    if (ahead->has_ended)
        return;
    b->status = wn_input_read(&ahead->source, b->text, sizeof b->text, &b->size, &b->error);
    ahead->has_ended = b->status != WN_OK || !b->size;
}

/* ---- making and freeing ---- */

static void give_all(wn_ahead *ahead)
{
    size_t task;
    while (wn_pool_next(ahead->pool, &task))
        wn_pool_give(ahead->pool);
}

bool wn_input_read_ahead(wn_input *input)
{
    wn_ahead *made = malloc(sizeof *made);
    if (!made)
        return false;
    memset(made, 0, offsetof(wn_ahead, blocks));
    for (size_t i = 0; i < BLOCKS; i++)
        made->blocks[i].error = NULL;
    made->source = *input;
    made->source.before_read = wait_outside;
    made->source.user = made;
    if (wn_pool_new(1, BLOCKS, read_block, made, &made->pool) != WN_OK || !wn_pool_threads(made->pool)) {
        wn_ahead_free(made);
        return false;
    }
    input->ahead = made;
    give_all(made);
    return true;
}

void wn_ahead_free(wn_ahead *ahead)
{
    if (!ahead)
        return;
    wn_pool_free(ahead->pool);
    for (size_t i = 0; i < BLOCKS; i++)
        wn_error_free(ahead->blocks[i].error);
    free(ahead);
}

/* ---- taking ---- */

int wn_ahead_descriptor(const wn_ahead *ahead)
{
    return wn_pool_descriptor(ahead->pool);
}

bool wn_ahead_would_wait(wn_ahead *ahead)
{
    size_t task;
    return wn_pool_oldest(ahead->pool, true, &task) == WN_POOL_IDLE;
}

/* The oldest block when it is read. */
static block *wait_for_block(wn_ahead *ahead)
{
    size_t task;
    while (wn_pool_oldest(ahead->pool, true, &task) != WN_POOL_DONE)
        wn_io_wait(wn_pool_descriptor(ahead->pool), true);
    return &ahead->blocks[task];
}

static void take_error(block *b, wn_error **error)
{
    if (error)
        *error = b->error;
    else
        wn_error_free(b->error);
    b->error = NULL;
}

/* A block that has no text, for that is at its end or a fault is there, stays, and is told again and again. */
wn_status wn_ahead_read(wn_ahead *ahead, char *bytes, size_t room, size_t *size, wn_error **error)
{
    block *b = wait_for_block(ahead);
    *size = 0;
    if (b->status != WN_OK || !b->size) {
        take_error(b, error);
        return b->status;
    }
    *size = b->size - ahead->at < room ? b->size - ahead->at : room;
    memcpy(bytes, b->text + ahead->at, *size);
    ahead->at += *size;
    if (ahead->at < b->size)
        return WN_OK;
    ahead->at = 0;
    wn_pool_return(ahead->pool);
    give_all(ahead);
    return WN_OK;
}
