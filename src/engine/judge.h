/* judge.h: the state of judging one document, shared by the passes.
 *
 * A document is judged window by window; most documents are one window. A window is a stretch of
 * whole lines, preceded by a few settled lines as context. The passes of the design's section 5 run
 * over it, each in a file of its own:
 *
 *     skim.c     lines that no rule is asked of, in stretches, where most are such
 *     strata.c   keep, claim: line and block rules
 *     section.c  claim: sections
 *     run.c      claim: runs
 *     peel.c     cut and peel: tail and head
 *     span.c     spans
 *     blank.c    blank lines beside what was cut
 *     guard.c    guard and verdict
 *     emit.c     decisions and output
 *
 * judge.c calls them in order; filter.c says which bytes make a window. What must be remembered
 * from window to window is in wn_carry, and nowhere else. */
#ifndef WN_ENGINE_JUDGE_H
#define WN_ENGINE_JUDGE_H

#include "engine/memo.h"
#include "engine/observer.h"
#include "engine/parts.h"
#include "engine/program.h"
#include "engine/seen.h"
#include "match/glance.h"

/* One rule's claim on a line; a chain per line. */
typedef struct wn_link {
    uint32_t rule;
    uint32_t next; /* WN_NONE at the end */
} wn_link;

typedef struct wn_links {
    wn_link *items;
    size_t   count;
    size_t   capacity;
} wn_links;

/* Rules that are worth asking of lines, or gates of their conditions (wn_owner), line by line. */
typedef struct wn_candidates {
    uint32_t *items;
    size_t    count;
    size_t    capacity;
} wn_candidates;

/* What was counted in a stretch of lines that stay. */
typedef struct wn_skimmed {
    uint32_t lines;
    uint32_t nonblank_lines;
    uint32_t prose_lines;
    uint64_t prose_words;
} wn_skimmed;

typedef struct wn_skims {
    wn_skimmed *items;
    size_t      count;
    size_t      capacity;
} wn_skims;

#define WN_GLANCED_MAX 256 /* lines that are looked at in advance */

/* Lines that were looked at in advance. */
typedef struct wn_glanced {
    wn_glanced_line lines[WN_GLANCED_MAX];
    size_t          count;
    size_t          next; /* the first of them that was not passed over or read */
} wn_glanced;

/* A part of a line that a span rule takes. */
typedef struct wn_cut_span {
    uint32_t line;
    uint32_t begin; /* in the line's bytes */
    uint32_t end;
    uint32_t rule;
    uint32_t put; /* for replace: in the judge's `puts` */
    uint32_t put_size;
} wn_cut_span;

/* Where an open section or run stands between windows. */
typedef struct wn_progress {
    bool     is_open;
    bool     is_refused; /* of a run: what stands above it speaks against it */
    uint32_t claimed;    /* lines so far; of a section without its heading */
    uint32_t marked;     /* of them, marked ones */
    uint32_t prose_row;  /* of a section: prose lines in a row just before */
} wn_progress;

/* Counts per rule. Of a whole policy few rules do anything in a document: those are listed. */
typedef struct wn_counter {
    uint32_t *counts;  /* per rule */
    uint32_t *counted; /* the rules whose count is not 0, in the order in which they came */
    uint32_t  size;    /* of that list */
} wn_counter;

static inline void wn_counter_add(wn_counter *counter, uint32_t rule)
{
    if (!counter->counts[rule]++)
        counter->counted[counter->size++] = rule;
}

/* What is remembered of a document's settled part. */
typedef struct wn_carry {
    uint64_t     offset;         /* bytes settled */
    uint64_t     lines;          /* lines settled */
    uint64_t     nonblank_lines; /* of them, not blank */
    uint64_t     prose_lines[2]; /* per stratum: all prose, and prose that is not marked */
    uint64_t     prose_words[2];
    bool         is_prose_unsure; /* in the second stratum: a mark may be missing on a prose line */
    bool         in_stretch;      /* the last line that is not blank was cut */
    bool         stretch_apart;   /* a blank or the document's start stood before that stretch */
    bool         after_blank;     /* the last line was blank */
    uint32_t     stretch_rule;    /* the credit for its blanks */
    bool         head_closed;     /* a head rule refused a line */
    bool         has_headline;
    wn_buf       headline;     /* its core, folded */
    wn_progress *progress;     /* per rule: sections and runs */
    bool         has_progress; /* some of it may be open */
    uint32_t    *limits_left;  /* per rule: head rules */
    wn_counter   fired;        /* lines or spans that a rule claimed, kept or marked */
    wn_counter   limited;      /* times a limit kept it from deciding */
    wn_verdict   verdict;
    uint32_t     verdict_rule;
    wn_limits    limits;
    wn_result    result;
} wn_carry;

