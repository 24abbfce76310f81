import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type ErrorCode, errorCatalog, SpandockError, SpandockErrors } from "../contract/index.ts";
import type { CommandContext } from "./command.ts";

export interface AdminRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Encoded, such as `/api/v1/exporters/files`. */
  readonly path: string;
  /** Sent as JSON; bytes are sent as a `.wasm`. */
  readonly body?: unknown;
}

const defaultUrl = "http://127.0.0.1:55679";
/** Until the connection is there. The answer has its time: a drain takes a while, a canary longer. */
const connectTimeoutMillis = 10_000;

/** Asks the admin endpoint of a running agent (docs/openapi.yaml). */
export class AdminClient {
  readonly #base: URL;
  readonly #token: string | undefined;

  /**
   * @param url as given with `--admin`; else SPANDOCK_ADMIN, else the default endpoint. The token is SPANDOCK_ADMIN_TOKEN:
   * on a command line everyone on the machine could read it.
   * @throws SpandockError USAGE
   */
  constructor(url: string | undefined, env: CommandContext["env"]) {
    const written = url ?? (env.SPANDOCK_ADMIN || defaultUrl);
    const full = written.includes("://") ? written : `http://${written}`;
    const base = URL.canParse(full) ? new URL(full) : undefined;
    if (base === undefined || !["http:", "https:"].includes(base.protocol)) {
      const where = url === undefined ? "SPANDOCK_ADMIN" : "--admin";
      throw new SpandockError("USAGE", {
        message: `${where}: expected an URL such as ${defaultUrl}, found "${written}"`,
      });
    }
    this.#base = base;
    this.#token = env.SPANDOCK_ADMIN_TOKEN || undefined;
  }

  /**
   * Resolves with the answer when it is a good one.
   *
   * @throws SpandockErrors that the agent answered; SpandockError ADMIN_UNREACHABLE
   */
  async send(request: AdminRequest): Promise<unknown> {
    const { status, text } = await this.#exchange(request);
    const answer = parseAnswer(text);
    if (status === 200 && answer !== undefined) return answer;
    throw new SpandockErrors(errorsIn(answer) ?? [this.#stranger(status)]);
  }

  #exchange({ method, path, body }: AdminRequest): Promise<{ status: number; text: string }> {
    const send = this.#base.protocol === "https:" ? httpsRequest : httpRequest;
    const isWasm = body instanceof Uint8Array;
    const bytes = isWasm ? body : Buffer.from(JSON.stringify(body ?? {}));
    const hasBody = method !== "GET";
    return new Promise((resolve, reject) => {
      const call = send(new URL(path, this.#base), {
        method,
        headers: {
          accept: "application/json",
          ...(hasBody && { "content-type": isWasm ? "application/wasm" : "application/json" }),
          ...(hasBody && { "content-length": bytes.length }),
          ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
        },
      });
      const fail = (cause: NodeJS.ErrnoException) => reject(this.#unreachable(cause));
      const timer = setTimeout(() => call.destroy(new Error("no connection in time")), connectTimeoutMillis);
      call.on("socket", (socket) => {
        if (!socket.connecting) clearTimeout(timer);
        socket.once("connect", () => clearTimeout(timer));
      });
      call.on("error", fail);
      call.on("close", () => clearTimeout(timer));
      call.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("error", fail);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      call.end(hasBody ? bytes : undefined);
    });
  }

  #unreachable(cause: NodeJS.ErrnoException): SpandockError {
    // Node answers with several errors, without a message, when a name has several addresses.
    const reason = cause.code ?? cause.message;
    if (cause.code === "ECONNRESET") {
      const message = `${this.#base.origin}: the connection ended before the answer came`;
      const fix = "See whether the change is in force with: spandock exporters list.";
      return new SpandockError("ADMIN_UNREACHABLE", { message, fix, cause });
    }
    return new SpandockError("ADMIN_UNREACHABLE", { message: `${this.#base.origin}: ${reason}`, cause });
  }

  #stranger(status: number): SpandockError {
    return new SpandockError("ADMIN_UNREACHABLE", {
      message: `${this.#base.origin}: answers, but not as an agent does (HTTP ${status})`,
      fix: "Name the agent's admin endpoint with --admin URL or SPANDOCK_ADMIN.",
    });
  }
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The errors of an answer; undefined when it holds none. */
function errorsIn(answer: unknown): readonly SpandockError[] | undefined {
  const { errors } = (answer ?? {}) as { errors?: unknown };
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  return errors.map(({ code, message, fix }) => {
    const known = Object.hasOwn(errorCatalog, String(code)) ? (code as ErrorCode) : "INTERNAL";
    return new SpandockError(known, { message: String(message), fix: String(fix) });
  });
}
