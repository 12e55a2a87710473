/* breed.c: articles and documents, part by part.
 *
 * The bank has an article in each language, laid out alike: headline, byline, then lines that show by their first and
 * last characters what they are. New articles are put together from these, from more sentences, and from frames that
 * take any phrase. */
#include "author/fuzz/breed.h"

#include "author/bank.h"
#include "author/fuzz/breed_words.h"
#include "base/utf8.h"
#include "match/chars.h"

#include <string.h>

/* splitmix64 (Steele, Lea, Flood 2014). */
uint64_t wn_breeder_next(wn_breeder *breeder)
{
    uint64_t z = breeder->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

size_t wn_breeder_below(wn_breeder *breeder, size_t bound)
{
    uint64_t number = wn_breeder_next(breeder);
    return bound ? (size_t)(number % bound) : 0;
}

bool wn_breeder_one_in(wn_breeder *breeder, size_t n)
{
    return wn_breeder_below(breeder, n) == 0;
}

static const char *pick(wn_breeder *breeder, const char *const *list)
{
    size_t count = 0;
    while (list[count])
        count++;
    return list[wn_breeder_below(breeder, count)];
}

/* ---- lines of the bank ---- */

typedef enum kind {
    KIND_HEADLINE,
    KIND_PROSE,
    KIND_SHORT,
    KIND_QUESTION,
    KIND_QUOTE,
    KIND_INTRO,
    KIND_ITEM,
    KIND_SUBHEAD,
    KIND_BYLINE
} kind;

#define PROSE_BYTES 90 /* a sentence of twelve words is hardly shorter */

static uint32_t last_char(wn_bytes line)
{
    size_t at = line.size;
    while (at && ((unsigned char)line.data[--at] & 0xC0) == 0x80)
        continue;
    return line.size ? wn_utf8_decode(line, at).code : 0;
}

static kind kind_of_text(wn_bytes line)
{
    uint32_t last = last_char(line);
    if (line.size > 2 && memcmp(line.data, "- ", 2) == 0)
        return KIND_ITEM;
    if (wn_char_bits(wn_utf8_decode(line, 0).code) & WN_CHAR_OPEN)
        return KIND_QUOTE;
    if (last == ':' || last == 0xFF1A)
        return KIND_INTRO;
    if (last == '?' || last == 0xFF1F || last == 0x61F)
        return KIND_QUESTION;
    if (!(wn_char_bits(last) & WN_CHAR_END))
        return KIND_SUBHEAD;
    return line.size >= PROSE_BYTES ? KIND_PROSE : KIND_SHORT;
}

static kind kind_of(wn_bytes line, size_t index)
{
    return index == 0 ? KIND_HEADLINE : index == 1 ? KIND_BYLINE : kind_of_text(line);
}

/* The line of the bank's article with this number among those of a kind; returns how many there are. */
static size_t find_line(size_t lang, kind wanted, size_t number, wn_bytes *found)
{
    const char *at = wn_bank_articles[lang].text;
    size_t      count = 0;
    for (size_t index = 0; *at; index++) {
        wn_bytes line = {at, strcspn(at, "\n")};
        if (kind_of(line, index) == wanted && count++ == number)
            *found = line;
        at += line.size + 1;
    }
    return count;
}

static bool put_bank_line(wn_breeder *breeder, size_t lang, kind wanted, wn_buf *out)
{
    wn_bytes line = {0};
    size_t   count = find_line(lang, wanted, SIZE_MAX, &line);
    if (!count)
        return false;
    find_line(lang, wanted, wn_breeder_below(breeder, count), &line);
    wn_buf_append(out, line.data, line.size);
    return true;
}

/* ---- sentences ---- */

static const char *const *sentences_of(size_t lang)
{
    for (const wn_breed_lines *one = wn_breed_sentences; one->lang; one++)
        if (strcmp(one->lang, wn_bank_articles[lang].lang) == 0)
            return one->lines;
    return NULL;
}

static void put_sentence(wn_breeder *breeder, size_t lang, bool is_prose, wn_buf *out)
{
    const char *const *more = sentences_of(lang);
    for (size_t tries = 0; more && tries < 4 && !wn_breeder_one_in(breeder, 3); tries++) {
        const char *line = pick(breeder, more);
        if ((strlen(line) >= PROSE_BYTES) == is_prose) {
            wn_buf_text(out, line);
            return;
        }
    }
    put_bank_line(breeder, lang, is_prose ? KIND_PROSE : KIND_SHORT, out);
}

static bool puts_spaces(size_t lang)
{
    const char *name = wn_bank_articles[lang].lang;
    return strcmp(name, "zh") != 0 && strcmp(name, "ja") != 0;
}

/* The words of boilerplate in one of the sentences are chance; in several they would be none. */
void wn_breed_prose(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    bool is_english = strcmp(wn_bank_articles[lang].lang, "en") == 0;
    put_sentence(breeder, lang, true, out);
    for (size_t more = wn_breeder_below(breeder, 3); more; more--) {
        wn_buf_text(out, puts_spaces(lang) ? " " : "");
        if (is_english)
            wn_buf_text(out, pick(breeder, wn_breed_plain_sentences));
        else
            put_bank_line(breeder, lang, KIND_SHORT, out);
    }
}

void wn_breed_words(wn_breeder *breeder, size_t count, wn_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        wn_buf_text(out, i ? " " : "");
        wn_buf_text(out, pick(breeder, wn_breed_plain_words));
    }
}

