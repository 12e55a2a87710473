/* builtin.h: the policies that are inside the program, as YAML sources. The table is generated from
 * policies/ by the Makefile (see embed.sh beside this file). */
#ifndef WN_POLICY_BUILTIN_H
#define WN_POLICY_BUILTIN_H

#include "winnow.h"

typedef struct wn_builtin {
    const char *name; /* "news", "packs/en": the path below policies/ without ".yaml" */
    wn_bytes    text;
} wn_builtin;

/* In the order of names; the last has name NULL. */
extern const wn_builtin wn_builtins[];

#endif
