/* breed_words.h: what articles are bred from besides the bank. All of it is invented. */
#ifndef WN_AUTHOR_FUZZ_BREED_WORDS_H
#define WN_AUTHOR_FUZZ_BREED_WORDS_H

/* Sentences of ordinary articles in which the words of boilerplate mean what they mean. */
typedef struct wn_breed_lines {
    const char        *lang;
    const char *const *lines; /* ends with NULL */
} wn_breed_lines;

extern const wn_breed_lines wn_breed_sentences[]; /* ends with lang NULL */

/* Sentences of twelve words or more with a gap, which is a %: at the start, in the middle, at the end. */
typedef struct wn_breed_frames {
    const char *lang;
    const char *spots[3];
} wn_breed_frames;

extern const wn_breed_frames wn_breed_frame_table[]; /* the first is English; ends with lang NULL */

extern const char *const wn_breed_plain_sentences[]; /* English, without a word of boilerplate; ends with NULL */
extern const char *const wn_breed_plain_words[];     /* ends with NULL, as do all below */
extern const char *const wn_breed_rows[];            /* of tables */
extern const char *const wn_breed_verses[];          /* of songs and poems */
extern const char *const wn_breed_boilerplate[];     /* what clings to articles */
extern const char *const wn_breed_hostile_lines[];   /* what only a hostile sender writes */
extern const char *const wn_breed_mixed_words[];     /* of many scripts, for lines of any words */

#endif
