/* layers.c: gathers the files of a policy, depth first.
 *
 * A name leads to a `layer`: a built-in policy, a file, or a text of the caller's. Each is read once,
 * then all it extends, then it takes its place in the order. Layers that wait for what they extend
 * stand in `chain`: its length bounds the recursion, and meeting one of them again is a cycle. An error
 * is noted and the next name tried, so that one run tells about several files; only want of memory
 * ends it. */
#include "policy/layers.h"

#include "base/buf.h"
#include "base/lzma.h"
#include "base/similar.h"
#include "policy/builtin.h"
#include "policy/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BUILTIN_PREFIX "builtin:"

typedef struct layer {
    wn_source   source;
    const char *builtin; /* its name, or NULL */
    const char *folder;  /* where relative names in `extends` begin: "" or ending in '/' */
    dev_t       device;  /* of a file */
    ino_t       inode;
    bool        is_file;
    bool        is_waiting; /* in the chain */
    bool        is_done;
} layer;

typedef struct loader {
    const char *root; /* a real path; NULL: files may not be extended */
    wn_arena   *arena;
    wn_error  **error;
    layer      *layers[WN_LAYERS_MAX]; /* in the order in which they were met */
    size_t      count;
    layer      *chain[WN_EXTENDS_DEPTH_MAX];
    size_t      depth;
    wn_sources *sources;
    char       *unpacked; /* the texts of all built-in policies, once one was asked for; else NULL */
    wn_status   status;   /* the first error's */
} loader;

/* A name as it was written, and where. */
typedef struct mention {
    const char     *name;
    const wn_place *place;  /* NULL: the caller's own list of layers */
    const layer    *parent; /* whose `extends` it is in; NULL likewise */
} mention;

/* ---- errors ---- */

/* Remembers that an error was added. Returns WN_OK, for reading goes on, or WN_NO_MEMORY. */
static wn_status note(loader *l, wn_status added)
{
    if (l->status == WN_OK)
        l->status = added;
    return added == WN_NO_MEMORY ? WN_NO_MEMORY : WN_OK;
}

static const char *place_name(const mention *m)
{
    return m->place ? "extends" : "the list of policies";
}

/* What a name that means nothing is called: the caller's fault or the file's. */
static wn_status blame(const mention *m)
{
    return m->place ? WN_BAD_POLICY : WN_BAD_ARGUMENT;
}

static wn_status note_refusal(loader *l, const mention *m, const wn_refusal *refusal)
{
    wn_status status = refusal->status == WN_BAD_ARGUMENT ? blame(m) : refusal->status;
    if (status == WN_NO_MEMORY)
        return note(l, WN_NO_MEMORY);
    return note(l, wn_error_add(l->error, status, m->place, "\"%s\" %s, in %s; %s", m->name, refusal->what,
                                place_name(m), refusal->remedy));
}

/* ---- names ---- */

static bool ends_in(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && !strcmp(text + size - end_size, end);
}

static bool has_prefix(const char *name)
{
    return !strncmp(name, BUILTIN_PREFIX, sizeof BUILTIN_PREFIX - 1);
}

bool wn_is_builtin_name(const char *name)
{
    return has_prefix(name) || (!strchr(name, '/') && !ends_in(name, ".yaml") && !ends_in(name, ".yml"));
}

const char *wn_builtin_name(const char *name)
{
    return has_prefix(name) ? name + sizeof BUILTIN_PREFIX - 1 : wn_is_builtin_name(name) ? name : NULL;
}

static const wn_builtin *find_builtin(const char *name)
{
    for (const wn_builtin *builtin = wn_builtins; builtin->name; builtin++)
        if (!strcmp(builtin->name, name))
            return builtin;
    return NULL;
}

/* What stands before the last '/', with it. */
static char *folder_of(wn_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return wn_arena_copy(arena, (wn_bytes){path, slash ? (size_t)(slash - path) + 1 : 0});
}

static char *without_suffix(wn_arena *arena, const char *name)
{
    size_t size = strlen(name);
    size -= ends_in(name, ".yaml") ? 5 : ends_in(name, ".yml") ? 4 : 0;
    return wn_arena_copy(arena, (wn_bytes){name, size});
}

