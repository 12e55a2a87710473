/* behind.c: a pool with one thread, whose tasks are blocks of text to be encoded. */
#include "stream/behind.h"

#include "stream/pool.h"

#include <stdlib.h>
#include <string.h>

#define BLOCKS 8

/* Text on its way, and the data that came of it. */
typedef struct block {
    char         text[WN_OUTPUT_BYTES];
    size_t       size;
    wn_gzip_step step;
    wn_buf       data;
} block;

struct wn_behind {
    wn_gzip *gzip; /* of the output; used by the thread alone */
    wn_pool *pool;
    bool     is_taken; /* the oldest block's data are with the caller */
    block    blocks[BLOCKS];
};

static void encode_block(void *user, size_t thread, size_t task)
{
    wn_behind *behind = user;
    block     *b = &behind->blocks[task];
    wn_bytes   text = {b->text, b->size}, data;
    (void)thread;
    while ((data = wn_gzip_encode(behind->gzip, &text, b->step)).size)
        if (!wn_buf_append(&b->data, data.data, data.size))
            return;
}

bool wn_output_compress_behind(wn_output *output)
{
    wn_behind *made = calloc(1, sizeof *made);
    if (!made)
        return false;
    made->gzip = output->gzip;
    if (wn_pool_new(1, BLOCKS, encode_block, made, &made->pool) != WN_OK || !wn_pool_threads(made->pool)) {
        wn_behind_free(made);
        return false;
    }
    output->behind = made;
    return true;
}

void wn_behind_free(wn_behind *behind)
{
    if (!behind)
        return;
    wn_pool_free(behind->pool);
    for (size_t i = 0; i < BLOCKS; i++)
        wn_buf_free(&behind->blocks[i].data);
    free(behind);
}

bool wn_behind_give(wn_behind *behind, wn_bytes text, wn_gzip_step step)
{
    size_t task;
    if (!wn_pool_next(behind->pool, &task))
        return false;
    block *b = &behind->blocks[task];
    if (text.size)
        memcpy(b->text, text.data, text.size);
    b->size = text.size;
    b->step = step;
    wn_buf_clear(&b->data);
    wn_pool_give(behind->pool);
    return true;
}

const wn_buf *wn_behind_take(wn_behind *behind, bool waits)
{
    size_t task;
    if (behind->is_taken)
        wn_pool_return(behind->pool);
    behind->is_taken = wn_pool_oldest(behind->pool, waits, &task) == WN_POOL_DONE;
    return behind->is_taken ? &behind->blocks[task].data : NULL;
}