static const wn_breed_frames *frames_of(size_t lang)
{
    for (const wn_breed_frames *frames = wn_breed_frame_table; frames->lang; frames++)
        if (strcmp(frames->lang, wn_bank_articles[lang].lang) == 0)
            return frames;
    return wn_breed_frame_table;
}

bool wn_breed_has_frames(size_t lang)
{
    return strcmp(frames_of(lang)->lang, wn_bank_articles[lang].lang) == 0;
}

void wn_breed_sentence_with(wn_breeder *breeder, size_t lang, wn_breed_spot spot, wn_bytes phrase, wn_buf *out)
{
    const char *frame = frames_of(lang)->spots[spot];
    const char *gap = strchr(frame, '%');
    (void)breeder;
    wn_buf_append(out, frame, (size_t)(gap - frame));
    wn_buf_append(out, phrase.data, phrase.size);
    wn_buf_text(out, gap + 1);
}

/* ---- articles ---- */

void wn_breed_headline(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    put_bank_line(breeder, lang, KIND_HEADLINE, out);
}

size_t wn_breed_lang_count(void)
{
    size_t count = 0;
    while (wn_bank_articles[count].lang)
        count++;
    return count;
}

const char *wn_breed_lang(size_t lang)
{
    return wn_bank_articles[lang].lang;
}

static void put_intro(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    if (!put_bank_line(breeder, lang, KIND_INTRO, out))
        wn_buf_text(out, "The council named three points:");
    wn_buf_put(out, '\n');
}

static void put_items(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    wn_bytes item = {0};
    size_t   count = find_line(lang, KIND_ITEM, SIZE_MAX, &item), first = wn_breeder_below(breeder, 2);
    for (size_t i = first; i < count; i++) {
        find_line(lang, KIND_ITEM, i, &item);
        wn_buf_append(out, item.data, item.size);
        wn_buf_put(out, '\n');
    }
}

/* Lines one after the other from some place of a list. */
static void put_stretch(wn_breeder *breeder, const char *const *list, wn_buf *out)
{
    size_t count = 0;
    while (list[count])
        count++;
    size_t size = 2 + wn_breeder_below(breeder, 3), first = wn_breeder_below(breeder, count - size);
    for (size_t i = first; i < first + size; i++) {
        wn_buf_text(out, list[i]);
        wn_buf_put(out, '\n');
    }
}

static void put_dialogue(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    for (size_t i = 1 + wn_breeder_below(breeder, 2); i; i--) {
        put_bank_line(breeder, lang, KIND_QUESTION, out);
        wn_buf_put(out, '\n');
        wn_breed_prose(breeder, lang, out);
        wn_buf_put(out, '\n');
    }
}

static void put_entries(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    size_t hour = 6 + wn_breeder_below(breeder, 12);
    for (size_t i = 2 + wn_breeder_below(breeder, 2); i; i--) {
        wn_buf_printf(out, "%02zu:%02zu ", hour, wn_breeder_below(breeder, 60));
        put_sentence(breeder, lang, true, out);
        wn_buf_put(out, '\n');
    }
}

static void put_prose_line(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    wn_breed_prose(breeder, lang, out);
    wn_buf_put(out, '\n');
}

static void put_part(wn_breeder *breeder, size_t lang, unsigned form, wn_buf *out)
{
    switch (form) {
    case WN_FORM_SHORT:
        if (wn_breeder_one_in(breeder, 4))
            put_bank_line(breeder, lang, KIND_QUESTION, out);
        else
            put_sentence(breeder, lang, false, out);
        wn_buf_put(out, '\n');
        break;
    case WN_FORM_QUOTES:
        put_bank_line(breeder, lang, KIND_QUOTE, out);
        wn_buf_put(out, '\n');
        break;
    case WN_FORM_LISTS:
        put_intro(breeder, lang, out);
        put_items(breeder, lang, out);
        break;
    case WN_FORM_BARE:
        put_items(breeder, lang, out);
        break;
    case WN_FORM_SUBHEADS:
        put_bank_line(breeder, lang, KIND_SUBHEAD, out);
        wn_buf_put(out, '\n');
        put_prose_line(breeder, lang, out);
        break;
    case WN_FORM_DIALOGUE:
        put_dialogue(breeder, lang, out);
        break;
    case WN_FORM_TABLES:
        put_intro(breeder, lang, out);
        put_stretch(breeder, wn_breed_rows, out);
        break;
    case WN_FORM_VERSE:
        put_intro(breeder, lang, out);
        put_stretch(breeder, wn_breed_verses, out);
        break;
    case WN_FORM_LIVE:
        put_entries(breeder, lang, out);
        break;
    default:
        put_prose_line(breeder, lang, out);
        break;
    }
}

