/* test_jsonl.c: records through the public filter, with small policies: what goes, what stays, and what is said. */
#include "base/buf.h"
#include "format/jsonl.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char plain_policy[] =
    "winnow: 1\nname: plain\nversion: '7'\nrules:\n"
    "- {id: ad.label, line: {is: advertisement}}\n"
    "- {id: track.params, span: '[?&]utm_\\w+=\\w+'}\n"
    "- {id: note.swap, action: replace, with: \"say \\\"no\\\"\\tnow\", line: {is: swap me}}\n";

static const char verdict_policy[] = "winnow: 1\nname: verdicts\nrules:\n"
                                     "- {id: ad.label, line: {is: advertisement}}\n"
                                     "- {id: desk.look, action: flag, document: {contains: [rumour]}}\n"
                                     "- {id: legal.embargo, action: reject, document: '^embargo until'}\n"
                                     "- {id: legal.desk, action: reject, document: {field: desk, is: private}}\n";

static const char extract_policy[] =
    "winnow: 1\nname: dates\nversion: '1'\nrules:\n"
    "- {id: meta.updated, action: extract, field: updated, line: '^updated (?<value>.+)$'}\n";

static const char when_policy[] = "winnow: 1\nname: conditions\nrules:\n"
                                  "- {id: a.pt, line: {is: publicidade}, when: {lang: [pt]}}\n"
                                  "- {id: b.source, line: {is: house notice}, when: {source: ['*.example.org']}}\n"
                                  "- {id: c.field, line: {is: kicker}, when: {field: {section: sport*}}}\n"
                                  "- {id: d.title, line: {repeats: headline}}\n";

static const char guard_policy[] = "winnow: 1\nname: guarded\nguard: {max-removed-prose: 40%, min-words: 5}\nrules:\n"
                                   "- {id: eat.prose, line: {prose: true}}\n"
                                   "- {id: ad.label, line: {is: advertisement}}\n";

/* ---- a run and all that came of it ---- */

typedef struct outcome {
    wn_buf    output;
    wn_buf    told; /* in the order in which the callbacks came */
    wn_buf    rejects;
    wn_buf    flagged;
    size_t    writes;
    wn_status status;
    wn_result sum;
} outcome;

static const char *const fate_names[] = {"keep", "cut", "replace", "extract"};

static bool keep_output(void *user, wn_bytes bytes)
{
    outcome *o = user;
    o->writes++;
    return wn_buf_append(&o->output, bytes.data, bytes.size);
}

static bool keep_decision(void *user, const wn_decision *d)
{
    outcome *o = user;
    if (d->fate == WN_FATE_KEEP)
        return true;
    return wn_buf_printf(&o->told, "%s %s %llu+%zu \"%.*s\" rule %d in record %llu\n", fate_names[d->fate],
                         d->field_path, (unsigned long long)d->offset, d->bytes.size, (int)d->source.size,
                         d->source.data, d->rule, (unsigned long long)d->document);
}

static bool keep_result(void *user, const wn_result *r)
{
    outcome *o = user;
    return wn_buf_printf(&o->told, "%s: %llu of %llu lines, %zu rules, record %llu\n", wn_verdict_name(r->verdict),
                         (unsigned long long)r->lines_cut, (unsigned long long)r->lines_in, r->rule_count,
                         (unsigned long long)r->document);
}

static bool keep_diverted(void *user, wn_route route, wn_bytes record)
{
    outcome *o = user;
    return wn_buf_append(route == WN_ROUTE_REJECTS ? &o->rejects : &o->flagged, record.data, record.size);
}

static bool keep_mishap(void *user, const wn_mishap *m)
{
    outcome *o = user;
    return wn_buf_printf(&o->told, "line %llu at %llu: %s%s\n", (unsigned long long)m->record,
                         (unsigned long long)m->offset, m->message, m->is_missing_field ? " (no field)" : "");
}

static wn_sink sink_of(outcome *o)
{
    return (wn_sink){.user = o,
                     .write = keep_output,
                     .decide = keep_decision,
                     .finish = keep_result,
                     .divert = keep_diverted,
                     .mishap = keep_mishap};
}

static wn_policy *load(const char *yaml)
{
    wn_policy *policy = NULL;
    wn_error  *error = NULL;
    wn_layer   layer = {.name = "test", .text = {yaml, strlen(yaml)}};
    wn_status  status = wn_policy_load(&layer, 1, NULL, &policy, &error);
    ck_assert_msg(status == WN_OK, "%s", wn_error_at(error, 0) ? wn_error_at(error, 0)->message : "no error");
    return policy;
}

static wn_filter_options jsonl_options(const wn_filter_options *given)
{
    wn_filter_options options = given ? *given : (wn_filter_options){0};
    options.format = WN_FORMAT_JSONL;
    return options;
}

