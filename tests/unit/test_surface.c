/* test_surface.c: what one look at a line tells, against what view, fold and words tell of it. */
#include "match/surface.h"

#include "base/buf.h"
#include "base/pile.h"
#include "base/utf8.h"
#include "match/chars.h"
#include "match/fold.h"
#include "match/literal_pairs.h"
#include "match/view.h"
#include "match/words.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 20000

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static wn_surface surface;
static unsigned   read_count;

/* In ASCII, words begin at letters and digits behind others; beyond it, at least there. */
static bool has_begins(wn_bytes line)
{
    bool after_letter = false, is_right = true;
    for (size_t i = 0; i < line.size;) {
        wn_utf8_char c = wn_utf8_decode(line, i);
        bool         is_letter = wn_char_bits(c.code) & (WN_CHAR_LETTER | WN_CHAR_DIGIT);
        bool         begins = surface.begins[i / 64] >> i % 64 & 1;
        is_right = is_right && (begins || !is_letter || after_letter) &&
                   (!surface.is_ascii || begins == (is_letter && !after_letter));
        after_letter = is_letter;
        i += c.size;
    }
    return is_right;
}

/* Every line that is read has itself as its view, and every such line in ASCII is read; both ways agree. */
static void compare_by(wn_bytes line, unsigned width)
{
    wn_buf  store = {0}, fold = {0};
    wn_view view;
    wn_view_make(line, &store, &view);
    bool is_itself = line.size && view.text.data == line.data && view.text.size == line.size;
    bool is_read = wn_surface_read_by(width, line, &surface);
    ck_assert((is_itself || !is_read) && (is_read || !is_itself || !view.is_ascii));
    if (is_read) {
        static const char zeros[WN_SURFACE_PAD];
        wn_counts         counts = wn_count_words(line), *own = &surface.counts;
        read_count++;
        wn_fold(line, &fold);
        ck_assert(surface.is_ascii == view.is_ascii && surface.size == line.size);
        ck_assert(own->words == counts.words && own->unspaced == counts.unspaced && own->chars == counts.chars &&
                  own->scripts == counts.scripts && own->has_letters == counts.has_letters &&
                  own->has_colon == counts.has_colon && own->has_quotes == counts.has_quotes);
        ck_assert(fold.size == line.size && !memcmp(surface.fold, fold.data, line.size));
        ck_assert(!memcmp(surface.fold + line.size, zeros, WN_SURFACE_PAD) && has_begins(line));
    }
    wn_buf_free(&store);
    wn_buf_free(&fold);
}

/* With every width that this processor has; nothing may be read behind the line's end. */
static void compare(wn_bytes line)
{
    char *alone = malloc(line.size + !line.size);
    memcpy(alone, line.data, line.size);
    for (unsigned width = 16; width <= wn_surface_width(); width *= 2)
        compare_by((wn_bytes){alone, line.size}, width);
    free(alone);
}

START_TEST(lines_look_as_the_slow_way_finds_them)
{
    static const char common[] = "abcxyzABCXYZ019 .,:\"'-()#@_&/[{`|}~^";
    uint32_t          state = 7;
    char              line[300];
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = next_random(&state) % (round % 4 ? 80 : sizeof line);
        for (size_t i = 0; i < size; i++)
            line[i] = common[next_random(&state) % (sizeof common - 1)];
        if (round % 3) /* most spaces alone, so that some lines are read */
            for (size_t i = 0; i < size; i++)
                if (line[i] == ' ' && (!i || i + 1 == size || line[i - 1] == ' '))
                    line[i] = 'o';
        if (round % 7 == 0 && size)
            line[next_random(&state) % size] = (char)next_random(&state);
        for (size_t i = 0; round % 5 == 0 && i + 3 < size; i += 1 + next_random(&state) % 20) {
            static const uint32_t some[] = {0xE9,  0xC9,  0xDF,   0x2019, 0x201C, 0x434,
                                            0x414, 0x3C3, 0x6708, 0xB2E4, 0xA0,   0x301};
            i += wn_utf8_encode(some[next_random(&state) % 12], line + i);
        }
        compare((wn_bytes){line, size});
    }
}
END_TEST

