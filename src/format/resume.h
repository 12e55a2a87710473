/* resume.h: several filters that share one stream of records, each with stretches of it. What winnow.h does not
 * say, for src/stream/team.c. */
#ifndef WN_FORMAT_RESUME_H
#define WN_FORMAT_RESUME_H

#include "winnow.h"

/* Where in a stream a record begins. */
typedef struct wn_resume_place {
    uint64_t document; /* its number among those of all streams, from 0 */
    uint64_t line;     /* its line in the stream, from 0 */
    uint64_t offset;   /* in the stream */
} wn_resume_place;

/* Whether streams of this format may be cut after any line end. */
bool wn_format_is_lines(wn_format format);

/* What is fed next, up to wn_filter_end, is a stretch of a stream and begins at this place. For filters of such a
 * format, between wn_filter_end and the next feed. */
void wn_filter_resume(wn_filter *filter, const wn_resume_place *place);

#endif
