/* test_restore.c: what the filter takes, restore brings back: random documents under random policies, as text
 * and as records, in one run or several.
 *
 * The audit is fed as the filter command feeds it. A failure names the seed; WINNOW_SEED=N runs that one alone,
 * WINNOW_ROUNDS=N changes how many. */
#include "author/fuzz/breed.h"

#include "format/json.h"
#include "stream/audit.h"
#include "stream/restore.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define ROUNDS 300

/* ---- filtering with an audit ---- */

typedef struct account {
    wn_audit   audit;
    wn_output  output; /* into `kept_path` */
    char       audit_path[32];
    char       kept_path[32];
    wn_buf     input; /* of all runs */
    wn_filter *filter;
} account;

static int make_file(char path[32])
{
    strcpy(path, "/tmp/winnow-test-XXXXXX");
    int descriptor = mkstemp(path);
    ck_assert_int_ge(descriptor, 0);
    return descriptor;
}

static bool give(void *user, wn_bytes output)
{
    account *a = user;
    wn_audit_give(&a->audit, output);
    return wn_output_write(&a->output, output) == WN_OK;
}

static bool note(void *user, const wn_change *change)
{
    account *a = user;
    return wn_audit_note(&a->audit, change);
}

static bool divert(void *user, wn_route route, wn_bytes record)
{
    (void)user;
    (void)route;
    (void)record;
    return true;
}

static void open_account(account *a)
{
    *a = (account){0};
    close(make_file(a->audit_path));
    ck_assert_int_eq(wn_output_new(make_file(a->kept_path), "kept", &a->output), WN_OK);
    ck_assert_int_eq(wn_audit_open(a->audit_path, &a->audit, NULL), WN_OK);
    a->output.leader = &a->audit.output;
}

static void close_account(account *a)
{
    unlink(a->audit_path);
    unlink(a->kept_path);
    wn_buf_free(&a->input);
}

static void feed_in_pieces(account *a, wn_bytes text, wn_breeder *g)
{
    wn_audit_mark(&a->audit);
    for (size_t at = 0; at < text.size;) {
        size_t size = 1 + wn_breeder_below(g, 5000);
        size = size < text.size - at ? size : text.size - at;
        wn_audit_take(&a->audit, (wn_bytes){text.data + at, size});
        ck_assert_int_eq(wn_filter_feed(a->filter, text.data + at, size), WN_OK);
        at += size;
    }
    ck_assert_int_eq(wn_filter_end(a->filter, NULL), WN_OK);
    wn_buf_append(&a->input, text.data, text.size);
}

/* Something that goes by the filter. */
static void pass(account *a, const char *separator)
{
    wn_bytes bytes = {separator, strlen(separator)};
    wn_audit_take(&a->audit, bytes);
    ck_assert(give(a, bytes));
    wn_buf_append(&a->input, bytes.data, bytes.size);
}

typedef void make_input(wn_breeder *g, wn_buf *out);

static void filter_run(account *a, const wn_policy *policy, const wn_filter_options *options, make_input *make,
                       wn_breeder *g)
{
    wn_sink sink = {.user = a, .write = give, .change = note, .divert = divert};
    ck_assert_int_eq(wn_filter_new(policy, options, &sink, &a->filter, NULL), WN_OK);
    ck_assert(wn_audit_begin(&a->audit, policy, options));
    for (size_t left = wn_breeder_below(g, 4); left; left--) {
        wn_buf text = {0};
        make(g, &text);
        feed_in_pieces(a, wn_buf_bytes(&text), g);
        if (options->format == WN_FORMAT_TEXT && wn_breeder_one_in(g, 2))
            pass(a, "\f");
        wn_buf_free(&text);
    }
    ck_assert(wn_audit_end(&a->audit));
    wn_filter_free(a->filter);
}

