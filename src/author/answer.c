/* answer.c: all there is to say of one line: why it went or stayed, and what spoke against the rules that came near. */
#include "author/explain.h"

#include "author/explained.h"
#include "author/inquiry.h"

static const struct {
    const char *name;    /* in JSON */
    const char *heading; /* NULL: it belongs to the rule above */
} roles[WN_ROLE_COUNT] = {
    [WN_ROLE_HOLDS] = {"holds", NULL},        [WN_ROLE_EXCEPTION] = {"exceptions", NULL},
    [WN_ROLE_CONTEXT] = {"context", NULL},    [WN_ROLE_KEEPS] = {"keeps", "kept by"},
    [WN_ROLE_MARKS] = {"marks", "marked by"}, [WN_ROLE_ALSO] = {"also", "also"},
    [WN_ROLE_NEAR] = {"near", "came near"},
};

/* ---- in words ---- */

static void put_remark(const wn_explain *e, const wn_remark *r, wn_buf *out)
{
    wn_buf_text(out, "  ");
    if (r->rule) {
        wn_explained_colour(e, out, "1");
        wn_buf_text(out, r->rule);
        wn_explained_colour(e, out, "0");
        wn_buf_text(out, r->what ? ": " : "");
    }
    wn_buf_text(out, r->role == WN_ROLE_EXCEPTION ? "asked, and does not apply: "
                     : r->role == WN_ROLE_HOLDS   ? "holds: "
                                                  : "");
    wn_buf_text(out, r->what ? r->what : "");
    if (r->matched)
        wn_buf_printf(out, "  found \"%s\"", r->matched);
    if (r->place)
        wn_buf_printf(out, "  (%s)", r->place);
    if (r->override)
        wn_buf_printf(out, "; so by the override at %s", r->override);
    wn_buf_put(out, '\n');
}

static void put_remarks(const wn_inquiry *q, wn_role wanted, wn_buf *out)
{
    bool has_heading = false;
    for (size_t i = 0; i < q->remark_count; i++) {
        if (q->remarks[i].role != wanted)
            continue;
        if (!has_heading && roles[wanted].heading)
            wn_buf_printf(out, "\n%s\n", roles[wanted].heading);
        has_heading = true;
        put_remark(q->explain, &q->remarks[i], out);
    }
}

static void put_reason(const wn_explain *e, const wn_fortune *line, bool is_held, wn_buf *out)
{
    wn_rule_info rule;
    if (line->is_blank && line->mark == WN_MARK_GOES)
        wn_buf_text(out, "goes, as a blank line beside others that go\n");
    else if (!wn_explained_rule(e, line, &rule))
        wn_buf_text(out, line->mark != WN_MARK_STAYS ? "goes with its document\n"
                         : is_held                   ? "stays: a keep rule holds it\n"
                                                     : "stays: no rule takes it\n");
    else
        wn_buf_printf(out, "%s: %s (%s, level %d, %s), defined at %s:%lu%s%s\n", wn_explained_fates[line->mark],
                      rule.id, rule.category, rule.level, rule.unit, rule.file, (unsigned long)rule.line,
                      rule.why ? "\n  why: " : "", rule.why ? rule.why : "");
}

static void put_answer(const wn_inquiry *q, const wn_trial *trial, wn_buf *out)
{
    wn_explained_line(q->explain, &trial->lines[q->line - 1], q->line, out);
    wn_buf_put(out, '\n');
    put_reason(q->explain, &trial->lines[q->line - 1], q->is_held, out);
    for (int i = 0; i < WN_ROLE_COUNT; i++)
        put_remarks(q, (wn_role)i, out);
}

/* ---- in JSON ---- */

static void put_json_remark(const wn_remark *r, wn_buf *out)
{
    size_t begin = out->size;
    if (r->rule)
        wn_explained_string(out, "rule", r->rule);
    if (r->what)
        wn_explained_string(out, "what", r->what);
    if (r->matched)
        wn_explained_string(out, "found", r->matched);
    if (r->place)
        wn_explained_string(out, "place", r->place);
    if (r->override)
        wn_explained_string(out, "override", r->override);
    if (out->size > begin)
        out->data[begin] = '{'; /* in place of the first comma */
    wn_buf_put(out, '}');
}

static void put_json_answer(const wn_inquiry *q, const wn_trial *trial, wn_buf *out)
{
    wn_explained_members(q->explain, &trial->lines[q->line - 1], q->line, out);
    for (int i = 0; i < WN_ROLE_COUNT; i++) {
        const char *between = "";
        wn_buf_printf(out, ",\"%s\":[", roles[i].name);
        for (size_t k = 0; k < q->remark_count; k++) {
            if (q->remarks[k].role != (wn_role)i)
                continue;
            wn_buf_text(out, between);
            put_json_remark(&q->remarks[k], out);
            between = ",";
        }
        wn_buf_put(out, ']');
    }
    wn_buf_text(out, "}\n");
}

wn_status wn_explain_line(const wn_explain *e, uint64_t line, wn_buf *out)
{
    wn_inquiry q;
    wn_bench  *bench;
    wn_trial   trial;
    wn_status  status = wn_inquiry_make(e, line, &q, &bench, &trial);
    if (status == WN_OK && e->as_json)
        put_json_answer(&q, &trial, out);
    else if (status == WN_OK)
        put_answer(&q, &trial, out);
    wn_bench_free(bench);
    wn_inquiry_free(&q);
    return status == WN_OK && out->failed ? WN_NO_MEMORY : status;
}
