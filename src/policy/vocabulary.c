/* vocabulary.c: the tables of the policy language, and how numbers and names are read. */
#include "policy/vocabulary.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

#define LINES_MAX 100000   /* of a section, run, tail or head; more than any article has */
#define WORDS_MAX 10000000 /* of a line or document */
#define POINTS_MAX 1000    /* of one entry of `points`; fits wn_cond.n with room for sums */
#define NEIGHBOURS_MAX 100 /* lines above or below that a condition may ask: bounds its cost */

static const char *const off_words[] = {"off", NULL};
static const char *const switch_words[] = {"off", "on", NULL};
static const char *const exact_words[] = {"exact", NULL};
static const char *const true_words[] = {"true", NULL};
static const char *const letters_words[] = {"none", "some", NULL};
static const char *const repeats_words[] = {"headline", "above", "earlier", NULL};
static const char *const zone_words[] = {"head", "body", "tail", NULL};
static const char *const until_words[] = {"end", "blank", "prose", NULL};
static const char *const verdict_words[] = {"unchanged", "cleaned", "flagged", "guarded", "rejected", NULL};

const char *const wn_unit_words[] = {
#define X(name, word) word,
    WN_UNITS(X)
#undef X
        NULL};

#define ON(unit) (1u << WN_UNIT_##unit)

const wn_action_type wn_action_types[WN_REJECT + 1] = {
    [WN_STRIP] = {"strip", ON(LINE) | ON(BLOCK) | ON(SECTION) | ON(RUN) | ON(TAIL) | ON(HEAD) | ON(SPAN)},
    [WN_KEEP] = {"keep", ON(LINE) | ON(BLOCK)},
    [WN_MARK] = {"mark", ON(LINE) | ON(BLOCK)},
    [WN_REPLACE] = {"replace", ON(LINE) | ON(SPAN)},
    [WN_EXTRACT] = {"extract", ON(LINE) | ON(BLOCK)},
    [WN_FLAG] = {"flag", ON(LINE) | ON(BLOCK) | ON(DOCUMENT)},
    [WN_REJECT] = {"reject", ON(DOCUMENT)},
};

const char *const wn_action_words[] = {"strip", "keep", "mark", "replace", "extract", "flag", "reject", NULL};

const char *const wn_shipped_categories[] = {"ad",       "related", "nav",  "share",        "newsletter", "paywall",
                                             "comments", "consent", "bio",  "meta",         "copyright",  "gallery",
                                             "promo",    "tags",    "weak", "section-name", NULL};

/* Rows: word, and what the value may be; the help comes last. */
#define ROW(word_, value_, help_)                                                                                      \
    {                                                                                                                  \
        .word = (word_), .value = WN_VALUE_##value_, .help = (help_)                                                   \
    }
#define NEED(word_, value_, help_)                                                                                     \
    {                                                                                                                  \
        .word = (word_), .value = WN_VALUE_##value_, .is_required = true, .help = (help_)                              \
    }
#define NUMBER(word_, low_, high_, help_)                                                                              \
    {                                                                                                                  \
        .word = (word_), .value = WN_VALUE_INTEGER, .low = (low_), .high = (high_), .help = (help_)                    \
    }
#define CHOICE(word_, value_, words_, help_)                                                                           \
    {                                                                                                                  \
        .word = (word_), .value = WN_VALUE_##value_, .words = (words_), .help = (help_)                                \
    }
#define INNER(word_, value_, map_, help_)                                                                              \
    {                                                                                                                  \
        .word = (word_), .value = WN_VALUE_##value_, .map = WN_MAP_##map_, .help = (help_)                             \
    }
#define EACH(value_, map_, words_, help_)                                                                              \
    {                                                                                                                  \
        .value = WN_VALUE_##value_, .map = WN_MAP_##map_, .words = (words_), .help = (help_)                           \
    }

