/* words.c: names and places, for reports. */
#include "author/words.h"

#include "base/plain.h"
#include "base/utf8.h"
#include "format/json.h"
#include "match/width.h"

#include <string.h>

uint32_t wn_place_column(const wn_place *place)
{
    size_t   begin = place->offset;
    uint32_t column = 1;
    while (begin && place->text.data[begin - 1] != '\n')
        begin--;
    for (size_t i = begin; i < place->offset; column++)
        i += wn_utf8_decode(place->text, i).size;
    return column;
}

void wn_words_place(wn_buf *out, const wn_place *place)
{
    wn_plain_put(out, (wn_bytes){place->file, strlen(place->file)});
    wn_buf_printf(out, ":%lu:%lu", (unsigned long)place->line, (unsigned long)wn_place_column(place));
}

void wn_words_source(wn_buf *out, const char *source, uint32_t caret)
{
    size_t columns = wn_width((wn_bytes){source, strlen(source)}, caret);
    wn_buf_printf(out, "    %s\n    %*s^\n", source, (int)columns, "");
}

void wn_words_json(wn_buf *out, const char *name, const char *text)
{
    wn_buf_printf(out, "\"%s\":\"", name);
    wn_json_put_escaped(out, (wn_bytes){text, strlen(text)});
    wn_buf_put(out, '"');
}

const char *wn_condition_word(const wn_condition *condition)
{
    static const char *const words[] = {[WN_OP_TRUE] = "anything",
                                        [WN_OP_ALL] = "all",
                                        [WN_OP_ANY] = "any",
                                        [WN_OP_NOT] = "unless",
                                        [WN_OP_IS] = "is",
                                        [WN_OP_STARTS] = "starts",
                                        [WN_OP_CONTAINS] = "contains",
                                        [WN_OP_MATCH] = "match",
                                        [WN_OP_WORDS] = "words",
                                        [WN_OP_CHARS] = "chars",
                                        [WN_OP_FEATURE] = NULL,
                                        [WN_OP_REPEATS] = "repeats",
                                        [WN_OP_ZONE] = "zone",
                                        [WN_OP_FIRST] = "first",
                                        [WN_OP_LAST] = "last",
                                        [WN_OP_PROSE_BEFORE] = "prose-before",
                                        [WN_OP_PROSE_AFTER] = "prose-after",
                                        [WN_OP_MARKED] = "marked",
                                        [WN_OP_ABOVE] = "above",
                                        [WN_OP_BELOW] = "below",
                                        [WN_OP_SCORE] = "score",
                                        [WN_OP_POINT] = "points"};
    static const char *const features[] = {
#define X(name, word) word,
        WN_FEATURES(X)
#undef X
    };
    return condition->op == WN_OP_FEATURE ? features[condition->a] : words[condition->op];
}
