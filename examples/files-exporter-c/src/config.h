#ifndef CONFIG_H
#define CONFIG_H

#include "../spandock/json_value.h"

/* What the user configures. */
struct config {
  char **file_paths;
  size_t count;
};

/*
 * Reads the config from the JSON that the agent makes of its YAML. On false, nothing is left to be freed, and
 * `problems` says what is wrong, one problem a line, each with the path of keys that leads to it.
 */
bool config_read(struct bytes json, struct config *config, struct buffer *problems);

void config_free(struct config *config);

#endif
