/* regex.c: the answers about a pattern, put together from its tree. */
#include "match/regex_tree.h"

#include "match/chars.h"

#include <stdlib.h>
#include <string.h>

/* ---- from the kids upwards ---- */

static uint32_t add_chars(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

static uint32_t multiply_chars(uint32_t a, uint32_t b)
{
    return b && a > UINT32_MAX / b ? UINT32_MAX : a * b;
}

static void describe_sequence(wn_rx_node *node)
{
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        if (!node->min_chars)
            wn_rx_set_join(&node->set, &kid->set);
        node->min_chars = add_chars(node->min_chars, kid->min_chars);
    }
}

static void describe_alternatives(wn_rx_node *node)
{
    node->min_chars = UINT32_MAX;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        wn_rx_set_join(&node->set, &kid->set);
        node->min_chars = kid->min_chars < node->min_chars ? kid->min_chars : node->min_chars;
    }
}

/* A group, or what repeats at least so many times. */
static void describe_repeated(wn_rx_node *node, uint32_t times)
{
    const wn_rx_node *kid = node->kids;
    if (!kid)
        return;
    node->set = kid->set;
    node->min_chars = multiply_chars(kid->min_chars, times);
}

void wn_rx_describe(wn_rx_node *node)
{
    static const wn_rx_set all = {{UINT64_MAX, UINT64_MAX}, WN_RX_BEYOND, WN_RX_BEYOND, false, 0, 0, 0};
    for (wn_rx_node *kid = node->kids; kid; kid = kid->next)
        wn_rx_describe(kid);
    switch (node->kind) {
    case WN_RX_CHAR:
    case WN_RX_SET:
        node->min_chars = 1;
        return;
    case WN_RX_SEQ:
        describe_sequence(node);
        return;
    case WN_RX_ALT:
        describe_alternatives(node);
        return;
    case WN_RX_REPEAT:
        describe_repeated(node, node->min);
        return;
    case WN_RX_GROUP:
        describe_repeated(node, 1);
        return;
    case WN_RX_LOOK:
    case WN_RX_OPAQUE:
        node->set = all; /* they may do anything with what is there */
        return;
    default:
        return;
    }
}

/* ---- anchoring ---- */

/* Whether a match of it can only begin at the start of the subject. */
static bool is_anchored(const wn_rx_node *node)
{
    bool all = true, any = false;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        bool is_kid_anchored = is_anchored(kid);
        all = all && is_kid_anchored;
        any = any || is_kid_anchored;
    }
    switch (node->kind) {
    case WN_RX_START:
        return true;
    case WN_RX_SEQ:
        return any;
    case WN_RX_ALT:
    case WN_RX_GROUP:
        return all;
    case WN_RX_REPEAT:
        return node->min && all;
    case WN_RX_LOOK:
        return !node->is_negative && !node->is_behind && all;
    default:
        return false;
    }
}

/* The same for the end. */
static bool is_anchored_at_end(const wn_rx_node *node)
{
    bool all = node->kids != NULL, any = false;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        bool is_kid_anchored = is_anchored_at_end(kid);
        all = all && is_kid_anchored;
        any = any || is_kid_anchored;
    }
    switch (node->kind) {
    case WN_RX_END:
        return true;
    case WN_RX_SEQ:
        return any;
    case WN_RX_ALT:
    case WN_RX_GROUP:
        return all;
    case WN_RX_REPEAT:
        return node->min && all;
    default:
        return false;
    }
}

/* ---- sizes ---- */

/* The most characters it can take; UINT32_MAX when there is no bound. */
static uint32_t max_chars_of(const wn_rx_node *node)
{
    uint32_t sum = 0, most = 0;
    if (node->kind == WN_RX_CHAR || node->kind == WN_RX_SET)
        return 1;
    if (node->kind == WN_RX_OPAQUE)
        return UINT32_MAX;
    if (node->kind == WN_RX_LOOK)
        return 0;
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        uint32_t chars = max_chars_of(kid);
        sum = add_chars(sum, chars);
        most = chars > most ? chars : most;
    }
    if (node->kind == WN_RX_ALT)
        return most;
    return node->kind == WN_RX_REPEAT ? multiply_chars(sum, node->max) : sum;
}

