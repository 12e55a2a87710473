/* regex.c: the answers about a pattern, put together from its tree. */
#include "match/regex_tree.h"

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

void wn_rx_describe(wn_rx_node *node)
{
    static const wn_rx_set all = {{UINT64_MAX, UINT64_MAX}, WN_RX_BEYOND, WN_RX_BEYOND, false};
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
        node->set = node->kids->set;
        node->min_chars = multiply_chars(node->kids->min_chars, node->min);
        return;
    case WN_RX_GROUP:
        node->set = node->kids->set;
        node->min_chars = node->kids->min_chars;
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

/* ---- the answers ---- */

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

static wn_status answer(wn_bytes pattern, const wn_rx_tree *tree, wn_arena *arena, wn_regex_facts *facts)
{
    const wn_rx_node *slow;
    wn_rx_describe(tree->root);
    facts->is_anchored = is_anchored(tree->root);
    facts->min_chars = tree->root->min_chars;
    wn_rx_measure(tree->root, facts, &slow);
    wn_status status = copy_slow_part(pattern, slow, arena, facts);
    return status == WN_OK ? wn_rx_find_literals(tree->root, arena, facts) : status;
}

wn_status wn_regex_read(wn_bytes pattern, bool caseless, wn_arena *arena, wn_regex_facts *facts, wn_regex_fault *fault)
{
    *facts = (wn_regex_facts){.cost = WN_COST_COSTLY, .factor = 1};
    *fault = (wn_regex_fault){0};
    if (pattern.size > WN_REGEX_BYTES_MAX) {
        *fault = (wn_regex_fault){WN_REGEX_BYTES_MAX,
                                  "a pattern of more than 64 KiB; put word lists into is, starts or "
                                  "contains"};
        return WN_BAD_POLICY;
    }
    wn_arena   scratch = {0};
    wn_rx_tree tree;
    wn_status  status = wn_rx_parse(pattern, caseless, &scratch, &tree, fault);
    facts->nesting = tree.nesting;
    facts->has_value = tree.has_value;
    if (status == WN_OK && tree.root)
        status = answer(pattern, &tree, arena, facts);
    wn_arena_free(&scratch);
    return status;
}
