/* restore.h: what a filter took, put back where it was.
 *
 * Reads an audit (see audit.h) and the output it explains side by side, and writes the input, bit for bit. Every
 * line of the audit is checked before anything is done by it: its place in the row, its sum over all lines before,
 * and whether the output has what it says stands there. At the end both lengths and sums must agree. What does
 * not is an error at that line; nothing is guessed. Memory does not grow with either file. */
#ifndef WN_STREAM_RESTORE_H
#define WN_STREAM_RESTORE_H

#include "stream/input.h"
#include "stream/output.h"

/* Writes what was filtered into `kept`. Of an audit with several runs each restores its part of `kept`, in order. But
 * when both are regular files, gzip or not, and `kept` is not the output of all runs together, the last run that
 * explains the whole of it is the one: so an audit may hold runs whose outputs lie elsewhere, or were written over. Of
 * these one may have been cut off: *torn is the line where it begins, or 0. Returns WN_OK, WN_BAD_INPUT (the audit, or
 * `kept`, is not what it should be), WN_IO_ERROR or WN_NO_MEMORY. What was written before a failure is not the input;
 * whether `output` itself failed, wn_output_explain says. */
wn_status wn_restore(wn_input *kept, wn_input *audit, wn_output *output, uint64_t *torn, wn_error **error);

/* Who reads along; a callback returns false to stop. */
typedef struct wn_audit_sink {
    void *user;
    bool (*line)(void *user, wn_bytes json);  /* a line of the audit, found right: an object of JSON */
    bool (*stay)(void *user, wn_bytes bytes); /* what stayed, before the line that comes next */
} wn_audit_sink;

/* Read an audit alone, or with the output that it explains, chosen and checked as wn_restore does. Return WN_OK,
 * WN_BAD_INPUT, WN_IO_ERROR, WN_NO_MEMORY or WN_STOPPED. */
wn_status wn_audit_read(wn_input *audit, const wn_audit_sink *sink, wn_error **error);
wn_status wn_audit_read_with(wn_input *kept, wn_input *audit, const wn_audit_sink *sink, wn_error **error);

#endif
