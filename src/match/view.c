/* view.c: making the view of a line.
 *
 * A line is read in segments: a space (a run of them, with whatever is dropped between), or a
 * character with the marks that may compose with it. wn_view_make first walks the line looking for
 * a segment that the view would change; most lines have none and are their own view. Otherwise the
 * view is written out: the segments that change are normalised one by one, the stretches between
 * them copied. The map of offsets is made by the same writer, so the two cannot disagree.
 *
 * Composition looks at SEGMENT_MARKS_MAX marks at most; a longer flood of marks stays as it is, so
 * that the cost is linear in the length of the line. */
#include "match/view.h"

#include "base/utf8.h"
#include "match/traits.h"
#include "match/unicode.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define SEGMENT_MARKS_MAX 32 /* Unicode's stream-safe format allows 30; real text has three or four */
#define SEGMENT_CODES_MAX ((SEGMENT_MARKS_MAX + 1) * WN_UNICODE_PARTS_MAX)
#define BLOCK_BYTES 16

#define FULL_WIDTH_OFFSET 0xFEE0u /* U+FF01 to U+0021 */
#define REPLACEMENT 0xFFFDu

/* One character of the source after it was mapped on its own. */
typedef struct piece {
    uint32_t source; /* the character as it stands */
    uint32_t code;   /* what the view has for it */
    size_t   begin;
    size_t   end;
    bool     is_valid;
} piece;

typedef struct segment {
    uint32_t codes[SEGMENT_CODES_MAX];
    size_t   count;
    uint32_t source; /* its first character as it stands */
    size_t   begin;  /* in the source */
    size_t   end;
    bool     is_space;
} segment;

typedef struct reader {
    wn_bytes source;
    size_t   at;
    bool     keeps_syntax; /* a pattern: nothing is dropped, spaces are characters */
    bool     in_flood;     /* inside more marks than are composed */
    uint32_t invalid_bytes;
} reader;

/* ---- characters ---- */

static bool is_space(uint32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= 0x09 && code <= 0x0D);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static bool is_dropped(uint32_t code)
{
    if (code < 0xA0)
        return (code < 0x20 || code >= 0x7F) && !is_space(code);
    if (code < 0x2000)
        return code == 0xAD || code == 0x061C || code == 0x180E;
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2064) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

static bool is_full_width(uint32_t code)
{
    return code >= 0xFF01 && code <= 0xFF5E;
}

static uint32_t map_character(uint32_t code)
{
    if (code < 0x02BC)
        return code;
    if (code == 0x02BC || code == 0x2018 || code == 0x2019 || code == 0x201B)
        return '\'';
    return is_full_width(code) ? code - FULL_WIDTH_OFFSET : code;
}

/* Characters, frequent in some language, that stand alone: never mapped, dropped or composed with
 * what precedes, and their own NFC. */
static bool is_ordinary(uint32_t code)
{
    if (code < 0x0300)
        return (code >= 0xA1 && code != 0xAD && code != 0x02BC) || (code >= 0x20 && code < 0x7F);
    if (code < 0x1000)
        return (code >= 0x0400 && code <= 0x0482) || (code >= 0x048A && code <= 0x052F) ||
               (code >= 0x05D0 && code <= 0x05EA) || (code >= 0x0621 && code <= 0x064A) ||
               (code >= 0x0E01 && code <= 0x0E30);
    if (code < 0x3000)
        return (code >= 0x1EA0 && code <= 0x1EF9) || (code >= 0x2010 && code <= 0x2017) ||
               (code >= 0x201C && code <= 0x2027) || (code >= 0x20A0 && code <= 0x20BF);
    return (code >= 0x3001 && code <= 0x3029) || (code >= 0x3041 && code <= 0x3094) ||
           (code >= 0x30A1 && code <= 0x30FA) || (code >= 0x4E00 && code <= 0x9FFF) ||
           (code >= 0xAC00 && code <= 0xD7A3);
}

/* Whether it may compose with, or be reordered among, what stands before it. */
static bool is_mark(uint32_t code)
{
    if (is_ordinary(code) || code < 0x0300)
        return false;
    if ((code >= 0x1161 && code <= 0x1175) || (code >= 0x11A8 && code <= 0x11C2))
        return true; /* vowels and finals of Hangul */
    return wn_unicode_rank(code) != 0 || wn_unicode_sort(code) == WN_SORT_MARK;
}

