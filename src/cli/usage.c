/* usage.c: options that exclude or need each other. */
#include "cli/usage.h"

#include "base/error.h"
#include "cli/records.h"

#include <stdlib.h>
#include <string.h>
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
    return status == WN_OK && o->out_dir ? check_names(&o->operands, error) : status;
}
