#include "config.h"

#include <string.h>

static bool refuse(struct buffer *problem, const char *key, const char *wanted,
                   const struct json_value *found) {
  buffer_print(problem, "%s: expected %s, found ", key, wanted);
  json_describe(found, problem);
  return false;
}

/* A key that is not known is most often a typing error: better refused than ignored. */
static bool has_only_known_keys(const struct json_value *root, struct buffer *problem) {
  for (size_t i = 0; i < root->count; i++) {
    const struct buffer *key = &root->keys[i];
    if (key->length == strlen("prefix") && memcmp(key->at, "prefix", key->length) == 0) continue;
    buffer_add(problem, key->at, key->length);
    buffer_add_text(problem, ": unknown key; expected prefix");
    return false;
  }
  return true;
}

static bool read_root(const struct json_value *root, struct config *config, struct buffer *problem) {
  if (root->kind != json_null && root->kind != json_map) return refuse(problem, "config", "a mapping", root);
  if (!has_only_known_keys(root, problem)) return false;
  const struct json_value *prefix = json_member(root, "prefix");
  if (prefix == NULL || prefix->kind == json_null) {
    buffer_add_text(&config->prefix, "span");
    return true;
  }
  if (prefix->kind != json_text) return refuse(problem, "prefix", "a text", prefix);
  buffer_add(&config->prefix, prefix->text.at, prefix->text.length);
  return true;
}

bool config_read(struct bytes json, struct config *config, struct buffer *problem) {
  *config = (struct config){0};
  struct json_value root;
  if (!json_read(json, &root, problem)) return false;
  bool is_good = read_root(&root, config, problem);
  json_free(&root);
  return is_good;
}

void config_free(struct config *config) {
  buffer_free(&config->prefix);
}
