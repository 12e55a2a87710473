/* cuts.c: lists of cuts. Used by html_*.c, feed_*.c and paper.c. */
#include "format/cuts.h"

#include <stdlib.h>

wn_status wn_cuts_add(wn_cuts *cuts, wn_cut cut, wn_bytes put)
{
    cut.put = cuts->puts.size;
    cut.put_size = put.size;
    if (!wn_array_grow(&cuts->items, &cuts->capacity, cuts->count + 1, sizeof *cuts->items) ||
        !wn_buf_append(&cuts->puts, put.data, put.size))
        return WN_NO_MEMORY;
    cuts->items[cuts->count++] = cut;
    return WN_OK;
}

void wn_cuts_clear(wn_cuts *cuts)
{
    cuts->count = 0;
    wn_buf_clear(&cuts->puts);
}

void wn_cuts_free(wn_cuts *cuts)
{
    free(cuts->items);
    wn_buf_free(&cuts->puts);
    *cuts = (wn_cuts){0};
}

/* By begin; of two that begin together the longer one first, and then the one that was added first. */
static int compare_cuts(const void *a, const void *b)
{
    const wn_cut *one = a, *other = b;
    if (one->range.begin != other->range.begin)
        return one->range.begin < other->range.begin ? -1 : 1;
    if (one->range.end != other->range.end)
        return one->range.end > other->range.end ? -1 : 1;
    return one->put < other->put ? -1 : one->put > other->put;
}

void wn_cuts_sort(wn_cuts *cuts)
{
    size_t kept = 0, end = 0;
    if (cuts->count)
        qsort(cuts->items, cuts->count, sizeof *cuts->items, compare_cuts);
    for (size_t i = 0; i < cuts->count; i++) {
        if (kept && cuts->items[i].range.begin < end)
            continue;
        end = cuts->items[i].range.end;
        cuts->items[kept++] = cuts->items[i];
    }
    cuts->count = kept;
}

static wn_status carry_one(const wn_cuts *cuts, const wn_cut *cut, const wn_map *map, size_t *run, wn_put_form *form,
                           const void *user, wn_cuts *out)
{
    wn_range  text = cut->range, range;
    wn_cut    carried = *cut;
    wn_buf    put = {0};
    wn_status status = !cut->put_size || form(user, wn_cut_put(cuts, cut), &put) ? WN_OK : WN_NO_MEMORY;
    while (status == WN_OK && wn_map_next(map, run, &text, &range)) {
        wn_cut *last = out->count ? &out->items[out->count - 1] : NULL;
        if (carried.is_follower && last && last->reason == cut->reason && last->range.end == range.begin) {
            last->range.end = range.end;
            continue;
        }
        carried.range = range;
        status = wn_cuts_add(out, carried, wn_buf_bytes(&put));
        carried.is_follower = true;
        wn_buf_clear(&put);
    }
    wn_buf_free(&put);
    return status;
}

wn_status wn_cuts_carry(const wn_cuts *cuts, const wn_map *map, wn_put_form *form, const void *user, wn_cuts *out)
{
    size_t    run = 0;
    wn_status status = WN_OK;
    wn_cuts_clear(out);
    for (size_t i = 0; i < cuts->count && status == WN_OK; i++)
        status = carry_one(cuts, &cuts->items[i], map, &run, form, user, out);
    return status;
}

bool wn_cuts_apply(const wn_cuts *cuts, wn_bytes source, wn_range range, size_t *next, wn_buf *out)
{
    size_t at = range.begin;
    for (; *next < cuts->count && cuts->items[*next].range.end <= range.end; ++*next) {
        const wn_cut *cut = &cuts->items[*next];
        wn_bytes      put = wn_cut_put(cuts, cut);
        wn_buf_append(out, source.data + at, cut->range.begin - at);
        wn_buf_append(out, put.data, put.size);
        at = cut->range.end;
    }
    return wn_buf_append(out, source.data + at, range.end - at) && !out->failed;
}
