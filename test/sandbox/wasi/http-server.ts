import { Worker } from "node:worker_threads";

/** A server in a thread of its own, because the thread of the test waits as a guest's does. */
const source = `
  const { parentPort } = require("node:worker_threads");
  const { createServer } = require("node:http");
  let connections = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://x");
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      switch (url.pathname) {
        case "/redirect":
          return response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
        case "/silent":
          return;
        case "/drip":
          return response.writeHead(200).write("x");
        case "/cut":
          response.writeHead(200, { "content-length": "100" }).write("0123456789", () => request.socket.destroy());
          return;
        case "/garbage":
          return request.socket.end("this is not HTTP\\r\\n\\r\\n");
        case "/headers":
          return response.writeHead(200, { "x-long": "x".repeat(100_000) }).end();
        case "/big":
          return response.writeHead(200).end(Buffer.alloc(Number(url.searchParams.get("bytes")), "b"));
        case "/body":
          return response.writeHead(200).end(body);
        default:
          response.writeHead(200, { "x-two": ["1", "2"], "content-type": "application/json" });
          response.end(JSON.stringify({
            method: request.method, url: request.url, headers: request.rawHeaders,
            bytes: body.length, connections,
          }));
      }
    });
  });
  server.maxHeadersCount = 0;
  server.on("connection", () => { connections += 1; });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

export interface HttpServer {
  readonly port: number;
  stop(): Promise<unknown>;
}

export async function startHttpServer(): Promise<HttpServer> {
  const worker = new Worker(source, { eval: true });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return { port, stop: () => worker.terminate() };
}
