/* similar.c: the edit distance of Levenshtein, with swapped neighbours as one edit.
 *
 * Only three rows of the table are kept, and words of any real length fit on the stack; a longer one
 * is like none. Loaders call this when they meet a name they do not know. */
#include "base/similar.h"

#include <string.h>

#define WORD_BYTES_MAX 80 /* as long as an id may be */

enum {
    ROW_SIZE = WORD_BYTES_MAX + 1
};

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_swapped(const char *a, size_t i, const char *b, size_t j)
{
    return i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
}

/* Edits between two words of at most WORD_BYTES_MAX bytes. */
static size_t count_edits(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][ROW_SIZE];
    for (size_t j = 0; j <= b_size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t       *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t change = above[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
            if (is_swapped(a, i, b, j))
                row[j] = least(row[j], second[j - 2] + 1);
        }
    }
    return rows[a_size % 3][b_size];
}

const char *wn_similar(const char *word, const char *const *words, size_t count)
{
    size_t      size = strlen(word);
    size_t      nearest = (size + 2) / 3 + 1; /* one more than is allowed */
    const char *found = NULL;
    if (size > WORD_BYTES_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t other = words[i] ? strlen(words[i]) : 0;
        if (!other || other > WORD_BYTES_MAX || other + nearest <= size || size + nearest <= other)
            continue;
        size_t edits = count_edits(word, size, words[i], other);
        if (edits < nearest && edits < other && edits < size) {
            nearest = edits;
            found = words[i];
        }
    }
    return found;
}
