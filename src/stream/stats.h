/* stats.h: what a filter has done so far, counted: documents by verdict; lines, bytes and prose words that were
 * removed, by category and by rule; limits that were hit. As a table for people, as JSON, and for Prometheus. */
#ifndef WN_STREAM_STATS_H
#define WN_STREAM_STATS_H

#include "base/buf.h"

/* What a rule, or all rules of a category, did. */
typedef struct wn_stats_row {
    uint64_t documents; /* in which it took, or flagged, something */
    uint64_t lines;     /* that went, were replaced or extracted; blank ones do not count */
    uint64_t spans;
    uint64_t bytes;       /* that are not in the output */
    uint64_t prose_words; /* in lines that went */
    uint64_t shadows;     /* times a shadow rule would have taken something */
    uint64_t limited;     /* documents in which a limit kept it from deciding */
} wn_stats_row;

#define WN_VERDICT_COUNT 5

typedef struct wn_stats {
    const wn_policy *policy;
    wn_stats_row    *rules; /* by index */
    size_t           rule_count;
    int              level; /* rules above it are silent, and do not count as never fired */
    uint64_t         verdicts[WN_VERDICT_COUNT];
    wn_result        sum;       /* of all documents: its counts and limits */
    uint64_t         malformed; /* records */
} wn_stats;

/* Counters for a policy, which must outlive them. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_stats_new(const wn_policy *policy, int level, wn_stats *stats);
void      wn_stats_free(wn_stats *stats);

/* Count what the callbacks of a filter tell. */
void wn_stats_note(wn_stats *stats, const wn_change *change);
void wn_stats_add(wn_stats *stats, const wn_result *result);

uint64_t wn_stats_documents(const wn_stats *stats);

/* Append the counts: a table, which names the rules that never fired if `lists_silent`; a line of JSON; the text
 * format of Prometheus, version 0.0.4. */
void wn_stats_put_table(const wn_stats *stats, bool lists_silent, wn_buf *out);
void wn_stats_put_json(const wn_stats *stats, wn_buf *out);
void wn_stats_put_metrics(const wn_stats *stats, wn_buf *out);

#endif
