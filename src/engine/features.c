/* features.c: what a line looks like: how many words, whether it ends a sentence, reads like prose,
 * like a headline, like an item of a list.
 *
 * One pass over the view gathers a tally; the features are then simple questions to the tally. The
 * definitions are the design's: prose and headlines can be told apart by length and by how they
 * end, in any language whose marks chars.c knows. */
#include "engine/line.h"

#include "base/utf8.h"
#include "match/chars.h"

#define WORD_UNITS 19       /* words are counted in nineteenths, so that */
#define UNSPACED_UNITS 10   /* a letter of a script without spaces is 1/1.9 of a word */
#define PROSE_WORDS 12      /* with a sentence's end */
#define LONG_PROSE_WORDS 25 /* without one, but with a comma or a sentence's end inside */
#define SENTENCE_WORDS 5
#define HEADLINE_WORDS 14
#define HEADLINE_CHARS 120
#define QUOTED_WORDS 3      /* fewer are a nickname or a title */
#define KEY_CHARS 40
#define KEY_WORDS 4
#define VALUE_WORDS 8

typedef struct tally {
    uint32_t units;
    uint32_t chars;
    uint32_t scripts;       /* groups of the characters */
    uint32_t first;         /* the first character */
    uint32_t last;          /* the last character, closing quotes and brackets not counted */
    uint32_t after_bullets; /* the first character after leading bullets and spaces */
    bool     has_letters;
    bool     has_comma;
    bool     has_inner_end; /* a sentence ends inside */
    bool     is_bulleted;
    bool     has_quote;     /* a quoted stretch of QUOTED_WORDS or more */
    bool     has_key;       /* "Key: " of a few words */
    uint32_t key_units;     /* units before the value */
    /* while counting */
    bool     in_word;
    bool     in_quote;
    bool     past_bullets;
    bool     had_bullet;
    bool     last_was_end;
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
    if (t->last_was_end && (code == ' ' || bits & WN_CHAR_UNSPACED))
        t->has_inner_end = true;
    if (bits & WN_CHAR_END)
        t->last_was_end = true;
    else if (!(bits & WN_CHAR_CLOSE))
        t->last_was_end = false;
    follow_key(t, code);
    count_word_part(t, bits);
    follow_quote(t, code, bits);
    follow_bullets(t, code, bits);
    t->has_comma |= (bits & WN_CHAR_COMMA) != 0;
    if (!(bits & (WN_CHAR_CLOSE | WN_CHAR_MARK)) && code != ' ')
        t->last = code;
    t->scripts |= wn_char_script(code);
    t->chars++;
}

/* A line ends a sentence when its last mark does, or when a quotation in 「」 closes it. */
static bool ends_sentence(const tally *t)
{
    return t->chars && wn_char_bits(t->last) & WN_CHAR_END;
}

static bool is_prose(const tally *t)
{
    if (t->units >= LONG_PROSE_WORDS * WORD_UNITS)
        return ends_sentence(t) || t->has_comma || t->has_inner_end;
    return t->units >= PROSE_WORDS * WORD_UNITS && ends_sentence(t);
}

static bool is_key_value(const tally *t)
{
    return t->has_key && t->units > t->key_units && t->units - t->key_units <= VALUE_WORDS * WORD_UNITS;
}

static bool opens_quoted(const tally *t)
{
    return t->past_bullets && wn_char_bits(t->after_bullets) & WN_CHAR_OPEN;
}

static bool is_headline(const tally *t)
{
    if (!t->has_letters || t->units > HEADLINE_WORDS * WORD_UNITS || t->chars > HEADLINE_CHARS)
        return false;
    if (t->last == ':' || wn_char_bits(t->last) & WN_CHAR_COMMA)
        return false;
    bool full_stop = ends_sentence(t) && t->last != '?' && t->last != '!' && t->last != 0x061F && t->last != 0x2026;
    if (full_stop && t->units >= 3 * WORD_UNITS)
        return false;
    return !is_key_value(t) && !opens_quoted(t);
}

static uint16_t bit(wn_feature feature, bool holds)
{
    return (uint16_t)(holds ? 1u << feature : 0);
}

static uint16_t features_of(const tally *t)
{
    bool prose = is_prose(t);
    bool sentence = prose || (t->units >= SENTENCE_WORDS * WORD_UNITS && ends_sentence(t));
    return bit(WN_FEATURE_ENDS_SENTENCE, ends_sentence(t)) | bit(WN_FEATURE_PROSE, prose) |
           bit(WN_FEATURE_SENTENCE, sentence) | bit(WN_FEATURE_HEADLINE, !prose && is_headline(t)) |
           bit(WN_FEATURE_KEY_VALUE, is_key_value(t)) | bit(WN_FEATURE_QUOTED, opens_quoted(t) || t->has_quote) |
           bit(WN_FEATURE_BULLETED, t->is_bulleted) | bit(WN_FEATURE_LETTERS, t->has_letters);
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

void wn_line_count(const wn_lines *lines, wn_line *line)
{
    line->state |= WN_LINE_COUNTED;
    if (line->state & WN_LINE_LONG) {
        count_long(lines, line);
        return;
    }
    wn_bytes view = wn_line_view(lines, line);
    tally    t = {0};
    for (size_t i = 0; i < view.size;) {
        wn_utf8_char c = wn_utf8_decode(view, i);
        count_char(&t, c.code);
        i += c.size;
    }
    line->words = (t.units + WORD_UNITS / 2) / WORD_UNITS;
    line->chars = t.chars;
    line->scripts = t.scripts;
    line->features = features_of(&t);
}
