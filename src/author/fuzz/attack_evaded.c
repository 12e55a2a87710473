/* attack_evaded.c: whether one odd character saves a line although all that the rule names is spelled in it.
 *
 * What a rule names must be spelled; an odd letter in it saves the line from any rule. But one in a place that the rule
 * leaves open, at the ends of the line, between its words, or in excess of a bound that the line met must not save it.
 * Each way of saving a line is a function, tried on the lines that the rule takes until one does. */
#include "author/fuzz/rescue.h"
#include "author/fuzz/vary.h"

#include "base/utf8.h"

#include <string.h>

#define PUPS_MAX 20
#define SPOTS_MAX 24     /* places tried in one line */
#define LONGER_MAX 48    /* words, or letters, by which a line is made longer to meet a bound */
#define INVALID "\xFF"   /* as WN_ODD_BYTE puts it */
#define ANY_WORD " tide" /* what makes a line longer without a meaning of its own */

/* A line that the rule takes. */
typedef struct mark {
    wn_prey      *prey;
    const wn_pup *pup;
    wn_bytes      line;
    const char   *mask; /* of the line; NULL: not known */
    bool          is_found;
} mark;

/* ---- asking ---- */

static wn_status ask(mark *m, const wn_buf *with, bool *taken)
{
    return with->failed ? WN_NO_MEMORY : wn_rescue_ask(m->prey, m->pup, m->pup->aim, wn_buf_bytes(with), taken);
}

/* Reports the line when it is saved. */
static wn_status ask_and_report(mark *m, const wn_buf *with, wn_odd kind, const char *format)
{
    bool      taken = true;
    wn_status status = ask(m, with, &taken);
    if (status != WN_OK || taken)
        return status;
    m->is_found = true;
    return wn_rescue_report(m->prey, m->pup, m->pup->aim, wn_buf_bytes(with), format, wn_odd_name(kind));
}

/* The line with other bytes in place of `size` of its own. */
static void put_with(wn_bytes line, size_t at, size_t size, const char *other, size_t other_size, wn_buf *out)
{
    wn_buf_append(out, line.data, at);
    wn_buf_append(out, other, other_size);
    wn_buf_append(out, line.data + at + size, line.size - at - size);
}

/* ---- places that are open ---- */

static bool is_between(char c, char first, char last)
{
    return c >= first && c <= last;
}

/* Another letter of the same case, another digit; the same character when it is neither. */
static char another(char c, int step)
{
    if (is_between(c, 'a', 'z'))
        return (char)('a' + (c - 'a' + step) % 26);
    if (is_between(c, 'A', 'Z'))
        return (char)('A' + (c - 'A' + step) % 26);
    return is_between(c, '0', '9') ? (char)('0' + (c - '0' + step) % 10) : c;
}

/* Whether the letter or digit may as well be another one. A mask that says it is named is believed. */
static wn_status is_open(mark *m, size_t at, bool *open)
{
    char      old = m->line.data[at];
    wn_status status = WN_OK;
    *open = another(old, 1) != old && (!m->mask || m->mask[at] == '.');
    for (int step = 4; step <= 7 && *open && status == WN_OK; step += 3) {
        wn_buf with = {0};
        char   other = another(old, step);
        put_with(m->line, at, 1, &other, 1, &with);
        status = ask(m, &with, open);
        wn_buf_free(&with);
    }
    return status;
}

static wn_status try_place(mark *m, size_t at)
{
    bool      open = false;
    wn_status status = is_open(m, at, &open);
    for (size_t kind = 0; kind < WN_ODD_KINDS && open && status == WN_OK && !m->is_found; kind++) {
        wn_buf with = {0};
        if (wn_vary_odd((wn_odd)kind, m->line, at, &with))
            status = ask_and_report(
                m, &with, (wn_odd)kind,
                "rule \"%s\" is evaded by %s where any other could stand: \"%.*s\" stays; allow . or \\S there, or "
                "drop the exception");
        wn_buf_free(&with);
    }
    return status;
}

static wn_status try_open(mark *m)
{
    size_t    step = m->line.size > 2 * SPOTS_MAX ? m->line.size / SPOTS_MAX : 1;
    wn_status status = WN_OK;
    for (size_t at = 0; at < m->line.size && status == WN_OK && !m->is_found; at += step)
        status = try_place(m, at);
    return status;
}

/* ---- the ends of the line ---- */

