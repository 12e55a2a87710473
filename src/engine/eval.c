/* eval.c: asks conditions of lines.
 *
 * The answer has three values. Doubt arises where a pattern ran into a limit or where only the
 * document's end could tell; it passes through `unless` as doubt, so that a rule never acts on it.
 * Neighbours are found by ordinal: lines that are not blank are numbered within the window. */
#include "engine/cost.h"
#include "engine/parts.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "match/chars.h"
#include "match/fold.h"

#include <string.h>

static wn_truth truth(bool holds)
{
    return holds ? WN_TRUE : WN_FALSE;
}

static bool is_within(uint64_t value, uint32_t min, uint32_t max)
{
    return value >= min && (max == WN_NONE || value <= max);
}

static wn_truth eval_marked(const wn_judge *judge, const wn_line *line, uint32_t category)
{
    if (wn_line_is_marked(judge, line, category))
        return WN_TRUE;
    return line->state & WN_LINE_UNSURE ? WN_DOUBT : WN_FALSE;
}

/* Answers a condition that is quick (see program.h) about a line that is counted. */
static wn_truth glance(const wn_judge *judge, wn_line *line, uint32_t index)
{
    const wn_ruleset *set = judge->program->set;
    const wn_cond    *cond = &set->conds[index];
    wn_truth          one, all = WN_TRUE, any = WN_FALSE;
    switch ((wn_op)cond->op) {
    case WN_OP_FEATURE:
        return truth(wn_line_has(&judge->lines, line, (wn_feature)cond->a) == (bool)cond->flag);
    case WN_OP_WORDS:
        return truth(is_within(line->words, cond->a, cond->b));
    case WN_OP_CHARS:
        return truth(is_within(line->chars, cond->a, cond->b));
    case WN_OP_MARKED:
        return eval_marked(judge, line, cond->a);
    case WN_OP_NOT:
        one = glance(judge, line, cond->a);
        return one == WN_DOUBT ? WN_DOUBT : truth(one == WN_FALSE);
    case WN_OP_ALL:
        for (uint32_t i = 0; i < cond->b && all != WN_FALSE; i++) {
            one = glance(judge, line, set->kids[cond->a + i]);
            all = one == WN_TRUE ? all : one;
        }
        return all;
    case WN_OP_ANY:
        for (uint32_t i = 0; i < cond->b && any != WN_TRUE; i++) {
            one = glance(judge, line, set->kids[cond->a + i]);
            any = one == WN_FALSE ? any : one;
        }
        return any;
    default:
        return WN_TRUE;
    }
}

static inline bool can_glance(const wn_judge *judge, const wn_line *line)
{
    return (line->state & (WN_LINE_COUNTED | WN_LINE_LONG)) == WN_LINE_COUNTED && !judge->observer;
}

static wn_truth eval(wn_judge *judge, const wn_subject *subject, const wn_cond *cond);

/* Whether the gated line has a literal of the condition. */
static bool is_open(const wn_judge *judge, const wn_cond *cond)
{
    const wn_program *program = judge->program;
    return program->gate_stamps[cond - program->set->conds] == program->gate_stamp;
}

/* Whether the line lacks the literals without which the condition cannot hold. */
static inline bool is_shut(const wn_judge *judge, const wn_subject *subject, uint32_t index)
{
    const wn_program *program = judge->program;
    return program->traits[index] & WN_COND_GATED && judge->gated == subject->line &&
           program->gate_stamps[index] != program->gate_stamp;
}

/* Whether it is cheap to ask what stands near the line. */
static bool is_near_phrase(const wn_ruleset *set, const wn_cond *cond)
{
    return cond->a != WN_NONE && set->conds[cond->a].op == WN_OP_IS;
}

