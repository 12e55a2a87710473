/* buf.h: bytes that are owned and grow.
 *
 * A wn_buf that could not grow stays as it was and remembers it in `failed`, so that a run of
 * appends needs one check at its end. */
#ifndef WN_BASE_BUF_H
#define WN_BASE_BUF_H

#include "winnow.h"

typedef struct wn_buf {
    char  *data;
    size_t size;
    size_t capacity;
    bool   failed; /* an allocation failed since the last wn_buf_free */
} wn_buf;

/* Makes room for `more` bytes after the end; false when there is no memory. */
bool wn_buf_reserve(wn_buf *buf, size_t more);

bool wn_buf_append(wn_buf *buf, const void *data, size_t size);
bool wn_buf_put(wn_buf *buf, char byte);
bool wn_buf_text(wn_buf *buf, const char *text);
bool wn_buf_printf(wn_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Drops the first `size` bytes and moves the rest to the front. */
void wn_buf_consume(wn_buf *buf, size_t size);

void wn_buf_clear(wn_buf *buf); /* keeps the memory */
void wn_buf_free(wn_buf *buf);

/* What the buffer holds; valid until it next changes. */
static inline wn_bytes wn_buf_bytes(const wn_buf *buf)
{
    return (wn_bytes){buf->data, buf->size};
}

/* What follows the first `size` of the bytes; of no bytes, none. */
static inline wn_bytes wn_bytes_after(wn_bytes bytes, size_t size)
{
    return (wn_bytes){size ? bytes.data + size : bytes.data, bytes.size - size};
}

/* Grows an array that is too small. */
bool wn_array_enlarge(void *array_pointer, size_t *capacity, size_t wanted, size_t size);

/* Grows an array to hold at least `wanted` elements of `size` bytes, doubling; false when there is
 * no memory, and then nothing has changed. */
static inline bool wn_array_grow(void *array_pointer, size_t *capacity, size_t wanted, size_t size)
{
    return wanted <= *capacity || wn_array_enlarge(array_pointer, capacity, wanted, size);
}

#endif
