import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setInterval as ticks } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AgentProcess, TemporaryFolder } from "../support/agent-process.ts";
import { exampleWasm } from "../support/examples.ts";
import { encodeOtlp } from "../support/otlp-proto.ts";

interface Line {
  readonly node: { readonly serviceInfo?: { readonly name?: string } };
  readonly span_data: readonly { readonly name: string; readonly status?: { readonly code?: number } }[];
}

const exporterOf = (name: string) => `  ${name}:
    plugin: ${exampleWasm("files-exporter")}
    config: { file_paths: [/out/${name}.jsonl] }
    permissions: { directories: { /out: { path: ./out, access: write } } }
`;

async function setUp({ exporters, service }: { exporters: readonly string[]; service: string }) {
  const folder = new TemporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  mkdirSync(join(folder.path, "out"));
  const file = folder.file(
    "spandock.yaml",
    `receivers: { otlp: { protocols: { http: { endpoint: "127.0.0.1:0" } } } }
exporters:
${exporters.map(exporterOf).join("")}service:
  admin: { endpoint: "127.0.0.1:0" }
  pipelines: { traces: { receivers: [otlp], exporters: [all] } }
${service}`,
  );
  const agent = await AgentProcess.run(file);
  onTestFinished(() => agent[Symbol.asyncDispose]());
  const url = `${await agent.url("otlp/http")}/v1/traces`;
  return {
    agent,
    admin: await agent.url("admin"),
    /** Sends one span of the service `shop`. */
    async send(name: string, { isError = false } = {}): Promise<void> {
      const span = {
        traceId: Buffer.alloc(16, 7),
        spanId: Buffer.alloc(8, 1),
        name,
        status: isError ? { code: 2 } : {},
      };
      const resource = { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] };
      const body = encodeOtlp("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest", {
        resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }],
      });
      const headers = { "content-type": "application/x-protobuf" };
      const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    },
    linesOf(exporter: string): readonly Line[] {
      const path = join(folder.path, "out", `${exporter}.jsonl`);
      const text = existsSync(path) ? readFileSync(path, "utf8").trimEnd() : "";
      return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as Line);
    },
  };
}

const namesIn = (lines: readonly Line[]) =>
  lines.flatMap(({ span_data }) => span_data.map(({ name }) => name));

/** The state of an exporter, as the admin endpoint tells it. */
async function stateOf(admin: string, exporter: string): Promise<unknown> {
  const { exporters } = (await (await fetch(`${admin}/api/v1/exporters`)).json()) as {
    exporters: { name: string; state: string }[];
  };
  return exporters.find(({ name }) => name === exporter)?.state;
}

describe("an agent with a rule on error spans", () => {
  it("enables the specialised exporter by itself when errors rise, and disables it after its time", async () => {
    const { agent, admin, send, linesOf } = await setUp({
      exporters: ["all", "incidents"],
      service: `  rules:
    - when: { error_spans: "> 50% for 1s", service: shop }
      then: enable incidents
      for: 3s
`,
    });
    const said = (message: string) => agent.lines.some(({ msg }) => msg === message);
    /** One span every 50 ms, until the agent says something. */
    const sendUntil = async (message: string, name: string, isError: boolean) => {
      for await (const _ of ticks(50)) {
        if (said(message)) return;
        await send(name, { isError });
      }
    };
    for (let index = 0; index < 20; index += 1) await send("calm");
    expect(await stateOf(admin, "incidents")).toBe("disabled");

    await sendUntil("enabled by a rule", "rising", true);
    await send("caught", { isError: true });
    expect(await stateOf(admin, "incidents")).toBe("ready");
    await sendUntil("disabled by a rule", "calming", false);
    await send("missed");
    expect(await stateOf(admin, "incidents")).toBe("disabled");
    expect(await agent.stop()).toBe(0);

    const incidents = namesIn(linesOf("incidents"));
    expect(incidents).toContain("caught");
    expect(incidents).toContain("calming");
    expect(incidents).not.toContain("calm");
    expect(incidents).not.toContain("missed");
    expect(namesIn(linesOf("all"))).toEqual(
      expect.arrayContaining(["calm", "rising", "caught", "calming", "missed"]),
    );
    const begin = agent.lines.find(({ msg }) => msg === "a rule begins, to enable it");
    expect(begin).toMatchObject({
      level: "warn",
      exporter: "incidents",
      rule: "error_spans > 50% for 1s, service shop",
      reason: expect.stringMatching(/^error_spans [\d.]+% in the last 1s$/),
    });
  });
});

describe("an agent that traces itself", () => {
  it("sends the way of a batch through its own pipeline, once, and not the way of that", async () => {
    const { agent, send, linesOf } = await setUp({
      exporters: ["all"],
      service: "  telemetry: { traces: { sampling: 100% } }\n",
    });
    await send("order");
    const ownLines = () => linesOf("all").filter(({ node }) => node.serviceInfo?.name === "spandock");
    // Its own spans come after the batch, and those of an agent that stops go nowhere.
    await vi.waitFor(() => expect(namesIn(ownLines())).toContain("export"), {
      timeout: 20_000,
      interval: 20,
    });
    expect(await agent.stop()).toBe(0);
    const own = ownLines();
    expect(namesIn(linesOf("all"))).toContain("order");
    expect(new Set(namesIn(own))).toEqual(new Set(["receive", "queue", "export"]));
    expect(namesIn(own)).toHaveLength(3);
  });

  it("counts no span of its own for its rules", async () => {
    const { agent, send } = await setUp({
      exporters: ["all", "incidents"],
      service: `  telemetry: { traces: { sampling: 100% } }
  rules: [{ when: { spans: "> 0/s", service: spandock }, then: enable incidents }, { when: { spans: "> 0/s", service: shop }, then: enable incidents }]
`,
    });
    await send("order");
    const begin = await agent.line(({ msg }) => msg === "a rule begins, to enable it");
    expect(begin.rule).toBe("spans > 0/s, service shop");
    await agent.line(({ msg }) => msg === "a rule ends");
    expect(await agent.stop()).toBe(0);
    expect(agent.lines.filter(({ msg }) => msg === "a rule begins, to enable it")).toHaveLength(1);
  });
});
