#include "file_exporter.h"

#include "../spandock/otlp.h"
#include "rfc3339.h"
#include "write_node.h"
#include "write_span.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(struct buffer *error, const char *operation, const char *path) {
  buffer_print(error, "can't %s %s: %s", operation, path, strerror(errno));
}

static FILE *open_file(const char *path, struct buffer *error) {
  FILE *file = fopen(path, "a");
  if (file == NULL) {
    say(error, "open", path);
    return NULL;
  }
  /* A batch's lines are gathered here already: one write of stdio is to be one write to the file. */
  setvbuf(file, NULL, _IONBF, 0);
  return file;
}

struct file_exporter *file_exporter_open(const char *path, struct buffer *error) {
  FILE *file = open_file(path, error);
  if (file == NULL) return NULL;
  struct file_exporter *exporter = reallocate(NULL, sizeof *exporter);
  size_t length = strlen(path) + 1;
  *exporter = (struct file_exporter){.path = memcpy(reallocate(NULL, length), path, length), .file = file};
  return exporter;
}

static void write_line(struct json_writer *json, struct bytes resource_spans) {
  char now[rfc3339_room];
  rfc3339_now(now);
  json_begin_object(json);
  json_key(json, "at");
  json_put_text(json, (struct bytes){(const uint8_t *)now, strlen(now)});
  json_key(json, "node");
  write_node(json, resource_spans);
  json_key(json, "span_data");
  write_spans(json, resource_spans);
  json_end_object(json);
  json_newline(json);
}

/*
 * Gives false when the file did not take all of it. The file is opened anew then: a stream of WASI that has
 * failed takes nothing more, and wasi-libc keeps one for each open file.
 */
static bool write_out(struct file_exporter *exporter, struct buffer *error) {
  const struct buffer *out = &exporter->json.out;
  if (exporter->file == NULL) exporter->file = open_file(exporter->path, error);
  if (exporter->file == NULL) return false;
  if (fwrite(out->at, 1, out->length, exporter->file) == out->length) return true;
  say(error, "write to", exporter->path);
  fclose(exporter->file);
  exporter->file = NULL;
  return false;
}

enum export_result file_exporter_export(struct file_exporter *exporter, struct bytes request,
                                        struct buffer *error) {
  struct otlp_problem problem;
  if (!otlp_check(request, &problem)) {
    buffer_print(error, "malformed OTLP protobuf at byte %zu of %zu: %s", problem.offset, request.length,
                 problem.what);
    return export_permanent;
  }
  if (count_fields(request, REQUEST_RESOURCE_SPANS) == 0) return export_accepted;
  if (exporter->is_closed) {
    buffer_print(error, "can't write to %s: it is closed", exporter->path);
    return export_retryable;
  }
  struct json_writer *json = &exporter->json;
  json_clear(json);
  /* What a failed write left behind must not run into the next line. */
  if (exporter->has_torn_line) json_newline(json);
  struct fields fields = fields_of(request);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag == REQUEST_RESOURCE_SPANS) write_line(json, field.payload);
  }
  exporter->has_torn_line = !write_out(exporter, error);
  return exporter->has_torn_line ? export_retryable : export_accepted;
}

bool file_exporter_sync(struct file_exporter *exporter, struct buffer *error) {
  if (exporter->is_closed) return true;
  /* What was written before a write failed may still wait for the disk. */
  if (exporter->file == NULL) exporter->file = open_file(exporter->path, error);
  if (exporter->file == NULL) return false;
  if (fflush(exporter->file) == 0 && fsync(fileno(exporter->file)) == 0) return true;
  say(error, "sync", exporter->path);
  return false;
}

void file_exporter_close(struct file_exporter *exporter) {
  if (exporter->file != NULL) fclose(exporter->file);
  exporter->file = NULL;
  exporter->is_closed = true;
  buffer_free(&exporter->json.out);
}

void file_exporter_free(struct file_exporter *exporter) {
  file_exporter_close(exporter);
  free(exporter->path);
  free(exporter);
}
