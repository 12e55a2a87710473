/* sandbox.c: the list of system calls that are left, and the program that the kernel runs before each call.
 *
 * The program is built from the table: a call that no row lets pass is refused. Arguments are looked at where a call
 * has both good and bad uses; all that matter fit into 32 bits. Processors other than x86-64 and arm64 have no
 * sandbox, for nobody has tried one there. */
#define _DEFAULT_SOURCE /* for syscall */
#include "cli/sandbox.h"

#include "base/error.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __x86_64__
#define OWN_ARCH AUDIT_ARCH_X86_64
#define CALLS_END 0x40000000 /* from here on the calls of another ABI */
#else
#define OWN_ARCH AUDIT_ARCH_AARCH64
#define CALLS_END UINT32_MAX
#endif

/* When a row lets its call pass. */
typedef enum check {
    ALWAYS,
    IF_EQUAL, /* the argument is the value */
    IF_HAS,   /* it has one of the value's bits */
    IF_LACKS, /* it has none of them */
    IF_OWN    /* it is this process */
} check;

/* For whom a row is. */
enum {
    FOR_ALL = 0,
    FOR_THREADS = 1,
    FOR_NEW_FILES = 2,
    FOR_STRICT = 4,
    FOR_LAX = 8
};

typedef struct row {
    uint32_t call;
    unsigned who;
    check    check;
    uint32_t argument; /* from 0 */
    uint32_t value;
} row;

#define CALL(name)                                                                                                     \
    {                                                                                                                  \
        .call = __NR_##name                                                                                            \
    }

static const row rows[] = {
    /* what is open */
    CALL(read),
    CALL(readv),
    CALL(write),
    CALL(writev),
    CALL(close),
    CALL(lseek),
    CALL(fstat),
    CALL(newfstatat),
    CALL(statx),
    CALL(fsync),
    CALL(fdatasync),
    CALL(ppoll),
    {__NR_fcntl, FOR_ALL, IF_EQUAL, 1, F_GETFD},
    {__NR_fcntl, FOR_ALL, IF_EQUAL, 1, F_GETFL},
    {__NR_ioctl, FOR_ALL, IF_EQUAL, 1, TCGETS}, /* isatty */
#ifdef __NR_poll
    CALL(poll),
#endif
    /* memory */
    CALL(brk),
    CALL(munmap),
    CALL(mremap),
    CALL(madvise),
    {__NR_mmap, FOR_LAX, ALWAYS, 0, 0},
    {__NR_mprotect, FOR_LAX, ALWAYS, 0, 0},
    {__NR_mmap, FOR_STRICT, IF_LACKS, 2, PROT_EXEC},
    {__NR_mprotect, FOR_STRICT, IF_LACKS, 2, PROT_EXEC},
    /* itself */
    CALL(futex),
    CALL(rt_sigaction),
    CALL(rt_sigprocmask),
    CALL(rt_sigreturn),
    CALL(sigaltstack),
    CALL(restart_syscall),
    CALL(getpid),
    CALL(gettid),
    {__NR_tgkill, FOR_ALL, IF_OWN, 0, 0}, /* raise */
    CALL(clock_gettime),
    CALL(clock_nanosleep),
    CALL(getrandom),
    CALL(sched_yield),
    CALL(exit),
    CALL(exit_group),
    /* threads of its own, and the pipes by which they talk */
    {__NR_clone, FOR_THREADS, IF_HAS, 0, CLONE_THREAD},
    {__NR_set_robust_list, FOR_THREADS, ALWAYS, 0, 0},
    {__NR_pipe2, FOR_THREADS, ALWAYS, 0, 0},
    {__NR_fcntl, FOR_THREADS, IF_EQUAL, 1, F_SETFD},
#ifdef __NR_pipe
    {__NR_pipe, FOR_THREADS, ALWAYS, 0, 0},
#endif
#ifdef __NR_rseq
    {__NR_rseq, FOR_THREADS, ALWAYS, 0, 0},
#endif
/* a new file takes its place */
#ifdef __NR_rename
    {__NR_rename, FOR_NEW_FILES, ALWAYS, 0, 0},
    {__NR_unlink, FOR_NEW_FILES, ALWAYS, 0, 0},
#endif
#ifdef __NR_renameat
    {__NR_renameat, FOR_NEW_FILES, ALWAYS, 0, 0},
#endif
    {__NR_renameat2, FOR_NEW_FILES, ALWAYS, 0, 0},
    {__NR_unlinkat, FOR_NEW_FILES, ALWAYS, 0, 0},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)
