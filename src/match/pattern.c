/* pattern.c: compiling and matching under limits that hold.
 *
 * PCRE2's own match limit starts anew at every starting position and does not count scanning, so it
 * bounds nothing that grows with the line. A match therefore runs in one of two ways:
 *
 * plain    the compiled code, by JIT when it is used often. Only where the class of the pattern and
 *          the length of the subject promise at most PLAIN_STEPS_MAX steps. The match limit is a
 *          second belt there.
 * counted  a second compilation with PCRE2_AUTO_CALLOUT, in the interpreter: before each item of the
 *          pattern a callout counts a step, and one more for every SCAN_BYTES that the item before
 *          went through. When the steps of the call are spent, the match ends with WN_MATCH_LIMIT.
 *          COSTLY patterns run so, others on long lines. The count is the same on every machine, and
 *          no clock decides.
 *
 * Counting is slow, and most lines make no trouble. So a match that would be counted is first tried with
 * a small match limit, where that bounds something: the pattern is tried at the start only and the line is
 * not long. It is tried by the interpreter and by JIT, which count differently, in whichever order; compiling
 * by JIT costs as much as some hundred matches, so rare patterns come to the interpreter first. What comes of
 * a trial within its limit is the answer; only where neither has one is the match counted.
 *
 * The figures behind the limits stand at counted_steps_max. */
#include "match/pattern.h"

#include "match/chars.h"
#include "match/engine.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define JIT_AFTER_CALLS 64 /* calls by one matcher; rarer patterns are not worth compiling */
#define JIT_DUE UINT32_MAX
#define JIT_BYTES_A_CALL 64 /* and a call more for so many bytes of code: a large pattern takes milliseconds */
#define JIT_STACK_MIN ((size_t)32 << 10)
#define JIT_STACK_MAX ((size_t)512 << 10)
#define READS_MAX 256 /* patterns that are read compiled: each has 1 KiB of tables; who needs more runs long */
#define CODE_BYTES_MAX ((size_t)1 << 20)     /* of one compiled pattern */
#define HEAP_KIB_MAX 16384                   /* of the interpreter's frames for one match */
#define PLAIN_STEPS_MAX ((uint64_t)1 << 19)  /* about 3 ms in the interpreter, 1 ms by JIT */
#define LINEAR_STEPS_MAX ((uint64_t)1 << 21) /* for LINEAR patterns, whose steps are single comparisons */
#define MATCH_LIMIT_MIN 4096                 /* PCRE2's own, at each starting position */
#define COUNTED_STEPS_BASE 8192
#define COUNTED_STEPS_PER_BYTE 16
#define COUNTED_STEPS_MAX 131072
#define SCAN_BYTES 8
#define TRIAL_BYTES_MAX 2048 /* of a line that is tried before a match is counted: */
#define TRIAL_LIMIT 2048     /* its match limit; with what is scanned in between, below 1 ms in the worst case */

/* One pattern's compiled forms, each made once by whichever thread needs it first and published by
 * a compare-and-swap; the loser frees its own. */
typedef struct slot {
    _Atomic(pcre2_code *) plain;
    _Atomic(pcre2_code *) jit; /* a copy of `plain`, compiled to machine code when that is possible */
    _Atomic(pcre2_code *) counted;
} slot;

typedef enum fitness {
    FITNESS_UNKNOWN,
    FITNESS_FITS,
    FITNESS_FOREIGN
} fitness;

struct wn_patterns {
    const wn_pattern_def  *defs;
    size_t                 count;
    const char            *pool;
    pcre2_compile_context *context;
    slot                  *slots;
    const wn_codes        *codes;   /* or NULL */
    _Atomic(fitness)       fitness; /* of the codes */
    _Atomic(uint32_t)      reads;
};

struct wn_matcher {
    wn_patterns         *patterns;
    pcre2_match_data    *data;
    pcre2_match_context *plain_context;
    pcre2_match_context *counted_context;
    pcre2_jit_stack     *jit_stack;
    uint32_t            *uses; /* calls of each pattern, until it is worth JIT */
    bool                 interpret;
    bool                 has_jit_stack; /* or was tried for one in vain */
    bool                 lacked_memory;
    uint64_t             calls;
    wn_bytes             pattern; /* of the running counted match */
    uint64_t             steps;
    uint64_t             steps_left;
    size_t               position; /* in the subject, at the last callout */
};

