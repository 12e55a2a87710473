/* source.c: a buffer before an input. */
#include "stream/source.h"

wn_status wn_source_more(wn_source *s, wn_error **error)
{
    size_t got = 0;
    wn_buf_consume(&s->held, s->used);
    s->used = 0;
    if (!wn_buf_reserve(&s->held, WN_INPUT_BYTES))
        return WN_NO_MEMORY;
    wn_status status = wn_input_read(s->input, s->held.data + s->held.size, WN_INPUT_BYTES, &got, error);
    s->held.size += got;
    s->has_ended = status == WN_OK && !got;
    return status;
}

wn_bytes wn_source_ahead(const wn_source *s)
{
    size_t size = s->held.size - s->used;
    return (wn_bytes){size ? s->held.data + s->used : NULL, size};
}

wn_status wn_source_fill(wn_source *s, wn_error **error)
{
    wn_status status = WN_OK;
    while (status == WN_OK && !wn_source_ahead(s).size && !s->has_ended)
        status = wn_source_more(s, error);
    return status;
}

wn_status wn_source_rewind(wn_source *s, uint64_t offset, wn_error **error)
{
    s->used = 0;
    s->has_ended = false;
    wn_buf_clear(&s->held);
    wn_status status = wn_input_rewind(s->input, error);
    while (status == WN_OK && offset && (status = wn_source_fill(s, error)) == WN_OK) {
        size_t size = wn_source_ahead(s).size;
        size = size < offset ? size : (size_t)offset;
        if (!size)
            break;
        s->used += size;
        offset -= size;
    }
    return status;
}

void wn_source_free(wn_source *s)
{
    wn_buf_free(&s->held);
}
