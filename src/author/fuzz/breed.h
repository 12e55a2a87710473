/* breed.h: texts and policies from a seed.
 *
 * `winnow fuzz`, the property tests and the fuzz targets breed from here: articles as papers print them, documents as
 * they come off a web page, and policies that have something to do with both. The same seed gives the same text on
 * every machine. A buffer that runs out of memory says so itself (wn_buf.failed). */
#ifndef WN_AUTHOR_FUZZ_BREED_H
#define WN_AUTHOR_FUZZ_BREED_H

#include "base/buf.h"

/* Where the choices come from. Any value of `state` is a seed. */
typedef struct wn_breeder {
    uint64_t state;
} wn_breeder;

uint64_t wn_breeder_next(wn_breeder *breeder);
size_t   wn_breeder_below(wn_breeder *breeder, size_t bound); /* from 0 to bound - 1; bound is not 0 */
bool     wn_breeder_one_in(wn_breeder *breeder, size_t n);

#define WN_BREED_PICK(breeder, list) (list)[wn_breeder_below(breeder, sizeof(list) / sizeof *(list))]

/* ---- articles ---- */

/* How many languages articles are bred in, and the code of each. */
size_t      wn_breed_lang_count(void);
const char *wn_breed_lang(size_t lang);

/* What parts an article may be made of; bits. */
enum {
    WN_FORM_PROSE = 1,
    WN_FORM_SHORT = 2, /* sentences of a few words, questions among them */
    WN_FORM_QUOTES = 4,
    WN_FORM_LISTS = 8, /* under a line that introduces them */
    WN_FORM_SUBHEADS = 16,
    WN_FORM_DIALOGUE = 32, /* questions and answers */
    WN_FORM_TABLES = 64,   /* rows of figures under a line that introduces them */
    WN_FORM_VERSE = 128,   /* short lines under a line that introduces them */
    WN_FORM_LIVE = 256,    /* entries that begin with the time */
    WN_FORM_BARE = 512,    /* lists without an introduction; some policies rightly take them */
    WN_FORM_ORDINARY = 511
};

/* Appends an article of about `parts` parts in a language: a headline, and then no line that any policy should take,
 * however often the words of boilerplate occur. Each line ends in a line feed. */
void wn_breed_article(wn_breeder *breeder, size_t lang, unsigned forms, size_t parts, wn_buf *out);

/* Appends a headline, without a line end. */
void wn_breed_headline(wn_breeder *breeder, size_t lang, wn_buf *out);

/* Appends a paragraph of prose, without a line end. */
void wn_breed_prose(wn_breeder *breeder, size_t lang, wn_buf *out);

/* Appends every sentence there is in a language, each on a line of its own, under a headline. */
void wn_breed_all_sentences(wn_breeder *breeder, size_t lang, wn_buf *out);

/* Appends `count` ordinary words with spaces between them, in small letters. */
void wn_breed_words(wn_breeder *breeder, size_t count, wn_buf *out);

/* Where a phrase stands in a sentence. */
typedef enum wn_breed_spot {
    WN_SPOT_START,
    WN_SPOT_MIDDLE,
    WN_SPOT_END,
    WN_SPOTS
} wn_breed_spot;

/* Whether sentences with a gap are known in a language. */
bool wn_breed_has_frames(size_t lang);

/* Appends an ordinary sentence of twelve words or more in which the phrase is just a phrase, as any may be. */
void wn_breed_sentence_with(wn_breeder *breeder, size_t lang, wn_breed_spot spot, wn_bytes phrase, wn_buf *out);

/* ---- documents ---- */

/* Appends a document of so many lines, blanks not counted: articles in all languages with all that clings to them,
 * and what only a hostile sender would write; lines end as they please. */
void wn_breed_document(wn_breeder *breeder, wn_buf *out, size_t lines);

/* Appends one such line, without a line end. */
void wn_breed_line(wn_breeder *breeder, wn_buf *out);

/* ---- policies ---- */

/* How much of a document the rules of a policy may ask for. */
typedef enum wn_breed_reach {
    WN_REACH_LINE,   /* plain line rules without context */
    WN_REACH_STREAM, /* nothing that needs the document's end */
    WN_REACH_DOCUMENT
} wn_breed_reach;

#define WN_BREED_RULES_MAX 12

/* A policy, each rule a text of its own so that they can be shuffled. */
typedef struct wn_bred_policy {
    wn_buf rules[WN_BREED_RULES_MAX];
    size_t count;
    bool   has_guard;
} wn_bred_policy;

/* Breeds a policy that loads and that has something to do with bred documents; to be freed. */
wn_bred_policy wn_breed_policy(wn_breeder *breeder, wn_breed_reach reach);
void           wn_bred_policy_shuffle(wn_breeder *breeder, wn_bred_policy *policy);
void           wn_bred_policy_write(const wn_bred_policy *policy, wn_buf *out);
void           wn_bred_policy_free(wn_bred_policy *policy);

#endif
