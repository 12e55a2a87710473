/* replay.c: calls a fuzz target for each file given, and for each file in each folder given.
 *
 * usage: TARGET FILE|FOLDER...      prints "N inputs" when all did as promised. A fuzzer's own main takes its place. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool read_file(const char *path, wn_buf *text)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    for (size_t got = 1; got && wn_buf_reserve(text, 65536); text->size += got)
        got = fread(text->data + text->size, 1, 65536, file);
    return fclose(file) == 0 && !text->failed;
}

static size_t replay_file(const char *path)
{
    wn_buf text = {0};
    if (!read_file(path, &text)) {
        fprintf(stderr, "%s: cannot read it\n", path);
        exit(2);
    }
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput((const uint8_t *)text.data, text.size);
    wn_buf_free(&text);
    return 1;
}

static size_t replay(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return replay_file(path);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            count += replay(name);
    }
    closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    for (int i = 1; i < argc; i++)
        count += replay(argv[i]);
    printf("%zu inputs\n", count);
    return 0;
}
