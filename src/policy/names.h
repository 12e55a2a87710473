/* names.h: a table from byte strings to indices, for ids, literals, patterns and pooled strings.
 *
 * The bytes are borrowed and must outlive the table. */
#ifndef WN_POLICY_NAMES_H
#define WN_POLICY_NAMES_H

#include "winnow.h"

#define WN_NAME_ABSENT UINT32_MAX

typedef struct wn_name {
    wn_bytes bytes;
    uint32_t tag; /* names with different tags are different */
    uint32_t index;
} wn_name;

typedef struct wn_names {
    wn_name *slots; /* a slot whose bytes are NULL is free */
    size_t   capacity;
    size_t   count;
} wn_names;

/* The index under a name, or WN_NAME_ABSENT. */
uint32_t wn_names_find(const wn_names *names, uint32_t tag, wn_bytes bytes);

/* Adds a name that is not there yet; false when there is no memory. */
bool wn_names_add(wn_names *names, uint32_t tag, wn_bytes bytes, uint32_t index);

void wn_names_free(wn_names *names);

#endif