static void restore_and_compare(const account *a, uint64_t seed)
{
    char      path[32];
    wn_input  kept, audit;
    wn_output output;
    wn_error *error = NULL;
    wn_buf    back = {0};
    int       descriptor = make_file(path);
    ck_assert_int_eq(wn_output_new(dup(descriptor), "back", &output), WN_OK);
    ck_assert_int_eq(wn_input_open(a->kept_path, &kept, NULL), WN_OK);
    ck_assert_int_eq(wn_input_open(a->audit_path, &audit, NULL), WN_OK);
    uint64_t  torn;
    wn_status status = wn_restore(&kept, &audit, &output, &torn, &error);
    ck_assert_msg(status == WN_OK, "seed %llu: line %u: %s", (unsigned long long)seed,
                  error ? (unsigned)wn_error_at(error, 0)->line : 0, error ? wn_error_at(error, 0)->message : "");
    ck_assert_int_eq(wn_output_close(&output), WN_OK);
    ck_assert(wn_buf_reserve(&back, a->input.size + 1));
    lseek(descriptor, 0, SEEK_SET);
    for (ssize_t got; (got = read(descriptor, back.data + back.size, a->input.size + 1 - back.size)) > 0;)
        back.size += (size_t)got;
    ck_assert_msg(back.size == a->input.size && (!back.size || memcmp(back.data, a->input.data, back.size) == 0),
                  "seed %llu: what comes back is not what went in", (unsigned long long)seed);
    wn_input_close(&kept);
    wn_input_close(&audit);
    wn_output_free(&output);
    wn_buf_free(&back);
    close(descriptor);
    unlink(path);
}

static wn_policy *make_random_policy(wn_breeder *g)
{
    wn_bred_policy text = wn_breed_policy(g, (wn_breed_reach)wn_breeder_below(g, 3));
    wn_buf         yaml = {0};
    wn_policy     *policy = NULL;
    wn_bred_policy_write(&text, &yaml);
    if (wn_breeder_one_in(g, 3))
        wn_buf_text(&yaml, "- {id: z.reject, action: reject, document: {match: 'harbour', words: {max: 2}}}\n");
    wn_layer layer = {.name = "random", .text = wn_buf_bytes(&yaml)};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    wn_buf_free(&yaml);
    wn_bred_policy_free(&text);
    return policy;
}

static void filter_and_restore(uint64_t seed, wn_filter_options *options, make_input *make, wn_breeder *g)
{
    account    a;
    wn_policy *policy = make_random_policy(g);
    open_account(&a);
    for (size_t left = 1 + wn_breeder_below(g, 2); left; left--)
        filter_run(&a, policy, options, make, g);
    ck_assert_int_eq(wn_output_close(&a.output), WN_OK);
    wn_output_free(&a.output);
    wn_audit_close(&a.audit);
    restore_and_compare(&a, seed);
    wn_policy_free(policy);
    close_account(&a);
}

/* ---- text ---- */

static void make_text(wn_breeder *g, wn_buf *out)
{
    wn_breed_document(g, out, wn_breeder_one_in(g, 40) ? 6000 : wn_breeder_below(g, 60));
}

static void restore_text(uint64_t seed)
{
    wn_breeder        g = {seed};
    wn_filter_options options = {.level = (int)wn_breeder_below(&g, 4)};
    if (wn_breeder_one_in(&g, 2)) {
        options.hold_is_set = true;
        options.hold_bytes = wn_breeder_one_in(&g, 3) ? 0 : WN_HOLD_MIN;
    }
    filter_and_restore(seed, &options, make_text, &g);
}

/* ---- records ---- */

static void put_record(wn_breeder *g, wn_buf *out)
{
    wn_buf text = {0};
    wn_breed_document(g, &text, wn_breeder_below(g, 12));
    wn_buf_printf(out, "%s{\"id\":%zu, \"title\":\"Harbour\\u0020news\", \"text\": \"",
                  wn_breeder_one_in(g, 9) ? " " : "", wn_breeder_below(g, 99));
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x20 && text.data[i] != '"' && text.data[i] != '\\' &&
            wn_breeder_one_in(g, 30) && (unsigned char)text.data[i] < 0x80)
            wn_buf_printf(out, "\\u%04x", (unsigned)text.data[i]);
        else
            wn_json_put_escaped(out, (wn_bytes){text.data + i, 1});
    wn_buf_text(out, wn_breeder_one_in(g, 5) ? "\",\"updated\":null }" : "\"}");
    wn_buf_free(&text);
}

