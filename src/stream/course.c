/* course.c: begins and ends documents where the splitter says so. */
#include "stream/course.h"

/* Returns whether the course goes on. */
static bool check(wn_course *course, wn_status status)
{
    if (course->status == WN_OK)
        course->status = status;
    return course->status == WN_OK;
}

static bool heed(wn_course *course, bool goes_on)
{
    return check(course, goes_on ? WN_OK : WN_STOPPED);
}

static bool begin_document(wn_course *course)
{
    if (course->has_text)
        return true;
    course->has_text = true;
    return heed(course, course->sink.begin(course->sink.user));
}

static bool end_document(wn_course *course)
{
    course->has_text = false;
    return check(course, wn_team_end(course->team)) && heed(course, course->sink.end(course->sink.user));
}

static bool take_text(void *user, wn_bytes text)
{
    wn_course            *course = user;
    const wn_course_sink *sink = &course->sink;
    return begin_document(course) && heed(course, !sink->take || sink->take(sink->user, text)) &&
           check(course, wn_team_feed(course->team, text));
}

/* A stretch without a byte between two separators is no document. */
static bool pass_separator(void *user, wn_bytes separator)
{
    wn_course *course = user;
    if (course->has_text && !end_document(course))
        return false;
    return heed(course, course->sink.pass(course->sink.user, separator));
}

static wn_split_sink split_sink(wn_course *course)
{
    return (wn_split_sink){.user = course, .text = take_text, .separator = pass_separator};
}

wn_status wn_course_feed(wn_course *course, wn_bytes bytes)
{
    wn_split_sink sink = split_sink(course);
    if (course->status != WN_OK)
        return course->status;
    if (course->split)
        check(course, wn_split_feed(course->split, bytes, &sink));
    else
        take_text(course, bytes);
    return course->status;
}

wn_status wn_course_end(wn_course *course)
{
    wn_split_sink sink = split_sink(course);
    if (course->status == WN_OK && course->split)
        check(course, wn_split_end(course->split, &sink));
    if (course->status == WN_OK && (course->has_text || !course->split))
        end_document(course);
    return course->status;
}
