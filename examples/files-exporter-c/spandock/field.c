#include "field.h"

static bool fail(struct fields *fields, const char *problem) {
  fields->problem = problem;
  return false;
}

static size_t left(const struct fields *fields) {
  return (size_t)(fields->end - fields->at);
}

static bool read_varint(struct fields *fields, uint64_t *value) {
  if (fields->at < fields->end && *fields->at < 0x80) {
    *value = *fields->at++;
    return true;
  }
  uint64_t read = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (fields->at == fields->end) return fail(fields, "a varint is cut off");
    uint8_t byte = *fields->at++;
    read |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) {
      *value = read;
      return true;
    }
  }
  return fail(fields, "a varint is longer than 10 bytes");
}

/* Little endian, whatever the machine is. */
static bool read_fixed(struct fields *fields, size_t length, uint64_t *value) {
  if (left(fields) < length)
    return fail(fields, length == 8 ? "a fixed64 is cut off" : "a fixed32 is cut off");
  uint64_t read = 0;
  for (size_t i = 0; i < length; i++) read |= (uint64_t)fields->at[i] << (8 * i);
  fields->at += length;
  *value = read;
  return true;
}

static bool read_bytes(struct fields *fields, struct bytes *payload) {
  uint64_t length;
  if (!read_varint(fields, &length)) return false;
  if (length > left(fields)) return fail(fields, "a length points past the end");
  *payload = (struct bytes){fields->at, (size_t)length};
  fields->at += (size_t)length;
  return true;
}

static bool read_value(struct fields *fields, struct field *field) {
  switch (field->tag & 7) {
  case wire_varint: return read_varint(fields, &field->value);
  case wire_fixed64: return read_fixed(fields, 8, &field->value);
  case wire_bytes: return read_bytes(fields, &field->payload);
  case wire_fixed32: return read_fixed(fields, 4, &field->value);
  default: return fail(fields, "an unknown wire type");
  }
}

/* Skips a group, which OTLP has none of: an unknown field. Open groups are counted, not recursed into. */
static bool skip_group(struct fields *fields) {
  enum { group_start = 3, group_end = 4 };
  size_t open = 1;
  while (open > 0) {
    uint64_t tag;
    if (!read_varint(fields, &tag)) return false;
    struct field inner = {.tag = (uint32_t)tag & 7};
    if (inner.tag == group_start)
      open++;
    else if (inner.tag == group_end)
      open--;
    else if (!read_value(fields, &inner))
      return false;
  }
  return true;
}

struct fields fields_of(struct bytes message) {
  /* An empty message may have no address at all, and NULL + 0 is for C++ only. */
  if (message.length == 0) return (struct fields){0};
  return (struct fields){.at = message.at, .end = message.at + message.length};
}

/* Nearly all fields of spans: a tag of one byte, and a payload that is shorter than 128. */
static bool is_short_bytes(const struct fields *fields) {
  const uint8_t *at = fields->at;
  return left(fields) >= 2 && (at[0] & 0x87) == wire_bytes && at[0] >= FIELD_TAG(1, 0) && at[1] < 0x80 &&
         at[1] <= left(fields) - 2;
}

bool next_field(struct fields *fields, struct field *field) {
  if (fields->at == fields->end || fields->problem != NULL) return false;
  *field = (struct field){0};
  if (is_short_bytes(fields)) {
    field->tag = fields->at[0];
    field->payload = (struct bytes){fields->at + 2, fields->at[1]};
    fields->at += 2 + fields->at[1];
    return true;
  }
  uint64_t tag;
  if (!read_varint(fields, &tag)) return false;
  if (tag > UINT32_MAX || tag >> 3 == 0) return fail(fields, "a field number is out of range");
  field->tag = (uint32_t)tag;
  return (tag & 7) == wire_group ? skip_group(fields) : read_value(fields, field);
}

struct bytes last_payload(struct bytes message, uint32_t tag) {
  struct bytes found = {0};
  struct fields fields = fields_of(message);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag == tag) found = field.payload;
  }
  return found;
}

size_t count_fields(struct bytes message, uint32_t tag) {
  size_t count = 0;
  struct fields fields = fields_of(message);
  for (struct field field; next_field(&fields, &field);) count += field.tag == tag;
  return count;
}
