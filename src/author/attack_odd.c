/* attack_odd.c: whether a small change of a line saves it.
 *
 * Evaded: what a rule names must be spelled, and an odd letter in it saves the line, as it would from any rule. But
 * where a rule lets a letter open, so that another ordinary one changes nothing, an odd one must not either. Misses: a
 * change that means nothing to a reader. */
#include "author/prey.h"
#include "author/vary.h"

#include <string.h>

#define PUPS_MAX 10
#define SPOTS_MAX 12      /* places tried in one line */
#define LABEL_WORDS_MAX 6 /* a label may have a colon; a sentence would be another one with it */

/* ---- asking ---- */

/* Whether the line is still taken when it reads `with`. */
static wn_status is_taken(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, bool *taken)
{
    wn_buf   text = {0};
    wn_trial trial;
    wn_text_replace(pup->text, line, with, &text);
    wn_status status = text.failed ? WN_NO_MEMORY : wn_prey_try(prey, wn_buf_bytes(&text), &trial);
    *taken = status == WN_OK && wn_prey_took(prey, &trial, line, 1);
    wn_buf_free(&text);
    return status;
}

static wn_status is_taken_with(wn_prey *prey, const wn_pup *pup, size_t line, size_t at, char letter, bool *taken)
{
    wn_buf   with = {0};
    wn_bytes old = wn_text_line(pup->text, line);
    wn_buf_append(&with, old.data, old.size);
    if (with.failed)
        return WN_NO_MEMORY;
    with.data[at] = letter;
    wn_status status = is_taken(prey, pup, line, wn_buf_bytes(&with), taken);
    wn_buf_free(&with);
    return status;
}

/* ---- the finding ---- */

/* A line as it is, and as it is saved. */
typedef struct rescue {
    wn_bytes line, with;
} rescue;

/* The text with every line that reads `from` as `to`. */
static bool put_swapped(wn_bytes text, wn_bytes from, wn_bytes to, wn_buf *out)
{
    bool has_line = false;
    for (size_t i = 0, count = wn_text_line_count(text); i < count; i++) {
        wn_bytes line = wn_text_line(text, i);
        bool     is_it = line.size == from.size && memcmp(line.data, from.data, from.size) == 0;
        wn_bytes put = is_it ? to : line;
        wn_buf_append(out, put.data, put.size);
        wn_buf_put(out, '\n');
        has_line |= is_it;
    }
    return has_line;
}

static bool goes_in(const wn_trial *trial, wn_bytes line)
{
    for (size_t i = 0; i < trial->line_count; i++)
        if (trial->lines[i].text.size == line.size && memcmp(trial->lines[i].text.data, line.data, line.size) == 0)
            return trial->lines[i].mark == WN_MARK_GOES;
    return false;
}

/* Shows that the line goes as it is, and stays when changed. `text` has it changed. */
static wn_status show_rescue(wn_prey *prey, void *user, wn_bytes text, bool *shows)
{
    const rescue *r = user;
    wn_buf        before = {0};
    wn_trial      trial;
    wn_status     status = WN_OK;
    *shows = put_swapped(text, r->with, r->line, &before);
    if (before.failed)
        status = WN_NO_MEMORY;
    if (status == WN_OK && *shows) {
        status = wn_prey_try(prey, wn_buf_bytes(&before), &trial);
        *shows = status == WN_OK && goes_in(&trial, r->line);
    }
    if (status == WN_OK && *shows) {
        status = wn_prey_try(prey, text, &trial);
        *shows = status == WN_OK && !goes_in(&trial, r->with);
    }
    wn_buf_free(&before);
    return status;
}

/* What of the text should go: what goes of it with the line as it is. */
static wn_status expect_rescued(wn_prey *prey, const rescue *r, wn_bytes text, bool **goes)
{
    wn_buf   before = {0};
    wn_trial trial = {0};
    put_swapped(text, r->with, r->line, &before);
    wn_status status = before.failed ? WN_NO_MEMORY : wn_prey_try(prey, wn_buf_bytes(&before), &trial);
    *goes = wn_arena_alloc(&prey->arena, trial.line_count + 1);
    for (size_t i = 0; *goes && i < trial.line_count && status == WN_OK; i++)
        (*goes)[i] = trial.lines[i].mark == WN_MARK_GOES;
    wn_buf_free(&before);
    return *goes ? status : WN_NO_MEMORY;
}

