#ifndef WRITE_NODE_H
#define WRITE_NODE_H

#include "json_writer.h"

/*
 * Who sent the spans of a ResourceSpans message, in OpenCensus' shape: identifier, libraryInfo, serviceInfo,
 * and all of the resource's attributes as OTLP/JSON. What the resource does not say is left out.
 */
void write_node(struct json_writer *json, struct bytes resource_spans);

#endif
