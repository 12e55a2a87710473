/* features.c: what a line looks like: how many words, whether it ends a sentence, reads like prose,
 * like a headline, like an item of a list.
 *
 * Words are counted of every line, and how it ends says nearly all that is asked of long lines: these
 * are the counted features. For the others one pass over the view gathers a tally, and the features are
 * then simple questions to the tally. The definitions are the design's: prose and headlines can be told
 * apart by length and by how they end, in any language whose marks chars.c knows. */
#include "engine/line.h"

#include "base/utf8.h"
#include "match/chars.h"
#include "match/words.h"

#define WORD_UNITS 19       /* words are counted in nineteenths, so that */
#define UNSPACED_UNITS 10   /* a letter of a script without spaces is 1/1.9 of a word */
#define PROSE_WORDS 12      /* with a sentence's end */
#define LONG_PROSE_WORDS 25 /* without one, but with a comma or a sentence's end inside */
#define SENTENCE_WORDS 5
#define HEADLINE_WORDS 18
#define HEADLINE_CHARS 120
#define QUOTED_WORDS 3 /* fewer are a nickname or a title */
#define KEY_CHARS 40
#define KEY_WORDS 4
#define VALUE_WORDS 8

typedef struct tally {
    uint32_t units;
    uint32_t chars;
    uint32_t first;         /* the first character */
    uint32_t last;          /* the last character, closing quotes and brackets not counted */
    uint32_t after_bullets; /* the first character after leading bullets and spaces */
    bool     has_letters;
    bool     is_bulleted;
    bool     has_quote; /* a quoted stretch of QUOTED_WORDS or more */
    bool     has_key;   /* "Key: " of a few words */
    uint32_t key_units; /* units before the value */
    /* while counting */
    bool     in_word;
    bool     in_quote;
    bool     past_bullets;
    bool     had_bullet;
    bool     last_was_colon;
    uint32_t quote_units;
} tally;

static bool is_double_quote(uint32_t code, unsigned bits)
{
    return bits & (WN_CHAR_OPEN | WN_CHAR_CLOSE) && code != '\'' && code != ')' && code != ']' && code != '}';
}

static void follow_quote(tally *t, uint32_t code, unsigned bits)
{
    if (!is_double_quote(code, bits))
        return;
    if (!t->in_quote && bits & WN_CHAR_OPEN) {
        t->in_quote = true;
        t->quote_units = t->units;
    } else if (t->in_quote && bits & WN_CHAR_CLOSE) {
        t->in_quote = false;
        t->has_quote |= t->units - t->quote_units >= QUOTED_WORDS * WORD_UNITS;
    }
}

/* A dash or star is a bullet only before a space; the round and square ones need none. */
static void follow_bullets(tally *t, uint32_t code, unsigned bits)
{
    if (t->past_bullets)
        return;
    if (bits & WN_CHAR_BULLET) {
        t->had_bullet = true;
        t->is_bulleted |= code >= 0x2022 && code != 0x203A && code != 0x2212;
    } else if (code == ' ') {
        t->is_bulleted |= t->had_bullet;
    } else {
        t->past_bullets = true;
        t->after_bullets = code;
    }
}

static void follow_key(tally *t, uint32_t code)
{
    if (t->last_was_colon && !t->has_key && !t->key_units && (code == ' ' || code >= 0x80)) {
        t->has_key = t->has_letters && t->chars <= KEY_CHARS && t->units <= KEY_WORDS * WORD_UNITS;
        t->key_units = t->units ? t->units : 1;
    }
    t->last_was_colon = code == ':';
}

static void count_word_part(tally *t, unsigned bits)
{
    if (bits & WN_CHAR_UNSPACED) {
        t->units += UNSPACED_UNITS;
    } else if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT) && !t->in_word) {
        t->in_word = true;
        t->units += WORD_UNITS;
    }
    t->has_letters |= (bits & WN_CHAR_LETTER) != 0;
}

