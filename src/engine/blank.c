/* blank.c: which blank lines go with what was cut.
 *
 * A stretch is a row of cut lines with blanks between them; those blanks go. The blanks after it go
 * too where a blank, or the document's start, stood before it: what kept paragraphs apart still does. */
#include "engine/judge.h"

/* Where the pass stands; begins as the carry says. */
typedef struct stretch {
    bool is_open;     /* the last line that is not blank was cut */
    bool is_apart;    /* a blank or the document's start stood before the stretch */
    bool after_blank; /* the last line was blank */
    bool at_start;    /* nothing but blanks so far */
} stretch;

static stretch resume(const wn_carry *carry)
{
    return (stretch){carry->in_stretch, carry->stretch_apart, carry->after_blank, carry->nonblank_lines == 0};
}

static void follow(stretch *s, const wn_line *line)
{
    if (line->state & WN_LINE_BLANK) {
        s->after_blank = true;
        if (line->fate == WN_LINE_STAYS)
            s->is_open = false; /* the stretch is over; this blank stands before the next */
        return;
    }
    bool gone = wn_line_is_gone(line);
    if (gone && !s->is_open)
        s->is_apart = s->after_blank || s->at_start;
    s->is_open = gone;
    s->after_blank = line->state & WN_LINE_ENDS_BLANK;
    s->at_start = false;
}

static void cut_blanks(wn_judge *judge, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        judge->lines.items[i].fate = WN_LINE_CUT;
}

/* Decides the blanks [first, end) after a stretch. */
static void decide(wn_judge *judge, const stretch *s, size_t first, size_t end)
{
    bool is_open = end >= judge->settle_lines && !judge->is_final &&
                   !judge->is_forced; /* what follows is not decided */
    bool next_gone = end < judge->lines.count && wn_line_is_gone(&judge->lines.items[end]);
    if (s->is_apart || (next_gone && !is_open))
        cut_blanks(judge, first, end);
    else if (is_open && first < judge->settle_lines)
        judge->settle_lines = first;
}

void wn_pass_blanks(wn_judge *judge)
{
    stretch s = resume(&judge->carry);
    for (size_t i = judge->frozen; i < judge->lines.count;) {
        if (!(judge->lines.items[i].state & WN_LINE_BLANK)) {
            follow(&s, &judge->lines.items[i++]);
            continue;
        }
        size_t first = i;
        while (i < judge->lines.count && judge->lines.items[i].state & WN_LINE_BLANK)
            i++;
        if (s.is_open)
            decide(judge, &s, first, i);
        follow(&s, &judge->lines.items[i - 1]);
    }
}

void wn_advance_blanks(wn_judge *judge, const wn_line *line)
{
    stretch s = resume(&judge->carry);
    follow(&s, line);
    judge->carry.in_stretch = s.is_open;
    judge->carry.stretch_apart = s.is_apart;
    judge->carry.after_blank = s.after_blank;
}
