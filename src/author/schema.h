/* schema.h: the JSON schema of policies, for editors, made from the same tables as the loader's checks. */
#ifndef WN_AUTHOR_SCHEMA_H
#define WN_AUTHOR_SCHEMA_H

#include "base/buf.h"

/* Appends the schema (draft 7, which yaml-language-server reads). What only the whole policy can tell, such as whether
 * ids are unique, is left to lint. */
void wn_schema_put(wn_buf *out);

#endif
