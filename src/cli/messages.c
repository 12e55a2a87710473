/* messages.c: builds each message in a buffer and writes it at once. */
#include "cli/messages.h"

#include "base/plain.h"
#include "match/width.h"
#include "stream/io.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define PLAIN "\033[0m"

bool wn_messages_can_colour(int descriptor, wn_colour when)
{
    if (when != WN_COLOUR_AUTO)
        return when == WN_COLOUR_ALWAYS;
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(descriptor) && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

/* When even standard error cannot be written to, nobody is left to tell; the exit status remains. */
static void write_message(const char *data, size_t size)
{
    while (size) {
        ssize_t put = write(STDERR_FILENO, data, size);
        if (put > 0) {
            data += put;
            size -= (size_t)put;
        } else if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            wn_io_wait(STDERR_FILENO, false);
        } else if (put < 0 && errno != EINTR) {
            return;
        }
    }
}

static void put_colour(const wn_messages *messages, wn_buf *out, const char *colour)
{
    if (messages->has_colour)
        wn_buf_text(out, colour);
}

/* "winnow: PLACE: ", as far as the place is known. */
static void put_place(const wn_messages *messages, wn_buf *out, const char *place, uint32_t line, uint32_t column)
{
    wn_buf_text(out, messages->has_progress ? "\r\033[K" : "");
    put_colour(messages, out, BOLD);
    wn_buf_text(out, "winnow: ");
    if (place)
        wn_plain_put(out, (wn_bytes){place, strlen(place)});
    if (place && line)
        wn_buf_printf(out, ":%lu", (unsigned long)line);
    if (place && line && column)
        wn_buf_printf(out, ":%lu", (unsigned long)column);
    if (place)
        wn_buf_text(out, ": ");
    put_colour(messages, out, PLAIN);
}

static void send(wn_buf *message)
{
    static const char no_memory[] = "winnow: out of memory\n";
    if (message->failed)
        write_message(no_memory, sizeof no_memory - 1);
    else
        write_message(message->data, message->size);
    wn_buf_free(message);
}

void wn_messages_text(const wn_buf *text)
{
    if (!text->failed)
        write_message(text->data, text->size);
}

static void show(const wn_messages *messages, const char *place, const char *format, va_list args)
{
    wn_buf  message = {0}, words = {0};
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    if (size >= 0 && wn_buf_reserve(&words, (size_t)size + 1)) {
        vsnprintf(words.data, (size_t)size + 1, format, again);
        words.size = (size_t)size;
    }
    va_end(again);
    put_place(messages, &message, place, 0, 0);
    wn_plain_put(&message, wn_buf_bytes(&words));
    wn_buf_put(&message, '\n');
    message.failed |= words.failed;
    wn_buf_free(&words);
    send(&message);
}

void wn_messages_fail(const wn_messages *messages, const char *place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    show(messages, place, format, args);
    va_end(args);
}

void wn_messages_note(const wn_messages *messages, const char *place, const char *format, ...)
{
    if (messages->is_quiet)
        return;
    va_list args;
    va_start(args, format);
    show(messages, place, format, args);
    va_end(args);
}

/* The source line, and under it a caret. */
static void put_source(const wn_messages *messages, wn_buf *out, const wn_error_item *item)
{
    wn_buf_text(out, "    ");
    wn_plain_put(out, (wn_bytes){item->source, strlen(item->source)});
    wn_buf_text(out, "\n    ");
    size_t columns = wn_width((wn_bytes){item->source, strlen(item->source)}, item->caret);
    wn_buf_printf(out, "%*s", (int)columns, "");
    put_colour(messages, out, RED);
    wn_buf_put(out, '^');
    put_colour(messages, out, PLAIN);
    wn_buf_put(out, '\n');
}

void wn_messages_errors(const wn_messages *messages, const wn_error *error)
{
    if (!wn_error_count(error))
        wn_messages_fail(messages, NULL, "out of memory");
    for (size_t i = 0; i < wn_error_count(error); i++) {
        const wn_error_item *item = wn_error_at(error, i);
        wn_buf               message = {0};
        put_place(messages, &message, item->file, item->line, item->column);
        wn_plain_put(&message, (wn_bytes){item->message, strlen(item->message)});
        wn_buf_put(&message, '\n');
        if (item->source)
            put_source(messages, &message, item);
        send(&message);
    }
}
