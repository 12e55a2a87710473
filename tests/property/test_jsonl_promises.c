/* test_jsonl_promises.c: what the filter of JSON Lines promises, held against random records.
 *
 * The records are read back by a reader of the test's own: it knows strings and single bytes, no more.
 * What each field should have become is asked of the text filter, one text at a time.
 *
 * A failure names the seed; WINNOW_SEED=N runs that one alone, WINNOW_ROUNDS=N changes how many. */
#include "author/fuzz/breed.h"

#include "base/utf8.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 400
#define LINES_MAX 12

/* ---- records ---- */

static void put_unicode(wn_breeder *g, wn_buf *out, uint32_t unit)
{
    wn_buf_printf(out, wn_breeder_one_in(g, 2) ? "\\u%04x" : "\\u%04X", (unsigned)unit);
}

static void put_as_escape(wn_breeder *g, wn_buf *out, uint32_t code)
{
    if (code < 0x10000) {
        put_unicode(g, out, code);
        return;
    }
    put_unicode(g, out, 0xD800 + ((code - 0x10000) >> 10));
    put_unicode(g, out, 0xDC00 + ((code - 0x10000) & 0x3FF));
}

/* One character of the text in one of its spellings; `odd` is how seldom it is an unusual one. */
static void put_character(wn_breeder *g, wn_buf *out, wn_bytes text, size_t at, wn_utf8_char c, size_t odd)
{
    static const char letters[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
    const char       *found = c.code && c.code < 0x80 ? strchr(plain, (int)c.code) : NULL;
    if (c.is_valid && wn_breeder_one_in(g, odd))
        put_as_escape(g, out, c.code);
    else if (found && (*found != '/' || wn_breeder_one_in(g, 2)))
        wn_buf_printf(out, "\\%c", letters[found - plain]);
    else if (c.code < 0x20)
        put_as_escape(g, out, c.code);
    else
        wn_buf_append(out, text.data + at, c.size);
}

static void put_text(wn_breeder *g, wn_buf *out, wn_bytes text)
{
    size_t odd = wn_breeder_one_in(g, 2) ? 3 : 200;
    wn_buf_put(out, '"');
    for (size_t i = 0; i < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, i);
        put_character(g, out, text, i, c, odd);
        i += c.size;
        if (wn_breeder_one_in(g, 300))
            wn_buf_text(out, "\\ud83d"); /* never its other half, so that no cut can make a pair */
    }
    wn_buf_put(out, '"');
}

static void put_space(wn_breeder *g, wn_buf *out)
{
    static const char *const spaces[] = {"", "", "", " ", "\t", " \r "};
    wn_buf_text(out, WN_BREED_PICK(g, spaces));
}

static void put_article(wn_breeder *g, wn_buf *out)
{
    wn_buf text = {0};
    wn_breed_document(g, &text, wn_breeder_below(g, 12));
    put_text(g, out, wn_buf_bytes(&text));
    wn_buf_free(&text);
}

static const char *const noise[] = {"\"n\":1e400",
                                    "\"n\":9223372036854775809",
                                    "\"n\":-0.0",
                                    "\"\":null",
                                    "\"o\":{\"text\":\"Advertisement\",\"a\":[{}, []]}",
                                    "\"lang\":\"de\"",
                                    "\"source\" : \"a.example.org\"",
                                    "\"l\\u0061ng\":\"en\"",
                                    "\"text\":[\"Advertisement\"]",
                                    "\"bodies\":[[{\"v\":\"Advertisement\"}],{\"w\":\"Advertisement\"},\"v\"]",
                                    "\"true\":true",
                                    "\"x\":[1,[2,[3,[\"Advertisement\\n\"]]],\"\\\"]}\"]"};

static void put_bodies(wn_breeder *g, wn_buf *out)
{
    wn_buf_text(out, "\"bodies\":[");
    for (size_t i = 0, count = wn_breeder_below(g, 4); i < count; i++) {
        wn_buf_text(out, i ? ",{\"w\":\"x\",\"v\":" : "{\"v\" : ");
        put_article(g, out);
        wn_buf_text(out, "}");
    }
    wn_buf_text(out, "]");
}

