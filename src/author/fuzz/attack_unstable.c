/* attack_unstable.c: whether a second pass over what a rule left takes more.
 *
 * The bytes decide, but for spaces, not verdicts. Lines are doubled and nested, parts of lines are put into themselves,
 * and more lines than a limit stand at the ends. */
#include "author/fuzz/prey.h"

#include "base/utf8.h"
#include "match/chars.h"

#include <string.h>

#define PROSE_AROUND_MIN 3 /* paragraphs that make a text an article */

static bool is_space(wn_bytes text, size_t at)
{
    return at < text.size && (text.data[at] == ' ' || text.data[at] == '\t');
}

/* But for spaces, which move when what is between them goes. */
static bool are_same(wn_bytes a, wn_bytes b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (is_space(a, i))
            i++;
        while (is_space(b, k))
            k++;
        if (i == a.size || k == b.size)
            return i == a.size && k == b.size;
        if (a.data[i] != b.data[k])
            return false;
    }
}

/* What the rule leaves of a text. */
static wn_status filter_once(wn_prey *prey, wn_bytes text, wn_buf *left, bool *has_changed)
{
    wn_trial  trial;
    wn_status status = wn_prey_try(prey, text, &trial);
    wn_buf_clear(left);
    for (size_t i = 0; status == WN_OK && i < trial.line_count; i++) {
        if (trial.lines[i].mark == WN_MARK_GOES)
            continue;
        wn_buf_append(left, trial.lines[i].becomes.data, trial.lines[i].becomes.size);
        wn_buf_put(left, '\n');
    }
    *has_changed = status == WN_OK && !are_same(wn_buf_bytes(left), text);
    return left->failed ? WN_NO_MEMORY : status;
}

/* Whether a second pass takes more; leaves what the first one left in `once`. */
static wn_status filter_twice(wn_prey *prey, wn_bytes text, wn_buf *once, bool *takes_more)
{
    wn_buf    twice = {0};
    wn_status status = filter_once(prey, text, once, takes_more);
    if (status == WN_OK && *takes_more && once->size)
        status = filter_once(prey, wn_buf_bytes(once), &twice, takes_more);
    *takes_more = *takes_more && once->size > 0;
    wn_buf_free(&twice);
    return status;
}

static wn_status show_more(wn_prey *prey, void *user, const wn_witness *w, bool *shows)
{
    wn_buf once = {0};
    (void)user;
    wn_status status = filter_twice(prey, w->text, &once, shows);
    wn_buf_free(&once);
    return status;
}

#define MORE_LINES                                                                                                     \
    "rule \"%s\" takes more the second time: \"%.*s\" goes once the lines around it are gone; ask of the line itself " \
    "what tells it from others"
#define MORE_PARTS                                                                                                     \
    "rule \"%s\" takes more the second time: \"%.*s\", as the first pass leaves it, is changed again; let the "        \
    "pattern "                                                                                                         \
    "take as much at once, or leave what it would take again"

static bool takes_parts(const wn_prey *prey)
{
    return prey->d->unit == WN_UNIT_SPAN || prey->d->action == WN_REPLACE;
}

/* The test has what the first pass left, all of which should stay. */
static wn_status report_more(wn_prey *prey, wn_bytes text)
{
    wn_buf     once = {0};
    wn_trial   trial = {0};
    bool       takes_more = false;
    wn_witness w = {.text = wn_prey_keep(prey, text)};
    wn_bytes   left = {0}, line = {0};
    wn_grain   grain = takes_parts(prey) ? WN_GRAIN_CHARS : WN_GRAIN_WORDS; /* of lines who reads it wants words */
    wn_status  status = w.text.data ? wn_minimise(prey, grain, show_more, NULL, &w) : WN_NO_MEMORY;
    if (status == WN_OK)
        status = filter_twice(prey, w.text, &once, &takes_more);
    if (status == WN_OK)
        left = wn_prey_keep(prey, wn_buf_bytes(&once));
    if (status == WN_OK)
        status = left.data ? wn_prey_try(prey, left, &trial) : WN_NO_MEMORY;
    for (size_t i = 0; i < trial.line_count && status == WN_OK && !line.data; i++)
        if (trial.lines[i].mark != WN_MARK_STAYS && !trial.lines[i].is_blank)
            line = wn_prey_keep(prey, trial.lines[i].text);
    wn_buf_free(&once);
    if (status != WN_OK || !line.data)
        return status;
    return wn_prey_report(prey, NULL, &(wn_expectation){.text = left}, takes_parts(prey) ? MORE_PARTS : MORE_LINES,
                          prey->source->id, wn_shown_size(line), line.data);
}

