/* html_lines.c: reads HTML into lines, blocks and atoms: what each token does to them. End tags that are left out are
 * implied, those without a start tag do nothing. */
#include "format/html_build.h"
#include "format/html_text.h"

#include <stdlib.h>
#include <string.h>

static void open_block(wn_builder *b, const wn_html_token *token, unsigned bits)
{
    wn_end closed = wn_builder_has_text(b) || b->has_picture ? ENDS_LINE : ENDS_NOTHING;
    if (wn_builder_imply_end(b, WN_TAG_p, wn_builder_nearer(b->barrier, b->nearest[WN_TAG_button])))
        closed = ENDS_LINE;
    bool ends_heading = wn_builder_imply_heading_end(b, token->tag);
    bool ends_item = wn_builder_imply_item_end(b, token->tag);
    if (ends_heading || ends_item)
        closed = ENDS_ITEM;
    wn_builder_follow(b, token->tag);
    wn_builder_promote(b);
    wn_builder_end_line(b, false);
    b->has_gap |= (bits & WN_TAG_GAP) != 0;
    if (bits & WN_TAG_VOID || b->status != WN_OK)
        return;
    wn_builder_push(b, token->tag, bits, wn_builder_add_node(b, token->range.begin, false, (bits & WN_TAG_FIXED) != 0),
                    WN_HTML_NONE);
    if (b->status == WN_OK)
        b->stack[b->depth - 1].closed = closed;
}

/* What is shown and is no text keeps the block that it is in. */
static void hold_block(wn_builder *b)
{
    b->has_picture = true;
    if (b->node != WN_HTML_NONE)
        b->page->nodes[b->node].stays = true;
}

static void separate_cells(wn_builder *b)
{
    wn_buf *text = &b->page->text;
    if (wn_builder_has_text(b) && text->data[text->size - 1] != ' ' && !wn_buf_put(text, ' '))
        wn_builder_fail(b);
}

static void open_inline(wn_builder *b, const wn_html_token *token, unsigned bits)
{
    bool     is_image = token->tag == WN_TAG_img;
    bool     shows = bits & WN_TAG_MEDIA || (is_image && wn_html_is_picture(b->page->source, token));
    bool     holds = shows || bits & WN_TAG_CELL || token->tag == WN_TAG_UNKNOWN;
    bool     is_single = bits & WN_TAG_VOID || token->tag == WN_TAG_UNKNOWN;
    uint32_t atom = wn_builder_add_atom(b,
                                        holds       ? WN_ATOM_HOLD
                                        : is_single ? WN_ATOM_VOID
                                                    : WN_ATOM_OPEN,
                                        token->range);
    if (shows)
        hold_block(b);
    if (bits & WN_TAG_CELL)
        separate_cells(b);
    if (bits & WN_TAG_HIDDEN && !shows && atom != WN_HTML_NONE)
        b->page->atoms[atom].kind = WN_ATOM_SILENT;
    bool is_foreign = token->tag == WN_TAG_svg || token->tag == WN_TAG_math;
    if (!is_single && !(is_foreign && token->is_closed))
        wn_builder_push(b, token->tag, bits, WN_HTML_NONE, holds || bits & WN_TAG_HIDDEN ? WN_HTML_NONE : atom);
}

