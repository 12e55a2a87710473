/* phrases.c: view, fold, and the part that the operator compares. */
#include "policy/phrases.h"

#include "base/utf8.h"
#include "match/chars.h"
#include "match/fold.h"
#include "match/view.h"

#include <stdlib.h>

/* What the operator compares: the core, the text from its first letter on, or all of it. */
static wn_bytes part_of(wn_op op, wn_bytes text)
{
    return op == WN_OP_IS ? wn_core(text) : op == WN_OP_STARTS ? wn_lead(text) : text;
}

static bool fold_phrase(wn_reader *reader, wn_op op, wn_bytes text, wn_phrase *phrase)
{
    wn_buf view = {0}, fold = {0};
    bool   is_done = wn_view_literal(text, &view) == WN_OK && wn_fold(wn_buf_bytes(&view), &fold) == WN_OK;
    if (is_done) {
        phrase->exact = wn_reader_copy(reader, part_of(op, wn_buf_bytes(&view)));
        phrase->folded = wn_reader_copy(reader, part_of(op, wn_buf_bytes(&fold)));
    } else
        wn_complain_memory(&reader->complaints);
    wn_buf_free(&view);
    wn_buf_free(&fold);
    return is_done;
}

static void complain_empty(wn_reader *reader, wn_op op, const wn_node *text)
{
    wn_complain(&reader->complaints, &text->place, "nothing is left of \"%s\" without its %spunctuation, in %s; use %s",
                text->text.data, op == WN_OP_IS ? "outer " : "leading ", reader->complaints.owner,
                op == WN_OP_IS ? "match" : "contains or match");
}

const wn_phrase *wn_phrases_read(wn_reader *reader, wn_op op, const wn_node *texts, size_t *count)
{
    wn_phrase *phrases = wn_reader_alloc(reader, wn_item_count(texts), sizeof *phrases);
    bool       is_good = phrases != NULL;
    for (size_t i = 0; phrases && i < wn_item_count(texts); i++) {
        const wn_node *text = wn_item(texts, i);
        if (!fold_phrase(reader, op, text->text, &phrases[i]))
            return NULL;
        if (!phrases[i].folded.size) {
            complain_empty(reader, op, text);
            is_good = false;
        }
    }
    *count = wn_item_count(texts);
    return is_good ? phrases : NULL;
}

/* ---- with case ---- */

#define JUNK "[^\\p{L}\\p{N}]*"
#define COUNTER "(?:[(\\[{][0-9 ,.+]{1,20}[)\\]}]" JUNK ")?" /* one at each end: more are doubt, and doubt keeps */

static void put_quoted(wn_buf *out, wn_bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool is_plain = c >= 0x80 || c == ' ' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!is_plain)
            wn_buf_put(out, '\\');
        wn_buf_put(out, (char)c);
    }
}

static bool ends_in_letter(wn_bytes text)
{
    size_t at = text.size - 1;
    while (at && ((unsigned char)text.data[at] & 0xC0) == 0x80)
        at--;
    return wn_char_bits(wn_utf8_decode(text, at).code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
}

const wn_expression *wn_phrases_exactly(wn_reader *reader, wn_op op, const wn_node *texts, const wn_phrase *phrases,
                                        size_t count)
{
    wn_buf pattern = {0};
    wn_buf_text(&pattern, op == WN_OP_IS ? "^" JUNK COUNTER "(?:" : op == WN_OP_STARTS ? "^" JUNK "(?:" : "(?:");
    for (size_t i = 0; i < count; i++) {
        if (i)
            wn_buf_put(&pattern, '|');
        put_quoted(&pattern, phrases[i].exact);
        if (op == WN_OP_STARTS && ends_in_letter(phrases[i].exact))
            wn_buf_text(&pattern, "(?![\\p{L}\\p{N}])");
    }
    wn_buf_text(&pattern, op == WN_OP_IS ? ")" JUNK COUNTER "$" : ")");
    const wn_expression *expression = NULL;
    if (pattern.failed)
        wn_complain_memory(&reader->complaints);
    else if (pattern.size > WN_REGEX_BYTES_MAX)
        wn_complain(&reader->complaints, &texts->place,
                    "more than %d bytes of literals with case: exact, in %s; spread them over several rules",
                    WN_REGEX_BYTES_MAX, reader->complaints.owner);
    else
        expression = wn_expression_make(reader, texts, wn_buf_bytes(&pattern), true);
    wn_buf_free(&pattern);
    return expression;
}