static outcome run_bytes(const char *yaml, const wn_filter_options *given, wn_bytes input, size_t step)
{
    outcome           o = {0};
    wn_policy        *policy = load(yaml);
    wn_filter        *filter = NULL;
    wn_filter_options options = jsonl_options(given);
    wn_sink           sink = sink_of(&o);
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &filter, NULL), WN_OK);
    for (size_t at = 0; at < input.size && o.status == WN_OK; at += step)
        o.status = wn_filter_feed(filter, input.data + at, step < input.size - at ? step : input.size - at);
    if (o.status == WN_OK)
        o.status = wn_filter_end(filter, &o.sum);
    o.sum.rules = NULL;
    wn_filter_free(filter);
    wn_policy_free(policy);
    wn_buf_put(&o.output, '\0');
    wn_buf_put(&o.told, '\0');
    wn_buf_put(&o.rejects, '\0');
    wn_buf_put(&o.flagged, '\0');
    return o;
}

static outcome run(const char *yaml, const wn_filter_options *options, const char *input)
{
    return run_bytes(yaml, options, (wn_bytes){input, strlen(input)}, SIZE_MAX / 2);
}

static void free_outcome(outcome *o)
{
    wn_buf_free(&o->output);
    wn_buf_free(&o->told);
    wn_buf_free(&o->rejects);
    wn_buf_free(&o->flagged);
}

static void expect_output(const char *yaml, const wn_filter_options *options, const char *input, const char *output)
{
    outcome o = run(yaml, options, input);
    ck_assert_int_eq(o.status, WN_OK);
    ck_assert_str_eq(o.output.data, output);
    free_outcome(&o);
}

static void expect_told(const char *yaml, const wn_filter_options *options, const char *input, const char *told)
{
    outcome o = run(yaml, options, input);
    ck_assert_str_eq(o.told.data, told);
    free_outcome(&o);
}

/* ---- what changes ---- */

START_TEST(only_the_cut_lines_of_the_chosen_string_go)
{
    expect_output(plain_policy, NULL,
                  "{\"id\":1,\"text\":\"The ferry left.\\nADVERTISEMENT\\nIt came back.\\n\",\"x\":[2]}\n",
                  "{\"id\":1,\"text\":\"The ferry left.\\nIt came back.\\n\",\"x\":[2]}\n");
}
END_TEST

START_TEST(kept_text_stays_in_the_escapes_of_its_source)
{
    expect_output(plain_policy, NULL,
                  "{\"text\":\"\\u0041 b\\/c \\u00e9\\u000aAdvertisement\\u000A\\uD83D\\uDE00 end \\\"q\\\"\\r\\n\"}\n",
                  "{\"text\":\"\\u0041 b\\/c \\u00e9\\u000a\\uD83D\\uDE00 end \\\"q\\\"\\r\\n\"}\n");
}
END_TEST

START_TEST(a_word_written_in_escapes_is_seen)
{
    expect_output(plain_policy, NULL, "{\"text\":\"one\\n\\u0061dvertisement\\ntwo\"}\n", "{\"text\":\"one\\ntwo\"}\n");
}
END_TEST

START_TEST(spans_are_cut_inside_a_line)
{
    expect_output(plain_policy, NULL, "{\"text\":\"see \\/a?utm_x=1 and\\tb\\u0026utm_y=2.\"}\n",
                  "{\"text\":\"see \\/a and\\tb.\"}\n");
}
END_TEST

START_TEST(a_replacement_is_escaped)
{
    expect_output(plain_policy, NULL, "{\"text\":\"a\\nswap me\\nb\"}\n",
                  "{\"text\":\"a\\nsay \\\"no\\\"\\tnow\\nb\"}\n");
}
END_TEST

START_TEST(layout_numbers_and_duplicates_stay)
{
    static const char record[] =
        " {\"n\" : 1e400,\t\"m\":9223372036854775809 , \"n\":-0.0,\"\\u006e\":1E+05,  \"text\": \"keep\" ,"
        "\"o\":{\"text\":\"advertisement\"} } \r\n";
    expect_output(plain_policy, NULL, record, record);
}
END_TEST

START_TEST(duplicate_members_are_each_filtered)
{
    expect_output(plain_policy, NULL, "{\"text\":\"a\\nadvertisement\",\"text\":\"advertisement\\nb\",\"text\":3}\n",
                  "{\"text\":\"a\\n\",\"text\":\"b\",\"text\":3}\n");
}
END_TEST

START_TEST(several_fields_and_pointers_are_filtered)
{
    static const char *const fields[] = {"lead", "/bodies/*/value", "/deep/0/x~1y"};
    wn_filter_options        options = {.fields = fields, .field_count = 3};
    expect_output(
        plain_policy, &options,
        "{\"text\":\"advertisement\",\"lead\":\"advertisement\",\"bodies\":[{\"value\":\"a\\nadvertisement\"},{"
        "\"value\":7},"
        "{\"v\":\"advertisement\"},{\"value\":\"advertisement\\nb\"}],\"deep\":[{\"x/y\":\"advertisement\\n\"}]}\n",
        "{\"text\":\"advertisement\",\"lead\":\"\",\"bodies\":[{\"value\":\"a\\n\"},{\"value\":7},"
        "{\"v\":\"advertisement\"},{\"value\":\"b\"}],\"deep\":[{\"x/y\":\"\"}]}\n");
    expect_told(
        plain_policy, &options, "{\"bodies\":[0,{\"value\":\"advertisement\"}]}",
        "cut /bodies/1/value 0+13 \"advertisement\" rule 0 in record 0\ncleaned: 1 of 1 lines, 1 rules, record 0\n");
}
END_TEST

