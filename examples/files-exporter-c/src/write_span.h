#ifndef WRITE_SPAN_H
#define WRITE_SPAN_H

#include "json_writer.h"

/*
 * All spans of a ResourceSpans message, over its scopes, as a JSON array of OTLP/JSON spans: lowerCamelCase,
 * hex ids, 64-bit integers as texts, enums as integers. Members with their default are left out, except ids,
 * name, kind and times.
 */
void write_spans(struct json_writer *json, struct bytes resource_spans);

#endif
