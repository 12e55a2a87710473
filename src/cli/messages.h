/* messages.h: what the command says to people, on standard error.
 *
 * A message is one line, "winnow: PLACE: what, in what; what to do". For an error in a policy the
 * source line and a caret follow. Each message is one write, so that messages of several processes
 * do not mix; control characters are shown as \xHH; colours appear only on a terminal, and not when
 * NO_COLOR is set. */
#ifndef WN_CLI_MESSAGES_H
#define WN_CLI_MESSAGES_H

#include "base/buf.h"

typedef struct wn_messages {
    bool is_quiet;   /* only errors */
    bool is_verbose; /* a line for each document, too */
    bool has_colour;
    bool has_progress; /* a line of progress may stand where a message begins */
} wn_messages;

/* When there are colours. */
typedef enum wn_colour {
    WN_COLOUR_AUTO, /* on a terminal that has them, unless NO_COLOR says no */
    WN_COLOUR_ALWAYS,
    WN_COLOUR_NEVER
} wn_colour;

/* Whether what is written to the descriptor may have colours. */
bool wn_messages_can_colour(int descriptor, wn_colour when);

/* An error: shown always. `place` may be NULL. */
void wn_messages_fail(const wn_messages *messages, const char *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Something worth knowing: not shown with -q. */
void wn_messages_note(const wn_messages *messages, const char *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A text that is more than a message, such as a table; as it is. */
void wn_messages_text(const wn_buf *text);

/* All errors of a list, which may be NULL when there was no memory for one. */
void wn_messages_errors(const wn_messages *messages, const wn_error *error);

#endif
