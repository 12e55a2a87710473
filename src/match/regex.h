/* regex.h: what can be known of a regular expression without running it.
 *
 * A parser for PCRE2's syntax that builds a small tree and answers four questions: is it allowed,
 * which literals must occur where it matches, how many characters must it match at least, and how
 * fast can its cost grow with the length of the line. What the parser does not understand it calls
 * opaque, and every answer is then the cautious one. Called by the policy loader and by lint.
 *
 * regex_parse.c builds the tree (regex_tree.h, private), regex_cost.c measures its cost,
 * regex_literals.c finds its literals, regex_set.c has the sets of characters, regex_pump.c invents
 * texts that put it to work, regex_sample.c texts that it matches. */
#ifndef WN_MATCH_REGEX_H
#define WN_MATCH_REGEX_H

#include "base/arena.h"
#include "base/buf.h"

/* How the number of engine steps grows with the length n of the line, all starting positions
 * together. */
typedef enum wn_cost {
    WN_COST_LITERAL,   /* nothing but its literals, perhaps after ^: where the view is ASCII, it matches exactly if
                          one of them is found, and PCRE2 is not needed; elsewhere it is (folds are coarser) */
    WN_COST_LINEAR,    /* at most a constant times n */
    WN_COST_QUADRATIC, /* at most a constant times n squared */
    WN_COST_COSTLY     /* worse, or unknown: nested repeats, back-references, recursion, look-around with repeats */
} wn_cost;

/* Where the literals of a pattern must be. */
typedef enum wn_literal_kind {
    WN_LITERAL_NONE,    /* no literal is certain */
    WN_LITERAL_IS,      /* the core of the line is one of them (never for patterns) */
    WN_LITERAL_STARTS,  /* the folded view starts with one of them, byte for byte, with nothing skipped; or, with
                           `after_lead`, its part from the first letter or digit on */
    WN_LITERAL_CONTAINS /* one of them is somewhere in the folded view */
} wn_literal_kind;

#define WN_REGEX_LITERALS_MAX 128 /* alternatives; a pattern with more is asked on every line */

/* Sets of first bytes: a bit for each byte below 0x80, and one for all others. */
enum {
    WN_FIRST_WORDS = 5
};

static inline bool wn_first_has(const uint32_t first[WN_FIRST_WORDS], unsigned char byte)
{
    return byte < 0x80 ? first[byte >> 5] >> (byte & 31) & 1 : first[WN_FIRST_WORDS - 1] & 1;
}

typedef struct wn_regex_facts {
    wn_cost  cost;
    uint32_t factor; /* the constant of LINEAR or QUADRATIC: product of bounded repeats and alternatives, saturating */
    bool     is_anchored; /* can only match at the start of the view */
    uint32_t min_chars;   /* a match has at least as many characters; 0 when unknown */
    uint32_t max_chars;   /* a line that matches has at most as many; 0 when unknown */
    uint32_t scripts;     /* every match has a character of one of these groups (wn_char_script); 0 when unknown */
    uint32_t first[WN_FIRST_WORDS]; /* what a match can begin with: see wn_first_has */
    uint32_t nesting;               /* depth of groups */
    wn_literal_kind kind;           /* of the literals below: the most selective necessary ones */
    bool            after_lead;     /* STARTS: the text begins at the first letter or digit (wn_lead) */
    wn_bytes   *literals; /* folded (wn_fold), at least 2 bytes each, or 1 for STARTS and rare signs; in the arena */
    bool       *at_word;  /* for each of them: CONTAINS: begins with a letter or digit and after none */
    bool       *at_end;   /* likewise: ends with an ASCII letter or digit, and before none */
    size_t      literal_count;
    const char *slow_part; /* for QUADRATIC and COSTLY: the part that makes it so, in the arena; else NULL */
    bool        has_value; /* it has a group named "value" */
} wn_regex_facts;

/* A thing that is not allowed in a pattern. */
typedef struct wn_regex_fault {
    size_t      offset;  /* in the pattern's bytes */
    const char *message; /* "what; what to do", in the arena or static */
} wn_regex_fault;

#define WN_REGEX_NESTING_MAX 50  /* groups in groups */
#define WN_REGEX_BYTES_MAX 65536 /* of a pattern's source: a word list belongs in `is`, `starts` or `contains` */
#define WN_REGEX_REPEAT_MAX 1000 /* of {m,n}: larger ones blow up the compiled code */

/* Memory that reading a pattern takes and reading the next one can have again. One for a thread. */
typedef struct wn_regex_work wn_regex_work;

wn_regex_work *wn_regex_work_new(void); /* NULL when there is no memory */
void           wn_regex_work_free(wn_regex_work *work);

/* Reads `pattern` (UTF-8, as wn_view_pattern left it). `caseless` is the initial state; inline (?i)
 * is followed. Refuses with WN_BAD_POLICY and *fault: a start "(*", \C, nesting and repeats over the
 * limits, callouts, and in a caseless part \p{Lu}, \p{Ll}, \p{Lt}, [[:upper:]], [[:lower:]] and their
 * negations. Errors of plain syntax are left to PCRE2, which words them better: the facts are then
 * opaque. Returns WN_OK, WN_BAD_POLICY or WN_NO_MEMORY. */
wn_status wn_regex_read(wn_bytes pattern, bool caseless, wn_arena *arena, wn_regex_facts *facts, wn_regex_fault *fault);

/* The same, where many patterns are read. */
wn_status wn_regex_read_with(wn_regex_work *work, wn_bytes pattern, bool caseless, wn_arena *arena,
                             wn_regex_facts *facts, wn_regex_fault *fault);

/* Texts that put a pattern to work: `before`, then `again` many times. */
typedef struct wn_regex_pump {
    wn_bytes before, again; /* in the arena; empty when the pattern is not understood */
    wn_bytes widest;        /* `again` with the longest of alternatives instead of the last */
    wn_bytes outer;         /* what the outermost repeat around the slow part takes; else empty */
    wn_bytes all;           /* an unwanted character and a text that the pattern may match */
    wn_bytes broken;        /* the same with an unwanted character in its middle */
    wn_bytes looks;         /* the text with what look-ahead asks for */
} wn_regex_pump;

#define WN_SAMPLE_TASTES 6 /* letters, spaces and marks, or digits first; with or without what is optional */

/* Invents texts for the slow part of a pattern that was accepted; whether they are slow must be measured. Returns WN_OK
 * or WN_NO_MEMORY. */
wn_status wn_regex_pump_find(wn_bytes pattern, bool caseless, unsigned taste, wn_arena *arena, wn_regex_pump *pump);

/* Invents texts that a pattern may match, each with a mask of its length: '.' where the pattern lets the character
 * open,
 * '#' where it names it, and '%' likewise; they take turns where something open stands between, be it empty. Assertions
 * and references are passed over, so that whether a text matches must be seen. */
typedef struct wn_regex_sampler wn_regex_sampler;

/* Returns WN_OK, with *sampler NULL when the pattern is not understood, or WN_NO_MEMORY. The arena owns it. */
wn_status wn_regex_sampler_new(wn_bytes pattern, bool caseless, wn_arena *arena, wn_regex_sampler **sampler);

/* Appends a text and its mask; the same for the same seed. What is left open is filled with characters of `filler`,
 * which is ASCII, as far as they fit. Returns false when there is no memory. */
bool wn_regex_sample(const wn_regex_sampler *sampler, uint64_t seed, wn_bytes filler, wn_buf *text, wn_buf *mask);

/* Whether a match must reach the end of the line. */
bool wn_regex_sampler_ends(const wn_regex_sampler *sampler);

#endif
