/* complaint.c: wording and counting of complaints. */
#include "policy/complaint.h"

#include "base/similar.h"
#include "base/utf8.h"

#include <stdarg.h>

void wn_complain_memory(wn_complaints *complaints)
{
    complaints->count++;
    complaints->status = WN_NO_MEMORY;
}

void wn_complain(wn_complaints *complaints, const wn_place *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = wn_arena_vprintf(complaints->arena, format, args);
    va_end(args);
    if (!message || wn_error_add(complaints->error, WN_BAD_POLICY, place, "%s", message) == WN_NO_MEMORY) {
        wn_complain_memory(complaints);
        return;
    }
    complaints->count++;
    if (complaints->status == WN_OK)
        complaints->status = WN_BAD_POLICY;
}

bool wn_complaints_are_full(const wn_complaints *complaints)
{
    return !complaints->error || complaints->count >= WN_ERROR_MAX;
}

const char *wn_complain_guess(wn_complaints *complaints, const char *word, const char *const *words, size_t count)
{
    const char *near = wn_complaints_are_full(complaints) ? NULL : wn_similar(word, words, count);
    const char *text = near ? wn_arena_printf(complaints->arena, "; did you mean \"%s\"?", near) : NULL;
    return text ? text : "";
}

/* Characters from the start of the line to the place, counted from 1. */
static size_t column_of(const wn_place *place)
{
    size_t start = place->offset < place->text.size ? place->offset : place->text.size;
    while (start && place->text.data[start - 1] != '\n')
        start--;
    size_t column = 1;
    for (size_t i = start; i < place->offset && i < place->text.size; column++)
        i += wn_utf8_decode(place->text, i).size;
    return column;
}

const char *wn_complain_where(wn_complaints *complaints, const wn_place *place)
{
    const char *text = wn_arena_printf(complaints->arena, "%s:%u:%zu", place->file ? place->file : "policy",
                                       (unsigned)place->line, column_of(place));
    return text ? text : "";
}
