// An OTLP/HTTP server that takes everything, keeps the last body, and counts: GET / tells requests and bytes, GET /last
// gives that body.
import { createServer } from "node:http";

let requests = 0;
let bytes = 0;
let last: readonly Buffer[] = [];

createServer((request, response) => {
  if (request.method !== "POST") {
    response.end(request.url === "/last" ? Buffer.concat(last) : JSON.stringify({ requests, bytes }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    requests += 1;
    bytes += chunks.reduce((sum, { length }) => sum + length, 0);
    last = chunks;
    response.setHeader("content-type", "application/x-protobuf").end();
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
