import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

it("spandock plugin bench measures against the reference of the package, as a table, JSON and a chart", async () => {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  folder.file("config.yaml", "file_paths: [/out/a.jsonl]\n");
  const files = ["plugin", "bench", exampleWasm("files-exporter"), "--quick"];
  const granted = [...files, "--config", "config.yaml", "--allow-dir", "/out=./out"];

  const shown = new AgentProcess([...granted, "--svg", "chart.svg"], { cwd: folder.path });
  expect([await shown.exit(), shown.stderr]).toEqual([0, ""]);
  expect(shown.output).toMatch(/^ +8,192( +[\d.,]+){7} +[\d.,]+ × +[\d.,]+ ×$/m);
  expect(readFileSync(join(folder.path, "chart.svg"), "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);

  const asJson = new AgentProcess([...granted, "--json"], { cwd: folder.path });
  expect(await asJson.exit()).toBe(0);
  expect(JSON.parse(asJson.output).rows).toHaveLength(4);

  const refused = new AgentProcess(files, { cwd: folder.path });
  expect(await refused.exit()).toBe(1);
  expect(refused.stderr).toMatch(
    /^error\[PLUGIN_CONFIG_REFUSED\]: .*No parsed filepaths\n {2}fix: .*--config FILE/,
  );
});
