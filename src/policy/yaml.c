/* yaml.c: reads YAML with libyaml's events into the tree of node.h.
 *
 * First the bytes are checked (encoding, control characters, line ends), so that libyaml and the
 * error messages count lines alike and libyaml never meets what it treats oddly. Then its events are
 * taken one by one: open lists and maps wait in `frames`, their finished children on one stack. What a
 * policy must not have is noted and reading goes on, so that one run tells about several mistakes;
 * only libyaml's own errors and deep nesting end it. Nesting is counted as events come, before libyaml
 * has gone deeper than the thousand characters it looks ahead. */
#include "policy/node.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define BYTE_ERRORS_MAX 3  /* a file of noise needs no longer list */
#define SHOWN_BYTES_MAX 60 /* of a key or value in a message */

typedef struct frame {
    wn_node *node;  /* a list or map whose end has not come yet */
    size_t   first; /* of its children in reader.children */
} frame;

typedef struct reader {
    const char   *file;
    wn_bytes      text; /* without a byte order mark */
    wn_arena     *arena;
    wn_error    **error;
    yaml_parser_t parser;
    frame         frames[WN_POLICY_NESTING_MAX];
    size_t        depth;
    wn_node     **children; /* of all open lists and maps; keys and values of maps alternate */
    size_t        child_count, child_capacity;
    wn_node      *root;
    size_t        documents;
    size_t        mark_index;  /* a character libyaml has named, and its byte: */
    size_t        mark_offset; /* libyaml counts characters, places count bytes */
    uint32_t      last_line;   /* from 1 */
    size_t        closed_line; /* from 0: where the last scalar or bracket closed */
    bool          is_policy;   /* a key `winnow` was seen: its text may be shown */
    wn_status     status;      /* WN_BAD_POLICY once something was noted */
} reader;

/* ---- places and errors ---- */

static size_t find_offset(reader *r, size_t index)
{
    for (; r->mark_index < index && r->mark_offset < r->text.size; r->mark_index++)
        r->mark_offset += wn_utf8_decode(r->text, r->mark_offset).size;
    for (; r->mark_index > index; r->mark_index--)
        do
            r->mark_offset--;
        while (((unsigned char)r->text.data[r->mark_offset] & 0xC0) == 0x80);
    return r->mark_offset;
}

/* Behind a last line without a line end libyaml counts one more. */
static wn_place make_place(reader *r, const yaml_mark_t *mark)
{
    uint32_t line = (uint32_t)mark->line + 1;
    return (wn_place){.file = r->file,
                      .text = r->text,
                      .offset = find_offset(r, mark->index),
                      .line = line < r->last_line ? line : r->last_line};
}

/* Notes an error; false when there is no memory to note it in. */
static bool note(reader *r, wn_place place, const char *message)
{
    place.is_private = !r->is_policy;
    r->status = wn_error_add(r->error, WN_BAD_POLICY, &place, "%s", message);
    return r->status == WN_BAD_POLICY;
}

