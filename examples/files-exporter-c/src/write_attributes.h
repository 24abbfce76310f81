#ifndef WRITE_ATTRIBUTES_H
#define WRITE_ATTRIBUTES_H

#include "json_writer.h"

/*
 * The KeyValue fields with this tag of a message, as a member that holds an array of OTLP/JSON attributes.
 * Writes nothing when there are none.
 */
void write_attributes(struct json_writer *json, struct bytes message, uint32_t tag);

/* The messages with this tag, each written by `write`, as a member that holds an array; nothing when there
 * are none. */
void write_list(struct json_writer *json, const char *name, struct bytes message, uint32_t tag,
                void (*write)(struct json_writer *, struct bytes));

/* A text that is left out when it is empty. */
void write_text(struct json_writer *json, const char *name, struct bytes text);

/* A number that is left out when it is 0. */
void write_count(struct json_writer *json, const char *name, uint64_t count);

#endif