static void count_char(tally *t, uint32_t code)
{
    unsigned bits = wn_char_bits(code);
    if (!t->chars)
        t->first = code;
    if (code == ' ')
        t->in_word = false;
    follow_key(t, code);
    count_word_part(t, bits);
    follow_quote(t, code, bits);
    follow_bullets(t, code, bits);
    if (!(bits & (WN_CHAR_CLOSE | WN_CHAR_MARK)) && code != ' ')
        t->last = code;
    t->chars++;
}

static bool is_key_value(const tally *t)
{
    return t->has_key && t->units > t->key_units && t->units - t->key_units <= VALUE_WORDS * WORD_UNITS;
}

static bool opens_quoted(const tally *t)
{
    return t->past_bullets && wn_char_bits(t->after_bullets) & WN_CHAR_OPEN;
}

static bool is_short_enough(uint32_t units, uint32_t chars)
{
    return units <= HEADLINE_WORDS * WORD_UNITS && chars <= HEADLINE_CHARS;
}

/* Whether words, length and end are a headline's. */
static bool can_be_headline(bool has_letters, uint32_t units, uint32_t chars, uint32_t last)
{
    unsigned bits = wn_char_bits(last);
    if (!has_letters || !is_short_enough(units, chars) || last == ':' || bits & WN_CHAR_COMMA)
        return false;
    bool full_stop = bits & WN_CHAR_END && last != '?' && last != '!' && last != 0x061F && last != 0x2026;
    return !full_stop || units < 3 * WORD_UNITS;
}

static bool is_headline(const tally *t)
{
    return can_be_headline(t->has_letters, t->units, t->chars, t->last) && !is_key_value(t) && !opens_quoted(t);
}

static uint16_t bit(wn_feature feature, bool holds)
{
    return (uint16_t)(holds ? 1u << feature : 0);
}

/* ---- counted features ---- */

/* The last character, closing quotes and brackets not counted; 0 when there is none. */
static uint32_t last_char(wn_bytes view)
{
    for (size_t at = view.size; at;) {
        do
            at--;
        while (at && ((unsigned char)view.data[at] & 0xC0) == 0x80);
        uint32_t code = wn_utf8_decode(view, at).code;
        if (code != ' ' && !(wn_char_bits(code) & (WN_CHAR_CLOSE | WN_CHAR_MARK)))
            return code;
    }
    return 0;
}

/* Whether there is a comma, or a sentence ends inside. */
static bool has_clauses(wn_bytes view)
{
    bool last_was_end = false;
    for (size_t i = 0; i < view.size;) {
        wn_utf8_char c = wn_utf8_decode(view, i);
        unsigned     bits = wn_char_bits(c.code);
        if (bits & WN_CHAR_COMMA || (last_was_end && (c.code == ' ' || bits & WN_CHAR_UNSPACED)))
            return true;
        last_was_end = bits & WN_CHAR_END || (last_was_end && bits & WN_CHAR_CLOSE);
        i += c.size;
    }
    return false;
}

static uint32_t units_of(const wn_counts *counts)
{
    return counts->words * WORD_UNITS + counts->unspaced * UNSPACED_UNITS;
}

static uint32_t words_of(uint32_t units)
{
    return (units + WORD_UNITS / 2) / WORD_UNITS;
}

static bool is_prose(wn_bytes view, uint32_t units, bool ends)
{
    return ends ? units >= PROSE_WORDS * WORD_UNITS : units >= LONG_PROSE_WORDS * WORD_UNITS && has_clauses(view);
}

/* A line ends a sentence when its last mark does, or when a quotation in 「」 closes it. */
static uint16_t counted_features(wn_bytes view, const wn_counts *counts, uint32_t units, uint32_t last)
{
    bool ends = wn_char_bits(last) & WN_CHAR_END;
    bool prose = is_prose(view, units, ends);
    bool is_sentence = prose || (units >= SENTENCE_WORDS * WORD_UNITS && ends);
    return bit(WN_FEATURE_ENDS_SENTENCE, ends) | bit(WN_FEATURE_PROSE, prose) | bit(WN_FEATURE_SENTENCE, is_sentence) |
           bit(WN_FEATURE_LETTERS, counts->has_letters);
}

