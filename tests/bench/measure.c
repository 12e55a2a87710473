/* measure.c: runs commands in turns and tells what they took.
 *
 * usage: measure ROUNDS < COMMANDS
 *
 * Each line of COMMANDS is NAME, INPUT, then the words of a command, parted by tabs. In every round each
 * command runs once, with INPUT as its standard input and a pipe, read by this program, as its standard
 * output; so what disturbs the machine disturbs all alike. Ratios are taken within a round, against the
 * first command, and medians over the rounds. Printed for each command, parted by tabs: NAME, wall and
 * CPU milliseconds, their ratios, peak memory in KiB, bytes put out. A command that fails is told of on
 * standard error and has dashes. */
#define _GNU_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MAX 64
#define WORDS_MAX 64
#define ROUNDS_MAX 1000

typedef struct sample {
    double wall, cpu; /* seconds */
} sample;

typedef struct command {
    char  *name, *input;
    char  *words[WORDS_MAX + 1];
    sample samples[ROUNDS_MAX];
    long   peak_kib;
    size_t bytes;
    bool   has_failed;
} command;

static command commands[COMMANDS_MAX];

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static void become(const command *c, int out)
{
    int in = open(c->input, O_RDONLY);
    int errors = open("/dev/null", O_WRONLY);
    if (in < 0 || errors < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(errors, 2) < 0)
        _exit(127);
    execvp(c->words[0], c->words);
    _exit(127);
}

static size_t drain(int in)
{
    static char block[1 << 16];
    size_t      bytes = 0;
    ssize_t     got;
    while ((got = read(in, block, sizeof block)) > 0)
        bytes += (size_t)got;
    return bytes;
}

static void run(command *c, sample *s)
{
    int           ends[2], status;
    struct rusage usage;
    if (pipe(ends) != 0)
        exit(EXIT_FAILURE);
    double begin = now();
    pid_t  child = fork();
    if (child == 0) {
        close(ends[0]);
        become(c, ends[1]);
    }
    close(ends[1]);
    c->bytes = drain(ends[0]);
    close(ends[0]);
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        exit(EXIT_FAILURE);
    *s = (sample){now() - begin, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime)};
    c->peak_kib = usage.ru_maxrss > c->peak_kib ? usage.ru_maxrss : c->peak_kib;
    c->has_failed |= !WIFEXITED(status) || WEXITSTATUS(status) > 1; /* 1: done, with something to tell */
}

static bool read_command(command *c)
{
    char  *line = NULL;
    size_t room = 0, count = 0;
    if (getline(&line, &room, stdin) <= 0)
        return false;
    line[strcspn(line, "\n")] = '\0';
    c->name = strtok(line, "\t");
    c->input = strtok(NULL, "\t");
    while (count < WORDS_MAX && (c->words[count] = strtok(NULL, "\t")))
        count++;
    return c->name && c->input && count;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    return count % 2 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

static void tell(const command *c, size_t rounds)
{
    static double wall[ROUNDS_MAX], cpu[ROUNDS_MAX], wall_ratio[ROUNDS_MAX], cpu_ratio[ROUNDS_MAX];
    if (c->has_failed) {
        fprintf(stderr, "measure: %s failed\n", c->name);
        printf("%s\t-\t-\t-\t-\t-\t-\n", c->name);
        return;
    }
    for (size_t i = 0; i < rounds; i++) {
        const sample *s = &c->samples[i], *base = &commands[0].samples[i];
        wall[i] = s->wall * 1e3;
        cpu[i] = s->cpu * 1e3;
        wall_ratio[i] = s->wall / base->wall;
        cpu_ratio[i] = s->cpu / (base->cpu > 1e-6 ? base->cpu : 1e-6);
    }
    printf("%s\t%.2f\t%.2f\t%.3f\t%.3f\t%ld\t%zu\n", c->name, median(wall, rounds), median(cpu, rounds),
           median(wall_ratio, rounds), median(cpu_ratio, rounds), c->peak_kib, c->bytes);
}

int main(int argc, char **argv)
{
    size_t rounds = argc == 2 ? strtoull(argv[1], NULL, 10) : 0, count = 0;
    if (!rounds || rounds > ROUNDS_MAX) {
        fputs("usage: measure ROUNDS < COMMANDS\n", stderr);
        return 2;
    }
    while (count < COMMANDS_MAX && read_command(&commands[count]))
        count++;
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++)
            if (!commands[i].has_failed)
                run(&commands[i], &commands[i].samples[round]);
    for (size_t i = 0; i < count; i++)
        tell(&commands[i], rounds);
    return 0;
}
