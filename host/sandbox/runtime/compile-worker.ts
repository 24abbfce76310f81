import { parentPort, workerData } from "node:worker_threads";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { SpandockError } from "../../contract/index.ts";
import { capCoreModules } from "../core-module/index.ts";
import type { CompileAnswer, CompileRequest } from "./compile-in-worker.ts";
import { jcoOptions } from "./jco-options.ts";
import { leanImports } from "./lean-imports.ts";
import { silenceDebug } from "./silence-debug.ts";
import { toScript } from "./to-script.ts";

/** Entry of the thread in which jco reads a component: the bytes may be hostile, and the thread can be ended. */
async function compile({ bytes, name, memoryBytes }: CompileRequest): Promise<CompileAnswer> {
  await $init;
  const { files, imports } = generate(bytes, jcoOptions);
  const source = files.find(([file]) => file.endsWith(".js"))?.[1];
  if (source === undefined) throw new Error("jco made no source");
  const cores = Object.fromEntries(files.filter(([file]) => file.endsWith(".wasm")));
  const coreModules = capCoreModules({ name, component: bytes, coreModules: cores, memoryBytes });
  return {
    kind: "compiled",
    files: {
      source: toScript(leanImports(silenceDebug(new TextDecoder().decode(source)))),
      coreModules,
      imports,
    },
  };
}

function refusal(error: unknown): CompileAnswer {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof SpandockError
    ? { kind: "refused", code: error.code, message, fix: error.fix }
    : { kind: "refused", code: "PLUGIN_LOAD_FAILED", message };
}

parentPort?.postMessage(await compile(workerData as CompileRequest).catch(refusal));
