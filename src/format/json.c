/* json.c: the scanner: a loop over tokens with a stack of one bit for each open container.
 *
 * While it goes, each path remembers how many of its steps the open containers fit, so that a value is
 * compared with one step of those paths only that lead here. */
#include "format/json.h"

#include "base/error.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* ---- paths ---- */

static size_t read_index(wn_bytes name)
{
    size_t index = 0;
    if (!name.size || (name.data[0] == '0' && name.size > 1))
        return SIZE_MAX;
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] < '0' || name.data[i] > '9' || index > WN_JSON_SIZE_MAX)
            return SIZE_MAX;
        index = index * 10 + (size_t)(name.data[i] - '0');
    }
    return index;
}

/* Undoes "~0" and "~1" in place; false when another character follows a '~'. */
static bool undo_tildes(char *name, size_t *size)
{
    size_t end = 0;
    for (size_t i = 0; i < *size; i++, end++) {
        name[end] = name[i];
        if (name[i] != '~')
            continue;
        if (++i == *size || (name[i] != '0' && name[i] != '1'))
            return false;
        name[end] = name[i] == '0' ? '~' : '/';
    }
    *size = end;
    return true;
}

/* The pointer that means the top-level member. */
static char *pointer_to(const char *name, wn_arena *arena)
{
    char *pointer = wn_arena_alloc(arena, strlen(name) * 2 + 2);
    char *out = pointer;
    if (!pointer)
        return NULL;
    *out++ = '/';
    for (; *name; name++) {
        if (*name == '~' || *name == '/')
            *out++ = '~';
        *out++ = *name == '~' ? '0' : *name == '/' ? '1' : *name;
    }
    return pointer;
}

static wn_status refuse_path(const char *text, const char *why, wn_error **error)
{
    return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "field \"%s\" %s", text, why);
}

static wn_status read_step(const char *text, const char *begin, size_t size, wn_arena *arena, wn_json_path *path,
                           wn_error **error)
{
    char *name = wn_arena_copy(arena, (wn_bytes){begin, size});
    if (!name)
        return WN_NO_MEMORY;
    bool is_any = size == 1 && *name == '*';
    if (!undo_tildes(name, &size))
        return refuse_path(text, "is no JSON pointer; write ~0 for ~ and ~1 for / in a name", error);
    path->has_any |= is_any;
    path->steps[path->step_count++] = (wn_json_step){.name = {name, size},
                                                     .index = read_index((wn_bytes){name, size}),
                                                     .is_any = is_any};
    return WN_OK;
}

static wn_status read_pointer(const char *text, wn_arena *arena, wn_json_path *path, wn_error **error)
{
    wn_status   status = WN_OK;
    const char *at = text;
    path->pointer = wn_arena_copy(arena, (wn_bytes){text, strlen(text)});
    if (!path->pointer)
        return WN_NO_MEMORY;
    while (*at && status == WN_OK) {
        size_t size = strcspn(++at, "/");
        if (path->step_count == WN_JSON_STEPS_MAX)
            return refuse_path(text, "has too many steps; a pointer has at most 64", error);
        status = read_step(text, at, size, arena, path, error);
        at += size;
    }
    return status;
}

wn_status wn_json_path_read(const char *text, wn_arena *arena, wn_json_path *path, wn_error **error)
{
    *path = (wn_json_path){.steps = wn_arena_alloc(arena, WN_JSON_STEPS_MAX * sizeof *path->steps)};
    if (!path->steps)
        return WN_NO_MEMORY;
    if (!*text)
        return refuse_path(text, "has no name; give a member's name or a JSON pointer", error);
    if (*text == '/')
        return read_pointer(text, arena, path, error);
    const char *name = wn_arena_copy(arena, (wn_bytes){text, strlen(text)});
    path->pointer = pointer_to(text, arena);
    if (!name || !path->pointer)
        return WN_NO_MEMORY;
    path->steps[path->step_count++] = (wn_json_step){.name = {name, strlen(name)}, .index = SIZE_MAX};
    return WN_OK;
}

/* ---- escapes ---- */

/* The values of four hexadecimal digits, or UINT32_MAX. */
static uint32_t read_hex(const char *digits)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        int  digit = c >= '0' && c <= '9'                     ? c - '0'
                     : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                              : -1;
        if (digit < 0)
            return UINT32_MAX;
        value = value << 4 | (uint32_t)digit;
    }
    return value;
}

