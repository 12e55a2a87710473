/* reader.c: the shared state of the readers. */
#include "policy/reader.h"

#include "policy/vocabulary.h"

#include <stdlib.h>
#include <string.h>

void wn_reader_begin(wn_reader *reader, wn_arena *arena, const wn_defines *defines, wn_error **error)
{
    *reader = (wn_reader){.complaints = {.arena = arena, .error = error, .owner = "the policy"},
                          .arena = arena,
                          .defines = defines};
}

void wn_reader_end(wn_reader *reader)
{
    wn_names_free(&reader->names);
    free(reader->expressions);
    wn_regex_work_free(reader->regex_work);
    reader->regex_work = NULL;
    reader->expressions = NULL;
    reader->expression_count = reader->expression_capacity = 0;
}

void *wn_reader_alloc(wn_reader *reader, size_t count, size_t size)
{
    void *memory = count > SIZE_MAX / size ? NULL : wn_arena_alloc(reader->arena, count * size);
    if (!memory)
        wn_complain_memory(&reader->complaints);
    return memory;
}

wn_bytes wn_reader_copy(wn_reader *reader, wn_bytes bytes)
{
    char *copy = wn_arena_copy(reader->arena, bytes);
    if (!copy)
        wn_complain_memory(&reader->complaints);
    return (wn_bytes){copy, copy ? bytes.size : 0};
}

uint32_t wn_number_of(const wn_node *map, const char *key, uint32_t otherwise)
{
    const wn_node *node = wn_node_get(map, key);
    int32_t        integer;
    uint32_t       share;
    if (!node)
        return otherwise;
    if (wn_read_integer(node->text, &integer))
        return (uint32_t)integer;
    return wn_read_share(node->text, &share) ? share : otherwise;
}

bool wn_is_true(const wn_node *map, const char *key)
{
    const wn_node *node = wn_node_get(map, key);
    return node && node->text.size == 4 && !memcmp(node->text.data, "true", 4);
}
