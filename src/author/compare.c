/* compare.c: two filters side by side, and counts of what only one of them takes. */
#include "author/compare.h"

#include "author/words.h"
#include "base/arena.h"
#include "base/plain.h"
#include "format/total.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLE_BYTES 160 /* of a line are shown */

/* What one policy made of a line. */
typedef struct fate {
    uint64_t record; /* where the format has records */
    uint64_t line;
    size_t   text, text_size; /* in texts */
    size_t   left, left_size; /* what is left of it */
    int      rule;            /* that took it, or a part; -1: none */
    bool     is_blank;        /* nothing but spaces */
} fate;

/* One policy at work. */
typedef struct side {
    const wn_policy *policy;
    wn_filter       *filter;
    fate            *lines;
    size_t           count, capacity;
    size_t           told;    /* lines of which the record is known: their document has ended */
    bool             in_line; /* the last line has not ended */
    wn_buf           texts;
    wn_verdict      *verdicts; /* of the documents at hand */
    size_t           verdict_count, verdict_capacity;
    uint64_t         malformed;  /* records */
    bool             has_failed; /* no memory */
    wn_limits        limits;
} side;

typedef struct sample {
    const char *file;
    uint64_t    record, line;
    char       *text;
} sample;

/* What has become of lines through one rule. */
typedef struct row {
    uint64_t lines, bytes;
    sample   samples[WN_SAMPLES_MAX];
    size_t   sample_count;
} row;

typedef enum change {
    CHANGE_REMOVED, /* only the new policy takes the line */
    CHANGE_KEPT,    /* only the old one */
    CHANGE_OTHER,   /* both leave something of it, the new one not all */
    CHANGE_WHOLE,   /* the old one took a part of it, the new one nothing */
    CHANGE_COUNT
} change;

static const struct {
    const char *name, *heading;
    bool        is_new; /* the rule is the new policy's */
} changes[CHANGE_COUNT] = {
    [CHANGE_REMOVED] = {"removed", "newly removed", true},
    [CHANGE_KEPT] = {"kept", "newly kept", false},
    [CHANGE_OTHER] = {"changed", "newly changed", true},
    [CHANGE_WHOLE] = {"whole", "changed no more", false},
};

/* What is left of the line at work, and where the line goes. */
typedef struct gatherer {
    side  *side;
    wn_buf left;
} gatherer;

struct wn_compare {
    side        before, after;
    gatherer    gatherers[2];
    bool        has_records;
    const char *name;
    row        *rows[CHANGE_COUNT]; /* per rule, and one more for no rule */
    uint64_t    documents, lines, bytes;
    uint64_t    recharged; /* lines that both take, by different rules */
    uint64_t    verdicts[5][5];
    wn_arena    arena;
    wn_status   status;
};

/* ---- gathering ---- */

static fate *open_line(side *s, uint64_t line)
{
    if (s->in_line)
        return &s->lines[s->count - 1];
    if (!wn_array_grow(&s->lines, &s->capacity, s->count + 1, sizeof *s->lines)) {
        s->has_failed = true;
        return NULL;
    }
    s->in_line = true;
    s->lines[s->count++] = (fate){.line = line, .text = s->texts.size, .left = s->texts.size, .rule = -1};
    return &s->lines[s->count - 1];
}

/* A line's text stands in `texts`, then what is left of it where that is not the same. */
static void take_piece(side *s, const wn_decision *decision, wn_bytes piece, uint64_t line, wn_buf *left)
{
    fate *f = open_line(s, line);
    if (!f)
        return;
    wn_buf_append(&s->texts, piece.data, piece.size);
    if (decision->fate == WN_FATE_KEEP)
        wn_buf_append(left, piece.data, piece.size);
    else if (f->rule < 0)
        f->rule = decision->rule;
    if (decision->fate == WN_FATE_REPLACE && piece.data == decision->bytes.data)
        wn_buf_append(left, decision->put.data, decision->put.size);
}

static bool is_blank(wn_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!memchr(" \t\r\n", text.data[i], 4))
            return false;
    return true;
}

static void close_line(side *s, wn_buf *left)
{
    if (!s->in_line)
        return;
    fate *f = &s->lines[s->count - 1];
    f->text_size = s->texts.size - f->text;
    f->left = s->texts.size;
    f->left_size = left->size;
    wn_buf_append(&s->texts, left->data, left->size);
    f->is_blank = is_blank((wn_bytes){s->texts.data + f->text, f->text_size});
    wn_buf_clear(left);
    s->in_line = false;
}

