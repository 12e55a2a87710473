/* record_extras.c: the members that are added to a record: what was extracted, and "winnow". */
#include "format/record_parts.h"
#include "policy/policy.h"

#include <string.h>

static void put_string(wn_buf *out, const char *text)
{
    wn_buf_put(out, '"');
    wn_json_put_escaped(out, (wn_bytes){text, strlen(text)});
    wn_buf_put(out, '"');
}

static void put_value(wn_record *record, wn_buf *out, size_t edit)
{
    wn_decision decision = wn_edits_decision(&record->edits, edit);
    wn_buf_put(out, '"');
    wn_json_put_escaped(out, decision.put);
    wn_buf_put(out, '"');
}

static wn_extracted *find_extracted(wn_record *record, const char *name)
{
    for (size_t i = 0; i < record->extract_count; i++)
        if (strcmp(record->extracts[i].name, name) == 0)
            return &record->extracts[i];
    return NULL;
}

/* The first value of each field becomes a member, unless the record has one of that name. */
static void choose_extracts(wn_record *record)
{
    record->extract_count = 0;
    for (size_t i = 0; i < record->edits.count; i++) {
        const wn_edit *edit = &record->edits.items[i];
        if (edit->fate == WN_FATE_EXTRACT && !find_extracted(record, edit->field))
            record->extracts[record->extract_count++] = (wn_extracted){edit->field, i,
                                                                       wn_record_has_member(record, edit->field)};
    }
}

static void put_extracts(wn_record *record)
{
    for (size_t i = 0; i < record->extract_count; i++) {
        const wn_extracted *e = &record->extracts[i];
        if (e->is_taken)
            continue;
        wn_buf_put(&record->extras, ',');
        put_string(&record->extras, e->name);
        wn_buf_put(&record->extras, ':');
        put_value(record, &record->extras, e->edit);
    }
}

static void put_rule(wn_record *record, int index, const char **between)
{
    wn_rule_info rule;
    if (!wn_policy_rule(record->policy, (size_t)index, &rule))
        return;
    wn_buf_text(&record->extras, *between);
    put_string(&record->extras, rule.id);
    *between = ",";
}

/* Those that took something, and the one that gave the verdict, in the order of ids. */
static void put_rules(wn_record *record)
{
    const wn_result *sum = wn_total_result(&record->total);
    const char      *between = "";
    int              other = sum->verdict_rule;
    for (size_t i = 0; i < sum->rule_count; i++) {
        if (other >= 0 && other < sum->rules[i])
            put_rule(record, other, &between);
        if (other <= sum->rules[i])
            other = -1;
        put_rule(record, sum->rules[i], &between);
    }
    if (other >= 0)
        put_rule(record, other, &between);
}

/* Values that became no member. */
static void put_other_extracts(wn_record *record)
{
    const char *between = ",\"extracted\":[";
    for (size_t i = 0; i < record->edits.count; i++) {
        const wn_edit *edit = &record->edits.items[i];
        if (edit->fate != WN_FATE_EXTRACT)
            continue;
        const wn_extracted *e = find_extracted(record, edit->field);
        if (!e || (!e->is_taken && e->edit == i))
            continue; /* nothing is extracted from a rejected record */
        wn_buf_printf(&record->extras, "%s{\"field\":", between);
        put_string(&record->extras, edit->field);
        wn_buf_text(&record->extras, ",\"value\":");
        put_value(record, &record->extras, i);
        wn_buf_put(&record->extras, '}');
        between = ",";
    }
    if (between[1] == '\0')
        wn_buf_put(&record->extras, ']');
}

static void put_policy(wn_record *record)
{
    const char *version = wn_policy_version(record->policy);
    wn_buf_text(&record->extras, ",\"policy\":{\"name\":");
    put_string(&record->extras, wn_policy_name(record->policy));
    wn_buf_text(&record->extras, ",\"version\":");
    put_string(&record->extras, version ? version : "");
    wn_buf_printf(&record->extras, ",\"sha256\":\"%s\"}", wn_policy_sha256(record->policy));
}

static void put_annotation(wn_record *record)
{
    const wn_result *sum = &record->total.result;
    wn_buf_printf(&record->extras, ",\"winnow\":{\"verdict\":\"%s\",\"removed\":%llu,\"rules\":[",
                  wn_verdict_name(sum->verdict), (unsigned long long)sum->lines_cut);
    put_rules(record);
    wn_buf_put(&record->extras, ']');
    put_policy(record);
    put_other_extracts(record);
    wn_buf_put(&record->extras, '}');
}

void wn_record_put_extras(wn_record *record)
{
    wn_buf_clear(&record->extras);
    record->extract_count = 0;
    if (!wn_record_is_rejected(record)) {
        choose_extracts(record);
        put_extracts(record);
    }
    if (record->options.annotate)
        put_annotation(record);
}
