#include "check.h"

#include <stdio.h>
#include <string.h>

static int checks;
static int failures;

void check(bool holds, const char *what, const char *file, int line) {
  checks++;
  if (holds) return;
  failures++;
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
}

void check_text(struct buffer *found, const char *expected, const char *file, int line) {
  checks++;
  size_t length = strlen(expected);
  if (found->length != length || (length > 0 && memcmp(found->at, expected, length) != 0)) {
    failures++;
    fprintf(stderr, "%s:%d: expected %s\n    found    %.*s\n", file, line, expected, (int)found->length,
            (const char *)found->at);
  }
  buffer_free(found);
}

struct bytes text_bytes(const char *text) {
  return (struct bytes){(const uint8_t *)text, strlen(text)};
}

void out_of_memory(void) {
  fputs("out of memory\n", stderr);
}

int main(void) {
  test_config();
  test_json_writer();
  test_otlp();
  test_file_exporter();
  printf("%d checks, %d failures\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