/* The front of a text, whole characters only, for a message. */
static wn_bytes shorten(wn_bytes text)
{
    size_t size = text.size < SHOWN_BYTES_MAX ? text.size : SHOWN_BYTES_MAX;
    while (size < text.size && size && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return (wn_bytes){text.data, size};
}

static bool note_duplicate(reader *r, const wn_node *key, const wn_node *first)
{
    wn_place place = key->place;
    wn_bytes shown = shorten(key->text);
    place.is_private = !r->is_policy;
    if (place.is_private)
        r->status = wn_error_add(r->error, WN_BAD_POLICY, &place, "a key twice, in a map; the first is at line %u",
                                 (unsigned)first->place.line);
    else
        r->status = wn_error_add(r->error, WN_BAD_POLICY, &place,
                                 "duplicate key \"%.*s\", in a map; the first is at line %u", (int)shown.size,
                                 shown.data, (unsigned)first->place.line);
    return r->status == WN_BAD_POLICY;
}

/* ---- the bytes ---- */

typedef struct byte_mark {
    const char *bytes;
    size_t      size;
    const char *message;
} byte_mark;

#define NOT_UTF8 ", in a policy file; save it as UTF-8"

static const byte_mark encodings[] = {
    {"\xFF\xFE\0\0", 4, "UTF-32" NOT_UTF8},
    {"\0\0\xFE\xFF", 4, "UTF-32" NOT_UTF8},
    {"\xFF\xFE", 2, "UTF-16" NOT_UTF8},
    {"\xFE\xFF", 2, "UTF-16" NOT_UTF8},
};

/* What the encoding is when it is not UTF-8: by its mark, or by where the NULs of the first ASCII
 * characters lie. */
static const char *find_encoding_error(wn_bytes text)
{
    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++)
        if (text.size >= encodings[i].size && !memcmp(text.data, encodings[i].bytes, encodings[i].size))
            return encodings[i].message;
    if (text.size >= 4 && (!memcmp(text.data, "\0\0\0", 3) || !memcmp(text.data + 1, "\0\0\0", 3)))
        return "UTF-32" NOT_UTF8;
    if (text.size >= 4 && ((!text.data[0] && !text.data[2]) || (!text.data[1] && !text.data[3])))
        return "UTF-16" NOT_UTF8;
    return NULL;
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static wn_bytes without_mark(wn_bytes text)
{
    bool has_mark = text.size >= 3 && !memcmp(text.data, "\xEF\xBB\xBF", 3);
    return has_mark ? (wn_bytes){text.data + 3, text.size - 3} : text;
}

static bool is_yaml_character(uint32_t code)
{
    return code >= 0x20 ? code != 0x7F && (code < 0x80 || code > 0x9F) && code != 0xFFFE && code != 0xFFFF
                        : code == '\t' || code == '\n';
}

/* What is wrong with the character at `at`, or NULL. */
static const char *find_character_error(wn_bytes text, size_t at, wn_utf8_char c)
{
    if (!c.is_valid)
        return "a byte that is not UTF-8, in a policy file; save it as UTF-8";
    if (!c.code)
        return "a NUL byte, in a policy file; remove it";
    if (c.code == '\r')
        return at + 1 < text.size && text.data[at + 1] == '\n'
                   ? NULL
                   : "a carriage return without a line feed, in a policy file; end lines with LF or CRLF";
    if (c.code == 0x85 || c.code == 0x2028 || c.code == 0x2029)
        return "a Unicode line separator, in a policy file; write \\x{2028}, \\x{2029} or \\x{85} in a pattern, "
               "\"\\u2028\" "
               "in a double-quoted text";
    return is_yaml_character(c.code) ? NULL : "a control character, in a policy file; write it as \\x{..} in a pattern";
}

/* Notes the first characters that must not be there. */
static bool check_bytes(reader *r)
{
    uint32_t line = 1;
    size_t   errors = 0;
    for (size_t i = 0; i < r->text.size && errors < BYTE_ERRORS_MAX;) {
        unsigned char byte = (unsigned char)r->text.data[i];
        wn_utf8_char  c = {byte, 1, true};
        const char   *message = NULL;
        if (byte < 0x20 || byte > 0x7E) {
            c = wn_utf8_decode(r->text, i);
            message = find_character_error(r->text, i, c);
        }
        errors += message != NULL;
        if (message && !note(r, (wn_place){.file = r->file, .text = r->text, .offset = i, .line = line}, message))
            return false;
        line += byte == '\n';
        i += c.size;
    }
    r->last_line = line;
    return !errors;
}

/* Whether a line begins with the key every policy has. Flow maps show it later, when it is read. */
static bool has_policy_line(wn_bytes text)
{
    static const char key[] = "winnow:";
    const size_t      size = sizeof key - 1;
    for (size_t i = 0; i + size <= text.size;) {
        if (!memcmp(text.data + i, key, size) && (i + size == text.size || is_one_of(text.data[i + size], " \t\r\n")))
            return true;
        const char *end = memchr(text.data + i, '\n', text.size - i);
        if (!end)
            return false;
        i = (size_t)(end - text.data) + 1;
    }
    return false;
}

/* ---- libyaml's errors, in our words ---- */

typedef enum error_spot {
    AT_PROBLEM, /* where libyaml gave up */
    AT_START,   /* where the thing began */
    AT_EITHER   /* where libyaml gave up, with the line where the thing began; at the text's end, there */
} error_spot;

typedef struct rewording {
    const char *problem; /* what libyaml says */
    const char *message;
    error_spot  spot;
} rewording;

#define TAB_MESSAGE "a tab, in the indentation; indent with spaces"
#define DIRECTIVE_MESSAGE "a % directive, in a policy file; remove it, or quote a value that begins with %"
#define TAG_MESSAGE "a tag, in a policy file; remove it, or put a value that begins with ! in single quotes"
#define ESCAPE_MESSAGE "an unknown escape, in a double-quoted value; use single quotes, where \\ stands for itself"

static const rewording rewordings[] = {
    {"found a tab character that violates indentation", TAB_MESSAGE, AT_PROBLEM},
    {"found a tab character where an indentation space is expected", TAB_MESSAGE, AT_PROBLEM},
    {"found character that cannot start any token",
     "a character that cannot begin a value, in YAML; put the value in single quotes", AT_PROBLEM},
    {"did not find expected alphabetic or numeric character",
     "a * or & at the front, in a value without quotes; put the value in single quotes", AT_START},
    {"mapping values are not allowed in this context",
     "a \": \" where no key can be, in YAML; put the value in single quotes, or indent the key like its neighbours",
     AT_PROBLEM},
    {"could not find expected ':'", "no \": \" after a key, in a map; write key: value, or quote the whole value",
     AT_START},
    {"found unexpected ':'", "a : in a value without quotes, in brackets; put the value in single quotes", AT_PROBLEM},
    {"did not find expected key", "no key, in a map; indent this line like its neighbours above", AT_PROBLEM},
    {"did not find expected '-' indicator", "no \"- \" before an item, in a list; indent it like its neighbours",
     AT_PROBLEM},
    {"did not find expected ',' or ']'",
     "no comma and no end, in a list in [ ]; close it, or quote an item that has one of , [ ] { } # : in it",
     AT_EITHER},
    {"did not find expected ',' or '}'",
     "no comma and no end, in a map in { }; close it, or quote a value that has one of , [ ] { } # : in it", AT_EITHER},
    {"found unexpected end of stream",
     "no closing quote, in a quoted value; close it, and write a ' within single quotes as ''", AT_START},
    {"found unexpected document indicator", "--- or ..., in a quoted value; close the quote, or indent the line",
     AT_PROBLEM},
    {"found unknown escape character", ESCAPE_MESSAGE, AT_PROBLEM},
    {"did not find expected hexdecimal number", ESCAPE_MESSAGE, AT_PROBLEM},
    {"found invalid Unicode character escape code", ESCAPE_MESSAGE, AT_PROBLEM},
    {"block sequence entries are not allowed in this context",
     "a \"- \" where no item can be, in YAML; begin the list on a line of its own, or quote the value", AT_PROBLEM},
    {"mapping keys are not allowed in this context",
     "a \"? \" where no key can be, in YAML; put the value in single quotes", AT_PROBLEM},
    {"did not find expected node content",
     "no value, in a list or map in brackets; write one ('' for an empty text) and close the bracket", AT_PROBLEM},
    {"did not find expected comment or line break",
     "text behind | or >, in a block value; begin it on the next line, or quote a value that begins with | or >",
     AT_PROBLEM},
    {"found an indentation indicator equal to 0", "a 0 behind | or >, in a block value; remove it", AT_PROBLEM},
    {"did not find expected <document start>",
     "more text behind the end, in a policy file; indent it like its neighbours, or quote the value before it",
     AT_PROBLEM},
    {"found undefined tag handle", TAG_MESSAGE, AT_START},
    {"found duplicate %YAML directive", DIRECTIVE_MESSAGE, AT_PROBLEM},
    {"found duplicate %TAG directive", DIRECTIVE_MESSAGE, AT_PROBLEM},
    {"found incompatible YAML document", DIRECTIVE_MESSAGE, AT_PROBLEM},
};

static const rewording contexts[] = {
    {"while scanning a directive", DIRECTIVE_MESSAGE, AT_START},
    {"while scanning a %YAML directive", DIRECTIVE_MESSAGE, AT_START},
    {"while scanning a %TAG directive", DIRECTIVE_MESSAGE, AT_START},
    {"while scanning a tag", TAG_MESSAGE, AT_START},
    {"while parsing a tag", TAG_MESSAGE, AT_START},
    {"while scanning an anchor", "an & at the front, in a value without quotes; put the value in single quotes",
     AT_START},
    {"while scanning an alias", "a * at the front, in a value without quotes; put the value in single quotes",
     AT_START},
};

static const rewording *find_rewording(const rewording *table, size_t count, const char *words)
{
    for (size_t i = 0; words && i < count; i++)
        if (!strcmp(table[i].problem, words))
            return &table[i];
    return NULL;
}

static const rewording *reword(const reader *r)
{
    static const rewording other = {
        "", "not valid YAML, in this place; put values with special characters in single quotes", AT_PROBLEM};
    static const rewording behind = {
        "", "text behind a value, in a map; quote the whole value, and write a ' within single quotes as ''",
        AT_PROBLEM};
    const yaml_parser_t *parser = &r->parser;
    const char          *problem = parser->problem ? parser->problem : "";
    const rewording     *found = find_rewording(contexts, sizeof contexts / sizeof contexts[0], parser->context);
    if (!found && !strcmp(problem, "did not find expected key") && parser->problem_mark.line == r->closed_line)
        found = &behind;
    if (!found)
        found = find_rewording(rewordings, sizeof rewordings / sizeof rewordings[0], problem);
    return found ? found : &other;
}

static bool is_at_end(const reader *r, size_t offset)
{
    while (offset < r->text.size && is_one_of(r->text.data[offset], " \r\n"))
        offset++;
    return offset == r->text.size;
}

static wn_status note_libyaml_error(reader *r)
{
    if (r->parser.error == YAML_MEMORY_ERROR)
        return WN_NO_MEMORY;
    const rewording *words = reword(r);
    error_spot       spot = r->parser.context ? words->spot : AT_PROBLEM;
    wn_place         start = make_place(r, &r->parser.context_mark);
    wn_place         place = make_place(r, &r->parser.problem_mark);
    place.is_private = start.is_private = !r->is_policy;
    if (place.offset < r->text.size && r->text.data[place.offset] == '\t')
        return wn_error_add(r->error, WN_BAD_POLICY, &place, TAB_MESSAGE);
    if (spot == AT_START || (spot == AT_EITHER && is_at_end(r, place.offset)))
        return wn_error_add(r->error, WN_BAD_POLICY, &start, "%s", words->message);
    if (spot == AT_EITHER && start.line != place.line)
        return wn_error_add(r->error, WN_BAD_POLICY, &place, "%s (it begins at line %u)", words->message,
                            (unsigned)start.line);
    return wn_error_add(r->error, WN_BAD_POLICY, &place, "%s", words->message);
}

/* ---- the tree ---- */

static bool is_key_next(const reader *r)
{
    const frame *top = r->depth ? &r->frames[r->depth - 1] : NULL;
    return top && top->node->kind == WN_NODE_MAP && (r->child_count - top->first) % 2 == 0;
}

static wn_node *new_node(reader *r, wn_node_kind kind, const yaml_event_t *event)
{
    wn_node *node = wn_arena_alloc(r->arena, sizeof *node);
    if (node)
        *node = (wn_node){.kind = kind, .place = make_place(r, &event->start_mark)};
    return node;
}

/* Hands a finished node, or one just opened, to the list or map around it. */
static wn_status add_child(reader *r, wn_node *node)
{
    if (!r->depth) {
        r->root = node;
        return WN_OK;
    }
    if (!wn_array_grow(&r->children, &r->child_capacity, r->child_count + 1, sizeof(wn_node *)))
        return WN_NO_MEMORY;
    r->children[r->child_count++] = node;
    return WN_OK;
}

static wn_status note_markers(reader *r, const wn_node *node, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor && !note(r, node->place,
                        "an anchor, in a policy file; write the value where it is needed, or put it in single quotes"))
        return r->status;
    if (tag && !note(r, node->place, TAG_MESSAGE))
        return r->status;
    return WN_OK;
}

