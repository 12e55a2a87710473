/* text.c: a filter of plain text: holds it back until it makes a window, and hands it to the judge.
 *
 * Where the policy needs the whole document, text is held to its end, or until more than hold_bytes
 * are there; then the lines that end within the first hold_bytes are settled. Other policies are
 * settled as far as possible every SOFT_BYTES. Either way what is settled depends on the bytes of
 * the document alone, never on how they were cut into feeds. Where no line says anything about
 * another, most lines are judged where the caller has them. */
#include "engine/text.h"

#include "engine/judge.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/similar.h"

#include <stdlib.h>
#include <string.h>

#define SOFT_BYTES ((size_t)128 << 10)   /* between two attempts to settle */
#define PAST_BYTES_MIN ((size_t)4 << 10) /* of a feed; less is gathered */
#define VARIANTS_MAX 64                  /* compiled combinations of conditional overrides kept by one filter */

/* A program under one combination of conditional overrides. */
typedef struct version {
    bool       *applies; /* per override; NULL for the first version: none */
    wn_variant *variant; /* NULL for the first version */
    wn_program *program;
} version;

struct wn_text {
    const wn_policy  *policy;
    wn_filter_options options; /* strings in `strings` */
    wn_sink           sink;
    wn_arena          strings;
    wn_judge         *judge;
    version           versions[VARIANTS_MAX];
    size_t            version_count;
    bool             *applies; /* scratch, per override */
    wn_arena          document_strings;
    wn_attributes     attributes;
    wn_bytes          headline;
    bool              is_begun;
    bool              is_live;
    size_t            hold_bytes;
    wn_buf            hold;     /* context, then unsettled text */
    size_t            open;     /* where the unsettled text begins in it */
    size_t            tried;    /* unsettled bytes at the last soft attempt */
    bool              in_giant; /* inside a line too long for any window */
    uint64_t          document;
    wn_program       *program; /* of the last document; NULL: there was none */
    wn_status         status;  /* the first failure; the filter is dead then */
};

/* ---- options ---- */

static bool names_a_rule(const wn_ruleset *set, const char *name)
{
    for (uint32_t i = 0; i < set->rule_count; i++)
        if (wn_rule_is_named(set, &set->rules[i], name))
            return true;
    return false;
}

static const char *find_similar_id(const wn_ruleset *set, const char *name)
{
    const char **ids = malloc((set->rule_count + 1) * sizeof *ids);
    if (!ids)
        return NULL;
    for (uint32_t i = 0; i < set->rule_count; i++)
        ids[i] = wn_ruleset_text(set, set->rules[i].id);
    const char *similar = wn_similar(name, ids, set->rule_count);
    free(ids);
    return similar;
}

/* Whether ids begin with the name and a dot, so that only the dot was forgotten. */
static bool is_prefix_without_dot(const wn_ruleset *set, const char *name)
{
    size_t size = strlen(name);
    for (uint32_t i = 0; i < set->rule_count; i++) {
        const char *id = wn_ruleset_text(set, set->rules[i].id);
        if (strncmp(id, name, size) == 0 && id[size] == '.')
            return true;
    }
    return false;
}

static wn_status refuse_name(const wn_ruleset *set, const char *option, const char *name, wn_error **error)
{
    const char *similar = find_similar_id(set, name);
    bool        lacks_dot = is_prefix_without_dot(set, name);
    if (!lacks_dot && !similar)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "no rule \"%s\", in %s; `winnow rules` lists them", name,
                            option);
    return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "no rule \"%s\", in %s; did you mean \"%s%s\"?", name, option,
                        lacks_dot ? name : similar, lacks_dot ? "." : "");
}

static wn_status check_names(const wn_ruleset *set, const char *option, const char *const *names, size_t count,
                             wn_error **error)
{
    for (size_t i = 0; i < count; i++)
        if (!names_a_rule(set, names[i]))
            return refuse_name(set, option, names[i], error);
    return WN_OK;
}

