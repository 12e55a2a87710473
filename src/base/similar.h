/* similar.h: the word somebody may have meant. */
#ifndef WN_BASE_SIMILAR_H
#define WN_BASE_SIMILAR_H

#include "winnow.h"

/* The member of `words` nearest to `word`, the first of equals, or NULL when none is near: the case
 * of ASCII letters does not count, and about every third letter may be added, lost, changed or
 * swapped with its neighbour. A NULL in `words` is passed over. */
const char *wn_similar(const char *word, const char *const *words, size_t count);

#endif