static bool gather(void *user, const wn_decision *decision)
{
    gatherer *g = user;
    wn_bytes  rest = decision->bytes;
    uint64_t  line = decision->line;
    if (!decision->offset)
        close_line(g->side, &g->left);
    while (rest.size) {
        const char *feed = memchr(rest.data, '\n', rest.size);
        wn_bytes    piece = {rest.data, feed ? (size_t)(feed - rest.data) + 1 : rest.size};
        take_piece(g->side, decision, piece, line++, &g->left);
        if (feed)
            close_line(g->side, &g->left);
        rest = wn_bytes_after(rest, piece.size);
    }
    return !g->side->has_failed && !g->side->texts.failed && !g->left.failed;
}

static bool end_document(void *user, const wn_result *result)
{
    gatherer *g = user;
    side     *s = g->side;
    close_line(s, &g->left);
    for (; s->told < s->count; s->told++)
        s->lines[s->told].record = result->record;
    if (!wn_array_grow(&s->verdicts, &s->verdict_capacity, s->verdict_count + 1, sizeof *s->verdicts))
        return false;
    s->verdicts[s->verdict_count++] = result->verdict;
    wn_limits_add(&s->limits, &result->limits);
    return true;
}

static bool note_mishap(void *user, const wn_mishap *mishap)
{
    gatherer *g = user;
    g->side->malformed += !mishap->is_missing_field;
    return true;
}

static bool divert(void *user, wn_route route, wn_bytes record)
{
    (void)user;
    (void)route;
    (void)record;
    return true;
}

/* ---- comparing ---- */

static wn_bytes text_of(const side *s, const fate *f)
{
    return (wn_bytes){s->texts.data + f->text, f->text_size};
}

static wn_bytes left_of(const side *s, const fate *f)
{
    return (wn_bytes){s->texts.data + f->left, f->left_size};
}

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

static void add_sample(wn_compare *c, row *r, const side *s, const fate *f)
{
    wn_bytes text = text_of(s, f);
    wn_buf   shown = {0};
    while (text.size && strchr("\r\n", text.data[text.size - 1]) && text.data[text.size - 1])
        text.size--;
    text.size = text.size < SAMPLE_BYTES ? text.size : SAMPLE_BYTES;
    wn_plain_put(&shown, text);
    char *copy = wn_arena_copy(&c->arena, wn_buf_bytes(&shown));
    if (!copy || shown.failed)
        c->status = WN_NO_MEMORY;
    else
        r->samples[r->sample_count++] = (sample){c->name, f->record, f->line, copy};
    wn_buf_free(&shown);
}

static void note(wn_compare *c, change kind, int rule, const side *s, const fate *f)
{
    row *r = &c->rows[kind][rule + 1];
    r->lines++;
    r->bytes += f->text_size;
    if (r->sample_count < WN_SAMPLES_MAX)
        add_sample(c, r, s, f);
}

static bool is_same_rule(const wn_compare *c, int before, int after)
{
    wn_rule_info one, other;
    bool         has_one = before >= 0 && wn_policy_rule(c->before.policy, (size_t)before, &one);
    bool         has_other = after >= 0 && wn_policy_rule(c->after.policy, (size_t)after, &other);
    return has_one == has_other && (!has_one || strcmp(one.id, other.id) == 0);
}

/* Which change it is, when what is left differs. */
static change kind_of(wn_bytes old, wn_bytes new, bool is_whole)
{
    return !new.size ? CHANGE_REMOVED : !old.size ? CHANGE_KEPT : is_whole ? CHANGE_WHOLE : CHANGE_OTHER;
}

static void compare_line(wn_compare *c, const fate *before, const fate *after)
{
    wn_bytes old = left_of(&c->before, before), new = left_of(&c->after, after);
    c->lines++;
    c->bytes += before->text_size;
    if (before->is_blank) /* blank lines follow their neighbours */
        return;
    change kind = kind_of(old, new, after->rule < 0);
    if (is_same(old, new))
        c->recharged += !is_same_rule(c, before->rule, after->rule);
    else if (changes[kind].is_new)
        note(c, kind, after->rule, &c->after, after);
    else
        note(c, kind, before->rule, &c->before, before);
}

static void clear_side(side *s)
{
    s->count = s->told = s->verdict_count = 0;
    wn_buf_clear(&s->texts);
}

/* Compares the documents at hand, which both have ended. */
static void compare_documents(wn_compare *c)
{
    size_t lines = c->before.count < c->after.count ? c->before.count : c->after.count;
    size_t documents = c->before.verdict_count < c->after.verdict_count ? c->before.verdict_count
                                                                        : c->after.verdict_count;
    for (size_t i = 0; i < lines; i++)
        compare_line(c, &c->before.lines[i], &c->after.lines[i]);
    for (size_t i = 0; i < documents; i++)
        c->verdicts[c->before.verdicts[i]][c->after.verdicts[i]]++;
    c->documents += documents;
    clear_side(&c->before);
    clear_side(&c->after);
}

