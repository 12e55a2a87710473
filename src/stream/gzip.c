/* gzip.c: zlib, fed a block at a time, and what lies between and after the members.
 *
 * The decoder is a state machine. It looks at the first bytes, then hands the data to inflate member by member;
 * after a member it looks whether another one, padding or garbage follows. A damaged place is a state too: whoever
 * reads on is told again. */
#include "stream/gzip.h"

#include "base/buf.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define DATA_BYTES ((size_t)64 << 10) /* held at a time: what a pipe holds */
#define WINDOW_BITS 15                /* the largest window: 32 KiB */
#define GZIP_WRAPPER 16               /* added to the bits, so that zlib reads or writes header and trailer */
#define MEMORY_LEVEL 8                /* zlib's default, 256 KiB in all */
#define UNKNOWN_SYSTEM 255            /* in the header, so that data do not tell where they were made */

#define MAGIC_1 0x1f
#define MAGIC_2 0x8b
#define DEFLATE 8
#define RESERVED_FLAGS 0xe0

/* ---- text out of gzip data ---- */

typedef enum state {
    STATE_START,   /* the first bytes are still to tell */
    STATE_PLAIN,   /* no gzip */
    STATE_MEMBER,  /* in a member's header, data or trailer */
    STATE_BETWEEN, /* a member has ended */
    STATE_PADDING, /* zeros until the end */
    STATE_DAMAGED
} state;

typedef enum fault {
    FAULT_CUT_OFF,
    FAULT_WRONG,
    FAULT_GARBAGE /* after the end */
} fault;

static const struct {
    const char *what;
    const char *remedy;
} faults[] = {
    [FAULT_CUT_OFF] = {"break off", "only the text before that was filtered, so get the rest"},
    [FAULT_WRONG] = {"are damaged", "only the text before that was filtered, so get them anew"},
    [FAULT_GARBAGE] = {"are followed by something else", "it was left out, so see what it is"},
};

struct wn_gunzip {
    state       state;
    z_stream    stream; /* of the member at hand */
    bool        has_stream;
    bool        has_ended; /* no more data come */
    bool        has_spare; /* decoded to see whether there is more, and not yet read */
    char        spare;
    uint64_t    offset; /* of the first byte held, in the data */
    size_t      begin;  /* what is held and not yet read */
    size_t      end;
    fault       fault;
    const char *detail; /* what zlib says of the fault; NULL: nothing */
    char        data[DATA_BYTES];
};

wn_status wn_gunzip_new(wn_gunzip **gunzip)
{
    *gunzip = malloc(sizeof **gunzip);
    if (!*gunzip)
        return WN_NO_MEMORY;
    memset(*gunzip, 0, offsetof(wn_gunzip, data));
    return WN_OK;
}

char *wn_gunzip_room(wn_gunzip *gunzip, size_t *size)
{
    memmove(gunzip->data, gunzip->data + gunzip->begin, gunzip->end - gunzip->begin);
    gunzip->end -= gunzip->begin;
    gunzip->begin = 0;
    *size = DATA_BYTES - gunzip->end;
    return gunzip->data + gunzip->end;
}

void wn_gunzip_fill(wn_gunzip *gunzip, size_t size)
{
    gunzip->end += size;
    gunzip->has_ended |= !size;
}

bool wn_gunzip_has_ended(const wn_gunzip *gunzip)
{
    return gunzip->has_ended;
}

static size_t held(const wn_gunzip *g)
{
    return g->end - g->begin;
}

static int byte_at(const wn_gunzip *g, size_t index)
{
    return (unsigned char)g->data[g->begin + index];
}

static void skip(wn_gunzip *g, size_t size)
{
    g->begin += size;
    g->offset += size;
}

/* Whether all bytes held so far may begin a member. */
static bool may_begin_member(const wn_gunzip *g)
{
    size_t size = held(g);
    return (size < 1 || byte_at(g, 0) == MAGIC_1) && (size < 2 || byte_at(g, 1) == MAGIC_2) &&
           (size < 3 || byte_at(g, 2) == DEFLATE) && (size < 4 || !(byte_at(g, 3) & RESERVED_FLAGS));
}

/* Four bytes settle it, or the first that does not fit. Where the data end before, two are enough: no text has
 * them. */
