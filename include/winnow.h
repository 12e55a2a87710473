/* winnow.h: the whole public interface of libwinnow.
 *
 * winnow separates a news article from what clings to it. A policy says what to remove; a
 * filter applies it to text fed in chunks of any size and hands back, through callbacks, the
 * kept bytes and one decision for every input byte.
 *
 *     wn_policy *policy;
 *     wn_filter *filter;
 *     wn_error *error = NULL;
 *
 *     wn_policy_load(&(wn_layer){.name = "news"}, 1, NULL, &policy, &error);
 *     wn_filter_new(policy, NULL, &(wn_sink){.write = my_write}, &filter, &error);
 *     wn_filter_feed(filter, data, size);      ... as often as there is data
 *     wn_filter_end(filter, NULL);             ... once per document
 *     wn_filter_free(filter);
 *     wn_policy_free(policy);
 *
 * All text is UTF-8; bytes that are not are kept as they are and never make a rule fire by
 * themselves. Sizes and offsets count bytes, lines count from 1, offsets from 0.
 *
 * A policy is immutable and may be shared by any number of threads. A filter belongs to one
 * thread at a time. The library never prints, exits, aborts, reads the environment or keeps
 * global state; memory comes from malloc. */
#ifndef WINNOW_H
#define WINNOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WN_VERSION_MAJOR 0
#define WN_VERSION_MINOR 1
#define WN_VERSION_PATCH 0
#define WN_VERSION "0.1.0"

#if defined(__GNUC__)
#define WN_API __attribute__((visibility("default")))
#else
#define WN_API
#endif

/* Bytes that somebody else owns. `data` may be NULL when `size` is 0; NUL is a byte like others. */
typedef struct wn_bytes {
    const char *data;
    size_t      size;
} wn_bytes;

/* What a call came to. */
typedef enum wn_status {
    WN_OK = 0,
    WN_NO_MEMORY,    /* an allocation failed; the object can only be freed */
    WN_BAD_ARGUMENT, /* an option is out of range, or the call came at the wrong time */
    WN_BAD_POLICY,   /* the policy has errors; the wn_error lists them */
    WN_IO_ERROR,     /* a file could not be read */
    WN_STOPPED,      /* a callback asked to stop */
    WN_BAD_INPUT     /* a malformed record, and the options say to stop at one */
} wn_status;

/* The version of the library, such as "0.1.0"; lives as long as the program. */
WN_API const char *wn_version(void);

/* The versions of the libraries it was loaded with, such as "PCRE2 10.42 2022-12-11, libyaml 0.2.5,
 * utf8proc 2.8.0", cut to `size` bytes with NUL. Returns `text`. */
WN_API const char *wn_library_versions(char *text, size_t size);

/* ---- errors ---- */

/* A list of errors, the first being the most important. */
typedef struct wn_error wn_error;

/* One error of the list, or NULL past the end. Strings are UTF-8 without control characters, end
 * in NUL and live as long as the wn_error. */
typedef struct wn_error_item {
    wn_status   status;
    const char *file;    /* the file or layer it is in; NULL when it is in none */
    uint32_t    line;    /* from 1; 0 when unknown */
    uint32_t    column;  /* in characters, from 1; 0 when unknown */
    const char *message; /* "what, in what; what to do" */
    const char *source;  /* the source line, shortened around the column; NULL when there is none */
    uint32_t    caret;   /* characters of `source` before the place; wide ones take two columns */
} wn_error_item;

WN_API size_t               wn_error_count(const wn_error *error);
WN_API const wn_error_item *wn_error_at(const wn_error *error, size_t index);
WN_API void                 wn_error_free(wn_error *error);

/* ---- policies ---- */

typedef struct wn_policy wn_policy;

/* One layer of a policy: a built-in one by name ("news"), a file by path, or text in memory. A
 * name with a '/' or ending in ".yaml" or ".yml" is a path. Later layers stand above earlier ones. */
typedef struct wn_layer {
    const char *name; /* the name or path; for text, what messages call it */
    wn_bytes    text; /* the YAML itself; when `data` is NULL it is read from `name` */
} wn_layer;

typedef struct wn_policy_options {
    const char *root; /* files named in `extends` must lie below it; NULL: the first file layer's folder */
} wn_policy_options;

/* Loads and compiles the layers, in order. On WN_OK *policy is owned by the caller. Otherwise
 * *policy is NULL and *error (when `error` is not NULL) is owned by the caller.
 * Returns WN_OK, WN_NO_MEMORY, WN_BAD_ARGUMENT, WN_BAD_POLICY or WN_IO_ERROR. */