START_TEST(every_byte_at_every_place_of_a_block_is_seen)
{
    char line[130];
    for (unsigned byte = 0; byte < 256; byte++)
        for (size_t at = 0; at < sizeof line; at += 1 + (byte >= 0x80)) {
            memset(line, 'm', sizeof line);
            line[at] = (char)byte;
            compare((wn_bytes){line, sizeof line});
        }
}
END_TEST

/* Where characters of many kinds are, and where ranges of the same kind begin and end. */
static bool is_looked_at_closely(uint32_t code)
{
    static const uint32_t borders[] = {0x3000, 0x3400, 0x4E00, 0xA000, 0xAC00, 0xD780};
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++)
        if (code + 0x60 >= borders[i] && code < borders[i] + 0x40)
            return true;
    return code < 0x3000;
}

/* Each character of the first planes, alone among words and across the borders of blocks. */
START_TEST(every_character_looks_as_the_slow_way_finds_it)
{
    for (uint32_t code = 0x80; code < 0x20000; code += is_looked_at_closely(code) ? 1 : 7) {
        char   line[160];
        size_t size = 0;
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        for (int i = 0; i < 30; i++) {
            size += wn_utf8_encode(code, line + size);
            if (i % 3 == (int)(code % 3))
                line[size++] = 'k';
        }
        read_count = 0;
        compare((wn_bytes){line, size});
        compare((wn_bytes){line, wn_utf8_encode(code, line)});
    }
}
END_TEST

START_TEST(texts_of_many_scripts_are_read)
{
    static const char *const texts[] = {
        "Das Schiff fährt über die Brücke, sagte Frau Öztan am Freitag; „später“ heiße nicht „nie“ — Ätna, Straße.",
        "Le maire a déclaré à l'Île-d'Étain que « l'été » serait long, très long… Œuvre, ÇA, École.",
        "Мэр сказал, что Паром «Волна» пойдёт в июне. ЁЛКА Щука Ъ — да.",
        "Ο δήμαρχος είπε ότι το πλοίο θα φύγει. ΝΗΣΟΣ Νησος",
        "市长说，渡轮将在六月开航。「好」",
        "नाव जून में चलेगी, महापौर ने कहा।",
        "ستنطلق العبارة في يونيو، قال العمدة.",
        "배는 6월에 출항한다고 시장이 말했다.",
        "Tàu sẽ khởi hành vào tháng Sáu, Thị trưởng nói. Đà Nẵng ẤM Ế",
    };
    read_count = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        compare((wn_bytes){texts[i], strlen(texts[i])});
    read_count = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        compare_by((wn_bytes){texts[i], strlen(texts[i])}, 16);
    ck_assert_uint_eq(read_count, 8); /* all but the one with a comma of full width */
}
END_TEST

/* Letters, marks that have a place among marks, and those that have none, in any order and over the borders of blocks.
 */
START_TEST(marks_are_read_where_none_follows_another)
{
    static const uint32_t some[] = {0x915, 0x93F, 0x94D, 0x5D0, 0x5B0, 0x628, 0x64E,
                                    0x651, ' ',   'k',   0x430, 0x410, 0x3B9};
    uint32_t              state = 11;
    read_count = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char   line[200];
        size_t size = 0, kinds = 2 + next_random(&state) % 12, most = next_random(&state) % 190;
        do
            size += wn_utf8_encode(some[next_random(&state) % kinds], line + size);
        while (size < most);
        compare((wn_bytes){line, size});
    }
    ck_assert_uint_ge(read_count, ROUNDS / 10);
}
END_TEST