START_TEST(bytes_that_are_not_utf_8_are_kept_as_they_are)
{
    expect_output(plain_policy, NULL, "{\"text\":\"a \xFF \xC3\\nadvertisement\\n\\ud83d \xED\xA0\x80 z\"}\n",
                  "{\"text\":\"a \xFF \xC3\\n\\ud83d \xED\xA0\x80 z\"}\n");
    outcome o = run(plain_policy, NULL, "{\"text\":\"a \\ud83d b \\ude00 \xFF\"}\n");
    ck_assert_uint_eq(o.sum.limits.invalid_bytes, 3);
    free_outcome(&o);
}
END_TEST

START_TEST(a_nul_in_the_text_is_a_byte_like_others)
{
    expect_output(plain_policy, NULL, "{\"text\":\"a\\u0000b\\nadvertisement\\nc\\u0000\"}\n",
                  "{\"text\":\"a\\u0000b\\nc\\u0000\"}\n");
}
END_TEST

START_TEST(decisions_name_the_field_and_the_source)
{
    expect_told(plain_policy, NULL, "{\"id\":0}\n{\"text\":\"\\u00e9\\nadvert\\u0069sement\\nb\"}\n",
                "line 1 at 0: none of the fields is a string in this record (no field)\n"
                "cut /text 3+14 \"advert\\u0069sement\\n\" rule 0 in record 1\n"
                "cleaned: 1 of 3 lines, 1 rules, record 1\n");
}
END_TEST

/* ---- lines of the stream ---- */

START_TEST(byte_order_mark_blank_lines_and_last_newline_stay)
{
    static const char input[] = "\xEF\xBB\xBF{\"text\":\"a\"}\n\n \t\r\n{\"text\":\"b\"}\r\n\n{\"text\":\"c\"}";
    expect_output(plain_policy, NULL, input, input);
    expect_output(plain_policy, NULL, "\xEF\xBB\xBF{\"text\":\"advertisement\"}", "\xEF\xBB\xBF{\"text\":\"\"}");
    expect_output(plain_policy, NULL, "\xEF\xBB\xBF", "\xEF\xBB\xBF");
    expect_output(plain_policy, NULL, "", "");
    expect_told(plain_policy, NULL, "\n \n", "");
    expect_told(plain_policy, NULL, "\n\xEF\xBB\xBF{\"text\":\"a\"}", "line 2 at 0: something that is no value\n");
}
END_TEST

START_TEST(the_record_without_newline_at_the_end_is_filtered)
{
    expect_output(plain_policy, NULL, "{\"text\":\"a\"}\n{\"text\":\"advertisement\\nb\"}",
                  "{\"text\":\"a\"}\n{\"text\":\"b\"}");
}
END_TEST

START_TEST(a_malformed_record_passes_and_is_told_with_line_and_offset)
{
    static const char input[] = "{\"text\":\"a\"}\n\n{\"text\":\"advertisement\",}\n{\"text\":\"advertisement\"}\n";
    expect_output(plain_policy, NULL, input, "{\"text\":\"a\"}\n\n{\"text\":\"advertisement\",}\n{\"text\":\"\"}\n");
    expect_told(plain_policy, NULL, "\n{\"text\":\"advertisement\",}\n",
                "line 2 at 24: no name in quotes where a member must stand\n");
}
END_TEST

START_TEST(deep_nesting_passes_and_is_told)
{
    wn_buf input = {0};
    wn_buf_text(&input, "{\"text\":\"advertisement\",\"d\":");
    for (int i = 0; i < 100000; i++)
        wn_buf_put(&input, '[');
    wn_buf_put(&input, '\0');
    outcome o = run(plain_policy, NULL, input.data);
    ck_assert_str_eq(o.output.data, input.data);
    ck_assert_str_eq(o.told.data, "line 1 at 10027: nested deeper than 10000\n");
    free_outcome(&o);
    wn_buf_free(&input);
}
END_TEST

START_TEST(malformed_records_can_be_dropped)
{
    wn_filter_options options = {.on_error = WN_ON_ERROR_DROP};
    expect_output(plain_policy, &options, "{\"text\":\"a\"}\nnonsense\n\n[1]\n{\"text\":\"b\"}\n",
                  "{\"text\":\"a\"}\n\n[1]\n{\"text\":\"b\"}\n");
}
END_TEST

START_TEST(a_malformed_record_can_stop_the_filter)
{
    wn_filter_options options = {.on_error = WN_ON_ERROR_STOP};
    outcome           o = run(plain_policy, &options, "{\"text\":\"a\"}\nnonsense\n{\"text\":\"b\"}\n");
    ck_assert_int_eq(o.status, WN_BAD_INPUT);
    ck_assert_str_eq(o.output.data, "{\"text\":\"a\"}\n");
    ck_assert_ptr_nonnull(strstr(o.told.data, "line 2 at 0: something that is no value"));
    free_outcome(&o);
}
END_TEST

