/* skim.c: passes over lines that no rule is asked of, without reading more of them than it takes to know that.
 *
 * Where all rules are about lines that begin with some literal, or are one, a look at large blocks tells of nearly
 * every line that it has none of them. Such lines, and the blank ones between them, become one stretch, which the
 * passes take for a line that stays; only what is counted of lines is told of each. Any other line is read as always,
 * and so is a blank one that follows such a line: it may go with it. */
#include "engine/judge.h"

/* The next line that was looked at in advance, which begins at `at`; NULL when the text has none that ends. */
static const wn_glanced_line *peek_line(wn_judge *judge, wn_bytes text, size_t at)
{
    wn_glanced *glanced = &judge->glanced;
    while (glanced->next < glanced->count && glanced->lines[glanced->next].end < at)
        glanced->next++; /* it was read */
    if (glanced->next == glanced->count) {
        glanced->count = wn_glance(text, at, judge->program->counts, glanced->lines, WN_GLANCED_MAX);
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
static bool count_line(const wn_program *program, wn_bytes view, uint32_t words, wn_counts *counts)
{
    const wn_firsts *firsts = &program->firsts;
    *counts = (wn_counts){.words = words};
    if (words < WN_GLANCE_HIGH)
        return !wn_firsts_may_have(firsts, view, words);
    return words == WN_GLANCE_HIGH && !wn_firsts_may_have_high(firsts, view, program->counts ? counts : NULL);
}

/* Notes a line that is not blank and stays; false when it is to be read. */
static inline bool pass_line(const wn_program *program, wn_bytes view, uint32_t words, wn_skimmed *stretch)
{
    wn_counts counts = {.words = words};
    bool      is_clear = words < WN_GLANCE_HIGH && wn_firsts_are_clear(&program->firsts, view);
    if (!is_clear && !count_line(program, view, words, &counts))
        return false;
    stretch->nonblank_lines++;
    if (!program->counts)
        return true;
    uint32_t prose = wn_view_prose(view, &counts);
    stretch->prose_lines += prose != 0;
    stretch->prose_words += prose;
    return true;
}

/* Room for one more line that is not blank; NULL when there is no memory. */
static wn_line *add_line(wn_lines *lines, size_t begin, size_t end)
{
    if (!wn_array_grow(&lines->items, &lines->capacity, lines->count + 1, sizeof *lines->items) ||
        !wn_array_grow(&lines->nonblank, &lines->nonblank_capacity, lines->nonblank_count + 1, sizeof *lines->nonblank))
        return NULL;
    wn_line *line = &lines->items[lines->count];
    *line = (wn_line){.begin = (uint32_t)begin,
                      .size = (uint32_t)(end - begin),
                      .ordinal = (uint32_t)lines->nonblank_count,
                      .claims = WN_NONE};
    lines->surfaced = NULL;
    lines->nonblank[lines->nonblank_count++] = (uint32_t)lines->count++;
    return line;
}

static wn_status add_stretch(wn_judge *judge, wn_skimmed stretch, size_t begin, size_t end, bool ends_blank)
{
    wn_skims *list = &judge->skims;
    if (!stretch.lines)
        return WN_OK;
    wn_line *line = wn_array_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)
                        ? add_line(&judge->lines, begin, end)
                        : NULL;
    if (!line)
        return WN_NO_MEMORY;
    list->items[list->count] = stretch;
    line->stretch = (uint32_t)list->count++;
    line->state = (uint16_t)(WN_LINE_STRETCH | (ends_blank ? WN_LINE_ENDS_BLANK : 0));
    return WN_OK;
}

/* The rule that is sure to strip the line; WN_NONE when there is none. */
static uint32_t find_sure(const wn_judge *judge, wn_bytes view, uint32_t words)
{
    const wn_program *program = judge->program;
    if (words >= WN_GLANCE_HIGH || judge->profiles)
        return WN_NONE;
    uint32_t literal = wn_firsts_find_only(&program->firsts, view);
    bool is_met = literal != WN_LITERAL_ABSENT && wn_sure_is_met(program->set, program->sure[literal], literal, view);
    return is_met ? program->sure[literal].rule : WN_NONE;
}

/* Adds a line of ASCII that a rule is sure to strip. */
static wn_status add_sure(wn_judge *judge, uint32_t rule, wn_bytes text, size_t begin, size_t feed, wn_bytes view,
                          uint32_t words)
{
    size_t    end = feed > begin && text.data[feed - 1] == '\r' ? feed - 1 : feed;
    wn_line  *line = add_line(&judge->lines, begin, end);
    wn_counts counts = {.words = words};
    if (!line)
        return WN_NO_MEMORY;
    line->terminator = (uint8_t)(feed + 1 - end);
    line->phrase = WN_LITERAL_ABSENT;
    line->words = counts.words;
    line->state = WN_LINE_ASCII | WN_LINE_COUNTED;
    line->features = judge->program->counts && wn_view_prose(view, &counts) ? 1u << WN_FEATURE_PROSE : 0;
    return wn_claim_line(judge, judge->lines.count - 1, rule, true);
}

/* Adds the lines that stay, up to one that does not, with its view. NULL: there is none that is ended and not too long.
 */
static const wn_glanced_line *pass_lines(wn_judge *judge, wn_bytes text, size_t *at, wn_bytes *view, wn_status *status)
{
    wn_skimmed             stretch = {0};
    size_t                 begin = *at;
    bool                   ends_blank = false;
    const wn_glanced_line *line;
    while ((line = peek_line(judge, text, *at)) && line->end - *at <= WN_LINE_BYTES_MAX) {
        *view = trim(text.data + *at, text.data + line->end);
        if (view->size ? !pass_line(judge->program, *view, line->words, &stretch) : !stretch.lines)
            break;
        ends_blank = !view->size;
        stretch.lines++;
        *at = (size_t)line->end + 1;
    }
    *status = add_stretch(judge, stretch, begin, *at, ends_blank);
    return line && line->end - *at <= WN_LINE_BYTES_MAX ? line : NULL;
}

wn_status wn_skim(wn_judge *judge, wn_bytes text, size_t *at)
{
    wn_status              status = WN_OK;
    const wn_glanced_line *line;
    wn_bytes               view;
    uint32_t               rule;
    while ((line = pass_lines(judge, text, at, &view, &status)) && status == WN_OK && view.size &&
           (rule = find_sure(judge, view, line->words)) != WN_NONE) {
        status = add_sure(judge, rule, text, *at, line->end, view, line->words);
        *at = (size_t)line->end + 1;
    }
    return status;
}
