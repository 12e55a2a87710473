/* metrics.h: what stats.h counts, as Prometheus reads it. */
#ifndef WN_STREAM_METRICS_H
#define WN_STREAM_METRICS_H

#include "stream/stats.h"

/* Appends the counts in the text format of Prometheus, version 0.0.4. */
void wn_metrics_put(const wn_stats *stats, wn_buf *out);

#endif
