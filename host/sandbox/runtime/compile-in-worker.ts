import { Worker } from "node:worker_threads";
import { builtFile, type Clock, type ErrorCode, SpandockError } from "../../contract/index.ts";
import type { CompiledFiles } from "./compiled-component.ts";

/** What the compile thread is given. */
export interface CompileRequest {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly memoryBytes: number;
}

/** The one message that the compile thread posts. */
export type CompileAnswer =
  | { readonly kind: "compiled"; readonly files: CompiledFiles }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly message: string; readonly fix?: string };

export interface CompileInWorkerOptions extends CompileRequest {
  readonly timeoutMillis: number;
  readonly clock: Clock;
}

/** Heap of the compile thread; jco's own wasm memory comes on top. */
const maxHeapMegabytes = 512;

/**
 * Runs jco over a component in a thread of its own, which is ended after `timeoutMillis`.
 *
 * @throws SpandockError PLUGIN_LOAD_FAILED when jco refuses the component or takes too long, PLUGIN_MEMORY when
 * it declares more memory than `memoryBytes`.
 */
export async function compileInWorker(options: CompileInWorkerOptions): Promise<CompiledFiles> {
  const { name, timeoutMillis, memoryBytes, clock } = options;
  // A copy to give away; `slice` would be a view when the bytes are a Buffer.
  const request: CompileRequest = { name, memoryBytes, bytes: new Uint8Array(options.bytes) };
  const worker = new Worker(builtFile("sandbox/runtime/compile-worker.js"), {
    workerData: request,
    transferList: [request.bytes.buffer as ArrayBuffer],
    name: `compile ${name}`,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  });
  const failed = (message: string) =>
    new SpandockError("PLUGIN_LOAD_FAILED", { message: `${name}: can't be compiled: ${message}` });
  try {
    const answer = await new Promise<CompileAnswer>((resolve, reject) => {
      const timer = clock.after(timeoutMillis, () => reject(failed(`not done after ${timeoutMillis} ms`)));
      worker.once("message", resolve);
      worker.once("error", (error) => reject(failed(error instanceof Error ? error.message : String(error))));
      worker.once("exit", (code) => {
        timer.cancel();
        reject(failed(`its thread ended with code ${code}`));
      });
    });
    if (answer.kind === "compiled") return answer.files;
    if (answer.code === "PLUGIN_LOAD_FAILED") throw failed(answer.message);
    const { code, message, fix } = answer;
    throw new SpandockError(code, fix === undefined ? { message } : { message, fix });
  } finally {
    await worker.terminate();
  }
}
