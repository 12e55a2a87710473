/* prey.h: a rule under attack, and what the oracles share. Private to fuzz/attack*.c. */
#ifndef WN_AUTHOR_FUZZ_PREY_H
#define WN_AUTHOR_FUZZ_PREY_H

#include "author/fuzz/attack.h"
#include "author/bench.h"
#include "author/fuzz/breed_rule.h"

/* A text of lines, each ending in a line feed, and a mask as in wn_bred; without one for texts that were not bred. */
typedef struct wn_pup {
    wn_bytes text, mask;
    size_t   aim, aim_count; /* lines bred for the rule; of an example all */
    size_t   prose;          /* paragraphs around */
    bool     is_example;
} wn_pup;

#define WN_LITTER_MAX 48 /* documents that a rule acts on, kept for the oracles */

typedef struct wn_prey {
    const wn_policy         *policy;
    wn_bench                *bench;
    wn_rule_breeder         *breeder;
    wn_breeder               chance;
    uint32_t                 index;
    const wn_rule_source    *source;
    const wn_definition     *d;
    const wn_attack_options *options;
    const wn_bytes          *articles; /* ordinary ones, the bank's first */
    size_t                   article_count;
    const wn_bytes          *corpus;
    size_t                   corpus_count;
    wn_pup                   litter[WN_LITTER_MAX];
    size_t                   litter_count;
    size_t                   tried, acted; /* documents bred, and those it acted on */
    bool                     example_acted;
    wn_arena                 arena; /* of the litter and the like; for this rule */
    wn_findings             *findings;
    wn_attack_kind           kind; /* of the oracle at work */
} wn_prey;

/* An oracle returns WN_OK, WN_NO_MEMORY, or WN_STOPPED. */
typedef wn_status (*wn_oracle)(wn_prey *prey);

wn_status wn_attack_eats(wn_prey *prey);
wn_status wn_attack_misses(wn_prey *prey);
wn_status wn_attack_slow(wn_prey *prey);
wn_status wn_attack_unstable(wn_prey *prey);
wn_status wn_attack_shadowed(wn_prey *prey);
wn_status wn_attack_dead(wn_prey *prey);
wn_status wn_attack_evaded(wn_prey *prey);
wn_status wn_attack_guard(wn_prey *prey);
wn_status wn_attack_untested(wn_prey *prey);

/* ---- what the rule does ---- */

/* Whether its work shows in lines that go or change, or in documents that are rejected. */
bool wn_prey_removes(const wn_prey *prey);

/* What the rule alone does to a text, keep rules keeping. Returns WN_OK, WN_NO_MEMORY, or WN_STOPPED. */
wn_status wn_prey_try(wn_prey *prey, wn_bytes text, wn_trial *trial);

/* Whether it did something to one of the lines. */
bool wn_prey_took(const wn_prey *prey, const wn_trial *trial, size_t first, size_t count);

/* ---- lines of texts ---- */

size_t   wn_text_line_count(wn_bytes text);
wn_bytes wn_text_line(wn_bytes text, size_t line); /* without its line feed */

/* Whether two texts differ in nothing but the case of ASCII letters. */
bool wn_text_alike(wn_bytes a, wn_bytes b);

/* Appends the text with one line replaced by `with`. */
void wn_text_replace(wn_bytes text, size_t line, wn_bytes with, wn_buf *out);

/* A copy in the arena; NULL data when there is no memory. */
wn_bytes wn_prey_keep(wn_prey *prey, wn_bytes text);

/* What a test has judged: its lines, but for those that say what others become. NULL data when there is no memory. */
wn_bytes wn_prey_test_text(wn_prey *prey, const wn_case *test);

/* Whether a line of the text is prose, or at least a sentence, as conditions mean it. */
wn_status wn_text_has_feature(wn_bytes text, wn_feature feature, bool *has);

/* ---- minimising ---- */

/* A text that shows what is wrong, and bytes of it that must stay; begin and end are the same when there are none. */
typedef struct wn_witness {
    wn_bytes text;
    size_t   begin, end;
} wn_witness;

/* Tells whether a text still shows what is wrong. Returns as wn_prey_try does. */
typedef wn_status (*wn_shows)(wn_prey *prey, void *user, const wn_witness *w, bool *shows);

/* Which parts of a text may go. */
typedef enum wn_grain {
    WN_GRAIN_LINES,
    WN_GRAIN_WORDS, /* words of lines as well */
    WN_GRAIN_CHARS  /* and characters */
} wn_grain;

/* Drops what can be dropped, part by part. Its text is in the arena, before and after. Returns WN_OK, WN_NO_MEMORY, or
 * WN_STOPPED. */
wn_status wn_minimise(wn_prey *prey, wn_grain grain, wn_shows shows, void *user, wn_witness *w);

/* ---- findings ---- */

/* What a test of the finding expects: a line goes if `goes` says so of it. */
typedef struct wn_expectation {
    wn_bytes    text;
    const bool *goes;      /* per line; NULL: all stay */
    bool        takes_any; /* lines are not asked: the text is there to be judged without meeting a limit */
} wn_expectation;

/* What should go of a text: what the rule takes of it now, such as a heading, but for sentences and the line `spared`;
 * SIZE_MAX: none. In the arena. Returns WN_OK, WN_NO_MEMORY, or WN_STOPPED. */
wn_status wn_prey_spare(wn_prey *prey, wn_bytes text, size_t spared, bool **goes);

/* Adds a finding of the oracle at work. `place` NULL: the rule's own. The witness is the expectation's text. Returns
 * WN_OK or WN_NO_MEMORY. */
wn_status wn_prey_report(wn_prey *prey, const wn_place *place, const wn_expectation *expected, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* How much of a line a message shows, whole characters only. */
int wn_shown_size(wn_bytes line);

#endif
