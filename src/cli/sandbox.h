/* sandbox.h: giving up the right to do harm.
 *
 * Once everything that a run needs is open, the kernel is told (Linux: seccomp) to refuse it, for good, whatever else
 * the text or a policy may make the program do: it can read, write and close what is open, ask for memory and time,
 * and end. It cannot open or connect anything, start a program or a process, trace or signal another. A call that is
 * refused fails with EPERM; nothing is killed for it. */
#ifndef WN_CLI_SANDBOX_H
#define WN_CLI_SANDBOX_H

#include "winnow.h"

typedef struct wn_sandbox {
    bool is_strict;    /* no executable memory either, so no JIT */
    bool has_threads;  /* the process may start threads of its own */
    bool has_new_file; /* it may rename and remove files: an output takes its place at the end */
} wn_sandbox;

/* Enters it, with all threads; there is no way back. Returns WN_OK, or WN_BAD_ARGUMENT when this system has none, or
 * WN_NO_MEMORY: then nothing has changed. */
wn_status wn_sandbox_enter(const wn_sandbox *sandbox, wn_error **error);

#endif
