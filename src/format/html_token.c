/* html_token.c: the tokens of HTML. Used by html_lines.c and html_links.c.
 *
 * Every byte is looked at a bounded number of times: what ends nowhere (a comment, a tag, a script) ends with the
 * source, and is not looked for again. */
#include "format/html_token.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char byte_at(wn_bytes source, size_t at)
{
    return at < source.size ? source.data[at] : '\0';
}

/* Where `needle` ends, from `at`; the source's end when it is not there. */
static size_t after(wn_bytes source, size_t at, const char *needle)
{
    size_t size = strlen(needle);
    while (at + size <= source.size) {
        const char *found = memchr(source.data + at, *needle, source.size - size + 1 - at);
        if (!found)
            break;
        at = (size_t)(found - source.data);
        if (memcmp(found, needle, size) == 0)
            return at + size;
        at++;
    }
    return source.size;
}

/* ---- tags ---- */

static size_t skip_space(wn_bytes source, size_t at, size_t end)
{
    while (at < end && (wn_html_is_space(source.data[at]) || source.data[at] == '/'))
        at++;
    return at;
}

/* The end of a name: of a tag's, or an attribute's. */
static size_t skip_name(wn_bytes source, size_t at, bool is_attribute)
{
    size_t begin = at;
    for (; at < source.size; at++) {
        char c = source.data[at];
        if (wn_html_is_space(c) || c == '/' || c == '>' || (is_attribute && c == '=' && at > begin))
            break;
    }
    return at;
}

/* Reads the value that may follow a name; *at moves behind it. */
static wn_range read_value(wn_bytes source, size_t *at, size_t end)
{
    size_t next = *at;
    while (next < end && wn_html_is_space(source.data[next]))
        next++;
    if (next >= end || source.data[next] != '=')
        return (wn_range){*at, *at};
    for (next++; next < end && wn_html_is_space(source.data[next]);)
        next++;
    char     quote = next < end ? source.data[next] : '\0';
    wn_range value = {next, next};
    if (quote == '"' || quote == '\'') {
        const char *close = memchr(source.data + next + 1, quote, end - next - 1);
        value.begin = next + 1;
        value.end = close ? (size_t)(close - source.data) : end;
        *at = close ? value.end + 1 : end;
        return value;
    }
    while (value.end < end && !wn_html_is_space(source.data[value.end]) && source.data[value.end] != '>')
        value.end++;
    *at = value.end;
    return value;
}

bool wn_html_attribute_next(wn_bytes source, const wn_html_token *token, size_t at, wn_html_attribute *attribute)
{
    size_t end = token->range.end;
    at = skip_space(source, at, end);
    if (at >= end || source.data[at] == '>')
        return false;
    size_t name_end = skip_name(source, at, true);
    if (name_end > end)
        name_end = end;
    attribute->name = (wn_bytes){source.data + at, name_end - at};
    attribute->next = name_end;
    attribute->value = read_value(source, &attribute->next, end);
    return true;
}

bool wn_html_attribute_is(const wn_html_attribute *attribute, const char *name)
{
    return attribute->name.size == strlen(name) && strncasecmp(attribute->name.data, name, attribute->name.size) == 0;
}

/* Steps through the attributes to the '>' after them. A tag that does not end is none. */
static bool find_end(wn_bytes source, wn_html_token *token)
{
    wn_html_token     open = {.range.end = source.size};
    wn_html_attribute attribute;
    size_t            at = token->attributes;
    while (wn_html_attribute_next(source, &open, at, &attribute))
        at = attribute.next;
    at = skip_space(source, at, source.size);
    if (byte_at(source, at) != '>')
        return false;
    token->is_closed = source.data[at - 1] == '/';
    token->range.end = at + 1;
    return true;
}

/* Reads a tag whose name begins at `name`. */
static wn_html_token read_tag(wn_html_tokens *tokens, wn_html_kind kind, size_t name)
{
    size_t        end = skip_name(tokens->source, name, false);
    wn_html_token token = {.kind = kind, .range.begin = tokens->at, .attributes = end};
    token.tag = wn_tag_named((wn_bytes){tokens->source.data + name, end - name});
    if (!find_end(tokens->source, &token)) {
        token.kind = WN_HTML_OTHER; /* cut off: the rest is lost, as it is for a browser */
        token.range.end = tokens->source.size;
        return token;
    }
    if (kind == WN_HTML_OPEN && wn_tag_bits(token.tag) & WN_TAG_RAW && !tokens->in_svg && !token.is_closed)
        tokens->raw = token.tag;
    if (token.tag == WN_TAG_svg || token.tag == WN_TAG_math)
        tokens->in_svg = kind == WN_HTML_OPEN && !token.is_closed;
    return token;
}

