/* finding.c: keeps findings. The source line and its caret come from the error list, which knows how to cut a line. */
#include "author/finding.h"

#include "author/words.h"
#include "base/plain.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(wn_findings *f, const char *text)
{
    return text ? wn_arena_copy(&f->arena, (wn_bytes){text, strlen(text)}) : NULL;
}

/* Remembers a finding; *is_new tells whether it was unknown. A file that several policies extend is complained about
 * once. Returns WN_OK or WN_NO_MEMORY. */
static wn_status remember(wn_findings *f, const wn_finding *found, bool *is_new)
{
    const char *key = wn_arena_printf(&f->arena, "%s\n%s\n%lu\n%s", found->file ? found->file : "", found->id,
                                      (unsigned long)found->column, found->message);
    if (!key)
        return WN_NO_MEMORY;
    wn_bytes name = {key, strlen(key)};
    *is_new = wn_names_find(&f->known, found->line, name) == WN_NAME_ABSENT;
    return !*is_new || wn_names_add(&f->known, found->line, name, 0) ? WN_OK : WN_NO_MEMORY;
}

static wn_status add(wn_findings *f, const wn_finding *given)
{
    wn_finding new = *given;
    bool      is_new;
    wn_status status = remember(f, given, &is_new);
    if (status != WN_OK || !is_new)
        return status;
    new.rule = keep(f, given->rule);
    new.file = keep(f, given->file);
    new.message = keep(f, given->message);
    new.source = keep(f, given->source);
    new.witness = keep(f, given->witness);
    new.test = keep(f, given->test);
    if (!new.message || (given->witness && !new.witness) || (given->test && !new.test) ||
        !wn_array_grow(&f->items, &f->capacity, f->count + 1, sizeof *f->items))
        return WN_NO_MEMORY;
    f->items[f->count++] = new;
    *(new.is_error ? &f->errors : &f->warnings) += 1;
    return WN_OK;
}

static wn_finding finding_of(const wn_error_item *item)
{
    return (wn_finding){.id = "error",
                        .is_error = true,
                        .file = item->file,
                        .line = item->line,
                        .column = item->column,
                        .message = item->message,
                        .source = item->source,
                        .caret = item->caret};
}

wn_status wn_findings_add_errors(wn_findings *f, const wn_error *error)
{
    wn_status status = WN_OK;
    for (size_t i = 0; i < wn_error_count(error) && status == WN_OK; i++) {
        wn_finding found = finding_of(wn_error_at(error, i));
        status = add(f, &found);
    }
    return status;
}

wn_status wn_findings_add(wn_findings *f, const wn_finding *found, const wn_place *place)
{
    wn_error *error = NULL;
    if (wn_error_add(&error, WN_OK, place, "%s", found->message) != WN_OK) {
        wn_error_free(error);
        return WN_NO_MEMORY;
    }
    wn_finding placed = finding_of(wn_error_at(error, 0));
    placed.id = found->id;
    placed.is_error = false;
    placed.rule = found->rule;
    placed.witness = found->witness;
    placed.test = found->test;
    placed.is_case = found->is_case;
    placed.passes = found->passes;
    wn_status status = add(f, &placed);
    wn_error_free(error);
    return status;
}

wn_status wn_findings_warn(wn_findings *f, const char *id, const char *rule, const wn_place *place, const char *format,
                           ...)
{
    va_list args;
    va_start(args, format);
    const char *message = wn_arena_vprintf(&f->arena, format, args);
    va_end(args);
    return message ? wn_findings_add(f, &(wn_finding){.id = id, .rule = rule, .message = message}, place)
                   : WN_NO_MEMORY;
}

static int compare(const void *a, const void *b)
{
    const wn_finding *x = a, *y = b;
    int               by_file = strcmp(x->file ? x->file : "", y->file ? y->file : "");
    if (by_file)
        return by_file;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    int by_id = strcmp(x->id, y->id);
    return by_id ? by_id : strcmp(x->message, y->message);
}

void wn_findings_sort(wn_findings *f, size_t first)
{
    if (f->count > first)
        qsort(f->items + first, f->count - first, sizeof *f->items, compare);
}

/* ---- the report ---- */

static void put_words(wn_buf *out, const wn_finding *found)
{
    if (found->file)
        wn_plain_put(out, (wn_bytes){found->file, strlen(found->file)});
    if (found->line)
        wn_buf_printf(out, ":%lu:%lu", (unsigned long)found->line, (unsigned long)found->column);
    wn_buf_printf(out, "%s%s: ", found->file ? ": " : "", found->is_error ? "error" : "warning");
    wn_plain_put(out, (wn_bytes){found->message, strlen(found->message)});
    if (!found->is_error)
        wn_buf_printf(out, " [%s]", found->id);
    wn_buf_put(out, '\n');
    if (found->source)
        wn_words_source(out, found->source, found->caret);
}

static void put_json(wn_buf *out, const wn_finding *found)
{
    wn_buf_put(out, '{');
    wn_words_json(out, "file", found->file ? found->file : "");
    wn_buf_printf(out, ",\"line\":%lu,\"column\":%lu,\"id\":\"%s\",\"severity\":\"%s\",", (unsigned long)found->line,
                  (unsigned long)found->column, found->id, found->is_error ? "error" : "warning");
    if (found->rule) {
        wn_words_json(out, "rule", found->rule);
        wn_buf_put(out, ',');
    }
    wn_words_json(out, "message", found->message);
    wn_buf_text(out, "}\n");
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

void wn_findings_report(const wn_findings *f, wn_buf *out, bool as_json)
{
    for (size_t i = 0; i < f->count; i++)
        if (as_json)
            put_json(out, &f->items[i]);
        else
            put_words(out, &f->items[i]);
    if (!as_json)
        wn_buf_printf(out, "%zu error%s, %zu warning%s\n", f->errors, plural(f->errors), f->warnings,
                      plural(f->warnings));
}

void wn_findings_free(wn_findings *f)
{
    free(f->items);
    wn_names_free(&f->known);
    wn_arena_free(&f->arena);
    *f = (wn_findings){0};
}