/* ---- composing ---- */

/* The canonical order of marks: a stable insertion sort that never moves anything over a starter. */
static void sort_marks(uint32_t *codes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t code = codes[i];
        unsigned rank = wn_unicode_rank(code);
        size_t   j = i;
        for (; rank && j > 0 && wn_unicode_rank(codes[j - 1]) > rank; j--)
            codes[j] = codes[j - 1];
        codes[j] = code;
    }
}

/* Brings the decomposed codes to NFC. */
static void compose(segment *s)
{
    sort_marks(s->codes, s->count);
    s->count = wn_unicode_compose(s->codes, s->count);
}

/* ---- reading ---- */

/* The character at `at`, whatever it is; false at the end. */
static bool peek_character(const reader *r, size_t at, piece *p)
{
    if (at >= r->source.size)
        return false;
    wn_utf8_char c = wn_utf8_decode(r->source, at);
    *p = (piece){
        .source = c.code, .code = map_character(c.code), .begin = at, .end = at + c.size, .is_valid = c.is_valid};
    return true;
}

/* The next character from `at` on that is not dropped. */
static bool peek_piece(const reader *r, size_t at, piece *p)
{
    while (peek_character(r, at, p)) {
        if (r->keeps_syntax || !is_dropped(p->source))
            return true;
        at = p->end;
    }
    return false;
}

static void read_space(reader *r, segment *s)
{
    piece p;
    s->is_space = true;
    while (peek_piece(r, r->at, &p) && is_space(p.source))
        r->at = p.end;
    s->end = r->at;
}

static void read_alone(reader *r, segment *s, const piece *p)
{
    s->codes[0] = p->code;
    s->count = 1;
    s->end = r->at = p->end;
}

/* Counts the marks that follow, up to one more than can be composed. */
static size_t count_marks(const reader *r, size_t at)
{
    piece  p;
    size_t count = 0;
    while (count <= SEGMENT_MARKS_MAX && peek_piece(r, at, &p) && is_mark(p.code)) {
        at = p.end;
        count++;
    }
    return count;
}

static void read_composed(reader *r, segment *s, piece p, size_t marks)
{
    s->count = wn_unicode_decompose(p.code, s->codes);
    r->at = p.end;
    while (marks-- && peek_piece(r, r->at, &p)) {
        s->count += wn_unicode_decompose(p.code, s->codes + s->count);
        r->at = p.end;
    }
    s->end = r->at;
    compose(s);
}

static bool read_segment(reader *r, segment *s)
{
    piece p;
    if (!peek_piece(r, r->at, &p))
        return false;
    s->source = p.source;
    s->begin = p.begin;
    s->count = 0;
    s->is_space = false;
    r->invalid_bytes += !p.is_valid;
    if (!r->keeps_syntax && is_space(p.source)) {
        r->in_flood = false;
        read_space(r, s);
        return true;
    }
    bool starts_with_mark = is_mark(p.code);
    if (r->in_flood && starts_with_mark) {
        read_alone(r, s, &p);
        return true;
    }
    size_t marks = count_marks(r, p.end);
    r->in_flood = marks + starts_with_mark > SEGMENT_MARKS_MAX;
    if (r->in_flood || (!marks && (is_ordinary(p.code) || !p.is_valid)))
        read_alone(r, s, &p);
    else
        read_composed(r, s, p, marks);
    return true;
}

/* Whether the view has the segment exactly as the source has it. */
static bool is_segment_same(wn_bytes source, const segment *s)
{
    size_t at = s->begin;
    for (size_t i = 0; i < s->count; i++) {
        char   bytes[4];
        size_t size = wn_utf8_encode(s->codes[i], bytes);
        if (s->end - at < size || memcmp(source.data + at, bytes, size))
            return false;
        at += size;
    }
    return at == s->end;
}

/* ---- passing over what stays ---- */

