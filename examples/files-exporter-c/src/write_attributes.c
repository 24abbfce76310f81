#include "write_attributes.h"

#include "../spandock/otlp.h"

#include <string.h>

static void write_any_value(struct json_writer *json, struct bytes any_value);

void write_text(struct json_writer *json, const char *name, struct bytes text) {
  if (text.length == 0) return;
  json_key(json, name);
  json_put_text(json, text);
}

void write_count(struct json_writer *json, const char *name, uint64_t count) {
  /* Counts and flags are uint32 in OTLP; protobuf drops what a sender puts above. */
  if ((uint32_t)count == 0) return;
  json_key(json, name);
  json_put_number(json, (uint32_t)count);
}

static void write_key_value(struct json_writer *json, struct bytes key_value) {
  json_begin_object(json);
  json_key(json, "key");
  json_put_text(json, last_payload(key_value, KEY_VALUE_KEY));
  json_key(json, "value");
  write_any_value(json, last_payload(key_value, KEY_VALUE_VALUE));
  json_end_object(json);
}

void write_list(struct json_writer *json, const char *name, struct bytes message, uint32_t tag,
                void (*write)(struct json_writer *, struct bytes)) {
  bool is_empty = true;
  struct fields fields = fields_of(message);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag != tag) continue;
    if (is_empty) {
      json_key(json, name);
      json_begin_array(json);
      is_empty = false;
    }
    write(json, field.payload);
  }
  if (!is_empty) json_end_array(json);
}

/* A list or map in a value: its array is there even when it is empty. */
static void write_values(struct json_writer *json, const char *name, struct bytes message,
                         void (*write)(struct json_writer *, struct bytes)) {
  json_key(json, name);
  json_begin_object(json);
  json_key(json, "values");
  json_begin_array(json);
  struct fields fields = fields_of(message);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag == LIST_VALUES) write(json, field.payload);
  }
  json_end_array(json);
  json_end_object(json);
}

static double double_of(uint64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

/* An object with one member named after the kind; empty when there is no value. */
static void write_any_value(struct json_writer *json, struct bytes any_value) {
  struct field held = value_of(any_value);
  json_begin_object(json);
  switch (held.tag) {
  case ANY_VALUE_STRING:
    json_key(json, "stringValue");
    json_put_text(json, held.payload);
    break;
  case ANY_VALUE_BOOL:
    json_key(json, "boolValue");
    json_put_flag(json, held.value != 0);
    break;
  case ANY_VALUE_INT:
    json_key(json, "intValue");
    json_put_int64(json, (int64_t)held.value);
    break;
  case ANY_VALUE_DOUBLE:
    json_key(json, "doubleValue");
    json_put_double(json, double_of(held.value));
    break;
  case ANY_VALUE_ARRAY: write_values(json, "arrayValue", held.payload, write_any_value); break;
  case ANY_VALUE_KVLIST: write_values(json, "kvlistValue", held.payload, write_key_value); break;
  case ANY_VALUE_BYTES:
    json_key(json, "bytesValue");
    json_put_base64(json, held.payload);
    break;
  }
  json_end_object(json);
}

void write_attributes(struct json_writer *json, struct bytes message, uint32_t tag) {
  write_list(json, "attributes", message, tag, write_key_value);
}
