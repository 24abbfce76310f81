/*
 * What the agent calls. Arguments belong to these functions, and are freed here; what they answer belongs to
 * the bindings, which free it when the agent has read it.
 */
#include "../spandock/plugin.h"

#include "config.h"
#include "file_exporter.h"

#include <stdlib.h>
#include <string.h>

/* wit-bindgen's names are long. */
typedef exports_spandock_exporter_trace_exporter_plugin_own_trace_exporter_t handle;
typedef exports_spandock_exporter_trace_exporter_plugin_list_own_trace_exporter_t handle_list;
typedef exports_spandock_exporter_trace_exporter_plugin_trace_exporter_t representation;
typedef exports_spandock_exporter_trace_exporter_plugin_span_batch_t span_batch;
typedef exports_spandock_exporter_trace_exporter_plugin_accepted_t accepted;
typedef exports_spandock_exporter_trace_exporter_plugin_failure_t failure;
typedef exports_spandock_exporter_trace_exporter_plugin_config_type_t config_type;

/* They stay when the agent has let go of its handles: only stop closes the files. */
static struct file_exporter **exporters;
static size_t exporter_count;

static plugin_string_t give(struct buffer text) {
  return (plugin_string_t){.ptr = text.at, .len = text.length};
}

void out_of_memory(void) {
  static char text[] = "out of memory";
  plugin_string_t message = {.ptr = (uint8_t *)text, .len = sizeof text - 1};
  plugin_list_tuple2_string_string_t no_fields = {0};
  spandock_exporter_log_log(SPANDOCK_EXPORTER_LOG_LEVEL_CRITICAL, &message, &no_fields);
}

/* Reads the config by the agent's YAML parser. */
static bool read_yaml(plugin_list_u8_t *yaml, struct config *config, struct buffer *error) {
  plugin_string_t text = {.ptr = yaml->ptr, .len = yaml->len}, json, problem;
  if (!spandock_exporter_config_yaml_to_json(&text, &json, &problem)) {
    buffer_add_text(error, "config: ");
    buffer_add(error, problem.ptr, problem.len);
    plugin_string_free(&problem);
    return false;
  }
  bool is_good = config_read((struct bytes){json.ptr, json.len}, config, error);
  plugin_string_free(&json);
  return is_good;
}

/* Opens all files, or none. */
static bool open_all(const struct config *config, struct buffer *error) {
  exporters = reallocate(exporters, (exporter_count + config->count) * sizeof *exporters);
  size_t first = exporter_count;
  for (size_t i = 0; i < config->count; i++) {
    struct file_exporter *exporter = file_exporter_open(config->file_paths[i], error);
    if (exporter == NULL) {
      while (exporter_count > first) file_exporter_free(exporters[--exporter_count]);
      return false;
    }
    exporters[exporter_count++] = exporter;
  }
  return true;
}

static bool configure(plugin_list_u8_t *blob, config_type type, handle_list *made, struct buffer *error) {
  if (type != SPANDOCK_EXPORTER_TYPES_CONFIG_TYPE_YAML) {
    bool is_json = type == SPANDOCK_EXPORTER_TYPES_CONFIG_TYPE_JSON;
    buffer_print(error, "Only parsing configs of YAML type, got %s", is_json ? "JSON" : "unknown");
    return false;
  }
  struct config config;
  if (!read_yaml(blob, &config, error)) return false;
  size_t first = exporter_count;
  bool is_open = open_all(&config, error);
  config_free(&config);
  if (!is_open) return false;
  made->len = exporter_count - first;
  made->ptr = reallocate(NULL, made->len * sizeof *made->ptr);
  for (size_t i = 0; i < made->len; i++) {
    made->ptr[i] = exports_spandock_exporter_trace_exporter_plugin_trace_exporter_new(
        (representation *)exporters[first + i]);
  }
  return true;
}

bool exports_spandock_exporter_trace_exporter_plugin_trace_exporters_from_config(plugin_list_u8_t *blob,
                                                                                 config_type type,
                                                                                 handle_list *made,
                                                                                 plugin_string_t *error) {
  struct buffer text = {0};
  bool is_good = configure(blob, type, made, &text);
  plugin_list_u8_free(blob);
  if (!is_good) *error = give(text);
  return is_good;
}

bool exports_spandock_exporter_trace_exporter_plugin_method_trace_exporter_export_spans(representation *self,
                                                                                        span_batch *batch,
                                                                                        accepted *taken,
                                                                                        failure *failed) {
  struct buffer text = {0};
  struct bytes request = {batch->spans.ptr, batch->spans.len};
  enum export_result result = file_exporter_export((struct file_exporter *)self, request, &text);
  exports_spandock_exporter_trace_exporter_plugin_span_batch_free(batch);
  *taken = (accepted){0};
  *failed = (failure){0};
  switch (result) {
  case export_accepted: return true;
  case export_retryable:
    failed->tag = SPANDOCK_EXPORTER_TYPES_FAILURE_RETRYABLE;
    failed->val.retryable.message = give(text);
    return false;
  case export_permanent:
    failed->tag = SPANDOCK_EXPORTER_TYPES_FAILURE_PERMANENT;
    failed->val.permanent = give(text);
    return false;
  }
  abort();
}

bool exports_spandock_exporter_trace_exporter_plugin_stop(plugin_string_t *error) {
  struct buffer errors = {0};
  for (size_t i = 0; i < exporter_count; i++) {
    struct buffer problem = {0};
    if (!file_exporter_sync(exporters[i], &problem)) {
      if (errors.length > 0) buffer_add_text(&errors, "\n");
      buffer_add(&errors, problem.at, problem.length);
    }
    buffer_free(&problem);
    file_exporter_close(exporters[i]);
  }
  if (errors.length == 0) return true;
  *error = give(errors);
  return false;
}

void exports_spandock_exporter_trace_exporter_plugin_trace_exporter_destructor(representation *exporter) {
  (void)exporter;
}
