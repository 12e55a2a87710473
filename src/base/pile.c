/* pile.c: blocks in a list, filled one after the other and used again. */
#include "base/pile.h"

#include <stdlib.h>

#define BLOCK_BYTES ((size_t)64 << 10)

struct wn_pile_block {
    struct wn_pile_block *next;
    size_t                size;
    size_t                used;
    char                  data[];
};

/* A block with that much room, behind the top; an empty one that is there and large enough, or a new one. */
static struct wn_pile_block *next_block(wn_pile *pile, size_t size)
{
    struct wn_pile_block *next = pile->top ? pile->top->next : pile->first;
    if (next && next->size >= size)
        return next;
    size_t                room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    struct wn_pile_block *made = malloc(sizeof *made + room);
    if (!made)
        return NULL;
    *made = (struct wn_pile_block){.next = next, .size = room};
    if (pile->top)
        pile->top->next = made;
    else
        pile->first = made;
    return made;
}

char *wn_pile_take(wn_pile *pile, size_t size)
{
    struct wn_pile_block *top = pile->top;
    if (!top || top->size - top->used < size) {
        top = next_block(pile, size);
        if (!top)
            return NULL;
        top->used = 0;
        pile->top = top;
    }
    char *room = top->data + top->used;
    top->used += size;
    return room;
}

wn_pile_mark wn_pile_mark_top(const wn_pile *pile)
{
    return (wn_pile_mark){pile->top, pile->top ? pile->top->used : 0};
}

void wn_pile_rewind(wn_pile *pile, wn_pile_mark mark)
{
    pile->top = mark.top;
    if (mark.top)
        mark.top->used = mark.used;
}

void wn_pile_clear(wn_pile *pile)
{
    pile->top = NULL;
}

void wn_pile_free(wn_pile *pile)
{
    for (struct wn_pile_block *block = pile->first; block;) {
        struct wn_pile_block *next = block->next;
        free(block);
        block = next;
    }
    *pile = (wn_pile){0};
}
