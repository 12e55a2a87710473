/* builtin.h: the policies that are inside the program, as YAML sources. The table is generated from
 * policies/ by the Makefile (see embed.sh beside this file). */
#ifndef WN_POLICY_BUILTIN_H
#define WN_POLICY_BUILTIN_H

#include "winnow.h"

typedef struct wn_builtin {
    const char *name; /* "news", "packs/en": the path below policies/ without ".yaml" */
    wn_bytes    text; /* in a program that must be small, the data is NULL: see below */
} wn_builtin;

/* In the order of names; the last has name NULL. */
extern const wn_builtin wn_builtins[];

/* The texts of all, one after the other in the order of the table, packed (base/lzma.h); else empty. */
extern const wn_bytes wn_builtin_pack;

#endif