static void make_records(wn_breeder *g, wn_buf *out)
{
    static const char *const others[] = {"",  " ", "[1]", "{\"text\":3}", "{\"text\":\"cut", "null", "\xEF\xBB\xBF{}",
                                         "{}"};
    for (size_t left = wn_breeder_below(g, 12); left; left--) {
        if (wn_breeder_one_in(g, 4))
            wn_buf_text(out, WN_BREED_PICK(g, others));
        else
            put_record(g, out);
        if (left > 1 || wn_breeder_one_in(g, 2))
            wn_buf_text(out, wn_breeder_one_in(g, 6) ? "\r\n" : "\n");
    }
}

static void restore_records(uint64_t seed)
{
    wn_breeder        g = {seed};
    wn_filter_options options = {.format = WN_FORMAT_JSONL, .level = (int)wn_breeder_below(&g, 4)};
    options.annotate = wn_breeder_one_in(&g, 2);
    options.divert_rejects = wn_breeder_one_in(&g, 2) || !options.annotate;
    options.one_to_one = options.annotate && wn_breeder_one_in(&g, 3);
    options.on_error = !options.one_to_one && wn_breeder_one_in(&g, 2) ? WN_ON_ERROR_DROP : WN_ON_ERROR_PASS;
    filter_and_restore(seed, &options, make_records, &g);
}

/* ---- damage ---- */

/* A small run whose files are in memory. */
typedef struct sample {
    wn_buf kept;
    wn_buf audit;
} sample;

static void read_file(const char *path, wn_buf *out)
{
    wn_input input;
    size_t   got;
    ck_assert_int_eq(wn_input_open(path, &input, NULL), WN_OK);
    do {
        ck_assert(wn_buf_reserve(out, WN_INPUT_BYTES));
        ck_assert_int_eq(wn_input_read(&input, out->data + out->size, WN_INPUT_BYTES, &got, NULL), WN_OK);
        out->size += got;
    } while (got);
    wn_input_close(&input);
}

static void make_sample_text(wn_breeder *g, wn_buf *out)
{
    (void)g;
    wn_buf_text(out, "The ferry left at nine.\nADVERTISEMENT\n\nIt came back \xFF at noon.\nadvertisement\nThe end");
}

static sample make_sample(void)
{
    static const char yaml[] = "winnow: 1\nname: sample\nrules:\n- {id: ad.label, line: {is: advertisement}}\n"
                               "- {id: ad.ff, action: replace, with: noon, span: 'at noon'}\n";
    wn_layer          layer = {.name = "sample", .text = {yaml, sizeof yaml - 1}};
    wn_filter_options options = {0};
    wn_policy        *policy = NULL;
    wn_breeder        g = {2};
    account           a;
    sample            s = {0};
    wn_buf            text = {0};
    ck_assert_int_eq(wn_policy_load(&layer, 1, NULL, &policy, NULL), WN_OK);
    open_account(&a);
    wn_sink sink = {.user = &a, .write = give, .change = note};
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &a.filter, NULL), WN_OK);
    ck_assert(wn_audit_begin(&a.audit, policy, &options));
    make_sample_text(&g, &text);
    feed_in_pieces(&a, wn_buf_bytes(&text), &g);
    ck_assert(wn_audit_end(&a.audit));
    wn_filter_free(a.filter);
    ck_assert_int_eq(wn_output_close(&a.output), WN_OK);
    wn_output_free(&a.output);
    wn_audit_close(&a.audit);
    read_file(a.kept_path, &s.kept);
    read_file(a.audit_path, &s.audit);
    wn_buf_free(&text);
    wn_policy_free(policy);
    close_account(&a);
    return s;
}

static wn_input open_bytes(wn_bytes bytes)
{
    char     path[32];
    int      descriptor = make_file(path);
    wn_input input = {.descriptor = descriptor, .name = "file", .is_owned = true};
    unlink(path);
    ck_assert_int_eq(write(descriptor, bytes.data, bytes.size), (ssize_t)bytes.size);
    lseek(descriptor, 0, SEEK_SET);
    return input;
}

/* The line of the audit that restoring from these bytes complains of, or where a run begins that it leaves aside; 0:
 * neither. */
