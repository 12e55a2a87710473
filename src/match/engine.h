/* engine.h: compiling by PCRE2, for the files of this folder that do. */
#ifndef WN_MATCH_ENGINE_H
#define WN_MATCH_ENGINE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "match/codes.h"

#include <pcre2.h>

/* With the limits that hold for all patterns; NULL when there is no memory. */
pcre2_compile_context *wn_engine_context(void);

/* Compiles the plain form of a pattern, or one with more options. NULL: see *error and *offset. */
pcre2_code *wn_engine_compile(pcre2_compile_context *context, wn_bytes pattern, bool is_exact, uint32_t more_options,
                              int *error, size_t *offset);

/* Whether the codes were made by the PCRE2 that is loaded. */
bool wn_codes_fit(const wn_codes *codes, pcre2_compile_context *context);

/* The plain form of pattern `index`; NULL when there is no memory. Only of codes that fit. */
pcre2_code *wn_codes_read(const wn_codes *codes, uint32_t index);

#endif
