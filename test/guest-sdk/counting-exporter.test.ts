import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadPlugin } from "../../guest-sdk/test/support/load-plugin.ts";
import { exampleWasm } from "../support/examples.ts";

it("the counting exporter logs its totals when it stops", async () => {
  const plugin = await loadPlugin(readFileSync(exampleWasm("counting-exporter")));
  const made = plugin.configure("");
  if ("err" in made) throw new Error(made.err);
  for (let i = 0; i < 10; i++) made.ok[0]!.exportSpans(new Uint8Array(100), 7);
  expect(plugin.stop()).toEqual({ ok: undefined });
  expect(plugin.log).toEqual([
    { level: "info", message: "counted", fields: { batches: "10", spans: "70", bytes: "1000" } },
  ]);
});