WN_API wn_status wn_policy_load(const wn_layer *layers, size_t layer_count, const wn_policy_options *options,
                                wn_policy **policy, wn_error **error);
WN_API void      wn_policy_free(wn_policy *policy);

/* Facts about a policy, valid until it is freed. `sha256` is 64 lower-case hexadecimal digits over
 * the sources of all layers, in the order in which they apply. */
WN_API const char *wn_policy_name(const wn_policy *policy);
WN_API const char *wn_policy_version(const wn_policy *policy);
WN_API const char *wn_policy_sha256(const wn_policy *policy);

/* Why a document must be held back before its first byte can leave: the id of a rule, "guard", or
 * NULL when lines may leave as soon as their runs and sections allow. */
WN_API const char *wn_policy_hold_reason(const wn_policy *policy);

/* Whether a rule of the policy can reject a document. */
WN_API bool wn_policy_can_reject(const wn_policy *policy);

typedef enum wn_action {
    WN_STRIP,
    WN_KEEP,
    WN_MARK,
    WN_REPLACE,
    WN_EXTRACT,
    WN_FLAG,
    WN_REJECT
} wn_action;

/* One rule. Strings live as long as the policy. */
typedef struct wn_rule_info {
    const char *id;
    const char *category;
    const char *unit; /* "line", "block", "section", "run", "tail", "head", "span" or "document" */
    const char *why;  /* NULL when the rule has none */
    const char *file; /* where it is defined */
    uint32_t    line;
    wn_action   action;
    int         level; /* 1 to 3 */
    bool        shadow;
} wn_rule_info;

WN_API size_t wn_policy_rule_count(const wn_policy *policy);

/* The rule with this index, in the order of ids; false past the end. */
WN_API bool wn_policy_rule(const wn_policy *policy, size_t index, wn_rule_info *info);

/* The word for an action, such as "strip". */
WN_API const char *wn_action_name(wn_action action);

/* ---- filters ---- */

typedef struct wn_filter wn_filter;

/* What became of a stretch of the input. Every input byte is in exactly one decision; decisions
 * come in input order and leave no gap. */
typedef enum wn_fate {
    WN_FATE_KEEP,    /* the bytes are in the output as they were */
    WN_FATE_CUT,     /* the bytes are not in the output */
    WN_FATE_REPLACE, /* `put` stands in the output instead */
    WN_FATE_EXTRACT  /* the bytes are not in the output; `put` is the extracted value */
} wn_fate;

typedef struct wn_decision {
    uint64_t    document; /* from 0 */
    uint64_t    offset;   /* of the first byte, in the document */
    uint64_t    line;     /* the line it begins in, from 1 */
    wn_bytes    bytes;    /* the input bytes; valid during the call */
    wn_bytes    put;      /* what stands in their place */
    wn_fate     fate;
    bool        is_blank;  /* a blank line that went with its neighbours */
    bool        is_shadow; /* only reported: the bytes are kept, a shadow rule would have taken them */
    int         rule;      /* index for wn_policy_rule of the rule that gets the credit; -1 for none */
    const int  *claimants; /* all rules that claimed it, in the order of ids; valid during the call */
    size_t      claimant_count;
    const char *field;      /* for WN_FATE_EXTRACT: the field's name */
    const char *field_path; /* record formats: JSON pointer of the string it is in; valid during the call; else NULL */
    wn_bytes    source;     /* record formats: the same bytes as they stand in the record, escapes and all */
    uint64_t    source_offset; /* of `source`, in the record */
    uint32_t    prose_words;   /* of a prose line that is not in the output: its words */
} wn_decision;

/* One of the places where the output differs from what was fed. Between two changes both are the same, byte
 * for byte; record formats speak of the bytes of the stream here, escapes and all. Changes come in the order of
 * the input, each before the output it explains. */
typedef struct wn_change {
    uint64_t           offset;   /* of `removed`, in all that was fed since the last wn_filter_end */
    wn_bytes           removed;  /* input bytes that are not in the output; valid during the call, as is the rest */
    wn_bytes           put;      /* output bytes that stand in their place */
    uint64_t           record;   /* record formats: the line it stands in, from 1; else 0 */
    const wn_decision *decision; /* what it comes from. NULL: from the format itself, which added a member (`put`) or
                                    left out a malformed record (`removed`). Shadow rules show as changes of nothing */
} wn_change;

