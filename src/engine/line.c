/* line.c: adding lines: what they show at once, and the view and fold of those that need more. */
#include "engine/line.h"

#include "engine/memo.h"
#include "match/fold.h"

#include <stdlib.h>
#include <string.h>

/* A copy in the pile; NULL when there is no memory. */
static const char *pile_up(wn_lines *lines, wn_bytes bytes)
{
    char *copy = wn_pile_take(&lines->pile, bytes.size);
    return copy ? memcpy(copy, bytes.data, bytes.size) : NULL;
}

void wn_line_make_fold(wn_lines *lines, wn_line *line)
{
    wn_bytes fold;
    if (lines->surfaced == line) {
        fold = (wn_bytes){lines->surface->fold, line->view_size};
    } else {
        wn_buf_clear(&lines->scratch);
        wn_status status = wn_fold(wn_line_view(line), &lines->scratch);
        fold = status == WN_OK ? wn_buf_bytes(&lines->scratch) : (wn_bytes){0};
    }
    line->fold = fold.size ? pile_up(lines, fold) : NULL;
    line->fold_size = line->fold ? (uint32_t)fold.size : 0;
    lines->failed |= !line->fold;
    lines->fold_count++;
}

/* Reads all that can be seen of a line's view at once; false when it is of another kind than surface.c reads. */
static bool read_surface(wn_lines *lines, wn_line *line, wn_bytes view)
{
    if (!lines->surface && !(lines->surface = malloc(sizeof *lines->surface)))
        return false; /* the slow way leads there too */
    if (!wn_surface_read(view, lines->surface))
        return false;
    lines->surfaced = line;
    line->state |= lines->surface->is_ascii ? WN_LINE_ASCII : 0;
    line->view = view.data;
    line->view_size = (uint32_t)view.size;
    wn_line_count_surface(lines, line);
    return true;
}

wn_status wn_line_prepare(wn_lines *lines, wn_line *line)
{
    lines->surfaced = NULL;
    line->claims = WN_NONE;
    line->phrase = WN_LITERAL_ABSENT;
    if (line->size > WN_LINE_BYTES_MAX) {
        line->state = WN_LINE_LONG;
        return WN_OK;
    }
    wn_bytes bytes = wn_line_bytes(lines, line);
    wn_view  view;
    if (read_surface(lines, line, bytes))
        return WN_OK;
    wn_buf_clear(&lines->scratch);
    wn_status status = wn_view_make(bytes, &lines->scratch, &view);
    if (status != WN_OK)
        return status;
    if (view.is_copy && view.text.size && !(view.text.data = pile_up(lines, view.text)))
        return WN_NO_MEMORY;
    line->invalid_bytes = view.invalid_bytes;
    line->state = (uint16_t)((view.is_copy ? WN_LINE_VIEW_COPIED : 0) | (view.text.size ? 0 : WN_LINE_BLANK));
    if (read_surface(lines, line, view.text)) /* what was odd about the line may be gone */
        return WN_OK;
    line->state |= view.is_ascii ? WN_LINE_ASCII : 0;
    line->scripts = view.is_ascii ? 0 : UINT32_MAX;
    line->view_size = (uint32_t)view.text.size;
    line->view = view.text.size ? view.text.data : NULL;
    return WN_OK;
}

void wn_line_resurface(wn_lines *lines, const wn_line *line)
{
    if (lines->surfaced == line || !lines->surface)
        return;
    lines->surfaced = wn_surface_read(wn_line_view(line), lines->surface) ? line : NULL;
}

/* From the memo, if it knows the line. */
static wn_status read_line(wn_lines *lines, wn_line *line)
{
    wn_note *note = lines->memo ? wn_memo_find(lines->memo, lines->program, wn_line_bytes(lines, line)) : NULL;
    line->note = note;
    if (!note || !note->is_complete)
        return wn_line_prepare(lines, line);
    wn_memo_recall(note, lines, line);
    return WN_OK;
}

wn_status wn_lines_add(wn_lines *lines, uint32_t begin, uint32_t size, uint8_t terminator)
{
    if (!wn_array_grow(&lines->items, &lines->capacity, lines->count + 1, sizeof *lines->items) ||
        !wn_array_grow(&lines->nonblank, &lines->nonblank_capacity, lines->nonblank_count + 1, sizeof *lines->nonblank))
        return WN_NO_MEMORY;
    wn_line *line = &lines->items[lines->count];
    lines->surfaced = NULL;
    *line = (wn_line){.begin = begin, .size = size, .terminator = terminator};
    wn_status status = read_line(lines, line);
    if (status != WN_OK)
        return status;
    line->ordinal = (uint32_t)lines->nonblank_count;
    if (!(line->state & WN_LINE_BLANK))
        lines->nonblank[lines->nonblank_count++] = (uint32_t)lines->count;
    lines->count++;
    return WN_OK;
}

void wn_lines_clear(wn_lines *lines)
{
    lines->count = lines->nonblank_count = 0;
    lines->surfaced = NULL;
    wn_pile_clear(&lines->pile);
}

void wn_lines_free(wn_lines *lines)
{
    wn_pile_free(&lines->pile);
    wn_buf_free(&lines->scratch);
    free(lines->surface);
    free(lines->items);
    free(lines->nonblank);
    *lines = (wn_lines){0};
}
