/* minimise.c: makes a witness small: drops lines, then words, then characters, as long as it shows what it showed.
 *
 * From the end to the start parts are tried, first many at once, then half as many, down to one, and all of it again
 * until nothing can be dropped any more. What comes out depends on nothing but the text and what it shows. */
#include "author/fuzz/prey.h"

#include <string.h>

#define TRIES_MAX 600 /* a witness need not be the smallest */

typedef struct shrinking {
    wn_prey   *prey;
    wn_shows   shows;
    void      *user;
    wn_witness w;
    wn_buf     tried;
    size_t     tries;
    bool       has_shrunk;
} shrinking;

static wn_status try_without(shrinking *s, size_t begin, size_t end)
{
    bool       shows = false;
    wn_witness w = s->w;
    size_t     gone = end - begin;
    wn_buf_clear(&s->tried);
    wn_buf_append(&s->tried, s->w.text.data, begin);
    wn_buf_append(&s->tried, s->w.text.data + end, s->w.text.size - end);
    if (s->tried.failed)
        return WN_NO_MEMORY;
    w.text = wn_buf_bytes(&s->tried);
    w.begin -= w.begin >= end ? gone : 0;
    w.end -= w.end >= end ? gone : 0;
    s->tries++;
    if (!w.text.size)
        return WN_OK;
    wn_status status = s->shows(s->prey, s->user, &w, &shows);
    if (status != WN_OK || !shows)
        return status;
    w.text = wn_prey_keep(s->prey, w.text);
    s->w = w;
    s->has_shrunk = true;
    return w.text.data ? WN_OK : WN_NO_MEMORY;
}

/* ---- parts ---- */

/* Where the line begins that `at` is in; its end belongs to it. */
static size_t line_begin(wn_bytes text, size_t at)
{
    while (at && text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t begin_of_line(wn_bytes text, size_t end)
{
    return line_begin(text, end - 1);
}

/* A word with the space before it. */
static size_t begin_of_word(wn_bytes text, size_t end)
{
    size_t first = line_begin(text, end), at = end;
    while (at > first && text.data[at - 1] == ' ')
        at--;
    while (at > first && text.data[at - 1] != ' ')
        at--;
    return at > first ? at - 1 : first;
}

static size_t begin_of_char(wn_bytes text, size_t end)
{
    size_t at = end;
    while (at && ((unsigned char)text.data[--at] & 0xC0) == 0x80)
        continue;
    return at;
}

typedef size_t (*begin_of)(wn_bytes text, size_t end);

static const begin_of begins[] = {
    [WN_GRAIN_LINES] = begin_of_line, [WN_GRAIN_WORDS] = begin_of_word, [WN_GRAIN_CHARS] = begin_of_char};

/* The first of so many parts that end here; words and characters are of one line. */
static size_t begin_of_parts(wn_grain grain, wn_bytes text, size_t end, size_t count)
{
    size_t first = grain == WN_GRAIN_LINES ? 0 : line_begin(text, end), at = end;
    for (size_t i = 0; i < count && at > first; i++)
        at = begins[grain](text, at);
    return at < first ? first : at;
}

/* Whether the part may go: not what must stay, and of a line not all, for what is left would be a blank one. */
static bool may_go(const shrinking *s, wn_grain grain, size_t begin, size_t end)
{
    const wn_bytes text = s->w.text;
    if (begin >= end || (s->w.begin < end && s->w.end > begin && s->w.begin < s->w.end))
        return false;
    bool is_whole = line_begin(text, end) == begin && (end == text.size || text.data[end] == '\n');
    return grain == WN_GRAIN_LINES || !is_whole;
}

/* The first word of a line goes with the space behind it. */
static size_t end_of_part(wn_grain grain, wn_bytes text, size_t begin, size_t end)
{
    bool is_first = begin == 0 || text.data[begin - 1] == '\n';
    return grain == WN_GRAIN_WORDS && is_first && end < text.size && text.data[end] == ' ' ? end + 1 : end;
}

static wn_status drop_parts(shrinking *s, wn_grain grain, size_t count)
{
    wn_status status = WN_OK;
    for (size_t end = s->w.text.size; end && status == WN_OK && s->tries < TRIES_MAX;) {
        if (grain != WN_GRAIN_LINES && s->w.text.data[end - 1] == '\n') {
            end--;
            continue;
        }
        size_t begin = begin_of_parts(grain, s->w.text, end, count);
        size_t stop = end_of_part(grain, s->w.text, begin, end);
        if (may_go(s, grain, begin, stop))
            status = try_without(s, begin, stop);
        end = begin;
    }
    return status;
}

/* How many parts to try at once: as many as there may be, at most half of the text. */
static size_t most_parts(wn_grain grain, wn_bytes text)
{
    static const size_t sizes[] = {[WN_GRAIN_LINES] = 40, [WN_GRAIN_WORDS] = 12, [WN_GRAIN_CHARS] = 8};
    size_t              count = 1;
    while (count * sizes[grain] < text.size)
        count *= 2;
    return count;
}

wn_status wn_minimise(wn_prey *prey, wn_grain grain, wn_shows shows, void *user, wn_witness *w)
{
    shrinking s = {.prey = prey, .shows = shows, .user = user, .w = *w};
    wn_status status = WN_OK;
    do {
        s.has_shrunk = false;
        for (int part = WN_GRAIN_LINES; part <= (int)grain; part++)
            for (size_t count = most_parts((wn_grain)part, s.w.text); count && status == WN_OK; count /= 2)
                status = drop_parts(&s, (wn_grain)part, count);
    } while (s.has_shrunk && status == WN_OK && s.tries < TRIES_MAX);
    *w = s.w;
    wn_buf_free(&s.tried);
    return status;
}