static wn_gunzip_form detect(const wn_gunzip *g)
{
    if (!may_begin_member(g))
        return WN_FORM_PLAIN;
    if (held(g) >= 4)
        return WN_FORM_GZIP;
    if (!g->has_ended)
        return WN_FORM_UNKNOWN;
    return held(g) >= 2 ? WN_FORM_GZIP : WN_FORM_PLAIN;
}

wn_gunzip_form wn_gunzip_detect(wn_gunzip *gunzip)
{
    if (gunzip->state == STATE_START) {
        wn_gunzip_form form = detect(gunzip);
        if (form != WN_FORM_UNKNOWN)
            gunzip->state = form == WN_FORM_PLAIN ? STATE_PLAIN : STATE_MEMBER;
        return form;
    }
    return gunzip->state == STATE_PLAIN ? WN_FORM_PLAIN : WN_FORM_GZIP;
}

static void find_damage(wn_gunzip *g, fault what, const char *detail)
{
    g->state = STATE_DAMAGED;
    g->fault = what;
    g->detail = detail;
}

static size_t copy_plain(wn_gunzip *g, char *text, size_t room)
{
    size_t size = held(g) < room ? held(g) : room;
    memcpy(text, g->data + g->begin, size);
    skip(g, size);
    return size;
}

static wn_status begin_stream(wn_gunzip *g)
{
    if (g->has_stream)
        return WN_OK;
    g->has_stream = inflateInit2(&g->stream, WINDOW_BITS + GZIP_WRAPPER) == Z_OK;
    return g->has_stream ? WN_OK : WN_NO_MEMORY;
}

/* What a call of inflate came to, when it put `size` bytes. */
static wn_status judge_inflate(wn_gunzip *g, int code, size_t size)
{
    if (code == Z_MEM_ERROR)
        return WN_NO_MEMORY;
    if (code == Z_STREAM_END)
        g->state = STATE_BETWEEN;
    else if (code != Z_OK && code != Z_BUF_ERROR)
        find_damage(g, FAULT_WRONG, g->stream.msg);
    else if (!size && g->has_ended && (!held(g) || code == Z_BUF_ERROR))
        find_damage(g, FAULT_CUT_OFF, NULL);
    return WN_OK;
}

static wn_status read_member(wn_gunzip *g, char *text, size_t room, size_t *size)
{
    wn_status status = begin_stream(g);
    if (status != WN_OK)
        return status;
    if (room > UINT_MAX)
        room = UINT_MAX;
    g->stream.next_in = (unsigned char *)g->data + g->begin;
    g->stream.avail_in = (unsigned)held(g);
    g->stream.next_out = (unsigned char *)text;
    g->stream.avail_out = (unsigned)room;
    int code = inflate(&g->stream, Z_NO_FLUSH);
    skip(g, held(g) - g->stream.avail_in);
    *size = room - g->stream.avail_out;
    return judge_inflate(g, code, *size);
}

static void begin_member(wn_gunzip *g)
{
    inflateReset(&g->stream);
    g->state = STATE_MEMBER;
}

static void look_behind_member(wn_gunzip *g)
{
    if (!held(g))
        return;
    if (!byte_at(g, 0))
        g->state = STATE_PADDING;
    else if (byte_at(g, 0) != MAGIC_1 || (held(g) >= 2 && byte_at(g, 1) != MAGIC_2) || (held(g) < 2 && g->has_ended))
        find_damage(g, FAULT_GARBAGE, NULL);
    else if (held(g) >= 2)
        begin_member(g);
}

static void skip_padding(wn_gunzip *g)
{
    while (held(g) && !byte_at(g, 0))
        skip(g, 1);
    if (held(g))
        find_damage(g, FAULT_GARBAGE, NULL);
}

static wn_status tell_damage(const wn_gunzip *g, const char *name, wn_error **error)
{
    wn_place    place = {.file = name};
    const char *detail = g->detail;
    return wn_error_add(error, WN_BAD_INPUT, &place, "the gzip data %s at byte %llu%s%s%s; %s", faults[g->fault].what,
                        (unsigned long long)g->offset, detail ? " (" : "", detail ? detail : "", detail ? ")" : "",
                        faults[g->fault].remedy);
}

