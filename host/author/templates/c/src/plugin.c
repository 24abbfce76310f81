/*
 * What the agent calls. Arguments belong to these functions, and are freed here; what they answer belongs to
 * the bindings, which free it when the agent has read it.
 */
#include "../spandock/plugin.h"

#include "config.h"
#include "span_lines.h"

#include <stdlib.h>

/* wit-bindgen's names are long. */
typedef exports_spandock_exporter_trace_exporter_plugin_own_trace_exporter_t handle;
typedef exports_spandock_exporter_trace_exporter_plugin_list_own_trace_exporter_t handle_list;
typedef exports_spandock_exporter_trace_exporter_plugin_trace_exporter_t exporter;
typedef exports_spandock_exporter_trace_exporter_plugin_span_batch_t span_batch;
typedef exports_spandock_exporter_trace_exporter_plugin_accepted_t accepted;
typedef exports_spandock_exporter_trace_exporter_plugin_failure_t failure;
typedef exports_spandock_exporter_trace_exporter_plugin_config_type_t config_type;

/* One destination for spans. A plugin may make several; each gets every batch. */
struct exports_spandock_exporter_trace_exporter_plugin_trace_exporter_t {
  struct config config;
};

static plugin_string_t give(struct buffer text) {
  return (plugin_string_t){.ptr = text.at, .len = text.length};
}

/* Writes one line to the agent's log. */
static void log_line(spandock_exporter_log_level_t level, struct bytes line) {
  plugin_string_t message = {.ptr = (uint8_t *)line.at, .len = line.length};
  plugin_list_tuple2_string_string_t no_fields = {0};
  spandock_exporter_log_log(level, &message, &no_fields);
}

static void log_span(struct bytes line) {
  log_line(SPANDOCK_EXPORTER_LOG_LEVEL_INFO, line);
}

void out_of_memory(void) {
  static const char text[] = "out of memory";
  log_line(SPANDOCK_EXPORTER_LOG_LEVEL_CRITICAL, (struct bytes){(const uint8_t *)text, sizeof text - 1});
}

/* Reads YAML by the agent's parser; JSON is read as it is. */
static bool read_config(plugin_list_u8_t *blob, config_type type, struct config *config,
                        struct buffer *error) {
  if (type != SPANDOCK_EXPORTER_TYPES_CONFIG_TYPE_YAML) {
    return config_read((struct bytes){blob->ptr, blob->len}, config, error);
  }
  plugin_string_t yaml = {.ptr = blob->ptr, .len = blob->len}, json, problem;
  if (!spandock_exporter_config_yaml_to_json(&yaml, &json, &problem)) {
    buffer_add(error, problem.ptr, problem.len);
    plugin_string_free(&problem);
    return false;
  }
  bool is_good = config_read((struct bytes){json.ptr, json.len}, config, error);
  plugin_string_free(&json);
  return is_good;
}

/* Called once, with what stands under `config:` in spandock.yaml. */
bool exports_spandock_exporter_trace_exporter_plugin_trace_exporters_from_config(plugin_list_u8_t *blob,
                                                                                 config_type type,
                                                                                 handle_list *made,
                                                                                 plugin_string_t *error) {
  struct buffer text = {0};
  struct config config;
  bool is_good = read_config(blob, type, &config, &text);
  plugin_list_u8_free(blob);
  if (!is_good) {
    *error = give(text);
    return false;
  }
  exporter *only = reallocate(NULL, sizeof *only);
  only->config = config;
  made->len = 1;
  made->ptr = reallocate(NULL, sizeof(handle));
  made->ptr[0] = exports_spandock_exporter_trace_exporter_plugin_trace_exporter_new(only);
  return true;
}

/* Called once for each batch. */
bool exports_spandock_exporter_trace_exporter_plugin_method_trace_exporter_export_spans(exporter *self,
                                                                                        span_batch *batch,
                                                                                        accepted *taken,
                                                                                        failure *failed) {
  struct bytes request = {batch->spans.ptr, batch->spans.len};
  struct bytes prefix = {self->config.prefix.at, self->config.prefix.length};
  struct otlp_problem problem;
  bool is_good = otlp_check(request, &problem);
  if (is_good) {
    span_lines(request, prefix, log_span);
    *taken = (accepted){0};
  } else {
    /* When a destination is away: FAILURE_RETRYABLE, and the same batch comes again. */
    struct buffer text = {0};
    buffer_print(&text, "malformed OTLP protobuf at byte %zu: %s", problem.offset, problem.what);
    *failed = (failure){.tag = SPANDOCK_EXPORTER_TYPES_FAILURE_PERMANENT, .val.permanent = give(text)};
  }
  exports_spandock_exporter_trace_exporter_plugin_span_batch_free(batch);
  return is_good;
}

/* Called once, after the last batch: flush, sync, close. False with a text when that fails. */
bool exports_spandock_exporter_trace_exporter_plugin_stop(plugin_string_t *error) {
  (void)error;
  return true;
}

/* The agent has let go of an exporter. */
void exports_spandock_exporter_trace_exporter_plugin_trace_exporter_destructor(exporter *self) {
  config_free(&self->config);
  free(self);
}
