/* pattern.c: compiling and matching under limits that hold.
 *
 * PCRE2's own match limit starts anew at every starting position and does not count scanning, so it
 * bounds nothing that grows with the line. A match therefore runs in one of two ways:
 *
 * plain    the compiled code, by JIT when it is used often. Only where the class of the pattern and
 *          the length of the subject promise no more steps than the line has left for such matches. The
 *          match limit is a second belt there.
 * counted  a second compilation with PCRE2_AUTO_CALLOUT, in the interpreter: before each item of the
 *          pattern a callout counts a step, and one more for every SCAN_BYTES that the item before
 *          went through. When the steps that the line has left are spent, the match ends with WN_MATCH_LIMIT.
 *          The count is the same on every machine, and no clock decides.
 *
 * Counting is slow, and most lines make no trouble. So a match whose class promises little is first tried with
 * a small match limit, where that bounds something: the pattern is tried at the start only and the line is
 * not long. It is tried by the interpreter and by JIT, which count differently, in whichever order; compiling
 * by JIT costs as much as some hundred matches, so rare patterns come to the interpreter first. What comes of
 * a trial within its limit is the answer; only where neither has one is the match counted. Where there is no JIT,
 * the interpreter has a higher limit instead.
 *
 * What a line may take stands at wn_allowance_of. */
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
#define CODE_BYTES_MAX ((size_t)1 << 20) /* of one compiled pattern */
#define HEAP_KIB_MAX 16384               /* of the interpreter's frames for one match */
#define MATCH_LIMIT_MIN 4096             /* PCRE2's own, at each starting position */
#define LINE_STEPS 768                   /* see wn_allowance_of */
#define LINE_STEPS_PER_BYTE 32
#define SHORT_STEPS_PER_BYTE 64
#define LINE_PROMISED 2048
#define PROMISED_PER_BYTE 320
#define COUNTED_STEPS_MAX 131072 /* of one match */
#define CALL_STEPS 8             /* that a counted match takes before its first item */
#define SCAN_BYTES 8
#define FREE_FACTOR 4        /* of LINEAR patterns that take hardly longer on hostile lines than on others */
#define TRIAL_BYTES_MAX 2048 /* of a line that is tried before a match is counted */
#define TRIAL_LIMIT 32       /* the match limit of a trial, */
#define TRIAL_LIMIT_PER_BYTE 2
#define TRIAL_LIMIT_MAX 256
#define INTERPRETED_TRIAL 3    /* which the interpreter, that counts more, has so many times, */
#define WITHOUT_JIT 4          /* and, where there is no JIT, its trials so many times that */
#define TRIAL_PROMISED 4       /* and what it takes of the line's allowance, a byte */
#define LONG_TRIAL 3           /* a second trial has a limit so many times as high, */
#define LONG_TRIAL_PROMISED 12 /* and takes so much for each of its limit */

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
    bool                 has_references;
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

