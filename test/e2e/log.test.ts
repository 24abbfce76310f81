import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

const cli = fileURLToPath(new URL("../../dist/host/cli/main.js", import.meta.url));

function startAgent(): ChildProcess {
  const folder = new TemporaryFolder();
  const config = folder.file(
    "spandock.yaml",
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters: { count: { plugin: ${exampleWasm("counting-exporter")} } }
service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [count] } }
`,
  );
  const agent = spawn(process.execPath, [cli, "run", "-c", config, "--log-level", "trace"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    agent.kill("SIGKILL");
    folder[Symbol.dispose]();
  });
  return agent;
}

it("an agent whose log nobody reads any more goes on, and ends well", async () => {
  const agent = startAgent();
  let url = "";
  for await (const line of createInterface({ input: agent.stdout! })) {
    const { msg, component, endpoint } = JSON.parse(line);
    if (component === "otlp/http") url = `http://${endpoint}/v1/traces`;
    if (msg === "ready") break;
  }
  agent.stdout!.destroy();

  for (let round = 0; round < 3; round++) {
    const response = await fetch(url, {
      method: "POST",
      body: "not otlp",
      headers: { "content-type": "text/plain" },
    });
    expect(response.status).toBe(415);
  }
  agent.kill("SIGTERM");
  expect(await once(agent, "exit")).toEqual([0, null]);
});