/* A settled line that the next window may look back at. */
typedef struct wn_context {
    size_t   back; /* it begins so many bytes before the unsettled part */
    uint32_t size;
    uint16_t state;                      /* WN_LINE_KEPT, WN_LINE_MARKED, WN_LINE_UNSURE */
    uint32_t claims_first, claims_count; /* in wn_judge.context_claims */
} wn_context;

#define WN_CONTEXT_MAX 64 /* lines; more than any `within` may ask for */

typedef struct wn_judge {
    wn_program        *program;
    const wn_sink     *sink;
    const wn_observer *observer; /* NULL: none */
    wn_rule_use       *uses;     /* per rule; NULL: not counted */
    bool               profiles; /* costs are counted in them; see cost.h */
    uint32_t           rule_count;
    wn_attributes      attributes;
    uint64_t           document;

    wn_lines      lines;     /* of the window: context first */
    size_t        frozen;    /* the first so many are context */
    bool          is_final;  /* the window reaches the document's end */
    bool          knows_end; /* and so all of the document is known; never in a live stream, where that is chance */
    bool          is_forced; /* the window must be settled whole although the document goes on */
    wn_links      claims;
    uint64_t      categories; /* of the marks of all lines, as in wn_line */
    wn_candidates candidates;
    wn_candidates gates;
    wn_line      *gated; /* the line whose gates have program->gate_stamp; NULL: none */
    wn_skims      skims;
    wn_glanced    glanced;
    wn_cut_span  *spans;
    size_t        span_count, span_capacity;
    uint32_t     *limits_left; /* per rule: room for one peeling */
    wn_buf        puts;
    wn_progress  *walked;           /* per rule: where sections and runs stand after the decided lines */
    uint32_t     *stamps;           /* per rule: the last subject it became a candidate for */
    uint32_t      next_stamp;       /* one for each subject */
    int           stratum;          /* 0 or 1: which prose counts */
    size_t        first_open_prose; /* ordinal after the window's last prose line, for the stratum */
    uint64_t      prose_words;      /* of the document so far, for the stratum */
    uint64_t      prose_lines;
    uint32_t      asking;        /* the rule whose condition is being asked, for its counters */
    wn_line      *asking_line;   /* and the line it is asked of */
    bool         *is_quiet;      /* per rule: its `when` asks for prose that the document has not */
    size_t        settle_lines;  /* lines that can be settled now, context included */
    size_t        decided_lines; /* lines whose marks, and whose neighbours' marks, more text cannot change */
    uint32_t      open_begin;    /* where the settled part of this window begins in the text */
    int          *claimants;     /* room for all rules, for decisions */
    int          *fired_rules;   /* likewise, for results */
    int          *limited_rules;
    wn_buf        scratch;
    wn_context    context[WN_CONTEXT_MAX];
    size_t        context_count;
    wn_buf        context_claims; /* rules */
    wn_buf        next_claims;
    wn_seen       seen;
    wn_memo      *memo;
    wn_pairs      pairs;
    wn_buf        noted_rules; /* while a note is completed */
    wn_buf        noted_others;
    wn_carry      carry;
} wn_judge;

/* What a condition is asked of: a line, or a block of lines seen as one, or a field. */
typedef struct wn_subject {
    wn_line *line;
    size_t   first; /* ordinals of its first and last line; SIZE_MAX for a field */
    size_t   last;
} wn_subject;

/* ---- eval.c ---- */

/* Asks condition `index` of the subject on behalf of judge->asking, within wn_eval_for. WN_NONE is true. */
wn_truth wn_eval(wn_judge *judge, const wn_subject *subject, uint32_t index);

/* Asks condition `index` of the subject for `rule`; limits that are hit count for `line`. */
wn_truth wn_eval_for(wn_judge *judge, const wn_subject *subject, wn_line *line, uint32_t rule, uint32_t index);

/* The same of one line of the window, by index. */
wn_truth wn_eval_line(wn_judge *judge, size_t line, uint32_t rule, uint32_t index);

