import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type DevEvent, DevSession, type ToolRunner } from "../../../host/author/index.ts";
import { systemClock } from "../../../host/contract/index.ts";
import { err, text } from "../../plugins/wat-bodies.ts";
import { TemporaryFolder } from "../../support/agent-process.ts";
import { buildWatPlugin, honestWat } from "../../support/wat-plugin.ts";

type Kind = DevEvent["kind"];

/** A project whose compiler is the test's own: `source.txt` names the plugin that comes of it. */
class Project {
  readonly folder = new TemporaryFolder();
  readonly events: DevEvent[] = [];
  readonly session: DevSession;
  builds = 0;
  isCompilerThere = true;
  /** What the compiler waits for before it ends. */
  gate: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<() => void>();

  constructor(spansPerSecond = 0) {
    const { path } = this.folder;
    mkdirSync(this.path("build"));
    this.folder.file("asconfig.json", `{ "options": { "outFile": "build/mine.wasm" } }`);
    this.folder.file("source.txt", "good");
    this.config();
    this.session = new DevSession({
      folder: path,
      tools: this.#tools(),
      env: {},
      version: "0.0.0",
      cacheDirectory: join(path, ".cache"),
      spansPerSecond,
      clock: systemClock,
      random: Math.random,
      emit: (event) => {
        this.events.push(event);
        for (const look of this.#waiting) look();
      },
    });
    onTestFinished(async () => {
      await this.session.stop();
      this.folder[Symbol.dispose]();
    });
  }

  path(name: string): string {
    return join(this.folder.path, name);
  }

  config(more = ""): void {
    this.folder.file(
      "spandock.yaml",
      `receivers: { otlp: { protocols: { http: { endpoint: "0.0.0.0:4318" } } } }
exporters:
  mine: { plugin: ./build/mine.wasm ${more} }
service: { pipelines: { traces: { receivers: [otlp], exporters: [mine] } } }
`,
    );
  }

  async plugin(name: string, wat = honestWat({ fields: text(name) })): Promise<void> {
    this.folder.file(`${name}.wasm`, await buildWatPlugin({ wat }));
  }

  save(source: string): void {
    writeFileSync(this.path("source.txt"), source);
  }

  /** The first event of a kind after `count` of them. */
  next<K extends Kind>(kind: K, count = 0): Promise<Extract<DevEvent, { kind: K }>> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.events.filter(
          (event): event is Extract<DevEvent, { kind: K }> => event.kind === kind,
        );
        if (found.length <= count) return;
        this.#waiting.delete(look);
        resolve(found[count]!);
      };
      this.#waiting.add(look);
      look();
    });
  }

  count(kind: Kind): number {
    return this.events.filter((event) => event.kind === kind).length;
  }

  #tools(): ToolRunner {
    return {
      run: async (_command, [verb], { signal }) => {
        const version = { exitCode: this.isCompilerThere ? 0 : 1, stdout: "1.2.3", stderr: "" };
        if (verb !== "run") return version;
        this.builds += 1;
        const aborted = new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
        await Promise.race([this.gate, aborted]);
        const source = readFileSync(this.path("source.txt"), "utf8");
        if (source.startsWith("wrong")) return { exitCode: 1, stdout: "", stderr: `source.txt:1: ${source}` };
        copyFileSync(this.path(`${source}.wasm`), this.path("build/mine.wasm"));
        // As Go and Rust do: the build leaves files of its own among the sources.
        appendFileSync(this.path("lock.txt"), "");
        return { exitCode: 0, stdout: "", stderr: "" };
      },
    };
  }
}

async function started(spansPerSecond = 0): Promise<Project> {
  const project = new Project(spansPerSecond);
  await project.plugin("good");
  await project.plugin("better");
  await project.plugin("refusing", honestWat({ config: err(64, 9), fields: text("no prefix") }));
  await project.session.start();
  return project;
}

