/* ruleset.h: a compiled policy: flat arrays that refer to each other by index.
 *
 * There are no pointers inside the arrays, so a built-in rule set is constant data in the program
 * and needs no loading. Made by compile.c from checked definitions; read by the engine. */
#ifndef WN_POLICY_RULESET_H
#define WN_POLICY_RULESET_H

#include "match/codes.h"
#include "match/literal.h"
#include "match/pattern.h"

#define WN_NONE UINT32_MAX /* no index */

/* Units, in the order of the design: name in YAML. */
#define WN_UNITS(X)                                                                                                    \
    X(LINE, "line")                                                                                                    \
    X(BLOCK, "block")                                                                                                  \
    X(SECTION, "section")                                                                                              \
    X(RUN, "run")                                                                                                      \
    X(TAIL, "tail")                                                                                                    \
    X(HEAD, "head")                                                                                                    \
    X(SPAN, "span")                                                                                                    \
    X(DOCUMENT, "document")

typedef enum wn_unit {
#define X(name, word) WN_UNIT_##name,
    WN_UNITS(X)
#undef X
    WN_UNIT_COUNT
} wn_unit;

/* Features of a line that are true or false: name, key in YAML. */
#define WN_FEATURES(X)                                                                                                 \
    X(ENDS_SENTENCE, "ends-sentence")                                                                                  \
    X(PROSE, "prose")                                                                                                  \
    X(SENTENCE, "sentence")                                                                                            \
    X(HEADLINE, "headline")                                                                                            \
    X(KEY_VALUE, "key-value")                                                                                          \
    X(QUOTED, "quoted")                                                                                                \
    X(BULLETED, "bulleted")                                                                                            \
    X(LETTERS, "letters") /* `letters: some` or `none` */

typedef enum wn_feature {
#define X(name, word) WN_FEATURE_##name,
    WN_FEATURES(X)
#undef X
    WN_FEATURE_COUNT
} wn_feature;

typedef enum wn_repeat {
    WN_REPEAT_HEADLINE,
    WN_REPEAT_ABOVE,
    WN_REPEAT_EARLIER
} wn_repeat;

/* Bits of a zone mask. */
enum {
    WN_ZONE_HEAD = 1,
    WN_ZONE_BODY = 2,
    WN_ZONE_TAIL = 4
};

/* Operators of condition nodes: what `n`, `a` and `b` mean. */
typedef enum wn_op {
    WN_OP_TRUE,         /* always holds */
    WN_OP_ALL,          /* kids[a .. a+b): all hold */
    WN_OP_ANY,          /* kids[a .. a+b): one holds */
    WN_OP_NOT,          /* a: does not hold */
    WN_OP_IS,           /* set a; flag: respects case */
    WN_OP_STARTS,       /* set a; flag: respects case */
    WN_OP_CONTAINS,     /* set a; flag: respects case */
    WN_OP_MATCH,        /* pattern a */
    WN_OP_WORDS,        /* from a to b, inclusive; b may be WN_NONE */
    WN_OP_CHARS,        /* likewise, characters of the view */
    WN_OP_FEATURE,      /* feature a; flag: the wanted value */
    WN_OP_REPEATS,      /* wn_repeat a */
    WN_OP_ZONE,         /* mask a */
    WN_OP_FIRST,        /* among the first a non-blank lines */
    WN_OP_LAST,         /* among the last a non-blank lines */
    WN_OP_PROSE_BEFORE, /* share from a to b, in thousandths, inclusive */
    WN_OP_PROSE_AFTER,  /* likewise */
    WN_OP_MARKED,       /* category a, or WN_NONE for any */
    WN_OP_ABOVE,        /* a holds for one of the b nearest non-blank lines above; a WN_NONE: there is none above */
    WN_OP_BELOW,        /* likewise below */
    WN_OP_SCORE,        /* kids[a .. a+b) are POINT nodes; their sum reaches n */
    WN_OP_POINT         /* a holds: n points, only inside SCORE */
} wn_op;

#define WN_GATED 1 /* the `n` of IS, STARTS, CONTAINS and MATCH: wn_owner has it as a gate */

typedef struct wn_cond {
    uint8_t  op; /* wn_op */
    uint8_t  flag;
    int16_t  n;
    uint32_t a;
    uint32_t b;
} wn_cond;

/* Literals of one condition: members[first .. first+count) are literal indices in ascending order. */
typedef struct wn_set {
    uint32_t first;
    uint32_t count;
} wn_set;

typedef enum wn_until {
    WN_UNTIL_END,
    WN_UNTIL_BLANK,
    WN_UNTIL_PROSE, /* before `until_lines` prose lines in a row */
    WN_UNTIL_COND
} wn_until;

