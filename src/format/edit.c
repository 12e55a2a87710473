/* edit.c: noting decisions, and walking text and source in step. Used by record.c. */
#include "format/edit.h"

#include <stdlib.h>
#include <string.h>

/* ---- notes ---- */

static bool note_claimants(wn_edits *edits, const wn_decision *decision)
{
    size_t count = edits->claimant_count + decision->claimant_count;
    if (!wn_array_grow(&edits->claimants, &edits->claimant_capacity, count, sizeof *edits->claimants))
        return false;
    if (decision->claimant_count)
        memcpy(edits->claimants + edits->claimant_count, decision->claimants,
               decision->claimant_count * sizeof *edits->claimants);
    edits->claimant_count = count;
    return true;
}

wn_status wn_edits_note(wn_edits *edits, const wn_decision *decision)
{
    wn_edit edit = {.line = decision->line,
                    .size = decision->bytes.size,
                    .put = edits->puts.size,
                    .put_size = decision->put.size,
                    .claimants = edits->claimant_count,
                    .claimant_count = decision->claimant_count,
                    .field = decision->field,
                    .fate = decision->fate,
                    .rule = decision->rule,
                    .prose_words = decision->prose_words,
                    .is_blank = decision->is_blank,
                    .is_shadow = decision->is_shadow};
    if (!wn_array_grow(&edits->items, &edits->capacity, edits->count + 1, sizeof *edits->items) ||
        !note_claimants(edits, decision) || !wn_buf_append(&edits->puts, decision->put.data, decision->put.size))
        return WN_NO_MEMORY;
    edits->items[edits->count++] = edit;
    return WN_OK;
}

void wn_edits_clear(wn_edits *edits)
{
    edits->count = edits->claimant_count = 0;
    wn_buf_clear(&edits->puts);
}

void wn_edits_free(wn_edits *edits)
{
    free(edits->items);
    free(edits->claimants);
    wn_buf_free(&edits->puts);
    *edits = (wn_edits){0};
}

wn_decision wn_edits_decision(const wn_edits *edits, size_t index)
{
    const wn_edit *edit = &edits->items[index];
    wn_decision    decision = {.line = edit->line,
                               .fate = edit->fate,
                               .is_blank = edit->is_blank,
                               .is_shadow = edit->is_shadow,
                               .rule = edit->rule,
                               .prose_words = edit->prose_words,
                               .claimant_count = edit->claimant_count,
                               .field = edit->field};
    if (edit->put_size)
        decision.put = (wn_bytes){edits->puts.data + edit->put, edit->put_size};
    if (edit->claimant_count)
        decision.claimants = edits->claimants + edit->claimants;
    return decision;
}

bool wn_edits_are_idle(const wn_edits *edits, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++)
        if (edits->items[i].fate != WN_FATE_KEEP)
            return false;
    return true;
}

/* ---- walking ---- */

/* Steps over up to `size` bytes that stand for themselves; returns how many it were. */
static size_t step_plain(wn_walk *walk, size_t size)
{
    size_t      left = walk->string.size - walk->at;
    const char *begin = walk->string.data + walk->at;
    size_t      plain = size < left ? size : left;
    const char *backslash = walk->has_escapes && plain ? memchr(begin, '\\', plain) : NULL;
    if (backslash)
        plain = (size_t)(backslash - begin);
    walk->at += plain;
    return plain;
}

wn_bytes wn_walk_take(wn_walk *walk, size_t size)
{
    size_t begin = walk->at;
    size_t known = size < walk->ahead ? size : walk->ahead;
    walk->ahead -= known;
    size -= known;
    while (size && walk->at < walk->string.size) {
        size -= step_plain(walk, size);
        if (!size || walk->at == walk->string.size)
            break;
        wn_json_escape escape = wn_json_escape_at(walk->string, walk->at);
        size_t         text = escape.text_bytes < size ? escape.text_bytes : size;
        walk->at += escape.source_bytes;
        walk->ahead = escape.text_bytes - text;
        size -= text;
    }
    return (wn_bytes){walk->string.data + begin, walk->at - begin};
}

bool wn_edit_put(wn_buf *out, const wn_decision *edit, wn_bytes source)
{
    if (edit->fate == WN_FATE_KEEP)
        return wn_buf_append(out, source.data, source.size);
    return edit->fate != WN_FATE_REPLACE || wn_json_put_escaped(out, edit->put);
}
