/* memo.c: notes on short lines, in one block of memory that is emptied as a whole.
 *
 * A line gets a note when it comes for the second time; of the first time only its hash is kept, for most lines
 * come once. The hash looks at both ends of the line alone, and few places are searched: what does not fit there
 * goes without a note, so that no text can make the table slow.
 *
 * A hash table of pointers stands at the block's start; notes and what belongs to them follow one after the
 * other. The block is asked for at once and filled bit by bit, so that a short text touches little of it. */
#include "engine/memo.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS ((size_t)1 << 12)
#define NOTES_MAX (SLOTS / 2)
#define ROOM_BYTES ((size_t)1 << 20) /* some 450 bytes a note */
#define FIRST_CAPACITY 4             /* of a note's lists, which double */
#define PROBES 8                     /* places searched */
#define END_BYTES ((size_t)16)       /* hashed at either end */

struct wn_memo {
    wn_note **slots; /* the block; NULL until it is needed */
    uint32_t *seen;  /* for each slot the hash of the last line that came there without a note */
    char     *room;
    size_t    used;
    size_t    count;
    bool      is_full;
};

wn_status wn_memo_new(wn_memo **memo)
{
    *memo = calloc(1, sizeof **memo);
    return *memo ? WN_OK : WN_NO_MEMORY;
}

void wn_memo_free(wn_memo *memo)
{
    if (!memo)
        return;
    free(memo->slots);
    free(memo);
}

void wn_memo_clear(wn_memo *memo)
{
    if (memo->count)
        memset(memo->slots, 0, SLOTS * sizeof *memo->slots);
    memo->used = memo->count = 0;
    memo->is_full = false;
}

void wn_memo_tidy(wn_memo *memo)
{
    if (memo->is_full)
        wn_memo_clear(memo);
}

/* ---- room ---- */

/* NULL when there is no room. */
static void *take_room(wn_memo *memo, size_t size)
{
    size_t rounded = (size + 7) & ~(size_t)7;
    if (rounded > ROOM_BYTES - memo->used) {
        memo->is_full = true;
        return NULL;
    }
    void *room = memo->room + memo->used;
    memo->used += rounded;
    return room;
}

static bool copy_bytes(wn_memo *memo, wn_bytes bytes, wn_bytes *copy)
{
    char *room = take_room(memo, bytes.size);
    if (room && bytes.data && bytes.size)
        memcpy(room, bytes.data, bytes.size);
    *copy = (wn_bytes){room, bytes.size};
    return room != NULL;
}

/* Makes room for one more item of a list; false when there is none. */
static bool grow(wn_memo *memo, void *list_pointer, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    uint32_t wanted = *capacity ? *capacity * 2 : FIRST_CAPACITY;
    void    *items = take_room(memo, wanted * size), *old;
    if (!items)
        return false;
    memcpy(&old, list_pointer, sizeof old);
    if (count)
        memcpy(items, old, count * size);
    memcpy(list_pointer, &items, sizeof items);
    *capacity = wanted;
    return true;
}

/* ---- finding ---- */

static bool prepare(wn_memo *memo)
{
    if (memo->slots)
        return true;
    memo->slots = calloc(1, SLOTS * (sizeof *memo->slots + sizeof *memo->seen) + ROOM_BYTES);
    if (!memo->slots)
        return false;
    memo->seen = (uint32_t *)(void *)(memo->slots + SLOTS);
    memo->room = (char *)(memo->seen + SLOTS);
    return true;
}

static uint64_t hash_ends(const void *program, wn_bytes line)
{
    char   ends[2 * END_BYTES];
    size_t head = line.size < sizeof ends ? line.size : END_BYTES, tail = line.size < sizeof ends ? 0 : END_BYTES;
    memcpy(ends, line.data, head);
    memcpy(ends + head, line.data + line.size - tail, tail);
    return wn_hash((wn_bytes){ends, head + tail}) + line.size * 0x9E3779B97F4A7C15u + (uintptr_t)program;
}

/* Whether a line with this hash was here just before; else it is from now on. */
static bool was_seen(wn_memo *memo, uint64_t hash)
{
    uint32_t *seen = &memo->seen[hash & (SLOTS - 1)], mark = (uint32_t)(hash >> 32) | 1;
    bool      is_same = *seen == mark;
    *seen = mark;
    return is_same;
}

