/* Appends each resource of a batch to a file as one JSON line. Knows nothing of WebAssembly. */
#ifndef FILE_EXPORTER_H
#define FILE_EXPORTER_H

#include "json_writer.h"

#include <stdio.h>

struct file_exporter {
  char *path;
  /* NULL when it is closed, or when a write has failed. */
  FILE *file;
  struct json_writer json;
  /* A failed write may have left half a line in the file. */
  bool has_torn_line;
  bool is_closed;
};

enum export_result { export_accepted, export_retryable, export_permanent };

/* Opens a file at its end, and makes it where there is none. NULL when it can't, and `error` says why. */
struct file_exporter *file_exporter_open(const char *path, struct buffer *error);

/* Writes all resources of a batch at once, or nothing of one that can't be read. `error` says why it did not.
 */
enum export_result file_exporter_export(struct file_exporter *exporter, struct bytes request,
                                        struct buffer *error);

/* Waits until the file's content is on the disk. False when it can't, and `error` says why; true when it is
 * closed. */
bool file_exporter_sync(struct file_exporter *exporter, struct buffer *error);

/* Closes the file, and frees what exports need. Sync before it, to hear of errors. */
void file_exporter_close(struct file_exporter *exporter);

/* Closes it, and frees the rest. */
void file_exporter_free(struct file_exporter *exporter);

#endif
