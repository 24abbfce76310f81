#include "otlp.h"

#include <string.h>

enum { deepest = 100 };

enum message {
  message_none,
  message_request,
  message_resource_spans,
  message_resource,
  message_scope_spans,
  message_scope,
  message_span,
  message_event,
  message_link,
  message_status,
  message_key_value,
  message_any_value,
  message_array,
  message_kvlist,
};

/* Which message a field with a tag holds. */
static const struct {
  enum message parent;
  uint32_t tag;
  enum message child;
} children[] = {
    {message_request, REQUEST_RESOURCE_SPANS, message_resource_spans},
    {message_resource_spans, RESOURCE_SPANS_RESOURCE, message_resource},
    {message_resource_spans, RESOURCE_SPANS_SCOPE_SPANS, message_scope_spans},
    {message_resource, RESOURCE_ATTRIBUTES, message_key_value},
    {message_scope_spans, SCOPE_SPANS_SCOPE, message_scope},
    {message_scope_spans, SCOPE_SPANS_SPANS, message_span},
    {message_scope, SCOPE_ATTRIBUTES, message_key_value},
    {message_span, SPAN_ATTRIBUTES, message_key_value},
    {message_span, SPAN_EVENTS, message_event},
    {message_span, SPAN_LINKS, message_link},
    {message_span, SPAN_STATUS, message_status},
    {message_event, EVENT_ATTRIBUTES, message_key_value},
    {message_link, LINK_ATTRIBUTES, message_key_value},
    {message_key_value, KEY_VALUE_VALUE, message_any_value},
    {message_any_value, ANY_VALUE_ARRAY, message_array},
    {message_any_value, ANY_VALUE_KVLIST, message_kvlist},
    {message_array, LIST_VALUES, message_any_value},
    {message_kvlist, LIST_VALUES, message_key_value},
};

static enum message child_of(enum message parent, uint32_t tag) {
  for (size_t i = 0; i < sizeof children / sizeof children[0]; i++) {
    if (children[i].parent == parent && children[i].tag == tag) return children[i].child;
  }
  return message_none;
}

/* Gives NULL, or the address of the field that can't be read. */
static const uint8_t *check(struct bytes message, enum message type, int depth, const char **what) {
  if (depth > deepest) {
    *what = "nested deeper than 100 messages";
    return message.at;
  }
  struct fields fields = fields_of(message);
  const uint8_t *start = fields.at;
  for (struct field field; next_field(&fields, &field); start = fields.at) {
    enum message child = child_of(type, field.tag);
    if (child == message_none) continue;
    const uint8_t *failed = check(field.payload, child, depth + 1, what);
    if (failed != NULL) return failed;
  }
  if (fields.problem == NULL) return NULL;
  *what = fields.problem;
  return start;
}

bool otlp_check(struct bytes request, struct otlp_problem *problem) {
  const char *what = NULL;
  const uint8_t *failed = check(request, message_request, 0, &what);
  if (failed == NULL) return true;
  *problem = (struct otlp_problem){.what = what, .offset = (size_t)(failed - request.at)};
  return false;
}

struct bytes find_attribute(struct bytes message, uint32_t tag, const char *key) {
  struct fields fields = fields_of(message);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag != tag) continue;
    struct bytes name = last_payload(field.payload, KEY_VALUE_KEY);
    if (name.length != strlen(key) || memcmp(name.at, key, name.length) != 0) continue;
    return last_payload(field.payload, KEY_VALUE_VALUE);
  }
  return (struct bytes){0};
}

struct field value_of(struct bytes any_value) {
  struct field held = {0};
  struct fields fields = fields_of(any_value);
  for (struct field field; next_field(&fields, &field);) {
    switch (field.tag) {
    case ANY_VALUE_STRING:
    case ANY_VALUE_BOOL:
    case ANY_VALUE_INT:
    case ANY_VALUE_DOUBLE:
    case ANY_VALUE_ARRAY:
    case ANY_VALUE_KVLIST:
    case ANY_VALUE_BYTES: held = field;
    }
  }
  return held;
}

struct bytes text_of_value(struct bytes any_value) {
  struct field held = value_of(any_value);
  return held.tag == ANY_VALUE_STRING ? held.payload : (struct bytes){0};
}
