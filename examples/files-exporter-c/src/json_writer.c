#include "json_writer.h"
#include "utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { kept_capacity = 4 * 1024 * 1024, number_room = 40 };

static void put(struct json_writer *json, const char *text) {
  buffer_add_text(&json->out, text);
}

static void put_byte(struct json_writer *json, char byte) {
  *buffer_room(&json->out, 1) = (uint8_t)byte;
  json->out.length++;
}

/* What stands before a value: a comma, where one is needed. */
static void begin_value(struct json_writer *json) {
  if (json->needs_comma) put_byte(json, ',');
  json->needs_comma = true;
}

static void put_value(struct json_writer *json, const char *text) {
  begin_value(json);
  put(json, text);
}

void json_clear(struct json_writer *json) {
  if (json->out.capacity > kept_capacity) buffer_free(&json->out);
  json->out.length = 0;
  json->needs_comma = false;
}

void json_newline(struct json_writer *json) {
  put_byte(json, '\n');
  json->needs_comma = false;
}

void json_begin_object(struct json_writer *json) {
  begin_value(json);
  put_byte(json, '{');
  json->needs_comma = false;
}

void json_end_object(struct json_writer *json) {
  put_byte(json, '}');
  json->needs_comma = true;
}

void json_begin_array(struct json_writer *json) {
  begin_value(json);
  put_byte(json, '[');
  json->needs_comma = false;
}

void json_end_array(struct json_writer *json) {
  put_byte(json, ']');
  json->needs_comma = true;
}

void json_key(struct json_writer *json, const char *name) {
  begin_value(json);
  put_byte(json, '"');
  put(json, name);
  put(json, "\":");
  json->needs_comma = false;
}

/* The letter behind the backslash of a short escape; 0 when there is none. */
static char escape_letter(uint8_t c) {
  switch (c) {
  case '"':
  case '\\': return (char)c;
  case '\b': return 'b';
  case '\t': return 't';
  case '\n': return 'n';
  case '\f': return 'f';
  case '\r': return 'r';
  default: return 0;
  }
}

static void put_escape(struct json_writer *json, uint8_t c) {
  char letter = escape_letter(c);
  if (letter != 0)
    buffer_print(&json->out, "\\%c", letter);
  else
    buffer_print(&json->out, "\\u%04x", c);
}

static bool is_plain(uint8_t c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

void json_put_text(struct json_writer *json, struct bytes text) {
  begin_value(json);
  put_byte(json, '"');
  for (size_t i = 0; i < text.length;) {
    size_t from = i;
    while (i < text.length && is_plain(text.at[i])) i++;
    buffer_add(&json->out, text.at + from, i - from);
    if (i == text.length) break;
    size_t length = utf8_sequence(text.at + i, text.length - i);
    if (length == 0)
      put(json, "\xef\xbf\xbd");
    else if (length == 1)
      put_escape(json, text.at[i]);
    else
      buffer_add(&json->out, text.at + i, length);
    i += length == 0 ? 1 : length;
  }
  put_byte(json, '"');
}

void json_put_hex(struct json_writer *json, struct bytes bytes) {
  static const char digits[] = "0123456789abcdef";
  begin_value(json);
  put_byte(json, '"');
  for (size_t i = 0; i < bytes.length; i++) {
    char pair[] = {digits[bytes.at[i] >> 4], digits[bytes.at[i] & 15]};
    buffer_add(&json->out, pair, sizeof pair);
  }
  put_byte(json, '"');
}

void json_put_base64(struct json_writer *json, struct bytes bytes) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  begin_value(json);
  put_byte(json, '"');
  for (size_t i = 0; i < bytes.length; i += 3) {
    size_t count = bytes.length - i < 3 ? bytes.length - i : 3;
    uint32_t bits = 0;
    for (size_t k = 0; k < count; k++) bits |= (uint32_t)bytes.at[i + k] << (16 - 8 * k);
    char group[] = "====";
    for (size_t k = 0; k <= count; k++) group[k] = digits[bits >> (18 - 6 * k) & 63];
    buffer_add(&json->out, group, 4);
  }
  put_byte(json, '"');
}

void json_put_flag(struct json_writer *json, bool flag) {
  put_value(json, flag ? "true" : "false");
}

void json_put_number(struct json_writer *json, int64_t number) {
  char text[number_room];
  snprintf(text, sizeof text, "%" PRId64, number);
  put_value(json, text);
}

void json_put_int64(struct json_writer *json, int64_t number) {
  char text[number_room];
  snprintf(text, sizeof text, "\"%" PRId64 "\"", number);
  put_value(json, text);
}

void json_put_uint64(struct json_writer *json, uint64_t number) {
  char text[number_room];
  snprintf(text, sizeof text, "\"%" PRIu64 "\"", number);
  put_value(json, text);
}

void json_put_double(struct json_writer *json, double number) {
  if (isnan(number))
    put_value(json, "\"NaN\"");
  else if (isinf(number))
    put_value(json, number > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  else {
    /* 17 digits are always enough; 15 or 16 mostly are, and read better. */
    char text[number_room];
    for (int digits = 15; digits <= 17; digits++) {
      snprintf(text, sizeof text, "%.*g", digits, number);
      if (strtod(text, NULL) == number) break;
    }
    put_value(json, text);
  }
}
