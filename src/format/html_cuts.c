/* html_cuts.c: from lines that are gone to what is cut out of the source. Used by markup.c. */
#include "format/html_page.h"

#include <string.h>

#define NONE WN_HTML_NONE

/* ---- blocks ---- */

static void count_lines(wn_html_page *page)
{
    for (size_t i = 0; i < page->node_count; i++)
        page->nodes[i].lines_cut = page->nodes[i].lines_kept = 0;
    for (size_t i = 0; i < page->line_count; i++) {
        const wn_html_line *line = &page->lines[i];
        if (line->node == NONE || line->is_blank)
            continue;
        wn_html_node *node = &page->nodes[line->node];
        *(line->is_gone ? &node->lines_cut : &node->lines_kept) += 1;
    }
}

/* From the innermost outwards. */
static void settle_blocks(wn_html_page *page)
{
    for (size_t i = page->node_count; i-- > 0;) {
        wn_html_node *node = &page->nodes[i];
        node->is_gone = node->lines_cut && !node->lines_kept && !node->stays;
        if (node->parent == NONE)
            continue;
        wn_html_node *parent = &page->nodes[node->parent];
        parent->lines_cut += node->lines_cut;
        parent->lines_kept += node->lines_kept;
        parent->stays |= node->stays;
    }
    for (size_t i = 0; i < page->node_count; i++) { /* the outermost block that is gone with it */
        wn_html_node *node = &page->nodes[i];
        bool          has_gone = node->parent != NONE && page->nodes[node->parent].is_gone;
        node->lines_cut = has_gone ? page->nodes[node->parent].lines_cut : (uint32_t)i;
    }
}

static void settle(wn_html_page *page)
{
    count_lines(page);
    settle_blocks(page);
}

/* The outermost block that is gone with a line; NONE: only the line is. */
static uint32_t gone_with(const wn_html_page *page, const wn_html_line *line)
{
    if (line->node == NONE || !page->nodes[line->node].is_gone)
        return NONE;
    return page->nodes[line->node].lines_cut;
}

static uint32_t block_of(const wn_html_page *page, const wn_html_line *line)
{
    return line->node == NONE ? NONE : page->nodes[line->node].block;
}

static size_t end_of(const wn_html_page *page, const wn_html_line *line)
{
    return page->atoms[line->first_atom + line->atom_count - 1].range.end;
}

/* Whether only what stands between two lines makes two of them: they are in one block, or the first one's would go on
 * to the second. */
static bool can_join(const wn_html_page *page, const wn_html_line *first, const wn_html_line *second)
{
    uint32_t one = block_of(page, first), other = block_of(page, second);
    if (first->has_break)
        return false;
    if (one == other)
        return true;
    return one != NONE && page->nodes[one].is_open &&
           (other == NONE || page->nodes[other].range.begin < end_of(page, first));
}

/* Where blocks that go are all that keeps two lines apart, one of them keeps its tags. */
static bool keep_apart(wn_html_page *page)
{
    const wn_html_line *last = NULL;
    uint32_t            between = NONE; /* a block that is gone after `last` */
    bool                is_kept = false;
    for (size_t i = 0; i < page->line_count; i++) {
        const wn_html_line *line = &page->lines[i];
        if (line->is_blank)
            continue;
        if (line->is_gone) {
            uint32_t gone = gone_with(page, line);
            if (gone != NONE) /* the tags of an inline element keep nothing apart */
                between = page->nodes[gone].block == gone ? gone : block_of(page, line);
            continue;
        }
        if (last && between != NONE && can_join(page, last, line)) {
            page->nodes[between].stays = true;
            is_kept = true;
        }
        last = line;
        between = NONE;
    }
    return is_kept;
}

/* The next line that is not blank. */
static const wn_html_line *line_after(const wn_html_page *page, size_t index)
{
    for (size_t i = index + 1; i < page->line_count; i++)
        if (!page->lines[i].is_blank)
            return &page->lines[i];
    return NULL;
}

/* Where what goes with the next line of the same block begins. */
static size_t begin_of(const wn_html_page *page, const wn_html_line *line, size_t floor)
{
    size_t block = page->nodes[line->node].range.begin;
    return block >= floor ? block : page->atoms[line->first_atom].range.begin;
}

/* A line's share of the block that it is gone with: the first has the start tag, the last the end tag. */
static wn_status cut_share(const wn_html_page *page, size_t index, size_t *at, wn_cuts *cuts)
{
    const wn_html_line *line = &page->lines[index], *next = line_after(page, index);
    uint32_t            gone = gone_with(page, line);
    const wn_html_node *block = &page->nodes[gone];
    wn_cut              cut = {.range = block->range, .reason = line->reason};
    if (*at > cut.range.begin)
        cut.range.begin = *at;
    if (next && gone_with(page, next) == gone)
        cut.range.end = begin_of(page, next, end_of(page, line));
    *at = cut.range.end;
    return wn_cuts_add(cuts, cut, (wn_bytes){0});
}

/* ---- lines ---- */

