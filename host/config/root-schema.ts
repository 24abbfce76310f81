import { exporters } from "./exporters-schema.ts";
import { object } from "./read-collections.ts";
import { receivers } from "./receivers-schema.ts";
import { service } from "./service-schema.ts";

/** The whole config file. */
export const rootSchema = object(
  { receivers, exporters, service },
  {
    required: {
      receivers: "a map of receivers, such as otlp",
      exporters: "a map of exporters",
      service: "a map with pipelines",
    },
    advice: {
      processors:
        "Leave it out: batching is an exporter's `batch`, and memory is limited by service.memory_limiter.",
      extensions: "Leave it out: spandock has no extensions; health is at service.admin.",
      connectors: "Leave it out: spandock has no connectors.",
    },
  },
);
