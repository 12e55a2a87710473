/* threads.h: threads, and a monitor for what several of them share. All of the system's threads are behind this
 * header.
 *
 * What is shared is read and changed between enter and leave only. wn_monitor_wait leaves, waits until somebody
 * wakes all who wait, and enters again; it may return for no reason, so that it is called in a loop. */
#ifndef WN_STREAM_THREADS_H
#define WN_STREAM_THREADS_H

#include "winnow.h"

typedef struct wn_monitor wn_monitor;

/* Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_monitor_new(wn_monitor **monitor);
void      wn_monitor_free(wn_monitor *monitor); /* when no thread is left in it; takes NULL */

void wn_monitor_enter(wn_monitor *monitor);
void wn_monitor_leave(wn_monitor *monitor);
void wn_monitor_wait(wn_monitor *monitor);
void wn_monitor_wake(wn_monitor *monitor);

typedef struct wn_thread wn_thread;

/* Starts a thread that does the work. It gets no signals: they all go to the threads of the caller. False when the
 * system gives no more threads or memory. */
bool wn_thread_start(void (*work)(void *user), void *user, wn_thread **thread);

/* Waits until the thread has done its work, and frees it; takes NULL. */
void wn_thread_join(wn_thread *thread);

#endif
