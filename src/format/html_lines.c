/* html_lines.c: reads HTML into lines, blocks and atoms.
 *
 * Elements are opened and closed as browsers do it, as far as that decides what is a line: end tags that are left out
 * are implied, those without a start tag do nothing. No step looks further than one place on the stack, which keeps
 * for each element where the nearest open one is: so time is proportional to the source, however deep it goes. */
#include "format/html_page.h"
#include "format/html_text.h"

#include <stdlib.h>
#include <string.h>

#define NONE WN_HTML_NONE

/* What ends where a block begins, though it has no end tag there. */
typedef enum wn_end {
    ENDS_NOTHING,
    ENDS_LINE, /* or a paragraph: any block would end it */
    ENDS_ITEM  /* only a block like it does */
} wn_end;

/* An open element. */
typedef struct open_element {
    wn_tag   tag;
    unsigned bits;
    uint32_t node;           /* of a block; else NONE */
    uint32_t atom;           /* of its start tag; NONE: it is no part of a line */
    uint32_t same;           /* the next open one of the same name, outwards */
    uint32_t barrier, block; /* the nearest ones around it */
    wn_end   closed;         /* of a block: what its start tag was the end of */
} open_element;

/* A block that has ended, and nothing came after it yet. */
typedef struct ended {
    uint32_t node;
    wn_tag   tag;
    wn_end   closed;
} ended;

typedef struct builder {
    wn_html_page  *page;
    wn_html_tokens tokens;
    open_element  *stack;
    size_t         depth, capacity;
    uint32_t       nearest[WN_TAG_COUNT]; /* on the stack */
    uint32_t       barrier, block;        /* the nearest ones on the stack; a block by name */
    uint32_t       node;                  /* the innermost block */
    size_t         hidden;                /* open elements that hide their text */
    size_t         line_begin;            /* in the text */
    uint32_t       first_atom;            /* of the line */
    bool           has_picture;           /* the line shows one, or some other thing */
    size_t         fresh;                 /* elements from here on the stack were opened in the line */
    bool           has_gap;               /* a blank line is due before the next line */
    size_t         solid_end;             /* of the last token that is more than white space */
    ended         *ended;                 /* blocks that rest on an implied end before them */
    size_t         ended_count, ended_capacity;
    wn_status      status; /* the first failure */
} builder;

static void fail(builder *b)
{
    b->status = WN_NO_MEMORY;
}

static void note(builder *b, wn_status status)
{
    if (b->status == WN_OK)
        b->status = status;
}

/* ---- lines ---- */

static uint32_t add_atom(builder *b, wn_html_atom_kind kind, wn_range range)
{
    wn_html_page *page = b->page;
    if (!wn_array_grow(&page->atoms, &page->atom_capacity, page->atom_count + 1, sizeof *page->atoms)) {
        fail(b);
        return NONE;
    }
    page->atoms[page->atom_count] = (wn_html_atom){.range = range, .partner = NONE, .kind = kind};
    return (uint32_t)page->atom_count++;
}

static void add_line(builder *b, wn_html_line line)
{
    wn_html_page *page = b->page;
    if (!wn_buf_put(&page->text, '\n') ||
        !wn_array_grow(&page->lines, &page->line_capacity, page->line_count + 1, sizeof *page->lines)) {
        fail(b);
        return;
    }
    line.text.end = page->text.size;
    page->lines[page->line_count++] = line;
}

static bool has_text(const builder *b)
{
    return b->page->text.size > b->line_begin;
}

/* A blank line between two blocks goes in front of the line whose text is already there. */
static void add_gap(builder *b)
{
    wn_html_page *page = b->page;
    bool          is_due = b->has_gap && page->line_count && !page->lines[page->line_count - 1].is_blank;
    b->has_gap = false;
    if (!is_due || has_text(b))
        return;
    add_line(b, (wn_html_line){.text = {b->line_begin}, .node = NONE, .is_blank = true});
    b->line_begin = page->text.size;
}

static bool is_preformatted(const builder *b)
{
    return b->nearest[WN_TAG_pre] != NONE || b->nearest[WN_TAG_listing] != NONE;
}

