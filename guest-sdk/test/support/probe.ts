import { readFileSync } from "node:fs";
import { compilePlugin } from "./compile-plugin.ts";
import { FakeWasi } from "./fake-wasi.ts";
import { type Accepted, type Answer, type Failure, type Imports, loadPlugin } from "./load-plugin.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

let compiled: Promise<Uint8Array> | undefined;

/** The plugin of fixtures/probe.as.ts, optimized as authors ship it; compiled once for each test file. */
export function probeWasm(): Promise<Uint8Array> {
  compiled ??= (async () => {
    const others = { "view-probe.as.ts": fixture("view-probe.as.ts") };
    return (await compilePlugin(fixture("probe.as.ts"), { target: "release", others })).wasm;
  })();
  return compiled;
}

export interface ProbeOptions {
  readonly imports?: Imports;
  readonly config?: string;
  readonly yaml?: (text: string) => string;
}

/** A new instance of the probe, with its exporters by what they do. */
export async function startProbe({
  imports = new FakeWasi().imports,
  config = "{}",
  yaml,
}: ProbeOptions = {}) {
  const loaded = await loadPlugin(await probeWasm(), imports, yaml);
  const made = loaded.configure(config);
  if ("err" in made) throw new Error(made.err);
  const [writer, views, outcomes, system, plain, file] = made.ok;
  return {
    ...loaded,
    writer: writer!,
    views: views!,
    outcomes: outcomes!,
    system: system!,
    plain: plain!,
    file,
  };
}

/** The text that an exporter of the probe answered with. */
export function textOf(answer: Answer<Accepted, Failure>): string {
  if ("err" in answer) throw new Error(JSON.stringify(answer.err));
  return answer.ok.message ?? "";
}
