/* line.h: the lines of a stretch of text, with what conditions ask about them.
 *
 * A wn_line is one line, a block of lines joined, or a field of a record: whatever a condition can
 * be asked of. Its view is made when it is added, its fold and features when they are first asked for. */
#ifndef WN_ENGINE_LINE_H
#define WN_ENGINE_LINE_H

#include "base/buf.h"
#include "base/pile.h"
#include "match/surface.h"
#include "match/view.h"
#include "policy/ruleset.h"

typedef struct wn_line {
    const char     *view;    /* in the text, in the pile or in the memo; NULL: it is blank */
    const char     *fold;    /* where the view is, in the pile or in the memo; NULL: not made yet, or blank */
    struct wn_note *note;    /* what the memo knows of it, or NULL */
    uint32_t        begin;   /* in the text */
    uint32_t        size;    /* without the terminator */
    uint32_t        ordinal; /* among the lines that are not blank; of a blank line: of the next one that is not */
    uint32_t        view_size;
    uint32_t        fold_size;
    union {
        uint32_t phrase;  /* the IS literal that equals its core, or WN_LITERAL_ABSENT */
        uint32_t stretch; /* of a stretch (WN_LINE_STRETCH): its place in wn_judge.skims */
    };
    uint32_t words;      /* valid when WN_LINE_COUNTED */
    uint32_t chars;      /* likewise */
    uint32_t scripts;    /* groups of its characters; of one that is not counted, those that it may have */
    uint32_t claims;     /* first of its claims, or WN_NONE */
    uint32_t candidates; /* the first of its candidate rules in wn_judge.candidates */
    uint32_t candidate_count;
    uint32_t gates; /* likewise of its gates in wn_judge.gates */
    uint32_t gate_count;
    uint32_t invalid_bytes;      /* bytes that are not UTF-8 */
    uint32_t steps;              /* of counted matches, asked on behalf of this line: spent of wn_allowance */
    uint32_t promised;           /* of others; likewise */
    uint32_t neighbours;         /* lines that were asked on its behalf, the next ones not counted */
    uint32_t prose_words_before; /* in the document, for the stratum at work; saturating */
    uint16_t features;           /* bits 1 << wn_feature, valid when WN_LINE_COUNTED */
    uint16_t state;              /* WN_LINE_* */
    uint8_t  terminator;         /* bytes: 0, 1 or 2 */
    uint8_t  zones;              /* WN_ZONE_*, for the stratum at work */
    uint8_t  fate;               /* wn_line_fate */
    uint8_t  limit_hits;         /* times a limit was hit while this line was asked about; saturating */
    bool     is_wordy;           /* counted: too long for a headline */
    uint64_t categories;         /* of the marks among its claims: bits 1 << category % 64 */
} wn_line;

/* Bits of wn_line.state. */
enum {
    WN_LINE_BLANK = 1,       /* its view is empty */
    WN_LINE_LONG = 2,        /* over WN_LINE_BYTES_MAX: never judged */
    WN_LINE_VIEW_COPIED = 4, /* the view is no slice of the text */
    WN_LINE_STRETCH = 8,     /* it is many lines in one, which stay; see skim.c */
    WN_LINE_ASCII = 16,
    WN_LINE_COUNTED = 32,      /* words, chars and the counted features are known */
    WN_LINE_KEPT = 64,         /* a keep rule matched */
    WN_LINE_MARKED = 128,      /* the first stratum claimed or marked it */
    WN_LINE_HAS_CORE = 256,    /* phrase was looked up */
    WN_LINE_REPEATED = 512,    /* its core stood in the document before */
    WN_LINE_TALLIED = 1024,    /* all features are known */
    WN_LINE_UNSURE = 2048,     /* a limit kept a rule from deciding: it may lack a mark, or be kept for nothing */
    WN_LINE_ENDS_BLANK = 4096, /* a stretch whose last line is blank */
    WN_LINE_HAS_SPANS = 8192   /* some of its candidates are span rules */
};

typedef enum wn_line_fate {
    WN_LINE_STAYS,
    WN_LINE_CUT,
    WN_LINE_EXTRACTED,
    WN_LINE_REPLACED
} wn_line_fate;

