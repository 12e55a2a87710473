/* metrics.c: counts in the text format of Prometheus. */
#include "stream/metrics.h"

/* The value of a label: backslash, quote and line feed are escaped. */
static void put_label(wn_buf *out, const char *name, const char *value)
{
    wn_buf_printf(out, "%s=\"", name);
    for (; *value; value++) {
        if (*value == '\\' || *value == '"')
            wn_buf_put(out, '\\');
        if (*value == '\n')
            wn_buf_text(out, "\\n");
        else
            wn_buf_put(out, *value);
    }
    wn_buf_put(out, '"');
}

static void put_metric_head(wn_buf *out, const char *name, const char *type, const char *help)
{
    wn_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_counter(wn_buf *out, const char *name, const char *help, uint64_t value)
{
    put_metric_head(out, name, "counter", help);
    wn_buf_printf(out, "%s %llu\n", name, (unsigned long long)value);
}

static void put_policy_metric(const wn_stats *stats, wn_buf *out)
{
    const char *version = wn_policy_version(stats->policy);
    put_metric_head(out, "winnow_policy_info", "gauge", "The policy at work; always 1.");
    wn_buf_text(out, "winnow_policy_info{");
    put_label(out, "name", wn_policy_name(stats->policy));
    wn_buf_put(out, ',');
    put_label(out, "version", version ? version : "");
    wn_buf_put(out, ',');
    put_label(out, "sha256", wn_policy_sha256(stats->policy));
    wn_buf_text(out, "} 1\n");
}

static void put_labelled(wn_buf *out, const char *metric, const char *label, const char *value, uint64_t count)
{
    wn_buf_printf(out, "%s{", metric);
    put_label(out, label, value);
    wn_buf_printf(out, "} %llu\n", (unsigned long long)count);
}

static void put_rule_metric(const wn_stats *stats, wn_buf *out, size_t column)
{
    put_metric_head(out, wn_stats_columns[column].metric, "counter", wn_stats_columns[column].help);
    for (size_t i = 0; i < stats->rule_count; i++) {
        wn_rule_info rule = wn_stats_rule(stats, i);
        wn_stats_row row = wn_stats_row_at(stats, i);
        if (!wn_stats_has_row(stats, i))
            continue;
        wn_buf_printf(out, "%s{", wn_stats_columns[column].metric);
        put_label(out, "rule", rule.id);
        wn_buf_put(out, ',');
        put_label(out, "category", rule.category);
        wn_buf_printf(out, "} %llu\n", (unsigned long long)wn_stats_cell(&row, column));
    }
}

void wn_metrics_put(const wn_stats *stats, wn_buf *out)
{
    const wn_result *sum = &stats->sum;
    put_policy_metric(stats, out);
    put_metric_head(out, "winnow_documents_total", "counter", "Documents by verdict.");
    for (int i = 0; i < WN_VERDICT_COUNT; i++)
        put_labelled(out, "winnow_documents_total", "verdict", wn_verdict_name((wn_verdict)i), stats->verdicts[i]);
    put_counter(out, "winnow_malformed_records_total", "Records that could not be read.", stats->malformed);
    put_counter(out, "winnow_input_bytes_total", "Bytes of text that came in.", sum->bytes_in);
    put_counter(out, "winnow_output_bytes_total", "Bytes of text that went out.", sum->bytes_out);
    put_counter(out, "winnow_input_lines_total", "Lines of text that came in.", sum->lines_in);
    put_counter(out, "winnow_input_prose_words_total", "Words of prose that came in.", sum->prose_words_in);
    put_metric_head(out, "winnow_limit_hits_total", "counter",
                    "Times a limit was hit, so that text was kept in doubt.");
    for (size_t i = 0; i < WN_STATS_LIMITS; i++)
        put_labelled(out, "winnow_limit_hits_total", "limit", wn_stats_limits[i].name, wn_stats_limit_at(stats, i));
    for (size_t i = 0; i < WN_STATS_COLUMNS; i++)
        put_rule_metric(stats, out, i);
}
