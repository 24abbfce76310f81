#include "json_value.h"

#include <stdlib.h>
#include <string.h>

enum { deepest = 100 };

struct reader {
  const uint8_t *start;
  const uint8_t *at;
  const uint8_t *end;
  /* The first mistake; nothing is read after it. */
  const char *problem;
};

static bool read_value(struct reader *reader, struct json_value *value, int depth);

static bool fail(struct reader *reader, const char *problem) {
  if (reader->problem == NULL) reader->problem = problem;
  return false;
}

/* The byte at hand; -1 at the end. */
static int peek(const struct reader *reader) {
  return reader->at < reader->end ? *reader->at : -1;
}

static void skip_space(struct reader *reader) {
  for (int c = peek(reader); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(reader)) reader->at++;
}

static bool takes(struct reader *reader, int wanted) {
  skip_space(reader);
  if (peek(reader) != wanted) return false;
  reader->at++;
  return true;
}

/* Four hex digits; -1 when there are others. */
static int32_t read_unit(struct reader *reader) {
  int32_t unit = 0;
  for (int i = 0; i < 4; i++, reader->at++) {
    int c = peek(reader);
    int digit = c >= '0' && c <= '9'                 ? c - '0'
                : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                     : -1;
    if (c < 0 || digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

static void add_utf8(struct buffer *text, uint32_t c) {
  uint8_t *to = buffer_room(text, 4);
  if (c < 0x80) {
    to[0] = (uint8_t)c;
    text->length += 1;
  } else if (c < 0x800) {
    to[0] = (uint8_t)(0xc0 | c >> 6);
    to[1] = (uint8_t)(0x80 | (c & 63));
    text->length += 2;
  } else if (c < 0x10000) {
    to[0] = (uint8_t)(0xe0 | c >> 12);
    to[1] = (uint8_t)(0x80 | (c >> 6 & 63));
    to[2] = (uint8_t)(0x80 | (c & 63));
    text->length += 3;
  } else {
    to[0] = (uint8_t)(0xf0 | c >> 18);
    to[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    to[2] = (uint8_t)(0x80 | (c >> 6 & 63));
    to[3] = (uint8_t)(0x80 | (c & 63));
    text->length += 4;
  }
}

/* The four digits behind \u, and the second half of a surrogate pair; half a pair becomes U+FFFD. */
static bool read_unicode(struct reader *reader, struct buffer *text) {
  int32_t unit = read_unit(reader);
  if (unit < 0) return fail(reader, "expected four hex digits");
  uint32_t c = (uint32_t)unit;
  if (c >= 0xd800 && c < 0xdc00 && reader->end - reader->at >= 6 && memcmp(reader->at, "\\u", 2) == 0) {
    struct reader ahead = *reader;
    ahead.at += 2;
    int32_t low = read_unit(&ahead);
    if (low >= 0xdc00 && low < 0xe000) {
      reader->at = ahead.at;
      c = 0x10000 + ((c - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
    }
  }
  add_utf8(text, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
  return true;
}

static bool read_escape(struct reader *reader, struct buffer *text) {
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  int c = peek(reader);
  if (c < 0) return fail(reader, "a text does not end");
  reader->at++;
  if (c == 'u') return read_unicode(reader, text);
  const char *letter = c == 0 ? NULL : strchr(letters, c);
  if (letter == NULL) return fail(reader, "an unknown escape");
  buffer_add(text, &meanings[letter - letters], 1);
  return true;
}

/* A string, from behind its opening quote on. */
static bool read_text(struct reader *reader, struct buffer *text) {
  for (;;) {
    const uint8_t *from = reader->at;
    while (peek(reader) >= ' ' && peek(reader) != '"' && peek(reader) != '\\') reader->at++;
    buffer_add(text, from, (size_t)(reader->at - from));
    if (peek(reader) < ' ') return fail(reader, "a text does not end");
    if (*reader->at++ == '"') break;
    if (!read_escape(reader, text)) return false;
  }
  *buffer_room(text, 1) = 0;
  return true;
}

static bool read_members(struct reader *reader, struct json_value *value, int depth) {
  bool is_map = value->kind == json_map;
  int end = is_map ? '}' : ']';
  if (takes(reader, end)) return true;
  do {
    value->items = reallocate(value->items, (value->count + 1) * sizeof *value->items);
    value->items[value->count] = (struct json_value){0};
    if (is_map) {
      value->keys = reallocate(value->keys, (value->count + 1) * sizeof *value->keys);
      value->keys[value->count] = (struct buffer){0};
    }
    /* Counted before it is read, so that json_free finds what there is of it. */
    size_t index = value->count++;
    if (is_map) {
      if (!takes(reader, '"')) return fail(reader, "expected a key in quotes");
      if (!read_text(reader, &value->keys[index])) return false;
      if (!takes(reader, ':')) return fail(reader, "expected a colon");
    }
    if (!read_value(reader, &value->items[index], depth + 1)) return false;
  } while (takes(reader, ','));
  return takes(reader, end) || fail(reader, is_map ? "expected a comma or }" : "expected a comma or ]");
}

/* A number, true, false or null: what is written is kept as it is. */
static bool read_word(struct reader *reader, struct json_value *value) {
  const uint8_t *from = reader->at;
  int first = peek(reader);
  for (int c = first;
       (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
       c = peek(reader))
    reader->at++;
  buffer_add(&value->text, from, (size_t)(reader->at - from));
  *buffer_room(&value->text, 1) = 0;
  const char *word = (const char *)value->text.at;
  char *rest;
  if (strcmp(word, "null") == 0)
    value->kind = json_null;
  else if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
    value->kind = json_flag;
  else if ((first >= '0' && first <= '9') || first == '-') {
    value->kind = json_number;
    strtod(word, &rest);
    if (*rest != 0) return fail(reader, "not a number");
  } else
    return fail(reader, "expected a value");
  return true;
}

static bool read_value(struct reader *reader, struct json_value *value, int depth) {
  if (depth > deepest) return fail(reader, "nested deeper than 100");
  if (takes(reader, '{')) {
    value->kind = json_map;
    return read_members(reader, value, depth);
  }
  if (takes(reader, '[')) {
    value->kind = json_list;
    return read_members(reader, value, depth);
  }
  if (takes(reader, '"')) {
    value->kind = json_text;
    return read_text(reader, &value->text);
  }
  return read_word(reader, value);
}

bool json_read(struct bytes text, struct json_value *value, struct buffer *problem) {
  const uint8_t *start = text.length == 0 ? (const uint8_t *)"" : text.at;
  struct reader reader = {.start = start, .at = start, .end = start + text.length};
  *value = (struct json_value){0};
  bool is_good = read_value(&reader, value, 0);
  skip_space(&reader);
  if (is_good && reader.at < reader.end) is_good = fail(&reader, "expected the end");
  if (is_good) return true;
  json_free(value);
  buffer_print(problem, "not valid JSON at byte %zu: %s", (size_t)(reader.at - reader.start) + 1,
               reader.problem);
  return false;
}
