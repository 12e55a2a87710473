/* arena.h: many small allocations that live and die together.
 *
 * Policies are built in an arena: nodes, names and definitions point at each other freely and go
 * with one call. */
#ifndef WN_BASE_ARENA_H
#define WN_BASE_ARENA_H

#include "winnow.h"

#include <stdarg.h>

typedef struct wn_arena {
    struct wn_arena_block *blocks; /* the newest first */
    size_t                 used_bytes;
} wn_arena;

/* Zeroed memory, aligned for any type; NULL when there is none. Valid until wn_arena_free. */
void *wn_arena_alloc(wn_arena *arena, size_t size);

/* A copy of the bytes with a NUL after them; NULL when there is no memory. */
char *wn_arena_copy(wn_arena *arena, wn_bytes bytes);

/* A formatted string; NULL when there is no memory. */
char *wn_arena_printf(wn_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

char *wn_arena_vprintf(wn_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

void wn_arena_free(wn_arena *arena);

/* Forgets what was allocated, but keeps some memory for what comes next. */
void wn_arena_clear(wn_arena *arena);

#endif