static bool is_about(const wn_note *note, const void *program, wn_bytes line)
{
    return note->key.size == line.size && note->program == program && !memcmp(note->key.data, line.data, line.size);
}

static wn_note *add_note(wn_memo *memo, wn_note **slot, const void *program, wn_bytes line)
{
    wn_note *note = memo->count < NOTES_MAX ? take_room(memo, sizeof *note) : NULL;
    memo->is_full = memo->is_full || !note;
    if (!note)
        return NULL;
    *note = (wn_note){.program = program};
    if (!copy_bytes(memo, line, &note->key))
        return NULL;
    memo->count++;
    return *slot = note;
}

wn_note *wn_memo_find(wn_memo *memo, const void *program, wn_bytes line)
{
    if (!line.size || line.size > WN_MEMO_LINE_BYTES_MAX || !prepare(memo))
        return NULL;
    uint64_t hash = hash_ends(program, line);
    for (size_t i = 0; i < PROBES; i++) {
        wn_note **slot = &memo->slots[(hash + i) & (SLOTS - 1)];
        if (!*slot)
            return was_seen(memo, hash) ? add_note(memo, slot, program, line) : NULL;
        if (is_about(*slot, program, line))
            return *slot;
    }
    return NULL;
}

/* ---- noting and recalling ---- */

#define NOTED_STATE                                                                                                    \
    (WN_LINE_BLANK | WN_LINE_VIEW_COPIED | WN_LINE_ASCII | WN_LINE_COUNTED | WN_LINE_TALLIED | WN_LINE_HAS_CORE)

/* NULL when there is nothing to copy, or no room. */
static void *copy_items(wn_memo *memo, const void *items, size_t size)
{
    void *copy = size ? take_room(memo, size) : NULL;
    return copy ? memcpy(copy, items, size) : NULL;
}

void wn_memo_complete(wn_memo *memo, wn_lines *lines, wn_line *line, const wn_noted_rule *rules, size_t rule_count,
                      const uint32_t *others, size_t other_count)
{
    wn_note *note = line->note;
    if ((line->state & WN_LINE_VIEW_COPIED && !copy_bytes(memo, wn_line_view(line), &note->view)) ||
        !copy_bytes(memo, wn_line_fold(lines, line), &note->fold))
        return;
    note->rules = copy_items(memo, rules, rule_count * sizeof *rules);
    note->others = copy_items(memo, others, other_count * sizeof *others);
    if ((rule_count && !note->rules) || (other_count && !note->others))
        return;
    note->rule_count = (uint32_t)rule_count;
    note->other_count = (uint32_t)other_count;
    note->line = *line;
    note->line.state &= NOTED_STATE;
    note->line.note = note;
    note->line.claims = WN_NONE;
    note->line.candidate_count = 0;
    note->line.gate_count = 0;
    note->line.categories = 0;
    note->line.limit_hits = 0;
    note->line.steps = note->line.promised = note->line.neighbours = 0;
    note->line.fold = note->fold.data;
    if (line->state & WN_LINE_VIEW_COPIED)
        note->line.view = note->view.data;
    else if (line->view)
        note->view_begin = (size_t)(line->view - wn_line_bytes(lines, line).data);
    note->is_complete = true;
}

void wn_memo_recall(wn_note *note, const wn_lines *lines, wn_line *line)
{
    uint32_t begin = line->begin;
    uint8_t  terminator = line->terminator;
    *line = note->line;
    line->begin = begin;
    line->terminator = terminator;
    if (!(line->state & (WN_LINE_VIEW_COPIED | WN_LINE_BLANK)))
        line->view = lines->text + begin + note->view_begin;
}

/* ---- answers ---- */

const wn_answer *wn_memo_answer(wn_note *note, uint32_t cond)
{
    uint32_t at = note->next_answer;
    for (uint32_t i = 0; i < note->answer_count; i++, at++) {
        at = at < note->answer_count ? at : 0;
        if (note->answers[at].cond == cond) {
            note->next_answer = at + 1;
            return &note->answers[at];
        }
    }
    return NULL;
}

void wn_memo_add_answer(wn_memo *memo, wn_note *note, wn_answer answer)
{
    if (grow(memo, &note->answers, note->answer_count, &note->answer_capacity, sizeof *note->answers))
        note->answers[note->answer_count++] = answer;
}