static const char *last_part(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

/* The built-in name somebody may have meant: the same but for its folder, or spelled nearly so. */
static const char *guess_builtin(wn_arena *arena, const char *name)
{
    size_t count = 0;
    while (wn_builtins[count].name)
        count++;
    const char **names = wn_arena_alloc(arena, count * sizeof *names);
    for (size_t i = 0; names && i < count; i++) {
        names[i] = wn_builtins[i].name;
        if (!strcmp(last_part(names[i]), last_part(name)))
            return names[i];
    }
    return names ? wn_similar(name, names, count) : NULL;
}

static wn_status note_unknown_builtin(loader *l, const mention *m)
{
    const char *written = has_prefix(m->name) ? m->name + sizeof BUILTIN_PREFIX - 1 : m->name;
    const char *guess = guess_builtin(l->arena, written);
    if (!guess)
        return note(l, wn_error_add(l->error, blame(m), m->place,
                                    "\"%s\" is no built-in policy, in %s; a file's name has a / or ends in .yaml",
                                    m->name, place_name(m)));
    return note(l, wn_error_add(l->error, blame(m), m->place,
                                "\"%s\" is no built-in policy, in %s; did you mean \"%s%s\"?", m->name, place_name(m),
                                strchr(guess, '/') ? BUILTIN_PREFIX : "", guess));
}

/* A file that is not there, but a built-in policy would be. */
static wn_status note_missing_file(loader *l, const mention *m, const wn_refusal *refusal)
{
    const char *name = without_suffix(l->arena, m->name);
    if (!name)
        return note(l, WN_NO_MEMORY);
    if (!find_builtin(name))
        return note_refusal(l, m, refusal);
    return note(l, wn_error_add(l->error, refusal->status, m->place, "\"%s\" %s, in %s; did you mean \"%s%s\"?",
                                m->name, refusal->what, place_name(m), BUILTIN_PREFIX, name));
}

/* ---- finding layers: each returns a status and, unless there was an error, the layer ---- */

/* A new layer with the name messages use; NULL in *found when there are too many. */
static wn_status add_layer(loader *l, const mention *m, const char *name, layer **found)
{
    if (l->count == WN_LAYERS_MAX)
        return note(l, wn_error_add(l->error, WN_BAD_POLICY, m->place, "more than %d files, in one policy; join some",
                                    WN_LAYERS_MAX));
    layer *added = wn_arena_alloc(l->arena, sizeof *added);
    if (!added)
        return note(l, WN_NO_MEMORY);
    added->source.name = name;
    added->folder = "";
    l->layers[l->count++] = added;
    *found = added;
    return WN_OK;
}

/* Where the text begins among all. */
static size_t place_of(const wn_builtin *builtin)
{
    size_t place = 0;
    for (const wn_builtin *one = wn_builtins; one != builtin; one++)
        place += one->text.size;
    return place;
}

/* All are unpacked at once, for most are extended by the default policy. What does not unpack is for want of memory:
 * it was packed when the program was built. */
static bool unpack(loader *l)
{
    const wn_builtin *end = wn_builtins;
    while (end->name)
        end++;
    size_t size = place_of(end);
    char  *all = wn_arena_alloc(l->arena, size);
    if (!all || wn_lzma_unpack(wn_builtin_pack, all, size) != WN_OK)
        return false;
    l->unpacked = all;
    return true;
}

/* The text of a built-in policy; its data is NULL when there is no memory. */
static wn_bytes text_of(loader *l, const wn_builtin *builtin)
{
    if (builtin->text.data || (!l->unpacked && !unpack(l)))
        return builtin->text;
    return (wn_bytes){l->unpacked + place_of(builtin), builtin->text.size};
}

static wn_status open_builtin(loader *l, const mention *m, const wn_builtin *builtin, layer **found)
{
    for (size_t i = 0; i < l->count && !*found; i++)
        if (l->layers[i]->builtin == builtin->name)
            *found = l->layers[i];
    if (*found)
        return WN_OK;
    char    *name = wn_arena_printf(l->arena, BUILTIN_PREFIX "%s", builtin->name);
    char    *folder = folder_of(l->arena, builtin->name);
    wn_bytes text = text_of(l, builtin);
    if (!name || !folder || !text.data)
        return note(l, WN_NO_MEMORY);
    wn_status status = add_layer(l, m, name, found);
    if (*found) {
        (*found)->builtin = builtin->name;
        (*found)->folder = folder;
        (*found)->source.text = text;
        (*found)->source.is_builtin = true;
    }
    return status;
}

/* The built-in policy that a name in another one means: seen from its folder, where ".." leads up, then
 * from the top. So policies/ can be read as files and as built in with the same names. */
static const wn_builtin *find_related(wn_arena *arena, const layer *parent, const char *name)
{
    size_t size = strlen(parent->folder);
    char  *plain = without_suffix(arena, name);
    if (!plain)
        return NULL;
    const char *rest = plain;
    for (; !strncmp(rest, "../", 3) && size; rest += 3)
        for (size--; size && parent->folder[size - 1] != '/';)
            size--;
    if (!strncmp(rest, "./", 2))
        rest += 2;
    char             *path = wn_arena_printf(arena, "%.*s%s", (int)size, parent->folder, rest);
    bool              is_path = strchr(name, '/') || strcmp(plain, name) != 0;
    const wn_builtin *near = path && is_path ? find_builtin(path) : NULL;
    return near ? near : find_builtin(plain);
}

static wn_status find_named_builtin(loader *l, const mention *m, layer **found)
{
    const wn_builtin *builtin;
    if (has_prefix(m->name))
        builtin = find_builtin(m->name + sizeof BUILTIN_PREFIX - 1);
    else if (m->parent && m->parent->builtin)
        builtin = find_related(l->arena, m->parent, m->name);
    else
        builtin = find_builtin(m->name);
    return builtin ? open_builtin(l, m, builtin, found) : note_unknown_builtin(l, m);
}

static wn_status read_file(loader *l, const mention *m, const wn_policy_file *file, layer *into)
{
    wn_buf            text = {0};
    const wn_refusal *refusal = wn_policy_file_read(file, &text);
    wn_status         status = WN_OK;
    if (refusal) {
        status = note_refusal(l, m, refusal);
        into->is_done = true;
    } else {
        char *copy = wn_arena_copy(l->arena, wn_buf_bytes(&text));
        into->source.text = (wn_bytes){copy, text.size};
        status = copy ? WN_OK : note(l, WN_NO_MEMORY);
    }
    wn_buf_free(&text);
    return status;
}

static wn_status add_file(loader *l, const mention *m, const char *path, const wn_policy_file *file, layer **found)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->layers[i]->is_file && l->layers[i]->device == file->device && l->layers[i]->inode == file->inode) {
            *found = l->layers[i];
            return WN_OK;
        }
    char *folder = folder_of(l->arena, path);
    char *name = wn_arena_copy(l->arena, (wn_bytes){path, strlen(path)});
    if (!folder || !name)
        return note(l, WN_NO_MEMORY);
    wn_status status = add_layer(l, m, name, found);
    if (!*found)
        return status;
    (*found)->folder = folder;
    (*found)->is_file = true;
    (*found)->device = file->device;
    (*found)->inode = file->inode;
    return read_file(l, m, file, *found);
}

