/* layers.h: which files make a policy, and in which order they apply.
 *
 * A layer is a file. What it extends applies before it, left to right; a file reached twice applies
 * once, where it was first reached. Files must lie below the root; built-in ones have names. */
#ifndef WN_POLICY_LAYERS_H
#define WN_POLICY_LAYERS_H

#include "policy/node.h"

#define WN_EXTENDS_DEPTH_MAX 32 /* files that extend each other in a chain */
#define WN_LAYERS_MAX 512       /* files in one policy */

typedef struct wn_source {
    const char        *name; /* what messages call it: "builtin:news", or the path as it was reached */
    wn_bytes           text;
    wn_node           *root;
    struct wn_source **extends; /* what it extends itself, in order */
    size_t             extend_count;
    bool               is_builtin;
} wn_source;

typedef struct wn_sources {
    wn_source **items; /* in the order in which they apply */
    size_t      count;
} wn_sources;

/* Reads the layers and all they extend; everything is in the arena. Returns WN_OK, WN_BAD_POLICY
 * (errors in YAML, cycles, names out of the root), WN_IO_ERROR (a layer that cannot be read),
 * WN_BAD_ARGUMENT (an unknown built-in name) or WN_NO_MEMORY. */
wn_status wn_sources_load(const wn_layer *layers, size_t layer_count, const char *policy_root, wn_arena *arena,
                          wn_sources *sources, wn_error **error);

/* Whether a name, in `extends` or as a layer, is a built-in one rather than a path. */
bool wn_is_builtin_name(const char *name);

/* The name in the table of built-in policies that a built-in name means, be it there or not; NULL for a path. */
const char *wn_builtin_name(const char *name);

#endif
