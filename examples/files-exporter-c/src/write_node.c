#include "write_node.h"

#include "../spandock/otlp.h"
#include "write_attributes.h"

#include <stdlib.h>
#include <string.h>

static struct bytes text_attribute(struct bytes resource, const char *key) {
  return text_of_value(find_attribute(resource, RESOURCE_ATTRIBUTES, key));
}

static struct bytes first_text(struct bytes resource, const char *key, const char *other_key) {
  struct bytes text = text_attribute(resource, key);
  return text.length > 0 ? text : text_attribute(resource, other_key);
}

/* The process' id; 0 when it is unknown. Some senders give numbers as text. */
static int64_t pid_of(struct bytes resource) {
  struct field held = value_of(find_attribute(resource, RESOURCE_ATTRIBUTES, "process.pid"));
  if (held.tag == ANY_VALUE_INT) return (int64_t)held.value;
  if (held.tag != ANY_VALUE_STRING) return 0;
  char digits[24] = {0};
  size_t length = held.payload.length < sizeof digits ? held.payload.length : sizeof digits - 1;
  if (length > 0) memcpy(digits, held.payload.at, length);
  return strtoll(digits, NULL, 10);
}

static uint64_t dropped_attributes(struct bytes resource) {
  uint64_t count = 0;
  struct fields fields = fields_of(resource);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag == RESOURCE_DROPPED_ATTRIBUTES_COUNT) count = field.value;
  }
  return count;
}

static void write_identifier(struct json_writer *json, struct bytes resource) {
  struct bytes host_name = text_attribute(resource, "host.name");
  int64_t pid = pid_of(resource);
  struct bytes started = first_text(resource, "process.creation.time", "opencensus.starttime");
  if (host_name.length == 0 && pid == 0 && started.length == 0) return;
  json_key(json, "identifier");
  json_begin_object(json);
  write_text(json, "hostName", host_name);
  if (pid != 0) {
    json_key(json, "pid");
    json_put_number(json, pid);
  }
  write_text(json, "startTimestamp", started);
  json_end_object(json);
}

static void write_library_info(struct json_writer *json, struct bytes resource) {
  struct bytes language = text_attribute(resource, "telemetry.sdk.language");
  struct bytes exporter = first_text(resource, "telemetry.distro.version", "opencensus.exporterversion");
  struct bytes core = text_attribute(resource, "telemetry.sdk.version");
  if (language.length == 0 && exporter.length == 0 && core.length == 0) return;
  json_key(json, "libraryInfo");
  json_begin_object(json);
  write_text(json, "language", language);
  write_text(json, "exporterVersion", exporter);
  write_text(json, "coreLibraryVersion", core);
  json_end_object(json);
}

static void write_service_info(struct json_writer *json, struct bytes resource) {
  struct bytes name = text_attribute(resource, "service.name");
  if (name.length == 0) return;
  json_key(json, "serviceInfo");
  json_begin_object(json);
  write_text(json, "name", name);
  json_end_object(json);
}

void write_node(struct json_writer *json, struct bytes resource_spans) {
  struct bytes resource = last_payload(resource_spans, RESOURCE_SPANS_RESOURCE);
  json_begin_object(json);
  write_identifier(json, resource);
  write_library_info(json, resource);
  write_service_info(json, resource);
  write_attributes(json, resource, RESOURCE_ATTRIBUTES);
  write_count(json, "droppedAttributesCount", dropped_attributes(resource));
  write_text(json, "schemaUrl", last_payload(resource_spans, RESOURCE_SPANS_SCHEMA_URL));
  json_end_object(json);
}