/* Marks the tags around what stays. Tags nest, so that those around a place are the open ones. */
static void find_holds(const wn_html_page *page, const wn_html_line *line)
{
    uint32_t end = line->first_atom + line->atom_count;
    bool     holds = false;
    for (uint32_t i = line->first_atom; i < end; i++)
        page->atoms[i].holds = false;
    for (uint32_t i = end; i-- > line->first_atom;) { /* from behind: an end tag comes first */
        wn_html_atom *atom = &page->atoms[i];
        bool          is_pair = atom->partner != NONE && atom->partner >= line->first_atom && atom->partner < end;
        if (atom->kind == WN_ATOM_CLOSE && is_pair) {
            page->atoms[atom->partner].holds = holds; /* what was held outside, kept at the start tag */
            holds = false;
        } else if (atom->kind == WN_ATOM_OPEN && is_pair) {
            bool outside = atom->holds;
            atom->holds = holds;
            holds |= outside;
        } else if (atom->kind == WN_ATOM_HOLD || atom->kind == WN_ATOM_CLOSE ||
                   (atom->kind == WN_ATOM_OPEN && atom->partner != NONE)) {
            holds = true;
        }
    }
}

static wn_status cut_range(const wn_html_page *page, const wn_html_line *line, wn_range range, bool *is_follower,
                           wn_cuts *cuts)
{
    wn_bytes source = page->source;
    if (!*is_follower && !line->is_preformatted)
        while (range.begin < range.end && wn_html_is_space(source.data[range.begin]))
            range.begin++;
    if (range.end == end_of(page, line) && !line->is_preformatted)
        while (range.end > range.begin && wn_html_is_space(source.data[range.end - 1]))
            range.end--;
    if (range.begin == range.end)
        return WN_OK;
    wn_cut cut = {.range = range, .reason = line->reason, .is_follower = *is_follower};
    *is_follower = true;
    return wn_cuts_add(cuts, cut, (wn_bytes){0});
}

/* The atom after what goes together from here; the same one when it stays. */
static uint32_t skip_gone(const wn_html_page *page, const wn_html_line *line, uint32_t at)
{
    const wn_html_atom *atom = &page->atoms[at];
    uint32_t            end = line->first_atom + line->atom_count;
    switch (atom->kind) {
    case WN_ATOM_TEXT:
    case WN_ATOM_VOID:
        return at + 1;
    case WN_ATOM_OPEN:
        return !atom->holds && atom->partner != NONE && atom->partner < end ? atom->partner + 1 : at;
    default:
        return at;
    }
}

/* The text of a line, with the tags that are open and closed in it. */
static wn_status cut_line(const wn_html_page *page, const wn_html_line *line, wn_cuts *cuts)
{
    uint32_t  end = line->first_atom + line->atom_count, at = line->first_atom;
    bool      is_follower = false;
    wn_status status = WN_OK;
    find_holds(page, line);
    while (at < end && status == WN_OK) {
        uint32_t next = at, after;
        while (next < end && (after = skip_gone(page, line, next)) > next)
            next = after;
        if (next == at) {
            at++;
            continue;
        }
        wn_range range = {page->atoms[at].range.begin, page->atoms[next - 1].range.end};
        status = cut_range(page, line, range, &is_follower, cuts);
        at = next;
    }
    return status;
}

wn_status wn_html_page_cut(wn_html_page *page, wn_cuts *cuts)
{
    size_t    at = 0;
    wn_status status = WN_OK;
    settle(page);
    if (keep_apart(page))
        settle(page);
    for (size_t i = 0; i < page->line_count && status == WN_OK; i++) {
        const wn_html_line *line = &page->lines[i];
        if (!line->is_gone || !line->atom_count)
            continue;
        if (gone_with(page, line) == NONE)
            status = cut_line(page, line, cuts);
        else if (!line->is_blank)
            status = cut_share(page, i, &at, cuts);
    }
    return status;
}

/* ---- seams ---- */

#define REFERENCE_MAX 40 /* bytes of a reference; longer names are none */

static bool is_name_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#';
}

/* Whether what stays before a cut could be the beginning of something that what stays after it completes. */
static bool is_seam_open(wn_bytes before, char after)
{
    char last = before.size ? before.data[before.size - 1] : ' ';
    if (last == '<')
        return is_name_byte(after) || after == '/' || after == '!' || after == '?';
    if (!is_name_byte(after) && after != ';')
        return false;
    for (size_t i = 0; i < before.size && i < REFERENCE_MAX; i++) {
        char c = before.data[before.size - 1 - i];
        if (c == '&')
            return true;
        if (!is_name_byte(c))
            return false;
    }
    return false;
}

/* The stretches that stay are looked at from their ends alone: what comes before a stretch that is shorter than a
 * reference was cut off from it by the cut before, and a '&' there ends the search. */
bool wn_html_seams_hold(wn_bytes source, const wn_cuts *cuts)
{
    char   kept[REFERENCE_MAX];
    size_t kept_size = 0, at = 0;
    for (size_t i = 0; i < cuts->count; i++) {
        const wn_cut *cut = &cuts->items[i];
        size_t        size = cut->range.begin - at, take = size < sizeof kept ? size : sizeof kept;
        size_t        old = take + kept_size > sizeof kept ? sizeof kept - take : kept_size;
        memmove(kept, kept + kept_size - old, old);
        memcpy(kept + old, source.data + cut->range.begin - take, take);
        kept_size = old + take;
        at = cut->range.end;
        if (cut->put_size)
            kept_size = 0; /* what is put stands for itself */
        bool is_last_of_many = i + 1 < cuts->count && cuts->items[i + 1].range.begin == at;
        if (!is_last_of_many && at < source.size && is_seam_open((wn_bytes){kept, kept_size}, source.data[at]))
            return false;
    }
    return true;
}