static bool is_low_surrogate(uint32_t code)
{
    return code >= 0xDC00 && code <= 0xDFFF;
}

static wn_json_escape read_unicode(wn_bytes string, size_t at)
{
    uint32_t       code = read_hex(string.data + at + 2);
    wn_json_escape escape = {.source_bytes = 6};
    if (code >= 0xD800 && code <= 0xDBFF && at + 12 <= string.size && memcmp(string.data + at + 6, "\\u", 2) == 0) {
        uint32_t low = read_hex(string.data + at + 8);
        if (is_low_surrogate(low)) {
            escape.source_bytes = 12;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    if (code >= 0xD800 && code <= 0xDFFF) {
        escape.text[0] = WN_JSON_LONE_SURROGATE;
        escape.text_bytes = 1;
    } else {
        escape.text_bytes = (uint8_t)wn_utf8_encode(code, escape.text);
    }
    return escape;
}

/* Letters that escapes use, and what they stand for. */
static const char short_letters[] = "\"\\/bfnrt";
static const char short_bytes[] = "\"\\/\b\f\n\r\t";

/* What the letter of a short escape stands for. */
static char short_byte(char letter)
{
    size_t at = 0;
    while (at + 1 < sizeof short_letters - 1 && short_letters[at] != letter)
        at++;
    return short_bytes[at];
}

wn_json_escape wn_json_read_escape(wn_bytes string, size_t at)
{
    char letter = string.data[at + 1];
    if (letter == 'u')
        return read_unicode(string, at);
    return (wn_json_escape){.source_bytes = 2, .text_bytes = 1, .text = {short_byte(letter)}};
}

bool wn_json_unescape(wn_bytes string, wn_buf *text)
{
    if (!string.size)
        return true;
    if (!wn_buf_reserve(text, string.size))
        return false;
    char       *to = text->data + text->size;
    const char *backslash;
    size_t      at = 0;
    while (at < string.size && (backslash = memchr(string.data + at, '\\', string.size - at))) {
        size_t plain = (size_t)(backslash - string.data) - at;
        memcpy(to, string.data + at, plain);
        to += plain;
        wn_json_escape escape = wn_json_escape_at(string, at + plain);
        for (size_t i = 0; i < escape.text_bytes; i++)
            *to++ = escape.text[i];
        at += plain + escape.source_bytes;
    }
    memcpy(to, string.data + at, string.size - at);
    text->size = (size_t)(to - text->data) + string.size - at;
    return true;
}

bool wn_json_put_escaped(wn_buf *out, wn_bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        char        byte = text.data[i];
        const char *found = byte == '/' || !byte ? NULL : strchr(short_bytes, byte);
        if (found)
            wn_buf_printf(out, "\\%c", short_letters[found - short_bytes]);
        else if ((unsigned char)byte < 0x20)
            wn_buf_printf(out, "\\u%04x", (unsigned)byte);
        else
            wn_buf_put(out, byte);
    }
    return !out->failed;
}

/* ---- where the scan stands ---- */

/* What may come next. */
typedef enum state {
    AT_VALUE,
    AT_FIRST_NAME, /* or the object's end */
    AT_NAME,
    AT_FIRST_ELEMENT, /* or the array's end */
    AFTER_VALUE
} state;

typedef struct scan {
    wn_json    *json;
    const char *text;
    size_t      size;
    size_t      at;
    state       state;
    size_t      depth; /* open containers */
    wn_status   status;

    wn_json_slice name; /* of the member at hand */
    bool          name_has_escapes;
    size_t        index[WN_JSON_STEPS_MAX];              /* of the element at hand, per open array */
    uint8_t       is_array[(WN_JSON_DEPTH_MAX + 7) / 8]; /* a bit per open container */
} scan;

static void find_fault(scan *s, const char *fault)
{
    s->json->fault = fault;
    s->json->fault_offset = s->at;
}

static bool in_array(const scan *s)
{
    return s->depth && s->is_array[(s->depth - 1) / 8] >> (s->depth - 1) % 8 & 1;
}

static int peek(const scan *s)
{
    return s->at < s->size ? (unsigned char)s->text[s->at] : -1;
}

static void skip_space(scan *s)
{
    while (s->at < s->size &&
           (s->text[s->at] == ' ' || s->text[s->at] == '\n' || s->text[s->at] == '\r' || s->text[s->at] == '\t'))
        s->at++;
}

/* ---- paths on the way ---- */

/* The name of the member at hand, without escapes. */
static wn_bytes plain_name(scan *s)
{
    wn_bytes name = wn_json_bytes(s->json, s->name);
    if (!s->name_has_escapes)
        return name;
    wn_buf_clear(&s->json->name);
    if (!wn_json_unescape(name, &s->json->name))
        s->status = WN_NO_MEMORY;
    return wn_buf_bytes(&s->json->name);
}

static bool is_equal(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

/* Whether the value at hand is one step further on a path that leads here. */
static bool leads_here(scan *s, size_t path)
{
    const wn_json_path *p = &s->json->paths[path];
    if (s->json->matched[path] != s->depth - 1 || p->step_count < s->depth)
        return false;
    const wn_json_step *step = &p->steps[s->depth - 1];
    if (in_array(s))
        return step->is_any || step->index == s->index[s->depth - 1];
    return is_equal(step->name, plain_name(s));
}

static bool is_on_paths(const scan *s)
{
    return s->depth && s->depth <= WN_JSON_STEPS_MAX;
}

static void enter_paths(scan *s)
{
    for (size_t i = 0; is_on_paths(s) && i < s->json->path_count; i++)
        if (leads_here(s, i))
            s->json->matched[i] = s->depth;
}

/* After a container was closed: what matched in it does not any more. */
static void leave_paths(scan *s)
{
    for (size_t i = 0; is_on_paths(s) && i < s->json->path_count; i++)
        if (s->json->matched[i] > s->depth - 1)
            s->json->matched[i] = s->depth - 1;
}

static uint32_t find_path(scan *s)
{
    for (size_t i = 0; is_on_paths(s) && i < s->json->path_count; i++)
        if (s->json->paths[i].step_count == s->depth && leads_here(s, i))
            return (uint32_t)i;
    return WN_JSON_NONE;
}

/* Writes the pointer of the value at hand, with numbers for every '*'. */
static uint32_t put_place(scan *s, const wn_json_path *path)
{
    wn_buf *places = &s->json->places;
    size_t  begin = places->size;
    size_t  step = 0;
    for (const char *at = path->pointer; *at; step++) {
        size_t size = 1 + strcspn(at + 1, "/");
        if (path->steps[step].is_any && s->is_array[step / 8] >> step % 8 & 1)
            wn_buf_printf(places, "/%zu", s->index[step]);
        else
            wn_buf_append(places, at, size);
        at += size;
    }
    wn_buf_put(places, '\0');
    if (places->failed || begin >= WN_JSON_NONE)
        s->status = WN_NO_MEMORY;
    return (uint32_t)begin;
}

/* ---- what is found ---- */

static bool is_top_member(const scan *s)
{
    return s->depth == 1 && s->json->is_object;
}

static void add_item(scan *s, wn_json_item item)
{
    wn_json *json = s->json;
    item.is_member = is_top_member(s);
    if (item.is_member) {
        item.name = s->name;
        item.name_has_escapes = s->name_has_escapes;
    }
    if (!wn_array_grow(&json->items, &json->capacity, json->count + 1, sizeof *json->items)) {
        s->status = WN_NO_MEMORY;
        return;
    }
    json->items[json->count++] = item;
}

static void note_string(scan *s, wn_json_slice value, bool has_escapes)
{
    wn_json_item item = {.value = value, .is_string = true, .has_escapes = has_escapes, .place = WN_JSON_NONE};
    item.path = find_path(s);
    if (item.path == WN_JSON_NONE && !is_top_member(s))
        return;
    if (item.path != WN_JSON_NONE && s->json->paths[item.path].has_any)
        item.place = put_place(s, &s->json->paths[item.path]);
    s->json->has_choice |= item.path != WN_JSON_NONE;
    add_item(s, item);
}

static void note_other(scan *s)
{
    if (is_top_member(s))
        add_item(s, (wn_json_item){.path = WN_JSON_NONE, .place = WN_JSON_NONE});
}

/* ---- tokens ---- */

static bool is_special(char byte)
{
    return (unsigned char)byte < 0x20 || byte == '"' || byte == '\\';
}

#ifdef __SSE2__

#define STEP_BYTES 16

/* A bit for each of the next bytes that is a control character, a quote or a backslash. */
static unsigned find_special(const char *text)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash)));
}

