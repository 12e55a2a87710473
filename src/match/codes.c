/* codes.c: writing compiled patterns down and reading them back.
 *
 * What PCRE2 writes for a pattern begins with a header and its tables of characters, more than 1,000
 * bytes that are the same for all; they are kept once. */
#include "match/codes.h"

#include "match/engine.h"

#include <stdlib.h>
#include <string.h>

#define ENGINE_BYTES 64 /* of a version */

/* Classes, properties, repeats of all kinds, a look-around, a reference, a name, letters of many cases. */
static const char sample[] = "^(?:[-\xE2\x80\xA2*]++ ?+){0,2}+(?=.{0,9}\\bk)(?<value>[\\p{L}&s]{2,5}?|\\p{Lu}\\W*)"
                             "(?>[^.!?\xC3\xA9]+)(?<!x)\\1\\s\\z";

/* ---- writing ---- */

static wn_bytes pattern_text(const wn_pattern_def *def, const char *pool)
{
    return (wn_bytes){pool + def->text, def->size};
}

/* Appends what PCRE2 writes for the pattern; false when it cannot, which is for want of memory. */
static bool write_code(pcre2_compile_context *context, wn_bytes pattern, bool is_exact, wn_buf *out)
{
    int         error;
    size_t      offset, size = 0;
    uint8_t    *bytes = NULL;
    pcre2_code *code = wn_engine_compile(context, pattern, is_exact, 0, &error, &offset);
    bool        is_written = code && pcre2_serialize_encode((const pcre2_code **)&code, 1, &bytes, &size, NULL) == 1 &&
                      wn_buf_append(out, bytes, size);
    pcre2_serialize_free(bytes);
    pcre2_code_free(code);
    return is_written;
}

static bool write_all(const wn_pattern_def *defs, size_t count, const char *pool, wn_buf *bytes, size_t *ends)
{
    pcre2_compile_context *context = wn_engine_context();
    bool                   is_written = context;
    for (size_t i = 0; i < count && is_written; i++) {
        is_written = write_code(context, pattern_text(&defs[i], pool), defs[i].is_exact, bytes);
        ends[i] = bytes->size;
    }
    is_written = is_written && write_code(context, (wn_bytes){sample, sizeof sample - 1}, false, bytes);
    ends[count] = bytes->size;
    pcre2_compile_context_free(context);
    return is_written;
}

static size_t count_same(wn_bytes a, wn_bytes b)
{
    size_t same = 0;
    while (same < a.size && same < b.size && a.data[same] == b.data[same])
        same++;
    return same;
}

static wn_bytes written(const wn_buf *bytes, const size_t *ends, size_t i)
{
    size_t begin = i ? ends[i - 1] : 0;
    return (wn_bytes){bytes->data + begin, ends[i] - begin};
}

static size_t find_head(const wn_buf *bytes, const size_t *ends, size_t count)
{
    size_t same = written(bytes, ends, 0).size;
    for (size_t i = 1; i <= count; i++) {
        size_t one = count_same(written(bytes, ends, 0), written(bytes, ends, i));
        same = one < same ? one : same;
    }
    return same;
}

static bool lay_out(const wn_buf *bytes, const size_t *ends, size_t count, wn_arena *arena, wn_codes *codes)
{
    size_t    head = find_head(bytes, ends, count), used = 0;
    uint32_t *begin = wn_arena_alloc(arena, (count + 2) * sizeof *begin);
    uint8_t  *rest = wn_arena_alloc(arena, bytes->size);
    char     *engine = wn_arena_alloc(arena, ENGINE_BYTES);
    if (!begin || !rest || !engine)
        return false;
    for (size_t i = 0; i <= count; i++) {
        wn_bytes one = written(bytes, ends, i);
        memcpy(rest + used, one.data + head, one.size - head);
        used += one.size - head;
        begin[i + 1] = (uint32_t)used;
    }
    wn_pattern_engine_version(engine);
    *codes = (wn_codes){.head = (const uint8_t *)wn_arena_copy(arena, (wn_bytes){bytes->data, head}),
                        .rest = rest,
                        .begin = begin,
                        .engine = engine,
                        .head_size = (uint32_t)head,
                        .count = (uint32_t)count};
    return codes->head;
}

wn_status wn_codes_make(const wn_pattern_def *defs, size_t count, const char *pool, wn_arena *arena,
                        const wn_codes **codes)
{
    wn_buf    bytes = {0};
    wn_codes *made = wn_arena_alloc(arena, sizeof *made);
    size_t   *ends = calloc(count + 1, sizeof *ends);
    bool      is_made = made && ends && write_all(defs, count, pool, &bytes, ends) &&
                   lay_out(&bytes, ends, count, arena, made);
    free(ends);
    wn_buf_free(&bytes);
    *codes = made;
    return is_made ? WN_OK : WN_NO_MEMORY;
}

/* ---- reading ---- */

static bool is_as_written(const wn_codes *codes, uint32_t index, wn_bytes bytes)
{
    size_t begin = codes->begin[index], size = codes->begin[index + 1] - begin;
    return bytes.size == codes->head_size + size && !memcmp(bytes.data, codes->head, codes->head_size) &&
           !memcmp(bytes.data + codes->head_size, codes->rest + begin, size);
}

bool wn_codes_fit(const wn_codes *codes, pcre2_compile_context *context)
{
    char   engine[ENGINE_BYTES];
    wn_buf bytes = {0};
    wn_pattern_engine_version(engine);
    bool fits = !strcmp(engine, codes->engine) &&
                write_code(context, (wn_bytes){sample, sizeof sample - 1}, false, &bytes) &&
                is_as_written(codes, codes->count, wn_buf_bytes(&bytes));
    wn_buf_free(&bytes);
    return fits;
}

pcre2_code *wn_codes_read(const wn_codes *codes, uint32_t index)
{
    size_t      begin = codes->begin[index], size = codes->begin[index + 1] - begin;
    pcre2_code *code = NULL;
    uint8_t    *bytes = malloc(codes->head_size + size);
    if (!bytes)
        return NULL;
    memcpy(bytes, codes->head, codes->head_size);
    memcpy(bytes + codes->head_size, codes->rest + begin, size);
    if (pcre2_serialize_decode(&code, 1, bytes, NULL) != 1)
        code = NULL;
    free(bytes);
    return code;
}