/* ---- making and freeing ---- */

static wn_status make_side(side *s, gatherer *g, const wn_policy *policy, const wn_filter_options *options,
                           wn_error **error)
{
    wn_sink sink = {.user = g, .decide = gather, .finish = end_document, .divert = divert, .mishap = note_mishap};
    s->policy = policy;
    g->side = s;
    return wn_filter_new(policy, options, &sink, &s->filter, error);
}

wn_status wn_compare_new(const wn_policy *before, const wn_policy *after, const wn_filter_options *options,
                         wn_compare **compare, wn_error **error)
{
    size_t            old_rules = wn_policy_rule_count(before), new_rules = wn_policy_rule_count(after);
    wn_filter_options own = *options;
    wn_compare       *made = calloc(1, sizeof *made);
    *compare = NULL;
    if (!made)
        return WN_NO_MEMORY;
    own.divert_rejects = own.format != WN_FORMAT_TEXT && own.format != WN_FORMAT_HTML;
    made->has_records = own.divert_rejects;
    wn_status status = make_side(&made->before, &made->gatherers[0], before, &own, error);
    if (status == WN_OK)
        status = make_side(&made->after, &made->gatherers[1], after, &own, error);
    for (int i = 0; i < CHANGE_COUNT && status == WN_OK; i++)
        if (!(made->rows[i] = calloc((old_rules > new_rules ? old_rules : new_rules) + 1, sizeof *made->rows[i])))
            status = WN_NO_MEMORY;
    if (status != WN_OK) {
        wn_compare_free(made);
        return status;
    }
    *compare = made;
    return WN_OK;
}

static void free_side(side *s)
{
    wn_filter_free(s->filter);
    wn_buf_free(&s->texts);
    free(s->lines);
    free(s->verdicts);
}

void wn_compare_free(wn_compare *c)
{
    if (!c)
        return;
    free_side(&c->before);
    free_side(&c->after);
    for (int i = 0; i < CHANGE_COUNT; i++)
        free(c->rows[i]);
    wn_buf_free(&c->gatherers[0].left);
    wn_buf_free(&c->gatherers[1].left);
    wn_arena_free(&c->arena);
    free(c);
}

/* ---- feeding ---- */

void wn_compare_begin(wn_compare *c, const char *name)
{
    c->name = name;
}

/* A callback stops for want of memory alone. */
static wn_status settle(wn_compare *c, wn_status status)
{
    if (c->status == WN_OK)
        c->status = status == WN_STOPPED ? WN_NO_MEMORY : status;
    return c->status;
}

wn_status wn_compare_feed(wn_compare *c, wn_bytes bytes)
{
    if (settle(c, wn_filter_feed(c->before.filter, bytes.data, bytes.size)) != WN_OK ||
        settle(c, wn_filter_feed(c->after.filter, bytes.data, bytes.size)) != WN_OK)
        return c->status;
    if (c->has_records)
        compare_documents(c);
    return c->status;
}

wn_status wn_compare_end(wn_compare *c)
{
    wn_result result;
    if (settle(c, wn_filter_end(c->before.filter, &result)) != WN_OK ||
        settle(c, wn_filter_end(c->after.filter, NULL)) != WN_OK)
        return c->status;
    compare_documents(c);
    return c->status;
}

uint64_t wn_compare_documents(const wn_compare *c)
{
    return c->documents;
}

uint64_t wn_compare_malformed(const wn_compare *c)
{
    return c->after.malformed;
}

/* ---- the report ---- */

static size_t row_count(const wn_compare *c)
{
    size_t before = wn_policy_rule_count(c->before.policy), after = wn_policy_rule_count(c->after.policy);
    return (before > after ? before : after) + 1;
}

static uint64_t count_lines(const wn_compare *c, change kind)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < row_count(c); i++)
        sum += c->rows[kind][i].lines;
    return sum;
}

static uint64_t count_verdicts(const wn_compare *c)
{
    uint64_t sum = 0;
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 5; k++)
            sum += i == k ? 0 : c->verdicts[i][k];
    return sum;
}

bool wn_compare_differs(const wn_compare *c)
{
    for (int i = 0; i < CHANGE_COUNT; i++)
        if (count_lines(c, (change)i))
            return true;
    return count_verdicts(c) != 0;
}

void wn_compare_limits(const wn_compare *c, wn_limits *before, wn_limits *after)
{
    *before = c->before.limits;
    *after = c->after.limits;
}

/* The rule of a row: of the new policy where it took the line, else of the old one. */
static const char *rule_of(const wn_compare *c, change kind, size_t row_index)
{
    const wn_policy *policy = changes[kind].is_new ? c->after.policy : c->before.policy;
    wn_rule_info     rule;
    return row_index && wn_policy_rule(policy, row_index - 1, &rule) ? rule.id : "(no rule)";
}