/* How many bytes before the first of them can be stepped over at once. */
static size_t before_first(unsigned found)
{
    return (size_t)__builtin_ctz(found);
}

#else

#define STEP_BYTES 8
#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether one of the next bytes is a control character, a quote or a backslash: not 0. */
static uint64_t find_special(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    uint64_t quote = word ^ EACH_BYTE('"'), backslash = word ^ EACH_BYTE('\\');
    uint64_t found = ((word - EACH_BYTE(0x20)) & ~word) | ((quote - EACH_BYTE(1)) & ~quote) |
                     ((backslash - EACH_BYTE(1)) & ~backslash);
    return found & EACH_BYTE(0x80);
}

/* Which one is first depends on the order of bytes in a word: they are looked at one by one. */
static size_t before_first(uint64_t found)
{
    (void)found;
    return 0;
}

#endif

static void skip_plain(scan *s)
{
    const char *at = s->text + s->at, *end = s->text + s->size;
    while (end - at >= STEP_BYTES && !find_special(at))
        at += STEP_BYTES;
    if (end - at >= STEP_BYTES)
        at += before_first(find_special(at));
    while (at < end && !is_special(*at))
        at++;
    s->at = (size_t)(at - s->text);
}

static bool check_escape(scan *s)
{
    size_t left = s->size - s->at;
    char   letter = left > 1 ? s->text[s->at + 1] : '\0';
    bool   is_short = letter == 'n' || (letter && strchr(short_letters, letter));
    bool   is_unicode = letter == 'u' && left >= 6 && read_hex(s->text + s->at + 2) != UINT32_MAX;
    if (is_short || is_unicode) {
        s->at += is_short ? 2 : 6;
        return true;
    }
    find_fault(s, letter == 'u' ? "\\u without four hexadecimal digits" : "an escape that JSON does not have");
    return false;
}

