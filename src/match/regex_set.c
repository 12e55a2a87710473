/* regex_set.c: sets of characters, exact for ASCII and rough beyond it: two repeats that follow each
 * other are cheap when their sets do not meet. */
#include "match/regex_tree.h"
#include "match/unicode.h"

#include <string.h>

#define LONG_S 0x017Fu      /* equals s without case */
#define KELVIN_SIGN 0x212Au /* equals k without case */

static void add_ascii(wn_rx_set *set, unsigned code)
{
    set->ascii[code >> 6] |= (uint64_t)1 << (code & 63);
}

static void add_ascii_range(wn_rx_set *set, unsigned first, unsigned last)
{
    for (unsigned code = first; code <= last; code++)
        add_ascii(set, code);
}

static void add_ascii_text(wn_rx_set *set, const char *text)
{
    for (; *text; text++)
        add_ascii(set, (unsigned char)*text);
}

static bool is_ascii_letter(uint32_t code)
{
    return code < 0x80 && (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
}

static uint8_t heap_of(uint32_t code)
{
    if (code == 0x85 || code == 0x180E)
        return WN_RX_SPACES;
    switch (wn_unicode_sort(code)) {
    case WN_SORT_LETTER:
    case WN_SORT_NUMBER:
        return WN_RX_WORDS;
    case WN_SORT_MARK:
    case WN_SORT_CONNECTOR:
        return WN_RX_MARKS;
    case WN_SORT_SPACE:
        return WN_RX_SPACES;
    default:
        return WN_RX_OTHERS;
    }
}

/* The first ones that are named are remembered. */
static void know_some(wn_rx_set *set, uint32_t first, uint32_t last)
{
    if (set->some_first)
        return;
    set->some_first = first;
    set->some_last = last;
}

void wn_rx_set_add(wn_rx_set *set, uint32_t code, bool caseless)
{
    if (code >= 0x80) {
        set->touched |= heap_of(code);
        know_some(set, code, code);
        if (caseless && code == LONG_S)
            add_ascii_text(set, "sS");
        if (caseless && code == KELVIN_SIGN)
            add_ascii_text(set, "kK");
        return;
    }
    add_ascii(set, code);
    if (!caseless || !is_ascii_letter(code))
        return;
    add_ascii(set, code ^ 0x20);
    if ((code | 0x20) == 's' || (code | 0x20) == 'k')
        set->touched |= WN_RX_WORDS;
}

void wn_rx_set_add_range(wn_rx_set *set, uint32_t first, uint32_t last, bool caseless)
{
    for (uint32_t code = first; code <= last && code < 0x80; code++)
        wn_rx_set_add(set, code, caseless);
    if (last >= 0x80) {
        set->touched = WN_RX_BEYOND;
        know_some(set, first < 0xA0 ? 0xA0 : first, last); /* no control characters */
    }
    if (last >= 0x80 && caseless) {
        add_ascii_text(set, "sSkK");
        set->is_rough = true;
    }
}

static void add_all(wn_rx_set *set)
{
    set->ascii[0] = set->ascii[1] = UINT64_MAX;
    set->touched = WN_RX_BEYOND;
    set->is_rough = true; /* it stands for sets that are not known */
}

void wn_rx_set_negate(wn_rx_set *set)
{
    set->some_first = set->some_last = 0;
    if (set->is_rough) {
        add_all(set);
        return;
    }
    set->ascii[0] = ~set->ascii[0];
    set->ascii[1] = ~set->ascii[1];
    uint8_t full = set->full;
    set->whole = 0;
    set->full = (uint8_t)(WN_RX_BEYOND & ~set->touched);
    set->touched = (uint8_t)(WN_RX_BEYOND & ~full);
}

/* ---- named sets ---- */

static void add_digits(wn_rx_set *set)
{
    add_ascii_range(set, '0', '9');
    set->touched |= WN_RX_WORDS;
}

static void add_upper(wn_rx_set *set)
{
    add_ascii_range(set, 'A', 'Z');
    set->touched |= WN_RX_WORDS;
}

static void add_lower(wn_rx_set *set)
{
    add_ascii_range(set, 'a', 'z');
    set->touched |= WN_RX_WORDS;
}

static void add_letters(wn_rx_set *set)
{
    add_upper(set);
    add_lower(set);
}

static void add_spaces(wn_rx_set *set)
{
    add_ascii_text(set, "\t\n\v\f\r ");
    set->touched |= WN_RX_SPACES;
    set->full |= WN_RX_SPACES;
}

static void add_word(wn_rx_set *set)
{
    add_digits(set);
    add_letters(set);
    add_ascii(set, '_');
    set->touched |= WN_RX_MARKS;
    set->full |= WN_RX_WORDS;
}

static void add_punctuation(wn_rx_set *set)
{
    for (unsigned code = '!'; code <= '~'; code++) {
        if (!is_ascii_letter(code) && !(code >= '0' && code <= '9'))
            add_ascii(set, code);
    }
    set->touched |= WN_RX_OTHERS | WN_RX_MARKS;
    set->is_rough = true; /* for its parts, such as \p{Pd} */
}

bool wn_rx_set_escape(wn_rx_set *set, char letter)
{
    wn_rx_set own = {{0, 0}, 0, 0, false, 0, 0, 0};
    switch (letter | 0x20) {
    case 'd':
        add_digits(&own);
        break;
    case 's':
        add_spaces(&own);
        break;
    case 'w':
        add_word(&own);
        break;
    case 'h':
        add_ascii_text(&own, "\t ");
        own.touched = WN_RX_SPACES;
        break;
    case 'v':
        add_ascii_text(&own, "\n\v\f\r");
        own.touched = WN_RX_SPACES;
        break;
    case 'n':
        if (letter == 'n')
            return false;
        add_ascii(&own, '\n');
        break;
    default:
        return false;
    }
    if (letter >= 'A' && letter <= 'Z')
        wn_rx_set_negate(&own);
    wn_rx_set_join(set, &own);
    return true;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (!strcmp(name, *names))
            return true;
    }
    return false;
}

