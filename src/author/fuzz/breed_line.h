/* breed_line.h: a line as a condition wishes it. Private to the breeding of rules. */
#ifndef WN_AUTHOR_FUZZ_BREED_LINE_H
#define WN_AUTHOR_FUZZ_BREED_LINE_H

#include "author/fuzz/breed.h"
#include "policy/definitions.h"

/* A text, and its mask as in wn_bred. */
typedef struct wn_masked {
    wn_buf text, mask;
} wn_masked;

void wn_masked_put(wn_masked *masked, const char *text, size_t size, char mark);
void wn_masked_add(wn_masked *masked, const wn_masked *other);
void wn_masked_clear(wn_masked *masked);
void wn_masked_free(wn_masked *masked);

/* Where a text that is wished for has its place in the line. */
typedef enum wn_wish_piece {
    WN_PIECE_WHOLE,
    WN_PIECE_START,
    WN_PIECE_MIDDLE,
    WN_PIECE_END,
    WN_PIECES
} wn_wish_piece;

/* What is wished of a line and its place. */
typedef struct wn_wish {
    wn_masked           pieces[WN_PIECES];
    uint32_t            words_min, words_max, chars_min, chars_max;
    int8_t              features[WN_FEATURE_COUNT]; /* 1: wanted, -1: not wanted, 0: whatever */
    const wn_condition *above, *below;
    bool                none_above, none_below;
    unsigned            zones;                                        /* 0: any */
    uint32_t            first, last;                                  /* WN_NONE: anywhere */
    uint32_t            before_min, before_max, after_min, after_max; /* shares of prose */
    bool                repeats[3];
    bool                is_exact;  /* a pattern respects case */
    bool                has_named; /* a condition has named a text: the next one names another */
} wn_wish;

/* Whether some rule marks lines with the category; NULL: any. */
bool wn_category_is_marked(const wn_definitions *definitions, const char *category);

typedef struct wn_samplers wn_samplers;

/* What conditions are granted from. */
typedef struct wn_grantor {
    const wn_policy    *policy;
    wn_breeder         *chance;
    wn_samplers        *samplers;
    wn_bytes            headline; /* of the document */
    wn_bytes            filler;   /* ordinary words */
    bool                failed;   /* memory ran out */
    const wn_condition *dropped;  /* is not granted; NULL: all is */
} wn_grantor;

wn_samplers *wn_samplers_new(void);
void         wn_samplers_clear(wn_samplers *samplers);
void         wn_samplers_free(wn_samplers *samplers);

wn_wish wn_wish_new(void);
void    wn_wish_free(wn_wish *wish);

/* Adds what the condition asks for; NULL asks for nothing. */
void wn_wish_grant(wn_grantor *grantor, wn_wish *wish, const wn_condition *condition);

/* Adds a text that the pattern may match. */
void wn_wish_match(wn_grantor *grantor, wn_wish *wish, const wn_expression *expression);

/* Appends a line as wished, without a line end. */
void wn_wish_write(wn_grantor *grantor, const wn_wish *wish, wn_masked *line);

#endif
