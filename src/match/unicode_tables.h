/* unicode_tables.h: the tables of unicode.c, which unicode/make.c prints. */
#ifndef WN_MATCH_UNICODE_TABLES_H
#define WN_MATCH_UNICODE_TABLES_H

#include "winnow.h"

#define WN_UNICODE_CODES 0x110000u

enum {
    WN_UNICODE_BLOCK = 16,   /* codes; equal blocks are there once */
    WN_UNICODE_STRETCH = 32, /* blocks; equal stretches are there once */
    WN_UNICODE_STRETCHES = WN_UNICODE_CODES / WN_UNICODE_BLOCK / WN_UNICODE_STRETCH,
    WN_UNICODE_BITS = 21 /* of a code, where several are in one number */
};

typedef struct wn_unicode_record {
    uint8_t sort; /* wn_sort */
    uint8_t rank;
    uint8_t width;
} wn_unicode_record;

/* The `count` codes from `first` on, every one or every second, fold to themselves and `delta`. */
typedef struct wn_unicode_fold_range {
    uint32_t first;
    uint16_t count;
    uint16_t step;
    int32_t  delta;
} wn_unicode_fold_range;

/* A character that folds to several. */
typedef struct wn_unicode_fold_many {
    uint16_t code;
    uint16_t codes[3]; /* filled up with 0 */
} wn_unicode_fold_many;

extern const uint8_t           wn_unicode_stretches[WN_UNICODE_STRETCHES];
extern const uint16_t          wn_unicode_blocks[]; /* stretches of blocks' numbers */
extern const uint8_t           wn_unicode_items[];  /* blocks of records' numbers */
extern const wn_unicode_record wn_unicode_records[];

/* In ascending order. */
extern const wn_unicode_fold_range wn_unicode_fold_ranges[];
extern const size_t                wn_unicode_fold_range_count;
extern const wn_unicode_fold_many  wn_unicode_fold_many_list[];
extern const size_t                wn_unicode_fold_many_count;

/* A character, what it is made of, and the code after that, or 0: three codes of WN_UNICODE_BITS, in ascending order.
 */
extern const uint64_t wn_unicode_parts[];
extern const size_t   wn_unicode_parts_count;

/* Those parts that are composed to their character, as places in the list, in the order of the parts. */
extern const uint16_t wn_unicode_pairs[];
extern const size_t   wn_unicode_pairs_count;

extern const char wn_unicode_source[];

#endif
