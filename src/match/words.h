/* words.h: counting words and characters of a view, many bytes at a time. */
#ifndef WN_MATCH_WORDS_H
#define WN_MATCH_WORDS_H

#include "winnow.h"

typedef struct wn_counts {
    uint32_t words;    /* stretches between spaces that have a letter or digit of a script with spaces */
    uint32_t unspaced; /* letters of scripts without */
    uint32_t chars;
    uint32_t scripts; /* wn_char_script of all characters */
    bool     has_letters;
    bool     has_colon;
    bool     has_quotes; /* anything that opens or closes a quotation, but for the apostrophe */
} wn_counts;

/* Counts a view, or any text that is valid UTF-8 and knows no space but U+0020. */
wn_counts wn_count_words(wn_bytes view);

#endif
