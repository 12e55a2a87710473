/* team.h: a filter whose work several threads share.
 *
 * It has the calls of the filter of winnow.h, and makes the same callbacks in the same order, all of them in the
 * thread that feeds it. A stream of records is cut into batches of whole records; each thread has a filter of its
 * own, and what they tell of their batches is kept and told in the order of the input. Where a stream cannot be cut,
 * or with one thread, there is a single filter and no thread is made.
 *
 * As much is under way as the batches hold: a few for each thread, of 256 KiB, or of one record if that is longer.
 * A record too long for a batch is filtered in the caller's thread, when all before it has been told. */
#ifndef WN_STREAM_TEAM_H
#define WN_STREAM_TEAM_H

#include "winnow.h"

#define WN_TEAM_MAX 256 /* threads */

typedef struct wn_team wn_team;

/* As wn_filter_new, with as many of `threads` as the system gives. Returns as wn_filter_new, or WN_IO_ERROR when there
 * is no descriptor to be had. */
wn_status wn_team_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, size_t threads,
                      wn_team **team, wn_error **error);

/* Whether the threads of a team can share a stream of this format. */
bool wn_team_can_share(wn_format format);

/* How many threads filter; 1: only the caller's. */
size_t wn_team_threads(const wn_team *team);

/* As wn_filter_feed and wn_filter_end. A failure may be one of bytes fed before. */
wn_status wn_team_feed(wn_team *team, wn_bytes bytes);
wn_status wn_team_end(wn_team *team);

/* The caller is about to wait for more to feed: what is done is told, and what is at hand goes to a thread that has
 * nothing to do. Returns as wn_team_feed. */
wn_status wn_team_rest(wn_team *team);

/* A descriptor that can be read from when wn_team_rest has something to tell; -1: it never has. */
int wn_team_descriptor(const wn_team *team);

/* Sets other sizes, before the first feed: a batch is given away when it has `batch_bytes`, and a record of more than
 * `batch_bytes_max` is too long for one; what comes of a batch is told when it has `log_bytes`. For tests. */
void wn_team_limit(wn_team *team, size_t batch_bytes, size_t batch_bytes_max, size_t log_bytes);

void wn_team_free(wn_team *team);

#endif