describe("a development session", () => {
  it("listens on free ports of loopback, whatever the config says, so that two can run", async () => {
    const [one, other] = [await started(), await started()];
    const ports = [one, other].flatMap((project) => {
      const running = project.events.find((event) => event.kind === "running");
      if (running?.kind !== "running") throw new Error(JSON.stringify(project.events));
      expect(running.exporters).toEqual(["mine"]);
      expect([...running.addresses.keys()].sort()).toEqual(["admin", "otlp/grpc", "otlp/http"]);
      for (const { host } of running.addresses.values()) expect(host).toBe("127.0.0.1");
      return [...running.addresses.values()].map(({ port }) => port);
    });
    expect(new Set(ports).size).toBe(6);
  });

  it("swaps in what is saved, and says how long it took", async () => {
    const project = await started();
    project.save("better");
    expect(await project.next("swapped")).toMatchObject({ exporter: "mine", isNew: true });
    expect(project.builds).toBe(2);
  });

  it("tells a build that made the same plugin from a new one", async () => {
    const project = await started();
    writeFileSync(project.path("comment.txt"), "nothing that the compiler looks at");
    expect(await project.next("swapped")).toMatchObject({ exporter: "mine", isNew: false });
  });

  it("shows the compiler's words, and the plugin before runs on", async () => {
    const project = await started(50);
    project.save("wrong type");
    const { errors, runsOn } = await project.next("failed");
    expect(runsOn).toBe(true);
    expect(errors[0]).toMatchObject({
      code: "PLUGIN_BUILD_FAILED",
      message: expect.stringContaining("source.txt:1: wrong type"),
    });
    const told = project.count("outcomes");
    expect(await project.next("outcomes", told)).toMatchObject({ state: "ready", retryable: 0 });
    project.save("better");
    expect(await project.next("swapped")).toMatchObject({ isNew: true });
  });

  it("a plugin that refuses its config does not take the place of the one before", async () => {
    const project = await started();
    project.save("refusing");
    const { errors, runsOn } = await project.next("failed");
    expect(runsOn).toBe(true);
    expect(errors[0]).toMatchObject({
      code: "PLUGIN_CONFIG_REFUSED",
      message: expect.stringContaining("no prefix"),
    });
    // Told by the event, and not by the log once more.
    expect(project.events.filter((event) => event.kind === "log")).toEqual([]);
    project.save("better");
    expect(await project.next("swapped")).toMatchObject({ isNew: true });
  });

  it("begins with a build that fails, or a config that is wrong, and goes on when it is mended", async () => {
    const project = new Project();
    await project.plugin("good");
    project.save("wrong from the start");
    project.config(", plugln: typo");
    await project.session.start();
    expect((await project.next("failed")).runsOn).toBe(false);
    project.save("good");
    expect((await project.next("failed", 1)).errors[0]).toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("plugln"),
    });
    project.config();
    expect(await project.next("running")).toMatchObject({ exporters: ["mine"] });
    expect(project.builds).toBe(2);
  });

  it("takes a saved config without building", async () => {
    const project = await started();
    project.config(", limits: { memory: 32MiB }");
    await project.next("reloaded");
    expect(project.builds).toBe(1);
  });

  it("runs one build at a time: what is saved meanwhile comes with the next", async () => {
    const project = await started();
    let open = () => {};
    project.gate = new Promise((resolve) => {
      open = resolve;
    });
    project.save("wrong for a moment");
    await project.next("command", 1);
    project.save("better");
    open();
    await project.next("swapped");
    const last = project.events.filter((event) => event.kind === "swapped").at(-1);
    expect(last).toMatchObject({ exporter: "mine", isNew: true });
  });

  it("ends a build that is under way when it is stopped, and drains", async () => {
    const project = await started(50);
    project.gate = new Promise(() => {});
    project.save("better");
    await project.next("command", 1);
    await project.session.stop();
    expect(project.events.at(-1)).toEqual({ kind: "stopped", lostSpans: 0, problems: [] });
    expect(project.count("failed")).toBe(0);
  });

  it("does not begin where there is no project", async () => {
    const project = new Project();
    rmSync(project.path("asconfig.json"));
    await expect(project.session.start()).rejects.toMatchObject({ code: "PLUGIN_PROJECT_UNKNOWN" });
  });

  it("does not begin where tools are missing", async () => {
    const project = new Project();
    project.isCompilerThere = false;
    await expect(project.session.start()).rejects.toMatchObject({
      code: "TOOLCHAIN_MISSING",
      fix: expect.stringContaining("npm install"),
    });
    expect(project.builds).toBe(0);
  });
});
