/* audit.c: makes the lines of an audit, each in one write. */
#include "stream/audit.h"

#include "base/base64.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "format/json.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define PIECE_BYTES ((size_t)48 << 10) /* of a change in one line, so that whoever reads it needs no more */

static uint32_t sum_up(uint32_t crc, wn_bytes bytes)
{
    return bytes.size ? (uint32_t)crc32_z(crc, (const unsigned char *)bytes.data, bytes.size) : crc;
}

/* Whether the last line of a file was cut off, by a full disk perhaps. */
static bool is_torn(const char *path, int descriptor)
{
    struct stat now;
    char        last = '\n';
    if (fstat(descriptor, &now) != 0 || !S_ISREG(now.st_mode) || !now.st_size)
        return false;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool is_read = pread(file, &last, 1, now.st_size - 1) == 1;
    close(file);
    return is_read && last != '\n';
}

/* What is appended begins a line, so that a torn one spoils no run but its own. */
wn_status wn_audit_open(const char *path, wn_audit *audit, wn_error **error)
{
    *audit = (wn_audit){0};
    wn_status status = wn_output_append(path, &audit->output, error);
    if (status == WN_OK && is_torn(path, audit->output.descriptor))
        wn_output_write(&audit->output, (wn_bytes){"\n", 1});
    return status;
}

void wn_audit_close(wn_audit *audit)
{
    if (audit->output.bytes)
        wn_output_close(&audit->output);
    wn_output_free(&audit->output);
    wn_buf_free(&audit->line);
}

wn_status wn_audit_explain(const wn_audit *audit, wn_error **error)
{
    if (audit->line.failed)
        return WN_NO_MEMORY;
    return wn_output_explain(&audit->output, error);
}

/* ---- lines ---- */

static void put_string(wn_buf *line, wn_bytes text)
{
    wn_buf_put(line, '"');
    wn_json_put_escaped(line, text);
    wn_buf_put(line, '"');
}

/* A name, such as a member's or an option's; one that is not UTF-8 shows its odd bytes as \xHH. */
static void put_name(wn_buf *line, const char *name)
{
    wn_bytes text = {name, strlen(name)};
    wn_buf   plain = {0};
    if (wn_utf8_check(text) == text.size) {
        put_string(line, text);
        return;
    }
    line->failed |= !wn_plain_put(&plain, text);
    put_string(line, wn_buf_bytes(&plain));
    wn_buf_free(&plain);
}

static void put_member(wn_buf *line, const char *member, const char *name)
{
    wn_buf_printf(line, ",\"%s\":", member);
    put_name(line, name);
}

static void put_number(wn_buf *line, const char *name, uint64_t number)
{
    wn_buf_printf(line, ",\"%s\":%llu", name, (unsigned long long)number);
}

static void put_crc(wn_buf *line, const char *name, uint32_t crc)
{
    wn_buf_printf(line, ",\"%s\":\"%08lx\"", name, (unsigned long)crc);
}

static void put_list(wn_buf *line, const char *name, const char *const *words, size_t count)
{
    if (!count)
        return;
    wn_buf_printf(line, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        wn_buf_text(line, i ? "," : "");
        put_name(line, words[i]);
    }
    wn_buf_put(line, ']');
}

/* A member whose name tells whether it is text or base64. */
static void put_bytes(wn_buf *line, const char *name, wn_bytes bytes)
{
    if (wn_utf8_check(bytes) == bytes.size) {
        wn_buf_printf(line, ",\"%s\":", name);
        put_string(line, bytes);
        return;
    }
    wn_buf_printf(line, ",\"%s64\":\"", name);
    wn_base64_put(line, bytes);
    wn_buf_put(line, '"');
}

static void begin_line(wn_audit *audit)
{
    wn_buf_clear(&audit->line);
    wn_buf_printf(&audit->line, "{\"seq\":%llu", (unsigned long long)audit->seq);
}

static void put_ended(wn_audit *audit)
{
    if (audit->has_ended)
        put_number(&audit->line, "ended", audit->ended);
    audit->has_ended = false;
}

static bool end_line(wn_audit *audit)
{
    wn_buf *line = &audit->line;
    audit->crc = sum_up(audit->crc, wn_buf_bytes(line));
    put_crc(line, "crc", audit->crc);
    wn_buf_text(line, "}\n");
    audit->seq++;
    return !line->failed && wn_output_write(&audit->output, wn_buf_bytes(line)) == WN_OK;
}

/* ---- the first line and the last ---- */

static void put_options(wn_buf *line, const wn_filter_options *o)
{
    static const char *const errors[] = {"pass", "drop", "stop"};
    wn_buf_printf(line, ",\"options\":{\"level\":%d", o->level ? o->level : 2);
    put_member(line, "format", wn_format_name(o->format));
    put_number(line, "hold", o->hold_is_set ? o->hold_bytes : WN_HOLD_DEFAULT);
    if (o->lang)
        put_member(line, "lang", o->lang);
    if (o->source)
        put_member(line, "source", o->source);
    put_list(line, "only", o->only, o->only_count);
    put_list(line, "disable", o->disable, o->disable_count);
    put_list(line, "fields", o->fields, o->field_count);
    if (o->format != WN_FORMAT_TEXT)
        put_member(line, "on-error", errors[o->on_error]);
    wn_buf_text(line, o->annotate ? ",\"annotate\":true" : "");
    wn_buf_text(line, o->one_to_one ? ",\"one-to-one\":true}" : "}");
}

