/*
 * Writes JSON in UTF-8 into one buffer that grows. Commas come by themselves; that begin and end match is the
 * caller's part. Numbers and ids follow OTLP/JSON:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
#ifndef JSON_WRITER_H
#define JSON_WRITER_H

#include "../spandock/buffer.h"

#include <stdbool.h>

/* Starts as {0}. */
struct json_writer {
  struct buffer out;
  bool needs_comma;
};

/* Starts anew. The memory stays, unless it has become very large. */
void json_clear(struct json_writer *json);
/* Ends one of several values in the same buffer (JSON lines). */
void json_newline(struct json_writer *json);

void json_begin_object(struct json_writer *json);
void json_end_object(struct json_writer *json);
void json_begin_array(struct json_writer *json);
void json_end_array(struct json_writer *json);

/* A member's name, of ASCII without quotes and backslashes. */
void json_key(struct json_writer *json, const char *name);
/* UTF-8; each byte that belongs to no valid sequence becomes U+FFFD. */
void json_put_text(struct json_writer *json, struct bytes text);
/* Lower-case hex digits in quotes, for ids. */
void json_put_hex(struct json_writer *json, struct bytes bytes);
/* Base64 with padding (RFC 4648) in quotes. */
void json_put_base64(struct json_writer *json, struct bytes bytes);
void json_put_flag(struct json_writer *json, bool flag);
/* A number as it is: for those of 32 bits. */
void json_put_number(struct json_writer *json, int64_t number);
/* 64-bit numbers, in quotes. */
void json_put_int64(struct json_writer *json, int64_t number);
void json_put_uint64(struct json_writer *json, uint64_t number);
/* The shortest digits that give the same double; "NaN", "Infinity" and "-Infinity" in quotes. */
void json_put_double(struct json_writer *json, double number);

#endif
