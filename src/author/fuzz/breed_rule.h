/* breed_rule.h: documents that a rule may act on, bred from the rule's own conditions.
 *
 * The condition is read as a wish: a text that it names, a length, features, neighbours, a place in the document. A
 * document is put together as wished, with ordinary lines around. Whether the rule acts on it must be seen: what a rule
 * must not find is hardly looked at here, and some wishes cannot be granted. */
#ifndef WN_AUTHOR_FUZZ_BREED_RULE_H
#define WN_AUTHOR_FUZZ_BREED_RULE_H

#include "author/fuzz/breed.h"
#include "policy/definitions.h"
#include "policy/policy.h"

/* A document. The mask has a byte for each of the text: '.' where the rule lets the character open, '#' or '%' where it
 * names it (see wn_regex_sample), ' ' in lines that have nothing to do with the rule, and for line feeds. */
typedef struct wn_bred {
    wn_buf text, mask;
    size_t aim;                       /* the first line that is bred for the rule, from 0, blanks counted */
    size_t aim_count;                 /* so many lines */
    size_t prose_before, prose_after; /* prose lines around */
} wn_bred;

void wn_bred_free(wn_bred *bred);

typedef struct wn_rule_breeder wn_rule_breeder;

/* The policy must outlive it. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_rule_breeder_new(const wn_policy *policy, wn_rule_breeder **breeder);
void      wn_rule_breeder_free(wn_rule_breeder *breeder);

/* Breeds a document for a rule; what `bred` held is forgotten. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_rule_breed(wn_rule_breeder *breeder, wn_breeder *chance, uint32_t rule, wn_bred *bred);

/* What is done otherwise: a part of the rule's conditions is not wished for, and something else is. */
typedef struct wn_twist {
    const wn_condition *dropped, *extra; /* NULL: none */
} wn_twist;

/* The same with a twist. */
wn_status wn_rule_breed_twisted(wn_rule_breeder *breeder, wn_breeder *chance, uint32_t rule, wn_twist twist,
                                wn_bred *bred);

/* Whether documents for the rule can be bred at all: all that its conditions ask for can be put into a text. */
bool wn_rule_can_breed(const wn_rule_breeder *breeder, uint32_t rule);

#endif
