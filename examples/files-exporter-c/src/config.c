#include "config.h"

#include <stdlib.h>
#include <string.h>

static const char only_key[] = "file_paths";

/* Begins a problem of its own, on a line of its own. */
static void begin_problem(struct buffer *problems) {
  if (problems->length > 0) buffer_add_text(problems, "\n");
}

static void expected(struct buffer *problems, const char *what, const struct json_value *found) {
  buffer_print(problems, ": expected %s, found ", what);
  json_describe(found, problems);
}

static void refuse_unknown_keys(const struct json_value *root, struct buffer *problems) {
  for (size_t i = 0; i < root->count; i++) {
    const struct buffer *key = &root->keys[i];
    if (key->length == strlen(only_key) && memcmp(key->at, only_key, key->length) == 0) continue;
    begin_problem(problems);
    buffer_add(problems, key->at, key->length);
    buffer_print(problems, ": unknown key; expected %s", only_key);
  }
}

/* A path of its own, ended by a zero. A zero inside would cut it short: such a path is refused. */
static char *read_path(const struct json_value *value, size_t index, struct buffer *problems) {
  const struct buffer *text = &value->text;
  bool is_text = value->kind == json_text;
  if (is_text && strlen((const char *)text->at) == text->length) {
    return memcpy(reallocate(NULL, text->length + 1), text->at, text->length + 1);
  }
  begin_problem(problems);
  buffer_print(problems, "%s[%zu]", only_key, index);
  if (is_text)
    buffer_add_text(problems, ": a path can't hold a zero byte");
  else
    expected(problems, "a text", value);
  return NULL;
}

static void read_paths(const struct json_value *list, struct config *config, struct buffer *problems) {
  if (list == NULL || list->kind == json_null) return;
  if (list->kind != json_list) {
    begin_problem(problems);
    buffer_add_text(problems, only_key);
    expected(problems, "a list", list);
    return;
  }
  config->file_paths = reallocate(NULL, (list->count + 1) * sizeof *config->file_paths);
  for (size_t i = 0; i < list->count; i++) {
    char *path = read_path(&list->items[i], i, problems);
    if (path != NULL) config->file_paths[config->count++] = path;
  }
}

bool config_read(struct bytes json, struct config *config, struct buffer *problems) {
  *config = (struct config){0};
  struct json_value root;
  struct buffer problem = {0};
  if (!json_read(json, &root, &problem)) {
    buffer_add_text(problems, "config: ");
    buffer_add(problems, problem.at, problem.length);
    buffer_free(&problem);
    return false;
  }
  if (root.kind == json_map) {
    refuse_unknown_keys(&root, problems);
    read_paths(json_member(&root, only_key), config, problems);
  } else if (root.kind != json_null) {
    buffer_add_text(problems, "config");
    expected(problems, "a mapping", &root);
  }
  json_free(&root);
  if (problems->length == 0 && config->count == 0) buffer_add_text(problems, "No parsed filepaths");
  if (problems->length == 0) return true;
  config_free(config);
  return false;
}

void config_free(struct config *config) {
  for (size_t i = 0; i < config->count; i++) free(config->file_paths[i]);
  free(config->file_paths);
  *config = (struct config){0};
}