/* One step of the machine. */
static wn_status advance(wn_gunzip *g, char *text, size_t room, size_t *size)
{
    switch (g->state) {
    case STATE_START:
        wn_gunzip_detect(g);
        return WN_OK;
    case STATE_PLAIN:
        *size = copy_plain(g, text, room);
        return WN_OK;
    case STATE_MEMBER:
        return read_member(g, text, room, size);
    case STATE_BETWEEN:
        look_behind_member(g);
        return WN_OK;
    case STATE_PADDING:
        skip_padding(g);
        return WN_OK;
    case STATE_DAMAGED:
        break;
    }
    return WN_OK;
}

/* Goes on until there is text or more data are needed. Damage found now is told by the next read. */
static wn_status decode(wn_gunzip *g, char *text, size_t room, size_t *size)
{
    state     before;
    size_t    held_before;
    wn_status status;
    *size = 0;
    do {
        before = g->state;
        held_before = held(g);
        status = advance(g, text, room, size);
    } while (status == WN_OK && !*size && (g->state != before || held(g) != held_before));
    return status;
}

wn_status wn_gunzip_read(wn_gunzip *gunzip, const char *name, char *text, size_t room, size_t *size, wn_error **error)
{
    size_t spare = gunzip->has_spare;
    if (spare)
        text[0] = gunzip->spare;
    gunzip->has_spare = false;
    wn_status status = decode(gunzip, text + spare, room - spare, size);
    *size += spare;
    if (status == WN_OK && !*size && gunzip->state == STATE_DAMAGED)
        return tell_damage(gunzip, name, error);
    return status;
}

bool wn_gunzip_has_more(wn_gunzip *gunzip)
{
    size_t size = gunzip->has_spare;
    if (!size && decode(gunzip, &gunzip->spare, 1, &size) != WN_OK)
        return true;
    gunzip->has_spare = size;
    return size || gunzip->state == STATE_DAMAGED;
}

void wn_gunzip_free(wn_gunzip *gunzip)
{
    if (gunzip && gunzip->has_stream)
        inflateEnd(&gunzip->stream);
    free(gunzip);
}

/* ---- text into gzip data ---- */

struct wn_gzip {
    z_stream  stream;
    gz_header header;
    char      data[DATA_BYTES];
};

wn_status wn_gzip_new(wn_gzip **gzip)
{
    *gzip = malloc(sizeof **gzip);
    if (!*gzip)
        return WN_NO_MEMORY;
    memset(*gzip, 0, offsetof(wn_gzip, data));
    (*gzip)->header.os = UNKNOWN_SYSTEM;
    int code = deflateInit2(&(*gzip)->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_BITS + GZIP_WRAPPER,
                            MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (code == Z_OK) {
        deflateSetHeader(&(*gzip)->stream, &(*gzip)->header);
        return WN_OK;
    }
    free(*gzip);
    *gzip = NULL;
    return WN_NO_MEMORY;
}

wn_bytes wn_gzip_encode(wn_gzip *gzip, wn_bytes *text, wn_gzip_step step)
{
    static const int flushes[] = {
        [WN_GZIP_GO_ON] = Z_NO_FLUSH, [WN_GZIP_FLUSH] = Z_SYNC_FLUSH, [WN_GZIP_FINISH] = Z_FINISH};
    z_stream *stream = &gzip->stream;
    wn_bytes  data = {gzip->data, 0};
    unsigned  size = text->size < UINT_MAX ? (unsigned)text->size : UINT_MAX;
    stream->next_in = (unsigned char *)(uintptr_t)text->data; /* zlib only reads there */
    stream->avail_in = size;
    stream->next_out = (unsigned char *)gzip->data;
    stream->avail_out = DATA_BYTES;
    deflate(stream, flushes[step]);
    *text = wn_bytes_after(*text, size - stream->avail_in);
    data.size = DATA_BYTES - stream->avail_out;
    return data;
}

void wn_gzip_again(wn_gzip *gzip)
{
    deflateReset(&gzip->stream);
    deflateSetHeader(&gzip->stream, &gzip->header);
}

void wn_gzip_free(wn_gzip *gzip)
{
    if (gzip)
        deflateEnd(&gzip->stream);
    free(gzip);
}
