/* arena.c: blocks, filled from the front, each about as large as all before it. */
#include "base/arena.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES_MIN ((size_t)4 << 10) /* many arenas need no more */
#define BLOCK_BYTES_MAX ((size_t)64 << 10)

struct wn_arena_block {
    struct wn_arena_block *next;
    size_t                 size;
    size_t                 used;
    max_align_t            data[];
};

static size_t next_block_size(const wn_arena *arena)
{
    if (arena->used_bytes < BLOCK_BYTES_MIN)
        return BLOCK_BYTES_MIN;
    return arena->used_bytes < BLOCK_BYTES_MAX ? arena->used_bytes : BLOCK_BYTES_MAX;
}

static struct wn_arena_block *add_block(wn_arena *arena, size_t size)
{
    size_t                 least = next_block_size(arena), room = size > least ? size : least;
    struct wn_arena_block *block = calloc(1, sizeof *block + room);
    if (!block)
        return NULL;
    block->size = room;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *wn_arena_alloc(wn_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t                 rounded = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct wn_arena_block *block = arena->blocks;
    if (!block || block->size - block->used < rounded)
        block = add_block(arena, rounded);
    if (!block)
        return NULL;
    void *memory = (char *)block->data + block->used;
    block->used += rounded;
    arena->used_bytes += rounded;
    return memory;
}

char *wn_arena_copy(wn_arena *arena, wn_bytes bytes)
{
    char *copy = wn_arena_alloc(arena, bytes.size + 1);
    if (copy && bytes.size)
        memcpy(copy, bytes.data, bytes.size);
    return copy;
}

char *wn_arena_vprintf(wn_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int   size = vsnprintf(NULL, 0, format, args);
    char *text = size < 0 ? NULL : wn_arena_alloc(arena, (size_t)size + 1);
    if (text)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

char *wn_arena_printf(wn_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = wn_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

static void free_blocks(struct wn_arena_block *block)
{
    while (block) {
        struct wn_arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void wn_arena_free(wn_arena *arena)
{
    free_blocks(arena->blocks);
    *arena = (wn_arena){0};
}

void wn_arena_clear(wn_arena *arena)
{
    struct wn_arena_block *newest = arena->blocks;
    arena->used_bytes = 0;
    if (!newest)
        return;
    free_blocks(newest->next);
    newest->next = NULL;
    memset(newest->data, 0, newest->used);
    newest->used = 0;
}
