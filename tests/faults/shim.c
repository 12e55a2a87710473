/* shim.c: stands between winnow and the system (LD_PRELOAD), counts its calls and makes chosen ones fail.
 *
 *     WINNOW_FAULTS="memory fail 17"      the 17th allocation finds no memory
 *     WINNOW_FAULTS="memory after 17"     nor does any later one
 *     WINNOW_FAULTS="calls fail 5"        the 5th call that reads, writes, opens, renames ... fails
 *     WINNOW_FAULTS="calls after 5"       so do all later ones
 *     WINNOW_FAULTS="calls interrupt 3"   a signal interrupts the 3rd call that one can interrupt
 *     WINNOW_FAULTS="calls short 3"       the 3rd read or write moves a single byte
 *     WINNOW_FAULTS_REPORT=FILE           "counted N, failed NAME, left N" is written there at exit
 *     WINNOW_FAULTS_TRACE=1               the failing call's stack goes to standard error
 *
 * With the number 0 nothing fails and all is counted. "left" counts the allocations that nobody freed. Calls are
 * counted from main's start to its end; libraries' calls count as the program's. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum mode {
    FAIL,
    AFTER,
    INTERRUPT,
    SHORT
};

static bool         is_on;     /* between main's start and its end */
static bool         is_memory; /* allocations are at stake, else calls */
static enum mode    mode;
static long         target; /* 0: count only */
static atomic_long  counted;
static atomic_long  left; /* allocations alive */
static const char  *failed = "nothing";
static __thread int depth; /* inside the shim's own calls */

#define REAL(name)                                                                                                     \
    static __typeof__(name) *real;                                                                                     \
    if (!real)                                                                                                         \
    real = (__typeof__(name) *)(uintptr_t)find_next(#name)

static void *find_next(const char *name)
{
    depth++;
    void *found = dlsym(RTLD_NEXT, name);
    depth--;
    if (!found)
        _exit(99);
    return found;
}

static void trace(const char *name)
{
    void *stack[24];
    failed = name;
    const char *wanted = getenv("WINNOW_FAULTS_TRACE");
    if (!wanted || !*wanted)
        return;
    depth++;
    backtrace_symbols_fd(stack, backtrace(stack, 24), STDERR_FILENO);
    depth--;
}

/* Counts a call of the kind at stake; whether this one shall fail. */
static bool is_chosen(const char *name)
{
    if (!is_on || depth)
        return false;
    long number = ++counted;
    if (!target || (number != target && !(mode == AFTER && number > target)))
        return false;
    if (number == target)
        trace(name);
    return true;
}

static bool no_memory(const char *name)
{
    if (!is_memory || !is_chosen(name))
        return false;
    errno = ENOMEM;
    return true;
}

/* Whether the call shall fail as a whole, for a reason that it may have. */
static bool refuse(const char *name, int number)
{
    if (is_memory || mode == INTERRUPT || mode == SHORT || !is_chosen(name))
        return false;
    errno = number;
    return true;
}

static bool interrupt(const char *name)
{
    if (is_memory || mode != INTERRUPT || !is_chosen(name))
        return false;
    errno = EINTR;
    return true;
}

static size_t shorten(const char *name, size_t size)
{
    return !is_memory && mode == SHORT && size > 1 && is_chosen(name) ? 1 : size;
}

/* ---- memory ---- */

/* dlsym itself may allocate; what it gets lies here and is never freed. */
static char           early[65536];
static _Atomic size_t early_size;

static bool is_early(const void *memory)
{
    return (const char *)memory >= early && (const char *)memory < early + sizeof early;
}

static void *allocate_early(size_t size)
{
    size_t at = atomic_fetch_add(&early_size, (size + 15) & ~(size_t)15);
    return at + size <= sizeof early ? early + at : NULL;
}

static void *note(void *memory)
{
    if (memory && is_on && !depth)
        left++;
    return memory;
}

void *malloc(size_t size)
{
    if (depth)
        return allocate_early(size);
    REAL(malloc);
    return no_memory("malloc") ? NULL : note(real(size));
}

void *calloc(size_t count, size_t size)
{
    if (depth)
        return allocate_early(count * size);
    REAL(calloc);
    return no_memory("calloc") ? NULL : note(real(count, size));
}

void *realloc(void *old, size_t size)
{
    REAL(realloc);
    if (no_memory("realloc"))
        return NULL;
    void *memory = real(old, size);
    return old ? memory : note(memory);
}

void free(void *memory)
{
    if (!memory || is_early(memory))
        return;
    REAL(free);
    if (is_on && !depth)
        left--;
    real(memory);
}

/* ---- calls that an interrupt or a short transfer is nothing unusual for ---- */

ssize_t read(int descriptor, void *bytes, size_t size)
{
    REAL(read);
    if (refuse("read", EIO) || interrupt("read"))
        return -1;
    return real(descriptor, bytes, shorten("read", size));
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    REAL(write);
    if (refuse("write", ENOSPC) || interrupt("write"))
        return -1;
    return real(descriptor, bytes, shorten("write", size));
}

int poll(struct pollfd *descriptors, nfds_t count, int milliseconds)
{
    REAL(poll);
    if (refuse("poll", ENOMEM) || interrupt("poll"))
        return -1;
    return real(descriptors, count, milliseconds);
}

int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list args;
    va_start(args, flags);
    mode_t rights = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (refuse("open", EMFILE) || interrupt("open"))
        return -1;
    return real(path, flags, rights);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
    return open(path, flags);
}