/* Printable ASCII without two spaces in a row, reading one byte more. */
#ifdef __SSE2__
static bool is_plain_block(const char *data)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)data);
    __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(data + 1));
    __m128i space = _mm_set1_epi8(' ');
    __m128i odd = _mm_or_si128(_mm_cmplt_epi8(bytes, space), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
    __m128i twice = _mm_and_si128(_mm_cmpeq_epi8(bytes, space), _mm_cmpeq_epi8(next, space));
    return !_mm_movemask_epi8(
        _mm_or_si128(odd, twice)); /* bytes over 0x7F are less than a space, as numbers with a sign */
}
#else
static bool is_plain_block(const char *data)
{
    unsigned bad = 0;
    for (int i = 0; i < BLOCK_BYTES; i++) {
        unsigned char byte = (unsigned char)data[i], next = (unsigned char)data[i + 1];
        bad |= (unsigned)(byte < 0x20) | (unsigned)(byte > 0x7E) | ((unsigned)(byte == ' ') & (unsigned)(next == ' '));
    }
    return !bad;
}
#endif

/* The same for the bytes from `at` to the line's end, when they are less than a block. */
static bool is_plain_end(wn_bytes line, size_t begin, size_t at)
{
    unsigned char last = (unsigned char)line.data[line.size - 1];
    return line.size - at <= BLOCK_BYTES && line.size - begin > BLOCK_BYTES && last > ' ' && last < 0x7F &&
           is_plain_block(line.data + line.size - BLOCK_BYTES - 1);
}

/* How far a line was passed over. */
typedef struct passage {
    wn_bytes line;
    size_t   at;
    size_t   base;       /* where the segment of the last character begins; `at` after a space */
    bool     is_ordered; /* the last character is a mark with a place among marks */
    bool     is_ascii;
} passage;

/* Looks at the segment that what stands at `at` belongs to, a mark or a character that is not plain. Whether the view
 * has it as it is. */
static bool pass_segment(passage *p)
{
    reader  r = {.source = p->line, .at = p->base};
    segment s;
    if (!read_segment(&r, &s) || r.in_flood || s.is_space || s.begin != p->base || s.end <= p->at ||
        !is_segment_same(p->line, &s))
        return false;
    p->at = s.end;
    p->is_ordered = true;
    p->is_ascii = false;
    return true;
}

/* A character over U+FFFF or one that the table of traits says nothing of. */
static bool pass_odd(passage *p)
{
    wn_utf8_char c = wn_utf8_decode(p->line, p->at);
    if (!c.is_valid)
        return false;
    size_t base = p->base;
    if (!is_mark(c.code))
        p->base = p->at;
    if (pass_segment(p))
        return true;
    p->base = base; /* what is dropped here may stand before a mark */
    return false;
}

static bool pass_high(passage *p)
{
    uint32_t code = 0;
    size_t   size = wn_read_character((const unsigned char *)p->line.data + p->at, p->line.size - p->at, &code);
    unsigned traits = size ? wn_traits(code) : 0;
    if (traits & WN_TRAIT_STILL) {
        if (!(traits & WN_TRAIT_MARK))
            p->base = p->at;
        p->is_ordered = false;
    } else if (traits & WN_TRAIT_ORDERED && !p->is_ordered) {
        p->is_ordered = true;
    } else {
        return pass_odd(p);
    }
    p->at += size;
    p->is_ascii = false;
    return true;
}

/* Passes over one character that the view has as it is; false at any other. */
static bool pass_character(passage *p)
{
    unsigned char byte = (unsigned char)p->line.data[p->at];
    if (byte >= 0x80)
        return pass_high(p);
    if (byte == ' ' ? p->at + 1 == p->line.size || p->line.data[p->at + 1] == ' ' : byte < 0x20 || byte == 0x7F)
        return false;
    p->base = byte == ' ' ? p->at + 1 : p->at;
    p->at++;
    p->is_ordered = false;
    return true;
}

static void pass_block(passage *p)
{
    p->at += BLOCK_BYTES;
    p->base = p->line.data[p->at - 1] == ' ' ? p->at : p->at - 1;
    p->is_ordered = false;
}

