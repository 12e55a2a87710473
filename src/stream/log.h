/* log.h: what a filter tells, kept, to be told later and elsewhere.
 *
 * One thread lets a filter work with the sink of a log; another, when it is this one's turn, has the log told to the
 * sink that is meant: the same calls in the same order, with the same bytes. */
#ifndef WN_STREAM_LOG_H
#define WN_STREAM_LOG_H

#include "base/buf.h"

typedef struct wn_log {
    wn_buf   bytes;     /* the calls, one after the other */
    wn_bytes lasting;   /* bytes that live until the log is told: what lies in them is not copied */
    uint64_t documents; /* are added to their numbers when they are told */
    size_t   calls_max;
    /* asked when the calls come to more than calls_max bytes: empties the log, or returns false, which stops the
     * filter */
    bool (*empty)(void *user);
    void *user;
} wn_log;

/* A sink whose calls come into the log: those that `wanted` has, and no others. It returns false when there is no
 * memory. */
wn_sink wn_log_sink(wn_log *log, const wn_sink *wanted);

/* Keeps what is no call of a filter: a kind of the caller's own, and bytes. False when there is no memory. */
bool wn_log_note(wn_log *log, int kind, wn_bytes bytes);

/* Who is told. */
typedef struct wn_log_listener {
    wn_sink sink;
    bool (*heed)(void *user, int kind, wn_bytes bytes); /* what wn_log_note has kept; NULL: that is never called */
    void *user;
} wn_log_listener;

/* Makes the calls. False when one of them has returned false, and then no more are made. */
bool wn_log_tell(const wn_log *log, const wn_log_listener *listener);

void wn_log_clear(wn_log *log); /* keeps the memory, unless it is unusually much */
void wn_log_free(wn_log *log);

#endif
