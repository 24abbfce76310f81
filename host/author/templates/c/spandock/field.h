/*
 * Reads protobuf where it lies, one field at a time: https://protobuf.dev/programming-guides/encoding/
 *
 * Nothing is copied or allocated, and no byte outside of the message is touched, whatever it holds.
 */
#ifndef SPANDOCK_FIELD_H
#define SPANDOCK_FIELD_H

#include "buffer.h"

#include <stdbool.h>

enum wire_type { wire_varint = 0, wire_fixed64 = 1, wire_bytes = 2, wire_group = 3, wire_fixed32 = 5 };

/* A field's number and wire type in one, as on the wire: tells known fields from others in one comparison. */
#define FIELD_TAG(number, type) ((uint32_t)(number) << 3 | (uint32_t)(type))

struct field {
  uint32_t tag;
  /* Of a varint or fixed number. */
  uint64_t value;
  /* Of a text, byte string or message. */
  struct bytes payload;
};

/* A walk over the fields of one message. */
struct fields {
  const uint8_t *at;
  const uint8_t *end;
  /* Why the walk ended early; NULL as long as all is well. */
  const char *problem;
};

struct fields fields_of(struct bytes message);

/* Reads the next field. False at the end, and at the first thing that can't be read: then `problem` says why.
 */
bool next_field(struct fields *fields, struct field *field);

/* The payload of the last field with this tag, as protobuf has it for fields that are not repeated; else
 * empty. */
struct bytes last_payload(struct bytes message, uint32_t tag);

/* How many fields with this tag there are. */
size_t count_fields(struct bytes message, uint32_t tag);

#endif