static wn_status try_twice(wn_prey *prey, wn_bytes text, bool *is_found)
{
    wn_buf    once = {0};
    wn_status status = filter_twice(prey, text, &once, is_found);
    wn_buf_free(&once);
    return status == WN_OK && *is_found ? report_more(prey, text) : status;
}

/* The lines that are aimed at so often, one after the other; blocks with blank lines between. */
static void put_copies(const wn_pup *pup, size_t copies, bool is_block, wn_buf *out)
{
    for (size_t i = 0, count = wn_text_line_count(pup->text); i < count; i++) {
        wn_bytes line = wn_text_line(pup->text, i);
        wn_buf_append(out, line.data, line.size);
        wn_buf_put(out, '\n');
        for (size_t k = 0; i + 1 == pup->aim + pup->aim_count && k < pup->aim_count * (copies - 1); k++) {
            wn_buf_text(out, is_block && k % pup->aim_count == 0 ? "\n" : "");
            line = wn_text_line(pup->text, pup->aim + k % pup->aim_count);
            wn_buf_append(out, line.data, line.size);
            wn_buf_put(out, '\n');
        }
    }
}

/* The first of the lines once more above: a heading under another. */
static void put_nested(const wn_pup *pup, wn_buf *out)
{
    for (size_t i = 0, count = wn_text_line_count(pup->text); i < count; i++) {
        wn_bytes line = wn_text_line(pup->text, i);
        for (size_t copies = i == pup->aim ? 2 : 1; copies; copies--) {
            wn_buf_append(out, line.data, line.size);
            wn_buf_put(out, '\n');
        }
    }
}

/* ---- spans ---- */

#define NESTED_TEXTS_MAX 400 /* of one rule */
#define NAMED "#%"           /* in masks: letters that the rule spells */
#define OPEN "."             /* and those that it leaves open */

static size_t count_named(const char *mask, size_t begin, size_t end)
{
    size_t count = 0;
    for (size_t i = begin; i < end; i++)
        count += mask[i] == '#' || mask[i] == '%';
    return count;
}

/* Where what is left and right of a part have letters in common, the part may as well lie further left; it lies where
 * the rule names most of it. */
static void shift_part(const wn_pup *pup, wn_bytes line, size_t *begin, size_t *end)
{
    const char *mask = pup->mask.size ? pup->mask.data + (line.data - pup->text.data) : NULL;
    size_t      best = 0, most = mask ? count_named(mask, *begin, *end) : 0;
    for (size_t by = 1; mask && by <= *begin && line.data[*begin - by] == line.data[*end - by]; by++) {
        size_t named = count_named(mask, *begin - by, *end - by);
        best = named > most ? by : best;
        most = named > most ? named : most;
    }
    *begin -= best;
    *end -= best;
}

/* The part of the line that goes or changes: what is not the same before and after. */
static wn_status find_part(wn_prey *prey, const wn_pup *pup, size_t *begin, size_t *end)
{
    wn_trial  trial;
    wn_bytes  line = wn_text_line(pup->text, pup->aim), left;
    wn_status status = wn_prey_try(prey, pup->text, &trial);
    *begin = *end = 0;
    if (status != WN_OK || pup->aim >= trial.line_count || trial.lines[pup->aim].mark == WN_MARK_STAYS)
        return status;
    bool goes = trial.lines[pup->aim].mark == WN_MARK_GOES;
    left = goes ? (wn_bytes){0} : trial.lines[pup->aim].becomes;
    size_t most = line.size < left.size ? line.size : left.size, same = 0;
    while (*begin < most && line.data[*begin] == left.data[*begin])
        ++*begin;
    while (same < most - *begin && line.data[line.size - 1 - same] == left.data[left.size - 1 - same])
        same++;
    *end = line.size - same;
    if (*begin < *end)
        shift_part(pup, line, begin, end);
    return status;
}

/* Whether a pair of brackets or quotes opens with one character and closes with the next. */
static bool is_pair(char open, char close)
{
    static const char pairs[] = "()[]{}<>\"\"''**__~~";
    for (const char *p = pairs; *p; p += 2)
        if (p[0] == open && p[1] == close)
            return true;
    return false;
}