/* Whether a condition may hold on the line that the gates tell of; answers that are cheap are asked for. */
static bool may_hold(wn_judge *judge, const wn_subject *subject, uint32_t index)
{
    const wn_ruleset *set = judge->program->set;
    const wn_cond    *cond = &set->conds[index];
    if (judge->program->traits[index] & WN_COND_QUICK)
        return !can_glance(judge, subject->line) || glance(judge, subject->line, index) != WN_FALSE;
    switch ((wn_op)cond->op) {
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
        return !is_near_phrase(set, cond) || eval(judge, subject, cond) != WN_FALSE;
    case WN_OP_ALL:
        for (uint32_t i = 0; i < cond->b; i++)
            if (!may_hold(judge, subject, set->kids[cond->a + i]))
                return false;
        return true;
    case WN_OP_ANY:
        for (uint32_t i = 0; i < cond->b; i++)
            if (may_hold(judge, subject, set->kids[cond->a + i]))
                return true;
        return false;
    default:
        return !is_shut(judge, subject, index);
    }
}

/* Asks a part of a condition: the same as wn_eval, with fewer steps on the way to what nobody notes. */
static inline wn_truth ask(wn_judge *judge, const wn_subject *subject, uint32_t index)
{
    unsigned traits = judge->program->traits[index];
    if (is_shut(judge, subject, index))
        return WN_FALSE;
    if (judge->observer || traits & WN_COND_NOTABLE)
        return wn_eval(judge, subject, index);
    if (traits & WN_COND_QUICK && can_glance(judge, subject->line))
        return glance(judge, subject->line, index);
    return eval(judge, subject, &judge->program->set->conds[index]);
}

static wn_truth eval_all(wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    wn_truth all = WN_TRUE;
    for (uint32_t i = 0; i < cond->b; i++) {
        wn_truth one = ask(judge, subject, judge->program->set->kids[cond->a + i]);
        if (one == WN_FALSE && !(judge->observer && judge->observer->is_thorough))
            return WN_FALSE;
        if (one == WN_FALSE || (one == WN_DOUBT && all == WN_TRUE))
            all = one;
    }
    return all;
}

static wn_truth eval_any(wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    wn_truth any = WN_FALSE;
    for (uint32_t i = 0; i < cond->b; i++) {
        wn_truth one = ask(judge, subject, judge->program->set->kids[cond->a + i]);
        if (one == WN_TRUE)
            return WN_TRUE;
        if (one == WN_DOUBT)
            any = WN_DOUBT;
    }
    return any;
}

static wn_truth eval_not(wn_judge *judge, const wn_subject *subject, uint32_t index)
{
    wn_truth one = ask(judge, subject, index);
    return one == WN_DOUBT ? WN_DOUBT : truth(one == WN_FALSE);
}

/* Whether a point of a score counts, so far as the gates tell. */
static bool may_count(wn_judge *judge, const wn_subject *subject, const wn_cond *point)
{
    return judge->gated != subject->line || may_hold(judge, subject, point->a);
}

static const wn_cond *point_of(const wn_judge *judge, const wn_cond *score, uint32_t i)
{
    return &judge->program->set->conds[judge->program->set->kids[score->a + i]];
}

/* What the points of a score can add at most. */
static int find_gain(wn_judge *judge, const wn_subject *subject, const wn_cond *score)
{
    int gain = 0;
    for (uint32_t i = 0; i < score->b; i++) {
        const wn_cond *point = point_of(judge, score, i);
        gain += point->n > 0 && may_count(judge, subject, point) ? point->n : 0;
    }
    return gain;
}

/* A sum of points, as far as they have been asked. */
typedef struct tally {
    int sum;
    int doubtful_gain, doubtful_loss;
    int gain; /* that is still to be had */
} tally;

static void count_point(tally *t, int points, wn_truth holds)
{
    t->gain -= points > 0 ? points : 0;
    if (holds == WN_TRUE)
        t->sum += points;
    else if (holds == WN_DOUBT)
        *(points > 0 ? &t->doubtful_gain : &t->doubtful_loss) += points;
}