static const wn_key policy_keys[] = {
    {.word = "winnow",
     .value = WN_VALUE_INTEGER,
     .is_required = true,
     .low = 1,
     .high = WN_LANGUAGE_VERSION,
     .help = "version of the policy language: 1"},
    ROW("name", TEXT, "what reports call this policy"),
    ROW("version", TEXT, "shown in audit, metrics and annotations"),
    ROW("extends", TEXT_LIST, "policies that apply before this one: built-in names or paths"),
    {.word = "guard",
     .value = WN_VALUE_MAP_OR_WORD,
     .words = off_words,
     .map = WN_MAP_GUARD,
     .help = "when too much would go, nothing goes; off removes the guard"},
    ROW("lint-ignore", IDS, "findings of lint and fuzz that are meant, for all rules of the file"),
    INNER("define", MAP, DEFINES, "parts of patterns, used as %{name}"),
    INNER("rules", ENTRIES, RULE, "the rules, in any order"),
    INNER("overrides", ENTRIES, OVERRIDE, "changes to rules of this file and those it extends, in order"),
    INNER("tests", ENTRIES, TEST, "documents with the lines that stay and go"),
};

static const wn_key guard_keys[] = {
    ROW("max-removed-prose", SHARE, "share of the prose words that may go"),
    NUMBER("min-words", 0, WORDS_MAX, "words that must be left where there were as many"),
};

static const wn_key define_each = EACH(REGEX, DEFINES, NULL, "a part of a pattern");

static const wn_key rule_keys[] = {
    NEED("id", ID, "unique name, such as ad.label"),
    ROW("was", IDS, "earlier ids, by which overrides, --only and --disable still find it"),
    ROW("hits", TEXT_LIST, "documents of which this rule alone takes every line"),
    ROW("misses", TEXT_LIST, "documents of which this rule alone takes nothing"),
};

static const wn_key settings_keys[] = {
    ROW("category", ID, "what it removes; the id up to its first dot when left out"),
    ROW("why", TEXT, "the reason, for people"),
    NUMBER("level", 1, 3, "1 certain, 2 likely, 3 aggressive"),
    CHOICE("action", WORD, wn_action_words, "what happens to what the rule finds; strip when left out"),
    ROW("with", ANY_TEXT, "replace: what takes the place; $0 to $9, ${name}, $$"),
    ROW("field", FIELD, "extract: the field that gets the value"),
    ROW("shadow", BOOL, "true: only report, change nothing"),
    ROW("lint-ignore", IDS, "findings of lint and fuzz that are meant"),
    INNER("when", MAP, WHEN, "documents in which the rule works"),
    INNER("line", CONDITION, CONDITION, "every line for itself"),
    INNER("block", CONDITION, CONDITION, "lines between blank lines, judged as one"),
    INNER("section", MAP_OR_REGEX, SECTION, "a heading and what follows it"),
    INNER("run", MAP_OR_REGEX, RUN, "lines in a row that are alike"),
    INNER("tail", MAP_OR_REGEX, PEEL, "lines peeled from the end of the document upwards"),
    INNER("head", MAP_OR_REGEX, PEEL, "lines peeled from the start of the document downwards"),
    INNER("span", MAP_OR_REGEX, SPAN, "a part of a line"),
    INNER("document", CONDITION, DOCUMENT, "documents in which a line, or a field, fulfils the condition"),
};

static const wn_key section_keys[] = {
    {.word = "from",
     .value = WN_VALUE_CONDITION,
     .is_required = true,
     .map = WN_MAP_CONDITION,
     .help = "the heading that opens it"},
    {.word = "until",
     .value = WN_VALUE_UNTIL,
     .words = until_words,
     .map = WN_MAP_CONDITION,
     .help = "what closes it and stays; prose when left out"},
    INNER("takes", CONDITION, CONDITION, "only lines that fulfil it go, others stay"),
    NUMBER("limit", 1, LINES_MAX, "closes after so many lines, the heading counted"),
    NUMBER("min-lines", 0, LINES_MAX, "lines below the heading it must have to count"),
    INNER("marked", MAP, MARKED, "how many of its lines must be marked"),
    ROW("reaches-end", BOOL, "true: counts only when it reaches the end of the document"),
    ROW("keep-last", BOOL, "true: its last unbulleted line stays when it did not reach the end"),
};

