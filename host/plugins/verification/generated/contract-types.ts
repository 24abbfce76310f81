// Made by wit/generate.mjs from wit/exporter.wit. Change those.
import type { InstanceItem, Item, Resource, ValueType } from "../../../sandbox/index.ts";

const level: ValueType = { kind: "enum", names: ["trace", "debug", "info", "warn", "error", "critical"] };

const accepted: ValueType = {
  kind: "record",
  fields: [
    { name: "rejected-spans", type: { kind: "primitive", name: "u32" } },
    { name: "message", type: { kind: "option", some: { kind: "primitive", name: "string" } } },
  ],
};

const configType: ValueType = { kind: "enum", names: ["unknown", "yaml", "json"] };

const retryable: ValueType = {
  kind: "record",
  fields: [
    { name: "message", type: { kind: "primitive", name: "string" } },
    { name: "retry-after-ms", type: { kind: "option", some: { kind: "primitive", name: "u32" } } },
  ],
};

const failure: ValueType = {
  kind: "variant",
  cases: [
    { name: "retryable", type: retryable },
    { name: "permanent", type: { kind: "primitive", name: "string" } },
  ],
};

const spanBatch: ValueType = {
  kind: "record",
  fields: [
    { name: "spans", type: { kind: "list", element: { kind: "primitive", name: "u8" } } },
    { name: "span-count", type: { kind: "primitive", name: "u32" } },
  ],
};

const traceExporter: Resource = {
  kind: "resource",
  name: "spandock:exporter/trace-exporter-plugin@1.0.0.trace-exporter",
};

/** The interfaces of the contract, by their full names. */
export const contractInterfaces: ReadonlyMap<string, InstanceItem> = new Map<string, InstanceItem>([
  [
    "spandock:exporter/log@1.0.0",
    {
      kind: "instance",
      items: new Map<string, Item>([
        ["level", { kind: "type", type: level }],
        [
          "log",
          {
            kind: "function",
            async: false,
            parameters: [
              { name: "level", type: level },
              { name: "message", type: { kind: "primitive", name: "string" } },
              {
                name: "fields",
                type: {
                  kind: "list",
                  element: {
                    kind: "tuple",
                    elements: [
                      { kind: "primitive", name: "string" },
                      { kind: "primitive", name: "string" },
                    ],
                  },
                },
              },
            ],
          },
        ],
      ]),
    },
  ],
  [
    "spandock:exporter/config@1.0.0",
    {
      kind: "instance",
      items: new Map<string, Item>([
        [
          "yaml-to-json",
          {
            kind: "function",
            async: false,
            parameters: [{ name: "yaml", type: { kind: "primitive", name: "string" } }],
            result: {
              kind: "result",
              ok: { kind: "primitive", name: "string" },
              err: { kind: "primitive", name: "string" },
            },
          },
        ],
      ]),
    },
  ],
  [
    "spandock:exporter/types@1.0.0",
    {
      kind: "instance",
      items: new Map<string, Item>([
        ["accepted", { kind: "type", type: accepted }],
        ["config-type", { kind: "type", type: configType }],
        ["retryable", { kind: "type", type: retryable }],
        ["failure", { kind: "type", type: failure }],
        ["span-batch", { kind: "type", type: spanBatch }],
      ]),
    },
  ],
  [
    "spandock:exporter/trace-exporter-plugin@1.0.0",
    {
      kind: "instance",
      items: new Map<string, Item>([
        ["accepted", { kind: "type", type: accepted }],
        ["config-type", { kind: "type", type: configType }],
        ["failure", { kind: "type", type: failure }],
        ["span-batch", { kind: "type", type: spanBatch }],
        ["trace-exporter", { kind: "type", type: traceExporter }],
        [
          "[method]trace-exporter.export-spans",
          {
            kind: "function",
            async: false,
            parameters: [
              { name: "self", type: { kind: "borrow", resource: traceExporter } },
              { name: "batch", type: spanBatch },
            ],
            result: { kind: "result", ok: accepted, err: failure },
          },
        ],
        [
          "trace-exporters-from-config",
          {
            kind: "function",
            async: false,
            parameters: [
              { name: "blob", type: { kind: "list", element: { kind: "primitive", name: "u8" } } },
              { name: "config-type", type: configType },
            ],
            result: {
              kind: "result",
              ok: { kind: "list", element: { kind: "own", resource: traceExporter } },
              err: { kind: "primitive", name: "string" },
            },
          },
        ],
        [
          "stop",
          {
            kind: "function",
            async: false,
            parameters: [],
            result: { kind: "result", err: { kind: "primitive", name: "string" } },
          },
        ],
      ]),
    },
  ],
]);