/* Whether the rule spells letters of the bytes, or leaves letters or digits of them open. Of an example neither is
 * known. */
static bool has_marked(const wn_pup *pup, wn_bytes part, const char *marks)
{
    const char *mask = pup->mask.size ? pup->mask.data + (part.data - pup->text.data) : NULL;
    for (size_t i = 0; mask && i < part.size; i++) {
        unsigned bits = wn_char_bits(wn_utf8_decode(part, i).code);
        if (bits & (WN_CHAR_LETTER | WN_CHAR_DIGIT) && strchr(marks, mask[i]))
            return true;
    }
    return false;
}

/* Whether the line becomes the same with something more at a place; of a replacement, whether it becomes another. */
static wn_status is_passed_over(wn_prey *prey, const wn_pup *pup, size_t at, const char *more, bool *passes)
{
    wn_trial  trial;
    wn_bytes  line = wn_text_line(pup->text, pup->aim);
    wn_buf    with = {0}, text = {0}, before = {0}, after = {0};
    wn_status status = wn_prey_try(prey, pup->text, &trial);
    if (status == WN_OK)
        wn_buf_append(&before, trial.lines[pup->aim].becomes.data, trial.lines[pup->aim].becomes.size);
    wn_buf_append(&with, line.data, at);
    wn_buf_text(&with, more);
    wn_buf_append(&with, line.data + at, line.size - at);
    wn_text_replace(pup->text, pup->aim, wn_buf_bytes(&with), &text);
    if (status == WN_OK)
        status = text.failed || with.failed ? WN_NO_MEMORY : wn_prey_try(prey, wn_buf_bytes(&text), &trial);
    if (status == WN_OK)
        wn_buf_append(&after, trial.lines[pup->aim].becomes.data, trial.lines[pup->aim].becomes.size);
    bool is_same = before.size == after.size && (!after.size || memcmp(before.data, after.data, after.size) == 0);
    *passes = status == WN_OK && trial.lines[pup->aim].mark != WN_MARK_STAYS &&
              (is_same || prey->d->action == WN_REPLACE);
    status = status == WN_OK && (before.failed || after.failed) ? WN_NO_MEMORY : status;
    wn_buf_free(&with);
    wn_buf_free(&text);
    wn_buf_free(&before);
    wn_buf_free(&after);
    return status;
}

/* Whether anything may stand there as part of what goes: between brackets letters, elsewhere words. What the rule
 * spells is not broken, for then any rule would be unstable. */
static wn_status is_joint(wn_prey *prey, const wn_pup *pup, size_t begin, size_t end, size_t at, bool *is)
{
    wn_bytes line = wn_text_line(pup->text, pup->aim);
    bool     is_bracketed = is_pair(line.data[begin], line.data[end - 1]);
    *is = is_pair(line.data[at - 1], line.data[at]);
    if (*is || ((unsigned char)line.data[at] & 0xC0) == 0x80)
        return WN_OK;
    return is_passed_over(prey, pup, at, is_bracketed ? "e" : " e ", is);
}

/* The text with so many copies of the part at a place of its line. */
static wn_status try_part(wn_prey *prey, const wn_pup *pup, size_t at, wn_bytes part, size_t copies, bool *is_found)
{
    wn_bytes line = wn_text_line(pup->text, pup->aim);
    wn_buf   with = {0}, text = {0};
    wn_buf_append(&with, line.data, at);
    for (size_t i = 0; i < copies; i++)
        wn_buf_append(&with, part.data, part.size);
    wn_buf_append(&with, line.data + at, line.size - at);
    wn_text_replace(pup->text, pup->aim, wn_buf_bytes(&with), &text);
    wn_status status = with.failed || text.failed ? WN_NO_MEMORY : try_twice(prey, wn_buf_bytes(&text), is_found);
    wn_buf_free(&with);
    wn_buf_free(&text);
    return status;
}

/* What is left and right of a part comes together when it goes: the part in itself, twice and three times over. */
static wn_status try_nested(wn_prey *prey, const wn_pup *pup, size_t size_max, size_t *tried, bool *is_found)
{
    size_t    begin, end;
    wn_status status = find_part(prey, pup, &begin, &end);
    wn_bytes  line = wn_text_line(pup->text, pup->aim), part = {line.data + begin, end - begin};
    if (part.size > size_max || has_marked(pup, part, NAMED)) /* nobody says a thing within itself */
        return status;
    for (size_t at = begin + 1; at < end && status == WN_OK && !*is_found && *tried < NESTED_TEXTS_MAX;
         at++, ++*tried) {
        bool is = false;
        status = is_joint(prey, pup, begin, end, at, &is);
        for (size_t copies = 1; copies <= 2 && is && status == WN_OK && !*is_found; copies++)
            status = try_part(prey, pup, at, part, copies, is_found);
    }
    return status;
}

