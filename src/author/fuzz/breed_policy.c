/* breed_policy.c: random policies, rule by rule. Their words are those of bred documents. */
#include "author/fuzz/breed.h"

#define PLAIN_CONDITIONS 18 /* the first ones ask of nothing but the line */

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

/* A rule as one line of YAML, without the line end. */
static void put_rule(wn_breeder *b, wn_buf *out, size_t number, wn_breed_reach reach)
{
    wn_buf_printf(out, "- {id: r%zu.x%zu, ", wn_breeder_below(b, 4), number);
    size_t kind = reach == WN_REACH_LINE ? 0 : wn_breeder_below(b, reach == WN_REACH_STREAM ? 9 : 12);
    switch (kind) {
    case 0:
    case 1:
    case 2: {
        size_t count = reach == WN_REACH_LINE ? PLAIN_CONDITIONS : sizeof conditions / sizeof *conditions;
        wn_buf_printf(out, "%sline: {%s}}", reach == WN_REACH_LINE ? "" : WN_BREED_PICK(b, actions),
                      conditions[wn_breeder_below(b, count)]);
        break;
    }
    case 3:
        wn_buf_printf(out, "block: {%s}}", WN_BREED_PICK(b, conditions));
        break;
    case 4:
    case 5:
        wn_buf_printf(out, "section: {%s}}", WN_BREED_PICK(b, sections));
        break;
    case 6:
        wn_buf_printf(out, "run: {%s}}", WN_BREED_PICK(b, runs));
        break;
    case 7:
        wn_buf_printf(out, "span: '%s'}", wn_breeder_one_in(b, 2) ? "[?&]utm_\\w+=\\w+" : "\\b(?:ferry|harbour) ?\\w*");
        break;
    case 8:
        wn_buf_printf(out, "head: {%s, limit: 2}}", WN_BREED_PICK(b, conditions));
        break;
    case 9:
        wn_buf_printf(out, "tail: {%s}}", WN_BREED_PICK(b, tails));
        break;
    case 10:
        wn_buf_printf(out, "line: {%s}}", WN_BREED_PICK(b, document_conditions));
        break;
    default:
        wn_buf_printf(out, "section: {%s}}", WN_BREED_PICK(b, document_sections));
        break;
    }
}

wn_bred_policy wn_breed_policy(wn_breeder *breeder, wn_breed_reach reach)
{
    wn_bred_policy policy = {.count = 1 + wn_breeder_below(breeder, WN_BREED_RULES_MAX)};
    policy.has_guard = reach == WN_REACH_DOCUMENT && wn_breeder_one_in(breeder, 3);
    for (size_t i = 0; i < policy.count; i++)
        put_rule(breeder, &policy.rules[i], i, reach);
    return policy;
}

void wn_bred_policy_shuffle(wn_breeder *breeder, wn_bred_policy *policy)
{
    for (size_t i = policy->count; i > 1; i--) {
        size_t other = wn_breeder_below(breeder, i);
        wn_buf swap = policy->rules[other];
        policy->rules[other] = policy->rules[i - 1];
        policy->rules[i - 1] = swap;
    }
}

void wn_bred_policy_write(const wn_bred_policy *policy, wn_buf *out)
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

void wn_bred_policy_free(wn_bred_policy *policy)
{
    for (size_t i = 0; i < policy->count; i++)
        wn_buf_free(&policy->rules[i]);
}