/* Passes over the line from `begin` on to the first change that the view makes. */
static passage find_change(wn_bytes line, size_t begin)
{
    passage p = {.line = line, .at = begin, .base = begin, .is_ascii = true};
    while (p.at < line.size) {
        if (line.size - p.at > BLOCK_BYTES && is_plain_block(line.data + p.at)) {
            pass_block(&p);
            continue;
        }
        if (is_plain_end(line, begin, p.at)) {
            p.at = p.base = line.size;
            break;
        }
        for (size_t stop = p.at + BLOCK_BYTES; p.at < stop && p.at < line.size;)
            if (!pass_character(&p))
                return p;
    }
    return p;
}

/* The offset of the first character from `at` on that is neither a space nor dropped. */
static size_t skip_space(wn_bytes line, size_t at)
{
    reader r = {.source = line};
    piece  p;
    while (peek_piece(&r, at, &p) && is_space(p.source))
        at = p.end;
    return peek_piece(&r, at, &p) ? p.begin : line.size;
}

/* ---- writing ---- */

typedef struct writer {
    wn_buf   *out;     /* NULL: only offsets are wanted */
    uint32_t *offsets; /* NULL: only bytes are wanted */
    size_t    size;
    bool      is_ascii;
} writer;

/* `stride` 1: each byte comes from the byte with the same place in the source. */
static void put_code(writer *w, uint32_t code, size_t offset, size_t stride)
{
    char   bytes[4];
    size_t size = wn_utf8_encode(code, bytes);
    if (w->out)
        wn_buf_append(w->out, bytes, size);
    for (size_t i = 0; w->offsets && i < size; i++)
        w->offsets[w->size + i] = (uint32_t)(offset + i * stride);
    w->size += size;
    w->is_ascii = w->is_ascii && code < 0x80;
}

/* The bytes of a segment that stays as it is come one from one; else all come from its start. */
static void put_segment(writer *w, wn_bytes source, const segment *s)
{
    bool   is_same = w->offsets && is_segment_same(source, s);
    size_t begin = w->size;
    for (size_t i = 0; i < s->count; i++)
        put_code(w, s->codes[i], s->begin + (is_same ? w->size - begin : 0), is_same);
}

static void put_stretch(writer *w, wn_bytes source, size_t begin, size_t end)
{
    if (w->out)
        wn_buf_append(w->out, source.data + begin, end - begin);
    for (size_t i = begin; w->offsets && i < end; i++)
        w->offsets[w->size + i - begin] = (uint32_t)i;
    w->size += end - begin;
}

/* Copies what stays as it is, all but the last segment, which may go on. */
static void copy_unchanged(reader *r, writer *w)
{
    size_t begin = r->at;
    if (r->in_flood || begin >= r->source.size || r->source.data[begin] == ' ')
        return;
    passage p = find_change(r->source, begin);
    size_t  end = p.at;
    if (end < r->source.size) {
        end = p.base;
        end -= end > begin && r->source.data[end - 1] == ' '; /* other spaces may follow */
    }
    w->is_ascii = w->is_ascii && p.is_ascii;
    put_stretch(w, r->source, begin, end);
    r->at = end;
}

/* Writes the whole view; returns where it ends in the source, that is, where the spaces at the end
 * begin. */
static size_t write_view(reader *r, writer *w)
{
    segment s;
    bool    has_space = false;
    size_t  space_at = 0;
    while (read_segment(r, &s)) {
        if (s.is_space) {
            has_space = true;
            space_at = s.begin;
            continue;
        }
        if (has_space && w->size)
            put_code(w, ' ', space_at, 1);
        has_space = false;
        put_segment(w, r->source, &s);
        copy_unchanged(r, w);
    }
    return has_space ? space_at : r->source.size;
}

/* ---- the public functions ---- */

wn_status wn_view_make(wn_bytes line, wn_buf *storage, wn_view *view)
{
    *view = (wn_view){.is_ascii = true};
    bool    is_plain_start = line.size && line.data[0] > ' ' && line.data[0] < 0x7F;
    size_t  begin = is_plain_start ? 0 : skip_space(line, 0);
    passage p = find_change(line, begin);
    size_t  end = p.at;
    view->is_ascii = p.is_ascii;
    if (end == line.size || skip_space(line, end) == line.size) {
        if (end > begin && line.data[end - 1] == ' ')
            end--;
        view->text = (wn_bytes){line.data ? line.data + begin : NULL, end - begin};
        return WN_OK;
    }
    size_t old_size = storage->size;
    reader r = {.source = line, .at = begin};
    writer w = {.out = storage, .is_ascii = true};
    write_view(&r, &w);
    if (storage->size - old_size != w.size) {
        storage->size = old_size;
        return WN_NO_MEMORY;
    }
    view->text = (wn_bytes){storage->data + old_size, w.size};
    view->is_ascii = w.is_ascii;
    view->is_copy = true;
    view->invalid_bytes = r.invalid_bytes;
    return WN_OK;
}