typedef struct wn_rule {
    uint32_t id;            /* pool */
    uint32_t category_name; /* pool */
    uint32_t why;           /* pool; WN_NONE */
    uint32_t file;          /* pool */
    uint32_t line;          /* where it is defined, from 1 */
    uint32_t category;      /* index, dense from 0: equal for equal category names */
    uint8_t  unit;          /* wn_unit */
    uint8_t  action;        /* wn_action */
    uint8_t  level;         /* 1 to 3 */
    uint8_t  is_shadow;
    uint32_t cond;  /* line, block, tail, head, document: what holds; section: `from`; run: each line; span: the line's
                       conditions besides the match, WN_NONE for none */
    uint32_t when;  /* index of a wn_when, or WN_NONE */
    uint32_t with;  /* replace: pool; else WN_NONE */
    uint32_t field; /* extract: the field's name; document: the field that is asked; pool or WN_NONE */
    uint32_t value_pattern; /* extract: the pattern with the group "value", or WN_NONE */
    uint32_t span_pattern;  /* span: the pattern, else WN_NONE */
    uint8_t  until;         /* section: wn_until */
    uint8_t  reaches_end;
    uint8_t  keeps_last;
    uint8_t  is_off; /* switched off by an override; stays in its place so that indices agree between variants */
    uint8_t  needs_document; /* can be decided only at the document's end */
    uint8_t  spare[3];       /* no padding, so that rule sets can be compared and printed as numbers */
    uint32_t until_lines;
    uint32_t until_cond; /* or WN_NONE */
    uint32_t takes;      /* section: or WN_NONE for all lines */
    uint32_t
        above; /* run: around the whole run, WN_OP_ABOVE / WN_OP_NOT nodes evaluated at its first line, or WN_NONE */
    uint32_t below;                /* run: evaluated at its last line, or WN_NONE */
    uint32_t min_lines;            /* section (below the heading), run */
    uint32_t max_lines;            /* run; WN_NONE */
    uint32_t limit;                /* section, tail, head; WN_NONE */
    uint32_t marked_share;         /* in thousandths of the claimed lines, heading not counted; 0 */
    uint32_t marked_lines;         /* 0 */
    uint32_t was_first, was_count; /* earlier ids, in `strings` */
} wn_rule;

/* A document condition: globs and codes are in `strings`. All that are present must hold. */
typedef struct wn_when {
    uint32_t source_first, source_count;       /* globs, * and ?; count 0: not asked */
    uint32_t lang_first, lang_count;           /* lower case */
    uint32_t field_first, field_count;         /* pairs: name, glob */
    uint32_t prose_lines_min, prose_lines_max; /* 0 and WN_NONE: not asked */
    uint32_t prose_words_min, prose_words_max;
} wn_when;

typedef struct wn_guard {
    uint32_t max_removed_prose; /* thousandths; WN_NONE: off */
    uint32_t min_words;         /* 0: off */
} wn_guard;

/* A rule that a literal makes worth asking, on lines of at most so many words and characters. Of a line rule, one of
 * the conditions that have literals for gates may hold only on lines that have one of its own. Of tail and head rules
 * all conditions with literals have them for gates, but as owners without a rule. */
typedef struct wn_owner {
    uint32_t rule;  /* or WN_NONE */
    uint32_t words; /* WN_NONE: any number */
    uint32_t chars; /* likewise */
    uint32_t gate;  /* the condition that has the literal; WN_NONE: it is not known */
} wn_owner;

/* Which stratum-1 rules a literal makes worth asking. */
typedef struct wn_owners {
    uint32_t first; /* in owners */
    uint32_t count;
} wn_owners;

/* Which literals are looked for, and where. */
typedef enum wn_tier {
    WN_TIER_LINES, /* every line: those of line, block, section and span rules */
    WN_TIER_LONG,  /* instead, lines of more than WN_LONG_WORDS words and WN_LONG_CHARS characters: those that count
                      there */
    WN_TIER_ENDS,  /* lines at the ends of a document, once more: those of tail and head rules */
    WN_TIERS
} wn_tier;

#define WN_LONG_WORDS 20 /* what surrounds an article is mostly shorter, paragraphs mostly longer */
#define WN_LONG_CHARS 120

typedef struct wn_ruleset {
    const char           *pool;  /* strings, each followed by NUL */
    const wn_rule        *rules; /* in the order of ids, bytewise */
    const wn_cond        *conds;
    const uint32_t       *kids;
    const wn_pattern_def *patterns;
    const wn_literal     *literals;
    const wn_set         *sets;
    const uint32_t       *members;
    const wn_when        *whens;
    const uint32_t       *strings;        /* pool offsets, for wn_when and earlier ids */
    const wn_owners      *literal_owners; /* one for each literal; several may have the same place in owners */
    const wn_owner       *owners;
    const wn_codes       *codes;  /* of the patterns; NULL when they are still to be compiled */
    const wn_literals    *tables; /* one for each wn_tier; NULL when they are still to be made */
    const wn_owner *always; /* rules (of line, block and span units) to be asked on every line, for want of a literal */
    uint32_t        pool_size, rule_count, cond_count, kid_count, pattern_count, literal_count, set_count, member_count,
        when_count, string_count, owner_count, always_count, category_count;
    wn_guard guard;
} wn_ruleset;

static inline const char *wn_ruleset_text(const wn_ruleset *set, uint32_t offset)
{
    return offset == WN_NONE ? NULL : set->pool + offset;
}

#endif
