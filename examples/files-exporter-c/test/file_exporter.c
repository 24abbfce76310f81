#include "../src/file_exporter.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One resource of "shop" with a span "pay"; its trace id is the byte ab. */
static const char batch[] = "\x0a\x2a"
                            "\x0a\x18\x0a\x16\x0a\x0cservice.name\x12\x06\x0a\x04shop"
                            "\x12\x0e\x12\x0c\x0a\x01\xab\x12\x00\x2a\x03pay\x30\x03";
static const char line[] =
    "\"node\":{\"serviceInfo\":{\"name\":\"shop\"},\"attributes\":[{\"key\":\"service.name\",\"value\":"
    "{\"stringValue\":\"shop\"}}]},\"span_data\":[{\"traceId\":\"ab\",\"spanId\":\"\",\"name\":\"pay\","
    "\"kind\":3,"
    "\"startTimeUnixNano\":\"0\",\"endTimeUnixNano\":\"0\"}]}\n";

static struct bytes request(void) {
  return (struct bytes){(const uint8_t *)batch, sizeof batch - 1};
}

static struct buffer content_of(const char *path) {
  struct buffer content = {0};
  FILE *file = fopen(path, "r");
  for (int c; file != NULL && (c = fgetc(file)) != EOF;) buffer_add(&content, &(char){(char)c}, 1);
  if (file != NULL) fclose(file);
  return content;
}

/* What is behind the time of the line that starts at `from`. */
static void is_line(const struct buffer *content, size_t from) {
  static const char start[] = "{\"at\":\"2024-02-29T12:34:56.000000789Z\",";
  CHECK(content->length >= from + sizeof start - 1 + sizeof line - 1);
  CHECK(memcmp(content->at + from + sizeof start - 1, line, sizeof line - 1) == 0);
}

static void appends(const char *path) {
  struct buffer error = {0};
  struct file_exporter *exporter = file_exporter_open(path, &error);
  CHECK(exporter != NULL);
  CHECK(file_exporter_export(exporter, request(), &error) == export_accepted);
  CHECK(file_exporter_export(exporter, (struct bytes){0}, &error) == export_accepted);
  struct buffer content = content_of(path);
  size_t length = content.length;
  is_line(&content, 0);
  buffer_free(&content);

  struct bytes cut = request();
  cut.length--;
  CHECK(file_exporter_export(exporter, cut, &error) == export_permanent);
  CHECK_TEXT(&error, "malformed OTLP protobuf at byte 0 of 43: a length points past the end");

  /* What a failed write left behind ends with a line of its own. */
  exporter->has_torn_line = true;
  CHECK(file_exporter_export(exporter, request(), &error) == export_accepted);
  content = content_of(path);
  CHECK(content.length == 2 * length + 1 && content.at[length] == '\n');
  is_line(&content, length + 1);
  buffer_free(&content);

  CHECK(file_exporter_sync(exporter, &error));
  file_exporter_close(exporter);
  CHECK(file_exporter_export(exporter, request(), &error) == export_retryable);
  CHECK(strstr((char *)error.at, "it is closed") != NULL);
  buffer_free(&error);
  CHECK(file_exporter_sync(exporter, &error));
  file_exporter_free(exporter);
}

void test_file_exporter(void) {
  struct buffer error = {0};
  CHECK(file_exporter_open("/nowhere/a", &error) == NULL);
  CHECK_TEXT(&error, "can't open /nowhere/a: No such file or directory");

  char path[] = "build/test-XXXXXX";
  int made = mkstemp(path);
  CHECK(made >= 0);
  close(made);
  appends(path);
  unlink(path);

  struct file_exporter *full = file_exporter_open("/dev/full", &error);
  if (full == NULL) {
    buffer_free(&error);
    return;
  }
  CHECK(file_exporter_export(full, request(), &error) == export_retryable);
  CHECK(full->has_torn_line);
  CHECK_TEXT(&error, "can't write to /dev/full: No space left on device");
  /* The file is opened again for the next batch. */
  CHECK(full->file == NULL);
  CHECK(file_exporter_export(full, request(), &error) == export_retryable);
  CHECK_TEXT(&error, "can't write to /dev/full: No space left on device");
  file_exporter_free(full);
}