/* Asks the points that lessen the sum, or those that do not; false when the score is out of reach. */
static bool count_points(wn_judge *judge, const wn_subject *subject, const wn_cond *score, bool lessen, tally *t)
{
    bool asks_all = judge->observer && judge->observer->is_thorough;
    for (uint32_t i = 0; i < score->b; i++) {
        const wn_cond *point = point_of(judge, score, i);
        if ((point->n < 0) != lessen)
            continue;
        if (t->sum + t->doubtful_gain + t->gain < score->n && !asks_all)
            return false;
        if (may_count(judge, subject, point))
            count_point(t, point->n, ask(judge, subject, point->a));
    }
    return true;
}

/* What lessens the sum comes first: mostly it settles the matter. A doubtful point counts as it hurts: the sum is in
 * doubt when the doubtful points could change the answer. */
static wn_truth eval_score(wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    tally t = {.gain = find_gain(judge, subject, cond)};
    if (!count_points(judge, subject, cond, true, &t) || !count_points(judge, subject, cond, false, &t))
        return WN_FALSE;
    if (t.sum + t.doubtful_loss >= cond->n)
        return WN_TRUE;
    return t.sum + t.doubtful_gain >= cond->n ? WN_DOUBT : WN_FALSE;
}

/* Whether a line's core is certainly longer than `most` bytes: it begins with a letter, and ends with one or a mark
 * behind one. */
static bool is_core_longer(const wn_line *line, size_t most)
{
    const char *view = line->view;
    size_t      size = line->view_size;
    return line->state & WN_LINE_ASCII && size > most + 2 && wn_is_ascii_word(view[0]) &&
           (wn_is_ascii_word(view[size - 1]) ||
            ((view[size - 1] == '.' || view[size - 1] == '"') && wn_is_ascii_word(view[size - 2])));
}

uint32_t wn_eval_phrase(wn_judge *judge, wn_line *line)
{
    if (!(line->state & WN_LINE_HAS_CORE)) {
        const wn_literals *tables = &judge->program->literals[WN_TIER_LINES];
        line->state |= WN_LINE_HAS_CORE;
        line->phrase = WN_LITERAL_ABSENT;
        if (is_core_longer(line, tables->is_bytes))
            return line->phrase;
        wn_bytes core = wn_core(wn_line_fold(&judge->lines, line));
        if (core.size)
            line->phrase = wn_literals_is(tables, core);
    }
    return line->phrase;
}

static bool is_word_char(wn_bytes text, size_t at)
{
    return at < text.size &&
           wn_char_bits(wn_utf8_decode(text, at).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT | WN_CHAR_MARK);
}

/* A word of a script with spaces must not go on after the literal. */
static bool ends_at_word(wn_bytes text, size_t end)
{
    size_t last = end - 1;
    while (last && ((unsigned char)text.data[last] & 0xC0) == 0x80)
        last--;
    unsigned bits = wn_char_bits(wn_utf8_decode(text, last).code);
    if (bits & WN_CHAR_UNSPACED || !(bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT | WN_CHAR_MARK)))
        return true;
    return !is_word_char(text, end);
}

static bool has_start(wn_bytes text, wn_bytes start)
{
    return text.data && start.size <= text.size && memcmp(text.data, start.data, start.size) == 0;
}

static bool starts_with_one(wn_judge *judge, wn_line *line, uint32_t index)
{
    const wn_ruleset *set = judge->program->set;
    const wn_set     *members = &set->sets[index];
    wn_bytes          fold = wn_line_fold(&judge->lines, line);
    wn_bytes          lead = wn_lead(fold);
    for (uint32_t i = 0; i < members->count; i++) {
        const wn_literal *literal = &set->literals[set->members[members->first + i]];
        wn_bytes          text = literal->after_lead ? lead : fold;
        if (has_start(text, (wn_bytes){set->pool + literal->text, literal->size}) && ends_at_word(text, literal->size))
            return true;
    }
    return false;
}