/* Ends the line, if there is one; a <br> or the end of a line of <pre> makes a blank one. */
static void end_line(builder *b, bool is_break)
{
    wn_html_page *page = b->page;
    if (has_text(b) || is_break) {
        wn_html_line line = {.text = {b->line_begin},
                             .node = b->node,
                             .first_atom = b->first_atom,
                             .atom_count = (uint32_t)page->atom_count - b->first_atom,
                             .is_blank = !has_text(b),
                             .has_break = is_break,
                             .is_preformatted = is_preformatted(b)};
        if (!line.is_blank && page->heading.end == 0 && b->nearest[WN_TAG_h1] != NONE)
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
static void follow(builder *b, wn_tag block)
{
    for (size_t i = 0; i < b->ended_count; i++) {
        const ended *e = &b->ended[i];
        if (!block || (e->closed == ENDS_ITEM && kind_of_item(e->tag) != kind_of_item(block)))
            b->page->nodes[e->node].stays = true;
    }
    b->ended_count = 0;
}

static void remember_ended(builder *b, const open_element *e)
{
    if (!wn_array_grow(&b->ended, &b->ended_capacity, b->ended_count + 1, sizeof *b->ended))
        fail(b);
    else
        b->ended[b->ended_count++] = (ended){e->node, e->tag, e->closed};
}

/* ---- the stack ---- */

static const open_element *top(const builder *b)
{
    return b->depth ? &b->stack[b->depth - 1] : NULL;
}

static void push(builder *b, wn_tag tag, unsigned bits, uint32_t node, uint32_t atom)
{
    if (b->status != WN_OK)
        return;
    uint32_t at = (uint32_t)b->depth;
    if (!wn_array_grow(&b->stack, &b->capacity, b->depth + 1, sizeof *b->stack)) {
        fail(b);
        return;
    }
    b->stack[b->depth++] = (open_element){tag, bits, node, atom, b->nearest[tag], b->barrier, b->block, ENDS_NOTHING};
    b->nearest[tag] = at;
    if (bits & WN_TAG_BARRIER)
        b->barrier = at;
    if (node != NONE) {
        b->block = at;
        b->node = node;
    }
    b->hidden += (bits & WN_TAG_HIDDEN) != 0;
}

static void pop(builder *b, size_t end)
{
    open_element e = b->stack[--b->depth];
    b->nearest[e.tag] = e.same;
    if (b->fresh > b->depth)
        b->fresh = b->depth;
    b->barrier = e.barrier;
    b->block = e.block;
    b->hidden -= (e.bits & WN_TAG_HIDDEN) != 0;
    if (e.tag == WN_TAG_svg || e.tag == WN_TAG_math)
        b->tokens.in_svg = false;
    if (e.node == NONE)
        return;
    if (e.bits & WN_TAG_BLOCK)
        end_line(b, false);
    else if (has_text(b)) /* the line goes on behind it */
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
static void pop_to(builder *b, uint32_t at, size_t end)
{
    while (b->depth > (size_t)at + 1)
        pop(b, b->solid_end);
    if (b->stack[at].node != NONE)
        b->ended_count = 0; /* its end comes after what has ended in it */
    pop(b, end);
}

/* Whether an open element is nearer than others; NONE counts as nowhere. */
static bool is_within(uint32_t at, uint32_t limit)
{
    return at != NONE && (limit == NONE || at > limit);
}

static uint32_t nearer(uint32_t a, uint32_t b)
{
    return is_within(a, b) ? a : b;
}

/* Closes an open element that ends where a new one begins; true when there was one. */
static bool imply_end(builder *b, wn_tag tag, uint32_t limit)
{
    uint32_t at = b->nearest[tag];
    if (b->page->is_xml || !is_within(at, limit))
        return false;
    pop_to(b, at, b->solid_end);
    return true;
}

/* ---- start tags ---- */

/* The end of items that have none of their own: <li>, <dt>, <tr>, ... */
static bool imply_item_end(builder *b, wn_tag tag)
{
    const uint32_t *n = b->nearest;
    uint32_t        list = nearer(nearer(n[WN_TAG_ul], n[WN_TAG_ol]), nearer(n[WN_TAG_menu], b->barrier));
    uint32_t        table = nearer(n[WN_TAG_table], n[WN_TAG_template]);
    bool            has_ended = false;
    switch (tag) {
    case WN_TAG_li:
        return imply_end(b, tag, list);
    case WN_TAG_dt:
    case WN_TAG_dd:
        list = nearer(n[WN_TAG_dl], b->barrier);
        has_ended = imply_end(b, WN_TAG_dt, list);
        return imply_end(b, WN_TAG_dd, list) || has_ended;
    case WN_TAG_tbody:
    case WN_TAG_thead:
    case WN_TAG_tfoot:
        has_ended = imply_end(b, WN_TAG_tbody, table);
        has_ended |= imply_end(b, WN_TAG_thead, table);
        return imply_end(b, WN_TAG_tfoot, table) || has_ended;
    case WN_TAG_tr:
        return imply_end(b, tag, table);
    case WN_TAG_td:
    case WN_TAG_th:
        table = nearer(table, n[WN_TAG_tr]);
        imply_end(b, WN_TAG_td, table);
        imply_end(b, WN_TAG_th, table);
        return false;
    case WN_TAG_body:
        imply_end(b, WN_TAG_head, NONE);
        return false;
    default:
        return false;
    }
}

/* A heading ends one that is open right before it; no other block does. */
static bool imply_heading_end(builder *b, wn_tag tag)
{
    if (b->page->is_xml || !is_heading(tag) || !top(b) || !is_heading(top(b)->tag))
        return false;
    pop(b, b->solid_end);
    return true;
}

static uint32_t add_node(builder *b, size_t begin, bool is_inline, bool stays)
{
    wn_html_page *page = b->page;
    uint32_t      parent = b->node, own = (uint32_t)page->node_count;
    if (!wn_array_grow(&page->nodes, &page->node_capacity, page->node_count + 1, sizeof *page->nodes)) {
        fail(b);
        return NONE;
    }
    page->nodes[own] = (wn_html_node){
        .range = {begin, page->source.size}, .parent = parent, .block = own, .is_open = true, .stays = stays};
    if (is_inline)
        page->nodes[own].block = parent == NONE ? NONE : page->nodes[parent].block;
    page->node_count++;
    return own;
}

/* The last atom of the line that stays whatever happens, NONE counting as before all. */
static size_t after_last_hold(const builder *b)
{
    size_t at = b->page->atom_count;
    while (at > b->first_atom && b->page->atoms[at - 1].kind != WN_ATOM_HOLD)
        at--;
    return at;
}

/* Inline elements that were opened in this line and have no text before the block become blocks, too: an <a> around a
 * <div> goes with it. */
static void promote(builder *b)
{
    size_t held = after_last_hold(b);
    bool   is_empty = !has_text(b);
    for (size_t i = b->fresh; i < b->depth && b->status == WN_OK; i++) {
        open_element *e = &b->stack[i];
        if (!is_empty || e->atom == NONE || e->node != NONE || e->bits & WN_TAG_HIDDEN)
            continue;
        e->node = add_node(b, b->page->atoms[e->atom].range.begin, true, e->atom < held);
        b->node = e->node;
    }
}

static void open_block(builder *b, const wn_html_token *token, unsigned bits)
{
    wn_end closed = has_text(b) || b->has_picture ? ENDS_LINE : ENDS_NOTHING;
    if (imply_end(b, WN_TAG_p, nearer(b->barrier, b->nearest[WN_TAG_button])))
        closed = ENDS_LINE;
    if (imply_heading_end(b, token->tag) | imply_item_end(b, token->tag))
        closed = ENDS_ITEM;
    follow(b, token->tag);
    promote(b);
    end_line(b, false);
    b->has_gap |= (bits & WN_TAG_GAP) != 0;
    if (bits & WN_TAG_VOID || b->status != WN_OK)
        return;
    push(b, token->tag, bits, add_node(b, token->range.begin, false, (bits & WN_TAG_FIXED) != 0), NONE);
    if (b->status == WN_OK)
        b->stack[b->depth - 1].closed = closed;
}

/* What is shown and is no text keeps the block that it is in. */
static void hold_block(builder *b)
{
    b->has_picture = true;
    if (b->node != NONE)
        b->page->nodes[b->node].stays = true;
}

static void separate_cells(builder *b)
{
    wn_buf *text = &b->page->text;
    if (has_text(b) && text->data[text->size - 1] != ' ' && !wn_buf_put(text, ' '))
        fail(b);
}

static void open_inline(builder *b, const wn_html_token *token, unsigned bits)
{
    bool     is_image = token->tag == WN_TAG_img;
    bool     shows = bits & WN_TAG_MEDIA || (is_image && wn_html_is_picture(b->page->source, token));
    bool     holds = shows || bits & WN_TAG_CELL || token->tag == WN_TAG_UNKNOWN;
    bool     is_single = bits & WN_TAG_VOID || token->tag == WN_TAG_UNKNOWN;
    uint32_t atom = add_atom(b, holds ? WN_ATOM_HOLD : is_single ? WN_ATOM_VOID : WN_ATOM_OPEN, token->range);
    if (shows)
        hold_block(b);
    if (bits & WN_TAG_CELL)
        separate_cells(b);
    if (bits & WN_TAG_HIDDEN && !shows && atom != NONE)
        b->page->atoms[atom].kind = WN_ATOM_SILENT;
    bool is_foreign = token->tag == WN_TAG_svg || token->tag == WN_TAG_math;
    if (!is_single && !(is_foreign && token->is_closed))
        push(b, token->tag, bits, NONE, holds || bits & WN_TAG_HIDDEN ? NONE : atom);
}

static void read_known(builder *b, const wn_html_token *token)
{
    wn_html_attribute attribute;
    wn_html_page     *page = b->page;
    bool              is_canonical = false;
    wn_range          address = {0};
    for (size_t at = token->attributes; wn_html_attribute_next(page->source, token, at, &attribute);
         at = attribute.next) {
        wn_bytes value = {page->source.data + attribute.value.begin, attribute.value.end - attribute.value.begin};
        if (token->tag == WN_TAG_html && !page->lang.size && wn_html_attribute_is(&attribute, "lang"))
            note(b, wn_html_value_add(page->source, attribute.value, &page->lang, NULL));
        is_canonical |= wn_html_attribute_is(&attribute, "rel") && value.size == 9 &&
                        memcmp(value.data, "canonical", 9) == 0;
        if (wn_html_attribute_is(&attribute, "href"))
            address = attribute.value;
    }
    if (token->tag == WN_TAG_link && is_canonical && !page->canonical.size)
        note(b, wn_html_value_add(page->source, address, &page->canonical, NULL));
}

/* Parts of a table are nothing outside of one. */
static bool is_part_of_table(wn_tag tag)
{
    switch (tag) {
    case WN_TAG_caption:
    case WN_TAG_col:
    case WN_TAG_colgroup:
    case WN_TAG_thead:
    case WN_TAG_tbody:
    case WN_TAG_tfoot:
    case WN_TAG_tr:
    case WN_TAG_td:
    case WN_TAG_th:
        return true;
    default:
        return false;
    }
}

static void take_open(builder *b, const wn_html_token *token)
{
    unsigned bits = wn_tag_bits(token->tag);
    if (b->page->is_xml && token->is_closed)
        bits |= WN_TAG_VOID;
    if (b->page->wants_links)
        note(b, wn_html_page_link(b->page, token));
    if (token->tag == WN_TAG_html || token->tag == WN_TAG_link)
        read_known(b, token);
    if (b->hidden) {
        add_atom(b, WN_ATOM_SILENT, token->range);
        if (!(bits & (WN_TAG_VOID | WN_TAG_RAW)) && !token->is_closed)
            push(b, token->tag, bits & WN_TAG_HIDDEN, NONE, NONE);
        return;
    }
    if (is_part_of_table(token->tag) && b->nearest[WN_TAG_table] == NONE) {
        add_atom(b, WN_ATOM_HOLD, token->range);
        return;
    }
    if (bits & WN_TAG_BLOCK) {
        open_block(b, token, bits);
        return;
    }
    if (bits & WN_TAG_CELL) {
        imply_item_end(b, token->tag);
        follow(b, token->tag);
    }
    if (bits & WN_TAG_RAW) { /* what is in it is one token */
        add_atom(b, bits & WN_TAG_MEDIA ? WN_ATOM_HOLD : WN_ATOM_SILENT, token->range);
        if (!(bits & WN_TAG_MEDIA))
            return;
        hold_block(b);
        follow(b, WN_TAG_UNKNOWN);
        return;
    }
    if (!(bits & WN_TAG_CELL))
        follow(b, WN_TAG_UNKNOWN);
    open_inline(b, token, bits);
    if (token->tag == WN_TAG_br)
        end_line(b, true);
}

/* ---- end tags ---- */

static void close_inline(builder *b, const wn_html_token *token, uint32_t at)
{
    uint32_t atom = add_atom(b, WN_ATOM_CLOSE, token->range), start = b->stack[at].atom;
    if (b->status != WN_OK)
        return;
    if (start == NONE) {
        bool holds = b->stack[at].bits & (WN_TAG_MEDIA | WN_TAG_CELL);
        b->page->atoms[atom].kind = holds ? WN_ATOM_HOLD : WN_ATOM_SILENT;
    } else {
        b->page->atoms[atom].partner = start;
        b->page->atoms[start].partner = atom;
    }
    pop_to(b, at, token->range.end);
}

static void close_block(builder *b, const wn_html_token *token, uint32_t at)
{
    follow(b, token->tag);
    b->page->nodes[b->stack[at].node].is_open = false;
    pop_to(b, at, token->range.end);
}

/* How far out an end tag may find its start tag; NONE: anywhere. */
static uint32_t reach(const builder *b, wn_tag tag)
{
    unsigned bits = wn_tag_bits(tag);
    switch (tag) {
    case WN_TAG_td:
    case WN_TAG_th:
    case WN_TAG_tr:
    case WN_TAG_tbody:
    case WN_TAG_thead:
    case WN_TAG_tfoot:
    case WN_TAG_caption:
        return b->nearest[WN_TAG_table];
    default:
        return bits & WN_TAG_BARRIER ? NONE : bits & WN_TAG_BLOCK ? b->barrier : nearer(b->barrier, b->block);
    }
}

/* An end tag of which the start tag is further out than a block: browsers close it and open it again around what
 * follows. So the tag must stay where it is. */
static void keep_stray(builder *b, const wn_html_token *token)
{
    if (token->tag == WN_TAG_p) { /* it makes an empty one */
        follow(b, WN_TAG_p);
        end_line(b, false);
        b->has_gap = true;
    }
    add_atom(b, WN_ATOM_HOLD, token->range);
    if (b->nearest[token->tag] != NONE)
        hold_block(b);
}

static void take_close(builder *b, const wn_html_token *token)
{
    unsigned bits = wn_tag_bits(token->tag);
    uint32_t at = b->nearest[token->tag];
    if (token->tag == WN_TAG_br) {
        add_atom(b, WN_ATOM_VOID, token->range);
        end_line(b, true);
    } else if (bits & WN_TAG_RAW) {
        add_atom(b, bits & WN_TAG_MEDIA ? WN_ATOM_HOLD : WN_ATOM_SILENT, token->range);
    } else if (!token->tag || (at == NONE && token->tag != WN_TAG_p) || bits & WN_TAG_FIXED) {
        add_atom(b, token->tag ? WN_ATOM_SILENT : WN_ATOM_HOLD, token->range);
    } else if (at == NONE || !is_within(at, reach(b, token->tag))) {
        keep_stray(b, token);
    } else if (b->stack[at].node != NONE) {
        close_block(b, token, at);
    } else {
        close_inline(b, token, at);
    }
}

/* ---- text ---- */

static wn_range without_spaces(wn_bytes source, wn_range range)
{
    while (range.begin < range.end && wn_html_is_space(source.data[range.begin]))
        range.begin++;
    while (range.end > range.begin && wn_html_is_space(source.data[range.end - 1]))
        range.end--;
    return range;
}

static void add_text(builder *b, wn_range range)
{
    wn_html_page *page = b->page;
    add_atom(b, WN_ATOM_TEXT, range);
    if (!has_text(b)) {
        if (without_spaces(page->source, range).begin == range.end)
            return;
        add_gap(b);
    }
    note(b, wn_html_text_add(page->source, range, b->line_begin, &page->text, &page->map));
}

/* In <pre> every line end ends a line. */
static void take_preformatted(builder *b, wn_range range)
{
    while (range.begin < range.end && b->status == WN_OK) {
        const char *begin = b->page->source.data + range.begin;
        const char *feed = memchr(begin, '\n', range.end - range.begin);
        wn_range    line = {range.begin, feed ? range.begin + (size_t)(feed - begin) + 1 : range.end};
        add_text(b, line);
        if (feed)
            end_line(b, true);
        range.begin = line.end;
    }
}

static void take_text(builder *b, const wn_html_token *token)
{
    wn_range solid = without_spaces(b->page->source, token->range);
    if (solid.begin < solid.end) {
        b->solid_end = solid.end;
        if (!b->hidden)
            follow(b, WN_TAG_UNKNOWN);
    }
    if (b->hidden)
        add_atom(b, WN_ATOM_SILENT, token->range);
    else if (is_preformatted(b))
        take_preformatted(b, token->range);
    else
        add_text(b, token->range);
}

static void take_raw(builder *b, const wn_html_token *token)
{
    wn_html_page *page = b->page;
    add_atom(b, wn_tag_bits(token->tag) & WN_TAG_MEDIA ? WN_ATOM_HOLD : WN_ATOM_SILENT, token->range);
    if (token->tag == WN_TAG_title && !page->title.size && !b->hidden)
        note(b, wn_html_text_add(page->source, token->range, 0, &page->title, NULL));
}

/* ---- all of it ---- */

static void clear(wn_html_page *page)
{
    wn_buf_clear(&page->text);
    wn_buf_clear(&page->title);
    wn_buf_clear(&page->lang);
    wn_buf_clear(&page->canonical);
    wn_buf_clear(&page->links);
    wn_map_clear(&page->map);
    wn_map_clear(&page->link_map);
    page->node_count = page->line_count = page->atom_count = page->link_count = 0;
    page->heading = (wn_range){0};
}

static void take(builder *b, const wn_html_token *token)
{
    switch (token->kind) {
    case WN_HTML_TEXT:
        take_text(b, token);
        break;
    case WN_HTML_OPEN:
        take_open(b, token);
        break;
    case WN_HTML_CLOSE:
        take_close(b, token);
        break;
    case WN_HTML_RAW:
        take_raw(b, token);
        break;
    case WN_HTML_OTHER:
        add_atom(b, WN_ATOM_SILENT, token->range);
        break;
    case WN_HTML_END:
        break;
    }
    if (token->kind != WN_HTML_TEXT) /* blocks that end with this token ended before it */
        b->solid_end = token->range.end;
}

wn_status wn_html_page_read(wn_html_page *page, wn_bytes source)
{
    builder       b = {.page = page,
                       .tokens = {.source = source, .is_xml = page->is_xml},
                       .barrier = NONE,
                       .block = NONE,
                       .node = NONE};
    wn_html_token token = {.kind = WN_HTML_OTHER};
    for (size_t i = 0; i < WN_TAG_COUNT; i++)
        b.nearest[i] = NONE;
    clear(page);
    page->source = source;
    while (b.status == WN_OK && token.kind != WN_HTML_END) {
        token = wn_html_token_next(&b.tokens);
        take(&b, &token);
    }
    while (b.status == WN_OK && b.depth)
        pop(&b, b.solid_end);
    if (b.status == WN_OK)
        end_line(&b, false);
    free(b.stack);
    free(b.ended);
    return page->title.failed || page->lang.failed || page->canonical.failed ? WN_NO_MEMORY : b.status;
}

void wn_html_page_free(wn_html_page *page)
{
    wn_buf_free(&page->text);
    wn_buf_free(&page->title);
    wn_buf_free(&page->lang);
    wn_buf_free(&page->canonical);
    wn_buf_free(&page->links);
    wn_map_free(&page->map);
    wn_map_free(&page->link_map);
    free(page->nodes);
    free(page->lines);
    free(page->atoms);
    free(page->link_items);
    *page = (wn_html_page){0};
}
