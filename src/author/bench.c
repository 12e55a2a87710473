/* bench.c: runs documents through a judge and gathers the decisions line by line.
 *
 * A rule is seen alone by way of a rule set that shares everything with the policy's but its rules,
 * which are copies: there others are switched off or made to mark. A filter of the ordinary kind
 * serves for the whole policy, one for each level. */
#include "author/bench.h"

#include "engine/judge.h"
#include "engine/text.h"

#include <stdlib.h>
#include <string.h>

#define LEVELS 3

/* The decisions on one document, as they come. */
typedef struct gathering {
    wn_bytes    text;
    wn_fortune *lines;
    size_t     *puts; /* per line: where its text begins in `left`; one more at the end */
    size_t      capacity, put_capacity;
    size_t      count;
    size_t      line; /* the one at work */
    wn_buf      left; /* the text that is left of the lines, one after the other */
} gathering;

struct wn_bench {
    const wn_policy   *policy;
    wn_ruleset         set; /* the policy's, with `rules` of our own and no guard */
    wn_rule           *rules;
    wn_program        *program;       /* for rules alone; made when first needed */
    wn_judge          *judge;         /* likewise */
    wn_text           *whole[LEVELS]; /* likewise */
    const wn_observer *observer;
    wn_filter_options  alone; /* for rules alone */
    uint32_t           rule;  /* that the rule set is arranged for; WN_NONE: none yet */
    wn_company         company;
    wn_sink            sink;
    wn_result          result;
    bool              *has_acted;
    gathering          gathering;
    wn_buf             text; /* the document, with a line end after its last line */
};

/* ---- gathering decisions ---- */

static bool is_blank(wn_bytes line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] != ' ' && line.data[i] != '\t' && line.data[i] != '\r')
            return false;
    return true;
}

static bool add_line(gathering *g, wn_bytes line)
{
    if (!wn_array_grow(&g->lines, &g->capacity, g->count + 1, sizeof *g->lines) ||
        !wn_array_grow(&g->puts, &g->put_capacity, g->count + 2, sizeof *g->puts))
        return false;
    g->puts[g->count] = 0;
    g->lines[g->count++] = (wn_fortune){.text = line, .rule = -1, .is_blank = is_blank(line)};
    g->puts[g->count] = 0;
    return true;
}

/* Every line of `text` ends in a line feed. */
static bool begin_gathering(gathering *g, wn_bytes text)
{
    g->text = text;
    g->count = g->line = 0;
    wn_buf_clear(&g->left);
    for (size_t at = 0; at < text.size;) {
        size_t size = (size_t)((char *)memchr(text.data + at, '\n', text.size - at) - (text.data + at));
        if (!add_line(g, (wn_bytes){text.data + at, size}))
            return false;
        at += size + 1;
    }
    return true;
}

static void change_line(gathering *g, const wn_decision *decision)
{
    wn_fortune *line = &g->lines[g->line];
    if (line->mark == WN_MARK_STAYS) {
        line->mark = WN_MARK_BECOMES;
        line->rule = decision->rule;
    }
}

static void end_line(gathering *g, bool is_cut)
{
    wn_fortune *line = &g->lines[g->line];
    if (is_cut && g->left.size == g->puts[g->line])
        line->mark = WN_MARK_GOES;
    g->puts[++g->line] = g->left.size;
}

/* Takes a piece of one line; `ends` when its line feed belongs to the piece. */
static void take_piece(gathering *g, const wn_decision *decision, wn_bytes piece, bool ends)
{
    bool stays = decision->fate == WN_FATE_KEEP;
    if (stays)
        wn_buf_append(&g->left, piece.data, piece.size);
    if (!stays)
        change_line(g, decision);
    if (decision->fate == WN_FATE_REPLACE)
        wn_buf_append(&g->left, decision->put.data, decision->put.size);
    if (ends)
        end_line(g, !stays);
}

static bool gather(void *user, const wn_decision *decision)
{
    gathering *g = &((wn_bench *)user)->gathering;
    wn_bytes   rest = decision->bytes;
    while (rest.size && g->line < g->count) {
        const char *feed = memchr(rest.data, '\n', rest.size);
        size_t      size = feed ? (size_t)(feed - rest.data) : rest.size;
        take_piece(g, decision, (wn_bytes){rest.data, size}, feed != NULL);
        rest = wn_bytes_after(rest, size + (feed != NULL));
    }
    return !g->left.failed;
}

static bool note_result(void *user, const wn_result *result)
{
    wn_bench *bench = user;
    bench->result = *result;
    bench->result.rules = NULL;
    memset(bench->has_acted, 0, bench->set.rule_count * sizeof *bench->has_acted);
    for (size_t i = 0; i < result->rule_count; i++)
        bench->has_acted[result->rules[i]] = true;
    return true;
}

static void tell(wn_bench *bench, wn_trial *trial)
{
    gathering *g = &bench->gathering;
    for (size_t i = 0; i < g->count; i++)
        g->lines[i].becomes = (wn_bytes){g->left.data ? g->left.data + g->puts[i] : "", g->puts[i + 1] - g->puts[i]};
    *trial =
        (wn_trial){.lines = g->lines, .line_count = g->count, .result = bench->result, .has_acted = bench->has_acted};
}