static bool contains_one(wn_judge *judge, wn_line *line, uint32_t index)
{
    const wn_ruleset *set = judge->program->set;
    const wn_set     *members = &set->sets[index];
    wn_bytes          fold = wn_line_fold(&judge->lines, line);
    for (uint32_t i = 0; i < members->count; i++) {
        const wn_literal *literal = &set->literals[set->members[members->first + i]];
        if (wn_has_part(&judge->pairs, fold, (wn_bytes){set->pool + literal->text, literal->size}, members->count))
            return true;
    }
    return false;
}

/* Lines beyond the next one that a line may ask about, in all questions of all rules together: a rule may look at 64,
 * and rules may be many. Of those that ship, all together look at some 150. */
#define NEIGHBOURS 256
#define NEIGHBOURS_PER_BYTE 4

/* Who asks more than a filter does, to show or to compare, is not to run into limits sooner. */
static bool has_shared_allowance(const wn_judge *judge)
{
    return judge->program->prefilter && !(judge->observer && judge->observer->is_thorough);
}

/* What the patterns asked on behalf of a line may still take. */
static wn_allowance allowance_left(const wn_judge *judge, const wn_line *line)
{
    wn_allowance left = wn_allowance_of(line->size);
    if (!has_shared_allowance(judge))
        return left;
    left.steps -= line->steps < left.steps ? line->steps : left.steps;
    left.promised -= line->promised < left.promised ? line->promised : left.promised;
    return left;
}

wn_match wn_eval_pattern(wn_judge *judge, wn_line *line, uint32_t pattern, wn_bytes text, size_t start,
                         wn_groups *groups)
{
    wn_allowance left = allowance_left(judge, line);
    uint64_t     most = wn_match_steps_max(text.size);
    left.steps = left.steps < most ? left.steps : most;
    wn_allowance given = left;
    wn_match     match = wn_matcher_find_within(judge->program->matcher, pattern, text, start, &left, groups);
    line->steps += (uint32_t)(given.steps - left.steps);
    line->promised += (uint32_t)(given.promised - left.promised);
    return match;
}

bool wn_eval_pay(wn_judge *judge, wn_line *line, uint32_t promised)
{
    if (!has_shared_allowance(judge))
        return true;
    if (promised > allowance_left(judge, line).promised)
        return false;
    line->promised += promised;
    return true;
}

static wn_truth doubt_match(wn_judge *judge)
{
    judge->asking_line->limit_hits += judge->asking_line->limit_hits < UINT8_MAX;
    wn_counter_add(&judge->carry.limited, judge->asking);
    return WN_DOUBT;
}

/* How many characters the view has, at least. */
static size_t min_chars(const wn_line *line)
{
    if (line->state & WN_LINE_COUNTED)
        return line->chars;
    return line->state & WN_LINE_ASCII ? line->view_size : line->view_size / 4;
}

/* Whether the pattern is nothing but literals, so far as the line goes. */
static bool is_literal(const wn_judge *judge, const wn_line *line, uint32_t pattern)
{
    return judge->program->prefilter && line->state & WN_LINE_ASCII && judge->program->set->patterns[pattern].literals;
}

static bool has_literal(wn_judge *judge, wn_line *line, uint32_t index)
{
    const wn_ruleset *set = judge->program->set;
    const wn_set     *members = &set->sets[index];
    wn_bytes          fold = wn_line_fold(&judge->lines, line);
    for (uint32_t i = 0; i < members->count; i++) {
        const wn_literal *literal = &set->literals[set->members[members->first + i]];
        wn_bytes          text = {set->pool + literal->text, literal->size};
        if (literal->kind == WN_LITERAL_STARTS ? has_start(fold, text)
                                               : wn_has_part(&judge->pairs, fold, text, members->count))
            return true;
    }
    return false;
}

