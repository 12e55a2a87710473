/* generate.h: random documents and policies for the property tests, from a seed.
 *
 * Documents are put together from lines of every kind a filter meets: prose, headlines, labels,
 * bullets, blanks, other scripts, odd white space, bytes that are not UTF-8. Policies draw on the
 * same words, so that their rules meet something. The same seed gives the same text everywhere. */
#ifndef WN_TESTS_GENERATE_H
#define WN_TESTS_GENERATE_H

#include "base/buf.h"

typedef struct generator {
    uint64_t state;
} generator;

/* splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t next_random(generator *g)
{
    uint64_t z = g->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline size_t below(generator *g, size_t bound)
{
    return (size_t)(next_random(g) % bound);
}

static inline bool one_in(generator *g, size_t n)
{
    return below(g, n) == 0;
}

#define PICK(g, list) (list)[below(g, sizeof(list) / sizeof *(list))]

/* ---- documents ---- */

static const char *const words[] = {"harbour", "ferry",         "the",    "council", "new",     "pier",   "opens",
                                    "said",    "ADVERTISEMENT", "read",   "more",    "walkers", "storm",  "tide",
                                    "mayor",   "plans",         "Fähre",  "Größe",   "kelvin",  "follow", "us",
                                    "on",      "channel",       "Next",   "In",      "News",    "été",    "l’île",
                                    "İzmir",   "ﬁsh",           "σίγμας", "и",       "порт"};

static const char *const fixed_lines[] = {"Advertisement",
                                          "ADVERTISEMENT:",
                                          "  advertisement  ",
                                          "• Advertisement (3)",
                                          "Next In Harbour News",
                                          "Related stories",
                                          "Read more: New pier opens",
                                          "Follow us on our channel",
                                          "- New pier opens to walkers",
                                          "– Fähre fährt wieder",
                                          "“We will rebuild the pier,” the mayor said.",
                                          "(Reporting by A. Example)",
                                          "harbour",
                                          "Updated: 12:30",
                                          "港の新しい桟橋が開いた。",
                                          "広告",
                                          "رصيف جديد",
                                          "see https://example.org/a?utm_source=feed&id=3 there",
                                          "\xFF\xFE broken bytes \xC3",
                                          "soft\xC2\xADhyphen and zero\xE2\x80\x8Bwidth",
                                          "a\xCC\x81 decomposed \xE1\x84\x80\xE1\x85\xA1",
                                          "tab\tand\xC2\xA0no-break\xE3\x80\x80wide"};

static const char *const breaks[] = {"\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n\n", "\n \n", "\n\t\xC2\xA0\n\n"};

static inline void put_words(generator *g, wn_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            wn_buf_text(out, one_in(g, 40) ? "  " : one_in(g, 12) ? ", " : " ");
        wn_buf_text(out, PICK(g, words));
    }
}

static inline void put_line(generator *g, wn_buf *out)
{
    switch (below(g, 8)) {
    case 0:
    case 1:
    case 2:
        wn_buf_text(out, PICK(g, fixed_lines));
        break;
    case 3:
        put_words(g, out, 13 + below(g, 30));
        wn_buf_put(out, '.');
        break;
    case 4:
        wn_buf_text(out, "- ");
        put_words(g, out, 1 + below(g, 7));
        break;
    case 5:
        put_words(g, out, 1 + below(g, 4));
        wn_buf_text(out, one_in(g, 3) ? ":" : "");
        break;
    case 6:
        put_words(g, out, 3 + below(g, 9));
        break;
    default:
        put_words(g, out, 6 + below(g, 20));
        wn_buf_text(out, one_in(g, 2) ? "." : "?");
        break;
    }
}

static inline void make_document(generator *g, wn_buf *out, size_t lines)
{
    if (one_in(g, 5))
        wn_buf_text(out, "\n\n");
    for (size_t i = 0; i < lines; i++) {
        put_line(g, out);
        if (i + 1 < lines || !one_in(g, 3))
            wn_buf_text(out, PICK(g, breaks));
    }
}

/* ---- policies ---- */

static const char *const conditions[] = {
    "is: [advertisement, harbour, 広告]",
    "starts: [next in, follow us, related]",
    "contains: [pier, Kelvin, größe]",
    "match: '^advert'",
    "match: '\\b(?:ferry|pier)\\b'",
    "match: 'm\\w+e$'",
    "match: '^Next', case: exact",
    "words: {max: 4}",
    "words: {min: 3, max: 9}",
    "chars: {max: 30}",
    "ends-sentence: true, words: {max: 12}",
    "headline: true",
    "prose: true, contains: [storm]",
    "sentence: false, contains: [tide, Fähre]",
    "bulleted: true",
    "quoted: true",
    "key-value: true",
    "letters: none",
    "repeats: above",
    "repeats: earlier, words: {max: 5}",
    "repeats: headline",
    "match: '^(?:read|follow)', unless: {match: '[“”]'}",
    "any: [{match: '^updated'}, {is: related stories}]",
    "all: [{headline: true}, {contains: [new]}]",
    "bulleted: true, above: {headline: true}",
    "words: {max: 3}, below: {match: 'pier', within: 3}",
    "words: {max: 5}, above: {none: true}",
    "first: 3, words: {max: 5}",
};

