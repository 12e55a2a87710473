/* compile.h: from checked definitions to the flat rule set that the engine runs on. */
#ifndef WN_POLICY_COMPILE_H
#define WN_POLICY_COMPILE_H

#include "policy/definitions.h"

#define WN_POOL_BYTES_MAX ((size_t)64 << 20) /* texts of one rule set; offsets stay far below 32 bits */
#define WN_PATTERNS_MAX 20000                /* different patterns of one rule set: each costs memory when compiled */
#define WN_LITERALS_MAX 1000000   /* different literals of one rule set: their tables take some 100 bytes each */
#define WN_CONDITIONS_MAX 1000000 /* nodes of all conditions of one rule set */

/* Compiles `rules`, one version of each rule of the definitions, in their order. The arrays of *set
 * are in the arena and need nothing else to live. Complains when a limit is passed. Returns WN_OK,
 * WN_BAD_POLICY or WN_NO_MEMORY. */
wn_status wn_compile(const wn_definitions *definitions, const wn_definition *const *rules, wn_complaints *complaints,
                     wn_arena *arena, wn_ruleset *set);

#endif
