/* unicode.h: what winnow asks of Unicode: sorts of characters, widths, case folds and NFC.
 *
 * The tables are made when winnow is built, by unicode/make.c, of what utf8proc knows; the program has
 * only these and does not need utf8proc. Every code up to U+10FFFF may be asked for; one that is no
 * character is like one that is not assigned. */
#ifndef WN_MATCH_UNICODE_H
#define WN_MATCH_UNICODE_H

#include "winnow.h"

/* General categories, those that winnow tells apart. */
typedef enum wn_sort {
    WN_SORT_OTHER,
    WN_SORT_LETTER,    /* L* */
    WN_SORT_NUMBER,    /* N* */
    WN_SORT_MARK,      /* M* */
    WN_SORT_CONNECTOR, /* Pc */
    WN_SORT_SPACE      /* Z* */
} wn_sort;

wn_sort wn_unicode_sort(uint32_t code);

/* The canonical combining class; 0 for what no mark is reordered over. */
unsigned wn_unicode_rank(uint32_t code);

/* Columns of a terminal: 0, 1 or 2. */
unsigned wn_unicode_width(uint32_t code);

enum {
    WN_UNICODE_FOLD_MAX = 3,
    WN_UNICODE_PARTS_MAX = 4
};

/* The full case fold; returns how many codes it has. */
size_t wn_unicode_fold(uint32_t code, uint32_t out[WN_UNICODE_FOLD_MAX]);

/* The full canonical decomposition; returns how many codes it has. */
size_t wn_unicode_decompose(uint32_t code, uint32_t out[WN_UNICODE_PARTS_MAX]);

/* Composes what was decomposed and brought to canonical order, in place; returns how many codes are left. */
size_t wn_unicode_compose(uint32_t *codes, size_t count);

/* "2.8.0", of the utf8proc that the tables were made of. */
const char *wn_unicode_version(void);

#endif