/* Reads a string from its opening quote on; false at a fault. */
static bool read_string(scan *s, wn_json_slice *slice, bool *has_escapes)
{
    size_t begin = ++s->at;
    *has_escapes = false;
    for (;;) {
        skip_plain(s);
        int byte = peek(s);
        if (byte == '"')
            break;
        if (byte == '\\') {
            *has_escapes = true;
            if (!check_escape(s))
                return false;
            continue;
        }
        find_fault(s, byte < 0 ? "a string without its closing quote" : "a control character in a string, not escaped");
        return false;
    }
    *slice = (wn_json_slice){(uint32_t)begin, (uint32_t)(s->at - begin)};
    s->at++;
    return true;
}

static bool skip_digits(scan *s)
{
    size_t begin = s->at;
    while (peek(s) >= '0' && peek(s) <= '9')
        s->at++;
    return s->at > begin;
}

static bool skip_number(scan *s)
{
    s->at += peek(s) == '-';
    if (peek(s) == '0')
        s->at++; /* a digit after it is no part of the number */
    else if (!skip_digits(s))
        return false;
    if (peek(s) == '.') {
        s->at++;
        if (!skip_digits(s))
            return false;
    }
    if (peek(s) != 'e' && peek(s) != 'E')
        return true;
    s->at++;
    s->at += peek(s) == '+' || peek(s) == '-';
    return skip_digits(s);
}

static bool skip_word(scan *s)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i]);
        if (s->size - s->at >= size && memcmp(s->text + s->at, words[i], size) == 0) {
            s->at += size;
            return true;
        }
    }
    return false;
}

/* ---- the grammar ---- */

static void open_container(scan *s, bool is_array)
{
    if (s->depth == WN_JSON_DEPTH_MAX) {
        find_fault(s, "nested deeper than 10000");
        return;
    }
    note_other(s);
    enter_paths(s);
    if (!s->depth && !is_array) {
        s->json->is_object = true;
        s->json->members_end = s->at + 1;
    }
    uint8_t bit = (uint8_t)(1u << s->depth % 8);
    s->is_array[s->depth / 8] = (uint8_t)(is_array ? s->is_array[s->depth / 8] | bit
                                                   : s->is_array[s->depth / 8] & ~bit);
    if (s->depth < WN_JSON_STEPS_MAX)
        s->index[s->depth] = 0;
    s->depth++;
    s->at++;
    s->state = is_array ? AT_FIRST_ELEMENT : AT_FIRST_NAME;
}

