/* Whatever bytes come as a batch or as a config: no access out of bounds, no leak, and no half-written line.
 */
#include "../spandock/otlp.h"
#include "../src/config.h"
#include "../src/json_writer.h"
#include "../src/write_node.h"
#include "../src/write_span.h"

#include <stdlib.h>
#include <string.h>

void out_of_memory(void) {
  abort();
}

/* What came out of any batch has to be JSON; only our reader's limit of depth may be in the way of seeing it.
 */
static void require_json(const struct buffer *out) {
  struct json_value value;
  struct buffer problem = {0};
  if (!json_read((struct bytes){out->at, out->length}, &value, &problem)) {
    buffer_add(&problem, "", 1);
    if (strstr((const char *)problem.at, "nested deeper") == NULL) abort();
  }
  buffer_free(&problem);
  json_free(&value);
}

static void write_batch(struct bytes batch) {
  struct json_writer json = {0};
  struct fields fields = fields_of(batch);
  json_begin_array(&json);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag != REQUEST_RESOURCE_SPANS) continue;
    write_node(&json, field.payload);
    write_spans(&json, field.payload);
  }
  json_end_array(&json);
  require_json(&json.out);
  buffer_free(&json.out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct bytes input = {data, size};
  struct otlp_problem problem;
  if (otlp_check(input, &problem))
    write_batch(input);
  else if (problem.what == NULL || problem.offset > size)
    abort();

  struct config config;
  struct buffer problems = {0};
  if (config_read(input, &config, &problems)) config_free(&config);
  buffer_free(&problems);
  return 0;
}
