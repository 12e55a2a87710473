/* memory.c: moving, comparing and searching bytes. Those of musl are made to be small: bytes are moved by one slow
 * instruction and compared one by one, and winnow does little else. These take sixteen at a time. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's names are reserved for it */

#ifdef __SSE2__
#include <emmintrin.h>

enum {
    BLOCK = sizeof(__m128i)
};

static __m128i load(const char *from)
{
    return _mm_loadu_si128((const __m128i *)from);
}

static void store(char *to, __m128i block)
{
    _mm_storeu_si128((__m128i *)to, block);
}

/* Fewer than BLOCK bytes, which may overlap: all are read before any is written. */
static void move_few(char *to, const char *from, size_t size)
{
    if (size >= 8) {
        uint64_t first, last;
        __builtin_memcpy(&first, from, 8);
        __builtin_memcpy(&last, from + size - 8, 8);
        __builtin_memcpy(to, &first, 8);
        __builtin_memcpy(to + size - 8, &last, 8);
    } else if (size >= 4) {
        uint32_t first, last;
        __builtin_memcpy(&first, from, 4);
        __builtin_memcpy(&last, from + size - 4, 4);
        __builtin_memcpy(to, &first, 4);
        __builtin_memcpy(to + size - 4, &last, 4);
    } else if (size) {
        char first = from[0], middle = from[size / 2], last = from[size - 1];
        to[0] = first;
        to[size / 2] = middle;
        to[size - 1] = last;
    }
}

/* The last block is read before anything is written over it, and written at the end; likewise the first when
 * the bytes move up. */
void *memmove(void *target, const void *source, size_t size)
{
    char       *to = target;
    const char *from = source;
    if (size < BLOCK) {
        move_few(to, from, size);
        return target;
    }
    if ((uintptr_t)to - (uintptr_t)from >= size) {
        __m128i last = load(from + size - BLOCK);
        for (size_t i = 0; i + BLOCK < size; i += BLOCK)
            store(to + i, load(from + i));
        store(to + size - BLOCK, last);
    } else {
        __m128i first = load(from);
        for (size_t i = size; i > BLOCK; i -= BLOCK)
            store(to + i - BLOCK, load(from + i - BLOCK));
        store(to, first);
    }
    return target;
}

void *memcpy(void *restrict target, const void *restrict source, size_t size)
{
    return memmove(target, source, size);
}

int memcmp(const void *one, const void *other, size_t size)
{
    const unsigned char *a = one, *b = other;
    size_t               i = 0;
    for (; i + BLOCK <= size; i += BLOCK) {
        int same = _mm_movemask_epi8(_mm_cmpeq_epi8(load((const char *)a + i), load((const char *)b + i)));
        if (same != 0xFFFF) {
            i += (size_t)__builtin_ctz(~(unsigned)same);
            return a[i] - b[i];
        }
    }
    for (; i < size; i++)
        if (a[i] != b[i])
            return a[i] - b[i];
    return 0;
}

void *memchr(const void *bytes, int wanted, size_t size)
{
    const char   *text = bytes;
    const __m128i all = _mm_set1_epi8((char)wanted);
    size_t        i = 0;
    for (; i + BLOCK <= size; i += BLOCK) {
        unsigned hits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(load(text + i), all));
        if (hits)
            return (void *)(text + i + __builtin_ctz(hits));
    }
    for (; i < size; i++)
        if (text[i] == (char)wanted)
            return (void *)(text + i);
    return NULL;
}
#endif

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
