/* regex_parse.c: PCRE2's syntax to a tree.
 *
 * A descent by groups, whose depth is limited before anything else. What PCRE2 would refuse, and the
 * corners of its syntax that versions read differently, end the parse with a tree without a root:
 * the pattern is then opaque, and PCRE2 has the last word on it. */
#include "match/regex_tree.h"

#include "base/utf8.h"

#include <string.h>

typedef enum outcome {
    PARSED,
    NOT_UNDERSTOOD,
    REFUSED,
    OUT_OF_MEMORY
} outcome;

typedef struct options {
    bool caseless;   /* i */
    bool extended;   /* x */
    bool multi_line; /* m */
    bool dot_all;    /* s */
} options;

typedef struct parser {
    wn_bytes        text;
    size_t          at;
    wn_arena       *arena;
    options         options;
    bool            in_quote; /* between \Q and \E */
    uint32_t        depth;
    outcome         outcome;
    wn_rx_tree     *tree;
    wn_regex_fault *fault;
} parser;

static wn_rx_node *parse_alternatives(parser *p);

/* ---- endings and nodes ---- */

static wn_rx_node *give_up(parser *p)
{
    if (p->outcome == PARSED)
        p->outcome = NOT_UNDERSTOOD;
    return NULL;
}

static wn_rx_node *refuse(parser *p, size_t offset, const char *message)
{
    if (p->outcome != PARSED)
        return NULL;
    p->outcome = REFUSED;
    *p->fault = (wn_regex_fault){offset, message};
    return NULL;
}

static wn_rx_node *new_node(parser *p, wn_rx_kind kind, size_t begin)
{
    wn_rx_node *node = wn_arena_alloc(p->arena, sizeof *node);
    if (!node) {
        p->outcome = OUT_OF_MEMORY;
        return NULL;
    }
    node->kind = kind;
    node->begin = begin;
    node->end = p->at;
    node->copies = 1;
    return node;
}

static wn_rx_node *new_char(parser *p, uint32_t code, size_t begin)
{
    wn_rx_node *node = new_node(p, WN_RX_CHAR, begin);
    if (!node)
        return NULL;
    node->code = code;
    node->is_caseless = p->options.caseless;
    wn_rx_set_add(&node->set, code, node->is_caseless);
    return node;
}

static wn_rx_node *new_parent(parser *p, wn_rx_kind kind, size_t begin, wn_rx_node *kid)
{
    wn_rx_node *node = kid ? new_node(p, kind, begin) : NULL;
    if (node) {
        node->kids = kid;
        node->copies = kid->copies;
    }
    return node;
}

/* ---- characters of the source ---- */

static bool is_at_end(const parser *p)
{
    return p->at >= p->text.size;
}

static inline bool has_text(const parser *p, const char *text)
{
    if (is_at_end(p) || p->text.data[p->at] != *text)
        return false;
    size_t size = strlen(text);
    return p->text.size - p->at >= size && !memcmp(p->text.data + p->at, text, size);
}

static bool accept_text(parser *p, const char *text)
{
    if (!has_text(p, text))
        return false;
    p->at += strlen(text);
    return true;
}

static char peek_byte(const parser *p)
{
    return is_at_end(p) ? '\0' : p->text.data[p->at];
}