_Static_assert(WN_POLICY_NESTING_MAX == 32, "the message of open_node tells this number");

static wn_status open_node(reader *r, wn_node_kind kind, const yaml_event_t *event)
{
    wn_node *node = new_node(r, kind, event);
    if (!node)
        return WN_NO_MEMORY;
    if (r->depth == WN_POLICY_NESTING_MAX) {
        note(r, node->place, "more than 32 levels of lists and maps, in a policy file; make it flatter");
        return r->status;
    }
    if (is_key_next(r) && !note(r, node->place,
                                "a list or map as a key, in a map; keys are words, and a value that "
                                "begins with [ or { needs single quotes"))
        return r->status;
    wn_status status = add_child(r, node);
    if (status == WN_OK)
        r->frames[r->depth++] = (frame){node, r->child_count};
    return status;
}

static wn_status check_duplicates(reader *r, const wn_node *map)
{
    const wn_entry *entries = wn_node_sorted(r->arena, map);
    const wn_node  *first = NULL;
    for (size_t i = 0; entries && i < map->count; i++) {
        const wn_node *key = entries[i].key;
        bool           is_same = first && key->text.size == first->text.size && key->kind == WN_NODE_SCALAR &&
                       first->kind == WN_NODE_SCALAR && !memcmp(key->text.data, first->text.data, key->text.size);
        if (is_same && !note_duplicate(r, key, first))
            return r->status;
        if (!is_same)
            first = key;
    }
    return entries ? WN_OK : WN_NO_MEMORY;
}

