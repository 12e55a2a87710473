/* account.h: what the filter command tells of its work while it works and when it is done: counts, metrics, a diff,
 * progress, and whether something happened that --fail-on speaks of. Used by filter.c. */
#ifndef WN_CLI_ACCOUNT_H
#define WN_CLI_ACCOUNT_H

#include "cli/differ.h"
#include "cli/options.h"
#include "stream/atomic.h"
#include "stream/attributes.h"
#include "stream/stats.h"

typedef struct wn_account {
    const wn_options   *options;
    const wn_messages  *messages;
    wn_stats            stats;
    wn_differ           differ;
    wn_attributes_maker attributes;
    wn_atomic           attributes_file; /* without `output.bytes`: none */
    wn_buf              attributes_field;
    bool                shows_progress;
    bool                has_failed;  /* metrics could not be written */
    bool                has_fail_on; /* what --fail-on speaks of has happened */
    double              begin;       /* seconds */
    double              next_metrics;
    double              next_progress;
    uint64_t            bytes_read;
    uint64_t            bytes_total; /* of all inputs; 0: unknown */
} wn_account;

/* Opens what the options ask for. Returns WN_OK, WN_NO_MEMORY or WN_IO_ERROR; wn_account_close is due either way. */
wn_status wn_account_open(wn_account *account, const wn_options *options, const wn_messages *messages,
                          const wn_policy *policy, wn_error **error);
void      wn_account_close(wn_account *account);

/* Whether decisions are wanted, too: they cost more than changes. */
bool wn_account_wants_decisions(const wn_account *account);

/* What the filter tells; false when it shall stop. */
bool wn_account_note(wn_account *account, const wn_change *change);
bool wn_account_decide(wn_account *account, const wn_decision *decision);
bool wn_account_finish(wn_account *account, const wn_result *result);

/* Bytes were read. */
void wn_account_read(wn_account *account, size_t size);

/* Does what is due: metrics, progress, what SIGUSR1 asks. */
void wn_account_do(wn_account *account);

/* Whether a file of its own failed, which stops the filter, and the message for it. Returns WN_OK, WN_IO_ERROR or
 * WN_NO_MEMORY. Of the diff wn_account_conclude tells. */
wn_status wn_account_explain(const wn_account *account, wn_error **error);

/* Shows what is left to show, and puts the files in their places if the output `is_whole`. Returns the exit status that
 * follows from it. */
int wn_account_conclude(wn_account *account, uint64_t malformed, bool is_whole);

#endif
