/* profile.h: what rules cost, the dearest first. */
#ifndef WN_STREAM_PROFILE_H
#define WN_STREAM_PROFILE_H

#include "stream/stats.h"

#define WN_PROFILE_ROWS 20 /* of the table, unless all are wanted */

/* Append a table for people, or the member `,"profile":[...]` of an object. */
void wn_profile_put_table(const wn_stats *stats, bool lists_all, wn_buf *out);
void wn_profile_put_json(const wn_stats *stats, wn_buf *out);

#endif
