/* log.h: what a filter tells, kept, to be told later and elsewhere.
 *
 * One thread lets a filter work with the sink of a log; another, when it is this one's turn, has the log told to the
 * sink that is meant: the same calls in the same order, with the same bytes. */
#ifndef WN_STREAM_LOG_H
#define WN_STREAM_LOG_H

#include "base/buf.h"

typedef struct wn_log {
    wn_buf   bytes;   /* the calls, one after the other */
    wn_bytes lasting; /* bytes that live until the log is told: what lies in them is not copied */
    size_t   calls_max;
    /* asked when the calls come to more than calls_max bytes: empties the log, or returns false, which stops the
     * filter */
    bool (*empty)(void *user);
    void *user;
} wn_log;

/* A sink whose calls come into the log: those that `wanted` has, and no others. It returns false when there is no
 * memory. */
wn_sink wn_log_sink(wn_log *log, const wn_sink *wanted);

/* Makes the calls. False when one of them has returned false, and then no more are made. */
bool wn_log_tell(const wn_log *log, const wn_sink *sink);

void wn_log_clear(wn_log *log); /* keeps the memory, unless it is unusually much */
void wn_log_free(wn_log *log);

#endif
