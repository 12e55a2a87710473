/* test_gzip.c: gzip data whole, damaged at every place, and in every shape that the format allows. */
#include "stream/gzip.h"
#include "stream/input.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define DATA_MAX 4096
#define BOMB_BYTES ((size_t)8 << 20) /* of text in the bomb; a thousand times its data */

static const char text[] = "The ferry left at nine.\nIt came back at noon, at noon, at noon.\nThe ferry left again.\n";

/* Some data, put together piece by piece. */
typedef struct data {
    char   bytes[DATA_MAX];
    size_t size;
} data;

static void put(data *d, const void *bytes, size_t size)
{
    ck_assert_uint_le(size, DATA_MAX - d->size);
    if (size)
        memcpy(d->bytes + d->size, bytes, size);
    d->size += size;
}

static void put_number(data *d, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        put(d, (char[]){(char)(number >> 8 * i & 0xff)}, 1);
}

static void put_header(data *d, int flags)
{
    put(d, (char[]){0x1f, (char)0x8b, 8, (char)flags, 0, 0, 0, 0, 0, 3}, 10);
}

static void put_deflated(data *d, const char *words, size_t size)
{
    z_stream stream = {0};
    ck_assert_int_eq(deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)words;
    stream.avail_in = (unsigned)size;
    stream.next_out = (unsigned char *)d->bytes + d->size;
    stream.avail_out = (unsigned)(DATA_MAX - d->size);
    ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    d->size = DATA_MAX - stream.avail_out;
    deflateEnd(&stream);
}

static void put_trailer(data *d, const char *words, size_t size)
{
    put_number(d, (uint32_t)crc32(0, (const unsigned char *)words, (unsigned)size));
    put_number(d, (uint32_t)size);
}

static void put_member(data *d, const char *words, size_t size)
{
    put_header(d, 0);
    put_deflated(d, words, size);
    put_trailer(d, words, size);
}

static data member(void)
{
    data d = {.size = 0};
    put_member(&d, text, strlen(text));
    return d;
}

/* What decoding came to. */
typedef struct decoded {
    char      text[2 * DATA_MAX]; /* room for a read too many */
    size_t    size;
    wn_status status;
    char      message[256];
} decoded;

static void take_error(decoded *got, wn_error *error)
{
    if (error)
        snprintf(got->message, sizeof got->message, "%s", wn_error_at(error, 0)->message);
    wn_error_free(error);
}

/* Decodes data that come in pieces of `cut` bytes, reading `room` bytes at a time; with `asks`, asks before each
 * read whether there is more, and expects the truth. */
static decoded decode_cut(const data *d, size_t cut, size_t room, bool asks)
{
    static decoded got;
    wn_gunzip     *gunzip;
    wn_error      *error = NULL;
    size_t         fed = 0, size = 0;
    got = (decoded){.status = WN_OK};
    ck_assert_int_eq(wn_gunzip_new(&gunzip), WN_OK);
    for (;;) {
        bool has_more = asks && wn_gunzip_has_more(gunzip);
        ck_assert_uint_le(room, sizeof got.text - got.size);
        got.status = wn_gunzip_read(gunzip, "a.gz", got.text + got.size, room, &size, &error);
        if (asks)
            ck_assert_int_eq(has_more, size || got.status != WN_OK);
        got.size += size;
        if (got.status != WN_OK || (!size && wn_gunzip_has_ended(gunzip)))
            break;
        if (size)
            continue;
        size_t free_bytes;
        char  *place = wn_gunzip_room(gunzip, &free_bytes);
        size_t piece = d->size - fed < cut ? d->size - fed : cut;
        ck_assert_uint_ge(free_bytes, piece ? piece : 1);
        memcpy(place, d->bytes + fed, piece);
        fed += piece;
        wn_gunzip_fill(gunzip, piece);
    }
    wn_gunzip_free(gunzip);
    take_error(&got, error);
    return got;
}

static decoded decode(const data *d)
{
    return decode_cut(d, DATA_MAX, 1024, false);
}

static void expect_whole(const data *d, const char *words, size_t size)
{
    static const size_t cuts[] = {1, 2, 3, 7, DATA_MAX};
    for (size_t i = 0; i < 2 * sizeof cuts / sizeof *cuts; i++) {
        decoded got = decode_cut(d, cuts[i / 2], cuts[i / 2], i % 2);
        ck_assert_msg(got.status == WN_OK, "%s", got.message);
        ck_assert_mem_eq(got.text, words, size);
        ck_assert_uint_eq(got.size, size);
    }
}

static void expect_text(const data *d)
{
    expect_whole(d, text, strlen(text));
}

