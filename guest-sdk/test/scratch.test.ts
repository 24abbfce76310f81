import { readFileSync } from "node:fs";
import { it } from "vitest";
import { loadPlugin } from "./support/load-plugin.ts";
it("runs", async () => {
  const p = await loadPlugin(readFileSync("examples/counting-exporter/build/counting-exporter.wasm"));
  console.log(p.imports, p.memory());
  const c = p.configure("");
  const e = (c as any).ok[0];
  console.log(e.exportSpans(new Uint8Array(100), 5));
  const big = new Uint8Array(450_000);
  let t = performance.now();
  for (let i = 0; i < 300000; i++) e.exportSpans(big.subarray(0, 100), 5);
  console.log((performance.now() - t) / 300, "us/small", p.memory());
  t = performance.now();
  for (let i = 0; i < 5000; i++) e.exportSpans(big, 5);
  console.log((performance.now() - t) / 5, "us/big", p.memory());
  console.log(p.stop(), p.log);
});