/* ---- compiling ---- */

static uint32_t compile_options(bool is_exact)
{
    return PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY |
           (is_exact ? 0 : PCRE2_CASELESS);
}

pcre2_compile_context *wn_engine_context(void)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context) {
        pcre2_set_parens_nest_limit(context, WN_REGEX_NESTING_MAX);
        pcre2_set_max_pattern_length(context, WN_REGEX_BYTES_MAX);
    }
    return context;
}

pcre2_code *wn_engine_compile(pcre2_compile_context *context, wn_bytes pattern, bool is_exact, uint32_t more_options,
                              int *error, size_t *offset)
{
    return pcre2_compile((PCRE2_SPTR)(pattern.size ? pattern.data : ""), pattern.size,
                         compile_options(is_exact) | more_options, error, offset, context);
}

static bool is_small(const pcre2_code *code)
{
    size_t size = 0;
    return !pcre2_pattern_info(code, PCRE2_INFO_SIZE, &size) && size <= CODE_BYTES_MAX;
}

static wn_status explain_error(int error, char message[160])
{
    if (error == PCRE2_ERROR_HEAP_FAILED)
        return WN_NO_MEMORY;
    PCRE2_UCHAR words[160];
    pcre2_get_error_message(error, words, sizeof words);
    memcpy(message, words, sizeof words);
    return WN_BAD_POLICY;
}

static wn_status check_form(pcre2_compile_context *context, wn_bytes pattern, bool is_exact, uint32_t more_options,
                            char message[160], size_t *offset)
{
    int         error = 0;
    pcre2_code *code = wn_engine_compile(context, pattern, is_exact, more_options, &error, offset);
    if (!code)
        return explain_error(error, message);
    wn_status status = WN_OK;
    if (!is_small(code)) {
        static const char too_large[] = "the compiled pattern is larger than 1 MiB";
        memcpy(message, too_large, sizeof too_large);
        *offset = 0;
        status = WN_BAD_POLICY;
    }
    pcre2_code_free(code);
    return status;
}

#define PLAIN_BYTES_MAX 1000 /* compiled, each takes some ten bytes */

/* Whether a pattern has nothing, perhaps after ^, that could mean anything but itself: no PCRE2 refuses it. */
static bool is_plain(wn_bytes pattern)
{
    size_t at = pattern.size && pattern.data[0] == '^';
    while (at < pattern.size && (wn_is_ascii_word(pattern.data[at]) || pattern.data[at] == ' ' ||
                                 pattern.data[at] == ':' || pattern.data[at] == ','))
        at++;
    return at == pattern.size && pattern.size <= PLAIN_BYTES_MAX;
}

/* Both forms must compile. The counted one is the larger, and what is wrong is wrong in both: the other is asked only
 * for what it says. */
wn_status wn_pattern_check(wn_bytes pattern, bool is_exact, char message[160], size_t *offset)
{
    message[0] = '\0';
    *offset = 0;
    if (is_plain(pattern))
        return WN_OK;
    pcre2_compile_context *context = wn_engine_context();
    if (!context)
        return WN_NO_MEMORY;
    wn_status status = check_form(context, pattern, is_exact, PCRE2_AUTO_CALLOUT, message, offset);
    if (status != WN_OK) {
        char   plain[160] = {0};
        size_t at = 0;
        if (check_form(context, pattern, is_exact, 0, plain, &at) != WN_OK) {
            memcpy(message, plain, sizeof plain);
            *offset = at;
        }
    }
    pcre2_compile_context_free(context);
    return status;
}

/* ---- the shared patterns ---- */

wn_status wn_patterns_new(const wn_pattern_def *defs, size_t count, const char *pool, wn_patterns **result)
{
    *result = NULL;
    wn_patterns *patterns = calloc(1, sizeof *patterns);
    if (!patterns)
        return WN_NO_MEMORY;
    patterns->defs = defs;
    patterns->count = count;
    patterns->pool = pool;
    patterns->context = wn_engine_context();
    patterns->slots = calloc(count ? count : 1, sizeof *patterns->slots);
    if (!patterns->context || !patterns->slots) {
        wn_patterns_free(patterns);
        return WN_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        atomic_init(&patterns->slots[i].plain, NULL);
        atomic_init(&patterns->slots[i].jit, NULL);
        atomic_init(&patterns->slots[i].counted, NULL);
    }
    atomic_init(&patterns->fitness, FITNESS_UNKNOWN);
    atomic_init(&patterns->reads, 0);
    *result = patterns;
    return WN_OK;
}