static void put_title(wn_breeder *g, wn_buf *out)
{
    wn_buf title = {0};
    wn_breed_line(g, &title);
    wn_buf_text(out, "\"title\":");
    put_text(g, out, wn_buf_bytes(&title));
    wn_buf_free(&title);
}

static void put_member(wn_breeder *g, wn_buf *out)
{
    switch (wn_breeder_below(g, 7)) {
    case 0:
    case 1:
        wn_buf_text(out, wn_breeder_one_in(g, 4) ? "\"t\\u0065xt\" :" : "\"text\": ");
        put_article(g, out);
        break;
    case 2:
        wn_buf_text(out, "\"lead\":");
        put_article(g, out);
        break;
    case 3:
        put_bodies(g, out);
        break;
    case 4:
        put_title(g, out);
        break;
    default:
        wn_buf_text(out, WN_BREED_PICK(g, noise));
    }
}

static void put_record(wn_breeder *g, wn_buf *out)
{
    put_space(g, out);
    wn_buf_put(out, '{');
    for (size_t i = 0, count = wn_breeder_below(g, 8); i < count; i++) {
        if (i)
            wn_buf_put(out, ',');
        put_space(g, out);
        put_member(g, out);
        put_space(g, out);
    }
    wn_buf_put(out, '}');
    put_space(g, out);
}

static const char *const broken[] = {"",
                                     " ",
                                     "{",
                                     "{\"text\":\"Advertisement\"",
                                     "[\"Advertisement\"]",
                                     "7",
                                     "\xFF",
                                     "{\"text\":\"Advertisement\",}",
                                     "{\"text\":'x'}",
                                     "{\"text\":\"\t\"}"};

/* A stream of records, among them some that are none; true when it is all records. */
static bool put_stream(wn_breeder *g, wn_buf *out)
{
    bool   whole = wn_breeder_one_in(g, 2);
    size_t lines = 1 + wn_breeder_below(g, LINES_MAX);
    if (wn_breeder_one_in(g, 8))
        wn_buf_text(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < lines; i++) {
        if (whole || !wn_breeder_one_in(g, 4))
            put_record(g, out);
        else
            wn_buf_text(out, WN_BREED_PICK(g, broken));
        if (i + 1 < lines || !wn_breeder_one_in(g, 3))
            wn_buf_text(out, wn_breeder_one_in(g, 5) ? "\r\n" : "\n");
    }
    return whole;
}

/* ---- running the filter ---- */

static const char *const fields[] = {"text", "lead", "/bodies/*/v"};

static const wn_filter_options jsonl = {.format = WN_FORMAT_JSONL,
                                        .fields = fields,
                                        .field_count = sizeof fields / sizeof *fields};

typedef struct outcome {
    wn_buf output;
    wn_buf told;
} outcome;