/* All text before the damage has come, as far as it can be told from the data, and the error says where. */
static void expect_damage(const data *d, const char *words)
{
    decoded got = decode(d);
    ck_assert_int_eq(got.status, WN_BAD_INPUT);
    ck_assert_uint_le(got.size, strlen(text));
    ck_assert_mem_eq(got.text, text, got.size);
    ck_assert_msg(strstr(got.message, words) != NULL, "\"%s\" is not in \"%s\"", words, got.message);
}

/* ---- whole ---- */

START_TEST(member_becomes_its_text_however_it_is_cut)
{
    data d = member();
    expect_text(&d);
}
END_TEST

START_TEST(what_is_no_gzip_passes_however_it_is_cut)
{
    static const char *const plain[] = {
        "", "a", "\x1f", "\x1fz", "\x1f\x8b\x07", "\x1f\x8b\x08\xe0", "\x8b\x1f", text, "x\x9c zlib's own form"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        data d = {.size = 0};
        put(&d, plain[i], strlen(plain[i]));
        expect_whole(&d, plain[i], strlen(plain[i]));
    }
}
END_TEST

START_TEST(each_field_of_the_header_is_skipped)
{
    static const char extra[] = {5, 0, 'a', 'b', 1, 0, 'c'};
    for (int flags = 0; flags < 32; flags++) {
        data d = {.size = 0};
        put_header(&d, flags);
        if (flags & 4)
            put(&d, extra, sizeof extra);
        if (flags & 8)
            put(&d, "harbour.txt", 12);
        if (flags & 16)
            put(&d, "a comment", 10);
        uint32_t sum = (uint32_t)crc32(0, (unsigned char *)d.bytes, (unsigned)d.size);
        if (flags & 2)
            put(&d, (char[]){(char)(sum & 0xff), (char)(sum >> 8 & 0xff)}, 2);
        put_deflated(&d, text, strlen(text));
        put_trailer(&d, text, strlen(text));
        expect_text(&d);
    }
}
END_TEST

START_TEST(members_follow_each_other)
{
    data d = {.size = 0};
    put_member(&d, text, 10);
    put_member(&d, "", 0);
    put_member(&d, text + 10, 1);
    put_member(&d, text + 11, strlen(text) - 11);
    put_member(&d, "", 0);
    expect_text(&d);
}
END_TEST

START_TEST(empty_member_is_an_empty_text)
{
    data d = {.size = 0};
    put_member(&d, "", 0);
    expect_whole(&d, "", 0);
}
END_TEST

START_TEST(zeros_after_the_end_are_padding)
{
    static const char zeros[600];
    for (size_t size = 1; size <= sizeof zeros; size += 599) {
        data d = member();
        put(&d, zeros, size);
        expect_text(&d);
    }
}
END_TEST

START_TEST(gzip_in_gzip_is_decoded_once)
{
    data inner = member(), outer = {.size = 0};
    put_member(&outer, inner.bytes, inner.size);
    expect_whole(&outer, inner.bytes, inner.size);
}
END_TEST

START_TEST(bomb_is_decoded_with_little_memory)
{
    wn_gzip   *gzip;
    wn_gunzip *gunzip;
    wn_error  *error = NULL;
    char      *words = calloc(BOMB_BYTES, 1), *bomb = malloc(BOMB_BYTES / 100);
    wn_bytes   rest = {words, BOMB_BYTES}, piece;
    size_t     size = 0, got, sum = 0, room;
    ck_assert(words && bomb);
    ck_assert_int_eq(wn_gzip_new(&gzip), WN_OK);
    while ((piece = wn_gzip_encode(gzip, &rest, WN_GZIP_FINISH)).size) {
        ck_assert_uint_le(size + piece.size, BOMB_BYTES / 100);
        memcpy(bomb + size, piece.data, piece.size);
        size += piece.size;
    }
    wn_gzip_free(gzip);
    ck_assert_int_eq(wn_gunzip_new(&gunzip), WN_OK);
    memcpy(wn_gunzip_room(gunzip, &room), bomb, size);
    ck_assert_uint_ge(room, size);
    wn_gunzip_fill(gunzip, size);
    while (wn_gunzip_read(gunzip, "bomb", words, 1000, &got, &error) == WN_OK && got)
        sum += got;
    ck_assert_ptr_null(error);
    ck_assert_uint_eq(sum, BOMB_BYTES);
    wn_gunzip_free(gunzip);
    free(words);
    free(bomb);
}
END_TEST

/* ---- damaged ---- */

START_TEST(data_cut_off_at_any_byte_give_the_text_before_and_the_offset)
{
    data   whole = {.size = 0};
    size_t before = 0;
    put_header(&whole, 8);
    put(&whole, "name", 5);
    put_deflated(&whole, text, strlen(text));
    put_trailer(&whole, text, strlen(text));
    for (size_t size = 2; size < whole.size; size++) {
        char words[64];
        data d = whole;
        d.size = size;
        snprintf(words, sizeof words, "break off at byte %zu;", size);
        expect_damage(&d, words);
        decoded got = decode(&d);
        ck_assert_uint_ge(got.size, before);
        before = got.size;
        decoded slow = decode_cut(&d, 1, 1, true);
        ck_assert_int_eq(slow.status, WN_BAD_INPUT);
        ck_assert_uint_eq(slow.size, got.size);
    }
    ck_assert_uint_eq(before, strlen(text));
}
END_TEST