/* The document as it is run: its last line ends, too. */
static bool put_text(wn_bench *bench, wn_bytes text)
{
    wn_buf_clear(&bench->text);
    wn_buf_append(&bench->text, text.data, text.size);
    if (text.size && text.data[text.size - 1] != '\n')
        wn_buf_put(&bench->text, '\n');
    return !bench->text.failed && begin_gathering(&bench->gathering, wn_buf_bytes(&bench->text));
}

/* ---- making and freeing ---- */

static wn_status make(const wn_policy *policy, const wn_ruleset *set, const wn_observer *observer, bool is_thorough,
                      wn_bench **bench)
{
    *bench = NULL;
    wn_bench *made = wn_policy_definitions(policy) ? calloc(1, sizeof *made) : NULL; /* users of a bench need both */
    if (!made)
        return WN_NO_MEMORY;
    made->policy = policy;
    made->set = *set;
    made->observer = observer;
    made->rule = WN_NONE;
    made->alone = (wn_filter_options){.level = LEVELS, .no_prefilter = is_thorough};
    made->sink = (wn_sink){.user = made, .decide = gather, .finish = note_result};
    made->rules = calloc(set->rule_count + 1, sizeof *made->rules);
    made->has_acted = calloc(set->rule_count + 1, sizeof *made->has_acted);
    if (!made->rules || !made->has_acted) {
        wn_bench_free(made);
        return WN_NO_MEMORY;
    }
    memcpy(made->rules, set->rules, set->rule_count * sizeof *made->rules);
    made->set.rules = made->rules;
    made->set.guard = (wn_guard){.max_removed_prose = WN_NONE};
    *bench = made;
    return WN_OK;
}

wn_status wn_bench_new(const wn_policy *policy, const wn_observer *observer, wn_bench **bench)
{
    return make(policy, wn_policy_ruleset(policy), observer, observer != NULL, bench);
}

wn_status wn_bench_new_over(const wn_policy *policy, const wn_ruleset *set, wn_bench **bench)
{
    return make(policy, set, NULL, true, bench);
}

void wn_bench_free(wn_bench *bench)
{
    if (!bench)
        return;
    for (size_t i = 0; i < LEVELS; i++)
        wn_text_free(bench->whole[i]);
    wn_judge_free(bench->judge);
    wn_program_free(bench->program);
    free(bench->gathering.lines);
    free(bench->gathering.puts);
    wn_buf_free(&bench->gathering.left);
    wn_buf_free(&bench->text);
    free(bench->has_acted);
    free(bench->rules);
    free(bench);
}

/* ---- one rule alone ---- */

static bool looks_at_marks(const wn_rule *rule)
{
    return rule->unit == WN_UNIT_SECTION || rule->unit == WN_UNIT_RUN || rule->unit == WN_UNIT_TAIL ||
           rule->unit == WN_UNIT_HEAD;
}

static bool can_mark(const wn_rule *rule)
{
    return (rule->unit == WN_UNIT_LINE || rule->unit == WN_UNIT_BLOCK) && rule->action != WN_KEEP &&
           rule->action != WN_FLAG;
}

/* Of the other rules, those that act at `level` or below mark for one that looks at marks; keep rules may keep. */
static void set_context(wn_bench *bench, wn_company company, bool marks, int level)
{
    const wn_ruleset *set = wn_policy_ruleset(bench->policy);
    for (uint32_t i = 0; i < set->rule_count; i++) {
        wn_rule *rule = &bench->rules[i];
        *rule = set->rules[i];
        rule->when = WN_NONE;
        if (company == WN_COMPANY_KEEPERS && rule->action == WN_KEEP)
            continue;
        rule->is_off |= !marks || !can_mark(rule) || rule->is_shadow || rule->level > level;
        rule->action = WN_MARK;
    }
}

/* What a line or block rule does to its lines is made visible by cutting them. */
static void set_alone(wn_bench *bench, uint32_t index, wn_company company)
{
    const wn_rule *asked = &wn_policy_ruleset(bench->policy)->rules[index];
    set_context(bench, company, looks_at_marks(asked), asked->level > 2 ? asked->level : 2);
    wn_rule *rule = &bench->rules[index];
    *rule = *asked;
    rule->when = WN_NONE;
    rule->is_shadow = false;
    if (rule->unit == WN_UNIT_LINE || rule->unit == WN_UNIT_BLOCK)
        rule->action = WN_STRIP;
}

static void set_others(wn_bench *bench, uint32_t index)
{
    const wn_ruleset *set = wn_policy_ruleset(bench->policy);
    for (uint32_t i = 0; i < set->rule_count; i++) {
        bench->rules[i] = set->rules[i];
        bench->rules[i].is_off |= i == index || (set->rules[i].level > set->rules[index].level);
    }
}

static void set_awake(wn_bench *bench)
{
    const wn_ruleset *set = wn_policy_ruleset(bench->policy);
    for (uint32_t i = 0; i < set->rule_count; i++) {
        bench->rules[i] = set->rules[i];
        bench->rules[i].when = WN_NONE;
    }
}

