/* reader.h: what all readers of a policy's parts share: complaints, defines, and the patterns read so
 * far. One reader serves one load, or one variant. */
#ifndef WN_POLICY_READER_H
#define WN_POLICY_READER_H

#include "match/regex.h"
#include "policy/complaint.h"
#include "policy/defines.h"
#include "policy/names.h"

struct wn_expression;

typedef struct wn_reader {
    wn_complaints          complaints;
    wn_arena              *arena;
    const wn_defines      *defines;
    wn_names               names;       /* of the expressions: text, tag is_exact */
    struct wn_expression **expressions; /* in the order in which they were met */
    size_t                 expression_count, expression_capacity;
    wn_regex_work         *regex_work; /* NULL until a pattern is read */
} wn_reader;

void wn_reader_begin(wn_reader *reader, wn_arena *arena, const wn_defines *defines, wn_error **error);

/* Frees what is not in the arena. */
void wn_reader_end(wn_reader *reader);

/* Memory from the reader's arena; complains when there is none. */
void *wn_reader_alloc(wn_reader *reader, size_t count, size_t size);

/* A copy of the bytes, with a NUL after them; complains when there is no memory. */
wn_bytes wn_reader_copy(wn_reader *reader, wn_bytes bytes);

/* A value that is one thing or a list of things, seen as a list. */
static inline size_t wn_item_count(const wn_node *node)
{
    return node->kind == WN_NODE_LIST ? node->count : 1;
}

static inline const wn_node *wn_item(const wn_node *node, size_t index)
{
    return node->kind == WN_NODE_LIST ? node->values[index] : node;
}

/* The integer, or share in thousandths, under `key` of a map with the right shape; `otherwise` when
 * the key is not there. */
uint32_t wn_number_of(const wn_node *map, const char *key, uint32_t otherwise);

/* Whether `key` of a map is there and "true". */
bool wn_is_true(const wn_node *map, const char *key);

#endif
