/* regex_cost.c: how fast the steps of a backtracking match can grow with the length of the line.
 *
 * For each part of the tree, from a fixed place in the line, two figures are derived: in how many
 * ways it can match there, which is how often what follows is tried, and how many steps all its
 * tries take together. Both are a factor times a power of n. In a sequence the ways multiply and
 * the steps add up, each part's times the ways of the parts before it. A repeat whose characters
 * cannot begin what follows, or that gives nothing back, has one way only: `\w+\s` is linear where
 * `\w+.` is not. A repeat without bound of something that has several ways itself is exponential. */
#include "match/regex_tree.h"

#define FACTOR_MAX UINT32_MAX
#define FACTOR_COSTLY 100000 /* a constant so large is no constant */
#define DEGREE_MAX 9
#define RUN_CHARS 8         /* characters in a row that count as one step */
#define FOLLOW_KIDS_MAX 64  /* optional parts in a row that are looked through */
#define BRANCHES_PER_STEP 4 /* alternatives that fail at their first character */

typedef struct growth {
    uint32_t degree;
    uint64_t factor; /* up to FACTOR_MAX */
} growth;

typedef struct cost {
    growth            ways;
    growth            steps;
    growth            look;  /* the steps of look-around among them: not paid for by characters taken */
    const wn_rx_node *slow;  /* the repeat behind the highest degree */
    const wn_rx_node *worst; /* what has no bound at all, or NULL */
} cost;

static cost measure(const wn_rx_node *node, const wn_rx_set *follow);

/* ---- growth ---- */

static const growth once = {0, 1};
static const growth never = {0, 0};

static growth limited(uint32_t degree, uint64_t factor)
{
    return (growth){degree < DEGREE_MAX ? degree : DEGREE_MAX, factor < FACTOR_MAX ? factor : FACTOR_MAX};
}

static growth product(growth a, growth b)
{
    if (!a.factor || !b.factor)
        return never;
    return limited(a.degree + b.degree, a.factor * b.factor);
}

/* The terms of the lower degree vanish beside the higher, but a large factor keeps its weight. */
static growth sum(growth a, growth b)
{
    if (a.degree == b.degree || !a.factor || !b.factor)
        return limited(a.factor ? a.degree : b.degree, a.factor + b.factor);
    growth high = a.degree > b.degree ? a : b, low = a.degree > b.degree ? b : a;
    return limited(high.degree, high.factor > low.factor / 64 ? high.factor : low.factor / 64);
}

static bool is_one_way(const cost *c)
{
    return !c->ways.degree && c->ways.factor <= 1;
}

/* ---- parts ---- */

static bool is_single(const wn_rx_node *node)
{
    return node->kind == WN_RX_CHAR || node->kind == WN_RX_SET;
}

static cost measure_single_repeat(const wn_rx_node *node, const wn_rx_set *follow)
{
    bool     is_unbounded = node->max == WN_RX_MANY;
    bool     gives_back = !node->is_possessive && wn_rx_set_meets(&node->set, follow);
    uint64_t bound = node->max ? node->max : 1;
    cost     c = {.ways = once, .look = never};
    c.steps = is_unbounded ? (growth){1, 1} : (growth){0, bound};
    if (gives_back)
        c.ways = is_unbounded ? (growth){1, 1} : (growth){0, (uint64_t)node->max - node->min + 1};
    if (is_unbounded || bound >= 64)
        c.slow = node;
    return c;
}

/* Iterations that can match in one way each: all of them together go over the line once. */
static cost repeat_one_way(const wn_rx_node *node, cost kid, bool gives_back)
{
    bool   is_unbounded = node->max == WN_RX_MANY;
    growth times = is_unbounded ? (growth){1, 1} : (growth){0, node->max ? node->max : 1};
    cost   c = {.ways = once, .slow = node};
    c.look = product(kid.look, times);
    c.steps = kid.steps.degree ? kid.steps : product(times, kid.steps);
    c.steps = sum(c.steps, c.look);
    if (gives_back)
        c.ways = is_unbounded ? times : (growth){0, (uint64_t)node->max - node->min + 1};
    return c;
}