START_TEST(second_member_cut_off_at_any_byte_gives_the_first)
{
    data   d = member();
    size_t first = d.size;
    put_member(&d, text, strlen(text));
    for (size_t size = first + 1; size < d.size; size++) {
        data cut = d;
        cut.size = size;
        decoded got = decode(&cut);
        ck_assert_int_eq(got.status, WN_BAD_INPUT);
        ck_assert_uint_ge(got.size, strlen(text));
        ck_assert_mem_eq(got.text, text, strlen(text));
        ck_assert_mem_eq(got.text + strlen(text), text, got.size - strlen(text));
    }
}
END_TEST

START_TEST(any_flipped_bit_is_no_crash_and_never_passes_for_another_text)
{
    data whole = member();
    for (size_t bit = 0; bit < whole.size * 8; bit++) {
        data d = whole;
        d.bytes[bit / 8] = (char)(d.bytes[bit / 8] ^ 1 << bit % 8);
        decoded got = decode(&d);
        bool    is_plain = got.size == d.size && memcmp(got.text, d.bytes, d.size) == 0;
        bool    is_text = got.size == strlen(text) && memcmp(got.text, text, got.size) == 0;
        ck_assert_msg(got.status == WN_BAD_INPUT || is_plain || is_text, "bit %zu", bit);
    }
}
END_TEST

START_TEST(wrong_sum_is_an_error_after_the_text)
{
    data d = member();
    d.bytes[d.size - 8]++;
    expect_damage(&d, "incorrect data check");
    ck_assert_uint_eq(decode(&d).size, strlen(text));
}
END_TEST

START_TEST(wrong_length_is_an_error_after_the_text)
{
    data d = member();
    d.bytes[d.size - 1]++;
    expect_damage(&d, "incorrect length check");
    ck_assert_uint_eq(decode(&d).size, strlen(text));
}
END_TEST

START_TEST(wrong_sum_of_the_header_is_an_error)
{
    data d = {.size = 0};
    put_header(&d, 2);
    put(&d, "ab", 2);
    put_deflated(&d, text, strlen(text));
    put_trailer(&d, text, strlen(text));
    expect_damage(&d, "header crc mismatch");
}
END_TEST

START_TEST(distance_beyond_the_start_is_an_error_after_the_text_before)
{
    /* fixed codes: the literal 'T', then length 3 at distance 4 */
    static const unsigned char block[] = {0x0b, 0x01, 0x62, 0x00};
    data                       d = {.size = 0};
    put_header(&d, 0);
    put(&d, block, sizeof block);
    put_trailer(&d, text, 4);
    expect_damage(&d, "invalid distance too far back");
    ck_assert_uint_eq(decode(&d).size, 1);
}
END_TEST

START_TEST(garbage_after_the_end_is_an_error_after_the_text)
{
    static const struct {
        const char *bytes;
        size_t      size;
    } garbage[] = {{"x", 1}, {"\0x", 2}, {"\x1f", 1}, {"\x1fx", 2}, {"\0\x1f\x8b\x08", 4}, {"plain text\n", 11}};
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        data d = member();
        put(&d, garbage[i].bytes, garbage[i].size);
        expect_damage(&d, "are followed by something else");
        ck_assert_uint_eq(decode(&d).size, strlen(text));
        ck_assert_int_eq(decode_cut(&d, 1, 1, true).status, WN_BAD_INPUT);
    }
}
END_TEST

START_TEST(damage_is_told_again_to_whoever_reads_on)
{
    wn_gunzip *gunzip;
    wn_error  *error = NULL;
    size_t     size;
    char       got[64];
    ck_assert_int_eq(wn_gunzip_new(&gunzip), WN_OK);
    memcpy(wn_gunzip_room(gunzip, &size), "\x1f\x8b\x08\0wrong", 9);
    wn_gunzip_fill(gunzip, 9);
    wn_gunzip_fill(gunzip, 0);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(wn_gunzip_read(gunzip, "a", got, sizeof got, &size, &error), WN_BAD_INPUT);
    ck_assert_uint_eq(wn_error_count(error), 2);
    wn_error_free(error);
    wn_gunzip_free(gunzip);
}
END_TEST

/* ---- the encoder ---- */

static void encode(wn_gzip *gzip, const char *words, size_t size, wn_gzip_step step, data *d)
{
    wn_bytes rest = {words, size}, piece;
    while ((piece = wn_gzip_encode(gzip, &rest, step)).size)
        put(d, piece.data, piece.size);
    ck_assert_uint_eq(rest.size, 0);
}

