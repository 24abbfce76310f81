import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { runCli } from "../../host/cli/run-cli.ts";
import { SpandockError } from "../../host/contract/index.ts";
import { startAdmin } from "../admin/admin-harness.ts";

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCli(["exporters", ...args], { stdout, stderr, env });
  const read = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? "").toString();
  return { code, stdout: read(stdout), stderr: read(stderr) };
}

async function agent(options: Parameters<typeof startAdmin>[0] = {}) {
  const admin = await startAdmin(options);
  return { ...admin, url: `http://127.0.0.1:${admin.port}` };
}

/** What the fake agent was asked to add. */
function entryOf(calls: readonly string[]): { entry: string; value: unknown } {
  const { entry } = JSON.parse(/^add \S+ (.*)$/.exec(calls[0]!)![1]!) as { entry: string };
  return { entry, value: parse(entry) };
}

describe("spandock exporters list", () => {
  it("shows a line for each exporter, and its last error", async () => {
    const { url } = await agent();
    const { code, stdout } = await run(["list", "--admin", url]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^NAME +STATE +SENT/);
    expect(stdout).toMatch(/^files +ready +80 .*12\/1000.*\/plugins\/files\.wasm sha256:abababababab/m);
    expect(stdout).toContain("error[PLUGIN_CRASHED]: files: unreachable");
  });

  it("prints all that the agent says with --json", async () => {
    const { url, source } = await agent();
    const { stdout } = await run(["list", "--admin", url, "--json"]);
    expect(JSON.parse(stdout)).toEqual({ exporters: source.exporters.list() });
  });
});

describe("spandock exporters", () => {
  it.each([
    [["remove", "files"], "remove files"],
    [["enable", "files"], "enable files"],
    [["disable", "files"], "disable files"],
    [["reload", "files"], "reload files"],
  ])("%j asks for it, prints what the agent says, and ends with 0", async (args, expected) => {
    const { url, source } = await agent();
    const { code, stdout } = await run([...args, "--admin", url]);
    expect(source.exporters.calls).toEqual([`${expected} {"persist":false}`]);
    expect([code, stdout]).toEqual([0, `${args[0]}: done\n`]);
  });

  it("takes the agent's address and token from the environment", async () => {
    const token = "a-token-of-twenty-one";
    const { url, source } = await agent({ token });
    const { code, stderr } = await run(["enable", "files"], { SPANDOCK_ADMIN: url });
    expect([code, stderr]).toEqual([1, expect.stringContaining("error[ADMIN_TOKEN_NEEDED]")]);
    const env = { SPANDOCK_ADMIN: new URL(url).host, SPANDOCK_ADMIN_TOKEN: token };
    expect((await run(["enable", "files", "--persist"], env)).code).toBe(0);
    expect(source.exporters.calls).toEqual(['enable files {"persist":true}']);
  });

  it("ends with 0 when all was as asked for already", async () => {
    const { url, source } = await agent();
    source.exporters.kind = "unchanged";
    const { code, stdout } = await run(["enable", "files", "--admin", url, "--json"]);
    expect([code, JSON.parse(stdout).kind]).toEqual([0, "unchanged"]);
  });

  it("ends with 1 and the agent's reason when the change is not in force", async () => {
    const { url, source } = await agent();
    source.exporters.failure = new SpandockError("CANARY_ROLLED_BACK", { message: "too slow", fix: "look" });
    const { code, stdout, stderr } = await run(["reload", "files", "--canary", "5%", "--admin", url]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe("error[CANARY_ROLLED_BACK]: too slow\n  fix: look\n");
    expect(source.exporters.calls).toEqual(['reload files {"persist":false,"canaryShare":0.05}']);
  });

  it("says so when nobody answers, or somebody else does", async () => {
    const stranger = createServer((_, response) => response.end("hello")).listen(0, "127.0.0.1");
    onTestFinished(() => void stranger.close());
    await new Promise((resolve) => stranger.once("listening", resolve));
    const { port } = stranger.address() as AddressInfo;
    const { server, url } = await agent();
    await server.stop();
    for (const [admin, reason] of [
      [url, "ECONNREFUSED"],
      [`http://127.0.0.1:${port}`, "not as an agent does"],
    ] as const) {
      const { code, stderr } = await run(["list", "--admin", admin]);
      expect(code).toBe(1);
      expect(stderr).toContain("error[ADMIN_UNREACHABLE]");
      expect(stderr).toContain(reason);
    }
  });

  it.each([
    [["nonsense"]],
    [[]],
    [["list", "files"]],
    [["add"]],
    [["add", "x"]],
    [["add", "x", "--entry", "a.yaml", "--plugin", "a.wasm"]],
    [["add", "x", "--entry", "a.yaml", "--upload"]],
    [["remove"]],
    [["remove", "a", "b"]],
    [["remove", "a", "--canary", "5%"]],
    [["reload", "a", "--canary", "500%"]],
    [["reload", "a", "--canary", "0"]],
    [["reload", "a", "--plugin", "a.wasm"]],
    [["list", "--admin", "ftp://x"]],
  ])("%j is wrong usage", async (args) => {
    const { code, stderr } = await run(args, { SPANDOCK_ADMIN: "http://127.0.0.1:1" });
    expect(code, stderr).toBe(2);
  });
});

describe("spandock exporters add", () => {
  it("hands over an entry as it is written, comments and all", async () => {
    const { url, source, folder } = await agent();
    const text = "plugin: a.wasm # mine\nlimits: { memory: 8MiB }\n";
    const { code } = await run(["add", "new", "--entry", folder.file("entry.yaml", text), "--admin", url]);
    expect(code).toBe(0);
    expect(entryOf(source.exporters.calls).entry).toBe(text);
  });

  it("makes an entry of flags, as `run` understands them", async () => {
    const { url, source, folder } = await agent();
    const config = folder.file("config.yaml", "# why\nfile_paths: [/out/a] # here\n");
    const flags = [
      "--plugin-config",
      config,
      "--allow-write",
      "/srv/out",
      "--allow-http",
      "https://a.example",
    ];
    await run(["add", "new", "--plugin", "/p/x.wasm", ...flags, "--allow-env", "HOME", "--admin", url]);
    const { entry, value } = entryOf(source.exporters.calls);
    expect(value).toEqual({
      plugin: "/p/x.wasm",
      config: { file_paths: ["/out/a"] },
      permissions: {
        directories: { "/srv/out": { path: "/srv/out", access: "write" } },
        http: ["https://a.example"],
        env: ["HOME"],
      },
    });
    expect(entry).toContain("# here");
  });

  it("uploads the plugin first when asked to", async () => {
    const { url, source, folder } = await agent();
    const plugin = folder.file("my.wasm", Uint8Array.of(0, 1, 2));
    const { code } = await run(["add", "a/b", "--plugin", plugin, "--upload", "--admin", url]);
    expect(code).toBe(0);
    const { value } = entryOf(source.exporters.calls);
    expect(value).toEqual({ plugin: expect.stringMatching(/\/uploads\/a-b-[0-9a-f]{16}\.wasm$/) });
  });

  it("uploads nothing that the agent would refuse", async () => {
    const { url, source, folder } = await agent();
    const plugin = folder.file("my.wasm", "text");
    const { code, stderr } = await run(["add", "new", "--plugin", plugin, "--upload", "--admin", url]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("error[PLUGIN_NOT_WASM]")]);
    expect(source.exporters.calls).toEqual([]);
  });
});
