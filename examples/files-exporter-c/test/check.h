#ifndef CHECK_H
#define CHECK_H

#include "../spandock/buffer.h"

#include <stdbool.h>

/* Notes what does not hold, and goes on. */
#define CHECK(condition) check(condition, #condition, __FILE__, __LINE__)
#define CHECK_TEXT(buffer, expected) check_text(buffer, expected, __FILE__, __LINE__)

void check(bool holds, const char *what, const char *file, int line);
/* Compares what is in a buffer, and empties it. */
void check_text(struct buffer *found, const char *expected, const char *file, int line);

struct bytes text_bytes(const char *text);

void test_config(void);
void test_json_writer(void);
void test_otlp(void);
void test_file_exporter(void);

#endif