/* The text of some lines and their views. */
typedef struct wn_lines {
    const char     *text;       /* borrowed; its first byte has offset 0 in wn_line.begin */
    wn_pile         pile;       /* views and folds that are copies */
    wn_buf          scratch;    /* while one is made */
    bool            failed;     /* there was no memory for a fold */
    uint64_t        fold_count; /* of folds made so far */
    wn_surface     *surface;    /* how the line looks that was added last */
    const wn_line  *surfaced;   /* that line; NULL: it is of another kind than surface.c reads */
    struct wn_memo *memo;       /* of short lines, or NULL */
    const void     *program;    /* whose notes it has */
    wn_line        *items;
    size_t          count;
    size_t          capacity;
    uint32_t       *nonblank; /* indices of the lines that are not blank, by ordinal */
    size_t          nonblank_count;
    size_t          nonblank_capacity;
} wn_lines;

/* Adds the line text[begin .. begin+size), followed by `terminator` bytes. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_lines_add(wn_lines *lines, uint32_t begin, uint32_t size, uint8_t terminator);

/* Fills in view, state and, where the line shows them at once, counts of `line`, whose begin and size are set. Returns
 * WN_OK or WN_NO_MEMORY. */
wn_status wn_line_prepare(wn_lines *lines, wn_line *line);

/* Reads the surface of a line again, so that it is as when the line was added last, if it can be read. */
void wn_line_resurface(wn_lines *lines, const wn_line *line);

void wn_lines_clear(wn_lines *lines);
void wn_lines_free(wn_lines *lines);

static inline wn_bytes wn_line_view(const wn_line *line)
{
    return (wn_bytes){line->view, line->view_size};
}

/* Makes the fold of a line that has none. Without memory, `lines->failed` is set and the fold is empty. */
void wn_line_make_fold(wn_lines *lines, wn_line *line);

static inline wn_bytes wn_line_fold(wn_lines *lines, wn_line *line)
{
    if (!line->fold && line->view_size)
        wn_line_make_fold(lines, line);
    return (wn_bytes){line->fold, line->fold_size};
}

static inline wn_bytes wn_line_bytes(const wn_lines *lines, const wn_line *line)
{
    return (wn_bytes){lines->text + line->begin, line->size};
}

/* Words, characters and the counted features. */
void wn_line_count(const wn_lines *lines, wn_line *line);

/* The same of the line that was added last and is lines->surfaced. */
void wn_line_count_surface(const wn_lines *lines, wn_line *line);

/* The other features of a line that is counted. */
void wn_line_tally(wn_line *line);

/* How many words of prose a line has whose view has been counted; 0: it is no prose. Of the counts, `words` and
 * `unspaced` are asked. */
uint32_t wn_view_prose(wn_bytes view, const wn_counts *counts);

/* Features that counting tells. */
#define WN_COUNTED_FEATURES                                                                                            \
    (1u << WN_FEATURE_ENDS_SENTENCE | 1u << WN_FEATURE_PROSE | 1u << WN_FEATURE_SENTENCE | 1u << WN_FEATURE_LETTERS)

/* Whether the line, which is counted, is within the bounds of a rule. */
static inline bool wn_line_is_within(const wn_line *line, const wn_owner *owner)
{
    return line->words <= owner->words && line->chars <= owner->chars;
}

/* Counted, and tallied, when first asked for. */
static inline bool wn_line_has(const wn_lines *lines, wn_line *line, wn_feature feature)
{
    if (!(line->state & WN_LINE_COUNTED))
        wn_line_count(lines, line);
    if (!(WN_COUNTED_FEATURES >> feature & 1) && !(line->state & WN_LINE_TALLIED) &&
        !(feature == WN_FEATURE_HEADLINE && line->is_wordy))
        wn_line_tally(line);
    return line->features >> feature & 1;
}

static inline uint32_t wn_line_words(const wn_lines *lines, wn_line *line)
{
    if (!(line->state & WN_LINE_COUNTED))
        wn_line_count(lines, line);
    return line->words;
}

#endif