START_TEST(records_without_the_field_pass_and_are_told)
{
    static const char input[] = "{\"body\":\"advertisement\"}\n{\"text\":null}\n[\"advertisement\"]\n\"text\"\n3\n{}\n";
    outcome           o = run(plain_policy, NULL, input);
    ck_assert_str_eq(o.output.data, input);
    ck_assert_str_eq(o.told.data, "line 1 at 0: none of the fields is a string in this record (no field)\n"
                                  "line 2 at 0: none of the fields is a string in this record (no field)\n"
                                  "line 3 at 0: a record that is no object (no field)\n"
                                  "line 4 at 0: a record that is no object (no field)\n"
                                  "line 5 at 0: a record that is no object (no field)\n"
                                  "line 6 at 0: none of the fields is a string in this record (no field)\n");
    free_outcome(&o);
}
END_TEST

START_TEST(cuts_of_the_input_change_nothing)
{
    static const char input[] =
        "\xEF\xBB\xBF{\"text\":\"a\\nadvertisement\\n\\u00e9\"}\r\n\nbroken\n{\"id\":1}\n{\"text\":\"advertisement\"}";
    outcome whole = run(plain_policy, NULL, input);
    for (size_t step = 1; step < 20; step++) {
        outcome o = run_bytes(plain_policy, NULL, (wn_bytes){input, strlen(input)}, step);
        ck_assert_str_eq(o.output.data, whole.output.data);
        ck_assert_str_eq(o.told.data, whole.told.data);
        ck_assert_uint_eq(o.writes, whole.writes);
        free_outcome(&o);
    }
    free_outcome(&whole);
}
END_TEST

START_TEST(streams_follow_each_other_with_their_own_lines_and_mark)
{
    outcome           o = {0};
    wn_policy        *policy = load(plain_policy);
    wn_filter        *filter = NULL;
    wn_filter_options options = jsonl_options(NULL);
    wn_sink           sink = sink_of(&o);
    static const char stream[] = "\xEF\xBB\xBF{\"text\":\"advertisement\"}\nbroken";
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &filter, NULL), WN_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(wn_filter_feed(filter, stream, strlen(stream)), WN_OK);
        ck_assert_int_eq(wn_filter_end(filter, &o.sum), WN_OK);
        ck_assert_uint_eq(o.sum.document, 1);
        ck_assert_uint_eq(o.sum.lines_cut, 1);
    }
    wn_buf_put(&o.told, '\0');
    ck_assert_str_eq(o.told.data,
                     "cut /text 0+13 \"advertisement\" rule 0 in record 0\ncleaned: 1 of 1 lines, 1 rules, record 0\n"
                     "line 2 at 0: something that is no value\n"
                     "cut /text 0+13 \"advertisement\" rule 0 in record 2\ncleaned: 1 of 1 lines, 1 rules, record 2\n"
                     "line 2 at 0: something that is no value\n");
    ck_assert_int_eq(wn_filter_begin(filter, &(wn_document){0}), WN_BAD_ARGUMENT);
    wn_filter_free(filter);
    wn_policy_free(policy);
    free_outcome(&o);
}
END_TEST

static void expect_giant(size_t limit, size_t step, wn_on_error on_error, const char *output, const char *told)
{
    static const char input[] =
        "{\"text\":\"advertisement\"}\n{\"text\":\"advertisement, and long\"}\n{\"text\":\"a\"}\n";
    outcome           o = {0};
    wn_policy        *policy = load(plain_policy);
    wn_jsonl         *filter = NULL;
    wn_filter_options options = {.on_error = on_error};
    wn_sink           sink = sink_of(&o);
    ck_assert_int_eq(wn_jsonl_new(policy, &options, &sink, &filter, NULL), WN_OK);
    wn_jsonl_limit(filter, limit);
    for (size_t at = 0; at < strlen(input); at += step)
        ck_assert_int_eq(wn_jsonl_feed(filter, input + at, step < strlen(input) - at ? step : strlen(input) - at),
                         WN_OK);
    ck_assert_int_eq(wn_jsonl_end(filter, NULL), WN_OK);
    wn_buf_put(&o.output, '\0');
    wn_buf_put(&o.told, '\0');
    ck_assert_str_eq(o.output.data, output);
    ck_assert_msg(strstr(o.told.data, told) != NULL, "%s", o.told.data);
    free_outcome(&o);
    wn_jsonl_free(filter);
    wn_policy_free(policy);
}

START_TEST(a_record_over_the_limit_passes_in_pieces_and_is_told)
{
    for (size_t step = 1; step < 80; step++) {
        expect_giant(26, step, WN_ON_ERROR_PASS,
                     "{\"text\":\"\"}\n{\"text\":\"advertisement, and long\"}\n{\"text\":\"a\"}\n",
                     "line 2 at 26: a record too long to be held\n");
        expect_giant(26, step, WN_ON_ERROR_DROP, "{\"text\":\"\"}\n{\"text\":\"a\"}\n", "line 2 at 26: ");
        expect_giant(35, step, WN_ON_ERROR_PASS,
                     "{\"text\":\"\"}\n{\"text\":\"advertisement, and long\"}\n{\"text\":\"a\"}\n",
                     "unchanged: 0 of 1 lines, 0 rules, record 1\n");
    }
}
END_TEST

