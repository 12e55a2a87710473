/* image.h: built-in policies that are ready to run: rule sets, literal tables and
 * compiled patterns as constant data.
 *
 * Reading and checking the YAML of a large policy takes many times as long as filtering an article, so
 * the build does it once: bake/bake.c loads the built-in policies that people name and prints what came
 * of them as C. The sources stay in the program beside them (builtin.h) for policies that extend them,
 * and for tools that want to see the rules as they were written. */
#ifndef WN_POLICY_IMAGE_H
#define WN_POLICY_IMAGE_H

#include "policy/ruleset.h"

typedef struct wn_image {
    const char       *name; /* as in wn_builtins */
    const char       *policy_name;
    const char       *version;
    const char       *sha256;
    const char       *hold_reason; /* or NULL */
    const wn_ruleset *set;
    bool              can_reject;
} wn_image;

/* In the order of names; the last has name NULL. A built-in policy without an image is loaded from its source. */
extern const wn_image wn_images[];

#endif
