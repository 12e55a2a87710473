/* fuzz_restore.c: what a filter takes, an audit and restore bring back; an audit or an output that was changed is told
 * from one that was not; and no audit, whatever is in it, does harm. */
#define _GNU_SOURCE /* for memfd_create */
#include "fuzz.h"

#include "stream/audit.h"
#include "stream/restore.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file in memory. */
static int make_file(wn_bytes content)
{
    int descriptor = memfd_create("fuzz", 0);
    fuzz_demand(descriptor >= 0 && write(descriptor, content.data, content.size) == (ssize_t)content.size,
                "there is memory for a file");
    lseek(descriptor, 0, SEEK_SET);
    return descriptor;
}

static void take_file(int descriptor, wn_buf *content)
{
    lseek(descriptor, 0, SEEK_SET);
    for (ssize_t got = 1; got > 0 && wn_buf_reserve(content, 65536); content->size += got > 0 ? (size_t)got : 0)
        got = read(descriptor, content->data + content->size, 65536);
    close(descriptor);
}

/* ---- filtering with an audit ---- */

typedef struct account {
    wn_audit audit;
    wn_buf   kept;
} account;

static bool give(void *user, wn_bytes output)
{
    account *a = user;
    wn_audit_give(&a->audit, output);
    return wn_buf_append(&a->kept, output.data, output.size);
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

static void filter(const wn_policy *policy, const wn_filter_options *options, wn_bytes document, wn_buf *kept,
                   wn_buf *audit)
{
    account    a = {0};
    char       path[64];
    wn_filter *filter = NULL;
    wn_sink    sink = {.user = &a, .write = give, .change = note, .divert = divert};
    int        descriptor = make_file((wn_bytes){0});
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    fuzz_demand(wn_audit_open(path, &a.audit, NULL) == WN_OK && wn_audit_begin(&a.audit, policy, options),
                "an audit can begin");
    fuzz_demand(wn_filter_new(policy, options, &sink, &filter, NULL) == WN_OK, "a filter can be made");
    wn_audit_mark(&a.audit);
    wn_audit_take(&a.audit, document);
    fuzz_demand(wn_filter_feed(filter, document.data, document.size) == WN_OK && wn_filter_end(filter, NULL) == WN_OK,
                "any bytes can be filtered");
    fuzz_demand(wn_audit_end(&a.audit), "an audit can end");
    wn_filter_free(filter);
    wn_audit_close(&a.audit);
    take_file(descriptor, audit);
    *kept = a.kept;
}

/* ---- and back ---- */

static wn_status restore(wn_bytes kept, wn_bytes audit, wn_buf *back)
{
    int       files[] = {make_file(kept), make_file(audit), make_file((wn_bytes){0})};
    wn_input  one = wn_input_of(files[0], "kept"), other = wn_input_of(files[1], "audit");
    wn_output output;
    uint64_t  torn = 0;
    wn_error *error = NULL;
    fuzz_demand(wn_output_new(dup(files[2]), "back", &output) == WN_OK, "there is memory");
    wn_status status = wn_restore(&one, &other, &output, &torn, &error);
    fuzz_demand((status == WN_OK) == !wn_error_count(error), "what cannot be restored is told");
    fuzz_demand(wn_output_close(&output) == WN_OK, "the output can be written");
    wn_output_free(&output);
    wn_error_free(error);
    close(files[0]);
    close(files[1]);
    take_file(files[2], back);
    return status;
}

static bool is_same(wn_bytes a, const wn_buf *b)
{
    return a.size == b->size && (!a.size || memcmp(a.data, b->data, a.size) == 0);
}

/* Changes up to three bytes; a CRC-32 finds so few. */
static void damage(wn_breeder *choices, wn_buf *text)
{
    for (size_t left = 1 + wn_breeder_below(choices, 3); left && text->size; left--)
        text->data[wn_breeder_below(choices, text->size)] ^= (char)(1 + wn_breeder_below(choices, 255));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input       input = fuzz_input_read(data, size);
    const wn_policy *policy = fuzz_policy(input.policy);
    wn_buf           kept = {0}, audit = {0}, back = {0};
    if (!policy) {
        restore(input.document, input.policy, &back);
        wn_buf_free(&back);
        return 0;
    }
    wn_filter_options options = fuzz_options(&input.choices);
    options.format = wn_breeder_one_in(&input.choices, 3) ? WN_FORMAT_JSONL : WN_FORMAT_TEXT;
    options.divert_rejects = options.format == WN_FORMAT_JSONL;
    filter(policy, &options, input.document, &kept, &audit);
    fuzz_demand(restore(wn_buf_bytes(&kept), wn_buf_bytes(&audit), &back) == WN_OK, "an audit restores its output");
    fuzz_demand(is_same(input.document, &back), "what comes back is what went in");
    damage(&input.choices, wn_breeder_one_in(&input.choices, 3) ? &kept : &audit);
    wn_buf_clear(&back);
    if (restore(wn_buf_bytes(&kept), wn_buf_bytes(&audit), &back) == WN_OK)
        fuzz_demand(is_same(input.document, &back), "what was changed restores nothing else");
    wn_buf_free(&kept);
    wn_buf_free(&audit);
    wn_buf_free(&back);
    return 0;
}