START_TEST(a_record_is_written_in_one_piece)
{
    outcome o = run(plain_policy, NULL, "{\"text\":\"a\\nadvertisement\\nb\"}\n{\"text\":\"c\"}\n");
    ck_assert_uint_eq(o.writes, 2);
    free_outcome(&o);
}
END_TEST

/* ---- verdicts ---- */

static const char news_records[] =
    "{\"text\":\"all quiet\"}\n{\"text\":\"advertisement\\nfine\"}\n{\"text\":\"a rumour\"}\n"
    "{\"text\":\"embargo until noon\\nadvertisement\"}\n{\"text\":\"x\",\"desk\":\"private\"}\n";

START_TEST(rejected_records_are_diverted_as_they_came_in)
{
    wn_filter_options options = {.divert_rejects = true};
    outcome           o = run(verdict_policy, &options, news_records);
    ck_assert_int_eq(o.status, WN_OK);
    ck_assert_str_eq(o.output.data, "{\"text\":\"all quiet\"}\n{\"text\":\"fine\"}\n{\"text\":\"a rumour\"}\n");
    ck_assert_str_eq(o.rejects.data,
                     "{\"text\":\"embargo until noon\\nadvertisement\"}\n{\"text\":\"x\",\"desk\":\"private\"}\n");
    ck_assert_str_eq(o.flagged.data, "{\"text\":\"a rumour\"}\n");
    ck_assert_ptr_nonnull(strstr(o.told.data,
                                 "cut /text 0+32 \"embargo until noon\\nadvertisement\" rule 3 in record 3\n"
                                 "rejected: 0 of 2 lines, 1 rules, record 3\n"));
    ck_assert_int_eq(o.sum.verdict, WN_REJECTED);
    ck_assert_uint_eq(o.sum.document, 5);
    free_outcome(&o);
}
END_TEST

static char *annotation(const char *verdict, int removed, const char *rules, const wn_policy *policy)
{
    wn_buf text = {0};
    wn_buf_printf(
        &text,
        "\"winnow\":{\"verdict\":\"%s\",\"removed\":%d,\"rules\":[%s],\"policy\":{\"name\":\"%s\",\"version\":\"%s\",",
        verdict, removed, rules, wn_policy_name(policy), wn_policy_version(policy) ? wn_policy_version(policy) : "");
    wn_buf_printf(&text, "\"sha256\":\"%s\"}}", wn_policy_sha256(policy));
    wn_buf_put(&text, '\0');
    return text.data;
}

/* Each line of input and, after '|', of output; '@' stands for the annotation. */
static void expect_annotated(const char *yaml, const wn_filter_options *given, const char *input, const char *before,
                             const char *verdict, int removed, const char *rules, const char *after)
{
    wn_filter_options options = *given;
    options.annotate = true;
    wn_policy *policy = load(yaml);
    char      *member = annotation(verdict, removed, rules, policy);
    wn_buf     expected = {0};
    wn_buf_printf(&expected, "%s%s%s", before, member, after);
    wn_buf_put(&expected, '\0');
    expect_output(yaml, &options, input, expected.data);
    free(member);
    wn_buf_free(&expected);
    wn_policy_free(policy);
}

START_TEST(an_annotation_is_the_last_member)
{
    wn_filter_options none = {0};
    expect_annotated(plain_policy, &none, "{\"text\":\"a\\nadvertisement\\nb?utm_a=1\"}\n", "{\"text\":\"a\\nb\",",
                     "cleaned", 1, "\"ad.label\",\"track.params\"", "}\n");
    expect_annotated(plain_policy, &none, "{\"text\":\"a\"}\r\n", "{\"text\":\"a\",", "unchanged", 0, "", "}\r\n");
    expect_annotated(plain_policy, &none, " { \"text\" : \"a\" } ", " { \"text\" : \"a\",", "unchanged", 0, "", " } ");
    expect_annotated(verdict_policy, &none, "{\"text\":\"a rumour\",\"x\":[1]}\n", "{\"text\":\"a rumour\",\"x\":[1],",
                     "flagged", 0, "\"desk.look\"", "}\n");
}
END_TEST

START_TEST(a_rejected_record_is_marked_in_place)
{
    wn_filter_options none = {0}, both = {.one_to_one = true};
    expect_annotated(verdict_policy, &none, "{\"text\":\"advertisement\\nembargo until noon\"}\n",
                     "{\"text\":\"advertisement\\nembargo until noon\",", "rejected", 0, "\"legal.embargo\"", "}\n");
    expect_annotated(verdict_policy, &both, "{\"text\":\"embargo until noon\"}\n", "{\"text\":\"embargo until noon\",",
                     "rejected", 0, "\"legal.embargo\"", "}\n");
}
END_TEST

START_TEST(malformed_and_other_records_get_no_annotation)
{
    wn_filter_options options = {.annotate = true};
    expect_output(plain_policy, &options, "{\"text\":\"a\"\n\n{\"x\":1}\n{}\n[]\n",
                  "{\"text\":\"a\"\n\n{\"x\":1}\n{}\n[]\n");
}
END_TEST