uint32_t wn_view_prose(wn_bytes view, const wn_counts *counts)
{
    uint32_t units = units_of(counts);
    if (units < PROSE_WORDS * WORD_UNITS)
        return 0;
    bool ends = view.data[view.size - 1] == '.' || wn_char_bits(last_char(view)) & WN_CHAR_END;
    return is_prose(view, units, ends) ? words_of(units) : 0;
}

/* Whether the line has nothing that a tally would look for: no bullet or quotation at its start, no key, no quotes. */
static bool is_simple(wn_bytes view, bool has_colon, bool has_quotes)
{
    return view.size && !has_colon && !has_quotes &&
           !(wn_char_bits(wn_utf8_decode(view, 0).code) & (WN_CHAR_BULLET | WN_CHAR_OPEN));
}

/* A line too long to judge is prose; its words are counted as gaps between spaces. */
static void count_long(const wn_lines *lines, wn_line *line)
{
    wn_bytes bytes = wn_line_bytes(lines, line);
    uint32_t words = 0;
    for (size_t i = 0; i < bytes.size; i++)
        words += bytes.data[i] == ' ';
    line->words = words + 1;
    line->chars = line->size;
    line->features = 1u << WN_FEATURE_PROSE | 1u << WN_FEATURE_SENTENCE | 1u << WN_FEATURE_LETTERS;
}

static void note_counts(wn_line *line, const wn_counts *counts)
{
    wn_bytes view = wn_line_view(line);
    uint32_t units = units_of(counts);
    line->words = words_of(units);
    line->chars = counts->chars;
    uint32_t last = last_char(view);
    line->features = counted_features(view, counts, units, last);
    line->is_wordy = !is_short_enough(units, counts->chars);
    if (!is_simple(view, counts->has_colon, counts->has_quotes))
        return;
    line->state |= WN_LINE_TALLIED;
    bool is_prose = line->features >> WN_FEATURE_PROSE & 1;
    line->features |= bit(WN_FEATURE_HEADLINE,
                          !is_prose && can_be_headline(counts->has_letters, units, counts->chars, last));
}

void wn_line_count(const wn_lines *lines, wn_line *line)
{
    line->state |= WN_LINE_COUNTED;
    if (line->state & WN_LINE_LONG) {
        line->state |= WN_LINE_TALLIED;
        count_long(lines, line);
        return;
    }
    wn_counts counts = wn_count_words(wn_line_view(line));
    line->scripts = counts.scripts;
    note_counts(line, &counts);
}

void wn_line_count_surface(const wn_lines *lines, wn_line *line)
{
    const wn_counts *counts = &lines->surface->counts;
    line->state |= WN_LINE_COUNTED;
    line->scripts = counts->scripts;
    note_counts(line, counts);
}

void wn_line_tally(wn_line *line)
{
    wn_bytes view = wn_line_view(line);
    tally    t = {0};
    line->state |= WN_LINE_TALLIED;
    for (size_t i = 0; i < view.size;) {
        wn_utf8_char c = wn_utf8_decode(view, i);
        count_char(&t, c.code);
        i += c.size;
    }
    bool is_prose = line->features >> WN_FEATURE_PROSE & 1;
    line->features |= bit(WN_FEATURE_HEADLINE, !is_prose && is_headline(&t)) |
                      bit(WN_FEATURE_KEY_VALUE, is_key_value(&t)) |
                      bit(WN_FEATURE_QUOTED, opens_quoted(&t) || t.has_quote) | bit(WN_FEATURE_BULLETED, t.is_bulleted);
}
