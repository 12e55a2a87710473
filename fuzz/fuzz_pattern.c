/* fuzz_pattern.c: a pattern and a text against plain PCRE2. The first byte has flags, the first line is the pattern,
 * the rest the text. Where neither hits a limit both say the same; what is known of a pattern without running it is
 * true of every text that it matches; and no match takes more steps than were promised. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "fuzz.h"

#include "base/utf8.h"
#include "match/chars.h"
#include "match/fold.h"
#include "match/pattern.h"
#include "match/view.h"

#include <pcre2.h>
#include <string.h>

#define COUNTED_STEPS_MAX 131072 /* of one match, see pattern.c */
#define JIT_AFTER_CALLS 32

typedef struct subject {
    wn_buf   storage;
    wn_view  view;
    wn_buf   fold;
    uint32_t chars;
    uint32_t scripts;
} subject;

static void read_subject(wn_bytes line, subject *s)
{
    fuzz_demand(wn_view_make(line, &s->storage, &s->view) == WN_OK, "there is memory");
    fuzz_demand(wn_fold(s->view.text, &s->fold) == WN_OK, "there is memory");
    for (size_t i = 0; i < s->view.text.size; s->chars++) {
        wn_utf8_char c = wn_utf8_decode(s->view.text, i);
        fuzz_demand(c.is_valid, "a view is UTF-8");
        s->scripts |= wn_char_script(c.code);
        i += c.size;
    }
}

/* ---- PCRE2's word ---- */

static int match_plainly(wn_bytes pattern, bool is_exact, wn_bytes text)
{
    int         number, result;
    size_t      offset;
    uint32_t    options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | (is_exact ? 0 : PCRE2_CASELESS);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)(pattern.size ? pattern.data : ""), pattern.size, options, &number,
                                     &offset, NULL);
    fuzz_demand(code != NULL, "what was accepted compiles");
    pcre2_match_data    *data = pcre2_match_data_create_from_pattern(code, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(context, 200000);
    result = pcre2_match(code, (PCRE2_SPTR)(text.size ? text.data : ""), text.size, 0, 0, data, context);
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return result;
}

/* ---- what is known ---- */

static bool has_part(wn_bytes text, wn_bytes part)
{
    for (size_t i = 0; i + part.size <= text.size; i++)
        if (memcmp(text.data + i, part.data, part.size) == 0)
            return true;
    return !part.size;
}

static bool has_literal(const wn_regex_facts *facts, const subject *s)
{
    wn_bytes fold = wn_buf_bytes(&s->fold), lead = facts->after_lead ? wn_lead(fold) : fold;
    for (size_t i = 0; i < facts->literal_count; i++) {
        wn_bytes literal = facts->literals[i];
        if (facts->kind == WN_LITERAL_CONTAINS && has_part(fold, literal))
            return true;
        if (facts->kind == WN_LITERAL_STARTS && literal.size <= lead.size &&
            memcmp(lead.data, literal.data, literal.size) == 0)
            return true;
    }
    return facts->kind == WN_LITERAL_NONE;
}

static void check_facts(const wn_regex_facts *facts, const wn_pattern_def *def, const subject *s, bool matches)
{
    bool has = has_literal(facts, s);
    if (matches) {
        fuzz_demand(has, "what matches has one of the literals");
        fuzz_demand(s->chars >= facts->min_chars, "what matches has the least characters");
        fuzz_demand(!facts->max_chars || s->chars <= facts->max_chars, "what matches has at most so many characters");
        fuzz_demand(!facts->scripts || facts->scripts & s->scripts, "what matches has a character of the groups");
        fuzz_demand(!wn_pattern_is_excluded(def, s->view.text, s->chars, s->scripts), "what matches is not excluded");
    }
    if (facts->cost == WN_COST_LITERAL && s->view.is_ascii && facts->kind != WN_LITERAL_NONE)
        fuzz_demand(matches == has, "a literal pattern matches where its literal is");
}

/* ---- ours ---- */

