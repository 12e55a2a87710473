/* make.c: prints the tables of unicode_tables.h, made of what utf8proc knows.
 *
 * A program of the build alone. It asks utf8proc about every code and stops when an answer does not fit
 * the tables, so that a new Unicode is noticed when winnow is built. */
#include "match/unicode.h"
#include "match/unicode_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    RECORDS_MAX = 256,
    BLOCKS_MAX = 4096,
    STRETCHES_MAX = 256,
    PARTS_MAX = 8192,
    FOLDS_MAX = 4096,
    CODES_MAX = 18 /* of a decomposition, to be on the safe side */
};

static void stop(const char *what, uint32_t code)
{
    fprintf(stderr, "make: U+%04X: %s\n", (unsigned)code, what);
    exit(EXIT_FAILURE);
}

static void print_number(unsigned long long number, size_t index)
{
    printf("%llu,%s", number, index % 20 == 19 ? "\n" : "");
}

/* ---- records ---- */

static uint8_t           numbers[WN_UNICODE_CODES];
static wn_unicode_record records[RECORDS_MAX];
static size_t            record_count;

static wn_sort sort_of(uint32_t code)
{
    const char *name = utf8proc_category_string((utf8proc_int32_t)code);
    switch (name[0]) {
    case 'L':
        return WN_SORT_LETTER;
    case 'N':
        return WN_SORT_NUMBER;
    case 'M':
        return WN_SORT_MARK;
    case 'Z':
        return WN_SORT_SPACE;
    default:
        return !strcmp(name, "Pc") ? WN_SORT_CONNECTOR : WN_SORT_OTHER;
    }
}

static void note_record(uint32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
    int                        width = utf8proc_charwidth((utf8proc_int32_t)code);
    wn_unicode_record          record = {(uint8_t)sort_of(code), (uint8_t)property->combining_class,
                                width > 0 ? (uint8_t)width : 0};
    size_t                     i = 0;
    if (property->combining_class < 0 || property->combining_class > 255)
        stop("a combining class over 255", code);
    while (i < record_count && memcmp(&records[i], &record, sizeof record) != 0)
        i++;
    if (i == RECORDS_MAX)
        stop("too many kinds of characters", code);
    if (i == record_count)
        records[record_count++] = record;
    numbers[code] = (uint8_t)i;
}

/* Numbers each `size` bytes of `items`, equal ones alike, in `places`; `firsts` has where each number was met first.
 * Returns how many numbers there are, which are at most `most`. */
static size_t number_parts(const void *items, size_t count, size_t size, uint16_t *places, size_t *firsts, size_t most)
{
    const char *bytes = items;
    size_t      known = 0;
    for (size_t part = 0; part < count; part++) {
        size_t i = 0;
        while (i < known && memcmp(bytes + firsts[i] * size, bytes + part * size, size) != 0)
            i++;
        if (i == most)
            stop("too many different parts of the tables", (uint32_t)part);
        if (i == known)
            firsts[known++] = part;
        places[part] = (uint16_t)i;
    }
    return known;
}

static void print_records(void)
{
    static uint16_t blocks[WN_UNICODE_CODES / WN_UNICODE_BLOCK], stretches[WN_UNICODE_STRETCHES];
    static size_t   block_firsts[BLOCKS_MAX], stretch_firsts[STRETCHES_MAX];
    size_t block_count = number_parts(numbers, sizeof blocks / sizeof *blocks, WN_UNICODE_BLOCK, blocks, block_firsts,
                                      BLOCKS_MAX);
    size_t stretch_count = number_parts(blocks, WN_UNICODE_STRETCHES, WN_UNICODE_STRETCH * sizeof *blocks, stretches,
                                        stretch_firsts, STRETCHES_MAX);
    puts("const uint8_t wn_unicode_stretches[WN_UNICODE_STRETCHES] = {");
    for (size_t i = 0; i < WN_UNICODE_STRETCHES; i++)
        print_number(stretches[i], i);
    puts("};\nconst uint16_t wn_unicode_blocks[] = {");
    for (size_t i = 0; i < stretch_count; i++)
        for (size_t k = 0; k < WN_UNICODE_STRETCH; k++)
            print_number(blocks[stretch_firsts[i] * WN_UNICODE_STRETCH + k], k);
    puts("};\nconst uint8_t wn_unicode_items[] = {");
    for (size_t i = 0; i < block_count; i++)
        for (size_t k = 0; k < WN_UNICODE_BLOCK; k++)
            print_number(numbers[block_firsts[i] * WN_UNICODE_BLOCK + k], k);
    puts("};\nconst wn_unicode_record wn_unicode_records[] = {");
    for (size_t i = 0; i < record_count; i++)
        printf("{%u,%u,%u},\n", records[i].sort, records[i].rank, records[i].width);
    puts("};");
}