START_TEST(a_diverted_record_is_not_in_the_output_though_annotations_are_wanted)
{
    wn_filter_options options = {.annotate = true, .divert_rejects = true};
    outcome           o = run(verdict_policy, &options, "{\"text\":\"embargo until noon\"}\n");
    ck_assert_str_eq(o.output.data, "");
    ck_assert_str_eq(o.rejects.data, "{\"text\":\"embargo until noon\"}\n");
    free_outcome(&o);
}
END_TEST

START_TEST(one_to_one_keeps_a_diverted_record_in_the_output)
{
    wn_filter_options options = {.annotate = true, .divert_rejects = true, .one_to_one = true};
    outcome o = run(verdict_policy, &options, "{\"text\":\"embargo until noon\"}\n\nbroken\n{\"text\":\"x\"}\n");
    ck_assert_ptr_nonnull(
        strstr(o.output.data, "{\"text\":\"embargo until noon\",\"winnow\":{\"verdict\":\"rejected\""));
    ck_assert_str_eq(o.rejects.data, "{\"text\":\"embargo until noon\"}\n");
    ck_assert_ptr_nonnull(strstr(o.output.data, "}\n\nbroken\n{"));
    free_outcome(&o);
}
END_TEST

START_TEST(the_highest_verdict_of_the_fields_is_the_records)
{
    static const char *const fields[] = {"a", "b"};
    wn_filter_options        options = {.fields = fields, .field_count = 2, .divert_rejects = true};
    expect_told(verdict_policy, &options, "{\"a\":\"advertisement\",\"b\":\"a rumour\\nadvertisement\"}\n",
                "cut /a 0+13 \"advertisement\" rule 0 in record 0\ncut /b 9+13 \"advertisement\" rule 0 in record 0\n"
                "flagged: 2 of 3 lines, 2 rules, record 0\n");
    outcome o = run(verdict_policy, &options, "{\"a\":\"advertisement\",\"b\":\"embargo until noon\"}\n");
    ck_assert_str_eq(o.rejects.data, "{\"a\":\"advertisement\",\"b\":\"embargo until noon\"}\n");
    ck_assert_str_eq(
        o.told.data,
        "cut /a 0+13 \"advertisement\" rule 3 in record 0\ncut /b 0+18 \"embargo until noon\" rule 3 in record 0\n"
        "rejected: 0 of 2 lines, 1 rules, record 0\n");
    free_outcome(&o);
}
END_TEST

START_TEST(a_guarded_field_stays_whole)
{
    static const char *const fields[] = {"a", "b"};
    wn_filter_options        options = {.fields = fields, .field_count = 2};
    static const char        prose[] =
        "\"The ferry left the old harbour at nine on Monday, and it came back at noon with forty guests.";
    wn_buf input = {0}, expected = {0};
    wn_buf_printf(&input, "{\"a\":%s\\nadvertisement\",\"b\":\"advertisement\\nfine\"}\n", prose);
    wn_buf_printf(&expected, "{\"a\":%s\\nadvertisement\",\"b\":\"fine\"}\n", prose);
    wn_buf_put(&input, '\0');
    wn_buf_put(&expected, '\0');
    outcome o = run(guard_policy, &options, input.data);
    ck_assert_str_eq(o.output.data, expected.data);
    ck_assert_int_eq(o.sum.verdict, WN_GUARDED);
    free_outcome(&o);
    wn_buf_free(&input);
    wn_buf_free(&expected);
}
END_TEST

static void expect_refusal(const char *yaml, wn_filter_options options, const wn_sink *sink, const char *message)
{
    wn_policy *policy = load(yaml);
    wn_filter *filter = NULL;
    wn_error  *error = NULL;
    options.format = WN_FORMAT_JSONL;
    ck_assert_int_eq(wn_filter_new(policy, &options, sink, &filter, &error), WN_BAD_ARGUMENT);
    ck_assert_ptr_null(filter);
    ck_assert_uint_eq(wn_error_count(error), 1);
    ck_assert_msg(strstr(wn_error_at(error, 0)->message, message) != NULL, "%s", wn_error_at(error, 0)->message);
    wn_error_free(error);
    wn_policy_free(policy);
}

START_TEST(options_that_would_lose_records_are_refused)
{
    outcome                  o = {0};
    wn_sink                  sink = sink_of(&o);
    static const char *const bad_fields[] = {"/a~x"};
    static const char *const bad_ids[] = {"no.such"};
    expect_refusal(verdict_policy, (wn_filter_options){0}, &sink, "it needs divert_rejects or annotate");
    expect_refusal(verdict_policy, (wn_filter_options){.one_to_one = true, .divert_rejects = true}, &sink,
                   "it needs annotate, too");
    expect_refusal(plain_policy, (wn_filter_options){.divert_rejects = true}, NULL, "it needs a sink with divert");
    expect_refusal(plain_policy, (wn_filter_options){.one_to_one = true, .on_error = WN_ON_ERROR_DROP}, &sink,
                   "exclude each other");
    expect_refusal(plain_policy, (wn_filter_options){.fields = bad_fields, .field_count = 1}, &sink,
                   "is no JSON pointer");
    expect_refusal(plain_policy, (wn_filter_options){.only = bad_ids, .only_count = 1}, &sink, "no rule \"no.such\"");
}
END_TEST

