/* map.h: where the bytes of a text stand in the source it was made from.
 *
 * A text is made of runs of units: a unit is so many bytes of text and so many of source, such as 1 and 1 (copied),
 * 1 and 5 ("&amp;"), 2 and 1 (a letter of windows-1252). Source between two runs has no text, such as markup; text
 * between two runs has no source, such as the line end after a paragraph. */
#ifndef WN_FORMAT_MAP_H
#define WN_FORMAT_MAP_H

#include "base/buf.h"

/* A stretch of bytes. */
typedef struct wn_range {
    size_t begin;
    size_t end;
} wn_range;

typedef struct wn_map_run {
    size_t text; /* where its text begins */
    size_t source;
    size_t units;
    size_t text_unit; /* bytes; at least 1 */
    size_t source_unit;
} wn_map_run;

typedef struct wn_map {
    wn_map_run *runs; /* in the order of both text and source */
    size_t      count;
    size_t      capacity;
} wn_map;

/* Adds units of text after those that were added before; they join the last run when they go on with it.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_map_add(wn_map *map, wn_map_run run);

void wn_map_clear(wn_map *map); /* keeps the memory */
void wn_map_free(wn_map *map);

/* Steps through the source of text[begin..end): sets *range to the next stretch of it and returns true, or returns
 * false when there is no more. A unit belongs to the text that has its first byte. *run is 0 at the first call; it may
 * stay as it is for a later stretch of text. */
bool wn_map_next(const wn_map *map, size_t *run, wn_range *text, wn_range *range);

#endif