/* At most `max` iterations, each of which multiplies the ways. */
static cost repeat_many_ways(const wn_rx_node *node, cost kid)
{
    cost   c = {.ways = never, .steps = never, .look = never, .slow = kid.slow ? kid.slow : node};
    growth ways = once;
    for (uint32_t i = 0; i <= node->max; i++) {
        if (i >= node->min)
            c.ways = sum(c.ways, ways);
        if (i < node->max)
            c.steps = sum(c.steps, product(ways, kid.steps));
        ways = product(ways, kid.ways);
    }
    c.look = c.steps;
    return c;
}

static cost measure_repeat(const wn_rx_node *node, const wn_rx_set *follow)
{
    if (is_single(node->kids))
        return measure_single_repeat(node, follow);
    wn_rx_set next = *follow;
    wn_rx_set_join(&next, &node->kids->set);
    cost kid = measure(node->kids, &next), c;
    bool is_unbounded = node->max == WN_RX_MANY;
    if (is_unbounded && (!is_one_way(&kid) || (!node->kids->min_chars && kid.slow)))
        c = (cost){.ways = once, .steps = once, .slow = node, .worst = node};
    else if (is_one_way(&kid))
        c = repeat_one_way(node, kid, wn_rx_set_meets(&node->kids->set, follow));
    else
        c = repeat_many_ways(node, kid);
    if (kid.worst)
        c.worst = kid.worst;
    if (node->is_possessive)
        c.ways = once;
    return c;
}

/* What can follow a kid of a sequence: the first characters of the kids after it, up to one that
 * must take some. */
static wn_rx_set follow_of(const wn_rx_node *kid, const wn_rx_set *follow)
{
    static const wn_rx_set all = {{UINT64_MAX, UINT64_MAX}, WN_RX_BEYOND, 0, false, 0, 0, 0};
    wn_rx_set              set = {{0, 0}, 0, 0, false, 0, 0, 0};
    size_t                 count = 0;
    for (const wn_rx_node *next = kid->next; next; next = next->next) {
        wn_rx_set_join(&set, &next->set);
        if (next->min_chars || next->kind == WN_RX_END)
            return set;
        if (++count == FOLLOW_KIDS_MAX)
            return all;
    }
    wn_rx_set_join(&set, follow);
    return set;
}

static cost measure_sequence(const wn_rx_node *node, const wn_rx_set *follow)
{
    cost   c = {.ways = once, .steps = never, .look = never};
    size_t run = 0;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        run = is_single(kid) ? run + 1 : 0;
        if (run % RUN_CHARS > 1 || (run && run % RUN_CHARS == 0))
            continue;
        wn_rx_set next = is_single(kid) ? (wn_rx_set){0} : follow_of(kid, follow);
        cost      part = measure(kid, &next);
        growth    steps = product(c.ways, part.steps);
        if (part.slow && (!c.slow || steps.degree > c.steps.degree))
            c.slow = part.slow;
        c.steps = sum(c.steps, steps);
        c.look = sum(c.look, product(c.ways, part.look));
        c.ways = product(c.ways, part.ways);
        c.worst = c.worst ? c.worst : part.worst;
    }
    return c;
}

/* The branches that can begin with the same character are all tried; one more heap each for the
 * characters beyond ASCII. */
typedef struct branch_load {
    uint64_t ways[128 + 4];
    uint64_t steps[128 + 4];
    uint64_t ways_most;
    uint64_t steps_most;
} branch_load;

static void add_load(branch_load *load, unsigned at, const cost *branch)
{
    load->ways[at] += branch->ways.factor;
    load->steps[at] += branch->steps.factor;
    if (load->ways[at] > load->ways_most)
        load->ways_most = load->ways[at];
    if (load->steps[at] > load->steps_most)
        load->steps_most = load->steps[at];
}