START_TEST(characters_before_the_end_of_a_block_are_read_to_the_end_of_the_line)
{
    static const char *const characters[] = {"\u00e9", "\u0434", "\u6708"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        for (size_t ascii = 50; ascii < 260; ascii++)
            for (size_t wide = 1; wide < 40; wide++) {
                char   line[400];
                size_t size = ascii;
                memset(line, 'w', ascii);
                for (size_t n = 0; n < wide; n++, size += strlen(characters[i]))
                    memcpy(line + size, characters[i], strlen(characters[i]));
                compare((wn_bytes){line, size});
                line[size++] = 'x';
                compare((wn_bytes){line, size});
            }
}
END_TEST

START_TEST(longest_lines_are_read_to_their_end)
{
    static char line[WN_SURFACE_BYTES_MAX];
    for (size_t i = 0; i < sizeof line; i++)
        line[i] = i % 7 == 6 ? ' ' : 'w';
    line[sizeof line - 1] = '7';
    compare((wn_bytes){line, sizeof line});
    compare((wn_bytes){line, sizeof line - 65});
}
END_TEST

/* ---- literals ---- */

static const char       pool[] = "read more\0k share\0(c)\0foo:\0x\0utm_\0by \0adverts";
static const wn_literal literals[] = {
    {.text = 0, .size = 9, .kind = WN_LITERAL_CONTAINS, .at_word = 1},
    {.text = 10, .size = 7, .kind = WN_LITERAL_CONTAINS},
    {.text = 18, .size = 3, .kind = WN_LITERAL_CONTAINS},
    {.text = 22, .size = 4, .kind = WN_LITERAL_CONTAINS},
    {.text = 27, .size = 1, .kind = WN_LITERAL_CONTAINS, .at_word = 1},
    {.text = 29, .size = 4, .kind = WN_LITERAL_CONTAINS, .at_word = 1},
    {.text = 34, .size = 3, .kind = WN_LITERAL_STARTS},
    {.text = 38, .size = 7, .kind = WN_LITERAL_STARTS, .after_lead = 1},
};
#define LITERALS (sizeof literals / sizeof *literals)

static void note_found(void *user, uint32_t literal)
{
    unsigned *found = user;
    *found |= 1u << literal;
}

static void note_in_list(void *user, uint32_t literal)
{
    bool *found = user;
    found[literal] = true;
}

static bool has_inside(const char *line, size_t size, const char *part, size_t part_size)
{
    for (size_t i = 0; i + part_size <= size; i++)
        if (!memcmp(line + i, part, part_size))
            return true;
    return false;
}

static unsigned find_in(size_t count, const char *text)
{
    wn_arena    arena = {0};
    wn_literals tables;
    unsigned    found = 0;
    ck_assert_int_eq(wn_literals_make(literals, count, pool, NULL, &arena, &tables), WN_OK);
    ck_assert(wn_surface_read((wn_bytes){text, strlen(text)}, &surface));
    wn_literals_scan_surface(&tables, &surface, note_found, &found);
    wn_arena_free(&arena);
    return found;
}

START_TEST(literals_are_found_where_they_stand)
{
    ck_assert_uint_eq(find_in(LITERALS, "Please READ MORE here"), 1u << 0);
    ck_assert_uint_eq(find_in(LITERALS, "A thread more or less"), 0);
    ck_assert_uint_eq(find_in(LITERALS, "12k share this"), 1u << 1);
    ck_assert_uint_eq(find_in(LITERALS, "12m share this"), 0);
    ck_assert_uint_eq(find_in(LITERALS, "All of it (C) the pier"), 1u << 2);
    ck_assert_uint_eq(find_in(LITERALS, "barfoo: one"), 1u << 3);
    ck_assert_uint_eq(find_in(LITERALS, "X marks it"), 1u << 4);
    ck_assert_uint_eq(find_in(LITERALS, "?utm_a=1"), 1u << 5);
    ck_assert_uint_eq(find_in(LITERALS, "By the pier"), 1u << 6);
    ck_assert_uint_eq(find_in(LITERALS, "- adverts"), 1u << 7);
    ck_assert_uint_eq(find_in(LITERALS, "stand by adverts"), 0);
}
END_TEST

START_TEST(what_needs_no_look_inside_words_is_known)
{
    wn_arena    arena = {0};
    wn_literals tables;
    ck_assert_int_eq(wn_literals_make(literals, 2, pool, NULL, &arena, &tables), WN_OK);
    ck_assert(!tables.surfaced.has_others);
    ck_assert_int_eq(wn_literals_make(literals, 3, pool, NULL, &arena, &tables), WN_OK);
    ck_assert(tables.surfaced.has_others); /* "c)" is too short a rest */
    ck_assert_int_eq(wn_literals_make(literals, 4, pool, NULL, &arena, &tables), WN_OK);
    ck_assert(tables.surfaced.has_others);
    wn_arena_free(&arena);
}
END_TEST

/* Random literals without an anchor, in random lines: with vectors, without, and by search. */
START_TEST(literals_that_may_stand_anywhere_are_found)
{
    static const char bytes[] = "abkez";
    uint32_t          state = 99;
    for (int round = 0; round < 200; round++) {
        char       text[60 * 8], line[200];
        wn_literal some[60];
        size_t     count = 1 + next_random(&state) % 60, size = 0;
        for (size_t i = 0; i < count; i++) {
            some[i] = (wn_literal){.text = (uint32_t)(i * 8),
                                   .size = 2 + next_random(&state) % 4,
                                   .kind = WN_LITERAL_CONTAINS};
            for (size_t k = 0; k < some[i].size; k++)
                text[i * 8 + k] = bytes[next_random(&state) % 5];
        }
        while (size < 150) {
            uint32_t pick = next_random(&state) % 9;
            bool     may_space = size && line[size - 1] != ' ';
            if (pick >= 7)
                size += wn_utf8_encode(pick == 7 ? 0xE9 : 0x434, line + size);
            else
                line[size++] = pick == 6 && may_space ? ' ' : bytes[pick % 5];
        }
        line[size++] = 'a';
        wn_arena    arena = {0};
        wn_literals tables;
        ck_assert_int_eq(wn_literals_make(some, count, text, NULL, &arena, &tables), WN_OK);
        ck_assert(wn_surface_read((wn_bytes){line, size}, &surface));
        for (int by_vectors = 0; by_vectors < 2; by_vectors++) {
            bool found[60] = {0};
            bool is_right = true;
            wn_paired_scan_by(by_vectors, &tables, &surface, note_in_list, found);
            for (size_t i = 0; i < count; i++)
                is_right = is_right && found[i] == has_inside(line, size, text + some[i].text, some[i].size);
            ck_assert(is_right);
        }
        wn_arena_free(&arena);
    }
}
END_TEST

/* ---- the pile ---- */

START_TEST(what_was_piled_up_stays_where_it_is)
{
    wn_pile pile = {0};
    char   *taken[40];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++) {
            size_t size = i == 20 ? 200000 : 5000;
            ck_assert_ptr_nonnull(taken[i] = wn_pile_take(&pile, size));
            memset(taken[i], i, size);
        }
        for (int i = 0; i < 40; i++)
            ck_assert(taken[i][0] == i && taken[i][4999] == i);
        wn_pile_clear(&pile);
    }
    wn_pile_free(&pile);
}
END_TEST

