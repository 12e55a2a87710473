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

/* The changed bytes of the witness are those that must stay; this is what stood there before. */
typedef struct rescue {
    wn_bytes old;
} rescue;

/* The line that the change is in. */
static size_t line_of(const wn_witness *w)
{
    return wn_text_line_count((wn_bytes){w->text.data, w->begin});
}

/* The text as it was before the change. */
static void put_unchanged(const rescue *r, const wn_witness *w, wn_buf *out)
{
    wn_buf_append(out, w->text.data, w->begin);
    wn_buf_append(out, r->old.data, r->old.size);
    wn_buf_append(out, w->text.data + w->end, w->text.size - w->end);
}

static wn_status is_taken_in(wn_prey *prey, wn_bytes text, size_t line, bool *taken)
{
    wn_trial  trial;
    wn_status status = wn_prey_try(prey, text, &trial);
    *taken = status == WN_OK && wn_prey_took(prey, &trial, line, 1);
    return status;
}

/* Shows that the line goes as it was, and stays when changed. */
static wn_status show_rescue(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    wn_buf before = {0};
    bool   is_saved = false;
    put_unchanged(user, w, &before);
    wn_status status = before.failed ? WN_NO_MEMORY : is_taken_in(prey, wn_buf_bytes(&before), line_of(w), shows);
    if (status == WN_OK && *shows) {
        status = is_taken_in(prey, w->text, line_of(w), &is_saved);
        *shows = !is_saved;
    }
    wn_buf_free(&before);
    return status;
}

/* What of the text should go: what goes of it with the line as it was. */
static wn_status expect_rescued(wn_prey *prey, const rescue *r, const wn_witness *w, bool **goes)
{
    wn_buf   before = {0};
    wn_trial trial = {0};
    put_unchanged(r, w, &before);
    wn_status status = before.failed ? WN_NO_MEMORY : wn_prey_try(prey, wn_buf_bytes(&before), &trial);
    *goes = wn_arena_alloc(&prey->arena, trial.line_count + 1);
    for (size_t i = 0; *goes && i < trial.line_count && status == WN_OK; i++)
        (*goes)[i] = trial.lines[i].mark != WN_MARK_STAYS;
    wn_buf_free(&before);
    return *goes ? status : WN_NO_MEMORY;
}

/* What is not the same in both. */
static void find_change(wn_bytes line, wn_bytes with, size_t at, rescue *r, wn_witness *w)
{
    size_t most = line.size < with.size ? line.size : with.size, begin = 0, end = 0;
    while (begin < most && line.data[begin] == with.data[begin])
        begin++;
    while (end < most - begin && line.data[line.size - 1 - end] == with.data[with.size - 1 - end])
        end++;
    while (begin && begin < line.size && ((unsigned char)line.data[begin] & 0xC0) == 0x80)
        begin--;
    while (end && ((unsigned char)line.data[line.size - end] & 0xC0) == 0x80)
        end--;
    *r = (rescue){{line.data + begin, line.size - end - begin}};
    w->begin = at + begin;
    w->end = at + with.size - end;
}

wn_status wn_rescue_report(wn_prey *prey, const wn_pup *pup, size_t line, wn_bytes with, const char *format,
                           const char *what)
{
    rescue r;
    bool  *goes = NULL;
    wn_buf text = {0};
    wn_text_replace(pup->text, line, with, &text);
    wn_witness w = {.text = wn_prey_keep(prey, wn_buf_bytes(&text))};
    wn_status  status = text.failed || !w.text.data ? WN_NO_MEMORY : WN_OK;
    wn_bytes   old = wn_text_line(pup->text, line);
    wn_buf_free(&text);
    find_change(old, with, (size_t)(old.data - pup->text.data), &r, &w);
    if (status == WN_OK)
        status = wn_minimise(prey, WN_GRAIN_CHARS, show_rescue, &r, &w);
    if (status == WN_OK)
        status = expect_rescued(prey, &r, &w, &goes);
    if (status != WN_OK)
        return status;
    wn_bytes shown = wn_text_line(w.text, line_of(&w));
    return wn_prey_report(prey, NULL, &(wn_expectation){.text = w.text, .goes = goes}, format, prey->source->id, what,
                          wn_shown_size(shown), shown.data);
}

bool wn_rescue_is_possible(const wn_prey *prey)
{
    return prey->d->unit != WN_UNIT_DOCUMENT && wn_prey_removes(prey);
}
