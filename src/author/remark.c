/* remark.c: finds the words for a remark, and where they are written. */
#include "author/remark.h"

#include "author/words.h"
#include "base/plain.h"

#define SNIPPET_BYTES 72 /* of a condition's source are shown, about */

const char *wn_remark_say(wn_inquiry *q, wn_buf *text)
{
    const char *copy = text->failed ? NULL : wn_arena_copy(&q->arena, wn_buf_bytes(text));
    q->has_failed |= !copy;
    wn_buf_free(text);
    return copy;
}

void wn_remark_add(wn_inquiry *q, wn_remark r)
{
    if (wn_array_grow(&q->remarks, &q->remark_capacity, q->remark_count + 1, sizeof *q->remarks))
        q->remarks[q->remark_count++] = r;
    else
        q->has_failed = true;
}

void wn_remark_put(wn_buf *out, const wn_node *node)
{
    if (node->kind == WN_NODE_SCALAR) {
        wn_plain_put(out, node->text);
        return;
    }
    wn_buf_text(out, node->kind == WN_NODE_MAP ? "{" : "[");
    for (size_t i = 0; i < node->count && out->size < SNIPPET_BYTES; i++) {
        wn_buf_text(out, i ? ", " : "");
        if (node->kind == WN_NODE_MAP) {
            wn_remark_put(out, node->keys[i]);
            wn_buf_text(out, ": ");
        }
        wn_remark_put(out, node->values[i]);
    }
    wn_buf_text(out, node->kind == WN_NODE_MAP ? "}" : "]");
}

/* "words: {max: 5}", shortened. */
const char *wn_remark_describe(wn_inquiry *q, const wn_condition *condition)
{
    wn_buf text = {0};
    if (condition->node)
        wn_remark_put(&text, condition->node);
    size_t size = text.size;
    if (size > SNIPPET_BYTES) {
        size = SNIPPET_BYTES;
        while (size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
            size--;
        text.size = size;
        wn_buf_text(&text, "...");
    }
    const char *value = wn_remark_say(q, &text);
    wn_buf      whole = {0};
    wn_buf_printf(&whole, "%s: %s", wn_condition_word(condition), value ? value : "");
    return wn_remark_say(q, &whole);
}

const char *wn_remark_place(wn_inquiry *q, const wn_place *place)
{
    wn_buf text = {0};
    wn_words_place(&text, place);
    return wn_remark_say(q, &text);
}

/* What a pattern finds in the line; NULL: nothing. */
const char *wn_remark_pattern(wn_inquiry *q, uint32_t pattern)
{
    wn_groups groups;
    wn_buf    text = {0};
    wn_bytes  view = wn_line_view(&q->lines.items[0]);
    if (wn_matcher_find(q->matcher, pattern, view, 0, &groups) != WN_MATCH_YES)
        return NULL;
    wn_plain_put(&text, (wn_bytes){view.data + groups.begin[0], groups.end[0] - groups.begin[0]});
    return wn_remark_say(q, &text);
}

/* The same for a condition that is a pattern. */
const char *wn_remark_match(wn_inquiry *q, uint32_t cond)
{
    bool is_pattern = cond != WN_NONE && q->set->conds[cond].op == WN_OP_MATCH;
    return is_pattern ? wn_remark_pattern(q, q->set->conds[cond].a) : NULL;
}

static bool is_within(const wn_node *tree, const wn_node *node)
{
    if (tree == node)
        return true;
    for (size_t i = 0; i < tree->count && tree->kind != WN_NODE_SCALAR; i++)
        if (is_within(tree->values[i], node))
            return true;
    return false;
}

/* The part of a value that a patch has put there: all of it, or, where maps were merged, one of its scalars. */
static const wn_node *find_patched(const wn_node *patch, const wn_node *node)
{
    const wn_node *found = NULL;
    if (is_within(patch, node))
        return node;
    if (node->kind == WN_NODE_SCALAR)
        return NULL;
    for (size_t i = 0; i < node->count && !found; i++)
        found = find_patched(patch, node->values[i]);
    return found;
}

/* Where an override says what this node of a rule says; NULL: none does. */
const char *wn_remark_override(wn_inquiry *q, uint32_t rule, const wn_node *node)
{
    const wn_rule_source *source = &q->source->rules[rule];
    const wn_node        *found = NULL;
    for (size_t i = source->patch_count; node && !found && i-- > 0;)
        if (wn_patch_applies(&source->patches[i], q->applies) && source->patches[i].node->kind == WN_NODE_MAP)
            found = find_patched(source->patches[i].node, node);
    return found ? wn_remark_place(q, &found->place) : NULL;
}