static wn_status report_saved(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, const char *format,
                              const char *what)
{
    rescue r = {wn_text_line(pup->text, line), wn_prey_keep(prey, with)};
    bool  *goes = NULL;
    wn_buf text = {0};
    wn_text_replace(pup->text, line, with, &text);
    wn_bytes  witness = wn_prey_keep(prey, wn_buf_bytes(&text));
    wn_status status = text.failed || !witness.data || !r.with.data ? WN_NO_MEMORY : WN_OK;
    wn_buf_free(&text);
    if (status == WN_OK)
        status = wn_minimise(prey, WN_GRAIN_LINES, show_rescue, &r, &witness);
    if (status == WN_OK)
        status = expect_rescued(prey, &r, witness, &goes);
    if (status != WN_OK)
        return status;
    return wn_prey_report(prey, NULL, &(wn_expectation){.text = witness, .goes = goes}, format, prey->source->id, what,
                          wn_shown_size(r.with), r.with.data);
}

/* Whether the rule names every letter of a short line: only then is it the line itself that the rule knows. */
static bool is_label(const wn_pup *pup)
{
    wn_bytes line = wn_text_line(pup->text, pup->aim);
    size_t   spaces = 0;
    if (!pup->mask.size || !line.size)
        return false;
    const char *mask = pup->mask.data + (line.data - pup->text.data);
    for (size_t i = 0; i < line.size; i++) {
        spaces += line.data[i] == ' ';
        if (mask[i] == '.' && line.data[i] != ' ')
            return false;
    }
    return spaces < LABEL_WORDS_MAX;
}

