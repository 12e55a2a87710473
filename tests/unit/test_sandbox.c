/* test_sandbox.c: what can still be done in the sandbox. Each test enters it in a process of its own and tries. */
#define _DEFAULT_SOURCE
#include "cli/sandbox.c"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <signal.h>
#include <sys/stat.h>

enum {
    REFUSED = 0,
    DONE = 1,
    OTHER = 2, /* it failed, but not because it was refused */
    NO_SANDBOX = 3
};

static int result_of(long returned)
{
    return returned >= 0 ? DONE : errno == EPERM ? REFUSED : OTHER;
}

/* What became of a call that was tried inside. */
static int try_inside(wn_sandbox sandbox, int (*attempt)(void))
{
    int   status;
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (!child)
        _exit(wn_sandbox_enter(&sandbox, NULL) == WN_OK ? attempt() : NO_SANDBOX);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "it was ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

static const wn_sandbox lax = {0};
static const wn_sandbox strict = {.is_strict = true};
static const wn_sandbox threaded = {.has_threads = true};
static const wn_sandbox writing = {.has_new_file = true};
static const wn_sandbox all_kinds[] = {{0},
                                       {.is_strict = true},
                                       {.has_threads = true},
                                       {.has_new_file = true},
                                       {.is_strict = true, .has_threads = true, .has_new_file = true}};

static char       text[4096];
static const char path[] = "/dev/null";

/* ---- what is never left ---- */

static int open_file(void)
{
    return result_of(open(path, O_RDONLY));
}
static int open_file_at(void)
{
    return result_of(syscall(__NR_openat, AT_FDCWD, path, O_WRONLY, 0));
}
static int make_folder(void)
{
    return result_of(syscall(__NR_mkdirat, AT_FDCWD, "/tmp/winnow-test-none", 0700));
}
static int make_link(void)
{
    return result_of(syscall(__NR_linkat, AT_FDCWD, path, AT_FDCWD, "/tmp/winnow-none", 0));
}
static int make_socket(void)
{
    return result_of(socket(AF_INET, SOCK_STREAM, 0));
}
static int make_memory_file(void)
{
    return result_of(syscall(__NR_memfd_create, "x", 0));
}
static int make_ring(void)
{
    return result_of(syscall(__NR_io_uring_setup, 1, text));
}
static int fork_it(void)
{
    return result_of(syscall(__NR_clone, SIGCHLD, 0, 0, 0, 0));
}
static int trace_parent(void)
{
    return result_of(syscall(__NR_ptrace, 16, getppid(), 0, 0));
}
static int read_parent(void)
{
    return result_of(syscall(__NR_process_vm_readv, getppid(), text, 0, text, 0, 0));
}
static int kill_parent(void)
{
    return result_of(kill(getppid(), 0));
}
static int signal_parent(void)
{
    return result_of(syscall(__NR_tgkill, getppid(), getppid(), 0));
}
static int load_bpf(void)
{
    return result_of(syscall(__NR_bpf, 0, text, 0));
}
static int change_owner(void)
{
    return result_of(syscall(__NR_fchownat, AT_FDCWD, path, 0, 0, 0));
}
static int become_other(void)
{
    return result_of(syscall(__NR_setuid, getuid()));
}
static int push_input(void)
{
    return result_of(ioctl(0, TIOCSTI, text));
}
static int stop_blocking(void)
{
    return result_of(fcntl(0, F_SETFL, O_NONBLOCK));
}

static int execute(void)
{
    static char name[] = "true";
    char *const words[] = {name, NULL};
    return result_of(execv("/bin/true", words));
}

static int connect_to(void)
{
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    return result_of(connect(0, &none, sizeof none));
}

#ifdef __x86_64__
static int call_other_abi(void)
{
    return result_of(syscall(0x40000000 | 39));
}
#endif

START_TEST(nothing_can_be_opened_connected_executed_forked_or_traced)
{
    static int (*const attempts[])(void) = {
        open_file,      open_file_at, make_folder, make_link,     make_socket, make_memory_file, make_ring,
        fork_it,        trace_parent, read_parent, kill_parent,   connect_to,  signal_parent,    load_bpf,
        change_owner,   become_other, push_input,  stop_blocking, execute,
#ifdef __x86_64__
        call_other_abi,
#endif
    };
    for (size_t kind = 0; kind < sizeof all_kinds / sizeof *all_kinds; kind++)
        for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
            ck_assert_msg(try_inside(all_kinds[kind], attempts[i]) == REFUSED, "attempt %zu in sandbox %zu", i, kind);
}
END_TEST

static int clone_anew(void)
{
#ifdef __NR_clone3
    return syscall(__NR_clone3, text, 0) < 0 && errno == ENOSYS ? REFUSED : DONE;
#else
    return REFUSED;
#endif
}

START_TEST(clone3_does_not_seem_to_exist_so_that_clone_is_taken)
{
    ck_assert_int_eq(try_inside(lax, clone_anew), REFUSED);
    ck_assert_int_eq(try_inside(threaded, clone_anew), REFUSED);
}
END_TEST

/* ---- what depends ---- */

static int map_code(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return result_of(memory == MAP_FAILED ? -1 : 0);
}

static int turn_into_code(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? OTHER : result_of(mprotect(memory, 4096, PROT_READ | PROT_EXEC));
}

START_TEST(executable_memory_is_for_the_lax_only)
{
    ck_assert_int_eq(try_inside(lax, map_code), DONE);
    ck_assert_int_eq(try_inside(lax, turn_into_code), DONE);
    ck_assert_int_eq(try_inside(strict, map_code), REFUSED);
    ck_assert_int_eq(try_inside(strict, turn_into_code), REFUSED);
}
END_TEST

static void *note_work(void *argument)
{
    *(volatile int *)argument = 1;
    return NULL;
}

static int start_thread(void)
{
    pthread_t    thread;
    volatile int has_worked = 0;
    int          number = pthread_create(&thread, NULL, note_work, (void *)(uintptr_t)&has_worked);
    if (number)
        return number == EPERM ? REFUSED : OTHER;
    pthread_join(thread, NULL);
    return has_worked ? DONE : OTHER;
}

static int start_thread_by_hand(void)
{
    return result_of(syscall(__NR_clone, CLONE_VM | CLONE_SIGHAND, 0, 0, 0, 0));
}

START_TEST(threads_are_for_those_who_have_asked)
{
    ck_assert_int_eq(try_inside(threaded, start_thread), DONE);
    ck_assert_int_ne(try_inside(lax, start_thread), DONE);
    ck_assert_int_eq(try_inside(threaded, start_thread_by_hand), REFUSED);
}
END_TEST

static int rename_file(void)
{
    return result_of(rename("/tmp/winnow-none", "/tmp/winnow-none-either"));
}
static int remove_file(void)
{
    return result_of(unlink("/tmp/winnow-none"));
}

START_TEST(files_are_renamed_and_removed_only_for_a_new_output)
{
    ck_assert_int_eq(try_inside(lax, rename_file), REFUSED);
    ck_assert_int_eq(try_inside(lax, remove_file), REFUSED);
    ck_assert_int_eq(try_inside(writing, rename_file), OTHER); /* there is no such file */
    ck_assert_int_eq(try_inside(writing, remove_file), OTHER);
}
END_TEST

/* ---- what is left ---- */

static int work(void)
{
    int   ends[2] = {3, 4};
    char *memory = malloc(1 << 22);
    if (!memory || write(ends[1], "x", 1) != 1 || read(ends[0], memory, 1) != 1 || *memory != 'x')
        return OTHER;
    free(memory);
    struct stat now;
    return fstat(ends[0], &now) == 0 && lseek(ends[0], 0, SEEK_CUR) < 0 && getpid() > 0 ? DONE : OTHER;
}

START_TEST(reading_writing_and_memory_are_left)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(dup2(ends[0], 13), 13);
    ck_assert_int_eq(dup2(ends[1], 14), 14);
    ck_assert_int_eq(dup2(13, 3), 3);
    ck_assert_int_eq(dup2(14, 4), 4);
    for (size_t kind = 0; kind < sizeof all_kinds / sizeof *all_kinds; kind++)
        ck_assert_int_eq(try_inside(all_kinds[kind], work), DONE);
}
END_TEST

