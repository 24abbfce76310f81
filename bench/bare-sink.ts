// A bare Node HTTP server that reads bodies and drops them: the ceiling for anything that receives over HTTP in Node.
import { createServer } from "node:http";

createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => response.end());
}).listen(Number(process.argv[2]), "127.0.0.1");