static void add_branch(branch_load *load, const wn_rx_node *node, const cost *branch)
{
    wn_rx_set begins = node->set;
    if (!node->min_chars)
        begins = (wn_rx_set){{UINT64_MAX, UINT64_MAX}, WN_RX_BEYOND, 0, false, 0, 0, 0};
    for (unsigned code = 0; code < 128; code++) {
        if (wn_rx_set_has_ascii(&begins, code))
            add_load(load, code, branch);
    }
    for (unsigned heap = 0; heap < 4; heap++) {
        if (begins.touched >> heap & 1)
            add_load(load, 128 + heap, branch);
    }
}

static cost measure_alternatives(const wn_rx_node *node, const wn_rx_set *follow)
{
    cost        c = {.ways = never, .steps = never, .look = never};
    branch_load load = {.ways_most = 1};
    uint64_t    count = 0;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next, count++) {
        cost branch = measure(kid, follow);
        if (branch.slow && (!c.slow || branch.steps.degree > c.steps.degree))
            c.slow = branch.slow;
        c.worst = c.worst ? c.worst : branch.worst;
        c.look = sum(c.look, branch.look);
        if (branch.ways.degree || branch.steps.degree) {
            c.ways = sum(c.ways, branch.ways);
            c.steps = sum(c.steps, branch.steps);
        } else
            add_branch(&load, kid, &branch);
    }
    c.ways = sum(c.ways, limited(0, load.ways_most));
    c.steps = sum(c.steps, limited(0, load.steps_most + count / BRANCHES_PER_STEP));
    return c;
}

static cost measure_look(const wn_rx_node *node)
{
    wn_rx_set nothing = {0};
    cost      c = measure(node->kids, &nothing);
    c.ways = once;
    c.look = c.steps = sum(c.steps, once);
    return c;
}

static cost measure(const wn_rx_node *node, const wn_rx_set *follow)
{
    cost      simple = {.ways = once, .steps = once, .look = never};
    wn_rx_set nothing = {0};
    switch (node->kind) {
    case WN_RX_SEQ:
        return measure_sequence(node, follow);
    case WN_RX_ALT:
        return measure_alternatives(node, follow);
    case WN_RX_REPEAT:
        return measure_repeat(node, follow);
    case WN_RX_LOOK:
        return measure_look(node);
    case WN_RX_OPAQUE:
        simple.worst = node;
        return simple;
    case WN_RX_GROUP:
        if (!node->is_possessive)
            return measure(node->kids, follow);
        simple = measure(node->kids, &nothing);
        simple.ways = once;
        return simple;
    default:
        return simple;
    }
}

/* ---- the whole pattern ---- */

/* Whether PCRE2 tries it at the start of the subject only: it begins with ^, or with .* that takes
 * everything. */
static bool is_tried_once(const wn_rx_node *node)
{
    switch (node->kind) {
    case WN_RX_START:
        return true;
    case WN_RX_REPEAT:
        return !node->min && node->max == WN_RX_MANY && !node->is_possessive && node->kids->is_any;
    case WN_RX_SEQ:
        return node->kids && is_tried_once(node->kids);
    case WN_RX_GROUP:
        return !node->is_possessive && is_tried_once(node->kids);
    case WN_RX_ALT:
        for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
            if (!is_tried_once(kid))
                return false;
        }
        return true;
    default:
        return false;
    }
}

void wn_rx_measure(const wn_rx_node *root, wn_regex_facts *facts, const wn_rx_node **slow)
{
    wn_rx_set nothing = {0};
    cost      c = measure(root, &nothing);
    growth    total = is_tried_once(root) ? c.steps : product(c.steps, (growth){1, 1});
    facts->factor = (uint32_t)(total.factor ? total.factor : 1);
    *slow = NULL;
    if (c.worst || total.degree > 2 || total.factor > FACTOR_COSTLY) {
        facts->cost = WN_COST_COSTLY;
        *slow = c.worst ? c.worst : c.slow ? c.slow : root;
    } else if (total.degree == 2) {
        facts->cost = WN_COST_QUADRATIC;
        *slow = c.slow ? c.slow : root;
    } else
        facts->cost = WN_COST_LINEAR;
}

uint32_t wn_rx_plain_factor(uint32_t chars)
{
    return 1 + (chars + RUN_CHARS - 1) / RUN_CHARS;
}
