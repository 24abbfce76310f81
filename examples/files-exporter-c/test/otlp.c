#include "../spandock/otlp.h"

#include "check.h"

#include <string.h>

static void unreadable(const char *bytes, size_t length, const char *what, size_t offset) {
  struct otlp_problem problem = {0};
  CHECK(!otlp_check((struct bytes){(const uint8_t *)bytes, length}, &problem));
  CHECK(problem.what != NULL && strcmp(problem.what, what) == 0);
  CHECK(problem.offset == offset);
}

/* Makes the message a field of another. */
static void wrap(struct buffer *message, uint8_t tag) {
  struct buffer outer = {0};
  buffer_add(&outer, &tag, 1);
  for (size_t rest = message->length;; rest >>= 7) {
    uint8_t byte = (uint8_t)(rest & 0x7f) | (rest > 0x7f ? 0x80 : 0);
    buffer_add(&outer, &byte, 1);
    if (rest <= 0x7f) break;
  }
  buffer_add(&outer, message->at, message->length);
  buffer_free(message);
  *message = outer;
}

/* A span with one attribute whose value is a list in a list, `depth` deep. */
static bool is_read_with_lists(size_t depth) {
  static const uint8_t around[] = {KEY_VALUE_VALUE, SPAN_ATTRIBUTES, SCOPE_SPANS_SPANS,
                                   RESOURCE_SPANS_SCOPE_SPANS, REQUEST_RESOURCE_SPANS};
  struct buffer message = {0};
  for (size_t i = 0; i < depth; i++) {
    wrap(&message, LIST_VALUES);
    wrap(&message, ANY_VALUE_ARRAY);
  }
  for (size_t i = 0; i < sizeof around; i++) wrap(&message, around[i]);
  struct otlp_problem problem;
  bool is_read = otlp_check((struct bytes){message.at, message.length}, &problem);
  buffer_free(&message);
  return is_read;
}

void test_otlp(void) {
  struct otlp_problem problem;
  CHECK(otlp_check((struct bytes){0}, &problem));
  unreadable("\x0a", 1, "a varint is cut off", 0);
  unreadable("\x0a\x01", 2, "a length points past the end", 0);
  unreadable("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11, "a length points past the end", 0);
  unreadable("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12, "a varint is longer than 10 bytes", 0);
  unreadable("\x10\x01\x02\x00", 4, "a field number is out of range", 2 + 0);
  unreadable("\x10\x01\x09\x00\x00", 5, "a fixed64 is cut off", 2);
  unreadable("\x10\x01\x0d\x00", 4, "a fixed32 is cut off", 2);
  unreadable("\x0f", 1, "an unknown wire type", 0);
  unreadable("\x0c", 1, "an unknown wire type", 0);
  /* Inside of a resource's attribute. */
  unreadable("\x0a\x07\x0a\x05\x0a\x03\x12\x01\x08", 9, "a varint is cut off", 8);
  /* Unknown fields of every type, and groups in groups. */
  CHECK(otlp_check(text_bytes("\x78\x01\x7a\x01z\x7d\x31\x32\x33\x34\x79\x31\x32\x33\x34\x35\x36\x37\x38"),
                   &problem));
  CHECK(otlp_check(text_bytes("\x7b\x13\x08\x01\x14\x12\x01z\x7c"), &problem));
  unreadable("\x7b\x13\x14", 3, "a varint is cut off", 0);

  CHECK(is_read_with_lists(47));
  CHECK(!is_read_with_lists(48));
}