/* ---- the rest ---- */

static wn_html_token make(wn_html_tokens *tokens, wn_html_kind kind, size_t end)
{
    return (wn_html_token){.kind = kind, .range = {tokens->at, end}};
}

static size_t comment_end(wn_bytes source, size_t at)
{
    if (byte_at(source, at + 4) == '>') /* <!--> */
        return at + 5;
    if (byte_at(source, at + 4) == '-' && byte_at(source, at + 5) == '>')
        return at + 6;
    size_t usual = after(source, at + 4, "-->");
    size_t odd = after((wn_bytes){source.data, usual}, at + 4, "--!>");
    return odd < usual ? odd : usual;
}

static wn_html_token read_declaration(wn_html_tokens *tokens)
{
    wn_bytes source = tokens->source;
    size_t   at = tokens->at;
    if (source.size - at >= 4 && memcmp(source.data + at, "<!--", 4) == 0)
        return make(tokens, WN_HTML_OTHER, comment_end(source, at));
    if ((tokens->in_svg || tokens->is_xml) && source.size - at >= 9 && memcmp(source.data + at, "<![CDATA[", 9) == 0)
        return make(tokens, WN_HTML_OTHER, after(source, at, "]]>"));
    return make(tokens, WN_HTML_OTHER, after(source, at, ">"));
}

/* Whether the end tag of the raw element stands here. */
static bool ends_raw(const wn_html_tokens *tokens, size_t at)
{
    wn_bytes source = tokens->source;
    size_t   end = skip_name(source, at + 2, false);
    return byte_at(source, at + 1) == '/' && end < source.size &&
           wn_tag_named((wn_bytes){source.data + at + 2, end - at - 2}) == tokens->raw;
}

static wn_html_token read_raw(wn_html_tokens *tokens)
{
    wn_bytes source = tokens->source;
    size_t   end = tokens->at;
    while (end < source.size) {
        const char *angle = memchr(source.data + end, '<', source.size - end);
        end = angle ? (size_t)(angle - source.data) : source.size;
        if (!angle || ends_raw(tokens, end))
            break;
        end++;
    }
    wn_html_token token = make(tokens, WN_HTML_RAW, end);
    token.tag = tokens->raw;
    tokens->raw = WN_TAG_UNKNOWN;
    return token;
}

/* Whether the '<' at `at` begins something that is no text. */
static bool begins_markup(wn_bytes source, size_t at)
{
    char next = byte_at(source, at + 1);
    return is_letter(next) || next == '!' || next == '?' || (next == '/' && at + 2 < source.size);
}

static wn_html_token read_text(wn_html_tokens *tokens)
{
    wn_bytes source = tokens->source;
    size_t   end = tokens->at;
    while (end < source.size) {
        const char *angle = memchr(source.data + end, '<', source.size - end);
        end = angle ? (size_t)(angle - source.data) : source.size;
        if (!angle || begins_markup(source, end))
            break;
        end++;
    }
    return make(tokens, WN_HTML_TEXT, end);
}

static wn_html_token read_markup(wn_html_tokens *tokens)
{
    char next = byte_at(tokens->source, tokens->at + 1);
    if (is_letter(next))
        return read_tag(tokens, WN_HTML_OPEN, tokens->at + 1);
    if (next == '/' && is_letter(byte_at(tokens->source, tokens->at + 2)))
        return read_tag(tokens, WN_HTML_CLOSE, tokens->at + 2);
    if (next == '!')
        return read_declaration(tokens);
    return make(tokens, WN_HTML_OTHER, after(tokens->source, tokens->at, ">"));
}

wn_html_token wn_html_token_next(wn_html_tokens *tokens)
{
    wn_bytes      source = tokens->source;
    wn_html_token token = make(tokens, WN_HTML_END, tokens->at);
    if (tokens->raw) {
        token = read_raw(tokens);
        if (token.range.end == token.range.begin) /* <title></title> */
            token = make(tokens, WN_HTML_END, tokens->at);
    }
    if (token.kind == WN_HTML_END && tokens->at < source.size)
        token = source.data[tokens->at] == '<' && begins_markup(source, tokens->at) ? read_markup(tokens)
                                                                                    : read_text(tokens);
    tokens->at = token.range.end;
    return token;
}