static wn_status find_file(loader *l, const mention *m, const char *path, const char *root, layer **found)
{
    wn_policy_file    file;
    const wn_refusal *refusal = wn_policy_file_open(path, root, &file);
    if (refusal)
        return file.is_missing ? note_missing_file(l, m, refusal) : note_refusal(l, m, refusal);
    wn_status status = add_file(l, m, path, &file, found);
    wn_policy_file_close(&file);
    return status;
}

static wn_status find_extended_file(loader *l, const mention *m, layer **found)
{
    static const wn_refusal no_root = {WN_BAD_POLICY, "is a file, and there is no policy root", "name a policy root"};
    bool                    is_absolute = m->name[0] == '/';
    if (!l->root)
        return note_refusal(l, m, &no_root);
    char *path = wn_arena_printf(l->arena, "%s%s", is_absolute ? "" : m->parent->folder, m->name);
    return path ? find_file(l, m, path, l->root, found) : note(l, WN_NO_MEMORY);
}

static wn_status find_layer(loader *l, const mention *m, layer **found)
{
    const wn_refusal *refusal = wn_policy_file_judge(m->name);
    if (refusal)
        return note_refusal(l, m, refusal);
    if (wn_is_builtin_name(m->name) || (m->parent && m->parent->builtin))
        return find_named_builtin(l, m, found);
    return m->parent ? find_extended_file(l, m, found) : find_file(l, m, m->name, NULL, found);
}