static const char *const document_conditions[] = {
    "zone: tail, headline: true",
    "zone: head, words: {max: 4}",
    "zone: body, words: {max: 2}",
    "last: 3, words: {max: 6}",
    "prose-before: {min: 60%}, headline: true",
    "prose-after: {max: 20%}, bulleted: true",
};

static const char *const sections[] = {
    "from: '^next in\\b'",
    "from: '^related', until: end",
    "from: {is: [related stories]}, until: blank",
    "from: {match: '^(?:next|related)'}, until: {prose: 2}",
    "from: {match: '^next'}, until: {sentence: true}, limit: 4",
    "from: {headline: true, contains: [new]}, until: {prose: 1}, takes: {bulleted: true}",
    "from: {match: '^follow'}, keep-last: true",
    "from: {match: '^related'}, min-lines: 2, limit: 6",
};

static const char *const document_sections[] = {
    "from: {marked: any}, until: {sentence: true}, reaches-end: true",
    "from: {headline: true}, until: prose, marked: {min: 50%}",
};

static const char *const runs[] = {
    "bulleted: true, min-lines: 2",
    "headline: true, min-lines: 3, above: {unless: {match: ':$'}}",
    "words: {max: 5}, min-lines: 2, max-lines: 6",
    "bulleted: true, min-lines: 2, keep-last: true",
    "headline: true, min-lines: 2, marked: {min: 30%}",
};

static const char *const tails[] = {
    "match: 'harbour|channel', limit: 2",
    "words: {max: 3}, limit: 3",
    "limit: 2, score: 2, points: [{add: 2, match: 'more'}, {add: -2, quoted: true}, {add: 1, words: {max: 9}}]",
};

static const char *const actions[] = {"",
                                      "",
                                      "",
                                      "",
                                      "action: keep, ",
                                      "action: mark, ",
                                      "shadow: true, ",
                                      "action: replace, with: 'x', ",
                                      "action: extract, field: f, ",
                                      "level: 1, ",
                                      "action: flag, "};

/* How much of a document the rules may ask for. */
typedef enum rule_reach {
    REACH_LINE,   /* plain line rules without context */
    REACH_STREAM, /* nothing that needs the document's end */
    REACH_DOCUMENT
} rule_reach;

/* A rule as one line of YAML, without the line end. */
static inline void make_rule(generator *g, wn_buf *out, size_t number, rule_reach reach)
{
    wn_buf_printf(out, "- {id: r%zu.x%zu, ", below(g, 4), number);
    size_t kind = reach == REACH_LINE ? 0 : below(g, reach == REACH_STREAM ? 9 : 12);
    switch (kind) {
    case 0:
    case 1:
    case 2:
        wn_buf_printf(out, "%sline: {%s}}", reach == REACH_LINE ? "" : PICK(g, actions),
                      conditions[below(g, reach == REACH_LINE ? 18 : sizeof conditions / sizeof *conditions)]);
        break;
    case 3:
        wn_buf_printf(out, "block: {%s}}", PICK(g, conditions));
        break;
    case 4:
    case 5:
        wn_buf_printf(out, "section: {%s}}", PICK(g, sections));
        break;
    case 6:
        wn_buf_printf(out, "run: {%s}}", PICK(g, runs));
        break;
    case 7:
        wn_buf_printf(out, "span: '%s'}", one_in(g, 2) ? "[?&]utm_\\w+=\\w+" : "\\b(?:ferry|harbour) ?\\w*");
        break;
    case 8:
        wn_buf_printf(out, "head: {%s, limit: 2}}", PICK(g, conditions));
        break;
    case 9:
        wn_buf_printf(out, "tail: {%s}}", PICK(g, tails));
        break;
    case 10:
        wn_buf_printf(out, "line: {%s}}", PICK(g, document_conditions));
        break;
    default:
        wn_buf_printf(out, "section: {%s}}", PICK(g, document_sections));
        break;
    }
}

#define RULES_MAX 12

/* A policy of up to RULES_MAX rules, each a string of its own so that they can be shuffled. */
typedef struct policy_text {
    wn_buf rules[RULES_MAX];
    size_t count;
    bool   has_guard;
} policy_text;

static inline policy_text make_policy(generator *g, rule_reach reach)
{
    policy_text policy = {.count = 1 + below(g, RULES_MAX)};
    policy.has_guard = reach == REACH_DOCUMENT && one_in(g, 3);
    for (size_t i = 0; i < policy.count; i++)
        make_rule(g, &policy.rules[i], i, reach);
    return policy;
}

static inline void shuffle_rules(generator *g, policy_text *policy)
{
    for (size_t i = policy->count; i > 1; i--) {
        size_t other = below(g, i);
        wn_buf swap = policy->rules[other];
        policy->rules[other] = policy->rules[i - 1];
        policy->rules[i - 1] = swap;
    }
}

static inline void write_policy(const policy_text *policy, wn_buf *out)
{
    wn_buf_text(out, "winnow: 1\nname: random\n");
    if (policy->has_guard)
        wn_buf_text(out, "guard: {max-removed-prose: 60%, min-words: 30}\n");
    wn_buf_text(out, "rules:\n");
    for (size_t i = 0; i < policy->count; i++) {
        wn_buf_append(out, policy->rules[i].data, policy->rules[i].size);
        wn_buf_put(out, '\n');
    }
}

static inline void free_policy(policy_text *policy)
{
    for (size_t i = 0; i < policy->count; i++)
        wn_buf_free(&policy->rules[i]);
}

#endif