typedef enum wn_verdict {
    WN_UNCHANGED,
    WN_CLEANED,
    WN_FLAGGED,
    WN_GUARDED,
    WN_REJECTED
} wn_verdict;

/* The word for a verdict, such as "cleaned". */
WN_API const char *wn_verdict_name(wn_verdict verdict);

/* What left doubt while a document was judged. Doubt keeps: the text stayed where a limit was hit, and bytes that are
 * not UTF-8 stay or go with their line, never alone. */
typedef struct wn_limits {
    uint64_t long_lines;    /* lines over the line limit, kept unjudged */
    uint64_t match_limits;  /* times a pattern ran into a limit and the line was kept */
    uint64_t hold_full;     /* times a document was settled before its end */
    uint64_t invalid_bytes; /* bytes that are not UTF-8; conditions see U+FFFD instead of them */
} wn_limits;

typedef struct wn_result {
    wn_verdict verdict;
    uint64_t   document;
    uint64_t   record; /* record formats: the line it stands in, from 1; else 0 */
    wn_bytes   id;     /* record formats: the value of its member "id", as it stands there; valid during the call.
                          Empty: it has none that is a string, a number or a word */
    uint64_t   bytes_in;
    uint64_t   bytes_out;
    uint64_t   lines_in;
    uint64_t   lines_cut; /* lines cut, extracted or replaced; blank lines not counted */
    uint64_t   prose_words_in;
    uint64_t   prose_words_cut;
    uint64_t   spans;         /* spans cut or replaced */
    int        verdict_rule;  /* the rule that flagged or rejected; -1 for none */
    const int *rules;         /* rules that took or flagged something, in the order of ids */
    size_t     rule_count;    /* valid during the call */
    const int *limited_rules; /* likewise: rules that could not decide somewhere, for a pattern met a limit */
    size_t     limited_rule_count;
    wn_limits  limits;
} wn_result;

/* A copy or a diversion of a whole record, beside the output. */
typedef enum wn_route {
    WN_ROUTE_REJECTS, /* a rejected record, as it came in; it is not in the output */
    WN_ROUTE_FLAGGED  /* a flagged record, as it is in the output too */
} wn_route;

/* A record that could not be filtered. It is in the output as it came in, unless options say else. */
typedef struct wn_mishap {
    uint64_t    record;           /* the line it stands in, from 1; 0: it is all that was fed since the last end */
    uint64_t    offset;           /* of the fault, in the record */
    const char *message;          /* "what, in what; what to do"; valid during the call */
    bool        is_missing_field; /* it is well-formed, but has none of the fields */
} wn_mishap;

/* Where a filter's results go. Each callback may be NULL. A callback that returns false stops the
 * filter: the running call and all later ones return WN_STOPPED. */
typedef struct wn_sink {
    void *user;
    bool (*write)(void *user, wn_bytes output);                  /* kept bytes, in order */
    bool (*decide)(void *user, const wn_decision *decision);     /* before the output it explains */
    bool (*change)(void *user, const wn_change *change);         /* likewise; only where something changes */
    bool (*finish)(void *user, const wn_result *result);         /* at the end of each document */
    bool (*divert)(void *user, wn_route route, wn_bytes record); /* record formats: a record with its line end */
    bool (*mishap)(void *user, const wn_mishap *mishap);         /* record formats */
    bool (*part)(void *user); /* WARC: what was written since the last call is a record, and stands for itself */
} wn_sink;

#define WN_HOLD_DEFAULT ((size_t)1 << 20) /* bytes of a document held back at most */
#define WN_HOLD_MIN ((size_t)64 << 10)    /* less is only possible as 0 */
#define WN_HOLD_MAX ((size_t)1 << 30)

/* What one rule did beside what wn_result tells. The costs are counted when the options say so; their times are of the
 * wall clock, with what measuring takes and, at the first time, what making the rule's patterns takes. */
typedef struct wn_rule_use {
    bool     could_act;   /* in a document at least: level, `only`, `disable`, `when` and overrides let it */
    uint64_t documents;   /* in which it kept or marked lines */
    uint64_t asked;       /* times it was asked about a line, a block or a field, or looked for spans or a value */
    uint64_t pcre2_calls; /* matches that PCRE2 was asked for meanwhile */
    uint64_t nanoseconds; /* that took */
} wn_rule_use;

