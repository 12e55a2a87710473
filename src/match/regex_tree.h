/* regex_tree.h: the tree that regex_parse.c builds and the analyses read. Private to regex*.c.
 *
 * Nodes live in an arena. The tree is shallow: groups nest WN_REGEX_NESTING_MAX deep at most, so
 * walking it by recursion is safe on any stack. */
#ifndef WN_MATCH_REGEX_TREE_H
#define WN_MATCH_REGEX_TREE_H

#include "match/regex.h"

/* The characters beyond ASCII, in four heaps. */
enum {
    WN_RX_WORDS = 1,  /* letters and numbers */
    WN_RX_MARKS = 2,  /* marks and connecting punctuation: in \w since PCRE2 10.43 */
    WN_RX_SPACES = 4, /* white space */
    WN_RX_OTHERS = 8,
    WN_RX_BEYOND = 15
};

/* What characters something can match, at most: ASCII one by one, beyond it the heaps it may touch. */
typedef struct wn_rx_set {
    uint64_t ascii[2];
    uint8_t  touched;               /* heaps with at least one member, perhaps */
    uint8_t  full;                  /* heaps that are members as a whole */
    bool     is_rough;              /* some of the ASCII members may not be members */
    uint8_t  whole;                 /* 1: all letters are members, 2: all numbers; both are a heap */
    uint32_t some_first, some_last; /* some members beyond ASCII, to invent texts from; 0: none is known */
} wn_rx_set;

typedef enum wn_rx_kind {
    WN_RX_CHAR,   /* the character `code` */
    WN_RX_SET,    /* one character of `set`; `codes` lists them when they are few */
    WN_RX_START,  /* ^ or \A at the start of the subject only */
    WN_RX_END,    /* $ or \z or \Z at its end only */
    WN_RX_ASSERT, /* another assertion of constant cost: \b, \B, \G, ^ and $ in multi-line mode; nothing at all */
    WN_RX_SEQ,    /* all kids, one after the other */
    WN_RX_ALT,    /* one of the kids */
    WN_RX_REPEAT, /* the kid, `min` to `max` times */
    WN_RX_GROUP,  /* the kid */
    WN_RX_LOOK,   /* look-around: the kid, taking no characters */
    WN_RX_OPAQUE  /* a back-reference, recursion or conditional; the kid, if any, may or may not take part */
} wn_rx_kind;

#define WN_RX_MANY UINT32_MAX /* no upper bound of a repeat */
#define WN_RX_CODES_MAX 8

typedef struct wn_rx_node {
    wn_rx_kind         kind;
    bool               is_caseless;   /* CHAR, SET */
    bool               is_possessive; /* REPEAT; GROUP: atomic */
    bool               is_negative;   /* LOOK */
    bool               is_behind;     /* LOOK */
    bool               is_capture;    /* GROUP */
    bool               is_any;        /* SET: a dot that matches everything */
    bool               is_boundary;   /* ASSERT: \b */
    uint8_t            code_count;    /* SET: of `codes`; 0 when it has more */
    uint32_t           code;          /* CHAR */
    uint32_t           codes[WN_RX_CODES_MAX];
    uint32_t           min, max;   /* REPEAT */
    uint32_t           copies;     /* how often nested repeats multiply its code */
    uint32_t           min_chars;  /* that it takes, at least */
    wn_rx_set          set;        /* CHAR, SET; after wn_rx_describe: what anything can begin with */
    size_t             begin, end; /* in the pattern */
    struct wn_rx_node *kids;
    struct wn_rx_node *next; /* the next kid of the parent */
} wn_rx_node;

typedef struct wn_rx_tree {
    wn_rx_node *root; /* NULL when the pattern was not understood */
    uint32_t    nesting;
    bool        has_value;
} wn_rx_tree;

/* Builds the tree in `arena`. Returns WN_OK (also for what is not understood), WN_BAD_POLICY with
 * *fault, or WN_NO_MEMORY. */
wn_status wn_rx_parse(wn_bytes pattern, bool caseless, wn_arena *arena, wn_rx_tree *tree, wn_regex_fault *fault);

/* ---- sets ---- */

void wn_rx_set_add(wn_rx_set *set, uint32_t code, bool caseless);
void wn_rx_set_add_range(wn_rx_set *set, uint32_t first, uint32_t last, bool caseless);
void wn_rx_set_negate(wn_rx_set *set);

static inline bool wn_rx_set_has_ascii(const wn_rx_set *set, unsigned code)
{
    return set->ascii[code >> 6] >> (code & 63) & 1;
}

static inline void wn_rx_set_add_whole(wn_rx_set *set, unsigned whole)
{
    set->whole |= (uint8_t)whole;
    if (set->whole == 3)
        set->full |= WN_RX_WORDS;
}

static inline void wn_rx_set_join(wn_rx_set *set, const wn_rx_set *other)
{
    set->ascii[0] |= other->ascii[0];
    set->ascii[1] |= other->ascii[1];
    set->touched |= other->touched;
    set->full |= other->full;
    set->is_rough = set->is_rough || other->is_rough;
    if (!set->some_first) {
        set->some_first = other->some_first;
        set->some_last = other->some_last;
    }
    wn_rx_set_add_whole(set, other->whole);
}

static inline bool wn_rx_set_meets(const wn_rx_set *a, const wn_rx_set *b)
{
    return (a->ascii[0] & b->ascii[0]) || (a->ascii[1] & b->ascii[1]) || (a->touched & b->touched);
}

/* Sets what \d, \D, \s, \S, \w, \W, \h, \H, \v, \V, \N (`letter`) match; false for other letters. */
bool wn_rx_set_escape(wn_rx_set *set, char letter);

/* What \p{name} matches; everything for a name that is not known here. */
void wn_rx_set_property(wn_rx_set *set, const char *name);

/* What [:name:] matches; false for a name that is not known. */
bool wn_rx_set_posix(wn_rx_set *set, wn_bytes name);

/* ---- analyses ---- */

/* Fills in `set`, `min_chars` of every node from its kids. */
void wn_rx_describe(wn_rx_node *node);

/* How the cost grows. `facts` gets cost and factor; *slow the node that makes it QUADRATIC or worse,
 * else NULL. */
void wn_rx_measure(const wn_rx_node *root, wn_regex_facts *facts, const wn_rx_node **slow);

/* The factor of ^ and so many plain characters. */
uint32_t wn_rx_plain_factor(uint32_t chars);

/* What wn_rx_find_literals works with: large, needed for each part of a tree, and few at a time. Begins as {NULL}. */
typedef struct wn_rx_desks {
    union wn_rx_desk *spare;
} wn_rx_desks;

/* The literals. `facts` has is_anchored already and gets kind, literals and, where nothing else is
 * in the pattern, the cost WN_COST_LITERAL. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_rx_find_literals(const wn_rx_node *root, wn_rx_desks *desks, wn_arena *arena, wn_regex_facts *facts);
void      wn_rx_desks_free(wn_rx_desks *desks);

#endif