/* A script, of which some letters are known; false for another name. */
static bool add_script(wn_rx_set *set, const char *name)
{
    static const struct {
        const char *name;
        uint32_t    first, last;
    } scripts[] = {{"han", 0x4E2D, 0x4E3B},      {"hiragana", 0x304B, 0x3062}, {"katakana", 0x30AB, 0x30C2},
                   {"hangul", 0xAC00, 0xAC1F},   {"cyrillic", 0x430, 0x44F},   {"greek", 0x3B1, 0x3C1},
                   {"arabic", 0x627, 0x63A},     {"hebrew", 0x5D0, 0x5EA},     {"thai", 0xE01, 0xE2E},
                   {"bengali", 0x995, 0x9A8},    {"tamil", 0xBA8, 0xBAA},      {"devanagari", 0x915, 0x939},
                   {"lao", 0xE94, 0xE97},        {"khmer", 0x1780, 0x17A2},    {"armenian", 0x561, 0x586},
                   {"georgian", 0x10D0, 0x10F0}, {"gujarati", 0xA95, 0xAA8},   {"telugu", 0xC15, 0xC28}};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (!strcmp(name, scripts[i].name)) {
            set->touched |= WN_RX_WORDS | WN_RX_MARKS | WN_RX_OTHERS;
            know_some(set, scripts[i].first, scripts[i].last);
            return true;
        }
    return false;
}

void wn_rx_set_property(wn_rx_set *set, const char *name)
{
    static const char *const letters[] = {"l", "l&", "lc", "latin", NULL};
    static const char *const digits[] = {"n", "nd", NULL};
    static const char *const marks[] = {"m", "mn", "mc", "me", NULL};
    static const char *const spaces[] = {"z", "zs", "zl", "zp", "xsp", "xps", NULL};
    static const char *const points[] = {"p",  "pc", "pd", "ps", "pe", "pi", "pf",
                                         "po", "s",  "sm", "sc", "sk", "so", NULL};
    if (!strcmp(name, "lu"))
        add_upper(set);
    else if (!strcmp(name, "ll"))
        add_lower(set);
    else if (is_one_of(name, letters))
        add_letters(set);
    else if (is_one_of(name, digits))
        add_digits(set);
    else if (is_one_of(name, marks))
        set->touched |= WN_RX_MARKS;
    else if (is_one_of(name, spaces))
        add_spaces(set);
    else if (is_one_of(name, points))
        add_punctuation(set);
    else if (add_script(set, name))
        return;
    else if (!strcmp(name, "xwd"))
        add_word(set);
    else
        add_all(set);
    wn_rx_set_add_whole(set, !strcmp(name, "l") ? 1 : !strcmp(name, "n") ? 2 : 0);
}

bool wn_rx_set_posix(wn_rx_set *set, wn_bytes name)
{
    static const char *const names[] = {"alpha", "lower", "upper", "alnum", "ascii", "blank", "cntrl",
                                        "digit", "graph", "print", "punct", "space", "word",  "xdigit"};
    size_t                   i = 0, count = sizeof names / sizeof *names;
    while (i < count && (strlen(names[i]) != name.size || memcmp(names[i], name.data, name.size)))
        i++;
    switch (i) {
    case 0:
        add_letters(set);
        return true;
    case 1:
        add_lower(set);
        return true;
    case 2:
        add_upper(set);
        return true;
    case 3:
        add_letters(set);
        add_digits(set);
        set->touched |= WN_RX_MARKS;
        return true;
    case 5:
        return wn_rx_set_escape(set, 'h');
    case 7:
        add_digits(set);
        return true;
    case 10:
        add_punctuation(set);
        return true;
    case 11:
        add_spaces(set);
        return true;
    case 12:
        add_word(set);
        return true;
    case 13:
        add_ascii_text(set, "0123456789abcdefABCDEF");
        return true;
    default:
        add_all(set);
        return i < count;
    }
}
