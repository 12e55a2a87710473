/* attack_misses.c: whether a change that means nothing to a reader saves a line that the rule knows whole. */
#include "author/fuzz/rescue.h"
#include "author/fuzz/vary.h"

#include <string.h>

#define PUPS_MAX 20
#define NO_COLON                                                                                                       \
    "rule \"%s\" does not know its own line with %s: \"%.*s\" stays; let the pattern end in [:.]?$, say it by `is`, "  \
    "or "                                                                                                              \
    "drop what forbids it"
#define NO_SIGN "rule \"%s\" does not know its own line with %s: \"%.*s\" stays; allow both"
#define LABEL_WORDS_MAX 6 /* a label may have a colon; a sentence would be another one with it */

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

static wn_status try_harmless(wn_prey *prey, const wn_pup *pup, size_t line, wn_harmless kind, bool *is_found)
{
    wn_buf    with = {0};
    bool      taken = true;
    wn_status status = WN_OK;
    if (wn_vary_harmless(kind, wn_text_line(pup->text, line), &with)) {
        status = with.failed ? WN_NO_MEMORY : wn_rescue_ask(prey, pup, line, wn_buf_bytes(&with), &taken);
        if (status == WN_OK && !taken) {
            *is_found = true;
            status = wn_rescue_report(prey, pup, line, wn_buf_bytes(&with),
                                      kind == WN_HARMLESS_COLON ? NO_COLON : NO_SIGN, wn_harmless_name(kind));
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
    status = wn_rescue_ask(prey, pup, pup->aim, wn_text_line(pup->text, pup->aim), &taken);
    for (size_t kind = 0; kind < WN_HARMLESS_KINDS && taken && status == WN_OK && !*is_found; kind++)
        status = try_harmless(prey, pup, pup->aim, (wn_harmless)kind, is_found);
    return status;
}

wn_status wn_attack_misses(wn_prey *prey)
{
    bool      is_found = false;
    wn_status status = WN_OK;
    if (prey->d->action != WN_STRIP || prey->d->unit != WN_UNIT_LINE)
        return WN_OK;
    for (size_t i = 0; i < prey->litter_count && i < PUPS_MAX && status == WN_OK && !is_found; i++)
        status = try_label(prey, &prey->litter[i], &is_found);
    return status;
}
