import type { IncomingMessage } from "node:http";
import { RequestRefused } from "./request-refused.ts";
import type { Route } from "./route.ts";

const defaultMaxBytes = 1024 * 1024;

/**
 * The body of a change. The content type has to be there even when the body is empty: it is what keeps browsers from
 * sending the request for another site without asking first (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
 *
 * @throws RequestRefused 413 or 415
 */
export async function readBody(request: IncomingMessage, route: Route): Promise<Uint8Array> {
  const { bodyType = "application/json", maxBodyBytes = defaultMaxBytes } = route;
  const found = (request.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (found !== bodyType) {
    const expected = `expected the content type ${bodyType}, found ${found === "" ? "none" : found}`;
    throw new RequestRefused(415, expected, { "accept-post": bodyType });
  }
  const tooLarge = () => new RequestRefused(413, `the body is larger than ${maxBodyBytes} bytes`);
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