static wn_truth eval_match(wn_judge *judge, wn_line *line, uint32_t pattern)
{
    wn_bytes view = wn_line_view(line);
    if (judge->program->prefilter &&
        wn_pattern_is_excluded(&judge->program->set->patterns[pattern], view, min_chars(line), line->scripts))
        return WN_FALSE;
    if (is_literal(judge, line, pattern))
        return truth(has_literal(judge, line, judge->program->set->patterns[pattern].literals - 1));
    wn_match match = wn_eval_pattern(judge, judge->asking_line, pattern, view, 0, NULL);
    return match == WN_MATCH_LIMIT ? doubt_match(judge) : truth(match == WN_MATCH_YES);
}

static wn_line *line_at(wn_judge *judge, size_t ordinal)
{
    return &judge->lines.items[judge->lines.nonblank[ordinal]];
}

static bool has_same_core(wn_judge *judge, wn_line *line, wn_bytes core)
{
    wn_bytes own = wn_core(wn_line_fold(&judge->lines, line));
    return core.size && own.size == core.size && memcmp(own.data, core.data, core.size) == 0;
}

static wn_truth eval_repeats(wn_judge *judge, const wn_subject *subject, wn_repeat repeat)
{
    if (subject->first == SIZE_MAX)
        return WN_FALSE;
    switch (repeat) {
    case WN_REPEAT_HEADLINE:
        if (judge->carry.nonblank_lines == 0 && subject->first == 0 && !judge->frozen && !judge->carry.has_headline)
            return WN_FALSE; /* the headline itself */
        return truth(has_same_core(judge, subject->line, wn_buf_bytes(&judge->carry.headline)));
    case WN_REPEAT_ABOVE:
        if (!subject->first)
            return WN_FALSE;
        return truth(has_same_core(judge, subject->line,
                                   wn_core(wn_line_fold(&judge->lines, line_at(judge, subject->first - 1)))));
    case WN_REPEAT_EARLIER:
        return truth(subject->line->state & WN_LINE_REPEATED);
    }
    return WN_FALSE;
}

/* Whether the line stands after every prose line seen so far, so that only the document's end can tell its zone. */
static bool is_open_ended(const wn_judge *judge, size_t ordinal)
{
    return judge->program->is_live || (!judge->is_final && ordinal >= judge->first_open_prose);
}

/* Whether a missing mark may have made a line of the second stratum prose: then nobody knows how much there is. */
static bool is_prose_unsure(const wn_judge *judge)
{
    return judge->stratum && judge->carry.is_prose_unsure;
}

static wn_truth eval_zone(const wn_judge *judge, const wn_subject *subject, uint32_t mask)
{
    if (subject->first == SIZE_MAX)
        return WN_FALSE;
    unsigned zones = judge->lines.items[judge->lines.nonblank[subject->first]].zones;
    if (is_prose_unsure(judge))
        return WN_DOUBT;
    if (zones & mask & WN_ZONE_HEAD)
        return WN_TRUE;
    if (is_open_ended(judge, subject->first) && mask & (WN_ZONE_BODY | WN_ZONE_TAIL))
        return WN_DOUBT;
    return truth(zones & mask);
}

/* Prose words above the line with this ordinal; past the last line, all. */
static uint64_t prose_words_before(const wn_judge *judge, size_t ordinal)
{
    if (ordinal >= judge->lines.nonblank_count)
        return judge->prose_words;
    uint64_t words = judge->lines.items[judge->lines.nonblank[ordinal]].prose_words_before;
    return words < judge->prose_words ? words : judge->prose_words;
}

static wn_truth eval_share(const wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    if (subject->first == SIZE_MAX)
        return WN_FALSE;
    if (!judge->knows_end || is_prose_unsure(judge))
        return WN_DOUBT;
    uint64_t words = prose_words_before(judge, subject->first);
    if (cond->op == WN_OP_PROSE_AFTER)
        words = judge->prose_words - prose_words_before(judge, subject->last + 1);
    uint64_t share = judge->prose_words ? words * 1000 / judge->prose_words : 0;
    return truth(is_within(share, cond->a, cond->b));
}

