/* stats.h: what a filter has done so far, counted: documents by verdict; lines, bytes and prose words that were
 * removed, by category and by rule; limits that were hit; what rules cost. As a table for people, and as JSON. */
#ifndef WN_STREAM_STATS_H
#define WN_STREAM_STATS_H

#include "base/buf.h"

/* What a rule, or all rules of a category, did. */
typedef struct wn_stats_row {
    uint64_t documents; /* in which it took, flagged, kept or marked something */
    uint64_t lines;     /* that went, were replaced or extracted; blank ones do not count */
    uint64_t spans;
    uint64_t bytes;       /* that are not in the output */
    uint64_t prose_words; /* in lines that went */
    uint64_t shadows;     /* times a shadow rule would have taken something */
    uint64_t limited;     /* documents in which a limit kept it from deciding */
} wn_stats_row;

/* The columns of a row, in the order in which they are shown. */
#define WN_STATS_COLUMNS 7

typedef struct wn_stats_column {
    const char *name;   /* in tables and JSON */
    const char *metric; /* for Prometheus, with its help */
    const char *help;
    size_t      offset; /* in wn_stats_row */
} wn_stats_column;

extern const wn_stats_column wn_stats_columns[WN_STATS_COLUMNS];

uint64_t wn_stats_cell(const wn_stats_row *row, size_t column);

#define WN_STATS_UNKNOWN UINT64_MAX /* a count that a row has not */

#define WN_VERDICT_COUNT 5

typedef struct wn_stats {
    const wn_policy *policy;
    wn_stats_row    *rules; /* by index */
    wn_rule_use     *uses;  /* likewise, for wn_filter_options */
    size_t           rule_count;
    bool             profiles; /* costs are shown, too */
    bool             no_prose; /* words of prose were not counted everywhere: they are not shown */
    uint64_t         verdicts[WN_VERDICT_COUNT];
    wn_result        sum;       /* of all documents: its counts and limits */
    uint64_t         malformed; /* records */
} wn_stats;

/* Counters for a policy, which must outlive them. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_stats_new(const wn_policy *policy, bool profiles, wn_stats *stats);
void      wn_stats_free(wn_stats *stats);

/* Count what the callbacks of a filter tell; it is to write to `uses` itself. */
void wn_stats_note(wn_stats *stats, const wn_change *change);
void wn_stats_add(wn_stats *stats, const wn_result *result);

/* The limits of wn_limits. */
#define WN_STATS_LIMITS 4

typedef struct wn_stats_limit {
    const char *name;
    size_t      offset; /* in wn_limits */
} wn_stats_limit;

extern const wn_stats_limit wn_stats_limits[WN_STATS_LIMITS];

uint64_t wn_stats_limit_at(const wn_stats *stats, size_t index);

uint64_t wn_stats_documents(const wn_stats *stats);

/* What is known of a rule, what it did, and whether that is anything. */
wn_rule_info wn_stats_rule(const wn_stats *stats, size_t index);
wn_stats_row wn_stats_row_at(const wn_stats *stats, size_t index);
bool         wn_stats_has_row(const wn_stats *stats, size_t index);

/* Append the counts: a table, which names the rules that never fired and that could not if `lists_all`, or a line
 * of JSON. */
void wn_stats_put_table(const wn_stats *stats, bool lists_all, wn_buf *out);
void wn_stats_put_json(const wn_stats *stats, wn_buf *out);

#endif