static const wn_key run_keys[] = {
    NUMBER("min-lines", 1, LINES_MAX, "lines it must have to count; 2 when left out"),
    NUMBER("max-lines", 1, LINES_MAX, "a longer run does not count"),
    INNER("above", CONDITION, NEIGHBOUR, "a line above the whole run"),
    INNER("below", CONDITION, NEIGHBOUR, "a line below the whole run"),
    {.word = "marked", .value = WN_VALUE_MAP, .map = WN_MAP_MARKED, .help = "how many of its lines must be marked"},
    ROW("reaches-end", BOOL, "true: counts only when it reaches the end of the document"),
    ROW("keep-last", BOOL, "true: its last unbulleted line stays when it did not reach the end"),
};

static const wn_key peel_keys[] = {
    NUMBER("limit", 1, LINES_MAX, "lines it may take; 3 when left out"),
    NUMBER("score", 1, POINTS_MAX, "points a line needs"),
    INNER("points", MAPS, POINT, "what a line gets points for"),
};

static const wn_key span_keys[] = {
    NEED("match", REGEX, "the part of the line that goes"),
    CHOICE("case", WORD, exact_words, "exact: upper and lower case differ"),
};

static const wn_key document_keys[] = {
    ROW("field", FIELD, "the field of the record that is asked instead of the lines"),
};

#define CONDITION_KEYS                                                                                                 \
    ROW("is", TEXTS, "the whole line is one of these; bullets, outer punctuation and a counter ignored"),              \
        ROW("starts", TEXTS, "the line starts with one of these"),                                                     \
        ROW("contains", TEXTS, "the line has one of these"),                                                           \
        ROW("match", REGEXES, "PCRE2 finds one of these in the line"),                                                 \
        CHOICE("case", WORD, exact_words, "exact: upper and lower case differ in this map"),                           \
        INNER("words", MAP, RANGE, "words of the line"), INNER("chars", MAP, RANGE, "characters of the line"),         \
        ROW("ends-sentence", BOOL, "the line ends like a sentence"), ROW("prose", BOOL, "the line is running text"),   \
        ROW("sentence", BOOL, "the line is a sentence"), ROW("headline", BOOL, "the line looks like a headline"),      \
        ROW("key-value", BOOL, "the line is `Key: value`"), ROW("quoted", BOOL, "the line quotes somebody"),           \
        ROW("bulleted", BOOL, "the line starts with a bullet"),                                                        \
        CHOICE("letters", WORD, letters_words, "none: the line has no letter"),                                        \
        CHOICE("repeats", WORD, repeats_words, "the line says again what stands elsewhere"),                           \
        CHOICE("zone", WORDS, zone_words, "head: before the second prose line; tail: after the last"),                 \
        NUMBER("first", 1, LINES_MAX, "among the first lines of the document"),                                        \
        NUMBER("last", 1, LINES_MAX, "among the last lines of the document"),                                          \
        INNER("prose-before", MAP, SHARES, "share of the document's prose words above the line"),                      \
        INNER("prose-after", MAP, SHARES, "share of the document's prose words below the line"),                       \
        ROW("marked", IDS, "a line or block rule of this category claims or marks the line; any: of any"),             \
        INNER("any", CONDITIONS, CONDITION, "one of these holds"),                                                     \
        INNER("all", CONDITIONS, CONDITION, "all of these hold"),                                                      \
        INNER("unless", CONDITION, CONDITION, "this does not hold"),                                                   \
        INNER("above", CONDITION, NEIGHBOUR, "a line above fulfils this"),                                             \
        INNER("below", CONDITION, NEIGHBOUR, "a line below fulfils this")

static const wn_key condition_keys[] = {CONDITION_KEYS};

static const wn_key neighbour_keys[] = {
    NUMBER("within", 1, NEIGHBOURS_MAX, "how many lines that are not blank are asked; 1 when left out"),
    CHOICE("none", WORD, true_words, "true: there is no such line"),
};

static const wn_key point_keys[] = {
    {.word = "add",
     .value = WN_VALUE_INTEGER,
     .is_required = true,
     .low = -POINTS_MAX,
     .high = POINTS_MAX,
     .help = "points for a line that fulfils the rest"},
};

static const wn_key range_keys[] = {
    NUMBER("min", 0, WORDS_MAX, "at least"),
    NUMBER("max", 0, WORDS_MAX, "at most"),
};

