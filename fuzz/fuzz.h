/* fuzz.h: what the fuzz targets share.
 *
 * A target is a file fuzz_NAME.c with LLVMFuzzerTestOneInput, which libFuzzer and AFL++ call; replay.c calls it for
 * files, so that `make check` holds every seed and every past finding against it. A target demands what the design
 * promises; a crash is only the least of what it finds.
 *
 * Most inputs are a policy, a line "%%", and a document; their last eight bytes are the choices (options, cuts). */
#ifndef WN_FUZZ_H
#define WN_FUZZ_H

#include "author/fuzz/breed.h"

#include <winnow.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what was promised, and aborts, unless `holds`. */
void fuzz_demand(bool holds, const char *promise);

typedef struct fuzz_input {
    wn_bytes   policy;
    wn_bytes   document;
    wn_breeder choices;
} fuzz_input;

/* The parts of an input; without "%%" all of it is the document. They are slices of `data`. */
fuzz_input fuzz_input_read(const uint8_t *data, size_t size);

/* Loads a policy; NULL when it has errors. It belongs to the next call, which may return it again. */
const wn_policy *fuzz_policy(wn_bytes yaml);

/* What a filter said about a document. */
typedef struct fuzz_outcome {
    wn_buf    output;
    wn_buf    told;     /* decisions other than keep, records, mishaps, as text */
    wn_buf    expected; /* the output as the decisions tell it */
    wn_buf    changed;  /* the output as the changes tell it; valid once fuzz_outcome_close has been called */
    wn_bytes  input;
    uint64_t  next_offset; /* of the decisions */
    uint64_t  change_at;   /* of the changes, in the input */
    bool      has_gap;
    bool      is_records;
    wn_limits limits;
    wn_status status;
} fuzz_outcome;

/* Filters the document in feeds of `step` bytes; 0: of sizes that are chosen. */
fuzz_outcome fuzz_filter(const wn_policy *policy, const wn_filter_options *options, wn_bytes document, size_t step,
                         wn_breeder choices);
void         fuzz_outcome_free(fuzz_outcome *outcome);

/* What holds of every outcome: all bytes are accounted for, and the output is what decisions and changes say. */
void fuzz_demand_whole(const fuzz_outcome *outcome);

/* Demands the same output and the same account of it. */
void fuzz_demand_same(const fuzz_outcome *one, const fuzz_outcome *other, const char *promise);

bool fuzz_has_limits(const fuzz_outcome *outcome);

/* Options of the text filter by choice. */
wn_filter_options fuzz_options(wn_breeder *choices);

#endif
