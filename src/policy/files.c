/* files.c: policy files are read whole, once, and without ever waiting.
 *
 * O_NONBLOCK keeps a FIFO from stopping the program before fstat can tell that it is one. A file named
 * by another file is opened by its real path, without following a last link, so that what was found
 * below the root is what is opened. */
#define _XOPEN_SOURCE 700 /* for realpath */
#include "policy/files.h"

#include "policy/node.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES ((size_t)64 << 10)

static const wn_refusal no_memory = {WN_NO_MEMORY, "does not fit into memory", "free some"};
static const wn_refusal is_standard_input = {WN_BAD_ARGUMENT, "is standard input", "save the policy as a file"};
static const wn_refusal is_url = {WN_BAD_ARGUMENT, "is a URL", "fetch it and name the file"};
static const wn_refusal is_outside = {WN_BAD_POLICY, "lies outside the policy root",
                                      "move it below the root, or choose another root"};
static const wn_refusal is_large = {WN_BAD_POLICY, "is larger than 4 MiB", "split it and use extends"};
static const wn_refusal is_odd = {WN_IO_ERROR, "is not a regular file", "name a .yaml file"};
static const wn_refusal is_unreadable = {WN_IO_ERROR, "cannot be read", "check the path and the disk"};

typedef struct error_words {
    int        number;
    wn_refusal refusal;
} error_words;

static const error_words open_errors[] = {
    {ENOENT, {WN_IO_ERROR, "does not exist", "check the path"}},
    {ENOTDIR, {WN_IO_ERROR, "does not exist", "check the path"}},
    {EACCES, {WN_IO_ERROR, "may not be read", "check its permissions"}},
    {EPERM, {WN_IO_ERROR, "may not be read", "check its permissions"}},
    {ELOOP, {WN_IO_ERROR, "is a loop of symbolic links", "name the file itself"}},
    {ENAMETOOLONG, {WN_IO_ERROR, "is too long a path", "name a nearer file"}},
    {EMFILE, {WN_IO_ERROR, "cannot be opened besides so many open files", "close some or raise the limit"}},
    {ENFILE, {WN_IO_ERROR, "cannot be opened besides so many open files", "close some or raise the limit"}},
    {ENXIO, {WN_IO_ERROR, "is a device or socket", "save the policy as a file"}},
    {ENOMEM, {WN_NO_MEMORY, "does not fit into memory", "free some"}},
};

static const error_words file_kinds[] = {
    {S_IFDIR, {WN_IO_ERROR, "is a directory", "name the .yaml file in it"}},
    {S_IFIFO, {WN_IO_ERROR, "is a pipe", "save the policy as a file"}},
    {S_IFCHR, {WN_IO_ERROR, "is a device", "save the policy as a file"}},
    {S_IFBLK, {WN_IO_ERROR, "is a device", "save the policy as a file"}},
    {S_IFSOCK, {WN_IO_ERROR, "is a socket", "save the policy as a file"}},
};

static const wn_refusal *find_words(const error_words *table, size_t count, int number, const wn_refusal *other)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].number == number)
            return &table[i].refusal;
    return other;
}

static const wn_refusal *refuse_errno(int number)
{
    return find_words(open_errors, sizeof open_errors / sizeof open_errors[0], number, &is_unreadable);
}

static const wn_refusal *refuse_kind(mode_t mode)
{
    return find_words(file_kinds, sizeof file_kinds / sizeof file_kinds[0], (int)(mode & S_IFMT), &is_odd);
}

const wn_refusal *wn_policy_file_judge(const char *name)
{
    if (!strcmp(name, "-"))
        return &is_standard_input;
    return strstr(name, "://") ? &is_url : NULL;
}

char *wn_policy_root_find(const char *folder)
{
    return realpath(folder, NULL);
}

static bool is_below(const char *root, const char *path)
{
    size_t size = strlen(root);
    if (size && root[size - 1] == '/')
        size--;
    return !strncmp(root, path, size) && path[size] == '/';
}

static const wn_refusal *check_opened(wn_policy_file *file)
{
    struct stat facts;
    if (fstat(file->descriptor, &facts) != 0)
        return refuse_errno(errno);
    file->device = facts.st_dev;
    file->inode = facts.st_ino;
    if (!S_ISREG(facts.st_mode))
        return refuse_kind(facts.st_mode);
    return facts.st_size > (off_t)WN_POLICY_BYTES_MAX ? &is_large : NULL;
}

static const wn_refusal *open_path(const char *path, int more_flags, wn_policy_file *file)
{
    do
        file->descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | more_flags);
    while (file->descriptor < 0 && errno == EINTR);
    if (file->descriptor < 0) {
        file->is_missing = errno == ENOENT || errno == ENOTDIR;
        return refuse_errno(errno);
    }
    const wn_refusal *refusal = check_opened(file);
    if (refusal)
        wn_policy_file_close(file);
    return refusal;
}

const wn_refusal *wn_policy_file_open(const char *path, const char *root, wn_policy_file *file)
{
    *file = (wn_policy_file){.descriptor = -1};
    if (!root)
        return open_path(path, 0, file);
    char *real = realpath(path, NULL);
    if (!real) {
        file->is_missing = errno == ENOENT || errno == ENOTDIR;
        return refuse_errno(errno);
    }
    const wn_refusal *refusal = is_below(root, real) ? open_path(real, O_NOFOLLOW, file) : &is_outside;
    free(real);
    return refusal;
}

const wn_refusal *wn_policy_file_read(const wn_policy_file *file, wn_buf *text)
{
    size_t before = text->size;
    for (;;) {
        if (!wn_buf_reserve(text, READ_BYTES))
            return &no_memory;
        ssize_t got = read(file->descriptor, text->data + text->size, READ_BYTES);
        if (got == 0)
            return NULL;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse_errno(errno);
        text->size += (size_t)got;
        if (text->size - before > WN_POLICY_BYTES_MAX) /* it has grown, or never told its size */
            return &is_large;
    }
}

void wn_policy_file_close(wn_policy_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}
