/* error.c: errors with their place, the line they stand in and a caret column.
 *
 * The source line is shown as columns of characters: tabs become spaces, control characters and
 * bytes that are not UTF-8 become '?', and a long line is cut to a window around the column. */
#include "base/error.h"

#include "base/arena.h"
#include "base/plain.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE_COLUMNS 100 /* of a source line are shown, at most */
#define CARET_COLUMN 60    /* a column farther right than this moves the window */

struct wn_error {
    wn_arena      arena;
    wn_error_item items[WN_ERROR_MAX];
    size_t        count;
    size_t        left_out;
};

size_t wn_error_count(const wn_error *error)
{
    return error ? error->count : 0;
}

const wn_error_item *wn_error_at(const wn_error *error, size_t index)
{
    return error && index < error->count ? &error->items[index] : NULL;
}

void wn_error_free(wn_error *error)
{
    if (!error)
        return;
    wn_arena_free(&error->arena);
    free(error);
}

static wn_bytes line_around(const wn_place *place)
{
    const char *text = place->text.data;
    size_t      at = place->offset < place->text.size ? place->offset : place->text.size;
    size_t      start = at, end = at;
    while (start && text[start - 1] != '\n')
        start--;
    while (end < place->text.size && text[end] != '\n')
        end++;
    while (end > start && text[end - 1] == '\r')
        end--;
    return (wn_bytes){text + start, end - start};
}

/* Characters between the line's start and `size` bytes on. */
static uint32_t count_columns(wn_bytes line, size_t size)
{
    uint32_t columns = 0;
    for (size_t i = 0; i < size && i < line.size; columns++)
        i += wn_utf8_decode(line, i).size;
    return columns;
}

static void put_shown(wn_buf *out, wn_bytes line, size_t at, wn_utf8_char c)
{
    if (c.code == '\t')
        wn_buf_put(out, ' ');
    else if (!c.is_valid || wn_utf8_is_control(c.code))
        wn_buf_put(out, '?');
    else
        wn_buf_append(out, line.data + at, c.size);
}

/* Fills source, column and caret of the item; leaves them empty when there is no memory. */
static void show_source(wn_error *error, wn_error_item *item, const wn_place *place)
{
    if (!place->text.data || !place->line)
        return;
    wn_bytes line = line_around(place);
    size_t   begin = (size_t)(line.data - place->text.data);
    uint32_t caret = count_columns(line, place->offset > begin ? place->offset - begin : 0);
    uint32_t first = caret > CARET_COLUMN ? caret - CARET_COLUMN : 0;
    wn_buf   shown = {0};
    uint32_t column = 0;
    item->column = caret + 1;
    if (place->is_private)
        return;
    for (size_t i = 0; i < line.size && column < first + SOURCE_COLUMNS; column++) {
        wn_utf8_char c = wn_utf8_decode(line, i);
        if (column >= first)
            put_shown(&shown, line, i, c);
        i += c.size;
    }
    item->caret = caret - first;
    if (!shown.failed)
        item->source = wn_arena_copy(&error->arena, wn_buf_bytes(&shown));
    wn_buf_free(&shown);
}

static char *without_controls(wn_arena *arena, const char *message)
{
    wn_buf out = {0};
    char  *clean = wn_plain_put(&out, (wn_bytes){message, strlen(message)}) ? wn_arena_copy(arena, wn_buf_bytes(&out))
                                                                            : NULL;
    wn_buf_free(&out);
    return clean;
}

static wn_error *list_of(wn_error **list)
{
    if (!*list)
        *list = calloc(1, sizeof **list);
    return *list;
}

wn_status wn_error_add(wn_error **list, wn_status status, const wn_place *place, const char *format, ...)
{
    if (!list)
        return status;
    wn_error *error = list_of(list);
    if (!error)
        return WN_NO_MEMORY;
    wn_error_item item = {.status = status};
    if (error->count >= WN_ERROR_MAX - 1) {
        error->left_out++;
        item.message = wn_arena_printf(&error->arena, "%zu more error%s left out", error->left_out,
                                       error->left_out > 1 ? "s were" : " was");
        place = NULL;
    } else {
        va_list args;
        va_start(args, format);
        const char *message = wn_arena_vprintf(&error->arena, format, args);
        va_end(args);
        item.message = message ? without_controls(&error->arena, message) : NULL;
    }
    if (!item.message)
        return WN_NO_MEMORY;
    if (place) {
        item.file = place->file ? without_controls(&error->arena, place->file) : NULL;
        if (place->file && !item.file)
            return WN_NO_MEMORY;
        item.line = place->line;
        show_source(error, &item, place);
    }
    size_t index = error->left_out ? WN_ERROR_MAX - 1 : error->count++;
    error->items[index] = item;
    if (error->left_out)
        error->count = WN_ERROR_MAX;
    return status;
}
