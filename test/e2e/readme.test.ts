import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { AgentProcess } from "../support/agent-process.ts";
import { documentedFiles } from "../support/documented-files.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

it("the README's first own plugin compiles with plain asc, and its log shows the spans", async () => {
  mkdirSync(join(root, "build"), { recursive: true });
  // Inside the checkout, so that the SDK is found as if it had been installed here.
  const folder = mkdtempSync(join(root, "build", "readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = documentedFiles("README.md");
  expect([...files.keys()]).toEqual(["my-exporter.ts", "asconfig.json"]);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);

  execFileSync("npx", ["asc", "my-exporter.ts", "--config", "asconfig.json", "--target", "release"], {
    cwd: folder,
  });

  writeFileSync(join(folder, "greeting.yaml"), "greeting: good evening\n");
  const flags = ["--plugin", "build/my-exporter.wasm", "--plugin-config", "greeting.yaml"];
  const agent = new AgentProcess(["run", ...flags], { cwd: folder });
  onTestFinished(() => agent[Symbol.asyncDispose]());
  await agent.line((line) => line.msg === "ready");
  const span = { traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174", name: "walk" };
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "dog" } }] };
  const response = await fetch(`${await agent.url("otlp/http")}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(response.status).toBe(200);
  await agent.line((line) => line.msg === "good evening walk of dog");
  expect(await agent.stop()).toBe(0);
});
