/* io.c: waiting on descriptors, and the words for their failures. */
#include "stream/io.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <zlib.h>

typedef struct remedy {
    int         number; /* errno */
    const char *advice;
} remedy;

/* What the user can do about the failures that users meet; the rest go without advice. */
static const remedy remedies[] = {
    {ENOENT, "check the name"},
    {EACCES, "check who may read and write it, and its folder"},
    {EPERM, "check who may read and write it, and its folder"},
    {EISDIR, "name the files in it, not the folder"},
    {ENOTDIR, "check the name"},
    {ENOSPC, "make room and run it again"},
    {EDQUOT, "make room and run it again"},
    {EFBIG, "raise the limit on file sizes (ulimit -f)"},
    {EROFS, "write to another place"},
    {EMFILE, "raise the limit on open files (ulimit -n)"},
    {EBADF, "open it for the command, or name a file instead"},
};

static const char *find_advice(int number)
{
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (remedies[i].number == number)
            return remedies[i].advice;
    return NULL;
}

wn_status wn_io_fail(const char *name, const char *what, int number, wn_error **error)
{
    char        reason[128];
    const char *advice = find_advice(number);
    wn_place    place = {.file = name};
    if (strerror_r(number, reason, sizeof reason) != 0)
        strcpy(reason, "an unknown error");
    return wn_error_add(error, WN_IO_ERROR, &place, "%s: %s%s%s", what, reason, advice ? "; " : "",
                        advice ? advice : "");
}

void wn_io_wait(int descriptor, bool for_reading)
{
    struct pollfd one = {.fd = descriptor, .events = for_reading ? POLLIN : POLLOUT};
    while (poll(&one, 1, -1) < 0 && errno == EINTR)
        continue;
}

const char *wn_io_zlib_version(void)
{
    return zlibVersion();
}
