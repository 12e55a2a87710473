/* signals.h: leaving no temporary file behind when a signal ends the program.
 *
 * A signal that would end winnow removes the watched file first and then ends it all the same, so
 * that the caller sees which signal it was. Creating and watching a file must not be torn apart:
 *
 *     wn_signals_hold();
 *     create the file, or rename it
 *     wn_signals_watch(its name, or NULL);
 *     wn_signals_release(); */
#ifndef WN_CLI_SIGNALS_H
#define WN_CLI_SIGNALS_H

#include <stdbool.h>

/* Installs the handlers; a signal that was ignored when the program began stays ignored. A file over
 * the size limit becomes an error of write (EFBIG) instead of a signal. */
void wn_signals_catch(void);

void wn_signals_hold(void);
void wn_signals_release(void);

/* The file to remove; the name must live until the next call. NULL: none. */
void wn_signals_watch(const char *temporary);

/* From now on SIGUSR1 asks instead of ending the program, unless it is ignored. */
void wn_signals_listen(void);

/* From now on an interrupt (SIGINT, SIGTERM, SIGHUP) is only noted, so that the program can say what it has; a second
 * one ends it. One that was ignored stays ignored. */
void wn_signals_wait_for_interrupt(void);

bool wn_signals_was_interrupted(void);

/* Whether SIGUSR1 has come since the last call. */
bool wn_signals_was_asked(void);

/* One more file to remove, likewise. */
void wn_signals_watch_too(const char *temporary);

#endif
