/* vocabulary.h: every word of the policy language, in one place.
 *
 * The tables say which keys each kind of map may have and what their values may be. The checker of
 * shapes, the guesses in error messages and the JSON schema are all made from them, so a key that is
 * not here does not exist. */
#ifndef WN_POLICY_VOCABULARY_H
#define WN_POLICY_VOCABULARY_H

#include "policy/ruleset.h"

#define WN_LANGUAGE_VERSION 1 /* what `winnow:` may be */
#define WN_ID_BYTES_MAX 80    /* of a rule's id, so that tables of rules stay readable */

/* The kinds of map, and what messages call them. */
#define WN_MAPS(X)                                                                                                     \
    X(POLICY, "policy")                                                                                                \
    X(GUARD, "guard")                                                                                                  \
    X(DEFINES, "define")                                                                                               \
    X(RULE, "rule")                                                                                                    \
    X(SETTINGS, "settings of a rule")                                                                                  \
    X(SECTION, "section")                                                                                              \
    X(RUN, "run")                                                                                                      \
    X(PEEL, "tail or head")                                                                                            \
    X(SPAN, "span")                                                                                                    \
    X(DOCUMENT, "document")                                                                                            \
    X(CONDITION, "condition")                                                                                          \
    X(NEIGHBOUR, "condition on a neighbouring line")                                                                   \
    X(POINT, "points")                                                                                                 \
    X(RANGE, "range")                                                                                                  \
    X(SHARES, "range of shares")                                                                                       \
    X(MARKED, "share of marked lines")                                                                                 \
    X(PROSE, "until prose")                                                                                            \
    X(WHEN, "when")                                                                                                    \
    X(GLOBS, "fields of when")                                                                                         \
    X(OVERRIDE, "override")                                                                                            \
    X(PATCHES, "rules of an override")                                                                                 \
    X(TEST, "test")                                                                                                    \
    X(FIELDS, "fields of a test")

typedef enum wn_map_id {
#define X(name, word) WN_MAP_##name,
    WN_MAPS(X)
#undef X
    WN_MAP_COUNT
} wn_map_id;

/* What a value may be. */
typedef enum wn_value {
    WN_VALUE_TEXT,         /* text that is not empty */
    WN_VALUE_ANY_TEXT,     /* text, also empty */
    WN_VALUE_TEXTS,        /* a text or a list of texts, none of them empty */
    WN_VALUE_TEXT_LIST,    /* likewise, but the list may be empty */
    WN_VALUE_ID,           /* [a-z0-9][a-z0-9._-]*, at most WN_ID_BYTES_MAX bytes */
    WN_VALUE_IDS,          /* an id or a list of ids */
    WN_VALUE_FIELD,        /* the name of a record's field, or a JSON pointer */
    WN_VALUE_LANG,         /* a BCP 47 code */
    WN_VALUE_LANGS,        /* a BCP 47 code or a list of them */
    WN_VALUE_BOOL,         /* true or false */
    WN_VALUE_INTEGER,      /* from `low` to `high` */
    WN_VALUE_SHARE,        /* 0% to 100%, one decimal allowed */
    WN_VALUE_WORD,         /* one of `words` */
    WN_VALUE_WORDS,        /* one of `words`, or a list of them */
    WN_VALUE_REGEX,        /* a pattern, not in double quotes */
    WN_VALUE_REGEXES,      /* a pattern or a list of patterns */
    WN_VALUE_MAP,          /* a map of kind `map` */
    WN_VALUE_MAP_OR_WORD,  /* likewise, or one of `words` */
    WN_VALUE_MAP_OR_REGEX, /* likewise, or a pattern */
    WN_VALUE_MAPS,         /* a list of maps of kind `map` */
    WN_VALUE_ENTRIES,      /* likewise, but each is checked when it is read */
    WN_VALUE_CONDITION,    /* a map of kind `map`, a pattern, or a list of conditions */
    WN_VALUE_CONDITIONS,   /* a list of conditions */
    WN_VALUE_UNTIL         /* one of `words`, {prose: N}, or a condition */
} wn_value;

/* One key of a map. */
typedef struct wn_key {
    const char        *word; /* NULL in wn_map_type.each */
    wn_value           value;
    bool               is_required;
    int32_t            low, high; /* of an integer */
    const char *const *words;     /* ends in NULL */
    wn_map_id          map;
    const char        *help; /* one line, for editors */
} wn_key;

/* One kind of map. */
typedef struct wn_map_type {
    const wn_key *keys; /* its own */
    size_t        key_count;
    wn_map_id     also; /* a map whose keys it may have as well, when `has_also` */
    bool          has_also;
    const wn_key *each; /* when not NULL, keys are free names and this is what each value may be */
} wn_map_type;

const wn_map_type *wn_map_type_of(wn_map_id map);

/* What messages call this kind of map. */
const char *wn_map_name(wn_map_id map);

/* The key of this map, or of the map it includes; NULL when there is none. */
const wn_key *wn_map_key(wn_map_id map, wn_bytes word);

/* Whether the map itself has this key, rather than through the map it includes. */
bool wn_map_owns(wn_map_id map, wn_bytes word);

#define WN_MAP_WORDS_MAX 64 /* keys that one map may have, the included ones counted */

/* Fills `words` with the keys of a map and of the one it includes; returns how many. */
size_t wn_map_words(wn_map_id map, const char *words[WN_MAP_WORDS_MAX]);

/* The place of a scalar's text in a list of words that ends in NULL, or -1. */
int wn_word_index(const char *const *words, wn_bytes text);

/* ---- actions and units ---- */

typedef struct wn_action_type {
    const char *word;
    unsigned    units; /* bit 1 << wn_unit: where it may be used */
} wn_action_type;

extern const wn_action_type wn_action_types[WN_REJECT + 1];
extern const char *const    wn_action_words[]; /* in the order of wn_action, ends in NULL */
extern const char *const    wn_unit_words[];   /* in the order of wn_unit, ends in NULL */

/* The categories of the policies that ship, ends in NULL: they may be asked for where no rule has them,
 * since a policy may extend some packs and not others. */
extern const char *const wn_shipped_categories[];

/* ---- numbers ---- */

/* Reads a decimal integer with an optional minus sign; false when it is none or does not fit. */
bool wn_read_integer(wn_bytes text, int32_t *value);

/* Reads "40%" or "2.5%" as thousandths; false when it is none or over 100%. */
bool wn_read_share(wn_bytes text, uint32_t *thousandths);

/* Whether a text may be the id of a rule. */
bool wn_is_id(wn_bytes text);

/* Whether a text looks like a language code: letters, then parts of letters and digits behind hyphens. */
bool wn_is_lang(wn_bytes text);

#endif
