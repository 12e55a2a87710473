/* example.h: the examples that stand beside the rules: hits, misses, and tests with marked lines. */
#ifndef WN_POLICY_EXAMPLE_H
#define WN_POLICY_EXAMPLE_H

#include "policy/node.h"
#include "policy/reader.h"

/* A document that a rule takes, or leaves alone. */
typedef struct wn_example {
    wn_bytes text;
    wn_place place;
} wn_example;

typedef struct wn_examples {
    const wn_example *items;
    size_t            count;
} wn_examples;

/* What becomes of a line of a test. */
typedef enum wn_mark {
    WN_MARK_STAYS,   /* =| */
    WN_MARK_GOES,    /* -| */
    WN_MARK_BECOMES, /* +| takes the place of the -| above it; not a line of the input */
    WN_MARK_ANY      /* ?| not checked */
} wn_mark;

typedef struct wn_case_line {
    wn_mark  mark;
    wn_bytes text;   /* without the mark */
    size_t   offset; /* of the mark in the scalar `text`; wn_node_place_in tells where that is */
} wn_case_line;

typedef struct wn_case {
    const char         *name; /* NULL: it has none */
    wn_place            place;
    const wn_node      *text;
    const wn_case_line *lines;
    size_t              line_count;
    const char         *lang, *source; /* NULL: unknown */
    wn_bytes            headline;
    const wn_field     *fields;
    size_t              field_count;
    int                 level;
    bool                has_verdict;
    wn_verdict          verdict; /* what it must be, when has_verdict */
} wn_case;

/* Reads `hits` or `misses` of the right shape; `node` may be NULL. */
wn_examples wn_examples_read(wn_reader *reader, const wn_node *node);

/* Reads one entry of `tests`, whose owner the reader's complaints name. False after a complaint. */
bool wn_case_read(wn_reader *reader, const wn_node *node, wn_case *test);

#endif
