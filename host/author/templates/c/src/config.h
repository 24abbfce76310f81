#ifndef CONFIG_H
#define CONFIG_H

#include "../spandock/json_value.h"

/* What stands under `config:` in spandock.yaml. */
struct config {
  /* Each line begins with it. */
  struct buffer prefix;
};

/*
 * Reads the config from the JSON that the agent makes of its YAML. On false, `problem` says what is wrong,
 * with the key; the config is empty then.
 */
bool config_read(struct bytes json, struct config *config, struct buffer *problem);

void config_free(struct config *config);

#endif