typedef enum wn_format {
    WN_FORMAT_TEXT,  /* a stream of plain text; wn_filter_end says where a document ends */
    WN_FORMAT_JSONL, /* one JSON object per line; each chosen string is a document */
    WN_FORMAT_HTML,  /* pages or fragments of HTML; wn_filter_end says where one ends, and nothing is written before */
    WN_FORMAT_FEED,  /* RSS, Atom and RDF: the HTML in each item is filtered; wn_filter_end says where a feed ends */
    WN_FORMAT_WET,   /* WARC records: the text of those of type conversion is filtered */
    WN_FORMAT_AUTO   /* one of these, by the first bytes after each wn_filter_end */
} wn_format;

/* The word for a format, such as "jsonl"; NULL when there is none of this number. */
WN_API const char *wn_format_name(wn_format format);

/* What becomes of a malformed record. */
typedef enum wn_on_error {
    WN_ON_ERROR_PASS, /* it is in the output as it came in */
    WN_ON_ERROR_DROP, /* it is not in the output */
    WN_ON_ERROR_STOP  /* the filter stops with WN_BAD_INPUT */
} wn_on_error;

typedef struct wn_filter_options {
    int    level;              /* rules above it stay silent: 1 to 3; 0 means 2 */
    bool   hold_is_set;        /* else hold_bytes counts as WN_HOLD_DEFAULT */
    size_t hold_bytes;         /* WN_HOLD_MIN to WN_HOLD_MAX, or 0 for live streams: lines leave as soon as their
                                  rules allow; the guard is off, and rules for tails, for documents, or for so
                                  much prose */
    const char        *lang;   /* BCP 47, for `when`; NULL: unknown */
    const char        *source; /* the publisher, such as "news.example.org", for `when`; NULL: unknown */
    const char *const *only;   /* ids, or prefixes ending in a dot: only these rules (keep rules stay); NULL: all */
    size_t             only_count;
    const char *const *disable; /* ids, or prefixes ending in a dot: not these rules */
    size_t             disable_count;
    wn_format          format;
    const char *const *fields; /* record formats: names of members, or JSON pointers (RFC 6901) beginning with '/';
                                  each string found is filtered; none: "text" */
    size_t      field_count;
    const char *lang_field;     /* record formats: the member that says the language; NULL: "lang" */
    const char *source_field;   /* likewise the publisher; NULL: "source" */
    bool        annotate;       /* record formats: add a member "winnow" with verdict, rules and policy */
    bool        divert_rejects; /* record formats: rejected records go to sink.divert */
    bool        one_to_one;     /* record formats: one output line for each input line, whatever it holds */
    wn_on_error on_error;
    bool        interpret;    /* never use PCRE2's JIT compiler */
    bool        no_prefilter; /* ask every rule on every line: slower, and the same unless a limit is met; for tests */
    bool        no_prose_counts; /* nobody wants to know the prose words of decisions and results, which may be too
                                    few then: faster where rules ask only how lines begin */

    wn_rule_use *uses; /* one for each rule of the policy: the filter adds to them what each does. They must
                          outlive it, and no two threads may share them. NULL: not counted */
    bool profiles;     /* count costs there, too: slower */
} wn_filter_options;

/* Makes a filter. The policy must outlive it; options and sink are copied, the strings in the
 * options too. Returns WN_OK, WN_NO_MEMORY or WN_BAD_ARGUMENT (an id in `only` or `disable` that
 * no rule has; the error names the nearest). */
WN_API wn_status wn_filter_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink,
                               wn_filter **filter, wn_error **error);

/* A named field of a record, for `when: {field: ...}` and `document: {field: ...}`. */
typedef struct wn_field {
    const char *name;
    wn_bytes    value;
} wn_field;

/* What is known of the next document besides its text. */
typedef struct wn_document {
    const char     *lang;     /* NULL: as in the options */
    const char     *source;   /* NULL: as in the options */
    wn_bytes        headline; /* for `repeats: headline`; empty: the first line that is not blank */
    const wn_field *fields;
    size_t          field_count;
} wn_document;

/* Tells what is known of the next document; copied. May be left out. Call it before the
 * document's first feed, else it returns WN_BAD_ARGUMENT. */
WN_API wn_status wn_filter_begin(wn_filter *filter, const wn_document *document);

/* Feeds the next bytes of the document, any number, cut anywhere: cuts never change the result. */
WN_API wn_status wn_filter_feed(wn_filter *filter, const void *data, size_t size);

/* Ends the document: everything still held is decided and written, `finish` is called, and the
 * next feed begins a new document. `result` may be NULL; its `rules` are valid until the next call. */
WN_API wn_status wn_filter_end(wn_filter *filter, wn_result *result);

WN_API void wn_filter_free(wn_filter *filter);

#ifdef __cplusplus
}
#endif

#endif