static wn_truth eval_position(const wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    if (subject->first == SIZE_MAX)
        return WN_FALSE;
    if (cond->op == WN_OP_FIRST)
        return truth(judge->carry.nonblank_lines + subject->first - judge->frozen < cond->a);
    if (!judge->knows_end)
        return WN_DOUBT;
    return truth(judge->lines.nonblank_count - subject->last <= cond->a);
}

/* Whether the line at work may still ask the neighbour at a distance. */
static bool may_ask(const wn_judge *judge, size_t distance)
{
    wn_line *line = judge->asking_line;
    if (distance == 1 || !has_shared_allowance(judge))
        return true;
    return line->neighbours++ < NEIGHBOURS + NEIGHBOURS_PER_BYTE * line->size;
}

static wn_truth eval_neighbour(wn_judge *judge, size_t ordinal, uint32_t index)
{
    wn_subject neighbour = {line_at(judge, ordinal), ordinal, ordinal};
    return ask(judge, &neighbour, index);
}

static wn_truth eval_above(wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    if (subject->first == SIZE_MAX)
        return WN_FALSE;
    if (cond->a == WN_NONE)
        return truth(subject->first == 0 && judge->carry.nonblank_lines == 0);
    wn_truth any = WN_FALSE;
    size_t   within = cond->b ? cond->b : 1;
    for (size_t i = 1; i <= within && i <= subject->first && any != WN_TRUE; i++) {
        if (!may_ask(judge, i))
            return doubt_match(judge);
        wn_truth one = eval_neighbour(judge, subject->first - i, cond->a);
        any = one == WN_FALSE ? any : one;
    }
    return any;
}

static wn_truth eval_below(wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    if (subject->first == SIZE_MAX)
        return WN_FALSE;
    size_t   count = judge->lines.nonblank_count;
    wn_truth beyond = judge->is_final ? WN_FALSE : WN_DOUBT; /* what a line not yet seen would say */
    if (cond->a == WN_NONE)
        return subject->last + 1 < count ? WN_FALSE : judge->is_final ? WN_TRUE : WN_DOUBT;
    wn_truth any = WN_FALSE;
    size_t   within = cond->b ? cond->b : 1;
    for (size_t i = 1; i <= within && any != WN_TRUE; i++) {
        if (!may_ask(judge, i))
            return doubt_match(judge);
        wn_truth one = subject->last + i < count ? eval_neighbour(judge, subject->last + i, cond->a) : beyond;
        any = one == WN_FALSE ? any : one;
    }
    return any;
}

static wn_truth eval_size(const wn_judge *judge, wn_line *line, const wn_cond *cond)
{
    uint32_t words = wn_line_words(&judge->lines, line);
    return truth(is_within(cond->op == WN_OP_WORDS ? words : line->chars, cond->a, cond->b));
}