/* ---- members ---- */

START_TEST(an_extracted_value_becomes_a_member)
{
    expect_output(extract_policy, NULL, "{\"text\":\"a\\nUpdated on \\\"May\\\" 3\\nb\"}\n",
                  "{\"text\":\"a\\nb\",\"updated\":\"on \\\"May\\\" 3\"}\n");
    expect_output(extract_policy, NULL, "{\"text\":\"updated x\\nupdated y\"}\n",
                  "{\"text\":\"\",\"updated\":\"x\"}\n");
    expect_output(extract_policy, NULL, "{\"updated\":null,\"text\":\"updated x\\nb\"}\n",
                  "{\"updated\":null,\"text\":\"b\"}\n");
    expect_output(extract_policy, NULL, "{\"up\\u0064ated\":1,\"text\":\"updated x\\nb\"}\n",
                  "{\"up\\u0064ated\":1,\"text\":\"b\"}\n");
}
END_TEST

START_TEST(an_extracted_value_without_a_place_goes_into_the_annotation)
{
    wn_filter_options options = {.annotate = true};
    outcome           o = run(extract_policy, &options,
                              "{\"updated\":0,\"text\":\"updated x\\nupdated y\"}\n{\"text\":\"updated x\\nupdated y\"}\n");
    ck_assert_ptr_nonnull(strstr(o.output.data, "{\"updated\":0,\"text\":\"\",\"winnow\":{"));
    ck_assert_ptr_nonnull(
        strstr(o.output.data,
               ",\"extracted\":[{\"field\":\"updated\",\"value\":\"x\"},{\"field\":\"updated\",\"value\":\"y\"}]}}\n"));
    ck_assert_ptr_nonnull(strstr(o.output.data, "{\"text\":\"\",\"updated\":\"x\",\"winnow\":{"));
    ck_assert_ptr_nonnull(strstr(o.output.data, ",\"extracted\":[{\"field\":\"updated\",\"value\":\"y\"}]}}\n"));
    free_outcome(&o);
}
END_TEST

START_TEST(members_say_language_and_source)
{
    static const char kept[] = "\"text\":\"Publicidade\\nHouse notice\"}\n";
    wn_buf            same = {0};
    wn_buf_printf(&same, "{%s{\"lang\":\"en\",%s{\"lang\":3,%s{\"la\":\"pt\",\"source\":\"\",%s", kept, kept, kept,
                  kept);
    wn_buf_put(&same, '\0');
    expect_output(when_policy, NULL, same.data, same.data);
    wn_buf_free(&same);
    expect_output(when_policy, NULL, "{\"lang\":\"p\\u0074-BR\",\"text\":\"x\\nPublicidade\\nHouse notice\"}\n",
                  "{\"lang\":\"p\\u0074-BR\",\"text\":\"x\\nHouse notice\"}\n");
    expect_output(when_policy, NULL, "{\"text\":\"x\\nPublicidade\\nHouse notice\",\"source\":\"news.example.org\"}\n",
                  "{\"text\":\"x\\nPublicidade\\n\",\"source\":\"news.example.org\"}\n");
}
END_TEST

START_TEST(language_and_source_may_have_other_names_and_a_default)
{
    wn_filter_options options = {.lang_field = "language", .source_field = "site", .lang = "pt"};
    expect_output(when_policy, &options,
                  "{\"language\":\"en\",\"site\":\"a.example.org\",\"text\":\"x\\nPublicidade\\nHouse notice\"}\n",
                  "{\"language\":\"en\",\"site\":\"a.example.org\",\"text\":\"x\\nPublicidade\\n\"}\n");
    expect_output(when_policy, &options, "{\"lang\":\"en\",\"text\":\"x\\nPublicidade\"}\n",
                  "{\"lang\":\"en\",\"text\":\"x\\n\"}\n");
    expect_output(when_policy, &options, "{\"language\":\"e\\u0000n\",\"text\":\"x\\nPublicidade\"}\n",
                  "{\"language\":\"e\\u0000n\",\"text\":\"x\\n\"}\n");
}
END_TEST

START_TEST(rules_can_ask_for_members_of_the_record)
{
    expect_output(when_policy, NULL, "{\"section\":\"sport\\/boats\",\"text\":\"x\\nKicker\"}\n",
                  "{\"section\":\"sport\\/boats\",\"text\":\"x\\n\"}\n");
    expect_output(when_policy, NULL, "{\"section\":\"politics\",\"text\":\"x\\nKicker\"}\n",
                  "{\"section\":\"politics\",\"text\":\"x\\nKicker\"}\n");
    expect_output(when_policy, NULL,
                  "{\"o\":{\"section\":\"sport\"},\"section\":[\"sport\"],\"text\":\"x\\nKicker\"}\n",
                  "{\"o\":{\"section\":\"sport\"},\"section\":[\"sport\"],\"text\":\"x\\nKicker\"}\n");
}
END_TEST

