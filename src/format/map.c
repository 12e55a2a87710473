/* map.c: runs of units, from text to source. Used by encoding.c, html_*.c and feed_*.c. */
#include "format/map.h"

#include <stdlib.h>

static bool goes_on(const wn_map_run *last, const wn_map_run *run)
{
    return last->text_unit == run->text_unit && last->source_unit == run->source_unit &&
           last->text + last->units * last->text_unit == run->text &&
           last->source + last->units * last->source_unit == run->source;
}

wn_status wn_map_add(wn_map *map, wn_map_run run)
{
    if (!run.units)
        return WN_OK;
    if (map->count && goes_on(&map->runs[map->count - 1], &run)) {
        map->runs[map->count - 1].units += run.units;
        return WN_OK;
    }
    if (!wn_array_grow(&map->runs, &map->capacity, map->count + 1, sizeof *map->runs))
        return WN_NO_MEMORY;
    map->runs[map->count++] = run;
    return WN_OK;
}

void wn_map_clear(wn_map *map)
{
    map->count = 0;
}

void wn_map_free(wn_map *map)
{
    free(map->runs);
    *map = (wn_map){0};
}

/* The first unit that begins at or after an offset of the text. */
static size_t unit_at(const wn_map_run *run, size_t offset)
{
    if (offset <= run->text)
        return 0;
    size_t unit = (offset - run->text + run->text_unit - 1) / run->text_unit;
    return unit < run->units ? unit : run->units;
}

bool wn_map_next(const wn_map *map, size_t *index, wn_range *text, wn_range *range)
{
    for (; *index < map->count && text->begin < text->end; ++*index) {
        const wn_map_run *run = &map->runs[*index];
        size_t            first = unit_at(run, text->begin), last = unit_at(run, text->end);
        size_t            end = run->text + run->units * run->text_unit;
        if (run->text >= text->end)
            return false;
        *range = (wn_range){run->source + first * run->source_unit, run->source + last * run->source_unit};
        if (end > text->begin)
            text->begin = end < text->end ? end : text->end;
        if (first < last) {
            *index += end <= text->end;
            return true;
        }
    }
    return false;
}