/* What is anchored at both ends takes the whole line; one character more for the line end that \Z passes over. */
static uint32_t max_line_chars(const wn_rx_node *root)
{
    uint32_t chars = is_anchored(root) && is_anchored_at_end(root) ? max_chars_of(root) : UINT32_MAX;
    return chars >= UINT32_MAX - 1 ? 0 : chars + 1;
}

/* ---- scripts ---- */

static unsigned count_bits(uint32_t mask)
{
    unsigned count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static uint32_t scripts_of_set(const wn_rx_node *node)
{
    uint32_t scripts = 0;
    if (node->set.ascii[0] || node->set.ascii[1])
        return 0;
    if (node->kind == WN_RX_CHAR)
        return wn_char_script(node->code);
    for (size_t i = 0; i < node->code_count; i++)
        scripts |= wn_char_script(node->codes[i]);
    return node->code_count ? scripts : UINT32_MAX;
}

/* Groups of which every match of it has a character; 0 when that is not certain. */
static uint32_t scripts_of(const wn_rx_node *node)
{
    uint32_t all = 0, best = 0;
    bool     has_none = false;
    switch (node->kind) {
    case WN_RX_CHAR:
    case WN_RX_SET:
        return scripts_of_set(node);
    case WN_RX_REPEAT:
        return node->min ? scripts_of(node->kids) : 0;
    case WN_RX_SEQ:
    case WN_RX_ALT:
    case WN_RX_GROUP:
        break;
    default:
        return 0;
    }
    for (const wn_rx_node *kid = node->kids; kid; kid = kid->next) {
        uint32_t one = scripts_of(kid);
        has_none = has_none || !one;
        all |= one;
        if (one && (!best || count_bits(one) < count_bits(best)))
            best = one;
    }
    return node->kind != WN_RX_ALT ? best : has_none ? 0 : all;
}

/* ---- the answers ---- */

static void put_first(const wn_rx_set *set, uint32_t first[WN_FIRST_WORDS])
{
    for (unsigned i = 0; i < 4; i++)
        first[i] = (uint32_t)(set->ascii[i / 2] >> (i % 2 * 32));
    first[WN_FIRST_WORDS - 1] = set->touched != 0;
}

static void find_first(const wn_rx_node *root, uint32_t first[WN_FIRST_WORDS])
{
    memset(first, 0xFF, WN_FIRST_WORDS * sizeof *first);
    if (root->min_chars)
        put_first(&root->set, first);
}

#define SLOW_PART_BYTES_MAX 60 /* as much as a message can show */

static wn_status copy_slow_part(wn_bytes pattern, const wn_rx_node *slow, wn_arena *arena, wn_regex_facts *facts)
{
    if (!slow)
        return WN_OK;
    size_t end = slow->end - slow->begin > SLOW_PART_BYTES_MAX ? slow->begin + SLOW_PART_BYTES_MAX : slow->end;
    bool   is_cut = end < slow->end;
    while (is_cut && end > slow->begin && ((unsigned char)pattern.data[end] & 0xC0) == 0x80)
        end--;
    facts->slow_part = wn_arena_printf(arena, "%.*s%s", (int)(end - slow->begin), pattern.data + slow->begin,
                                       is_cut ? "..." : "");
    return facts->slow_part ? WN_OK : WN_NO_MEMORY;
}

struct wn_regex_work {
    wn_arena    scratch;
    wn_rx_desks desks;
};

wn_regex_work *wn_regex_work_new(void)
{
    return calloc(1, sizeof(wn_regex_work));
}

void wn_regex_work_free(wn_regex_work *work)
{
    if (!work)
        return;
    wn_arena_free(&work->scratch);
    wn_rx_desks_free(&work->desks);
    free(work);
}

static wn_status answer(wn_bytes pattern, const wn_rx_tree *tree, wn_rx_desks *desks, wn_arena *arena,
                        wn_regex_facts *facts)
{
    const wn_rx_node *slow;
    wn_rx_describe(tree->root);
    facts->is_anchored = is_anchored(tree->root);
    facts->min_chars = tree->root->min_chars;
    facts->max_chars = max_line_chars(tree->root);
    facts->scripts = scripts_of(tree->root);
    find_first(tree->root, facts->first);
    wn_rx_measure(tree->root, facts, &slow);
    wn_status status = copy_slow_part(pattern, slow, arena, facts);
    return status == WN_OK ? wn_rx_find_literals(tree->root, desks, arena, facts) : status;
}

/* ---- plain texts ---- */

#define PLAIN_BYTES_MAX 40 /* longer ones are read like any pattern, for literals may be cut */

/* Whether a pattern is ^ and then ASCII words that mean themselves: the commonest of patterns. */
static bool is_plain_start(wn_bytes pattern, bool caseless)
{
    if (!caseless || pattern.size < 3 || pattern.size > PLAIN_BYTES_MAX || pattern.data[0] != '^' ||
        !wn_is_ascii_word(pattern.data[1]))
        return false;
    for (size_t i = 2; i < pattern.size; i++)
        if (!wn_is_ascii_word(pattern.data[i]) && pattern.data[i] != ' ' && pattern.data[i] != ':' &&
            pattern.data[i] != ',')
            return false;
    return true;
}

/* The facts that the tree would tell of it. */
static wn_status answer_plainly(wn_bytes pattern, wn_arena *arena, wn_regex_facts *facts)
{
    wn_bytes  text = {pattern.data + 1, pattern.size - 1};
    wn_rx_set set = {{0, 0}, 0, 0, false, 0, 0, 0};
    char     *fold = wn_arena_copy(arena, text);
    facts->literals = wn_arena_alloc(arena, sizeof *facts->literals);
    facts->at_word = wn_arena_alloc(arena, sizeof *facts->at_word);
    facts->at_end = wn_arena_alloc(arena, sizeof *facts->at_end);
    if (!fold || !facts->literals || !facts->at_word || !facts->at_end)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < text.size; i++)
        fold[i] = (char)(fold[i] >= 'A' && fold[i] <= 'Z' ? fold[i] | 0x20 : fold[i]);
    wn_rx_set_add(&set, (unsigned char)text.data[0], true);
    put_first(&set, facts->first);
    facts->cost = WN_COST_LITERAL;
    facts->factor = wn_rx_plain_factor((uint32_t)text.size);
    facts->is_anchored = true;
    facts->min_chars = (uint32_t)text.size;
    facts->kind = WN_LITERAL_STARTS;
    facts->literals[0] = (wn_bytes){fold, text.size};
    facts->literal_count = 1;
    return WN_OK;
}