bool wn_audit_begin(wn_audit *audit, const wn_policy *policy, const wn_filter_options *options)
{
    if (!audit->output.bytes)
        return true;
    const char *version = wn_policy_version(policy);
    audit->policy = policy;
    audit->seq = audit->crc = audit->records = audit->base = 0;
    audit->input_length = audit->output_length = audit->input_crc = audit->output_crc = 0;
    audit->has_changes = audit->has_ended = false;
    audit->is_open = true;
    begin_line(audit);
    put_number(&audit->line, "winnow-audit", WN_AUDIT_VERSION);
    put_member(&audit->line, "version", WN_VERSION);
    put_member(&audit->line, "policy", wn_policy_name(policy));
    put_member(&audit->line, "policy-version", version ? version : "");
    put_member(&audit->line, "sha256", wn_policy_sha256(policy));
    put_options(&audit->line, options);
    return end_line(audit);
}

bool wn_audit_end(wn_audit *audit)
{
    if (!audit->is_open)
        return true;
    audit->is_open = false;
    begin_line(audit);
    wn_buf_text(&audit->line, ",\"end\":true");
    put_number(&audit->line, "input-length", audit->input_length);
    put_crc(&audit->line, "input-crc32", audit->input_crc);
    put_number(&audit->line, "output-length", audit->output_length);
    put_crc(&audit->line, "output-crc32", audit->output_crc);
    put_ended(audit);
    return end_line(audit) && wn_output_flush(&audit->output) == WN_OK;
}

/* ---- what goes by ---- */

void wn_audit_mark(wn_audit *audit)
{
    audit->base = audit->input_length;
    audit->records++;
}

void wn_audit_leave(wn_audit *audit)
{
    if (audit->has_changes) {
        audit->has_ended = true;
        audit->ended = audit->input_length;
    }
    audit->has_changes = false;
}

void wn_audit_take(wn_audit *audit, wn_bytes input)
{
    if (!audit->output.bytes)
        return;
    audit->input_length += input.size;
    audit->input_crc = sum_up(audit->input_crc, input);
}

void wn_audit_give(wn_audit *audit, wn_bytes output)
{
    if (!audit->output.bytes)
        return;
    audit->output_length += output.size;
    audit->output_crc = sum_up(audit->output_crc, output);
}

/* ---- changes ---- */

static void put_claimants(wn_buf *line, const wn_policy *policy, const wn_decision *decision)
{
    wn_rule_info rule;
    const char  *between = ",\"rules\":[";
    for (size_t i = 0; i < decision->claimant_count; i++) {
        if (!wn_policy_rule(policy, (size_t)decision->claimants[i], &rule))
            continue;
        wn_buf_text(line, between);
        put_name(line, rule.id);
        between = ",";
    }
    wn_buf_text(line, between[1] ? "" : "]");
}

/* What it was: line, action, rule, claimants, category, level, and more where there is more. */
static void put_reasons(wn_buf *line, const wn_policy *policy, const wn_change *change)
{
    const wn_decision *decision = change->decision;
    wn_rule_info       rule;
    if (!decision) {
        put_member(line, "action", !change->removed.size ? "add" : change->put.size ? "rewrite" : "drop");
        return;
    }
    bool has_rule = decision->rule >= 0 && wn_policy_rule(policy, (size_t)decision->rule, &rule);
    put_number(line, "line", decision->line);
    put_member(line, "action", decision->is_shadow ? "shadow" : has_rule ? wn_action_name(rule.action) : "strip");
    if (has_rule) {
        put_member(line, "rule", rule.id);
        put_claimants(line, policy, decision);
        put_member(line, "category", rule.category);
        wn_buf_printf(line, ",\"level\":%d", rule.level);
    }
    if (decision->field_path)
        put_member(line, "field", decision->field_path);
    if (decision->fate == WN_FATE_EXTRACT)
        put_member(line, "into", decision->field);
    wn_buf_text(line, decision->is_blank ? ",\"blank\":true" : "");
}

static bool write_piece(wn_audit *audit, const wn_change *change, uint64_t offset, wn_bytes removed, wn_bytes put)
{
    wn_buf *line = &audit->line;
    begin_line(audit);
    put_number(line, "record", change->record ? change->record : audit->records);
    put_number(line, "offset", offset);
    put_number(line, "length", removed.size);
    put_reasons(line, audit->policy, change);
    if (change->decision && change->decision->is_shadow)
        put_bytes(line, "would-remove",
                  change->decision->field_path ? change->decision->source : change->decision->bytes);
    if (removed.size)
        put_bytes(line, "removed", removed);
    if (put.size)
        put_bytes(line, "put", put);
    put_ended(audit);
    if (change->decision && !audit->has_changes) {
        put_number(line, "begin", audit->base);
        audit->has_changes = true;
    }
    return end_line(audit);
}

/* A piece of at most PIECE_BYTES from the front; a character is not torn unless the text is none. */
static wn_bytes take_piece(wn_bytes *bytes)
{
    size_t size = bytes->size;
    if (size > PIECE_BYTES) {
        size = PIECE_BYTES;
        for (int i = 0; i < 3 && ((unsigned char)bytes->data[size] & 0xC0) == 0x80; i++)
            size--;
    }
    wn_bytes piece = {bytes->data, size};
    *bytes = wn_bytes_after(*bytes, size);
    return piece;
}

bool wn_audit_note(wn_audit *audit, const wn_change *change)
{
    wn_bytes removed = change->removed, put = change->put;
    uint64_t offset = audit->base + change->offset;
    bool     is_written;
    if (!audit->is_open)
        return true;
    do {
        wn_bytes piece = take_piece(&removed);
        is_written = write_piece(audit, change, offset, piece, take_piece(&put));
        offset += piece.size;
    } while (is_written && (removed.size || put.size));
    return is_written;
}

bool wn_audit_join(wn_audit *audit, wn_bytes put)
{
    wn_change change = {.put = put};
    audit->base = audit->input_length;
    return wn_audit_note(audit, &change);
}