static uint32_t find_fault(wn_bytes kept, wn_bytes audit)
{
    wn_input  one = open_bytes(kept), other = open_bytes(audit), nowhere = open_bytes((wn_bytes){0});
    wn_output output;
    wn_error *error = NULL;
    ck_assert_int_eq(wn_output_new(nowhere.descriptor, "back", &output), WN_OK);
    uint64_t  torn;
    wn_status status = wn_restore(&one, &other, &output, &torn, &error);
    uint32_t  line = error ? wn_error_at(error, 0)->line : (uint32_t)torn;
    ck_assert_int_eq(status, error ? WN_BAD_INPUT : WN_OK);
    wn_error_free(error);
    wn_output_free(&output);
    wn_input_close(&one);
    wn_input_close(&other);
    wn_input_close(&nowhere);
    return line;
}

static uint32_t line_of(const wn_buf *text, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text->data[i] == '\n';
    return line;
}

static void free_sample(sample *s)
{
    wn_buf_free(&s->kept);
    wn_buf_free(&s->audit);
}

START_TEST(edited_audit_is_found_at_its_line)
{
    sample s = make_sample();
    ck_assert_uint_eq(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&s.audit)), 0);
    for (size_t i = 0; i < s.audit.size; i++) {
        if (s.audit.data[i] == '\n')
            continue;
        s.audit.data[i] ^= 1;
        if (s.audit.data[i] != '\n')
            ck_assert_uint_eq(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&s.audit)), line_of(&s.audit, i));
        s.audit.data[i] ^= 1;
    }
    free_sample(&s);
}
END_TEST

START_TEST(audit_that_was_cut_off_is_found_wherever_it_ends)
{
    sample s = make_sample();
    for (size_t size = 0; size < s.audit.size; size++) {
        uint32_t line = find_fault(wn_buf_bytes(&s.kept), (wn_bytes){s.audit.data, size});
        uint32_t last = size ? line_of(&s.audit, size - 1) : 0;
        ck_assert_msg(size ? line == last : line == 0, "cut at %zu: line %u", size, (unsigned)line);
    }
    free_sample(&s);
}
END_TEST

static wn_bytes line_at(const wn_buf *text, size_t number)
{
    const char *begin = text->data, *end = text->data + text->size;
    for (; number; number--)
        begin = (const char *)memchr(begin, '\n', (size_t)(end - begin)) + 1;
    return (wn_bytes){begin, (size_t)((const char *)memchr(begin, '\n', (size_t)(end - begin)) - begin) + 1};
}

static void append_lines(wn_buf *out, const wn_buf *text, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        wn_bytes line = line_at(text, i);
        wn_buf_append(out, line.data, line.size);
    }
}

START_TEST(missing_moved_and_doubled_lines_are_found)
{
    sample s = make_sample();
    size_t count = line_of(&s.audit, s.audit.size) - 1;
    for (size_t i = 0; i < count; i++) {
        wn_buf missing = {0}, moved = {0}, doubled = {0};
        append_lines(&missing, &s.audit, 0, i);
        append_lines(&missing, &s.audit, i + 1, count);
        append_lines(&doubled, &s.audit, 0, i + 1);
        append_lines(&doubled, &s.audit, i, count);
        ck_assert_uint_gt(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&missing)), 0);
        ck_assert_uint_gt(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&doubled)), 0);
        if (i) {
            append_lines(&moved, &s.audit, 0, i - 1);
            append_lines(&moved, &s.audit, i, i + 1);
            append_lines(&moved, &s.audit, i - 1, i);
            append_lines(&moved, &s.audit, i + 1, count);
            ck_assert_uint_eq(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&moved)), i);
        }
        wn_buf_free(&missing);
        wn_buf_free(&moved);
        wn_buf_free(&doubled);
    }
    free_sample(&s);
}
END_TEST

START_TEST(output_that_was_changed_cut_or_extended_is_found)
{
    sample s = make_sample();
    for (size_t i = 0; i < s.kept.size; i++) {
        s.kept.data[i] ^= 1;
        ck_assert_uint_gt(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&s.audit)), 0);
        s.kept.data[i] ^= 1;
        ck_assert_uint_gt(find_fault((wn_bytes){s.kept.data, i}, wn_buf_bytes(&s.audit)), 0);
    }
    wn_buf_put(&s.kept, 'x');
    ck_assert_uint_gt(find_fault(wn_buf_bytes(&s.kept), wn_buf_bytes(&s.audit)), 0);
    free_sample(&s);
}
END_TEST

