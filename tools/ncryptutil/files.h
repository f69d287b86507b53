/*
 * Files: reading, writing, PEM.
 */
#ifndef NCRYPTUTIL_FILES_H
#define NCRYPTUTIL_FILES_H

#include "memory.h"

/* Read or write a whole file; "-" is standard input or output.  FALSE after a message. */
BOOL read_file(const char *path, struct bytes *content);
BOOL write_file(const char *path, const struct bytes *content);

/* Writes a file that replaces one of its name as a whole.  FALSE after a message. */
BOOL replace_file(const char *path, const struct bytes *content);

/* The file name without directory and last extension. */
const char *file_stem(const char *path);

/* The first block of a PEM text that is no parameter block.  Returns its label ("PRIVATE KEY")
 * and the decoded bytes, or NULL where the content is no PEM text or damaged. */
const char *decode_pem(const struct bytes *content, struct bytes *decoded);

/* A PEM text with this label. */
struct bytes encode_pem(const struct bytes *content, const char *label);

#endif
