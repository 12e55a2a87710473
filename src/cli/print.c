/* print.c: writes a text to standard output, each write checked. */
#include "cli/print.h"

#include "cli/commands.h"
#include "stream/output.h"

#include <unistd.h>

static bool print(const wn_buf *text, const wn_messages *messages, bool closes)
{
    wn_output output;
    wn_error *error = NULL;
    wn_status status = text->failed ? WN_NO_MEMORY : wn_output_new(STDOUT_FILENO, "standard output", &output);
    if (status == WN_OK) {
        wn_output_write(&output, wn_buf_bytes(text));
        wn_output_flush(&output);
        if (closes)
            wn_output_close(&output);
        status = wn_output_is_abandoned(&output) ? WN_STOPPED : wn_output_explain(&output, &error);
        wn_output_free(&output);
    }
    if (status != WN_OK && status != WN_STOPPED)
        wn_messages_errors(messages, error);
    wn_error_free(error);
    return status == WN_OK;
}

bool wn_print_part(wn_buf *text, const wn_messages *messages)
{
    bool is_printed = print(text, messages, false);
    wn_buf_clear(text);
    return is_printed;
}

int wn_print(wn_buf *text, const wn_messages *messages)
{
    bool is_printed = print(text, messages, true);
    wn_buf_free(text);
    return is_printed ? WN_EXIT_DONE : WN_EXIT_FAILED;
}
