/* operands.c: walks folders. Links to folders are followed; the depth is bounded, so that a circle ends. */
#include "author/operands.h"

#include "base/buf.h"
#include "stream/io.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct walk {
    const char  *root;
    wn_arena    *arena;
    wn_operands *operands;
    wn_error   **error;
    bool         wants_texts; /* else policies */
} walk;

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size > end_size && !strcmp(text + size - end_size, end);
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static wn_status fail(const walk *w, wn_status status, const char *path, const char *what)
{
    wn_place place = {.file = path};
    return wn_error_add(w->error, status, &place, "%s", what);
}

static wn_status add(walk *w, const char *name, const char *root)
{
    wn_operands *o = w->operands;
    if (o->count >= (w->wants_texts ? (size_t)WN_TEXTS_MAX : (size_t)WN_OPERANDS_MAX))
        return fail(w, WN_BAD_ARGUMENT, root, "too many files below this folder; name a smaller one");
    if (!wn_array_grow(&o->items, &o->capacity, o->count + 1, sizeof *o->items))
        return WN_NO_MEMORY;
    o->items[o->count++] = (wn_operand){name, root};
    return WN_OK;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct names {
    char **items;
    size_t count, capacity;
} names;

static wn_status list_folder(walk *w, DIR *folder, names *found)
{
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        char *name = wn_arena_copy(w->arena, (wn_bytes){entry->d_name, strlen(entry->d_name)});
        if (!name || !wn_array_grow(&found->items, &found->capacity, found->count + 1, sizeof *found->items))
            return WN_NO_MEMORY;
        found->items[found->count++] = name;
    }
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, compare_names);
    return WN_OK;
}

static wn_status walk_folder(walk *w, const char *path, int depth);

static wn_status visit(walk *w, const char *folder, const char *name, int depth)
{
    const char *path = wn_arena_printf(w->arena, "%s%s%s", folder, ends_in(folder, "/") ? "" : "/", name);
    if (!path)
        return WN_NO_MEMORY;
    if (is_folder(path))
        return walk_folder(w, path, depth + 1);
    return w->wants_texts || ends_in(name, ".yaml") || ends_in(name, ".yml") ? add(w, path, w->root) : WN_OK;
}

static wn_status walk_folder(walk *w, const char *path, int depth)
{
    names found = {0};
    if (depth > WN_FOLDER_DEPTH_MAX)
        return fail(w, WN_IO_ERROR, path, "folders too deep within each other; name one further down");
    DIR *folder = opendir(path);
    if (!folder)
        return wn_io_fail(path, "cannot read the folder", errno, w->error);
    wn_status status = list_folder(w, folder, &found);
    closedir(folder);
    for (size_t i = 0; i < found.count && status == WN_OK; i++)
        status = visit(w, path, found.items[i], depth);
    free(found.items);
    return status;
}

wn_status wn_operands_add(const char *name, wn_arena *arena, wn_operands *operands, wn_error **error)
{
    walk   w = {.root = name, .arena = arena, .operands = operands, .error = error};
    size_t before = operands->count;
    if (!is_folder(name))
        return add(&w, name, NULL);
    wn_status status = walk_folder(&w, name, 0);
    if (status == WN_OK && operands->count == before)
        status = fail(&w, WN_BAD_ARGUMENT, name, "no policy below this folder; policies end in .yaml");
    return status;
}

wn_status wn_operands_add_texts(const char *name, wn_arena *arena, wn_operands *operands, wn_error **error)
{
    walk w = {.root = name, .arena = arena, .operands = operands, .error = error, .wants_texts = true};
    return is_folder(name) ? walk_folder(&w, name, 0) : add(&w, name, NULL);
}

void wn_operands_free(wn_operands *operands)
{
    free(operands->items);
    *operands = (wn_operands){0};
}