static bool keep_output(void *user, wn_bytes bytes)
{
    outcome *o = user;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

static bool keep_decision(void *user, const wn_decision *d)
{
    outcome *o = user;
    wn_buf_printf(&o->told, "%d %llu %s %llu+%zu at %llu+%zu rule %d\n", (int)d->fate, (unsigned long long)d->document,
                  d->field_path, (unsigned long long)d->offset, d->bytes.size, (unsigned long long)d->source_offset,
                  d->source.size, d->rule);
    wn_buf_append(&o->told, d->source.data, d->source.size);
    wn_buf_append(&o->told, d->bytes.data, d->bytes.size);
    return wn_buf_append(&o->told, d->put.data, d->put.size);
}

static bool keep_result(void *user, const wn_result *r)
{
    outcome *o = user;
    return wn_buf_printf(&o->told, "%d %llu %llu %zu\n", (int)r->verdict, (unsigned long long)r->bytes_out,
                         (unsigned long long)r->lines_cut, r->rule_count);
}

static bool keep_diverted(void *user, wn_route route, wn_bytes record)
{
    outcome *o = user;
    wn_buf_printf(&o->told, "route %d\n", (int)route);
    return wn_buf_append(&o->told, record.data, record.size);
}

static bool keep_mishap(void *user, const wn_mishap *m)
{
    outcome *o = user;
    return wn_buf_printf(&o->told, "%llu at %llu: %s\n", (unsigned long long)m->record, (unsigned long long)m->offset,
                         m->message);
}

static void free_outcome(outcome *o)
{
    wn_buf_free(&o->output);
    wn_buf_free(&o->told);
}

static wn_policy *load(const wn_bred_policy *text)
{
    wn_buf     yaml = {0};
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_bred_policy_write(text, &yaml);
    wn_layer  layer = {.name = "random", .text = wn_buf_bytes(&yaml)};
    wn_status status = wn_policy_load(&layer, 1, NULL, &policy, &error);
    ck_assert_msg(status == WN_OK, "%s in\n%.*s", error ? wn_error_at(error, 0)->message : "no error", (int)yaml.size,
                  yaml.data);
    wn_buf_free(&yaml);
    return policy;
}

/* Filters the stream in feeds of `step` bytes; 0: in one. */
static outcome run(const wn_policy *policy, const wn_filter_options *options, wn_bytes stream, size_t step)
{
    outcome    o = {0};
    wn_filter *filter = NULL;
    wn_sink    sink = {.user = &o,
                       .write = keep_output,
                       .decide = keep_decision,
                       .finish = keep_result,
                       .divert = keep_diverted,
                       .mishap = keep_mishap};
    ck_assert_int_eq(wn_filter_new(policy, options, &sink, &filter, NULL), WN_OK);
    for (size_t at = 0; at < stream.size;) {
        size_t size = step && step < stream.size - at ? step : stream.size - at;
        ck_assert_int_eq(wn_filter_feed(filter, stream.data + at, size), WN_OK);
        at += size;
    }
    ck_assert_int_eq(wn_filter_end(filter, NULL), WN_OK);
    wn_filter_free(filter);
    return o;
}

static bool is_same(wn_bytes a, wn_bytes b)
{
    return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

static void show(uint64_t seed, const wn_bred_policy *text, wn_bytes stream, wn_bytes output)
{
    wn_buf yaml = {0};
    wn_bred_policy_write(text, &yaml);
    fprintf(stderr, "seed %llu\n%.*s--- stream\n%.*s\n--- output\n%.*s\n", (unsigned long long)seed, (int)yaml.size,
            yaml.data, (int)stream.size, stream.data, (int)output.size, output.data ? output.data : "");
    wn_buf_free(&yaml);
}

/* ---- cuts ---- */

static void check_cuts(uint64_t seed)
{
    static const size_t steps[] = {1, 2, 3, 7, 4096};
    wn_breeder          g = {seed};
    wn_bred_policy      text = wn_breed_policy(&g, WN_REACH_DOCUMENT);
    wn_policy          *policy = load(&text);
    wn_buf              stream = {0};
    wn_filter_options   options = jsonl;
    put_stream(&g, &stream);
    for (size_t i = wn_breeder_below(&g, 3); i && stream.size; i--) /* a few bytes go wrong */
        stream.data[wn_breeder_below(&g, stream.size)] = (char)wn_breeder_next(&g);
    options.annotate = wn_breeder_one_in(&g, 3);
    outcome whole = run(policy, &options, wn_buf_bytes(&stream), 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        outcome o = run(policy, &options, wn_buf_bytes(&stream), steps[i]);
        bool    same = is_same(wn_buf_bytes(&o.output), wn_buf_bytes(&whole.output)) &&
                    is_same(wn_buf_bytes(&o.told), wn_buf_bytes(&whole.told));
        if (!same)
            show(seed, &text, wn_buf_bytes(&stream), wn_buf_bytes(&o.output));
        ck_assert_msg(same, "seed %llu, feeds of %zu bytes", (unsigned long long)seed, steps[i]);
        free_outcome(&o);
    }
    free_outcome(&whole);
    wn_buf_free(&stream);
    wn_policy_free(policy);
    wn_bred_policy_free(&text);
}

/* ---- a reader of its own ---- */

typedef struct reader {
    wn_bytes text;
    size_t   at;
} reader;

/* A string with its quotes, or a single byte; empty at the end. */
static wn_bytes read_token(reader *r)
{
    size_t begin = r->at;
    if (r->at == r->text.size)
        return (wn_bytes){0};
    if (r->text.data[r->at++] == '"')
        while (r->text.data[r->at++] != '"')
            r->at += r->text.data[r->at - 1] == '\\';
    return (wn_bytes){r->text.data + begin, r->at - begin};
}

static bool is_string(wn_bytes token)
{
    return token.size && *token.data == '"';
}

static uint32_t unit_at(wn_bytes token, size_t at)
{
    char digits[5] = {0};
    if (at + 6 > token.size || token.data[at] != '\\' || token.data[at + 1] != 'u')
        return 0;
    memcpy(digits, token.data + at + 2, 4);
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* What a string token says. */
static wn_buf read_text(wn_bytes token)
{
    wn_buf text = {0};
    char   bytes[4];
    for (size_t i = 1; i + 1 < token.size; i++) {
        char letter = token.data[i] == '\\' ? token.data[i + 1] : '\0';
        if (!letter) {
            wn_buf_put(&text, token.data[i]);
        } else if (letter != 'u') {
            wn_buf_put(&text, letter == 'n'   ? '\n'
                              : letter == 'r' ? '\r'
                              : letter == 't' ? '\t'
                              : letter == 'b' ? '\b'
                              : letter == 'f' ? '\f'
                                              : letter);
            i++;
        } else {
            uint32_t high = unit_at(token, i), low = unit_at(token, i + 6);
            bool     pair = high >> 10 == 0x36 && low >> 10 == 0x37;
            i += pair ? 11 : 5;
            if (!pair && high >> 11 == 0x1B)
                wn_buf_put(&text, '\xFF');
            else
                wn_buf_append(&text, bytes,
                              wn_utf8_encode(pair ? 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF)) : high, bytes));
        }
    }
    return text;
}

static bool says(wn_bytes token, const char *expected)
{
    wn_buf text = read_text(token);
    bool   same = is_same(wn_buf_bytes(&text), (wn_bytes){expected, strlen(expected)});
    wn_buf_free(&text);
    return same;
}

/* ---- what the fields should have become ---- */

/* Where the reader stands in a record: enough of it to tell fields. */
typedef struct place {
    size_t   depth;
    bool     in_bodies;
    bool     in_array[64];
    bool     after_colon;
    wn_bytes name;   /* the last member's name at this depth and below */
    wn_bytes member; /* the topmost member's name */
} place;

static void move_place(place *p, wn_bytes token)
{
    char byte = *token.data;
    if (is_string(token) && !p->after_colon && !p->in_array[p->depth]) {
        p->name = token;
        if (p->depth == 1)
            p->member = token;
    }
    if (byte == '{' || byte == '[')
        p->in_array[++p->depth] = byte == '[';
    else if (byte == '}' || byte == ']')
        p->depth--;
    if (!strchr(" \t\r\n", byte))
        p->after_colon = byte == ':';
}

/* Whether the string token, before the place has moved over it, is a value that the options choose. */
static bool is_field(const place *p, wn_bytes token)
{
    if (!is_string(token) || !p->after_colon)
        return false;
    if (p->depth == 1)
        return says(p->name, "text") || says(p->name, "lead");
    return p->depth == 3 && p->in_array[2] && !p->in_array[3] && says(p->member, "bodies") && says(p->name, "v");
}

/* The last top-level string of this name; empty when there is none. */
static wn_buf find_member(wn_bytes record, const char *name)
{
    reader   r = {.text = record};
    place    p = {0};
    wn_bytes found = {0};
    for (wn_bytes token; (token = read_token(&r)).size; move_place(&p, token))
        if (p.depth == 1 && is_string(token) && p.after_colon && says(p.name, name))
            found = token;
    return read_text(found);
}

typedef struct reference {
    wn_policy  *policy;
    wn_filter  *filter; /* of text */
    wn_document known;
    wn_buf      headline, lang, source;
    wn_buf      output;    /* of the field at hand */
    wn_buf      extracted; /* the record's first value */
    bool        has_extracted;
} reference;

static bool keep_text(void *user, wn_bytes bytes)
{
    reference *ref = user;
    return wn_buf_append(&ref->output, bytes.data, bytes.size);
}

static bool keep_extract(void *user, const wn_decision *d)
{
    reference *ref = user;
    if (d->fate == WN_FATE_EXTRACT && !ref->has_extracted) {
        ref->has_extracted = true;
        wn_buf_append(&ref->extracted, d->put.data, d->put.size);
    }
    return true;
}

static const char *c_string(wn_buf *text)
{
    wn_buf_put(text, '\0');
    return text->size > 1 ? text->data : NULL;
}

static void begin_record(reference *ref, wn_bytes record)
{
    ref->headline = find_member(record, "title");
    ref->lang = find_member(record, "lang");
    ref->source = find_member(record, "source");
    ref->known = (wn_document){.headline = wn_buf_bytes(&ref->headline),
                               .lang = c_string(&ref->lang),
                               .source = c_string(&ref->source)};
}

static void end_record(reference *ref)
{
    wn_buf_free(&ref->headline);
    wn_buf_free(&ref->lang);
    wn_buf_free(&ref->source);
    wn_buf_free(&ref->extracted);
    ref->has_extracted = false;
}

static wn_bytes filter_text(reference *ref, wn_bytes text)
{
    wn_buf_clear(&ref->output);
    ck_assert_int_eq(wn_filter_begin(ref->filter, &ref->known), WN_OK);
    ck_assert_int_eq(wn_filter_feed(ref->filter, text.data, text.size), WN_OK);
    ck_assert_int_eq(wn_filter_end(ref->filter, NULL), WN_OK);
    return wn_buf_bytes(&ref->output);
}

/* Whether the token became what the text filter makes of its text; unchanged text has unchanged source. */
static bool is_right_field(reference *ref, wn_bytes before, wn_bytes after)
{
    wn_buf   text = read_text(before), got = read_text(after);
    wn_bytes expected = filter_text(ref, wn_buf_bytes(&text));
    bool     right = is_same(expected, wn_buf_bytes(&got)) &&
                 (!is_same(expected, wn_buf_bytes(&text)) || is_same(before, after));
    wn_buf_free(&text);
    wn_buf_free(&got);
    return right;
}

/* Skips the member that an extract rule adds. */
static bool skip_extracted(const reference *ref, reader *output)
{
    wn_bytes comma = read_token(output), name = read_token(output), colon = read_token(output),
             value = read_token(output);
    wn_buf text = read_text(value);
    bool   right = comma.size && *comma.data == ',' && says(name, "f") && *colon.data == ':' &&
                 is_same(wn_buf_bytes(&text), wn_buf_bytes(&ref->extracted));
    wn_buf_free(&text);
    return right;
}

static bool is_space(wn_bytes token)
{
    return token.size == 1 && strchr(" \t\r\n", *token.data);
}

/* Whether nothing but space stands between here and the record's closing brace. */
static bool is_at_end(const place *p, reader input)
{
    wn_bytes token;
    while (is_space(token = read_token(&input)))
        ;
    return p->depth == 1 && token.size && *token.data == '}';
}

static bool is_right_record(reference *ref, wn_bytes before, reader *output)
{
    reader input = {.text = before};
    place  p = {0};
    bool   right = true, has_skipped = false;
    begin_record(ref, before);
    while (right && input.at < before.size) {
        if (ref->has_extracted && !has_skipped && !is_string((wn_bytes){before.data + input.at, 1}) &&
            is_at_end(&p, input) && !p.after_colon) {
            right = skip_extracted(ref, output);
            has_skipped = true;
        }
        wn_bytes token = read_token(&input), got = read_token(output);
        right = right && (is_field(&p, token) ? is_right_field(ref, token, got) : is_same(token, got));
        move_place(&p, token);
    }
    end_record(ref);
    return right;
}

static void check_fields(uint64_t seed)
{
    wn_breeder     g = {seed};
    wn_bred_policy text = wn_breed_policy(&g, WN_REACH_DOCUMENT);
    reference      ref = {.policy = load(&text)};
    wn_sink        sink = {.user = &ref, .write = keep_text, .decide = keep_extract};
    wn_buf         stream = {0};
    while (!put_stream(&g, &stream))
        wn_buf_clear(&stream);
    ck_assert_int_eq(wn_filter_new(ref.policy, NULL, &sink, &ref.filter, NULL), WN_OK);
    outcome o = run(ref.policy, &jsonl, wn_buf_bytes(&stream), 0);
    reader  output = {.text = wn_buf_bytes(&o.output)};
    bool    right = true;
    for (size_t at = 0; at < stream.size && right;) {
        const char *feed = memchr(stream.data + at, '\n', stream.size - at);
        size_t      end = feed ? (size_t)(feed - stream.data) + 1 : stream.size;
        right = is_right_record(&ref, (wn_bytes){stream.data + at, end - at}, &output);
        at = end;
    }
    right = right && output.at == output.text.size;
    if (!right)
        show(seed, &text, wn_buf_bytes(&stream), wn_buf_bytes(&o.output));
    ck_assert_msg(right, "seed %llu", (unsigned long long)seed);
    free_outcome(&o);
    wn_buf_free(&stream);
    wn_buf_free(&ref.output);
    wn_filter_free(ref.filter);
    wn_policy_free(ref.policy);
    wn_bred_policy_free(&text);
}

/* ---- decisions ---- */

/* Puts a record together again from the decisions about its strings. */
typedef struct ledger {
    wn_bytes record;
    wn_buf   restored; /* the record with each decision's source in its place */
    char     path[64]; /* of the string at hand */
    uint64_t next_offset;
    bool     is_whole;
} ledger;

static bool enter_decision(void *user, const wn_decision *d)
{
    ledger *l = user;
    size_t  at = (size_t)d->source_offset;
    bool    begins = d->offset == 0;
    l->is_whole &= begins ||
                   (d->offset == l->next_offset && at == l->restored.size && strcmp(l->path, d->field_path) == 0);
    l->is_whole &= at >= l->restored.size && at + d->source.size <= l->record.size;
    if (!l->is_whole)
        return false;
    snprintf(l->path, sizeof l->path, "%s", d->field_path);
    wn_buf_append(&l->restored, l->record.data + l->restored.size, at - l->restored.size);
    wn_buf_append(&l->restored, d->source.data, d->source.size);
    l->next_offset = d->offset + d->bytes.size;
    return true;
}

static void check_decisions(uint64_t seed)
{
    wn_breeder     g = {seed};
    wn_bred_policy text = wn_breed_policy(&g, WN_REACH_DOCUMENT);
    wn_policy     *policy = load(&text);
    wn_buf         record = {0};
    wn_filter     *filter = NULL;
    ledger         l = {.is_whole = true};
    wn_sink        sink = {.user = &l, .decide = enter_decision};
    put_record(&g, &record);
    l.record = wn_buf_bytes(&record);
    ck_assert_int_eq(wn_filter_new(policy, &jsonl, &sink, &filter, NULL), WN_OK);
    wn_status status = wn_filter_feed(filter, record.data, record.size);
    if (status == WN_OK)
        status = wn_filter_end(filter, NULL);
    wn_buf_append(&l.restored, record.data + l.restored.size, record.size - l.restored.size);
    bool same = status == WN_OK && l.is_whole && is_same(wn_buf_bytes(&l.restored), l.record);
    if (!same)
        show(seed, &text, l.record, wn_buf_bytes(&l.restored));
    ck_assert_msg(same, "seed %llu", (unsigned long long)seed);
    wn_filter_free(filter);
    wn_policy_free(policy);
    wn_buf_free(&l.restored);
    wn_buf_free(&record);
    wn_bred_policy_free(&text);
}

/* ---- changes ---- */

/* Makes the output from the stream by the changes alone. */
typedef struct patch {
    wn_bytes stream;
    size_t   at; /* in it: what has been copied or removed */
    wn_buf   patched;
    wn_buf   output;
} patch;

static bool make_change(void *user, const wn_change *change)
{
    patch *p = user;
    size_t offset = (size_t)change->offset;
    if (offset < p->at || offset + change->removed.size > p->stream.size)
        return false;
    if (!is_same(change->removed, (wn_bytes){p->stream.data + offset, change->removed.size}))
        return false;
    wn_buf_append(&p->patched, p->stream.data + p->at, offset - p->at);
    wn_buf_append(&p->patched, change->put.data, change->put.size);
    p->at = offset + change->removed.size;
    return true;
}

static bool keep_patched(void *user, wn_bytes bytes)
{
    patch *p = user;
    return wn_buf_append(&p->output, bytes.data, bytes.size);
}

static void check_changes(uint64_t seed)
{
    wn_breeder        g = {seed};
    wn_bred_policy    text = wn_breed_policy(&g, WN_REACH_DOCUMENT);
    wn_policy        *policy = load(&text);
    wn_buf            stream = {0};
    wn_filter        *filter = NULL;
    wn_filter_options options = jsonl;
    put_stream(&g, &stream);
    options.annotate = wn_breeder_one_in(&g, 2);
    options.on_error = wn_breeder_one_in(&g, 2) ? WN_ON_ERROR_DROP : WN_ON_ERROR_PASS;
    patch   p = {.stream = wn_buf_bytes(&stream)};
    wn_sink sink = {.user = &p, .write = keep_patched, .change = make_change};
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &filter, NULL), WN_OK);
    wn_status status = wn_filter_feed(filter, stream.data, stream.size);
    if (status == WN_OK)
        status = wn_filter_end(filter, NULL);
    wn_buf_append(&p.patched, stream.data + p.at, stream.size - p.at);
    bool same = status == WN_OK && is_same(wn_buf_bytes(&p.patched), wn_buf_bytes(&p.output));
    if (!same)
        show(seed, &text, p.stream, wn_buf_bytes(&p.output));
    ck_assert_msg(same, "seed %llu", (unsigned long long)seed);
    wn_filter_free(filter);
    wn_policy_free(policy);
    wn_buf_free(&p.patched);
    wn_buf_free(&p.output);
    wn_buf_free(&stream);
    wn_bred_policy_free(&text);
}