static int enter_laxer(void)
{
    return result_of(wn_sandbox_enter(&lax, NULL) == WN_OK ? 0 : -1);
}

START_TEST(there_is_no_way_back)
{
    ck_assert_int_ne(try_inside(strict, enter_laxer), DONE);
}
END_TEST

static int end_by_signal(void)
{
    signal(SIGUSR1, SIG_DFL);
    raise(SIGUSR1);
    return OTHER;
}

START_TEST(a_process_may_end_itself_by_a_signal)
{
    int   status;
    pid_t child = fork();
    if (!child)
        _exit(wn_sandbox_enter(&lax, NULL) == WN_OK ? end_by_signal() : NO_SANDBOX);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1);
}
END_TEST

#else

START_TEST(there_is_none_here_and_that_is_told)
{
    wn_error  *error = NULL;
    wn_sandbox sandbox = {0};
    ck_assert_int_eq(wn_sandbox_enter(&sandbox, &error), WN_BAD_ARGUMENT);
    ck_assert_uint_eq(wn_error_count(error), 1);
    wn_error_free(error);
}
END_TEST

#endif

int main(void)
{
    Suite *suite = suite_create("sandbox");
    TCase *tests = tcase_create("calls");
    tcase_set_timeout(tests, 60);
#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
    tcase_add_test(tests, nothing_can_be_opened_connected_executed_forked_or_traced);
    tcase_add_test(tests, clone3_does_not_seem_to_exist_so_that_clone_is_taken);
    tcase_add_test(tests, executable_memory_is_for_the_lax_only);
    tcase_add_test(tests, threads_are_for_those_who_have_asked);
    tcase_add_test(tests, files_are_renamed_and_removed_only_for_a_new_output);
    tcase_add_test(tests, reading_writing_and_memory_are_left);
    tcase_add_test(tests, there_is_no_way_back);
    tcase_add_test(tests, a_process_may_end_itself_by_a_signal);
#else
    tcase_add_test(tests, there_is_none_here_and_that_is_told);
#endif
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
