/* Writes protobuf, to make batches for tests. */
#ifndef BATCH_H
#define BATCH_H

#include "../spandock/field.h"

void add_text(struct buffer *message, uint32_t tag, const char *text);
void add_time(struct buffer *message, uint32_t tag, uint64_t unix_nano);
/* Puts `inner` into the message, and empties it. */
void add_message(struct buffer *message, uint32_t tag, struct buffer *inner);

/* A span with this name and these times. */
struct buffer make_span(const char *name, uint64_t start_unix_nano, uint64_t end_unix_nano);
/* A ResourceSpans with this service.name, or none when it is NULL, and `spans`, which are emptied. */
struct buffer make_resource_spans(const char *service, struct buffer *spans, size_t count);

#endif
