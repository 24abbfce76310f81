import type { Schema } from "../admin/json-schema.ts";

const endpoint: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    serviceName: { type: "string" },
    ipv4: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+\\.\\d+$" },
    ipv6: { type: "string", pattern: "^[0-9a-f:.]+$" },
    port: { type: "integer", minimum: 1 },
  },
};

/**
 * A list of spans as Zipkin's v2 API takes it. Members, types and bounds are those of its public description
 * (https://github.com/openzipkin/zipkin-api/blob/master/zipkin2-api.yaml); nothing else may come.
 */
export const zipkinSpans: Schema = {
  type: "array",
  items: {
    type: "object",
    required: ["traceId", "id"],
    additionalProperties: false,
    properties: {
      traceId: { type: "string", pattern: "^([0-9a-f]{16}){1,2}$" },
      parentId: { type: "string", pattern: "^[0-9a-f]{16}$" },
      id: { type: "string", pattern: "^[0-9a-f]{16}$" },
      kind: { type: "string", enum: ["CLIENT", "SERVER", "PRODUCER", "CONSUMER"] },
      name: { type: "string" },
      timestamp: { type: "integer", minimum: 1 },
      duration: { type: "integer", minimum: 1 },
      debug: { type: "boolean" },
      shared: { type: "boolean" },
      localEndpoint: endpoint,
      remoteEndpoint: endpoint,
      annotations: {
        type: "array",
        items: {
          type: "object",
          required: ["timestamp", "value"],
          additionalProperties: false,
          properties: { timestamp: { type: "integer" }, value: { type: "string" } },
        },
      },
      tags: { type: "object", additionalProperties: { type: "string" } },
    },
  },
};
