/* attack.h: attacks the rules of a policy with texts bred for them, and says what gave way.
 *
 * Each rule meets ordinary articles, documents bred from its own conditions and examples, and the texts of a corpus; an
 * oracle for each kind of finding looks at what it does. Everything follows from the seed, rule by rule: a rule alone
 * is attacked as it would be among others. */
#ifndef WN_AUTHOR_FUZZ_ATTACK_H
#define WN_AUTHOR_FUZZ_ATTACK_H

#include "author/finding.h"
#include "policy/policy.h"

/* What can be wrong with a rule: name, word, what it means. */
#define WN_ATTACKS(X)                                                                                                  \
    X(EATS, "eats", "it takes an ordinary line of an article")                                                         \
    X(MISSES, "misses", "a line it takes survives a change that means nothing")                                        \
    X(SLOW, "slow", "its steps grow faster than the line")                                                             \
    X(UNSTABLE, "unstable", "a second pass takes more")                                                                \
    X(SHADOWED, "shadowed", "other rules take all that it takes")                                                      \
    X(DEAD, "dead", "it takes nothing, whatever is bred from it")                                                      \
    X(EVADED, "evaded", "an odd character saves a line where any other would not")                                     \
    X(GUARD, "guard", "it takes so much that the guard stops the policy")                                              \
    X(UNTESTED, "untested", "no example notices when a part of it is dropped")

typedef enum wn_attack_kind {
#define X(name, word, help) WN_ATTACK_##name,
    WN_ATTACKS(X)
#undef X
    WN_ATTACK_KINDS
} wn_attack_kind;

extern const char *const wn_attack_words[]; /* ends in NULL */
extern const char *const wn_attack_helps[WN_ATTACK_KINDS];

#define WN_ATTACK_RUNS 300 /* documents bred for each rule, unless told otherwise */
#define WN_ATTACK_RUNS_MAX 1000000

typedef struct wn_attack_options {
    uint64_t           seed;
    size_t             runs;  /* documents bred for each rule; 0: WN_ATTACK_RUNS */
    unsigned           kinds; /* bits 1 << wn_attack_kind; 0: all */
    const char *const *only;  /* ids, or prefixes ending in a dot; none: all */
    size_t             only_count;
    void              *user;
    bool (*goes_on)(void *user);                         /* asked again and again; false ends the attack */
    void (*step)(void *user, size_t done, size_t total); /* after each rule; may be NULL */
} wn_attack_options;

typedef struct wn_attack wn_attack;

/* The options are copied, what they point to is not. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_attack_new(const wn_attack_options *options, wn_attack **attack);
void      wn_attack_free(wn_attack *attack);

/* Adds a text of the corpus: an article as it should come out. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_attack_add_text(wn_attack *attack, wn_bytes text);

/* Attacks the rules in the policy's own file. Returns WN_OK, WN_NO_MEMORY, or WN_STOPPED when told to end. */
wn_status wn_attack_policy(wn_attack *attack, const wn_policy *policy);

/* From now on other documents are bred. What was found of a rule is not looked for again. */
void wn_attack_reseed(wn_attack *attack, uint64_t seed);

/* How many rules were attacked, each time counted. */
size_t wn_attack_rule_count(const wn_attack *attack);

/* What was found, in the order of the policies and their lines. */
const wn_findings *wn_attack_findings(const wn_attack *attack);

/* Appends the findings, for people or as lines of JSON. */
void wn_attack_report(const wn_findings *findings, wn_buf *out, bool as_json);

/* Appends a file of test cases: the tests of all findings over the policy named `extends`; those that only the rule
 * itself can have as comments. */
void wn_attack_put_cases(const wn_findings *findings, const char *extends, wn_buf *out);

#endif