static void end_value(scan *s)
{
    s->state = AFTER_VALUE;
    if (is_top_member(s)) {
        s->json->members_end = s->at;
        s->json->has_members = true;
    }
}

static void close_container(scan *s)
{
    s->at++;
    s->depth--;
    leave_paths(s);
    end_value(s);
}

static void take_string(scan *s)
{
    wn_json_slice value;
    bool          has_escapes;
    if (!read_string(s, &value, &has_escapes))
        return;
    note_string(s, value, has_escapes);
    end_value(s);
}

static void take_number(scan *s)
{
    if (!skip_number(s)) {
        find_fault(s, "a number that is none in JSON");
        return;
    }
    note_other(s);
    end_value(s);
}

static void take_word(scan *s)
{
    if (!skip_word(s)) {
        find_fault(s, s->at < s->size ? "something that is no value" : "no value where one must stand");
        return;
    }
    note_other(s);
    end_value(s);
}

static void take_value(scan *s)
{
    int byte = peek(s);
    if (byte == '"')
        take_string(s);
    else if (byte == '{' || byte == '[')
        open_container(s, byte == '[');
    else if (byte == '-' || (byte >= '0' && byte <= '9'))
        take_number(s);
    else
        take_word(s);
}

static void take_name(scan *s)
{
    if (peek(s) != '"') {
        find_fault(s, "no name in quotes where a member must stand");
        return;
    }
    if (!read_string(s, &s->name, &s->name_has_escapes))
        return;
    skip_space(s);
    if (peek(s) != ':') {
        find_fault(s, "no colon after a member's name");
        return;
    }
    s->at++;
    s->state = AT_VALUE;
}

/* What stands after a value in a container. */
static void take_separator(scan *s)
{
    bool array = in_array(s);
    if (peek(s) == ',') {
        s->at++;
        if (array && s->depth <= WN_JSON_STEPS_MAX)
            s->index[s->depth - 1]++;
        s->state = array ? AT_VALUE : AT_NAME;
    } else if (peek(s) == (array ? ']' : '}')) {
        close_container(s);
    } else {
        find_fault(s,
                   array ? "no comma or closing bracket after an element" : "no comma or closing brace after a member");
    }
}

static void take_token(scan *s)
{
    switch (s->state) {
    case AT_FIRST_NAME:
        if (peek(s) == '}')
            close_container(s);
        else
            take_name(s);
        break;
    case AT_NAME:
        take_name(s);
        break;
    case AT_FIRST_ELEMENT:
        if (peek(s) == ']')
            close_container(s);
        else
            take_value(s);
        break;
    case AT_VALUE:
        take_value(s);
        break;
    case AFTER_VALUE:
        take_separator(s);
        break;
    }
}

static void clear_findings(wn_json *json, wn_bytes text)
{
    json->text = text;
    json->count = 0;
    wn_buf_clear(&json->places);
    json->fault = NULL;
    json->fault_offset = json->members_end = 0;
    json->is_object = json->has_members = json->has_choice = false;
    if (json->path_count)
        memset(json->matched, 0, json->path_count * sizeof *json->matched);
}

static void scan_text(scan *s)
{
    do {
        skip_space(s);
        take_token(s);
    } while (!s->json->fault && s->status == WN_OK && (s->depth || s->state != AFTER_VALUE));
    skip_space(s);
    if (!s->json->fault && s->status == WN_OK && s->at < s->size)
        find_fault(s, "something after the end of the value");
}

wn_status wn_json_scan(wn_json *json, wn_bytes text)
{
    if (!json->matched && !(json->matched = calloc(json->path_count + 1, sizeof *json->matched)))
        return WN_NO_MEMORY;
    scan s = {.json = json, .text = text.data, .size = text.size};
    clear_findings(json, text);
    scan_text(&s);
    return s.status;
}

void wn_json_free(wn_json *json)
{
    free(json->items);
    free(json->matched);
    wn_buf_free(&json->places);
    wn_buf_free(&json->name);
    json->items = NULL;
    json->matched = NULL;
    json->count = json->capacity = 0;
}

const char *wn_json_place(const wn_json *json, const wn_json_item *item)
{
    return item->place == WN_JSON_NONE ? json->paths[item->path].pointer : json->places.data + item->place;
}