static const wn_key shares_keys[] = {
    ROW("min", SHARE, "at least"),
    ROW("max", SHARE, "at most"),
};

static const wn_key marked_keys[] = {
    ROW("min", SHARE, "share of the lines that must be marked"),
    NUMBER("min-lines", 0, LINES_MAX, "lines that must be marked"),
};

static const wn_key prose_keys[] = {
    NUMBER("prose", 1, 1000, "prose lines in a row"),
};

static const wn_key when_keys[] = {
    ROW("source", TEXTS, "globs of publishers; an unknown one fits none"),
    ROW("lang", LANGS, "codes such as pt or pt-BR; an unknown language fits none"),
    INNER("field", MAP, GLOBS, "fields of the record and the globs they must fit"),
    INNER("prose-lines", MAP, RANGE, "prose lines of the document"),
    INNER("prose-words", MAP, RANGE, "words in prose lines of the document"),
};

static const wn_key glob_each = EACH(TEXT, GLOBS, NULL, "a glob");

static const wn_key override_keys[] = {
    INNER("when", MAP, WHEN, "documents for which it holds; all when left out"),
    {.word = "rules",
     .value = WN_VALUE_MAP,
     .is_required = true,
     .map = WN_MAP_PATCHES,
     .help = "ids, and off or the keys that change"},
};

static const wn_key patch_each = EACH(MAP_OR_WORD, SETTINGS, switch_words, "off, on, or the keys that change");

static const wn_key test_keys[] = {
    ROW("name", TEXT, "what it shows"),
    NEED("text", TEXT, "lines that begin with =| (stays), -| (goes), +| (takes the place) or ?| (not checked)"),
    ROW("lang", LANG, "the document's language"),
    ROW("source", TEXT, "the document's publisher"),
    ROW("headline", TEXT, "the document's headline"),
    INNER("fields", MAP, FIELDS, "fields of the record"),
    NUMBER("level", 1, 3, "the level it runs at; 2 when left out"),
    CHOICE("verdict", WORD, verdict_words, "what the document's verdict must be"),
};

static const wn_key field_each = EACH(ANY_TEXT, FIELDS, NULL, "the value of the field");

#define KEYS(keys_) .keys = (keys_), .key_count = COUNT_OF(keys_)
#define ALSO(map_) .also = WN_MAP_##map_, .has_also = true

static const wn_map_type map_types[WN_MAP_COUNT] = {
    [WN_MAP_POLICY] = {KEYS(policy_keys)},
    [WN_MAP_GUARD] = {KEYS(guard_keys)},
    [WN_MAP_DEFINES] = {.each = &define_each},
    [WN_MAP_RULE] = {KEYS(rule_keys), ALSO(SETTINGS)},
    [WN_MAP_SETTINGS] = {KEYS(settings_keys)},
    [WN_MAP_SECTION] = {KEYS(section_keys)},
    [WN_MAP_RUN] = {KEYS(run_keys), ALSO(CONDITION)},
    [WN_MAP_PEEL] = {KEYS(peel_keys), ALSO(CONDITION)},
    [WN_MAP_SPAN] = {KEYS(span_keys), ALSO(CONDITION)},
    [WN_MAP_DOCUMENT] = {KEYS(document_keys), ALSO(CONDITION)},
    [WN_MAP_CONDITION] = {KEYS(condition_keys)},
    [WN_MAP_NEIGHBOUR] = {KEYS(neighbour_keys), ALSO(CONDITION)},
    [WN_MAP_POINT] = {KEYS(point_keys), ALSO(CONDITION)},
    [WN_MAP_RANGE] = {KEYS(range_keys)},
    [WN_MAP_SHARES] = {KEYS(shares_keys)},
    [WN_MAP_MARKED] = {KEYS(marked_keys)},
    [WN_MAP_PROSE] = {KEYS(prose_keys)},
    [WN_MAP_WHEN] = {KEYS(when_keys)},
    [WN_MAP_GLOBS] = {.each = &glob_each},
    [WN_MAP_OVERRIDE] = {KEYS(override_keys)},
    [WN_MAP_PATCHES] = {.each = &patch_each},
    [WN_MAP_TEST] = {KEYS(test_keys)},
    [WN_MAP_FIELDS] = {.each = &field_each},
};

