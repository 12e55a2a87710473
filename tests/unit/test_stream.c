/* test_stream.c: reading and writing descriptors in every mood, and files that appear whole or not. */
#include "stream/atomic.h"
#include "stream/input.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LONG_BYTES 500000 /* more than pipes and buffers hold */

static char folder[] = "/tmp/winnow-test-XXXXXX";

static void enter_new_folder(void)
{
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void remove_folder(void)
{
    DIR           *entries = opendir(".");
    struct dirent *entry;
    ck_assert_ptr_nonnull(entries);
    while ((entry = readdir(entries)))
        unlink(entry->d_name);
    closedir(entries);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}

static size_t count_files(void)
{
    DIR           *entries = opendir(".");
    struct dirent *entry;
    size_t         count = 0;
    ck_assert_ptr_nonnull(entries);
    while ((entry = readdir(entries)))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(entries);
    return count;
}

static void make_file(const char *name, const char *content)
{
    FILE *file = fopen(name, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(content, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static void expect_file(const char *name, const char *content)
{
    char  found[256] = "";
    FILE *file = fopen(name, "r");
    ck_assert_ptr_nonnull(file);
    found[fread(found, 1, sizeof found - 1, file)] = '\0';
    fclose(file);
    ck_assert_str_eq(found, content);
}

static void set_not_blocking(int descriptor)
{
    ck_assert_int_eq(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK), 0);
}

static char byte_at(size_t i)
{
    return (char)(i % 251);
}

/* In a child: writes the long text in small pieces, slowly at first. */
static void write_slowly(int descriptor)
{
    for (size_t i = 0; i < LONG_BYTES;) {
        char   piece[999];
        size_t size = LONG_BYTES - i < sizeof piece ? LONG_BYTES - i : sizeof piece;
        for (size_t k = 0; k < size; k++)
            piece[k] = byte_at(i + k);
        if (i < 3000)
            nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        ssize_t put = write(descriptor, piece, size);
        i += put > 0 ? (size_t)put : 0;
    }
    _exit(0);
}

START_TEST(input_that_does_not_block_is_read_to_its_end)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_slowly(ends[1]);
    }
    close(ends[1]);
    set_not_blocking(ends[0]);
    wn_input input = wn_input_of(ends[0], "pipe");
    char     block[4096];
    size_t   size, total = 0;
    do {
        ck_assert_int_eq(wn_input_read(&input, block, sizeof block, &size, NULL), WN_OK);
        for (size_t i = 0; i < size; i++)
            ck_assert_int_eq(block[i], byte_at(total + i));
        total += size;
    } while (size);
    ck_assert_uint_eq(total, LONG_BYTES);
    wn_input_close(&input);
    ck_assert_int_ge(fcntl(ends[0], F_GETFD), 0); /* not its own, so still open */
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
}
END_TEST

/* In a child: reads everything, slowly at first; the exit status says whether it was the long text. */
static void read_slowly(int descriptor)
{
    char    block[3000];
    size_t  total = 0;
    ssize_t got;
    while ((got = read(descriptor, block, sizeof block)) > 0) {
        for (ssize_t i = 0; i < got; i++)
            if (block[i] != byte_at(total + (size_t)i))
                _exit(1);
        if (total < 9000)
            nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        total += (size_t)got;
    }
    _exit(total != LONG_BYTES);
}

static void write_long_text(wn_output *output, size_t step)
{
    char *piece = malloc(step);
    ck_assert_ptr_nonnull(piece);
    for (size_t i = 0; i < LONG_BYTES; i += step) {
        size_t size = LONG_BYTES - i < step ? LONG_BYTES - i : step;
        for (size_t k = 0; k < size; k++)
            piece[k] = byte_at(i + k);
        ck_assert_int_eq(wn_output_write(output, (wn_bytes){piece, size}), WN_OK);
    }
    free(piece);
}

START_TEST(output_that_does_not_block_gets_every_byte)
{
    static const size_t steps[] = {1, 1000, WN_OUTPUT_BYTES - 1, WN_OUTPUT_BYTES, WN_OUTPUT_BYTES + 1, LONG_BYTES};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int       ends[2], status;
        wn_output output;
        ck_assert_int_eq(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            close(ends[1]);
            read_slowly(ends[0]);
        }
        close(ends[0]);
        set_not_blocking(ends[1]);
        ck_assert_int_eq(wn_output_new(ends[1], "pipe", &output), WN_OK);
        write_long_text(&output, steps[i]);
        ck_assert_int_eq(wn_output_close(&output), WN_OK);
        wn_output_free(&output);
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}
END_TEST

START_TEST(first_failure_of_an_output_stays)
{
    wn_output output;
    wn_error *error = NULL;
    int       descriptor = open("/dev/full", O_WRONLY);
    if (descriptor < 0)
        return;
    ck_assert_int_eq(wn_output_new(descriptor, "full", &output), WN_OK);
    ck_assert_int_eq(wn_output_write(&output, (wn_bytes){"a", 1}), WN_OK);
    ck_assert_int_eq(wn_output_flush(&output), WN_IO_ERROR);
    ck_assert_int_eq(wn_output_write(&output, (wn_bytes){"b", 1}), WN_IO_ERROR);
    ck_assert_int_eq(wn_output_close(&output), WN_IO_ERROR);
    ck_assert_int_eq(wn_output_explain(&output, &error), WN_IO_ERROR);
    ck_assert_str_eq(wn_error_at(error, 0)->file, "full");
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "No space left"));
    wn_error_free(error);
    wn_output_free(&output);
}
END_TEST

