/* hostile.c: how much longer the default policy takes over text made against each of its patterns than over ordinary
 * news.
 *
 * usage: hostile ORDINARY
 *
 * For each pattern texts are invented that put it to work (regex_pump.c), as lines of some 300 bytes and of some 3,000,
 * and filtered with the whole policy. The least CPU time of several runs counts. Prints the ten worst, and how many
 * take more than twice as long a byte. */
#define _POSIX_C_SOURCE 200809L

#include "match/regex.h"
#include "policy/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_BYTES ((size_t)96 << 10)
#define RUNS 3
#define WORST 10
#define LIMIT 2.0

typedef struct slow {
    double   ratio;
    uint32_t pattern;
    size_t   line_bytes;
} slow;

static const size_t line_sizes[] = {300, 3000};

static double nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Nanoseconds a byte, the least of several runs. */
static double measure(const wn_policy *policy, const char *text, size_t size, int runs)
{
    double least = 1e18;
    for (int run = 0; run < runs; run++) {
        wn_filter *filter = NULL;
        wn_result  result;
        if (wn_filter_new(policy, NULL, NULL, &filter, NULL) != WN_OK)
            exit(2);
        wn_filter_feed(filter, "x\n", 2); /* what is made once is not counted */
        double begin = nanoseconds();
        wn_filter_feed(filter, text, size);
        wn_filter_end(filter, &result);
        double taken = (nanoseconds() - begin) / (double)size;
        least = taken < least ? taken : least;
        wn_filter_free(filter);
    }
    return least;
}

/* Lines of about `bytes` bytes that begin with `before` and repeat `again`. */
static size_t fill(char *text, wn_bytes before, wn_bytes again, size_t bytes)
{
    size_t size = 0;
    while (size + bytes + before.size + again.size + 1 < TEXT_BYTES) {
        size_t begin = size;
        if (before.size)
            memcpy(text + size, before.data, before.size);
        size += before.size;
        while (size - begin < bytes) {
            memcpy(text + size, again.data, again.size);
            size += again.size;
        }
        text[size++] = '\n';
    }
    return size;
}

static void try_text(const wn_policy *policy, wn_bytes before, wn_bytes again, double ordinary, slow *worst)
{
    static char text[2 * TEXT_BYTES];
    if (!again.size || again.size + before.size > 200)
        return;
    for (size_t i = 0; i < sizeof line_sizes / sizeof *line_sizes; i++) {
        size_t size = fill(text, before, again, line_sizes[i]);
        double ratio = measure(policy, text, size, 1) / ordinary;
        if (ratio <= worst->ratio)
            continue;
        ratio = measure(policy, text, size, RUNS) / ordinary;
        if (ratio > worst->ratio) {
            worst->ratio = ratio;
            worst->line_bytes = line_sizes[i];
        }
    }
}

static slow try_pattern(const wn_policy *policy, uint32_t index, double ordinary)
{
    const wn_ruleset     *set = wn_policy_ruleset(policy);
    const wn_pattern_def *def = &set->patterns[index];
    wn_arena              arena = {0};
    slow                  worst = {.pattern = index};
    for (unsigned taste = 0; taste < 2; taste++) {
        wn_regex_pump pump = {0};
        wn_bytes      pattern = {set->pool + def->text, def->size};
        if (wn_regex_pump_find(pattern, !def->is_exact, taste, &arena, &pump) != WN_OK)
            exit(2);
        try_text(policy, pump.before, pump.again, ordinary, &worst);
        try_text(policy, pump.before, pump.widest, ordinary, &worst);
        try_text(policy, (wn_bytes){0}, pump.all, ordinary, &worst);
        try_text(policy, (wn_bytes){0}, pump.broken, ordinary, &worst);
    }
    wn_arena_free(&arena);
    return worst;
}

static int compare_slow(const void *a, const void *b)
{
    double x = ((const slow *)a)->ratio, y = ((const slow *)b)->ratio;
    return x > y ? -1 : x < y;
}

int main(int argc, char **argv)
{
    static char ordinary[8 * TEXT_BYTES];
    wn_policy  *policy = NULL;
    FILE       *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t      size = file ? fread(ordinary, 1, sizeof ordinary, file) : 0;
    if (!size || wn_policy_load(&(wn_layer){.name = "news"}, 1, NULL, &policy, NULL) != WN_OK) {
        fprintf(stderr, "usage: hostile ORDINARY\n");
        return 2;
    }
    uint32_t count = wn_policy_ruleset(policy)->pattern_count, over = 0;
    slow    *found = calloc(count + 1, sizeof *found);
    double   usual = measure(policy, ordinary, size, RUNS);
    for (uint32_t i = 0; found && i < count; i++) {
        found[i] = try_pattern(policy, i, usual);
        over += found[i].ratio > LIMIT;
    }
    if (!found)
        return 2;
    qsort(found, count, sizeof *found, compare_slow);
    printf("%u patterns; %u take more than %.0f times as long a byte as ordinary text (%.1f ns)\n", count, over, LIMIT,
           usual);
    for (uint32_t i = 0; i < WORST && i < count; i++)
        printf("  %5.1f x  lines of %zu bytes  %.60s\n", found[i].ratio, found[i].line_bytes,
               wn_policy_ruleset(policy)->pool + wn_policy_ruleset(policy)->patterns[found[i].pattern].text);
    free(found);
    fclose(file);
    wn_policy_free(policy);
    return 0;
}