void wn_patterns_use(wn_patterns *patterns, const struct wn_codes *codes)
{
    patterns->codes = codes;
}

void wn_patterns_free(wn_patterns *patterns)
{
    if (!patterns)
        return;
    for (size_t i = 0; patterns->slots && i < patterns->count; i++) {
        pcre2_code_free(atomic_load(&patterns->slots[i].plain));
        pcre2_code_free(atomic_load(&patterns->slots[i].jit));
        pcre2_code_free(atomic_load(&patterns->slots[i].counted));
    }
    free(patterns->slots);
    pcre2_compile_context_free(patterns->context);
    free(patterns);
}

/* Stores the code unless another thread was faster; returns what is stored. */
static pcre2_code *publish(_Atomic(pcre2_code *) *place, pcre2_code *code)
{
    pcre2_code *expected = NULL;
    if (!code || atomic_compare_exchange_strong(place, &expected, code))
        return code;
    pcre2_code_free(code);
    return expected;
}

static pcre2_code *compile(wn_patterns *patterns, uint32_t index, uint32_t more_options)
{
    const wn_pattern_def *def = &patterns->defs[index];
    wn_bytes              text = {patterns->pool + def->text, def->size};
    int                   error;
    size_t                offset;
    return wn_engine_compile(patterns->context, text, def->is_exact, more_options, &error, &offset);
}

/* Threads may find it out side by side. */
static bool have_codes(wn_patterns *patterns)
{
    if (!patterns->codes || atomic_fetch_add_explicit(&patterns->reads, 1, memory_order_relaxed) >= READS_MAX)
        return false;
    fitness fits = atomic_load_explicit(&patterns->fitness, memory_order_relaxed);
    if (fits == FITNESS_UNKNOWN) {
        fits = wn_codes_fit(patterns->codes, patterns->context) ? FITNESS_FITS : FITNESS_FOREIGN;
        atomic_store_explicit(&patterns->fitness, fits, memory_order_relaxed);
    }
    return fits == FITNESS_FITS;
}

static pcre2_code *get_plain(wn_patterns *patterns, uint32_t index)
{
    _Atomic(pcre2_code *) *place = &patterns->slots[index].plain;
    pcre2_code            *code = atomic_load_explicit(place, memory_order_acquire);
    if (code)
        return code;
    return publish(place, have_codes(patterns) ? wn_codes_read(patterns->codes, index) : compile(patterns, index, 0));
}

static pcre2_code *get_counted(wn_patterns *patterns, uint32_t index)
{
    _Atomic(pcre2_code *) *place = &patterns->slots[index].counted;
    pcre2_code            *code = atomic_load_explicit(place, memory_order_acquire);
    return code ? code : publish(place, compile(patterns, index, PCRE2_AUTO_CALLOUT));
}

/* The code compiled by JIT; where JIT cannot compile it, an ordinary copy that is not tried again. */
static pcre2_code *get_jit(wn_patterns *patterns, uint32_t index)
{
    slot       *s = &patterns->slots[index];
    pcre2_code *code = atomic_load_explicit(&s->jit, memory_order_acquire);
    if (code)
        return code;
    pcre2_code *plain = get_plain(patterns, index);
    pcre2_code *copy = plain ? pcre2_code_copy(plain) : NULL;
    if (!copy)
        return plain;
    pcre2_jit_compile(copy, PCRE2_JIT_COMPLETE);
    return publish(&s->jit, copy);
}

/* ---- limits ---- */

