/* Bytes that grow: for texts and lines that are put together piece by piece. */
#ifndef SPANDOCK_BUFFER_H
#define SPANDOCK_BUFFER_H

#include <stddef.h>
#include <stdint.h>

/* A stretch of memory that belongs to someone else, such as a field of a batch. */
struct bytes {
  const uint8_t *at;
  size_t length;
};

/* Starts as {0}. `at` is NULL until something is added, and moves as it grows. */
struct buffer {
  uint8_t *at;
  size_t length;
  size_t capacity;
};

/* Makes sure that `more` bytes fit, and gives their place: add what was written there to `length`. */
uint8_t *buffer_room(struct buffer *buffer, size_t more);

void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);

/* As printf, without a limit of its own. */
__attribute__((format(printf, 2, 3))) void buffer_print(struct buffer *buffer, const char *format, ...);

void buffer_free(struct buffer *buffer);

/*
 * realloc that never gives NULL: ends the program when there is no memory, and `out_of_memory` is the last
 * thing called. In a plugin the agent makes it anew, and sends the batch again in halves.
 */
void *reallocate(void *old, size_t length);

/* Called before the end for want of memory; each program has its own. */
void out_of_memory(void);

#endif
