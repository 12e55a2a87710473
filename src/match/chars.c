/* chars.c: character bits: a table for ASCII, general categories (unicode.h) and short lists for
 * the rest. The lists are in ascending order and searched by bisection. */
#include "match/chars.h"

#include "match/traits.h"
#include "match/unicode.h"

#include <stddef.h>

#define LETTER WN_CHAR_LETTER
#define DIGIT WN_CHAR_DIGIT

static const uint16_t ascii_bits[128] = {
    ['!'] = WN_CHAR_END,
    ['"'] = WN_CHAR_OPEN | WN_CHAR_CLOSE,
    ['\''] = WN_CHAR_OPEN | WN_CHAR_CLOSE,
    [')'] = WN_CHAR_CLOSE,
    ['*'] = WN_CHAR_BULLET,
    ['+'] = WN_CHAR_BULLET,
    [','] = WN_CHAR_COMMA,
    ['-'] = WN_CHAR_BULLET,
    ['.'] = WN_CHAR_END,
    [';'] = WN_CHAR_COMMA,
    ['>'] = WN_CHAR_BULLET,
    ['?'] = WN_CHAR_END,
    [']'] = WN_CHAR_CLOSE,
    ['}'] = WN_CHAR_CLOSE,
    ['~'] = WN_CHAR_BULLET,
    ['0'] = DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    DIGIT,
    ['A'] = LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    ['a'] = LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
    LETTER,
};

typedef struct special {
    uint32_t code;
    uint16_t bits;
} special;

static const special specials[] = {
    {0x00AB, WN_CHAR_OPEN | WN_CHAR_CLOSE}, /* « closes in German */
    {0x00B7, WN_CHAR_BULLET},               /* middle dot */
    {0x00BB, WN_CHAR_OPEN | WN_CHAR_CLOSE | WN_CHAR_BULLET},
    {0x0589, WN_CHAR_END},    /* Armenian full stop */
    {0x060C, WN_CHAR_COMMA},  /* Arabic comma */
    {0x061B, WN_CHAR_COMMA},  /* Arabic semicolon */
    {0x061F, WN_CHAR_END},    /* Arabic question mark */
    {0x06D4, WN_CHAR_END},    /* Urdu full stop */
    {0x0964, WN_CHAR_END},    /* danda */
    {0x0965, WN_CHAR_END},    /* double danda */
    {0x104B, WN_CHAR_END},    /* Myanmar section */
    {0x1362, WN_CHAR_END},    /* Ethiopic full stop */
    {0x17D4, WN_CHAR_END},    /* Khmer khan */
    {0x2010, WN_CHAR_BULLET}, /* hyphens and dashes */
    {0x2011, WN_CHAR_BULLET},
    {0x2012, WN_CHAR_BULLET},
    {0x2013, WN_CHAR_BULLET},
    {0x2014, WN_CHAR_BULLET},
    {0x2015, WN_CHAR_BULLET},
    {0x201A, WN_CHAR_OPEN},
    {0x201C, WN_CHAR_OPEN | WN_CHAR_CLOSE}, /* “ closes in German */
    {0x201D, WN_CHAR_OPEN | WN_CHAR_CLOSE}, /* ” opens in Swedish */
    {0x201E, WN_CHAR_OPEN},
    {0x201F, WN_CHAR_OPEN},
    {0x2022, WN_CHAR_BULLET}, /* bullet */
    {0x2023, WN_CHAR_BULLET},
    {0x2026, WN_CHAR_END}, /* ellipsis */
    {0x2039, WN_CHAR_OPEN | WN_CHAR_CLOSE},
    {0x203A, WN_CHAR_OPEN | WN_CHAR_CLOSE | WN_CHAR_BULLET},
    {0x203C, WN_CHAR_END}, /* double exclamation mark */
    {0x203D, WN_CHAR_END}, /* interrobang */
    {0x2043, WN_CHAR_BULLET},
    {0x2047, WN_CHAR_END},
    {0x2048, WN_CHAR_END},
    {0x2049, WN_CHAR_END},
    {0x204C, WN_CHAR_BULLET},
    {0x204D, WN_CHAR_BULLET},
    {0x2192, WN_CHAR_BULLET}, /* arrows */
    {0x21D2, WN_CHAR_BULLET},
    {0x2212, WN_CHAR_BULLET}, /* minus */
    {0x2219, WN_CHAR_BULLET},
    {0x25A0, WN_CHAR_BULLET}, /* squares, triangles, circles */
    {0x25A1, WN_CHAR_BULLET},
    {0x25AA, WN_CHAR_BULLET},
    {0x25AB, WN_CHAR_BULLET},
    {0x25B6, WN_CHAR_BULLET},
    {0x25B8, WN_CHAR_BULLET},
    {0x25BA, WN_CHAR_BULLET},
    {0x25C6, WN_CHAR_BULLET},
    {0x25C7, WN_CHAR_BULLET},
    {0x25CB, WN_CHAR_BULLET},
    {0x25CF, WN_CHAR_BULLET},
    {0x25E6, WN_CHAR_BULLET},
    {0x2713, WN_CHAR_BULLET}, /* check marks */
    {0x2714, WN_CHAR_BULLET},
    {0x2794, WN_CHAR_BULLET},
    {0x279C, WN_CHAR_BULLET},
    {0x27A4, WN_CHAR_BULLET},
    {0x3001, WN_CHAR_COMMA}, /* ideographic comma */
    {0x3002, WN_CHAR_END},   /* ideographic full stop */
    {0x300A, WN_CHAR_OPEN},
    {0x300B, WN_CHAR_CLOSE},
    {0x300C, WN_CHAR_OPEN},
    {0x300D, WN_CHAR_CLOSE},
    {0x300E, WN_CHAR_OPEN},
    {0x300F, WN_CHAR_CLOSE},
    {0x3011, WN_CHAR_CLOSE},
    {0x30FB, WN_CHAR_BULLET}, /* katakana middle dot */
    {0xFF61, WN_CHAR_END},    /* half-width ideographic full stop */
    {0xFF62, WN_CHAR_OPEN},
    {0xFF63, WN_CHAR_CLOSE},
    {0xFF64, WN_CHAR_COMMA},
};