START_TEST(reader_that_went_away_is_known)
{
    int       ends[2];
    wn_output output;
    signal(SIGPIPE, SIG_IGN);
    ck_assert_int_eq(pipe(ends), 0);
    close(ends[0]);
    ck_assert_int_eq(wn_output_new(ends[1], "pipe", &output), WN_OK);
    wn_output_write(&output, (wn_bytes){"a", 1});
    ck_assert_int_eq(wn_output_close(&output), WN_IO_ERROR);
    ck_assert(wn_output_is_abandoned(&output));
    wn_output_free(&output);
}
END_TEST

START_TEST(missing_input_is_an_error_with_its_name)
{
    wn_input  input;
    wn_error *error = NULL;
    ck_assert_int_eq(wn_input_open("/nowhere/at all", &input, &error), WN_IO_ERROR);
    ck_assert_str_eq(wn_error_at(error, 0)->file, "/nowhere/at all");
    wn_error_free(error);
    wn_input_close(&input);
}
END_TEST

static void write_new(wn_atomic *file, const char *content)
{
    ck_assert_int_eq(wn_output_write(&file->output, (wn_bytes){content, strlen(content)}), WN_OK);
}

START_TEST(old_file_stays_until_the_rename)
{
    wn_atomic file;
    make_file("a", "old");
    ck_assert_int_eq(wn_atomic_open("a", &file, NULL), WN_OK);
    write_new(&file, "new");
    expect_file("a", "old");
    ck_assert_int_eq(wn_atomic_sync(&file, NULL), WN_OK);
    expect_file("a", "old");
    ck_assert_int_eq(wn_atomic_rename(&file, NULL), WN_OK);
    expect_file("a", "new");
    ck_assert_ptr_null(file.temporary);
    wn_atomic_discard(&file);
    expect_file("a", "new");
    ck_assert_uint_eq(count_files(), 1);
}
END_TEST

START_TEST(discarded_file_leaves_nothing)
{
    wn_atomic file;
    make_file("a", "old");
    ck_assert_int_eq(wn_atomic_open("a", &file, NULL), WN_OK);
    write_new(&file, "new");
    ck_assert_uint_eq(count_files(), 2);
    wn_atomic_discard(&file);
    wn_atomic_discard(&file); /* once more does no harm */
    expect_file("a", "old");
    ck_assert_uint_eq(count_files(), 1);
}
END_TEST

START_TEST(two_temporary_files_for_one_target_do_not_meet)
{
    wn_atomic one, two;
    ck_assert_int_eq(wn_atomic_open("a", &one, NULL), WN_OK);
    ck_assert_int_eq(wn_atomic_open("a", &two, NULL), WN_OK);
    ck_assert_str_ne(one.temporary, two.temporary);
    wn_atomic_discard(&one);
    wn_atomic_discard(&two);
    ck_assert_uint_eq(count_files(), 0);
}
END_TEST

START_TEST(temporary_file_of_a_private_file_is_private)
{
    wn_atomic   file;
    struct stat now;
    make_file("a", "old");
    ck_assert_int_eq(chmod("a", 0600), 0);
    umask(0);
    ck_assert_int_eq(wn_atomic_open("a", &file, NULL), WN_OK);
    ck_assert_int_eq(stat(file.temporary, &now), 0);
    ck_assert_uint_eq(now.st_mode & 0777, 0600);
    wn_atomic_discard(&file);
}
END_TEST

START_TEST(target_with_the_longest_name_can_be_written)
{
    wn_atomic file;
    char      name[256];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    ck_assert_int_eq(wn_atomic_open(name, &file, NULL), WN_OK);
    write_new(&file, "new");
    ck_assert_int_eq(wn_atomic_sync(&file, NULL), WN_OK);
    ck_assert_int_eq(wn_atomic_rename(&file, NULL), WN_OK);
    wn_atomic_discard(&file);
    expect_file(name, "new");
}
END_TEST

START_TEST(file_that_cannot_be_made_is_an_error_and_nothing_is_left_to_discard)
{
    wn_atomic file;
    wn_error *error = NULL;
    ck_assert_int_eq(wn_atomic_open("nowhere/a", &file, &error), WN_IO_ERROR);
    ck_assert_str_eq(wn_error_at(error, 0)->file, "nowhere/a");
    ck_assert_ptr_null(file.temporary);
    ck_assert_ptr_null(file.target);
    wn_error_free(error);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stream");
    TCase *pipes = tcase_create("descriptors");
    tcase_add_test(pipes, input_that_does_not_block_is_read_to_its_end);
    tcase_add_test(pipes, output_that_does_not_block_gets_every_byte);
    tcase_add_test(pipes, first_failure_of_an_output_stays);
    tcase_add_test(pipes, reader_that_went_away_is_known);
    tcase_add_test(pipes, missing_input_is_an_error_with_its_name);
    tcase_set_timeout(pipes, 60);
    suite_add_tcase(suite, pipes);
    TCase *files = tcase_create("files");
    tcase_add_checked_fixture(files, enter_new_folder, remove_folder);
    tcase_add_test(files, old_file_stays_until_the_rename);
    tcase_add_test(files, discarded_file_leaves_nothing);
    tcase_add_test(files, two_temporary_files_for_one_target_do_not_meet);
    tcase_add_test(files, temporary_file_of_a_private_file_is_private);
    tcase_add_test(files, target_with_the_longest_name_can_be_written);
    tcase_add_test(files, file_that_cannot_be_made_is_an_error_and_nothing_is_left_to_discard);
    suite_add_tcase(suite, files);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
