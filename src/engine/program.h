/* program.h: a rule set made ready to run by one filter: literal tables, a matcher, and which rules
 * are awake under the filter's options and the document's source, language and fields. */
#ifndef WN_ENGINE_PROGRAM_H
#define WN_ENGINE_PROGRAM_H

#include "engine/sure.h"
#include "match/firsts.h"
#include "policy/policy.h"

/* What awake rules ask for, so that what nobody asks for is not done. */
typedef struct wn_needs {
    bool     document;    /* guard, tail, document rules or a condition that needs the document's end */
    bool     zones;       /* zone, prose-before, prose-after, when: prose */
    bool     repeats;     /* repeats: earlier */
    bool     stratum_two; /* section, run, head or tail rules */
    bool     blocks;
    bool     spans;
    bool     verdicts;    /* document rules */
    bool     features;    /* those that counting does not tell */
    bool     places;      /* first */
    uint32_t below_lines; /* the farthest line below that a condition looks at */
    uint32_t above_lines; /* likewise above */
} wn_needs;

/* What can be told at a glance of every line on which a rule's condition holds. */
typedef struct wn_screen {
    uint32_t words;   /* at most; WN_NONE: any number */
    uint32_t chars;   /* likewise */
    uint32_t scripts; /* it has a character of one of these groups; 0: nothing is known */
    uint16_t has;     /* features: bits 1 << wn_feature */
    uint16_t has_not;
    uint16_t has_or_marked; /* likewise of lines that are not marked */
    uint8_t  zones;         /* it is in one of these, of rules that do nothing in doubt; 0: nothing is known */
    bool     is_marked;
    bool     needs_end; /* of section and run rules: cannot hold before the document's end is known */
    uint64_t marks;     /* it is marked by one of these categories: bits 1 << category % 64; 0: nothing is known */
} wn_screen;

/* Traits of conditions. */
enum {
    WN_COND_NOTABLE = 1, /* follows from the line alone and is dear to ask, and is no part of another such */
    WN_COND_QUICK = 2,   /* asks for counts, features and marks of the line alone */
    WN_COND_OWN = 4,     /* follows from the line alone */
    WN_COND_DEAR = 16,   /* a literal or a pattern is looked for */
    WN_COND_GATED = 8    /* may hold only on lines for which it is a gate (wn_owner) */
};

typedef struct wn_program {
    const wn_ruleset  *set;
    wn_patterns       *patterns;
    wn_matcher        *matcher;
    const wn_literals *literals;    /* one for each wn_tier */
    wn_arena           arena;       /* of tables made here */
    bool              *is_selected; /* per rule: by level, only, disable; not switched off */
    bool              *is_awake; /* per rule: selected, and its `when` holds as far as it can be known at the start */
    uint32_t          *units[WN_UNIT_COUNT]; /* per unit: its awake rules, in the order of ids */
    uint32_t           unit_counts[WN_UNIT_COUNT];
    bool              *is_always;   /* per rule: has no literal, so that every line must be asked */
    uint8_t           *traits;      /* per condition: WN_COND_* */
    uint32_t          *gate_stamps; /* per condition: the last line that it was a gate of */
    uint32_t           gate_stamp;  /* one for each line */
    bool              *when_holds;  /* per document condition of the set */
    bool               is_woken;    /* the lists below are as is_selected and when_holds want them */
    bool               is_noted;    /* it has been noted which rules are awake */
    wn_screen         *screens;     /* per rule */
    uint32_t          *prose_rules; /* awake rules whose `when` asks for prose */
    uint32_t           prose_rule_count;
    wn_owner          *line_always; /* awake line rules that every line must be asked */
    uint32_t           line_always_count;
    bool               has_open_spans; /* some awake span rule is asked on every line */
    bool               has_shadows;    /* some awake rule is a shadow */
    bool               has_bounds;     /* some rule is asked on lines of so many words or characters only */
    bool               prefilter;      /* else every rule is asked on every line */
    wn_firsts          firsts;
    bool               has_firsts; /* no other literals */
    bool               counts;     /* of lines that it skims, words are counted */
    wn_sure           *sure;       /* per literal, where it skims */
    bool               skims; /* the awake rules ask nothing of a line without such a literal, and of no other line */
    wn_needs           needs;
    bool               is_live; /* hold 0: guard, tail and document rules are off */
} wn_program;

/* Makes a program for the rule set, which must outlive it. `options` have been checked.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_program_new(const wn_ruleset *set, const wn_filter_options *options, bool is_live, wn_program **program);
void      wn_program_free(wn_program *program);

/* Selects the rules by the options' level, only and disable. wn_program_new does it; again it is needed only after a
 * rule of the set was switched on or off. */
void wn_program_select(wn_program *program, const wn_filter_options *options);

/* Wakes the rules whose `when` holds for the document. */
void wn_program_wake(wn_program *program, const wn_attributes *attributes);

/* Whether `name` is the rule's id, one of its earlier ids, or a prefix of its id that ends in a dot. */
bool wn_rule_is_named(const wn_ruleset *set, const wn_rule *rule, const char *name);

#endif