static const char *const hostile_lines[] = {"{}",
                                            "[]",
                                            "null",
                                            "{\"seq\":0,\"winnow-audit\":2}",
                                            "{\"seq\":99999999999999999999999}",
                                            "{\"seq\":-1}",
                                            "{\"seq\":0,\"winnow-audit\":1,\"crc\":\"zzzzzzzz\"}",
                                            "\xFF\xFE",
                                            "{\"seq\":0,\"crc\":\"00000000\"}",
                                            "\"}",
                                            ",\"crc\":\"00000000\"}",
                                            "{\"seq\":0,\"winnow-audit\":1,\"crc\":\"00000000\"}",
                                            ""};

/* A line with the sum that belongs to it, as somebody would write it who means harm. */
static void append_signed(wn_buf *out, wn_buf *summed, const char *line)
{
    wn_buf_text(summed, line);
    uint32_t crc = (uint32_t)crc32_z(0, (const unsigned char *)summed->data, summed->size);
    wn_buf_printf(out, "%s,\"crc\":\"%08lx\"}\n", line, (unsigned long)crc);
}

START_TEST(hostile_lines_are_refused)
{
    static const char *const changes[] = {
        "{\"seq\":1,\"offset\":18446744073709551615,\"length\":0",
        "{\"seq\":1,\"offset\":0,\"length\":7,\"removed\":\"x\"",
        "{\"seq\":1,\"offset\":0,\"length\":1,\"removed\":\"x\",\"removed64\":\"eA==\"",
        "{\"seq\":1,\"offset\":0,\"length\":1,\"removed64\":\"eB==\"",
        "{\"seq\":1,\"offset\":0,\"length\":1,\"removed64\":\"eA=\"",
        "{\"seq\":1,\"offset\":0,\"length\":0,\"removed\":[[[[{}]]]]",
        "{\"seq\":1,\"offset\":1.5,\"length\":0",
        "{\"seq\":1,\"end\":true,\"input-length\":18446744073709551615,\"input-crc32\":\"00000000\",\"output-length\":"
        "0,"
        "\"output-crc32\":\"00000000\"",
        "{\"seq\":1,\"end\":true",
    };
    for (size_t i = 0; i < sizeof hostile_lines / sizeof *hostile_lines; i++) {
        wn_buf audit = {0};
        wn_buf_printf(&audit, "%s\n", hostile_lines[i]);
        ck_assert_uint_eq(find_fault((wn_bytes){0}, wn_buf_bytes(&audit)), 1);
        wn_buf_free(&audit);
    }
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        wn_buf audit = {0}, summed = {0};
        append_signed(&audit, &summed, "{\"seq\":0,\"winnow-audit\":1");
        append_signed(&audit, &summed, changes[i]);
        ck_assert_uint_eq(find_fault((wn_bytes){"text", 4}, wn_buf_bytes(&audit)), 2);
        wn_buf_free(&audit);
        wn_buf_free(&summed);
    }
}
END_TEST

/* ---- rounds ---- */

static void run_rounds(void (*test)(uint64_t seed))
{
    const char *seed = getenv("WINNOW_SEED"), *count = getenv("WINNOW_ROUNDS");
    uint64_t    rounds = count ? strtoull(count, NULL, 10) : ROUNDS;
    if (seed)
        test(strtoull(seed, NULL, 10));
    for (uint64_t i = 1; !seed && i <= rounds; i++)
        test(i);
}

START_TEST(text_comes_back_bit_for_bit)
{
    run_rounds(restore_text);
}
END_TEST

START_TEST(records_come_back_bit_for_bit)
{
    run_rounds(restore_records);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("restore");
    TCase *promises = tcase_create("promises");
    tcase_add_test(promises, text_comes_back_bit_for_bit);
    tcase_add_test(promises, records_come_back_bit_for_bit);
    tcase_set_timeout(promises, 300);
    suite_add_tcase(suite, promises);
    TCase *damage = tcase_create("damage");
    tcase_add_test(damage, edited_audit_is_found_at_its_line);
    tcase_add_test(damage, audit_that_was_cut_off_is_found_wherever_it_ends);
    tcase_add_test(damage, missing_moved_and_doubled_lines_are_found);
    tcase_add_test(damage, output_that_was_changed_cut_or_extended_is_found);
    tcase_add_test(damage, hostile_lines_are_refused);
    tcase_set_timeout(damage, 120);
    suite_add_tcase(suite, damage);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