START_TEST(pile_goes_back_to_a_mark)
{
    wn_pile      pile = {0};
    wn_pile_mark bottom = wn_pile_mark_top(&pile);
    char        *first = wn_pile_take(&pile, 10);
    wn_pile_mark mark = wn_pile_mark_top(&pile);
    char        *second = wn_pile_take(&pile, 10);
    wn_pile_take(&pile, 100000);
    wn_pile_rewind(&pile, mark);
    ck_assert_ptr_eq(wn_pile_take(&pile, 10), second);
    wn_pile_rewind(&pile, bottom);
    ck_assert_ptr_eq(wn_pile_take(&pile, 10), first);
    wn_pile_free(&pile);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("surface");
    TCase *tests = tcase_create("surface");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, lines_look_as_the_slow_way_finds_them);
    tcase_add_test(tests, every_byte_at_every_place_of_a_block_is_seen);
    tcase_add_test(tests, every_character_looks_as_the_slow_way_finds_it);
    tcase_add_test(tests, texts_of_many_scripts_are_read);
    tcase_add_test(tests, marks_are_read_where_none_follows_another);
    tcase_add_test(tests, characters_before_the_end_of_a_block_are_read_to_the_end_of_the_line);
    tcase_add_test(tests, longest_lines_are_read_to_their_end);
    tcase_add_test(tests, literals_are_found_where_they_stand);
    tcase_add_test(tests, what_needs_no_look_inside_words_is_known);
    tcase_add_test(tests, literals_that_may_stand_anywhere_are_found);
    tcase_add_test(tests, what_was_piled_up_stays_where_it_is);
    tcase_add_test(tests, pile_goes_back_to_a_mark);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
