/* report.c: writes down what became of examples. */
#include "author/report.h"

#include "author/words.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "format/json.h"

#include <string.h>

#define NEAR_LINES 2 /* right lines shown above and below a wrong one */

static const char *const marks[] = {"=|", "-|", "+|", "?|"}; /* in the order of wn_mark */

static wn_bytes bytes_of(const char *text)
{
    return (wn_bytes){text, strlen(text)};
}

static const char *id_of(const wn_policy *policy, int rule)
{
    const wn_ruleset *set = wn_policy_ruleset(policy);
    return rule < 0 ? NULL : wn_ruleset_text(set, set->rules[rule].id);
}

/* rule "ad.label", hits 2   or   test "a link list" */
static void put_title(wn_buf *out, const wn_check *check)
{
    if (check->kind != WN_CHECK_TEST)
        wn_buf_printf(out, "rule \"%s\", %s %zu", check->name, wn_check_kinds[check->kind], check->number);
    else if (!check->name)
        wn_buf_printf(out, "test %zu", check->number);
    else {
        wn_buf_text(out, "test \"");
        wn_plain_put(out, bytes_of(check->name));
        wn_buf_put(out, '"');
    }
}

/* ---- what is wrong, in a few words ---- */

static size_t count_wrong(const wn_check *check)
{
    size_t count = 0;
    for (size_t i = 0; i < check->line_count; i++)
        count += !check->lines[i].is_right;
    return count;
}

static void put_wrong_lines(wn_buf *out, const wn_check *check, size_t wrong)
{
    static const char *const fates[] = {"not taken", "taken", "not as they should be"};
    wn_buf_printf(out, "%zu of %zu lines %s %s", wrong, check->line_count, wrong == 1 ? "is" : "are",
                  check->kind == WN_CHECK_TEST && wrong == 1 ? "not as it should be" : fates[check->kind]);
}

static void put_verdict(wn_buf *out, const wn_check *check)
{
    wn_buf_printf(out, "verdict %s instead of %s", wn_verdict_name(check->trial->result.verdict),
                  wn_verdict_name(check->want_verdict));
}

static void put_reason(wn_buf *out, const wn_check *check)
{
    size_t wrong = count_wrong(check);
    bool   has_wrong_verdict = check->has_verdict && check->want_verdict != check->trial->result.verdict;
    if (wrong)
        put_wrong_lines(out, check, wrong);
    if (wrong && has_wrong_verdict)
        wn_buf_text(out, ", ");
    if (has_wrong_verdict)
        put_verdict(out, check);
    bool has_reason = wrong || has_wrong_verdict;
    if (check->trial->result.limits.match_limits)
        wn_buf_text(out, has_reason ? " (a pattern ran into a limit)" : "a pattern ran into a limit");
    else if (!has_reason)
        wn_buf_text(out, check->kind == WN_CHECK_HITS ? "nothing is taken" : "it applies");
    if (check->trial->result.limits.long_lines)
        wn_buf_text(out, " (a line is too long to be judged)");
}

/* ---- the lines ---- */

static bool is_near_wrong(const wn_check *check, size_t index)
{
    size_t first = index > NEAR_LINES ? index - NEAR_LINES : 0;
    for (size_t i = first; i <= index + NEAR_LINES && i < check->line_count; i++)
        if (!check->lines[i].is_right)
            return true;
    return false;
}

static void put_text(wn_buf *out, const char *want, const char *got, wn_bytes text)
{
    wn_buf_printf(out, "    %-4s %-4s ", want, got);
    wn_plain_put(out, text);
}

static void put_line(wn_buf *out, const wn_policy *policy, const wn_check_line *line)
{
    const wn_fortune *got = line->got;
    bool              wants_change = line->want == WN_MARK_BECOMES, is_changed = got->mark == WN_MARK_BECOMES;
    const char       *by = id_of(policy, got->rule);
    put_text(out, marks[wants_change ? WN_MARK_GOES : line->want], marks[is_changed ? WN_MARK_GOES : got->mark],
             got->text);
    if (!line->is_right)
        wn_buf_text(out, by ? "   <-- taken by " : "   <-- not taken");
    if (!line->is_right && by)
        wn_buf_text(out, by);
    wn_buf_put(out, '\n');
    if (wants_change) {
        put_text(out, marks[WN_MARK_BECOMES], line->is_right ? marks[WN_MARK_BECOMES] : "", line->want_text);
        wn_buf_put(out, '\n');
    }
    if (is_changed && !(wants_change && line->is_right)) {
        put_text(out, "", marks[WN_MARK_BECOMES], got->becomes);
        wn_buf_put(out, '\n');
    }
}

static void put_lines(wn_buf *out, const wn_policy *policy, const wn_check *check)
{
    bool all = !count_wrong(check), is_gap = false;
    wn_buf_text(out, "    want got\n");
    for (size_t i = 0; i < check->line_count; i++) {
        if (!all && !is_near_wrong(check, i)) {
            if (!is_gap)
                wn_buf_text(out, "    ...\n");
            is_gap = true;
            continue;
        }
        is_gap = false;
        put_line(out, policy, &check->lines[i]);
    }
}

void wn_report_failure(wn_buf *out, const wn_policy *policy, const wn_check *check)
{
    wn_words_place(out, &check->place);
    wn_buf_text(out, ": ");
    put_title(out, check);
    wn_buf_text(out, ": ");
    put_reason(out, check);
    wn_buf_put(out, '\n');
    put_lines(out, policy, check);
}

