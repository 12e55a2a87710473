/* attributes.c: gathers the spans of one record, and writes them category by category. */
#include "stream/attributes.h"

#include "base/utf8.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

void wn_attributes_free(wn_attributes_maker *maker)
{
    free(maker->spans);
    maker->spans = NULL;
    maker->count = maker->capacity = 0;
}

static uint64_t count_characters(wn_bytes text)
{
    uint64_t count = 0;
    for (size_t i = 0; i < text.size; count++)
        i += wn_utf8_decode(text, i).size;
    return count;
}

static const char *category_of(const wn_attributes_maker *maker, const wn_decision *decision)
{
    wn_rule_info rule;
    bool         has_rule = decision->rule >= 0 && wn_policy_rule(maker->policy, (size_t)decision->rule, &rule);
    return has_rule ? rule.category : "blank";
}

/* Adds a span, or makes the last one of its category longer. */
static void add_span(wn_attributes_maker *maker, const char *category, uint64_t begin, uint64_t end)
{
    for (size_t i = maker->count; i; i--) {
        wn_attribute_span *span = &maker->spans[i - 1];
        if (span->end < begin)
            break; /* spans come in order, so that no earlier one reaches farther */
        if (strcmp(span->category, category) == 0) {
            span->end = end;
            return;
        }
    }
    if (wn_array_grow(&maker->spans, &maker->capacity, maker->count + 1, sizeof *maker->spans))
        maker->spans[maker->count++] = (wn_attribute_span){category, begin, end};
    else
        maker->has_failed = true;
}

void wn_attributes_decide(wn_attributes_maker *maker, const wn_decision *decision)
{
    if (!decision->field_path || strcmp(decision->field_path, maker->field) != 0)
        return;
    uint64_t begin = maker->at;
    maker->at += count_characters(decision->bytes);
    if (decision->fate != WN_FATE_KEEP && begin < maker->at)
        add_span(maker, category_of(maker, decision), begin, maker->at);
}

/* Appends all spans of the category of the span `first`, which is its first. */
static void put_category(const wn_attributes_maker *maker, size_t first, wn_buf *out)
{
    const char *category = maker->spans[first].category, *between = "";
    wn_buf_text(out, "\"winnow__");
    wn_json_put_escaped(out, (wn_bytes){category, strlen(category)});
    wn_buf_text(out, "\":[");
    for (size_t i = first; i < maker->count; i++) {
        const wn_attribute_span *span = &maker->spans[i];
        if (strcmp(span->category, category) != 0)
            continue;
        wn_buf_printf(out, "%s[%llu,%llu,1.0]", between, (unsigned long long)span->begin,
                      (unsigned long long)span->end);
        between = ",";
    }
    wn_buf_put(out, ']');
}

static bool is_first_of_category(const wn_attributes_maker *maker, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(maker->spans[i].category, maker->spans[index].category) == 0)
            return false;
    return true;
}

static void put_line(const wn_attributes_maker *maker, wn_bytes id, wn_buf *out)
{
    const char *between = "";
    wn_buf_text(out, "{\"id\":");
    wn_buf_append(out, id.data, id.size);
    wn_buf_text(out, ",\"attributes\":{");
    for (size_t i = 0; i < maker->count; i++) {
        if (!is_first_of_category(maker, i))
            continue;
        wn_buf_text(out, between);
        put_category(maker, i, out);
        between = ",";
    }
    wn_buf_text(out, "}}\n");
}

bool wn_attributes_finish(wn_attributes_maker *maker, const wn_result *result, wn_buf *out)
{
    if (result->id.size)
        put_line(maker, result->id, out);
    else
        maker->without_id++;
    maker->count = 0;
    maker->at = 0;
    return !maker->has_failed && !out->failed;
}
