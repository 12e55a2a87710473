/* expression.c: the way of a pattern from its scalar to an expression, and of a fault back to its
 * place.
 *
 * Offsets of faults count in the text that PCRE2 sees. Defines that were put in are remembered as
 * stretches, so the way back is exact; where the view's folding changed the text it leads to the
 * scalar's start. */
#include "policy/expression.h"

#include "match/pattern.h"
#include "match/view.h"

#include <stdlib.h>
#include <string.h>

/* A pattern on its way. */
typedef struct passage {
    wn_reader     *reader;
    const wn_node *node;
    wn_stretches   stretches; /* none: the text was made, not written */
    wn_buf         written;   /* defines put in */
    wn_buf         folded;    /* what PCRE2 sees */
    bool           is_exact;
} passage;

static wn_place place_of(const passage *p, size_t offset)
{
    bool is_same = p->written.size == p->folded.size && !memcmp(p->written.data, p->folded.data, p->folded.size);
    if (!is_same || !p->stretches.count)
        return p->node->place;
    const wn_stretch *stretch = &p->stretches.items[0];
    for (size_t i = 1; i < p->stretches.count && p->stretches.items[i].resolved <= offset; i++)
        stretch = &p->stretches.items[i];
    size_t inside = stretch->is_define ? 0 : offset - stretch->resolved;
    return wn_node_place_in(p->node, stretch->written + inside);
}

/* `message` is "what" or "what; what to do"; the owner's name goes between. */
static void complain(const passage *p, size_t offset, const char *message)
{
    wn_complaints *complaints = &p->reader->complaints;
    wn_place       place = place_of(p, offset);
    const char    *remedy = strstr(message, "; ");
    int            size = (int)(remedy ? (size_t)(remedy - message) : strlen(message));
    wn_complain(complaints, &place, "%.*s, in a pattern of %s%s", size, message, complaints->owner,
                remedy ? remedy : "");
}

/* Adds the expression to those that are known. */
static bool remember(wn_reader *reader, wn_expression *expression)
{
    if (!wn_array_grow(&reader->expressions, &reader->expression_capacity, reader->expression_count + 1,
                       sizeof *reader->expressions) ||
        !wn_names_add(&reader->names, expression->is_exact, expression->text, (uint32_t)reader->expression_count)) {
        wn_complain_memory(&reader->complaints);
        return false;
    }
    reader->expressions[reader->expression_count++] = expression;
    return true;
}

static bool is_accepted(const passage *p, wn_bytes text)
{
    char      message[160];
    size_t    offset = 0;
    wn_status status = wn_pattern_check(text, p->is_exact, message, &offset);
    if (status == WN_NO_MEMORY)
        wn_complain_memory(&p->reader->complaints);
    else if (status != WN_OK)
        complain(p, offset, message);
    return status == WN_OK;
}

static bool find_facts(const passage *p, wn_expression *expression)
{
    wn_reader     *reader = p->reader;
    wn_regex_fault fault = {0};
    wn_status      status = WN_NO_MEMORY;
    if (reader->regex_work || (reader->regex_work = wn_regex_work_new()))
        status = wn_regex_read_with(reader->regex_work, expression->text, !p->is_exact, reader->arena,
                                    &expression->facts, &fault);
    if (status == WN_NO_MEMORY)
        wn_complain_memory(&p->reader->complaints);
    else if (status != WN_OK)
        complain(p, fault.offset, fault.message);
    return status == WN_OK;
}

/* The expression for p->folded: a known one, or a new one that passed all checks. */
static const wn_expression *finish(const passage *p)
{
    wn_reader *reader = p->reader;
    uint32_t   known = wn_names_find(&reader->names, p->is_exact, wn_buf_bytes(&p->folded));
    if (known != WN_NAME_ABSENT)
        return reader->expressions[known];
    wn_expression *expression = wn_reader_alloc(reader, 1, sizeof *expression);
    if (!expression)
        return NULL;
    expression->text = wn_reader_copy(reader, wn_buf_bytes(&p->folded));
    expression->is_exact = p->is_exact;
    expression->node = p->node;
    if (!expression->text.data || !find_facts(p, expression) || !is_accepted(p, expression->text) ||
        !remember(reader, expression))
        return NULL;
    return expression;
}

static void end_passage(passage *p)
{
    free(p->stretches.items);
    wn_buf_free(&p->written);
    wn_buf_free(&p->folded);
}

const wn_expression *wn_expression_read(wn_reader *reader, const wn_node *scalar, bool is_exact)
{
    passage              p = {.reader = reader, .node = scalar, .is_exact = is_exact};
    const wn_expression *expression = NULL;
    if (wn_defines_put_in(reader->defines, scalar, &reader->complaints, &p.written, &p.stretches)) {
        if (wn_view_pattern(wn_buf_bytes(&p.written), &p.folded) == WN_OK)
            expression = finish(&p);
        else
            wn_complain_memory(&reader->complaints);
    }
    end_passage(&p);
    return expression;
}

const wn_expression *wn_expression_make(wn_reader *reader, const wn_node *node, wn_bytes text, bool is_exact)
{
    passage              p = {.reader = reader, .node = node, .is_exact = is_exact};
    const wn_expression *expression = NULL;
    if (wn_buf_append(&p.folded, text.data, text.size))
        expression = finish(&p);
    else
        wn_complain_memory(&reader->complaints);
    end_passage(&p);
    return expression;
}
