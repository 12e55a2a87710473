/* codes.h: patterns that are compiled already, as constant data of a program.
 *
 * To compile the hundred patterns that one article calls for takes PCRE2 longer than everything else
 * that is done for it, so the build does it for built-in policies (policy/image.h). PCRE2 writes compiled
 * patterns down as bytes that only the same PCRE2 may read back. Whether this one is the same is asked
 * before the first is read: its version, and byte for byte what it makes of a pattern that has something
 * of everything. If it is another, patterns are compiled as ever. */
#ifndef WN_MATCH_CODES_H
#define WN_MATCH_CODES_H

#include "match/pattern.h"

typedef struct wn_codes {
    const uint8_t  *head;  /* with what the bytes of each pattern begin */
    const uint8_t  *rest;  /* how those of each go on, one after the other */
    const uint32_t *begin; /* where, in `rest`; one entry for each pattern, one for the sample, one for the end */
    const char     *engine;
    uint32_t        head_size, count; /* count: of patterns */
} wn_codes;

/* Compiles all patterns of a policy. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_codes_make(const wn_pattern_def *defs, size_t count, const char *pool, wn_arena *arena,
                        const wn_codes **codes);

#endif
