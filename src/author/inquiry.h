/* inquiry.h: what can be found out about one line of a document: which conditions were asked about it and what they
 * answered, what became of sections and runs that it stands in, and the remarks that follow from that.
 *
 * The document is run once as the filter would, with an observer that has all conditions asked, even where one has
 * failed already: so a rule whose text was found but which then refused is known to have come near. Two more runs find
 * the rules that are kept silent by their level, and those that are off or asleep for this document. */
#ifndef WN_AUTHOR_INQUIRY_H
#define WN_AUTHOR_INQUIRY_H

#include "author/explain.h"
#include "engine/line.h"

/* What somebody wants to know of a line. */
typedef enum wn_role {
    WN_ROLE_HOLDS,     /* a condition that held, of the rule that took the line */
    WN_ROLE_EXCEPTION, /* an exception of that rule, which was asked and does not apply */
    WN_ROLE_CONTEXT,   /* of that rule: its section or run, an override that changed it */
    WN_ROLE_KEEPS,     /* a rule that keeps the line */
    WN_ROLE_MARKS,     /* a rule that marks it */
    WN_ROLE_ALSO,      /* another rule that claims it, or would */
    WN_ROLE_NEAR,      /* why a rule that came near did not take it */
    WN_ROLE_COUNT
} wn_role;

/* One thing to be said; strings live as long as the inquiry. */
typedef struct wn_remark {
    wn_role     role;
    const char *rule; /* NULL: the one that took the line */
    const char *what;
    const char *place;    /* where that is written; NULL: nowhere */
    const char *matched;  /* what a pattern found; NULL: nothing to show */
    const char *override; /* where the override stands by which it is so; NULL: none */
} wn_remark;

/* Something that happened to lines; see observer.h. */
typedef struct wn_happening {
    uint32_t rule;
    wn_event event;
    uint64_t first, last;
} wn_happening;

typedef struct wn_inquiry {
    const wn_explain     *explain;
    const wn_definitions *source;
    uint64_t              line;

    /* what is in force for the document: with the overrides that apply to it */
    bool                 *applies;
    wn_variant           *variant; /* NULL: none applies */
    const wn_ruleset     *set;
    const wn_definition **definitions; /* by rule */
    wn_reader             reader;

    /* what the run at hand has shown */
    unsigned char *answers; /* per condition: 0, not asked of the line; else 1 + wn_truth */
    size_t         answer_count;
    bool           is_filtering;   /* it runs as the filter would */
    bool          *has_been_asked; /* per rule: of any line, by the filter */
    wn_happening  *happenings;
    size_t         happening_count, happening_capacity;
    bool           is_held; /* a keep rule holds the line */

    wn_lines     lines; /* the line's view */
    wn_patterns *patterns;
    wn_matcher  *matcher;
    wn_arena     arena;
    wn_remark   *remarks;
    size_t       remark_count, remark_capacity;
    bool         has_failed; /* no memory */
} wn_inquiry;

/* Finds out all there is about a line. `trial` has what became of the document, valid until the inquiry is freed with
 * its bench. Returns WN_OK, WN_NO_MEMORY, or WN_BAD_ARGUMENT when there is no such line; the free is due either way. */
wn_status wn_inquiry_make(const wn_explain *explain, uint64_t line, wn_inquiry *q, wn_bench **bench, wn_trial *trial);
void      wn_inquiry_free(wn_inquiry *q);

static inline bool wn_inquiry_has(const wn_inquiry *q, uint32_t cond, wn_truth truth)
{
    return cond != WN_NONE && q->answers[cond] == 1 + (unsigned)truth;
}

/* ---- remarks.c: what follows from it ---- */

/* About the rule that took the line, and about all others that have to do with it. */
void wn_remarks_taking(wn_inquiry *q, uint32_t rule, const wn_trial *trial);
void wn_remarks_others(wn_inquiry *q, const wn_trial *trial);

/* After a run at the highest level, and after one with all rules awake: rules that would take the line. */
void wn_remarks_silent(wn_inquiry *q);
void wn_remarks_asleep(wn_inquiry *q);

#endif