static wn_status try_ends(mark *m)
{
    wn_status status = WN_OK;
    for (int end = 0; end < 2 && status == WN_OK && !m->is_found; end++) {
        wn_buf with = {0};
        put_with(m->line, end ? m->line.size : 0, 0, INVALID, 1, &with);
        status = ask_and_report(m, &with, WN_ODD_BYTE,
                                "rule \"%s\" is evaded by %s at an end of the line: \"%.*s\" stays; say it by `is`, "
                                "allow \\W* at the anchor, or drop the exception or the bound");
        wn_buf_free(&with);
    }
    return status;
}

/* ---- between words ---- */

static void look_for_pattern(void *user, const wn_condition *c)
{
    *(bool *)user |= c->op == WN_OP_MATCH;
}

/* Phrases are spelled with their spaces, but a pattern can say what stands between two words. */
static bool has_pattern(const wn_prey *prey)
{
    bool has = prey->d->span != NULL;
    wn_definition_walk(prey->d, look_for_pattern, &has);
    return has;
}

static wn_status try_between(mark *m)
{
    wn_status status = WN_OK;
    for (size_t at = 1; has_pattern(m->prey) && at + 1 < m->line.size && status == WN_OK && !m->is_found; at++) {
        wn_buf with = {0};
        if (m->line.data[at] != ' ' || (m->mask && m->mask[at] == ' '))
            continue;
        put_with(m->line, at, 0, INVALID, 1, &with);
        status = ask_and_report(m, &with, WN_ODD_BYTE,
                                "rule \"%s\" is evaded by %s between two words: \"%.*s\" stays; allow \\W+ there");
        wn_buf_free(&with);
    }
    return status;
}

/* ---- bounds ---- */

static void look_for_bound(void *user, const wn_condition *c)
{
    *(bool *)user |= c->op == WN_OP_WORDS || c->op == WN_OP_CHARS;
}

static bool has_bound(const wn_prey *prey)
{
    bool has = false;
    wn_definition_walk(prey->d, look_for_bound, &has);
    return has;
}

/* Makes the line longer by one text as long as it is taken. */
static wn_status lengthen(mark *m, const char *by, wn_buf *line)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < LONGER_MAX && status == WN_OK; i++) {
        bool   taken = false;
        size_t before = line->size;
        wn_buf_text(line, by);
        status = ask(m, line, &taken);
        if (!taken) {
            line->size = before;
            break;
        }
    }
    return status;
}

/* The line as long as the rule allows, and then a sign more. */
static wn_status try_bounds(mark *m)
{
    wn_buf    longest = {0};
    wn_status status = WN_OK;
    if (!has_bound(m->prey))
        return WN_OK;
    wn_buf_append(&longest, m->line.data, m->line.size);
    status = lengthen(m, ANY_WORD, &longest);
    if (status == WN_OK)
        status = lengthen(m, "e", &longest);
    for (int way = 0; way < 2 && status == WN_OK && !m->is_found; way++) {
        wn_buf with = {0};
        wn_buf_append(&with, longest.data, longest.size);
        wn_buf_text(&with, way ? " " INVALID : INVALID);
        status =
            ask_and_report(m, &with, WN_ODD_BYTE,
                           "rule \"%s\" is evaded by %s more than a bound allows: \"%.*s\" stays; let the bound be "
                           "wider than what is meant, or ask for more than it");
        wn_buf_free(&with);
    }
    wn_buf_free(&longest);
    return status;
}

/* ---- all ways ---- */

typedef wn_status (*way)(mark *m);

/* The most telling first. */
static const way ways[] = {try_open, try_ends, try_bounds, try_between};

/* Of an example, whose lines have no mask, only the first line. */
static mark mark_of(wn_prey *prey, const wn_pup *pup)
{
    wn_bytes line = wn_text_line(pup->text, pup->aim);
    return (mark){.prey = prey,
                  .pup = pup,
                  .line = line,
                  .mask = pup->mask.size ? pup->mask.data + (line.data - pup->text.data) : NULL};
}

static wn_status try_pup(wn_prey *prey, const wn_pup *pup, way go, bool *is_found)
{
    mark      m = mark_of(prey, pup);
    bool      taken = false;
    wn_status status = m.line.size ? wn_rescue_ask(prey, pup, pup->aim, m.line, &taken) : WN_OK;
    if (status == WN_OK && taken)
        status = go(&m);
    *is_found = m.is_found;
    return status;
}

wn_status wn_attack_evaded(wn_prey *prey)
{
    bool      is_found = false;
    wn_status status = WN_OK;
    if (!wn_rescue_is_possible(prey))
        return WN_OK;
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
        for (size_t i = 0; i < prey->litter_count && i < PUPS_MAX && status == WN_OK && !is_found; i++)
            status = try_pup(prey, &prey->litter[i], ways[w], &is_found);
    return status;
}
