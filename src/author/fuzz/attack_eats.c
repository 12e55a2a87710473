/* attack_eats.c: whether a rule takes ordinary lines.
 *
 * Four ways. Ordinary articles: nothing of them may go. Sentences with a gap, each of them as ordinary as any, which
 * get the word or two that the rule goes by: what more it asks for, such as a length, must then save them. Paragraphs
 * in the place of lines of which the rule names nothing, with all that stands around. And for sections, an article that
 * goes on below the heading. */
#include "author/fuzz/prey.h"

#include "base/utf8.h"
#include "match/chars.h"

#include <string.h>

#define PHRASES_MAX 12     /* tried of a rule */
#define TWO_LETTERS_MAX 10 /* of two words; longer ones hardly meet by chance, nor do three words */

#define UNSPACED_MAX 3     /* letters of a script without spaces */
#define SYLLABLES_MAX 3    /* of Korean, whose words are compounds of others when they have more */
#define PLACE_LANGS 3      /* in which paragraphs are put in the place of other lines */
#define PARAGRAPHS_BELOW 6 /* of an article that goes on */
#define PARAGRAPHS_LOST 4  /* of them, that are too many */

/* Whether the line is there once more, and stays there: what says it again may go. */
static bool is_said_elsewhere(const wn_trial *trial, size_t i)
{
    wn_bytes line = trial->lines[i].text;
    for (size_t k = 0; k < trial->line_count; k++)
        if (k != i && trial->lines[k].mark == WN_MARK_STAYS && trial->lines[k].text.size == line.size &&
            memcmp(trial->lines[k].text.data, line.data, line.size) == 0)
            return true;
    return false;
}

static bool is_lost(const wn_trial *trial, size_t i)
{
    if (trial->lines[i].is_blank)
        return false;
    return trial->result.verdict == WN_REJECTED ||
           (trial->lines[i].mark != WN_MARK_STAYS && !is_said_elsewhere(trial, i));
}

/* Shows that the line goes that must stay in the witness. */
static wn_status show_loss(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    size_t    line = wn_text_line_count((wn_bytes){w->text.data, w->begin});
    wn_trial  trial;
    wn_status status = wn_prey_try(prey, w->text, &trial);
    (void)user;
    *shows = status == WN_OK && line < trial.line_count && is_lost(&trial, line);
    return status;
}

/* Where a sentence ends that another follows. */
static bool ends_sentence(wn_bytes line, size_t at)
{
    return at + 2 < line.size && strchr(".!?", line.data[at]) && line.data[at + 1] == ' ';
}

/* Of a paragraph one sentence is enough, if it goes by itself as well. */
static wn_status choose_sentence(wn_prey *prey, wn_witness *w)
{
    wn_bytes  line = {w->text.data + w->begin, w->end - w->begin};
    wn_status status = WN_OK;
    bool      shows = false;
    for (size_t begin = 0, end = 0; end < line.size && status == WN_OK && !shows; end++) {
        bool is_last = end + 1 == line.size;
        if (!is_last && !ends_sentence(line, end))
            continue;
        wn_buf     text = {0};
        wn_witness one = {.begin = w->begin, .end = w->begin + end + 1 - begin};
        if (is_last && !begin) /* there is but one */
            return WN_OK;
        wn_buf_append(&text, w->text.data, w->begin);
        wn_buf_append(&text, line.data + begin, end + 1 - begin);
        wn_buf_append(&text, w->text.data + w->end, w->text.size - w->end);
        one.text = wn_prey_keep(prey, wn_buf_bytes(&text));
        status = text.failed || !one.text.data ? WN_NO_MEMORY : show_loss(prey, NULL, &one, &shows);
        wn_buf_free(&text);
        if (status == WN_OK && shows)
            *w = one;
        begin = end + 2;
    }
    return status;
}

