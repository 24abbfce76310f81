import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadPlugin } from "../../guest-sdk/test/support/load-plugin.ts";
import { exampleWasm } from "../support/examples.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";

const bytes = encodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", {
  resourceSpans: [
    {
      resource: {
        attributes: [
          { key: "service.name", value: { stringValue: "shop" } },
          { key: "host.name", value: { stringValue: "h1" } },
        ],
      },
      scopeSpans: [
        {
          scope: { name: "pay-lib", version: "1.2" },
          spans: [
            {
              traceId: new Uint8Array(16).fill(1),
              spanId: new Uint8Array(8).fill(2),
              parentSpanId: new Uint8Array(8).fill(3),
              name: "charge card",
              kind: 3,
              startTimeUnixNano: "1000000000",
              endTimeUnixNano: "1012062000",
              attributes: [
                {
                  key: "amounts",
                  value: { arrayValue: { values: [{ intValue: "3" }, { doubleValue: 0.5 }] } },
                },
                { key: "raw", value: { bytesValue: Uint8Array.of(0, 255) } },
                {
                  key: "card",
                  value: { kvlistValue: { values: [{ key: "valid", value: { boolValue: false } }] } },
                },
              ],
              events: [{ name: "declined", timeUnixNano: "1010000000" }],
              links: [{ traceId: new Uint8Array(16).fill(4), spanId: new Uint8Array(8).fill(5) }],
              droppedEventsCount: 2,
              status: { code: 2, message: "no cover" },
            },
          ],
        },
      ],
    },
  ],
});

/** What the exporter logs of one batch. */
async function logged(config: string) {
  const plugin = await loadPlugin(readFileSync(exampleWasm("debug-exporter")));
  const made = plugin.configure(config);
  if ("err" in made) throw new Error(made.err);
  expect(made.ok[0]!.exportSpans(bytes)).toHaveProperty("ok");
  return plugin.log;
}

const head = "1 span from shop on h1";
const ids = `trace ${"01".repeat(16)} span ${"02".repeat(8)} parent ${"03".repeat(8)}`;
const span = `charge card (client, 12.062 ms, error: no cover) ${ids} by pay-lib 1.2`;

describe("the debug exporter", () => {
  it.each([
    [`{"verbosity": "basic"}`, [head]],
    ["{}", [head, span]],
    ["", [head, span]],
  ])("prints for the config %s as much as it asks for", async (config, messages) => {
    const log = await logged(config || "null");
    expect(log).toEqual(messages.map((message) => ({ level: "info", message, fields: {} })));
  });

  it("prints attributes, events, links and what was dropped in detail", async () => {
    const log = await logged(`{"verbosity": "detailed"}`);
    expect(log.map(({ message, fields }) => [message, fields])).toEqual([
      [head, { "service.name": "shop", "host.name": "h1" }],
      [span, { amounts: "[3, 0.5]", raw: "0x00ff", card: "{valid: false}" }],
      ["  event declined after 10 ms", {}],
      [`  link to trace ${"04".repeat(16)} span ${"05".repeat(8)}`, {}],
      ["  dropped by the sender: 2 events", {}],
    ]);
  });

  it("refuses a verbosity that it does not know", async () => {
    await expect(logged(`{"verbosity": "loud"}`)).rejects.toThrow(
      "verbosity: expected basic, normal, detailed, found loud",
    );
  });
});