static uint64_t multiply(uint64_t a, uint64_t b)
{
    return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

/* The steps a counted match may take: 12 ns each, so 0.1 ms for a short line and 2 ms for the
 * longest. Measured with PCRE2 10.42 on one core of a small virtual machine, for 31 patterns on text
 * made against each, such as (a+)+$, (a|aa)+$, (.*a){12}[xy], \s+$, twenty times .*, (\w+)\1 and
 * \b\w+\b.*[xy], on lines of 100 bytes to 16 KiB:
 *
 *                                       one match       a megabyte of such lines
 *   counted, limit reached              0.1 to 4 ms     0.3 to 1.5 s
 *   plain, QUADRATIC, 700 bytes, JIT    below 0.1 ms    below 0.1 s
 *   plain, QUADRATIC, 700 bytes, no JIT up to 4.4 ms    6 s (the first calls only, unless JIT is off)
 *   plain, LINEAR, 16 KiB, no JIT       up to 2 ms      up to 0.4 s
 */
static uint64_t counted_steps_max(size_t bytes)
{
    uint64_t steps = COUNTED_STEPS_BASE + multiply(COUNTED_STEPS_PER_BYTE, bytes);
    return steps < COUNTED_STEPS_MAX ? steps : COUNTED_STEPS_MAX;
}

/* What the class promises; UINT64_MAX for nothing. */
static uint64_t promised_steps(const wn_pattern_def *def, size_t bytes)
{
    uint64_t n = (uint64_t)bytes + 1;
    uint64_t factor = def->factor ? def->factor : 1;
    switch ((wn_cost)def->cost) {
    case WN_COST_LITERAL:
        return n;
    case WN_COST_LINEAR:
        return multiply(factor, n);
    case WN_COST_QUADRATIC:
        return multiply(factor, multiply(n, n));
    default:
        return UINT64_MAX;
    }
}

static bool is_plain_enough(const wn_pattern_def *def, size_t bytes)
{
    return promised_steps(def, bytes) <= (def->cost <= WN_COST_LINEAR ? LINEAR_STEPS_MAX : PLAIN_STEPS_MAX);
}

/* What PCRE2 may do at one starting position of a plain match, should the class be wrong. */
static uint32_t match_limit(const wn_pattern_def *def, size_t bytes)
{
    bool     is_local = def->cost <= WN_COST_LINEAR && !def->is_anchored;
    uint64_t steps = is_local ? multiply(64, def->factor) : multiply(4, promised_steps(def, bytes));
    return steps < UINT32_MAX / 2 ? MATCH_LIMIT_MIN + (uint32_t)steps : UINT32_MAX;
}

size_t wn_cost_window(wn_cost cost)
{
    (void)cost; /* the steps of a call are counted, whatever the class */
    return WN_LINE_BYTES_MAX;
}

uint64_t wn_pattern_step_bound(const wn_pattern_def *def, size_t bytes)
{
    return is_plain_enough(def, bytes) ? promised_steps(def, bytes) : counted_steps_max(bytes);
}

/* ---- matchers ---- */

static bool is_back_reference(wn_bytes pattern, size_t at)
{
    if (pattern.size - at < 2)
        return false;
    const char *item = pattern.data + at;
    if (item[0] == '(')
        return pattern.size - at > 3 && !memcmp(item, "(?P=", 4);
    return item[0] == '\\' && ((item[1] >= '0' && item[1] <= '9') || item[1] == 'g' || item[1] == 'k');
}

static size_t longest_group(const pcre2_callout_block *block)
{
    size_t longest = 0;
    for (uint32_t i = 1; i < block->capture_top; i++) {
        size_t begin = block->offset_vector[2 * i], end = block->offset_vector[2 * i + 1];
        if (begin != PCRE2_UNSET && end > begin && end - begin > longest)
            longest = end - begin;
    }
    return longest;
}

static int count_step(pcre2_callout_block *block, void *user)
{
    wn_matcher *matcher = user;
    size_t      at = block->current_position;
    size_t      gone = at > matcher->position ? at - matcher->position : matcher->position - at;
    if (is_back_reference(matcher->pattern, block->pattern_position))
        gone += longest_group(block); /* which PCRE2 compares before it fails */
    matcher->position = at;
    matcher->steps += 1 + gone / SCAN_BYTES;
    return matcher->steps > matcher->steps_left ? PCRE2_ERROR_MATCHLIMIT : 0;
}

static bool make_contexts(wn_matcher *matcher)
{
    matcher->data = pcre2_match_data_create(WN_GROUPS_MAX, NULL);
    matcher->plain_context = pcre2_match_context_create(NULL);
    matcher->counted_context = pcre2_match_context_create(NULL);
    matcher->uses = calloc(matcher->patterns->count ? matcher->patterns->count : 1, sizeof *matcher->uses);
    if (!matcher->data || !matcher->plain_context || !matcher->counted_context || !matcher->uses)
        return false;
    pcre2_set_heap_limit(matcher->plain_context, HEAP_KIB_MAX);
    pcre2_set_heap_limit(matcher->counted_context, HEAP_KIB_MAX);
    pcre2_set_callout(matcher->counted_context, count_step, matcher);
    return true;
}

wn_status wn_matcher_new(wn_patterns *patterns, bool interpret, wn_matcher **result)
{
    *result = NULL;
    wn_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher)
        return WN_NO_MEMORY;
    matcher->patterns = patterns;
    matcher->interpret = interpret;
    if (!make_contexts(matcher)) {
        wn_matcher_free(matcher);
        return WN_NO_MEMORY;
    }
    *result = matcher;
    return WN_OK;
}

