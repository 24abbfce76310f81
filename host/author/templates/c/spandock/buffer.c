#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { least_capacity = 256 };

void *reallocate(void *old, size_t length) {
  void *memory = realloc(old, length);
  if (memory == NULL && length > 0) {
    out_of_memory();
    abort();
  }
  return memory;
}

uint8_t *buffer_room(struct buffer *buffer, size_t more) {
  if (buffer->capacity - buffer->length < more) {
    size_t capacity = buffer->capacity > SIZE_MAX / 2 ? SIZE_MAX : buffer->capacity * 2;
    if (more > SIZE_MAX - buffer->length)
      capacity = SIZE_MAX;
    else if (capacity < buffer->length + more)
      capacity = buffer->length + more;
    if (capacity < least_capacity) capacity = least_capacity;
    buffer->at = reallocate(buffer->at, capacity);
    buffer->capacity = capacity;
  }
  return buffer->at + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length) {
  if (length == 0) return;
  memcpy(buffer_room(buffer, length), bytes, length);
  buffer->length += length;
}

void buffer_add_text(struct buffer *buffer, const char *text) {
  buffer_add(buffer, text, strlen(text));
}

void buffer_print(struct buffer *buffer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length > 0) {
    /* One more for the zero that printf writes; it is not part of the buffer. */
    vsnprintf((char *)buffer_room(buffer, (size_t)length + 1), (size_t)length + 1, format, again);
    buffer->length += (size_t)length;
  }
  va_end(again);
}

void buffer_free(struct buffer *buffer) {
  free(buffer->at);
  *buffer = (struct buffer){0};
}
