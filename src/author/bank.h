/* bank.h: ordinary articles and credit lines, all invented, against which lint holds every rule. */
#ifndef WN_AUTHOR_BANK_H
#define WN_AUTHOR_BANK_H

/* What no rule should take: headline, byline, prose, short sentences, subheads, quotations, questions and lists, with
 * the words that boilerplate is made of. */
typedef struct wn_bank_article {
    const char *lang;
    const char *text; /* lines, each with its line feed */
} wn_bank_article;

extern const wn_bank_article wn_bank_articles[]; /* ends with lang NULL */

/* Prose with addresses, dates, prices, measures, brackets and signs in it, under a headline. */
extern const wn_bank_article wn_bank_signs[]; /* ends with lang NULL */

/* What contracts require to stay: sign-offs, agencies, corrections, disclosures, photo credits. One line each, to
 * stand after `wn_bank_credit_article`. */
extern const char *const wn_bank_credits[]; /* ends with NULL */
extern const char        wn_bank_credit_article[];

#endif