/* The parts that the rule takes: of what it takes at most so many times over more may well stand in a row, so that only
 * the shortest are put beside others. */
typedef struct parts {
    const wn_pup *pup;         /* with the shortest; NULL: there is none */
    wn_bytes      part, other; /* the shortest, and the next that is not the same */
    size_t        begin;
    bool          is_open; /* some have letters or digits that the rule does not spell */
} parts;

static wn_status find_parts(wn_prey *prey, parts *p)
{
    wn_status status = WN_OK;
    *p = (parts){0};
    for (size_t i = 0; i < prey->litter_count && status == WN_OK; i++) {
        const wn_pup *pup = &prey->litter[i];
        size_t        begin, end;
        status = find_part(prey, pup, &begin, &end);
        wn_bytes new = {wn_text_line(pup->text, pup->aim).data + begin, end - begin};
        if (status != WN_OK || !new.size || (p->pup && wn_text_alike(new, p->part)))
            continue;
        p->is_open |= has_marked(pup, new, OPEN);
        if (!p->pup || new.size < p->part.size)
            *p = (parts){pup, new, p->part, begin, p->is_open};
        else if (!p->other.size || new.size < p->other.size)
            p->other = new;
    }
    return status;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c;
}

/* Whether the part is one of several equal signs in a row, such as hyphens, of which there may well be more. */
static bool is_of_row(const parts *p)
{
    const char *at = p->part.data, *line = wn_text_line(p->pup->text, p->pup->aim).data;
    for (size_t i = 1; i < p->part.size; i++)
        if (lower(at[i]) != lower(*at))
            return false;
    return p->part.size > 1 || (at > line && lower(at[-1]) == lower(*at)) || lower(at[1]) == lower(*at);
}

/* Two parts, one beside the other. Not the same, for nobody says a thing twice in a row, nor two that the rule spells;
 * but for signs. */
static wn_status try_beside(wn_prey *prey, const parts *p, bool *is_found)
{
    wn_bytes  none = {0}, other = p->pup && is_of_row(p) ? p->part : p->is_open ? p->other : none;
    wn_status status = WN_OK;
    for (size_t end = 0; end < 2 && other.size && status == WN_OK && !*is_found; end++)
        status = try_part(prey, p->pup, end ? p->begin : p->begin + p->part.size, other, 1, is_found);
    return status;
}

static wn_status try_changed(wn_prey *prey, bool *is_found)
{
    size_t    tried = 0;
    parts     p = {0};
    wn_status status = takes_parts(prey) ? find_parts(prey, &p) : WN_OK;
    if (status == WN_OK)
        status = try_beside(prey, &p, is_found);
    for (size_t i = 0; i < prey->litter_count && takes_parts(prey) && status == WN_OK && !*is_found; i++) {
        const wn_pup *pup = &prey->litter[i];
        status = try_twice(prey, pup->text, is_found);
        if (status == WN_OK && !*is_found)
            status = try_nested(prey, pup, p.part.size, &tried, is_found);
    }
    return status;
}

/* ---- what stands around ---- */

static void look_for_count(void *user, const wn_condition *c)
{
    uint32_t *most = user;
    if ((c->op == WN_OP_FIRST || c->op == WN_OP_LAST) && c->a > *most)
        *most = c->a;
}

static uint32_t count_of(const wn_prey *prey)
{
    uint32_t most = 0;
    wn_definition_walk(prey->d, look_for_count, &most);
    return most;
}

/* Of a rule for the first or the last lines, so many of them, what goes makes room; only at the very ends is it asked
 * whether more than one line is meant. */
static bool is_amid_count(const wn_prey *prey, const wn_pup *pup)
{
    return count_of(prey) > 1 && pup->aim && pup->aim + pup->aim_count < wn_text_line_count(pup->text);
}

