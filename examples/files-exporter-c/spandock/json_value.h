/*
 * Reads JSON (RFC 8259): what the agent makes of a YAML config. A reader of our own because a plugin in C has
 * nothing else at hand: the distributions' JSON libraries are built for the machine, not for WebAssembly.
 */
#ifndef SPANDOCK_JSON_VALUE_H
#define SPANDOCK_JSON_VALUE_H

#include "buffer.h"

#include <stdbool.h>

enum json_kind { json_null, json_flag, json_number, json_text, json_list, json_map };

struct json_value {
  enum json_kind kind;
  /* Of a text: decoded, ended by a zero that `text.length` does not count. Of a number or flag: as written.
   */
  struct buffer text;
  /* The members of a list or map, and the keys of a map. */
  struct json_value *items;
  struct buffer *keys;
  size_t count;
};

/*
 * Reads one JSON text. On false, `value` is null and `problem` says what is wrong and at which byte, from 1.
 * The value belongs to the caller: json_free.
 */
bool json_read(struct bytes text, struct json_value *value, struct buffer *problem);

void json_free(struct json_value *value);

/* The member of a map; of a key that comes twice, the last. NULL when there is none, or `map` is no map. */
const struct json_value *json_member(const struct json_value *map, const char *key);

/* For messages: what was found, as in "expected a list, found the text /out/a". */
void json_describe(const struct json_value *value, struct buffer *message);

#endif
