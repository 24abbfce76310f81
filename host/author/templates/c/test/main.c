#include "../src/config.h"
#include "../src/span_lines.h"
#include "batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

/* Compares what is in a buffer, and empties it. */
static void expect(struct buffer *found, const char *expected) {
  buffer_add(found, "", 1);
  if (strcmp((const char *)found->at, expected) != 0) {
    failures++;
    fprintf(stderr, "expected %s\nfound    %s\n", expected, (const char *)found->at);
  }
  buffer_free(found);
}

void out_of_memory(void) {
  abort();
}

static struct buffer lines;

static void collect(struct bytes line) {
  buffer_add(&lines, line.at, line.length);
  buffer_add_text(&lines, "\n");
}

static void test_span_lines(void) {
  struct buffer of_shop[] = {
      make_span("checkout", 0, 12500000),
      make_span("ship", 0, 1499),
      make_span("pay", 1, 1000000001),
  };
  struct buffer of_nobody[] = {make_span("back", 5, 4)};
  struct buffer shop = make_resource_spans("shop", of_shop, 3);
  struct buffer nobody = make_resource_spans(NULL, of_nobody, 1);
  struct buffer request = {0};
  add_message(&request, REQUEST_RESOURCE_SPANS, &shop);
  add_message(&request, REQUEST_RESOURCE_SPANS, &nobody);
  span_lines((struct bytes){request.at, request.length}, (struct bytes){(const uint8_t *)"span", 4}, collect);
  buffer_free(&request);
  expect(&lines, "span checkout took 12.5 ms in shop\n"
                 "span ship took 0.001 ms in shop\n"
                 "span pay took 1000 ms in shop\n"
                 "span back took 0 ms in an unknown service\n");
}

static void test_config(const char *json, const char *prefix, const char *refusal) {
  struct config config;
  struct buffer problem = {0};
  config_read((struct bytes){(const uint8_t *)json, strlen(json)}, &config, &problem);
  expect(&config.prefix, prefix);
  expect(&problem, refusal);
}

int main(void) {
  test_span_lines();
  test_config("{\"prefix\": \"late\"}", "late", "");
  test_config("{}", "span", "");
  test_config("null", "span", "");
  test_config("{\"prefix\": 3}", "", "prefix: expected a text, found 3");
  test_config("{\"perfix\": \"late\"}", "", "perfix: unknown key; expected prefix");
  test_config("[]", "", "config: expected a mapping, found a list");
  puts(failures == 0 ? "all tests pass" : "some tests fail");
  return failures == 0 ? 0 : 1;
}