/* ---- folds ---- */

static wn_unicode_fold_range ranges[FOLDS_MAX];
static wn_unicode_fold_many  many[FOLDS_MAX];
static size_t                range_count, many_count;

static void note_many(uint32_t code, const utf8proc_int32_t *codes, size_t count)
{
    wn_unicode_fold_many *one = &many[many_count++];
    if (code > UINT16_MAX || count > WN_UNICODE_FOLD_MAX || many_count == FOLDS_MAX)
        stop("folds to something unexpected", code);
    one->code = (uint16_t)code;
    for (size_t i = 0; i < count; i++) {
        if (codes[i] <= 0 || codes[i] > UINT16_MAX)
            stop("folds to something unexpected", code);
        one->codes[i] = (uint16_t)codes[i];
    }
}

/* Whether the range goes on with this code, at the step that it has or, when it is one code, will have. */
static bool goes_on(const wn_unicode_fold_range *range, uint32_t code, int32_t delta)
{
    uint32_t distance = code - range->first;
    if (range->delta != delta || range->count == UINT16_MAX)
        return false;
    if (range->count == 1)
        return distance == 1 || distance == 2;
    return distance == (uint32_t)range->step * range->count;
}

static void note_fold(uint32_t code)
{
    utf8proc_int32_t       codes[CODES_MAX];
    int                    boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t       count = utf8proc_decompose_char((utf8proc_int32_t)code, codes, CODES_MAX, UTF8PROC_CASEFOLD,
                                                           &boundary);
    wn_unicode_fold_range *last = range_count ? &ranges[range_count - 1] : NULL;
    if (count < 1 || count > CODES_MAX)
        stop("does not fold", code);
    if (count > 1)
        note_many(code, codes, (size_t)count);
    if (count > 1 || codes[0] == (utf8proc_int32_t)code)
        return;
    int32_t delta = codes[0] - (utf8proc_int32_t)code;
    if (last && goes_on(last, code, delta)) {
        last->step = last->count == 1 ? (uint16_t)(code - last->first) : last->step;
        last->count++;
        return;
    }
    if (range_count == FOLDS_MAX)
        stop("too many folds", code);
    ranges[range_count++] = (wn_unicode_fold_range){code, 1, 1, delta};
}

static void print_folds(void)
{
    puts("const wn_unicode_fold_range wn_unicode_fold_ranges[] = {");
    for (size_t i = 0; i < range_count; i++)
        printf("{%u,%u,%u,%d},\n", (unsigned)ranges[i].first, ranges[i].count, ranges[i].step, (int)ranges[i].delta);
    printf("};\nconst size_t wn_unicode_fold_range_count = %zu;\n", range_count);
    puts("const wn_unicode_fold_many wn_unicode_fold_many_list[] = {");
    for (size_t i = 0; i < many_count; i++)
        printf("{%u,{%u,%u,%u}},\n", many[i].code, many[i].codes[0], many[i].codes[1], many[i].codes[2]);
    printf("};\nconst size_t wn_unicode_fold_many_count = %zu;\n", many_count);
}

/* ---- decompositions ---- */

