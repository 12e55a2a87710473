/* print.h: what a command has to say, on standard output. */
#ifndef WN_CLI_PRINT_H
#define WN_CLI_PRINT_H

#include "base/buf.h"
#include "cli/messages.h"

/* Writes the text to standard output and empties it. False, with a message shown, when it could not be made or
 * written; when the reader went away no message is shown. */
bool wn_print_part(wn_buf *text, const wn_messages *messages);

/* The same for all a command has to say: frees the text, closes standard output, and returns the exit status. */
int wn_print(wn_buf *text, const wn_messages *messages);

#endif