static void check_match(const wn_pattern_def *def, const char *pool, bool interpret, const subject *s, int plainly)
{
    wn_patterns *patterns = NULL;
    wn_matcher  *matcher = NULL;
    wn_groups    groups;
    fuzz_demand(wn_patterns_new(def, 1, pool, &patterns) == WN_OK, "there is memory");
    fuzz_demand(wn_matcher_new(patterns, interpret, &matcher) == WN_OK, "there is memory");
    wn_match first = wn_matcher_find(matcher, 0, s->view.text, 0, &groups), last = first;
    for (int i = 0; !interpret && i <= JIT_AFTER_CALLS; i++)
        last = wn_matcher_find(matcher, 0, s->view.text, 0, NULL);
    fuzz_demand(wn_matcher_steps(matcher) <= COUNTED_STEPS_MAX + s->view.text.size, "steps are bounded");
    fuzz_demand(first == last || first == WN_MATCH_LIMIT || last == WN_MATCH_LIMIT, "JIT and interpreter agree");
    bool is_known = plainly >= 0 || plainly == PCRE2_ERROR_NOMATCH;
    if (is_known && first != WN_MATCH_LIMIT)
        fuzz_demand((first == WN_MATCH_YES) == (plainly >= 0), "PCRE2 says the same");
    if (first == WN_MATCH_YES)
        fuzz_demand(groups.begin[0] <= s->view.text.size && groups.end[0] <= s->view.text.size,
                    "a match is in the text");
    wn_matcher_free(matcher);
    wn_patterns_free(patterns);
}

static wn_pattern_def define(const wn_regex_facts *facts, wn_bytes pattern, bool is_exact)
{
    wn_pattern_def def = {.size = (uint32_t)pattern.size,
                          .is_exact = is_exact,
                          .cost = (uint8_t)facts->cost,
                          .is_anchored = facts->is_anchored,
                          .has_value = facts->has_value,
                          .factor = facts->factor,
                          .min_chars = facts->min_chars,
                          .max_chars = facts->max_chars,
                          .scripts = facts->scripts};
    memcpy(def.first, facts->first, sizeof def.first);
    return def;
}

static void try_pattern(wn_bytes pattern, bool is_exact, const wn_regex_facts *facts, wn_bytes text)
{
    subject s = {0};
    char    message[160];
    size_t  offset;
    if (wn_pattern_check(pattern, is_exact, message, &offset) == WN_OK) {
        wn_pattern_def def = define(facts, pattern, is_exact);
        read_subject(text, &s);
        int plainly = match_plainly(pattern, is_exact, s.view.text);
        if (plainly >= 0 || plainly == PCRE2_ERROR_NOMATCH)
            check_facts(facts, &def, &s, plainly >= 0);
        check_match(&def, pattern.data, false, &s, plainly);
        check_match(&def, pattern.data, true, &s, plainly);
    } else {
        fuzz_demand(*message && offset <= pattern.size, "what is refused has a reason and a place");
    }
    wn_buf_free(&s.storage);
    wn_buf_free(&s.fold);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 6000)
        return 0;
    bool           is_exact = data[0] & 1;
    const char    *text = (const char *)data + 1;
    const char    *end = memchr(text, '\n', size - 1);
    wn_bytes       source = {text, end ? (size_t)(end - text) : size - 1};
    wn_bytes       line = {end ? end + 1 : text + size - 1, end ? size - 2 - source.size : 0};
    wn_buf         pattern = {0};
    wn_arena       arena = {0};
    wn_regex_facts facts;
    wn_regex_fault fault = {0};
    if (wn_view_pattern(source, &pattern) == WN_OK && wn_buf_put(&pattern, '\0')) {
        wn_bytes  bytes = {pattern.data, pattern.size - 1};
        wn_status status = wn_regex_read(bytes, !is_exact, &arena, &facts, &fault);
        fuzz_demand(status == WN_OK || (status == WN_BAD_POLICY && fault.message), "a pattern is allowed or refused");
        if (status == WN_OK)
            try_pattern(bytes, is_exact, &facts, line);
    }
    wn_arena_free(&arena);
    wn_buf_free(&pattern);
    return 0;
}
