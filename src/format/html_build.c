/* html_build.c: lines, open elements and blocks while a page is read. Used by html_lines.c.
 *
 * Elements are opened and closed as browsers do it, as far as that decides what is a line. No step looks further than
 * one place on the stack, which keeps for each element where the nearest open one is: so time is proportional to the
 * source, however deep it goes. */
#include "format/html_build.h"

#include "format/html_text.h"

void wn_builder_fail(wn_builder *b)
{
    b->status = WN_NO_MEMORY;
}

void wn_builder_note(wn_builder *b, wn_status status)
{
    if (b->status == WN_OK)
        b->status = status;
}

/* ---- lines ---- */

uint32_t wn_builder_add_atom(wn_builder *b, wn_html_atom_kind kind, wn_range range)
{
    wn_html_page *page = b->page;
    if (!wn_array_grow(&page->atoms, &page->atom_capacity, page->atom_count + 1, sizeof *page->atoms)) {
        wn_builder_fail(b);
        return WN_HTML_NONE;
    }
    page->atoms[page->atom_count] = (wn_html_atom){.range = range, .partner = WN_HTML_NONE, .kind = kind};
    return (uint32_t)page->atom_count++;
}

static void add_line(wn_builder *b, wn_html_line line)
{
    wn_html_page *page = b->page;
    if (!wn_buf_put(&page->text, '\n') ||
        !wn_array_grow(&page->lines, &page->line_capacity, page->line_count + 1, sizeof *page->lines)) {
        wn_builder_fail(b);
        return;
    }
    line.text.end = page->text.size;
    page->lines[page->line_count++] = line;
}

bool wn_builder_has_text(const wn_builder *b)
{
    return b->page->text.size > b->line_begin;
}

/* A blank line between two blocks goes in front of the line whose text is already there. */
void wn_builder_add_gap(wn_builder *b)
{
    wn_html_page *page = b->page;
    bool          is_due = b->has_gap && page->line_count && !page->lines[page->line_count - 1].is_blank;
    b->has_gap = false;
    if (!is_due || wn_builder_has_text(b))
        return;
    add_line(b, (wn_html_line){.text = {b->line_begin, b->line_begin}, .node = WN_HTML_NONE, .is_blank = true});
    b->line_begin = page->text.size;
}

bool wn_builder_is_preformatted(const wn_builder *b)
{
    return b->nearest[WN_TAG_pre] != WN_HTML_NONE || b->nearest[WN_TAG_listing] != WN_HTML_NONE;
}

/* Ends the line, if there is one; a <br> or the end of a line of <pre> makes a blank one. */
void wn_builder_end_line(wn_builder *b, bool is_break)
{
    wn_html_page *page = b->page;
    if (wn_builder_has_text(b) || is_break) {
        wn_html_line line = {.text = {b->line_begin, b->line_begin},
                             .node = b->node,
                             .first_atom = b->first_atom,
                             .atom_count = (uint32_t)page->atom_count - b->first_atom,
                             .is_blank = !wn_builder_has_text(b),
                             .has_break = is_break,
                             .is_preformatted = wn_builder_is_preformatted(b)};
        if (!line.is_blank && page->heading.end == 0 && b->nearest[WN_TAG_h1] != WN_HTML_NONE)
            page->heading = (wn_range){b->line_begin, page->text.size};
        add_line(b, line);
    }
    b->line_begin = page->text.size;
    b->first_atom = (uint32_t)page->atom_count;
    b->fresh = b->depth;
    b->has_picture = false;
}

/* ---- blocks that have ended ---- */

static bool is_heading(wn_tag tag)
{
    return tag >= WN_TAG_h1 && tag <= WN_TAG_h6;
}

/* Elements that end each other count as one. */
static wn_tag kind_of_item(wn_tag tag)
{
    if (tag == WN_TAG_dd)
        return WN_TAG_dt;
    if (is_heading(tag))
        return WN_TAG_h1;
    return tag == WN_TAG_thead || tag == WN_TAG_tfoot ? WN_TAG_tbody : tag;
}

