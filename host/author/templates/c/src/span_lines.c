#include "span_lines.h"

/* Nanoseconds as milliseconds with up to three decimals. */
static void add_millis(struct buffer *line, uint64_t nano) {
  uint64_t micro = nano / 1000 + (nano % 1000 >= 500 ? 1 : 0);
  buffer_print(line, "%llu", (unsigned long long)(micro / 1000));
  unsigned rest = (unsigned)(micro % 1000);
  int digits = 3;
  while (rest != 0 && rest % 10 == 0) {
    rest /= 10;
    digits--;
  }
  if (rest != 0) buffer_print(line, ".%0*u", digits, rest);
}

static void add_span(struct buffer *line, struct bytes span, struct bytes prefix, struct bytes service) {
  struct bytes name = {0};
  uint64_t start = 0, end = 0;
  struct fields fields = fields_of(span);
  for (struct field field; next_field(&fields, &field);) {
    switch (field.tag) {
    case SPAN_NAME: name = field.payload; break;
    case SPAN_START_TIME: start = field.value; break;
    case SPAN_END_TIME: end = field.value; break;
    }
  }
  buffer_add(line, prefix.at, prefix.length);
  buffer_add_text(line, " ");
  buffer_add(line, name.at, name.length);
  buffer_add_text(line, " took ");
  /* A clock that was set back makes a span end before it began. */
  add_millis(line, end > start ? end - start : 0);
  buffer_add_text(line, " ms in ");
  if (service.length > 0)
    buffer_add(line, service.at, service.length);
  else
    buffer_add_text(line, "an unknown service");
}

static struct bytes service_of(struct bytes resource_spans) {
  struct bytes resource = last_payload(resource_spans, RESOURCE_SPANS_RESOURCE);
  return text_of_value(find_attribute(resource, RESOURCE_ATTRIBUTES, "service.name"));
}

/* The spans of one resource; `line` is memory to use again. */
static void resource_lines(struct bytes resource_spans, struct bytes prefix, struct buffer *line,
                           void (*write)(struct bytes line)) {
  struct bytes service = service_of(resource_spans);
  struct fields scopes = fields_of(resource_spans);
  for (struct field scope; next_field(&scopes, &scope);) {
    if (scope.tag != RESOURCE_SPANS_SCOPE_SPANS) continue;
    struct fields spans = fields_of(scope.payload);
    for (struct field span; next_field(&spans, &span);) {
      if (span.tag != SCOPE_SPANS_SPANS) continue;
      line->length = 0;
      add_span(line, span.payload, prefix, service);
      write((struct bytes){line->at, line->length});
    }
  }
}

void span_lines(struct bytes request, struct bytes prefix, void (*write)(struct bytes line)) {
  struct buffer line = {0};
  struct fields fields = fields_of(request);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag == REQUEST_RESOURCE_SPANS) resource_lines(field.payload, prefix, &line, write);
  }
  buffer_free(&line);
}