static wn_truth eval(wn_judge *judge, const wn_subject *subject, const wn_cond *cond)
{
    wn_line *line = subject->line;
    if (line->state & WN_LINE_LONG && cond->op != WN_OP_TRUE)
        return WN_DOUBT;
    switch ((wn_op)cond->op) {
    case WN_OP_TRUE:
        return WN_TRUE;
    case WN_OP_ALL:
        return eval_all(judge, subject, cond);
    case WN_OP_ANY:
        return eval_any(judge, subject, cond);
    case WN_OP_NOT:
        return eval_not(judge, subject, cond->a);
    case WN_OP_IS:
        return truth(wn_eval_phrase(judge, line) != WN_LITERAL_ABSENT &&
                     wn_set_has(judge->program->set, cond->a, line->phrase));
    case WN_OP_STARTS:
        return truth(starts_with_one(judge, line, cond->a));
    case WN_OP_CONTAINS:
        if (cond->n == WN_GATED && judge->gated == line)
            return truth(is_open(judge, cond));
        return truth(contains_one(judge, line, cond->a));
    case WN_OP_MATCH:
        return eval_match(judge, line, cond->a);
    case WN_OP_WORDS:
    case WN_OP_CHARS:
        return eval_size(judge, line, cond);
    case WN_OP_FEATURE:
        return truth(wn_line_has(&judge->lines, line, (wn_feature)cond->a) == (bool)cond->flag);
    case WN_OP_REPEATS:
        return eval_repeats(judge, subject, (wn_repeat)cond->a);
    case WN_OP_ZONE:
        return eval_zone(judge, subject, cond->a);
    case WN_OP_FIRST:
    case WN_OP_LAST:
        return eval_position(judge, subject, cond);
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
        return eval_share(judge, subject, cond);
    case WN_OP_MARKED:
        return eval_marked(judge, line, cond->a);
    case WN_OP_ABOVE:
        return eval_above(judge, subject, cond);
    case WN_OP_BELOW:
        return eval_below(judge, subject, cond);
    case WN_OP_SCORE:
        return eval_score(judge, subject, cond);
    case WN_OP_POINT:
        return wn_eval(judge, subject, cond->a);
    }
    return WN_DOUBT;
}

/* The number of the line in the document. */
static uint64_t line_number(const wn_judge *judge, size_t ordinal)
{
    size_t line = judge->lines.nonblank[ordinal];
    return judge->carry.lines + 1 + line - judge->frozen;
}

void wn_observe(const wn_judge *judge, uint32_t rule, wn_event event, size_t first, size_t last)
{
    uint64_t before = judge->carry.lines + 1 - judge->frozen;
    if (judge->observer && judge->observer->happen)
        judge->observer->happen(judge->observer->user, rule, event, before + first, before + last);
}

static void show(const wn_judge *judge, const wn_subject *subject, uint32_t index, wn_truth holds)
{
    const wn_observer *observer = judge->observer;
    const wn_ruleset  *set = judge->program->set;
    bool               is_field = subject->first == SIZE_MAX;
    if (observer->see)
        observer->see(observer->user, set, judge->asking, index, holds);
    if (observer->see_at)
        observer->see_at(observer->user, set, judge->asking, index, holds,
                         is_field ? 0 : line_number(judge, subject->first),
                         is_field ? 0 : line_number(judge, subject->last));
}

bool wn_eval_can_recall(const wn_judge *judge, const wn_line *line, uint32_t promised)
{
    return promised <= allowance_left(judge, line).promised;
}

/* Doubt, and what was counted in steps, is found anew each time, so that limits are the same with and without. */
static wn_truth eval_noted(wn_judge *judge, const wn_subject *subject, uint32_t index)
{
    wn_note         *note = subject->line->note;
    wn_line         *line = judge->asking_line;
    const wn_answer *known = wn_memo_answer(note, index);
    if (known && (!known->promised || wn_eval_can_recall(judge, line, known->promised))) {
        line->promised += known->promised;
        return known->holds;
    }
    uint32_t steps = line->steps, promised = line->promised;
    wn_truth holds = eval(judge, subject, &judge->program->set->conds[index]);
    if (!known && holds != WN_DOUBT && line->steps == steps)
        wn_memo_add_answer(judge->memo, note, (wn_answer){index, holds, line->promised - promised});
    return holds;
}

wn_truth wn_eval(wn_judge *judge, const wn_subject *subject, uint32_t index)
{
    if (index == WN_NONE)
        return WN_TRUE;
    unsigned traits = judge->program->traits[index];
    if (traits & WN_COND_QUICK && can_glance(judge, subject->line))
        return glance(judge, subject->line, index);
    if (traits & WN_COND_NOTABLE && subject->line->note)
        return eval_noted(judge, subject, index);
    const wn_ruleset *set = judge->program->set;
    wn_truth          holds = eval(judge, subject, &set->conds[index]);
    if (judge->observer)
        show(judge, subject, index, holds);
    return holds;
}

