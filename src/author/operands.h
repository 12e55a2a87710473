/* operands.h: which policies the commands for authors are given: files, built-in names, and folders with all that is
 * below them. */
#ifndef WN_AUTHOR_OPERANDS_H
#define WN_AUTHOR_OPERANDS_H

#include "base/arena.h"
#include "base/error.h"

#define WN_OPERANDS_MAX 10000 /* files below one folder; more are no collection of policies */
#define WN_TEXTS_MAX 1000000
#define WN_FOLDER_DEPTH_MAX 32

/* A policy, and where the files that it extends must lie; `root` NULL: in the policy's own folder. */
typedef struct wn_operand {
    const char *name;
    const char *root;
} wn_operand;

typedef struct wn_operands {
    wn_operand *items;
    size_t      count, capacity;
} wn_operands;

/* Appends the operand `name`, or for a folder every *.yaml and *.yml file below it, in the order of their names, those
 * that begin with a dot left out. Strings are in the arena, or the caller's. Returns WN_OK, WN_NO_MEMORY, WN_IO_ERROR,
 * or WN_BAD_ARGUMENT when a folder has no such file. */
wn_status wn_operands_add(const char *name, wn_arena *arena, wn_operands *operands, wn_error **error);

/* The same for texts: below a folder every file counts. */
wn_status wn_operands_add_texts(const char *name, wn_arena *arena, wn_operands *operands, wn_error **error);
void      wn_operands_free(wn_operands *operands);

#endif
