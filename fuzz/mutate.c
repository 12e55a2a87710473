/* mutate.c: libFuzzer's mutations for inputs of a policy and a document: it changes the one or the other, byte by byte
 * or by what `winnow fuzz` breeds. */
#include "fuzz.h"

#include "author/fuzz/vary.h"

#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

static void breed_policy(wn_breeder *breeder, wn_buf *out)
{
    wn_bred_policy policy = wn_breed_policy(breeder, (wn_breed_reach)wn_breeder_below(breeder, 3));
    wn_bred_policy_write(&policy, out);
    wn_bred_policy_free(&policy);
}

/* Appends some bytes, changed a little. */
static void append_mutated(wn_bytes bytes, size_t room, wn_buf *out)
{
    if (!wn_buf_reserve(out, bytes.size + room + 1))
        return;
    uint8_t *at = (uint8_t *)out->data + out->size;
    if (bytes.size)
        memcpy(at, bytes.data, bytes.size);
    out->size += LLVMFuzzerMutate(at, bytes.size, bytes.size + room);
}

/* A line more, somewhere at a line's start; or one less. */
static void edit_lines(wn_breeder *breeder, wn_bytes document, wn_buf *out)
{
    size_t at = document.size ? wn_breeder_below(breeder, document.size + 1) : 0;
    while (at && document.data[at - 1] != '\n')
        at--;
    size_t rest = at;
    if (wn_breeder_one_in(breeder, 3))
        while (rest < document.size && document.data[rest++] != '\n')
            continue;
    wn_buf_append(out, document.data, at);
    if (rest == at || wn_breeder_one_in(breeder, 2)) {
        wn_breed_line(breeder, out);
        wn_buf_put(out, '\n');
    }
    wn_buf_append(out, document.data + rest, document.size - rest);
}

/* By a piece of a bred document, or as copying, editing and malice do. */
static void vary_document(wn_breeder *breeder, wn_bytes document, wn_buf *out)
{
    wn_buf other = {0};
    wn_breed_document(breeder, &other, 3);
    wn_vary_text(breeder, document, wn_buf_bytes(&other), out);
    wn_buf_free(&other);
}

static void change_document(wn_breeder *breeder, wn_bytes document, wn_buf *out)
{
    switch (wn_breeder_below(breeder, 10)) {
    case 0:
        wn_breed_document(breeder, out, 1 + wn_breeder_below(breeder, 30));
        break;
    case 1:
    case 2:
    case 3:
    case 4:
        edit_lines(breeder, document, out);
        break;
    case 5:
    case 6:
        vary_document(breeder, document, out);
        break;
    default:
        append_mutated(document, 64, out);
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    wn_breeder breeder = {seed};
    fuzz_input input = fuzz_input_read(data, size);
    wn_buf     out = {0};
    bool       changes_policy = !input.policy.size || wn_breeder_one_in(&breeder, 4);
    if (changes_policy && (!input.policy.size || wn_breeder_one_in(&breeder, 3)))
        breed_policy(&breeder, &out);
    else if (changes_policy)
        append_mutated(input.policy, 32, &out);
    else
        wn_buf_append(&out, input.policy.data, input.policy.size);
    wn_buf_text(&out, out.size && out.data[out.size - 1] == '\n' ? "%%\n" : "\n%%\n");
    if (changes_policy)
        wn_buf_append(&out, input.document.data, input.document.size);
    else
        change_document(&breeder, input.document, &out);
    if (wn_breeder_one_in(&breeder, 4))
        input.choices.state = wn_breeder_next(&breeder);
    wn_buf_append(&out, &input.choices.state, sizeof input.choices.state);
    size_t made = out.size <= max_size && !out.failed ? out.size : 0;
    if (made)
        memcpy(data, out.data, made);
    wn_buf_free(&out);
    return made ? made : LLVMFuzzerMutate(data, size, max_size);
}