#define STEPS_PER_ROW 5
#define STEPS_AROUND 12

typedef struct program {
    struct sock_filter steps[ROW_COUNT * STEPS_PER_ROW + STEPS_AROUND];
    unsigned short     count;
} program;

static void put(program *p, struct sock_filter step)
{
    p->steps[p->count++] = step;
}

static void put_load(program *p, size_t offset)
{
    put(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

/* Skips so many steps when the comparison holds, and others when it does not. */
static void put_jump(program *p, unsigned comparison, uint32_t value, unsigned char if_so, unsigned char else_so)
{
    put(p, (struct sock_filter)BPF_JUMP((uint16_t)(BPF_JMP | BPF_K | comparison), value, if_so, else_so));
}

static void put_answer(program *p, uint32_t answer)
{
    put(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

#define REFUSE(number) (SECCOMP_RET_ERRNO | (number))

/* Little-endian, as both processors are here: the low half of an argument comes first. */
static size_t offset_of_argument(uint32_t argument)
{
    return offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t);
}

static void put_row(program *p, const row *r)
{
    if (r->check == ALWAYS) {
        put_jump(p, BPF_JEQ, r->call, 0, 1);
        put_answer(p, SECCOMP_RET_ALLOW);
        return;
    }
    put_jump(p, BPF_JEQ, r->call, 0, 4);
    put_load(p, offset_of_argument(r->argument));
    if (r->check == IF_EQUAL || r->check == IF_OWN)
        put_jump(p, BPF_JEQ, r->check == IF_OWN ? (uint32_t)getpid() : r->value, 0, 1);
    else
        put_jump(p, BPF_JSET, r->value, r->check == IF_LACKS, r->check == IF_HAS);
    put_answer(p, SECCOMP_RET_ALLOW);
    put_load(p, offsetof(struct seccomp_data, nr)); /* for the rows below */
}

static void build(program *p, const wn_sandbox *sandbox)
{
    unsigned who = (sandbox->has_threads ? FOR_THREADS : 0) | (sandbox->has_new_file ? FOR_NEW_FILES : 0) |
                   (sandbox->is_strict ? FOR_STRICT : FOR_LAX);
    p->count = 0;
    put_load(p, offsetof(struct seccomp_data, arch));
    put_jump(p, BPF_JEQ, OWN_ARCH, 1, 0);
    put_answer(p, REFUSE(EPERM));
    put_load(p, offsetof(struct seccomp_data, nr));
    put_jump(p, BPF_JGE, CALLS_END, 0, 1);
    put_answer(p, REFUSE(EPERM));
#ifdef __NR_clone3
    put_jump(p, BPF_JEQ, __NR_clone3, 0, 1);
    put_answer(p, REFUSE(ENOSYS)); /* its flags cannot be seen from here; the C library then takes clone */
#endif
    for (size_t i = 0; i < ROW_COUNT; i++)
        if ((rows[i].who & who) == rows[i].who)
            put_row(p, &rows[i]);
    put_answer(p, REFUSE(EPERM));
}

/* The number of the error, or 0. */
static int enter(const program *p)
{
    struct sock_fprog given = {.len = p->count, .filter = (struct sock_filter *)(uintptr_t)p->steps};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return errno;
    long result = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &given);
    return result < 0 ? errno : result > 0 ? EAGAIN : 0; /* above 0: a thread that could not be taken along */
}

wn_status wn_sandbox_enter(const wn_sandbox *sandbox, wn_error **error)
{
    program  p;
    wn_place place = {.file = "--sandbox"};
    build(&p, sandbox);
    int number = enter(&p);
    if (!number)
        return WN_OK;
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "this kernel refuses one: %s; run without it",
                        strerror(number));
}

#else

wn_status wn_sandbox_enter(const wn_sandbox *sandbox, wn_error **error)
{
    wn_place place = {.file = "--sandbox"};
    (void)sandbox;
    return wn_error_add(error, WN_BAD_ARGUMENT, &place, "this system has none; run without it");
}

#endif