START_TEST(the_title_is_the_headline_of_the_other_fields)
{
    static const char *const fields[] = {"text", "title"};
    wn_filter_options        options = {.fields = fields, .field_count = 2};
    static const char input[] = "{\"title\":\"New pi\\u0065r opens\",\"text\":\"New pier opens\\nIt was noon.\"}\n";
    static const char output[] = "{\"title\":\"New pi\\u0065r opens\",\"text\":\"It was noon.\"}\n";
    expect_output(when_policy, NULL, input, output);
    expect_output(when_policy, &options, input, output);
}
END_TEST

START_TEST(an_empty_string_is_a_document)
{
    expect_told(plain_policy, NULL, "{\"text\":\"\"}\n", "unchanged: 0 of 0 lines, 0 rules, record 0\n");
}
END_TEST

/* ---- stopping ---- */

static bool refuse_output(void *user, wn_bytes bytes)
{
    (void)bytes;
    return --*(int *)user > 0;
}

START_TEST(a_callback_can_stop_the_filter)
{
    int               left = 2;
    wn_policy        *policy = load(plain_policy);
    wn_filter        *filter = NULL;
    wn_filter_options options = jsonl_options(NULL);
    wn_sink           sink = {.user = &left, .write = refuse_output};
    ck_assert_int_eq(wn_filter_new(policy, &options, &sink, &filter, NULL), WN_OK);
    ck_assert_int_eq(wn_filter_feed(filter, "{\"text\":\"a\"}\n", 13), WN_OK);
    ck_assert_int_eq(wn_filter_feed(filter, "{\"text\":\"a\"}\n", 13), WN_STOPPED);
    ck_assert_int_eq(wn_filter_feed(filter, "{\"text\":\"a\"}\n", 13), WN_STOPPED);
    ck_assert_int_eq(wn_filter_end(filter, NULL), WN_STOPPED);
    ck_assert_int_eq(left, 0);
    wn_filter_free(filter);
    wn_policy_free(policy);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("jsonl");
    TCase *changes = tcase_create("changes"), *lines = tcase_create("lines"), *verdicts = tcase_create("verdicts"),
          *members = tcase_create("members");
    tcase_add_test(changes, only_the_cut_lines_of_the_chosen_string_go);
    tcase_add_test(changes, kept_text_stays_in_the_escapes_of_its_source);
    tcase_add_test(changes, a_word_written_in_escapes_is_seen);
    tcase_add_test(changes, spans_are_cut_inside_a_line);
    tcase_add_test(changes, a_replacement_is_escaped);
    tcase_add_test(changes, layout_numbers_and_duplicates_stay);
    tcase_add_test(changes, duplicate_members_are_each_filtered);
    tcase_add_test(changes, several_fields_and_pointers_are_filtered);
    tcase_add_test(changes, bytes_that_are_not_utf_8_are_kept_as_they_are);
    tcase_add_test(changes, a_nul_in_the_text_is_a_byte_like_others);
    tcase_add_test(changes, decisions_name_the_field_and_the_source);
    tcase_add_test(lines, byte_order_mark_blank_lines_and_last_newline_stay);
    tcase_add_test(lines, the_record_without_newline_at_the_end_is_filtered);
    tcase_add_test(lines, a_malformed_record_passes_and_is_told_with_line_and_offset);
    tcase_add_test(lines, deep_nesting_passes_and_is_told);
    tcase_add_test(lines, malformed_records_can_be_dropped);
    tcase_add_test(lines, a_malformed_record_can_stop_the_filter);
    tcase_add_test(lines, records_without_the_field_pass_and_are_told);
    tcase_add_test(lines, cuts_of_the_input_change_nothing);
    tcase_add_test(lines, streams_follow_each_other_with_their_own_lines_and_mark);
    tcase_add_test(lines, a_record_over_the_limit_passes_in_pieces_and_is_told);
    tcase_add_test(lines, a_record_is_written_in_one_piece);
    tcase_add_test(lines, a_callback_can_stop_the_filter);
    tcase_add_test(verdicts, rejected_records_are_diverted_as_they_came_in);
    tcase_add_test(verdicts, an_annotation_is_the_last_member);
    tcase_add_test(verdicts, a_rejected_record_is_marked_in_place);
    tcase_add_test(verdicts, malformed_and_other_records_get_no_annotation);
    tcase_add_test(verdicts, a_diverted_record_is_not_in_the_output_though_annotations_are_wanted);
    tcase_add_test(verdicts, one_to_one_keeps_a_diverted_record_in_the_output);
    tcase_add_test(verdicts, the_highest_verdict_of_the_fields_is_the_records);
    tcase_add_test(verdicts, a_guarded_field_stays_whole);
    tcase_add_test(verdicts, options_that_would_lose_records_are_refused);
    tcase_add_test(members, an_extracted_value_becomes_a_member);
    tcase_add_test(members, an_extracted_value_without_a_place_goes_into_the_annotation);
    tcase_add_test(members, members_say_language_and_source);
    tcase_add_test(members, language_and_source_may_have_other_names_and_a_default);
    tcase_add_test(members, rules_can_ask_for_members_of_the_record);
    tcase_add_test(members, the_title_is_the_headline_of_the_other_fields);
    tcase_add_test(members, an_empty_string_is_a_document);
    suite_add_tcase(suite, changes);
    suite_add_tcase(suite, lines);
    suite_add_tcase(suite, verdicts);
    suite_add_tcase(suite, members);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
