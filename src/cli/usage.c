/* usage.c: options that exclude or need each other, and files that suit them. */
#include "cli/usage.h"

#include "base/error.h"
#include "cli/clash.h"
#include "cli/records.h"
#include "stream/team.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *wn_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static wn_status refuse_usage(const char *option, const char *why, wn_error **error)
{
    wn_place place = {.file = option};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "%s", why);
}

static int compare_base_names(const void *a, const void *b)
{
    return strcmp(wn_base_name(*(const char *const *)a), wn_base_name(*(const char *const *)b));
}

/* Every input of --out-dir needs a name of its own. */
static wn_status check_names(const wn_words *files, wn_error **error)
{
    wn_place     place = {.file = "--out-dir"};
    wn_status    status = WN_OK;
    const char **sorted = calloc(files->count, sizeof *sorted);
    if (!sorted)
        return WN_NO_MEMORY;
    memcpy(sorted, files->items, files->count * sizeof *sorted);
    qsort(sorted, files->count, sizeof *sorted, compare_base_names);
    for (size_t i = 1; i < files->count && status == WN_OK; i++)
        if (compare_base_names(&sorted[i - 1], &sorted[i]) == 0)
            status = wn_error_add(error, WN_BAD_ARGUMENT, &place,
                                  "\"%s\" and \"%s\" would have the same name there; run winnow for each",
                                  sorted[i - 1], sorted[i]);
    free(sorted);
    return status;
}

/* In the sandbox nothing can be opened any more. */
static wn_status check_sandbox(const wn_options *o, wn_error **error)
{
    const char *option = o->is_in_place ? "--in-place" : o->out_dir ? "--out-dir" : o->metrics ? "--metrics" : NULL;
    if (!o->is_sandboxed || !option)
        return WN_OK;
    return refuse_usage(option, "it opens files while winnow filters, which --sandbox forbids; leave out one of them",
                        error);
}

wn_status wn_usage_check(const wn_options *o, wn_error **error)
{
    wn_status status = check_sandbox(o, error);
    if (status != WN_OK)
        return status;
    const char *way = o->is_in_place ? "--in-place" : o->out_dir ? "--out-dir" : NULL;
    if ((o->output != NULL) + (o->out_dir != NULL) + o->is_in_place > 1)
        return refuse_usage(way, "goes with no other place to write to; give one of -o, --out-dir and --in-place",
                            error);
    for (size_t i = 0; way && i < o->operands.count; i++)
        if (strcmp(o->operands.items[i], "-") == 0)
            return refuse_usage(way, "standard input has no name to write to; name files, or use -o", error);
    if (o->is_in_place && o->wants_gzip)
        return refuse_usage("--gzip", "a file that is written back keeps its form; leave it out, or use -o", error);
    if (o->wants_gzip && !way && !o->output && isatty(STDOUT_FILENO))
        return refuse_usage("--gzip", "gzip is not for a terminal; use -o or a pipe", error);
    if (way && !o->operands.count)
        return refuse_usage(way, "no files are given; name those to filter", error);
    status = wn_records_check(o, error);
    if (status == WN_OK)
        status = wn_clash_check(o, error);
    return status == WN_OK && o->out_dir ? check_names(&o->operands, error) : status;
}

/* ---- files for several threads ---- */

/* What a path leads to. One that cannot be looked at counts as a file: opening it will tell. */
static bool is_ordinary(const char *path, struct stat *file)
{
    if (strcmp(path, "-") == 0)
        return false;
    if (stat(path, file) == 0)
        return S_ISREG(file->st_mode);
    *file = (struct stat){0};
    return true;
}

static int compare_files(const void *a, const void *b)
{
    const struct stat *one = a, *other = b;
    if (one->st_dev != other->st_dev)
        return one->st_dev < other->st_dev ? -1 : 1;
    return one->st_ino < other->st_ino ? -1 : one->st_ino > other->st_ino;
}

/* A file that is given twice is read twice, the second time as the first has left it. */
static bool has_file_twice(struct stat *files, size_t count)
{
    qsort(files, count, sizeof *files, compare_files);
    for (size_t i = 1; i < count; i++)
        if (files[i].st_nlink && compare_files(&files[i - 1], &files[i]) == 0)
            return true;
    return false;
}

bool wn_usage_can_share_files(const wn_options *o)
{
    size_t count = o->operands.count;
    if (o->threads < 2 || count < 2 || o->is_sandboxed || wn_team_can_share(o->format))
        return false;
    struct stat *files = calloc(count, sizeof *files);
    bool         answer = files;
    for (size_t i = 0; i < count && answer; i++)
        answer = is_ordinary(o->operands.items[i], &files[i]);
    answer = answer && !(o->is_in_place && has_file_twice(files, count));
    free(files);
    return answer;
}