typedef struct whole {
    uint32_t         code;
    size_t           count;
    utf8proc_int32_t codes[CODES_MAX];
} whole;

static whole    wholes[PARTS_MAX];
static uint64_t parts[PARTS_MAX];
static uint16_t pairs[PARTS_MAX];
static size_t   whole_count, pair_count;

static bool is_hangul(uint32_t code)
{
    return code >= 0xAC00 && code <= 0xD7A3;
}

static void note_whole(uint32_t code)
{
    whole           *w = &wholes[whole_count];
    int              boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code, w->codes, CODES_MAX, UTF8PROC_DECOMPOSE,
                                                     &boundary);
    if (count < 1 || count > WN_UNICODE_PARTS_MAX)
        stop("has a decomposition of an unexpected size", code);
    if (is_hangul(code) || (count == 1 && w->codes[0] == (utf8proc_int32_t)code))
        return;
    w->code = code;
    w->count = (size_t)count;
    if (++whole_count == PARTS_MAX)
        stop("too many decompositions", code);
}

/* What NFC makes of codes in canonical order, written over them. */
static size_t compose(utf8proc_int32_t *codes, size_t count)
{
    utf8proc_ssize_t left = utf8proc_normalize_utf32(codes, (utf8proc_ssize_t)count,
                                                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return left < 0 ? 0 : (size_t)left;
}

/* The character of which all but the last of the codes are the decomposition. */
static uint32_t first_part(const whole *w)
{
    utf8proc_int32_t codes[CODES_MAX];
    memcpy(codes, w->codes, w->count * sizeof *codes);
    if (w->count <= 2 || compose(codes, w->count - 1) == 1)
        return (uint32_t)codes[0];
    for (size_t i = 0; i < whole_count; i++)
        if (wholes[i].count == w->count - 1 && !memcmp(wholes[i].codes, w->codes, wholes[i].count * sizeof *codes))
            return wholes[i].code;
    stop("has a decomposition that is not one of two steps", w->code);
    return 0;
}

static int compare_pairs(const void *a, const void *b)
{
    const uint64_t all = (UINT64_C(1) << 2 * WN_UNICODE_BITS) - 1;
    uint64_t       x = parts[*(const uint16_t *)a] & all, y = parts[*(const uint16_t *)b] & all;
    return x < y ? -1 : x > y;
}

static void split(size_t i)
{
    const whole *w = &wholes[i];
    uint32_t     first = first_part(w), second = w->count > 1 ? (uint32_t)w->codes[w->count - 1] : 0;
    parts[i] = ((uint64_t)w->code << WN_UNICODE_BITS | first) << WN_UNICODE_BITS | second;
    utf8proc_int32_t both[] = {(utf8proc_int32_t)first, (utf8proc_int32_t)second};
    if (second && compose(both, 2) == 1 && (uint32_t)both[0] == w->code)
        pairs[pair_count++] = (uint16_t)i;
}

static void print_parts(void)
{
    puts("const uint64_t wn_unicode_parts[] = {");
    for (size_t i = 0; i < whole_count; i++)
        print_number(parts[i], i);
    printf("};\nconst size_t wn_unicode_parts_count = %zu;\nconst uint16_t wn_unicode_pairs[] = {\n", whole_count);
    for (size_t i = 0; i < pair_count; i++)
        print_number(pairs[i], i);
    printf("};\nconst size_t wn_unicode_pairs_count = %zu;\n", pair_count);
}

int main(void)
{
    for (uint32_t code = 0; code < WN_UNICODE_CODES; code++) {
        note_record(code);
        note_fold(code);
        note_whole(code);
    }
    for (size_t i = 0; i < whole_count; i++)
        split(i);
    qsort(pairs, pair_count, sizeof *pairs, compare_pairs);
    puts("/* Made by src/match/unicode/make.c. */\n#include \"match/unicode_tables.h\"\n");
    print_records();
    print_folds();
    print_parts();
    printf("const char wn_unicode_source[] = \"%s\";\n", utf8proc_version());
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