void wn_matcher_free(wn_matcher *matcher)
{
    if (!matcher)
        return;
    pcre2_match_data_free(matcher->data);
    pcre2_match_context_free(matcher->plain_context);
    pcre2_match_context_free(matcher->counted_context);
    pcre2_jit_stack_free(matcher->jit_stack);
    free(matcher->uses);
    free(matcher);
}

uint64_t wn_matcher_calls(const wn_matcher *matcher)
{
    return matcher->calls;
}

uint64_t wn_matcher_steps(const wn_matcher *matcher)
{
    return matcher->steps;
}

/* ---- matching ---- */

static int run(wn_matcher *matcher, const pcre2_code *code, wn_bytes subject, size_t start, uint32_t options,
               pcre2_match_context *context)
{
    matcher->calls++;
    return pcre2_match(code, (PCRE2_SPTR)(subject.size ? subject.data : ""), subject.size, start,
                       PCRE2_NO_UTF_CHECK | options, matcher->data, context);
}

/* By JIT without the detour of pcre2_match; where the code could not be compiled by JIT, PCRE2_ERROR_JIT_BADOPTION. */
static int run_jit(wn_matcher *matcher, const pcre2_code *code, wn_bytes subject, size_t start)
{
    matcher->calls++;
    return pcre2_jit_match(code, (PCRE2_SPTR)(subject.size ? subject.data : ""), subject.size, start, 0, matcher->data,
                           matcher->plain_context);
}

static int run_counted(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start)
{
    pcre2_code *code = get_counted(matcher->patterns, index);
    if (!code)
        return PCRE2_ERROR_NOMEMORY;
    const wn_pattern_def *def = &matcher->patterns->defs[index];
    matcher->pattern = (wn_bytes){matcher->patterns->pool + def->text, def->size};
    matcher->steps = 0;
    matcher->steps_left = counted_steps_max(subject.size);
    matcher->position = start;
    return run(matcher, code, subject, start, PCRE2_NO_JIT, matcher->counted_context);
}

/* The JIT stack is made when it is first needed; without memory for it, JIT has the 32 KiB of the
 * machine stack that it uses by itself. */
static void prepare_jit(wn_matcher *matcher)
{
    if (matcher->has_jit_stack)
        return;
    matcher->has_jit_stack = true;
    matcher->jit_stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
    if (matcher->jit_stack)
        pcre2_jit_stack_assign(matcher->plain_context, NULL, matcher->jit_stack);
}

/* How many calls of the pattern are worth compiling it. */
static uint32_t calls_for_jit(wn_matcher *matcher, uint32_t index)
{
    const pcre2_code *code = get_plain(matcher->patterns, index);
    size_t            bytes = 0;
    if (code)
        pcre2_pattern_info(code, PCRE2_INFO_SIZE, &bytes);
    return JIT_AFTER_CALLS + (uint32_t)(bytes / JIT_BYTES_A_CALL);
}

/* Whether the pattern is used often enough by now. */
static bool is_worth_jit(wn_matcher *matcher, uint32_t index)
{
    if (matcher->interpret)
        return false;
    if (matcher->uses[index] == JIT_DUE)
        return true;
    if (++matcher->uses[index] >= JIT_AFTER_CALLS && matcher->uses[index] >= calls_for_jit(matcher, index))
        matcher->uses[index] = JIT_DUE;
    return false;
}