wn_truth wn_eval_for(wn_judge *judge, const wn_subject *subject, wn_line *line, uint32_t rule, uint32_t index)
{
    if (index == WN_NONE)
        return WN_TRUE;
    judge->asking = rule;
    judge->asking_line = line;
    wn_asking asking = wn_cost_begin(judge);
    wn_truth  holds = wn_eval(judge, subject, index);
    wn_cost_end(judge, rule, asking);
    return holds;
}

wn_truth wn_eval_line(wn_judge *judge, size_t line, uint32_t rule, uint32_t index)
{
    wn_line   *item = &judge->lines.items[line];
    wn_subject subject = {item, item->ordinal, item->ordinal};
    return wn_eval_for(judge, &subject, item, rule, index);
}

static bool counts_as_prose(wn_judge *judge, wn_line *line, int stratum)
{
    return wn_line_has(&judge->lines, line, WN_FEATURE_PROSE) && !(stratum && line->state & WN_LINE_MARKED);
}

void wn_eval_measure(wn_judge *judge, int stratum)
{
    wn_carry *carry = &judge->carry;
    uint64_t  lines = carry->prose_lines[stratum], words = carry->prose_words[stratum];
    judge->stratum = stratum;
    judge->first_open_prose = 0;
    for (size_t i = 0; i < judge->lines.nonblank_count; i++) {
        wn_line *line = line_at(judge, i);
        bool     prose = counts_as_prose(judge, line, stratum);
        carry->is_prose_unsure |= stratum && prose && line->state & WN_LINE_UNSURE;
        line->prose_words_before = words > UINT32_MAX ? UINT32_MAX : (uint32_t)words;
        if (judge->lines.nonblank[i] >= judge->frozen) {
            lines += prose;
            words += prose ? line->words : 0;
        }
        line->zones = lines < 2 ? WN_ZONE_HEAD : WN_ZONE_BODY;
        if (prose)
            judge->first_open_prose = i + 1;
    }
    judge->prose_lines = lines;
    judge->prose_words = words;
    for (size_t i = lines ? judge->first_open_prose : SIZE_MAX; i < judge->lines.nonblank_count; i++) {
        wn_line *line = line_at(judge, i);
        line->zones = (uint8_t)((line->zones & WN_ZONE_HEAD) | WN_ZONE_TAIL);
    }
}

/* Too little prose so far may still become enough, and few enough lines too many: both are in doubt until the end. */
static bool has_wanted_prose(const wn_judge *judge, const wn_when *when)
{
    bool enough = judge->prose_lines >= when->prose_lines_min && judge->prose_words >= when->prose_words_min;
    bool bounded = when->prose_lines_max != WN_NONE || when->prose_words_max != WN_NONE;
    bool asks = bounded || when->prose_lines_min || when->prose_words_min;
    if (asks && is_prose_unsure(judge))
        return false;
    if (asks && (judge->program->is_live || (bounded && !judge->is_final)))
        return false;
    return enough && (when->prose_lines_max == WN_NONE || judge->prose_lines <= when->prose_lines_max) &&
           (when->prose_words_max == WN_NONE || judge->prose_words <= when->prose_words_max);
}

void wn_eval_quiet(wn_judge *judge)
{
    const wn_program *program = judge->program;
    for (uint32_t i = 0; i < program->prose_rule_count; i++) {
        uint32_t rule = program->prose_rules[i];
        judge->is_quiet[rule] = !has_wanted_prose(judge, &program->set->whens[wn_judge_rule(judge, rule)->when]);
        if (judge->uses && !judge->is_quiet[rule])
            judge->uses[rule].could_act = true;
    }
}