/* Looks for a pattern on behalf of `line`, within what is left of its allowance. `groups` may be NULL. */
wn_match wn_eval_pattern(wn_judge *judge, wn_line *line, uint32_t pattern, wn_bytes text, size_t start,
                         wn_groups *groups);

/* Takes promised steps from the line's allowance, if there are so many left. */
bool wn_eval_pay(wn_judge *judge, wn_line *line, uint32_t promised);

/* Whether an answer that took so much of the allowance would be found the same way for `line`. */
bool wn_eval_can_recall(const wn_judge *judge, const wn_line *line, uint32_t promised);

/* Tells the observer, if there is one, what happened to lines of the window, by index. */
void wn_observe(const wn_judge *judge, uint32_t rule, wn_event event, size_t first, size_t last);

/* Looks up the IS literal of the line's core, once. */
uint32_t wn_eval_phrase(wn_judge *judge, wn_line *line);

/* Numbers the zones and the prose before each line, for a stratum. */
void wn_eval_measure(wn_judge *judge, int stratum);

/* Finds the rules whose `when` asks for more or less prose than the document has. */
void wn_eval_quiet(wn_judge *judge);

/* ---- skim.c ---- */

/* Adds the lines from *at on of which it is sure that they stay or go, up to the first of which it is not, and moves
 * *at behind them. Only of programs that skim. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_skim(wn_judge *judge, wn_bytes text, size_t *at);

/* ---- claims.c ---- */

/* Adds the claim; marks the line when `marks`. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_claim_line(wn_judge *judge, size_t line, uint32_t rule, bool marks);

/* Adds a claim that the line does not have. */
wn_status wn_claim_add(wn_judge *judge, wn_line *line, uint32_t rule);

/* Lists the rules that the line's literals make worth asking of it, whose list must be the last one. Returns WN_OK or
 * WN_NO_MEMORY. */
wn_status wn_find_candidates(wn_judge *judge, wn_line *line);

/* Whether a literal makes a rule worth asking of a line; line rules of lines that the memo knows are not listed. */
static inline bool wn_has_candidate(const wn_judge *judge, const wn_line *line, uint32_t rule)
{
    for (uint32_t i = 0; i < line->candidate_count; i++)
        if (judge->candidates.items[line->candidates + i] == rule)
            return true;
    return false;
}

/* Whether a rule, of another unit than lines, is worth asking about a subject with these candidates. */
static inline bool wn_is_candidate(const wn_judge *judge, const wn_line *line, uint32_t rule)
{
    return judge->program->is_always[rule] || wn_has_candidate(judge, line, rule);
}

/* Stamps the tail and head rules that are worth asking about a line, for the next call of wn_is_peeler. */
void wn_find_peelers(wn_judge *judge, wn_line *line);

static inline bool wn_is_peeler(const wn_judge *judge, uint32_t rule)
{
    return judge->program->is_always[rule] || judge->stamps[rule] == judge->next_stamp;
}

/* Adds to a chain that begins at *first. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_link_add(wn_links *links, uint32_t *first, uint32_t rule);

/* The rule that gets the credit among the claims with this action, or WN_NONE: lower level, then id. */
uint32_t wn_claim_credit(const wn_judge *judge, const wn_line *line, wn_action action);

/* Whether a rule of this category (WN_NONE: any) claimed or marked the line in the first stratum. */
bool wn_line_is_marked(const wn_judge *judge, const wn_line *line, uint32_t category);

static inline const wn_rule *wn_judge_rule(const wn_judge *judge, uint32_t rule)
{
    return &judge->program->set->rules[rule];
}

/* Whether the rule takes part in judging this window. */
static inline bool wn_judge_asks(const wn_judge *judge, uint32_t rule)
{
    return judge->program->is_awake[rule] && !judge->is_quiet[rule];
}

/* Whether a condition with this screen may hold on a line, as far as a glance tells. */
static inline bool wn_screen_lets(const wn_screen *screen, const wn_line *line)
{
    bool is_marked = line->state & WN_LINE_MARKED;
    if ((screen->is_marked && !is_marked) || (screen->marks && !(line->categories & screen->marks)) ||
        (screen->zones && !(screen->zones & line->zones)))
        return false;
    if (!(line->state & WN_LINE_COUNTED))
        return true;
    unsigned known = line->state & WN_LINE_TALLIED
                         ? UINT16_MAX
                         : WN_COUNTED_FEATURES | (unsigned)line->is_wordy << WN_FEATURE_HEADLINE;
    unsigned has = screen->has | (is_marked ? 0u : screen->has_or_marked);
    return line->words <= screen->words && line->chars <= screen->chars && !(has & ~line->features & known) &&
           !(screen->has_not & line->features & known) && (!screen->scripts || screen->scripts & line->scripts);
}

