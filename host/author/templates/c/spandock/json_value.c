#include "json_value.h"

#include <stdlib.h>
#include <string.h>

static void free_inside(struct json_value *value) {
  for (size_t i = 0; i < value->count; i++) {
    free_inside(&value->items[i]);
    if (value->keys != NULL) buffer_free(&value->keys[i]);
  }
  free(value->items);
  free(value->keys);
  buffer_free(&value->text);
}

void json_free(struct json_value *value) {
  free_inside(value);
  *value = (struct json_value){0};
}

const struct json_value *json_member(const struct json_value *map, const char *key) {
  if (map->kind != json_map) return NULL;
  for (size_t i = map->count; i > 0; i--) {
    const struct buffer *name = &map->keys[i - 1];
    if (name->length == strlen(key) && memcmp(name->at, key, name->length) == 0) return &map->items[i - 1];
  }
  return NULL;
}

void json_describe(const struct json_value *value, struct buffer *message) {
  enum { most_shown = 80 };
  switch (value->kind) {
  case json_null: buffer_add_text(message, "nothing"); break;
  case json_list: buffer_add_text(message, "a list"); break;
  case json_map: buffer_add_text(message, "a mapping"); break;
  case json_text: {
    size_t shown = value->text.length;
    if (shown > most_shown) {
      shown = most_shown;
      /* Not in the middle of a character: those bytes begin with the bits 10. */
      while (shown > 0 && (value->text.at[shown] & 0xc0) == 0x80) shown--;
    }
    buffer_add_text(message, "the text ");
    buffer_add(message, value->text.at, shown);
    if (shown < value->text.length) buffer_add_text(message, "…");
    break;
  }
  default: buffer_add(message, value->text.at, value->text.length);
  }
}
