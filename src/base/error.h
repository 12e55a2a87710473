/* error.h: building the list of errors that the public wn_error shows. */
#ifndef WN_BASE_ERROR_H
#define WN_BASE_ERROR_H

#include "winnow.h"

/* Where something stands in a source text. */
typedef struct wn_place {
    const char *file;       /* NULL: in no file */
    wn_bytes    text;       /* the whole source, from which the error copies its line; empty: no line is shown */
    size_t      offset;     /* in `text` */
    uint32_t    line;       /* from 1; 0: unknown, and then the column is not shown either */
    bool        is_private; /* the text may be anybody's: tell line and column, but show nothing of it */
} wn_place;

#define WN_ERROR_MAX 20 /* more errors at once are noise; the last says how many were left out */

/* Adds an error to *list, which may be NULL and is made then. `list` itself may be NULL: nothing is
 * kept. `place` may be NULL. Control characters in the message are shown as \xHH. Returns `status`,
 * so that a caller can return what it adds; when there is no memory for the list, WN_NO_MEMORY. */
wn_status wn_error_add(wn_error **list, wn_status status, const wn_place *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
