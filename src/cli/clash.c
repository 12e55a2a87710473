/* clash.c: whether two names lead to one file, for names of files that may not be there yet. Used by the commands. */
#include "cli/clash.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/usage.h"

#include <string.h>
#include <sys/stat.h>

static bool is_one_inode(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The folder that a path's file is in, or would be in. */
static bool look_at_folder(const char *path, struct stat *folder)
{
    wn_buf name = {0};
    wn_buf_append(&name, path, (size_t)(wn_base_name(path) - path));
    wn_buf_text(&name, "."); /* of "" and of "a/" */
    wn_buf_put(&name, '\0');
    bool is_there = !name.failed && stat(name.data, folder) == 0;
    wn_buf_free(&name);
    return is_there;
}

static bool is_one_file(const char *a, const char *b)
{
    struct stat one, other;
    bool        has_one = stat(a, &one) == 0, has_other = stat(b, &other) == 0;
    if (has_one && has_other)
        return S_ISREG(one.st_mode) && is_one_inode(&one, &other);
    if (has_one || has_other || strcmp(wn_base_name(a), wn_base_name(b)) != 0)
        return false;
    return look_at_folder(a, &one) && look_at_folder(b, &other) && is_one_inode(&one, &other);
}

static wn_status refuse(const char *option, const char *path, const char *why, wn_error **error)
{
    wn_place place = {.file = option};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "\"%s\" %s", path, why);
}

/* An operand as a path; where the system has no such path, what opens it compares descriptors. */
static const char *path_of(const char *operand)
{
    return strcmp(operand, "-") == 0 ? "/dev/stdin" : operand;
}

wn_status wn_clash_check_inputs(const char *option, const char *path, const wn_words *inputs, wn_error **error)
{
    for (size_t i = 0; path && i < inputs->count; i++)
        if (is_one_file(path, path_of(inputs->items[i])))
            return refuse(option, path, "is read, too, and would be lost; give another file", error);
    return WN_OK;
}

typedef struct target {
    const char *option;
    const char *path; /* NULL: not given */
} target;

static wn_status refuse_two(const target *one, const target *other, wn_error **error)
{
    wn_place place = {.file = one->option};
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "\"%s\" is the file of %s, too; give each a file of its own",
                        one->path, other->option);
}

/* Against what --out-dir will make of each input. */
static wn_status check_folder(const target *targets, size_t count, const wn_options *o, wn_error **error)
{
    wn_status status = WN_OK;
    wn_buf    made = {0};
    for (size_t i = 0; i < o->operands.count && status == WN_OK; i++) {
        wn_buf_clear(&made);
        wn_buf_printf(&made, "%s/%s", o->out_dir, wn_base_name(o->operands.items[i]));
        wn_buf_put(&made, '\0');
        if (made.failed)
            status = WN_NO_MEMORY;
        for (size_t k = 0; k < count && status == WN_OK; k++)
            if (targets[k].path && is_one_file(targets[k].path, made.data))
                status = refuse_two(&targets[k], &(target){.option = "--out-dir"}, error);
    }
    wn_buf_free(&made);
    return status;
}

static const char *output_of(const wn_options *o)
{
    return o->output ? o->output : o->out_dir || o->is_in_place ? NULL : "/dev/stdout";
}

wn_status wn_clash_check(const wn_options *o, wn_error **error)
{
    /* rejected and flagged records may share a file: both are appended, whole records at a time */
    const target targets[] = {{"--audit", o->audit},     {"--rejects", o->rejects},
                              {"--flagged", o->flagged}, {"--attributes", o->attributes},
                              {"--metrics", o->metrics}, {o->output ? "--output" : "standard output", output_of(o)}};
    const char  *alone = "-";
    wn_words     standard = {.items = &alone, .count = 1};
    size_t       reports = sizeof targets / sizeof *targets - 1; /* -o may be an input */
    wn_status    status = WN_OK;
    for (size_t i = 0; i < reports && status == WN_OK; i++) {
        const wn_words *inputs = o->operands.count ? &o->operands : &standard;
        status = wn_clash_check_inputs(targets[i].option, targets[i].path, inputs, error);
        for (size_t k = i + 1; targets[i].path && k <= reports && status == WN_OK; k++)
            if (targets[k].path && !(targets[i].path == o->rejects && targets[k].path == o->flagged) &&
                is_one_file(targets[i].path, targets[k].path))
                status = refuse_two(&targets[i], &targets[k], error);
    }
    return status == WN_OK && o->out_dir ? check_folder(targets, reports, o, error) : status;
}
