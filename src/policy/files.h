/* files.h: opening and reading policy files, and only such: regular files of a bounded size, below the
 * root when they are named by other files. Anything else is refused with words for the message. */
#ifndef WN_POLICY_FILES_H
#define WN_POLICY_FILES_H

#include "base/buf.h"

#include <sys/types.h>

/* What a name is instead of a policy file, and what to do. Constant data. */
typedef struct wn_refusal {
    wn_status   status;
    const char *what;   /* "is a directory" */
    const char *remedy; /* "name the .yaml file in it" */
} wn_refusal;

/* A file that is open; the same file has the same device and inode by whatever path it was reached. */
typedef struct wn_policy_file {
    int   descriptor;
    dev_t device;
    ino_t inode;
    bool  is_missing; /* after a refusal: there is nothing of this name */
} wn_policy_file;

/* What can be told from the name alone: "-" and URLs are refused; NULL for all others. */
const wn_refusal *wn_policy_file_judge(const char *name);

/* The real path of a folder, to be freed; NULL when there is no such folder or no memory (errno tells). */
char *wn_policy_root_find(const char *folder);

/* Opens a regular file. When `root` is not NULL it comes from wn_policy_root_find, and the file must lie
 * below it once all symbolic links are followed. Returns NULL when the file is open, else why not. */
const wn_refusal *wn_policy_file_open(const char *path, const char *root, wn_policy_file *file);

/* Appends the whole file to `text`; the file stays open. Returns NULL or why it could not. */
const wn_refusal *wn_policy_file_read(const wn_policy_file *file, wn_buf *text);

void wn_policy_file_close(wn_policy_file *file);

#endif
