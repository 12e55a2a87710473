/* memo.h: what was found out about short lines, so that it need not be found out again.
 *
 * What surrounds articles is said again and again. Of each short line are noted its view and fold, its
 * counts and features, the rules that its literals make worth asking, and what patterns said of it: facts that
 * follow from the line's bytes and the program alone. So nothing that is decided depends on what was noted,
 * only how long it takes. When there is no more room, notes stop until wn_memo_tidy; then all is forgotten. */
#ifndef WN_ENGINE_MEMO_H
#define WN_ENGINE_MEMO_H

#include "engine/line.h"
#include "engine/observer.h"

#define WN_MEMO_LINE_BYTES_MAX 160 /* longer lines are mostly prose, which is said once */

/* An answer of a condition. */
typedef struct wn_answer {
    uint32_t cond;
    wn_truth holds;
    uint32_t promised; /* what finding it took of the allowance */
} wn_answer;

/* What a line rule says of a line, whatever stands around it. */
typedef enum wn_noted {
    WN_NOTED_NOTHING, /* it has not been asked yet */
    WN_NOTED_YES,
    WN_NOTED_NO,
    WN_NOTED_OPEN /* it is to be asked each time */
} wn_noted;

typedef struct wn_noted_rule {
    uint32_t rule;
    wn_noted says;
    uint32_t promised; /* likewise */
} wn_noted_rule;

/* What is known of one line. */
typedef struct wn_note {
    const void    *program; /* whose facts they are */
    wn_bytes       key;     /* the line's bytes; like the next two in the memo */
    wn_bytes       view;    /* when the line's view is a copy */
    wn_bytes       fold;
    wn_line        line;       /* its counts and features; begin is 0 */
    size_t         view_begin; /* in the line, when the view is a slice of it */
    bool           is_complete;
    wn_noted_rule *rules;  /* the line rules worth asking, whatever the document */
    uint32_t      *others; /* likewise those of other units */
    uint32_t       rule_count;
    uint32_t       other_count;
    wn_answer     *answers;
    uint32_t       answer_count;
    uint32_t       answer_capacity;
    uint32_t       next_answer; /* where the next one asked for is likely to be */
} wn_note;

typedef struct wn_memo wn_memo;

/* Returns WN_OK or WN_NO_MEMORY. Most of the memory is taken when it is first used. */
wn_status wn_memo_new(wn_memo **memo);
void      wn_memo_free(wn_memo *memo);

/* Forgets everything. No line may still have a note. */
void wn_memo_clear(wn_memo *memo);

/* Forgets everything when it is full. No line may still have a note. */
void wn_memo_tidy(wn_memo *memo);

/* The note of a line, a new one if it comes again; NULL when it is new, too long, or there is no room. Valid until the
 * memo is cleared. */
wn_note *wn_memo_find(wn_memo *memo, const void *program, wn_bytes line);

/* Notes all that is known of a line that was counted and tallied and looked up, and the rules worth asking. Without
 * room for them the note stays incomplete. */
void wn_memo_complete(wn_memo *memo, wn_lines *lines, wn_line *line, const wn_noted_rule *rules, size_t rule_count,
                      const uint32_t *others, size_t other_count);

/* Fills in a line whose begin, size and terminator are set from a complete note. */
void wn_memo_recall(wn_note *note, const wn_lines *lines, wn_line *line);

/* The answer that was noted, or NULL. */
const wn_answer *wn_memo_answer(wn_note *note, uint32_t cond);
void             wn_memo_add_answer(wn_memo *memo, wn_note *note, wn_answer answer);

#endif