static uint32_t read_character(parser *p)
{
    wn_utf8_char c = wn_utf8_decode(p->text, p->at);
    p->at += c.size;
    if (!c.is_valid)
        give_up(p);
    return c.code;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

static int value_of_hex(char byte)
{
    if (is_digit(byte))
        return byte - '0';
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'f' ? (byte | 0x20) - 'a' + 10 : -1;
}

/* Digits of a base up to 16, at most `longest` of them; false when there are none or too large. */
static bool read_number(parser *p, int base, size_t longest, uint32_t *number)
{
    size_t count = 0;
    *number = 0;
    for (int digit; count < longest && (digit = value_of_hex(peek_byte(p))) >= 0 && digit < base; count++, p->at++) {
        if (*number > 0x10FFFF)
            return false;
        *number = *number * (uint32_t)base + (uint32_t)digit;
    }
    return count && *number <= 0x10FFFF;
}

/* Passes over what stands between items and means nothing. */
static void skip_noise(parser *p)
{
    for (;;) {
        char byte = peek_byte(p);
        if (byte != '\\' && byte != '(' && !p->options.extended)
            return;
        if (accept_text(p, "\\E") || accept_text(p, "\\Q\\E"))
            continue;
        if (has_text(p, "(?#")) {
            const char *end = memchr(p->text.data + p->at, ')', p->text.size - p->at);
            p->at = end ? (size_t)(end - p->text.data) + 1 : p->text.size;
            if (!end)
                give_up(p);
        } else if (p->options.extended && (byte == ' ' || (byte >= '\t' && byte <= '\r')) && !is_at_end(p)) {
            p->at++;
        } else if (p->options.extended && byte == '#') {
            const char *end = memchr(p->text.data + p->at, '\n', p->text.size - p->at);
            p->at = end ? (size_t)(end - p->text.data) + 1 : p->text.size;
        } else
            return;
    }
}

/* ---- escapes ---- */

/* \a \e \f \n \r \t, \xhh, \x{h..}, \o{..}, \0oo, \cx, \N{U+h..} after the backslash; false, with
 * nothing read, when it is none of these. */
static bool read_code_escape(parser *p, uint32_t *code)
{
    static const char letters[] = "aefnrt", codes[] = "\a\x1B\f\n\r\t";
    size_t            start = p->at;
    char              byte = peek_byte(p);
    const char       *simple = byte ? strchr(letters, byte) : NULL;
    p->at++;
    if (simple) {
        *code = (unsigned char)codes[simple - letters];
        return true;
    }
    if (byte == 'x' && peek_byte(p) != '{') {
        if (!read_number(p, 16, 2, code))
            *code = 0;
        return true;
    }
    if (byte == '0') {
        if (!read_number(p, 8, 2, code))
            *code = 0;
        return true;
    }
    if (byte == 'c' && peek_byte(p) > ' ' && peek_byte(p) < 0x7F) {
        char upper = peek_byte(p);
        *code = (uint32_t)(is_letter(upper) ? upper & ~0x20 : upper) ^ 0x40;
        p->at++;
        return true;
    }
    bool is_braced = (byte == 'x' && accept_text(p, "{")) || (byte == 'o' && accept_text(p, "{")) ||
                     (byte == 'N' && accept_text(p, "{U+"));
    if (is_braced) {
        if (!read_number(p, byte == 'o' ? 8 : 16, SIZE_MAX, code) || !accept_text(p, "}"))
            give_up(p);
        return true;
    }
    p->at = start;
    return false;
}

#define PROPERTY_BYTES_MAX 48

/* The name after \p or \P as PCRE2 compares it: without spaces, hyphens and underscores, in small
 * letters. */
static bool read_property_name(parser *p, char name[PROPERTY_BYTES_MAX], bool *is_negated)
{
    size_t size = 0;
    bool   is_braced = accept_text(p, "{");
    *is_negated = is_braced && accept_text(p, "^");
    while (!is_at_end(p) && peek_byte(p) != '}') {
        char byte = p->text.data[p->at++];
        if (byte != ' ' && byte != '-' && byte != '_' && byte != '\t')
            name[size++] = is_letter(byte) ? (char)(byte | 0x20) : byte;
        if (size == PROPERTY_BYTES_MAX || !is_braced)
            break;
    }
    if (!size || size == PROPERTY_BYTES_MAX || (is_braced && !accept_text(p, "}")))
        return false;
    name[size] = '\0';
    return true;
}

static bool is_case_property(const char *name)
{
    return !strcmp(name, "lu") || !strcmp(name, "ll") || !strcmp(name, "lt");
}

/* \p or \P, after the letter; adds to `set`. */
static void read_property(parser *p, size_t begin, bool is_negated, wn_rx_set *set)
{
    char      name[PROPERTY_BYTES_MAX];
    bool      is_inverse;
    wn_rx_set own = {{0, 0}, 0, 0, false, 0, 0, 0};
    if (!read_property_name(p, name, &is_inverse)) {
        give_up(p);
        return;
    }
    if (p->options.caseless && is_case_property(name)) {
        refuse(p, begin,
               "\\p{Lu}, \\p{Ll} or \\p{Lt} where case is ignored, which PCRE2 versions read differently; "
               "write case: exact or (?-i:...)");
        return;
    }
    wn_rx_set_property(&own, name);
    if (is_negated != is_inverse)
        wn_rx_set_negate(&own);
    wn_rx_set_join(set, &own);
}

/* An escape that stands for a set, after the backslash; false, with nothing read, for another. */
static bool read_set_escape(parser *p, size_t begin, wn_rx_set *set)
{
    char letter = peek_byte(p);
    if (letter == 'p' || letter == 'P') {
        p->at++;
        read_property(p, begin, letter == 'P', set);
        return true;
    }
    if (!letter || !wn_rx_set_escape(set, letter))
        return false;
    p->at++;
    return true;
}

static wn_rx_node *new_set(parser *p, const wn_rx_set *set, size_t begin)
{
    wn_rx_node *node = new_node(p, WN_RX_SET, begin);
    if (node) {
        node->set = *set;
        node->is_caseless = p->options.caseless;
    }
    return node;
}

/* \X and \R: some characters that are not given back. */
static wn_rx_node *new_cluster(parser *p, size_t begin)
{
    wn_rx_set   all = {{UINT64_MAX, UINT64_MAX}, WN_RX_BEYOND, 0, true, 0, 0, 0};
    wn_rx_node *node = new_parent(p, WN_RX_REPEAT, begin, new_set(p, &all, begin));
    if (node) {
        node->min = 1;
        node->max = WN_RX_MANY;
        node->is_possessive = true;
    }
    return node;
}

static wn_rx_node *parse_back_reference(parser *p, size_t begin)
{
    char closing = '\0';
    char byte = p->text.data[p->at++];
    if (is_digit(byte)) {
        if (is_digit(peek_byte(p)))
            return give_up(p); /* octal or a reference, depending on the groups */
        return new_node(p, WN_RX_OPAQUE, begin);
    }
    char opening = peek_byte(p);
    if (opening == '{' || opening == '<' || opening == '\'') {
        closing = opening == '{' ? '}' : opening == '<' ? '>' : '\'';
        p->at++;
    }
    while (!is_at_end(p) && peek_byte(p) != closing &&
           (closing || is_digit(peek_byte(p)) || peek_byte(p) == '-' || peek_byte(p) == '+'))
        p->at++;
    if (closing && p->at++ >= p->text.size)
        return give_up(p);
    return new_node(p, WN_RX_OPAQUE, begin);
}

static wn_rx_node *parse_assertion(parser *p, size_t begin)
{
    char        byte = p->text.data[p->at++];
    wn_rx_kind  kind = byte == 'A' ? WN_RX_START : byte == 'z' || byte == 'Z' ? WN_RX_END : WN_RX_ASSERT;
    wn_rx_node *node = new_node(p, kind, begin);
    if (node)
        node->is_boundary = byte == 'b';
    return node;
}

static wn_rx_node *parse_escape(parser *p)
{
    size_t    begin = p->at++;
    wn_rx_set set = {{0, 0}, 0, 0, false, 0, 0, 0};
    uint32_t  code;
    char      byte = peek_byte(p);
    if (is_at_end(p))
        return give_up(p);
    if (byte == 'C')
        return refuse(p, begin, "\\C takes characters apart; use . for any character");
    if (read_code_escape(p, &code))
        return new_char(p, code, begin);
    if (read_set_escape(p, begin, &set))
        return new_set(p, &set, begin);
    if (strchr("bBAZzGK", byte))
        return parse_assertion(p, begin);
    if (byte == 'X' || byte == 'R') {
        p->at++;
        return new_cluster(p, begin);
    }
    if (is_digit(byte) || byte == 'g' || byte == 'k')
        return parse_back_reference(p, begin);
    if (is_letter(byte))
        return give_up(p);
    return new_char(p, read_character(p), begin);
}

/* ---- classes ---- */

typedef struct class_parts {
    wn_rx_set set;
    uint32_t  codes[WN_RX_CODES_MAX];
    size_t    code_count; /* over WN_RX_CODES_MAX when the members are not listed */
} class_parts;

static void list_code(class_parts *parts, uint32_t code)
{
    if (parts->code_count < WN_RX_CODES_MAX)
        parts->codes[parts->code_count] = code;
    if (parts->code_count <= WN_RX_CODES_MAX)
        parts->code_count++;
}

static void unlist_codes(class_parts *parts)
{
    parts->code_count = WN_RX_CODES_MAX + 1;
}

/* [:name:] and [:^name:]. */
static bool read_posix(parser *p, class_parts *parts)
{
    size_t begin = p->at;
    if (!accept_text(p, "[:"))
        return false;
    bool   is_negated = accept_text(p, "^");
    size_t name = p->at;
    while (is_letter(peek_byte(p)))
        p->at++;
    wn_bytes  words = {p->text.data + name, p->at - name};
    wn_rx_set own = {{0, 0}, 0, 0, false, 0, 0, 0};
    if (!accept_text(p, ":]")) {
        p->at = begin;
        return false;
    }
    if (p->options.caseless && words.size == 5 && (!memcmp(words.data, "upper", 5) || !memcmp(words.data, "lower", 5)))
        refuse(p, begin,
               "[:upper:] or [:lower:] where case is ignored, which PCRE2 versions read differently; write case: exact "
               "or (?-i:...)");
    else if (!wn_rx_set_posix(&own, words))
        give_up(p);
    if (is_negated)
        wn_rx_set_negate(&own);
    wn_rx_set_join(&parts->set, &own);
    unlist_codes(parts);
    return true;
}

/* One member that can begin or end a range; false for a set, which was added. */
static bool read_member(parser *p, class_parts *parts, uint32_t *code)
{
    size_t begin = p->at;
    if (p->in_quote || peek_byte(p) != '\\') {
        *code = read_character(p);
        return true;
    }
    p->at++;
    if (is_at_end(p)) {
        give_up(p);
        return true;
    }
    char byte = peek_byte(p);
    if (byte == 'b') {
        p->at++;
        *code = '\b';
        return true;
    }
    if (read_code_escape(p, code))
        return true;
    if (read_set_escape(p, begin, &parts->set)) {
        unlist_codes(parts);
        return false;
    }
    if (is_letter(byte) || is_digit(byte)) {
        give_up(p);
        p->at++;
        return true;
    }
    *code = read_character(p);
    return true;
}

/* Enters and leaves \Q...\E inside a class; returns whether it did. */
static bool pass_class_quote(parser *p)
{
    if (accept_text(p, "\\E"))
        p->in_quote = false;
    else if (!p->in_quote && accept_text(p, "\\Q"))
        p->in_quote = true;
    else
        return false;
    return true;
}

static void read_range(parser *p, class_parts *parts, uint32_t first)
{
    uint32_t last = first;
    bool is_range = !p->in_quote && peek_byte(p) == '-' && p->at + 1 < p->text.size && p->text.data[p->at + 1] != ']';
    if (is_range) {
        p->at++;
        if (has_text(p, "[:") || has_text(p, "\\E") || has_text(p, "\\Q") || !read_member(p, parts, &last) ||
            last < first) {
            give_up(p);
            return;
        }
    }
    if (last - first < WN_RX_CODES_MAX) {
        for (uint32_t code = first; code <= last; code++)
            list_code(parts, code);
    } else
        unlist_codes(parts);
    if (first == last)
        wn_rx_set_add(&parts->set, first, p->options.caseless);
    else
        wn_rx_set_add_range(&parts->set, first, last, p->options.caseless);
}

static void read_members(parser *p, class_parts *parts)
{
    bool is_first = true;
    while (p->outcome == PARSED) {
        if (is_at_end(p)) {
            give_up(p);
            return;
        }
        if (pass_class_quote(p))
            continue;
        if (!p->in_quote && !is_first && accept_text(p, "]"))
            return;
        is_first = false;
        uint32_t code = 0;
        if (!p->in_quote && read_posix(p, parts))
            continue;
        if (read_member(p, parts, &code))
            read_range(p, parts, code);
    }
}

static wn_rx_node *parse_class(parser *p)
{
    size_t      begin = p->at++;
    class_parts parts = {.code_count = 0};
    bool        is_negated = accept_text(p, "^");
    read_members(p, &parts);
    if (p->outcome != PARSED)
        return NULL;
    if (is_negated) {
        wn_rx_set_negate(&parts.set);
        unlist_codes(&parts);
    }
    wn_rx_node *node = new_set(p, &parts.set, begin);
    if (node && parts.code_count <= WN_RX_CODES_MAX) {
        node->code_count = (uint8_t)parts.code_count;
        memcpy(node->codes, parts.codes, sizeof node->codes);
    }
    return node;
}

/* ---- groups ---- */

static bool is_option_letter(char byte)
{
    return byte && strchr("imsnxJU^-", byte);
}

static void set_option(parser *p, char letter, bool is_on)
{
    if (letter == 'i')
        p->options.caseless = is_on;
    if (letter == 'x')
        p->options.extended = is_on;
    if (letter == 'm')
        p->options.multi_line = is_on;
    if (letter == 's')
        p->options.dot_all = is_on;
}

static void read_options(parser *p)
{
    bool is_on = true;
    while (is_option_letter(peek_byte(p))) {
        char letter = p->text.data[p->at++];
        if (letter == '^')
            p->options = (options){false, false, false, false};
        else if (letter == '-')
            is_on = false;
        else
            set_option(p, letter, is_on);
    }
}

/* The rest of a group, from its contents on to the closing parenthesis. */
static wn_rx_node *finish_group(parser *p, wn_rx_kind kind, size_t begin, options outer)
{
    wn_rx_node *kid = parse_alternatives(p);
    if (!kid || !accept_text(p, ")"))
        return give_up(p);
    p->options = outer;
    return new_parent(p, kind, begin, kid);
}

static wn_rx_node *parse_look(parser *p, size_t begin, bool is_behind, bool is_negative)
{
    wn_rx_node *node = finish_group(p, WN_RX_LOOK, begin, p->options);
    if (node) {
        node->is_behind = is_behind;
        node->is_negative = is_negative;
    }
    return node;
}

static wn_rx_node *parse_atomic(parser *p, size_t begin)
{
    wn_rx_node *node = finish_group(p, WN_RX_GROUP, begin, p->options);
    if (node)
        node->is_possessive = true;
    return node;
}

static wn_rx_node *parse_capture(parser *p, size_t begin, char closing)
{
    size_t name = p->at;
    while (!is_at_end(p) && closing && peek_byte(p) != closing)
        p->at++;
    wn_bytes words = {p->text.data + name, p->at - name};
    if (closing && p->at++ >= p->text.size)
        return give_up(p);
    if (closing && words.size == 5 && !memcmp(words.data, "value", 5))
        p->tree->has_value = true;
    wn_rx_node *node = finish_group(p, WN_RX_GROUP, begin, p->options);
    if (node)
        node->is_capture = true;
    return node;
}

/* Recursion and subroutine calls, from after "(?" to the parenthesis. */
static wn_rx_node *parse_call(parser *p, size_t begin)
{
    while (!is_at_end(p) && peek_byte(p) != ')')
        p->at++;
    return accept_text(p, ")") ? new_node(p, WN_RX_OPAQUE, begin) : give_up(p);
}

static wn_rx_node *parse_group(parser *p);

static wn_rx_node *parse_conditional(parser *p, size_t begin)
{
    static const char *const assertions[] = {"(?=", "(?!", "(?<=", "(?<!", "(?*", "(?<*"};
    options                  outer = p->options;
    bool                     is_assertion = false;
    if (has_text(p, "(?C"))
        return refuse(p, p->at, "callouts are not supported; remove it");
    for (size_t i = 0; i < sizeof assertions / sizeof *assertions; i++)
        is_assertion = is_assertion || has_text(p, assertions[i]);
    if (is_assertion) {
        if (!parse_group(p))
            return give_up(p);
    } else if (!parse_call(p, begin))
        return NULL;
    return finish_group(p, WN_RX_OPAQUE, begin, outer);
}

static wn_rx_node *parse_option_group(parser *p, size_t begin)
{
    options outer = p->options;
    read_options(p);
    if (accept_text(p, ":"))
        return finish_group(p, WN_RX_GROUP, begin, outer);
    return accept_text(p, ")") ? new_node(p, WN_RX_ASSERT, begin) : give_up(p);
}

/* What follows "(?". */
static wn_rx_node *parse_special_group(parser *p, size_t begin)
{
    char byte = peek_byte(p);
    if (accept_text(p, ":") || accept_text(p, "|"))
        return finish_group(p, WN_RX_GROUP, begin, p->options);
    if (accept_text(p, ">"))
        return parse_atomic(p, begin);
    if (accept_text(p, "=") || accept_text(p, "*"))
        return parse_look(p, begin, false, false);
    if (accept_text(p, "!"))
        return parse_look(p, begin, false, true);
    if (accept_text(p, "<=") || accept_text(p, "<*"))
        return parse_look(p, begin, true, false);
    if (accept_text(p, "<!"))
        return parse_look(p, begin, true, true);
    if (accept_text(p, "<") || accept_text(p, "P<"))
        return parse_capture(p, begin, '>');
    if (accept_text(p, "'"))
        return parse_capture(p, begin, '\'');
    if (byte == 'C')
        return refuse(p, begin, "callouts are not supported; remove it");
    if (byte == '(')
        return parse_conditional(p, begin);
    bool is_signed = (byte == '-' || byte == '+') && p->at + 1 < p->text.size && is_digit(p->text.data[p->at + 1]);
    if (byte == 'R' || byte == '&' || is_digit(byte) || is_signed || has_text(p, "P>") || has_text(p, "P="))
        return parse_call(p, begin);
    return parse_option_group(p, begin);
}

static wn_rx_node *parse_group(parser *p)
{
    size_t begin = p->at++;
    if (p->depth >= WN_REGEX_NESTING_MAX)
        return refuse(p, begin, "more than 50 groups inside each other; simplify it");
    if (peek_byte(p) == '*')
        return give_up(p); /* a verb, or an assertion by name */
    p->depth++;
    if (p->depth > p->tree->nesting)
        p->tree->nesting = p->depth;
    wn_rx_node *node = accept_text(p, "?") ? parse_special_group(p, begin) : parse_capture(p, begin, '\0');
    p->depth--;
    return node;
}

/* ---- repeats ---- */

/* A repeat in braces; false, with nothing read, when the brace is a character. */
static bool read_braces(parser *p, uint32_t *min, uint32_t *max)
{
    size_t begin = p->at;
    if (!accept_text(p, "{"))
        return false;
    if (peek_byte(p) == ',' || peek_byte(p) == ' ')
        give_up(p); /* a repeat since PCRE2 10.43, characters before */
    bool is_repeat = false;
    if (is_digit(peek_byte(p))) {
        bool is_counted = read_number(p, 10, SIZE_MAX, min);
        *max = *min;
        if (is_counted && accept_text(p, ",")) {
            *max = WN_RX_MANY;
            if (is_digit(peek_byte(p)))
                is_counted = read_number(p, 10, SIZE_MAX, max);
        }
        if (!is_counted || peek_byte(p) == ' ')
            give_up(p);
        is_repeat = accept_text(p, "}");
    }
    if (!is_repeat)
        p->at = begin;
    return is_repeat;
}

static bool read_repeat(parser *p, uint32_t *min, uint32_t *max)
{
    *min = 0;
    *max = WN_RX_MANY;
    if (accept_text(p, "*"))
        return true;
    if (accept_text(p, "+")) {
        *min = 1;
        return true;
    }
    if (accept_text(p, "?")) {
        *max = 1;
        return true;
    }
    return read_braces(p, min, max);
}

static bool is_single(const wn_rx_node *node)
{
    return node->kind == WN_RX_CHAR || node->kind == WN_RX_SET;
}

/* How often the compiled code has what is repeated: PCRE2 copies groups, not characters. */
static uint32_t count_copies(const wn_rx_node *kid, uint32_t min, uint32_t max)
{
    uint32_t times = max == WN_RX_MANY ? min : max;
    if (is_single(kid) || times <= 1)
        return kid->copies;
    return kid->copies > WN_REGEX_REPEAT_MAX ? kid->copies : kid->copies * times;
}

/* One repeat at most: PCRE2 refuses a repeat of a repeat that is in no group. */
static wn_rx_node *parse_repeat(parser *p, wn_rx_node *node)
{
    uint32_t min, max;
    size_t   begin = p->at;
    if (!node || p->outcome != PARSED || !read_repeat(p, &min, &max))
        return node;
    if (min > WN_REGEX_REPEAT_MAX || (max != WN_RX_MANY && max > WN_REGEX_REPEAT_MAX))
        return refuse(p, begin, "a repeat of more than 1000; use a smaller bound, or none");
    if (max < min)
        return give_up(p);
    uint32_t copies = count_copies(node, min, max);
    if (copies > WN_REGEX_REPEAT_MAX)
        return refuse(p, begin, "repeats inside repeats that multiply to more than 1000; use smaller bounds");
    bool is_possessive = accept_text(p, "+");
    if (!is_possessive)
        accept_text(p, "?");
    node = new_parent(p, WN_RX_REPEAT, node->begin, node);
    if (!node)
        return NULL;
    node->min = min;
    node->max = max;
    node->is_possessive = is_possessive;
    node->copies = copies;
    skip_noise(p);
    return read_repeat(p, &min, &max) ? give_up(p) : node;
}

/* ---- sequences and alternatives ---- */

static wn_rx_node *parse_dot(parser *p)
{
    wn_rx_set all = {{UINT64_MAX, UINT64_MAX}, WN_RX_BEYOND, WN_RX_BEYOND, false, 0, 0, 0};
    size_t    begin = p->at++;
    if (!p->options.dot_all)
        all.ascii[0] &= ~((uint64_t)1 << '\n');
    wn_rx_node *node = new_set(p, &all, begin);
    if (node)
        node->is_any = p->options.dot_all;
    return node;
}

static wn_rx_node *parse_line_assertion(parser *p, wn_rx_kind kind)
{
    size_t begin = p->at++;
    return new_node(p, p->options.multi_line ? WN_RX_ASSERT : kind, begin);
}

static wn_rx_node *parse_atom(parser *p)
{
    size_t begin = p->at;
    if (!p->in_quote && accept_text(p, "\\Q"))
        p->in_quote = true;
    if (p->in_quote)
        return is_at_end(p) ? new_node(p, WN_RX_ASSERT, begin) : new_char(p, read_character(p), begin);
    switch (peek_byte(p)) {
    case '\\':
        return parse_escape(p);
    case '[':
        if (has_text(p, "[[:<:]]") || has_text(p, "[[:>:]]"))
            return give_up(p);
        return parse_class(p);
    case '(':
        return parse_group(p);
    case '.':
        return parse_dot(p);
    case '^':
        return parse_line_assertion(p, WN_RX_START);
    case '$':
        return parse_line_assertion(p, WN_RX_END);
    case '*':
    case '+':
    case '?':
        return give_up(p);
    default:
        return new_char(p, read_character(p), begin);
    }
}

static bool is_sequence_end(parser *p)
{
    if (p->in_quote)
        return is_at_end(p);
    skip_noise(p);
    return is_at_end(p) || peek_byte(p) == '|' || peek_byte(p) == ')';
}

static void adopt(wn_rx_node *parent, wn_rx_node ***tail, wn_rx_node *kid)
{
    **tail = kid;
    *tail = &kid->next;
    if (kid->copies > parent->copies)
        parent->copies = kid->copies;
}

static wn_rx_node *parse_sequence(parser *p)
{
    wn_rx_node  *sequence = new_node(p, WN_RX_SEQ, p->at);
    wn_rx_node **tail = sequence ? &sequence->kids : NULL;
    while (sequence && p->outcome == PARSED && !is_sequence_end(p)) {
        wn_rx_node *kid = parse_atom(p);
        if (p->in_quote && accept_text(p, "\\E"))
            p->in_quote = false;
        if (kid && !p->in_quote) {
            skip_noise(p);
            kid = parse_repeat(p, kid);
        }
        if (!kid)
            return give_up(p);
        adopt(sequence, &tail, kid);
    }
    if (sequence)
        sequence->end = p->at;
    return p->outcome == PARSED ? sequence : NULL;
}

static wn_rx_node *parse_alternatives(parser *p)
{
    size_t      begin = p->at;
    wn_rx_node *first = parse_sequence(p);
    if (!first || peek_byte(p) != '|')
        return first;
    wn_rx_node *node = new_node(p, WN_RX_ALT, begin);
    if (!node)
        return NULL;
    wn_rx_node **tail = &node->kids;
    adopt(node, &tail, first);
    while (accept_text(p, "|")) {
        wn_rx_node *kid = parse_sequence(p);
        if (!kid)
            return NULL;
        adopt(node, &tail, kid);
    }
    node->end = p->at;
    return node;
}

wn_status wn_rx_parse(wn_bytes pattern, bool caseless, wn_arena *arena, wn_rx_tree *tree, wn_regex_fault *fault)
{
    parser p = {.text = pattern,
                .arena = arena,
                .options = {.caseless = caseless, .dot_all = true},
                .tree = tree,
                .fault = fault};
    *tree = (wn_rx_tree){0};
    wn_rx_node *root = NULL;
    if (has_text(&p, "(*"))
        refuse(&p, 0, "\"(*\" at its start would change options of the engine; remove it");
    else
        root = parse_alternatives(&p);
    if (p.outcome == PARSED && !is_at_end(&p))
        give_up(&p);
    tree->root = p.outcome == PARSED ? root : NULL;
    if (p.outcome == OUT_OF_MEMORY)
        return WN_NO_MEMORY;
    return p.outcome == REFUSED ? WN_BAD_POLICY : WN_OK;
}