/* The line stays as it is, for with words of it dropped it would be no ordinary one. */
static wn_status report_loss(wn_prey *prey, wn_bytes text, size_t line)
{
    wn_witness w = {.text = wn_prey_keep(prey, text)};
    if (!w.text.data)
        return WN_NO_MEMORY;
    wn_bytes lost = wn_text_line(w.text, line);
    w.begin = (size_t)(lost.data - w.text.data);
    w.end = w.begin + lost.size;
    wn_status status = choose_sentence(prey, &w);
    if (status == WN_OK)
        status = wn_minimise(prey, WN_GRAIN_CHARS, show_loss, NULL, &w);
    if (status != WN_OK)
        return status;
    bool *goes = NULL;
    status = wn_prey_spare(prey, w.text, wn_text_line_count((wn_bytes){w.text.data, w.begin}), &goes);
    if (status != WN_OK)
        return status;
    lost = (wn_bytes){w.text.data + w.begin, w.end - w.begin};
    return wn_prey_report(prey, NULL, &(wn_expectation){.text = w.text, .goes = goes},
                          "rule \"%s\" takes \"%.*s\", an ordinary line of an article; narrow it, or add an exception",
                          prey->source->id, wn_shown_size(lost), lost.data);
}

/* ---- articles ---- */

/* A block rule meets each line as a paragraph. */
static bool put_article(const wn_prey *prey, wn_bytes article, wn_buf *out)
{
    wn_buf_clear(out);
    for (size_t i = 0; i < article.size; i++) {
        wn_buf_put(out, article.data[i]);
        if (article.data[i] == '\n' && prey->d->unit == WN_UNIT_BLOCK)
            wn_buf_put(out, '\n');
    }
    return !out->failed;
}

/* Of a corpus, which may have boilerplate of its own, only prose counts. */
static wn_status try_article(wn_prey *prey, wn_bytes article, bool is_corpus, wn_buf *text, bool *is_eaten)
{
    wn_trial  trial = {0};
    wn_status status = put_article(prey, article, text) ? WN_OK : WN_NO_MEMORY;
    if (status == WN_OK)
        status = wn_prey_try(prey, wn_buf_bytes(text), &trial);
    for (size_t i = 0; i < trial.line_count && status == WN_OK && !*is_eaten; i++) {
        bool counts = true;
        if (!is_lost(&trial, i))
            continue;
        wn_bytes line = wn_prey_keep(prey, trial.lines[i].text);
        if (is_corpus)
            status = wn_text_has_feature(line, WN_FEATURE_PROSE, &counts);
        if (status == WN_OK && counts) {
            *is_eaten = true;
            return report_loss(prey, wn_buf_bytes(text), i);
        }
    }
    return status;
}

static wn_status try_articles(wn_prey *prey, bool *is_eaten)
{
    wn_buf    text = {0};
    wn_status status = WN_OK;
    for (size_t i = 0; i < prey->article_count && status == WN_OK && !*is_eaten; i++)
        status = try_article(prey, prey->articles[i], false, &text, is_eaten);
    for (size_t i = 0; i < prey->corpus_count && status == WN_OK && !*is_eaten; i++)
        status = try_article(prey, prey->corpus[i], true, &text, is_eaten);
    wn_buf_free(&text);
    return status;
}

/* ---- phrases in sentences ---- */

/* The words of a line that the rule names. */
typedef struct naming {
    size_t begin, end;
    size_t words, letters, unspaced, syllables, big;
    char   mark;      /* of the named characters so far; 0: none */
    bool   is_mixed;  /* what is open stands between the named words or in them */
    bool   has_signs; /* it names signs, too: no chance */
    bool   was_other; /* the last word was open */
} naming;

static bool is_syllable(uint32_t code)
{
    return code >= 0xAC00 && code <= 0xD7A3;
}

/* What the characters of a word are to the rule. */
static void note_word(wn_bytes line, const char *mask, size_t begin, size_t end, naming *n)
{
    bool         is_named = false, has_open = false;
    wn_utf8_char c;
    for (size_t i = begin; i < end; i += c.size) {
        c = wn_utf8_decode(line, i);
        unsigned bits = wn_char_bits(c.code);
        bool     is_letter = bits & (WN_CHAR_LETTER | WN_CHAR_MARK);
        bool     names = mask[i] == '#' || mask[i] == '%';
        bool     joins = line.data[i] == '\'';
        n->has_signs |= names && !is_letter && !(joins && i > begin && i + 1 < end);
        n->letters += names && is_letter;
        n->unspaced += names && bits & WN_CHAR_UNSPACED;
        n->syllables += names && is_syllable(c.code);
        n->big += names && line.data[i] >= 'A' && line.data[i] <= 'Z';

        n->is_mixed |= names && n->mark && n->mark != mask[i];
        n->mark = names ? mask[i] : n->mark;
        is_named |= names && is_letter;
        has_open |= !names && bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
    }
    n->is_mixed |= is_named && has_open;
    if (!is_named) {
        n->was_other = n->words > 0;
        return;
    }
    if (!n->words)
        n->begin = begin;
    n->is_mixed |= n->words && n->was_other;
    n->end = end;
    n->words++;
}

