/* pattern.h: the only door to PCRE2.
 *
 * Patterns are compiled when they are first needed, once for all threads, with UTF and UCP, and
 * JIT-compiled when they are used often. Every match runs under limits that follow from the
 * pattern's cost class; whatever PCRE2 reports besides "match" and "no match" is WN_MATCH_LIMIT, and
 * the caller keeps the line. */
#ifndef WN_MATCH_PATTERN_H
#define WN_MATCH_PATTERN_H

#include "match/regex.h"

/* A pattern as the compiled policy stores it: flat, without pointers. */
typedef struct wn_pattern_def {
    uint32_t text;     /* offset in the policy's pool; NUL follows the pattern */
    uint32_t size;     /* bytes */
    uint8_t  is_exact; /* respects case */
    uint8_t  cost;     /* wn_cost */
    uint8_t  is_anchored;
    uint8_t  has_value; /* has a group named "value" */
    uint32_t factor;
    uint32_t min_chars;
    uint32_t scripts;               /* groups of characters of which the subject must have one; 0: none */
    uint32_t max_chars;             /* of the subject; 0 when unknown */
    uint32_t first[WN_FIRST_WORDS]; /* of a match */
    uint32_t literals;              /* LITERAL: one more than the set of its literals, else 0 */
} wn_pattern_def;

/* Whether the facts alone say that it does not match `subject`, whose characters are at least `chars` and of no other
 * groups than `scripts`. */
static inline bool wn_pattern_is_excluded(const wn_pattern_def *def, wn_bytes subject, size_t chars, uint32_t scripts)
{
    if (subject.size < def->min_chars || (def->max_chars && chars > def->max_chars) ||
        (def->scripts && !(def->scripts & scripts)))
        return true;
    return def->is_anchored && subject.size && !wn_first_has(def->first, (unsigned char)subject.data[0]);
}

#define WN_LINE_BYTES_MAX 16384 /* a longer line is prose or noise: kept unjudged and counted */

/* Longest subject, in bytes, that a pattern of this class is asked about; a longer one is
 * WN_MATCH_LIMIT. The same for all classes now: where a class promises too little, steps are counted. */
size_t wn_cost_window(wn_cost cost);

/* An upper bound of the engine steps that one match of this pattern over `bytes` can take, from its
 * class, its factor and the limits it runs under. The same on every machine. */
uint64_t wn_pattern_step_bound(const wn_pattern_def *def, size_t bytes);

/* Compiles once to see whether PCRE2 accepts it; nothing is kept. On WN_BAD_POLICY `message` (room
 * for 160 bytes) has PCRE2's words and *offset the place in the pattern. Also refuses compiled code
 * over 1 MiB. Returns WN_OK, WN_BAD_POLICY or WN_NO_MEMORY. */
wn_status wn_pattern_check(wn_bytes pattern, bool is_exact, char message[160], size_t *offset);

/* The compiled patterns of one rule set; shared by threads. */
typedef struct wn_patterns wn_patterns;

/* `defs` and `pool` must outlive it. Nothing is compiled yet. */
wn_status wn_patterns_new(const wn_pattern_def *defs, size_t count, const char *pool, wn_patterns **result);
void      wn_patterns_free(wn_patterns *patterns);

/* Spares compiling: what codes.h says of these patterns, which must outlive them; NULL: nothing. Before any match. */
struct wn_codes;
void wn_patterns_use(wn_patterns *patterns, const struct wn_codes *codes);

/* What one thread needs to match: match data, contexts, a JIT stack. */
typedef struct wn_matcher wn_matcher;

typedef enum wn_match {
    WN_MATCH_NO,
    WN_MATCH_YES,
    WN_MATCH_LIMIT /* a limit, an engine error, or no memory to compile: doubt keeps */
} wn_match;

#define WN_GROUPS_MAX 10 /* $0 to $9 */

typedef struct wn_groups {
    size_t count;                /* groups with a meaning below, the whole match being the first */
    size_t begin[WN_GROUPS_MAX]; /* SIZE_MAX when the group took no part */
    size_t end[WN_GROUPS_MAX];
} wn_groups;

/* `interpret`: never use JIT. */
wn_status wn_matcher_new(wn_patterns *patterns, bool interpret, wn_matcher **result);
void      wn_matcher_free(wn_matcher *matcher);

/* What matches on one line may take, all together; see wn_allowance_of. */
typedef struct wn_allowance {
    uint64_t steps;    /* of counted matches */
    uint64_t promised; /* steps of others, as their class and the line's length promise */
} wn_allowance;

/* The allowance of a line of so many bytes: steps are 768 and 32 a byte, or 64 a byte if that is less; promised are
 * 2048 and 320 a byte. The figures follow from two measurements. A counted step takes 12 to 15 ns, one that is promised
 * 1 to 3 when it is taken at all, and a trial that fails some microseconds: policies of 14, 60 and 1000 patterns,
 * nested repeats and overlapping alternatives, look-arounds, scans to the end of the line and back-references among
 * them, take 0.3 to 1.3 s for a megabyte of the lines that are worst for them, of 80 bytes to 16 KB, and up to 2 s for
 * lines of 20. And no line of 1,400 pages of news ran out of it under the policies that ship. */
wn_allowance wn_allowance_of(size_t bytes);

/* The steps of one counted match on it: half of them, so that something is left for other patterns. */
uint64_t wn_match_steps_max(size_t bytes);

/* Looks for pattern `index` in `subject` (valid UTF-8), from byte `start` on, within what is left of an allowance, and
 * takes from it what that took. `groups` may be NULL; with them, what was promised for the line behind the match is
 * given back, so that who looks for all matches pays for the line once. */
wn_match wn_matcher_find_within(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_allowance *left,
                                wn_groups *groups);

/* The same as the first match on its line. */
wn_match wn_matcher_find(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_groups *groups);

/* The number of the group with this name in the pattern, or -1. Compiles the pattern if need be. */
int wn_matcher_group(wn_matcher *matcher, uint32_t index, const char *name);

/* Whether, at any time, WN_MATCH_LIMIT or -1 was the answer for want of memory. */
bool wn_matcher_lacked_memory(const wn_matcher *matcher);

/* Steps of the last match, when it was one of those that are counted (see pattern.c); else 0. */
uint64_t wn_matcher_steps(const wn_matcher *matcher);

/* Calls of PCRE2 so far, for profiles and tests. */
uint64_t wn_matcher_calls(const wn_matcher *matcher);

/* Writes the version of the loaded library, such as "10.42 2022-12-11". */
void wn_pattern_engine_version(char version[64]);

#endif