/* Half of what is written is prose, if prose may be. */
static unsigned pick_form(wn_breeder *breeder, unsigned forms)
{
    if (forms & WN_FORM_PROSE && wn_breeder_one_in(breeder, 2))
        return WN_FORM_PROSE;
    for (size_t tries = 0; tries < 64; tries++) {
        unsigned form = 1u << wn_breeder_below(breeder, 10);
        if (form & forms)
            return form;
    }
    return WN_FORM_PROSE;
}

void wn_breed_article(wn_breeder *breeder, size_t lang, unsigned forms, size_t parts, wn_buf *out)
{
    bool has_blanks = wn_breeder_one_in(breeder, 2);
    put_bank_line(breeder, lang, KIND_HEADLINE, out);
    wn_buf_put(out, '\n');
    put_prose_line(breeder, lang, out);
    for (size_t i = 0; i < parts; i++) {
        if (has_blanks)
            wn_buf_put(out, '\n');
        put_part(breeder, lang, pick_form(breeder, forms), out);
    }
    put_sentence(breeder, lang, !(forms & WN_FORM_SHORT && wn_breeder_one_in(breeder, 3)), out);
    wn_buf_put(out, '\n');
}

void wn_breed_all_sentences(wn_breeder *breeder, size_t lang, wn_buf *out)
{
    const char *const *sentences = sentences_of(lang);
    put_bank_line(breeder, lang, KIND_HEADLINE, out);
    wn_buf_put(out, '\n');
    for (; sentences && *sentences; sentences++) {
        wn_buf_text(out, *sentences);
        wn_buf_put(out, '\n');
    }
}

/* ---- documents ---- */

static const char *const breaks[] = {"\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n\n", "\n \n", "\n\t\xC2\xA0\n\n"};

static void put_any_words(wn_breeder *breeder, wn_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            wn_buf_text(out, wn_breeder_one_in(breeder, 40) ? "  " : wn_breeder_one_in(breeder, 12) ? ", " : " ");
        wn_buf_text(out, pick(breeder, wn_breed_mixed_words));
    }
}

static void put_ordinary_line(wn_breeder *breeder, wn_buf *out)
{
    size_t lang = wn_breeder_below(breeder, wn_breed_lang_count());
    kind   wanted = (kind)wn_breeder_below(breeder, KIND_BYLINE + 1);
    if (wanted == KIND_PROSE)
        wn_breed_prose(breeder, lang, out);
    else if (!put_bank_line(breeder, lang, wanted, out))
        put_sentence(breeder, lang, false, out);
}

void wn_breed_line(wn_breeder *breeder, wn_buf *out)
{
    switch (wn_breeder_below(breeder, 12)) {
    case 0:
    case 1:
    case 2:
        wn_buf_text(out, pick(breeder, wn_breed_boilerplate));
        break;
    case 3:
        put_any_words(breeder, out, 13 + wn_breeder_below(breeder, 30));
        wn_buf_put(out, '.');
        break;
    case 4:
        wn_buf_text(out, "- ");
        put_any_words(breeder, out, 1 + wn_breeder_below(breeder, 7));
        break;
    case 5:
        put_any_words(breeder, out, 1 + wn_breeder_below(breeder, 4));
        wn_buf_text(out, wn_breeder_one_in(breeder, 3) ? ":" : "");
        break;
    case 6:
        put_any_words(breeder, out, 3 + wn_breeder_below(breeder, 9));
        break;
    case 7:
        wn_buf_text(out, pick(breeder, wn_breed_hostile_lines));
        break;
    case 8:
    case 9:
        put_ordinary_line(breeder, out);
        break;
    case 10:
        wn_breed_words(breeder, 1 + wn_breeder_below(breeder, 5), out);
        break;
    default:
        put_any_words(breeder, out, 6 + wn_breeder_below(breeder, 20));
        wn_buf_text(out, wn_breeder_one_in(breeder, 2) ? "." : "?");
        break;
    }
}

void wn_breed_document(wn_breeder *breeder, wn_buf *out, size_t lines)
{
    if (wn_breeder_one_in(breeder, 5))
        wn_buf_text(out, "\n\n");
    for (size_t i = 0; i < lines; i++) {
        wn_breed_line(breeder, out);
        if (i + 1 < lines || !wn_breeder_one_in(breeder, 3))
            wn_buf_text(out, WN_BREED_PICK(breeder, breaks));
    }
}
