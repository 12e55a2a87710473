/* files.h: several files that several threads filter at once, each thread one after the other.
 *
 * The owner goes through the files in their order, and is told of each what a course (course.h) of its own would have
 * told: the same calls with the same bytes, in its thread. What threads do in advance is kept, but only so much of
 * each file; then they wait for the owner to come to it. For regular files only: a thread that reads from a pipe
 * could not be stopped.
 *
 *     wn_files_open -> wn_files_tell until it has ended        and so on, for each file or for some */
#ifndef WN_STREAM_FILES_H
#define WN_STREAM_FILES_H

#include "stream/course.h"
#include "stream/input.h"

typedef struct wn_files_plan {
    const wn_policy         *policy; /* all of it must outlive the files */
    const wn_filter_options *options;
    const char              *split; /* as for wn_split_new; NULL: each file is one document */
    const char *const       *paths;
    size_t                   path_count;
    wn_sink                  sink;
    wn_course_sink           course;        /* with the sink's user */
    bool (*read)(void *user, size_t bytes); /* told of every read, before what comes of it; likewise */
} wn_files_plan;

typedef struct wn_files wn_files;

/* Starts as many of `threads` as the system gives; *files is NULL when that is none. Returns WN_OK, WN_NO_MEMORY,
 * WN_IO_ERROR when there is no descriptor to be had, or as wn_filter_new and wn_split_new. */
wn_status wn_files_new(const wn_files_plan *plan, size_t threads, wn_files **files, wn_error **error);

size_t wn_files_threads(const wn_files *files);

/* Goes on to a file, one of the paths after that of the last call, and waits until it is open. *input is for looking
 * at, and valid until the next call: it is read already. Returns as wn_input_open and wn_input_decode do. */
wn_status wn_files_open(wn_files *files, const char *path, wn_input *input, bool *is_gzip, wn_error **error);

/* How a file ended. */
typedef struct wn_files_end {
    wn_status read;     /* as wn_input_read has returned */
    wn_error *error;    /* of that; the caller's */
    wn_status course;   /* as the course has returned */
    uint64_t  unjudged; /* lines, as wn_split_unjudged counts them */
} wn_files_end;

/* Waits for more that came of the open file and tells it. *has_ended: that was all, and *end says how. Returns WN_OK,
 * or WN_STOPPED when a callback has returned false; then the rest of the file is left out, too. */
wn_status wn_files_tell(wn_files *files, bool *has_ended, wn_files_end *end);

void wn_files_free(wn_files *files); /* takes NULL */

#endif
