/* threads.c: POSIX threads. */
#include "stream/threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#define STACK_BYTES ((size_t)8 << 20) /* what a first thread mostly has; PCRE2 compiles patterns by recursion */

struct wn_monitor {
    pthread_mutex_t mutex;
    pthread_cond_t  changed;
};

struct wn_thread {
    pthread_t id;
    void (*work)(void *user);
    void *user;
};

/* ---- monitors ---- */

wn_status wn_monitor_new(wn_monitor **monitor)
{
    wn_monitor *made = malloc(sizeof *made);
    *monitor = NULL;
    if (!made)
        return WN_NO_MEMORY;
    if (pthread_mutex_init(&made->mutex, NULL) != 0) {
        free(made);
        return WN_NO_MEMORY;
    }
    if (pthread_cond_init(&made->changed, NULL) != 0) {
        pthread_mutex_destroy(&made->mutex);
        free(made);
        return WN_NO_MEMORY;
    }
    *monitor = made;
    return WN_OK;
}

void wn_monitor_free(wn_monitor *monitor)
{
    if (!monitor)
        return;
    pthread_cond_destroy(&monitor->changed);
    pthread_mutex_destroy(&monitor->mutex);
    free(monitor);
}

void wn_monitor_enter(wn_monitor *monitor)
{
    pthread_mutex_lock(&monitor->mutex);
}

void wn_monitor_leave(wn_monitor *monitor)
{
    pthread_mutex_unlock(&monitor->mutex);
}

void wn_monitor_wait(wn_monitor *monitor)
{
    pthread_cond_wait(&monitor->changed, &monitor->mutex);
}

void wn_monitor_wake(wn_monitor *monitor)
{
    pthread_cond_broadcast(&monitor->changed);
}

/* ---- threads ---- */

static void *run(void *user)
{
    wn_thread *thread = user;
    thread->work(thread->user);
    return NULL;
}

/* A thread begins with the signals held that its maker holds. */
static int create(wn_thread *thread, const pthread_attr_t *attributes)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(&thread->id, attributes, run, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

bool wn_thread_start(void (*work)(void *user), void *user, wn_thread **thread)
{
    pthread_attr_t attributes;
    wn_thread     *made = malloc(sizeof *made);
    *thread = NULL;
    if (!made || pthread_attr_init(&attributes) != 0) {
        free(made);
        return false;
    }
    *made = (wn_thread){.work = work, .user = user};
    int failure = pthread_attr_setstacksize(&attributes, STACK_BYTES);
    if (!failure)
        failure = create(made, &attributes);
    pthread_attr_destroy(&attributes);
    if (failure) {
        free(made);
        return false;
    }
    *thread = made;
    return true;
}

void wn_thread_join(wn_thread *thread)
{
    if (!thread)
        return;
    pthread_join(thread->id, NULL);
    free(thread);
}