/* ---- rounds ---- */

static void run_rounds(void (*test)(uint64_t seed))
{
    const char *seed = getenv("WINNOW_SEED"), *count = getenv("WINNOW_ROUNDS");
    size_t      rounds = count ? strtoull(count, NULL, 10) : ROUNDS;
    if (seed) {
        test(strtoull(seed, NULL, 10));
        return;
    }
    for (uint64_t i = 1; i <= rounds; i++)
        test(i);
}

START_TEST(cuts_do_not_change_output_or_what_is_told)
{
    run_rounds(check_cuts);
}
END_TEST

START_TEST(only_fields_change_and_they_become_what_the_text_filter_makes_of_them)
{
    run_rounds(check_fields);
}
END_TEST

START_TEST(decisions_cover_every_byte_of_a_field_once)
{
    run_rounds(check_decisions);
}
END_TEST

START_TEST(changes_alone_make_the_output_from_the_stream)
{
    run_rounds(check_changes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("jsonl promises");
    TCase *tests = tcase_create("random policies over random records");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, cuts_do_not_change_output_or_what_is_told);
    tcase_add_test(tests, only_fields_change_and_they_become_what_the_text_filter_makes_of_them);
    tcase_add_test(tests, decisions_cover_every_byte_of_a_field_once);
    tcase_add_test(tests, changes_alone_make_the_output_from_the_stream);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