static wn_status close_list(reader *r, wn_node *list, wn_node **children, size_t count)
{
    list->values = wn_arena_alloc(r->arena, count * sizeof(wn_node *));
    if (!list->values)
        return WN_NO_MEMORY;
    if (count)
        memcpy(list->values, children, count * sizeof(wn_node *));
    list->count = count;
    return WN_OK;
}

static wn_status close_map(reader *r, wn_node *map, wn_node **children, size_t count)
{
    map->count = count / 2;
    map->keys = wn_arena_alloc(r->arena, map->count * sizeof(wn_node *));
    map->values = wn_arena_alloc(r->arena, map->count * sizeof(wn_node *));
    if (!map->keys || !map->values)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < map->count; i++) {
        map->keys[i] = children[2 * i];
        map->values[i] = children[2 * i + 1];
    }
    return check_duplicates(r, map);
}

static wn_status close_node(reader *r)
{
    frame     top = r->frames[--r->depth];
    size_t    count = r->child_count - top.first;
    wn_node **children = count ? r->children + top.first : NULL;
    r->child_count = top.first;
    return top.node->kind == WN_NODE_MAP ? close_map(r, top.node, children, count)
                                         : close_list(r, top.node, children, count);
}

/* ---- scalars ---- */

static wn_node_style style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return WN_STYLE_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return WN_STYLE_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        return WN_STYLE_BLOCK;
    default:
        return WN_STYLE_PLAIN;
    }
}

