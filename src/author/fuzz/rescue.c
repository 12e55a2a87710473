/* rescue.c: asks whether a changed line is still taken, and reports one that is saved. */
#include "author/fuzz/rescue.h"

#include <string.h>

/* ---- asking ---- */

wn_status wn_rescue_ask(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, bool *taken)
{
    wn_buf   text = {0};
    wn_trial trial;
    wn_text_replace(pup->text, line, with, &text);
    wn_status status = text.failed ? WN_NO_MEMORY : wn_prey_try(prey, wn_buf_bytes(&text), &trial);
    *taken = status == WN_OK && wn_prey_took(prey, &trial, line, 1);
    wn_buf_free(&text);
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

static bool is_taken_in(const wn_trial *trial, wn_bytes line)
{
    for (size_t i = 0; i < trial->line_count; i++)
        if (trial->lines[i].text.size == line.size && memcmp(trial->lines[i].text.data, line.data, line.size) == 0)
            return trial->lines[i].mark != WN_MARK_STAYS;
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
        *shows = status == WN_OK && is_taken_in(&trial, r->line);
    }
    if (status == WN_OK && *shows) {
        status = wn_prey_try(prey, text, &trial);
        *shows = status == WN_OK && !is_taken_in(&trial, r->with);
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
        (*goes)[i] = trial.lines[i].mark != WN_MARK_STAYS;
    wn_buf_free(&before);
    return *goes ? status : WN_NO_MEMORY;
}

wn_status wn_rescue_report(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, const char *format,
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

bool wn_rescue_is_possible(const wn_prey *prey)
{
    return prey->d->unit != WN_UNIT_DOCUMENT && wn_prey_removes(prey);
}