/* Whether the rule spells the whole line that is aimed at: nobody writes it twice in a row. */
static bool is_spelled(const wn_pup *pup)
{
    wn_bytes line = wn_text_line(pup->text, pup->aim);
    return pup->aim_count == 1 && pup->mask.size && has_marked(pup, line, NAMED) && !has_marked(pup, line, OPEN);
}

/* Twice what tails and heads take would soon be more than they may, and sentences move the ends of the article. */
static wn_status try_doubled(wn_prey *prey, const wn_pup *pup, bool *is_found)
{
    bool      is_peeled = prey->d->unit == WN_UNIT_TAIL || prey->d->unit == WN_UNIT_HEAD, is_sentence;
    wn_buf    text = {0};
    wn_status status = wn_text_has_feature(wn_text_line(pup->text, pup->aim), WN_FEATURE_SENTENCE, &is_sentence);
    if (status != WN_OK || is_sentence || (is_peeled && pup->aim_count > 1) || is_amid_count(prey, pup) ||
        is_spelled(pup))
        return status;
    put_copies(pup, count_of(prey) == 2 ? 3 : 2, prey->d->unit == WN_UNIT_BLOCK, &text);
    status = text.failed ? WN_NO_MEMORY : try_twice(prey, wn_buf_bytes(&text), is_found);
    wn_buf_clear(&text);
    if (pup->aim_count > 1)
        put_nested(pup, &text);
    if (status == WN_OK && !*is_found && text.size)
        status = text.failed ? WN_NO_MEMORY : try_twice(prey, wn_buf_bytes(&text), is_found);
    wn_buf_free(&text);
    return status;
}

/* ---- more than a limit ---- */

#define KINDS_OF_LINES 2
#define CROWD_MAX 40 /* a limit that is none */

/* A line that has nothing to do with the rule. */
static void put_any_line(wn_prey *prey, size_t kind, wn_buf *out)
{
    if (kind == 0)
        wn_breed_headline(&prey->chance, 0, out);
    else
        wn_breed_words(&prey->chance, 3, out); /* a word alone may well be a tag */
    wn_buf_put(out, '\n');
}

/* An article with more lines at an end than the limit lets go, none of them bred for the rule: what they have in common
 * is that it takes anything. */
static wn_status try_crowd(wn_prey *prey, size_t kind, bool *is_found)
{
    wn_buf text = {0};
    size_t count = prey->d->limit + 2;
    bool   is_head = prey->d->unit == WN_UNIT_HEAD;
    for (size_t i = 0; i < count && is_head; i++)
        put_any_line(prey, kind, &text);
    for (size_t i = 0; i <= PROSE_AROUND_MIN; i++) {
        wn_breed_prose(&prey->chance, 0, &text);
        wn_buf_put(&text, '\n');
    }
    for (size_t i = 0; i < count && !is_head; i++)
        put_any_line(prey, kind, &text);
    wn_status status = text.failed ? WN_NO_MEMORY : try_twice(prey, wn_buf_bytes(&text), is_found);
    wn_buf_free(&text);
    return status;
}

static wn_status try_crowds(wn_prey *prey, bool *is_found)
{
    bool      is_peeled = prey->d->unit == WN_UNIT_TAIL || prey->d->unit == WN_UNIT_HEAD;
    wn_status status = WN_OK;
    if (!is_peeled || prey->d->limit > CROWD_MAX)
        return WN_OK;
    for (size_t kind = 0; kind < KINDS_OF_LINES && status == WN_OK && !*is_found; kind++)
        status = try_crowd(prey, kind, is_found);
    return status;
}

wn_status wn_attack_unstable(wn_prey *prey)
{
    bool      is_found = false;
    wn_status status = WN_OK;
    if (!wn_prey_removes(prey) || prey->d->unit == WN_UNIT_DOCUMENT)
        return WN_OK;
    status = try_changed(prey, &is_found);
    if (status == WN_OK && !is_found)
        status = try_crowds(prey, &is_found);
    for (size_t i = 0; i < prey->litter_count && status == WN_OK && !is_found; i++) {
        if (prey->litter[i].prose < PROSE_AROUND_MIN)
            continue;
        status = try_twice(prey, prey->litter[i].text, &is_found);
        if (status == WN_OK && !is_found)
            status = try_doubled(prey, &prey->litter[i], &is_found);
    }
    for (size_t i = 0; i < prey->article_count && status == WN_OK && !is_found; i++)
        status = try_twice(prey, prey->articles[i], &is_found);
    return status;
}
