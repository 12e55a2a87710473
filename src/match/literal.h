/* literal.h: finding which of many literals a line has, in one pass, before any regex is asked.
 *
 * A policy's literals are folded and of three kinds: the whole core of a line, its start, or any
 * part of it. The tables are made once per rule set; a scanner reports each literal that occurs. */
#ifndef WN_MATCH_LITERAL_H
#define WN_MATCH_LITERAL_H

#include "match/regex.h"
#include "match/surface.h"

/* A literal as the compiled policy stores it. */
typedef struct wn_literal {
    uint32_t text;       /* offset in the pool, of the fold */
    uint32_t size;       /* bytes */
    uint8_t  kind;       /* wn_literal_kind, never NONE */
    uint8_t  after_lead; /* STARTS: compared from the first letter or digit on (wn_lead), else from the first byte */
    uint8_t  at_word;    /* CONTAINS: it begins with a letter or digit, and counts only where none stands before it */
    uint8_t  at_end;     /* it ends with an ASCII letter or digit, and counts only where none stands behind it */
} wn_literal;

/* A literal in an index of prefixes. */
typedef struct wn_prefix {
    uint32_t text; /* offset in the pool */
    uint32_t size;
    uint32_t literal;
    uint32_t parent; /* the longest other prefix that begins this one, or WN_LITERAL_ABSENT */
} wn_prefix;

typedef struct wn_prefix_index {
    const uint64_t  *keys;     /* the first bytes of each prefix, big-endian, filled up with 0; ascending */
    const wn_prefix *prefixes; /* in the same order */
    const uint32_t  *first;    /* those whose first byte is b: first[b] to first[b + 1]; 257 entries */
    uint32_t         count;
} wn_prefix_index;

/* CONTAINS literals that are looked for by windows. */
typedef struct wn_windowed {
    wn_prefix_index index;
    const uint8_t  *windows; /* bit k: a window with this hash can stand k bytes after a literal's start; bit k + 4:
                                after that of an ASCII literal */
    const uint8_t *heads;    /* bitmap */
} wn_windowed;

/* The shortest CONTAINS literals. */
typedef struct wn_tiny {
    wn_prefix_index index;
    const uint8_t  *pairs;   /* bitmap */
    const uint8_t  *triples; /* bitmap */
} wn_tiny;

/* CONTAINS literals that count only where a word begins. */
typedef struct wn_worded {
    wn_prefix_index index;
    const uint8_t  *triples; /* for the hash of three bytes: WN_WORDED_* of the literals that begin with them */
    const uint8_t  *heads;   /* bitmap */
} wn_worded;

/* CONTAINS literals in lines that surface.h reads: most are looked for where words begin. */
typedef struct wn_surfaced {
    wn_prefix_index index;      /* of literals from their anchor on */
    const uint8_t  *fours;      /* for each hash of four bytes which literals begin so, STARTS literals among them */
    const uint8_t  *heads;      /* bitmap */
    const uint8_t  *pairs;      /* bitmap, of the shortest STARTS literals; NULL when none is so short */
    uint32_t        scripts;    /* of those that are looked for otherwise (wn_char_script) */
    bool            has_others; /* some of them are ASCII */
} wn_surfaced;

/* CONTAINS literals of more than a byte that have no anchor there, or too short a rest from there on. */
typedef struct wn_paired {
    wn_prefix_index index;  /* of literals from their rarest bytes on */
    const uint8_t  *fours;  /* bitmap of the hashes of the first four bytes */
    const uint8_t  *pairs;  /* bitmap of those of two bytes */
    const uint8_t  *halves; /* six sets of half bytes, a bit for each group of literals; then those of ASCII alone */
} wn_paired;

/* The tables. They are flat and refer to the pool by offset, so that they can be constant data of a program (see
 * policy/image.h). What is empty has NULL in place of its arrays. */
typedef struct wn_literals {
    const wn_literal *literals;
    const char       *pool;
    const uint32_t   *slots;   /* of IS literals; WN_LITERAL_ABSENT where free; NULL when there are none */
    const uint8_t *slot_marks; /* bits for the hashes of IS literals, WN_LITERAL_MARKS for each slot: few texts have one
                                  and are no literal, and only of those that have one is more looked at */
    uint32_t        slot_mask; /* one less than the number of slots */
    uint32_t        is_bytes;  /* of the longest IS literal */
    wn_prefix_index starts;    /* from the first byte */
    wn_prefix_index starts_lead; /* from the first letter or digit */
    wn_prefix_index signs;       /* CONTAINS literals of one byte */
    const uint8_t  *ascii_pairs; /* for each two ASCII characters: bit k, k below 2: they can stand k bytes after the
                                    start of a tiny ASCII literal; bit k + 2: of a middling one; NULL: there are none */
    wn_tiny     tiny;
    wn_windowed middle;
    wn_windowed longer;
    wn_worded   words;
    wn_surfaced surfaced;
    wn_paired   paired;
} wn_literals;

/* Sizes of the filters, in bytes. */
enum {
    WN_LITERAL_MARKS = 4, /* bits */
    WN_LITERAL_WINDOWS_BYTES = 1 << 16,
    WN_LITERAL_HEADS_BYTES = 1 << 15,
    WN_LITERAL_PAIRS_BYTES = 1 << 13,
    WN_LITERAL_TRIPLES_BYTES = 1 << 14,
    WN_LITERAL_WORDED_BYTES = 1 << 14,
    WN_LITERAL_ASCII_PAIRS_BYTES = 1 << 14,
    WN_LITERAL_FOURS_BYTES = 1 << 14,
    WN_LITERAL_PAIRED_BYTES = 1 << 14,
    WN_LITERAL_HALVES_BYTES = 2 * 96
};

#define WN_LITERAL_ABSENT UINT32_MAX

/* Makes the tables in the arena. `literals` and `pool` must outlive them; no two with the same kind, after_lead and
 * text. Those that `chosen` does not choose are left out; NULL chooses all. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_literals_make(const wn_literal *literals, size_t count, const char *pool, const bool *chosen,
                           wn_arena *arena, wn_literals *tables);

/* The IS literal that equals `core` (folded), or WN_LITERAL_ABSENT. */
uint32_t wn_literals_is(const wn_literals *tables, wn_bytes core);

/* Calls `found` once or more for every STARTS literal that begins `folded` and every CONTAINS literal in it; of those
 * that count where a word begins or ends, for each that stands so and perhaps for others. `folded` is the whole fold of
 * a view that is ASCII or not. */
void wn_literals_scan(const wn_literals *tables, wn_bytes folded, bool is_ascii,
                      void (*found)(void *user, uint32_t literal), void *user);

/* The same for the fold of the line that `surface` was read from. */
void wn_literals_scan_surface(const wn_literals *tables, const wn_surface       *surface,
                              void (*found)(void *user, uint32_t literal), void *user);

#endif