/* ---- evaded ---- */

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_big(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Whether the letter may as well be another one. */
static wn_status is_open(wn_prey *prey, const wn_pup *pup, size_t line, size_t at, bool *open)
{
    char      old = wn_text_line(pup->text, line).data[at];
    char      base = is_small(old) ? 'a' : 'A';
    wn_status status = WN_OK;
    *open = is_small(old) || is_big(old);
    for (int step = 5; step <= 14 && *open && status == WN_OK; step += 9)
        status = is_taken_with(prey, pup, line, at, (char)(base + (old - base + step) % 26), open);
    return status;
}

/* An invalid byte is held against a sign that is no letter either, all else against letters. */
static wn_status try_odd(wn_prey *prey, const wn_pup *pup, size_t line, size_t at, wn_odd kind, bool *is_found)
{
    wn_buf    with = {0};
    bool      taken = true;
    wn_status status = WN_OK;
    if (kind == WN_ODD_BYTE)
        status = is_taken_with(prey, pup, line, at, '+', &taken);
    if (status == WN_OK && taken && wn_vary_odd(kind, wn_text_line(pup->text, line), at, &with)) {
        status = with.failed ? WN_NO_MEMORY : is_taken(prey, pup, line, wn_buf_bytes(&with), &taken);
        if (status == WN_OK && !taken) {
            *is_found = true;
            status = report_saved(
                prey, pup, line, wn_buf_bytes(&with),
                "rule \"%s\" is evaded by %s where any other could stand: \"%.*s\" stays; allow \\w, \\p{L} or . "
                "there, or drop the exception",
                wn_odd_name(kind));
        }
    }
    wn_buf_free(&with);
    return status;
}

static wn_status try_spot(wn_prey *prey, const wn_pup *pup, size_t line, size_t at, bool *is_found)
{
    bool      open;
    wn_status status = is_open(prey, pup, line, at, &open);
    for (size_t kind = 0; kind < WN_ODD_KINDS && open && status == WN_OK && !*is_found; kind++)
        status = try_odd(prey, pup, line, at, (wn_odd)kind, is_found);
    return status;
}

static wn_status try_line(wn_prey *prey, const wn_pup *pup, size_t line, bool *is_found)
{
    wn_bytes    text = wn_text_line(pup->text, line);
    const char *mask = pup->mask.size ? pup->mask.data + (text.data - pup->text.data) : NULL;
    size_t      tried = 0, step = text.size > 40 ? text.size / 20 : 1;
    wn_status   status = WN_OK;
    for (size_t at = 0; at < text.size && tried < SPOTS_MAX && status == WN_OK && !*is_found; at += step) {
        if ((mask && mask[at] != '.') || (!is_small(text.data[at]) && !is_big(text.data[at])))
            continue;
        tried++;
        status = try_spot(prey, pup, line, at, is_found);
    }
    return status;
}

/* A label that the rule names whole: `is` passes over signs at its ends. */
static wn_status try_edges(wn_prey *prey, const wn_pup *pup, bool *is_found)
{
    wn_bytes  line = wn_text_line(pup->text, pup->aim);
    wn_status status = WN_OK;
    for (int edge = 0; edge < 2 && status == WN_OK && !*is_found; edge++) {
        wn_buf with = {0};
        bool   taken = true;
        wn_buf_text(&with, edge ? "" : "\xFF");
        wn_buf_append(&with, line.data, line.size);
        wn_buf_text(&with, edge ? "\xFF" : "");
        status = with.failed ? WN_NO_MEMORY : is_taken(prey, pup, pup->aim, wn_buf_bytes(&with), &taken);
        if (status == WN_OK && !taken) {
            *is_found = true;
            status =
                report_saved(prey, pup, pup->aim, wn_buf_bytes(&with),
                             "rule \"%s\" is evaded by %s at the edge of its own line: \"%.*s\" stays; `is` passes "
                             "over such signs",
                             wn_odd_name(WN_ODD_BYTE));
        }
        wn_buf_free(&with);
    }
    return status;
}

static bool takes_lines(const wn_prey *prey)
{
    return prey->d->unit != WN_UNIT_DOCUMENT && prey->d->unit != WN_UNIT_SPAN && prey->d->action == WN_STRIP;
}

wn_status wn_attack_evaded(wn_prey *prey)
{
    bool      is_found = false;
    wn_status status = WN_OK;
    if (!takes_lines(prey))
        return WN_OK;
    for (size_t i = 0; i < prey->litter_count && i < PUPS_MAX * 2 && status == WN_OK && !is_found; i++)
        status = try_line(prey, &prey->litter[i], prey->litter[i].aim, &is_found);
    bool has_labels = prey->d->unit == WN_UNIT_LINE;
    for (size_t i = 0; i < prey->litter_count; i++)
        has_labels = has_labels && (prey->litter[i].is_example || is_label(&prey->litter[i]));
    for (size_t i = 0; i < prey->litter_count && has_labels && status == WN_OK && !is_found; i++)
        if (!prey->litter[i].is_example)
            status = try_edges(prey, &prey->litter[i], &is_found);
    return status;
}

/* ---- misses ---- */

static wn_status try_harmless(wn_prey *prey, const wn_pup *pup, size_t line, wn_harmless kind, bool *is_found)
{
    wn_buf    with = {0};
    bool      taken = true;
    wn_status status = WN_OK;
    if (wn_vary_harmless(kind, wn_text_line(pup->text, line), &with)) {
        status = with.failed ? WN_NO_MEMORY : is_taken(prey, pup, line, wn_buf_bytes(&with), &taken);
        if (status == WN_OK && !taken) {
            *is_found = true;
            status = report_saved(prey, pup, line, wn_buf_bytes(&with),
                                  "rule \"%s\" does not know its own line with %s: \"%.*s\" stays; let the pattern end "
                                  "in [:.]?$, or say it by `is`",
                                  wn_harmless_name(kind));
        }
    }
    wn_buf_free(&with);
    return status;
}

static wn_status try_label(wn_prey *prey, const wn_pup *pup, bool *is_found)
{
    wn_status status = WN_OK;
    bool      taken;
    if (!is_label(pup))
        return WN_OK;
    status = is_taken(prey, pup, pup->aim, wn_text_line(pup->text, pup->aim), &taken);
    for (size_t kind = 0; kind < WN_HARMLESS_KINDS && taken && status == WN_OK && !*is_found; kind++)
        status = try_harmless(prey, pup, pup->aim, (wn_harmless)kind, is_found);
    return status;
}

wn_status wn_attack_misses(wn_prey *prey)
{
    bool      is_found = false;
    wn_status status = WN_OK;
    if (!takes_lines(prey) || prey->d->unit != WN_UNIT_LINE)
        return WN_OK;
    for (size_t i = 0; i < prey->litter_count && i < PUPS_MAX * 2 && status == WN_OK && !is_found; i++)
        status = try_label(prey, &prey->litter[i], &is_found);
    return status;
}