static naming find_naming(wn_bytes line, const char *mask)
{
    naming n = {0};
    for (size_t begin = 0; begin < line.size;) {
        size_t end = begin;
        while (end < line.size && line.data[end] != ' ')
            end++;
        if (end > begin)
            note_word(line, mask, begin, end, &n);
        begin = end + 1;
    }
    return n;
}

static bool is_ascii(wn_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static void look_for_score(void *user, const wn_condition *c)
{
    *(bool *)user |= c->op == WN_OP_SCORE;
}

/* A sum of points rests on more than the phrase that a text happens to have. */
static bool counts_points(const wn_prey *prey)
{
    bool counts = false;
    wn_definition_walk(prey->d, look_for_score, &counts);
    return counts;
}

static bool is_little(const naming *n)
{
    if (!n->words || n->is_mixed || n->has_signs || (n->letters > 2 && n->big == n->letters))
        return false;
    if (n->unspaced)
        return n->letters <= UNSPACED_MAX;
    if (n->syllables > SYLLABLES_MAX)
        return false;
    return n->words == 1 || (n->words == 2 && n->letters <= TWO_LETTERS_MAX);
}

/* The word or two that the rule goes by; empty when there is more to it. */
static wn_bytes phrase_of(const wn_prey *prey, const wn_pup *pup)
{
    wn_bytes line = wn_text_line(pup->text, pup->aim);
    if (!pup->mask.size || !line.size)
        return (wn_bytes){0};
    naming   n = find_naming(line, pup->mask.data + (line.data - pup->text.data));
    wn_bytes phrase = {line.data + n.begin, n.end - n.begin};
    if (!is_little(&n) || (n.words > 1 && (!is_ascii(phrase) || counts_points(prey))))
        return (wn_bytes){0};
    return phrase;
}

static wn_bytes capitalised(wn_prey *prey, wn_bytes phrase)
{
    char *copy = wn_arena_copy(&prey->arena, phrase);
    if (copy && *copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 0x20);
    return (wn_bytes){copy, copy ? phrase.size : 0};
}

/* The pup with the sentence in place of the line aimed at; of a run and what is peeled, of all of them. */
static void put_sentence(const wn_prey *prey, const wn_pup *pup, wn_bytes sentence, wn_buf *out)
{
    bool is_each = prey->d->unit == WN_UNIT_RUN || prey->d->unit == WN_UNIT_TAIL || prey->d->unit == WN_UNIT_HEAD;
    wn_buf_clear(out);
    for (size_t i = 0, count = wn_text_line_count(pup->text); i < count; i++) {
        bool     is_aim = i == pup->aim || (is_each && i > pup->aim && i < pup->aim + pup->aim_count);
        wn_bytes line = is_aim ? sentence : wn_text_line(pup->text, i);
        wn_buf_append(out, line.data, line.size);
        wn_buf_put(out, '\n');
    }
}

/* Whether the sentence goes; `text` gets the document. */
static wn_status is_sentence_taken(wn_prey *prey, const wn_pup *pup, wn_bytes sentence, wn_buf *text, bool *taken)
{
    wn_trial trial;
    put_sentence(prey, pup, sentence, text);
    wn_status status = text->failed ? WN_NO_MEMORY : wn_prey_try(prey, wn_buf_bytes(text), &trial);
    *taken = status == WN_OK && pup->aim < trial.line_count && is_lost(&trial, pup->aim);
    return status;
}

static uint32_t scripts_of(wn_bytes text)
{
    uint32_t scripts = 0;
    for (size_t at = 0; at < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, at);
        if (wn_char_bits(c.code) & WN_CHAR_LETTER)
            scripts |= wn_char_script(c.code);
        at += c.size;
    }
    return scripts;
}

