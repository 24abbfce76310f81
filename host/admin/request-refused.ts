import type { OutgoingHttpHeaders } from "node:http";
import { type ErrorCode, SpandockError } from "../contract/index.ts";

/** A request that ends before it reaches the agent, and the HTTP status that says so. */
export class RequestRefused extends SpandockError {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, message: string, headers: OutgoingHttpHeaders = {}, fix?: string) {
    super(codeOf(status), fix === undefined ? { message } : { message, fix });
    this.status = status;
    this.headers = headers;
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return "ADMIN_TOKEN_NEEDED";
  return status === 403 ? "ADMIN_FORBIDDEN" : "REQUEST_INVALID";
}
