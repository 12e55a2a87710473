/* example.c: reads the examples; each line of a test must say what becomes of it. */
#include "policy/example.h"

#include "policy/shape.h"

#include <string.h>

wn_examples wn_examples_read(wn_reader *reader, const wn_node *node)
{
    wn_examples examples = {0};
    wn_example *items = node ? wn_reader_alloc(reader, wn_item_count(node), sizeof *items) : NULL;
    if (!items)
        return examples;
    for (size_t i = 0; i < wn_item_count(node); i++)
        items[i] = (wn_example){wn_item(node, i)->text, wn_item(node, i)->place};
    examples.items = items;
    examples.count = wn_item_count(node);
    return examples;
}

/* ---- the lines of a test ---- */

static size_t line_size(wn_bytes text, size_t at)
{
    const char *end = memchr(text.data + at, '\n', text.size - at);
    return (end ? (size_t)(end - text.data) : text.size) - at;
}

static size_t count_lines(wn_bytes text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size; at += line_size(text, at) + 1)
        count++;
    return count;
}

static bool read_mark(wn_bytes line, wn_mark *mark)
{
    static const char signs[] = "=-+?"; /* in the order of wn_mark */
    const char       *sign = line.size >= 2 && line.data[1] == '|' && line.data[0] ? strchr(signs, line.data[0]) : NULL;
    if (sign)
        *mark = (wn_mark)(sign - signs);
    return sign != NULL;
}

static bool has_line_to_replace(const wn_case *test)
{
    return test->line_count && test->lines[test->line_count - 1].mark == WN_MARK_GOES;
}

static void complain_line(wn_reader *reader, const wn_case *test, size_t offset, const char *what, const char *remedy)
{
    wn_place place = test->text->place;
    if (!wn_complaints_are_full(&reader->complaints)) /* finding the line takes time */
        place = wn_node_place_in(test->text, offset);
    wn_complain(&reader->complaints, &place, "%s, in %s; %s", what, reader->complaints.owner, remedy);
}

static bool read_line(wn_reader *reader, const wn_case *test, size_t offset, wn_bytes line, wn_case_line *read)
{
    wn_mark mark = WN_MARK_ANY;
    if (!line.size)
        complain_line(reader, test, offset, "blank line", "write =| or -| or ?| alone on it");
    else if (!read_mark(line, &mark))
        complain_line(reader, test, offset, "line without a mark", "begin it with =| -| +| or ?|");
    else if (mark == WN_MARK_BECOMES && !has_line_to_replace(test))
        complain_line(reader, test, offset, "+| without -| above it", "it stands below the line it replaces");
    else {
        *read = (wn_case_line){mark, {line.data + 2, line.size - 2}, offset};
        return true;
    }
    return false;
}

static bool read_lines(wn_reader *reader, wn_case *test)
{
    wn_bytes      text = test->text->text;
    wn_case_line *lines = wn_reader_alloc(reader, count_lines(text) + 1, sizeof *lines);
    bool          is_good = lines != NULL;
    test->lines = lines;
    for (size_t at = 0; lines && at < text.size;) {
        size_t size = line_size(text, at);
        if (read_line(reader, test, at, (wn_bytes){text.data + at, size}, &lines[test->line_count]))
            test->line_count++;
        else
            is_good = false;
        at += size + 1;
    }
    return is_good;
}

/* ---- a test ---- */

static const char *text_of(const wn_node *map, const char *key)
{
    const wn_node *node = wn_node_get(map, key);
    return node ? node->text.data : NULL;
}

static bool read_fields(wn_reader *reader, const wn_node *map, wn_case *test)
{
    if (!map)
        return true;
    wn_field *fields = wn_reader_alloc(reader, map->count, sizeof *fields);
    for (size_t i = 0; fields && i < map->count; i++)
        fields[i] = (wn_field){map->keys[i]->text.data, map->values[i]->text};
    test->fields = fields;
    test->field_count = fields ? map->count : 0;
    return fields != NULL;
}

bool wn_case_read(wn_reader *reader, const wn_node *node, wn_case *test)
{
    *test = (wn_case){.place = node->place};
    if (!wn_shape_check(&reader->complaints, WN_MAP_TEST, node))
        return false;
    const wn_node *headline = wn_node_get(node, "headline"), *verdict = wn_node_get(node, "verdict");
    test->name = text_of(node, "name");
    test->lang = text_of(node, "lang");
    test->source = text_of(node, "source");
    test->level = (int)wn_number_of(node, "level", 2);
    if (headline)
        test->headline = headline->text;
    if (verdict) {
        test->has_verdict = true;
        test->verdict = (wn_verdict)wn_word_index(wn_map_key(WN_MAP_TEST, (wn_bytes){"verdict", 7})->words,
                                                  verdict->text);
    }
    test->text = wn_node_get(node, "text");
    return read_fields(reader, wn_node_get(node, "fields"), test) && read_lines(reader, test);
}
