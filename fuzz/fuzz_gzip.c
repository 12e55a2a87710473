/* fuzz_gzip.c: any bytes as gzip data, and data made from them and damaged. The text is what zlib itself makes of them,
 * to the last byte before the damage, however they are cut; and what is written can be read. */
#include "fuzz.h"

#include "stream/gzip.h"

#include <string.h>
#include <zlib.h>

#define TEXT_MAX ((size_t)1 << 20) /* more than this is not compared */

/* ---- zlib's own word ---- */

/* Puts out what a member has; false when it is damaged or cut off, or there is too much. */
static bool inflate_member(z_stream *z, wn_buf *text)
{
    int result;
    do {
        wn_buf_reserve(text, 65536);
        z->next_out = (unsigned char *)text->data + text->size;
        z->avail_out = 65536;
        result = inflate(z, Z_NO_FLUSH);
        text->size += 65536 - z->avail_out;
    } while (result == Z_OK && text->size < TEXT_MAX);
    return result == Z_STREAM_END;
}

static bool begins_member(const z_stream *z)
{
    return z->avail_in >= 2 && z->next_in[0] == 0x1F && z->next_in[1] == 0x8B;
}

static void inflate_all(wn_bytes data, wn_buf *text)
{
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)data.data, .avail_in = (unsigned)data.size};
    fuzz_demand(inflateInit2(&z, 15 + 16) == Z_OK, "zlib has memory");
    while (begins_member(&z) && inflate_member(&z, text))
        inflateReset(&z);
    inflateEnd(&z);
}

/* ---- ours ---- */

typedef struct decoded {
    wn_buf    text;
    wn_status status;
    bool      is_gzip;
} decoded;

static void fill(wn_gunzip *gunzip, wn_bytes *data, size_t step, wn_breeder *choices)
{
    size_t room;
    char  *at = wn_gunzip_room(gunzip, &room);
    size_t size = step ? step : 1 + wn_breeder_below(choices, 300);
    size = size < room ? size : room;
    size = size < data->size ? size : data->size;
    fuzz_demand(room > 0, "there is room for more data");
    if (size)
        memcpy(at, data->data, size);
    *data = (wn_bytes){size ? data->data + size : data->data, data->size - size};
    wn_gunzip_fill(gunzip, size);
}

static decoded decode(wn_bytes data, size_t step, wn_breeder choices)
{
    decoded    d = {0};
    wn_gunzip *gunzip = NULL;
    wn_error  *error = NULL;
    size_t     size = 0;
    fuzz_demand(wn_gunzip_new(&gunzip) == WN_OK, "there is memory");
    while (wn_gunzip_detect(gunzip) == WN_FORM_UNKNOWN && !wn_gunzip_has_ended(gunzip))
        fill(gunzip, &data, step, &choices);
    d.is_gzip = wn_gunzip_detect(gunzip) == WN_FORM_GZIP;
    while (d.status == WN_OK && d.text.size < TEXT_MAX) {
        char   text[3000];
        size_t room = step == 1 ? 1 + wn_breeder_below(&choices, sizeof text) : sizeof text;
        d.status = wn_gunzip_read(gunzip, "fuzzed", text, room, &size, &error);
        wn_buf_append(&d.text, text, size);
        if (d.status == WN_OK && !size && wn_gunzip_has_ended(gunzip))
            break;
        if (d.status == WN_OK && !size)
            fill(gunzip, &data, step, &choices);
    }
    fuzz_demand((d.status == WN_OK) == !error, "an error says why");
    wn_error_free(error);
    wn_gunzip_free(gunzip);
    return d;
}

static bool is_same(const wn_buf *a, const wn_buf *b)
{
    return a->size == b->size && (!a->size || memcmp(a->data, b->data, a->size) == 0);
}

static void compare(wn_bytes data, wn_breeder choices)
{
    decoded whole = decode(data, 65536, choices), bytes = decode(data, 1, choices), cut = decode(data, 0, choices);
    wn_buf  expected = {0};
    if (whole.is_gzip)
        inflate_all(data, &expected);
    else
        wn_buf_append(&expected, data.data, data.size);
    bool is_small = whole.text.size < TEXT_MAX && expected.size < TEXT_MAX;
    fuzz_demand(!is_small || is_same(&whole.text, &bytes.text), "how data are cut changes nothing");
    fuzz_demand(!is_small || is_same(&whole.text, &cut.text), "how data are cut changes nothing");
    fuzz_demand(!is_small || (whole.status == bytes.status && whole.status == cut.status), "nor the end they come to");
    fuzz_demand(!is_small || is_same(&whole.text, &expected), "the text is zlib's");
    wn_buf_free(&expected);
    wn_buf_free(&whole.text);
    wn_buf_free(&bytes.text);
    wn_buf_free(&cut.text);
}

/* ---- there and back ---- */

static void encode(wn_bytes text, wn_breeder choices, wn_buf *out)
{
    wn_gzip *gzip = NULL;
    wn_bytes data;
    fuzz_demand(wn_gzip_new(&gzip) == WN_OK, "there is memory");
    while (text.size) {
        size_t   size = 1 + wn_breeder_below(&choices, text.size);
        wn_bytes piece = {text.data, size};
        while (
            (data = wn_gzip_encode(gzip, &piece, wn_breeder_one_in(&choices, 3) ? WN_GZIP_FLUSH : WN_GZIP_GO_ON)).size)
            wn_buf_append(out, data.data, data.size);
        text = (wn_bytes){text.data + size, text.size - size};
    }
    while ((data = wn_gzip_encode(gzip, &text, WN_GZIP_FINISH)).size)
        wn_buf_append(out, data.data, data.size);
    wn_gzip_free(gzip);
}

static void damage(wn_breeder *choices, wn_buf *data)
{
    for (size_t left = wn_breeder_below(choices, 4); left && data->size; left--)
        data->data[wn_breeder_below(choices, data->size)] ^= (char)(1u << wn_breeder_below(choices, 8));
    if (wn_breeder_one_in(choices, 3))
        data->size = wn_breeder_below(choices, data->size + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = fuzz_input_read(data, size);
    wn_buf     made = {0};
    compare((wn_bytes){(const char *)data, size}, input.choices);
    encode(input.document, input.choices, &made);
    decoded back = decode(wn_buf_bytes(&made), 0, input.choices);
    fuzz_demand(back.status == WN_OK &&
                    (input.document.size >= TEXT_MAX ||
                     (back.text.size == input.document.size &&
                      (!back.text.size || memcmp(back.text.data, input.document.data, back.text.size) == 0))),
                "what is written can be read");
    damage(&input.choices, &made);
    compare(wn_buf_bytes(&made), input.choices);
    wn_buf_free(&back.text);
    wn_buf_free(&made);
    return 0;
}
