/* course.h: the course of an input: its bytes, by way of a splitter if there is one, into a filter, document by
 * document. */
#ifndef WN_STREAM_COURSE_H
#define WN_STREAM_COURSE_H

#include "stream/split.h"
#include "stream/team.h"

/* What is told besides what the filter tells. A callback that returns false stops the course. */
typedef struct wn_course_sink {
    void *user;
    bool (*begin)(void *user);                    /* a document begins */
    bool (*take)(void *user, wn_bytes text);      /* more of it, before the filter gets it; may be NULL */
    bool (*end)(void *user);                      /* it has ended, and all of it has been told */
    bool (*pass)(void *user, wn_bytes separator); /* bytes between two documents, which pass as they are */
} wn_course_sink;

typedef struct wn_course {
    wn_team       *team;  /* borrowed */
    wn_split      *split; /* borrowed; NULL: the input is one document */
    wn_course_sink sink;
    bool           has_text; /* a document has begun and not ended */
    wn_status      status;   /* the first failure; then the team can only be freed */
} wn_course;

/* Return the status: WN_OK, or what the team or the splitter returned, or WN_STOPPED. */
wn_status wn_course_feed(wn_course *course, wn_bytes bytes);
wn_status wn_course_end(wn_course *course); /* of the input; the next one may follow */

#endif