START_TEST(encoded_text_comes_back_and_its_header_tells_nothing)
{
    data     d = {.size = 0};
    wn_gzip *gzip;
    ck_assert_int_eq(wn_gzip_new(&gzip), WN_OK);
    encode(gzip, text, 20, WN_GZIP_GO_ON, &d);
    encode(gzip, text + 20, strlen(text) - 20, WN_GZIP_FINISH, &d);
    encode(gzip, NULL, 0, WN_GZIP_FINISH, &d);
    wn_gzip_free(gzip);
    expect_text(&d);
    ck_assert_mem_eq(d.bytes, "\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
}
END_TEST

START_TEST(flushed_text_can_be_read_before_the_end)
{
    data     d = {.size = 0};
    wn_gzip *gzip;
    ck_assert_int_eq(wn_gzip_new(&gzip), WN_OK);
    encode(gzip, text, 24, WN_GZIP_FLUSH, &d);
    decoded got = decode(&d);
    ck_assert_uint_eq(got.size, 24);
    ck_assert_mem_eq(got.text, text, 24);
    size_t before = d.size;
    encode(gzip, NULL, 0, WN_GZIP_FLUSH, &d);
    ck_assert_uint_eq(d.size, before);
    wn_gzip_free(gzip);
}
END_TEST

START_TEST(encoded_nothing_is_an_empty_member)
{
    data     d = {.size = 0};
    wn_gzip *gzip;
    ck_assert_int_eq(wn_gzip_new(&gzip), WN_OK);
    encode(gzip, NULL, 0, WN_GZIP_FINISH, &d);
    wn_gzip_free(gzip);
    ck_assert_uint_eq(d.size, 20);
    expect_whole(&d, "", 0);
}
END_TEST

/* ---- through a descriptor ---- */

START_TEST(input_says_what_it_is_and_whether_it_would_wait)
{
    data      d = member();
    int       ends[2];
    char      got[200];
    size_t    size;
    bool      is_gzip;
    wn_error *error = NULL;
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq((int)write(ends[1], d.bytes, d.size), (int)d.size);
    wn_input input = wn_input_of(ends[0], "pipe");
    ck_assert_int_eq(wn_input_decode(&input, &is_gzip, &error), WN_OK);
    ck_assert(is_gzip);
    ck_assert(!wn_input_would_wait(&input));
    ck_assert_int_eq(wn_input_read(&input, got, strlen(text), &size, &error), WN_OK);
    ck_assert_uint_eq(size, strlen(text));
    ck_assert(wn_input_would_wait(&input)); /* though all room was used, there is no more */
    close(ends[1]);
    ck_assert(!wn_input_would_wait(&input));
    ck_assert_int_eq(wn_input_read(&input, got, sizeof got, &size, &error), WN_OK);
    ck_assert_uint_eq(size, 0);
    wn_input_close(&input);
    close(ends[0]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gzip");
    TCase *tests = tcase_create("gzip");
    tcase_add_test(tests, member_becomes_its_text_however_it_is_cut);
    tcase_add_test(tests, what_is_no_gzip_passes_however_it_is_cut);
    tcase_add_test(tests, each_field_of_the_header_is_skipped);
    tcase_add_test(tests, members_follow_each_other);
    tcase_add_test(tests, empty_member_is_an_empty_text);
    tcase_add_test(tests, zeros_after_the_end_are_padding);
    tcase_add_test(tests, gzip_in_gzip_is_decoded_once);
    tcase_add_test(tests, bomb_is_decoded_with_little_memory);
    tcase_add_test(tests, data_cut_off_at_any_byte_give_the_text_before_and_the_offset);
    tcase_add_test(tests, second_member_cut_off_at_any_byte_gives_the_first);
    tcase_add_test(tests, any_flipped_bit_is_no_crash_and_never_passes_for_another_text);
    tcase_add_test(tests, wrong_sum_is_an_error_after_the_text);
    tcase_add_test(tests, wrong_length_is_an_error_after_the_text);
    tcase_add_test(tests, wrong_sum_of_the_header_is_an_error);
    tcase_add_test(tests, distance_beyond_the_start_is_an_error_after_the_text_before);
    tcase_add_test(tests, garbage_after_the_end_is_an_error_after_the_text);
    tcase_add_test(tests, damage_is_told_again_to_whoever_reads_on);
    tcase_add_test(tests, encoded_text_comes_back_and_its_header_tells_nothing);
    tcase_add_test(tests, flushed_text_can_be_read_before_the_end);
    tcase_add_test(tests, encoded_nothing_is_an_empty_member);
    tcase_add_test(tests, input_says_what_it_is_and_whether_it_would_wait);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