/* ---- JSON ---- */

static void put_json_string(wn_buf *out, const char *name, wn_bytes text)
{
    wn_buf_printf(out, "\"%s\":\"", name);
    wn_json_put_escaped(out, text);
    wn_buf_put(out, '"');
}

static void put_json_line(wn_buf *out, const wn_policy *policy, const wn_check_line *line)
{
    const wn_fortune *got = line->got;
    wn_buf_printf(out, "{\"want\":\"%s\",\"got\":\"%s\",", marks[line->want], marks[got->mark]);
    put_json_string(out, "text", got->text);
    if (line->want == WN_MARK_BECOMES) {
        wn_buf_put(out, ',');
        put_json_string(out, "want_text", line->want_text);
    }
    if (got->mark == WN_MARK_BECOMES) {
        wn_buf_put(out, ',');
        put_json_string(out, "got_text", got->becomes);
    }
    if (got->rule >= 0) {
        wn_buf_put(out, ',');
        put_json_string(out, "rule", bytes_of(id_of(policy, got->rule)));
    }
    wn_buf_put(out, '}');
}

static void put_json_lines(wn_buf *out, const wn_policy *policy, const wn_check *check)
{
    wn_buf_text(out, ",\"lines\":[");
    for (size_t i = 0; i < check->line_count; i++) {
        if (i)
            wn_buf_put(out, ',');
        put_json_line(out, policy, &check->lines[i]);
    }
    wn_buf_put(out, ']');
}

void wn_report_json(wn_buf *out, const wn_policy *policy, const wn_check *check)
{
    wn_buf_put(out, '{');
    put_json_string(out, "file", bytes_of(check->place.file));
    wn_buf_printf(out, ",\"line\":%lu,\"column\":%lu,\"kind\":\"%s\",\"number\":%zu,", (unsigned long)check->place.line,
                  (unsigned long)wn_place_column(&check->place), wn_check_kinds[check->kind], check->number);
    put_json_string(out, check->kind == WN_CHECK_TEST ? "name" : "rule", bytes_of(check->name ? check->name : ""));
    wn_buf_printf(out, ",\"passed\":%s", check->has_passed ? "true" : "false");
    if (!check->has_passed) {
        wn_buf_printf(out, ",\"verdict\":\"%s\",\"message\":\"", wn_verdict_name(check->trial->result.verdict));
        put_reason(out, check);
        wn_buf_put(out, '"');
        put_json_lines(out, policy, check);
    }
    wn_buf_text(out, "}\n");
}

/* ---- JUnit ---- */

/* XML has no way to write control characters and bytes that are not UTF-8, so they are shown as \xHH. */
static void put_xml(wn_buf *out, wn_bytes text)
{
    for (size_t i = 0; i < text.size;) {
        wn_utf8_char c = wn_utf8_decode(text, i);
        wn_bytes     bytes = {text.data + i, c.size};
        if (c.code == '\n')
            wn_buf_put(out, '\n');
        else if (c.code == '&')
            wn_buf_text(out, "&amp;");
        else if (c.code == '<')
            wn_buf_text(out, "&lt;");
        else if (c.code == '>')
            wn_buf_text(out, "&gt;");
        else if (c.code == '"')
            wn_buf_text(out, "&quot;");
        else if (c.code == 0xFFFE || c.code == 0xFFFF)
            wn_buf_text(out, "\\xef\\xbf");
        else
            wn_plain_put(out, bytes);
        i += c.size;
    }
}

static void put_xml_title(wn_buf *out, const wn_check *check)
{
    wn_buf title = {0};
    put_title(&title, check);
    put_xml(out, wn_buf_bytes(&title));
    out->failed |= title.failed;
    wn_buf_free(&title);
}

static void put_xml_failure(wn_buf *out, const wn_policy *policy, const wn_check *check)
{
    wn_buf text = {0};
    put_reason(&text, check);
    wn_buf_text(out, "><failure message=\"");
    put_xml(out, wn_buf_bytes(&text));
    wn_buf_text(out, "\">");
    wn_buf_clear(&text);
    wn_report_failure(&text, policy, check);
    put_xml(out, wn_buf_bytes(&text));
    wn_buf_text(out, "</failure></testcase>\n");
    out->failed |= text.failed;
    wn_buf_free(&text);
}

void wn_report_junit(wn_buf *out, const wn_policy *policy, const wn_check *check)
{
    wn_buf_text(out, "  <testcase classname=\"");
    put_xml(out, bytes_of(check->place.file));
    wn_buf_text(out, "\" name=\"");
    put_xml_title(out, check);
    wn_buf_text(out, "\" file=\"");
    put_xml(out, bytes_of(check->place.file));
    wn_buf_printf(out, "\" line=\"%lu\"", (unsigned long)check->place.line);
    if (check->has_passed)
        wn_buf_text(out, "/>\n");
    else
        put_xml_failure(out, policy, check);
}

void wn_report_junit_suite(wn_buf *out, wn_bytes cases, size_t passed, size_t failed)
{
    wn_buf_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"winnow test\" "
                  "tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n",
                  passed + failed, failed);
    wn_buf_append(out, cases.data, cases.size);
    wn_buf_text(out, "</testsuite>\n</testsuites>\n");
}
