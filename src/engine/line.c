/* line.c: adding lines: blank or not, too long or not, view and fold. */
#include "engine/line.h"

#include "engine/memo.h"
#include "match/fold.h"

#include <stdlib.h>

/* Whether folding would change the text: it has a capital or is not ASCII. */
static bool needs_fold(wn_bytes view, bool is_ascii)
{
    if (!is_ascii)
        return true;
    for (size_t i = 0; i < view.size; i++)
        if (view.data[i] >= 'A' && view.data[i] <= 'Z')
            return true;
    return false;
}

static wn_status fold_line(wn_lines *lines, wn_line *line)
{
    wn_bytes view = wn_line_view(lines, line);
    if (!needs_fold(view, line->state & WN_LINE_ASCII)) {
        line->fold = line->view;
        line->fold_size = line->view_size;
        if (line->state & WN_LINE_VIEW_STORED)
            line->state |= WN_LINE_FOLD_STORED;
        return WN_OK;
    }
    /* The fold of a text is at most three times its size (U+0390); room first, for the view may be in the store. */
    if (!wn_buf_reserve(&lines->store, view.size * 3 + 16))
        return WN_NO_MEMORY;
    view = wn_line_view(lines, line);
    size_t    begin = lines->store.size;
    wn_status status = wn_fold(view, &lines->store);
    if (status != WN_OK)
        return status;
    line->fold = (uint32_t)begin;
    line->fold_size = (uint32_t)(lines->store.size - begin);
    line->state |= WN_LINE_FOLD_STORED;
    return WN_OK;
}

wn_status wn_line_prepare(wn_lines *lines, wn_line *line)
{
    line->claims = line->candidates = WN_NONE;
    line->phrase = WN_LITERAL_ABSENT;
    if (line->size > WN_LINE_BYTES_MAX) {
        line->state = WN_LINE_LONG;
        return WN_OK;
    }
    wn_bytes  bytes = wn_line_bytes(lines, line);
    wn_view   view;
    wn_status status = wn_view_make(bytes, &lines->store, &view);
    if (status != WN_OK)
        return status;
    line->invalid_bytes = view.invalid_bytes;
    line->state = (uint16_t)((view.is_copy ? WN_LINE_VIEW_STORED : 0) | (view.is_ascii ? WN_LINE_ASCII : 0) |
                             (view.text.size ? 0 : WN_LINE_BLANK));
    line->scripts = view.is_ascii ? 0 : UINT32_MAX;
    line->view_size = (uint32_t)view.text.size;
    if (view.text.size)
        line->view = (uint32_t)(view.text.data - (view.is_copy ? lines->store.data : lines->text));
    return fold_line(lines, line);
}

/* From the memo, if it knows the line. */
static wn_status read_line(wn_lines *lines, wn_line *line)
{
    wn_note *note = lines->memo ? wn_memo_find(lines->memo, lines->program, wn_line_bytes(lines, line)) : NULL;
    line->note = note;
    return note && note->is_complete ? wn_memo_recall(note, lines, line) : wn_line_prepare(lines, line);
}

wn_status wn_lines_add(wn_lines *lines, uint32_t begin, uint32_t size, uint8_t terminator)
{
    if (!wn_array_grow(&lines->items, &lines->capacity, lines->count + 1, sizeof *lines->items) ||
        !wn_array_grow(&lines->nonblank, &lines->nonblank_capacity, lines->nonblank_count + 1, sizeof *lines->nonblank))
        return WN_NO_MEMORY;
    wn_line *line = &lines->items[lines->count];
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
    wn_buf_clear(&lines->store);
}

void wn_lines_free(wn_lines *lines)
{
    wn_buf_free(&lines->store);
    free(lines->items);
    free(lines->nonblank);
    *lines = (wn_lines){0};
}
