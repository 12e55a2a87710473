/* test_log.c: calls that are kept and told again. */
#include "stream/log.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static size_t told;

static bool is_as_before(void *user, const wn_change *change)
{
    const wn_change *before = user;
    told++;
    ck_assert_uint_eq(change->offset, before->offset);
    ck_assert_uint_eq(change->record, before->record);
    ck_assert_uint_eq(change->removed.size, before->removed.size);
    ck_assert_mem_eq(change->removed.data, before->removed.data, change->removed.size);
    ck_assert_uint_eq(change->put.size, before->put.size);
    if (!before->decision) {
        ck_assert_ptr_null(change->decision);
        return true;
    }
    ck_assert_str_eq(change->decision->field, before->decision->field);
    ck_assert_ptr_null(change->decision->field_path);
    ck_assert_uint_eq(change->decision->claimant_count, 3);
    ck_assert_int_eq(change->decision->claimants[2], before->decision->claimants[2]);
    ck_assert_uint_eq(change->decision->document, before->decision->document + 100);
    return true;
}

START_TEST(a_change_is_told_as_it_was_after_its_bytes_are_gone)
{
    int         claimants[] = {3, 5, 8};
    char        removed[] = "removed text";
    wn_decision decision = {.document = 4, .field = "updated", .claimants = claimants, .claimant_count = 3};
    wn_change   change = {.offset = 7, .removed = {removed, 7}, .record = 2, .decision = &decision};
    wn_change   bare = {.offset = 9, .removed = {"x", 1}, .put = {"yz", 2}};
    wn_log      log = {.documents = 100};
    wn_sink     wanted = {.change = is_as_before};
    wn_sink     sink = wn_log_sink(&log, &wanted);
    ck_assert(!sink.write);
    ck_assert(sink.change(sink.user, &change));
    memset(removed, '-', sizeof removed - 1);
    memset(claimants, 0, sizeof claimants);
    char              copy[] = "removed";
    int               same[] = {3, 5, 8};
    const wn_decision as_it_was = {.document = 4, .field = "updated", .claimants = same, .claimant_count = 3};
    wn_change         expected = {.offset = 7, .removed = {copy, 7}, .record = 2, .decision = &as_it_was};
    told = 0;
    wn_log_listener listener = {.sink = {.user = &expected, .change = is_as_before}};
    ck_assert(wn_log_tell(&log, &listener));
    wn_log_clear(&log);
    ck_assert(sink.change(sink.user, &bare));
    listener.sink.user = &bare;
    ck_assert(wn_log_tell(&log, &listener));
    ck_assert_uint_eq(told, 2);
    wn_log_free(&log);
}
END_TEST

static bool is_same_place(void *user, wn_bytes output)
{
    told++;
    ck_assert_ptr_eq(output.data, user);
    return true;
}

START_TEST(bytes_that_last_are_not_copied)
{
    static const char text[] = "a long text that lives until the log is told";
    wn_log            log = {.lasting = {text, sizeof text - 1}};
    wn_sink           wanted = {.write = is_same_place};
    wn_sink           sink = wn_log_sink(&log, &wanted);
    ck_assert(sink.write(sink.user, (wn_bytes){text + 7, 20}));
    size_t size = log.bytes.size;
    ck_assert(sink.write(sink.user, (wn_bytes){text + 7, 30}));
    ck_assert_uint_eq(log.bytes.size, 2 * size);
    told = 0;
    wn_log_listener listener = {.sink = {.user = (void *)(uintptr_t)(text + 7), .write = is_same_place}};
    ck_assert(wn_log_tell(&log, &listener));
    ck_assert_uint_eq(told, 2);
    wn_log_free(&log);
}
END_TEST

static bool stop_at_second(void *user, int kind, wn_bytes bytes)
{
    size_t *calls = user;
    ck_assert_int_eq(kind, 40 + (int)*calls);
    ck_assert_uint_eq(bytes.size, *calls);
    return ++*calls < 2;
}

START_TEST(telling_ends_when_a_call_says_so)
{
    wn_log log = {0};
    size_t calls = 0;
    for (int i = 0; i < 5; i++)
        ck_assert(wn_log_note(&log, 40 + i, (wn_bytes){"notes", (size_t)i}));
    wn_log_listener listener = {.heed = stop_at_second, .user = &calls};
    ck_assert(!wn_log_tell(&log, &listener));
    ck_assert_uint_eq(calls, 2);
    wn_log_free(&log);
}
END_TEST

static bool refuse(void *user)
{
    ++*(size_t *)user;
    return false;
}

START_TEST(a_full_log_asks_what_to_do)
{
    size_t  asked = 0;
    wn_log  log = {.calls_max = 300, .empty = refuse, .user = &asked};
    wn_sink wanted = {.write = is_same_place};
    wn_sink sink = wn_log_sink(&log, &wanted);
    ck_assert(sink.write(sink.user, (wn_bytes){"short", 5}));
    ck_assert_uint_eq(asked, 0);
    char large[400] = {0};
    ck_assert(!sink.write(sink.user, (wn_bytes){large, sizeof large}));
    ck_assert_uint_eq(asked, 1);
    wn_log_free(&log);
}
END_TEST

static bool count_call(void *user, wn_bytes output)
{
    (void)user;
    told += output.size;
    return true;
}

START_TEST(a_call_that_finds_no_memory_is_not_told)
{
    wn_log  log = {0};
    wn_sink wanted = {.write = count_call};
    wn_sink sink = wn_log_sink(&log, &wanted);
    ck_assert(sink.write(sink.user, (wn_bytes){"x", 1}));
    ck_assert(!sink.write(sink.user, (wn_bytes){"x", SIZE_MAX / 2}));
    told = 0;
    wn_log_listener listener = {.sink = wanted};
    ck_assert(wn_log_tell(&log, &listener));
    ck_assert_uint_eq(told, 1);
    wn_log_clear(&log);
    ck_assert(sink.write(sink.user, (wn_bytes){"yz", 2})); /* it is as good as new */
    ck_assert(wn_log_tell(&log, &listener));
    ck_assert_uint_eq(told, 3);
    wn_log_free(&log);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *tests = tcase_create("calls");
    tcase_add_test(tests, a_change_is_told_as_it_was_after_its_bytes_are_gone);
    tcase_add_test(tests, bytes_that_last_are_not_copied);
    tcase_add_test(tests, telling_ends_when_a_call_says_so);
    tcase_add_test(tests, a_full_log_asks_what_to_do);
    tcase_add_test(tests, a_call_that_finds_no_memory_is_not_told);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
