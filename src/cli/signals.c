/* signals.c: one handler for every signal that ends a program politely. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int ending_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGALRM, SIGXCPU, SIGUSR1, SIGUSR2};

#define ENDING_SIGNAL_COUNT (sizeof ending_signals / sizeof *ending_signals)

static volatile sig_atomic_t is_asked;
static volatile sig_atomic_t is_interrupted;
static const char *volatile watched; /* changed only while the signals are held */
static const char *volatile watched_too;

static sigset_t set_of_ending_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ENDING_SIGNAL_COUNT; i++)
        sigaddset(&set, ending_signals[i]);
    return set;
}

/* Runs with all ending signals held and its own handler already reset. */
static void remove_and_leave(int number)
{
    sigset_t only_this;
    if (watched)
        unlink(watched);
    if (watched_too)
        unlink(watched_too);
    raise(number);
    sigemptyset(&only_this);
    sigaddset(&only_this, number);
    sigprocmask(SIG_UNBLOCK, &only_this, NULL);
    _exit(128 + number); /* the first process of a container survives its own signals */
}

void wn_signals_catch(void)
{
    struct sigaction action = {.sa_handler = remove_and_leave, .sa_mask = set_of_ending_signals()};
    struct sigaction old, ignore = {.sa_handler = SIG_IGN};
    action.sa_flags = (int)SA_RESETHAND;
    for (size_t i = 0; i < ENDING_SIGNAL_COUNT; i++)
        if (sigaction(ending_signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(ending_signals[i], &action, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
}

void wn_signals_hold(void)
{
    sigset_t set = set_of_ending_signals();
    sigprocmask(SIG_BLOCK, &set, NULL);
}

void wn_signals_release(void)
{
    sigset_t set = set_of_ending_signals();
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void wn_signals_watch(const char *temporary)
{
    watched = temporary;
}

static void note_interrupt(int number)
{
    (void)number;
    is_interrupted = 1;
}

void wn_signals_wait_for_interrupt(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = note_interrupt};
    struct sigaction old;
    sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

bool wn_signals_was_interrupted(void)
{
    return is_interrupted;
}

static void note_question(int number)
{
    (void)number;
    is_asked = 1;
}

void wn_signals_listen(void)
{
    struct sigaction action = {.sa_handler = note_question};
    struct sigaction old;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
        sigaction(SIGUSR1, &action, NULL);
}

bool wn_signals_was_asked(void)
{
    bool answer = is_asked;
    if (answer)
        is_asked = 0;
    return answer;
}

void wn_signals_watch_too(const char *temporary)
{
    watched_too = temporary;
}
