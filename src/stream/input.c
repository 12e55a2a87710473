/* input.c: read(2), until it has something to say, and a decoder behind it. */
#include "stream/input.h"

#include "stream/ahead.h"
#include "stream/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

wn_status wn_input_open(const char *path, wn_input *input, wn_error **error)
{
    int descriptor;
    do
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (descriptor < 0 && errno == EINTR);
    int failure = errno;
    *input = wn_input_of(descriptor, path);
    input->is_owned = descriptor >= 0;
    return descriptor < 0 ? wn_io_fail(path, "cannot open it", failure, error) : WN_OK;
}

wn_input wn_input_of(int descriptor, const char *name)
{
    struct stat now;
    bool        is_regular = descriptor >= 0 && fstat(descriptor, &now) == 0 && S_ISREG(now.st_mode);
    return (
        wn_input){.descriptor = descriptor, .name = name, .begin = is_regular ? lseek(descriptor, 0, SEEK_CUR) : -1};
}

static wn_status read_bytes(const wn_input *input, char *bytes, size_t room, size_t *size, wn_error **error)
{
    if (input->before_read && !input->before_read(input->user))
        return WN_STOPPED;
    for (;;) {
        ssize_t got = read(input->descriptor, bytes, room);
        *size = got > 0 ? (size_t)got : 0;
        if (got >= 0)
            return WN_OK;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            wn_io_wait(input->descriptor, true);
        else if (errno != EINTR)
            return wn_io_fail(input->name, "cannot read it", errno, error);
    }
}

/* More data for the decoder. */
static wn_status read_data(wn_input *input, wn_error **error)
{
    size_t    size;
    char     *data = wn_gunzip_room(input->gunzip, &size);
    wn_status status = read_bytes(input, data, size, &size, error);
    if (status == WN_OK)
        wn_gunzip_fill(input->gunzip, size);
    return status;
}

wn_status wn_input_decode(wn_input *input, bool *is_gzip, wn_error **error)
{
    wn_gunzip_form form = WN_FORM_UNKNOWN;
    wn_status      status = wn_gunzip_new(&input->gunzip);
    while (status == WN_OK && (form = wn_gunzip_detect(input->gunzip)) == WN_FORM_UNKNOWN)
        status = read_data(input, error);
    *is_gzip = form == WN_FORM_GZIP;
    return status;
}

wn_status wn_input_read(wn_input *input, char *bytes, size_t room, size_t *size, wn_error **error)
{
    wn_gunzip *gunzip = input->gunzip;
    if (input->ahead)
        return wn_ahead_read(input->ahead, bytes, room, size, error);
    if (!gunzip || (wn_gunzip_detect(gunzip) == WN_FORM_PLAIN && !wn_gunzip_has_more(gunzip)))
        return read_bytes(input, bytes, room, size, error);
    wn_status status;
    while ((status = wn_gunzip_read(gunzip, input->name, bytes, room, size, error)) == WN_OK && !*size)
        if (wn_gunzip_has_ended(gunzip) || (status = read_data(input, error)) != WN_OK)
            break;
    return status;
}

bool wn_input_can_rewind(const wn_input *input)
{
    return input->begin >= 0 && !input->ahead;
}

wn_status wn_input_rewind(wn_input *input, wn_error **error)
{
    bool is_gzip, decodes = input->gunzip;
    if (lseek(input->descriptor, (off_t)input->begin, SEEK_SET) < 0)
        return wn_io_fail(input->name, "cannot read it again", errno, error);
    wn_gunzip_free(input->gunzip);
    input->gunzip = NULL;
    return decodes ? wn_input_decode(input, &is_gzip, error) : WN_OK;
}

bool wn_input_would_wait(const wn_input *input)
{
    struct pollfd one = {.fd = input->descriptor, .events = POLLIN};
    if (input->ahead)
        return wn_ahead_would_wait(input->ahead);
    if (input->begin >= 0) /* regular files can always be read from */
        return false;
    if (input->gunzip && wn_gunzip_has_more(input->gunzip))
        return false;
    return poll(&one, 1, 0) == 0;
}

void wn_input_wait(const wn_input *input, int other, int milliseconds)
{
    int           descriptor = input->ahead ? wn_ahead_descriptor(input->ahead) : input->descriptor;
    struct pollfd both[] = {{.fd = descriptor, .events = POLLIN}, {.fd = other, .events = POLLIN}};
    (void)poll(both, 2, milliseconds);
}

bool wn_input_is_output(const wn_input *input, int output_descriptor)
{
    struct stat in, out;
    if (fstat(input->descriptor, &in) != 0 || fstat(output_descriptor, &out) != 0)
        return false;
    return S_ISREG(in.st_mode) && in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

void wn_input_close(wn_input *input)
{
    wn_ahead_free(input->ahead);
    if (input->is_owned)
        close(input->descriptor); /* nothing was written, so nothing can be lost here */
    wn_gunzip_free(input->gunzip);
    *input = (wn_input){.descriptor = -1};
}
