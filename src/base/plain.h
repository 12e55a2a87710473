/* plain.h: text that may hold anything, made fit for a terminal. */
#ifndef WN_BASE_PLAIN_H
#define WN_BASE_PLAIN_H

#include "base/buf.h"

/* Appends the text; control characters and bytes that are not UTF-8 become \xHH. False when there is no memory. */
bool wn_plain_put(wn_buf *out, wn_bytes text);

#endif