/* The descriptor is closed all the same, as on Linux. */
int close(int descriptor)
{
    REAL(close);
    bool is_refused = refuse("close", EIO) || interrupt("close");
    int  number = errno, result = real(descriptor);
    if (is_refused)
        errno = number;
    return is_refused ? -1 : result;
}

/* ---- calls that only fail ---- */

#define WRAP(result, name, parameters, arguments, number, failure)                                                     \
    result name parameters                                                                                             \
    {                                                                                                                  \
        REAL(name);                                                                                                    \
        return refuse(#name, number) ? (failure) : real arguments;                                                     \
    }

WRAP(int, rename, (const char *from, const char *to), (from, to), EACCES, -1)
WRAP(int, fsync, (int descriptor), (descriptor), EIO, -1)
WRAP(int, fstat, (int descriptor, struct stat *out), (descriptor, out), EIO, -1)
WRAP(int, stat, (const char *path, struct stat *out), (path, out), EIO, -1)
WRAP(int, lstat, (const char *path, struct stat *out), (path, out), EIO, -1)
WRAP(off_t, lseek, (int descriptor, off_t at, int whence), (descriptor, at, whence), EIO, -1)
WRAP(ssize_t, readlink, (const char *path, char *out, size_t size), (path, out, size), EIO, -1)
WRAP(char *, realpath, (const char *path, char *out), (path, out), EIO, NULL)
WRAP(int, mkdir, (const char *path, mode_t rights), (path, rights), EACCES, -1)
WRAP(DIR *, opendir, (const char *path), (path), EMFILE, NULL)
WRAP(struct dirent *, readdir, (DIR * folder), (folder), EIO, NULL)
WRAP(int, fchmod, (int descriptor, mode_t rights), (descriptor, rights), EPERM, -1)
WRAP(int, fchown, (int descriptor, uid_t user, gid_t group), (descriptor, user, group), EPERM, -1)
WRAP(int, dup, (int descriptor), (descriptor), EMFILE, -1)
WRAP(void *, mmap, (void *at, size_t size, int protection, int flags, int descriptor, off_t offset),
     (at, size, protection, flags, descriptor, offset), ENOMEM, MAP_FAILED)

/* Returns its errors. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    REAL(pthread_create);
    return refuse("pthread_create", EAGAIN) ? EAGAIN : real(thread, attributes, run, argument);
}

/* ---- before and after ---- */

static void report(void)
{
    const char *path = getenv("WINNOW_FAULTS_REPORT");
    is_on = false;
    if (!path)
        return;
    char text[128];
    int  size = snprintf(text, sizeof text, "counted %ld, failed %s, left %ld\n", (long)counted, failed, (long)left);
    int  descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0 || write(descriptor, text, (size_t)size) != size)
        _exit(98);
    close(descriptor);
}

static void begin(void)
{
    static const char *const modes[] = {
        [FAIL] = "fail", [AFTER] = "after", [INTERRUPT] = "interrupt", [SHORT] = "short"};
    char        kind[16] = "", word[16] = "";
    void       *stack[1];
    const char *faults = getenv("WINNOW_FAULTS");
    if (!faults || sscanf(faults, "%15s %15s %ld", kind, word, &target) != 3)
        return;
    while (mode < SHORT && strcmp(word, modes[mode]) != 0)
        mode++;
    is_memory = strcmp(kind, "memory") == 0;
    (void)backtrace(stack, 1); /* it loads a library at its first call */
    is_on = true;
}

typedef int main_function(int argc, char **argv, char **environment);

static main_function *programs_main;

/* What instruments of a build do before and after is not the program's. */
static int run_main(int argc, char **argv, char **environment)
{
    begin();
    int status = programs_main(argc, argv, environment);
    if (is_on)
        report();
    return status;
}

int __libc_start_main(main_function *start, int argc, char **argv, main_function *init, void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end);
int __libc_start_main(main_function *start, int argc, char **argv, main_function *init, void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end)
{
    REAL(__libc_start_main);
    programs_main = start;
    return real(run_main, argc, argv, init, fini, loader_fini, stack_end);
}
