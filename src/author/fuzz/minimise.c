/* minimise.c: makes a witness small: drops lines, words, characters, as long as it shows what it showed. Greedy, from
 * the end; pieces are halved until one part is left, so that long texts shrink fast. */
#include "author/fuzz/prey.h"

#include <string.h>

#define TRIES_MAX 400 /* a witness need not be the smallest */

typedef struct shrinking {
    wn_prey *prey;
    wn_shows shows;
    void    *user;
    wn_bytes text;
    wn_buf   tried;
    size_t   tries;
    bool     has_shrunk;
} shrinking;

static wn_status try_without(shrinking *s, size_t begin, size_t end)
{
    bool shows = false;
    wn_buf_clear(&s->tried);
    wn_buf_append(&s->tried, s->text.data, begin);
    wn_buf_append(&s->tried, s->text.data + end, s->text.size - end);
    if (s->tried.failed)
        return WN_NO_MEMORY;
    s->tries++;
    if (!s->tried.size)
        return WN_OK;
    wn_status status = s->shows(s->prey, s->user, wn_buf_bytes(&s->tried), &shows);
    if (status != WN_OK || !shows)
        return status;
    s->text = wn_prey_keep(s->prey, wn_buf_bytes(&s->tried));
    s->has_shrunk = true;
    return s->text.data ? WN_OK : WN_NO_MEMORY;
}

/* Where the part that ends at `end` begins. */
static size_t begin_of(wn_grain grain, wn_bytes text, size_t end)
{
    size_t at = end;
    if (grain == WN_GRAIN_CHARS) {
        while (at && ((unsigned char)text.data[--at] & 0xC0) == 0x80)
            continue;
        return at;
    }
    if (at)
        at--;
    while (at && !(text.data[at - 1] == '\n' || (grain == WN_GRAIN_WORDS && text.data[at - 1] == ' ')))
        at--;
    return at;
}

/* Whether the part may go: line feeds go with their lines only. */
static bool may_go(wn_grain grain, wn_bytes text, size_t begin, size_t end)
{
    return begin < end && (grain == WN_GRAIN_LINES || !memchr(text.data + begin, '\n', end - begin));
}

static wn_status drop_parts(shrinking *s, wn_grain grain)
{
    wn_status status = WN_OK;
    for (size_t end = s->text.size; end && status == WN_OK && s->tries < TRIES_MAX;) {
        if (grain != WN_GRAIN_LINES && s->text.data[end - 1] == '\n')
            end--;
        size_t begin = begin_of(grain, s->text, end), before = s->text.size;
        if (may_go(grain, s->text, begin, end))
            status = try_without(s, begin, end);
        end = begin < end ? begin : end - (end > 0);
        if (before == s->text.size && grain == WN_GRAIN_WORDS && end && s->text.data[end - 1] == '\n')
            end--;
    }
    return status;
}

wn_status wn_minimise(wn_prey *prey, wn_grain grain, wn_shows shows, void *user, wn_bytes *text)
{
    shrinking s = {.prey = prey, .shows = shows, .user = user, .text = *text};
    wn_status status = WN_OK;
    do {
        s.has_shrunk = false;
        for (int part = WN_GRAIN_LINES; part <= (int)grain && status == WN_OK; part++)
            status = drop_parts(&s, (wn_grain)part);
    } while (s.has_shrunk && status == WN_OK && s.tries < TRIES_MAX);
    *text = s.text;
    wn_buf_free(&s.tried);
    return status;
}
