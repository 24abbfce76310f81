import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { AdminServer, type AdminServerOptions } from "../../host/admin/index.ts";
import { silentLogger } from "../../host/contract/index.ts";
import { TemporaryFolder } from "../support/agent-process.ts";
import { FakeSource } from "./fake-source.ts";

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

export interface Admin {
  readonly server: AdminServer;
  readonly source: FakeSource;
  readonly folder: TemporaryFolder;
  readonly port: number;
  ask(ask: Ask): Promise<Answer>;
  /** An answer that goes on. */
  open(ask: Ask): Promise<IncomingMessage>;
}

/** A real server on a free port, over a fake agent; `ask` sends every header as it is given. */
export async function startAdmin(options: Partial<AdminServerOptions> = {}): Promise<Admin> {
  const folder = new TemporaryFolder();
  const source = new FakeSource();
  const server = new AdminServer({
    endpoint: { host: "127.0.0.1", port: 0 },
    uploadDirectory: join(folder.path, "uploads"),
    source,
    logger: silentLogger,
    ...options,
  });
  await server.start();
  onTestFinished(async () => {
    await server.stop();
    folder[Symbol.dispose]();
  });
  const { port } = server.address();
  const open = async ({ method = "GET", path = "/", headers = {}, body }: Ask): Promise<IncomingMessage> => {
    // Node's client gives the bodies of some methods no length, and no other sign of where they end.
    const ownLength = "transfer-encoding" in headers || "content-length" in headers || body === undefined;
    const length = ownLength ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const all = { ...headers, ...length };
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers: all, agent: false });
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response;
  };
  const ask = async (what: Ask): Promise<Answer> => {
    const response = await open(what);
    let text = "";
    for await (const chunk of response.setEncoding("utf8")) text += chunk;
    return { status: response.statusCode!, headers: response.headers, text, json: parse(text) };
  };
  return { server, source, folder, port, ask, open };
}

export const asJson = { "content-type": "application/json" };
export const asWasm = { "content-type": "application/wasm" };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a stream until `text` was seen; the test's own time limit ends it otherwise. */
export async function readUntil(stream: IncomingMessage, text: string): Promise<string> {
  let seen = "";
  stream.setEncoding("utf8");
  while (!seen.includes(text)) {
    const chunk = stream.read() as string | null;
    if (chunk === null) await once(stream, "readable");
    else seen += chunk;
  }
  return seen;
}