static bool is_number(wn_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_one_of(text.data[i], "0123456789.%-"))
            return false;
    return true;
}

static bool has_text_character(wn_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (is_one_of(text.data[i], " \n\\^$|?*+()[]{}"))
            return true;
    return false;
}

/* A letter, a digit or any character beyond ASCII. */
static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whether the comment behind a plain scalar may be the rest of its text; node.h says when. */
static bool is_cut_at_hash(const reader *r, wn_bytes scalar, size_t end)
{
    wn_bytes text = r->text;
    if (!scalar.size || end + 1 >= text.size || text.data[end] != ' ' || text.data[end + 1] != '#' || is_number(scalar))
        return false;
    return has_text_character(scalar) || (end + 2 < text.size && is_word_byte(text.data[end + 2]));
}

static wn_status note_cut(reader *r, const yaml_event_t *event)
{
    wn_place place = make_place(r, &event->end_mark);
    place.offset++; /* the # itself */
    note(r, place, "a value that ends at \" #\", in YAML; put it in single quotes, or put two spaces before a comment");
    return r->status;
}

static wn_status check_scalar(reader *r, const wn_node *node, const yaml_event_t *event)
{
    wn_status status = note_markers(r, node, event->data.scalar.anchor, event->data.scalar.tag);
    if (status != WN_OK)
        return status;
    if (memchr(node->text.data, 0, node->text.size) &&
        !note(r, node->place, "a NUL, in a double-quoted value; remove \\0"))
        return r->status;
    if (node->style != WN_STYLE_PLAIN)
        return WN_OK;
    if (is_key_next(r) && !strcmp(node->text.data, "<<") &&
        !note(r, node->place, "a merge key <<, in a map; write the keys out"))
        return r->status;
    if (is_cut_at_hash(r, node->text, find_offset(r, event->end_mark.index)) && note_cut(r, event) != WN_BAD_POLICY)
        return r->status;
    return WN_OK;
}

static wn_status add_scalar(reader *r, const yaml_event_t *event)
{
    wn_bytes value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    wn_node *node = new_node(r, WN_NODE_SCALAR, event);
    char    *copy = wn_arena_copy(r->arena, value);
    if (!node || !copy)
        return WN_NO_MEMORY;
    node->text = (wn_bytes){copy, value.size};
    node->style = style_of(event->data.scalar.style);
    if (r->depth == 1 && is_key_next(r) && !strcmp(copy, "winnow"))
        r->is_policy = true;
    wn_status status = check_scalar(r, node, event);
    return status == WN_OK ? add_child(r, node) : status;
}

