/* fuzz_options.c: a command line, its words divided by NUL; the first byte says of which command. It is understood, or
 * one error says why not. */
#include "fuzz.h"

#include "cli/commands.h"
#include "cli/usage.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 64

static void check(wn_status status, const wn_error *error)
{
    fuzz_demand(status == WN_OK || status == WN_BAD_ARGUMENT, "a command line is right or wrong");
    fuzz_demand((status == WN_OK) == !wn_error_count(error), "what is wrong is told");
    for (size_t i = 0; i < wn_error_count(error); i++)
        for (const char *c = wn_error_at(error, i)->message; *c; c++)
            fuzz_demand((unsigned char)*c >= ' ' && *c != 0x7F, "messages have no control characters");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *words[WORDS_MAX + 1] = {0};
    if (!size)
        return 0;
    char *text = malloc(size);
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    for (size_t i = 0, count = 0; i < size && count < WORDS_MAX; i += strlen(text + i) + 1)
        words[count++] = text + i;
    wn_options options;
    wn_error  *error = NULL;
    uint32_t   command = UINT32_C(1) << data[0] % 10;
    wn_status  status = wn_options_parse(words, command, &options, &error);
    check(status, error);
    if (status == WN_OK && command == WN_COMMAND_FILTER) {
        status = wn_usage_check(&options, &error);
        check(status, error);
    }
    wn_error_free(error);
    wn_options_free(&options);
    free(text);
    return 0;
}