static int run_plain(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start)
{
    bool        by_jit = is_worth_jit(matcher, index);
    pcre2_code *code = by_jit ? get_jit(matcher->patterns, index) : get_plain(matcher->patterns, index);
    int         result = PCRE2_ERROR_JIT_BADOPTION;
    if (!code)
        return PCRE2_ERROR_NOMEMORY;
    pcre2_set_match_limit(matcher->plain_context, match_limit(&matcher->patterns->defs[index], subject.size));
    if (by_jit) {
        prepare_jit(matcher);
        result = run_jit(matcher, code, subject, start);
    }
    if (result == PCRE2_ERROR_JIT_BADOPTION || result == PCRE2_ERROR_JIT_STACKLIMIT) /* the interpreter has more room */
        result = run(matcher, code, subject, start, PCRE2_NO_JIT, matcher->plain_context);
    return result;
}

static bool can_try(const wn_matcher *matcher, const wn_pattern_def *def, wn_bytes subject)
{
    return !matcher->interpret && def->is_anchored && subject.size <= TRIAL_BYTES_MAX;
}

static bool is_answer(int result)
{
    return result >= 0 || result == PCRE2_ERROR_NOMATCH;
}

static int try_by_jit(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start)
{
    pcre2_code *code = get_jit(matcher->patterns, index);
    if (!code)
        return PCRE2_ERROR_NOMEMORY;
    prepare_jit(matcher);
    return run_jit(matcher, code, subject, start);
}

static int try_plainly(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start)
{
    pcre2_code *code = get_plain(matcher->patterns, index);
    if (!code)
        return PCRE2_ERROR_NOMEMORY;
    return run(matcher, code, subject, start, PCRE2_NO_JIT, matcher->plain_context);
}

/* A match that the class does not vouch for. Which of the two trials comes first depends on earlier lines, what comes
 * of them does not: where one has an answer, it is the answer. */
static int run_watched(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start)
{
    if (can_try(matcher, &matcher->patterns->defs[index], subject)) {
        bool jit_first = is_worth_jit(matcher, index);
        pcre2_set_match_limit(matcher->plain_context, TRIAL_LIMIT);
        int result = jit_first ? try_by_jit(matcher, index, subject, start)
                               : try_plainly(matcher, index, subject, start);
        if (!is_answer(result))
            result = jit_first ? try_plainly(matcher, index, subject, start)
                               : try_by_jit(matcher, index, subject, start);
        if (is_answer(result))
            return result;
    }
    return run_counted(matcher, index, subject, start);
}

static void copy_groups(const pcre2_match_data *data, int result, wn_groups *groups)
{
    const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer((pcre2_match_data *)data);
    groups->count = result > 0 && result < WN_GROUPS_MAX ? (size_t)result : WN_GROUPS_MAX;
    for (size_t i = 0; i < WN_GROUPS_MAX; i++) {
        bool is_set = i < groups->count && pairs[2 * i] != PCRE2_UNSET;
        groups->begin[i] = is_set ? pairs[2 * i] : SIZE_MAX;
        groups->end[i] = is_set ? pairs[2 * i + 1] : SIZE_MAX;
    }
}

wn_match wn_matcher_find(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_groups *groups)
{
    const wn_pattern_def *def = &matcher->patterns->defs[index];
    if (subject.size > wn_cost_window((wn_cost)def->cost))
        return WN_MATCH_LIMIT;
    matcher->steps = 0;
    int result = is_plain_enough(def, subject.size) ? run_plain(matcher, index, subject, start)
                                                    : run_watched(matcher, index, subject, start);
    if (result == PCRE2_ERROR_NOMATCH)
        return WN_MATCH_NO;
    if (result < 0) {
        matcher->lacked_memory |= result == PCRE2_ERROR_NOMEMORY;
        return WN_MATCH_LIMIT;
    }
    if (groups)
        copy_groups(matcher->data, result, groups);
    return WN_MATCH_YES;
}

int wn_matcher_group(wn_matcher *matcher, uint32_t index, const char *name)
{
    pcre2_code *code = get_plain(matcher->patterns, index);
    matcher->lacked_memory |= !code;
    int number = code ? pcre2_substring_number_from_name(code, (PCRE2_SPTR)name) : -1;
    return number > 0 ? number : -1;
}

bool wn_matcher_lacked_memory(const wn_matcher *matcher)
{
    return matcher->lacked_memory;
}

/* ---- the version ---- */

void wn_pattern_engine_version(char version[64])
{
    version[0] = '\0';
    if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= 64)
        pcre2_config(PCRE2_CONFIG_VERSION, version);
}
