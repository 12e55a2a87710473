/* chars.h: what kind of character it is, as far as lines of news need to know. */
#ifndef WN_MATCH_CHARS_H
#define WN_MATCH_CHARS_H

#include <stdbool.h>
#include <stdint.h>

/* Bits; a character can have several. */
enum {
    WN_CHAR_LETTER = 1,   /* L* */
    WN_CHAR_DIGIT = 2,    /* N* */
    WN_CHAR_MARK = 4,     /* M* */
    WN_CHAR_UNSPACED = 8, /* a letter of a script that puts no spaces between words */
    WN_CHAR_END = 16,     /* ends a sentence */
    WN_CHAR_OPEN = 32,    /* opens a quotation; may also close one */
    WN_CHAR_CLOSE = 64,   /* closes a quotation or bracket after a sentence; may also open one */
    WN_CHAR_BULLET = 128, /* begins an item of a list */
    WN_CHAR_COMMA = 256   /* separates clauses */
};

/* The bits of a character; cheap for ASCII. */
unsigned wn_char_bits(uint32_t code);

/* Whether a byte is an ASCII letter or digit. */
static inline bool wn_is_ascii_word(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Of wn_char_script, for characters that it does not know itself. */
uint32_t wn_odd_char_script(uint32_t code);

/* Of U+0400 to U+0FFF, which of the groups below is that of sixteen characters each. */
extern const uint8_t wn_near_scripts[192];

enum {
    WN_SCRIPT_HANGUL = 10,
    WN_SCRIPT_KANA = 13,
    WN_SCRIPT_IDEOGRAPHS = 14, /* and those behind it */
    WN_IDEOGRAPH_SCRIPTS = 16
};

/* Scripts in broad groups, a bit for each; 0 for ASCII. Characters that are the same but for case are in one group,
 * so that a caseless comparison never leaves it. */
static inline uint32_t wn_char_script(uint32_t code)
{
    if (code < 0x0400)
        return code >= 0x80;
    if (code < 0x1000)
        return (uint32_t)1 << wn_near_scripts[(code - 0x0400) / 16];
    if (code >= 0x4E00 && code <= 0x9FFF)
        return (uint32_t)1 << (WN_SCRIPT_IDEOGRAPHS + code % WN_IDEOGRAPH_SCRIPTS);
    if (code >= 0xAC00 && code <= 0xD7A3)
        return (uint32_t)1 << WN_SCRIPT_HANGUL;
    return wn_odd_char_script(code);
}

#endif