/* ---- order ---- */

static wn_status apply_layer(loader *l, const mention *m, layer *it);

static wn_status note_cycle(loader *l, const mention *m, const layer *it)
{
    wn_buf way = {0};
    size_t first = l->depth - 1;
    while (first && l->chain[first] != it)
        first--;
    for (size_t i = first; i < l->depth; i++) {
        wn_buf_text(&way, l->chain[i]->source.name);
        wn_buf_text(&way, " > ");
    }
    wn_buf_text(&way, it->source.name);
    bool      failed = !wn_buf_put(&way, '\0') || way.failed;
    wn_status status = failed ? WN_NO_MEMORY
                              : wn_error_add(l->error, WN_BAD_POLICY, m->place,
                                             "a circle, in extends: %s; remove one of these", way.data);
    wn_buf_free(&way);
    return note(l, status);
}

static wn_status extend_by(loader *l, layer *it, const wn_node *entry)
{
    mention   m = {.name = entry->text.data, .place = &entry->place, .parent = it};
    layer    *found = NULL;
    wn_status status;
    if (entry->kind != WN_NODE_SCALAR || !entry->text.size)
        return note(l, wn_error_add(l->error, WN_BAD_POLICY, &entry->place,
                                    "an entry that is no name, in extends; write the name of a policy or file"));
    status = find_layer(l, &m, &found);
    if (status != WN_OK || !found)
        return status;
    status = apply_layer(l, &m, found);
    it->source.extends[it->source.extend_count++] = &found->source;
    return status;
}

static wn_status apply_extended(loader *l, layer *it)
{
    const wn_node *list = wn_node_get(it->source.root, "extends");
    wn_status      status = WN_OK;
    if (!list)
        return WN_OK;
    if (list->kind != WN_NODE_LIST)
        return note(l, wn_error_add(l->error, WN_BAD_POLICY, &list->place,
                                    "no list, in extends; write its names in brackets: extends: [news]"));
    if (list->count > WN_LAYERS_MAX)
        return note(l, wn_error_add(l->error, WN_BAD_POLICY, &list->place, "more than %d names, in extends; join some",
                                    WN_LAYERS_MAX));
    it->source.extends = wn_arena_alloc(l->arena, list->count * sizeof(wn_source *));
    if (!it->source.extends)
        return note(l, WN_NO_MEMORY);
    for (size_t i = 0; i < list->count && status == WN_OK; i++)
        status = extend_by(l, it, list->values[i]);
    return status;
}

/* Reads the tree; the root stays NULL when the text is no policy. */
static wn_status read_tree(loader *l, layer *it)
{
    wn_node  *root = NULL;
    wn_place  start = {.file = it->source.name, .text = it->source.text, .line = 1, .is_private = true};
    wn_status status = wn_node_read(it->source.name, it->source.text, l->arena, &root, l->error);
    if (status != WN_OK)
        return note(l, status);
    if (!wn_node_get(root, "winnow"))
        return note(l, wn_error_add(l->error, WN_BAD_POLICY, &start,
                                    "no key winnow, at the top of a policy file; begin it with winnow: 1"));
    it->source.root = root;
    return WN_OK;
}