/* Whether the phrase can stand in a sentence of the language: they have letters in common. */
static wn_status find_fit(wn_prey *prey, size_t lang, wn_bytes phrase, bool *fits)
{
    wn_buf   sentence = {0};
    uint32_t wanted = scripts_of(phrase);
    *fits = false;
    if (!wn_breed_has_frames(lang))
        return WN_OK;
    wn_breed_sentence_with(&prey->chance, lang, WN_SPOT_MIDDLE, (wn_bytes){0}, &sentence);
    uint32_t has = scripts_of(wn_buf_bytes(&sentence));
    size_t   ascii = 0;
    for (size_t i = 0; i < sentence.size; i++)
        ascii += (unsigned char)sentence.data[i] < 0x80;
    bool is_latin = ascii * 4 > sentence.size * 3;
    *fits = wanted ? (has & wanted) == wanted : is_latin;
    bool failed = sentence.failed;
    wn_buf_free(&sentence);
    return failed ? WN_NO_MEMORY : WN_OK;
}

/* A phrase of two words is a phrase in its own language, in which the rule may know sentences by their verbs; so it
 * must be taken in every language that has its letters, a single word in one. */
static wn_status try_spot(wn_prey *prey, const wn_pup *pup, wn_breed_spot spot, wn_bytes phrase, bool *is_eaten)
{
    bool      is_single = !memchr(phrase.data, ' ', phrase.size), taken = false, all = true;
    size_t    shown = SIZE_MAX;
    wn_buf    sentence = {0}, text = {0};
    wn_status status = WN_OK;
    for (size_t lang = 0; lang < wn_breed_lang_count() && status == WN_OK && all && !(taken && is_single); lang++) {
        bool fits;
        status = find_fit(prey, lang, phrase, &fits);
        if (status != WN_OK || !fits)
            continue;
        wn_buf_clear(&sentence);
        wn_breed_sentence_with(&prey->chance, lang, spot, phrase, &sentence);
        status = sentence.failed ? WN_NO_MEMORY : is_sentence_taken(prey, pup, wn_buf_bytes(&sentence), &text, &taken);
        all = taken;
        shown = shown == SIZE_MAX || is_single ? lang : shown;
    }
    if (status == WN_OK && taken && all) { /* of several languages the first is shown */
        wn_buf_clear(&sentence);
        wn_breed_sentence_with(&prey->chance, shown, spot, phrase, &sentence);
        status = sentence.failed ? WN_NO_MEMORY : is_sentence_taken(prey, pup, wn_buf_bytes(&sentence), &text, &taken);
    }
    if (status == WN_OK && taken && all) {
        *is_eaten = true;
        status = report_loss(prey, wn_buf_bytes(&text), pup->aim);
    }
    wn_buf_free(&sentence);
    wn_buf_free(&text);
    return status;
}

static wn_status try_phrase(wn_prey *prey, const wn_pup *pup, wn_bytes phrase, bool *is_eaten)
{
    wn_bytes  big = capitalised(prey, phrase);
    wn_status status = big.data ? WN_OK : WN_NO_MEMORY;
    for (size_t spot = 0; spot < WN_SPOTS && status == WN_OK && !*is_eaten; spot++)
        status = try_spot(prey, pup, (wn_breed_spot)spot, spot == WN_SPOT_START ? big : phrase, is_eaten);
    return status;
}

static bool is_known(const wn_bytes *phrases, size_t count, wn_bytes phrase)
{
    for (size_t i = 0; i < count; i++)
        if (wn_text_alike(phrases[i], phrase))
            return true;
    return false;
}

static wn_status try_phrases(wn_prey *prey, bool *is_eaten)
{
    wn_bytes  phrases[PHRASES_MAX];
    size_t    count = 0;
    wn_status status = WN_OK;
    for (size_t i = 0; i < prey->litter_count && count < PHRASES_MAX && status == WN_OK && !*is_eaten; i++) {
        const wn_pup *pup = &prey->litter[i];
        wn_bytes      phrase = pup->is_example ? (wn_bytes){0} : phrase_of(prey, pup);
        if (!phrase.size || is_known(phrases, count, phrase))
            continue;
        phrases[count++] = phrase;
        status = try_phrase(prey, pup, phrase, is_eaten);
    }
    return status;
}

/* ---- any line at a place ---- */

/* Whether the rule names nothing of the line: it goes for its place, its neighbours, its form. */
static bool is_open_line(const wn_pup *pup)
{
    wn_bytes    line = wn_text_line(pup->text, pup->aim);
    const char *mask = pup->mask.size ? pup->mask.data + (line.data - pup->text.data) : NULL;
    for (size_t i = 0; mask && i < line.size; i++)
        if (mask[i] == '#' || mask[i] == '%')
            return false;
    return mask && line.size;
}