/* ---- any pattern ---- */

wn_status wn_regex_read_with(wn_regex_work *work, wn_bytes pattern, bool caseless, wn_arena *arena,
                             wn_regex_facts *facts, wn_regex_fault *fault)
{
    *facts = (wn_regex_facts){.cost = WN_COST_COSTLY, .factor = 1};
    memset(facts->first, 0xFF, sizeof facts->first);
    *fault = (wn_regex_fault){0};
    if (is_plain_start(pattern, caseless))
        return answer_plainly(pattern, arena, facts);
    if (pattern.size > WN_REGEX_BYTES_MAX) {
        *fault = (wn_regex_fault){WN_REGEX_BYTES_MAX,
                                  "a pattern of more than 64 KiB; put word lists into is, starts or "
                                  "contains"};
        return WN_BAD_POLICY;
    }
    wn_rx_tree tree;
    wn_status  status = wn_rx_parse(pattern, caseless, &work->scratch, &tree, fault);
    facts->nesting = tree.nesting;
    facts->has_value = tree.has_value;
    if (status == WN_OK && tree.root)
        status = answer(pattern, &tree, &work->desks, arena, facts);
    wn_arena_clear(&work->scratch);
    return status;
}

wn_status wn_regex_read(wn_bytes pattern, bool caseless, wn_arena *arena, wn_regex_facts *facts, wn_regex_fault *fault)
{
    wn_regex_work work = {0};
    wn_status     status = wn_regex_read_with(&work, pattern, caseless, arena, facts, fault);
    wn_arena_free(&work.scratch);
    wn_rx_desks_free(&work.desks);
    return status;
}