static wn_status add_alias(reader *r, const yaml_event_t *event)
{
    wn_node *node = new_node(r, WN_NODE_SCALAR, event);
    if (!node)
        return WN_NO_MEMORY;
    node->text.data = "";
    if (!note(r, node->place,
              "an alias, in a policy file; write the value out, or put a value that begins with * in single quotes"))
        return r->status;
    return add_child(r, node);
}

/* ---- documents ---- */

static bool has_directive(const yaml_event_t *event)
{
    return event->data.document_start.version_directive ||
           event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end;
}

static wn_status begin_document(reader *r, const yaml_event_t *event)
{
    wn_place place = make_place(r, &event->start_mark);
    if (has_directive(event) && !note(r, place, DIRECTIVE_MESSAGE))
        return r->status;
    if (r->documents++) {
        note(r, place, "a second document, in a policy file; remove the --- or put it into a file of its own");
        return r->status;
    }
    return WN_OK;
}

static wn_status take_event(reader *r, const yaml_event_t *event)
{
    wn_node  *opened = NULL;
    wn_status status = WN_OK;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return begin_document(r, event);
    case YAML_SEQUENCE_START_EVENT:
        status = open_node(r, WN_NODE_LIST, event);
        opened = status == WN_OK ? r->frames[r->depth - 1].node : NULL;
        return opened ? note_markers(r, opened, event->data.sequence_start.anchor, event->data.sequence_start.tag)
                      : status;
    case YAML_MAPPING_START_EVENT:
        status = open_node(r, WN_NODE_MAP, event);
        opened = status == WN_OK ? r->frames[r->depth - 1].node : NULL;
        return opened ? note_markers(r, opened, event->data.mapping_start.anchor, event->data.mapping_start.tag)
                      : status;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_node(r);
    case YAML_SCALAR_EVENT:
        return add_scalar(r, event);
    case YAML_ALIAS_EVENT:
        return add_alias(r, event);
    default:
        return WN_OK;
    }
}

static wn_status read_events(reader *r)
{
    for (bool is_done = false; !is_done;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event))
            return note_libyaml_error(r);
        is_done = event.type == YAML_STREAM_END_EVENT;
        if (event.end_mark.index > event.start_mark.index)
            r->closed_line = event.end_mark.line;
        wn_status status = take_event(r, &event);
        yaml_event_delete(&event);
        if (status != WN_OK)
            return status;
    }
    return r->status;
}

static bool is_empty(const wn_node *root)
{
    return !root || (root->kind == WN_NODE_SCALAR && root->style == WN_STYLE_PLAIN && !root->text.size);
}

static wn_status parse(reader *r)
{
    if (!yaml_parser_initialize(&r->parser))
        return WN_NO_MEMORY;
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)(r->text.size ? r->text.data : ""), r->text.size);
    wn_status status = read_events(r);
    yaml_parser_delete(&r->parser);
    free(r->children);
    if (status == WN_OK && is_empty(r->root))
        status = wn_error_add(r->error, WN_BAD_POLICY, &(wn_place){.file = r->file, .line = 1},
                              "nothing but blanks and comments, in a policy file; begin it with winnow: 1");
    return status;
}

wn_status wn_node_read(const char *file, wn_bytes text, wn_arena *arena, wn_node **root, wn_error **error)
{
    wn_place place = {.file = file};
    *root = NULL;
    if (text.size > WN_POLICY_BYTES_MAX)
        return wn_error_add(error, WN_BAD_POLICY, &place,
                            "%zu bytes, in a policy file; at most %zu are allowed: split it and use extends", text.size,
                            WN_POLICY_BYTES_MAX);
    const char *encoding_error = find_encoding_error(text);
    if (encoding_error)
        return wn_error_add(error, WN_BAD_POLICY, &place, "%s", encoding_error);
    reader r = {.file = file, .text = without_mark(text), .arena = arena, .error = error};
    r.is_policy = has_policy_line(r.text);
    wn_status status = check_bytes(&r) ? parse(&r) : r.status;
    if (status == WN_OK)
        *root = r.root;
    return status;
}

const char *wn_node_yaml_version(void)
{
    return yaml_get_version_string();
}
