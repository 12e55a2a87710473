/* gzip.h: text out of gzip data, and text into it. No I/O: input.c and output.c hold these between the text and the
 * descriptor.
 *
 *     wn_gunzip_new -> (wn_gunzip_room -> read there -> wn_gunzip_fill -> wn_gunzip_read)... -> wn_gunzip_free
 *
 * What is no gzip passes as it is; the first bytes tell. Data may have several members, one after the other, and
 * zeros after the last. What a member holds is text, even when that looks like gzip again. All text before a
 * damaged place comes out before the error does. Memory is the same for any data, however much text they hold. */
#ifndef WN_STREAM_GZIP_H
#define WN_STREAM_GZIP_H

#include "base/error.h"

typedef struct wn_gunzip wn_gunzip;

typedef enum wn_gunzip_form {
    WN_FORM_UNKNOWN, /* too few bytes have come to tell */
    WN_FORM_PLAIN,
    WN_FORM_GZIP
} wn_gunzip_form;

/* Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_gunzip_new(wn_gunzip **gunzip);

/* Where the next bytes of the data go, and how many fit: at least one when wn_gunzip_read gave nothing. */
char *wn_gunzip_room(wn_gunzip *gunzip, size_t *size);

/* So many bytes have been put there; 0: the data have ended. */
void wn_gunzip_fill(wn_gunzip *gunzip, size_t size);

bool wn_gunzip_has_ended(const wn_gunzip *gunzip);

/* What the data are, by the bytes that have come. */
wn_gunzip_form wn_gunzip_detect(wn_gunzip *gunzip);

/* Puts up to `room` bytes of text. With *size 0 more data are needed, or, when they have ended, all text is out.
 * Errors have `name` as their place and say how many bytes into the data they are. Returns WN_OK, WN_BAD_INPUT or
 * WN_NO_MEMORY. */
wn_status wn_gunzip_read(wn_gunzip *gunzip, const char *name, char *text, size_t room, size_t *size, wn_error **error);

/* Whether the next read gives text, or an error, without more data. */
bool wn_gunzip_has_more(wn_gunzip *gunzip);

void wn_gunzip_free(wn_gunzip *gunzip);

typedef struct wn_gzip wn_gzip;

typedef enum wn_gzip_step {
    WN_GZIP_GO_ON, /* data leave when there are enough of them */
    WN_GZIP_FLUSH, /* all text so far can be read from the data that have left */
    WN_GZIP_FINISH /* the text has ended */
} wn_gzip_step;

/* Makes one member, whose header has neither name nor time. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_gzip_new(wn_gzip **gzip);

/* Takes from the front of `text` and returns the next data, valid until the next call; none when the step is done.
 * The same texts in the same steps give the same data. */
wn_bytes wn_gzip_encode(wn_gzip *gzip, wn_bytes *text, wn_gzip_step step);

/* After the end of the text: what comes next makes another member. */
void wn_gzip_again(wn_gzip *gzip);

void wn_gzip_free(wn_gzip *gzip);

#endif
