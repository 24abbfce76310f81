import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { builtFile } from "../../../host/contract/index.ts";
import { startHttpServer } from "./http-server.ts";

/** A guest that opens 50 files, starts a request that is never answered, and then waits for ever. */
const guest = `
  const { workerData: { wasiUrl, directory, port }, parentPort } = require("node:worker_threads");
  import(wasiUrl).then(({ createWasi }) => {
    const wasi = createWasi({
      permissions: {
        directories: [{ guestPath: "/", hostPath: directory, access: "write" }],
        http: ["http://127.0.0.1:" + port],
        env: {},
      },
      onLine() {},
      onDenied() {},
    });
    const [[root]] = wasi.imports["wasi:filesystem/preopens"].getDirectories();
    for (let file = 0; file < 50; file += 1) root.openAt({}, "f" + file, { create: true }, { write: true });
    root.readDirectory();
    const { Fields, OutgoingRequest } = wasi.imports["wasi:http/types"];
    const request = new OutgoingRequest(new Fields());
    request.setScheme({ tag: "HTTP" });
    request.setAuthority("127.0.0.1:" + port);
    request.setPathWithQuery("/drip");
    const future = wasi.imports["wasi:http/outgoing-handler"].handle(request, undefined);
    future.subscribe().block();
    const stream = future.get().val.val.consume().stream();
    stream.blockingRead(1n);
    parentPort.postMessage("open");
    stream.blockingRead(1n);
  });
`;

describe("a plugin's thread that is ended in the middle of a call", () => {
  it.runIf(process.platform === "linux")("leaves no descriptor and no thread behind", async () => {
    const server = await startHttpServer();
    const directory = mkdtempSync(join(tmpdir(), "spandock-wasi-"));
    const wasiUrl = builtFile("sandbox/wasi/index.js").href;
    const round = async () => {
      const worker = new Worker(guest, {
        eval: true,
        workerData: { wasiUrl, directory, port: server.port },
      });
      await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
      const during = readdirSync("/proc/self/fd").length;
      await worker.terminate();
      return {
        during,
        after: readdirSync("/proc/self/fd").length,
        threads: readdirSync("/proc/self/task").length,
      };
    };
    try {
      const first = await round();
      for (let turn = 0; turn < 4; turn += 1) await round();
      const last = await round();
      expect(last.during).toBeGreaterThan(last.after + 50);
      // The server's side of a connection may take a moment longer than the thread.
      expect(last.after).toBeLessThanOrEqual(first.after + 2);
      expect(last.threads).toBeLessThanOrEqual(first.threads);
    } finally {
      rmSync(directory, { recursive: true });
      await server.stop();
    }
  });
});