static void read_known(wn_builder *b, const wn_html_token *token)
{
    wn_html_attribute attribute;
    wn_html_page     *page = b->page;
    bool              is_canonical = false;
    wn_range          address = {0};
    for (size_t at = token->attributes; wn_html_attribute_next(page->source, token, at, &attribute);
         at = attribute.next) {
        wn_bytes value = {page->source.data + attribute.value.begin, attribute.value.end - attribute.value.begin};
        if (token->tag == WN_TAG_html && !page->lang.size && wn_html_attribute_is(&attribute, "lang"))
            wn_builder_note(b, wn_html_value_add(page->source, attribute.value, &page->lang, NULL));
        is_canonical |= wn_html_attribute_is(&attribute, "rel") && value.size == 9 &&
                        memcmp(value.data, "canonical", 9) == 0;
        if (wn_html_attribute_is(&attribute, "href"))
            address = attribute.value;
    }
    if (token->tag == WN_TAG_link && is_canonical && !page->canonical.size)
        wn_builder_note(b, wn_html_value_add(page->source, address, &page->canonical, NULL));
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

static void take_open(wn_builder *b, const wn_html_token *token)
{
    unsigned bits = wn_tag_bits(token->tag);
    if (b->page->is_xml && token->is_closed)
        bits |= WN_TAG_VOID;
    if (b->page->wants_links)
        wn_builder_note(b, wn_html_page_link(b->page, token));
    if (token->tag == WN_TAG_html || token->tag == WN_TAG_link)
        read_known(b, token);
    if (b->hidden) {
        wn_builder_add_atom(b, WN_ATOM_SILENT, token->range);
        if (!(bits & (WN_TAG_VOID | WN_TAG_RAW)) && !token->is_closed)
            wn_builder_push(b, token->tag, bits & WN_TAG_HIDDEN, WN_HTML_NONE, WN_HTML_NONE);
        return;
    }
    if (is_part_of_table(token->tag) && b->nearest[WN_TAG_table] == WN_HTML_NONE) {
        wn_builder_add_atom(b, WN_ATOM_HOLD, token->range);
        return;
    }
    if (bits & WN_TAG_BLOCK) {
        open_block(b, token, bits);
        return;
    }
    if (bits & WN_TAG_CELL) {
        wn_builder_imply_item_end(b, token->tag);
        wn_builder_follow(b, token->tag);
    }
    if (bits & WN_TAG_RAW) { /* what is in it is one token */
        wn_builder_add_atom(b, bits & WN_TAG_MEDIA ? WN_ATOM_HOLD : WN_ATOM_SILENT, token->range);
        if (!(bits & WN_TAG_MEDIA))
            return;
        hold_block(b);
        wn_builder_follow(b, WN_TAG_UNKNOWN);
        return;
    }
    if (!(bits & WN_TAG_CELL))
        wn_builder_follow(b, WN_TAG_UNKNOWN);
    open_inline(b, token, bits);
    if (token->tag == WN_TAG_br)
        wn_builder_end_line(b, true);
}

/* ---- end tags ---- */

static void close_inline(wn_builder *b, const wn_html_token *token, uint32_t at)
{
    uint32_t atom = wn_builder_add_atom(b, WN_ATOM_CLOSE, token->range), start = b->stack[at].atom;
    if (b->status != WN_OK)
        return;
    if (start == WN_HTML_NONE) {
        bool holds = b->stack[at].bits & (WN_TAG_MEDIA | WN_TAG_CELL);
        b->page->atoms[atom].kind = holds ? WN_ATOM_HOLD : WN_ATOM_SILENT;
    } else {
        b->page->atoms[atom].partner = start;
        b->page->atoms[start].partner = atom;
    }
    wn_builder_pop_to(b, at, token->range.end);
}

static void close_block(wn_builder *b, const wn_html_token *token, uint32_t at)
{
    wn_builder_follow(b, token->tag);
    b->page->nodes[b->stack[at].node].is_open = false;
    wn_builder_pop_to(b, at, token->range.end);
}

/* How far out an end tag may find its start tag; WN_HTML_NONE: anywhere. */
static uint32_t reach(const wn_builder *b, wn_tag tag)
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
        return bits & WN_TAG_BARRIER ? WN_HTML_NONE
               : bits & WN_TAG_BLOCK ? b->barrier
                                     : wn_builder_nearer(b->barrier, b->block);
    }
}

/* An end tag of which the start tag is further out than a block: browsers close it and open it again around what
 * follows. So the tag must stay where it is. */
static void keep_stray(wn_builder *b, const wn_html_token *token)
{
    if (token->tag == WN_TAG_p) { /* it makes an empty one */
        wn_builder_follow(b, WN_TAG_p);
        wn_builder_end_line(b, false);
        b->has_gap = true;
    }
    wn_builder_add_atom(b, WN_ATOM_HOLD, token->range);
    if (b->nearest[token->tag] != WN_HTML_NONE)
        hold_block(b);
}

