/* atomic.c: temporary file, fsync, rename. */
#include "stream/atomic.h"

#include "base/buf.h"
#include "stream/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40         /* as the kernel allows in one path */
#define LINK_BYTES_MAX 65536 /* of what a symbolic link says */
#define NAMES_MAX 1000       /* temporary names tried before giving up */

/* The part of a path up to and with its last slash; empty for a name alone. */
static wn_bytes folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (wn_bytes){path, slash ? (size_t)(slash - path) + 1 : 0};
}

/* Folder and name as one string that the caller frees; NULL when there is no memory. */
static char *join(wn_bytes folder, wn_bytes name)
{
    wn_buf path = {0};
    wn_buf_append(&path, folder.data, folder.size);
    wn_buf_append(&path, name.data, name.size);
    wn_buf_put(&path, '\0');
    if (path.failed)
        wn_buf_free(&path);
    return path.data;
}

/* What a symbolic link says, with a NUL after it; NULL and errno when it cannot be read. */
static char *read_link(const char *path)
{
    char *said = malloc(LINK_BYTES_MAX);
    if (!said)
        return NULL;
    ssize_t size = readlink(path, said, LINK_BYTES_MAX);
    if (size > 0 && size < LINK_BYTES_MAX) {
        said[size] = '\0';
        return said;
    }
    int number = size < 0 ? errno : ENAMETOOLONG;
    free(said);
    errno = number;
    return NULL;
}

/* What the link at *path points to takes the place of *path. */
static wn_status follow_link(char **path)
{
    char *said = read_link(*path);
    if (!said)
        return errno == ENOMEM ? WN_NO_MEMORY : WN_IO_ERROR;
    wn_bytes folder = folder_of(*path);
    if (said[0] == '/')
        folder.size = 0;
    char *next = join(folder, (wn_bytes){said, strlen(said)});
    free(said);
    if (!next)
        return WN_NO_MEMORY;
    free(*path);
    *path = next;
    return WN_OK;
}

/* The path behind all symbolic links, whether or not there is a file; errno says why not. */
static wn_status follow_links(const char *path, char **target)
{
    *target = join((wn_bytes){0}, (wn_bytes){path, strlen(path)});
    if (!*target)
        return WN_NO_MEMORY;
    for (int links = 0; links < LINKS_MAX; links++) {
        struct stat now;
        if (lstat(*target, &now) != 0 || !S_ISLNK(now.st_mode))
            return WN_OK; /* what is wrong with the path, if anything, the next open says */
        wn_status status = follow_link(target);
        if (status != WN_OK)
            return status;
    }
    errno = ELOOP;
    return WN_IO_ERROR;
}

/* Creates a file beside the target under a name that nobody has; -1 and errno when it cannot. */
static int create_temporary(wn_atomic *file, mode_t mode)
{
    wn_bytes folder = folder_of(file->target);
    for (int attempt = 0; attempt < NAMES_MAX; attempt++) {
        wn_buf name = {0};
        wn_buf_append(&name, folder.data, folder.size);
        wn_buf_printf(&name, ".winnow-%ld-%d.tmp", (long)getpid(), attempt);
        wn_buf_put(&name, '\0');
        if (name.failed) {
            wn_buf_free(&name);
            errno = ENOMEM;
            return -1;
        }
        int descriptor = open(name.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (descriptor >= 0) {
            file->temporary = name.data;
            return descriptor;
        }
        wn_buf_free(&name);
        if (errno != EEXIST && errno != EINTR)
            return -1;
    }
    return -1;
}

/* Gives the new file the old one's owner and mode. Where the owner or the group cannot be kept, no
 * right may grow by that: set-id bits go, and the group gets no more than others have. */
static void take_after(int descriptor, const struct stat *old)
{
    mode_t mode = old->st_mode & (S_ISUID | S_ISGID | S_IRWXU | S_IRWXG | S_IRWXO);
    if (fchown(descriptor, old->st_uid, old->st_gid) != 0) {
        mode &= ~(mode_t)(S_ISUID | S_ISGID);
        if (fchown(descriptor, (uid_t)-1, old->st_gid) != 0)
            mode &= ~(mode_t)S_IRWXG | (mode & S_IRWXO) << 3;
    }
    (void)fchmod(descriptor, mode); /* a file system without modes has none to keep */
}

static int open_target(wn_atomic *file)
{
    struct stat old;
    if (stat(file->target, &old) != 0)
        return errno == ENOENT ? create_temporary(file, 0666) : -1;
    if (S_ISDIR(old.st_mode)) {
        errno = EISDIR;
        return -1;
    }
    if (!S_ISREG(old.st_mode))
        return open(file->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    int descriptor = create_temporary(file, 0600);
    if (descriptor >= 0)
        take_after(descriptor, &old);
    return descriptor;
}

wn_status wn_atomic_open(const char *path, wn_atomic *file, wn_error **error)
{
    *file = (wn_atomic){.output.descriptor = -1, .name = path};
    wn_status status = follow_links(path, &file->target);
    if (status == WN_OK) {
        int descriptor = open_target(file);
        status = descriptor < 0 ? WN_IO_ERROR : wn_output_new(descriptor, path, &file->output);
        file->output.descriptor = descriptor; /* closed by discard whatever happened */
    }
    if (status == WN_OK)
        return WN_OK;
    int number = errno;
    wn_atomic_discard(file);
    if (status == WN_IO_ERROR)
        status = wn_io_fail(path, "cannot write to it", number, error);
    return status;
}

wn_status wn_atomic_sync(wn_atomic *file, wn_error **error)
{
    wn_output_finish(&file->output);
    if (file->temporary && !file->output.failure && fsync(file->output.descriptor) != 0 && errno != EINVAL)
        file->output.failure = errno;
    wn_output_close(&file->output);
    return wn_output_explain(&file->output, error);
}

/* The rename itself should survive a power cut. Not every file system can sync a folder, and the
 * file is whole either way, so a failure here is none. */
static void sync_folder(const char *target)
{
    wn_bytes folder = folder_of(target);
    char    *path = folder.size ? join(folder, (wn_bytes){0}) : NULL;
    int      descriptor = path || !folder.size ? open(path ? path : ".", O_RDONLY | O_CLOEXEC) : -1;
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
    free(path);
}

wn_status wn_atomic_rename(wn_atomic *file, wn_error **error)
{
    if (!file->temporary)
        return WN_OK;
    if (rename(file->temporary, file->target) != 0)
        return wn_io_fail(file->name, "cannot put the new file in its place", errno, error);
    free(file->temporary);
    file->temporary = NULL;
    sync_folder(file->target);
    return WN_OK;
}

void wn_atomic_discard(wn_atomic *file)
{
    if (file->output.descriptor >= 0)
        close(file->output.descriptor);
    wn_output_free(&file->output);
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    free(file->target);
    *file = (wn_atomic){.output.descriptor = -1};
}
