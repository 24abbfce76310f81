#include "../src/config.h"

#include "check.h"

#include <string.h>

static void refuses(const char *json, const char *reason) {
  struct config config;
  struct buffer problems = {0};
  CHECK(!config_read(text_bytes(json), &config, &problems));
  CHECK_TEXT(&problems, reason);
}

void test_config(void) {
  struct config config;
  struct buffer problems = {0};
  CHECK(config_read(text_bytes("{\"file_paths\": [\"/out/a\", \"/out/\\u00e4 \\ud83d\\ude00\\n\"]}"), &config,
                    &problems));
  CHECK(config.count == 2 && strcmp(config.file_paths[1], "/out/ä 😀\n") == 0);
  config_free(&config);
  CHECK_TEXT(&problems, "");

  refuses("", "config: not valid JSON at byte 1: expected a value");
  refuses("{}", "No parsed filepaths");
  refuses("null", "No parsed filepaths");
  refuses("{\"file_paths\": []}", "No parsed filepaths");
  refuses("{\"file_paths\": null}", "No parsed filepaths");
  refuses("[1]", "config: expected a mapping, found a list");
  refuses("{\"file_paths\": \"/out/a\"}", "file_paths: expected a list, found the text /out/a");
  refuses("{\"file_paths\": {}}", "file_paths: expected a list, found a mapping");
  refuses("{\"file_paths\": [\"/out/a\", 3, true]}",
          "file_paths[1]: expected a text, found 3\nfile_paths[2]: expected a text, found true");
  refuses("{\"file_paths\": [\"/out/a\\u0000b\"]}", "file_paths[0]: a path can't hold a zero byte");
  refuses("{\"file_path\": [], \"file_paths\": []}", "file_path: unknown key; expected file_paths");
  refuses("{\"file_paths\": [\"/out/a\"", "config: not valid JSON at byte 25: expected a comma or ]");
  refuses("{\"file_paths\": [\"\\ud83d\\u12\"]}",
          "config: not valid JSON at byte 28: expected four hex digits");
  refuses("{\"file_paths\": [-]}", "config: not valid JSON at byte 18: not a number");
  refuses("{} {}", "config: not valid JSON at byte 4: expected the end");

  struct buffer deep = {0};
  for (int i = 0; i < 200; i++) buffer_add_text(&deep, "[");
  CHECK(!config_read((struct bytes){deep.at, deep.length}, &config, &problems));
  buffer_free(&deep);
  CHECK_TEXT(&problems, "config: not valid JSON at byte 102: nested deeper than 100");
}
