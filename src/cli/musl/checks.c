/* checks.c: what libraries that were compiled for the GNU C library ask of it and musl does not have.
 *
 * The static program is built on musl, which takes a tenth of the room, of the same static libraries as
 * all programs of the system. Their calls were made safer when they were compiled (_FORTIFY_SOURCE): each
 * says how much room there is, and the check is here. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__memcpy_chk(void *to, const void *from, size_t size, size_t room);
int   __vsnprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, va_list args);
int   __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...);
int   __sprintf_chk(char *to, int flag, size_t room, const char *format, ...);
int   __fprintf_chk(FILE *file, int flag, const char *format, ...);
void  arc4random_buf(void *to, size_t size);
int   getentropy(void *to, size_t size); /* of musl, but not of POSIX then */

static void check(int is_right)
{
    if (!is_right)
        abort();
}

void *__memcpy_chk(void *to, const void *from, size_t size, size_t room)
{
    check(size <= room);
    return memcpy(to, from, size);
}

int __vsnprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, va_list args)
{
    (void)flag;
    check(size <= room);
    return vsnprintf(to, size, format, args);
}

int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int written = __vsnprintf_chk(to, size, flag, room, format, args);
    va_end(args);
    return written;
}

int __sprintf_chk(char *to, int flag, size_t room, const char *format, ...)
{
    (void)flag;
    va_list args;
    va_start(args, format);
    int written = vsnprintf(to, room, format, args);
    va_end(args);
    check(written < 0 || (size_t)written < room);
    return written;
}

int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
    (void)flag;
    va_list args;
    va_start(args, format);
    int written = vfprintf(file, format, args);
    va_end(args);
    return written;
}

/* For hashes of the XML parser that nobody can foresee. */
void arc4random_buf(void *to, size_t size)
{
    enum {
        AT_ONCE = 256
    };
    char *bytes = to;
    for (size_t at = 0; at < size; at += AT_ONCE)
        check(getentropy(bytes + at, size - at < AT_ONCE ? size - at : AT_ONCE) == 0);
}