static const char *const map_names[WN_MAP_COUNT] = {
#define X(name, word) word,
    WN_MAPS(X)
#undef X
};

const wn_map_type *wn_map_type_of(wn_map_id map)
{
    return &map_types[map];
}

const char *wn_map_name(wn_map_id map)
{
    return map_names[map];
}

static const wn_key *own_key(const wn_map_type *type, wn_bytes word)
{
    for (size_t i = 0; i < type->key_count; i++)
        if (strlen(type->keys[i].word) == word.size && !memcmp(type->keys[i].word, word.data, word.size))
            return &type->keys[i];
    return NULL;
}

const wn_key *wn_map_key(wn_map_id map, wn_bytes word)
{
    const wn_map_type *type = &map_types[map];
    if (type->each)
        return type->each;
    const wn_key *key = own_key(type, word);
    return key || !type->has_also ? key : own_key(&map_types[type->also], word);
}

bool wn_map_owns(wn_map_id map, wn_bytes word)
{
    return own_key(&map_types[map], word) != NULL;
}

static size_t add_words(const wn_map_type *type, const char **words, size_t count)
{
    for (size_t i = 0; i < type->key_count && count < WN_MAP_WORDS_MAX; i++)
        words[count++] = type->keys[i].word;
    return count;
}

size_t wn_map_words(wn_map_id map, const char *words[WN_MAP_WORDS_MAX])
{
    const wn_map_type *type = &map_types[map];
    size_t             count = add_words(type, words, 0);
    return type->has_also ? add_words(&map_types[type->also], words, count) : count;
}

int wn_word_index(const char *const *words, wn_bytes text)
{
    for (int i = 0; words[i]; i++)
        if (strlen(words[i]) == text.size && !memcmp(words[i], text.data, text.size))
            return i;
    return -1;
}

/* ---- numbers and names ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_small(c) || (c >= 'A' && c <= 'Z');
}

bool wn_read_integer(wn_bytes text, int32_t *value)
{
    bool    is_negative = text.size && text.data[0] == '-';
    int64_t sum = 0;
    if (text.size == is_negative)
        return false;
    for (size_t i = is_negative; i < text.size; i++) {
        if (!is_digit(text.data[i]))
            return false;
        sum = sum * 10 + (text.data[i] - '0');
        if (sum > INT32_MAX)
            return false;
    }
    *value = (int32_t)(is_negative ? -sum : sum);
    return true;
}

bool wn_read_share(wn_bytes text, uint32_t *thousandths)
{
    size_t   i = 0;
    uint32_t sum = 0;
    for (; i < text.size && i < 3 && is_digit(text.data[i]); i++)
        sum = sum * 10 + (uint32_t)(text.data[i] - '0');
    if (!i)
        return false;
    sum *= 10;
    if (i + 1 < text.size && text.data[i] == '.' && is_digit(text.data[i + 1])) {
        sum += (uint32_t)(text.data[i + 1] - '0');
        i += 2;
    }
    if (i + 1 != text.size || text.data[i] != '%' || sum > 1000)
        return false;
    *thousandths = sum;
    return true;
}

bool wn_is_id(wn_bytes text)
{
    if (!text.size || text.size > WN_ID_BYTES_MAX || (!is_small(text.data[0]) && !is_digit(text.data[0])))
        return false;
    for (size_t i = 1; i < text.size; i++)
        if (!is_small(text.data[i]) && !is_digit(text.data[i]) && !memchr("._-", text.data[i], 3))
            return false;
    return true;
}

bool wn_is_lang(wn_bytes text)
{
    size_t part = 0; /* bytes since the last hyphen */
    for (size_t i = 0; i < text.size; i++) {
        bool is_first_part = part == i;
        if (text.data[i] == '-' && part)
            part = 0;
        else if (is_letter(text.data[i]) || (is_digit(text.data[i]) && !is_first_part))
            part++;
        else
            return false;
        if (part > 8)
            return false;
    }
    return part > 0 && text.size <= WN_ID_BYTES_MAX;
}
