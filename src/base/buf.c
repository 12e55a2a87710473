/* buf.c: growing buffers and arrays, with every size checked before it is used. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool wn_array_enlarge(void *array_pointer, size_t *capacity, size_t wanted, size_t size)
{
    size_t next = *capacity ? *capacity : 8;
    while (next < wanted) {
        if (next > SIZE_MAX / 2)
            return false;
        next *= 2;
    }
    if (next > SIZE_MAX / size)
        return false;
    void *old;
    memcpy(&old, array_pointer, sizeof old);
    void *grown = realloc(old, next * size);
    if (!grown)
        return false;
    memcpy(array_pointer, &grown, sizeof grown);
    *capacity = next;
    return true;
}

bool wn_buf_reserve(wn_buf *buf, size_t more)
{
    if (more <= buf->capacity - buf->size)
        return true;
    size_t wanted = buf->size + more;
    if (wanted < more || !wn_array_grow(&buf->data, &buf->capacity, wanted < 64 ? 64 : wanted, 1)) {
        buf->failed = true;
        return false;
    }
    return true;
}

bool wn_buf_append(wn_buf *buf, const void *data, size_t size)
{
    if (!size)
        return !buf->failed;
    if (!wn_buf_reserve(buf, size))
        return false;
    memcpy(buf->data + buf->size, data, size);
    buf->size += size;
    return true;
}

bool wn_buf_put(wn_buf *buf, char byte)
{
    return wn_buf_append(buf, &byte, 1);
}

bool wn_buf_text(wn_buf *buf, const char *text)
{
    return wn_buf_append(buf, text, strlen(text));
}

bool wn_buf_printf(wn_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    bool done = false;
    if (size >= 0 && wn_buf_reserve(buf, (size_t)size + 1)) { /* vsnprintf writes a NUL as well */
        vsnprintf(buf->data + buf->size, (size_t)size + 1, format, again);
        buf->size += (size_t)size;
        done = true;
    }
    va_end(again);
    return done;
}

void wn_buf_consume(wn_buf *buf, size_t size)
{
    if (size >= buf->size) {
        buf->size = 0;
        return;
    }
    memmove(buf->data, buf->data + size, buf->size - size);
    buf->size -= size;
}

void wn_buf_clear(wn_buf *buf)
{
    buf->size = 0;
}

void wn_buf_free(wn_buf *buf)
{
    free(buf->data);
    *buf = (wn_buf){0};
}
