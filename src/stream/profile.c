/* profile.c: sorts rules by what they cost, and writes that down. */
#include "stream/profile.h"

#include "format/json.h"

#include <stdlib.h>
#include <string.h>

/* A rule that was asked at least once. */
typedef struct line {
    const char        *id;
    const wn_rule_use *use;
} line;

typedef struct lines {
    line    *items;
    size_t   count;
    uint64_t nanoseconds; /* of all */
} lines;

static int compare_lines(const void *a, const void *b)
{
    const line *x = a, *y = b;
    if (x->use->nanoseconds != y->use->nanoseconds)
        return x->use->nanoseconds > y->use->nanoseconds ? -1 : 1;
    return strcmp(x->id, y->id);
}

static bool list_lines(const wn_stats *stats, lines *l)
{
    *l = (lines){.items = calloc(stats->rule_count + 1, sizeof *l->items)};
    for (size_t i = 0; l->items && i < stats->rule_count; i++) {
        if (!stats->uses[i].asked)
            continue;
        l->items[l->count++] = (line){wn_stats_rule(stats, i).id, &stats->uses[i]};
        l->nanoseconds += stats->uses[i].nanoseconds;
    }
    if (l->items)
        qsort(l->items, l->count, sizeof *l->items, compare_lines);
    return l->items;
}

static void put_row(wn_buf *out, const line *row, uint64_t whole)
{
    const wn_rule_use *use = row->use;
    wn_buf_printf(out, "%-40s%12.3f%7.1f%%%12llu%12llu\n", row->id, (double)use->nanoseconds / 1e6,
                  whole ? 100 * (double)use->nanoseconds / (double)whole : 0, (unsigned long long)use->asked,
                  (unsigned long long)use->pcre2_calls);
}

void wn_profile_put_table(const wn_stats *stats, bool lists_all, wn_buf *out)
{
    lines l;
    out->failed |= !list_lines(stats, &l);
    size_t shown = lists_all || l.count <= WN_PROFILE_ROWS ? l.count : WN_PROFILE_ROWS;
    wn_buf_printf(out, "%-40s%12s%8s%12s%12s\n", "rule", "ms", "share", "asked", "PCRE2 calls");
    for (size_t i = 0; i < shown; i++)
        put_row(out, &l.items[i], l.nanoseconds);
    if (shown < l.count)
        wn_buf_printf(out, "and %zu more rules; -v or --stats=json shows them\n", l.count - shown);
    free(l.items);
}

void wn_profile_put_json(const wn_stats *stats, wn_buf *out)
{
    lines l;
    out->failed |= !list_lines(stats, &l);
    wn_buf_text(out, ",\"profile\":[");
    for (size_t i = 0; i < l.count; i++) {
        const wn_rule_use *use = l.items[i].use;
        wn_buf_text(out, i ? ",{\"rule\":\"" : "{\"rule\":\"");
        wn_json_put_escaped(out, (wn_bytes){l.items[i].id, strlen(l.items[i].id)});
        wn_buf_printf(out, "\",\"nanoseconds\":%llu,\"asked\":%llu,\"pcre2-calls\":%llu}",
                      (unsigned long long)use->nanoseconds, (unsigned long long)use->asked,
                      (unsigned long long)use->pcre2_calls);
    }
    wn_buf_put(out, ']');
    free(l.items);
}