/* Whether the rule's condition may hold on a line, as far as a glance tells. */
static inline bool wn_line_passes(const wn_judge *judge, const wn_line *line, uint32_t rule)
{
    return wn_screen_lets(&judge->program->screens[rule], line);
}

/* Whether no line of the window can fulfil a section or run rule's condition. */
static inline bool wn_rule_waits(const wn_judge *judge, uint32_t rule)
{
    const wn_screen *screen = &judge->program->screens[rule];
    bool             has_marks = !screen->marks || screen->marks & judge->categories;
    return ((screen->needs_end && !judge->knows_end) || !has_marks) && !judge->observer;
}

static inline bool wn_line_is_kept(const wn_line *line)
{
    return line->state & WN_LINE_KEPT;
}

/* ---- the passes ---- */

wn_status wn_pass_strata(wn_judge *judge);
wn_status wn_pass_sections(wn_judge *judge);
wn_status wn_pass_runs(wn_judge *judge);
void      wn_pass_cut(wn_judge *judge); /* fates from claims */
wn_status wn_pass_peel(wn_judge *judge);
wn_status wn_pass_spans(wn_judge *judge);
void      wn_pass_guard(wn_judge *judge);
void      wn_pass_verdict(wn_judge *judge);
wn_status wn_pass_emit(wn_judge *judge);

/* Tells a decision about plain text, and the change it makes. False when the sink asked to stop. */
bool wn_decision_tell(const wn_sink *sink, const wn_decision *decision);

/* Blanks beside what was cut; lowers judge->settle_lines where the next line decides. */
void wn_pass_blanks(wn_judge *judge);

/* Notes one settled line in the carry, so that the next window's blanks go on from it. */
void wn_advance_blanks(wn_judge *judge, const wn_line *line);

/* After the passes: moves sections and runs on to the line where settling stops. */
void wn_advance_sections(wn_judge *judge, size_t lines);
void wn_advance_runs(wn_judge *judge, size_t lines);

/* A line that is cut, as far as blanks and neighbours go. */
static inline bool wn_line_is_gone(const wn_line *line)
{
    return line->fate == WN_LINE_CUT || line->fate == WN_LINE_EXTRACTED;
}

/* ---- judge.c ---- */

/* Makes a judge. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_judge_new(uint32_t rule_count, const wn_sink *sink, wn_judge **judge);
void      wn_judge_free(wn_judge *judge);

/* Begins a document under a program whose rules are awake. The attributes and the headline (empty:
 * the first line) must stay valid until the document ends. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_judge_begin(wn_judge *judge, wn_program *program, const wn_attributes *attributes, wn_bytes headline,
                         uint64_t document);

/* Forgets what it noted under its programs; before one of them is freed. */
void wn_judge_forget(wn_judge *judge);

typedef enum wn_settling {
    WN_SETTLE_SOFT,   /* settle what more text cannot change */
    WN_SETTLE_FORCED, /* settle all lines, the document goes on */
    WN_SETTLE_FINAL   /* the document ends here */
} wn_settling;

/* Judges lines. `text` begins with context; from `open` on it is unsettled: whole lines, and at the end
 * of the document perhaps a last line without terminator. More than WN_WINDOW_LINES lines are too
 * many for one window: then the first so many are judged, and settled if need be, as in the middle
 * of a document. *settled is the number of unsettled bytes that were decided and written.
 * Returns WN_OK, WN_NO_MEMORY or WN_STOPPED. */
wn_status wn_judge_window(wn_judge *judge, wn_bytes text, size_t open, wn_settling settling, size_t *settled);

#define WN_WINDOW_LINES 65536 /* bounds the memory that short lines cost */

/* Passes a piece of a line too long for any window through, unjudged. */
wn_status wn_judge_pass(wn_judge *judge, wn_bytes piece, bool begins_line);

/* How many bytes before the end of the settled part the next window needs as context. */
size_t wn_judge_context(const wn_judge *judge);

/* Ends the document: verdict and result. */
wn_status wn_judge_end(wn_judge *judge, wn_result *result);

#endif
