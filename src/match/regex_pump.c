/* regex_pump.c: invents texts for a pattern: what comes before its slow part, and what the slow part takes again and
 * again. Only the tree is asked, so a sample need not match: assertions and references are passed over. */
#include "match/regex_tree.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

#define COPIES_MAX 64 /* of a repeat with a high minimum */

/* The characters that are tried first, by taste. The second half of the tastes leaves out what may be left out. */
static const char *const tastes[WN_SAMPLE_TASTES / 2] = {
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", " -,.:|aA1", "0123456789aA "};

typedef struct sampler {
    wn_buf            text;
    const wn_rx_node *slow;  /* where to stop */
    bool              found; /* it was met */
    const char       *taste;
    bool              is_lean;
    bool              has_looks; /* what look-ahead asks for is put in */
    bool              is_wide;   /* of alternatives the longest; otherwise the last */
} sampler;

static void put(sampler *s, uint32_t code)
{
    char   bytes[4];
    size_t size = wn_utf8_encode(code, bytes);
    wn_buf_append(&s->text, bytes, size);
}

/* A member of the set; of those beyond ASCII one for each heap. */
static uint32_t choose(const sampler *s, const wn_rx_node *node)
{
    static const uint32_t beyond[] = {0xE9, 0x301, 0x2003, 0x2026}; /* in the order of the heaps' bits */
    if (node->set.is_rough && node->set.some_first)                 /* its ASCII members may be none */
        return node->set.some_first;
    for (const char *c = s->taste; *c; c++)
        if (*c != ' ' && wn_rx_set_has_ascii(&node->set, (unsigned char)*c))
            return (unsigned char)*c;
    for (unsigned c = 0x21; c < 0x7F; c++)
        if (wn_rx_set_has_ascii(&node->set, c))
            return c;
    if (wn_rx_set_has_ascii(&node->set, ' '))
        return ' ';
    if (node->code_count)
        return node->codes[0];
    if (node->set.some_first)
        return node->set.some_first;
    for (unsigned heap = 0; heap < 4; heap++)
        if (node->set.touched >> heap & 1)
            return beyond[heap];
    return 'a';
}

static void sample(sampler *s, const wn_rx_node *node);

static void sample_alternatives(sampler *s, const wn_rx_node *node)
{
    size_t            before = s->text.size, longest = 0;
    const wn_rx_node *chosen = NULL;
    for (const wn_rx_node *kid = node->kids; kid && !s->found; kid = kid->next) {
        s->text.size = before;
        sample(s, kid);
        if (s->text.size - before > longest || !chosen) {
            longest = s->text.size - before;
            chosen = kid;
        }
    }
    if (s->is_wide && chosen && !s->found) {
        s->text.size = before;
        sample(s, chosen);
    }
}

static void sample(sampler *s, const wn_rx_node *node)
{
    if (s->found || node == s->slow) {
        s->found = true;
        return;
    }
    switch (node->kind) {
    case WN_RX_CHAR:
        put(s, node->code);
        break;
    case WN_RX_SET:
        put(s, choose(s, node));
        break;
    case WN_RX_SEQ:
        for (const wn_rx_node *kid = node->kids; kid && !s->found; kid = kid->next)
            sample(s, kid);
        break;
    case WN_RX_ALT:
        sample_alternatives(s, node);
        break;
    case WN_RX_REPEAT: {
        uint32_t copies = node->min || s->is_lean ? node->min : node->max ? 1 : 0;
        for (uint32_t i = 0; i < copies && i < COPIES_MAX && !s->found; i++)
            sample(s, node->kids);
        break;
    }
    case WN_RX_GROUP:
        sample(s, node->kids);
        break;
    case WN_RX_LOOK:
        if (s->has_looks && !node->is_negative && !node->is_behind)
            sample(s, node->kids);
        break;
    default:
        break;
    }
}

/* The text of a node up to the slow one, behind a `lead`; NULL data when there is no memory. */
static wn_bytes sample_text(const wn_rx_node *from, const wn_rx_node *slow, const char *lead, unsigned taste,
                            wn_arena *arena)
{
    sampler s = {.slow = slow,
                 .taste = tastes[taste % (WN_SAMPLE_TASTES / 2)],
                 .is_lean = taste >= WN_SAMPLE_TASTES / 2};
    wn_buf_text(&s.text, lead);
    sample(&s, from);
    char    *copy = s.text.failed ? NULL : wn_arena_copy(arena, (wn_bytes){s.text.data, s.text.size});
    wn_bytes text = {copy, s.text.size};
    wn_buf_free(&s.text);
    return text;
}

/* The outermost repeat of more than one character that contains the node, or is it. */
static const wn_rx_node *find_outer(const wn_rx_node *from, const wn_rx_node *slow)
{
    if (from == slow || !from)
        return NULL;
    if (from->kind == WN_RX_REPEAT && from->max > 1 && from->begin <= slow->begin && from->end >= slow->end)
        return from;
    for (const wn_rx_node *kid = from->kids; kid; kid = kid->next)
        if (kid->begin <= slow->begin && kid->end >= slow->end)
            return find_outer(kid, slow);
    return NULL;
}

/* The text with an unwanted character in its middle. */
static wn_bytes break_text(wn_bytes text, wn_arena *arena)
{
    size_t at = text.size / 2;
    if (!text.data) /* no memory */
        return (wn_bytes){0};
    while (at && at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80)
        at--;
    char *copy = wn_arena_printf(arena, "%.*s\xC2\xAC%s", (int)at, text.data, text.data + at);
    return (wn_bytes){copy, copy ? strlen(copy) : 0};
}

/* What a round of the slow part takes when alternatives are long: others may take it in pieces. */
static wn_bytes sample_widest(const wn_rx_node *round, unsigned taste, wn_arena *arena)
{
    sampler  s = {.taste = tastes[taste % (WN_SAMPLE_TASTES / 2)], .is_wide = true};
    wn_bytes text;
    sample(&s, round);
    text.data = s.text.failed ? NULL : wn_arena_copy(arena, (wn_bytes){s.text.data, s.text.size});
    text.size = s.text.size;
    wn_buf_free(&s.text);
    return text;
}

static wn_bytes sample_looks(const wn_rx_node *root, unsigned taste, wn_arena *arena)
{
    sampler s = {.taste = tastes[taste % (WN_SAMPLE_TASTES / 2)],
                 .is_lean = taste >= WN_SAMPLE_TASTES / 2,
                 .has_looks = true};
    sample(&s, root);
    char    *copy = s.text.failed ? NULL : wn_arena_copy(arena, (wn_bytes){s.text.data, s.text.size});
    wn_bytes text = {copy, s.text.size};
    wn_buf_free(&s.text);
    return text;
}

wn_status wn_regex_pump_find(wn_bytes pattern, bool caseless, unsigned taste, wn_arena *arena, wn_regex_pump *pump)
{
    wn_arena       scratch = {0};
    wn_rx_tree     tree;
    wn_regex_fault fault = {0};
    wn_regex_facts facts = {0};
    *pump = (wn_regex_pump){0};
    wn_status status = wn_rx_parse(pattern, caseless, &scratch, &tree, &fault);
    if (status == WN_OK && tree.root) {
        const wn_rx_node *slow;
        wn_rx_describe(tree.root);
        wn_rx_measure(tree.root, &facts, &slow);
        const wn_rx_node *round = slow && slow->kind == WN_RX_REPEAT ? slow->kids : tree.root;
        pump->before = sample_text(tree.root, slow, "", taste, arena);
        pump->again = sample_text(round, NULL, "", taste, arena);
        pump->widest = sample_widest(round, taste, arena);
        pump->all = sample_text(tree.root, NULL, "\xC2\xAC", taste, arena);
        const wn_rx_node *outer = slow ? find_outer(tree.root, slow) : NULL;
        if (outer)
            pump->outer = sample_text(outer->kids, NULL, "", taste, arena);
        pump->broken = break_text(pump->all, arena);
        pump->looks = sample_looks(tree.root, taste, arena);
        if (!pump->before.data || !pump->again.data || !pump->all.data || !pump->broken.data || !pump->looks.data ||
            !pump->widest.data || (outer && !pump->outer.data))
            status = WN_NO_MEMORY;
    }
    wn_arena_free(&scratch);
    return status;
}