static uint64_t lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t multiply(uint64_t a, uint64_t b)
{
    return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
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

/* What a plain match takes of a line's allowance. */
static uint64_t plain_price(const wn_pattern_def *def, size_t bytes)
{
    bool is_free = def->cost == WN_COST_LITERAL || (def->cost == WN_COST_LINEAR && def->factor <= FREE_FACTOR);
    return is_free ? 0 : promised_steps(def, bytes);
}

static uint64_t trial_price(size_t bytes)
{
    return TRIAL_PROMISED * ((uint64_t)bytes + 1);
}

static uint32_t trial_limit(size_t bytes)
{
    size_t limit = TRIAL_LIMIT + TRIAL_LIMIT_PER_BYTE * bytes;
    return limit < TRIAL_LIMIT_MAX ? (uint32_t)limit : TRIAL_LIMIT_MAX;
}

wn_allowance wn_allowance_of(size_t bytes)
{
    uint64_t n = (uint64_t)bytes + 1;
    uint64_t few = SHORT_STEPS_PER_BYTE * n, many = LINE_STEPS + LINE_STEPS_PER_BYTE * n;
    return (wn_allowance){.steps = lesser(few, many), .promised = LINE_PROMISED + PROMISED_PER_BYTE * n};
}

/* What PCRE2 may do at one starting position of a plain match, should the class be wrong. */
static uint32_t match_limit(const wn_pattern_def *def, size_t bytes)
{
    bool     is_local = def->cost <= WN_COST_LINEAR && !def->is_anchored;
    uint64_t steps = is_local ? multiply(64, def->factor) : multiply(4, promised_steps(def, bytes));
    return steps < UINT32_MAX / 2 ? MATCH_LIMIT_MIN + (uint32_t)steps : UINT32_MAX;
}

uint64_t wn_match_steps_max(size_t bytes)
{
    return lesser(wn_allowance_of(bytes).steps / 2, COUNTED_STEPS_MAX);
}

size_t wn_cost_window(wn_cost cost)
{
    (void)cost; /* the steps of a call are counted, whatever the class */
    return WN_LINE_BYTES_MAX;
}

uint64_t wn_pattern_step_bound(const wn_pattern_def *def, size_t bytes)
{
    bool is_plain = plain_price(def, bytes) <= wn_allowance_of(bytes).promised;
    return is_plain ? promised_steps(def, bytes) : wn_match_steps_max(bytes);
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
    if (matcher->has_references && is_back_reference(matcher->pattern, block->pattern_position))
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

static bool refers_back(const pcre2_code *code)
{
    uint32_t highest = 1;
    pcre2_pattern_info(code, PCRE2_INFO_BACKREFMAX, &highest);
    return highest > 0;
}

static int run_counted(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_allowance *left)
{
    if (!left->steps)
        return PCRE2_ERROR_MATCHLIMIT;
    pcre2_code *code = get_counted(matcher->patterns, index);
    if (!code)
        return PCRE2_ERROR_NOMEMORY;
    const wn_pattern_def *def = &matcher->patterns->defs[index];
    matcher->pattern = (wn_bytes){matcher->patterns->pool + def->text, def->size};
    matcher->has_references = refers_back(code);
    matcher->steps = CALL_STEPS;
    matcher->steps_left = left->steps;
    matcher->position = start;
    int result = run(matcher, code, subject, start, PCRE2_NO_JIT, matcher->counted_context);
    left->steps -= matcher->steps < left->steps ? matcher->steps : left->steps;
    return result;
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

static bool can_try(const wn_pattern_def *def, wn_bytes subject)
{
    return def->is_anchored && subject.size <= TRIAL_BYTES_MAX;
}

static bool is_answer(int result)
{
    return result >= 0 || result == PCRE2_ERROR_NOMATCH;
}

static int try_plainly(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, uint32_t limit)
{
    pcre2_code *code = get_plain(matcher->patterns, index);
    if (!code)
        return PCRE2_ERROR_NOMEMORY;
    pcre2_set_match_limit(matcher->plain_context, limit * INTERPRETED_TRIAL);
    return run(matcher, code, subject, start, PCRE2_NO_JIT, matcher->plain_context);
}

/* Without JIT, the interpreter has a limit at which it answers what JIT would have. */
static int try_by_jit(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, uint32_t limit)
{
    pcre2_code *code = matcher->interpret ? NULL : get_jit(matcher->patterns, index);
    if (!code && !matcher->interpret)
        return PCRE2_ERROR_NOMEMORY;
    int result = PCRE2_ERROR_JIT_BADOPTION;
    if (code) {
        prepare_jit(matcher);
        pcre2_set_match_limit(matcher->plain_context, limit);
        result = run_jit(matcher, code, subject, start);
    }
    return result == PCRE2_ERROR_JIT_BADOPTION ? try_plainly(matcher, index, subject, start, WITHOUT_JIT * limit)
                                               : result;
}

/* Takes a price from what is left, if that is enough. */
static bool pay(wn_allowance *left, uint64_t price)
{
    if (price > left->promised)
        return false;
    left->promised -= price;
    return true;
}

/* Which of the two comes first depends on earlier lines, what comes of them does not: where one has an answer, it is
 * the answer. */
static int run_short_trial(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, uint32_t limit)
{
    bool jit_first = is_worth_jit(matcher, index);
    int  result = jit_first ? try_by_jit(matcher, index, subject, start, limit)
                            : try_plainly(matcher, index, subject, start, limit);
    if (is_answer(result))
        return result;
    return jit_first ? try_plainly(matcher, index, subject, start, limit)
                     : try_by_jit(matcher, index, subject, start, limit);
}

/* A short trial, and a long one by JIT when that has no answer. Where the line cannot pay for it, few
 * trials more are paid for. */
static int run_trials(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_allowance *left)
{
    uint32_t limit = trial_limit(subject.size);
    int      result = run_short_trial(matcher, index, subject, start, limit);
    if (is_answer(result))
        return result;
    if (pay(left, (uint64_t)LONG_TRIAL_PROMISED * LONG_TRIAL * limit))
        return try_by_jit(matcher, index, subject, start, LONG_TRIAL * limit);
    left->promised /= 2;
    return result;
}

/* A plain match if the line can pay for it, else trials, else a counted one. */
static int run_within(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_allowance *left)
{
    const wn_pattern_def *def = &matcher->patterns->defs[index];
    uint64_t              plain = plain_price(def, subject.size), trial = trial_price(subject.size);
    bool                  is_tried = can_try(def, subject) && trial < plain;
    if (!is_tried && pay(left, plain))
        return run_plain(matcher, index, subject, start);
    if (is_tried && pay(left, trial)) {
        int result = run_trials(matcher, index, subject, start, left);
        if (is_answer(result))
            return result;
    }
    return run_counted(matcher, index, subject, start, left);
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
    wn_allowance whole = wn_allowance_of(subject.size);
    whole.steps = wn_match_steps_max(subject.size);
    return wn_matcher_find_within(matcher, index, subject, start, &whole, groups);
}

/* What was paid for the part of the line behind the match. */
static void give_back(wn_allowance *left, uint64_t paid, size_t bytes, size_t gone)
{
    left->promised += paid - paid / (bytes + 1) * (gone < bytes ? gone + 1 : bytes + 1);
}

wn_match wn_matcher_find_within(wn_matcher *matcher, uint32_t index, wn_bytes subject, size_t start, wn_allowance *left,
                                wn_groups *groups)
{
    const wn_pattern_def *def = &matcher->patterns->defs[index];
    if (subject.size > wn_cost_window((wn_cost)def->cost))
        return WN_MATCH_LIMIT;
    uint64_t promised = left->promised;
    matcher->steps = 0;
    int result = run_within(matcher, index, subject, start, left);
    if (result == PCRE2_ERROR_NOMATCH)
        return WN_MATCH_NO;
    if (result < 0) {
        matcher->lacked_memory |= result == PCRE2_ERROR_NOMEMORY;
        return WN_MATCH_LIMIT;
    }
    if (groups) {
        copy_groups(matcher->data, result, groups);
        give_back(left, promised - left->promised, subject.size, groups->end[0] > start ? groups->end[0] - start : 0);
    }
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