static wn_status make_judge(wn_bench *bench)
{
    wn_status status = WN_OK;
    if (!bench->program)
        status = wn_program_new(&bench->set, &bench->alone, false, &bench->program);
    if (status == WN_OK && !bench->judge)
        status = wn_judge_new(bench->set.rule_count, &bench->sink, &bench->judge);
    if (status == WN_OK)
        bench->judge->observer = bench->observer;
    return status;
}

static wn_status judge_text(wn_bench *bench)
{
    static const wn_attributes unknown = {0};
    wn_bytes                   text = wn_buf_bytes(&bench->text);
    wn_status                  status = wn_judge_begin(bench->judge, bench->program, &unknown, (wn_bytes){0}, 0);
    size_t                     open = 0, settled;
    wn_result                  unwanted; /* the sink has noted it */
    do {
        status = status == WN_OK ? wn_judge_window(bench->judge, text, open, WN_SETTLE_FINAL, &settled) : status;
        if (status != WN_OK)
            return status;
        size_t context = wn_judge_context(bench->judge);
        text = wn_bytes_after(text, open + settled - context);
        open = context;
    } while (settled && open < text.size);
    return wn_judge_end(bench->judge, &unwanted);
}

/* The callbacks stop for want of memory alone. */
static wn_status conclude(wn_status status, bool lacked_memory)
{
    bool is_short = status == WN_STOPPED || (status == WN_OK && lacked_memory);
    return is_short ? WN_NO_MEMORY : status;
}

/* Arranges the rule set for a rule, unless it was the last one, too. */
static void arrange(wn_bench *bench, uint32_t rule, wn_company company)
{
    if (bench->rule == rule && bench->company == company)
        return;
    if (company == WN_COMPANY_AWAKE)
        set_awake(bench);
    else if (company == WN_COMPANY_OTHERS)
        set_others(bench, rule);
    else
        set_alone(bench, rule, company);
    wn_program_select(bench->program, &bench->alone);
    wn_program_wake(bench->program, &(wn_attributes){0});
    bench->rule = rule;
    bench->company = company;
}

wn_status wn_bench_try(wn_bench *bench, uint32_t rule, wn_company company, wn_bytes text, wn_trial *trial)
{
    wn_status status = put_text(bench, text) ? make_judge(bench) : WN_NO_MEMORY;
    *trial = (wn_trial){0};
    if (status != WN_OK)
        return status;
    arrange(bench, rule, company);
    status = judge_text(bench);
    tell(bench, trial);
    return conclude(status, wn_matcher_lacked_memory(bench->program->matcher));
}

/* ---- the whole policy ---- */

wn_status wn_bench_whole(wn_bench *bench, int level, const wn_document *document, wn_bytes text, wn_trial *trial)
{
    wn_text         **filter = &bench->whole[level - 1];
    wn_filter_options options = {.level = level,
                                 .hold_is_set = true,
                                 .hold_bytes = WN_HOLD_MAX,
                                 .no_prefilter = bench->observer != NULL};
    wn_status         status = put_text(bench, text) ? WN_OK : WN_NO_MEMORY;
    *trial = (wn_trial){0};
    if (status == WN_OK && !*filter)
        status = wn_text_new(bench->policy, &options, &bench->sink, filter, NULL);
    if (status == WN_OK)
        wn_text_observe(*filter, bench->observer);
    if (status == WN_OK)
        status = wn_text_begin(*filter, document);
    if (status == WN_OK)
        status = wn_text_feed(*filter, bench->text.data, bench->text.size);
    if (status == WN_OK)
        status = wn_text_end(*filter, NULL);
    tell(bench, trial);
    return conclude(status, *filter && wn_text_lacked_memory(*filter));
}

/* ---- what an example shows ---- */

static bool takes_any(const wn_trial *trial)
{
    for (size_t i = 0; i < trial->line_count; i++)
        if (!trial->lines[i].is_blank && trial->lines[i].mark != WN_MARK_STAYS)
            return true;
    return false;
}

static bool takes_all(const wn_trial *trial)
{
    for (size_t i = 0; i < trial->line_count; i++)
        if (!trial->lines[i].is_blank && trial->lines[i].mark == WN_MARK_STAYS)
            return false;
    return true;
}

static wn_unit unit_of(const wn_policy *policy, uint32_t rule)
{
    return (wn_unit)wn_policy_ruleset(policy)->rules[rule].unit;
}

bool wn_trial_hits(const wn_policy *policy, uint32_t rule, const wn_trial *trial)
{
    switch (unit_of(policy, rule)) {
    case WN_UNIT_DOCUMENT:
        return trial->result.verdict_rule == (int)rule;
    case WN_UNIT_SPAN:
        return takes_any(trial);
    default:
        return takes_any(trial) && takes_all(trial);
    }
}

bool wn_trial_misses(const wn_policy *policy, uint32_t rule, const wn_trial *trial)
{
    if (unit_of(policy, rule) == WN_UNIT_DOCUMENT)
        return trial->result.verdict_rule != (int)rule;
    return !takes_any(trial);
}
