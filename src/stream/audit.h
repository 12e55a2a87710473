/* audit.h: an account of everything that was changed, from which restore.h brings it back.
 *
 * An audit is JSON Lines. Its first line says who filtered, and how; then every change has a line; the last line
 * has the lengths and CRC-32s of what came in and what went out:
 *
 *     {"seq":0,"winnow-audit":1,"version":"0.1.0","policy":"news",...,"crc":"5f1d4c2a"}
 *     {"seq":1,"record":1,"offset":24,"length":14,"line":2,"action":"strip","rule":"ad.label","rules":["ad.label"],
 *      "category":"ad","level":1,"removed":"ADVERTISEMENT\n","crc":"0c9e7731"}
 *     {"seq":2,"end":true,"input-length":60,"input-crc32":"...","output-length":46,"output-crc32":"...","crc":"..."}
 *
 * Where a format does not number its records they are the documents of the command: files, mostly. The first change of
 * such a document has `begin`, the offset where it begins; after one that has changes the next line that is not of it
 * has `ended`, the offset where it ended.
 *
 * `offset` counts the bytes of all inputs, decoded, one after the other. Bytes that are not UTF-8 stand in
 * "removed64" or "put64", in base64. A long change takes several lines. `seq` counts the lines of a run, and `crc`
 * is the CRC-32 of all lines of the run up to this one, each up to its own ",\"crc\"": so a line that is missing,
 * moved or edited shows at once. A file may hold several runs.
 *
 * The lines are gathered; whoever writes the output lets it follow `output` (wn_output.leader), so that no byte
 * of it leaves before the lines that explain it. */
#ifndef WN_STREAM_AUDIT_H
#define WN_STREAM_AUDIT_H

#include "base/buf.h"
#include "stream/output.h"

#define WN_AUDIT_VERSION 1
#define WN_AUDIT_LINE_MAX ((size_t)8 << 20) /* bytes; a rule may have 20,000 claimants beside it */
#define WN_AUDIT_CRC_BYTES 18               /* of ,"crc":"xxxxxxxx"} that closes a line */

typedef struct wn_audit {
    wn_output        output; /* without `bytes`: there is no audit, and every call does nothing */
    const wn_policy *policy;
    wn_buf           line;
    uint64_t         seq;
    uint32_t         crc; /* of the run's lines so far */
    uint64_t         input_length, output_length;
    uint32_t         input_crc, output_crc;
    uint64_t         base;        /* the input's length when the filter began to count */
    uint64_t         records;     /* documents begun, where the format does not number them */
    bool             has_changes; /* the document at hand has */
    bool             has_ended;   /* one that has changes ended, and no line has said so */
    uint64_t         ended;       /* where */
    bool             is_open;     /* between the first line and the last */
} wn_audit;

/* Opens the file, pipe or device that lines are appended to; `path` must live as long as the audit.
 * Returns WN_OK, WN_IO_ERROR or WN_NO_MEMORY; wn_audit_close is due only after WN_OK. */
wn_status wn_audit_open(const char *path, wn_audit *audit, wn_error **error);
void      wn_audit_close(wn_audit *audit);

/* Writes the first line of a run. The policy must live until its end. The calls below, up to the last line, return
 * false when a line could not be made or written: wn_audit_explain says why. */
bool wn_audit_begin(wn_audit *audit, const wn_policy *policy, const wn_filter_options *options);

/* The filter counts from here: it was made, or has ended a document or a stream of records. */
void wn_audit_mark(wn_audit *audit);

/* The document at hand has ended. */
void wn_audit_leave(wn_audit *audit);

/* More input, before the filter gets it or it passes by the filter. */
void wn_audit_take(wn_audit *audit, wn_bytes input);

/* A change that the filter has told of. */
bool wn_audit_note(wn_audit *audit, const wn_change *change);

/* Bytes that were put between two inputs, before wn_audit_take gets the second. */
bool wn_audit_join(wn_audit *audit, wn_bytes put);

/* More output. */
void wn_audit_give(wn_audit *audit, wn_bytes output);

/* Writes the last line of the run. */
bool wn_audit_end(wn_audit *audit);

/* Adds the first failure as an error. Returns WN_OK when there was none, else WN_IO_ERROR or WN_NO_MEMORY. */
wn_status wn_audit_explain(const wn_audit *audit, wn_error **error);

#endif