/* A paragraph of an article in the place of a line of which nothing is named. */
static wn_status try_place(wn_prey *prey, const wn_pup *pup, bool *is_eaten)
{
    wn_buf    prose = {0}, text = {0};
    wn_status status = WN_OK;
    for (size_t lang = 0; lang < PLACE_LANGS && status == WN_OK && !*is_eaten; lang++) {
        wn_buf_clear(&prose);
        wn_breed_prose(&prey->chance, lang, &prose);
        status = prose.failed ? WN_NO_MEMORY : is_sentence_taken(prey, pup, wn_buf_bytes(&prose), &text, is_eaten);
    }
    if (status == WN_OK && *is_eaten)
        status = report_loss(prey, wn_buf_bytes(&text), pup->aim);
    wn_buf_free(&prose);
    wn_buf_free(&text);
    return status;
}

/* Not at the ends of the document, where what stands under a label of the author may well be about the author. */
static wn_status try_places(wn_prey *prey, bool *is_eaten)
{
    wn_unit   unit = prey->d->unit;
    wn_status status = WN_OK;
    size_t    tried = 0;
    if ((unit != WN_UNIT_LINE && unit != WN_UNIT_BLOCK && unit != WN_UNIT_RUN) || counts_points(prey))
        return WN_OK;
    for (size_t i = 0; i < prey->litter_count && tried < PHRASES_MAX && status == WN_OK && !*is_eaten; i++)
        if (is_open_line(&prey->litter[i])) {
            status = try_place(prey, &prey->litter[i], is_eaten);
            tried++;
        }
    return status;
}

/* ---- articles that go on ---- */

static bool put_long_article(wn_prey *prey, const wn_pup *pup, wn_buf *out)
{
    wn_breed_headline(&prey->chance, 0, out);
    wn_buf_text(out, "\n\n");
    for (size_t i = 0; i < 2; i++) {
        wn_breed_prose(&prey->chance, 0, out);
        wn_buf_text(out, "\n\n");
    }
    for (size_t i = pup->aim; i < pup->aim + pup->aim_count; i++) {
        wn_bytes line = wn_text_line(pup->text, i);
        wn_buf_append(out, line.data, line.size);
        wn_buf_put(out, '\n');
    }
    for (size_t i = 0; i < PARAGRAPHS_BELOW; i++) {
        wn_buf_put(out, '\n');
        wn_breed_prose(&prey->chance, 0, out);
        wn_buf_put(out, '\n');
    }
    return !out->failed;
}

static wn_status try_below(wn_prey *prey, const wn_pup *pup, bool *is_eaten)
{
    wn_buf    text = {0};
    wn_trial  trial = {0};
    size_t    lost = 0, last = 0;
    wn_status status = put_long_article(prey, pup, &text) ? WN_OK : WN_NO_MEMORY;
    if (status == WN_OK)
        status = wn_prey_try(prey, wn_buf_bytes(&text), &trial);
    for (size_t i = 5 + pup->aim_count; i < trial.line_count && status == WN_OK; i++)
        if (is_lost(&trial, i)) {
            lost++;
            last = i;
        }
    if (status == WN_OK && lost >= PARAGRAPHS_LOST) {
        *is_eaten = true;
        status = report_loss(prey, wn_buf_bytes(&text), last);
    }
    wn_buf_free(&text);
    return status;
}

static wn_status try_long_articles(wn_prey *prey, bool *is_eaten)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < prey->litter_count && i < PHRASES_MAX && status == WN_OK && !*is_eaten; i++)
        status = try_below(prey, &prey->litter[i], is_eaten);
    return status;
}

wn_status wn_attack_eats(wn_prey *prey)
{
    bool      is_eaten = false;
    wn_status status = wn_prey_removes(prey) ? try_articles(prey, &is_eaten) : WN_OK;
    if (status != WN_OK || is_eaten || !wn_prey_removes(prey) || prey->d->unit == WN_UNIT_SPAN)
        return status;
    status = try_phrases(prey, &is_eaten);
    if (status == WN_OK && !is_eaten)
        status = try_places(prey, &is_eaten);
    if (status == WN_OK && !is_eaten && prey->d->unit == WN_UNIT_SECTION)
        status = try_long_articles(prey, &is_eaten);
    return status;
}