static wn_status check_options(const wn_policy *policy, const wn_filter_options *options, wn_error **error)
{
    const wn_ruleset *set = wn_policy_ruleset(policy);
    if (options->level < 0 || options->level > 3)
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL, "level %d, in the options; levels are 1 to 3",
                            options->level);
    if (options->hold_is_set && options->hold_bytes &&
        (options->hold_bytes < WN_HOLD_MIN || options->hold_bytes > WN_HOLD_MAX))
        return wn_error_add(error, WN_BAD_ARGUMENT, NULL,
                            "a hold of %zu bytes, in the options; it is 0 or %zu to %zu bytes", options->hold_bytes,
                            WN_HOLD_MIN, WN_HOLD_MAX);
    wn_status status = check_names(set, "only", options->only, options->only_count, error);
    return status == WN_OK ? check_names(set, "disable", options->disable, options->disable_count, error) : status;
}

static const char *copy_text(wn_arena *arena, const char *text, wn_status *status)
{
    const char *copy = text ? wn_arena_copy(arena, (wn_bytes){text, strlen(text)}) : NULL;
    if (text && !copy)
        *status = WN_NO_MEMORY;
    return copy;
}

static const char *const *copy_names(wn_arena *arena, const char *const *names, size_t count, wn_status *status)
{
    const char **copies = wn_arena_alloc(arena, (count + 1) * sizeof *copies);
    if (!copies) {
        *status = WN_NO_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        copies[i] = copy_text(arena, names[i], status);
    return copies;
}

static wn_status copy_options(wn_text *filter, const wn_filter_options *options)
{
    wn_status status = WN_OK;
    filter->options = *options;
    filter->options.lang = copy_text(&filter->strings, options->lang, &status);
    filter->options.source = copy_text(&filter->strings, options->source, &status);
    filter->options.only = copy_names(&filter->strings, options->only, options->only_count, &status);
    filter->options.disable = copy_names(&filter->strings, options->disable, options->disable_count, &status);
    filter->is_live = options->hold_is_set && !options->hold_bytes;
    filter->hold_bytes = options->hold_is_set && options->hold_bytes ? options->hold_bytes : WN_HOLD_DEFAULT;
    return status;
}

/* ---- making and freeing ---- */

static wn_status make_parts(wn_text *filter)
{
    const wn_ruleset *set = wn_policy_ruleset(filter->policy);
    filter->applies = calloc(wn_policy_override_count(filter->policy) + 1, sizeof *filter->applies);
    if (!filter->applies)
        return WN_NO_MEMORY;
    wn_status status = wn_program_new(set, &filter->options, filter->is_live, &filter->versions[0].program);
    if (status != WN_OK)
        return status;
    filter->version_count = 1;
    status = wn_judge_new(set->rule_count, &filter->sink, &filter->judge);
    if (status != WN_OK)
        return status;
    filter->judge->uses = filter->options.uses;
    filter->judge->profiles = filter->options.uses && filter->options.profiles;
    return WN_OK;
}

wn_status wn_text_new(const wn_policy *policy, const wn_filter_options *options, const wn_sink *sink, wn_text **filter,
                      wn_error **error)
{
    static const wn_filter_options defaults = {0};
    *filter = NULL;
    if (error)
        *error = NULL;
    wn_status status = check_options(policy, options ? options : &defaults, error);
    if (status != WN_OK)
        return status;
    wn_text *made = calloc(1, sizeof *made);
    if (!made)
        return WN_NO_MEMORY;
    made->policy = policy;
    made->sink = sink ? *sink : (wn_sink){0};
    status = copy_options(made, options ? options : &defaults);
    if (status == WN_OK)
        status = make_parts(made);
    if (status != WN_OK) {
        wn_text_free(made);
        return status;
    }
    *filter = made;
    return WN_OK;
}

static void free_version(version *v)
{
    wn_program_free(v->program);
    wn_variant_free(v->variant);
    free(v->applies);
}

void wn_text_free(wn_text *filter)
{
    if (!filter)
        return;
    wn_judge_free(filter->judge);
    for (size_t i = 0; i < filter->version_count; i++)
        free_version(&filter->versions[i]);
    free(filter->applies);
    wn_buf_free(&filter->hold);
    wn_arena_free(&filter->strings);
    wn_arena_free(&filter->document_strings);
    free(filter);
}

void wn_text_observe(wn_text *filter, const wn_observer *observer)
{
    filter->judge->observer = observer;
}

/* ---- the program for a document ---- */

static bool is_version_for(const wn_text *filter, const version *v, bool any, size_t count)
{
    if (!v->applies)
        return !any;
    return memcmp(v->applies, filter->applies, count * sizeof *v->applies) == 0;
}

static wn_status add_version(wn_text *filter, size_t count, wn_program **program)
{
    version made = {.applies = malloc((count + 1) * sizeof *made.applies)};
    if (!made.applies)
        return WN_NO_MEMORY;
    memcpy(made.applies, filter->applies, count * sizeof *made.applies);
    wn_status status = wn_policy_variant(filter->policy, filter->applies, &made.variant, NULL);
    if (status == WN_OK)
        status = wn_program_new(&made.variant->set, &filter->options, filter->is_live, &made.program);
    if (status != WN_OK) {
        free_version(&made);
        return status;
    }
    if (filter->version_count == VARIANTS_MAX) { /* the oldest makes room */
        wn_judge_forget(filter->judge);
        free_version(&filter->versions[1]);
        memmove(&filter->versions[1], &filter->versions[2], (VARIANTS_MAX - 2) * sizeof *filter->versions);
        filter->version_count--;
    }
    filter->versions[filter->version_count++] = made;
    *program = made.program;
    return WN_OK;
}

static wn_status choose_program(wn_text *filter, wn_program **program)
{
    size_t count = wn_policy_override_count(filter->policy);
    bool   any = false;
    for (size_t i = 0; i < count; i++) {
        filter->applies[i] = wn_policy_override_applies(filter->policy, i, &filter->attributes);
        any |= filter->applies[i];
    }
    for (size_t i = 0; i < filter->version_count; i++)
        if (is_version_for(filter, &filter->versions[i], any, count)) {
            *program = filter->versions[i].program;
            return WN_OK;
        }
    return add_version(filter, count, program);
}

/* ---- beginning a document ---- */

static wn_bytes copy_bytes(wn_arena *arena, wn_bytes bytes, wn_status *status)
{
    const char *copy = wn_arena_copy(arena, bytes);
    if (!copy)
        *status = WN_NO_MEMORY;
    return (wn_bytes){copy, copy ? bytes.size : 0};
}

static wn_status copy_document(wn_text *filter, const wn_document *document)
{
    static const wn_document unknown = {0};
    const wn_document       *given = document ? document : &unknown;
    wn_arena                *arena = &filter->document_strings;
    wn_status                status = WN_OK;
    wn_field                *fields = wn_arena_alloc(arena, (given->field_count + 1) * sizeof *fields);
    if (!fields)
        return WN_NO_MEMORY;
    for (size_t i = 0; i < given->field_count; i++)
        fields[i] = (wn_field){copy_text(arena, given->fields[i].name, &status),
                               copy_bytes(arena, given->fields[i].value, &status)};
    filter->attributes = (wn_attributes){.lang = given->lang ? copy_text(arena, given->lang, &status)
                                                             : filter->options.lang,
                                         .source = given->source ? copy_text(arena, given->source, &status)
                                                                 : filter->options.source,
                                         .fields = fields,
                                         .field_count = given->field_count};
    filter->headline = copy_bytes(arena, given->headline, &status);
    return status;
}

static void borrow_document(wn_text *filter, const wn_document *document)
{
    filter->attributes = (wn_attributes){.lang = document->lang ? document->lang : filter->options.lang,
                                         .source = document->source ? document->source : filter->options.source,
                                         .fields = document->fields,
                                         .field_count = document->field_count};
    filter->headline = document->headline;
}

static wn_status begin_with_program(wn_text *filter)
{
    filter->is_begun = true;
    filter->open = filter->tried = 0;
    filter->in_giant = false;
    wn_buf_clear(&filter->hold);
    return wn_judge_begin(filter->judge, filter->program, &filter->attributes, filter->headline, filter->document);
}

/* Begins the document that the attributes and the headline tell of. */
static wn_status begin(wn_text *filter)
{
    filter->program = NULL;
    wn_status status = choose_program(filter, &filter->program);
    if (status != WN_OK)
        return status;
    wn_program_wake(filter->program, &filter->attributes);
    return begin_with_program(filter);
}

static wn_status begin_unknown(wn_text *filter)
{
    static const wn_document unknown = {0};
    borrow_document(filter, &unknown);
    return begin(filter);
}

wn_status wn_text_begin(wn_text *filter, const wn_document *document)
{
    if (filter->status != WN_OK)
        return filter->status;
    if (filter->is_begun)
        return WN_BAD_ARGUMENT;
    filter->status = copy_document(filter, document);
    if (filter->status == WN_OK)
        filter->status = begin(filter);
    return filter->status;
}

wn_status wn_text_begin_lasting(wn_text *filter, const wn_document *document)
{
    if (filter->status != WN_OK)
        return filter->status;
    if (filter->is_begun)
        return WN_BAD_ARGUMENT;
    borrow_document(filter, document);
    return filter->status = begin(filter);
}

wn_status wn_text_begin_sibling(wn_text *filter, const wn_document *document)
{
    if (filter->status != WN_OK || !filter->program)
        return wn_text_begin_lasting(filter, document);
    if (filter->is_begun)
        return WN_BAD_ARGUMENT;
    borrow_document(filter, document);
    return filter->status = begin_with_program(filter);
}

/* ---- windows ---- */

static size_t unsettled(const wn_text *filter)
{
    return filter->hold.size - filter->open;
}

/* The offset after the last line end in the first `size` unsettled bytes, or 0. */
static size_t whole_lines(const wn_text *filter, size_t size)
{
    const char *begin = filter->hold.data + filter->open;
    while (size && begin[size - 1] != '\n')
        size--;
    return size;
}

/* Drops what neither the judge nor the next window needs. */
static void drop_settled(wn_text *filter, size_t settled)
{
    size_t open = filter->open + settled;
    size_t context = settled ? wn_judge_context(filter->judge) : filter->open;
    if (settled) {
        wn_buf_consume(&filter->hold, open - context);
        filter->open = context;
    }
}

/* Judges the first `size` unsettled bytes; *progress tells whether anything was settled. */
static wn_status judge_bytes(wn_text *filter, size_t size, wn_settling settling, bool *progress)
{
    size_t    settled = 0;
    wn_bytes  text = {filter->hold.data, filter->open + size};
    wn_status status = wn_judge_window(filter->judge, text, filter->open, settling, &settled);
    *progress = settled > 0;
    drop_settled(filter, settled);
    return status;
}

static bool needs_document(const wn_text *filter)
{
    return filter->judge->program->needs.document;
}

static wn_status pass_giant(wn_text *filter)
{
    wn_bytes  piece = {filter->hold.data + filter->open, unsettled(filter)};
    wn_status status = wn_judge_pass(filter->judge, piece, true);
    filter->in_giant = true;
    filter->open = 0;
    wn_buf_clear(&filter->hold);
    return status;
}

/* More than hold_bytes are unsettled: something has to go. */
static wn_status settle_full(wn_text *filter)
{
    size_t lines = whole_lines(filter, filter->hold_bytes);
    bool   progress;
    return lines ? judge_bytes(filter, lines, WN_SETTLE_FORCED, &progress) : pass_giant(filter);
}

static wn_status settle_soft(wn_text *filter)
{
    size_t    lines = whole_lines(filter, unsettled(filter));
    bool      progress = true;
    wn_status status = WN_OK;
    while (status == WN_OK && progress && lines) {
        size_t before = unsettled(filter);
        status = judge_bytes(filter, lines, WN_SETTLE_SOFT, &progress);
        lines -= before - unsettled(filter);
        if (lines < filter->hold_bytes)
            break;
    }
    filter->tried = unsettled(filter);
    return status;
}

/* Settles what can be settled after bytes were added. */
static wn_status settle_ready(wn_text *filter)
{
    wn_status status = WN_OK;
    bool      full = unsettled(filter) > filter->hold_bytes;
    if (!needs_document(filter) && (full || unsettled(filter) - filter->tried >= SOFT_BYTES))
        status = settle_soft(filter);
    while (status == WN_OK && unsettled(filter) > filter->hold_bytes && !filter->in_giant)
        status = settle_full(filter);
    if (filter->tried > unsettled(filter))
        filter->tried = unsettled(filter);
    return status;
}

/* Hands on what belongs to a giant line; returns how many bytes that was. */
static size_t feed_giant(wn_text *filter, const char *data, size_t size, wn_status *status)
{
    const char *feed = memchr(data, '\n', size);
    size_t      take = feed ? (size_t)(feed - data) + 1 : size;
    *status = wn_judge_pass(filter->judge, (wn_bytes){data, take}, false);
    filter->in_giant = !feed;
    return take;
}

static size_t feed_hold(wn_text *filter, const char *data, size_t size, wn_status *status)
{
    size_t step = needs_document(filter) ? filter->hold_bytes : SOFT_BYTES;
    size_t room = filter->hold_bytes + 1 - unsettled(filter); /* settle_ready leaves at most hold_bytes */
    size_t take = size < step ? size : step;
    take = take < room ? take : room;
    if (!wn_buf_append(&filter->hold, data, take)) {
        *status = WN_NO_MEMORY;
        return 0;
    }
    *status = settle_ready(filter);
    return take;
}

/* Ends the line that is held, whose end is in `data`; returns how many bytes that was. */
static size_t feed_line_end(wn_text *filter, const char *data, size_t size, wn_status *status)
{
    const char *feed = memchr(data, '\n', size);
    size_t      take = feed ? (size_t)(feed - data) + 1 : 0;
    if (!take || take > filter->hold_bytes - unsettled(filter))
        return 0;
    *status = wn_buf_append(&filter->hold, data, take) ? settle_soft(filter) : WN_NO_MEMORY;
    return take;
}

/* Judges whole lines where they are, so that nothing is held of them; returns how many bytes were settled. */
static size_t feed_whole_lines(wn_text *filter, const char *data, size_t size, wn_status *status)
{
    size_t settled = 0, most = filter->hold_bytes < SOFT_BYTES ? filter->hold_bytes : SOFT_BYTES; /* else giants */
    size_t lines = size < most ? size : most;
    while (lines && data[lines - 1] != '\n')
        lines--;
    if (lines)
        *status = wn_judge_window(filter->judge, (wn_bytes){data, lines}, 0, WN_SETTLE_SOFT, &settled);
    return settled;
}

/* What is settled of lines that no other decides does not depend on what is judged at once. 0: all is to be held. */
static size_t feed_past(wn_text *filter, const char *data, size_t size, wn_status *status)
{
    if (!filter->judge->program->skims || filter->open || size < PAST_BYTES_MIN)
        return 0;
    return unsettled(filter) ? feed_line_end(filter, data, size, status) : feed_whole_lines(filter, data, size, status);
}

static size_t feed_some(wn_text *filter, const char *data, size_t size, wn_status *status)
{
    if (filter->in_giant)
        return feed_giant(filter, data, size, status);
    size_t taken = feed_past(filter, data, size, status);
    return taken || *status != WN_OK ? taken : feed_hold(filter, data, size, status);
}

wn_status wn_text_feed(wn_text *filter, const void *data, size_t size)
{
    const char *at = data;
    if (filter->status == WN_OK && !filter->is_begun)
        filter->status = begin_unknown(filter);
    while (size && filter->status == WN_OK) {
        size_t taken = feed_some(filter, at, size, &filter->status);
        at += taken;
        size -= taken;
    }
    if (filter->is_live && filter->status == WN_OK && unsettled(filter))
        filter->status = settle_soft(filter);
    return filter->status;
}

/* ---- ending a document ---- */

/* Judges what is left; more lines than a window takes need several. */
static wn_status settle_rest(wn_text *filter)
{
    bool      progress;
    wn_status status;
    do {
        status = judge_bytes(filter, unsettled(filter), WN_SETTLE_FINAL, &progress);
        if (status == WN_OK && !progress && unsettled(filter))
            status = judge_bytes(filter, whole_lines(filter, unsettled(filter)), WN_SETTLE_FORCED, &progress);
    } while (status == WN_OK && unsettled(filter));
    return status;
}

wn_status wn_text_end(wn_text *filter, wn_result *result)
{
    wn_result unwanted;
    if (filter->status == WN_OK && !filter->is_begun)
        filter->status = begin_unknown(filter);
    if (filter->status == WN_OK)
        filter->status = settle_rest(filter);
    if (filter->status == WN_OK)
        filter->status = wn_judge_end(filter->judge, result ? result : &unwanted);
    filter->is_begun = false;
    filter->document++;
    wn_arena_free(&filter->document_strings);
    return filter->status;
}

bool wn_text_lacked_memory(const wn_text *filter)
{
    for (size_t i = 0; i < filter->version_count; i++)
        if (wn_matcher_lacked_memory(filter->versions[i].program->matcher))
            return true;
    return false;
}
