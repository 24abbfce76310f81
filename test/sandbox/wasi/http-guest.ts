import { expect } from "vitest";
import type { Fields } from "../../../host/sandbox/wasi/http/fields.ts";
import type {
  FutureIncomingResponse,
  IncomingBody,
} from "../../../host/sandbox/wasi/http/incoming-response.ts";
import type { OutgoingBody } from "../../../host/sandbox/wasi/http/outgoing-body.ts";
import type { OutgoingRequest } from "../../../host/sandbox/wasi/http/outgoing-request.ts";
import type { RequestOptions } from "../../../host/sandbox/wasi/http/request-options.ts";
import type { Wasi } from "../../../host/sandbox/wasi/index.ts";
import { codeOf } from "./granted-directory.ts";

type Handle = (request: OutgoingRequest, options: RequestOptions | undefined) => FutureIncomingResponse;

interface HttpTypes {
  readonly Fields: typeof Fields;
  readonly OutgoingRequest: new (headers: Fields) => OutgoingRequest;
  readonly OutgoingBody: typeof OutgoingBody;
  readonly IncomingBody: typeof IncomingBody;
  readonly RequestOptions: typeof RequestOptions;
  httpErrorCode(error: unknown): unknown;
}

/** A request; to `/echo`, by GET, unless it says otherwise. */
export interface Ask {
  readonly method?: string;
  readonly scheme?: "HTTP" | "HTTPS";
  readonly authority?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  readonly options?: (options: RequestOptions) => void;
}

export const bytes = (text: string) => new TextEncoder().encode(text);

/** Does what a guest's library does with the imports. */
export class HttpGuest {
  readonly #authority: string;
  readonly types: HttpTypes;
  readonly #handle: Handle;

  /** @param authority where requests go that name none. */
  constructor({ imports }: Wasi, authority: string) {
    this.#authority = authority;
    this.types = imports["wasi:http/types"] as unknown as HttpTypes;
    this.#handle = (imports["wasi:http/outgoing-handler"] as { handle: Handle }).handle;
  }

  send({
    method = "get",
    scheme = "HTTP",
    path = "/echo",
    headers = {},
    ...ask
  }: Ask): FutureIncomingResponse {
    const { Fields, OutgoingRequest, OutgoingBody, RequestOptions } = this.types;
    const lines = Object.entries(headers).map(([name, value]) => [name, bytes(value)] as const);
    const request = new OutgoingRequest(Fields.fromList(lines));
    request.setMethod({ tag: method } as never);
    request.setScheme({ tag: scheme });
    request.setAuthority(ask.authority ?? this.#authority);
    request.setPathWithQuery(path);
    const options = ask.options && new RequestOptions();
    if (options) ask.options?.(options);
    if (ask.body === undefined) return this.#handle(request, options);
    const body = request.body();
    const response = this.#handle(request, options);
    const stream = body.write();
    stream.blockingWriteAndFlush(ask.body);
    stream[Symbol.dispose]();
    OutgoingBody.finish(body, undefined);
    return response;
  }

  /** Status and text, or the code of the error. */
  ask(ask: Ask): { status: number; text: string; headers: Fields } | { error: unknown } {
    const future = this.send(ask);
    future.subscribe().block();
    const outcome = future.get();
    expect(future.get()).toEqual({ tag: "err", val: undefined });
    if (outcome?.tag !== "ok") throw new Error("nothing came of it");
    if (outcome.val.tag === "err") return { error: outcome.val.val };
    const response = outcome.val.val;
    const body = response.consume();
    const stream = body.stream();
    const pieces: Uint8Array[] = [];
    let end: unknown = "done";
    while (end === "done") end = codeOf(() => pieces.push(stream.blockingRead(50_000n)));
    stream[Symbol.dispose]();
    this.types.IncomingBody.finish(body).subscribe().block();
    if ((end as { tag: string }).tag === "last-operation-failed") {
      return { error: this.types.httpErrorCode((end as { val: unknown }).val) };
    }
    const text = Buffer.concat(pieces).toString();
    return { status: response.status(), text, headers: response.headers() };
  }

  echo(ask: Ask): { method: string; url: string; headers: string[]; bytes: number; connections: number } {
    const answer = this.ask(ask);
    return JSON.parse("text" in answer ? answer.text : JSON.stringify(answer));
  }
}