/* Something comes after blocks whose start tags were the end of something before them. Without them it would be a part
 * of that; so they stay. `block`: the element that comes, WN_TAG_UNKNOWN: text or a part of a line. */
void wn_builder_follow(wn_builder *b, wn_tag block)
{
    for (size_t i = 0; i < b->ended_count; i++) {
        const wn_ended *e = &b->ended[i];
        if (!block || (e->closed == ENDS_ITEM && kind_of_item(e->tag) != kind_of_item(block)))
            b->page->nodes[e->node].stays = true;
    }
    b->ended_count = 0;
}

static void remember_ended(wn_builder *b, const wn_open_element *e)
{
    if (!wn_array_grow(&b->ended, &b->ended_capacity, b->ended_count + 1, sizeof *b->ended))
        wn_builder_fail(b);
    else
        b->ended[b->ended_count++] = (wn_ended){e->node, e->tag, e->closed};
}

/* ---- the stack ---- */

static const wn_open_element *top(const wn_builder *b)
{
    return b->depth ? &b->stack[b->depth - 1] : NULL;
}

void wn_builder_push(wn_builder *b, wn_tag tag, unsigned bits, uint32_t node, uint32_t atom)
{
    if (b->status != WN_OK)
        return;
    uint32_t at = (uint32_t)b->depth;
    if (!wn_array_grow(&b->stack, &b->capacity, b->depth + 1, sizeof *b->stack)) {
        wn_builder_fail(b);
        return;
    }
    b->stack[b->depth++] = (wn_open_element){tag,        bits,     node,        atom, b->nearest[tag],
                                             b->barrier, b->block, ENDS_NOTHING};
    b->nearest[tag] = at;
    if (bits & WN_TAG_BARRIER)
        b->barrier = at;
    if (node != WN_HTML_NONE) {
        b->block = at;
        b->node = node;
    }
    b->hidden += (bits & WN_TAG_HIDDEN) != 0;
}

void wn_builder_pop(wn_builder *b, size_t end)
{
    wn_open_element e = b->stack[--b->depth];
    b->nearest[e.tag] = e.same;
    if (b->fresh > b->depth)
        b->fresh = b->depth;
    b->barrier = e.barrier;
    b->block = e.block;
    b->hidden -= (e.bits & WN_TAG_HIDDEN) != 0;
    if (e.tag == WN_TAG_svg || e.tag == WN_TAG_math)
        b->tokens.in_svg = false;
    if (e.node == WN_HTML_NONE)
        return;
    if (e.bits & WN_TAG_BLOCK)
        wn_builder_end_line(b, false);
    else if (wn_builder_has_text(b)) /* the line goes on behind it */
        b->page->nodes[e.node].stays = true;
    else
        b->first_atom = (uint32_t)b->page->atom_count;
    b->has_gap |= (e.bits & WN_TAG_GAP) != 0;
    b->page->nodes[e.node].range.end = end;
    b->node = b->page->nodes[e.node].parent;
    if (e.closed)
        remember_ended(b, &e);
}

/* Closes all elements down to a place on the stack, that one too: the end tags of all but it are implied. */
void wn_builder_pop_to(wn_builder *b, uint32_t at, size_t end)
{
    while (b->depth > (size_t)at + 1)
        wn_builder_pop(b, b->solid_end);
    if (b->stack[at].node != WN_HTML_NONE)
        b->ended_count = 0; /* its end comes after what has ended in it */
    wn_builder_pop(b, end);
}

/* Whether an open element is nearer than others; WN_HTML_NONE counts as nowhere. */
bool wn_builder_is_within(uint32_t at, uint32_t limit)
{
    return at != WN_HTML_NONE && (limit == WN_HTML_NONE || at > limit);
}

uint32_t wn_builder_nearer(uint32_t a, uint32_t b)
{
    return wn_builder_is_within(a, b) ? a : b;
}

/* Closes an open element that ends where a new one begins; true when there was one. */
bool wn_builder_imply_end(wn_builder *b, wn_tag tag, uint32_t limit)
{
    uint32_t at = b->nearest[tag];
    if (b->page->is_xml || !wn_builder_is_within(at, limit))
        return false;
    wn_builder_pop_to(b, at, b->solid_end);
    return true;
}

