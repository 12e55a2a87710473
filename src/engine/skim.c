/* skim.c: passes over lines that no rule is asked of, without reading more of them than it takes to know that.
 *
 * Where all rules are about lines that begin with some literal, or are one, a look at large blocks tells of nearly
 * every line that it has none of them. Such lines, and the blank ones between them, become one stretch, which the
 * passes take for a line that stays; only what is counted of lines is told of each. Any other line is read as always,
 * and so is a blank one that follows such a line: it may go with it. */
#include "engine/judge.h"

/* The next line that was looked at in advance, which begins at `at`; NULL when the text has none that ends. */
static const wn_glanced_line *peek_line(wn_glanced *glanced, wn_bytes text, size_t at)
{
    while (glanced->next < glanced->count && glanced->lines[glanced->next].end < at)
        glanced->next++; /* it was read */
    if (glanced->next == glanced->count) {
        glanced->count = wn_glance(text, at, glanced->lines, WN_GLANCED_MAX);
        glanced->next = 0;
    }
    return glanced->next < glanced->count ? &glanced->lines[glanced->next] : NULL;
}

static inline wn_bytes trim(const char *begin, const char *end)
{
    while (begin < end && *begin == ' ')
        begin++;
    while (begin < end && (end[-1] == ' ' || end[-1] == '\r'))
        end--;
    return (wn_bytes){begin, (size_t)(end - begin)};
}

/* Counts the words of a line that stays; false when it is to be read. */
static bool count_line(const wn_firsts *firsts, wn_bytes view, uint32_t words, wn_counts *counts)
{
    *counts = (wn_counts){.words = words};
    if (words < WN_GLANCE_HIGH)
        return !wn_firsts_may_have(firsts, view, words);
    return words == WN_GLANCE_HIGH && !wn_firsts_may_have_high(firsts, view, counts);
}

/* Notes a line that stays; false when it is to be read. */
static bool pass_line(const wn_firsts *firsts, wn_bytes view, uint32_t words, wn_skimmed *stretch)
{
    wn_counts counts;
    if (view.size && !count_line(firsts, view, words, &counts))
        return false;
    stretch->lines++;
    if (!view.size)
        return true;
    uint32_t prose = wn_view_prose(view, &counts);
    stretch->nonblank_lines++;
    stretch->prose_lines += prose != 0;
    stretch->prose_words += prose;
    return true;
}

static wn_status add_stretch(wn_judge *judge, wn_skimmed stretch, size_t begin, size_t end, bool ends_blank)
{
    wn_skims *list = &judge->skims;
    wn_lines *lines = &judge->lines;
    if (!wn_array_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items) ||
        !wn_array_grow(&lines->items, &lines->capacity, lines->count + 1, sizeof *lines->items) ||
        !wn_array_grow(&lines->nonblank, &lines->nonblank_capacity, lines->nonblank_count + 1, sizeof *lines->nonblank))
        return WN_NO_MEMORY;
    list->items[list->count] = stretch;
    lines->surfaced = NULL;
    lines->items[lines->count] = (wn_line){.begin = (uint32_t)begin,
                                           .size = (uint32_t)(end - begin),
                                           .ordinal = (uint32_t)lines->nonblank_count,
                                           .claims = WN_NONE,
                                           .stretch = (uint32_t)list->count++,
                                           .state = (uint16_t)(WN_LINE_STRETCH |
                                                               (ends_blank ? WN_LINE_ENDS_BLANK : 0))};
    lines->nonblank[lines->nonblank_count++] = (uint32_t)lines->count++;
    return WN_OK;
}

wn_status wn_skim(wn_judge *judge, wn_bytes text, size_t *at)
{
    wn_skimmed             stretch = {0};
    size_t                 begin = *at;
    bool                   ends_blank = false;
    const wn_glanced_line *line;
    while ((line = peek_line(&judge->glanced, text, *at)) && line->end - *at <= WN_LINE_BYTES_MAX) {
        wn_bytes view = trim(text.data + *at, text.data + line->end);
        if ((!view.size && !stretch.lines) || !pass_line(&judge->program->firsts, view, line->words, &stretch))
            break;
        ends_blank = !view.size;
        *at = (size_t)line->end + 1;
    }
    return stretch.lines ? add_stretch(judge, stretch, begin, *at, ends_blank) : WN_OK;
}
