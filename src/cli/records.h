/* records.h: what formats with records add to the filter command: a few options, files for the records that
 * leave the stream, and words for those that could not be filtered. */
#ifndef WN_CLI_RECORDS_H
#define WN_CLI_RECORDS_H

#include "cli/options.h"
#include "stream/output.h"

typedef struct wn_records {
    wn_output rejects; /* without `bytes`: there is none */
    wn_output flagged;
    uint64_t  filtered;
    uint64_t  malformed;
    uint64_t  missing; /* records without any of the fields */
} wn_records;

/* Whether the options speak of a format with several records in one input. */
bool wn_records_are_used(const wn_options *options);

/* Whether each of them is a line. */
bool wn_records_are_lines(const wn_options *options);

/* Whether the options go together. Returns WN_OK, WN_BAD_ARGUMENT or WN_NO_MEMORY. */
wn_status wn_records_check(const wn_options *options, wn_error **error);

/* Whether all records that the policy may reject have a way to go. Returns likewise. */
wn_status wn_records_check_policy(const wn_options *options, const wn_policy *policy, wn_error **error);

/* Opens the files of --rejects and --flagged, if they are given. Returns WN_OK, WN_IO_ERROR or WN_NO_MEMORY. */
wn_status wn_records_open(wn_records *records, const wn_options *options, wn_error **error);
void      wn_records_close(wn_records *records);

/* Appends a whole line to one of the files, at once, so that it is there before the output goes on. Returns
 * false when that failed: wn_records_explain says why. */
bool wn_records_divert(wn_records *records, wn_route route, wn_bytes record);

/* Adds the first failure of the files as an error. Returns WN_OK when there was none. */
wn_status wn_records_explain(const wn_records *records, wn_error **error);

/* Whether the descriptor is one of the files. */
bool wn_records_write_to(const wn_records *records, int descriptor);

/* Counts a record that could not be filtered, and tells of the first few. */
void wn_records_note(wn_records *records, const wn_options *options, const wn_messages *messages, const char *place,
                     const wn_mishap *mishap);

/* Says what is left to say. Returns whether something needs a look. */
bool wn_records_tell(const wn_records *records, const wn_options *options, const wn_messages *messages);

#endif