static wn_status apply_layer(loader *l, const mention *m, layer *it)
{
    if (it->is_done)
        return WN_OK;
    if (it->is_waiting)
        return note_cycle(l, m, it);
    if (l->depth == WN_EXTENDS_DEPTH_MAX)
        return note(l, wn_error_add(l->error, WN_BAD_POLICY, m->place,
                                    "more than %d files that extend each other, in one chain; name some side by side",
                                    WN_EXTENDS_DEPTH_MAX));
    it->is_waiting = true;
    l->chain[l->depth++] = it;
    wn_status status = read_tree(l, it);
    if (status == WN_OK && it->source.root)
        status = apply_extended(l, it);
    l->depth--;
    it->is_waiting = false;
    it->is_done = true;
    l->sources->items[l->sources->count++] = &it->source;
    return status;
}

/* ---- the caller's layers ---- */

static wn_status add_text(loader *l, const mention *m, wn_bytes text, layer **found)
{
    char *copy = wn_arena_copy(l->arena, text);
    char *name = wn_arena_copy(l->arena, (wn_bytes){m->name, strlen(m->name)});
    if (!copy || !name)
        return note(l, WN_NO_MEMORY);
    wn_status status = add_layer(l, m, name, found);
    if (*found) {
        (*found)->source.text = (wn_bytes){copy, text.size};
        (*found)->folder = l->root ? wn_arena_printf(l->arena, "%s/", l->root) : "";
        status = (*found)->folder ? status : note(l, WN_NO_MEMORY);
    }
    return status;
}

static wn_status load_layer(loader *l, const wn_layer *given)
{
    mention   m = {.name = given->name ? given->name : "(text)"};
    layer    *found = NULL;
    wn_status status;
    if (!given->name && !given->text.data)
        return note(l, wn_error_add(l->error, WN_BAD_ARGUMENT, NULL,
                                    "a layer without a name, in the list of policies; name it"));
    status = given->text.data ? add_text(l, &m, given->text, &found) : find_layer(l, &m, &found);
    return status == WN_OK && found ? apply_layer(l, &m, found) : status;
}

/* The folder below which extended files must lie: the caller's choice, or that of the first file. */
static const char *choose_root(const wn_layer *layers, size_t count, const char *policy_root, wn_arena *arena)
{
    if (policy_root)
        return policy_root;
    for (size_t i = 0; i < count; i++)
        if (layers[i].name && !layers[i].text.data && !wn_is_builtin_name(layers[i].name)) {
            const char *folder = folder_of(arena, layers[i].name);
            return folder && !*folder ? "." : folder;
        }
    return NULL;
}

/* Sets the root's real path. A file that is not there is told of when it is opened. */
static wn_status set_root(loader *l, const char *chosen, bool is_demanded)
{
    char *real = chosen ? wn_policy_root_find(chosen) : NULL;
    if (!real && chosen && errno == ENOMEM)
        return note(l, WN_NO_MEMORY);
    if (!real && is_demanded)
        return note(l, wn_error_add(l->error, WN_BAD_ARGUMENT, NULL,
                                    "no folder \"%s\", as the policy root; check the path", chosen));
    if (!real)
        return WN_OK;
    l->root = wn_arena_copy(l->arena, (wn_bytes){real, strlen(real)});
    free(real);
    return l->root ? WN_OK : note(l, WN_NO_MEMORY);
}

wn_status wn_sources_load(const wn_layer *layers, size_t layer_count, const char *policy_root, wn_arena *arena,
                          wn_sources *sources, wn_error **error)
{
    loader *l = wn_arena_alloc(arena, sizeof *l);
    *sources = (wn_sources){.items = wn_arena_alloc(arena, WN_LAYERS_MAX * sizeof(wn_source *))};
    if (!l || !sources->items)
        return WN_NO_MEMORY;
    *l = (loader){.arena = arena, .error = error, .sources = sources};
    if (!layer_count)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "nothing, in the list of policies; name at least one");
    wn_status status = set_root(l, choose_root(layers, layer_count, policy_root, arena), policy_root != NULL);
    for (size_t i = 0; i < layer_count && status == WN_OK; i++)
        status = load_layer(l, &layers[i]);
    return status == WN_OK ? l->status : status;
}
