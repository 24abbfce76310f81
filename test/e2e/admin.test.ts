import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ExporterView } from "../../host/contract/index.ts";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";

const token = "a-token-for-this-test";
const secret = "hidden-from-everyone";

async function setUp(admin = "") {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const file = folder.file(
    "spandock.yaml",
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
  counting: { plugin: ${exampleWasm("counting-exporter")}, config: { api_key: ${secret} } }
service:
  admin: { endpoint: "127.0.0.1:0"${admin} }
  pipelines: { traces: { receivers: [otlp], exporters: [counting] } }
`,
  );
  const agent = await AgentProcess.run(file);
  onTestFinished(() => agent[Symbol.asyncDispose]());
  const url = await agent.url("admin");
  const exporters = async (...args: string[]) => {
    const env = { SPANDOCK_ADMIN: url, SPANDOCK_ADMIN_TOKEN: admin === "" ? "" : token };
    const command = new AgentProcess(["exporters", ...args], { env });
    const code = await command.exit();
    return { code, stdout: command.output, stderr: command.stderr };
  };
  const list = async (): Promise<ExporterView[]> =>
    JSON.parse((await exporters("list", "--json")).stdout).exporters;
  return { agent, folder, url, exporters, list };
}

const spans = (count: number) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: Array.from({ length: count }, (_, index) => ({
              traceId: "0af7651916cd43dd8448eb211c80319c",
              spanId: String(index + 1).padStart(16, "0"),
              name: "a",
            })),
          },
        ],
      },
    ],
  }),
});

const byName = (views: readonly ExporterView[]) => new Map(views.map((view) => [view.name, view]));

describe("the admin endpoint of a running agent", () => {
  it("adds, disables, enables, reloads and removes an exporter by the command line", async () => {
    const { folder, exporters, list } = await setUp();
    const added = await exporters("add", "second", "--plugin", exampleWasm("counting-exporter"), "--upload");
    expect(added, added.stderr).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder.path, "plugins"))).toEqual([expect.stringMatching(/^second-.*\.wasm$/)]);
    expect(byName(await list()).get("second")).toMatchObject({ state: "ready", plugin: { width: 1 } });

    expect((await exporters("disable", "second")).code).toBe(0);
    expect(byName(await list()).get("second")?.state).toBe("disabled");
    expect((await exporters("enable", "second")).code).toBe(0);
    expect(byName(await list()).get("second")?.state).toBe("ready");

    const same = await exporters("reload", "second", "--json");
    expect(JSON.parse(same.stdout)).toMatchObject({ kind: "unchanged" });
    expect((await exporters("remove", "second")).code).toBe(0);
    expect([...byName(await list()).keys()]).toEqual(["counting"]);

    const again = await exporters("remove", "second");
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("error[EXPORTER_UNKNOWN]");
  });

  it("keeps what runs when a change can't be made, and says why", async () => {
    const { folder, exporters, list } = await setUp();
    const entry = folder.file("entry.yaml", "plugin: ./missing.wasm\n");
    const { code, stderr } = await exporters("reload", "counting", "--entry", entry);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error\[[A-Z_]+\]: .*missing\.wasm/);
    expect(byName(await list()).get("counting")?.state).toBe("ready");
  });

  it("counts what was received and sent, for Prometheus", async () => {
    const { agent, url, list } = await setUp();
    const receiver = await agent.url("otlp/http");
    for (const count of [3, 4]) await fetch(`${receiver}/v1/traces`, spans(count));
    while (byName(await list()).get("counting")?.counters.sentSpans !== 7);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('otelcol_receiver_accepted_spans{receiver="otlp",transport="http"} 7\n');
    expect(text).toContain('otelcol_exporter_sent_spans{exporter="counting"} 7\n');
    expect(text).toContain('spandock_guest_call_duration_seconds_count{exporter="counting"} 2\n');
    expect(text).toMatch(/spandock_guest_memory_high_water_bytes\{exporter="counting"\} [1-9]/);
  });

  it("tells health, the agent and the config, and no secret", async () => {
    const { url } = await setUp();
    const read = async (path: string) => await (await fetch(`${url}${path}`)).json();
    expect(await read("/healthz")).toMatchObject({
      status: "ready",
      components: { "receivers/otlp/http": "listening", "exporters/counting": "ready" },
    });
    expect(await read("/api/v1/agent")).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      receivers: [{ name: "otlp/http", figures: { acceptedSpans: 0 } }],
    });
    const config = JSON.stringify(await read("/api/v1/config"));
    expect(config).toContain("counting-exporter.wasm");
    expect(config).not.toContain(secret);
    expect(JSON.stringify(await read("/api/v1/exporters"))).not.toContain(secret);
  });

  it("wants the token that the config sets, and hides it", async () => {
    const { url, exporters } = await setUp(`, token: ${token}`);
    expect((await fetch(`${url}/api/v1/config`)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    const config = await (await fetch(`${url}/api/v1/config`, { headers })).text();
    expect(config).not.toContain(token);
    expect((await exporters("list")).code).toBe(0);
  });

  it("tells readers what happens, as it happens", async () => {
    const { url, exporters } = await setUp();
    const events = await fetch(`${url}/api/v1/events`);
    const disabled = exporters("disable", "counting");
    let seen = "";
    for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) {
      seen += chunk;
      if (seen.includes('"state":"disabled"')) break;
    }
    expect((await disabled).code).toBe(0);
  });
});
