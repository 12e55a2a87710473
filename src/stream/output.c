/* output.c: a buffer in front of write(2), an encoder between them, and a long memory for failures. */
#include "stream/output.h"

#include "stream/behind.h"
#include "stream/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WRITE_BYTES_MAX ((size_t)1 << 30) /* some systems refuse more in one call */

wn_status wn_output_new(int descriptor, const char *name, wn_output *output)
{
    *output = (wn_output){.descriptor = descriptor, .name = name, .bytes = malloc(WN_OUTPUT_BYTES)};
    return output->bytes ? WN_OK : WN_NO_MEMORY;
}

wn_status wn_output_append(const char *path, wn_output *output, wn_error **error)
{
    int descriptor;
    do
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    while (descriptor < 0 && errno == EINTR);
    *output = (wn_output){.descriptor = -1};
    if (descriptor < 0)
        return wn_io_fail(path, "cannot open it to append to it", errno, error);
    wn_status status = wn_output_new(descriptor, path, output);
    if (status != WN_OK)
        close(descriptor);
    return status;
}

static wn_status state_of(const wn_output *output)
{
    return output->failure ? WN_IO_ERROR : WN_OK;
}

static void let_leader_go(wn_output *output)
{
    if (output->leader && wn_output_flush(output->leader) != WN_OK && !output->failure)
        output->failure = ECANCELED;
}

static void write_all(wn_output *output, wn_bytes bytes)
{
    if (bytes.size)
        let_leader_go(output);
    while (bytes.size && !output->failure) {
        size_t  size = bytes.size < WRITE_BYTES_MAX ? bytes.size : WRITE_BYTES_MAX;
        ssize_t put = write(output->descriptor, bytes.data, size);
        if (put > 0) {
            bytes.data += put;
            bytes.size -= (size_t)put;
        } else if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            wn_io_wait(output->descriptor, false);
        } else if (put < 0 && errno != EINTR) {
            output->failure = errno;
        }
    }
}

wn_status wn_output_compress(wn_output *output)
{
    return wn_gzip_new(&output->gzip);
}

static void write_encoded(wn_output *output, wn_bytes text, wn_gzip_step step)
{
    wn_bytes data;
    while (!output->failure && (data = wn_gzip_encode(output->gzip, &text, step)).size)
        write_all(output, data);
}

/* Writes what the other thread has made of the text so far; with `waits`, of one more block, unless there is none.
 * False when there is no more. */
static bool write_made(wn_output *output, bool waits)
{
    const wn_buf *data = wn_behind_take(output->behind, waits);
    if (data && data->failed && !output->failure)
        output->failure = ENOMEM;
    if (data)
        write_all(output, wn_buf_bytes(data));
    return data;
}

/* Has the text encoded by the other thread, and writes what is there; the step's end is waited for. */
static void write_behind(wn_output *output, wn_bytes text, wn_gzip_step step)
{
    while (!output->failure && !wn_behind_give(output->behind, text, step))
        write_made(output, true);
    while (!output->failure && write_made(output, step != WN_GZIP_GO_ON))
        continue;
}

/* Writes what was gathered; of gzip, at least what `step` demands. */
static wn_status write_gathered(wn_output *output, wn_gzip_step step)
{
    wn_bytes gathered = {output->bytes, output->size};
    if (output->behind)
        write_behind(output, gathered, step);
    else if (output->gzip)
        write_encoded(output, gathered, step);
    else
        write_all(output, gathered);
    output->size = 0;
    return state_of(output);
}

wn_status wn_output_flush(wn_output *output)
{
    if (output->has_ended_member)
        return state_of(output);
    return write_gathered(output, WN_GZIP_FLUSH);
}

wn_status wn_output_end_member(wn_output *output)
{
    if (!output->gzip)
        return state_of(output);
    if (write_gathered(output, WN_GZIP_FINISH) != WN_OK)
        return WN_IO_ERROR; /* another thread may still be at work with the encoder */
    wn_gzip_again(output->gzip);
    output->has_ended_member = true;
    return WN_OK;
}

wn_status wn_output_finish(wn_output *output)
{
    if (output->has_ended_member) /* no empty one after it */
        return state_of(output);
    return write_gathered(output, WN_GZIP_FINISH);
}

static void gather(wn_output *output, wn_bytes bytes)
{
    if (bytes.size)
        memcpy(output->bytes + output->size, bytes.data, bytes.size);
    output->size += bytes.size;
}

/* The encoder always gets full blocks, so that how the text was cut does not show in the data. */
static void gather_blocks(wn_output *output, wn_bytes bytes)
{
    output->has_ended_member &= !bytes.size;
    while (bytes.size && !output->failure) {
        size_t room = WN_OUTPUT_BYTES - output->size;
        size_t size = bytes.size < room ? bytes.size : room;
        gather(output, (wn_bytes){bytes.data, size});
        bytes = wn_bytes_after(bytes, size);
        if (output->size == WN_OUTPUT_BYTES)
            write_gathered(output, WN_GZIP_GO_ON);
    }
}

wn_status wn_output_write(wn_output *output, wn_bytes bytes)
{
    if (output->gzip) {
        gather_blocks(output, bytes);
        return state_of(output);
    }
    if (bytes.size > WN_OUTPUT_BYTES - output->size)
        wn_output_flush(output);
    if (bytes.size >= WN_OUTPUT_BYTES)
        write_all(output, bytes);
    else
        gather(output, bytes);
    return state_of(output);
}

wn_status wn_output_close(wn_output *output)
{
    wn_output_finish(output);
    /* after EINTR the descriptor is closed all the same on Linux, so it is not tried again */
    if (close(output->descriptor) != 0 && errno != EINTR && !output->failure)
        output->failure = errno;
    output->descriptor = -1;
    return state_of(output);
}

wn_status wn_output_explain(const wn_output *output, wn_error **error)
{
    if (!output->failure)
        return WN_OK;
    return wn_io_fail(output->name, "cannot write to it", output->failure, error);
}

bool wn_output_is_abandoned(const wn_output *output)
{
    return output->failure == EPIPE;
}

void wn_output_free(wn_output *output)
{
    wn_behind_free(output->behind);
    wn_gzip_free(output->gzip);
    output->behind = NULL;
    free(output->bytes);
    output->gzip = NULL;
    output->bytes = NULL;
    output->size = 0;
}