static void put_place(const sample *s, wn_buf *out)
{
    wn_plain_put(out, (wn_bytes){s->file, strlen(s->file)});
    if (s->record)
        wn_buf_printf(out, ":%llu", (unsigned long long)s->record);
    wn_buf_printf(out, ":%llu", (unsigned long long)s->line);
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void put_rule(const wn_compare *c, change kind, size_t row_index, wn_buf *out)
{
    const row *r = &c->rows[kind][row_index];
    wn_buf_printf(out, "  %-40s %llu line%s, %llu bytes\n", rule_of(c, kind, row_index), (unsigned long long)r->lines,
                  plural(r->lines), (unsigned long long)r->bytes);
    for (size_t i = 0; i < r->sample_count; i++) {
        wn_buf_text(out, "      ");
        put_place(&r->samples[i], out);
        wn_buf_printf(out, ": %s\n", r->samples[i].text);
    }
}

static void put_changes(const wn_compare *c, change kind, wn_buf *out)
{
    uint64_t lines = count_lines(c, kind);
    if (!lines)
        return;
    wn_buf_printf(out, "%s: %llu line%s\n", changes[kind].heading, (unsigned long long)lines, plural(lines));
    for (size_t i = 0; i < row_count(c); i++)
        if (c->rows[kind][i].lines)
            put_rule(c, kind, i, out);
    wn_buf_put(out, '\n');
}

static void put_verdicts(const wn_compare *c, wn_buf *out)
{
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < 5; k++)
            if (i != k && c->verdicts[i][k])
                wn_buf_printf(out,
                              c->verdicts[i][k] == 1 ? "%llu document was %s and is %s\n"
                                                     : "%llu documents were %s and are %s\n",
                              (unsigned long long)c->verdicts[i][k], wn_verdict_name((wn_verdict)i),
                              wn_verdict_name((wn_verdict)k));
}

static void put_text(const wn_compare *c, wn_buf *out)
{
    uint64_t sum = 0;
    for (int i = 0; i < CHANGE_COUNT; i++) {
        put_changes(c, (change)i, out);
        sum += count_lines(c, (change)i);
    }
    put_verdicts(c, out);
    if (c->recharged)
        wn_buf_printf(out, "%llu lines go as before, by another rule\n", (unsigned long long)c->recharged);
    wn_buf_printf(out, "%llu of %llu lines differ; %llu document%s\n", (unsigned long long)sum,
                  (unsigned long long)c->lines, (unsigned long long)c->documents, plural(c->documents));
}

static void put_json_row(const wn_compare *c, change kind, size_t row_index, wn_buf *out)
{
    const row *r = &c->rows[kind][row_index];
    wn_buf_printf(out, "{\"change\":\"%s\",", changes[kind].name);
    wn_words_json(out, "rule", rule_of(c, kind, row_index));
    wn_buf_printf(out, ",\"lines\":%llu,\"bytes\":%llu,\"samples\":[", (unsigned long long)r->lines,
                  (unsigned long long)r->bytes);
    for (size_t i = 0; i < r->sample_count; i++) {
        wn_buf_text(out, i ? ",{" : "{");
        wn_words_json(out, "file", r->samples[i].file);
        if (r->samples[i].record)
            wn_buf_printf(out, ",\"record\":%llu", (unsigned long long)r->samples[i].record);
        wn_buf_printf(out, ",\"line\":%llu,", (unsigned long long)r->samples[i].line);
        wn_words_json(out, "text", r->samples[i].text);
        wn_buf_put(out, '}');
    }
    wn_buf_text(out, "]}\n");
}

static void put_json(const wn_compare *c, wn_buf *out)
{
    for (int kind = 0; kind < CHANGE_COUNT; kind++)
        for (size_t i = 0; i < row_count(c); i++)
            if (c->rows[kind][i].lines)
                put_json_row(c, (change)kind, i, out);
    wn_buf_printf(out, "{\"documents\":%llu,\"lines\":%llu", (unsigned long long)c->documents,
                  (unsigned long long)c->lines);
    for (int kind = 0; kind < CHANGE_COUNT; kind++)
        wn_buf_printf(out, ",\"%s\":%llu", changes[kind].name, (unsigned long long)count_lines(c, (change)kind));
    wn_buf_printf(out, ",\"recharged\":%llu,\"verdicts\":%llu}\n", (unsigned long long)c->recharged,
                  (unsigned long long)count_verdicts(c));
}

void wn_compare_report(const wn_compare *c, bool as_json, wn_buf *out)
{
    if (as_json)
        put_json(c, out);
    else
        put_text(c, out);
}