/* ---- start tags ---- */

/* The end of items that have none of their own: <li>, <dt>, <tr>, ... */
bool wn_builder_imply_item_end(wn_builder *b, wn_tag tag)
{
    const uint32_t *n = b->nearest;
    uint32_t        list = wn_builder_nearer(wn_builder_nearer(n[WN_TAG_ul], n[WN_TAG_ol]),
                                             wn_builder_nearer(n[WN_TAG_menu], b->barrier));
    uint32_t        table = wn_builder_nearer(n[WN_TAG_table], n[WN_TAG_template]);
    bool            has_ended = false;
    switch (tag) {
    case WN_TAG_li:
        return wn_builder_imply_end(b, tag, list);
    case WN_TAG_dt:
    case WN_TAG_dd:
        list = wn_builder_nearer(n[WN_TAG_dl], b->barrier);
        has_ended = wn_builder_imply_end(b, WN_TAG_dt, list);
        return wn_builder_imply_end(b, WN_TAG_dd, list) || has_ended;
    case WN_TAG_tbody:
    case WN_TAG_thead:
    case WN_TAG_tfoot:
        has_ended = wn_builder_imply_end(b, WN_TAG_tbody, table);
        has_ended |= wn_builder_imply_end(b, WN_TAG_thead, table);
        return wn_builder_imply_end(b, WN_TAG_tfoot, table) || has_ended;
    case WN_TAG_tr:
        return wn_builder_imply_end(b, tag, table);
    case WN_TAG_td:
    case WN_TAG_th:
        table = wn_builder_nearer(table, n[WN_TAG_tr]);
        wn_builder_imply_end(b, WN_TAG_td, table);
        wn_builder_imply_end(b, WN_TAG_th, table);
        return false;
    case WN_TAG_body:
        wn_builder_imply_end(b, WN_TAG_head, WN_HTML_NONE);
        return false;
    default:
        return false;
    }
}

/* A heading ends one that is open right before it; no other block does. */
bool wn_builder_imply_heading_end(wn_builder *b, wn_tag tag)
{
    if (b->page->is_xml || !is_heading(tag) || !top(b) || !is_heading(top(b)->tag))
        return false;
    wn_builder_pop(b, b->solid_end);
    return true;
}

uint32_t wn_builder_add_node(wn_builder *b, size_t begin, bool is_inline, bool stays)
{
    wn_html_page *page = b->page;
    uint32_t      parent = b->node, own = (uint32_t)page->node_count;
    if (!wn_array_grow(&page->nodes, &page->node_capacity, page->node_count + 1, sizeof *page->nodes)) {
        wn_builder_fail(b);
        return WN_HTML_NONE;
    }
    page->nodes[own] = (wn_html_node){
        .range = {begin, page->source.size}, .parent = parent, .block = own, .is_open = true, .stays = stays};
    if (is_inline)
        page->nodes[own].block = parent == WN_HTML_NONE ? WN_HTML_NONE : page->nodes[parent].block;
    page->node_count++;
    return own;
}

/* The last atom of the line that stays whatever happens, WN_HTML_NONE counting as before all. */
static size_t after_last_hold(const wn_builder *b)
{
    size_t at = b->page->atom_count;
    while (at > b->first_atom && b->page->atoms[at - 1].kind != WN_ATOM_HOLD)
        at--;
    return at;
}

/* Inline elements that were opened in this line and have no text before the block become blocks, too: an <a> around a
 * <div> goes with it. */
void wn_builder_promote(wn_builder *b)
{
    size_t held = after_last_hold(b);
    bool   is_empty = !wn_builder_has_text(b);
    for (size_t i = b->fresh; i < b->depth && b->status == WN_OK; i++) {
        wn_open_element *e = &b->stack[i];
        if (!is_empty || e->atom == WN_HTML_NONE || e->node != WN_HTML_NONE || e->bits & WN_TAG_HIDDEN)
            continue;
        e->node = wn_builder_add_node(b, b->page->atoms[e->atom].range.begin, true, e->atom < held);
        b->node = e->node;
    }
}