static void take_close(wn_builder *b, const wn_html_token *token)
{
    unsigned bits = wn_tag_bits(token->tag);
    uint32_t at = b->nearest[token->tag];
    if (token->tag == WN_TAG_br) {
        wn_builder_add_atom(b, WN_ATOM_VOID, token->range);
        wn_builder_end_line(b, true);
    } else if (bits & WN_TAG_RAW) {
        wn_builder_add_atom(b, bits & WN_TAG_MEDIA ? WN_ATOM_HOLD : WN_ATOM_SILENT, token->range);
    } else if (!token->tag || (at == WN_HTML_NONE && token->tag != WN_TAG_p) || bits & WN_TAG_FIXED) {
        wn_builder_add_atom(b, token->tag ? WN_ATOM_SILENT : WN_ATOM_HOLD, token->range);
    } else if (at == WN_HTML_NONE || !wn_builder_is_within(at, reach(b, token->tag))) {
        keep_stray(b, token);
    } else if (b->stack[at].node != WN_HTML_NONE) {
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

static void add_text(wn_builder *b, wn_range range)
{
    wn_html_page *page = b->page;
    wn_builder_add_atom(b, WN_ATOM_TEXT, range);
    if (!wn_builder_has_text(b)) {
        if (without_spaces(page->source, range).begin == range.end)
            return;
        wn_builder_add_gap(b);
    }
    wn_builder_note(b, wn_html_text_add(page->source, range, b->line_begin, &page->text, &page->map));
}

/* In <pre> every line end ends a line. */
static void take_preformatted(wn_builder *b, wn_range range)
{
    while (range.begin < range.end && b->status == WN_OK) {
        const char *begin = b->page->source.data + range.begin;
        const char *feed = memchr(begin, '\n', range.end - range.begin);
        wn_range    line = {range.begin, feed ? range.begin + (size_t)(feed - begin) + 1 : range.end};
        add_text(b, line);
        if (feed)
            wn_builder_end_line(b, true);
        range.begin = line.end;
    }
}

static void take_text(wn_builder *b, const wn_html_token *token)
{
    wn_range solid = without_spaces(b->page->source, token->range);
    if (solid.begin < solid.end) {
        b->solid_end = solid.end;
        if (!b->hidden)
            wn_builder_follow(b, WN_TAG_UNKNOWN);
    }
    if (b->hidden)
        wn_builder_add_atom(b, WN_ATOM_SILENT, token->range);
    else if (wn_builder_is_preformatted(b))
        take_preformatted(b, token->range);
    else
        add_text(b, token->range);
}

static void take_raw(wn_builder *b, const wn_html_token *token)
{
    wn_html_page *page = b->page;
    wn_builder_add_atom(b, wn_tag_bits(token->tag) & WN_TAG_MEDIA ? WN_ATOM_HOLD : WN_ATOM_SILENT, token->range);
    if (token->tag == WN_TAG_title && !page->title.size && !b->hidden)
        wn_builder_note(b, wn_html_text_add(page->source, token->range, 0, &page->title, NULL));
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

static void take(wn_builder *b, const wn_html_token *token)
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
        wn_builder_add_atom(b, WN_ATOM_SILENT, token->range);
        break;
    case WN_HTML_END:
        break;
    }
    if (token->kind != WN_HTML_TEXT) /* blocks that end with this token ended before it */
        b->solid_end = token->range.end;
}

wn_status wn_html_page_read(wn_html_page *page, wn_bytes source)
{
    wn_builder    b = {.page = page,
                       .tokens = {.source = source, .is_xml = page->is_xml},
                       .barrier = WN_HTML_NONE,
                       .block = WN_HTML_NONE,
                       .node = WN_HTML_NONE};
    wn_html_token token = {.kind = WN_HTML_OTHER};
    for (size_t i = 0; i < WN_TAG_COUNT; i++)
        b.nearest[i] = WN_HTML_NONE;
    clear(page);
    page->source = source;
    while (b.status == WN_OK && token.kind != WN_HTML_END) {
        token = wn_html_token_next(&b.tokens);
        take(&b, &token);
    }
    while (b.status == WN_OK && b.depth)
        wn_builder_pop(&b, b.solid_end);
    if (b.status == WN_OK)
        wn_builder_end_line(&b, false);
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