wn_status wn_view_map(wn_bytes line, const wn_view *view, uint32_t *offsets)
{
    (void)view;
    reader r = {.source = line};
    writer w = {.offsets = offsets};
    size_t end = write_view(&r, &w);
    offsets[w.size] = (uint32_t)end;
    return WN_OK;
}

wn_status wn_view_literal(wn_bytes text, wn_buf *out)
{
    reader  r = {.source = text};
    writer  w = {.out = out};
    segment s;
    while (read_segment(&r, &s)) {
        if (s.is_space)
            put_code(&w, ' ', 0, 0);
        else
            put_segment(&w, text, &s);
    }
    return out->failed ? WN_NO_MEMORY : WN_OK;
}

/* ---- patterns ---- */

typedef struct escapes {
    bool is_escaped; /* the character after an odd backslash */
    bool in_quote;   /* between \Q and \E */
} escapes;

/* Follows what a character of the pattern means for the next. */
static void follow_escapes(escapes *e, uint32_t code)
{
    if (e->is_escaped && code == 'Q')
        e->in_quote = true;
    if (e->is_escaped && code == 'E')
        e->in_quote = false;
    e->is_escaped = code == '\\' && (!e->is_escaped || e->in_quote);
}

static bool is_letter(uint32_t code)
{
    return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
}

/* Writes a character that folding made ASCII so that it still means itself. */
static void put_tamed(wn_buf *out, const escapes *e, uint32_t code)
{
    if (e->in_quote && code == '\\')
        wn_buf_text(out, "\\E\\\\\\Q");
    else if (e->in_quote)
        wn_buf_put(out, (char)code);
    else if (is_letter(code) || code == '\'') {
        if (e->is_escaped && is_letter(code))
            out->size--; /* a backslash before it would give the letter a meaning */
        wn_buf_put(out, (char)code);
    } else
        wn_buf_printf(out, "%sx%02X", e->is_escaped ? "" : "\\", (unsigned)code);
}

static void put_pattern_segment(wn_buf *out, const escapes *e, const segment *s)
{
    char bytes[4];
    for (size_t i = 0; i < s->count; i++) {
        uint32_t code = s->codes[i];
        if (i == 0 && s->source >= 0x80 && code < 0x80)
            put_tamed(out, e, code);
        else
            wn_buf_append(out, bytes, wn_utf8_encode(code, bytes));
    }
}

/* A character with a meaning of its own is not composed with the marks after it. */
static bool is_syntax(const escapes *e, uint32_t code)
{
    return code < 0x80 && !e->in_quote && (e->is_escaped || !(is_letter(code) || (code >= '0' && code <= '9')));
}

static void read_syntax(reader *r, segment *s, uint32_t code)
{
    *s = (segment){.codes = {code}, .count = 1, .source = code};
    r->in_flood = false;
    r->at++;
}

wn_status wn_view_pattern(wn_bytes source, wn_buf *out)
{
    reader  r = {.source = source, .keeps_syntax = true};
    escapes e = {false, false};
    segment s;
    piece   p;
    if (wn_ascii_prefix(source) == source.size)
        return wn_buf_append(out, source.data, source.size) ? WN_OK : WN_NO_MEMORY;
    while (peek_character(&r, r.at, &p)) {
        if (is_syntax(&e, p.source))
            read_syntax(&r, &s, p.source);
        else
            read_segment(&r, &s);
        if (s.count && s.source >= 0x80 && is_space(s.source))
            s.codes[0] = ' ';
        put_pattern_segment(out, &e, &s);
        follow_escapes(&e, s.source);
    }
    return out->failed ? WN_NO_MEMORY : WN_OK;
}
