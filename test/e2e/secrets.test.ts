import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { buildWasiPlugin } from "../support/hostile-plugin.ts";

const secret = "s3cr3t-t0ken";

/** A destination that answers 200 and keeps the headers of what it was asked. */
async function startDestination(): Promise<{ host: string; requests: IncomingHttpHeaders[] }> {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    response.end("good");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

it.each([
  ["the environment", "${secret:TOKEN}"],
  ["a file", "${secret:file:./token}"],
])(
  "a header with a secret from %s reaches the destination, and nobody else gets to see it",
  async (_, reference) => {
    const { host, requests } = await startDestination();
    const folder = new TemporaryFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    folder.file("token", `${secret}\n`);
    const asks = `(data (i32.const 1024) "${host}") (func $trick (call $ask (i32.const 1024) (i32.const ${host.length})))`;
    folder.file("asks.wasm", await buildWasiPlugin(asks));
    const config = folder.file(
      "spandock.yaml",
      `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  asks:
    plugin: ./asks.wasm
    permissions:
      http: [{ origin: "http://${host}", headers: { authorization: "Bearer ${reference}" } }]
service:
  admin: { endpoint: "127.0.0.1:0" }
  telemetry: { logs: { level: trace } }
  pipelines: { traces: { receivers: [otlp], exporters: [asks] } }
`,
    );
    const agent = new AgentProcess(["run", "-c", config], { cwd: folder.path, env: { TOKEN: secret } });
    onTestFinished(() => agent[Symbol.asyncDispose]());
    await agent.line((line) => line.msg === "ready");
    const response = await fetch(`${await agent.url("otlp/http")}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ name: "a" }] }] }] }),
    });
    expect(response.status).toBe(200);
    await agent.line((line) => line.msg === "done");
    const health = await (await fetch(`${await agent.url("admin")}/healthz`)).text();
    expect(await agent.stop()).toBe(0);

    expect(requests.map(({ authorization }) => authorization)).toEqual([`Bearer ${secret}`]);
    expect(agent.output + agent.stderr + health).not.toContain(secret);
  },
);