/* Scripts written without spaces between words; none has cases. */
static const struct {
    uint32_t first, last;
} unspaced[] = {
    {0x0E00, 0x0EFF},                                         /* Thai, Lao */
    {0x0F00, 0x0FFF},                                         /* Tibetan */
    {0x1000, 0x109F},                                         /* Myanmar */
    {0x1780, 0x17FF},                                         /* Khmer */
    {0x2E80, 0x2FDF},                                         /* CJK radicals */
    {0x3005, 0x3007},   {0x3040, 0x30FF},                     /* kana */
    {0x3100, 0x312F},                                         /* bopomofo */
    {0x31F0, 0x31FF},   {0x3400, 0x4DBF},                     /* ideographs */
    {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},   {0xFF66, 0xFF9F}, /* half-width kana */
    {0x1B000, 0x1B16F}, {0x20000, 0x3FFFD},
};

static bool is_unspaced(uint32_t code)
{
    size_t low = 0, high = sizeof unspaced / sizeof *unspaced;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > unspaced[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof unspaced / sizeof *unspaced && code >= unspaced[low].first;
}

static unsigned special_bits(uint32_t code)
{
    size_t low = 0, high = sizeof specials / sizeof *specials;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > specials[middle].code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof specials / sizeof *specials && specials[low].code == code ? specials[low].bits : 0;
}

unsigned wn_char_bits(uint32_t code)
{
    if (code < 0x80)
        return ascii_bits[code];
    unsigned traits = wn_traits(code);
    if (traits & WN_TRAIT_LETTER)
        return WN_CHAR_LETTER | (traits & WN_TRAIT_UNSPACED ? WN_CHAR_UNSPACED : 0u);
    switch (wn_unicode_sort(code)) {
    case WN_SORT_LETTER:
        return WN_CHAR_LETTER | (is_unspaced(code) ? WN_CHAR_UNSPACED : 0u);
    case WN_SORT_NUMBER:
        return WN_CHAR_DIGIT;
    case WN_SORT_MARK:
        return WN_CHAR_MARK;
    default:
        return special_bits(code);
    }
}

/* ---- scripts ---- */

/* Groups of scripts without cases, and Cyrillic, whose cases are all in it; chars.h knows the frequent ones. What is
 * not listed, Latin and Greek among it, is group 0. */
static const struct {
    uint32_t first, last;
    uint8_t  group;
} scripts[] = {
    {0x1100, 0x11FF, WN_SCRIPT_HANGUL},
    {0x1C80, 0x1C8F, 1},
    {0x2010, 0x205E, 11}, /* dashes, quotes */
    {0x3000, 0x303F, 12}, /* their like in the Far East */
    {0x3041, 0x30FF, WN_SCRIPT_KANA},
    {0x3131, 0x318E, WN_SCRIPT_HANGUL},
    {0x3400, 0x4DBF, WN_SCRIPT_IDEOGRAPHS}, /* spread over groups */
    {0xA640, 0xA69F, 1},
};

/* Cyrillic, Hebrew, Arabic and Syriac, Devanagari, Bengali, Gurmukhi to Oriya, Tamil, Telugu to Sinhala, Thai. */
const uint8_t wn_near_scripts[192] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3,
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
    8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
};

uint32_t wn_odd_char_script(uint32_t code)
{
    size_t low = 0, high = sizeof scripts / sizeof *scripts;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > scripts[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sizeof scripts / sizeof *scripts || code < scripts[low].first)
        return 1;
    unsigned group = scripts[low].group;
    return (uint32_t)1 << (group == WN_SCRIPT_IDEOGRAPHS ? group + code % WN_IDEOGRAPH_SCRIPTS : group);
}
